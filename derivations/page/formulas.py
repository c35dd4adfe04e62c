"""Expressions of the language and lines of a chain as typeset formulas."""

from __future__ import annotations

import re

from sympy import Expr

from derivations.logic.language import Minimum
from derivations.logic.printing import to_latex
from derivations.page.markup import Html, tag
from derivations.page.mathml import mathml

RELATIONS = {"=": "=", "<=": r"\leq", ">=": r"\geq", "<": "<", ">": ">", "~": r"\approx"}
WIDTHS = ((52, ""), (66, "w2"), (86, "w3"), (115, "w4"))
_ELEMENT = re.compile(r"<mfrac[^>]*>|</mfrac>|<m[ion]\b[^>]*>([^<]*)|<mtext>([^<]*)")


def latex_of(expr: Expr, minimised: bool = False) -> str:
    """A side of a line; within a chain of objectives with `min`, as the note prints it."""
    return to_latex(Minimum(expr) if minimised else expr)


def inline(expr: Expr) -> Html:
    return mathml(to_latex(expr))


def line(latex: str, relation: str = "") -> Html:
    """A formula on a line of its own, led by its relation, in the class of its width for print."""
    return mathml(f"{RELATIONS[relation]} {latex}" if relation else latex, display=True)


def width_class(formula: str) -> str | None:
    """How far a formula must shrink to fit a printed A4 page, by the letters that stand beside each other."""
    letters = sum(len(found[1] or found[2] or "") for found in _ELEMENT.finditer(formula))
    return next((name or None for most, name in WIDTHS if letters <= most), "w5")


def boxed(formula: Html, kind: str = "display") -> Html:
    """A formula in a box of its own, which scrolls if it is wider than the column."""
    return tag("div", formula, class_=" ".join(filter(None, (kind, width_class(formula)))))

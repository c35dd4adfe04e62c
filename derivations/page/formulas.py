"""Expressions of the language and lines of a chain as typeset formulas."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, fromstring

from sympy import Expr

from derivations.language.words import Minimum
from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.printing.printing import to_latex

RELATIONS = {"=": "=", "<=": r"\leq", ">=": r"\geq", "<": "<", ">": ">", "~": r"\approx"}
PAPER = 36.0
"""The ems that a line has on a printed A4 page, beside its label and its verdict."""
SHRINK = (("w2", 0.85), ("w3", 0.7), ("w4", 0.56), ("w5", 0.42))
SCRIPT = 0.72
SPACED = frozenset("=<>≤≥≈+−∼∝∣→≡")
_ALIGNMENT = re.compile(r"(?<!\\)&\s*")
_INDEX = re.compile(r"(?<=[^\W\d_])_(\{[^{}]*\}|\([^()]*\)|[^\W_])")
_TABLE = re.compile(r"\\begin|\\(?:matrix|cases)\b")


def latex_of(expr: Expr, minimised: bool = False) -> str:
    """A side of a line; within a chain of objectives with `min`, as the note prints it."""
    return to_latex(Minimum(expr) if minimised else expr)


def inline(expr: Expr) -> Html:
    return mathml(to_latex(expr))


def with_indices(text: str) -> Html:
    """A sentence with its indices set low: E_x, M_{n+1}, L_(M-1)."""
    parts = _INDEX.split(text)
    return join(*(tag("sub", part.strip("{}")) if k % 2 else part for k, part in enumerate(parts)))


def line(latex: str, relation: str = "") -> Html:
    """A formula on a line of its own, led by its relation; it carries its LaTeX, to be copied."""
    latex = f"{RELATIONS[relation]} {latex}" if relation else latex
    source = latex if _TABLE.search(latex) else _ALIGNMENT.sub("", latex)
    return Html(
        mathml(latex, display=True).replace("<math ", f'<math data-latex="{escape(" ".join(source.split()))}" ', 1)
    )


def width_class(formula: str) -> str | None:
    """The class that shrinks a formula so that it fits a printed A4 page; None where it fits as it is."""
    if not formula.startswith("<math"):
        return None
    ems = width(fromstring(formula))
    return None if ems <= PAPER else next((name for name, scale in SHRINK if ems * scale <= PAPER), "w6")


def width(element: Element) -> float:
    """About how wide a formula is set, in ems of its own text; rather too wide than too narrow."""
    kind = element.tag
    if kind in ("mi", "mn", "mo", "mtext"):
        content = element.text or ""
        letters = sum(1.0 if ord(c) > 0x2E7F and ord(c) < 0xFFFF else 0.6 for c in content)
        if kind == "mo":
            return 1.4 if content in SPACED and element.get("form") != "prefix" else max(0.5, letters)
        return letters
    if kind == "mspace":
        return float(element.get("width", "0em").removesuffix("em"))
    parts = [width(child) for child in element]
    if kind == "mfrac":
        return max(parts) + 0.2
    if kind in ("msub", "msup"):
        return parts[0] + SCRIPT * parts[1]
    if kind == "msubsup":
        return parts[0] + SCRIPT * max(parts[1:])
    if kind in ("munder", "mover", "munderover"):
        return max(parts[0] + 0.3, *(SCRIPT * part for part in parts[1:]))
    if kind == "mtable":
        return max(parts, default=0.0)
    return sum(parts) + (0.9 if kind == "msqrt" else 0.8 * len(parts) if kind == "mtr" else 0.0)


def boxed(formula: Html, kind: str = "display") -> Html:
    """A formula in a box of its own, which scrolls if it is wider than the column."""
    return tag("div", formula, class_=" ".join(filter(None, (kind, width_class(formula)))))

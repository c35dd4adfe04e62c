"""How an expression of the language is written: LaTeX as in the note, and one line of Unicode for the terminal.

    to_latex(KL(p(z | x), q(z)))   \\mathrm{KL}[p(z \\mid x) \\,\\|\\, q(z)]
    to_text(KL(p(z | x), q(z)))    KL[p(z|x)‖q(z)]

Two expressions that differ in more than the names of bound variables print differently, as long as names are not
chosen to deceive (a symbol called `z_i` beside the component `z[i]`). The draws of a sample average are named
`z_j`, with `z_j ~ p(z|x)` at the end of the formula. SymPy's own `latex`, `str` and `pretty` reach the same forms
through the hooks of `language.Notation`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import ClassVar

import sympy
from sympy import E, Expr, oo, pi
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.pretty.pretty_symbology import greek_unicode
from sympy.printing.pretty.stringpict import prettyForm
from sympy.printing.str import StrPrinter

from derivations.printing.forms import Notation
from derivations.printing.layout import ATOM, FRACTION, POWER, PREFIX, PRODUCT, Form

__all__ = ["latex_form", "precedence_of", "pretty_form", "text_form", "to_latex", "to_text"]


def to_latex(expr) -> str:
    """An expression as LaTeX for display mathematics, without dollar signs."""
    return _latex(sympy.sympify(expr))


@lru_cache(maxsize=1000)
def _latex(expr: Expr) -> str:  # the right side of a line is the left side of the next
    return LatexNotation().whole(expr)


def to_text(expr) -> str:
    """An expression as one line of Unicode."""
    return TextNotation().whole(sympy.sympify(expr))


class LatexNotation(Notation, LatexPrinter):
    r"""LaTeX: `\iint`, `\frac`, `\mid`; brackets grow where the text in them is tall."""

    factor_level = FRACTION
    MOST_KNOWN = 4096
    known: ClassVar[dict[Expr, Form]] = {}  # parts of formulas: one line's stand in the next again
    DOT, GIVEN, FROM, COMMA, THIN, GAP = r" \cdot ", r" \mid ", r" \sim ", ", ", r" \,", r"\, "
    WHERE = r",\quad "
    PARALLEL, TRANSPOSED, PARTIAL = r" \,\|\, ", r"^{\top}", r"\partial "
    LOG, MINIMUM, NORMAL, EXPECTATION, VARIANCE = r"\log", r"\min", r"\mathcal{N}", r"\mathbb{E}", r"\mathrm{Var}"
    KL, ELBO, TRACE, DETERMINANT = r"\mathrm{KL}", r"\mathrm{ELBO}", r"\mathrm{tr}", r"\det"
    SUM, PRODUCT = r"\sum", r"\prod"
    RELATIONS: ClassVar = {"==": "=", "!=": r"\neq", "<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq"}
    MARKS: ClassVar = {
        "()": ("(", ")"),
        "[]": ("[", "]"),
        "{}": (r"\{", r"\}"),
        "||": ("|", "|"),
        "‖‖": (r"\lVert ", r" \rVert"),
    }
    openers = ("(", "[", r"\{", r"\left(", r"\left[", r"\left\{")

    def form(self, expr: Expr) -> Form:
        found = None if self.drawn else self.known.get(expr)
        if found is None:
            found = super().form(expr)
            if not self.averages and len(self.known) < self.MOST_KNOWN:  # names of draws hang on the whole formula
                self.known[expr] = found
        return found

    @staticmethod
    def name(name: str) -> str:
        return _latex_name(name)

    @staticmethod
    def INTEGRALS(n: int) -> str:
        return "\\" + "i" * n + "nt" if n <= 3 else " ".join([r"\int"] * n)

    @staticmethod
    def tall(text: str) -> bool:
        return any(sign in text for sign in (r"\frac", r"\sum", r"\prod", "nt ", "nt_", r"\left"))

    def bracket(self, text: str, kind: str) -> str:
        left, right = self.MARKS[kind]
        return rf"\left{left.strip()} {text} \right{right.strip()}" if self.tall(text) else f"{left}{text}{right}"

    def group(self, text: str) -> str:
        return self.bracket(text, "{}" if "[" in text else "[]" if "(" in text else "()")

    def fraction(self, above: Form, below: Form) -> Form:
        return rf"\frac{{{above[0]}}}{{{below[0]}}}", FRACTION

    def root(self, form: Form) -> str:
        return rf"\sqrt{{{form[0]}}}"

    def subscript(self, text: str, index: str) -> str:
        if text.endswith("}") and "_{" in text:  # sigma_g has one already
            return f"{text[:-1]},{index}}}"
        return f"{text}_{{{index}}}"

    def superscript(self, text: str, exponent) -> str:
        return f"{text}^{{{self.form(exponent)[0]}}}"

    exponent = superscript

    def exponential(self, expr) -> Form:
        return self.superscript("e", expr.args[0]), POWER


CONSTANTS = {oo: "∞", pi: "π", E: "e"}


class TextNotation(Notation, StrPrinter):
    """One line of Unicode."""

    factor_level = PREFIX
    DOT, GIVEN, FROM, COMMA, THIN, GAP = "·", "|", "∼", ", ", " ", " "
    WHERE = ", "
    PARALLEL, TRANSPOSED, PARTIAL = "‖", "ᵀ", "∂"
    LOG, MINIMUM, NORMAL, EXPECTATION, VARIANCE = "log", "min", "N", "E", "Var"
    KL, ELBO, TRACE, DETERMINANT = "KL", "ELBO", "tr", "det"
    SUM, PRODUCT = "∑", "∏"
    RELATIONS: ClassVar = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
    SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    openers = ("(", "[", "{")

    def __init__(self):
        super().__init__()
        self._settings["full_prec"] = False

    def other(self, expr) -> Form:
        return (CONSTANTS[expr], ATOM) if expr in CONSTANTS else super().other(expr)

    @staticmethod
    def name(name: str) -> str:
        return _greek_name(name)

    @staticmethod
    def INTEGRALS(n: int) -> str:
        return "∫" * n

    @staticmethod
    def tall(text: str) -> bool:
        return any(sign in text for sign in "/∫∑∏")

    def bracket(self, text: str, kind: str) -> str:
        return f"{kind[0]}{text}{kind[1]}"

    def fraction(self, above: Form, below: Form) -> Form:
        numerator = above[0] if above[1] in (PRODUCT, PREFIX, POWER, ATOM) else self.group(above[0])
        denominator = below[0] if below[1] >= POWER else self.group(below[0])
        return f"{numerator}/{denominator}", FRACTION

    def root(self, form: Form) -> str:
        return f"√{form[0] if form[1] == ATOM else self.group(form[0])}"

    def subscript(self, text: str, index: str) -> str:
        if "_" in text and text[-1] not in ")]}":  # sigma_g has one already
            head, own = text.split("_", 1)
            return f"{head}_{{{own},{index}}}"
        return f"{text}_{index}" if index.isalnum() else f"{text}_{{{index}}}"

    def superscript(self, text: str, exponent) -> str:
        inner, level = self.form(exponent)
        if exponent.is_Integer:
            return text + inner.translate(self.SUPERSCRIPTS)
        return f"{text}^{inner if level == ATOM and inner.isalnum() else self.bracket(inner, '()')}"

    def exponent(self, text: str, high) -> str:
        inner = self.form(high)[0]
        return f"{text}^{inner if inner.isalnum() or inner == '∞' else self.bracket(inner, '{}')}"

    def exponential(self, expr) -> Form:
        return "exp" + self.bracket(self.form(expr.args[0])[0], "()"), ATOM


@cache
def _latex_name(name: str) -> str:
    """`sigma_g` as \\sigma_{g}; names of several Latin letters upright, so that they are no products."""
    if "\\" in name or "{" in name:  # a note's own spelling
        return name
    if name.startswith("_"):
        return r"\_" + name[1:]
    head, *subscripts = name.split("_")
    letters = head.rstrip("'0123456789")
    shown = LatexPrinter()._deal_with_super_sub(head)
    if len(letters) > 1 and shown == head:
        shown = rf"\mathrm{{{letters}}}{head[len(letters) :]}"
    below = ",".join(LatexPrinter()._deal_with_super_sub(s) for s in subscripts if s)
    if not below:
        return shown
    return f"{shown[:-1]},{below}}}" if "_{" in shown else f"{shown}_{{{below}}}"


@cache
def _greek_name(name: str) -> str:
    """`sigma_g` as σ_g; a note's own LaTeX, `\\sigma_{g}`, the same."""
    name = re.sub(r"\\(?:mathcal|mathrm|text|mathbf|boldsymbol)\b|[{}\\]", "", name)
    parts = []
    for part in name.split("_"):
        letters = part.rstrip("'0123456789")
        parts.append(greek_unicode.get(letters, letters) + part[len(letters) :])
    return "_".join(parts)


# The hooks of language.Notation: SymPy's own printers get a node whole, bracketed where it holds together loosely.


def _standing_in(kind: type[Notation], node, nested: bool, level: int) -> str:
    notation = kind()
    own = notation.form(node)[1]
    text = kind().whole(node)
    return notation.group(text) if nested and (own < level or notation.draws) else text


def text_form(node, printer) -> str:
    """What SymPy's `str` shows for a node; the brackets round it come by `precedence_of`."""
    return TextNotation().whole(node)


def latex_form(node, printer, exponent: str | None = None) -> str:
    """What SymPy's `latex` shows for a node, with the exponent SymPy may ask the base to carry."""
    text = _standing_in(LatexNotation, node, printer._print_level > 1, PRODUCT)
    return text if exponent is None else rf"\left({text}\right)^{{{exponent}}}"


def pretty_form(node, printer) -> prettyForm:
    """What SymPy's `pretty` shows for a node: its one line, in brackets inside a larger formula if it is no atom."""
    return prettyForm(_standing_in(TextNotation, node, printer._print_level > 1, ATOM))


def precedence_of(node) -> int:
    """How tightly the text of a node holds together, on SymPy's scale."""
    notation = TextNotation()
    level = notation.form(node)[1]
    if notation.draws:  # the comma before `z_j ~ p` binds more loosely than a sum
        return PRECEDENCE["Lambda"]
    return PRECEDENCE["Atom"] if level == ATOM else PRECEDENCE["Mul"] if level >= FRACTION else PRECEDENCE["Add"]

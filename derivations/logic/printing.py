"""How an expression of the language is written: LaTeX as in the note, and one line of Unicode for the terminal."""

from __future__ import annotations


def text_form(node, printer) -> str:
    """One line of Unicode."""
    return f"{type(node).__name__}({', '.join(printer._print(a) for a in node.args)})"


def latex_form(node, printer, exponent=None) -> str:
    """LaTeX."""
    return rf"\mathrm{{{type(node).__name__}}}({', '.join(printer._print(a) for a in node.args)})"

"""The forms of vectors and matrices: bilinear forms, transposes, traces, determinants, whatever the marks."""

from __future__ import annotations

from typing import ClassVar

import sympy

from derivations.language import words as lg
from derivations.printing.layout import ATOM, OPEN, POWER, REACHING, Form, Layout


class ArrayForms(Layout):
    """The forms of the language's vectors and matrices, over the marks of a skin."""

    handlers: ClassVar[dict[type, str]] = Layout.handlers | {
        lg.Identity: "identity", lg.Transpose: "transpose", lg.Outer: "outer", lg.MatVec: "matrix_vector",
        lg.Bilinear: "bilinear", lg.SquaredNorm: "squared_norm", lg.Trace: "trace", lg.Determinant: "determinant",
    }  # fmt: skip
    ranks: ClassVar[dict[type, int]] = Layout.ranks | {
        lg.Bilinear: REACHING, lg.SquaredNorm: 5, lg.Trace: 5, lg.Determinant: 5,
    }  # fmt: skip

    def identity(self, expr) -> Form:
        return self.subscript("I", self.form(expr.size)[0]), ATOM

    def transposed(self, expr) -> str:
        return self.at_least(expr, ATOM) + self.TRANSPOSED

    def transpose(self, expr) -> Form:
        return self.transposed(expr.args[0]), POWER

    def outer(self, expr) -> Form:
        return f"{self.at_least(expr.args[0], ATOM)} {self.transposed(expr.args[1])}", OPEN

    def matrix_vector(self, expr) -> Form:
        return f"{self.at_least(expr.args[0], POWER)} {self.at_least(expr.args[1], ATOM)}", OPEN

    def bilinear(self, expr) -> Form:
        u, matrix, v = expr.args
        between = [] if matrix == 1 else [self.at_least(matrix, POWER)]
        return " ".join([self.transposed(u), *between, self.at_least(v, ATOM)]), OPEN

    def squared_norm(self, expr) -> Form:
        return self.superscript(self.bracket(self.form(expr.vector)[0], "‖‖"), sympy.Integer(2)), POWER

    def trace(self, expr) -> Form:
        return self.TRACE + self.bracket(self.form(expr.args[0])[0], "()"), ATOM

    def determinant(self, expr) -> Form:
        text = self.form(expr.args[0])[0]
        if "|" in text:
            return self.DETERMINANT + self.bracket(text, "()"), ATOM
        return self.bracket(text, "||"), ATOM

"""False steps with what may be zero, negative or no number at all."""

from __future__ import annotations

import mpmath
import numpy as np
from false_steps import (
    Slip,
    a,
    b,
    f,
    n,
    s,
    w,
)
from sympy import Rational, Symbol, exp, log, sqrt, tanh

from derivations.language.words import (
    Minimum,
)

ALGEBRA = [
    Slip("root of a square", sqrt(a**2), "=", a, lambda: (2, -2)),
    Slip("root of a square of a sum", sqrt((a - s) ** 2), "=", a - s, lambda: (1, -1)),
    Slip("root of an even power", sqrt(a ** (2 * n)), "=", a**n, lambda: (2, -2)),
    Slip("power of what may be negative is at least zero", 0 * a, "<=", a**n, lambda: (0, -2)),
    Slip(
        "root of a product",
        sqrt(a * b),
        "=",
        sqrt(a) * sqrt(b),
        lambda: (2, float(mpmath.re(mpmath.sqrt(-1) ** 2 * 2))),
    ),
    Slip("log of a square", log(a**2), "=", log(s * a) * 2, lambda: (np.log(4), 2 * np.log(6))),
    Slip("logs of negatives", log(a) * log(b), "=", log(a * b), lambda: (np.log(2) * np.log(3), np.log(6))),
    Slip("exponent of a log loses its coefficient", exp(2 * log(s)), "=", 2 * s, lambda: (9, 6)),
    Slip("cube root of a square", (a**2) ** Rational(3, 2), "=", a**3, lambda: (8, -8)),
    Slip("half power of a fourth power", sqrt(a**4), "=", a * sqrt(a**2), lambda: (4, -4)),
    Slip("denominator of unknown sign", a * 0, "<=", 1 / (a - b), lambda: (0, -1)),
    Slip("denominator of unknown sign, cleared", 1 / (a - b), "<=", 1 / (a - b) + s / (a - b), lambda: (-1, -3)),
    Slip("denominator of unknown sign, in a sum", s / (a + b), "<=", (s + 1) / (a + b), lambda: (-1, -2)),
    Slip("odd power", 0 * a, "<=", a**3, lambda: (0, -8)),
    Slip("square of a sum", (a + b) ** 2, "=", a**2 + b**2, lambda: (9, 5)),
    Slip("square below its root", a**2, ">=", a, lambda: (0.25, 0.5)),
    Slip("strict where equal", a**2, ">", 0 * a, lambda: (0, 0)),
    Slip("one less than one", sqrt(s) ** 2, "<", s, lambda: (2, 2)),
    Slip("tanh of a sum", tanh(a + b), "=", tanh(a) + tanh(b), lambda: (np.tanh(2.0), 2 * np.tanh(1.0))),
    Slip("function pulled through", f(a + b), "=", f(a) + f(b), lambda: ((1 + 2) ** 2, 1 + 4)),
    Slip("two symbols of a name", Symbol("C", real=True) + w(a), "=", Symbol("C", real=True) + w(b), lambda: (1, 2)),
    Slip("log below its line, backwards", log(s), ">=", s - 1, lambda: (np.log(2), 1)),
    Slip("log bound under a factor of unknown sign", a * log(s), "<=", a * (s - 1), lambda: (-np.log(2), -1)),
    Slip("a minimum as a value", Minimum(a**2), "=", a**2, lambda: (0, 4)),
    Slip("a minimum below a sum", Minimum(a**2) + s, "=", a**2 + s, lambda: (1, 5)),
]

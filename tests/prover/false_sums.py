"""False steps with sums, products, limits and derivatives."""

from __future__ import annotations

import numpy as np
from false_steps import (
    Slip,
    a,
    b,
    f,
    g,
    i,
    j,
    k,
    m,
    n,
    normal,
    numeric,
    p,
    s,
    t,
    w,
    x,
)
from sympy import Derivative, exp, log
from sympy import Integral as Definite

from derivations.language.facts import Fact
from derivations.language.words import (
    Distribution,
    Index,
    Normal,
    Product,
    Sum,
)

SUMS = [
    Slip("ones from three, none for n = 1", Sum(1, (i, 3, n)), "=", n - 2, lambda: (0, -1)),
    Slip("ones to n - 3", Sum(s, (i, 1, n - 3)), "=", s * (n - 3), lambda: (0, -2)),
    Slip("sum without its first term", Sum(w(i), (i, 2, n)), "=", Sum(w(i), (i, 1, n)), lambda: (2, 3)),
    Slip(
        "sum of products", Sum(w(i) * f(i), (i, 1, n)), "=", Sum(w(i), (i, 1, n)) * Sum(f(i), (i, 1, n)), lambda: (5, 9)
    ),
    Slip("square of a sum over an index", Sum(w(i), (i, 1, n)) ** 2, "=", Sum(w(i) ** 2, (i, 1, n)), lambda: (9, 5)),
    Slip("index for index", w(Index("i", n)), "=", w(Index("j", n)), lambda: (1, 2)),
    Slip(
        "sum over a triangle",
        Sum(Sum(w(i) * f(j), (i, 1, j)), (j, 1, n)),
        "=",
        Sum(w(i), (i, 1, n)) * Sum(f(j), (j, 1, n)),
        lambda: (1 * 1 + (1 + 2) * 2, 9),
    ),
    Slip(
        "a sum over an index that names a density",
        Sum(Distribution("p", (k,))(x), (k, 1, n)),
        "=",
        n * Distribution("p", (k,))(x),
        lambda: (0.2 + 0.5, 2 * 0.2),
    ),
    Slip("product of sums", Product(w(i) + 1, (i, 1, n)), "=", Product(w(i), (i, 1, n)) + 1, lambda: (6, 3)),
    Slip(
        "constant in a product",
        Product(s * exp(w(i)), (i, 1, n)),
        "=",
        s * Product(exp(w(i)), (i, 1, n)),
        lambda: (4 * np.e, 2 * np.e),
    ),
    Slip("integral from zero", Definite(t**2, (t, a, b)), "=", b**3 / 3, lambda: (8 / 3 - 1 / 3, 8 / 3)),
    Slip(
        "limits exchanged",
        Definite(t * exp(-(t**2)), (t, a, b)),
        "=",
        Definite(t * exp(-(t**2)), (t, b, a)),
        lambda: (0.5 * (1 - np.exp(-1)), -0.5 * (1 - np.exp(-1))),
    ),
    Slip(
        "a density drawn over its parameter",
        Definite(Distribution("p", (t,))(x), (t, 0, 1)),
        "=",
        Distribution("p", (t,))(x),
        lambda: (numeric(lambda u: normal(0.3, float(u)), 0, 1), normal(0.3, 2.0)),
    ),
    Slip(
        "derivative by a parameter of a density",
        Derivative(log(Distribution("p", (t,))(x)), t),
        "=",
        0 * t,
        lambda: ((np.log(normal(1, 1e-6)) - np.log(normal(1, 0))) / 1e-6, 0),
    ),
    Slip(
        "derivative of a fact's parameter",
        Derivative(log(p(x)), m),
        "=",
        0 * m,
        lambda: ((np.log(normal(1, 1e-6)) - np.log(normal(1, 0))) / 1e-6, 0),
        (Fact(p(x), Normal(x, m, 1), "gaussian"),),
    ),
    Slip(
        "derivative of a product",
        Derivative(f(t) * g(t), t),
        "=",
        Derivative(f(t), t) * Derivative(g(t), t),
        lambda: (4, 4 * 0.25),
    ),
    Slip(
        "inner derivative forgotten", Derivative(exp(t**2), t), "=", exp(t**2), lambda: (2 * 2 * np.exp(4), np.exp(4))
    ),
]

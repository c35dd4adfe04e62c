"""False steps with Gaussians: moments, ranges, components."""

from __future__ import annotations

import mpmath
import numpy as np
from false_steps import (
    WHOLE_LINE,
    Slip,
    count,
    d,
    f,
    g,
    i,
    j,
    m,
    normal,
    numeric,
    p,
    plus,
    s,
    v,
    vector,
    w,
    x,
    z,
)
from sympy import Rational, exp, log, pi, sqrt

from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    Entropy,
    Expectation,
    Integral,
    Normal,
    Product,
    RandomVariable,
)

N, EPS = Normal, RandomVariable("eps")
GAUSS = (Fact(p(x), Normal(x, m, v), "gaussian"),)
COMPONENTS = (Fact(p(vector), Product(Normal(vector[i], w(i), 1), (i, 1, d)), "independence"),)
TIED = (Fact(p(vector), Product(Normal(vector[j], w(j) * w(i), 1), (j, 1, d)), "independence"),)
HALF = Integral(Normal(plus, 0, 1), plus)

GAUSSIANS = [
    Slip("second moment", Expectation(x**2, N(x, m, v)), "=", m**2, lambda: (2**2 + 3, 4)),
    Slip("variance for its root", Expectation((x - m) ** 2, N(x, m, v)), "=", sqrt(v), lambda: (4, 2)),
    Slip("third moment", Expectation(x**3, N(x, m, v)), "=", m**3 + m * v, lambda: (1 + 3 * 2, 1 + 2)),
    Slip("odd moment off the middle", Expectation(x, N(x, m, v)), "=", 0 * m, lambda: (2, 0)),
    Slip(
        "fourth moment of noise",
        Expectation(EPS**4, N(EPS, 0, 1)),
        "=",
        3 * s / s + 1 * s,
        lambda: (numeric(lambda u: u**4 * mpmath.npdf(u), *WHOLE_LINE), 5),
    ),
    Slip("mean of noise times a constant", Expectation(s * EPS, N(EPS, 0, 1)), "=", s, lambda: (0, 2)),
    Slip(
        "square of what has mean zero",
        Expectation(EPS, N(EPS, 0, 1)),
        "=",
        Expectation(EPS**2, N(EPS, 0, 1)),
        lambda: (0, 1),
    ),
    Slip("half of the line", HALF, "=", s / s, lambda: (0.5, 1)),
    Slip(
        "half of the line by its formula",
        Integral(exp(-(plus**2) / 2), plus),
        "=",
        sqrt(2 * pi),
        lambda: (np.sqrt(np.pi / 2), np.sqrt(2 * np.pi)),
    ),
    Slip(
        "mean over half of the line",
        Integral(plus * N(plus, 0, 1), plus),
        "=",
        0 * m,
        lambda: (1 / np.sqrt(2 * np.pi), 0),
    ),
    Slip(
        "a sum as an integral",
        Integral(N(count, 0, v), count),
        "=",
        s / s,
        lambda: (sum(normal(u, 0, 0.01) for u in range(-9, 10)), 1),
    ),
    Slip(
        "squares of a discrete variable",
        Integral(count**2 * N(count, 0, v), count),
        "=",
        v,
        lambda: (2 * normal(1, 0, 0.01), 0.01),
    ),
    Slip(
        "KL of Gaussians without the logarithm",
        KL(N(x, m, v), N(x, 0, 1)),
        "=",
        (v + m**2 - 1) / 2,
        lambda: ((4 + 1 - 1 - np.log(4)) / 2, 2),
    ),
    Slip(
        "KL of Gaussians with the logarithm's sign",
        KL(N(x, m, v), N(x, 0, 1)),
        "=",
        (v + m**2 - 1 + log(v)) / 2,
        lambda: ((4 + 1 - 1 - np.log(4)) / 2, (4 + np.log(4)) / 2),
    ),
    Slip(
        "KL of centred Gaussians",
        KL(N(x, 0, v), N(x, m, s)),
        "=",
        log(s / v) / 2 + v / (2 * s) - Rational(1, 2),
        lambda: (0.5, 0),
    ),
    Slip(
        "entropy of a Gaussian",
        Entropy(N(x, m, v)),
        "=",
        log(2 * pi * v) / 2,
        lambda: (0.5 * np.log(2 * np.pi * np.e), 0.5 * np.log(2 * np.pi)),
    ),
    Slip(
        "entropy of a declared Gaussian",
        Entropy(p(x)),
        "=",
        log(2 * pi * exp(1) * v),
        lambda: (0.5 * np.log(2 * np.pi * np.e), np.log(2 * np.pi * np.e)),
        GAUSS,
    ),
    Slip(
        "a Gaussian for its formula",
        N(x, m, v),
        "=",
        exp(-((x - m) ** 2) / (2 * v)) / sqrt(pi * v),
        lambda: (normal(0), 1 / np.sqrt(np.pi)),
    ),
    Slip(
        "log density's sign",
        log(N(x, m, v)),
        "=",
        (-log(2 * pi * v) + (x - m) ** 2 / v) / 2,
        lambda: (np.log(normal(2)), (-np.log(2 * np.pi) + 4) / 2),
    ),
    Slip(
        "noise with the variance as its scale",
        Expectation(f(x), N(x, m, v)),
        "=",
        Expectation(f(m + v * EPS), N(EPS, 0, 1)),
        lambda: (4, 16),
    ),
    Slip(
        "two variables' noise",
        Expectation(f(x) * g(z), N(x, 0, 1) * N(z, 0, 1)),
        "=",
        Expectation(f(EPS) * g(EPS), N(EPS, 0, 1)),
        lambda: (0, 1),
    ),
    Slip("components of another mean", Expectation(vector[i], p(vector)), "=", w(j), lambda: (1, 2), COMPONENTS),
    Slip("a component's mean of a power", Expectation(vector[i], p(vector)), "=", w(i), lambda: (9, 3), TIED),
    Slip(
        "two components' product",
        Expectation(vector[i] * vector[j], p(vector)),
        "=",
        w(i) * w(j),
        lambda: (1 + 4, 4),
        COMPONENTS,
    ),
    Slip(
        "a product over a part of the components",
        Integral(Product(N(vector[i], 0, 1), (i, 1, d - 1)), vector),
        "=",
        s / s,
        lambda: (1e9, 1),
    ),
    Slip(
        "a product from the second component on",
        Expectation(vector[1], Product(N(vector[i], 1, 1), (i, 2, d))),
        "=",
        s / s,
        lambda: (1e9, 1),
    ),
    Slip(
        "the mean of an inverse",
        Expectation(1 / x, N(x, m, v)),
        "=",
        1 / m,
        lambda: (numeric(lambda u: mpmath.npdf(u, 3, 0.1) / u, 2, 3, 4), 1 / 3),
    ),
    Slip("the mean of an exponential", Expectation(exp(x), N(x, m, v)), "=", exp(m), lambda: (np.exp(0.5), 1)),
    Slip(
        "by parts without the slope",
        Expectation((x - m) * f(x), N(x, m, v)),
        "=",
        v * Expectation(f(x), N(x, m, v)),
        lambda: (1, 0),
    ),
]

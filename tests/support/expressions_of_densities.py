"""The expressions with binders that the tests of the language share."""

from __future__ import annotations

from sympy import Function, log, symbols

from derivations.language.words import (
    ELBO,
    KL,
    ConditionalEntropy,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    Minimum,
    MutualInformation,
    Product,
    RandomVariable,
    SampleAverage,
    Variance,
)  # fmt: skip

p, q = Distribution("p"), Distribution("q")
x, y, z = map(RandomVariable, "xyz")
z2 = z.renamed("z'")
theta, k, i, d = symbols("theta k i d")
mu = Function("mu")


# What stays free

FREE = {
    "density": (p(z | x), {z, x}),
    "parameters": (Distribution("q", [theta])(x), {x, theta}),
    "integral": (Integral(p(x, z) * y, z, x), {y}),
    "partial integral": (Integral(p(x, z), z), {x}),
    "expectation": (Expectation(log(q(x | z)), p(z | x)), {x}),
    "nested expectation": (Expectation(Expectation(log(q(x | z)), p(z | x)), p(x)), set()),
    "variance": (Variance(z * y, p(z)), {y}),
    "KL": (KL(p(z | x), q(z)), {x}),
    "entropy": (Entropy(p(z | x)), {x}),
    "conditional entropy": (ConditionalEntropy(p(z | x)), set()),
    "cross-entropy": (CrossEntropy(p(x), q(x | z)), {z}),
    "mutual information": (MutualInformation(p(x, z), x, z), set()),
    "ELBO": (ELBO(p(z | x), q(x | z), q(z)), {x}),
    "sample average": (SampleAverage(log(q(x | z)), p(z | x), k), {x, k}),
    "integral over one component": (Integral(z[i] * p(z[i] | x), z[i]), {x, i}),
    "expectation over components": (Expectation(z[i], Product(p(z[i] | x), (i, 1, d))), {x, i, d}),
    "KL of components": (KL(p(z[i] | x), q(z[i])), {x, i}),
    "minimum": (Minimum(theta * x, [theta]), {theta, x}),
}

"""False steps with densities: every letter one joint, averages under the right one."""

from __future__ import annotations

import numpy as np
from false_steps import (
    P,
    Q,
    Slip,
    a,
    bit,
    count,
    d,
    entropy,
    f,
    g,
    i,
    k,
    kl,
    m,
    normal,
    of_x,
    of_z,
    other_count,
    p,
    q,
    r,
    s,
    vector,
    x,
    x2,
    z,
)
from sympy import log

from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    CrossEntropy,
    Density,
    Entropy,
    Expectation,
    Integral,
    Normal,
    OverDraws,
    SampleAverage,
    Sum,
    Variance,
    slot,
)

TILTED = np.array([[8, 1], [1, 10]]) / 20  # nearly z = x
MIXTURE = Fact(q(z), Normal(z, 0, 1) / 2 + Normal(z, m, 1) / 2, "declared")
INDEPENDENT = Fact(p(x, z), p(x) * p(z), "independence")

DENSITIES = [
    Slip(
        "a mixture multiplies its terms",
        Integral(q(x, z), x),
        "=",
        Normal(z, 0, 1) * Normal(z, m, 1) / 4,
        lambda: (normal(0) / 2 + normal(0, 1) / 2, normal(0) * normal(0, 1) / 4),
        (MIXTURE,),
    ),
    Slip(
        "a mixture as its first term",
        Integral(q(x, z), x),
        "=",
        Normal(z, 0, 1) / 2,
        lambda: (normal(0) / 2 + normal(0, 1) / 2, normal(0) / 2),
        (MIXTURE,),
    ),
    Slip(
        "log of a mixture",
        log(q(z)),
        "=",
        (log(Normal(z, 0, 1)) + log(Normal(z, m, 1))) / 2,
        lambda: (np.log(normal(0) / 2 + normal(0, 2) / 2), np.log(normal(0) * normal(0, 2)) / 2),
        (MIXTURE,),
    ),
    Slip(
        "a density at one point for two",
        Integral(Density(p, [slot("x", z), slot("z", z)], []), z),
        "=",
        z / z,
        lambda: (float(np.trace(P[:2])), 1),
    ),
    Slip("the product for the joint", p(x, z), "=", p(x) * p(z), lambda: (P[0, 0], of_x(P)[0] * of_z(P)[0])),
    Slip("the other condition", p(x | z), "=", p(z | x), lambda: (P[0, 0] / of_z(P)[0], P[0, 0] / of_x(P)[0])),
    Slip(
        "another letter's marginal",
        Integral(p(z | x) * q(x), x),
        "=",
        p(z),
        lambda: (float((P / of_x(P)[:, None] * of_x(Q)[:, None]).sum(0)[0]), of_z(P)[0]),
    ),
    Slip("KL turned round", KL(p(x), q(x)), "=", KL(q(x), p(x)), lambda: (kl(of_x(P), of_x(Q)), kl(of_x(Q), of_x(P)))),
    Slip(
        "cross-entropy less entropy, signs",
        KL(p(x), q(x)),
        "=",
        Entropy(p(x)) - CrossEntropy(p(x), q(x)),
        lambda: (kl(of_x(P), of_x(Q)), -kl(of_x(P), of_x(Q))),
    ),
    Slip(
        "KL of the parts",
        KL(p(x, z), q(x, z)),
        "=",
        KL(p(x), q(x)) + KL(p(z), q(z)),
        lambda: (kl(P, Q), kl(of_x(P), of_x(Q)) + kl(of_z(P), of_z(Q))),
    ),
    Slip(
        "entropy of the whole",
        Entropy(p(x, z)),
        "=",
        Entropy(p(x)) + Entropy(p(z)),
        lambda: (entropy(P), entropy(of_x(P)) + entropy(of_z(P))),
    ),
    Slip(
        "a weight that is no density",
        Integral(p(x) * q(x), x),
        "=",
        p(x) / p(x),
        lambda: (float((of_x(P) * of_x(Q)).sum()), 1),
    ),
    Slip(
        "log of a mean",
        log(Expectation(f(x), p(x))),
        "=",
        Expectation(log(f(x)), p(x)),
        lambda: (np.log(of_x(P) @ [1, 2, 3]), float(of_x(P) @ np.log([1, 2, 3]))),
    ),
    Slip(
        "Jensen, backwards",
        log(Expectation(f(x), p(x))),
        "<=",
        Expectation(log(f(x)), p(x)),
        lambda: (np.log(of_x(P) @ [1, 2, 3]), float(of_x(P) @ np.log([1, 2, 3]))),
    ),
    Slip(
        "Jensen under a weight that is no density",
        Integral(p(x) * q(x) * log(f(x)), x),
        "<=",
        log(Integral(p(x) * q(x) * f(x), x)),
        lambda: (0, np.log((of_x(P) * of_x(Q)).sum())),
    ),
    Slip(
        "mean of a square",
        Expectation(f(x) ** 2, p(x)),
        "=",
        Expectation(f(x), p(x)) ** 2,
        lambda: (float(of_x(P) @ [1, 4, 9]), float(of_x(P) @ [1, 2, 3]) ** 2),
    ),
    Slip(
        "variance of a multiple", Variance(s * f(x), p(x)), "=", s * Variance(f(x), p(x)), lambda: (4 * 0.66, 2 * 0.66)
    ),
    Slip(
        "mean of a sample average's square",
        OverDraws(SampleAverage(f(x), p(x), k) ** 2),
        "=",
        Expectation(f(x), p(x)) ** 2,
        lambda: (float(of_x(P) @ [1, 4, 9]), float(of_x(P) @ [1, 2, 3]) ** 2),
    ),
    # Gibbs under the wrong average: sum p(x) p(z) log (p(x|z) / q(x|z)) is no divergence
    Slip(
        "Gibbs under a product of marginals",
        0 * a,
        "<=",
        Integral(p(x) * p(z) * log(p(x, z) / q(x, z)), x, z),
        lambda: (
            0,
            float((np.outer(of_x(TILTED), of_z(TILTED)) * np.log(TILTED / np.outer(of_x(TILTED), of_z(TILTED)))).sum()),
        ),
    ),
    Slip(
        "Gibbs with one part under the product",
        Expectation(log(q(x, z)), p(x, z)),
        "<=",
        Integral(p(x) * p(z) * log(p(x, z)), x, z),
        lambda: (-entropy(TILTED), float((np.outer(of_x(TILTED), of_z(TILTED)) * np.log(TILTED)).sum())),
    ),
    Slip(
        "Gibbs under a product, conditional",
        0 * a,
        "<=",
        Expectation(Expectation(log(p(x | z) / p(x)), p(x)), p(z)),
        lambda: (
            0,
            float((np.outer(of_x(TILTED), of_z(TILTED)) * np.log(TILTED / np.outer(of_x(TILTED), of_z(TILTED)))).sum()),
        ),
    ),
    Slip(
        "Gibbs under a weight with an extra density",
        Integral(p(x) * q(x, z) * log(r(z)), x, z),
        "<=",
        Integral(p(x) * q(x, z) * log(q(z)), x, z),
        lambda: gibbs_weighted(),
    ),
    Slip(
        "Gibbs at two places of the condition",
        Expectation(log(q(z)), p(z | x2)),
        "<=",
        Expectation(log(p(z | x)), p(z | x)),
        lambda: (0.9 * np.log(0.9) + 0.1 * np.log(0.1), np.log(0.5)),
    ),
    Slip(
        "Gibbs, a name free in one term and bound in another",
        Expectation(log(q(x, z)), p(x, z)),
        "<=",
        Expectation(log(p(z)), p(z)) + log(q(x)),
        lambda: (-entropy(TILTED), -entropy(of_z(TILTED)) + np.log(1e-9)),
    ),
    Slip(
        "Gibbs, an average over a variable without a density",
        Integral(p(x) * log(q(z | x)), x, z),
        "<=",
        Integral(p(x) * log(p(x)), x),
        lambda: (2 * np.log(0.5), 10 * 0.1 * np.log(0.1)),
    ),
    Slip("KL below zero", KL(p(x), q(x)), "<=", 0 * a, lambda: (kl(of_x(P), of_x(Q)), 0)),
    Slip("KL strictly above zero", KL(p(x), q(x)), ">", 0 * a, lambda: (0, 0)),
    Slip("one KL below another of its kind", KL(p(x), q(x)), "<", KL(p(x), q(x)) + KL(p(z), q(z)), lambda: (0.5, 0.5)),
    Slip(
        "strict Jensen", Expectation(log(f(x)), p(x)), "<", log(Expectation(f(x), p(x))), lambda: (np.log(2), np.log(2))
    ),
    Slip(
        "differential entropy at least zero",
        Entropy(p(x)),
        ">=",
        0 * a,
        lambda: (0.5 * np.log(2 * np.pi * np.e * 0.01), 0),
    ),
    Slip(
        "entropy at a point and in the mean",
        Expectation(log(p(count, bit)), p(bit | count)),
        "<=",
        Expectation(log(p(count)), p(count)),
        lambda: (np.log(0.9), 0.9 * np.log(0.9) + 0.1 * np.log(0.1)),
    ),
    Slip(
        "entropy at two points",
        Expectation(log(p(count, bit)), p(bit | count)),
        "<=",
        log(p(other_count)),
        lambda: (np.log(0.9), np.log(0.1)),
    ),
    Slip("entropy of a discrete variable at most zero", Entropy(p(bit)), "<=", 0 * a, lambda: (np.log(2), 0)),
    Slip(
        "constant that is none",
        Expectation(f(x) * g(x), p(x)),
        "=",
        f(x) * Expectation(g(x), p(x)),
        lambda: (float(of_x(P) @ [1, 4, 9]), float(of_x(P) @ [1, 2, 3])),
    ),
    Slip(
        "a bound name met again outside",
        x * Integral(x * p(x), x),
        "=",
        Integral(x**2 * p(x), x),
        lambda: (1 * float(of_x(P) @ [1, 2, 3]), float(of_x(P) @ [1, 4, 9])),
    ),
    Slip("one variable's range for another's", Integral(f(x), x), "=", Integral(f(z), z), lambda: (3, 2)),
    Slip(
        "a component bound twice",
        Integral(p(vector[1]) * Integral(q(vector) * vector[1], vector), vector[1]),
        "=",
        Integral(p(vector[1]) * vector[1], vector[1]),
        lambda: (2, 1),
    ),
    Slip(
        "an index bound twice",
        Integral(p(vector[i]) * Sum(vector[i], (i, 1, d)), vector[i]),
        "=",
        d * Integral(p(vector[i]) * vector[i], vector[i]),
        lambda: (1 + 5, 2 * 1),
    ),
]


def gibbs_weighted():
    """A weight p(x) that likes x = 0 turns q(z) round: q(z=0|x=0) = 1/10, while q(z=0) is large."""
    weight, joint = np.array([0.98, 0.02]), np.array([[0.02, 0.18], [0.7, 0.1]])
    average = (weight[:, None] * joint).sum(0)
    marginal, other = joint.sum(0), average / average.sum()
    return float(average @ np.log(other)), float(average @ np.log(marginal))

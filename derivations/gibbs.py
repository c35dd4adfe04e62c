r"""Gibbs' inequality, earned: a KL is not negative, and zero just when the two densities agree.

Statement
    KL[p(x)||q(x)]  >=  0,      with equality just when p = q almost everywhere

The calculation; the note uses it at the end of the ELBO, without proof
      -KL[p(x)||q(x)]
    = -∫ p(x) log p(x)/q(x) dx                                                                          3.1
    = ∫ p(x) log q(x)/p(x) dx                                                                           3.2
   <= ∫ p(x) (q(x)/p(x) - 1) dx                      log t <= t - 1                                     3.3
    = ∫ q(x) dx - ∫ p(x) dx                                                                             3.4
    = 0                                                                                                 3.5
The same by Jensen's inequality                                                                         3.6 - 3.8
Equality
    KL[p||q] = E_p [ t - 1 - log t ],  t = q/p: an average of something that is zero only at t = 1      3.9 - 3.10
    where the two densities agree the KL is zero                                                        3.11 - 3.12
    t - 1 - log t falls before t = 1 and rises after it, and is zero there                              3.13 - 3.15

It assumes: p and q positive on a common support. That is a side condition and not a formality: where q = 0 on a set
that p charges, the KL is infinite. A point with mass a under p and only a exp(-M/a) under q adds M to it, and M may
be as large as one likes                                                                                3.16
"""

from __future__ import annotations

from sympy import Derivative, S, Symbol, exp

from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import at_least, at_most, derivation, equals
from derivations.kernel.rules import (
    algebra,
    declared_density,
    definition_of_expectation,
    definition_of_kl,
    differentiation,
    jensen,
    linearity,
    log_bound,
    log_rule,
    normalisation,
)
from derivations.language.facts import Fact
from derivations.language.words import KL, Expectation, Integral, log
from derivations.notation import p, q, x

ratio = q(x) / p(x)
same_density = Fact(p(x), q(x), "declared", "the two densities agree: p(x) = q(x)")

by_the_tangent = derivation(
    "gibbs",
    -KL(p(x), q(x)),
    equals(-Integral(p(x) * log(p(x) / q(x)), x), by=definition_of_kl, note="3.1"),
    equals(Integral(p(x) * log(ratio), x), by=(log_rule, linearity), note="3.2"),
    at_most(Integral(p(x) * (ratio - 1), x), by=log_bound, note="3.3"),
    equals(Integral(q(x), x) - Integral(p(x), x), by=linearity, note="3.4"),
    equals(0, by=normalisation, note="3.5", because="both densities integrate to one"),
    statement="A KL is not negative: from log t ≤ t - 1.",
    statement_zh="KL 非负：由 log t ≤ t − 1 得到。",
)

by_jensen = derivation(
    "gibbs_by_jensen",
    -KL(p(x), q(x)),
    equals(
        Expectation(log(ratio), p(x)),
        by=(definition_of_kl, definition_of_expectation, log_rule, linearity),
        note="3.6",
    ),
    at_most(log(Expectation(ratio, p(x))), by=jensen, note="3.7"),
    equals(
        0,
        by=(definition_of_expectation, normalisation),
        note="3.8",
        because="the mean of q/p under p is the integral of q: one",
    ),
    statement="A KL is not negative: from Jensen's inequality.",
    statement_zh="KL 非负：由詹森不等式得到。",
)

integrand = ratio - 1 - log(ratio)
as_a_nonnegative_average = derivation(
    "kl_as_a_nonnegative_average",
    KL(p(x), q(x)),
    equals(
        Expectation(integrand, p(x)),
        by=(definition_of_kl, definition_of_expectation, log_rule, linearity, normalisation),
        note="3.9",
    ),
    at_least(
        0,
        by=log_bound,
        note="3.10",
        because="no value averaged is negative, so the KL is zero only if each is: t = 1, p = q, almost everywhere",
    ),
    statement="The KL averages t - 1 - log t, t = q/p, which is zero at t = 1 alone: the equality condition.",
    statement_zh="KL 是 t − 1 − log t（t = q/p）的平均，后者只在 t = 1 时为零：这就是取等条件。",
)

zero_where_they_agree = derivation(
    "kl_of_a_density_with_itself",
    KL(p(x), q(x)),
    equals(Integral(p(x) * log(p(x) / q(x)), x), by=definition_of_kl, note="3.11"),
    equals(0, by=declared_density, note="3.12", because="log 1 = 0"),
    assumes=(same_density,),
    statement="Where the two densities agree the KL is zero.",
    statement_zh="两个密度相同时 KL 为零。",
)

t = Symbol("t", positive=True)
tangent_gap = t - 1 - log(t)
slope = derivation(
    "slope_of_the_tangent_gap",
    Derivative(tangent_gap, t),
    equals(1 - 1 / t, by=differentiation, note="3.13"),
    equals((t - 1) / t, by=algebra, note="3.14", because="negative before t = 1, positive after it"),
    statement="t - 1 - log t falls until t = 1 and rises from there.",
    statement_zh="t − 1 − log t 在 t = 1 之前下降，之后上升。",
)
curvature = derivation(
    "curvature_of_the_tangent_gap",
    Derivative(tangent_gap, t, t),
    equals(t**-2, by=differentiation, note="3.15", because="positive: the least value, at t = 1, is 0"),
    statement="t - 1 - log t is strictly convex, so t = 1 is its only zero.",
    statement_zh="t − 1 − log t 严格凸，因此 t = 1 是唯一零点。",
)

mass, bound = Symbol("a", positive=True), Symbol("M", positive=True)
without_support = derivation(
    "kl_without_common_support",
    mass * (log(mass) - log(mass * exp(-bound / mass))),
    equals(bound, by=log_rule, note="3.16", because="q = a exp(-M/a) tends to 0 as M grows: the KL has no bound"),
    statement="What a point of mass a under p adds to the KL grows without bound as its mass under q tends to 0.",
    statement_zh="p 下质量为 a 的点，当它在 q 下的质量趋于 0 时，对 KL 的贡献无界。",
)

remarks = (
    Remark(
        "3.5",
        lambda: (KL(p(x), q(x)), "<=", S.Zero),
        "The inequality turned round is false: two densities that differ have a positive KL.",
        "不等号反过来就错了：不同的密度之间 KL 为正。",
        kind="inequality",
    ),
)

chapter = Chapter(
    "gibbs",
    "Gibbs' inequality: a KL is not negative",
    "吉布斯不等式：KL 非负",
    (by_the_tangent, by_jensen, as_a_nonnegative_average, zero_where_they_agree, slope, curvature, without_support),
    remarks,
)

r"""The Gaussian's integrals, a part of the chapter `gaussian`: it integrates to one, and its moments.

(∫ exp(-z^2/2) dz)^2  =  ∫_0^2π ∫_0^∞ exp(-r^2/2) r dr dθ  =  2 pi                                 4.3 - 4.8
∫ exp(-z^2/2) dz = (2 pi)^(1/2);  by z = m + sε,  ∫ N(z; m, s^2) dz = 1                         4.9 - 4.14
M_{n+1} = m M_n + n s^2 M_{n-1},   M_1 = m,  M_2 = m^2 + s^2,  M_4 = m^4 + 6 m^2 s^2 + 3 s^4        4.15 - 4.24
"""

from __future__ import annotations

from sympy import Integral as Between
from sympy import Pow, S, Symbol, exp, oo, pi, sqrt

from derivations.judging.derivation import cite, derivation, equals
from derivations.kernel.rules import (
    algebra,
    change_of_variables,
    fundamental_theorem,
    gaussian_formula,
    integration_by_parts,
    linearity,
    polar_coordinates,
    pulling_out_a_constant,
    renaming,
)
from derivations.language.words import Integral, Normal, RandomVariable, log
from derivations.notation import (
    z,
)

m, l = Symbol("m", real=True), Symbol("l", real=True)
s, r = Symbol("s", positive=True), Symbol("r", positive=True)
a, b = Normal(z, m, s**2), Normal(z, l, r**2)
log_2pi = log(2 * pi)

# The polar-coordinate square of the integral.
y = z.renamed("y")
radius, angle = Symbol("r", positive=True), Symbol("theta", real=True)
bell = Integral(exp(-(z**2) / 2), z)
bell_squared = derivation(
    "square_of_the_gaussian_integral",
    bell**2,
    equals(Integral(exp(-(y**2) / 2), y) * bell, by=renaming, note="4.3"),
    equals(Integral(exp(-(y**2) / 2) * exp(-(z**2) / 2), y, z), by=pulling_out_a_constant, note="4.4"),
    equals(Integral(exp(-(y**2 + z**2) / 2), y, z), by=algebra, note="4.5"),
    equals(
        Between(Between(radius * exp(-(radius**2) / 2), (radius, 0, oo)), (angle, 0, 2 * pi)),
        by=polar_coordinates,
        note="4.6",
    ),
    equals(
        Between(1, (angle, 0, 2 * pi)) * Between(radius * exp(-(radius**2) / 2), (radius, 0, oo)),
        by=pulling_out_a_constant,
        note="4.7",
    ),
    equals(
        2 * pi,
        by=fundamental_theorem,
        note="4.8",
        because="r exp(-r²/2) is the derivative of -exp(-r²/2), which goes from -1 to 0",
    ),
    statement="The square of the Gaussian integral is 2π.",
    statement_zh="高斯积分的平方是 2π。",
)


def root(value):
    """The positive square root, kept as it is written."""
    return Pow(value, S.Half, evaluate=False)


bell_value = derivation(
    "gaussian_integral",
    bell,
    equals(root(bell**2), by=algebra, note="4.9", because="the integral of a positive function is positive"),
    equals(sqrt(2 * pi), by=cite(bell_squared).under(root), note="4.10"),
    statement="The Gaussian integral.",
    statement_zh="高斯积分。",
)

noise = RandomVariable("epsilon")
normalised = derivation(
    "gaussian_normalisation",
    Integral(a, z),
    equals(
        Integral(Normal(noise, 0, 1), noise),
        by=change_of_variables,
        note="4.11",
        because="z = m + sε",
    ),
    equals(Integral(exp(-(noise**2) / 2) / sqrt(2 * pi), noise), by=gaussian_formula, note="4.12"),
    equals(Integral(exp(-(noise**2) / 2), noise) / sqrt(2 * pi), by=pulling_out_a_constant, note="4.13"),
    equals(1, by=cite(bell_value).named({z: noise}).times(1 / sqrt(2 * pi)), note="4.14"),
    statement="Every Gaussian density integrates to one: earned, not assumed.",
    statement_zh="每个高斯密度积分为一：这里是证明出来的，不是假设。",
)

n = Symbol("n", integer=True, positive=True)  # M_1 is a line of its own: for n = 0 there is no M_{n-1}


def moment(order):
    """M_order of N(m, s^2)."""
    return Integral(z**order * a, z)


recursion = derivation(
    "moment_recursion",
    moment(n + 1),
    equals(m * moment(n) + Integral((z - m) * z**n * a, z), by=(linearity, pulling_out_a_constant), note="4.15"),
    equals(
        m * moment(n) + s**2 * Integral(n * z ** (n - 1) * a, z),
        by=(integration_by_parts, linearity, pulling_out_a_constant),
        note="4.16",
        because="(z - m) N(z; m, s²) is -s² times the derivative of N",
    ),
    equals(m * moment(n) + n * s**2 * moment(n - 1), by=pulling_out_a_constant, note="4.17"),
    statement="The moment recursion M_{n+1} = m M_n + n s² M_{n-1}.",
    statement_zh="矩的递推式 M_{n+1} = m M_n + n s² M_{n-1}。",
)
first_moment = derivation(
    "first_moment",
    moment(1),
    equals(m * Integral(a, z), by=integration_by_parts, note="4.18"),
    equals(m, by=cite(normalised).times(m), note="4.19"),
    statement="The mean.",
    statement_zh="均值。",
)
second_moment = derivation(
    "second_moment",
    moment(2),
    equals(m * moment(1) + s**2 * Integral(a, z), by=cite(recursion).at({n: 1}), note="4.20"),
    equals(m**2 + s**2, by=(cite(first_moment).times(m), cite(normalised).times(s**2)), note="4.21"),
    statement="The second moment, by the recursion at n = 1.",
    statement_zh="二阶矩：递推式取 n = 1。",
)
higher_moments = derivation(
    "fourth_moment",
    moment(4),
    equals(m * moment(3) + 3 * s**2 * moment(2), by=cite(recursion).at({n: 3}), note="4.22"),
    equals(
        m * (m * moment(2) + 2 * s**2 * moment(1)) + 3 * s**2 * moment(2),
        by=cite(recursion).at({n: 2}).times(m),
        note="4.23",
    ),
    equals(
        m**4 + 6 * m**2 * s**2 + 3 * s**4,
        by=(cite(second_moment).times(m**2 + 3 * s**2), cite(first_moment).times(2 * m * s**2)),
        note="4.24",
    ),
    statement="The fourth moment, by the recursion at n = 3 and n = 2.",
    statement_zh="四阶矩：递推式取 n = 3 与 n = 2。",
)

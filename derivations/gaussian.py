r"""The Gaussian: its formula, that it integrates to one, its moments, entropy and cross-entropy.

Statement
    ∫ N(z; m, s^2) dz = 1,    M_{n+1} = m M_n + n s^2 M_{n-1},    H[N(m, s^2)] = 1/2 log(2 pi e s^2)

The two densities, as the note prints them
    q(z_i)    =  (2 pi)^(-1/2) exp(-z_i^2/2)                                                            4.1
    p(z_i|x)  =  (2 pi sigma_i^2(x))^(-1/2) exp(-1/2 ((z_i - mu_i(x))/sigma_i(x))^2)                    4.2

What the note takes for granted is shown here
    the square of ∫ exp(-z^2/2) dz, in polar coordinates, is 2 pi                                       4.3 - 4.8
    so N(0, 1) integrates to one, and by z = m + s eps so does every N(m, s^2)                          4.9 - 4.14
    the moment recursion, by parts; then used: M_1, M_2, M_3, M_4                                       4.15 - 4.24
    entropy and cross-entropy; their difference is the KL                                               4.25 - 4.33
    the entropy of d independent components                                                             4.34 - 4.38

It assumes: standard deviations positive. The calculus used is named line by line: polar coordinates, the fundamental
theorem, integration by parts (its boundary terms vanish, for the Gaussian beats every power).
"""

from __future__ import annotations

from sympy import Integral as Between
from sympy import Pow, Product, S, Symbol, exp, oo, pi, sqrt

from derivations.logic.chapter import Chapter, Remark
from derivations.logic.kernel import cite, derivation, equals
from derivations.logic.language import KL, Component, CrossEntropy, Entropy, Integral, Normal, RandomVariable, Sum, log
from derivations.logic.normal_form import Fact
from derivations.logic.rules import (
    algebra,
    change_of_variables,
    definition_of_cross_entropy,
    definition_of_entropy,
    definition_of_kl,
    fubini,
    fundamental_theorem,
    gaussian_density,
    gaussian_formula,
    gaussian_moments,
    independence,
    integration_by_parts,
    linearity,
    log_rule,
    normalisation,
    polar_coordinates,
    pulling_out_a_constant,
    renaming,
)
from derivations.notation import d, data, encoder_mean, encoder_sd, half, i, latent, p, q, z

m, l = Symbol("m", real=True), Symbol("l", real=True)
s, r = Symbol("s", positive=True), Symbol("r", positive=True)
a, b = Normal(z, m, s**2), Normal(z, l, r**2)
log_2pi = log(2 * pi)

# The note's two densities, component by component.
mean_i, sd_i = Component(encoder_mean(data), i), Component(encoder_sd(data), i)
encoder_i, prior_i = p(latent[i] | data), q(latent[i])
gaussian_encoder = Fact(encoder_i, Normal(latent[i], mean_i, sd_i**2), "gaussian", "p(z_i|x) = N(μ_p(x)_i, σ_p(x)_i²)")
standard_prior = Fact(prior_i, Normal(latent[i], 0, 1), "gaussian", "q(z_i) = N(0, 1)")
independent_encoder = Fact(
    p(latent | data), Product(encoder_i, (i, 1, d)), "independence", "the components of z are independent given x"
)
independent_prior = Fact(
    q(latent), Product(prior_i, (i, 1, d)), "independence", "the components of z are independent in the prior"
)
encoder_facts = (gaussian_encoder, standard_prior, independent_encoder, independent_prior)

prior_formula = derivation(
    "standard_normal_prior",
    prior_i,
    equals(exp(-(latent[i] ** 2) / 2) / sqrt(2 * pi), by=(gaussian_density, gaussian_formula), note="4.1"),
    assumes=(standard_prior,),
    statement="The note's prior, written out.",
    statement_zh="笔记中的先验，写成公式。",
)
encoder_formula = derivation(
    "gaussian_encoder",
    encoder_i,
    equals(
        exp(-half(((latent[i] - mean_i) / sd_i) ** 2)) / sqrt(2 * pi * sd_i**2),
        by=(gaussian_density, gaussian_formula),
        note="4.2",
    ),
    assumes=(gaussian_encoder,),
    statement="The note's encoder, one component written out.",
    statement_zh="笔记中的编码器，一个分量写成公式。",
)

# The polar-coordinate square of the integral.
y = z.renamed("y")
radius, angle = Symbol("r", positive=True), Symbol("theta", real=True)
bell = Integral(exp(-(z**2) / 2), z)
bell_squared = derivation(
    "square_of_the_gaussian_integral",
    bell**2,
    equals(Integral(exp(-(y**2) / 2), y) * bell, by=renaming, note="4.3"),
    equals(Integral(exp(-(y**2) / 2) * exp(-(z**2) / 2), y, z), by=(fubini, pulling_out_a_constant), note="4.4"),
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
        because="r exp(-r^2/2) is the derivative of -exp(-r^2/2), which goes from -1 to 0",
    ),
    statement="The square of the Gaussian integral is 2 pi.",
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
        because="z = m + s eps",
    ),
    equals(Integral(exp(-(noise**2) / 2) / sqrt(2 * pi), noise), by=gaussian_formula, note="4.12"),
    equals(Integral(exp(-(noise**2) / 2), noise) / sqrt(2 * pi), by=pulling_out_a_constant, note="4.13"),
    equals(1, by=cite(bell_value).named({z: noise}).times(1 / sqrt(2 * pi)), note="4.14"),
    statement="Every Gaussian density integrates to one: earned, not assumed.",
    statement_zh="每个高斯密度积分为一：这里是证明出来的，不是假设。",
)

n = Symbol("n", integer=True, nonnegative=True)


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
        because="(z - m) N(z; m, s^2) is -s^2 times the derivative of N",
    ),
    equals(m * moment(n) + n * s**2 * moment(n - 1), by=pulling_out_a_constant, note="4.17"),
    statement="The moment recursion M_{n+1} = m M_n + n s^2 M_{n-1}.",
    statement_zh="矩的递推式 M_{n+1} = m M_n + n s² M_{n-1}。",
)
first_moment = derivation(
    "first_moment",
    moment(1),
    equals(m * Integral(a, z), by=(integration_by_parts, pulling_out_a_constant), note="4.18"),
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

entropy = derivation(
    "gaussian_entropy",
    Entropy(a),
    equals(-Integral(a * log(a), z), by=definition_of_entropy, note="4.25"),
    equals(
        Integral(a * half(log_2pi + log(s**2) + (z - m) ** 2 / s**2), z),
        by=(gaussian_density, log_rule, linearity),
        note="4.26",
    ),
    equals(
        half(log_2pi + log(s**2) + 1),
        by=(linearity, pulling_out_a_constant, normalisation, gaussian_moments),
        note="4.27",
    ),
    equals(half(log(2 * pi * exp(1) * s**2)), by=log_rule, note="4.28"),
    statement="The entropy of a Gaussian: it grows with the variance alone.",
    statement_zh="高斯分布的熵：只随方差增大。",
)
cross_entropy = derivation(
    "gaussian_cross_entropy",
    CrossEntropy(a, b),
    equals(-Integral(a * log(b), z), by=definition_of_cross_entropy, note="4.29"),
    equals(
        Integral(a * half(log_2pi + log(r**2) + (z - l) ** 2 / r**2), z),
        by=(gaussian_density, log_rule, linearity),
        note="4.30",
    ),
    equals(
        half(log_2pi + log(r**2) + (s**2 + (m - l) ** 2) / r**2),
        by=(linearity, pulling_out_a_constant, normalisation, gaussian_moments),
        note="4.31",
    ),
    statement="The cross-entropy of two Gaussians.",
    statement_zh="两个高斯分布的交叉熵。",
)
difference = derivation(
    "kl_is_cross_entropy_minus_entropy",
    KL(a, b),
    equals(
        CrossEntropy(a, b) - Entropy(a),
        by=(definition_of_kl, definition_of_cross_entropy, definition_of_entropy, log_rule, linearity),
        note="4.32",
    ),
    equals(
        half(log_2pi + log(r**2) + (s**2 + (m - l) ** 2) / r**2) - half(log_2pi + log(s**2) + 1),
        by=(cite(cross_entropy), cite(entropy, until="4.27").times(-1)),
        note="4.33",
    ),
    statement="The KL of two Gaussians as the excess of the cross-entropy over the entropy.",
    statement_zh="两个高斯分布的 KL：交叉熵超出熵的部分。",
)

components = derivation(
    "entropy_of_independent_components",
    Entropy(p(latent | data)),
    equals(-Integral(p(latent | data) * log(p(latent | data)), latent), by=definition_of_entropy, note="4.34"),
    equals(
        -Integral(p(latent | data) * Sum(log(encoder_i), (i, 1, d)), latent), by=(independence, log_rule), note="4.35"
    ),
    equals(
        -Sum(Integral(encoder_i * log(encoder_i), latent[i]), (i, 1, d)),
        by=(independence, linearity, normalisation),
        note="4.36",
    ),
    equals(Sum(Entropy(encoder_i), (i, 1, d)), by=definition_of_entropy, note="4.37"),
    assumes=(independent_encoder,),
    statement="The entropy of independent components is the sum of theirs.",
    statement_zh="独立分量的熵等于各分量熵之和。",
)
encoder_entropy = derivation(
    "entropy_of_the_encoder",
    Entropy(p(latent | data)),
    equals(
        Sum(half(log(2 * pi * exp(1) * sd_i**2)), (i, 1, d)),
        by=(
            gaussian_density,
            cite(components),
            cite(entropy).named({z: latent[i]}).at({m: mean_i, s: sd_i}).under(lambda value: Sum(value, (i, 1, d))),
        ),
        note="4.38",
    ),
    assumes=(gaussian_encoder, independent_encoder),
    statement="The entropy of the note's encoder, for symbolic d.",
    statement_zh="笔记中编码器的熵，d 为符号。",
)

remarks = (
    Remark(
        "4.28",
        lambda: (Entropy(Normal(z, 0, S.One / 100)), ">=", S.Zero),
        "A differential entropy can be negative: this one, of standard deviation 1/10, is.",
        "微分熵可以为负：标准差为 1/10 的高斯分布就是如此。",
        kind="inequality",
    ),
    Remark(
        "4.28",
        lambda: (Entropy(a), "=", half(log(2 * pi * s**2))),
        "Without the e the entropy lacks the 1/2 that the squared distance adds.",
        "漏掉 e 就少了平方距离带来的 1/2。",
    ),
)

chapter = Chapter(
    "gaussian",
    "The Gaussian: normalisation, moments, entropy",
    "高斯分布：归一化、矩、熵",
    (
        prior_formula, encoder_formula, bell_squared, bell_value, normalised, recursion, first_moment, second_moment,
        higher_moments, entropy, cross_entropy, difference, components, encoder_entropy,
    ),
    remarks,
)  # fmt: skip

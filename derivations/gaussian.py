r"""The Gaussian: its formula, that it integrates to one, its moments, entropy and cross-entropy.

Statement
    ∫ N(z; m, s^2) dz = 1,    M_{n+1} = m M_n + n s^2 M_{n-1},    H[N(m, s^2)] = 1/2 log(2 pi e s^2)

The two densities, as the note prints them
    q(z_i)    =  1/sqrt(2 pi) exp(-1/2 z_i^2)                                                           4.1
    p(z_i|x)  =  1/(sqrt(2 pi) sigma_i(x)) exp(-(z_i - mu_i(x))^2/(2 sigma_i^2(x)))                    4.2

What the note takes for granted is shown here
    the square of ∫ exp(-z^2/2) dz, in polar coordinates, is 2 pi                                       4.3 - 4.8
    so N(0, 1) integrates to one, and by z = m + sε so does every N(m, s^2)                          4.9 - 4.14
    the moment recursion, by parts; then used: M_1, M_2, M_3, M_4                                       4.15 - 4.24
    entropy and cross-entropy; their difference is the KL                                               4.25 - 4.33
    the entropy of d independent components                                                             4.34 - 4.38

It assumes: standard deviations positive. The calculus used is named line by line: polar coordinates, the fundamental
theorem, integration by parts (its boundary terms vanish, for the Gaussian beats every power).
"""

from __future__ import annotations

from sympy import S, exp, pi, sqrt

from derivations.gaussian_integrals import (
    a,
    b,
    bell_squared,
    bell_value,
    first_moment,
    higher_moments,
    l,
    log_2pi,
    m,
    normalised,
    r,
    recursion,
    s,
    second_moment,
)
from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import cite, derivation, equals
from derivations.kernel.rules import (
    definition_of_cross_entropy,
    definition_of_entropy,
    definition_of_kl,
    gaussian_density,
    gaussian_formula,
    gaussian_moments,
    independence,
    linearity,
    log_rule,
    normalisation,
)
from derivations.language.words import KL, CrossEntropy, Entropy, Integral, Normal, Sum, log
from derivations.notation import (
    d,
    data,
    encoder_i,
    gaussian_encoder,
    half,
    i,
    independent_encoder,
    latent,
    mean_i,
    p,
    prior_i,
    sd_i,
    standard_prior,
    z,
)

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
        by=(linearity, normalisation, gaussian_moments),
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
        by=(linearity, normalisation, gaussian_moments),
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

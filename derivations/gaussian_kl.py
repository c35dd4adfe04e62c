r"""The KL between two Gaussians: univariate, to the standard normal, diagonal in d dimensions, full covariance in n.

Statement
    KL[N(m, s^2)||N(l, r^2)]  =  1/2 [ log r^2/s^2 + (s^2 + (m-l)^2)/r^2 - 1 ]                      5.12
    KL[N(m, S)||N(l, R)]      =  1/2 [ tr R^-1 S + (m-l)' R^-1 (m-l) - n + log |R| - log |S| ]      5.23

The calculation, as the note prints it: p(z_i|x) against q(z_i), then all d components
      KL[p(z_i|x)||q(z_i)]
    = 1/2 [ sigma_i^2(x)/1 - log(sigma_i^2(x)/1) + (mu_i(x) - 0)^2/1 - 1 ]                          5.1
    = 1/2 [ sigma_i^2(x) - log sigma_i^2(x) + mu_i^2(x) - 1 ]                                       5.2
      KL[p(z|x)||q(z)]  =  1/2 sum_i [ sigma_i^2(x) - log sigma_i^2(x) + mu_i^2(x) - 1 ]            5.3

What the note takes from a table is shown here
    the univariate KL, the square expanded line by line                                             5.4 - 5.12
    independent components: the KL is the sum of the components' KLs                                5.13 - 5.18
    full covariance, by one rule for quadratic forms                                                5.19 - 5.23
    special cases, each a corollary of the one before: equal variances, R = I, m = 0                5.24 - 5.27

It assumes: components independent given x, and Gaussian; standard deviations positive, covariances invertible.
"""

from __future__ import annotations

from sympy import Add, Mul, Pow

from derivations.gaussian_integrals import a, b, l, log_2pi, m, r, s
from derivations.gaussian_kl_full_covariance import centred_to_standard, full, full_to_standard
from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import cite, derivation, equals
from derivations.kernel.rules import (
    algebra,
    definition_of_kl,
    gaussian_density,
    gaussian_moments,
    independence,
    linearity,
    log_rule,
    normalisation,
    pulling_out_a_constant,
)
from derivations.language.words import (
    KL,
    Integral,
    Normal,
    Product,
    Sum,
    log,
)
from derivations.notation import (
    d,
    data,
    encoder_facts,
    encoder_i,
    gaussian_encoder,
    half,
    i,
    independent_encoder,
    independent_prior,
    latent,
    mean_i,
    over_one,
    p,
    prior_i,
    q,
    sd_i,
    standard_prior,
    z,
)

univariate = derivation(
    "gaussian_kl",
    KL(a, b),
    equals(Integral(a * log(a / b), z), by=definition_of_kl, note="5.4"),
    equals(Integral(a * (log(a) - log(b)), z), by=log_rule, note="5.5"),
    equals(
        Integral(
            a * (-half(log_2pi + log(s**2) + (z - m) ** 2 / s**2) + half(log_2pi + log(r**2) + (z - l) ** 2 / r**2)),
            z,
        ),
        by=gaussian_density,
        note="5.6",
    ),
    equals(
        Integral(a * half(log(r**2 / s**2) + (z - l) ** 2 / r**2 - (z - m) ** 2 / s**2), z),
        by=log_rule,
        note="5.7",
    ),
    equals(
        half(
            log(r**2 / s**2) * Integral(a, z)
            + Integral(a * (z - l) ** 2, z) / r**2
            - Integral(a * (z - m) ** 2, z) / s**2
        ),
        by=(linearity, pulling_out_a_constant),
        note="5.8",
    ),
    equals(
        half(log(r**2 / s**2) + Integral(a * (z - l) ** 2, z) / r**2 - 1),
        by=(normalisation, linearity, gaussian_moments),
        note="5.9",
        because="the mean of (z - m)² is s²",
    ),
    equals(
        half(log(r**2 / s**2) + Integral(a * ((z - m) ** 2 + 2 * (m - l) * (z - m) + (m - l) ** 2), z) / r**2 - 1),
        by=algebra,
        note="5.10",
        because="z - l = (z - m) + (m - l), squared",
    ),
    equals(
        half(
            log(r**2 / s**2)
            + (Integral(a * (z - m) ** 2, z) + 2 * (m - l) * Integral(a * (z - m), z) + (m - l) ** 2 * Integral(a, z))
            / r**2
            - 1
        ),
        by=(linearity, pulling_out_a_constant),
        note="5.11",
    ),
    equals(
        half(log(r**2 / s**2) + (s**2 + (m - l) ** 2) / r**2 - 1),
        by=(linearity, normalisation, gaussian_moments),
        note="5.12",
        because="the three integrals are s², 0 and 1",
    ),
    statement="The KL of two univariate Gaussians, both general.",
    statement_zh="两个一般的一元高斯分布之间的 KL。",
)

bracket = sd_i**2 - log(sd_i**2) + mean_i**2 - 1
mean_minus_zero = Add(mean_i, Mul(-1, 0, evaluate=False), evaluate=False)
bracket_over_one = Add(
    over_one(sd_i**2),
    -log(over_one(sd_i**2)),
    over_one(Pow(mean_minus_zero, 2, evaluate=False)),
    -1,
    evaluate=False,
)
kl_to_prior = Sum(half(bracket), (i, 1, d))

to_standard = derivation(
    "gaussian_kl_to_standard_normal",
    KL(encoder_i, prior_i),
    equals(
        half(bracket_over_one),
        by=(gaussian_density, cite(univariate).named({z: latent[i]}).at({m: mean_i, s: sd_i, l: 0, r: 1}), log_rule),
        note="5.1",
    ),
    equals(half(bracket), by=algebra, note="5.2"),
    assumes=(gaussian_encoder, standard_prior),
    statement="The note's KL of one component of the encoder to the standard normal prior.",
    statement_zh="笔记中编码器的一个分量到标准正态先验的 KL。",
)

log_ratio = log(encoder_i / prior_i)
sum_of_components = derivation(
    "kl_of_independent_components",
    KL(p(latent | data), q(latent)),
    equals(Integral(p(latent | data) * log(p(latent | data) / q(latent)), latent), by=definition_of_kl, note="5.13"),
    equals(
        Integral(p(latent | data) * log(Product(encoder_i, (i, 1, d)) / Product(prior_i, (i, 1, d))), latent),
        by=independence,
        note="5.14",
    ),
    equals(Integral(p(latent | data) * Sum(log_ratio, (i, 1, d)), latent), by=log_rule, note="5.15"),
    equals(Sum(Integral(p(latent | data) * log_ratio, latent), (i, 1, d)), by=linearity, note="5.16"),
    equals(
        Sum(Integral(encoder_i * log_ratio, latent[i]), (i, 1, d)),
        by=(independence, normalisation),
        note="5.17",
        because="the other components come out of the integral over z_i, and integrate to one",
    ),
    equals(Sum(KL(encoder_i, prior_i), (i, 1, d)), by=definition_of_kl, note="5.18"),
    assumes=(independent_encoder, independent_prior),
    statement="Of independent components the KL is the sum of the components' KLs, for any number d of them.",
    statement_zh="各分量独立时，KL 等于各分量 KL 之和，d 任意。",
)

diagonal = derivation(
    "gaussian_kl_diagonal",
    KL(p(latent | data), q(latent)),
    equals(
        half(Sum(bracket, (i, 1, d))),
        by=(cite(sum_of_components), cite(to_standard).under(lambda value: Sum(value, (i, 1, d)))),
        note="5.3",
    ),
    assumes=encoder_facts,
    statement="The note's KL of a diagonal Gaussian encoder to the prior N(0, I), for symbolic d.",
    statement_zh="笔记中对角高斯编码器到先验 N(0, I) 的 KL，d 为符号。",
)

to_a_common_variance = derivation(
    "gaussian_kl_of_equal_variances",
    KL(a, Normal(z, l, s**2)),
    equals(half((s**2 + (m - l) ** 2) / s**2 - 1), by=cite(univariate).at({r: s}), note="5.24"),
    equals((m - l) ** 2 / (2 * s**2), by=algebra, note="5.25"),
    statement="Equal variances: half the squared distance of the means, in standard deviations.",
    statement_zh="方差相等：均值距离（以标准差为单位）平方的一半。",
)

remarks = (
    Remark(
        "5.2",
        lambda: (KL(encoder_i, prior_i), "=", half(sd_i**2 - log(sd_i) + mean_i**2 - 1)),
        "The logarithm is of the variance, not of the standard deviation: the note is right to keep the square.",
        "对数里是方差而不是标准差：笔记保留平方是对的。",
        facts=(gaussian_encoder, standard_prior),
    ),
    Remark(
        "5.3",
        lambda: (KL(p(latent | data), q(latent)), "=", Sum(bracket, (i, 1, d))),
        "Without the factor 1/2 the KL is doubled.",
        "漏掉因子 1/2，KL 就成了两倍。",
        facts=encoder_facts,
    ),
    Remark(
        "5.12",
        lambda: (KL(a, b), "=", KL(b, a)),
        "The KL is not symmetric: which Gaussian comes first matters.",
        "KL 不对称：两个高斯的先后有别。",
    ),
)

chapter = Chapter(
    "gaussian_kl",
    "The KL between two Gaussians",
    "两个高斯分布之间的 KL 散度",
    (
        to_standard, diagonal, univariate, sum_of_components, full, to_a_common_variance, full_to_standard,
        centred_to_standard,
    ),
    remarks,
)  # fmt: skip

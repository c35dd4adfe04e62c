r"""The Gaussian decoder: log-density, squared error, and what fixing or learning the variance does.

Statement
    min { -log q(x|z) }  =  min { 1/sigma_g^2 ||x - mu(z)||^2 },    with scale 1/2 and a dropped constant on the record

The calculation, as the note prints it
    log q(x_j|z)  =  -1/2 [ log 2 pi + log sigma_j^2(z) + (x_j - mu_j(z))^2 / sigma_j^2(z) ]            6.1
      min { -log q(x|z) }                                       sigma_j^2(z) fixed to sigma_g^2
    = min { 1/sigma_g^2 sum_j [x_j - mu_j(z)]^2 }                                                       6.2
    = min { 1/sigma_g^2 ||x - mu(z)||^2 }                                                               6.3

It assumes: the components of x independent given z and Gaussian; x given, the decoder's mean optimised, sigma_g a
fixed positive number. Line 6.2 changes the value twice: the factor 1/2 and the constant D/2 log(2 pi sigma_g^2).

What the note leaves out
    the value of -log q(x|z), D components                                                              6.4 - 6.7
    a learned variance: the log-variance term may not be dropped with it                                6.8 - 6.10
"""

from __future__ import annotations

from sympy import Product, Symbol, pi

from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import cite, derivation, equals, same_minimiser
from derivations.kernel.rules import (
    algebra,
    drop_constant,
    gaussian_density,
    independence,
    log_rule,
    rescale,
)
from derivations.language.facts import Fact, Free
from derivations.language.words import Component, Normal, SquaredNorm, Sum, log
from derivations.notation import D, data, decoder_mean, decoder_sd, half, j, latent, q

sigma_g = Symbol("sigma_g", positive=True)
x_j, mean_j, sd_j = data[j], Component(decoder_mean(latent), j), Component(decoder_sd(latent), j)
decoder_j = q(x_j | latent)
gaussian_decoder = Fact(decoder_j, Normal(x_j, mean_j, sd_j**2), "gaussian", "q(x_j|z) = N(μ(z)_j, σ(z)_j²)")
fixed_variance = Fact(decoder_j, Normal(x_j, mean_j, sigma_g**2), "gaussian", "q(x_j|z) = N(μ(z)_j, σ_g²)")
independent_decoder = Fact(
    q(data | latent), Product(decoder_j, (j, 1, D)), "independence", "the components of x are independent given z"
)
squared_error = SquaredNorm(data - decoder_mean(latent))
log_2pi = log(2 * pi)

log_density = derivation(
    "gaussian_log_density",
    log(decoder_j),
    equals(-half(log_2pi + log(sd_j**2) + (x_j - mean_j) ** 2 / sd_j**2), by=(gaussian_density, log_rule), note="6.1"),
    assumes=(gaussian_decoder,),
    statement="The log-density of one component of the decoder.",
    statement_zh="解码器一个分量的对数密度。",
)

negative_log_likelihood = derivation(
    "gaussian_negative_log_likelihood",
    -log(q(data | latent)),
    equals(-log(Product(decoder_j, (j, 1, D))), by=independence, note="6.4"),
    equals(-Sum(log(decoder_j), (j, 1, D)), by=log_rule, note="6.5"),
    equals(
        Sum(half(log_2pi + log(sigma_g**2) + (x_j - mean_j) ** 2 / sigma_g**2), (j, 1, D)),
        by=(gaussian_density, log_rule),
        note="6.6",
    ),
    equals(
        D * log(2 * pi * sigma_g**2) / 2 + squared_error / (2 * sigma_g**2),
        by=log_rule,
        note="6.7",
    ),
    assumes=(fixed_variance, independent_decoder),
    statement="With the variance fixed, -log q(x|z) is the squared error over 2σ_g², plus a constant.",
    statement_zh="方差固定时，-log q(x|z) 等于平方误差除以 2σ_g²，再加一个常数。",
)

to_squared_error = derivation(
    "squared_error",
    -log(q(data | latent)),
    same_minimiser(
        Sum((x_j - mean_j) ** 2, (j, 1, D)) / sigma_g**2,
        by=(cite(negative_log_likelihood), drop_constant, rescale),
        note="6.2",
        because="a factor 1/2 and a constant leave the value, not the minimiser",
    ),
    same_minimiser(squared_error / sigma_g**2, by=algebra, note="6.3"),
    assumes=(fixed_variance, independent_decoder),
    statement="Fixed variance: -log q(x|z) and the squared error have the same minimisers; the scale 1/2 is kept.",
    statement_zh="方差固定：-log q(x|z) 与平方误差有相同的极小点；系数 1/2 记录在案。",
)

learned_error = Sum((x_j - mean_j) ** 2 / sd_j**2, (j, 1, D))
learned_variance = derivation(
    "learned_variance",
    -log(q(data | latent)),
    equals(-Sum(log(decoder_j), (j, 1, D)), by=(independence, log_rule), note="6.8"),
    equals(
        half(D * log_2pi + Sum(log(sd_j**2), (j, 1, D)) + learned_error),
        by=(gaussian_density, log_rule),
        note="6.9",
    ),
    same_minimiser(
        Sum(log(sd_j**2), (j, 1, D)) + learned_error,
        by=(drop_constant, rescale),
        note="6.10",
        because="only D/2 log 2π is free of the decoder: the log-variance stays",
    ),
    assumes=(gaussian_decoder, independent_decoder),
    statement="With the variance learned too, its logarithm belongs to the objective.",
    statement_zh="方差也要学习时，对数方差项属于目标函数，不能去掉。",
)

remarks = (
    Remark(
        "6.2",
        lambda: (-log(q(data | latent)), "=", squared_error / sigma_g**2),
        "As values the two sides differ: 6.2 loses a factor 1/2 and a constant. It holds for the minimiser alone.",
        "作为数值两边不等：6.2 丢了因子 1/2 和一个常数。它只对极小点成立。",
        facts=(fixed_variance, independent_decoder),
    ),
    Remark(
        "6.10",
        lambda: (-log(q(data | latent)), "=", learned_error),
        "If the variance is learned the log-variance may not be dropped: a huge variance would make the error vanish.",
        "方差也学习时不能去掉对数方差：否则把方差放大就能让误差消失。",
        kind="minimiser",
        facts=(gaussian_decoder, independent_decoder),
        free=Free(),
    ),
)

chapter = Chapter(
    "gaussian_likelihood",
    "The Gaussian decoder: from log-density to squared error",
    "高斯解码器：从对数密度到平方误差",
    (log_density, to_squared_error, negative_log_likelihood, learned_variance),
    remarks,
)

r"""The two terms put together: the loss of a Gaussian VAE, and what the note's lost 1/2 costs.

Statement
    min L  =  min { 1/2 sum_i [sigma_i^2 - log sigma_i^2 + mu_i^2 - 1] + 1/(2 sigma_g^2) E_{z~p(z|x)} ||x - mu(z)||^2 }

The calculation, as the note leaves it to the reader: (2), with the KL of 5.3 and the squared error of 6.2
      L(x)  =  KL[p(z|x)||q(z)] + E_{z~p(z|x)} [-log q(x|z)]
    = 1/2 sum_i [...] + E_{z~p(z|x)} { D/2 log(2 pi sigma_g^2) + ||x - mu(z)||^2 / (2 sigma_g^2) }        8.1
    = 1/2 sum_i [...] + 1/(2 sigma_g^2) E ||x - mu(z)||^2      the constant dropped, nothing rescaled     8.2
    ≈ 1/2 sum_i [...] + 1/(2 sigma_g^2) ||x - mu(z)||^2,  z ~ p(z|x)                                      8.3

It assumes: the encoder's components independent and Gaussian, the prior N(0, I), the decoder's components independent
and Gaussian with fixed variance sigma_g^2. Adding is where 6.2 bites: it is known only up to the factor 1/2.

What the lost 1/2 is
    with sigma_g/sqrt 2 in place of sigma_g, the loss is the one with the 1/2 lost                        8.4 - 8.5
    with weight 1/2 on the KL term it has the same minimisers, too                                        8.6 - 8.7
The reconstruction term depends on the encoder, through z
    its derivatives with respect to the mean and the log-variance, for any decoder mean g                 8.8 - 8.13
    for a linear decoder g(z) = w z they are -2 w (x - w mu) and w^2 exp(l): not zero                     8.14 - 8.18
"""

from __future__ import annotations

from sympy import Derivative, Function, Rational, Symbol, exp, log, pi, sqrt

from derivations.gaussian_kl import diagonal, kl_to_prior
from derivations.gaussian_likelihood import (
    decoder_j,
    fixed_variance,
    independent_decoder,
    mean_j,
    negative_log_likelihood,
    sigma_g,
    squared_error,
    to_squared_error,
    x_j,
)
from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import cite, derivation, equals, estimated_by, same_minimiser
from derivations.kernel.rules import (
    change_of_variables,
    definition_of_expectation,
    differentiation,
    drop_constant,
    gaussian_moments,
    linearity,
    normalisation,
    pulling_out_a_constant,
    rescale,
    sample_average,
)
from derivations.language.facts import Fact
from derivations.language.words import KL, Expectation, Normal, RandomVariable, SampleAverage
from derivations.notation import D, data, encoder_facts, latent, p, q, x, z

encoder, prior = p(latent | data), q(latent)
decoder_facts = (fixed_variance, independent_decoder)
vae_facts = (*encoder_facts, *decoder_facts)

reconstruction = Expectation(-log(q(data | latent)), encoder)
loss = KL(encoder, prior) + reconstruction
correct_loss = kl_to_prior + Expectation(squared_error, encoder) / (2 * sigma_g**2)
lost_half = kl_to_prior + Expectation(squared_error, encoder) / sigma_g**2


def averaged(value):
    """The expectation over the encoder."""
    return Expectation(value, encoder)


the_kl = cite(diagonal)
the_log_likelihood = cite(negative_log_likelihood).under(averaged)

put_together = derivation(
    "vae_loss",
    loss,
    equals(
        kl_to_prior + Expectation(D * log(2 * pi * sigma_g**2) / 2 + squared_error / (2 * sigma_g**2), encoder),
        by=(the_kl, the_log_likelihood),
        note="8.1",
    ),
    same_minimiser(
        correct_loss,
        by=(linearity, pulling_out_a_constant, normalisation, drop_constant),
        note="8.2",
        because="D/2 log(2πσ_g²) is free of encoder and decoder; the 1/2 must stay",
    ),
    estimated_by(
        kl_to_prior + SampleAverage(squared_error, encoder, 1) / (2 * sigma_g**2), by=sample_average, note="8.3"
    ),
    assumes=vae_facts,
    statement="The loss of a Gaussian VAE: both terms carry the factor 1/2.",
    statement_zh="高斯 VAE 的损失函数：两项都带因子 1/2。",
)

narrow_decoder = Fact(decoder_j, Normal(x_j, mean_j, sigma_g**2 / 2), "gaussian", "q(x_j|z) = N(μ(z)_j, (σ_g/√2)²)")
narrower = derivation(
    "lost_half_is_a_smaller_deviation",
    loss,
    equals(
        kl_to_prior + averaged(D * log(pi * sigma_g**2) / 2 + squared_error / sigma_g**2),
        by=cite(put_together, until="8.1").at({sigma_g: sigma_g / sqrt(2)}),
        note="8.4",
    ),
    same_minimiser(lost_half, by=(linearity, pulling_out_a_constant, normalisation, drop_constant), note="8.5"),
    assumes=(*encoder_facts, narrow_decoder, independent_decoder),
    statement="The loss with the 1/2 lost is the loss of a decoder with deviation σ_g/√2.",
    statement_zh="漏掉 1/2 的损失，就是解码器标准差为 σ_g/√2 时的损失。",
)

half_weight = derivation(
    "lost_half_is_half_the_kl",
    KL(encoder, prior) / 2 + reconstruction,
    equals(
        kl_to_prior / 2 + averaged(D * log(2 * pi * sigma_g**2) / 2 + squared_error / (2 * sigma_g**2)),
        by=(the_kl.times(Rational(1, 2)), the_log_likelihood),
        note="8.6",
    ),
    same_minimiser(
        lost_half, by=(linearity, pulling_out_a_constant, normalisation, drop_constant, rescale), note="8.7"
    ),
    assumes=vae_facts,
    statement="The loss with the 1/2 lost has the minimisers of weight 1/2 on the KL term.",
    statement_zh="漏掉 1/2 的损失，与 KL 项权重取 1/2 有相同的极小点。",
)

# One dimension: encoder N(mu, exp(l)), l its log-variance; g is the decoder's mean and g' its derivative.
mu, log_variance, w = Symbol("mu", real=True), Symbol("l", real=True), Symbol("w", real=True)
g, g_prime = Function("g", real=True), Function("g'", real=True)
noise = RandomVariable("epsilon")
gaussian, standard = Normal(z, mu, exp(log_variance)), Normal(noise, 0, 1)
at_noise = mu + exp(log_variance / 2) * noise
squared = Expectation((x - g(z)) ** 2, gaussian)
squared_at_noise = Expectation((x - g(at_noise)) ** 2, standard)

by_the_mean = derivation(
    "reconstruction_depends_on_the_mean",
    Derivative(squared, mu),
    equals(
        Derivative(squared_at_noise, mu),
        by=(definition_of_expectation, change_of_variables, linearity),
        note="8.8",
    ),
    equals(
        Expectation(-2 * (x - g(at_noise)) * g_prime(at_noise), standard),
        by=(differentiation, definition_of_expectation),
        note="8.9",
    ),
    equals(
        -2 * Expectation((x - g(z)) * g_prime(z), gaussian),
        by=(definition_of_expectation, change_of_variables, linearity),
        note="8.10",
    ),
    statement="The derivative of the squared error with respect to the encoder's mean runs through z.",
    statement_zh="平方误差对编码器均值的导数经由 z 传递。",
)

by_the_log_variance = derivation(
    "reconstruction_depends_on_the_log_variance",
    Derivative(squared, log_variance),
    equals(
        Derivative(squared_at_noise, log_variance),
        by=(definition_of_expectation, change_of_variables, linearity),
        note="8.11",
    ),
    equals(
        -Expectation((x - g(at_noise)) * g_prime(at_noise) * exp(log_variance / 2) * noise, standard),
        by=(differentiation, definition_of_expectation, linearity),
        note="8.12",
    ),
    equals(
        -Expectation((x - g(z)) * g_prime(z) * (z - mu), gaussian),
        by=(definition_of_expectation, change_of_variables, linearity),
        note="8.13",
    ),
    statement="The derivative of the squared error with respect to the encoder's log-variance runs through z.",
    statement_zh="平方误差对编码器对数方差的导数经由 z 传递。",
)

linear_error = Expectation((x - w * z) ** 2, gaussian)
linear_value = (x - w * mu) ** 2 + w**2 * exp(log_variance)
linear_decoder = derivation(
    "linear_decoder",
    linear_error,
    equals(
        linear_value,
        by=(definition_of_expectation, linearity, normalisation, gaussian_moments),
        note="8.14",
    ),
    statement="A linear decoder: the expected squared error in closed form, with mean and variance in it.",
    statement_zh="线性解码器：期望平方误差的显式，含均值与方差。",
)


def through(parameter):
    """The closed form, differentiated on both sides."""
    return cite(linear_decoder).under(lambda value: Derivative(value, parameter))


linear_by_the_mean = derivation(
    "linear_decoder_and_the_mean",
    Derivative(linear_error, mu),
    equals(Derivative(linear_value, mu), by=through(mu), note="8.15"),
    equals(-2 * w * (x - w * mu), by=differentiation, note="8.16", because="zero only where wμ = x, or w = 0"),
    statement="With a linear decoder the derivative with respect to the mean is not zero.",
    statement_zh="线性解码器时，对均值的导数不为零。",
)
linear_by_the_log_variance = derivation(
    "linear_decoder_and_the_log_variance",
    Derivative(linear_error, log_variance),
    equals(Derivative(linear_value, log_variance), by=through(log_variance), note="8.17"),
    equals(w**2 * exp(log_variance), by=differentiation, note="8.18", because="positive wherever w is not zero"),
    statement="With a linear decoder the derivative with respect to the log-variance is positive: noise costs.",
    statement_zh="线性解码器时，对对数方差的导数为正：噪声有代价。",
)


def sides(theorem):
    """A theorem as the claim of a remark."""
    return theorem.left, theorem.relation, theorem.right


remarks = (
    Remark(
        "8.2",
        lambda: (correct_loss, "=", lost_half),
        "With the 1/2 of the squared error lost the objective is another one: its minimisers move.",
        "漏掉平方误差前的 1/2，目标函数就变了：极小点随之移动。",
        kind="minimiser",
        facts=encoder_facts,
    ),
    Remark(
        "8.2",
        lambda: sides(cite(to_squared_error).under(averaged).theorem),
        "6.2 is known only up to the factor 1/2: as it stands it may not be used inside the loss.",
        "6.2 只在差一个因子 1/2 的意义下成立：不能原样代入损失函数。",
        kind="minimiser",
        expected="type error",
        latex=(
            r"\min \{ KL[p(z|x)||q(z)] + E(-\ln q(x|z)) \}",
            r"\min \{ KL[p(z|x)||q(z)] + \frac{1}{\sigma_g^2} E ||x - \mu(z)||^2 \}",
        ),
    ),
    Remark(
        "8.10",
        lambda: (linear_error, "=", linear_error.subs(mu, 0)),
        "The reconstruction term is not free of the encoder: with another mean it has another value.",
        "重构项并非与编码器无关：均值不同，值就不同。",
    ),
)

chapter = Chapter(
    "vae_loss",
    "The loss of a Gaussian VAE, and what the lost 1/2 costs",
    "高斯 VAE 的损失函数，以及漏掉 1/2 的代价",
    (
        put_together, narrower, half_weight, by_the_mean, by_the_log_variance, linear_decoder, linear_by_the_mean,
        linear_by_the_log_variance,
    ),
    remarks,
)  # fmt: skip

r"""The reconstruction term by sampling: what the sample average estimates, how well, and where the note loses a sign.

Statement
    E_{z~p(z|x)} [-log q(x|z)]  ≈  1/k sum_j [-log q(x|z_j)],  z_j ~ p(z|x):   unbiased, variance Var/k

The calculation, as the note prints it
      min { E_{z~p(z|x)} [-log q(x|z)] }
    ≈ min { 1/k sum_j [-log q(x|z_j)] }                    the note loses this minus sign, a remark    7.1
    = min { 1/(k sigma_g^2) sum_j ||x - mu(z_j)||^2 }      and takes it back here, silently               7.2
    = min { 1/sigma_g^2 ||x - mu(z)||^2 },  z ~ p(z|x)     one sample                                     7.3

It assumes: the z_j are drawn independently from p(z|x), the decoder is Gaussian with fixed variance sigma_g^2 and
independent components. Line 7.3 says: another draw, with the same expectation; not: the same number.

What the note leaves out
    the average is unbiased                                                                               7.4 - 7.6
    its variance is Var/k                                                                                 7.7 - 7.11
    one sample z for each x of a minibatch of B draws estimates the expected loss                         7.12 - 7.13
    z = mu + sigma eps is a change of variables                                                           7.14 - 7.15
"""

from __future__ import annotations

from sympy import Function, KroneckerDelta, Product, Symbol

from derivations.gaussian_likelihood import (
    fixed_variance,
    independent_decoder,
    negative_log_likelihood,
    sigma_g,
    squared_error,
)
from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import cite, derivation, equals, estimated_by, same_minimiser
from derivations.kernel.rules import (
    algebra,
    change_of_variables,
    definition_of_expectation,
    definition_of_variance,
    drop_constant,
    fubini,
    gaussian_density,
    independence,
    independent_draws,
    linearity,
    normalisation,
    product_rule,
    pulling_out_a_constant,
    renaming,
    rescale,
    sample_average,
)
from derivations.language.words import (
    CrossEntropy,
    Density,
    Expectation,
    Identity,
    Integral,
    Normal,
    RandomVariable,
    SampleAverage,
    Sum,
    Variance,
    log,
    slot,
)
from derivations.notation import (
    d,
    data,
    encoder_mean,
    encoder_sd,
    gaussian_encoder,
    i,
    independent_encoder,
    j,
    latent,
    p,
    q,
    x,
    z,
)

k, batch = Symbol("k", integer=True, positive=True), Symbol("B", integer=True, positive=True)
given_data = p(latent | data)
surprise = -log(q(data | latent))

sampled = derivation(
    "sampled_reconstruction",
    Expectation(surprise, given_data),
    estimated_by(SampleAverage(surprise, given_data, k), by=sample_average, note="7.1"),
    same_minimiser(
        SampleAverage(squared_error, given_data, k) / sigma_g**2,
        by=(
            cite(negative_log_likelihood).under(lambda value: SampleAverage(value, given_data, k)),
            linearity,
            pulling_out_a_constant,
            drop_constant,
            rescale,
        ),
        note="7.2",
    ),
    estimated_by(
        SampleAverage(squared_error, given_data, 1) / sigma_g**2,
        by=sample_average,
        note="7.3",
        because="one draw has the same expectation as the average of k",
    ),
    assumes=(fixed_variance, independent_decoder),
    statement="The note's chain with its minus sign: k samples, then one, of the squared error.",
    statement_zh="补上负号后的笔记推导：k 个样本、再到一个样本的平方误差。",
)

# k draws of z given x, as the components of one vector: each has the density p(z|x), taken at z_j.
f = Function("f", real=True)
draws = RandomVariable("z", role="draws of z", dimension=k)
f_j, f_i = f(draws[j]), f(draws[i])
one_draw = Density(p, [slot("z", draws[j])], [x])
all_draws = Product(one_draw, (j, 1, k))
average = Sum(f_j, (j, 1, k)) / k
mean, variance = Expectation(f(z), p(z | x)), Variance(f(z), p(z | x))


def over_pairs(term):
    """The sum over all pairs of draws."""
    return Sum(Sum(term, (j, 1, k)), (i, 1, k))


unbiased = derivation(
    "sample_average_is_unbiased",
    Expectation(average, all_draws),
    equals(
        Sum(Expectation(f_j, one_draw), (j, 1, k)) / k,
        by=(definition_of_expectation, linearity, pulling_out_a_constant, normalisation),
        note="7.4",
        because="the other draws integrate to one",
    ),
    equals(
        Sum(mean, (j, 1, k)) / k,
        by=renaming,
        note="7.5",
        because="every draw has the same density",
    ),
    equals(mean, by=algebra, note="7.6"),
    statement="The sample average has the expectation that it estimates, for every k.",
    statement_zh="样本均值的期望就是它所估计的期望，k 任意。",
)

variance_over_k = derivation(
    "variance_of_the_sample_average",
    Variance(average, all_draws),
    equals(
        Expectation(average**2, all_draws) - Expectation(average, all_draws) ** 2,
        by=definition_of_variance,
        note="7.7",
    ),
    equals(
        over_pairs(Expectation(f_i * f_j, all_draws)) / k**2 - mean**2,
        by=(cite(unbiased).under(lambda value: value**2), definition_of_expectation, linearity, pulling_out_a_constant),
        note="7.8",
    ),
    equals(
        over_pairs(mean**2 + KroneckerDelta(i, j) * (Expectation(f(z) ** 2, p(z | x)) - mean**2)) / k**2 - mean**2,
        by=(
            independent_draws, definition_of_expectation, renaming,
        ),
        note="7.9",
    ),
    equals(
        (Expectation(f(z) ** 2, p(z | x)) - mean**2) / k,
        by=algebra,
        note="7.10",
        because="k of the k² pairs are on the diagonal",
    ),
    equals(variance / k, by=definition_of_variance, note="7.11"),
    statement="The variance of an average of k independent draws is Var/k.",
    statement_zh="k 个独立样本的均值的方差为 Var/k。",
)  # fmt: skip

g = Function("g", real=True)(data, latent)
minibatch = derivation(
    "one_sample_in_a_minibatch",
    Expectation(Expectation(g, given_data), p(data)),
    equals(Expectation(g, p(data, latent)), by=(definition_of_expectation, fubini, product_rule), note="7.12"),
    estimated_by(
        SampleAverage(g, p(data, latent), batch),
        by=sample_average,
        note="7.13",
        because="a pair (x, z): x from the data, then one z from p(z|x)",
    ),
    statement="One z for each of the B data points of a minibatch is an unbiased estimate: B pairs (x, z).",
    statement_zh="小批量里每个 x 只采一个 z 就是无偏估计：共 B 对 (x, z)。",
)

mu, sigma = Symbol("mu", real=True), Symbol("sigma", positive=True)
noise, noises = RandomVariable("epsilon"), RandomVariable("epsilon", dimension=d)
reparameterised = derivation(
    "reparameterisation",
    Expectation(f(z), Normal(z, mu, sigma**2)),
    equals(
        Expectation(f(mu + sigma * noise), Normal(noise, 0, 1)),
        by=(definition_of_expectation, change_of_variables),
        note="7.14",
    ),
    statement="z = μ + σε, ε standard normal: the same expectation for every f.",
    statement_zh="z = μ + σε，ε 标准正态：对任意 f 期望不变。",
)

at_noise = encoder_mean(data) + encoder_sd(data) * noises
reparameterised_term = derivation(
    "reparameterised_reconstruction",
    Expectation(-log(q(data | latent)), p(latent | data)),
    equals(
        Expectation(-log(Density(q, [data], [slot("z", at_noise)])), Normal(noises, 0, Identity(d))),
        by=(independence, gaussian_density, definition_of_expectation, change_of_variables),
        note="7.15",
    ),
    assumes=(gaussian_encoder, independent_encoder),
    statement="The reconstruction term over standard noise: the encoder's mean and deviation stand inside.",
    statement_zh="用标准噪声写出的重构项：编码器的均值与标准差进入被积函数。",
)
remarks = (
    Remark(
        "7.1",
        lambda: (Expectation(surprise, given_data), "~", SampleAverage(log(q(data | latent)), given_data, k)),
        "The note's sampled line lacks the minus sign: the average estimates the opposite of the left side.",
        "笔记的采样一行漏了负号：样本均值估计的是左边的相反数。",
        kind="estimate",
    ),
    Remark(
        "7.2",
        lambda: (
            SampleAverage(log(q(data | latent)), given_data, k),
            "=",
            SampleAverage(squared_error, given_data, k) / sigma_g**2,
        ),
        "The next line silently takes the sign back: it follows from 7.1 with the minus, not without.",
        "下一行悄悄把负号补了回来：它由带负号的 7.1 推出，而不是由漏掉负号的那一行推出。",
        kind="minimiser",
        facts=(fixed_variance, independent_decoder),
    ),
    Remark(
        "7.1",
        lambda: (Integral(log(q(x | z)) * p(z | x), z), "=", log(q(x | z))),
        "log q(x|z) depends on z, so it does not come out of the average over z (the note says so too).",
        "log q(x|z) 依赖 z，不能提到对 z 的平均之外（笔记也指出了这一点）。",
    ),
    Remark(
        "7.1",
        lambda: (-Expectation(log(q(x | z)), p(z | x)), "=", CrossEntropy(p(z | x), q(x | z))),
        "p(z|x) and q(x|z) are densities of different variables: there is no cross-entropy of the two.",
        "p(z|x) 与 q(x|z) 是不同随机变量的密度：二者没有交叉熵（笔记也指出了这一点）。",
        expected="type error",
        latex=(r"-E_{z \sim p(z|x)} \log q(x|z)", r"H[p(z|x), q(x|z)]"),
    ),
)

chapter = Chapter(
    "sampled_reconstruction",
    "The reconstruction term by sampling",
    "用采样计算重构项",
    (sampled, unbiased, variance_over_k, minibatch, reparameterised, reparameterised_term),
    remarks,
)

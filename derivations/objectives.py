r"""Other objectives: a Bernoulli decoder, a weight on the KL term, and the importance-weighted bound.

Statement
    what `numerics/vae` makes small beside the note's loss, what each is worth, and the derivatives that its backward
    pass writes down; each stands there with its label

The calculation. A Bernoulli decoder: a is the log-odds of a pixel x, T = tanh(a/2) = 1 - 2/(exp(a) + 1), b > 0
    -{x log[exp(a)/(1 + exp(a))] + (1 - x) log[1/(1 + exp(a))]}  =  log[1 + exp(a)] - x a                       10.1
    1/2 [1 + T]  =  exp(a)/(1 + exp(a)),  the probability;  T as the quotient that tanh is               10.2 - 10.3
    for a = b and for a = -b the loss is 1/2 [|a| + (1 - 2x) a] - log 1/2 [1 + |T|], of terms none negative  10.4 - 10.5
    d/da {log[1 + exp(a)] - x a}  =  exp(a)/(1 + exp(a)) - x  =  1/2 [T + (1 - 2x)]                      10.6 - 10.7
The KL term with the weight 1 + c, c > 0 (beta-VAE; Higgins et al. 2017)
    -{(1 + c) KL[p(z|x)||q(z)] + E(-log q(x|z))}  =  ELBO - c KL[p(z|x)||q(z)]  <=  ELBO                 10.8 - 10.9
    its derivatives by the mean and by the log-variance, with weight c                                 10.10 - 10.11
K draws inside the logarithm (Burda, Grosse and Salakhutdinov 2016), w = q(x,z)/p(z|x)
    L_K  =  E log 1/K sum_k w_k  <=  log E 1/K sum_k w_k  =  log E_{z~p(z|x)} w  =  log q(x)           10.12 - 10.14
    L_K  >=  E 1/K sum_k log w_k  =  ELBO,  which is L_1                                               10.15 - 10.16
    it rises with K: the mean of M weights is the mean of the M means that leave one out,                      10.17
    and the log of a mean over j is at least the mean of the logs; each of those is worth L_{M-1}              10.18
    d/du log 1/K sum_k exp(l(u + r_k)): each draw counts by its share of the weights                           10.19
    through one draw z = m + exp(l/2) e, f = log q(x|z): by m and by l                                 10.20 - 10.21

It assumes: p(z|x) and q positive on a common support; the draws independent and of one density (10.18 uses that they
may change places, which is said here and not proved); f differentiable. The ReLU's slope is no line of this chapter:
there is no rule for a function told by cases.
"""

from __future__ import annotations

from sympy import Derivative, Function, Symbol, exp, log, pi

from derivations.backpropagation import kl_term, log_variance, m, one_line, sample
from derivations.elbo import elbo
from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import at_least, at_most, derivation, equals
from derivations.kernel.rules import (
    algebra,
    definition_of_elbo,
    definition_of_expectation,
    definition_of_kl,
    differentiation,
    gibbs,
    jensen,
    linearity,
    log_rule,
    marginalisation,
    product_rule,
    pulling_out_a_constant,
)
from derivations.language.words import (
    KL,
    Component,
    Distribution,
    Expectation,
    OverDraws,
    RandomVariable,
    SampleAverage,
    Sum,
)
from derivations.notation import half, p, q, x, z

# A Bernoulli decoder, one pixel.
a, pixel, b = Symbol("a", real=True), Symbol("x", real=True), Symbol("b", positive=True)
bounded = 1 - 2 / (exp(a) + 1)  # tanh(a / 2)
probability = exp(a) / (1 + exp(a))
surprise = log(1 + exp(a)) - pixel * a
bernoulli = (
    one_line(
        "bernoulli_likelihood", -(pixel * log(probability) + (1 - pixel) * log(1 / (1 + exp(a)))), surprise, "10.1",
        "Minus the log-likelihood of a pixel, by its log-odds.",
        "像素的负对数似然，用对数几率表示。",
        by=log_rule,
    ),
    one_line(
        "probability_by_tanh", half(1 + bounded), probability, "10.2",
        "The probability is half of one and a hyperbolic tangent.",
        "概率等于 1 加双曲正切之和的一半。",
        by=algebra,
    ),
    one_line(
        "tanh_of_half", bounded, (exp(a / 2) - exp(-a / 2)) / (exp(a / 2) + exp(-a / 2)), "10.3",
        "1 - 2/(exp(a) + 1) is the hyperbolic tangent of a/2.",
        "1 - 2/(exp(a) + 1) 就是 a/2 的双曲正切。",
        by=algebra,
    ),
    one_line(
        "surprise_of_positive_odds",
        surprise.subs(a, b), half(b + (1 - 2 * pixel) * b) - log(exp(b) / (1 + exp(b))), "10.4",
        "For positive log-odds the loss is a sum of terms none of which is negative.",
        "对数几率为正时，损失是若干非负项之和。",
        by=log_rule,
    ),
    one_line(
        "surprise_of_negative_odds",
        surprise.subs(a, -b), half(b - (1 - 2 * pixel) * b) - log(exp(b) / (1 + exp(b))), "10.5",
        "For negative log-odds too.",
        "对数几率为负时也是如此。",
        by=log_rule,
    ),
    derivation(
        "bernoulli_by_the_log_odds",
        Derivative(surprise, a),
        equals(probability - pixel, by=differentiation, note="10.6"),
        equals(half(bounded + (1 - 2 * pixel)), by=algebra, note="10.7"),
        statement="The gradient by the log-odds is the probability minus the pixel.",
        statement_zh="对对数几率的梯度等于概率减去像素值。",
    ),
)  # fmt: skip

# The KL term with another weight.
c = Symbol("c", positive=True)
to_the_prior = KL(p(z | x), q(z))
weighted = (
    derivation(
        "weighted_kl",
        -((1 + c) * to_the_prior + Expectation(-log(q(x | z)), p(z | x))),
        equals(elbo - c * to_the_prior, by=(definition_of_elbo, pulling_out_a_constant), note="10.8"),
        at_most(elbo, by=gibbs, note="10.9", because="a weight above one gives a bound that is less tight"),
        statement="With the weight 1 + c on the KL term the objective is the ELBO minus c KL: still a lower bound.",
        statement_zh="KL 项的权重取 1 + c 时，目标等于 ELBO 减去 c 倍 KL：仍是下界。",
    ),
    one_line(
        "weighted_kl_by_the_mean", Derivative(c * kl_term, m), c * m, "10.10",
        "The weight multiplies the pull on the mean.",
        "权重乘在对均值的拉力上。",
    ),
    one_line(
        "weighted_kl_by_the_log_variance", Derivative(c * kl_term, log_variance), c * half(exp(log_variance) - 1),
        "10.11",
        "The weight multiplies the pull on the log-variance.",
        "权重乘在对对数方差的拉力上。",
    ),
)  # fmt: skip

# K draws inside the logarithm.
K, M = (Symbol(name, integer=True, positive=True) for name in "KM")
k, j, i = (Symbol(name, integer=True) for name in "kji")
weight = q(x, z) / p(z | x)
average = SampleAverage(weight, p(z | x), K)
bound_of_k = OverDraws(log(average))
below = derivation(
    "importance_weighted_bound",
    bound_of_k,
    at_most(log(OverDraws(average)), by=jensen, note="10.12"),
    equals(log(Expectation(weight, p(z | x))), by=linearity, note="10.13"),
    equals(log(q(x)), by=(definition_of_expectation, marginalisation), note="10.14"),
    statement="The importance-weighted bound is at most log q(x), for any number of draws.",
    statement_zh="重要性加权下界对任意样本数都不超过 log q(x)。",
)
above = derivation(
    "importance_weighted_bound_and_elbo",
    bound_of_k,
    at_least(OverDraws(SampleAverage(log(weight), p(z | x), K)), by=jensen, note="10.15"),
    equals(
        elbo,
        by=(linearity, definition_of_expectation, definition_of_elbo, definition_of_kl, log_rule, product_rule),
        note="10.16",
    ),
    statement="It is at least the ELBO, which is the bound of one draw.",
    statement_zh="它不小于 ELBO；ELBO 就是一个样本时的下界。",
)
weights = RandomVariable("w", dimension=M)
total = Sum(Component(weights, i), (i, 1, M))
left_out, choice, mean_without = RandomVariable("j"), Distribution("u"), Function("m", positive=True)
rises = (
    one_line(
        "leaving_one_out", Sum(total - Component(weights, j), (j, 1, M)), (M - 1) * total, "10.17",
        "Every weight is left out once: the mean of the means that leave one out is the mean.",
        "每个权重恰被略去一次：留一均值的均值就是总均值。",
        by=algebra,
    ),
    derivation(
        "the_bound_rises",
        log(Expectation(mean_without(left_out), choice(left_out))),
        at_least(Expectation(log(mean_without(left_out)), choice(left_out)), by=jensen, note="10.18"),
        statement="The log of the mean over which draw is left out is at least the mean of the logs: L_M ≥ L_(M-1).",
        statement_zh="对略去哪一个取平均：均值的对数不小于对数的均值，即 L_M ≥ L_(M-1)。",
    ),
)  # fmt: skip

# Its gradient.
u, e = Symbol("u", real=True), Symbol("e", real=True)
log_weight, its_slope = Function("ell", real=True), Function("ell'", real=True)
fit, fit_slope = Function("f", real=True), Function("f'", real=True)
shifted = u + Component(RandomVariable("r", dimension=K), k)


def over_draws(value):
    """The sum over the K draws."""
    return Sum(value, (k, 1, K))


log_weight_of_a_draw = fit(sample) - half(log(2 * pi) + sample**2) + half(log(2 * pi) + log_variance + e**2)
gradients = (
    one_line(
        "shares_of_the_weights",
        Derivative(log(over_draws(exp(log_weight(shifted))) / K), u),
        over_draws(exp(log_weight(shifted)) * its_slope(shifted)) / over_draws(exp(log_weight(shifted))), "10.19",
        "Each draw's gradient counts by its share of the sum of the weights.",
        "每个样本的梯度按其权重在总和中的份额计入。",
    ),
    one_line(
        "log_weight_by_the_mean", Derivative(log_weight_of_a_draw, m), fit_slope(sample) - sample, "10.20",
        "A log-weight by the encoder's mean: the likelihood's slope minus the draw.",
        "对数权重对编码器均值的导数：似然的斜率减去样本。",
    ),
    one_line(
        "log_weight_by_the_log_variance",
        Derivative(log_weight_of_a_draw, log_variance),
        half((fit_slope(sample) - sample) * exp(log_variance / 2) * e + 1), "10.21",
        "By the log-variance: half of the noise term, and a half from the encoder's own density.",
        "对对数方差的导数：噪声项的一半，再加编码器自身密度给出的二分之一。",
    ),
)  # fmt: skip

remarks = (
    Remark(
        "10.1",
        lambda: (-(pixel * log(probability) + (1 - pixel) * log(1 / (1 + exp(a)))), "=", log(1 + exp(a)) + pixel * a),
        "With the other sign before x a, the loss rewards the wrong value of the pixel.",
        "x a 前的符号写反，损失就会奖励错误的像素值。",
    ),
    Remark(
        "10.6",
        lambda: (Derivative(surprise, a), "=", (probability - pixel) * probability * (1 - probability)),
        "The slope of the sigmoid has gone already: it must not be multiplied once more.",
        "S 形函数的导数已经消去：不可再乘一次。",
    ),
    Remark(
        "10.16",
        lambda: (bound_of_k, "=", elbo),
        "With more than one draw the bound is not the ELBO: the log stands outside the average.",
        "样本多于一个时，它不是 ELBO：对数在平均之外。",
    ),
    Remark(
        "10.12",
        lambda: (OverDraws(log(K * average)), "<=", log(q(x))),
        "Without the 1/K, log K, inside the logarithm it is no bound.",
        "对数里漏掉 1/K（即 log K），就不再是下界。",
    ),
    Remark(
        "10.21",
        lambda: (
            Derivative(log_weight_of_a_draw, log_variance),
            "=",
            half((fit_slope(sample) - sample) * exp(log_variance / 2) * e),
        ),
        "The encoder's own density holds the log-variance too: without it the 1/2 is lost.",
        "编码器自身的密度也含对数方差：漏掉它就少了 1/2。",
    ),
)

chapter = Chapter(
    "objectives",
    "Other objectives: Bernoulli decoder, weighted KL, importance-weighted bound",
    "其他目标函数：伯努利解码器、加权 KL 与重要性加权下界",
    (*bernoulli, *weighted, below, above, *rises, *gradients),
    remarks,
)

r"""Backpropagation: the formulas of the hand-written backward pass, each derived from the forward line it inverts.

Statement
    the derivatives that `numerics/layers.py` writes down are those of the loss; each stands there with its label

The calculation: L is the loss as a function of what comes out of a layer, L' its derivative. n runs over the N rows of
a batch and j over O outputs; x is an input of an affine layer, w its weight, r whatever else is in that output.
    d/dw sum_n L(w x_n + r_n)  =  sum_n L'(w x_n + r_n) x_n                   affine layer: weights            9.1
    d/db sum_n L(b + r_n)  =  sum_n L'(b + r_n)                               affine layer: bias               9.2
    d/dx sum_j L(x w_j + r_j)  =  sum_j L'(x w_j + r_j) w_j                   affine layer: inputs             9.3
    d/dy L(h(y))  =  L'(h(y)) (1 - h(y)^2),   h(y) = 1 - 2/(exp(2y) + 1)      tanh layer                       9.4
    d/dm L(m + exp(l/2) e)  =  L'(m + exp(l/2) e)                             the sample: mean                 9.5
    d/dl L(m + exp(l/2) e)  =  1/2 L'(m + exp(l/2) e) exp(l/2) e              the sample: log-variance         9.6
    d/dm 1/2 [exp(l) - l + m^2 - 1]  =  m                                     the KL term: mean                9.7
    d/dl 1/2 [exp(l) - l + m^2 - 1]  =  1/2 [exp(l) - 1]                      the KL term: log-variance        9.8
    d/dg 1/2 [log 2 pi + log v + (x - g)^2/v]  =  (g - x)/v                   the likelihood: its mean         9.9
    d/ds sum_j 1/2 [log 2 pi + s + (x_j - g)^2 exp(-s)]
        =  1/2 [D - sum_j (x_j - g)^2 exp(-s)]                                a learned log-variance s         9.10
    d/dw 1/N sum_n L(w x_n + r_n)  =  1/N sum_n L'(w x_n + r_n) x_n           the mean over a batch            9.11

It assumes: L differentiable. Everything else is the chain rule and algebra. The two terms of the loss are those of 5.3
and 6.6. h is tanh: (exp(y) - exp(-y))/(exp(y) + exp(-y)) is the same function.                                9.12
"""

from __future__ import annotations

from sympy import Derivative, Function, Symbol, exp, log, pi

from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import derivation, equals
from derivations.kernel.rules import algebra, differentiation
from derivations.language.words import Component, RandomVariable, Sum
from derivations.notation import D, half, j

N, O = (Symbol(name, integer=True, positive=True) for name in ("N", "O"))
n = Symbol("n", integer=True)
w, b, x, y, m, log_variance, e, g, s = (Symbol(name, real=True) for name in "w b x y m l e g s".split())
v = Symbol("v", positive=True)
loss, slope = Function("L", real=True), Function("L'", real=True)
x_n, r_n = (Component(RandomVariable(name, dimension=N), n) for name in "xr")
w_j, r_j = (Component(RandomVariable(name, dimension=O), j) for name in "wr")
x_j = Component(RandomVariable("x", dimension=D), j)


def over_rows(value):
    """The sum over the rows of a batch."""
    return Sum(value, (n, 1, N))


def over_outputs(value):
    """The sum over the outputs of a layer."""
    return Sum(value, (j, 1, O))


def over_pixels(value):
    """The sum over the components of x."""
    return Sum(value, (j, 1, D))


def one_line(name, start, right, note, statement, statement_zh, by=differentiation):
    """A derivation of a single step."""
    return derivation(name, start, equals(right, by=by, note=note), statement=statement, statement_zh=statement_zh)


bounded = 1 - 2 / (exp(2 * y) + 1)  # tanh(y)
tanh = (exp(y) - exp(-y)) / (exp(y) + exp(-y))
sample = m + exp(log_variance / 2) * e
kl_term = half(exp(log_variance) - log_variance + m**2 - 1)
likelihood = half(log(2 * pi) + log(v) + (x - g) ** 2 / v)
learned = over_pixels(half(log(2 * pi) + s + (x_j - g) ** 2 * exp(-s)))

layers = (
    one_line(
        "affine_weights", Derivative(over_rows(loss(w * x_n + r_n)), w), over_rows(slope(w * x_n + r_n) * x_n), "9.1",
        "A weight's gradient: what comes back, times the input, summed over the batch.",
        "权重的梯度：回传的导数乘以输入，对批求和。",
    ),
    one_line(
        "affine_bias", Derivative(over_rows(loss(b + r_n)), b), over_rows(slope(b + r_n)), "9.2",
        "A bias's gradient: what comes back, summed over the batch; its input is the constant 1.",
        "偏置的梯度：回传的导数对批求和；它的输入恒为 1。",
    ),
    one_line(
        "affine_inputs",
        Derivative(over_outputs(loss(x * w_j + r_j)), x), over_outputs(slope(x * w_j + r_j) * w_j), "9.3",
        "An input's gradient: what comes back, through the transposed weights.",
        "输入的梯度：回传的导数经过转置的权重。",
    ),
    one_line(
        "tanh_layer", Derivative(loss(bounded), y), slope(bounded) * (1 - bounded**2), "9.4",
        "The slope of tanh is one minus its square.",
        "tanh 的导数等于 1 减去它的平方。",
    ),
    one_line(
        "tanh_itself", bounded, tanh, "9.12",
        "1 - 2/(exp(2y) + 1) is the hyperbolic tangent.",
        "1 - 2/(exp(2y) + 1) 就是双曲正切。",
        by=algebra,
    ),
    one_line(
        "sample_mean", Derivative(loss(sample), m), slope(sample), "9.5",
        "The sample moves with the mean: the gradient passes unchanged.",
        "样本随均值平移：梯度原样通过。",
    ),
    one_line(
        "sample_log_variance",
        Derivative(loss(sample), log_variance), half(slope(sample) * exp(log_variance / 2) * e), "9.6",
        "Through the sample, the log-variance gets half of the noise term.",
        "经由样本，对数方差得到噪声项的一半。",
    ),
)  # fmt: skip
terms = (
    one_line(
        "kl_by_the_mean", Derivative(kl_term, m), m, "9.7",
        "The KL term pulls the mean to zero.",
        "KL 项把均值拉向零。",
    ),
    one_line(
        "kl_by_the_log_variance", Derivative(kl_term, log_variance), half(exp(log_variance) - 1), "9.8",
        "The KL term pulls the variance to one.",
        "KL 项把方差拉向一。",
    ),
    one_line(
        "likelihood_by_its_mean", Derivative(likelihood, g), (g - x) / v, "9.9",
        "The reconstruction term's gradient is the residual over the variance.",
        "重构项的梯度等于残差除以方差。",
    ),
    one_line(
        "likelihood_by_its_log_variance",
        Derivative(learned, s), D / 2 - half(over_pixels((x_j - g) ** 2 * exp(-s))), "9.10",
        "A learned log-variance settles where the squared error has the size of D variances.",
        "可学习的对数方差，稳定在平方误差等于 D 倍方差之处。",
    ),
    one_line(
        "mean_over_a_batch",
        Derivative(over_rows(loss(w * x_n + r_n)) / N, w), over_rows(slope(w * x_n + r_n) * x_n) / N, "9.11",
        "The mean over a batch divides every gradient by the batch's size.",
        "对批取平均，每个梯度都除以批的大小。",
    ),
)  # fmt: skip

remarks = (
    Remark(
        "9.4",
        lambda: (Derivative(bounded, y), "=", 1 - bounded),
        "One minus tanh, without the square, is another slope.",
        "1 减 tanh（漏掉平方）不是它的导数。",
    ),
    Remark(
        "9.6",
        lambda: (Derivative(sample**2, log_variance), "=", 2 * sample * exp(log_variance / 2) * e),
        "Without the 1/2 the gradient of the log-variance is twice too large: the deviation is exp(l/2).",
        "漏掉 1/2，对数方差的梯度就大了一倍：标准差是 exp(l/2)。",
    ),
    Remark(
        "9.9",
        lambda: (Derivative(likelihood, g), "=", 2 * (g - x) / v),
        "The lost 1/2 again: without it the residual counts twice.",
        "又是漏掉的 1/2：没有它，残差就算了两次。",
    ),
)

chapter = Chapter(
    "backpropagation",
    "Backpropagation: every gradient of the hand-written backward pass",
    "反向传播：手写反向过程中的每一个梯度",
    (*layers, *terms),
    remarks,
)

r"""The KL between two Gaussians with full covariances, a part of the chapter `gaussian_kl`, for symbolic n.

KL[N(m, S)||N(l, R)]  =  1/2 [ tr R^-1 S + (m-l)' R^-1 (m-l) - n + log det R - log det S ]         5.19 - 5.23
KL[N(m, S)||N(0, I)]  =  1/2 [ tr S + m'm - n - log det S ],   m = 0                               5.26 - 5.27
"""

from __future__ import annotations

from sympy import Symbol

from derivations.judging.derivation import cite, derivation, equals
from derivations.kernel.rules import (
    definition_of_kl,
    gaussian_density,
    linearity,
    log_rule,
    normalisation,
    pulling_out_a_constant,
    quadratic_form,
)
from derivations.language.words import (
    KL,
    Bilinear,
    Determinant,
    Identity,
    Integral,
    MatrixName,
    Normal,
    RandomVariable,
    Trace,
    log,
)
from derivations.notation import (
    half,
)

n = Symbol("n", integer=True, positive=True)
v = RandomVariable("z", dimension=n)
mean, other_mean = Symbol("m", real=True), Symbol("l", real=True)
S, R = MatrixName("S", n, symmetric=True), MatrixName("R", n, symmetric=True)
A, B = Normal(v, mean, S), Normal(v, other_mean, R)
full = derivation(
    "gaussian_kl_full_covariance",
    KL(A, B),
    equals(Integral(A * log(A / B), v), by=definition_of_kl, note="5.19"),
    equals(Integral(A * (log(A) - log(B)), v), by=log_rule, note="5.20"),
    equals(
        Integral(
            A
            * half(
                log(Determinant(R))
                - log(Determinant(S))
                + Bilinear(v - other_mean, R**-1, v - other_mean)
                - Bilinear(v - mean, S**-1, v - mean)
            ),
            v,
        ),
        by=gaussian_density,
        note="5.21",
    ),
    equals(
        half(
            log(Determinant(R)) * Integral(A, v)
            - log(Determinant(S)) * Integral(A, v)
            + Integral(A * Bilinear(v - other_mean, R**-1, v - other_mean), v)
            - Integral(A * Bilinear(v - mean, S**-1, v - mean), v)
        ),
        by=(linearity, pulling_out_a_constant),
        note="5.22",
    ),
    equals(
        half(
            Trace(R**-1 * S)
            + Bilinear(mean - other_mean, R**-1, mean - other_mean)
            - n
            + log(Determinant(R))
            - log(Determinant(S))
        ),
        by=(normalisation, linearity, quadratic_form),
        note="5.23",
        because="the second quadratic form is tr S⁻¹S = n",
    ),
    statement="The KL of two Gaussians with full covariances, for symbolic n.",
    statement_zh="两个满协方差高斯分布之间的 KL，n 为符号。",
)

full_to_standard = derivation(
    "gaussian_kl_full_to_standard_normal",
    KL(A, Normal(v, 0, Identity(n))),
    equals(
        half(Trace(S) + Bilinear(mean, 1, mean) - n - log(Determinant(S))),
        by=cite(full).at({R: Identity(n), other_mean: 0}),
        note="5.26",
        because="R = I and l = 0; the determinant of I is 1",
    ),
    statement="Full covariance to the prior N(0, I).",
    statement_zh="满协方差高斯到先验 N(0, I) 的 KL。",
)

centred_to_standard = derivation(
    "gaussian_kl_centred_to_standard_normal",
    KL(Normal(v, 0, S), Normal(v, 0, Identity(n))),
    equals(
        half(Trace(S) - n - log(Determinant(S))),
        by=cite(full_to_standard).at({mean: 0}),
        note="5.27",
    ),
    statement="With the mean at the prior's, only the covariance is left.",
    statement_zh="均值与先验相同时，只剩协方差的部分。",
)

r"""The evidence lower bound: what is left of log q(x) when the encoder is not the model's posterior.

Statement
    L    =  KL[p(z|x)||q(z)] + E_{z~p(z|x)}( -log q(x|z) )                                              (2)
    ELBO =  E_{z~p(z|x)} log q(x|z) - KL[p(z|x)||q(z)]  =  -L  =  log q(x) - KL[p(z|x)||q(z|x)]  <=  log q(x)

The calculation, as the note prints it
      ELBO[p(z|x), q(x|z), q(z)]
    = E_{z~p(z|x)} log q(x|z) - KL[p(z|x)||q(z)]                                            (3)         2.1
    = ∫ p(z|x) log q(x|z) dz - ∫ p(z|x) log p(z|x)/q(z) dz                                              2.2
    = ∫ p(z|x) log q(x,z)/p(z|x) dz                                                                     2.3
    = ∫ p(z|x) log q(z|x)q(x)/p(z|x) dz                                                                 2.4
    = ∫ p(z|x) log q(x) dz - ∫ p(z|x) log p(z|x)/q(z|x) dz                                              2.5
    = log q(x) ∫ p(z|x) dz - ∫ p(z|x) log p(z|x)/q(z|x) dz                                              2.6
    = log q(x) - KL[p(z|x)||q(z|x)]                                                                     2.7
   <= log q(x)                                                                                          2.8

It assumes: p(z|x) and q positive on a common support, integrable logarithms. Nothing is assumed of their form.

What the note leaves out
    -L = ELBO, line by line                                                                             2.9 - 2.10
    the bound is tight where the encoder is the model's posterior                                       2.11 - 2.13
    the same bound by Jensen's inequality, with no posterior in it                                      2.14 - 2.18
    E_{x~p(x)} ELBO  =  -H[p(x)] - KL[p(x,z)||q(x,z)]: maximising the one minimises the other           2.19 - 2.20
"""

from __future__ import annotations

from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import at_least, at_most, cite, derivation, equals
from derivations.kernel.rules import (
    declared_density,
    definition_of_elbo,
    definition_of_expectation,
    definition_of_kl,
    gibbs,
    jensen,
    linearity,
    log_rule,
    marginalisation,
    normalisation,
    product_rule,
    pulling_out_a_constant,
)
from derivations.kl_decomposition import loss, value_of_the_joint_kl
from derivations.language.facts import Fact
from derivations.language.words import ELBO, KL, Entropy, Expectation, Integral, log
from derivations.notation import p, q, x, z

elbo = ELBO(p(z | x), q(x | z), q(z))
to_the_posterior = Integral(p(z | x) * log(p(z | x) / q(z | x)), z)
posterior_encoder = Fact(p(z | x), q(z | x), "declared", "the encoder is the model's posterior: p(z|x) = q(z|x)")

bound = derivation(
    "elbo",
    elbo,
    equals(Expectation(log(q(x | z)), p(z | x)) - KL(p(z | x), q(z)), by=definition_of_elbo, note="2.1"),
    equals(
        Integral(p(z | x) * log(q(x | z)), z) - Integral(p(z | x) * log(p(z | x) / q(z)), z),
        by=(definition_of_expectation, definition_of_kl),
        note="2.2",
    ),
    equals(Integral(p(z | x) * log(q(x, z) / p(z | x)), z), by=(linearity, log_rule, product_rule), note="2.3"),
    equals(Integral(p(z | x) * log(q(z | x) * q(x) / p(z | x)), z), by=product_rule, note="2.4"),
    equals(Integral(p(z | x) * log(q(x)), z) - to_the_posterior, by=(log_rule, linearity), note="2.5"),
    equals(log(q(x)) * Integral(p(z | x), z) - to_the_posterior, by=pulling_out_a_constant, note="2.6"),
    equals(log(q(x)) - KL(p(z | x), q(z | x)), by=(normalisation, definition_of_kl), note="2.7"),
    at_most(log(q(x)), by=gibbs, note="2.8", because="tight just when p(z|x) = q(z|x) almost everywhere"),
    statement="The ELBO is log q(x) minus the KL from the encoder to the model's posterior, so at most log q(x).",
    statement_zh="ELBO 等于 log q(x) 减去编码器到模型后验的 KL，因此不大于 log q(x)。",
)

negative_loss = derivation(
    "elbo_is_minus_the_loss",
    -loss,
    equals(
        Expectation(log(q(x | z)), p(z | x)) - KL(p(z | x), q(z)),
        by=pulling_out_a_constant,
        note="2.9",
        because="the minus sign comes out of the expectation in (2)",
    ),
    equals(elbo, by=definition_of_elbo, note="2.10"),
    statement="The ELBO (3) is the opposite of the loss (2).",
    statement_zh="ELBO (3) 是损失 (2) 的相反数。",
)

tight = derivation(
    "elbo_is_tight_at_the_posterior",
    elbo,
    equals(log(q(x)) - KL(p(z | x), q(z | x)), by=cite(bound, until="2.7"), note="2.11"),
    equals(
        log(q(x)) - Integral(p(z | x) * log(p(z | x) / q(z | x)), z),
        by=definition_of_kl,
        note="2.12",
    ),
    equals(log(q(x)), by=declared_density, note="2.13", because="log 1 = 0 under the integral"),
    assumes=(posterior_encoder,),
    statement="Where the encoder is the model's posterior the ELBO is log q(x): the bound is tight.",
    statement_zh="编码器等于模型后验时 ELBO 等于 log q(x)：下界是紧的。",
)

by_jensen = derivation(
    "elbo_by_jensen",
    log(q(x)),
    equals(log(Integral(q(x, z), z)), by=marginalisation, note="2.14"),
    equals(log(Expectation(q(x, z) / p(z | x), p(z | x))), by=definition_of_expectation, note="2.15"),
    at_least(Expectation(log(q(x, z) / p(z | x)), p(z | x)), by=jensen, note="2.16"),
    equals(Integral(p(z | x) * log(q(x, z) / p(z | x)), z), by=definition_of_expectation, note="2.17"),
    equals(
        elbo,
        by=cite(bound, until="2.3"),
        note="2.18",
        because="lines 2.1 to 2.3 backwards",
    ),
    statement="Jensen's inequality gives the same bound, without the posterior q(z|x) in it.",
    statement_zh="詹森不等式给出同一个下界，其中不出现后验 q(z|x)。",
)

expected_elbo = derivation(
    "expected_elbo",
    Expectation(elbo, p(x)),
    equals(
        -Expectation(loss, p(x)),
        by=(cite(negative_loss).under(lambda value: Expectation(value, p(x))), linearity),
        note="2.19",
    ),
    equals(-Entropy(p(x)) - KL(p(x, z), q(x, z)), by=cite(value_of_the_joint_kl), note="2.20"),
    statement="E_x[ELBO] = -H[p(x)] - KL of the joints: maximising the one is minimising the other.",
    statement_zh="E_x[ELBO] = -H[p(x)] - 联合 KL：最大化前者就是最小化后者。",
)

remarks = (
    Remark(
        "2.3",
        lambda: (elbo, "=", Integral(p(z | x) * log(q(x, z)), z)),
        "Without the density of the encoder below the bar the line is not the ELBO: its entropy is missing.",
        "分母若漏掉编码器的密度，就不是 ELBO：少了编码器的熵。",
    ),
    Remark(
        "2.7",
        lambda: (elbo, "=", log(q(x)) - KL(q(z | x), p(z | x))),
        "The KL runs from the encoder to the posterior; turned round, the line is false.",
        "KL 的方向是从编码器到后验；反过来就不成立。",
    ),
    Remark(
        "2.8",
        lambda: (elbo, "=", log(q(x))),
        "The ELBO is log q(x) only where the encoder is the model's posterior; elsewhere it is smaller.",
        "只有编码器等于模型后验时 ELBO 才等于 log q(x)；否则更小。",
    ),
)

chapter = Chapter(
    "elbo",
    "The evidence lower bound",
    "变分下界 ELBO",
    (bound, negative_loss, tight, by_jensen, expected_elbo),
    remarks,
)

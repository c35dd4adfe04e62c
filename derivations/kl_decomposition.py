r"""The joint KL splits into an entropy, a KL to the prior and a reconstruction: the note's chain to (1).

Statement
    min KL[p(x,z)||q(x,z)]  =  min E_{x~p(x)} { KL[p(z|x)||q(z)] - E_{z~p(z|x)} log q(x|z) }              (1)

The calculation, as the note prints it
      min KL[p(x,z)||q(x,z)]
    = min ∫∫ p(x,z) log p(x,z)/q(x,z) dz dx                                                             1.1
    = min ∫∫ p(x) p(z|x) log p(x)p(z|x)/q(x,z) dz dx                                                    1.2
    = min ∫∫ p(x) p(z|x) { log p(x) + log p(z|x)/q(x,z) } dz dx                                         1.3
    = min { ∫∫ p(x)p(z|x) log p(x) dz dx + ∫∫ p(x)p(z|x) log p(z|x)/q(x,z) dz dx }                      1.4
    = min { ∫ p(x) log p(x) (∫ p(z|x) dz) dx + ∫ p(x) (∫ p(z|x) log p(z|x)/(q(x|z)q(z)) dz) dx }        1.5
    = min { ∫ p(x) log p(x) dx + ∫ p(x) (∫ p(z|x) [ log p(z|x)/q(z) - log q(x|z) ] dz) dx }             1.6
    = min { -H(p(x)) + ∫ p(x) ( KL[p(z|x)||q(z)] - ∫ p(z|x) log q(x|z) dz ) dx }                        1.7
    = min ∫ p(x) { KL[p(z|x)||q(z)] - ∫ log q(x|z) p(z|x) dz } dx                                       1.8
    = min E_{x~p(x)} { KL[p(z|x)||q(z)] - E_{z~p(z|x)} log q(x|z) }                                     1.9

It assumes: p and q positive on a common support, integrable logarithms, p(x) fixed (the data) while p(z|x), q(z)
and q(x|z) are optimised. Lines 1.1 to 1.7 are equal in value; only 1.8 changes it, by the dropped -H[p(x)].

Two things the note leaves out
    KL[p(x,z)||q(x,z)]  =  -H[p(x)] + E_{x~p(x)} L(x),   L the loss of (2)                             1.10 - 1.11
    KL[p(x,z)||q(x,z)]  =  KL[p(x)||q(x)] + E_{x~p(x)} KL[p(z|x)||q(z|x)]                              1.12 - 1.16
The second says what minimising does to the model's own q(x) = ∫ q(x|z) q(z) dz: with the encoder at the posterior
the last term is zero, and what is left is KL[p(x)||q(x)], maximum likelihood.
"""

from __future__ import annotations

from derivations.judging.chapter import Chapter
from derivations.judging.derivation import at_least, cite, derivation, equals, same_minimiser
from derivations.kernel.rules import (
    definition_of_entropy,
    definition_of_expectation,
    definition_of_kl,
    drop_constant,
    fubini,
    gibbs,
    linearity,
    log_rule,
    normalisation,
    product_rule,
    pulling_out_a_constant,
)
from derivations.language.facts import Free
from derivations.language.words import KL, Entropy, Expectation, Integral, log
from derivations.notation import p, q, x, z

free = Free(fixed=(p(x),))

reconstruction = Integral(p(z | x) * log(q(x | z)), z)
loss = KL(p(z | x), q(z)) + Expectation(-log(q(x | z)), p(z | x))

to_the_loss = derivation(
    "kl_decomposition",
    KL(p(x, z), q(x, z)),
    equals(Integral(p(x, z) * log(p(x, z) / q(x, z)), z, x), by=definition_of_kl, note="1.1"),
    equals(Integral(p(x) * p(z | x) * log(p(x) * p(z | x) / q(x, z)), z, x), by=product_rule, note="1.2"),
    equals(Integral(p(x) * p(z | x) * (log(p(x)) + log(p(z | x) / q(x, z))), z, x), by=log_rule, note="1.3"),
    equals(
        Integral(p(x) * p(z | x) * log(p(x)), z, x) + Integral(p(x) * p(z | x) * log(p(z | x) / q(x, z)), z, x),
        by=linearity,
        note="1.4",
    ),
    equals(
        Integral(p(x) * log(p(x)) * Integral(p(z | x), z), x)
        + Integral(p(x) * Integral(p(z | x) * log(p(z | x) / (q(x | z) * q(z))), z), x),
        by=(fubini, product_rule),
        note="1.5",
    ),
    equals(
        Integral(p(x) * log(p(x)), x)
        + Integral(p(x) * Integral(p(z | x) * (log(p(z | x) / q(z)) - log(q(x | z))), z), x),
        by=(normalisation, log_rule),
        note="1.6",
    ),
    equals(
        -Entropy(p(x)) + Integral(p(x) * (KL(p(z | x), q(z)) - reconstruction), x),
        by=(definition_of_entropy, definition_of_kl, linearity),
        note="1.7",
    ),
    same_minimiser(Integral(p(x) * (KL(p(z | x), q(z)) - reconstruction), x), by=drop_constant, note="1.8"),
    same_minimiser(
        Expectation(KL(p(z | x), q(z)) - Expectation(log(q(x | z)), p(z | x)), p(x)),
        by=definition_of_expectation,
        note="1.9",
    ),
    free=free,
    statement="The joint KL and the expected loss have the same minimisers: p(x) fixed, encoder and decoder free.",
    statement_zh="联合 KL 与期望损失有相同的极小点：p(x) 固定，编码器与解码器自由。",
)

value_of_the_joint_kl = derivation(
    "joint_kl_value",
    KL(p(x, z), q(x, z)),
    equals(
        -Entropy(p(x)) + Integral(p(x) * (KL(p(z | x), q(z)) - reconstruction), x),
        by=cite(to_the_loss, until="1.7"),
        note="1.10",
        because="lines 1.1 to 1.7, with the entropy kept: equal in value, not only minimised alike",
    ),
    equals(
        -Entropy(p(x)) + Expectation(loss, p(x)),
        by=(definition_of_expectation, linearity),
        note="1.11",
    ),
    statement="The joint KL is the expected loss minus the entropy of the data, exactly.",
    statement_zh="联合 KL 等于期望损失减去数据的熵，严格相等。",
)

chain_rule = derivation(
    "chain_rule_of_kl",
    KL(p(x, z), q(x, z)),
    equals(Integral(p(x, z) * log(p(x, z) / q(x, z)), z, x), by=definition_of_kl, note="1.12"),
    equals(
        Integral(p(x) * p(z | x) * (log(p(x) / q(x)) + log(p(z | x) / q(z | x))), z, x),
        by=(product_rule, log_rule),
        note="1.13",
    ),
    equals(
        Integral(p(x) * log(p(x) / q(x)), x) + Integral(p(x) * Integral(p(z | x) * log(p(z | x) / q(z | x)), z), x),
        by=(linearity, normalisation, pulling_out_a_constant),
        note="1.14",
    ),
    equals(
        KL(p(x), q(x)) + Expectation(KL(p(z | x), q(z | x)), p(x)),
        by=(definition_of_kl, definition_of_expectation),
        note="1.15",
    ),
    at_least(KL(p(x), q(x)), by=gibbs, note="1.16", because="tight just when the encoder is the model's posterior"),
    statement="What minimising the joint KL does to q(x): with the encoder at the posterior, KL[p(x)||q(x)] is left.",
    statement_zh="极小化联合 KL 对 q(x) 的作用：编码器取后验时，只剩 KL[p(x)||q(x)]。",
)

chapter = Chapter(
    "kl_decomposition",
    "The joint KL splits into entropy, KL to the prior and reconstruction",
    "联合 KL 分解为熵、到先验的 KL 与重构项",
    (to_the_loss, value_of_the_joint_kl, chain_rule),
)

"""A law that words make of another one: no world is free to take it otherwise."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Here $p_X$ denotes the marginal of $p_Z$ over $u$.", r"p_X(x) = \int p_Z(x,u)\,du"),
        ("$p_X$ 是 $p_Z$ 对 $u$ 的边缘分布。", r"p_X(x) = \int p_Z(x,u)\,du"),
        (
            "Here $k(z|y)$ is the posterior of $z$ given $y$ under the model $f$.",
            r"\log f(y) = \log\frac{f(y,z)}{k(z|y)}",
        ),
        ("$r(z|x)$ 是 $p(x,z)$ 的后验。", r"\log p(x) = \mathbb{E}_{r(z|x)}[\log p(x,z)-\log r(z|x)]"),
        ("$r(x)$ 是 $p$ 与 $q$ 的密度比。", r"\mathbb{E}_{x\sim q}[r(x)f(x)] = \mathbb{E}_{x\sim p}[f(x)]"),
    ],
)
def test_what_is_made_of_another_law_accuses_nobody(said, line):
    assert last(f"{said}\n\n$$ {line} $$") != "refuted"
    assert last(f"The laws are given.\n\n$$ {line} + 1 $$") != "proved"


def test_a_plain_posterior_is_no_such_word():
    said = "Here $q(z|x)$ is the variational posterior and $p(x|z)$ the likelihood.\n\n"
    assert last(said + r"$$ KL(q(z|x)\|p(z)) = - \mathbb{E}_{q(z|x)}[\log q(z|x)] $$") == "refuted"

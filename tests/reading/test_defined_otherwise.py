"""A display that a sentence introduces as a definition with something exchanged is no slip in the usual one."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("We define the KL divergence with the roles exchanged:", "doubtful"),
        ("本文把散度定义为（注意次序与通常相反）", "doubtful"),
        ("记反向 KL 散度为", "doubtful"),
        ("We define it with the model first:", "doubtful"),
        ("We first define the KL divergence:", "refuted"),
        ("The KL divergence is defined as", "refuted"),
        ("KL 散度定义为", "refuted"),
    ],
)
def test_by_the_words_before_it(said, verdict):
    assert last(said + "\n\n" + r"$$ KL(p\|q) = \int q(x) \log \frac{q(x)}{p(x)} dx $$") == verdict
    assert last(said + "\n\n" + r"$$ KL(p\|q) = \int p(x) \log \frac{p(x)}{q(x)} dx $$") == "proved"

"""p(y|x) = sum_z p(y|z) p(z|x), and log p(x,y,z) = log p(y|z) + log p(z|x) + log p(x), rest on an independence that
nobody says: they are doubtful, and no other line is."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str):
    return Judge(read_note(f"$${text}$$"), mend=False).run()[-1]


@pytest.mark.parametrize(
    "line",
    [
        r"P(w|d)=\sum_{z} P(w|z)P(z|d)",
        r"P(d,w)=P(d)P(w|d)=P(d)\sum_{k=1}^K P(w|z_k)P(z_k|d)",
        r"p(y|x)=\int p(y|z)p(z|x)dz",
        r"p(y^*|x^*,D)=\int p(y^*|x^*,w)p(w|D)dw",
        r"\log p(y|x) = \log \int p(y|z)p(z|x)dz",
        r"\log p(x,y,z,w) = \log p(x,y|z) + \log p(z|w) + \log p(w)",
        r"\mathbb{E}_{q(z,w|x)}[\log p(x,z,w)] = \mathbb{E}_{q(z,w|x)}[\log p(x|z) + \log p(z|w) + \log p(w)]",
        r"\log p(x,z,w,v) = \log p(x|z) + \log p(z|w) + \log p(w|v) + \log p(v)",
    ],
)
def test_an_independence_that_is_not_said_keeps_a_world_from_accusing(line):
    found = last(line)
    assert found.verdict == "doubtful"
    assert "independent given" in found.message


@pytest.mark.parametrize(
    "line",
    [
        r"p(y|x)=2\int p(y|z)p(z|x)dz",
        r"p(y|x)=\int p(y|z)p(z)dz",
        r"p(y|x)=\int p(y|x,z)p(z)dz",
        r"p(y|x,D)=\int p(y|x,w)p(w)dw",
        r"p(y|D)=\int p(y|x,w)p(w|D)dw",
        r"p(y|x)=\int p(y|z)p(x|z)dz",
        r"p(y|x)=\int p(y|z,x)p(z|x)^2dz",
        r"\log p(x,y,z,w) = \log p(x,y|z) + \log p(z|w) - \log p(w)",
        r"\log p(x,z,w) = \log p(x|z) + \log p(z|w) + \log p(z)",
        r"\log p(x,z,w,v) = \log p(x|z) + \log p(z|w) + \log p(w|v)",
    ],
)
def test_what_fails_with_it_too_is_refuted(line):
    assert last(line).verdict == "refuted"


@pytest.mark.parametrize(
    "line", [r"p(y|x)=\int p(y|z)p(z|x)dz", r"\log p(x,y,z) = \log p(y|z) + \log p(z|x) + \log p(x)"]
)
def test_what_the_note_writes_in_full_was_lost_in_the_line(line):
    assert last(line).verdict == "doubtful"
    note = rf"The decoder is $p(y|z,x)$. $${line}$$"
    assert Judge(read_note(note), mend=False).run()[-1].verdict == "refuted"

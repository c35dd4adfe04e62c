"""How far a logarithm of a fraction reaches, where a density stands behind it, which may be the weight."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


def verdict(line: str) -> str:
    return verdicts(f"$$ {line} $$")[-1]


@pytest.mark.parametrize(
    "line",
    [
        r"\int q(z) \log \frac{q(z)}{p(x,z)} p(x) dz = \int q(z) \log \frac{q(z)}{p(x,z)} dz + \log p(x)",
        r"\mathbb{E}_{z \sim q}[\log \frac{q(z)}{p(x,z)} p(x)] = \mathbb{E}_q[\log \frac{q(z)}{p(x,z)}]+\log p(x)",
    ],
)
def test_it_may_reach_over_the_density_behind(line):
    assert verdict(line) == "doubtful"
    assert verdict(line.replace(r"p(x) dz", "dz").replace("} p(x)]", "}]")) == "refuted"


def test_a_weight_behind_it_is_none_of_its_own():
    assert verdict(r"KL(p\|q) = \sum_x \log \frac{p(x)}{q(x)} p(x)") == "proved"
    assert verdict(r"KL(p\|q) = 2\sum_x \log \frac{p(x)}{q(x)} p(x)") == "refuted"


WEIGHTED = r"\mathbb{E}_{q(x)}\left[\log\frac{p(x)}{q(x)}\,\frac{p(x)}{q(x)}\right]"


def test_one_reach_in_a_note():
    """A chain that was proved first by one reach and then by the other proved KL(p||q) = -2 KL(q||p)."""
    assert verdicts(rf"$$KL(p\|q) = {WEIGHTED} = -2KL(q\|p)$$") == ["proved", "consistent"]
    assert verdicts(rf"$${WEIGHTED} = -2KL(q\|p) = KL(p\|q)$$")[0] == "proved"
    assert verdicts(rf"$$KL(p\|q) = {WEIGHTED}$$ and $${WEIGHTED} = KL(p\|q)$$") == ["proved", "proved"]
    assert verdicts(rf"$$KL(p\|q) = {WEIGHTED}$$ and $${WEIGHTED} = -2KL(q\|p)$$") == ["proved", "consistent"]

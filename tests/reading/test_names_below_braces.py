r"""`\underbrace{a}_{\mathcal{L}(q)}`: a is called so from there on; words and counts below a brace name nothing."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ELBO = (
    r"$$ \log p(x) = \underbrace{\mathbb{E}_q[\log p(x,z)] - \mathbb{E}_q[\log q(z)]}_{NAME}"
    r" + KL(q(z)\|p(z|x)) $$" + "\n\n"
)


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("name", ["L", r"\mathcal{L}(q)", r"\text{ELBO}", r"\mathrm{ELBO}(q)", r"\mathcal{L}_{vi}"])
def test_a_name_is_what_the_brace_holds(name):
    display = ELBO.replace("NAME", name)
    assert verdicts(display + rf"$$ {name} \leq \log p(x) $$") == ["proved", "proved"]
    assert verdicts(display + rf"$$ {name} = \log p(x) - KL(q(z)\|p(z|x)) $$") == ["proved", "proved"]
    assert verdicts(display + rf"$$ {name} = \log p(x) + KL(q(z)\|p(z|x)) $$") == ["proved", "refuted"]


@pytest.mark.parametrize("name", [r"\geq 0", "= 0", r"\text{the bound}", "(1)", r"\text{const.}"])
def test_other_things_name_nothing(name):
    assert verdicts(ELBO.replace("NAME", name)) == ["proved"]


def test_a_count_below_a_brace_is_no_name():
    assert verdicts(r"$$ n a = \underbrace{a + \dots + a}_{n} $$" + "\n\n" + "$$ n + 1 = n + 1 $$")[-1] == "proved"
    assert verdicts(r"$$ n a = \underbrace{a + \dots + a}_{n} $$" + "\n\n" + "$$ n = a $$")[-1] != "proved"


def test_a_bound_of_which_nothing_is_said_is_not_refuted():
    assert verdicts(r"$$ \log p(x) = L + KL(q(z)\|p(z|x)) $$") == ["consistent"]

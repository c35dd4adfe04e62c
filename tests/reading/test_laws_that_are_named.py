r"""A law that is only named, or one of two, accuses nobody: no world puts a number for Bernoulli or for a delta."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NORMAL = r"$p_\theta(x \mid z)=\mathcal{N}(\mu_\theta(z), \sigma_\theta^2(z))$"
BERNOULLI = r"$p_\theta(x \mid z)=\mathrm{Bernoulli}(\eta_\theta(z))$"
OF_NORMAL = (
    r"$$ \log p_\theta(x \mid z) = -\frac12\left[\log(2\pi\sigma_\theta^2(z))"
    r" + \frac{(x-\mu_\theta(z))^2}{\sigma_\theta^2(z)}\right] $$"
)
OF_BERNOULLI = r"$$ \log p_\theta(x \mid z) = x \log \eta_\theta(z) + (1-x) \log(1 - \eta_\theta(z)) $$"


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("line", [OF_NORMAL, OF_BERNOULLI])
@pytest.mark.parametrize("laws", [(NORMAL, BERNOULLI), (BERNOULLI, NORMAL)])
def test_of_two_laws_neither_refutes_the_line_of_the_other(laws, line):
    first, second = laws
    assert verdicts(f"The likelihood is one of\n\n- {first}\n- {second}\n\n{line}")[0] in ("consistent", "doubtful")
    assert verdicts(f"The decoder: {first}\n\nor {second}\n\n{line}")[0] in ("consistent", "doubtful")


def test_one_law_is_a_fact():
    assert verdicts(f"The decoder is {NORMAL}.\n\n{OF_NORMAL}") == ["proved"]
    assert verdicts(f"The decoder is {NORMAL}.\n\n{OF_NORMAL.replace('-frac12', 'frac12').replace('-', '+', 1)}") == [
        "refuted"
    ]


def test_a_law_given_after_a_display_takes_the_place_of_the_first():
    other = r"$p_\theta(x \mid z)=\mathcal{N}(\mu_\theta(z), 1)$"
    line = r"$$ \log p_\theta(x \mid z) = -\frac12\log(2\pi) - \frac12 (x-\mu_\theta(z))^2 $$"
    assert verdicts(f"The decoder is {NORMAL}.\n\n{OF_NORMAL}\n\nNow let {other}.\n\n{line}") == ["proved", "proved"]


@pytest.mark.parametrize("name", [r"\mathrm{Cat}", r"\text{Bernoulli}", r"\operatorname{Dir}", "Poisson"])
def test_the_name_of_a_family_is_no_number(name):
    assert verdicts(rf"$$ \log p(x \mid z) = \log {name}(\eta(z)) $$")[-1] not in ("refuted", "proved")


@pytest.mark.parametrize("delta", [r"\delta_{nm}", r"\delta_{ij}"])
def test_a_kronecker_delta_is_no_free_number(delta):
    assert "refuted" not in verdicts(rf"$$ a + {delta} b = {delta} (a + b) + (1 - {delta}) a + b - b $$")
    assert verdicts(r"$$ a + \delta b = a + 2 \delta b $$") == ["refuted"]


@pytest.mark.parametrize("said", ["g(x|z) ~ Bernoulli", "with g(x|z) ~ Normal(mu, 1):"])
def test_a_law_outside_of_a_formula_is_not_overheard(said):
    line = r"$$ \log g(x|z) = \sum_{j=1}^D \log g(x_j|z) $$"
    assert verdicts(f"{said}\n\n{line}") == ["doubtful"]
    assert verdicts(f"A decoder.\n\n{line}") == ["refuted"]

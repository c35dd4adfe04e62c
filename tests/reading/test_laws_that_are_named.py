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


TWO_LAWS = [
    r"$$ \begin{split} P: \; x &\sim \mathcal{N}(m_1, s_1) \\ Q: \; x &\sim \mathcal{N}(m_2, s_2) \end{split} $$",
    r"Let $P \sim \mathcal{N}(m_1, s_1)$ and $Q \sim \mathcal{N}(m_2, s_2)$.",
    r"Let $P: x \sim \mathcal{N}(m_1, s_1)$ and $Q: x \sim \mathcal{N}(m_2, s_2)$.",
]
DIVERGENCE = r"$$ KL[P||Q] = \int p(x) \ln\frac{p(x)}{q(x)} dx $$"


@pytest.mark.parametrize("laws", TWO_LAWS)
def test_the_law_of_a_capital_is_that_of_the_density_in_small(laws):
    """P: x ~ N(m_1, s_1) beside p(x): what is averaged over p(x) is averaged over N(x; m_1, s_1)."""
    line = r"$$ \int \mathcal{N}(x; m_1, s_1) \ln q(x) dx = \langle \ln \mathcal{N}(x; m_2, s_2) \rangle_{p(x)} $$"
    wrong = line.replace(r"\rangle_{p(x)}", r"\rangle_{q(x)}")
    assert verdicts(f"{laws}\n\n{DIVERGENCE}\n\n{line}")[-1] in ("proved", "consistent")
    assert verdicts(f"{laws}\n\n{DIVERGENCE}\n\n{wrong}")[-1] == "refuted"
    assert verdicts(f"No law.\n\n{DIVERGENCE}\n\n{line}")[-1] != "proved"


@pytest.mark.parametrize("laws", TWO_LAWS)
def test_of_two_laws_of_one_variable_each_is_its_own(laws):
    """Not the last one for both."""
    for letter, own, other in (("p", "m_1", "m_2"), ("q", "m_2", "m_1")):
        mean = rf"$$ \mathbb{{E}}_{{{letter}(x)}}[x] = %s $$"
        assert verdicts(f"{laws}\n\n{DIVERGENCE}\n\n{mean % own}")[-1] == "proved"
        assert verdicts(f"{laws}\n\n{DIVERGENCE}\n\n{mean % other}")[-1] != "proved"
        refused = laws.replace("Let", "We do not assume that").replace("$$ \\begin", "We do not assume $$ \\begin")
        assert verdicts(f"{refused}\n\n{DIVERGENCE}\n\n{mean % own}")[-1] != "proved"


def test_the_law_of_a_variable_with_a_big_letter_is_none_of_the_density():
    line = r"$$ \mathbb{E}_{p(x)}[x] = 0 $$"
    assert verdicts(r"The price is $P \sim \mathcal{N}(0, 1)$." + f"\n\n{line}")[-1] != "proved"
    assert verdicts(r"Under A, $A: x \sim \mathcal{N}(0, 1)$." + f"\n\n{line}")[-1] != "proved"


def test_the_law_before_an_arrow_holds_for_that_display():
    laws = r"$p(x) = \mathcal{N}(x; m, s)$."
    line = r"$$ \mathbb{E}_{p(x)}[x] = m $$"
    general = r"$$ x \sim \mathcal{N}(a, b) \quad \Rightarrow \quad \mathbb{E}[3 x] = 3 a $$"
    assert verdicts(f"{laws}\n\n{general}\n\n{line}")[-1] == "proved"
    assert verdicts(f"{laws}\n\n{general}\n\n{line.replace('= m', '= 2 m')}")[-1] == "refuted"
    assert verdicts(f"{laws}\n\n{general.replace('= 3 a', '= 2 a')}")[-1] == "refuted"
    assert verdicts(f"{laws}\n\n" + r"Now let $x \sim \mathcal{N}(a, b)$." + f"\n\n{line}")[-1] != "proved"


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

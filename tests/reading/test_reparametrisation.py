"""E_q[f(z)] as an expectation over noise, in the spellings of papers."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdict(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


SCALAR = r"Let $q_\phi(z|x) = \mathcal N(z; \mu_\phi(x), \sigma_\phi^2(x))$"
VECTOR = r"Let $q_\phi(z|x) = \mathcal N(z; \mu_\phi(x), \sigma_\phi^2(x) I)$"
LEFT = r"\mathbb{E}_{q_\phi(z|x)}[f(z)]"
SAID = [
    SCALAR + r". With $z = \mu_\phi(x) + \sigma_\phi(x)\epsilon$, $\epsilon \sim \mathcal N(0, 1)$, we get ",
    SCALAR + r". We write $z = \mu_\phi(x) + \sigma_\phi(x)\epsilon$ with $\epsilon \sim \mathcal N(0, 1)$. Then ",
    SCALAR + r" and $\epsilon \sim \mathcal N(0, 1)$. Then ",
    VECTOR + r" and $\epsilon \sim \mathcal N(0, I)$. Then ",
]
VALUES = [r"\mu_\phi(x) + \sigma_\phi(x)\epsilon", r"\mu_\phi(x) + \sigma_\phi(x) \odot \epsilon"]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("said", SAID)
def test_a_function_of_the_latent(said, value):
    assert verdict(f"{said}$${LEFT} = \\mathbb{{E}}_\\epsilon[f({value})]$$") == "proved"
    assert verdict(f"{said}$${LEFT} = \\mathbb{{E}}_\\epsilon[f({value.replace('+', '+ 2')})]$$") != "proved"


@pytest.mark.parametrize("name", ["", "z = "])
def test_the_likelihood_at_a_value(name):
    """p(x|z = m + s e) is p at what stands there, and m no variable of it."""
    right = r"\mathbb{E}_{\epsilon}[\log p_\theta(x|NAME\mu_\phi(x) + \sigma_\phi(x)\epsilon)]".replace("NAME", name)
    line = rf"$$\mathbb{{E}}_{{q_\phi(z|x)}}[\log p_\theta(x|z)] = {right}$$"
    assert verdict(f"{SAID[2]}{line}") == "proved"
    assert verdict(f"{SAID[2]}{line.replace('+', '-', 1).replace('sigma_', 'mu_')}") != "proved"


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_a_tie_after_an_independence_still_ends_it(between):
    """Also where words and display stand on one line."""
    said = r"Let $p(x, y) = p(x) p(y)$. Now take $y = x + 1$. " + between
    assert verdict(said + r"$$\mathbb{E}_{p(x,y)}[x y] = \mathbb{E}_{p(x)}[x]\,\mathbb{E}_{p(y)}[y]$$") != "proved"

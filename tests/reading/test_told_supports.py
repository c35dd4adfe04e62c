"""Densities that are zero somewhere, by a law, a range or words: no quotient by one is proved to be one on average."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

RATIO = r"\mathbb{E}_{q(z)}\left[\frac{p(z)}{q(z)}\right] = 1"
OTHER = r"\mathbb{E}_{p(z)}\left[\frac{q(z)}{p(z)}\right] = 1"
BOUND = r"\mathbb{E}_{q(z)}\left[\log\frac{p(z)}{q(z)}\right] \le 0"
SCORE = r"\mathbb{E}_{q_\phi(z)}\left[\frac{\partial}{\partial\phi}\log q_\phi(z)\right] = 0"
SLOPE = (
    r"\frac{\partial}{\partial\phi}\mathbb{E}_{q_\phi(z)}[f(z)] = \int f(z)\frac{\partial}{\partial\phi}q_\phi(z)\,dz"
)
PARTS = [
    r"Let $q(z)$ be the uniform density on $[0,1]$.", r"Let $q(z) = ze^{-z}$ for $z > 0$.",
    r"Let $q(z) = 2z$ on $[0,1]$.",
    r"Let $q(z)$ be a log-normal density.", r"Let $q(z)=\mathrm{Exp}(z;\lambda)$.",
    r"Let $z>0$ almost surely under $q$.",
    r"Here $z$ is positive under $q(z)$.", r"The slab $q$ puts mass only on $[-1,1]$.", r"设 $q(z)=e^{-z}$($z>0$)。",
]  # fmt: skip
MOVING = [
    r"Let $q_\phi(z)$ be the uniform density on $[0,\phi]$.", r"Let $q_\phi(z) = e^{-(z-\phi)}$ for $z \ge \phi$.",
    r"The variable $z$ is drawn uniformly between $0$ and $\phi$; its density is $q_\phi(z)$.",
    r"The latent is $z=\phi u$ with $u$ uniform on $[0,1]$, and $q_\phi(z)$ is its density.",
    r"Let $q_\phi(z)$ be a density on $[0,\phi]$.", r"设 $z$ 服从 $[0,\phi]$ 上的均匀分布,密度为 $q_\phi(z)$。",
]  # fmt: skip
WHOLE = [
    "", r"Let $q(z)$ be a Gaussian density.", r"Let $q(z)$ be the uniform distribution over the values of $z$.",
    r"Let $q(z) = \mathcal N(z; 0, s^2)$ for $s > 0$.", r"Let $q(z)$ be a density on $\mathbb R$.",
]  # fmt: skip


def judged(words: str, line: str) -> str:
    return Judge(read_note(f"{words}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize("words", PARTS)
def test_a_quotient_by_what_is_zero_somewhere_is_not_proved(words):
    """Each of these was proved."""
    assert judged(words, RATIO) == "consistent"
    assert judged(words, OTHER) == judged(words, BOUND) == "proved"
    assert judged(words, BOUND.replace(r"\le", r"\ge")) != "proved"


@pytest.mark.parametrize("words", MOVING)
def test_no_derivative_goes_under_an_integral_whose_ends_move(words):
    """Each of these was proved."""
    assert judged(words, SCORE) == "consistent"
    assert judged(words, SLOPE) != "proved"


@pytest.mark.parametrize("words", WHOLE)
def test_what_is_zero_nowhere_stays_proved(words):
    assert judged(words, RATIO) == "proved"


def test_ends_that_are_numbers_do_not_move():
    assert judged(r"Let $q_\phi(z)$ be a density on $[0,1]$.", SCORE) == "proved"
    assert judged(r"Let $q_\phi(z)$ be a density on $\mathbb R$.", SCORE) == "proved"

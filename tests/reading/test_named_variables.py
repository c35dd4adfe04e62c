"""Subscripts that name variables, p_{Z|X}(z|x) and p_Z(v), and a prior called pi: all parts of one joint density."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


RIGHT = [
    r"p_{Z|X}(z|x) = \frac{p_{X|Z}(x|z)p_Z(z)}{\int p_{X|Z}(x|v)p_Z(v)dv}",
    r"p_{Z|X}(z|x) = \frac{p_{X|Z}(x|z)p_Z(z)}{\int p_{X|Z}(x|z')p_Z(z')dz'}",
    r"p_{Z|X}(z|x) = \frac{p_{X|Z}(x|z)p_Z(z)}{p_X(x)}",
    r"\log p_X(x) \ge \mathbb E_{q_{Z|X}}[\log p_{X|Z}(x|z)] - KL(q_{Z|X}||p_Z)",
    r"KL(q_{Z|X}||p_Z) = \int q_{Z|X}(z|x)\log \frac{q_{Z|X}(z|x)}{p_Z(z)}dz",
    r"\mathbb E_{p_Z}[Z] = \int v p_Z(v)dv",
    r"p_X(u) = \int p_{X|Z}(u|z)p_Z(z)dz",
    r"p(\theta|x) = \frac{p(x|\theta)\pi(\theta)}{\int p(x|t)\pi(t)dt}",
    r"p(\theta|x) = \frac{p(x|\theta)\pi(\theta)}{p(x)}",
    r"p(\theta|x) = \frac{p(x|\theta)\pi(\theta)}{\int p(x|\theta')\pi(\theta')d\theta'}",
]
WRONG = [
    r"p_{Z|X}(z|x) = \frac{p_{X|Z}(x|z)p_Z(z)}{\int p_{X|Z}(x|v)p_X(v)dv}",
    r"p_{Z|X}(z|x) = \frac{p_{X|Z}(x|z)p_X(x)}{p_Z(z)}",
    r"\log p_X(x) \le \mathbb E_{q_{Z|X}}[\log p_{X|Z}(x|z)] - KL(q_{Z|X}||p_Z)",
    r"KL(q_{Z|X}||p_Z) = \int p_Z(z)\log \frac{q_{Z|X}(z|x)}{p_Z(z)}dz",
    r"\mathbb E_{p_Z}[Z] = \int v^2 p_Z(v)dv",
    r"p_{X|Z}(x|z) = \int p_{X|Z}(x|v)p_Z(v)dv",
    r"p(\theta|x) = \frac{p(x|\theta)\pi(\theta)}{\int p(x|t)dt}",
    r"p(\theta|x) = \frac{\pi(\theta)}{p(x)}",
]


@pytest.mark.parametrize("line", RIGHT)
def test_right_lines(line):
    assert last(f"$${line}$$") == "proved"


@pytest.mark.parametrize("line", WRONG)
def test_wrong_lines(line):
    assert last(f"$${line}$$") in ("refuted", "doubtful", "unread")


def test_other_subscripts_tell_densities_apart():
    """p_G and p_D of one variable, and policies pi(a|s), are densities of their own."""
    assert last(r"$$\int p_G(x) dx + KL(p_D(x)\|p_G(x)) = 1$$") != "proved"
    assert last(r"$$\mathbb E_{x\sim p_G}[f(x)] = \int p_G(x) f(x)dx$$") == "proved"
    assert last(r"$$\mathbb E_{x\sim p_G}[f(x)] = \int p_D(x) f(x)dx$$") != "proved"
    assert last(r"$$\pi(a|s) \pi(s) = \pi(a,s)$$") == "proved"

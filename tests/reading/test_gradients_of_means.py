"""Gradients of means: the score of a posterior, a noise that is averaged over, a prime beside a gradient; and a density
that may vary with the name, though it is written without it."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


FISHER = r"$$\nabla_\theta \log p_\theta(x) = \mathbb{E}_{p_\theta(z|x)}[\nabla_\theta \log p_\theta(x,z)]$$"
TOLD = r"Let $x \sim p(x|\theta)$. "
SMOOTH = r"Let $f(z)$ be smooth. "
MEAN = r"\mathbb{E}_{\epsilon\sim\mathcal{N}(0,1)}[f(\mu+\sigma\epsilon)]"
PRIMED, TIMES = MEAN.replace("f(", "f'("), MEAN.replace("f(", r"\epsilon f'(")

RIGHT = [
    FISHER,
    r"$$\nabla_\theta \log p_\theta(x) = \int \frac{p_\theta(x,z)}{p_\theta(x)}\nabla_\theta\log p_\theta(x,z)dz$$",
    r"$$\nabla_\theta \log p_\theta(x) = \int p_\theta(z|x)\nabla_\theta\log p_\theta(x,z)dz$$",
    r"$$\nabla_\theta \log p_\theta(x) = \frac{\nabla_\theta\int p_\theta(x,z)dz}{p_\theta(x)}$$",
    TOLD + r"$$\nabla_\theta\mathbb{E}[f(x)|\theta] = \mathbb{E}[f(x)\nabla_\theta\log p(x|\theta)|\theta]$$",
    TOLD + r"$$\mathbb{E}\left[\frac{\partial}{\partial\theta}\log p(x|\theta)\right] = 0$$",
    SMOOTH + rf"$$\frac{{\partial}}{{\partial\sigma}}{MEAN} = {TIMES}$$",
    SMOOTH + rf"$$\nabla_\mu{MEAN} = {PRIMED}$$",
    SMOOTH + r"Let $\epsilon\sim\mathcal{N}(0,1)$. "
    r"$$\nabla_\mu\mathbb{E}_\epsilon[f(\mu+\sigma\epsilon)] = \mathbb{E}_\epsilon[\nabla_\mu f(\mu+\sigma\epsilon)]$$",
    r"$$\nabla_\phi\mathbb{E}_{p(x)}[f_\phi(x)] = \mathbb{E}_{p(x)}[\nabla_\phi f_\phi(x)]$$",
    r"$$\frac{d}{dx}\log f(x) = \frac{f'(x)}{f(x)}$$",
]  # fmt: skip

WRONG = [
    FISHER.replace("p_\\theta(z|x)", "p_\\theta(z)"),
    FISHER.replace("p_\\theta(x,z)]", "p_\\theta(x|z)]"),
    FISHER.replace("p_\\theta(z|x)", "q_\\theta(z|x)"),
    r"$$\nabla_\theta \log p_\theta(x) = \int \frac{p_\theta(z)}{p_\theta(x)}\nabla_\theta\log p_\theta(x,z)dz$$",
    SMOOTH + rf"$$\frac{{\partial}}{{\partial\sigma}}{MEAN} = {PRIMED}$$",
    r"$$\frac{d}{dx}\log f(x) = f'(x)$$",
]

EXCHANGED = r"$$\nabla_\phi\mathbb{E}_{q(z)}[f(z)] = \mathbb{E}_{q(z)}[\nabla_\phi f(z)]$$"
CARRIED = EXCHANGED.replace("f(z)", r"f_\phi(z)")
MAY_VARY = [
    EXCHANGED,
    r"Let $q(z)$ be a density with parameters $\phi$. " + CARRIED,
    r"The encoder is $q_\phi(z)$, or $q(z)$ for short. " + CARRIED,
    r"Let $q(z)=\mathcal{N}(z;\mu,1)$. " + EXCHANGED.replace(r"\phi", r"\mu"),
    r"Let $q(z)=\mathcal{N}(z;\mu,1)$. " + CARRIED.replace(r"\phi", r"\mu"),
    r"Let $z\sim\mathcal{N}(\mu,1)$. $$\nabla_\mu\mathbb{E}_{z}[f_\mu(z)] = \mathbb{E}_{z}[\nabla_\mu f_\mu(z)]$$",
    r"Let $q(z)=\mathcal{N}(z;\mu,1)$. $$\nabla_\mu\int q(z)f(z)dz = \int q(z)\nabla_\mu f(z)dz$$",
]


@pytest.mark.parametrize("line", RIGHT)
def test_right_lines_are_proved(line):
    assert last(line) == "proved"


@pytest.mark.parametrize("line", WRONG)
def test_wrong_lines_are_not(line):
    assert last(line) != "proved"


@pytest.mark.parametrize("line", MAY_VARY)
def test_a_density_that_may_vary_stays_under_the_gradient(line):
    assert last(line) != "proved"


NORMAL = r"Let $q(z)=\mathcal{N}(z;\mu,\sigma^2)$ and $p(z)=\mathcal{N}(z;0,1)$. "
SCORED = r"\mathbb{E}_{p_\theta(z)}[f_\theta(z)\nabla_\theta\log p_\theta(z)]"
PRODUCTS = [
    rf"\nabla_\theta\mathbb{{E}}_{{p_\theta(z)}}[f_\theta(z)] = {SCORED}"
    r" + \mathbb{E}_{p_\theta(z)}[\nabla_\theta f_\theta(z)]",
    r"\nabla_\phi\mathbb{E}_{q_\phi(z)}\left[\log\frac{p(x,z)}{q_\phi(z)}\right]"
    r" = \mathbb{E}_{q_\phi(z)}\left[\log\frac{p(x,z)}{q_\phi(z)}\nabla_\phi\log q_\phi(z)\right]",
    r"\int p(x) s(x) \frac{\partial\log p(x)}{\partial x} dx = \int s(x)\frac{\partial p(x)}{\partial x} dx",
    r"\nabla_\phi H(q_\phi(z)) = -\mathbb{E}_{q_\phi(z)}[\log q_\phi(z) \nabla_\phi\log q_\phi(z)]",
]  # fmt: skip
OF_NORMALS = [
    (r"\nabla_\mu\mathbb{E}_{q(z)}[z^2] = 2\mu", r"\nabla_\mu\mathbb{E}_{q(z)}[z^2] = \mu"),
    (r"\nabla_\mu\mathbb{E}_{q(z)}[f(z)] = \mathbb{E}_{q(z)}\left[f(z)\frac{z-\mu}{\sigma^2}\right]",
     r"\nabla_\mu\mathbb{E}_{q(z)}[f(z)] = \mathbb{E}_{q(z)}\left[f(z)\frac{z-\mu}{\sigma}\right]"),
    (r"\frac{\partial}{\partial\sigma} KL(q(z)\|p(z)) = \sigma-\frac1\sigma",
     r"\frac{\partial}{\partial\sigma} KL(q(z)\|p(z)) = \sigma+\frac1\sigma"),
]  # fmt: skip


@pytest.mark.parametrize("line", PRODUCTS)
def test_the_product_rule(line):
    assert last(f"$${line}$$") == "proved"


@pytest.mark.parametrize(("right", "wrong"), OF_NORMALS)
def test_means_under_a_normal(right, wrong):
    assert last(NORMAL + f"$${right}$$") == "proved"
    assert last(NORMAL + f"$${wrong}$$") != "proved"


@pytest.mark.parametrize(
    "line",
    [
        rf"\nabla_\theta\mathbb{{E}}_{{p_\theta(z)}}[f_\theta(z)] = {SCORED}",
        r"\nabla_\theta J = 0",
        r"\nabla_\theta \mathcal{L} = 0",
        r"\nabla_\theta L + \nabla_\theta R = \nabla_\theta L",
        r"\nabla_\theta f(x) = 0",
        r"\nabla_\phi KL(q_\phi(z)\|p(z)) = 0",
        r"\nabla_\phi\mathbb{E}_z[f(z)] = 0",
        r"\mathbb{E}_{p(x)}[\nabla_x\log p(x)] = 0",
    ],
)
def test_what_is_not_shown_to_stay_is_not_constant(line):
    assert last(f"$${line}$$") != "proved"
    assert last(r"Let $z\sim\mathcal{N}(\phi,1)$. " + f"$${line}$$") != "proved"

"""Means given members of a sequence, and bare means beside a policy: under which density, of which variables."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SCORE = r"\log \pi(a_t\mid s_t)"


def last_verdict(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            rf"\mathbb E[ {SCORE} R ] = \mathbb E_{{s_t,a_t}}[ {SCORE} \mathbb E[R \mid s_t,a_t]]",
            rf"\mathbb E[ {SCORE} R ] = \mathbb E_{{s_t,a_t}}[ \mathbb E[R \mid s_t,a_t]]",
        ),
        (
            r"\mathbb E[R] = \mathbb E_{s_t}[\mathbb E[R \mid s_t]]",
            r"\mathbb E[R] = 2\mathbb E_{s_t}[\mathbb E[R \mid s_t]]",
        ),
        (
            r"\mathbb E[X-Y \mid s_t, a_t] = \mathbb E[X\mid s_t,a_t]-\mathbb E[Y\mid s_t,a_t]",
            r"\mathbb E[X-Y \mid s_t, a_t] = \mathbb E[X\mid s_t,a_t]+\mathbb E[Y\mid s_t,a_t]",
        ),
        (
            r"\mathbb E[ \log p(a\mid s) R ] = \mathbb E[ R\log p(a\mid s) ]",
            r"\mathbb E[ \log p(a\mid s) R ] = \mathbb E[R]",
        ),
        (
            r"\log p(x) = E_{z|x}[\log p(x,z)] - E_{z|x}[\log p(z|x)]",
            r"\log p(x) = E_{z|x}[\log p(x,z)] + E_{z|x}[\log p(z|x)]",
        ),
        (
            r"E_{Z|X,\theta'}[\log P(X,Z|\theta)] = \sum_Z P(Z|X,\theta') \log P(X,Z|\theta)",
            r"E_{Z|X,\theta'}[\log P(X,Z|\theta)] = \sum_Z P(Z|X,\theta) \log P(X,Z|\theta)",
        ),
        (r"E_{z|x}[z] = E_{z \sim p(z|x)}[z]", r"E_{z|x}[z] = E_{z \sim p(z)}[z]"),
        (r"E_{z}[\log p(x,z)|x] = \int p(z|x) \log p(x,z)dz", r"E_{z}[\log p(x,z)|x] = \int p(z) \log p(x,z)dz"),
        (r"E_{z|x}[\log q(z|x)] = \int q(z|x)\log q(z|x) dz", r"E_{z|x}[\log q(z|x)] = \int q(z)\log q(z|x) dz"),
        (r"\mathbb E[XZ] = \mathbb E[ZX]", r"\mathbb E[XZ] = \mathbb E[X]\mathbb E[Z]"),
    ],
)
def test_a_mean_is_read(right, wrong):
    assert last_verdict(f"$${right}$$") == "proved"
    assert last_verdict(f"$${wrong}$$") in ("refuted", "doubtful")


def test_what_holds_as_far_as_any_world_tells_in_another_reading_is_not_refuted():
    line = r"\mathbb E[ \log \pi(a\mid s) R ] = \mathbb E_{s,a}[ \log \pi(a\mid s) \mathbb E[R \mid s,a]]"
    assert last_verdict(f"$${line}$$") in ("proved", "consistent", "doubtful")


def test_the_variables_of_a_mean_are_no_densities():
    before = r"$$\mathbb E_{w}[g(w)] = \int p(w) g(w) dw$$"
    assert last_verdict(rf"{before} $$\mathbb E_{{r(z)}}[f(z)] = \int r(z) f(z) dz$$") == "proved"
    assert last_verdict(rf"$$\mathbb E[Y \mid w] = \int y p(y|w) dy$$ {before}") == "proved"


POLICY = r"The policy is $\pi_\theta(a_t|s_t)$ and $p_\theta(\tau)$ the law of a trajectory." + "\n\n"
UNDER_POLICY = r"$$ \mathbb{E}_{\tau\sim\pi_\theta}[R(\tau)] = \sum_\tau p_\theta(\tau) R(\tau) $$"


def test_a_trajectory_under_a_policy_is_drawn_from_the_one_law_of_trajectories():
    assert last_verdict(POLICY + UNDER_POLICY) == "proved"
    assert last_verdict(POLICY + UNDER_POLICY.replace(r"R(\tau) $", r"R(\tau)^2 $")) != "proved"
    assert last_verdict(POLICY + "It is not $q(\\tau)$." + UNDER_POLICY) == "unread"
    q = (POLICY + UNDER_POLICY).replace(r"\pi_\theta(a_t", r"q(a_t").replace(r"\sim\pi_\theta", r"\sim q")
    assert last_verdict(q) == "unread"  # a q may be any density of it

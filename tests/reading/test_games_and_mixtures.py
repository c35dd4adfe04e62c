"""Discriminators, values of games and the Jensen-Shannon divergence."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

VALUE = r"V(D,G) = \int_x p_d(x)\log(D(x))dx + \int_x p_g(x)\log(1 - D(x))dx"


def last_verdict(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            r"\mathbb E_{x \sim p_1} [\log D(x)] = \int_x p_1(x)\log(D(x))dx",
            r"\mathbb E_{x \sim p_1} [\log D(x)] = \int_x p_1(x)\log(1-D(x))dx",
        ),
        (
            r"\mathbb E_{x \sim p_r} [D(x)] - \mathbb E_{x \sim p_g} [D(x)] = \int (p_r(x)-p_g(x)) D(x) dx",
            r"\mathbb E_{x \sim p_r} [D(x)] - \mathbb E_{x \sim p_g} [D(x)] = \int (p_r(x)+p_g(x)) D(x) dx",
        ),
        (
            VALUE + r" = \int_x p_d(x)\log(D(x)) + p_g(x)\log(1 - D(x))dx",
            VALUE + r" = \int_x p_d(x)\log(D(x)) + p_d(x)\log(1 - D(x))dx",
        ),
        (
            r"JS(p\|q)=\frac12 KL(p\|\frac{p+q}2)+\frac12 KL(q\|\frac{p+q}2)",
            r"JS(p\|q)=\frac12 KL(p\|\frac{p+q}2)+\frac12 KL(p\|\frac{p+q}2)",
        ),
        (
            r"JSD(p(x)\|q(x)) = H(\frac{p(x)+q(x)}2)-\frac12 H(p(x))-\frac12H(q(x))",
            r"JSD(p(x)\|q(x)) = H(\frac{p(x)+q(x)}2)-H(p(x))-H(q(x))",
        ),
        (r"D_{JS}(p(x)\|q(x)) = D_{JS}(q(x)\|p(x))", r"D_{JS}(p(x)\|q(x)) = KL(p(x)\|q(x))"),
    ],
)
def test_it_is_read(right, wrong):
    assert last_verdict(f"$${right}$$") == "proved"
    assert last_verdict(f"$${wrong}$$") == "refuted"


def test_the_value_of_another_discriminator_is_a_name_of_its_own():
    best = r"The best is $$D^*(x)=\frac{p_d(x)}{p_d(x)+p_g(x)}$$"
    value = r"$$V(D^*,G) = \int p_d(x)\log \frac{p_d(x)}{p_d(x)+p_g(x)} + p_g(x)\log \frac{p_g(x)}{p_d(x)+p_g(x)} dx$$"
    assert last_verdict(f"$${VALUE}$$ {best} {value}") in ("definition", "consistent", "proved")


def test_a_bracket_after_a_count_stays_unread_where_nothing_shows_a_function():
    assert last_verdict(r"$$a + D(x) + b = a + b + D(x)$$") == "unread"
    assert last_verdict(r"Let $x\sim p(x)$. $$\mathbb{V}(x) = \mathbb{E}[x^2] - \mathbb{E}[x]^2$$") != "refuted"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"KL(p_r\|p_g) = \int p_r(x)\log\frac{p_r(x)}{p_g(x)}dx", r"KL(p_r\|p_g) = 0"),
        (
            r"\mathbb E_{x \sim p_r} [f(x)] - \mathbb E_{x \sim p_g} [f(x)] = \int (p_r(x)-p_g(x)) f(x) dx",
            r"\mathbb E_{x \sim p_r} [f(x)] - \mathbb E_{x \sim p_g} [f(x)] = 0",
        ),
        (
            r"\mathbb E_{x \sim p_r} [f(x)] = \int p_r(x)f(x)dx",
            r"\mathbb E_{x \sim p_r} [f(x)] = \mathbb E_{p_g} [f(x)]",
        ),
        (r"\mathbb E_{z \sim p_z} [f(z)] = \int p(z)f(z)dz", r"\mathbb E_{z \sim p_z} [f(z)] = \int p(z)f(z)^2dz"),
    ],
)
def test_densities_without_arguments_are_told_apart_by_their_subscripts(right, wrong):
    assert last_verdict(f"$${right}$$") == "proved"
    assert last_verdict(f"$${wrong}$$") == "refuted"


@pytest.mark.parametrize(
    "line",
    [
        r"p(x) = \sum_{k=1}^K \pi_k p(x|z=k)",
        r"p(z=k|x) = \frac{\pi_k p(x|z=k)}{\sum_{j=1}^K \pi_j p(x|z=j)}",
        r"\log p(x) = \log \sum_{k=1}^K w_k p(x|z=k)",
    ],
)
def test_weights_that_nobody_gives_accuse_no_mixture(line):
    found = Judge(read_note(f"$${line}$$"), mend=False).run()[-1]
    assert found.verdict == "doubtful" and "sums to one" in found.message
    without = line.replace(r"\pi_k ", "").replace(r"\pi_j ", "").replace("w_k ", "")
    assert Judge(read_note(f"$${without}$$"), mend=False).run()[-1].verdict == "refuted"

"""What words before a line mean it as: up to a constant in a letter, as a function of a variable, by a flat prior, to
an order, bounded by a number, in the case of the display above."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [judged.verdict for judged in Judge(read_note(text), mend=False).run()]


KL, WHOLE = r"KL(q_\phi(z|x)\|p(z|x))", r"\mathbb{E}_{q_\phi(z|x)}[\log q_\phi(z|x) - \log p(x,z)]"
LOST = r"-\mathbb{E}_{q_\phi(z|x)}[\log p(x,z)]"
CROSS = r"$$ KL(p(x)\|p_\theta(x)) = -\mathbb{E}_{p(x)}[\log p_\theta(x)] $$"


@pytest.mark.parametrize("said", [r"Up to an additive constant in $\phi$,", r"Up to an additive constant (in $\phi$)"])
def test_up_to_a_constant_in_a_letter(said):
    assert verdicts(f"{said}\n\n$$ {KL} = {WHOLE} $$") == ["proved"]
    assert verdicts(f"{said}\n\n$$ {KL} = {LOST} $$") == ["refuted"]
    assert verdicts(f"$$ {KL} = {WHOLE} $$") == ["refuted"]


@pytest.mark.parametrize("said", [
    r"Dropping terms that do not depend on $\theta$:", r"忽略与 $\theta$ 无关的常数，", "Modulo constants we have",
    "We drop additive constants without further notice.",
])  # fmt: skip
def test_what_is_dropped_is_no_slip(said):
    assert verdicts(f"{said}\n\n{CROSS}")[-1] in ("doubtful", "proved")
    assert verdicts(f"{said}\n\n{CROSS}".replace("= -", "= ")) == ["refuted"]


BAYES, JOINT = r"$$ p(x|z) \propto \frac{p(z|x)}{p(z)} $$", r"$$ p(x,z) \propto p(z|x) $$"


def test_as_a_function_of_what_is_named():
    assert verdicts(f"As a function of $z$:\n\n{BAYES}\n\n{JOINT}") == ["proved", "doubtful"]
    assert verdicts(f"As a function of $x$:\n\n{JOINT}") == ["refuted"]
    assert verdicts(f"$x$ is observed and held fixed.\n\n{JOINT}") == ["doubtful"]
    assert verdicts(f"$z$ is held fixed.\n\n{JOINT}") == ["refuted"]
    assert verdicts(BAYES) == ["refuted"]


def test_by_a_flat_prior():
    line = r"$$ p(\theta|x) \propto p(x|\theta) $$"
    assert verdicts(f"With a uniform prior on $\\theta$:\n\n{line}") == ["doubtful"]
    assert verdicts(f"With a normal prior on $\\theta$:\n\n{line}") == ["refuted"]
    assert verdicts("With a uniform prior on $\\theta$:\n\n" + r"$$ p(\theta|x) \propto p(x|\theta)^2 $$") == [
        "refuted"
    ]


def test_to_an_order_in_the_displays_below():
    said = r"Up to terms of order $\epsilon^2$," + "\n\n"
    assert (
        verdicts(said + r"$$ \log(1+\epsilon) = \epsilon $$" + "\n\n" + r"$$ e^\epsilon = 1 + \epsilon $$")
        == ["doubtful"] * 2
    )
    assert verdicts(said + r"$$ \log(1+\epsilon) = 2\epsilon $$") == ["refuted"]


def test_bounded_by_a_number():
    said = "Let $p(x)$ be a density bounded by $2$.\n\n"
    assert verdicts(said + r"$$ H(p) \ge -\log 2 $$") == ["doubtful"]
    assert verdicts(said + r"$$ H(p) \ge 0 $$") == ["refuted"]
    assert verdicts("$D(x)$ is the probability that $x$ is real.\n\n" + r"$$ \log D(x) \le 0 $$") == ["doubtful"]
    assert verdicts(r"$$ \log p(x) \le 0 $$") == ["refuted"]


def test_the_case_of_the_display_above():
    case = r"If $\beta = 2$," + "\n\n" + r"$$ \beta KL(p\|q) = 2 KL(p\|q) $$" + "\n\n"
    for line, words, verdict in (("2", "", "doubtful"), ("3", "", "refuted"), ("2", "In general:\n\n", "refuted")):
        assert verdicts(f"{case}{words}$$ \\beta KL(p\\|q) = {line} KL(p\\|q) $$")[-1] == verdict

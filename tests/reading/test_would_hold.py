"""A line that fails is not refuted where words of its section may say what it holds under; others acquit nobody."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

EXACT = r"\mathrm{KL}(q(z|x)\|p(z|x)) = 0"
TIGHT = r"\log p(x) = \mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{q(z|x)}\right]"
COLLAPSED = r"\mathrm{KL}(q(z|x)\|p(z)) = 0"
NO_INFORMATION = "I(x;z) = 0"
UNIT = r"\mathrm{KL}(N(\mu,\sigma^2)\|N(0,1)) = \frac12\mu^2"
CENTRED = r"\mathrm{KL}(N(\mu,\sigma^2)\|N(0,1)) = \frac12(\sigma^2-1)-\log\sigma"
WEIGHTED = r"\mathbb{E}_{q(z|x)}[\log p(x|z)]-\beta\,\mathrm{KL}(q(z|x)\|p(z))\le\log p(x)"
REWARD = r"\mathbb{E}_{q(z)}[f(z)]\ge 0"
MEANS = r"\mathrm{KL}(N(\mu_1,\sigma^2)\|N(\mu_2,\sigma^2)) = 0"


def judged(note: str):
    return Judge(read_note(note), mend=False).run()[-1]


def verdict(said: str, line: str) -> str:
    return judged(f"{said}\n\n$$ {line} $$").verdict


MAY_HOLD = [
    ("The recognition network equals the posterior.", EXACT),
    ("The encoder is exact.", TIGHT),
    ("A perfect encoder would give", EXACT),
    ("编码器等于真实后验。", EXACT),
    ("Under posterior collapse the encoder equals the prior.", COLLAPSED),
    ("The encoder is blind to its input.", NO_INFORMATION),
    ("The codes carry no information about the images.", NO_INFORMATION),
    ("For an encoder of unit variance", UNIT),
    ("For a centred encoder,", CENTRED),
    ("The weight never falls below one.", WEIGHTED),
    ("The reward is never negative.", REWARD),
    ("The means agree.", MEANS),
    ("The code is deterministic and discrete.", "H(z|x) = 0"),
    ("Let $X$ and $Y$ have the same distribution.", "H(X) = H(Y)"),
    ("Let $z$ be a fair coin.", r"H(z) = \log 2"),
    ("The two weights are a convex combination:", "a + b = 1"),
    ("The mean of $x$ under $p(x)$ is called $m$.", r"\mathbb{E}_{p(x)}[x - m] = 0"),
    (r"$$ x \perp z $$", NO_INFORMATION),
    (r"Assume $X \perp Z \mid Y$.", "I(X;Y,Z) = I(X;Y)"),
    (r"Let $q(z) \propto p(x,z)$ for this $x$.", r"\mathrm{KL}(q(z)\|p(z|x)) = 0"),
    ("All variables are categorical.", "I(X;Y) \\le H(X)"),
    (
        r"The annealing weight $\gamma_t$ grows from zero to one.",
        r"\gamma_t\,\mathrm{KL}(q(z)\|p(z)) \le \mathrm{KL}(q(z)\|p(z))",
    ),
    ("The encoder can represent the posterior and is trained to convergence.", TIGHT),
]


@pytest.mark.parametrize(("said", "line"), MAY_HOLD)
def test_words_that_may_make_it_hold_acquit_it(said, line):
    assert verdict(said, line) == "doubtful"
    assert verdict("", line) == "refuted"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("The recognition network equals the posterior.", r"\mathrm{KL}(q(z|x)\|p(z)) = 1"),
        ("The encoder does not equal the posterior.", EXACT),
        ("Is the encoder equal to the posterior?", EXACT),
        ("The codes are independent of the images.", r"H(x) = 2 H(x) + H(z)"),
        ("Here $y$ equals the posterior of $w$.", EXACT),
        ("For an encoder of unit variance", CENTRED),
        ("The weight never falls below one.", r"\beta^2 \le \beta - 1"),
        ("The reward is never negative.", r"\mathbb{E}_{q(z)}[f(z)] \ge 1"),
        ("The negative bound of the positive pairs is large.", "a^3 \\ge 0"),
        ("Let $a$ be less than one.", "a^3 \\ge 0"),
        ("Let $z$ be a fair coin.", r"\log p(x) = \log p(x,z) + \log p(z|x)"),
        ("The means agree.", r"\log p(x) = \log p(x|z) + \log p(z)"),
    ],
)
def test_other_words_acquit_nobody(said, line):
    assert verdict(said, line) == "refuted"


def test_a_slip_in_what_vanishes_under_the_words_is_a_slip():
    said = "The bound is tight: the encoder equals the posterior at the optimum."
    wrong = rf"{TIGHT} - \mathrm{{KL}}(q(z|x)\|p(z|x))"
    assert verdict(said, wrong) == "refuted"
    assert verdict(said, wrong.replace("- \\mathrm", "+ \\mathrm")) == "proved"


def test_words_of_another_section_acquit_nobody():
    assert judged(f"## One\n\nThe encoder is exact.\n\n## Two\n\n$$ {EXACT} $$").verdict == "refuted"
    assert judged(f"## One\n\nThe encoder is exact.\n\n$$ {EXACT} $$").verdict == "doubtful"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("independence of the parts", "doubtful"), ("chain rule", "refuted"), ("部分独立", "doubtful")],
)
def test_the_words_in_a_row_belong_to_its_step(words, expected):
    rows = rf"\begin{{align}} H(x,z) &= H(x)+H(z|x) \\ &= H(x)+H(z) && \text{{({words})}} \end{{align}}"
    assert [one.verdict for one in Judge(read_note(rows), mend=False).run()] == ["proved", expected]


def test_what_a_line_needs_is_said_after_it():
    """`needs $q = p$`; of `needs care` nothing is a condition."""
    line = "$$ \\mathrm{KL}(q(z)\\|p(z)) = 0 $$\n\n"
    assert judged(f"{line}needs $q(z) = p(z)$.").verdict == "doubtful"
    assert judged(f"{line}needs care.").verdict == "refuted"


def test_a_law_in_role_words_beside_a_formula_is_heard():
    said = "The prior is {} and the encoder is $q(z|x) = N(\\mu,\\sigma^2)$."
    line = r"\mathrm{KL}(q(z|x)\|p(z)) = \frac12(\mu^2+\sigma^2-1-\log\sigma^2)"
    assert verdict(said.format("standard normal"), line) == "doubtful"
    assert verdict(said.format("fixed"), line) == "refuted"


def test_a_note_at_the_foot_is_heard():
    note = "We look at some of them only.[^1]\n\n$$ {} $$\n\nMore.\n\n[^1]: That is, $\\beta$ is {}."
    assert judged(note.format(WEIGHTED, "at least one")).verdict == "doubtful"
    assert judged(note.format(WEIGHTED, "a number")).verdict == "refuted"


def test_it_says_what_it_would_hold_under_and_who_may_say_so():
    told = judged(f"The encoder equals the posterior.\n\n$$ {EXACT} $$").message
    assert "it would hold if p(z|x) = q(z|x), and line 1 may say so: the encoder equals the posterior." in told


def test_a_case_of_two():
    """`For two classes` may say that K is 2."""
    line = r"$$\frac{e^{a_1}}{\sum_{j=1}^K e^{a_j}} = \frac{1}{1+e^{-(a_1-a_2)}}$$"
    said = "For two classes the softmax is a logistic function. "
    assert Judge(read_note(said + line), mend=False).run()[-1].verdict == "doubtful"
    assert Judge(read_note(said + line.replace("{-(", "{(")), mend=False).run()[-1].verdict == "refuted"
    assert Judge(read_note(line), mend=False).run()[-1].verdict == "refuted"

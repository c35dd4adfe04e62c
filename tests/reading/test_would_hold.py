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


def verdicts(text: str) -> list[str]:
    return [step.verdict for step in Judge(read_note(text), mend=False).run()]


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
    (
        r"The annealing weight $\gamma_t$ grows from zero to one.",
        r"\gamma_t\,\mathrm{KL}(q(z)\|p(z)) \le \mathrm{KL}(q(z)\|p(z))",
    ),
    ("The encoder can represent the posterior and is trained to convergence.", TIGHT),
]


@pytest.mark.parametrize("said", ["All variables are categorical.", ""])
def test_the_entropy_of_what_nothing_calls_continuous(said):
    """Without words too: most authors write H(X) of a discrete variable, and h(X) of a continuous one."""
    assert verdict(said, "I(X;Y) \\le H(X)") == "doubtful"
    assert verdict("The variable $X$ is continuous.", "I(X;Y) \\le H(X)") == "refuted"
    assert verdict(said, "I(X;Y) \\ge H(X)") == "refuted"


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


SAME_SPREAD = (
    r"$p(x)=\mathcal N(x;\mu_1,\sigma_1^2)$, $q(x)=\mathcal N(x;\mu_2,\sigma_2^2)$ with the same variance.",
    r"KL(p\|q)=\frac{(\mu_1-\mu_2)^2}{2\sigma_1^2}", r"KL(p\|q)=KL(q\|p)",
)  # fmt: skip
AGREE = "The two densities agree.", r"KL(p\|q)=0", r"KL(p\|q)=KL(q\|p)"


@pytest.mark.parametrize(("said", "first", "second"), [
    ("The process is stationary.", "a+b=b+a", "H(x_2)=H(x_1)"), SAME_SPREAD, AGREE,
    (r"$X$ and $Y$ have the same distribution.", r"\mathbb E[X]=\mathbb E[Y]", "H(X)=H(Y)"),
    ("Both marginals are the same.", r"\int p(x,y)\,dy=p(x)", "H(X)=H(Y)"),
    ("All densities are symmetric about the origin.", r"\mathbb E_{p(x)}[x]=0", "p(-x)=p(x)"),
    ("The channel is noiseless.", "H(Y|X)=0", "I(X;Y)=H(X)"), ("该信道无噪，是无损的。", "H(Y|X)=0", "I(X;Y)=H(X)"),
    ("The sample is centred.", r"\sum_{i=1}^nx_i=0",
     r"\frac1n\sum_{i=1}^n(x_i-a)^2=\frac1n\sum_{i=1}^nx_i^2+a^2"),
    ("The weights sum to one.", r"\sum_{k=1}^Kw_kc=c", r"\sum_{k=1}^Kw_k(a_k+c)=c+\sum_{k=1}^Kw_ka_k"),
    ("The basis is orthonormal.", r"U^\top U=I", r"\|Ux\|^2=\|x\|^2"),
    ("The features do not interact: the joint factorises.", "H(X,Y)=H(X)+H(Y)", "I(X;Y)=0"),
    ("All matrices in this note are symmetric.", r"A=A^\top", r"x^\top Ay=y^\top Ax"),
    ("All samples coincide.", r"\frac1K\sum_{k=1}^Kw(z_k)=w(z_1)", r"\sum_{k=1}^Kw(z_k)=Kw(z_1)"),
    ("We work in one dimension.", r"\operatorname{tr}(\Sigma)=\det\Sigma", r"\frac d2\log(2\pi)=\frac12\log(2\pi)"),
])  # fmt: skip
def test_a_fact_in_words_is_so_for_the_displays_that_follow(said, first, second):
    found = verdicts(f"{said}\n\n$$ {first} $$\n\n$$ {second} $$")
    assert "refuted" not in found


@pytest.mark.parametrize(("said", "line"), [
    ("For scalar $z$,", r"\frac d2\log(2\pi)=\frac12\log(2\pi)"),
    (r"Setting $\beta$ to one,", WEIGHTED), ("The E step makes the bound tight.", TIGHT),
    (r"$p(x)=\mathcal N(x;\mu,\sigma^2)$. After standardising the data, $\mu$ is zero and $\sigma$ is one.",
     r"\mathbb E_{p(x)}[x^2]=1"),
    ("The batch has size one.", r"\frac1B\sum_{b=1}^Bf(x_b)=f(x_1)"),
])  # fmt: skip
def test_a_number_in_words_acquits_what_it_makes_right(said, line):
    assert verdicts(f"{said}\n\n$$ {line} $$")[-1] == "doubtful"


@pytest.mark.parametrize(("said", "line"), [
    (SAME_SPREAD[0], r"KL(p\|q)=\frac{(\mu_1-\mu_2)^2}{\sigma_1^2}"),
    ("The sample is centred.", r"\frac1n\sum_{i=1}^n(x_i-a)^2=\frac1n\sum_{i=1}^nx_i^2-a^2"),
    ("We work in one dimension.", r"\frac d2\log(2\pi)=\frac13\log(2\pi)"),
    ("All samples coincide.", r"\frac1K\sum_{k=1}^Kw(z_k)=2w(z_1)"),
    ("The features interact: the joint does not factorise.", "I(X;Y)=0"),
    ("The process is stationary.", r"\mathbb E_{p(x)}[x^2] = (\mathbb E_{p(x)}[x])^2"),
])  # fmt: skip
def test_a_fact_in_words_acquits_no_other_line(said, line):
    assert verdicts(f"{said}\n\n$$ {line} $$")[-1] == "refuted"


def test_words_that_lead_to_one_display_say_nothing_of_the_next():
    """`..., so that` before the formula of a density: a constraint on names there, none in the lines that follow."""
    law = r"p(x) = \frac{1}{\sqrt{2\pi\sigma^2}} e^{-(x-\mu)^2/(2\sigma^2)}"
    line = r"\frac12\log(2\pi e\sigma^2) = \frac12\log(2\pi e\sigma)"
    said = rf"Let $x\sim\mathcal N(\mu,\sigma^2)$, so that $$ {law} $$"
    assert verdicts(f"{said}\n\nThen\n\n$$ {line} $$")[-1] == "refuted"

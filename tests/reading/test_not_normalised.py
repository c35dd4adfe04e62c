"""What is no density is used by no rule of densities; an energy in an exponent is no expectation."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

RATIO = r"\mathbb{E}_{q(z)}\left[\frac{\tilde p(z)}{q(z)}\right]"


def judged(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(("words", "line", "verdict"), [
    (r"Let $\tilde p(z) = Z p(z)$.", f"{RATIO} = 1", "refuted"),
    (r"Let $\tilde p(z) = Z p(z)$.", f"{RATIO} = Z", "proved"),
    (r"Let $\tilde p(z)$ be an unnormalised density.", r"\int \tilde p(z) dz = 1", "refuted"),
    (r"设 $\tilde p(z)$ 未归一化。", r"\int \tilde p(z) dz = 1", "refuted"),
    ("Let $p(z)$ be an improper prior.", r"\int p(z) dz = 1", "refuted"),
    ("Let $p(z)$ be a probability density.", r"\int p(z) dz = 1", "proved"),
    (r"Let $\tilde p(z)$ be another density.", r"\int \tilde p(z) dz = 1", "proved"),
    (r"Let $p_\beta(x) = p(x)^\beta$.", r"\int p_\beta(x) dx = 1", "refuted"),
    (r"Let $\bar p(x) = 3 p(x)$.", r"\mathrm{KL}(p\|\bar p) \ge 0", "refuted"),
])  # fmt: skip
def test_multiples_and_powers_of_densities_are_none(words, line, verdict):
    assert judged(f"{words}\n\n$$ {line} $$")[-1] == verdict


def test_the_constant_of_a_density_is_not_one():
    text = "$$ p(z) = \\frac{\\tilde p(z)}{Z} $$\n\n$$ Z = \\int \\tilde p(z) dz $$\n\n$$ %s $$"
    assert judged(text % "Z = 1") == ["definition", "definition", "refuted"]
    slack = r"\mathrm{KL}(q\|p) = E_q[\log q(z) - \log \tilde p(z)] + \log Z"
    assert judged(text % slack) == ["definition", "definition", "proved"]
    assert judged(text % slack.replace("+", "-"))[-1] != "proved"


@pytest.mark.parametrize("energy", [
    r"p(x) = \frac{e^{-E(x)}}{Z}", r"p(x) = \frac{1}{Z} e^{-\beta E(x)}", r"p_\theta(x) = \frac{\exp(-E_\theta(x))}{Z}",
])  # fmt: skip
def test_a_density_by_its_energy_is_a_definition(energy):
    """E(x) was the mean of x, and the model of the note a refuted claim."""
    assert judged(f"$$ {energy} $$") == ["definition"]


def test_the_logarithm_of_an_energy_model():
    model = "$$ p(x) = \\frac{e^{-E(x)}}{Z} $$\n\n$$ \\log p(x) = %s $$"
    assert judged(model % r"-E(x) - \log Z")[1] == "proved"
    assert judged(model % r"-E(x) + \log Z")[1] != "proved"


def test_an_expectation_stays_one_where_no_exponent_has_it():
    law = "$$ \\int p(x) dx = 1 $$\n\n$$ E(x) = \\int %s p(x) dx $$"
    assert [judged(law % "x")[1], judged(law % "x^2")[1]] == ["proved", "refuted"]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"p_y(y) = \frac12 p_x(y/2)", "unread"), (r"p_Y(y) = \frac12 p_X(y/2)", "unread"),
    (r"\int p_X(x) dx = 1", "proved"), (r"\int p_Z(z) p_{X|Z}(x|z) dz = p_X(x)", "proved"),
])  # fmt: skip
def test_a_density_named_by_its_variable_is_not_of_another_place(line, verdict):
    """Let y = 2x: the right line was refuted, for p_x(y/2) was read as the density of y."""
    assert judged(f"Let $y = 2x$. Then\n\n$$ {line} $$")[-1] == verdict


@pytest.mark.parametrize(("words", "verdict"), [
    ("Let $p(x) = e^{-x^2}$.", "consistent"), (r"Let $p(x) = e^{-x^2} / \sqrt{\pi}$.", "proved"),
    ("Let $p(x) = N(x; 0, 1)$.", "proved"),
])  # fmt: skip
def test_a_formula_in_a_sentence_integrates_to_one(words, verdict):
    assert judged(f"{words} $$ \\int p(x) dx = 1 $$") == [verdict]


@pytest.mark.parametrize(("words", "line", "verdict"), [
    ("Let $q(x)=e^{-E(x)}$.", r"\int q(x)dx = 1", "consistent"),
    ("$q(x)=e^{f(x)}$ with a network $f$.", r"KL(p\|q) \ge 0", "doubtful"),
    ("The target density is $q(x)=e^{-U(x)}$.", r"KL(p\|q) \ge 0", "proved"),
    ("$q(x)=2p(x)$", r"\int q(x)dx = 1", "refuted"), ("$q(x)=2p(x)$", r"KL(p\|q) = -\log 2", "proved"),
    ("$q(x)=p_1(x)p_2(x)$", r"KL(r\|q)=KL(r\|p_1)+KL(r\|p_2)+H(r)", "proved"),
    ("$q(x)=p_1(x)p_2(x)$", r"\int q(x)dx = 1", "refuted"),
    ("The density ratio is $r(x)=p(x)/q(x)$.", r"KL(p\|r) \ge 0", "refuted"),
    ("The density ratio is $r(x)=p(x)/q(x)$.", r"\mathbb{E}_{q(x)}[r(x)] = 1", "proved"),
    (r"Let $m(x)=\frac12 p(x)+\frac12 q(x)$.", r"KL(p\|m) \ge 0", "proved"),
    ("Let $r(x)=q(x)/p(x)$, so $q(x)=r(x)p(x)$.", r"\int q(x)dx = 1", "proved"),
    (r"Let $q(z)=p(z|x)$.", r"KL(q(z)\|p(z)) \ge 0", "proved"),
])  # fmt: skip
def test_a_formula_that_does_not_integrate_to_one_gives_a_function(words, line, verdict):
    assert judged(f"Here $p(x)$ is a density. {words}\n\n$$ {line} $$")[-1] == verdict


@pytest.mark.parametrize(("words", "line", "verdict"), [
    ("$f(x)$ is a positive function, $p(x)$ a density.", r"\int f(x)dx = 1", "refuted"),
    ("$p$ and $q$ are finite measures (not necessarily probability measures) with densities $p(x)$, $q(x)$.",
     r"\int p(x)\log\frac{p(x)}{q(x)}dx \ge 0", "refuted"),
    ("$p$ and $q$ are probability measures with densities $p(x)$, $q(x)$.",
     r"\int p(x)\log\frac{p(x)}{q(x)}dx \ge 0", "proved"),
    (r"$p(\theta)\propto 1$ on $\mathbb R$ (improper).", r"\int p(\theta)d\theta = 1", "refuted"),
    (r"$p(\theta)$ is the prior.", r"\int p(\theta)d\theta = 1", "proved"),
    ("$p(x)$ is the propensity score.", r"\int p(x)dx = 1", "doubtful"),
    ("$p(x)$ 表示事件在 $x$ 处发生的概率（不是密度）。", r"\int p(x)dx = 1", "refuted"),
    ("$p_i$ are prices.", r"\sum_i p_i = 1", "consistent"), ("$p_i$ are probabilities.", r"\sum_i p_i = 1", "proved"),
    ("$p_i=P(X_i=1)$ for coins.", r"\sum_i p_i = 1", "consistent"), ("$p_i=P(X=i)$.", r"\sum_i p_i = 1", "proved"),
    ("$u(x)$, $v(x)$ are potentials.", r"KL(u\|v) \ge 0", "refuted"),
    ("$u(x)$, $v(x)$ are densities.", r"KL(u\|v) \ge 0", "proved"),
    ("$q(z)$ takes negative values.", r"\int q(z)\log\frac{q(z)}{p(z)}dz \ge 0", "consistent"),
])  # fmt: skip
def test_what_words_tell_to_be_no_density(words, line, verdict):
    assert judged(f"{words}\n\n$$ {line} $$")[-1] == verdict


SCORE = r"\mathbb{E}_{p(x)}\left[\frac{p'(x)}{p(x)}\right]"


@pytest.mark.parametrize(("words", "line", "verdict"), [
    ("$p(x)$ has the derivative $p'(x)$.", f"{SCORE} = 1", "doubtful"),
    ("$p(x)$ is smooth.", f"{SCORE} = 0", "doubtful"),
    ("The Stein identity uses $p'(x)$.", rf"{SCORE} = \int p'(x)dx", "proved"),
    ("$p'(x)$ 表示 $p(x)$ 的导数。", f"{SCORE} = 1", "doubtful"),
    ("Let $p'(x)$ be another density.", f"{SCORE} = 1", "proved"),
])  # fmt: skip
def test_the_derivative_of_a_density_is_none(words, line, verdict):
    assert judged(f"{words}\n\n$$ {line} $$")[-1] == verdict


def test_a_density_that_was_given_before_is_claimed_to_be_twice_another():
    given = "$$ \\log q(y) := \\log \\int p(y|t)p(t) dt $$\n\n$$ q(y) = 2p(y) $$\n\n$$ \\int q(y) dy = 1 $$"
    assert judged(given) == ["definition", "refuted", "proved"]

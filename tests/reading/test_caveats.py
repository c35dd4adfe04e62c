"""Sentences that give a sign, a number, a family or a density another meaning: nothing is decided by the usual one."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

KL = r"D(p\|q) = \mathbb{E}_{p(x)}[\log p(x) - \log q(x)]"
RATIO = r"\mathbb{E}_{q(x)}\left[\frac{p(x)}{q(x)}\right] = 1"
ELBO = r"\max_{q} \mathbb{E}_{q(z)}[\log p(x,z) - \log q(z)] = \log p(x)"
SLOPE, REWARD = r"\frac{d}{dx}(xy) = y", r"\mathbb{E}_{p(a)}[r] = r"


def judged(words: str, line: str) -> str:
    return Judge(read_note(f"{words}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


TAKEN_AWAY = [
    (r"Let $D(p\|q)$ be the $\chi^2$ divergence.", KL), (r"Let $D(p\|q)$ be the total variation.", KL),
    (r"Here $D(p\|q)$ denotes the Jensen-Shannon divergence.", KL), (r"设 $D(p\|q)$ 为全变差。", KL),
    ("Here $H(X)$ is the Rényi entropy.", r"H(X) = -\int p(x) \log p(x) dx"),
    ("Let $y$ depend on $x$.", SLOPE), ("设 $y$ 依赖于 $x$。", SLOPE), ("$y$ is a smooth function of $x$.", SLOPE),
    ("The reward $r$ depends on the action $a$.", REWARD), ("$r$ is correlated with $a$.", REWARD),
    ("Let $a$ be random and independent of $X$.", r"\mathrm{Var}(aX) = a^2 \mathrm{Var}(X)"),
    ("With $q$ restricted to Gaussians,", ELBO), ("Here $q$ runs over factorised densities only.", ELBO),
    ("这里 $q$ 取遍高斯分布族。", ELBO),
    ("The supports of $p$ and $q$ are disjoint.", RATIO), ("$q$ vanishes where $p$ is positive.", RATIO),
    ("$p$ 与 $q$ 的支撑不相交。", RATIO),
]  # fmt: skip
LEFT = [
    (r"Let $D(p\|q)$ be the Kullback-Leibler divergence.", KL),
    (r"Let $J(p\|q)$ be the total variation.", KL),  # another sign
    ("Here $H(X)$ is the Shannon entropy.", r"H(X) = -\int p(x) \log p(x) dx"),
    ("The number $y$ does not depend on $x$.", SLOPE), ("Let $y$ depend on $t$.", SLOPE),
    ("The reward $r$ does not depend on the action $a$.", REWARD), ("Here $q$ is any density.", ELBO),
    ("Let $X$ be a random variable and $a$ a number.", r"\mathrm{Var}(aX) = a^2 \mathrm{Var}(X)"),
    ("The supports of $p$ and $q$ are the same.", RATIO), ("The gradient vanishes at the optimum of $q$.", RATIO),
]  # fmt: skip


@pytest.mark.parametrize(("words", "line"), TAKEN_AWAY)
def test_what_a_sentence_takes_away_is_not_proved(words, line):
    """Each of these was proved."""
    assert judged(words, line) == "consistent"


@pytest.mark.parametrize(("words", "line"), LEFT)
def test_what_says_nothing_of_the_line_takes_nothing_away(words, line):
    assert judged(words, line) == "proved"


@pytest.mark.parametrize(("words", "line"), [
    (r"Let $D(p\|q)$ be the total variation.", r"D(p\|q) = D(q\|p)"),
    ("Let $y$ depend on $x$.", r"\frac{d}{dx}(xy) = y + x"),
])  # fmt: skip
def test_nor_is_it_refuted(words, line):
    assert judged(words, line) == "doubtful"
    assert judged("", line) == "refuted"


@pytest.mark.parametrize(("words", "line"), [
    ("Let $X$ have mean $0$ and variance $1$.", r"\mathbb{E}[X^2] = 1"),
    ("For a zero-mean random variable $X$,", r"\mathrm{Var}(X) = \mathbb{E}[X^2]"),
    ("Suppose $X$ is symmetric about zero.", r"\mathbb{E}[X^3] = 0"),
    ("Suppose $Y = X$.", r"\mathbb{E}[XY] = \mathbb{E}[X^2]"),
    ("For $x_1, x_2$ i.i.d. from $p$,", r"\mathbb{E}[\log p(x_1) + \log p(x_2)] = -2 H(p)"),
    (r"Let $Z = \frac{X - \mu}{\sigma}$ where $X \sim N(\mu, \sigma^2)$.", r"\mathbb{E}[Z] = 0"),
    (r"Let $U \sim \mathrm{Uniform}(0, 1)$.", r"\mathbb{E}[U^2] = \frac13"),
    (r"With $\sigma_1 = \sigma_2 = \sigma$ we get", r"\frac{\sigma_1}{\sigma_2} = 1"),
    ("$X$ is a binary variable.", r"H(X) \le \log 2"),
    (r"Let $q^*$ minimise $\mathrm{KL}(q\|p)$ over a family that contains $p$.", r"\mathrm{KL}(q^*\|p) = 0"),
    ("设 $X$ 为零均值随机变量。", r"\mathrm{Var}(X) = \mathbb{E}[X^2]"),
])  # fmt: skip
def test_a_law_in_words_that_is_not_used_keeps_a_line_from_being_refuted(words, line):
    """Each of these right lines was refuted by a law that is not so."""
    assert judged(words, line) == "doubtful"


@pytest.mark.parametrize(("words", "line"), [
    (r"Let $X$ have mean $\mu$ and variance $\sigma^2$.", r"\mathbb{E}[X^2] = \mu^2 - \sigma^2"),
    (r"Let $\epsilon \sim N(0, 1)$ have zero mean and unit variance.", r"\mathbb{E}[\epsilon^2] = 2"),
])  # fmt: skip
def test_a_law_that_is_read_is_used(words, line):
    assert judged(words, line) == "refuted"


def test_a_divergence_of_the_author_is_what_its_display_says():
    """The author's definition was refuted, and its opposite proved."""
    text = r"Define the %s $$ D(p\|q) = \mathbb{E}_{q(x)}[\log q(x) - \log p(x)]. $$ Then $$ %s $$"
    of_kl = r"D(p\|q) = \mathbb{E}_{p(x)}[\log p(x) - \log q(x)]"
    own, usual = (Judge(read_note(text % (name, of_kl)), mend=False).run() for name in ("divergence", "KL divergence"))
    assert [one.verdict for one in own] == ["doubtful", "consistent"]
    assert [one.verdict for one in usual] == ["refuted", "proved"]


@pytest.mark.parametrize("words", [
    "Equality holds iff $q(z|x) = p(z|x)$, and then", "At the optimum $q(z|x) = p(z|x)$ and",
    r"In the limit $q(z|x) \to p(z|x)$ and",
])  # fmt: skip
def test_what_leads_to_a_display_may_be_what_makes_it_hold(words):
    """Each was refuted by a q that is not p."""
    assert judged(words, r"\mathrm{KL}(q(z|x)\|p(z|x)) = 0") == "doubtful"
    assert judged("We compare $q(z|x)$ and $p(z|x)$:", r"\mathrm{KL}(q(z|x)\|p(z|x)) = 0") == "refuted"


@pytest.mark.parametrize(("words", "line", "verdict"), [
    ("Suppose $X$ is independent of $Y$.", "I(X;Y) = 0", "proved"),
    ("Suppose $X$ is not independent of $Y$.", "I(X;Y) = 0", "refuted"),
    ("设 $X$ 独立于 $Y$。", r"\mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y]", "proved"),
    ("Let $X, Y, Z$ be independent.", "I(X;Y) = 0", "proved"), ("$X$、$Y$、$Z$ 两两独立。", "I(X;Y) = 0", "proved"),
    ("Let $X$ and $Y$ be i.i.d.", r"\mathbb{E}[X] = \mathbb{E}[Y]", "doubtful"),
    ("Suppose $a > b > 0$.", r"\log\frac{a}{b} > 0", "doubtful"),
    ("Suppose $a > 0$ and $b > 0$.", r"\log\frac{a}{b} > 0", "refuted"),
    (r"The reward is bounded: $|r(x)| \le 1$.", r"\mathbb{E}_{p(x)}[r(x)] \le 1", "doubtful"),
    ("$z$ takes only one value.", "H(z) = 0", "doubtful"),
    ("Here $x$ is discrete and $z$ is continuous.", r"H(x) \ge 0", "proved"),
    ("Let $y = -x$.", "H(y) = H(x)", "doubtful"),
    (r"Suppose $\mathbb{E}[Y|X] = X$.", r"\mathbb{E}[XY] = \mathbb{E}[X^2]", "doubtful"),
    (r"Let $\hat\theta$ be an unbiased estimator of $\theta$.", r"\mathbb{E}[\hat\theta] = \theta", "doubtful"),
])  # fmt: skip
def test_what_is_said_in_passing_of_a_name_keeps_a_right_line_from_being_refuted(words, line, verdict):
    assert judged(words, line) == verdict


@pytest.mark.parametrize("said", [r"Let $\pi\in(0,1)$ be a weight.", r"The weight $\pi$ lies between zero and one."])
def test_a_pi_of_its_own_is_not_the_circles(said):
    line = r"$$ \pi\,KL(q(z)\|p(z)) \le KL(q(z)\|p(z)) $$"
    assert Judge(read_note(f"{said}\n\n{line}"), mend=False).run()[0].verdict == "doubtful"
    assert Judge(read_note(line), mend=False).run()[0].verdict == "refuted"
    law = r"$$ H(p(x)) = \frac12\log(2\pi e\sigma^2) $$"
    both = f"{said} Let $p(x) = N(x; 0, \\sigma^2)$.\n\n{law}"
    assert Judge(read_note(both), mend=False).run()[0].verdict == "proved"


SCORE = r"\mathbb{E}_{p_\theta(x)}[\nabla_\theta\log p_\theta(x)] = 0"
WEIGHT = r"\mathbb{E}_{q(z)}\left[\frac{p(z)}{q(z)}\right] = 1"


@pytest.mark.parametrize(("said", "line"), [
    (r"The support of $p_\theta$ is $[0,\theta]$.", SCORE),
    (r"$p_\theta(x)=\frac{1}{\theta}$ on $[0,\theta]$.", SCORE),
    (r"$x\sim\mathrm{Uniform}(0,\theta)$ with density $p_\theta(x)$.", SCORE),
    ("The support of $q(z)$ is a strict subset of that of $p(z)$.", WEIGHT), ("$q(z)$ lives on $[0,1]$.", WEIGHT),
    ("$q(z)=0$ for $z<0$.", WEIGHT), ("$e$ is the encoder's output and $e>0$.", r"\log e = 1"),
    ("$x(t)$ solves an equation.", r"\frac{d}{dt}\log p(x) = 0"),
    ("Sums run over the training set.", r"\sum_x p(x) = 1"),
    ("Integrals are over the set $A$.", r"\int p(x)dx = 1"),
    ("The minimal value is meant, not the minimiser.",
     r"\min_\theta KL(p(x)\|p_\theta(x)) = \min_\theta -\mathbb{E}_{p(x)}[\log p_\theta(x)]"),
])  # fmt: skip
def test_supports_sets_and_letters_leave_a_line_open(said, line):
    assert Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict == "consistent"


@pytest.mark.parametrize(("said", "line"), [
    ("The support of $p(x)$ is $[0,1]$.", SCORE), (r"The function $f(x)=x$ is smooth on $[0,\theta]$.", SCORE),
    (r"The noise is $u\sim U(0,1)$.", SCORE), (r"The support of $p_\theta$ does not depend on $\theta$.", SCORE),
    (r"$p_\theta$ 的支撑集不依赖于 $\theta$。", SCORE),
    (r"$z$ lives on $\mathbb R^d$.", WEIGHT),
    ("Both are densities with $q(z)>0$ and $p(z)>0$ for all $z$.", WEIGHT),
    ("The weight is infinite if $q(z)=0$ where $p(z)>0$.", WEIGHT), ("$e$ is Euler's number.", r"\log e = 1"),
    ("$x(t)$ solves an equation.", r"\frac{d}{ds}\log p(x) = 0"),
    ("Sums over the classes are finite.", r"\sum_x p(x) = 1"),
    ("The minimal value is of no interest.",
     r"\min_\theta KL(p(x)\|p_\theta(x)) = \min_\theta -\mathbb{E}_{p(x)}[\log p_\theta(x)]"),
])  # fmt: skip
def test_other_words_leave_it_proved(said, line):
    assert Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict == "proved"

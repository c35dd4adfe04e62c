"""Spellings and layouts of notes that nobody had tried: the right line is read, a wrong one beside it is not proved."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINES = r"""
proved     | KL(P\|Q) = \int_{\boldsymbol{x}} p(\boldsymbol{x}) \log \frac{p(\boldsymbol{x})}{q(\boldsymbol{x})} \mathrm{d} x
refuted    | KL(P\|Q) = \int_{\boldsymbol{x}} q(\boldsymbol{x}) \log \frac{p(\boldsymbol{x})}{q(\boldsymbol{x})} \mathrm{d} x
proved     | H(X,Z) = -\int_{x,\mathbf{z}} p(x,z) \log p(x,z) dx dz
unread     | 1 = \int_{x_1} p(x_1,x_2) dx_2
unread     | 1 = \int_{D} p(\boldsymbol{x}) \mathrm{d} x
proved     | E_{x \sim p(x)} \norm{s(x)}_2^2 = \int p(x) \norm{s(x)}_2^2 dx
refuted    | E_{x \sim p(x)} \norm{s(x)}_2^2 = \int p(x) \norm{s(x)}_2 dx
proved     | \kl{q(z)}{p(z|x)} = \E{q(z)}{\log q(z) - \log p(z|x)}
refuted    | \kl{q(z)}{p(z|x)} = \E{q(z)}{\log q(z) - \log p(x|z)}
proved     | D_{KL}(p \Arrowvert q) = E_{x \sim p}[\log p(x)] - E_{x \sim p}[\log q(x)]
refuted    | D_{KL}(p \Arrowvert q) = E_{x \sim p}[\log q(x)] - E_{x \sim p}[\log p(x)]
proved     | E_{p(x)}[\log p(x) - \log q(x)] = \cancelto{c}{E_{p(x)}[\log p(x)]} - E_{p(x)}[\log q(x)]
refuted    | E_{p(x)}[\log p(x) - \log q(x)] = \cancelto{c}{E_{p(x)}[\log p(x)]} + E_{p(x)}[\log q(x)]
proved     | \sum_x p(x) {\rm{log}}(p(x)) = -H(X)
refuted    | \sum_x p(x) {\rm{log}}(p(x)) = H(X)
proved     | H(Y|X) = \sum_{x, y} P(X = x \wedge Y = y) \log \frac{P(X = x)}{P(X = x \wedge Y = y)}
refuted    | H(Y|X) = \sum_{x, y} P(X = x \wedge Y = y) \log \frac{P(Y = y)}{P(X = x \wedge Y = y)}
proved     | p(x_0) = \int p(x_0, \ldots, x_T) dx_1 \ldots dx_T
proved     | p(x_0) = \int p(x_0, x_1, \dots, x_T) dx_1 dx_2 \cdots dx_T
refuted    | 2 p(x_0) = \int p(x_0, x_1, \ldots, x_T) dx_1 dx_2 \cdots dx_T
definition | p(x_1, \ldots, x_n) = \prod_{i=1}^n p(x_i|x_{i-1}, \ldots, x_1)
proved     | E_{p(x)}[\log \frac{p(x)}{q(x)}] = D_{KL}[p(x) \parallel q(x))]
doubtful   | E_{p(x)}[\log \frac{p(x)}{q(x)}] = D_{KL}[q(x) \parallel p(x))]
proved     | E_{q(z)}[\log p(x,z) - \log q(z)) = E_{q(z)}[\log p(x,z)] + H(q)
doubtful   | E_{q(z)}[\log p(x,z) - \log q(z)) = E_{q(z)}[\log p(x,z)] - H(q)
proved     | \log p(x) = \log \int p(x,z)) dz
proved     | H(X) = -E[\log p(X)
unread     | 2 a + b) c = 2 a + b c
unread     | \log (a + b) c) = c \log (a + b)
unread     | E[\log p(X) + 1 = E[\log p(X)] + 1
proved     | 1. I(X;Y) \geq 0 \\ 2. H(X|Y) \leq H(X)
refuted    | 1. I(X;Y) \leq 0 \\ 2. H(X|Y) \geq H(X)
proved     | (1) & I(Y;X) = I(X;Y) \\ (2) & I(X;Y) = H(X) - H(X|Y)
refuted    | 5. I(Y;X) = 5 I(X;Y)
proved     | H(Y|X) = \sum_{x \in \Omega_X, y \in \Omega_Y} p(x,y) \log \frac{p(x)}{p(x,y)}
refuted    | H(Y|X) = \sum_{x \in \Omega_X, y \in \Omega_Y} p(x,y) \log \frac{p(y)}{p(x,y)}
proved     | H(Y|X) = \sum_{x \in \Omega} P(X = x) E\left[ \left. \log \frac{1}{P(Y|X = x)} \right| X = x \right]
refuted    | H(Y|X) = \sum_{x \in \Omega} P(X = x) E\left[ \left. \log \frac{1}{P(Y)} \right| X = x \right]
proved     | E[Y | X = x] = \int y p(y|x) dy
refuted    | E[Y | X = x] = \int y p(y) dy
unread     | E[Y | X = 3] = \int y p(y|x) dy
proved     | E_{p(x)}[f(x)] \approx \frac1n \sum_{i=1, x^{(i)} \sim q}^n \frac{p(x^{(i)}) f(x^{(i)})}{q(x^{(i)})}
refuted    | E_{p(x)}[f(x)] \approx \frac1n \sum_{i=1, x^{(i)} \sim q(x)}^n \frac{q(x^{(i)}) f(x^{(i)})}{p(x^{(i)})}
proved     | \chi^2(p\|q) = \int\frac{p(x)^2}{q(x)}\,dx - 1
refuted    | \chi^2(p\|q) = \int\frac{p(x)^2}{q(x)}\,dx
proved     | D_{\chi^2}(q(z|x)\|p(z)) = \int\frac{(p(z) - q(z|x))^2}{p(z)}\,dz
refuted    | D_{\chi^2}(q(z|x)\|p(z)) = \int\frac{(p(z) - q(z|x))^2}{q(z|x)}\,dz
unread     | \log q_j(x_j) = E_{q_{-j}}[\log \tilde{p}(x)]
proved     | \log \sum_{j=1}^k P(x, z_j) \geq \sum_{j=1}^k q_j \log \frac{P(x, z_j)}{q_j}
refuted    | \log \sum_{j=1}^k P(x, z_j) \leq \sum_{j=1}^k q_j \log \frac{P(x, z_j)}{q_j}
proved     | \sum_{j=1}^k P(x, z_j) = \sum_{j=1}^k w_j \frac{P(x, z_j)}{w_j}
"""  # noqa: E501

SIGMA_OF_AN_EXAMPLE = r"""
Let $q(z|x^{(i)}) = \mathcal{N}(z; \mu^{(i)}, \sigma^{(i)2} I)$ and $p(z) = \mathcal{N}(z; 0, I)$. Then

$$
-D_{KL}(q(z|x^{(i)}) || p(z)) = \frac{1}{2}\sum_{j=1}^J \left(1 + \log \sigma_j^{(i)2} - \sigma_j^{(i)2} SIGN \mu_j^{(i)2}\right)
$$
"""  # noqa: E501

CHAIN = r"""
The forward chain is

$$
q(x_1, \ldots, x_T | x_0) := \prod_{t=1}^T q(x_t | x_{t-1})
$$

$$
\log p(x_0) SIGN E_{q(x_1, \ldots, x_T|x_0)}[\log \frac{p(x_0, \ldots, x_T)}{q(x_1, \ldots, x_T | x_0)}]
$$
"""

IMPORTANCE = r"""
Draw $z_1,\dots,z_K$ independently from $q(z|x)$ and put $w_k=p(x,z_k)/q(z_k|x)$.

$$
\mathbb{E}_{z_1,\dots,z_K}\left[\log\frac1K\sum_{k=1}^{K}w_k\right] SIGN \log p(x)
$$
"""

WEIGHTS = r"""
Let $W_j(\cdot)$ be weights with $\sum_{j=1}^k W_j(\cdot) = 1$. Then

$$
\log \sum_{j=1}^k P(x, z_j) = \log \sum_{j=1}^k W_j(\cdot) \frac{P(x, z_j)}{W_j(\cdot)}
SIGN \sum_{j=1}^k W_j(\cdot) \log \frac{P(x, z_j)}{W_j(\cdot)}
$$
"""

PREFERENCE = r"""
The Bradley-Terry model is

$$
p^*(y_1 \succ y_2 | x) = \frac{\exp(r(x,y_1))}{\exp(r(x,y_1)) + \exp(r(x,y_2))}
$$

$$
1 - p^*(y_1 \succ y_2 | x) = \frac{\exp(r(x,y_WHICH))}{\exp(r(x,y_1)) + \exp(r(x,y_2))}
$$
"""

TAKEN_UP_AGAIN = r"""
$$ KL(p\|q) = -\int p(x) \log\frac{q(x)}{p(x)} dx \geq -\log \int p(x)\frac{q(x)}{p(x)} dx $$

$$ = -\int p(x) \log\frac{q(x)}{p(x)} dx SIGN 0 $$
"""


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_a_line_is_read(line: str):
    expected, display = line.split(" | ", 1)
    assert set(verdicts(f"$$ {display} $$\n")) == {expected.strip()}


@pytest.mark.parametrize(("sign", "expected"), [("-", "proved"), ("+", "refuted")])
def test_the_square_of_an_example_s_spread(sign: str, expected: str):
    assert verdicts(SIGMA_OF_AN_EXAMPLE.replace("SIGN", sign)) == [expected]


@pytest.mark.parametrize(("sign", "expected"), [(r"\geq", "proved"), (r"\leq", "refuted")])
def test_a_sequence_listed_with_dots(sign: str, expected: str):
    assert verdicts(CHAIN.replace("SIGN", sign)) == ["definition", expected]


BY_LINES = r"""
The divergence is $D(q(z) \| p(z|x)) = E_{z \sim q}[\log q(z) - \log p(z|x)]$

$= E_{z \sim q}[\log q(z) - \log p(z,x)] SIGN \log p(x)$
"""


@pytest.mark.parametrize(("sign", "expected"), [("+", "proved"), ("-", "refuted")])
def test_a_derivation_between_single_dollars(sign: str, expected: str):
    assert verdicts(BY_LINES.replace("SIGN", sign)) == ["proved", expected]


def test_what_a_list_or_a_sentence_says_is_no_display():
    assert verdicts("Suppose:\n\n- $a = b$\n- $b = c$\n\n$x$\n\n# $a = c$\n\nSo $a = b$ here.\n") == []


def test_a_bracket_that_was_put_right_is_told():
    assert "bracket" in read_note("$$ H(X) = -E[\\log p(X) $$").warnings[0].message


@pytest.mark.parametrize(("sign", "expected"), [(r"\leq", "proved"), (r"\geq", "refuted")])
def test_an_average_over_draws_that_are_listed(sign: str, expected: str):
    assert verdicts(IMPORTANCE.replace("SIGN", sign)) == [expected]


@pytest.mark.parametrize(("sign", "expected"), [(r"\geq", "proved"), (r"\leq", "refuted")])
def test_weights_beside_the_values_of_a_sum(sign: str, expected: str):
    """W_j is another number at each z_j: read as one number, the first of these lines was refuted."""
    assert verdicts(WEIGHTS.replace("SIGN", sign)) == ["proved", expected]


@pytest.mark.parametrize(("which", "expected"), [("2", "proved"), ("1", "refuted")])
def test_the_probability_that_one_is_preferred(which: str, expected: str):
    assert verdicts(PREFERENCE.replace("WHICH", which)) == ["definition", expected]


def test_a_preference_without_a_formula_accuses_no_line():
    assert verdicts(r"$$ P(a \succ b) + P(b \succ a) = 1 $$") == ["unread"]


@pytest.mark.parametrize(("sign", "expected"), [(r"\geq", "proved"), (r"\leq", "refuted")])
def test_a_display_that_takes_up_what_stood_before(sign: str, expected: str):
    """`= a \\geq 0` after `a \\geq b` speaks of the a once more, and says nothing of the b."""
    assert verdicts(TAKEN_UP_AGAIN.replace("SIGN", sign)) == ["proved", "proved", "proved", expected]


def test_what_is_drawn_below_two_sums_is_that_of_each():
    """Heard for the whole note, the second law would be that of the first sum too."""
    sums = (rf"\hat s_{d} = \frac1n \sum_{{i=1, x^{{(i)}} \sim {d}}}^n f(x^{{(i)}})" for d in "pq")
    note = "$$ " + r" \quad ".join(sums) + " $$\n\n" + r"$$ E_p[\hat s_p] = E_p[f(x)] $$"
    assert "refuted" not in verdicts(note)


def test_an_example_s_number_may_be_left_out():
    note = SIGMA_OF_AN_EXAMPLE.replace("SIGN", "-").replace(r"\sigma_j^{(i)2} -", r"\sigma_j^2 -")
    assert verdicts(note) == ["doubtful"]

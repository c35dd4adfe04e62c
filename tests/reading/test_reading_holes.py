"""Readings that once let a false line through, or accused a right one: each kind by several notes of its own.

`FALSE` lines must not be proved, `TRUE` ones not be refuted, `PROVED` ones must be proved. A note is what its prose
says and the one display that is judged, with `|` between; what stands before the last display sets the scene.
"""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

JOINTS = r"Let $p(x,z)$ and $q(x,z)$ be joint densities, with conditionals $p(z|x)$ and $q(z|x)$."

FALSE = {
    "signs that prose gives": r"""
Let $\sigma$ be a real number. | \sqrt{\sigma^2} = \sigma
Let $a$ be a real number. | \sqrt{a^2} = a
Let $v$ be negative. | \sqrt{v^2} = v
Here $k$ may have either sign. | \sqrt{k^2} = k
Let $s \in \mathbb{R}$. | \sqrt{s^2} = s
Let $\tau \in (-1, 1)$. | \sqrt{\tau^2} = \tau
Suppose $\beta \leq 0$. | \beta\,\mathrm{KL}(p(x)\|q(x)) \geq 0
Let $-2 < s < 2$. | s \geq 0
设 $\sigma$ 为任意实数。 | \sqrt{\sigma^2} = \sigma
其中 $\beta$ 是负数。 | \beta\,\mathrm{KL}(p(x)\|q(x)) \geq 0
Let $n$ and $s$ be real numbers. | \sqrt{n^2} + \sqrt{s^2} = n + s
Let $s$ be a real number with $s^2 = 4$. | \sqrt{s^2} = s
The shift $\tau$ is positive or negative. | \sqrt{\tau^2} = \tau
The weight $s$ is not necessarily positive. | \sqrt{s^2} = s
Here $\sigma$ need not be positive. | \sqrt{\sigma^2} = \sigma
Let $T$ be any real number. | \sqrt{T^2} = T
""",
    "index and argument are part of what is meant": r"""
The scores are $F(m_0) = a + b$. | F(m_1) - F(m_0) = 0
We start from $b_0 = 0$. | c b_n + d = d
Write $b_n = b_0 + c$ with $c > 0$. | b_n = b_0
The two groups have their own slopes. | \beta^{(X)} = \beta^{(Y)}
There are two groups. | \beta^{(X)} - \beta^{(Y)} + 1 = 1
We have two observations, drawn from $p(x)$. | \log p(x^{(1)}) = \log p(x^{(2)})
We have two observations, drawn from $p(x)$. | \log p(x^{(i)}) - \log p(x^{(j)}) = 0
Two parameters of one model. | p_\theta(x) = p_\phi(x)
Two parameters of one model. | \mathrm{KL}(p_\theta(x)\|p_\phi(x)) = 0
Two parameters of one model. | \log p_{\theta_1}(x) = \log p_{\theta_2}(x)
Let $G(u_1) = u_1 + c$ for the first one. | G(u_2) = u_1 + c
Let $w_1 = 3$. | w_2 = 3
""",
    "norms": r"""
Let $u \in \mathbb{R}^d$. | \|u\|_1 = \|u\|_2
Let $u \in \mathbb{R}^d$. | \|u\|_1^2 = \|u\|^2
Let $u \in \mathbb{R}^d$. | \|u\|_\infty = \|u\|
Let $u \in \mathbb{R}^d$. | \|u\|_\Sigma^2 = \|u\|^2
Let $u \in \mathbb{R}^d$. | \lVert u \rVert_1^2 = \lVert u \rVert_2^2
""",
    "divergences that are not KL": r"""
{J} | D_{\mathrm{JS}}(p(x)\|q(x)) = \mathrm{KL}(p(x)\|q(x))
{J} | D_f(p(x)\|q(x)) = D_{KL}(p(x)\|q(x))
{J} | D_{\chi^2}(p(x)\|q(x)) = \mathrm{KL}(p(x)\|q(x))
{J} | D_{2}[p(x)\|q(x)] = \mathbb{E}_{p(x)}[\log p(x) - \log q(x)]
{J} | D_B(p(x) \| q(x)) = \int p(x) \log \frac{p(x)}{q(x)} dx
{J} | \mathbb{D}_{\alpha}(p(x) \,\|\, q(x)) = \mathrm{KL}(p(x)\|q(x))
{J} | D_{TV}(p(x)\|q(x)) \geq \mathrm{KL}(p(x)\|q(x))
{J} | D_{\mathrm{R\acute{e}nyi}}(p(x)\|q(x)) = \mathrm{KL}(p(x)\|q(x))
{J} | D_{\mathrm{H}}(p(x)\|q(x)) = \mathrm{KL}(p(x)\|q(x))
""",
    "limits of sums and integrals": r"""
Let $p_1,\dots,p_n$ be probabilities with $\sum_{i=1}^n p_i = 1$. | \sum_{i=1}^{n-1} p_i = 1
Let $q_1,\dots,q_n$ be probabilities with $\sum_{i=1}^n q_i = 1$. | \sum_{i=3}^n q_i = 1
Let $z \in \{1,\dots,K\}$ have the mass function $p(z)$. | \sum_{z=2}^K p(z) = 1
Let $z \in \{1,\dots,K\}$ have the mass function $p(z)$. | \sum_{z=1}^{K-1} p(z) = 1
Let $z \in \{1,\dots,K\}$ have the mass function $p(z)$. | \sum_{z=1}^{2} p(z) = 1
Let $z \in \{1,\dots,K\}$ have the mass function $p(z)$. | \sum_{k=2}^{K} p(z=k) = 1
Let $z \in \{1,\dots,K\}$ have the mass function $p(z)$. | \sum_{z \in \{0,1\}} p(z) = 1
Let $x$ have the density $p(x)$. | \int_{\mathbb{R}_+} p(x)\,dx = 1
Let $x$ have the density $p(x)$. | \int_{\mathbb{R}^+} p(x)\,dx = 1
Let $x$ have the density $p(x)$. | \int_0^\infty p(x)\,dx = 1
Let $x_1,\dots,x_N$ be samples from $p(x)$. | \mathbb{E}_{p(x)}[f(x)] \approx \frac{1}{N}\sum_{i=1}^{N-1} f(x_i)
Let $x_1,\dots,x_N$ be samples from $p(x)$. | \frac{1}{N}\sum_{i=1}^{N-1} f(x_i) = \frac{1}{N}\sum_{i=2}^{N} f(x_i)
Let $x_1,\dots,x_N$ be samples from $p(x)$. | \sum_{i=0}^{N} f(x_i) = \sum_{i=1}^{N} f(x_i)
Let $x_1,\dots,x_N$ be i.i.d. samples from $p(x)$. | \log \prod_{i=2}^N p(x_i) = \sum_{i=1}^N \log p(x_i)
""",
    "signs inside groups": r"""
{J} | H(p(x)) {+ 1} = H(p(x))
{J} | 3 {- 1} = -3
{J} | H(p(x)) \boxed{- 1} = -H(p(x))
{J} | H(p(x)) \underbrace{- 2}_{\text{shift}} = -2 H(p(x))
{J} | H(p(x)) {\color{blue} - 1} = -H(p(x))
{J} | H(p(x)) \mathbin{-} 1 = -H(p(x))
{J} | 2 {a + b} = 2 a + 2 b
Let $u > 0$. | \log{\left(u\right)}^{3} = 3 \log{\left(u\right)}
Let $u > 0$. | \log{(u)}^2 = \log(u^2)
Let $u > 0$. | \exp{\left(u\right)}^{2} = \exp(u^2)
""",
    "definitions that define nothing": r"""
Count on. | a = a + 1
Factorials. | 5! = 100
Larger one. | \max(1,2) = 1
Cosine. | \cos(0) = 0
Roots. | \sqrt{4} = 3
Binomials. | \binom{4}{2} = 5
Let $x$ have the density $p(x)$. | p(x) = -1
Let $x$ have the density $p(x)$. | p(x) = 2
The encoder. | p(z|x) = \mathcal{N}(z; \mu, -1)
The encoder. | p(z|x) = -\mathcal{N}(z; \mu, 1)
The encoder. | p(z|x) = 2\,\mathcal{N}(z; \mu, 1)
The encoder. | p(z|x) = \mathcal{N}(z; \mu, 1) + \mathcal{N}(z; 0, 1)
The unit. | 1 = 2
A square. | a^2 = a^2 + 1
""",
    "matrices are symmetric only if that is said": r"""
Let $A$ and $B$ be $n\times n$ matrices. | \mathrm{tr}(A B) = \mathrm{tr}(A^\top B)
Let $A$ be a square matrix. | u^\top A v = v^\top A u
Let $W$ be a weight matrix, $u$ and $v$ vectors. | \mathrm{tr}(W W) = \mathrm{tr}(W W^\top)
Let $A$ be a matrix. | \mathrm{tr}(A A A^\top) = \mathrm{tr}(A A A)
""",
    "a declared number is no arbitrary constant": r"""
{J} Let $C$ be a number. | H(p(x)) + C = H(p(x))
{J} Let $C \in \mathbb{R}$. | H(p(x)) = H(p(x)) - C
{J} Let $C > 0$. | H(p(x)) + C = H(p(x))
{J} 设 $C$ 为实数。 | H(p(x)) + C = H(p(x))
{J} | H(p(x)) = H(p(x)) + C^2
{J} | C\,H(p(x)) = H(p(x))
""",
}

TRUE = {
    "signs that prose gives": r"""
Let $\sigma$ be a real number. | \sqrt{\sigma^2} = |\sigma|
Suppose $\beta < 0$. | \beta\,\mathrm{KL}(p(x)\|q(x)) \leq 0
Let $v$ be a non-negative real number. | \sqrt{v^2} = v
Let $\sigma$ be a positive real number. | \log \sigma^2 = 2\log\sigma
""",
    "index and argument are part of what is meant": r"""
The scores are $F(m_0) = a + b$ and $F(m_1) = a + b + c$. | F(m_1) - F(m_0) = c
We start from $b_0 = 0$ and add, $b_n = b_0 + c$. | b_n = c
Write $b_n = b_0 + c$. | b_n - b_0 = c
Let $G(u) = u + c$. | G(w) = w + c
""",
    "norms": r"""
Let $u \in \mathbb{R}^d$. | \|u\|_2 = \|u\|
Let $u \in \mathbb{R}^d$. | \|u\|_2^2 = u^\top u
""",
    "divergences": r"""
{J} | D_{KL}(p(x)\|q(x)) = \mathbb{E}_{p(x)}[\log p(x) - \log q(x)]
{J} | D_{\mathrm{KL}}[p(x)\,\|\,q(x)] \geq 0
{J} | D(p(x)\|q(x)) \geq 0
""",
    "limits of sums": r"""
Let $p_1,\dots,p_n$ be probabilities with $\sum_{i=1}^n p_i = 1$. | \sum_{i=1}^n p_i = 1
Let $z \in \{1,\dots,K\}$ have the mass function $p(z)$. | \sum_{z=1}^K p(z) = 1
Let $x$ have the density $p(x)$. | \int_{-\infty}^{\infty} p(x)\,dx = 1
Let $x$ have the density $p(x)$. | \int_{\mathbb{R}} p(x)\,dx = 1
Let $x_1,\dots,x_N$ be samples from $p(x)$. | \mathbb{E}_{p(x)}[f(x)] \approx \frac{1}{N}\sum_{i=1}^{N} f(x_i)
""",
    "signs inside groups": r"""
{J} | H(p(x)) {+ 1} - 1 = H(p(x))
{J} | H(p(x)) {- 1} = -1 + H(p(x))
{J} | \log p(x,z) = \log p(z) \boxed{+ \log p(x|z)}
{J} | \log p(x,z) = \log p(z) {\color{red} + \log p(x|z)}
{J} | H(p(x),q(x)) = H(p(x)) \underbrace{+ \mathrm{KL}(p(x)\|q(x))}_{\geq 0}
Let $u > 0$, $t > 0$. | \log{\left(t u \right)}^{2} = \left(\log{\left(t \right)} + \log{\left(u \right)}\right)^{2}
Let $u > 0$. | \log{u^2} = 2 \log u
""",
    "definitions": r"""
Factorials. | 5! = 120
A bound. | L = \mathrm{KL}(p(x)\|q(x)) + 1
The prior. | p(z) = \mathcal{N}(z; 0, 1)
""",
    "matrices": r"""
Let $A$ be a symmetric matrix. | u^\top A v = v^\top A u
Let $x \sim \mathcal{N}(\mu, \Sigma)$. | u^\top \Sigma v = v^\top \Sigma u
Let $A$ be a square matrix. | \mathrm{tr}(A B) = \mathrm{tr}(B A)
Let $A$ be a square matrix. | u^\top A v = v^\top A^\top u
""",
    "constants": r"""
{J} | -\mathrm{KL}(p(x)\|q(x)) = -\mathrm{KL}(p(x)\|q(x)) + C
""",
}


def table(cases: dict[str, str]) -> list:
    """One parameter for each line: the kind, and the note that its two parts make."""
    rows = []
    for kind, lines in cases.items():
        for number, line in enumerate(lines.strip().splitlines(), 1):
            prose, display = line.replace("{J}", JOINTS).split(" | ")
            rows.append(pytest.param(f"{prose}\n\n$$ {display} $$\n", id=f"{kind}-{number}"))
    return rows


def verdicts(note: str) -> set[str]:
    found = Judge(read_note(note)).run()
    assert found, "nothing was judged"
    for judgement in found:
        assert "fault of the program" not in judgement.message and "Error" not in judgement.message, judgement.message
    return {judgement.verdict for judgement in found}


@pytest.mark.parametrize("note", table(FALSE))
def test_a_false_line_is_not_proved(note: str):
    assert "proved" not in verdicts(note)


@pytest.mark.parametrize("note", table(TRUE))
def test_a_true_line_is_not_refuted(note: str):
    assert "refuted" not in verdicts(note)

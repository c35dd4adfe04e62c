"""Spellings that public notes use most, each in a true line that is to be read (and a false one beside it)."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

READ = r"""
proved     | H(X) = - \sum_{x \in X} \mathbb{P}(X = x) \log \mathbb{P}(X = x)
refuted    | H(X) = \sum_{x \in X} \mathbb{P}(X = x) \log \mathbb{P}(X = x)
proved     | \mathbb{P}(X_2 = x_2, X_1 = x_1) = \mathbb{P}(X_2 = x_2 | X_1 = x_1) \mathbb{P}(X_1 = x_1)
refuted    | \mathbb{P}(X_2 = x_2, X_1 = x_1) = \mathbb{P}(X_2 = x_2 | X_1 = x_1) \mathbb{P}(X_2 = x_2)
proved     | KL(P\|Q) - H(X|Y) = \sum_x P(x) \log \frac{P(x)}{Q(x)} - H(X) + I(X,Y)
refuted    | KL(P\|Q) - H(X|Y) = \sum_x P(x) \log \frac{P(x)}{Q(x)} - H(X) - I(X,Y)
proved     | KL(P\|Q) = \sum_x \mathbb{P}(x) \log \frac{P(x)}{Q(x)}
proved     | I(X,Y) = \sum_{x,y} \mathbb{P}(X=x,Y=y) \log\frac{\mathbb{P}(X=x|Y=y)}{\mathbb{P}(X=x)}
refuted    | I(X,Y) = \sum_{x,y} \mathbb{P}(X=x) \log\frac{\mathbb{P}(X=x|Y=y)}{\mathbb{P}(X=x)}
unread     | \mathbb{P}(A^c) = 1 - \mathbb{P}(A)
definition | L(\theta | x_1, \ldots, x_n) = \prod_{i=1}^n f(x_i|\theta)
definition | V^*(s) = \max_a r(s,a)
proved     | \mathbf{D}_{KL}(q(z)\Vert p(z)) \geq 0
refuted    | \boldsymbol{D}_{\mathbf{KL}}(q(z)\Vert p(z)) \leq 0
proved     | (b+c)^2 = b^2+2bc+c^2 \qquad \tiny{\text{(a square)}}
refuted    | (b+c)^2 = b^2+c^2 \qquad \tiny{\text{(a square)}}
proved     | \int p(x)\ln\frac{p(x)}{q(x)} = \int p(x)\ln p(x) - \int p(x)\ln q(x)
proved     | \int_x p(x)\ln\frac{p(x)}{q(x)} = \int_x p(x)\ln p(x) - \int_x p(x)\ln q(x)
refuted    | \int p(x)\ln\frac{p(x)}{q(x)} = \int p(x)\ln p(x) + \int p(x)\ln q(x)
proved     | H(X) - H(X|Y) = -\int p(x) \log p(x) + \int p(x,y) \log \frac{p(x,y)}{p(y)}
refuted    | H(X) - H(X|Y) = \int p(x) \log p(x) + \int p(x,y) \log \frac{p(x,y)}{p(y)}
unread     | \int p(x)\ln p(x) + c = 1
proved     | KL(p\|q) = \int_{-\infty}^{+\infty} p(x)\ln\frac{p(x)}{q(x)}
refuted    | KL(p\|q) = \int_{-\infty}^{\infty} q(x)\ln\frac{p(x)}{q(x)}
unread     | \int_{0}^{\infty} p(x)\ln p(x) = 1
proved     | KL(p\|q) = {\sum}_{x \in X} p(x)\ln\frac{p(x)}{q(x)}
refuted    | KL(p\|q) = {\sum}_{x \in X} q(x)\ln\frac{p(x)}{q(x)}
proved     | \log p(x,z) = \log p(x) + \log p(z|x) \;\; (\because p(x,z) = p(x)p(z|x))
refuted    | \log p(x,z) = \log p(x) + \log p(z) \;\; (\because p(x,z) = p(x)p(z|x))
proved     | \\Big(a+b\\bigg)^2 = a^2 + 2ab + b^2
refuted    | \\Big(a+b\\bigg)^2 = a^2 + b^2
proved     | \log p(\pmb{x}) = \log p(\pmb{x}, \pmb{z}) - \log p(\pmb{z}|\pmb{x})
refuted    | \log p(\pmb{x}) = \log p(\pmb{x}, \pmb{z}) - \log p(\pmb{z})
proved     | \log p(\bold x) = \log p(\bold x, \bold z) - \log p(\bold z|\bold x)
proved     | \log p(\mathbf{X}) = \log \sum_{\mathbf{Z}} p(\mathbf{X, Z})
proved     | \log p(x) = \log p(x, z) - \log p(z \lvert x)
consistent | \lvert c \rvert + 1 = 1 + |c|
proved     | K L(q(z)\|p(z)) \geq 0
refuted    | K L(q(z)\|p(z)) \leq 0
proved     | D_{\mathbb{KL}}(q(z)\|p(z)) \geq 0
proved     | D_{K L}(q(z)\|p(z)) \geq 0
proved     | \log p(x) = \log E_{z \thicksim q(z)}[\frac{p(x,z)}{q(z)}]
refuted    | \log p(x) = E_{z \thicksim q(z)}[\log \frac{p(x,z)}{q(z)}]
consistent | \log 2 \thickapprox 0.69
proved     | H(X) = -\int p(x) \log p(x) \, \text{d}x
refuted    | H(X) = \int p(x) \log p(x) \, \text{d}x
proved     | \frac{\partial{(a^2 + b)}}{\partial{a}} = 2 a
refuted    | \frac{\partial{(a^2 + b)}}{\partial{b}} = 2 a
proved     | \log \int q(z) \frac{p(x,z)}{q(z)} dz = \log \mathbb{E}_{z \sim q(.)}[\frac{p(x,z)}{q(z)}]
refuted    | KL(q(.|x)\|p(.)) = E_{z \sim q(.|x)}[\log q(z|x) + \log p(z)]
proved     | H(X) == - \sum\limits_{x \in \mathcal{X}}^{} p(x) \log p(x)
refuted    | H(X) == \sum_{x}^{} p(x) \log p(x)
proved     | \Pr(X=a) = \sum_b \Pr(X=a, Y=b)
proved     | p(z=j|x) = \frac{p(x|z=j)p(z=j)}{p(x)}
proved     | \therefore \log p(x,z) = \log p(x|z) + \log p(z)
proved     | \log_2 p(x,z) = \log_2 p(x|z) + \log_2 p(z)
refuted    | \log_2 p(x) = \log p(x)
proved     | p(x_t, x_{t-1}) = p(x_t|x_{t-1}) p(x_{t-1})
definition | p(x) = \left\{ \begin{array}{rl} 1/4, & \text{if } x = 0 \\ 3/4, & \text{if } x = 1 \end{array} \right.
definition | Q(\theta|\theta^{(t)}) = \sum_{z} P_{\theta^{(t)}}(z | x) \log p_{\theta}(x, z)
definition | y = a x + b \sim \mathcal{N}(b, a^2)
proved     | q(x_{1:T}|x_0) = \frac{q(x_{0:T})}{q(x_0)}
proved     | p(x_0) = \int p(x_{0:T}) \, dx_{1:T}
refuted    | p(x_0) = \int p(x_{1:T}) \, dx_{1:T}
proved     | \log p(x_0) \geq \mathbb{E}_{x_{1:T} \sim q(x_{1:T}|x_0)}[\log \frac{p(x_{0:T})}{q(x_{1:T}|x_0)}]
proved     | q(x_{1:t}|x_0) = q(x_t|x_{1:t-1}, x_0) q(x_{1:t-1}|x_0)
definition | p(x_{1:T}) = p(x_1) \prod_{t=2}^T p(x_t|x_{1:t-1})
proved     | \frac{\partial}{\partial a} (a^2 + b) = 2 a
refuted    | \frac{d}{d a} a^3 = 2 a^2
consistent | \frac{\partial (a^2 - 4a)}{\partial a} = 0
unread     | \frac{\partial L}{\partial a} = b
proved     | \frac{n}{2} \mathrm{tr}[I_v] = \frac{n v}{2}
definition | \hat{v}^2 = \frac{1}{n} \sum_{i=1}^n (y_i - m)^2
unread     | \theta = \theta - a b
proved     | y_1 + y_2 = \sum_{j=1}^2 y_j
proved     | 5! = 120
proved     | p(\theta|y) = \frac{p(y|\theta) \, p(\theta)}{p(y)}
refuted    | p(\theta|y) = p(y|\theta) \, p(\theta)
proved     | \log \frac{p(x,z)}{q(z)} \cdot \frac{q(z)}{p(z|x)} = \log p(x)
definition | \pi^{(i+1)} = \frac{1}{n}\sum_{j=1}^{n} m_j^{(i+1)}
proved     | -\sum_i p_i \ln \frac{q_i}{p_i} \geq -\sum_i p_i (\frac{q_i}{p_i} - 1)\ \text{since}\ \ln x \leq x - 1
proved     | \sum p(x) \log p(x) = -H(p(x))
proved     | H(Y|X) = \sum_{x} P(X=x) H(Y|X=x)
refuted    | H(Y|X) = -\sum_{x} p(x) H(Y|X=x)
refuted    | H(Y|X=x) = - \sum_y p(x,y) \log p(y|x)
proved     | Var(cX+d) = c^2 Var X
refuted    | Var(cX+d) = c Var X
unread     | Var(cX) = c^2 Var X^2
"""


def test_what_restricts_is_no_claim():
    told = (r"$$ s.t. \quad \sum_{k=1}^K w_k = 1 $$", r"Take step $$a_t$$ as known (for some $$t \geq 0$$).")
    assert {found.verdict for note in told for found in Judge(read_note(note), mend=False).run()} == {"consistent"}


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_a_spelling_is_read(line: str):
    expected, display = line.split(" | ", 1)
    found = Judge(read_note(f"$$ {display} $$\n"), mend=False).run()
    assert {judgement.verdict for judgement in found} == {expected.strip()}


def test_a_backslash_before_the_end_of_a_line_is_a_space():
    display = "\\begin{align}\nH(X) &= -E[\\log p(x)] \\\\\\\n&= - \\int p(x) \\log p(x) dx\n\\end{align}"
    assert [one.verdict for one in Judge(read_note(f"$$ {display} $$\n"), mend=False).run()] == ["proved", "proved"]


@pytest.mark.parametrize("arrow", ["=>", r"\Rightarrow", "⇒"])
def test_an_arrow_in_two_signs_is_one(arrow):
    rows = rf"$$ (a+b)^2 = a^2 + 2ab + b^2 \\ {arrow} (a+b)^2 = a^2 + b^2 $$"
    assert [j.verdict for j in Judge(read_note(rows), mend=False).run()] == ["proved", "unread", "refuted"]

r"""An h, H or V of the note's own is no entropy and no variance; a mean under x holds nothing of x fixed."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize(
    "note",
    [
        r"Let $h(x)=x^2$ and $X \sim p$. $$ \mathbb{E}[h(X)] = h(X) $$",
        r"Let $X \sim p$. $$ \mathbb{E}[h(X)^2] = \mathbb{E}[h(X)]^2 $$",
        r"设 $V(x)=-x^2$，$X\sim p$。$$ V(X) \ge 0 $$",
        r"The function $h$ is given. $$ \mathrm{Var}(h(X)) = 0 $$",
        r"Let the potential be $V(x)$, and $X\sim p$. $$ V(X) \ge 0 $$",
        r"$p(x)$ 的积分为 $Z\neq 1$。$$ \int p(x)\,dx = 1 $$",
        r"设 $h$ 为任意函数。$$ \mathrm{Var}(h(X)) = 0 $$",
        r"$$ \nabla_\theta\mathbb{E}_{X\sim p_\theta}[h(X)] = \nabla_\theta h(X) $$",
        r"$$ \mathbb{E}[h_1(X) h_2(X)] = h_1(X) \mathbb{E}[h_2(X)] $$",
        r"$$ \mathbb{E}[X_t^2] = X_t \mathbb{E}[X_t] $$",
        r"$$ \mathrm{Var}(g(X_t)) = 0 $$",
        r"$$ V(D) = \int p(x) \log D(x) dx, \quad V(D) \ge 0 $$",
    ],
)
def test_it_is_no_constant(note):
    assert "proved" not in verdicts(note)


@pytest.mark.parametrize(
    "note",
    [
        r"Let $h(x)=x^2$ and $X \sim p$. $$ \mathbb{E}[h(X)] = \mathbb{E}[X^2] $$",
        r"$$ \mathbb{E}[h(X) + 1] = \mathbb{E}[h(X)] + 1 $$",
        r"$$ H(X,Y) = H(X) + H(Y|X) $$",
        r"$$ H(P) = -\sum_x P(x) \log P(x) $$",
        r"Let $X(t)$ be a process. $$ V(X) = E[X^2] - E[X]^2 $$",
        r"The entropy function $H$ is concave. $$ H(X,Y) = H(X) + H(Y|X) $$",
        r"$$ h(X,Y) = h(X) + h(Y|X) $$",
        r"$$ \mathbb{E}_{p(x)}[H(q(z|x))] = \mathbb{E}_{p(x)}[- \mathbb{E}_{q(z|x)}[\log q(z|x)]] $$",
        r"$$ I(X;Y) = H(X) - \mathbb{E}_{p(y)}[H(X|Y=y)] $$",
    ],
)
def test_what_it_is_is_kept(note):
    assert verdicts(note)[-1] == "proved"

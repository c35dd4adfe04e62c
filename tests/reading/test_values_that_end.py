"""The formula of a density, and the number that a name stands for, end where the words after them say so."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

DENSITY = (
    r"$$ \mathbb E_{p(z)}[z^2] = 1 $$",
    r"""
We do not take $p(z)=\mathcal N(z;0,1)$.
If $p(z)=\mathcal N(z;0,1)$ were true, life would be easy. It is not.
Suppose that $p(z)=\mathcal N(z;0,1)$. We drop this assumption now.
For the first experiment let $p(z)=\mathcal N(z;0,1)$. In the second experiment $p(z)$ is unknown.
Let $p(z)=\mathcal N(z;0,1)$. Later we replace this prior by another one. From here on $p(z)$ is arbitrary.
Let $p(z)=\mathcal N(z;0,1)$. At test time $p(z)$ is uniform.
Let $p(z)=\mathcal N(z;0,1)$. After training, $p(z)$ is replaced by the aggregated posterior.
Let $p(z)=\mathcal N(z;0,1)$. We now truncate $p(z)$ to the positive half line.
Until now $p(z)=\mathcal N(z;0,1)$. From now on $p(z)$ is any density.
Let $p(z)=\mathcal N(z;0,1)$. Forget this prior.
Under $H_0$, $p(z)=\mathcal N(z;0,1)$. Under $H_1$,
If the coin shows heads, $p(z)=\mathcal N(z;0,1)$. If it shows tails, $p(z)$ is a point mass.
Our old code had $p(z)=\mathcal N(z;0,1)$. The new one has not.
In the toy model $p(z)=\mathcal N(z;0,1)$. In the real model,
训练时 $p(z)=\mathcal N(z;0,1)$，测试时 $p(z)$ 是均匀分布。测试时
第一个模型中 $p(z)=\mathcal N(z;0,1)$。第二个模型中 $p(z)$ 未知。
A VAE has $p(z)=\mathcal N(z;0,1)$. A VQ-VAE has a uniform $p(z)$.
The standard choice is $p(z)=\mathcal N(z;0,1)$, but ours is learned.
The prior is $p(z)=\mathcal N(z;0,1)$ at initialisation and changes during training.
Let $p(z)=\mathcal N(z;0,1)$. Let $p(z)$ now be a mixture.
Suppose for the moment that $p(z)=\mathcal N(z;0,1)$. Back in the general setting,
Let $p(z)=\mathcal N(z;0,1)$. More generally, let $p(z)$ be a flow.
Let $p(z)=\mathcal N(z;0,1)$. A richer prior is a mixture $p(z)=\sum_k \pi_k p_k(z)$.
""",
    r"""
Let $p(z)=\mathcal N(z;0,1)$.
We take $p(z)=\mathcal N(z;0,1)$ as the prior. The decoder is learned.
Let $p(z)=\mathcal N(z;0,1)$. In practice, the decoder changes during training.
For $p(z)=\mathcal N(z;0,1)$,
With the prior $p(z)=\mathcal N(z;0,1)$,
Under the prior $p(z)=\mathcal N(z;0,1)$,
Let $p(z)=\mathcal N(z;0,1)$. The posterior $p(z|x)$ is a mixture.
Let $p(z)=\mathcal N(z;0,1)$. Any $x$ may be observed.
设 $p(z)=\mathcal N(z;0,1)$。
先验取 $p(z)=\mathcal N(z;0,1)$，
""",
)
BETA = (
    r"$$ (1+\beta) x = 2 x $$",
    r"""
We do not take $\beta=1$.
If $\beta=1$ we are back at the VAE. For larger $\beta$,
Suppose that $\beta=1$. We drop this assumption now.
In the first experiment $\beta=1$. In the second experiment,
Let $\beta=1$. Now let $\beta$ grow.
Until now $\beta=1$. From now on $\beta$ is free.
A VAE has $\beta=1$. For a $\beta$-VAE,
Start with $\beta=1$ and increase it.
At first $\beta=1$. At the end of training,
The value $\beta=1$ is the standard one. We choose $\beta=4$.
Let $\beta=1$ in this section. The next section treats general $\beta$.
Setting $\beta=1$ recovers the ELBO. In general
With $\beta=1$ we get the ELBO. With $\beta=2$,
当 $\beta=1$ 时退化为 VAE。一般地，
先取 $\beta=1$，然后逐渐增大。最后
""",
    r"""
Let $\beta=1$.
For $\beta=1$,
When $\beta=1$ we get
Setting $\beta=1$ gives
Take $\beta=1$.
With $\beta=1$,
In this section $\beta=1$. Hence
令 $\beta=1$，
""",
)
NUMBER = (
    "$$ c x = 2 x $$",
    r"""
Let $c=2$ in this section. In the next section,
Let $c=2$. Then we change $c$ to $3$.
Let $c = 2$. Now let $c$ be any number.
If $c=2$ we are done. If not,
For the old model $c=2$. For the new model,
We never set $c=2$.
Let $c=2$ for cats. For dogs,
""",
    r"""
Let $c=2$.
Let $c=2$ in this section. Then
For $c=2$,
Let $c=2$ for simplicity. For brevity,
Let $c=2$. For any $x$,
Let $c=2$. In general, $x$ is a vector. Hence
""",
)
KINDS = DENSITY, BETA, NUMBER


def cases(which: int) -> list[tuple[str, str]]:
    return [(said, kind[0]) for kind in KINDS for said in kind[which].strip().split("\n")]


def last(said: str, line: str, between: str) -> str:
    return Judge(read_note(f"Let $p(x,z)$ be a joint density.\n\n{said}{between}{line}"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(("said", "line"), cases(1))
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_has_ended_proves_nothing(said, line, between):
    assert last(said, line, between) != "proved"


@pytest.mark.parametrize(("said", "line"), cases(2))
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_holds_is_used(said, line, between):
    assert last(said, line, between) == "proved"


def test_a_transposed_name_alone_is_no_fault():
    found = Judge(read_note("Let $A$ be symmetric. $$ A^T = A $$"), mend=False).run()[-1]
    assert found.verdict == "unread" and not found.fault

"""x_t ~ N(..., I): each member of the sequence is a vector, of one size, whether or not a note says so."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


NOISED = r"Let $q(x_t|x_0)=\mathcal{N}(x_t;\alpha x_0,\sigma^2 I)$. "
STEP = r"Let $q(x_t|x_{t-1})=\mathcal{N}(x_t;\sqrt{1-\beta_t} x_{t-1},\beta_t I)$. "
LOG = r"$$\log q(x_t|x_{t-1}) = -\frac{1}{2\beta_t}\|x_t-\sqrt{1-\beta_t}x_{t-1}\|^2 - \frac d2\log(2\pi\beta_t)$$"


@pytest.mark.parametrize(
    ("told", "right", "wrong"),
    [
        (NOISED, r"H(q(x_t|x_0)) = \frac d2\log(2\pi e\sigma^2)", r"H(q(x_t|x_0)) = \frac 12\log(2\pi e\sigma^2)"),
        (NOISED + r"Here $x_t\in\mathbb{R}^d$. ", r"\mathbb{E}_{q(x_t|x_0)}[\|x_t-\alpha x_0\|^2] = d\sigma^2",
         r"\mathbb{E}_{q(x_t|x_0)}[\|x_t-\alpha x_0\|^2] = \sigma^2"),
        (NOISED, r"\mathbb{E}_{q(x_t|x_0)}[x_t] = \alpha x_0", r"\mathbb{E}_{q(x_t|x_0)}[x_t] = \alpha^2 x_0"),
        (NOISED, r"\nabla_{x_t}\log q(x_t|x_0) = -\frac{x_t-\alpha x_0}{\sigma^2}",
         r"\nabla_{x_t}\log q(x_t|x_0) = -\frac{x_t-\alpha x_0}{\sigma}"),
        (STEP, LOG.strip("$"), LOG.strip("$").replace(r"\frac d2", r"\frac 12")),
        (NOISED.replace("x_", r"\mathbf{x}_").replace(" I", r" \mathbf{I}"),
         r"H(q(\mathbf{x}_t|\mathbf{x}_0)) = \frac d2\log(2\pi e\sigma^2)",
         r"H(q(\mathbf{x}_t|\mathbf{x}_0)) = d\log(2\pi e\sigma^2)"),
    ],
)  # fmt: skip
def test_formulas_of_vectors(told, right, wrong):
    assert last(told + f"$${right}$$") == "proved"
    assert last(told + f"$${wrong}$$") == "refuted"


VECTORS = r"Let $x,b\in\mathbb{R}^n$ and let $A$ be a symmetric $n\times n$ matrix. "


@pytest.mark.parametrize(
    ("told", "right", "wrong"),
    [
        (VECTORS, r"\nabla_x\left(\frac12x^\top Ax-b^\top x\right) = Ax-b",
         r"\nabla_x\left(\frac12x^\top Ax-b^\top x\right) = Ax+b"),
        (VECTORS.replace("a symmetric", "an"), r"\nabla_x x^\top A x = (A+A^\top)x", r"\nabla_x x^\top A x = 2Ax"),
        (r"Let $y,w\in\mathbb{R}^n$ and let $X$ be an $n\times n$ matrix. ",
         r"\nabla_w \|y-Xw\|^2 = -2X^\top(y-Xw)", r"\nabla_w \|y-Xw\|^2 = 2X^\top(y-Xw)"),
        (r"Let $\mu\in\mathbb{R}^n$. ", r"\nabla_\mu \frac12\|\mu\|^2 = \mu", r"\nabla_\mu \|\mu\|^2 = \mu"),
        ("", r"\frac{\partial}{\partial z_i}\log\sum_{j=1}^K e^{z_j} = \frac{e^{z_i}}{\sum_{j=1}^K e^{z_j}}",
         r"\frac{\partial}{\partial z_i}\log\sum_{j=1}^K e^{z_j} = \frac{1}{\sum_{j=1}^K e^{z_j}}"),
        ("", r"\frac{\partial}{\partial\pi_k}\sum_{j=1}^K r_j\log\pi_j = \frac{r_k}{\pi_k}",
         r"\frac{\partial}{\partial\pi_k}\sum_{j=1}^K r_j\log\pi_j = r_k\pi_k"),
    ],
)  # fmt: skip
def test_gradients_by_vectors_and_entries(told, right, wrong):
    assert last(told + f"$${right}$$") == "proved"
    assert last(told + f"$${wrong}$$") == "refuted"


def test_what_may_hold_the_vector_is_no_constant():
    assert last(VECTORS + r"$$\nabla_x\left(\|x\|^2 + L\right) = 2x$$") != "proved"
    assert last(VECTORS + r"$$\nabla_x\|x-m(x)\|^2 = 2(x-m(x))$$") != "proved"


def test_the_likelihood_of_normals_is_differentiated():
    likelihood = r"\frac{\partial}{\partial\mu}\sum_{n=1}^N\log\mathcal{N}(x_n;\mu,\sigma^2)"
    assert last(rf"$${likelihood} = \frac{{1}}{{\sigma^2}}\sum_{{n=1}}^N(x_n-\mu)$$") == "proved"
    assert last(rf"$${likelihood} = \frac{{1}}{{\sigma}}\sum_{{n=1}}^N(x_n-\mu)$$") == "refuted"


def test_a_law_whose_variance_is_its_own_mean_ends_in_no_fault():
    """y ~ N(0, C) with C = E[yy']: the variance is made of the law itself, of which no world can be made."""
    said = r"Marginally $y\sim\mathcal{N}(0,C)$, $$C = \mathbb{E}[yy^\top]$$ "
    line = r"$$\log p(y) = -\frac N2\log(2\pi) - \frac12\log|C| - \frac12 y^\top C^{-1}y$$"
    steps = Judge(read_note(said + line), mend=False).run()
    assert not any(step.fault for step in steps) and steps[-1].verdict in ("consistent", "proved")

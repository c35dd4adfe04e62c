r"""y! of a name, T(x) that is all a formula holds, I(\theta), edges in subscripts, powers of determinants."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(text), mend=False).run()]


POISSON = r"$$p(y;\lambda) = \frac{e^{-\lambda}\lambda^y}{y!}$$ "
DET = r"Let $\Sigma$ be a matrix. $$\log\det(\Sigma)^{%s} = %s \log\det(\Sigma)$$"
EM = r"$$Q(\theta,\theta^{(t)}) = \sum_z p(z|x;\theta^{(t)})\log p(x,z;\theta)$$ $$2 Q(\theta,\theta^{(t)}) = %s"
EM += r"\sum_z p(z|x;\theta^{(t)})\log p(x,z;\theta)$$"
TELLS = {
    "the Q of EM, with a comma": EM % "2",
    "a norm with its order below its power": r"Let $v\in\mathbb{R}^d$. $$\|v\|^2_2 = v^T v$$",
    "log of a count's mass": POISSON + r"$$-\log p(y;\lambda) = -y\log\lambda + \lambda + \log y!$$",
    "a sample of counts": r"Let $x_1,\dots,x_n$ be i.i.d. with "
    r"$p(x_i|\lambda) = \frac{\lambda^{x_i}e^{-\lambda}}{x_i!}$. "
    r"$$\log\prod_{i=1}^n p(x_i|\lambda) = \log\lambda\sum_{i=1}^n x_i - n\lambda - \sum_{i=1}^n \log x_i!$$",
    "a statistic that the prose names": r"The statistic $T(x)$ is sufficient. $$\log e^{2 T(x)} = 2 T(x)$$",
    "a statistic in a mean": r"$$\mathbb{E}_{p(x)}[T(x)] = \int p(x) T(x) dx$$",
    "information of a parameter": r"The information is $I(\theta)$. $$\frac{1}{I(\theta)} = I(\theta)^{-1}$$",
    "information of variables still": r"The information is $I(\theta)$. $$I(X;Y) = H(X) - H(X|Y)$$",
    "an edge": r"$$m_{x \to y} = \log a$$ $$2 m_{x \to y} = m_{x \rightarrow y} + m_{x\to y}$$",
    "a root of a determinant": DET % (r"\frac{1}{2}", r"\frac{1}{2}"),
    "without braces": (DET % (r"\frac{1}{2}", r"\frac{1}{2}")).replace(r"{\frac{1}{2}}", r"\frac{1}{2}"),
    "an inverse of a determinant": DET % ("-1", "-"),
    "a name with a label": r"$$2\,\text{pa}_{Z} = \text{pa}_{Z} + \text{pa}_{Z}$$",
    "examples in braces": r"$$L(\{x^{(n)}\}_{n=1}^N; m, s^2) = \sum_{n=1}^N \log p(x^{(n)}; m, s^2)$$"
    r"$$2 L(\{x^{(n)}\}_{n=1}^N; m, s^2) = 2\sum_{n=1}^N \log p(x^{(n)}; m, s^2)$$",
    "a function of a matrix": r"Let $x\sim N(\mu,\Sigma)$. $$\log L(\mu,\Sigma)^2 = 2\log L(\mu,\Sigma)$$",
    "over all of a chi": r"$$\sum_{X\in\chi} p(X) = 1$$",
    "a sum over some number": r"$$\sum_i (w_i + c v_i) = \sum_i w_i + c\sum_i v_i$$",
    "a product over some number": r"$$\log\prod_i e^{a_i} = \sum_i a_i$$",
    "what is cancelled stands there": r"$$\frac{\cancel{2} a}{\cancel{2}} = a$$",
}  # fmt: skip
TELLS_NOTHING = {
    "twice the Q of EM": EM % "",
    "a Q of two parameters": r"$$\int Q(\theta,\phi) d\theta = Q(\theta)$$",
    "another norm": r"Let $v\in\mathbb{R}^d$. $$\|v\|^2_1 = v^T v$$",
    "a sign before the factorial": POISSON + r"$$-\log p(y;\lambda) = -y\log\lambda + \lambda - \log y!$$",
    "a factorial is no name": r"$$y! = y$$",
    "the mean is not refuted": POISSON + r"$$\mathbb{E}_p[y] = \lambda$$",
    "a factorial of a vector": r"$$f(y) = \|y\|^2 / y!$$ $$\log \frac{1}{y!} = - \log y!$$",
    "another statistic": r"The statistic $T(x)$ is sufficient. $$\log e^{2 T(x)} = T(x)$$",
    "the other direction": r"$$m_{x \to y} = \log a$$ $$m_{y \to x} = \log b$$ "
    r"$$2 m_{x \to y} = m_{y \to x} + m_{x\to y}$$",
    "one edge of many": r"$$\sum_{j=1}^n m_{j \to x} = n m_{j \to x}$$",
    "another root": DET % (r"\frac{1}{2}", r"\frac{1}{3}"),
    "another label": r"$$2\,\text{pa}_{Z} = \text{pa}_{X} + \text{pa}_{Z}$$",
    "other examples": r"$$L(\{x^{(n)}\}_{n=1}^N; m, s^2) = \sum_{n=1}^N \log p(x^{(n)}; m, s^2)$$"
    r"$$2 L(\{x^{(n)}\}_{n=1}^N; m, s^2) = \sum_{n=1}^N \log p(x^{(n)}; m, s^2)$$",
    "a product before a square": r"$$c(x^2) + c = c(x^2 + 2)$$",
    "another matrix": r"Let $x\sim N(\mu,\Sigma)$. $$L(\mu,\Sigma^{-1}) = L(\mu,\Sigma)$$",
    "over a part": r"$$\sum_{X\in A} p(X) = 1$$",
    "over the chi of another": r"$$\sum_{Y\in\chi} p(Y) = 1$$",
    "a product of sums": r"$$\sum_i w_i v_i = \sum_i w_i \sum_i v_i$$",
    "weights of which nothing is said": r"$$\sum_i w_i = 1$$",
    "no index in the sum": r"$$\frac{\sum_i x}{\sum_i y} = \frac{x}{y}$$",
    "cancelled and gone": r"$$a + \cancel{2} = a$$",
}  # fmt: skip


@pytest.mark.parametrize("name", TELLS)
def test_proved(name: str):
    assert verdicts(TELLS[name])[-1] == "proved"


@pytest.mark.parametrize("name", TELLS_NOTHING)
def test_not_proved(name: str):
    assert verdicts(TELLS_NOTHING[name])[-1] != "proved"


def test_no_world_chooses_a_factorial_or_a_range():
    for name in (
        "a product of sums",
        "weights of which nothing is said",
        "a sign before the factorial",
        "a factorial is no name",
        "the mean is not refuted",
    ):
        assert verdicts(TELLS_NOTHING[name])[-1] == "consistent"

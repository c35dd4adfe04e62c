r"""y! of a name, T(x) that is all a formula holds, I(\theta), edges in subscripts, powers of determinants."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(text), mend=False).run()]


POISSON = r"$$p(y;\lambda) = \frac{e^{-\lambda}\lambda^y}{y!}$$ "
DET = r"Let $\Sigma$ be a matrix. $$\log\det(\Sigma)^{%s} = %s \log\det(\Sigma)$$"
TELLS = {
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
    "what is cancelled stands there": r"$$\frac{\cancel{2} a}{\cancel{2}} = a$$",
}  # fmt: skip
TELLS_NOTHING = {
    "a sign before the factorial": POISSON + r"$$-\log p(y;\lambda) = -y\log\lambda + \lambda - \log y!$$",
    "a factorial is no name": r"$$y! = y$$",
    "the mean is not refuted": POISSON + r"$$\mathbb{E}_p[y] = \lambda$$",
    "a factorial of a vector": r"$$f(y) = \|y\|^2 / y!$$ $$\log \frac{1}{y!} = - \log y!$$",
    "another statistic": r"The statistic $T(x)$ is sufficient. $$\log e^{2 T(x)} = T(x)$$",
    "the other direction": r"$$m_{x \to y} = \log a$$ $$m_{y \to x} = \log b$$ "
    r"$$2 m_{x \to y} = m_{y \to x} + m_{x\to y}$$",
    "one edge of many": r"$$\sum_{j=1}^n m_{j \to x} = n m_{j \to x}$$",
    "another root": DET % (r"\frac{1}{2}", r"\frac{1}{3}"),
    "cancelled and gone": r"$$a + \cancel{2} = a$$",
}  # fmt: skip


@pytest.mark.parametrize("name", TELLS)
def test_proved(name: str):
    assert verdicts(TELLS[name])[-1] == "proved"


@pytest.mark.parametrize("name", TELLS_NOTHING)
def test_not_proved(name: str):
    assert verdicts(TELLS_NOTHING[name])[-1] != "proved"


def test_no_world_chooses_a_factorial():
    for name in ("a sign before the factorial", "a factorial is no name", "the mean is not refuted"):
        assert verdicts(TELLS_NOTHING[name])[-1] == "consistent"

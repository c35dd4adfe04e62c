r"""d/dm log N(x; m, v) and its like: the formula that the note gives is differentiated, and named as an assumption."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ONE = r"Let $p(x) = \mathcal{N}(x;\mu,\sigma^2)$."
SEVERAL = r"Let $z \in \mathbb{R}^d$ and $q(z) = \mathcal{N}(z;\mu,\sigma^2 I)$."
HOLDS = [
    (ONE, r"\frac{\partial}{\partial\mu}\log p(x) = \frac{x-\mu}{\sigma^2}"),
    (ONE, r"\frac{\partial}{\partial\sigma}\log p(x) = -\frac1\sigma + \frac{(x-\mu)^2}{\sigma^3}"),
    (ONE, r"\frac{d}{dx}\log p(x) = -\frac{x-\mu}{\sigma^2}"),
    (ONE, r"\nabla_x \log p(x) = -\frac{x-\mu}{\sigma^2}"),
    (ONE, r"\frac{d}{dx} p(x) = -\frac{x-\mu}{\sigma^2} p(x)"),
    (ONE, r"\frac{\partial^2}{\partial\mu^2}\log p(x) = -\frac{1}{\sigma^2}"),
    (ONE, r"\mathbb{E}\left[\left(\frac{\partial}{\partial\mu}\log p(x)\right)^2\right] = \frac{1}{\sigma^2}"),
    (SEVERAL, r"\nabla_z \log q(z) = -\frac{z-\mu}{\sigma^2}"),
    (SEVERAL, r"\nabla_\mu \log q(z) = \frac{z-\mu}{\sigma^2}"),
]
FAILS = [
    (ONE, r"\frac{\partial}{\partial\mu}\log p(x) = -\frac{x-\mu}{\sigma^2}"),
    (ONE, r"\frac{\partial}{\partial\mu}\log p(x) = \frac{x-\mu}{\sigma}"),
    (ONE, r"\frac{\partial}{\partial\sigma}\log p(x) = \frac1\sigma + \frac{(x-\mu)^2}{\sigma^3}"),
    (ONE, r"\frac{d}{dx}\log p(x) = \frac{x-\mu}{\sigma^2}"),
    (ONE, r"\frac{d}{dx} p(x) = -\frac{x-\mu}{\sigma^2}"),
    (SEVERAL, r"\nabla_z \log q(z) = \frac{z-\mu}{\sigma^2}"),
    (SEVERAL, r"\nabla_z \log q(z) = -\frac{z-\mu}{2\sigma^2}"),
]


def judged(said: str, line: str):
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1]


@pytest.mark.parametrize(("said", "line"), HOLDS)
def test_a_normal_density_is_differentiated(said, line):
    found = judged(said, line)
    assert found.verdict == "proved", found.message
    assert any(a.endswith("(line 1)") for a in found.assumes)


@pytest.mark.parametrize(("said", "line"), FAILS)
def test_and_no_other_slope_is_right(said, line):
    assert judged(said, line).verdict == "refuted"


def test_of_the_law_itself():
    right = r"\frac{d}{dx}\log\mathcal{N}(x;\mu,\sigma^2) = -\frac{x-\mu}{\sigma^2}"
    assert judged("The normal density:", right).verdict == "proved"
    assert judged("The normal density:", right.replace("= -", "= ")).verdict == "refuted"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            r"Let $q(z) = \mathcal{N}(z;\mu,\Sigma)$ with $z \in \mathbb{R}^d$.",
            r"\nabla_z \log q(z) = -(z-\mu)/\sigma^2",
        ),
        (r"Let $q(z)$ be a density.", r"\nabla_z \log q(z) = -(z-\mu)/\sigma^2"),
        (SEVERAL, r"\nabla_z q(z) = -(z-\mu)/\sigma^2"),
    ],
)
def test_what_has_no_such_formula_stays_unread(said, line):
    assert judged(said, line).verdict in ("unread", "doubtful")

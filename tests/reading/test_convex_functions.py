"""What courses prove first: a variance is at least 0, the square of a mean at most the mean of the square."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINES = [
    r"(\mathbb{E}[X])^2 \le \mathbb{E}[X^2]", r"\mathrm{Var}(X) \ge 0", r"\mathbb{E}[e^{Y}] \ge e^{\mathbb{E}[Y]}",
    r"\mathbb{E}_{q(z|x)}[f(z)^2] \ge \left(\mathbb{E}_{q(z|x)}[f(z)]\right)^2",
    r"\exp\left(\mathbb{E}_{p(x)}[g(x)]\right) \le \mathbb{E}_{p(x)}[\exp(g(x))]",
]  # fmt: skip


def verdicts(line: str) -> list[str]:
    return [j.verdict for j in Judge(read_note(f"$${line}$$"), mend=False).run()]


@pytest.mark.parametrize("line", LINES)
def test_a_convex_function_of_a_mean(line):
    assert verdicts(line) == ["proved"]
    other = line.replace(r"\le ", r"\gt ") if r"\le " in line else line.replace(r"\ge ", r"\lt ")
    assert verdicts(other) == ["refuted"]


@pytest.mark.parametrize("line", [r"\mathbb{E}[X^3] \ge \mathbb{E}[X]^3", r"\mathbb{E}[X^2] \le \mathbb{E}[X]^2"])
def test_what_is_not_convex(line):
    assert verdicts(line) == ["refuted"]

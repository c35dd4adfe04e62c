r"""`For an imperfect encoder,` after `q = p`: another case, by how the sentence is built."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SUM = "$$ H(X,Y) = H(X)+H(Y) $$"
BOUND = r"$$ \log p(x) = \mathbb{E}_{q(z\mid x)}\left[\log\frac{p(x,z)}{q(z\mid x)}\right] $$"
TIMES = r"$$ \beta x = x $$"
MEAN = r"$$ \mathbb{E}_{p(x)}[(x-m)^2] = \mathbb{E}_{p(x)}[x^2]-m^2 $$"
OF = {SUM: "Let $X$ and $Y$ be independent.", BOUND: r"Let $q(z\mid x)=p(z\mid x)$.", TIMES: r"Let $\beta=1$.",
      MEAN: r"Let $m=\mathbb{E}_{p(x)}[x]$."}  # fmt: skip


def last(line: str, between: str) -> str:
    return Judge(read_note(f"{OF[line]}\n\n{line}\n\n{between}\n\n{line}"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("line", "between"),
    [
        (SUM, "The independent case ends here."),
        (SUM, "We no longer need independence."),
        (SUM, "Next we let $Y$ depend on $X$."),
        (SUM, "Now we turn to arbitrary joint laws $p(x,y)$."),
        (SUM, "若 $X$ 与 $Y$ 相关，则"),
        (SUM, "上述假设到此为止。"),
        (BOUND, "This was the ideal case."),
        (BOUND, "For an imperfect encoder"),
        (BOUND, "If the family is restricted,"),
        (BOUND, r"When $q(z\mid x)$ is only an approximation,"),
        (BOUND, r"Now let $q(z\mid x)$ be Gaussian."),
        (TIMES, r"(b) Let $\beta>0$."),
        (TIMES, r"Take $\beta$ free."),
        (MEAN, "The same holds for every real $m$:"),
        (MEAN, "If $m$ is not the mean but arbitrary,"),
    ],
)
def test_another_case(line, between):
    assert last(line, between) != "proved"


@pytest.mark.parametrize(
    ("line", "between"),
    [
        (SUM, "By independence,"),
        (SUM, "Under this assumption"),
        (SUM, "Since $X$ and $Y$ are independent,"),
        (SUM, "For the joint entropy we again have"),
        (SUM, "由独立性，"),
        (SUM, "This assumption simplifies the joint entropy:"),
        (SUM, "We make this assumption throughout."),
        (SUM, "If $X$ and $Y$ are uniform,"),
        (SUM, "In one dimension,"),
        (SUM, "独立性假设使联合熵简化："),
        (BOUND, "With this choice of encoder"),
        (BOUND, r"Taking the mean under $q(z\mid x)$,"),
        (BOUND, "For the first term,"),
        (TIMES, "Then"),
        (MEAN, "Thus"),
    ],
)
def test_the_same_case(line, between):
    assert last(line, between) == "proved"

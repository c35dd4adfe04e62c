r"""`We write $q(z)$ for $q(z|x)$`: what is written without a variable and depends on it is no constant beside it."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SAME = r"$$ \mathbb{E}_{p(x)}[q(z)] = q(z) $$"
MEAN = r"$$ \mathbb{E}_{p(x)}[\mu] = \mu $$"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (r"We write $q(z)$ for $q(z\mid x)$ to save space.", SAME),
        ("The conditioning of $q(z)$ on $x$ is dropped from the notation.", SAME),
        (r"为简洁记 $q(z)=q(z\mid x)$。", SAME),
        ("$q$ depends on $x$, which we do not write.", SAME),
        ("$q(z)$ 依赖于 $x$（省略不写）。", SAME),
        (r"We write $\mu$ for $\mu(x)$ and $\sigma$ for $\sigma(x)$.", MEAN),
        (r"Encoder with mean $\mu(x)$; the argument is dropped.", MEAN),
        (r"$\mu=\mu_\phi(x)$ is the output of the encoder.", r"$$ \frac{\partial}{\partial\phi}(\phi\mu) = \mu $$"),
        ("$c$ 与 $z$ 有关。", r"$$ \mathbb{E}_{q(z)}[c z] = c\,\mathbb{E}_{q(z)}[z] $$"),
    ],
)
def test_not_proved(said, line):
    assert last(f"{said}\n\n{line}") != "proved"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("We write $q(z)$ for the prior.", SAME),
        (r"The density $q(z)$ does not depend on $x$.", SAME),
        (r"We write $q(z)$ for $q(z\mid x)$.", r"$$ \int q(z)\,dz = 1 $$"),
        (r"We write $\mu$ for $\mu(x)$.", r"$$ \mathbb{E}_{q(z)}[\mu z] = \mu\,\mathbb{E}_{q(z)}[z] $$"),
    ],
)
def test_proved(said, line):
    assert last(f"{said}\n\n{line}") == "proved"

"""E_{p(x,y)}[log p(X,Y)]: under a mean the capitals are the variables of its density; a Z alone may normalise."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"D(p(x,y)||p(x)p(y)) = E_{p(x,y)} \log \frac{p(X,Y)}{p(X)p(Y)}", "proved"),
        (r"D(p(x,y)||p(x)p(y)) = E_{p(x,y)} \log \frac{p(X,Y)}{p(X)}", "refuted"),
        (r"E_{p(x)}[X^2] = \int p(x) x^2 dx", "proved"),
        (r"E_{q(z)}[\log q(Z)] = \int q(z) \log q(z) dz", "proved"),
        (r"E_{q(z)}[\log Z] = \log Z", "proved"),
        (r"E_{p(x)}[X Z] = Z E_{p(x)}[X]", "proved"),
    ],
)
def test_what_they_stand_for(line, verdict):
    assert Judge(read_note(f"$$ {line} $$"), mend=False).run()[-1].verdict == verdict

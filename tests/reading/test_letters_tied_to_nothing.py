"""Letters that nothing said ties to the rest of a line: the line is not accused, its sibling is."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NORMAL = r"$$ p(x) = \frac{1}{\sqrt{2 \pi s}} \exp(-\frac{(x-m)^2}{2 s}) $$"
CASES = {
    "a density once more by a new letter": (
        NORMAL + r"In terms of the precision ($c$): $$ p(x) = \sqrt{\frac{c}{2 \pi}} \exp(-\frac{c (x-m)^2}{2}) $$",
        ["definition", "doubtful"],
    ),
    "a density once more by its own letters": (
        NORMAL + r"In other words $$ p(x) = \frac{1}{\sqrt{2 \pi s}} \exp(-\frac{(x-m)^2}{s}) $$",
        ["definition", "refuted"],
    ),
    "the logarithm of it is on the left of an unread line": (
        r"$$ \ln g(x,z) = E_{i \neq j}[\ln p(x,z)] $$ $$ \ln g(x,z) = \ln p(x) + \ln p(z) $$",
        ["unread", "consistent"],
    ),
    "the logarithm of it is on the left of a line that is read": (
        r"$$ \ln p(x,z) = \ln p(x) + \ln p(z|x) $$ $$ \ln p(x,z) = \ln p(x) + \ln p(z) $$",
        ["proved", "refuted"],
    ),
    "a bar beside a letter that stands for another": (
        r"With $a_t = 1 - b_t$ and $\bar a_t = \prod_{i=1}^T a_i$:"
        "\n\n"
        r"$$ \frac{a_t}{b_t} + \frac{1}{1 - \bar a_{t-1}} = \frac{1 - \bar a_t}{b_t (1 - \bar a_{t-1})} $$",
        ["doubtful"],
    ),
    "no bar": (r"With $a_t = 1 - b_t$:" "\n\n" r"$$ \frac{a_t}{b_t} + c = \frac{1}{b_t} $$", ["refuted"]),
    "the logarithm of a function that is new": (r"$$ \log f(x) = -\frac{(x-m)^2}{2 s} - c $$", ["doubtful"]),
    "the logarithm of a function that is given": (
        r"Let $f(x) = x^2$ with $x > 0$." "\n\n" r"$$ \log f(x) = 3 \log x $$",
        ["refuted"],
    ),
    "a factor on both sides": (r"$$ \frac{p(d|m) p(m)}{p(d)} = \frac{m^a (1-m)^b}{p(d) c} $$", ["doubtful"]),
    "a term on both sides": (r"$$ H(x) - H(x|z) = H(x) - a $$", ["doubtful"]),
    "a term and a density on both sides": (r"$$ H(x) - H(x|z) = H(x) - H(z|x) $$", ["refuted"]),
    "a noise that no formula ties": (
        r"$$ -\frac{x_t - a_t x_0}{1 - a_t} = -\frac{\varepsilon}{\sqrt{1 - a_t}} $$",
        ["doubtful"],
    ),
    "a noise that the prose ties": (
        r"With $x_t = \sqrt{a_t} x_0 + \sqrt{1-a_t} \varepsilon$:"
        "\n\n"
        r"$$ -\frac{x_t - \sqrt{a_t} x_0}{1 - a_t} = -\frac{\varepsilon}{1 - a_t} $$",
        ["refuted"],
    ),
    "two layers beside one": (
        r"$$ \log p(x) \geq E_{z \sim q(z|x)}[\log \frac{p(x,z)}{q(z|x)}] $$ "
        r"$$ \log p(x) \geq E_{z_1, z_2 \sim q(z_1, z_2|x)}[\log \frac{p(x, z_1, z_2)}{q(z_1, z_2|x)}] $$ "
        r"$$ \log p(x) \leq E_{z_1, z_2 \sim q(z_1, z_2|x)}[\log \frac{p(x, z_1, z_2)}{q(z_1, z_2|x)}] $$ ",
        ["proved", "proved", "refuted"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_letter_tied_to_nothing_accuses_nobody(name: str):
    note, expected = CASES[name]
    assert [found.verdict for found in Judge(read_note(note), mend=False).run()] == expected


def test_the_covariance_of_a_vector_is_no_fault():
    note = r"$$ \text{cov}[\mathbf{x}_a] = \Sigma_{aa} $$ where $\Sigma$ is the covariance matrix."
    assert [(found.verdict, found.fault) for found in Judge(read_note(note), mend=False).run()] == [("unread", "")]

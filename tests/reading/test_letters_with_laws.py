"""`Let $p \\sim N(m, v)$` of a letter that is a density: its law, as `$p(x) \\sim N(m, v)$` is."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

BOTH = r"{0}$p{1}\sim N(\mu_1,\sigma_1^2)$, $q{1}\sim N(\mu_2,\sigma_2^2)${2}" + "\n\n"
CROSS = (
    r"$$ {0}\int p(x)\log q(x)dx = \frac12\log(2\pi\sigma_2^2) + \frac{{\sigma_1^2+(\mu_1-\mu_2)^2}}{{2\sigma_2^2}} $$"
)


@pytest.mark.parametrize("given", ["", "(x)"])
@pytest.mark.parametrize(("before", "after"), [("Let ", "."), ("设 ", "。")])
def test_the_law_of_a_letter(given, before, after):
    told = BOTH.format(before, given, after)
    assert Judge(read_note(told + CROSS.format("-"))).run()[-1].verdict == "proved"
    assert Judge(read_note(told + CROSS.format(""))).run()[-1].verdict == "refuted"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"Let $p \sim N(m, s^2)$, $q \sim N(0, 1)$. $$ KL(p\|q) = \frac12(m^2 + s^2 - \log s^2 - 1) $$", "proved"),
        (
            r"Let $p \sim N(m, s^2)$, $q \sim N(0, 1)$. $$ KL(p\|q) = \frac12(m^2 + s^2 + \log s^2 - 1) $$",
            "refuted",
        ),
        (r"Let $q \sim N(0, 1)$. $$ E_{q(z|x)}[z] = 0 $$", "proved"),
        (r"Let $q \sim N(0, 1)$. $$ E_{q(z|x)}[z] = 1 $$", "refuted"),
        (r"Let $p \sim N(0, 1)$. $$ p(z|x) = \frac{p(x|z)p(z)}{p(x)} $$", "proved"),
        (r"Is $p(x) \sim N(0, 1)$? $$ E_{p(x)}[x] = 0 $$", "refuted"),
        (r"Unlike $p(x) \sim N(0, 1)$, this is skew. $$ E_{p(x)}[x] = 0 $$", "refuted"),
    ],
)
def test_what_is_said_by_it(text, verdict):
    assert Judge(read_note(text)).run()[-1].verdict == verdict

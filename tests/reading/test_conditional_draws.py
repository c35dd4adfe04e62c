"""`x | z ~ N(z, 1)`: a law that is given, of the letter that writes both; of two letters or another law it is not."""

import pytest

from derivations.reading.grammar import syntax as S
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MODEL = r"Let $z\sim\mathcal N(0,1)$ and $x|z\sim\mathcal N(z,\sigma^2)$."
LOG = r"\log p(x|z) = -\frac{(x-z)^2}{2\sigma^2} - \frac12\log(2\pi\sigma^2)"


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize("bar", ["|", r"\mid", r"\,|\,"])
@pytest.mark.parametrize("display", [False, True])
def test_the_law_is_read(bar, display):
    law = rf"x {bar} z \sim \mathcal N(z, \sigma^2)"
    said = f"$$ {law} $$" if display else f"Let ${law}$."
    assert verdicts(f"{said}\n\n$$ {LOG} $$") == ["proved"]
    assert verdicts(f"{said}\n\n$$ {LOG.replace('2' + chr(92) + 'sigma', chr(92) + 'sigma', 1)} $$") == ["refuted"]


def test_its_line_is_named_and_it_ends_with_its_case():
    proved = Judge(read_note(f"{MODEL}\n\n$$ {LOG} $$"), mend=False).run()[0]
    assert "p(x|z) = N(x; z, σ²) (line 1)" in proved.assumes
    assert verdicts("Suppose $x|z\\sim\\mathcal N(z,1)$.\n\nIn reality another law holds.\n\n$$ "
                    r"\log p(x|z) = -\frac{(x-z)^2}{2} - \frac12\log(2\pi) $$") != ["proved"]  # fmt: skip


def test_what_holds_by_the_laws_alone_is_looked_at_under_them():
    model = MODEL.replace(r"\sigma^2", "1")
    assert verdicts(f"{model}\n\n$$ I(x;z) = \\frac12\\log 2 $$") == ["consistent"]
    assert verdicts(f"{model}\n\n$$ I(x;z) = \\frac12\\log 3 $$") == ["refuted"]


@pytest.mark.parametrize("law", [r"\mathrm{Laplace}(z, 1)", r"\mathrm{Poisson}(z)"])
def test_another_law_keeps_its_names_from_being_refuted(law):
    line = r"$$ E_{p(x|z)}[x] = 2z $$"
    assert verdicts(f"Let $x|z\\sim {law}$.\n\n{line}") != ["refuted"]
    assert verdicts(line) == ["refuted"]


def test_a_draw_from_a_density_says_nothing_of_it():
    line = r"$$ E_{q(z|x)}[\log p(x|z)] = \log p(x) $$"
    assert verdicts(f"Let $z | x \\sim q(z|x)$.\n\n{line}") == verdicts(line) == ["refuted"]


def test_a_bar_that_is_a_size_is_none():
    (chain,) = read_note(r"$$ |x| \sim N(0, 1) $$").chains
    assert not isinstance(chain.sides[0].tree, S.ConditionalDraw)


PAIR = r"$x_1,x_2|\mu\sim\mathcal N(\mu,1)$"


@pytest.mark.parametrize(("said", "right", "wrong"), [
    (rf"{PAIR} independently given $\mu\sim\mathcal N(0,1)$.", "consistent", "refuted"),
    (rf"{PAIR} i.i.d., and $\mu\sim\mathcal N(0,1)$.", "consistent", "refuted"),
    (rf"{PAIR} with $\mu\sim\mathcal N(0,1)$.", "consistent", "doubtful"),  # what they are together is not said
])  # fmt: skip
def test_several_of_one_conditional_law(said, right, wrong):
    assert verdicts(f"{said}\n\n$$ Cov(x_1,x_2) = 1 $$\n\n$$ Cov(x_1,x_2) = 0 $$") == [right, wrong]

"""What is no density is used by no rule of densities; an energy in an exponent is no expectation."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

RATIO = r"\mathbb{E}_{q(z)}\left[\frac{\tilde p(z)}{q(z)}\right]"


def judged(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(("words", "line", "verdict"), [
    (r"Let $\tilde p(z) = Z p(z)$.", f"{RATIO} = 1", "refuted"),
    (r"Let $\tilde p(z) = Z p(z)$.", f"{RATIO} = Z", "proved"),
    (r"Let $\tilde p(z)$ be an unnormalised density.", r"\int \tilde p(z) dz = 1", "refuted"),
    (r"设 $\tilde p(z)$ 未归一化。", r"\int \tilde p(z) dz = 1", "refuted"),
    ("Let $p(z)$ be an improper prior.", r"\int p(z) dz = 1", "refuted"),
    ("Let $p(z)$ be a probability density.", r"\int p(z) dz = 1", "proved"),
    (r"Let $\tilde p(z)$ be another density.", r"\int \tilde p(z) dz = 1", "proved"),
    (r"Let $p_\beta(x) = p(x)^\beta$.", r"\int p_\beta(x) dx = 1", "refuted"),
    (r"Let $\bar p(x) = 3 p(x)$.", r"\mathrm{KL}(p\|\bar p) \ge 0", "unread"),
])  # fmt: skip
def test_multiples_and_powers_of_densities_are_none(words, line, verdict):
    assert judged(f"{words}\n\n$$ {line} $$")[-1] == verdict


def test_the_constant_of_a_density_is_not_one():
    text = "$$ p(z) = \\frac{\\tilde p(z)}{Z} $$\n\n$$ Z = \\int \\tilde p(z) dz $$\n\n$$ %s $$"
    assert judged(text % "Z = 1") == ["definition", "definition", "refuted"]
    slack = r"\mathrm{KL}(q\|p) = E_q[\log q(z) - \log \tilde p(z)] + \log Z"
    assert judged(text % slack) == ["definition", "definition", "proved"]
    assert judged(text % slack.replace("+", "-"))[-1] != "proved"


@pytest.mark.parametrize("energy", [
    r"p(x) = \frac{e^{-E(x)}}{Z}", r"p(x) = \frac{1}{Z} e^{-\beta E(x)}", r"p_\theta(x) = \frac{\exp(-E_\theta(x))}{Z}",
])  # fmt: skip
def test_a_density_by_its_energy_is_a_definition(energy):
    """E(x) was the mean of x, and the model of the note a refuted claim."""
    assert judged(f"$$ {energy} $$") == ["definition"]


def test_the_logarithm_of_an_energy_model():
    model = "$$ p(x) = \\frac{e^{-E(x)}}{Z} $$\n\n$$ \\log p(x) = %s $$"
    assert judged(model % r"-E(x) - \log Z")[1] == "proved"
    assert judged(model % r"-E(x) + \log Z")[1] != "proved"


def test_an_expectation_stays_one_where_no_exponent_has_it():
    law = "$$ \\int p(x) dx = 1 $$\n\n$$ E(x) = \\int %s p(x) dx $$"
    assert [judged(law % "x")[1], judged(law % "x^2")[1]] == ["proved", "refuted"]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"p_y(y) = \frac12 p_x(y/2)", "unread"), (r"p_Y(y) = \frac12 p_X(y/2)", "unread"),
    (r"\int p_X(x) dx = 1", "proved"), (r"\int p_Z(z) p_{X|Z}(x|z) dz = p_X(x)", "proved"),
])  # fmt: skip
def test_a_density_named_by_its_variable_is_not_of_another_place(line, verdict):
    """Let y = 2x: the right line was refuted, for p_x(y/2) was read as the density of y."""
    assert judged(f"Let $y = 2x$. Then\n\n$$ {line} $$")[-1] == verdict


@pytest.mark.parametrize(("words", "verdict"), [
    ("Let $p(x) = e^{-x^2}$.", "consistent"), (r"Let $p(x) = e^{-x^2} / \sqrt{\pi}$.", "proved"),
    ("Let $p(x) = N(x; 0, 1)$.", "proved"),
])  # fmt: skip
def test_a_formula_in_a_sentence_integrates_to_one(words, verdict):
    assert judged(f"{words} $$ \\int p(x) dx = 1 $$") == [verdict]

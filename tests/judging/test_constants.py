"""`+ const` hides only what does not vary: a wrong term is not swallowed, whatever varies."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [judgement.verdict for judgement in Judge(read_note(text), mend=False).run()]


SQUARE = "$$ (y - a x)^2 = %s + \\text{const} $$"
RIGHT, WRONG = "a^2 x^2 - 2 a x y", "a^2 x^2 - 3 a x y"
SAID = ["Write it as a function of $x$.", "Up to a constant that does not depend on $x$,", "把它写成$x$的函数："]


@pytest.mark.parametrize("said", SAID)
def test_as_a_function_of_what_is_said(said):
    assert verdicts(f"{said}\n\n{SQUARE % RIGHT}") == ["proved"]
    assert verdicts(f"{said}\n\n{SQUARE % WRONG}") == ["refuted"]
    assert verdicts(f"{said}\n\n{SQUARE % 'a^2 x^3 - 2 a x y'}") == ["refuted"]


@pytest.mark.parametrize("after", ["where the constant does not depend on $x$.", "其中常数与 $x$ 无关。"])
def test_what_the_constant_does_not_depend_on_is_said_after_it(after):
    assert verdicts(f"{SQUARE % RIGHT}\n\n{after}") == ["proved"]
    assert verdicts(f"{SQUARE % WRONG}\n\n{after}") == ["refuted"]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (RIGHT, "consistent"),  # of x, or of a
        ("y^2 - 2 a x y", "consistent"),  # of y
        (WRONG, "refuted"),
        ("a^2 x^2 - x y", "refuted"),
        ("y^2 + a^2 x^2", "refuted"),
    ],
)
def test_where_nothing_says_what_varies_nothing_with_a_letter_is_dropped(line, verdict):
    assert verdicts(SQUARE % line) == [verdict]


def test_a_member_of_a_sequence_is_a_letter_of_its_own():
    said = "As a function of $x_{t-1}$,\n\n"
    line = "$$ (x_t - a x_{t-1})^2 = a^2 x_{t-1}^2 - %s a x_t x_{t-1} + C $$"
    assert verdicts(said + line % "2") == ["proved"] and verdicts(said + line % "5") == ["refuted"]


GAUSSIAN = "Let $p(x|z) = \\mathcal{N}(x; z, s^2)$.\n\n"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\log p(x|z) = -\frac{(x - z)^2}{2 s^2} + \text{const}", "proved"),
        (r"-\log p(x|z) = \frac{(x - z)^2}{2 s^2} + \text{const}", "proved"),
        (r"\log p(x|z) = -\frac{(x - z)^2}{s^2} + \text{const}", "refuted"),
        (r"-\log p(x|z) = \frac{(x - z)^2}{s^2} + \text{const}", "refuted"),
        (r"\log p(x|z) = \frac{x z}{s^2} - \frac{z^2}{2 s^2} + \text{const}", "consistent"),  # of z alone
    ],
)
def test_a_density_is_written_up_to_what_is_free_of_its_variable(line, verdict):
    assert verdicts(f"{GAUSSIAN}$$ {line} $$") == [verdict]


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (r"\frac{(x-\mu(z))^2}{2 s^2}", "proved"),
        (r"\frac{(x-\mu(z))^2}{s^2}", "refuted"),
        (r"\frac{(x-\mu(z))^2 + s^2 \mu(z)}{2 s^2}", "refuted"),
    ],
)
def test_a_mean_of_a_log_density_is_written_up_to_its_scale(body, verdict):
    law = "With $q(x|z)=\\mathcal N(x;\\mu(z),s^2)$,\n\n"
    line = rf"$$ -\mathbb{{E}}_{{r(z|x)}}[\log q(x|z)] = \mathbb{{E}}_{{r(z|x)}}[{body}] + \text{{const}} $$"
    assert verdicts(law + line) == [verdict]


def test_parameters_of_a_law_are_letters_too():
    laws = "Let $q(z) = \\mathcal{N}(z; m, s^2)$ and $p(z) = \\mathcal{N}(z; 0, 1)$.\n\n"
    for line in (r"m^2 + \frac{1}{3} s^2", r"\frac{1}{2} m^2", r"\frac{1}{2} m^2 + \frac{1}{3} s^2"):
        assert verdicts(laws + f"$$ D_{{KL}}(q(z)\\|p(z)) = {line} + \\text{{const}} $$") != ["proved"]
    right = r"\frac{1}{2} m^2 + \frac{1}{2} s^2 - \log s"
    assert verdicts(laws + f"$$ D_{{KL}}(q(z)\\|p(z)) = {right} + \\text{{const}} $$") == ["proved"]


@pytest.mark.parametrize("line", [r"\log p(x,z) = \log p(x|z) + C", r"\log p(x) = \mathbb{E}_{q(z)}[\log p(x|z)] + C"])
def test_a_density_in_its_own_terms_is_not_defined(line):
    assert verdicts(f"$$ {line} $$")[0] not in ("definition", "proved")


def test_a_constant_alone_is_nothing():
    assert "proved" not in verdicts(GAUSSIAN + r"$$ \log p(x|z) = \text{const} $$")

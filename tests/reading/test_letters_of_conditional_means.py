"""E[y | x] is under the letter that writes a density of y given x; f(g(eps)) is of z by what is said of g."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def judged(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(("law", "line", "verdict"), [
    ("q(y|x) = N(y; a x, b)", "E[y | x] = a x", "proved"), ("q(y|x) = N(y; a x, b)", "E[y | x] = a x + 1", "refuted"),
    ("q(y|x) = N(y; a x, b)", r"\mathrm{Var}[y | x] = b", "proved"),
    ("q(x_t|x_0) = N(x_t; a x_0, 1 - a^2)", "E[x_t | x_0] = a x_0", "proved"),
    (r"q(x_t|x_0) = N(x_t; \sqrt{b_t} x_0, (1 - b_t) I)", r"E[x_t | x_0] = \sqrt{b_t} x_0", "proved"),
    ("q(x_t|x_0) = N(x_t; a x_0, 1 - a^2)", "E[x_t | x_0] = a^2 x_0", "refuted"),
    ("p(y|x) = N(y; f(x), s^2)", "E[y | x] = f(x)", "proved"),
])  # fmt: skip
def test_the_letter_of_a_conditional_mean(law, line, verdict):
    """It was p whatever the note wrote, and a right line was refuted by a p of which it says nothing."""
    assert judged(f"$$ {law} $$\n\n$$ {line} $$")[-1] == verdict


REPARAMETRISED = r"E_{q(z|x)}[f(z)] = E_{p(\epsilon)}[f(g(\epsilon, x))]"


def test_what_makes_a_variable_need_not_be_said_to_be_so():
    """`The reparametrisation trick gives` this: it was refuted by a g that makes nothing of the law of z."""
    assert judged(f"The reparametrisation trick gives $$ {REPARAMETRISED} $$") == ["doubtful"]
    assert judged(r"$$ E_{q(z)}[f(z)] = E_{p(z)}[f(z)] $$") == ["refuted"]
    assert judged(r"$$ E_{p(x)}[f(g(x))] = E_{p(x)}[f(x)^2] $$") == ["doubtful"]
    assert judged(r"$$ E_{p(x)}[f(x)] = E_{p(x)}[f(x)^2] $$") == ["refuted"]

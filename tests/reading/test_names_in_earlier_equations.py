"""A name that stands in an earlier equation is not fresh: what a line says that it is must meet that equation."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(note: str) -> str:
    return [one.verdict for one in Judge(read_note(note), mend=False).run()][-1]


MADE = r"Let $u_t = \sqrt{a_t}\,u_0 + \sqrt{1-a_t}\,\epsilon$."


@pytest.mark.parametrize("lead", ["Solve for the clean image:", "Solving for it gives", "解出", "Hence"])
@pytest.mark.parametrize(("root", "verdict"), [(r"\sqrt{1-a_t}", "proved"), (r"(1-a_t)", "refuted")])
def test_a_name_that_is_solved_for(lead, root, verdict):
    line = rf"u_0 = \frac{{1}}{{\sqrt{{a_t}}}}\left(u_t - {root}\,\epsilon\right)"
    assert last(f"{MADE} {lead}\n\n$$ {line} $$") == verdict


@pytest.mark.parametrize(("sign", "verdict"), [("-", "definition"), ("", "doubtful")])
def test_the_root_of_an_equation(sign, verdict):
    root = rf"$$ x = {sign}\frac{{b}}{{2a}} $$"
    assert last(f"Setting the derivative to zero,\n\n$$ 2a x + b = 0 $$\n\nso that\n\n{root}") == verdict
    assert last(f"We have $2a x + b = 0$. Hence\n\n{root}") == verdict


def test_where_other_names_stand_in_the_equation_nothing_is_decided():
    said = r"Setting the derivative to zero, $\sum_{j=1}^m c_{ji} + \lambda a_i = 0$ for every $i$."
    assert last(f"{said}\n\n$$ \\lambda = m $$") == "consistent"


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("Draw $z_1,\\dots,z_K$ independently from $q(z)$.\n\n$$ f(z_1) = f(z_2) $$", "consistent"),
        ("$$ f(x) = g(x) $$", "definition"),
        ("$$ f(x) = a x $$", "definition"),
        (r"$$ \log p(x,z) = \log p(x|z)p(z) $$", "proved"),
    ],
)
def test_a_function_on_both_sides_is_not_defined(note, verdict):
    assert last(note) == verdict


def test_quantities_that_lead_back_to_themselves():
    first = r"$$ L = R + \lambda D $$"
    assert last(f"{first}\n\n$$ R = L + \\lambda D $$") != "definition"
    assert last(f"{first}\n\n$$ R = E_{{q(z)}}[\\log p(x|z)] $$") == "definition"

"""A world's numbers are told under the note's own names: y, not its odds y/(1 - y)."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.worlds.own_numbers import own_number

NUMBERS = [
    ("y/(1 - y)", "1", ("y", "1/2")), ("\\pi_{1}/(1 - \\pi_{1})", "2", ("\\pi_{1}", "2/3")),
    ("(\\rho - -1)/(1 - \\rho)", "3", ("\\rho", "1/2")), ("(a - 2)", "3", ("a", "5")),
    ("(1/2 - b)", "1", ("b", "-1/2")),
    ("y/(1 - y)", "e^2", ("y/(1 - y)", "e^2")), ("(x - 1)/(3 - z)", "1", ("(x - 1)/(3 - z)", "1")),
    ("y", "1", ("y", "1")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "own"), NUMBERS)
def test_a_twin_has_the_number_it_stands_for(name, value, own):
    assert own_number(name, value) == own


BETWEEN = "Let $0 < y < 1$.\n\n$$ \\log(1 - y) = \\log y $$"
ABOVE = "Let $-1 < r < 1$.\n\n$$ \\log(1 - r^2) = \\log(1 - r) $$"


@pytest.mark.parametrize(("note", "name"), [(BETWEEN, "y"), (ABOVE, "r")])
def test_a_refutation_names_the_notes_number(note, name):
    (found,) = Judge(read_note(note), mend=False).run()
    asked = found.counterexample.details["asked"]
    assert found.verdict == "refuted" and list(asked) == [name] and f"{name} = {asked[name]}" in found.message


def test_a_tag_of_a_font_stays_what_it_is():
    """`p_{mathcal D}`, not a command that nobody knows."""
    (found,) = Judge(read_note(r"$$ KL(p_{\mathcal{D}}(x)\|p(x)) = 2 KL(p_{\mathcal D}(x)\|p(x)) $$"), mend=False).run()
    assert found.verdict == "refuted" and r"p_{\mathcal D}(x)" in found.message


@pytest.mark.parametrize(
    ("note", "sums"),
    [
        (BETWEEN, ["log(2/3)", "log(1/3)"]),
        (ABOVE, ["log(-(1/3)^2 + 1)", "log(2/3)"]),
        ("Let $c > 2$.\n\n$$ 3\\log(c - 2) + c^2 = \\log c $$", ["4^2 + 3 log 2", "log 4"]),
    ],
)
def test_the_sum_has_the_notes_number_too(note, sums):
    (found,) = Judge(read_note(note), mend=False).run()
    assert found.counterexample.details["sums"] == sums

"""A command that is defined again holds from there on, and until its group ends."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


@pytest.mark.parametrize(("text", "verdicts"), [
    (r"\newcommand{\h}{\frac13} \[ \h+\h = 1 \] \renewcommand{\h}{\frac12} \[ \h+\h = 1 \]", ["refuted", "proved"]),
    (r"\def\b{2} \[ \b+1 = 3 \] \def\b{5} \[ \b+1 = 6 \] \[ \b+1 = 3 \]", ["proved", "proved", "refuted"]),
    (r"\newcommand{\h}{3} {\renewcommand{\h}{4} \[ \h = 4 \] } \[ \h = 4 \]", ["proved", "refuted"]),
    (r"\[ \h+\h = 1 \] \newcommand{\h}{\frac12} \[ \h+\h = 2 \]", ["proved", "refuted"]),
    (r"{ \newcommand{\h}{\frac12} } \[ \h+\h = 1 \]", ["proved"]),
])  # fmt: skip
def test_each_formula_has_the_command_of_its_place(text, verdicts):
    text = text.replace(r" \[", "\n\n\\[").replace(r"\] ", "\\]\n\n")
    assert [one.verdict for one in Judge(read_note(text), mend=False).run()] == verdicts

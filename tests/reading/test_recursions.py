r"""A recursion that is put into itself: x_t = a x_{t-1} + e_t holds for x_{t-1} too."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


RIGHT = [
    r"x_t = a x_{t-1} + e_t = a (a x_{t-2} + e_{t-1}) + e_t",
    r"x_t = a x_{t-1} + e_t = a^2 x_{t-2} + a e_{t-1} + e_t",
    r"x_t = a x_{t-1} + e_t = a^3 x_{t-3} + a^2 e_{t-2} + a e_{t-1} + e_t",
    r"x_t = a_t x_{t-1} + e_t = a_t (a_{t-1} x_{t-2} + e_{t-1}) + e_t",
    r"x_n = x_{n-1} + x_{n-2} = 2 x_{n-2} + x_{n-3}",
]
WRONG = [
    r"x_t = a x_{t-1} + e_t = a (a x_{t-2} + e_{t-1}) + e_{t-1}",
    r"x_t = a x_{t-1} + e_t = a x_{t-2} + a e_{t-1} + e_t",
    r"x_t = a x_{t-1} + e_t = a^2 x_{t-3} + a e_{t-1} + e_t",
    r"x_t = a_t x_{t-1} + e_t = a_t (a_t x_{t-2} + e_{t-1}) + e_t",
    r"x_n = x_{n-1} + x_{n-2} = 2 x_{n-2} + x_{n-1}",
]


@pytest.mark.parametrize("line", RIGHT)
def test_a_recursion_is_used_one_step_earlier(line):
    assert verdicts(f"$$ {line} $$") == ["definition", "proved"]


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_step_of_a_recursion_is_refuted(line):
    assert verdicts(f"$$ {line} $$") == ["definition", "refuted"]


def test_each_row_of_a_chain_goes_on_from_the_one_above():
    rows = r"x_t &= a x_{t-1} + e_t \\ &= a (a x_{t-2} + e_{t-1}) + e_t \\ &= a^2 x_{t-2} + a e_{t-1} + e_t \\"
    more = r"&= a^3 x_{t-3} + a^2 e_{t-2} + a e_{t-1} + e_t \\ &= a^3 x_{t-3} + a^2 e_{t-2} + a e_{t-1} + 2 e_t"
    found = verdicts(rf"$$ \begin{{aligned}} {rows} {more} \end{{aligned}} $$")
    assert found == ["definition", "proved", "proved", "proved", "refuted"]


def test_a_recursion_of_a_sentence_is_used_too():
    said = "Let $x_t = a x_{t-1} + e_t$. Hence\n\n"
    assert verdicts(rf"{said}$$ x_t = a^2 x_{{t-2}} + a e_{{t-1}} + e_t $$") == ["proved"]
    assert verdicts(rf"{said}$$ x_t = a^2 x_{{t-2}} + e_{{t-1}} + e_t $$") == ["refuted"]
    assert verdicts(rf"{said}$$ x_t = b x_{{t-1}} + e_t $$") != ["proved"]


def test_the_step_says_that_the_recursion_was_used():
    found = Judge(read_note(f"$$ {RIGHT[0]} $$"), mend=False).run()[-1]
    assert found.reading == ("x_t is made in this way at every step",)


def test_names_that_are_defined_by_each_other_member_by_member_end_in_no_fault():
    """B_k by P_{k-1}, and P_k by B_k: they were opened without end."""
    found = Judge(
        read_note("$$ B_k = P_{k-1} + Q_k $$\n\n$$ P_k = (1 - K_k) B_k $$\n\n$$ B_k = a P_{k-1} $$"), mend=False
    ).run()
    assert found[0].verdict == "definition" and not any(one.fault for one in found)
    assert "please report" not in " ".join(one.message for one in found)

"""A name that has one number in one case and another in the next: neither line contradicts the other."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(
    "text",
    [
        "At the start\n\n$$ \\beta = 0 $$\n\nand at the end\n\n$$ \\beta = 1 $$",
        "$$ x = 1 \\quad \\text{or} \\quad x = -1 $$",
        "解得\n\n$$ \\lambda = 1 \\text{ 或 } \\lambda = 3 $$",
        "Case 1:\n\n$$a = 1$$\n\nCase 2:\n\n$$a = 2$$",
    ],
)
def test_another_number_is_another_case(text):
    assert verdicts(text) == ["definition", "doubtful"]


def test_the_first_number_proves_nothing_of_the_second_case():
    assert verdicts("Case 1:\n\n$$a = 1$$\n\nCase 2:\n\n$$a = 2$$\n\n$$a^2 = 1$$")[-1] not in ("proved", "refuted")


def test_what_was_calculated_has_no_other_number():
    assert verdicts("$$a = 1$$\n\n$$a^2 = 2$$")[-1] == "refuted"
    assert verdicts("$$a = 1$$\n\n$$2a = 2$$")[-1] == "proved"
    assert verdicts("$$a = 1 + 1$$\n\n$$a = 3$$")[-1] == "refuted"

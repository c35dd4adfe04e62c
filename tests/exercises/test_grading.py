"""What a student hands in is judged by its mathematics: found slips, filled boxes, and what says nothing new."""

import pytest
from handed_out import RIGHT_BOX, RIGHT_SLIP, WORKSHEET, answered

from derivations.exercises.grading import NoCopy, grade
from derivations.reading.note import read_note


def outcomes(answers: str, worksheet: str = WORKSHEET) -> dict[str, str]:
    marks = grade(read_note(worksheet, "sheet.md"), read_note(answers, "answers.md"))
    return {mark.label: mark.outcome for mark in marks}


def test_an_untouched_worksheet_has_found_nothing():
    assert outcomes(WORKSHEET) == {"1": "not filled", "3": "not found"}


def test_the_right_answers_have_full_marks():
    assert outcomes(answered()) == {"1": "filled", "3": "found"}


@pytest.mark.parametrize(
    "box",
    [r"\int p(x) \log \frac{q(x)}{p(x)} dx", r"\mathbb{E}_{x\sim p(x)}[\log q(x)] + H[p(x)]",
     r"- E_{x \sim p(x)} \log \frac{p(x)}{q(x)}", r"H[p(x)] - H[p(x), q(x)]"],
)  # fmt: skip
def test_a_box_is_right_by_its_mathematics(box):
    assert outcomes(answered(box=box))["1"] == "filled"


def test_a_slip_is_mended_by_any_equal_line():
    assert outcomes(answered(slip=r"-\int p(x) \log \frac{p(x)}{q(x)} dx"))["3"] == "found"
    assert outcomes(answered(slip=r"H[p(x)] + \int p(x) \log q(x) dx"))["3"] == "found"


@pytest.mark.parametrize(
    "box", [r"-\mathrm{KL}[p(x)\|q(x)]", r"-KL[p(x) || q(x)] + 0", r"\int p(x) [\log q(x) - \log p(x)] dx"]
)
def test_a_box_filled_with_the_line_beside_it_says_nothing_new(box):
    assert outcomes(answered(box=box))["1"] == "nothing new"


@pytest.mark.parametrize("box", ["A", r"\foo", "0", r"\int q(x) \log \frac{q(x)}{p(x)} dx"])
def test_a_box_filled_with_something_else_is_not_right(box):
    assert outcomes(answered(box=box))["1"] in ("wrong fill", "unread", "nothing new", "not confirmed")


def test_a_slip_replaced_by_the_line_above_says_nothing_new():
    assert (
        outcomes(answered(slip=r"\mathbb{E}_{x \sim p(x)}\left[ \log \frac{q(x)}{p(x)} \right]"))["3"] == "nothing new"
    )


def test_a_fresh_name_is_no_repair():
    assert outcomes(answered(slip="C"))["3"] == "nothing new"


def test_another_slip_in_its_place_is_still_wrong():
    assert outcomes(answered(slip=r"2 \int p(x) \log \frac{q(x)}{p(x)} dx"))["3"] == "wrong"


def test_a_repair_that_is_not_carried_on_leaves_the_line_below_behind():
    assert outcomes(answered(kl=r"\mathrm{KL}[p(x) \| q(x)]"))["4"] == "follows no more"


def test_a_line_that_was_right_and_is_spoilt_is_told():
    assert outcomes(answered(kl=r"-2 \mathrm{KL}[p(x) \| q(x)]"))["4"] == "follows no more"


def test_a_weaker_sign_is_no_repair():
    said = answered().replace(rf"=\;& {RIGHT_SLIP}", rf"\le\;& {RIGHT_SLIP}")
    assert outcomes(said)["3"] == "another sign"


def test_what_the_student_assumes_does_not_count():
    """Were p = q, the line with the slip would hold: the sentences of a worksheet are its own."""
    assumed = WORKSHEET.replace("# Exercise", "# Exercise\n\nLet $p(x) = q(x)$.")
    assert outcomes(assumed)["3"] == "not found"


def test_a_first_line_stays_as_it_was_given():
    """The line with the slip follows from another first line; that is not the student's to choose."""
    other = answered(slip=r"\int p(x) \log \frac{p(x)}{q(x)} \,dx", kl=r"\mathrm{KL}[p(x) \| q(x)]", sign=r"\ge")
    other = other.replace(r"\left[ \log \frac{q(x)}{p(x)} \right]", r"\left[ \log \frac{p(x)}{q(x)} \right]")
    assert outcomes(other)["3"] == "not found"


def test_a_sign_turned_round_is_a_slip_that_is_mended_by_turning_it_back():
    sheet = "$$\n\\mathrm{KL}[p(x) \\| q(x)] \\le 0\n$$\n"
    assert outcomes(sheet, sheet) == {"2": "not found"}
    assert outcomes(sheet.replace(r"\le", r"\geq"), sheet) == {"2": "found"}
    assert outcomes(sheet.replace(r"\le 0", r"\ge 1"), sheet) == {"2": "another sign"}


@pytest.mark.parametrize(
    ("answers", "says"),
    [("nothing at all", "chains of lines are 0"), (WORKSHEET.replace("by hand", "elbo"), "another worksheet"),
     (answered().replace(r"\ge\;& 0 \tag{5}", "").replace(r"\le\;& 0 \tag{5}", ""), "lines here: 3"),
     (answered(box=f"a = {RIGHT_BOX}"), "lines here: 4")],
)  # fmt: skip
def test_what_is_no_copy_is_refused(answers, says):
    with pytest.raises(NoCopy, match=says):
        outcomes(answers)


def test_a_worksheet_with_nothing_to_find_is_refused():
    with pytest.raises(NoCopy, match="nothing to find"):
        outcomes(answered(), answered())

"""A note judged again after an edit: what is recalled is just what a note read for the first time is told."""

import random
import threading

import pytest
from note_mutants import slips
from persons_note import PERSONS_NOTE
from sympy import Symbol

from derivations.judging.remembering import KEPT, Memory, answered, exactly, remembering
from derivations.language.random_variables import Index, RandomVariable
from derivations.numbers.budget import OverBudget, at_most_steps, spend
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.note_report import document
from derivations.telling.wording import Wording


def told(text: str, seed: int = 0) -> dict:
    note = read_note(text, "note.md")
    return document("note.md", note, Judge(note, seed).run(), Wording())


def alike(memory: Memory, text: str) -> None:
    """Judged with this memory and without any, a text is told the same to the last letter."""
    with remembering(memory):
        again = told(text)
    assert again == told(text)


KL = r"$$ KL(p(x)||q(x)) = E_{p(x)}[\log \frac{p(x)}{q(x)}] $$"
SPLIT = r"$$ E_{p(x)}[\log \frac{p(x)}{q(x)}] = E_{p(x)}[\log p(x)] - E_{p(x)}[\log q(x)] $$"
SLIP = r"$$ E_{p(x)}[\log \frac{p(x)}{q(x)}] = E_{p(x)}[\log p(x)] + E_{p(x)}[\log q(x)] $$"
GAUSSIAN = r"$$ \log p(x) = -\frac{1}{2}\log(2\pi s^2) - \frac{(x - m)^2}{2 s^2} $$"

EDITS = {
    "a slip and its repair": ([KL, SPLIT], [KL, SLIP], [KL, SPLIT]),
    "lines above": ([KL, SLIP], ["Words.", "", KL, SLIP], [SLIP], [KL, KL, SLIP]),
    "what is said above a line": (["Let $p(x) = N(x; m, s^2)$.", GAUSSIAN], [GAUSSIAN],
                                  ["Let $p(x) = N(x; 0, s^2)$.", GAUSSIAN]),
    "what is said below a line": ([r"$$ f + 1 = 3 $$"], [r"$$ f + 1 = 3 $$", "where", r"$$ f = 2 $$"],
                                  [r"$$ f + 1 = 3 $$", "where", r"$$ f = 3 $$"]),
    "another kind of variable": ([KL, SPLIT, "Here $x$ is discrete."], [KL, SPLIT, r"Here $x \in R^n$."], [KL, SPLIT]),
    "what is not understood": ([SLIP], ["Frobenically speaking $q(x) = 2 p(x)$.", SLIP], [SLIP]),
    "a line that cannot be read": ([KL, r"$$ x = \frac{ $$"], [KL, r"$$ x = \frac{1}{2} $$"]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_note_is_told_as_if_read_for_the_first_time(edit):
    memory = Memory()
    for rows in EDITS[edit]:
        alike(memory, "\n\n".join(rows) + "\n")


def test_only_what_an_edit_touches_is_asked_anew():
    memory, asked = Memory(), []
    for rows in ([KL, SPLIT, GAUSSIAN], [KL, SPLIT, GAUSSIAN], ["", KL, "Words.", SPLIT, GAUSSIAN],
                 [KL, SPLIT, SPLIT.replace("- E", "- 1 - E")]):  # fmt: skip
        with remembering(memory):
            told("\n\n".join(rows) + "\n")
        asked.append((memory.found, memory.recalled))
    (first, twice), (same, recalled), (moved, _), (changed, kept) = asked
    assert first + twice == recalled > 0 and same == moved == 0 and changed > 0 and kept > 0


def test_a_line_with_another_claim_is_never_recalled():
    memory = Memory()
    verdicts = []
    for text in (SPLIT, SLIP, SPLIT):
        with remembering(memory):
            verdicts += [step["verdict"] for step in told(text)["steps"]]
    assert verdicts == ["proved", "refuted", "proved"]


def test_variables_whose_sizes_are_only_written_alike_are_told_apart():
    sizes = Symbol("n"), Symbol("n", integer=True, positive=True)
    for one, other in (
        [RandomVariable("x", dimension=size) for size in sizes],
        [Index("i", size) for size in sizes],
    ):
        assert one == other and exactly(one, {}) != exactly(other, {})
        assert exactly((one,), {}) == exactly((one,), {})


# -- the memory itself ---------------------------------------------------------------------------------------------

CALLS: list[int] = []


def doubled(number: int, steps: int = 0) -> int:
    CALLS.append(number)
    spend(steps)
    return 2 * number


@pytest.fixture(autouse=True)
def no_calls():
    CALLS.clear()


def test_without_a_memory_every_question_is_asked():
    assert [answered(doubled, 2), answered(doubled, 2)] == [4, 4] and CALLS == [2, 2]


def test_a_question_is_asked_once():
    with remembering(Memory()) as memory:
        assert [answered(doubled, 2), answered(doubled, 2), answered(doubled, 3)] == [4, 4, 6]
        assert CALLS == [2, 3] and (memory.found, memory.recalled) == (2, 1)


def test_one_and_true_are_two_questions():
    with remembering(Memory()):
        answered(doubled, 1), answered(doubled, True)
    assert len(CALLS) == 2


def test_the_work_of_an_answer_is_charged_again():
    with remembering(Memory()):
        answered(doubled, 2, steps=50)
        with at_most_steps(80) as budget:
            answered(doubled, 2, steps=50)
            assert budget.left == 30
            with pytest.raises(OverBudget):
                answered(doubled, 2, steps=50)
    assert CALLS == [2]


def test_what_was_given_up_is_asked_again():
    with remembering(Memory()):
        with at_most_steps(10), pytest.raises(OverBudget):
            answered(doubled, 2, steps=50)
        assert answered(doubled, 2, steps=50) == 4
    assert CALLS == [2, 2]


def test_what_nobody_asks_for_is_forgotten():
    memory = Memory()
    with remembering(memory):
        answered(doubled, 2)
    for k in range(KEPT + 2):
        assert bool(memory.answers) == (k < KEPT)
        with remembering(memory):
            pass


def test_what_ended_too_soon_makes_nothing_forgotten():
    memory = Memory()
    with remembering(memory):
        answered(doubled, 2)
    for _ in range(KEPT + 2):
        with pytest.raises(OverBudget), remembering(memory):
            raise OverBudget
    assert memory.answers and not memory.sizes


def test_another_thread_has_no_memory():
    with remembering(Memory()):
        answered(doubled, 2)
        other = threading.Thread(target=answered, args=(doubled, 2))
        other.start()
        other.join()
    assert CALLS == [2, 2]


@pytest.mark.parametrize("number", [pytest.param(2, marks=pytest.mark.slow), pytest.param(40, marks=pytest.mark.sweep)])
def test_the_persons_note_with_slips_of_all_kinds(number):
    """So many of them, one after the other in one memory."""
    text = PERSONS_NOTE.read_text(encoding="utf-8")
    note, memory = read_note(text, "note.md"), Memory()
    sides = [side for chain in note.chains for side in chain.sides[1:] if side.read]
    made = [(side, slip.text) for side in sides for slip in slips(note, side)]
    random.Random(0).shuffle(made)
    for side, new in made[:number]:
        alike(memory, text[: side.span[0]] + new + text[side.span[1] :])


def gives_up() -> str:
    try:
        spend(10)
    except OverBudget:
        return "given up"
    return "found"


def test_what_was_given_up_for_want_of_work_is_asked_again():
    memory = Memory()
    for steps, found in ((5, "given up"), (100, "found"), (100, "found")):
        with remembering(memory), at_most_steps(steps):
            assert answered(gives_up) == found
    assert memory.recalled == 1

"""Where much of a note was not read a refutation needs something else beside its world; where most was not, none."""

import pytest

from derivations.doors.newest import Edited, Known, Newest
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.wording import Wording

UNREAD = r"$$ p(z) \heartsuit q(z) = \spadesuit $$" + "\n\n"
PROVED = r"$$ a + a = 2 a $$" + "\n\n"
MENDED = r"$$ \log p(x,z) = \log p(x) - \log p(z|x) $$" + "\n\n"
LONE = r"$$ H(p(x)) = 0 $$" + "\n\n"
ANCHORED = r"$$ \mathrm{KL}(p(x)\|q(x)) = H(p(x), q(x)) - H(p(x)) = H(q(x))^2 $$" + "\n\n"
BACK = r"$$ H(p(x)) = E_{p(x)}[\log p(x)] = - E_{p(x)}[\log p(x)] $$" + "\n\n"


def last(text: str, mend: bool = True):
    return Judge(read_note(text), mend=mend).run()[-1]


@pytest.mark.parametrize(
    ("line", "unread", "proved", "verdict"),
    [
        (LONE, 0, 0, "refuted"),
        (LONE, 2, 0, "refuted"),  # two say nothing of a note
        (LONE, 3, 20, "refuted"),  # nor do three of many
        (LONE, 3, 8, "doubtful"),
        (MENDED, 3, 8, "refuted"),
        (ANCHORED, 3, 8, "refuted"),
        (BACK, 3, 8, "refuted"),
        (LONE, 3, 1, "doubtful"),
        (MENDED, 3, 1, "doubtful"),
        (ANCHORED, 8, 1, "doubtful"),
        (BACK, 8, 1, "doubtful"),
    ],
)
def test_what_a_note_that_is_read_in_part_refutes(line, unread, proved, verdict):
    assert last(UNREAD * unread + PROVED * proved + line).verdict == verdict


def test_it_says_how_much_was_not_read():
    told = last(UNREAD * 4 + PROVED * 3 + LONE).message
    assert told.startswith("as far as it was read the line fails, but of the 8 steps of this note 4 were not read; ")
    assert "但本笔记 8 步中有 4 步没有读懂" in Wording("zh").say(told)


def test_nothing_else_becomes_doubtful():
    verdicts = [j.verdict for j in Judge(read_note(UNREAD * 8 + PROVED + "Let $t > 0$.\n\n$$ |t| = t $$")).run()]
    assert verdicts == ["unread"] * 8 + ["proved"] * 2


def test_that_no_repair_is_known_says_nothing_where_none_was_looked_for():
    text = UNREAD * 3 + PROVED * 8 + LONE
    assert (last(text, mend=False).verdict, last(text).verdict) == ("refuted", "doubtful")
    assert last(UNREAD * 3 + PROVED + LONE, mend=False).verdict == "doubtful", "most is unread"


def test_an_editor_is_not_told_of_a_line_that_is_acquitted_a_second_later():
    note, told = read_note(UNREAD * 3 + PROVED * 8 + LONE), []
    edited = Edited("note", lambda: note, lambda _, found: told.append(found[-1].verdict), lambda error: None)
    Newest(at_once=float("inf")).judge(edited, Known())
    assert told == ["doubtful", "doubtful"]

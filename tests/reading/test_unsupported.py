"""A refutation needs something else beside its world: a repair, or the next line; where most of a note was not read,
nothing is enough. A note of few steps is a question about these."""

import pytest

from derivations.doors.newest import Edited, Known, Newest
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.wording import Wording

UNREAD = r"$$ p(z) \heartsuit q(z) = \spadesuit $$" + "\n\n"
PROVED = r"$$ a + a = 2 a $$" + "\n\n"
MENDED = r"$$ \log p(x,z) = \log p(x) - \log p(z|x) $$" + "\n\n"
MENDED_ON_THE_LEFT = r"$$ -\log p(x,z) = \log p(x) + \log p(z|x) $$" + "\n\n"
LONE = r"$$ H(p(x)) = 0 $$" + "\n\n"
MADE_UP = r"$$ H(p(x)) = KL(p(x)\|q(x)) $$" + "\n\n"
BESIDE = r"$$ \mathrm{KL}(p(x)\|q(x)) = H(p(x), q(x)) - H(p(x)) = H(q(x))^2 $$" + "\n\n"
CLOSED = r"$$ 2 \log(a b) = 2 \log a + 2 \log b = \log(a + b) - 3 $$" + "\n\n"
BACK = r"$$ H(p(x)) = E_{p(x)}[\log p(x)] = - E_{p(x)}[\log p(x)] $$" + "\n\n"
NEGATIVE = r"$$ p(x) = \mathcal{N}(x; 0, -1) $$" + "\n\n"


def last(text: str, mend: bool = True):
    return Judge(read_note(text), mend=mend).run()[-1]


@pytest.mark.parametrize(
    ("line", "unread", "proved", "verdict"),
    [
        (LONE, 0, 0, "refuted"),
        (LONE, 0, 2, "refuted"),
        (LONE, 0, 3, "doubtful"),
        (LONE, 3, 20, "doubtful"),
        (BESIDE, 0, 8, "doubtful"),  # that the side before is right says nothing of what a density is
        (MADE_UP, 0, 8, "doubtful"),
        (MENDED, 3, 8, "refuted"),
        (MENDED_ON_THE_LEFT, 3, 8, "refuted"),
        (CLOSED, 3, 8, "refuted"),
        (BACK, 3, 8, "refuted"),
        (NEGATIVE, 3, 8, "refuted"),
        (MENDED, 3, 1, "doubtful"),
        (CLOSED, 8, 1, "doubtful"),
        (BACK, 8, 1, "doubtful"),
    ],
)
def test_what_is_refuted_where_nothing_else_speaks_against_it(line, unread, proved, verdict):
    assert last("Let $a > 0$ and $b > 0$.\n\n" + UNREAD * unread + PROVED * proved + line).verdict == verdict


def test_it_says_what_is_missing():
    told = last(PROVED * 3 + LONE).message
    assert told.startswith("as far as it was read the line fails, but no small change makes it hold")
    assert "但没有小的改动能使它成立" in Wording("zh").say(told)
    told = last(UNREAD * 4 + PROVED * 2 + LONE).message
    assert told.startswith("as far as it was read the line fails, but of the 7 steps of this note 4 were not read; ")
    assert "但本笔记 7 步中有 4 步没有读懂" in Wording("zh").say(told)


def test_a_slip_of_the_left_side_is_told():
    found = last(PROVED * 8 + MENDED_ON_THE_LEFT)
    assert "likely slip: " in found.message or "likely slip on the left: " in found.message


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

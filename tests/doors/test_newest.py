"""Texts judged in a thread of their own: told twice, left for a newer one, and no trouble ends it."""

import queue
import threading

from derivations.doors.newest import Edited, Newest, place_of, so_far
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

TRUE = r"$$ \log p(x) = \log \int p(x,z) dz $$"
SLIP = r"$$ KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}] $$"
PATIENCE = 120


class Heard:
    """A desk, and what it has told: (which text, the verdicts, whether there are repairs)."""

    def __init__(self, at_once: float = float("inf")):
        self.desk, self.told = Newest(at_once), queue.Queue()

    def take(self, label: str, text: str, wait: threading.Event | None = None) -> None:
        def tell(_note, judgements):
            self.told.put((label, [j.verdict for j in judgements], any(j.suggestion for j in judgements)))
            if wait is not None:
                wait.wait(PATIENCE)

        def trouble(error):
            self.told.put((label, str(error), False))

        self.desk.take(Edited("note", lambda: read_note(text) if text else int("no note"), tell, trouble))

    def next(self) -> tuple:
        return self.told.get(timeout=PATIENCE)


def test_a_text_is_told_without_repairs_and_then_with():
    heard = Heard()
    heard.take("first", SLIP)
    assert [heard.next(), heard.next()] == [("first", ["refuted"], False), ("first", ["refuted"], True)]


def test_a_text_is_left_for_a_newer_one():
    heard, go_on = Heard(), threading.Event()
    heard.take("old", SLIP, go_on)
    assert heard.next() == ("old", ["refuted"], False)
    for label in ("between", "new"):
        heard.take(label, TRUE)
    go_on.set()
    assert [heard.next(), heard.next()] == [("new", ["proved"], False)] * 2 and heard.told.empty()


def test_what_is_no_note_is_told_and_the_next_is_judged():
    heard = Heard()
    heard.take("none", "")
    assert heard.next()[0] == "none"
    heard.take("note", TRUE)
    assert heard.next() == ("note", ["proved"], False)


def test_a_closed_note_is_forgotten():
    heard = Heard()
    heard.take("note", TRUE)
    heard.next(), heard.next()
    assert "note" in heard.desk.known
    heard.desk.drop("note")
    assert not heard.desk.known and not heard.desk.waiting


def test_what_is_known_is_told_before_the_rest_and_accuses_nobody_anew():
    """The deadline passes with the first line: it is told alone. A slip there that was known before is told again."""
    heard = Heard(at_once=0.0)
    both = ["refuted", "proved"]
    heard.take("first", f"{SLIP}\n\n{TRUE}\n")
    told = [heard.next() for _ in range(3)]
    assert told == [
        ("first", [], False),
        ("first", both, False),
        ("first", both, True),
    ]
    heard.take("second", f"{SLIP}\n\n{TRUE}\n\n{SLIP}\n")
    told = [heard.next() for _ in range(3)]
    assert [said for _, said, _ in told[1:]] == [["refuted", "proved", "refuted"]] * 2
    assert told[0][1] in ([], ["refuted"], both)


def test_judgements_that_are_told_early_are_copies_and_new_accusations_wait():
    judged = Judge(read_note(f"{SLIP}\n\n{TRUE}\n")).run()
    assert [one.verdict for one in so_far(judged, frozenset())] == ["proved"]
    again = so_far(judged, frozenset({place_of(judged[0])}))
    assert [one.verdict for one in again] == ["refuted", "proved"] and again[0] is not judged[0]

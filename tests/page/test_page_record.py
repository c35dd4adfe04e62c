"""The page of the checker's own record: what it is made of, and that it hides nothing that was found."""

from collections import Counter

import html5lib
import pytest

from derivations.contents import load
from derivations.doors.pages import main
from derivations.kernel.rules import RULES
from derivations.page import record as recording
from derivations.page.record import Example, Missed, Record, shortcomings, taken
from derivations.page.record_page import record_page
from derivations.telling.wording import Wording


@pytest.fixture(scope="module")
def small() -> Record:
    """A record with one rule, one corrupted chapter, one note."""
    derivation = load("elbo").derivations[0]
    (left, step), verdict = next(iter(derivation.lines())), derivation.verdicts()[0]
    example = Example(left, step, verdict)
    scores = {"seen": {"a-note": Counter(steps=5, read=4, wrong=1, caught=1, right=4, proved=3)}}
    missed = (Missed("a-note", 7, "marginal <of> p", "unread", "what & why"),)
    return Record(((RULES["elbo"], (example,), ()),), {"elbo": Counter(made=9, false=8)}, scores, missed, (0, 1234))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_record_shows_all_that_was_found(small, language):
    shown = record_page(small, Wording(language))
    tree = html5lib.HTMLParser(strict=True).parse(shown)
    visible = "".join(tree.itertext())
    for part in ("a-note, 7", "marginal <of> p", "what & why", "1234", RULES["elbo"].__doc__):
        assert part in visible
    cells = ["".join(cell.itertext()) for cell in tree.iter("{http://www.w3.org/1999/xhtml}td")]
    assert {"9", "8", "5", "4", "3"} <= set(cells)
    assert shown == record_page(small, Wording(language))


def test_examples_are_judged_anew():
    cases = recording.tests("test_rules")
    for key in ("kl", "drop_constant", "jensen"):
        assert all(example.verdict.holds for example in taken(RULES[key], cases.ACCEPTS[key]))
        assert not any(example.verdict.holds for example in taken(RULES[key], cases.REFUSES[key]))


def test_what_falls_short_is_counted_on_both_sides():
    class Found:
        def __init__(self, verdict):
            self.verdict, self.message = verdict, ""

    def label(holds, kind="value"):
        return {"line": 1, "holds": holds, "kind": kind, "why": ""}

    good = [
        (label(True), Found("proved")),
        (label(False), Found("refuted")),
        (label(True, "definition"), Found("definition")),
    ]
    assert shortcomings("n", good) == []
    bad = [(label(True), Found("consistent")), (label(False), Found("proved")), (label(True), None)]
    assert [m.verdict for m in shortcomings("n", bad)] == ["consistent", "proved", "unread"]


def test_without_the_tests_it_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(recording.derivations, "__file__", str(tmp_path / "derivations" / "__init__.py"))
    assert main(["--record", "--out", str(tmp_path / "r.html")]) == 2
    assert "checkout" in capsys.readouterr().err and not (tmp_path / "r.html").exists()


@pytest.mark.slow
def test_the_whole_record(tmp_path):
    out = tmp_path / "record.html"
    assert main(["--record", "--no-witness", "--out", str(out)]) == 0
    shown = out.read_text(encoding="utf-8")
    assert all(f'id="rule-{key}"' in shown for key in RULES) and "Not measured" in shown
    html5lib.HTMLParser(strict=True).parse(shown)

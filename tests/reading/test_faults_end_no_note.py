"""A fault of the program in one sentence or between the steps of one display: the rest of the note is judged."""

from __future__ import annotations

import pytest

from derivations.__main__ import main
from derivations.reading.note import read_note
from derivations.reading.verdicts import walk
from derivations.reading.verdicts.judgement import FAULT
from derivations.reading.verdicts.walk import Judge

LINES = "$$ a = b + 1 $$\n\nSo it is.\n\n$$ 2 (c + 1) = 2 c + 2 $$\n\nAnd then we see:\n\n$$ (c + 1)^2 = c^2 + 1 $$\n"


@pytest.mark.parametrize("place", ["as_told", "hear_qualifiers", "mark_what_becomes_of_slips"])
def test_between_steps(monkeypatch, place):
    true_one, told = getattr(walk, place), []

    def fails_once(*given):
        if not told:
            told.append(1)
            raise ZeroDivisionError("seen by nobody")
        return true_one(*given)

    monkeypatch.setattr(walk, place, fails_once)
    first, *rest = Judge(read_note(LINES)).run()
    if place != "mark_what_becomes_of_slips":  # by then the step had its verdict
        assert (first.verdict, first.message) == ("unread", FAULT) and "seen by nobody" in first.fault
    assert [found.verdict for found in rest] == ["proved", "refuted"]


def test_in_a_sentence_nothing_is_refuted_beside_it(monkeypatch):
    def fails(*_given, **_settings):
        raise ZeroDivisionError("seen by nobody")

    monkeypatch.setattr(walk, "hear", fails)
    judge = Judge(read_note(LINES), mend=False)
    assert [found.verdict for found in judge.run()][1:] == ["proved", "doubtful"]
    assert judge.faults and all("seen by nobody" in fault for _, _, fault in judge.faults)


@pytest.mark.parametrize(("language", "told"), [("en", "please report it"), ("zh", "请报告此事")])
def test_the_report_tells_where(monkeypatch, tmp_path, capsys, language, told):
    """A note with nothing to refute would pass over the sentence quietly."""

    def fails(*_given, **_settings):
        raise ZeroDivisionError("seen by nobody")

    monkeypatch.setattr(walk, "hear", fails)
    note = tmp_path / "note.md"
    note.write_text("First.\n\nLet it be so.\n\n$$ 2 (c + 1) = 2 c + 2 $$\n", encoding="utf-8")
    main(["check", str(note), "--lang", language])
    shown = capsys.readouterr().out
    assert told in shown and "note.md:3:1" in shown and "ZeroDivisionError" not in shown


def test_an_equation_told_to_be_solved_that_could_not_be_read():
    said = "Taking derivatives and setting them to zero we solve for $s$:\n\n$$ s = \\frac {\\sum{(x_i - m)^2}} n $$\n"
    (found,) = Judge(read_note(said), mend=False).run()
    assert (found.verdict, found.fault) == ("unread", "")


def test_laws_of_entries_beside_a_line_that_fails():
    r"""Q_i(z_i) is of an entry, which has no size of its own."""
    note = (
        r"$$ \ell(\theta) = \sum_{i=1}^{N}\log p(x_i;\theta) = \sum_{i=1}^{N}\log\sum_{z_i}p(x_i,z_i;\theta) $$"
        "\n\n"
        r"$$ F(Q,\theta) = \sum_{i=1}^{N}\sum_{z_i}Q_i(z_i)\log\frac{p(x_i,z_i;\theta)}{Q_i(z_i)} $$"
        "\n\nE-step: "
        r"$Q_i^{(t)}(z_i)=p(z_i|x_i;\theta^{(t)})$. Let $\theta^{(t+1)}$ maximise $F(Q^{(t)},\theta)$. Then"
        "\n\n"
        r"$$ F(Q^{(t)},\theta^{(t+1)}) \geq F(Q^{(t)},\theta^{(t)}) $$"
    )
    found = Judge(read_note(note), mend=False).run()
    assert not any(one.fault for one in found) and found[-1].verdict != "refuted"

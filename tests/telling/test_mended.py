"""Repairs in the author's own words: the least change to the text, proved when it is read again, put into a copy."""

import subprocess
import sys

import pytest
from places import NOTES

from derivations.doors.check import main
from derivations.language.words import KL
from derivations.notation import p, q, x
from derivations.numbers.budget import OverBudget
from derivations.reading.note import load_note, read_note
from derivations.reading.text.edits import KINDS, edited
from derivations.reading.text.notation import Notation
from derivations.reading.verdicts.own_words import Again
from derivations.reading.verdicts.own_words import mended as mended_side
from derivations.reading.verdicts.repair import find_repairs
from derivations.reading.verdicts.walk import Judge
from derivations.telling.mended import diff, marked, mended

PERSONS_NOTE = NOTES / "vae-note-displays.md"
DENSITY = "Let $p(x) = N(x; \\mu, \\sigma^2)$.\n\n"


def judged(text: str):
    note = read_note(text)
    return note, Judge(note).run()


@pytest.mark.parametrize(("wrong", "right"), [
    (r"$$ H(X|Y) = H(X,Y) - H(X) $$", "H(X,Y) - H(Y)"),
    (r"$$ H(p,q) = KL(p\|q) - H(p) $$", r"KL(p\|q) + H(p)"),
    (DENSITY + r"$$ H(p) = \frac{1}{2}\log(2\pi+\sigma^2) + \frac{1}{2} $$",
     r"\frac{1}{2}\log(2\pi \sigma^2) + \frac{1}{2}"),
    (DENSITY + r"$$ \log p(x) = -\tfrac12\log(2\pi) - \log\sigma - \frac{(x-\mu)^2}{\sigma^2} $$",
     r"-\tfrac12\log(2\pi) - \log\sigma - \frac{(x-\mu)^2}{2\sigma^2}"),
    (r"$$ \log q(x) - KL[q(z|x) \| p(z|x)] \geq \log q(x) $$", r"\leq \log q(x)"),
    (r"$$ H(p,q) = -\sum_x q(x) \log p(x) $$", r"-\sum_x p(x) \log q(x)"),
    (r"$$ H(X,Y,Z) = H(X) + H(Y|X) + H(Z|Y) $$", "H(X) + H(Y|X) + H(Z|Y,X)"),
    (r"$$ KL(p(x)\|q(x)) + KL(r(x)\|q(x)) = H(p,q) + H(r,q) + H(p) + H(r) $$", "H(p,q) + H(r,q) - H(p) - H(r)"),
    (r"$$ \mathbb{E}_{p(x)}\left[\log \frac{q(x)}{p(x)}\right] = KL(p(x)\|q(x)) $$", r"-KL(p(x)\|q(x))"),
    ("Let $p(x) = N(x; m, S)$ with $x \\in \\mathbb{R}^n$ and a covariance $S$.\n\n"
     r"$$ \mathbb{E}_{p(x)}[\|x\|^2] = |S| + \|m\|^2 $$", r"\mathrm{tr}(S) + \|m\|^2"),
    (r"$$ \log \prod_{i=1}^n a_i^2 = \prod_{i=1}^n 2 \log a_i $$", r"\sum_{i=1}^n 2 \log a_i"),
])  # fmt: skip
def test_the_repair_is_the_authors_text_with_the_least_change(wrong, right):
    _, (out,) = judged(wrong)[0], [j for j in judged(wrong)[1] if j.verdict == "refuted"]
    assert out.suggestion.replace(" ", "") == right.replace(" ", "")
    assert out.span is not None


@pytest.mark.slow
def test_a_mended_note_has_no_refuted_line():
    note = load_note(PERSONS_NOTE)
    found = Judge(note).run()
    assert sum(j.verdict == "refuted" for j in found) == 2
    again = Judge(read_note(mended(note, found))).run()
    assert {j.verdict for j in again} <= {"proved", "definition"}
    rows = diff(note, found, "note.md").splitlines()
    changed = [row for row in rows if row[:1] in "+-" and row[:3] not in ("+++", "---")]
    assert len(changed) == 2 and changed[1].replace("{ -", "{ ")[1:] == changed[0][1:]


@pytest.mark.slow
def test_a_slip_that_is_taken_back_is_one_slip():
    found = [j for j in Judge(load_note(PERSONS_NOTE)).run() if j.verdict == "refuted"]
    first, second = found
    assert first.suggestion and "takes this back" in first.message
    assert not second.suggestion and second.message.startswith("this takes back the slip of the line before it")


def test_right_notes_are_left_alone():
    text = r"$$ H(X|Y) = H(X,Y) - H(Y) $$" + "\n"
    note, found = judged(text)
    assert mended(note, found) == text and diff(note, found, "n.md") == ""


def test_the_change_is_marked():
    assert marked(r"\ln x - \ln y", r"\ln x + \ln y") == r"\ln x [---]{+++} \ln y"
    assert marked("abc", "abc") == "abc" and marked("a", "") == "[-a-]"


def test_diff_and_fix_from_the_command_line(tmp_path, capsys):
    note, copy = tmp_path / "note.md", tmp_path / "mended.md"
    note.write_text("$$ H(X|Y) = H(X,Y) - H(X) $$\n", encoding="utf-8")
    assert main([str(note), "--diff", "--fix", str(copy)]) == 1
    out = capsys.readouterr().out
    assert "-$$ H(X|Y) = H(X,Y) - H(X) $$" in out and "+$$ H(X|Y) = H(X,Y) - H(Y) $$" in out
    assert copy.read_text(encoding="utf-8") == "$$ H(X|Y) = H(X,Y) - H(Y) $$\n"
    assert main([str(copy)]) == 0
    assert main([str(note), "--fix", str(copy)]) == 2 and "--force" in capsys.readouterr().err
    assert main([str(note), "--fix", str(note)]) == 2 and "never written" in capsys.readouterr().err
    assert main([str(note), "--fix", str(copy), "--force"]) == 1
    assert note.read_text(encoding="utf-8") == "$$ H(X|Y) = H(X,Y) - H(X) $$\n"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_edit_is_made_somewhere_and_changes_the_text(kind):
    text = r"-\frac{1}{2} A x^2 + \log q(z|x) - KL(p(x)\|q(x)) + \int f(z) dx + \sum_{k=1}^K a_k - |S|"
    made = list(edited(text, (kind,)))
    assert made and all(found == kind and new != text for found, new in made)
    assert len({new for _, new in made}) == len(made)


def test_edits_of_nothing_and_of_scraps():
    assert list(edited("")) == []
    for scrap in (")", "{", r"\frac", "p(", "|", "^", "2"):
        list(edited(scrap, beside="x"))


def repair(read_again) -> tuple[str, str] | None:
    """Of "a + b", where every edit holds and is proved."""
    sure = lambda e: True  # noqa: E731
    meaning = iter(range(10_000))  # no two edits mean the same
    return mended_side("a + b", "", sure, sure, Notation(), lambda tree: next(meaning), read_again)


def test_the_shortest_edit_that_leaves_the_next_line_right_is_taken():
    assert repair(lambda text: Again(True, True)) == ("a minus sign", "-a + b")
    assert repair(lambda text: Again(True, text == "a - b")) == ("a minus sign", "a - b")


def test_the_shortest_edit_is_taken_where_none_leaves_the_next_line_right():
    assert repair(lambda text: Again(True, False)) == ("a minus sign", "-a + b")
    assert repair(lambda text: Again(False, False)) is None


def test_what_was_found_is_kept_when_there_is_no_more_work_to_spend():
    asked = []

    def dear(text):
        asked.append(text)
        if len(asked) > 1:
            raise OverBudget
        return Again(True, False)

    assert repair(dear) == ("a minus sign", "-a + b") and len(asked) == 2
    with pytest.raises(OverBudget):
        asked[:] = ["another"]
        repair(dear)


def test_each_kind_of_change_that_would_do_is_counted():
    found = find_repairs(KL(p(x), q(x)), "=", "pq", lambda other, sign: True)
    assert len(found) > 3 and len({str(side) for _, side, _ in found}) == len(found)
    assert [name for name, *_ in find_repairs(KL(p(x), q(x)), "<=", "pq", lambda *_: True)] == ["inequality direction"]


@pytest.mark.slow
def test_the_same_repair_twice():
    code = "import sys; from derivations.doors.check import main; sys.exit(main(sys.argv[1:]))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(PERSONS_NOTE), "--diff"], capture_output=True, text=True, check=False
        ).stdout
        for _ in range(2)
    }
    assert len(runs) == 1 and "min" in runs.pop()

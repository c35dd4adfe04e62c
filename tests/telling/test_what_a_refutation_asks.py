"""What a refutation asks of its reader: how many numbers, how long a message, whether it has a repair that is proved.

The figures of issue 14 over all labelled notes: a sweep (ten minutes), and a few notes in the slow run.
"""

from functools import cache
from pathlib import Path
from statistics import median

import pytest
from places import NOTES

from derivations.reading.note import load_note, read_note
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.own_words import TAKEN_BACK
from derivations.reading.verdicts.walk import Judge
from derivations.worlds.asked import numbers_to_read

ALL = [path for path in sorted(NOTES.rglob("*")) if path.suffix in (".md", ".tex")]
SETS = {"every ninth": ALL[::9], "all": ALL}
MARKS = {"every ninth": pytest.mark.slow, "all": pytest.mark.sweep}
MEDIAN = {
    "every ninth": 6,
    "all": 7,
}  # numbers to read; 6 with the slips of shared/cases, which are not in the repository
EACH = pytest.mark.parametrize("which", [pytest.param(name, marks=MARKS[name], id=name) for name in SETS])


@cache
def refuted(path: Path) -> tuple[Judgement, ...]:
    return tuple(out for out in Judge(load_note(path)).run() if out.verdict == "refuted")


def every(which: str) -> list[Judgement]:
    return [out for path in SETS[which] for out in refuted(path)]


@EACH
def test_few_numbers_and_few_words(which):
    found = every(which)
    numbers = sorted(numbers_to_read(out.counterexample.details["asked"].values()) for out in found)
    assert median(numbers) <= MEDIAN[which] and numbers[-1] <= 20
    lengths = [len(out.message) for out in found]
    assert median(lengths) <= 160 and max(lengths) <= 400


@EACH
def test_four_of_five_have_a_repair(which, capsys):
    """Of those that are no second half of a slip: what takes a slip back has its repair on the line before it."""
    slips = [out for out in every(which) if TAKEN_BACK not in out.message]
    repaired, own = sum(bool(out.suggestion) for out in slips), sum(out.span is not None for out in slips)
    with capsys.disabled():
        print(f"\n{which}: {len(slips)} slips, {repaired} with a repair, {own} of them in the author's own words")
    assert repaired >= 0.8 * len(slips) and own >= 0.6 * len(slips)


@EACH
def test_every_repair_in_own_words_is_proved_when_read_again(which):
    for path in SETS[which]:
        note = load_note(path)
        for out in refuted(path):
            if out.span is None:
                continue
            changed = note.source.text[: out.span[0]] + out.suggestion + note.source.text[out.span[1] :]
            again = Judge(read_note(changed, note.source.name), mend=False).run()
            verdicts = [j.verdict for j in again if (j.line, j.column) == (out.line, out.column)]
            assert verdicts == ["proved"], f"{path.name}:{out.line}: {out.suggestion}"

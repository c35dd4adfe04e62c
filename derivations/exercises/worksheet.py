"""A worksheet: a chapter, or the proved chains of a note, with slips planted in it and lines left out.

make(of_chapter(load("elbo"), say, 3), slips=2, blanks=1, seed=3, say=say)
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from derivations.exercises.carrying import with_sides, without
from derivations.exercises.chapter_note import text_of, volumes
from derivations.exercises.judged import Judged, Place, judged, says_nothing_new
from derivations.exercises.planting import Planted, Slip, plant
from derivations.exercises.wording import WORDS
from derivations.judging.chapter import Chapter
from derivations.judging.remembering import Memory, remembering
from derivations.judging.step import PROVED
from derivations.reading.document import Note
from derivations.reading.note import read_note
from derivations.telling.counted import counted
from derivations.telling.wording import Wording

BLANK = re.compile(r"\\boxed\{\\ \?_\{(\d+)\}\\ \}")
MARK = b"vae-derivations exercise"
HEAD = "vae-derivations exercise: "


class TooMany(Exception):
    """More slips or blanks are asked for than can be had; `possible` is how many can."""

    def __init__(self, what: str, wanted: int, possible: int):
        self.what, self.wanted, self.possible = what, wanted, possible
        super().__init__(
            f"{counted(wanted, what)} {'is' if wanted == 1 else 'are'} asked for, and {possible} can be had"
        )


@dataclass(frozen=True)
class Source:
    """What worksheets are made of: its name, how its file is called, and the texts to choose from, each all proved."""

    name: str
    title: str
    file: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Worksheet:
    """`text` is what is handed out, `original` the same without slips and blanks: the sides of both stand alike."""

    text: str
    original: str
    file: str
    slips: tuple[Slip, ...]
    blanks: tuple[Place, ...]


def of_chapter(chapter: Chapter, say: Wording) -> Source:
    """A chapter in the notation of the chapters; several texts where its letters change their meaning."""
    with remembering(Memory()):  # each line is judged in its derivation, in its part and in the whole
        texts = tuple(text_of(sections, say) for sections in volumes(chapter, say))
    return Source(chapter.name, say.pick(chapter.title, chapter.title_zh), "worksheet.md", texts)


def of_note(note: Note) -> Source:
    """A note's own text, without the chains that do not wholly hold."""
    text, name = note.source.written.text, Path(note.source.name).name
    file = "worksheet.tex" if name.endswith(".tex") else "worksheet.md"
    while True:
        whole = judged(text, file)
        failing = {place[0] for place in whole.steps if not whole.holds(place)}
        if not failing:
            break
        text = without(text, whole.note.chains, failing)
    return Source(name, "", file, (text,) if any(s.verdict == PROVED for s in whole.steps.values()) else ())


def make(source: Source, slips: int, blanks: int, seed: int, say: Wording) -> Worksheet:
    """A worksheet; of one source, seed and language always the same. Raises TooMany."""
    best: Planted | None = None
    for text in ordered(source.texts, seed):
        original = with_heading(text, source, slips, blanks, seed, say)
        with remembering(Memory()):  # most lines of a text stay as they are from one slip to the next
            planted = plant(original, source.file, slips, seed)
            if len(planted.slips) == slips:
                return with_blanks(planted, original, source.file, blanks, seed)
        best = planted if best is None or len(planted.slips) > len(best.slips) else best
    raise TooMany("slip", slips, len(best.slips) if best else 0)


def ordered(texts: Sequence[str], seed: int) -> list[str]:
    """The texts in an order of chance in which the longer come first more often."""
    chance = random.Random(seed)
    return sorted(texts, key=lambda text: -(chance.random() ** (1 / len(text))))


def with_heading(text: str, source: Source, slips: int, blanks: int, seed: int, say: Wording) -> str:
    """With what it is and what is to be done; in a comment at the end where the text is somebody's note."""
    what = f"{HEAD}{source.name}, slips {slips}, blanks {blanks}, seed {seed}"
    todo = [say.pick(*WORDS["every row"])]
    todo += [say.pick(*WORDS["find"]).format(slips)] if slips else []
    todo += [say.pick(*WORDS["fill"]).format(blanks)] if blanks else []
    if source.title:
        title = say.pick(*WORDS["title"]).format(source.title)
        return f"<!-- {what} -->\n\n# {title}\n\n{say.pick(' ', '').join(todo)}\n\n{text}"
    rows = [what, *todo]
    comment = (
        "\n".join(f"% {row}" for row in rows) if source.file.endswith(".tex") else f"<!-- {chr(10).join(rows)} -->"
    )
    return f"{text.rstrip()}\n\n{comment}\n"


def with_blanks(planted: Planted, original: str, file: str, wanted: int, seed: int) -> Worksheet:
    """With lines left out, each numbered; none beside another, and none at a slip. Raises TooMany."""
    here = judged(planted.text, file)
    places = [place for place in here.steps if may_be_left_out(here, place)]
    random.Random(seed).shuffle(places)
    chosen: list[Place] = []
    for place in places:
        beside = [(place[0], place[1] - 1), (place[0], place[1] + 1)]
        if len(chosen) < wanted and not any(b in chosen for b in beside) and still_judged(here, (*chosen, place), file):
            chosen.append(place)
    if len(chosen) < wanted:
        raise TooMany("blank", wanted, len(chosen))
    return Worksheet(left_out(here, chosen, file), original, file, planted.slips, tuple(sorted(chosen)))


def may_be_left_out(here: Judged, place: Place) -> bool:
    """A line between two others, proved from the one and leading to the other, that repeats neither of them."""
    above, below = (place[0], place[1] - 1), (place[0], place[1] + 1)
    if below not in here.steps or {here.steps[place].verdict, here.steps[below].verdict} != {PROVED}:
        return False
    return not says_nothing_new(here, place, above) and not says_nothing_new(here, place, below)


def still_judged(here: Judged, places: Sequence[Place], file: str) -> bool:
    """Whether the other lines have the verdicts they had, once these are left out."""
    whole = judged(left_out(here, places, file), file)
    touched = {(c, k + more) for c, k in places for more in (0, 1)}
    return all(whole.steps[p].verdict == step.verdict for p, step in here.steps.items() if p not in touched)


def left_out(here: Judged, places: Sequence[Place], file: str) -> str:
    boxes = {place: rf"\boxed{{\ ?_{{{k}}}\ }}" for k, place in enumerate(sorted(places), 1)}
    return with_sides(here.note.source.written.text, file, boxes)


def original_side(sheet: Worksheet, place: Place) -> str:
    """The line as it stood before slips and blanks."""
    return read_note(sheet.original, sheet.file).chains[place[0]].sides[place[1]].latex

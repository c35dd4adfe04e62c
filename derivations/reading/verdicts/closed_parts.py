r"""Parts of a note that end: an example, a quotation, a theorem before the next, an exercise. What is assumed in one is
not assumed behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.hearing.circumstances import opposite
from derivations.reading.tables import Table

_TABLE = Table(__file__, "endings")
_EXERCISE, _SOLUTION = _TABLE.patterns("exercise", "solution", flags=re.IGNORECASE)
_SHOWN = re.compile(rf"(?:\s|\\end\s?\{{\w+\*?\}})*(?:{_TABLE.text('solution')}|{_TABLE.text('shown')})", re.IGNORECASE)
_SECTION = re.compile(r"\\(?:sub)*section\*?\s?\{([^{}]*)\}")
_WORD = re.compile(r"[a-z]{3,}|玩具|真实|一般|合成|特殊|离散|连续")
_ENVIRONMENT = re.compile(r"\\(?P<mark>begin|end)\s?\{(?P<name>[a-z]+)\*?\}")


def parted(judge, line: int, place: int, here: int) -> Iterator[int]:
    """The line at which a part with an assumption of `line`, in block `place`, has ended before block `here`."""
    note = judge.note
    for at, opened in open_at(judge, line):
        ends = end_of(judge, at, opened, note.blocks[here].line)
        if ends is not None:
            yield ends
    yield from opposed(judge, line, note.blocks[here].line)
    if _EXERCISE.match(note.blocks[place].text) and judge.prose.leading(here) is None:
        if not list(judge.prose.opening(_SOLUTION, place + 1, here)):
            yield note.blocks[here].line


def opposed(judge, line: int, here: int) -> Iterator[int]:
    """The heading over a block that excludes the one over a line: `\\section{Toy}` and `\\section{Main results}`."""
    heads = judge.prose.once("headings", 0, lambda: list(headings(judge)))
    mine, now = ([head for head in heads if head[0] <= at][-1:] for at in (line, here))
    if mine and now and mine != now:
        words = [_WORD.findall(title.lower()) for _, title in (*mine, *now)]
        if any(opposite(a, b) for a in words[0] for b in words[1]):
            yield now[0][0]


def headings(judge) -> Iterator[tuple[int, str]]:
    """The sections of a LaTeX note, with their lines."""
    text, position = judge.note.source.text, judge.note.source.position
    return ((position(m.start())[0], m[1]) for m in _SECTION.finditer(text))


def environments(judge) -> list[tuple[int, str, str]]:
    """The lines where environments of LaTeX begin and end, and their names."""
    text, position = judge.note.source.text, judge.note.source.position
    return [(position(m.start())[0], m["mark"], m["name"]) for m in _ENVIRONMENT.finditer(text)]


def marks_of(judge) -> list[tuple[int, str, str]]:
    return judge.prose.once("environments", 0, lambda: environments(judge))


def open_at(judge, line: int) -> list[tuple[int, str]]:
    """The environments in which a line stands, each with its own line; outer ones first."""
    opened: list[tuple[int, str]] = []
    for at, mark, name in marks_of(judge):
        if at > line:
            break
        if mark == "begin":
            opened.append((at, name))
        elif opened and opened[-1][1] == name:
            opened.pop()
    return [one for one in opened if one[1] in (*_TABLE["closed"], *_TABLE["statement"])]


def end_of(judge, begun: int, name: str, here: int) -> int | None:
    """The line up to `here` where an environment has ended; a theorem holds in its proof too, and no further."""
    depth, ended, proofs = 0, 0, 0
    for at, mark, other in marks_of(judge):
        if at < begun or at > here:
            continue
        if ended and mark == "begin" and other in (*_TABLE["statement"], *_TABLE["closed"]):
            return at
        if ended and other == "proof":
            proofs += 1 if mark == "begin" else -1
        elif other == name and not ended:
            depth += 1 if mark == "begin" else -1
            ended = 0 if depth else at
    if not ended or name in _TABLE["closed"]:
        return ended or None
    headed = [at for at, _ in judge.prose.once("headings", 0, lambda: list(headings(judge))) if ended < at <= here]
    return (headed or [ended])[0] if headed or not (proofs or proved_in_words(judge, ended, here)) else None


def proved_in_words(judge, ended: int, here: int) -> bool:
    """Whether the words behind a theorem begin its proof: `Proof.`, `Indeed, ...`."""
    last = judge.prose.block_at(here, len(judge.note.blocks) - 1)
    return any(True for _ in judge.prose.opening(_SHOWN, judge.prose.block_at(ended, last), last))

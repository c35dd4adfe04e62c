"""SARIF 2.1.0, the format in which tools of analysis tell code hosts and editors what they found and where.

results(note, judgements, ...)      of one note
document(results, ...)              the log file with one run in it
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from derivations.reading.document import Note
from derivations.reading.text.printable import printable
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.annotations import explanation, level_of
from derivations.telling.places import said
from derivations.telling.wording import Wording

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
RULES = {
    "refuted": "The line is false: here is a small concrete world in which its sides differ.",
    "doubtful": "As far as it was read the line fails, but something that was said of it was not understood.",
    "consistent": "No proof was found; the sides agree in every world that was tried.",
    "unread": "The line could not be read.",
    "writing": "A remark on how the note is written.",
}
_IDS = list(RULES)
_LEVELS = {"writing": "note", "refuted": "error"}


def document(results: list[dict], broken: Iterable[tuple[str, str]] = ()) -> dict:
    """The log of one run; `broken` are the files (name, what is wrong) that could not be judged."""
    notifications = [
        {"level": "error", "message": {"text": printable(why)}, "locations": [_at(name)]} for name, why in broken
    ]
    rules = [
        {
            "id": name,
            "shortDescription": {"text": text},
            "defaultConfiguration": {"level": _LEVELS.get(name, "warning")},
        }
        for name, text in RULES.items()
    ]
    invocation = {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}
    run = {
        "tool": {"driver": {"name": "vae-derivations", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def results(note: Note, judgements: Iterable[Judgement], wording: Wording, strict: bool = False) -> list[dict]:
    """One result for each step that needs the author's eye, and for each remark on how the note is written."""
    found = []
    for j in judgements:
        level = level_of(j.verdict, strict)
        if level is not None:
            line, column = j.place or (j.line, j.column)
            told = _result(note, j.verdict, level, line, column, explanation(note, j, wording))
            fix = _fix(note, j)
            found.append({**told, "fixes": [fix]} if fix else told)
    for w in note.warnings:
        found.append(_result(note, "writing", "note", w.line, w.column, wording.say(said(note, w.message))))
    return found


def _result(note: Note, rule: str, level: str, line: int, column: int, message: str) -> dict:
    place = note.source.written.place(line)
    location = _at(place.file)
    if place.cell is None:
        location["physicalLocation"]["region"] = {"startLine": place.line, "startColumn": column}
    else:  # its lines are none of the lines of its file
        location["logicalLocations"] = [{"name": f"cell {place.cell}", "fullyQualifiedName": f"{place}:{column}"}]
        message = f"cell {place.cell}, line {place.line}: {message}"
    text = "\n".join(map(printable, (message or rule).split("\n")))
    return {"ruleId": rule, "ruleIndex": _IDS.index(rule), "level": level, "message": {"text": text},
            "locations": [location]}  # fmt: skip


def _fix(note: Note, j: Judgement) -> dict | None:
    """The repair in the author's own words, put in the place of the side; none where lines are not those of a file."""
    if j.span is None or not j.suggestion:
        return None
    (first, column), (last, end) = (note.position(at) for at in j.span)
    start, stop = (note.source.written.place(line) for line in (first, last))
    if start.cell is not None or start.file != stop.file:
        return None
    region = {"startLine": start.line, "startColumn": column, "endLine": stop.line, "endColumn": end}
    replacement = {"deletedRegion": region, "insertedContent": {"text": j.suggestion}}
    change = {**_at(start.file)["physicalLocation"], "replacements": [replacement]}
    return {"description": {"text": "the least change that makes the line provable"}, "artifactChanges": [change]}


def _at(name: str) -> dict:
    return {"physicalLocation": {"artifactLocation": {"uri": uri(name)}}}


def uri(name: str) -> str:
    """A file's name as a URI, relative where the name is.

    >>> uri("my notes/变分.md")
    'my%20notes/%E5%8F%98%E5%88%86.md'
    """
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")

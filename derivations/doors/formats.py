"""How `check` prints what it found: as text, as JSON, as annotations for GitHub, as a SARIF log."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from derivations.doors.progress import Progress
from derivations.reading.note import Note
from derivations.reading.text.printable import printable_json
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling import annotations, note_report, sarif, several
from derivations.telling.layout import of_standard_output
from derivations.telling.several import Outcome
from derivations.telling.wording import Wording


@dataclass
class Run:
    """The notes of one command as they are judged: what was asked for, and what came of each."""

    options: argparse.Namespace
    several: bool
    progress: Progress
    outcomes: list[Outcome] = field(default_factory=list)
    told: list = field(default_factory=list)  # what a format keeps of each note until the end

    @property
    def wording(self) -> Wording:
        return Wording(self.options.lang)


def text_of_each(run: Run, source: str, note: Note, judgements: list[Judgement]) -> Iterator[str]:
    if run.outcomes and run.several:
        yield ""
    options = run.options
    layout = of_standard_output()
    yield from note_report.report(source, note, judgements, run.wording, options.seed, options.steps, layout)


def text_at_end(run: Run) -> Iterator[str]:
    if len(run.outcomes) > 1:
        yield ""
        yield from several.lines(run.outcomes, run.wording)


def json_of_each(run: Run, source: str, note: Note, judgements: list[Judgement]) -> Iterator[str]:
    run.told.append(note_report.document(source, note, judgements, run.wording))
    yield from ()


def json_at_end(run: Run) -> Iterator[str]:
    document = several.document(run.told, run.outcomes) if run.several else run.told[0]
    yield printable_json(json.dumps(document, ensure_ascii=False, indent=1))


def github_of_each(run: Run, source: str, note: Note, judgements: list[Judgement]) -> Iterator[str]:
    yield from annotations.annotations(note, judgements, run.wording, run.options.strict)


def github_at_end(run: Run) -> Iterator[str]:
    for outcome in run.outcomes:
        if outcome.trouble:
            yield annotations.command("error", {"file": outcome.source}, outcome.trouble)


def sarif_of_each(run: Run, source: str, note: Note, judgements: list[Judgement]) -> Iterator[str]:
    run.told += sarif.results(note, judgements, run.wording, run.options.strict)
    yield from ()


def sarif_at_end(run: Run) -> Iterator[str]:
    broken = [(outcome.source, outcome.trouble) for outcome in run.outcomes if outcome.trouble]
    yield printable_json(json.dumps(sarif.document(run.told, broken), ensure_ascii=False, indent=1))


@dataclass(frozen=True)
class Format:
    """How what was found is printed: of each note once it is judged, and after the last."""

    of_each: Callable[[Run, str, Note, list[Judgement]], Iterator[str]]
    at_end: Callable[[Run], Iterator[str]]


FORMATS = {
    "text": Format(text_of_each, text_at_end),
    "json": Format(json_of_each, json_at_end),
    "github": Format(github_of_each, github_at_end),
    "sarif": Format(sarif_of_each, sarif_at_end),
}

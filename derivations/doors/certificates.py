"""`--certificate FILE`: every proved line with its trace, as the kernel replays it, for a stranger to check."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from derivations.judging.chapter import Chapter
from derivations.judging.step import Proof
from derivations.prover.certificates import document, line_as_json
from derivations.reading.document import Note
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling import files
from derivations.telling.counted import counted

MARK = b'{"certificate": '


def of_chapters(chapters: Iterable[Chapter]) -> list[tuple[str, Proof | None]]:
    """The lines of chapters under their names, each with its proof."""
    return [
        (f"{derivation.name}-{step.note}", verdict.proof)
        for chapter in chapters
        for derivation in chapter.derivations
        for (_, step), verdict in zip(derivation.lines(), derivation.verdicts(), strict=True)
    ]


def of_note(note: Note, judgements: Iterable[Judgement]) -> list[tuple[str, Proof | None]]:
    """The steps of a note under their places, line:column; those that claim nothing are left out."""
    return [(f"{note.source.label(j.line)}:{j.column}", j.proof) for j in judgements if j.verdict != "definition"]


def write(path: str, lines: Iterable[tuple[str, Proof | None]], force: bool = False) -> None:
    """Write the traces of the lines that are proved; the others are named on stderr. Raises CannotWrite."""
    files.refuse_to_replace(path, MARK, force=force)
    lines = list(lines)
    shown = [(label, proof.shown) for label, proof in lines if proof is not None]
    text = document([line_as_json(label, one.claim, one.trace, one.declared) for label, one in shown])
    files.write(path, text, MARK, force=force)
    print(f"{path}: {counted(len(shown), 'line')}; python -m derivations.kernel {path} replays them", file=sys.stderr)
    silent = [label for label, proof in lines if proof is None]
    if silent:
        print(f"not proved, and not in it: {', '.join(silent)}", file=sys.stderr)

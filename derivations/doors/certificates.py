"""`python -m derivations --certificate FILE`: every chapter line as the kernel replays it, for a stranger to check."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from derivations.judging.chapter import Chapter
from derivations.kernel.certificate import document, line_as_json
from derivations.kernel.rules import Rule
from derivations.kernel.terms import Refused
from derivations.kernel.theorem import Citation
from derivations.prover.claims import claim_of
from derivations.prover.tactics import prove
from derivations.telling import files

MARK = b'{"certificate": '


def write(path: str, chapters: Iterable[Chapter], force: bool = False) -> None:
    """One trace for each line that the kernel can replay by its declared reasons; the others are named on stderr.

    Raises CannotWrite.
    """
    files.refuse_to_replace(path, MARK, force=force)
    lines, silent = [], []
    for chapter in chapters:
        for derivation in chapter.derivations:
            for left, step in derivation.lines():
                line = traced(derivation, left, step)
                if line is None:
                    silent.append(step.note)
                else:
                    lines.append(line_as_json(f"{derivation.name}-{step.note}", *line))
    files.write(path, document(lines), MARK, force=force)
    print(f"{path}: {len(lines)} lines; python -m derivations.kernel {path} replays them", file=sys.stderr)
    if silent:
        print(f"no trace yet for {', '.join(silent)}: the kernel has no words for them", file=sys.stderr)


def traced(derivation, left, step) -> tuple | None:
    """(claim, trace, declared rules) of a line, or None where the kernel cannot say it or finds no trace."""
    theorems = tuple(r.theorem if isinstance(r, Citation) else r for r in step.by if not isinstance(r, Rule))
    keys = frozenset(r.key for r in step.by if isinstance(r, Rule))
    try:
        claim = claim_of(left, step.relation, step.right, step.kind, derivation.assumes, derivation.free, theorems)
    except Refused:
        return None
    found = prove(claim, keys)
    return None if found is None else (claim, found[0], keys)

"""One reading of a bare name for a whole note: a proof with p as p(z) leaves none with p as p(z|x)."""

from __future__ import annotations

from derivations.judging.step import PROVED
from derivations.language import words as L
from derivations.reading.verdicts.judgement import Judgement


def one_reading(judge, out: Judgement) -> None:
    """A proof that needs a bare name otherwise than the first proof had it, of the same variables, is doubted."""
    if out.verdict != PROVED:
        return
    mine: dict[tuple, tuple] = {}
    for name, density in out.bare:
        if not isinstance(density, L.Density):
            continue
        key = (name, frozenset(density.target_slots))
        known, line = mine.get(key) or judge.bare_readings.get(key) or (density, out.line)
        if known != density:
            holds, other = f"with the bare {name} as {density} it holds", f"but line {line} has it as {known}"
            out.leave(f"{holds}, {other}: what it is of is not said")
            out.verdict = "doubtful"
            return
        mine[key] = known, line
    judge.bare_readings.update(mine)

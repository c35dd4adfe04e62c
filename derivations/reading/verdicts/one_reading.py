"""One reading of a bare name for a whole note: a proof with p as p(z) leaves none with p as p(z|x)."""

from __future__ import annotations

from sympy import Expr

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


def of_something_else(judge, bare: tuple, left: Expr, right: Expr) -> list[str]:
    """E_q[log p(x)] = log p(x) of a q that is nowhere written of anything: most authors mean a q of what is latent."""
    loose = left.free_symbols | right.free_symbols
    given = {fact.density for fact in judge.known.facts}
    for name, density in bare:
        if name not in judge.survey.signatures and density not in given and loose & {*L.targets_of(density)}:
            return [f"whether {name} is of {density.targets[0]} is not said"]
    return []

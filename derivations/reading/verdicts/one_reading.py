"""One reading of a bare name, and one base of logarithms, for a whole note: a proof with p as p(z) leaves none with p
as p(z|x), and one of H(X) by \\log_2 none of it by \\ln."""

from __future__ import annotations

import re

from sympy import Expr

from derivations.judging.step import PROVED
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.logarithm_bases import BASE_OF_MEASURES
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.other_base import LOGARITHMIC_TREES


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


def one_base(judge, out: Judgement) -> None:
    """A proof of an entropy, a divergence or an information by \\ln beside one by \\log_2 is doubted, as they come;
    a plain \\log may be either."""
    if out.verdict != PROVED or not judge.survey.bases or out.at is None:
        return
    sides = judge.note.chains[out.at[0]].sides[out.at[1] : out.at[1] + 2]
    measured = any(isinstance(n, LOGARITHMIC_TREES) for side in sides if side.read for n in S.walk(side.tree))
    told = [said.rpartition(": ")[2] for said in out.reading if said.startswith(BASE_OF_MEASURES)]
    base = (told or ["e" if re.search(r"\\ln(?![A-Za-z])", out.left + out.right) else ""])[0]
    if measured and base:
        judge.base_read = judge.base_read or (base, out.line)
        if judge.base_read[0] != base:
            out.leave(f"line {judge.base_read[1]} has these measures by logarithms to another base")
            out.verdict = "doubtful"


def of_something_else(judge, bare: tuple, left: Expr, right: Expr) -> list[str]:
    """E_q[log p(x)] = log p(x) of a q that is nowhere written of anything: most authors mean a q of what is latent."""
    loose = left.free_symbols | right.free_symbols
    given = {fact.density for fact in judge.known.facts}
    for name, density in bare:
        if name not in judge.survey.signatures and density not in given and loose & {*L.targets_of(density)}:
            return [f"whether {name} is of {density.targets[0]} is not said"]
    return []


def of_two_letters(judge, left: Expr, right: Expr) -> list[str]:
    """E[x | y] that was read under p, of a note that writes y with q alone: p(x) and q(y|x) may be the joint meant."""
    known = {name: {n for s in seen for part in s for n in part} for name, seen in judge.survey.signatures.items()}
    for d in sorted((d for e in (left, right) for d in e.atoms(L.Density)), key=str):
        strange = {role for role, _ in (*d.target_slots, *d.given_slots)} - known.get(d.name, set())
        others = [name for name, roles in known.items() if name != d.name and strange <= roles]
        if known.get(d.name) and strange and others and d.name not in judge.survey.here.letters:
            return [f"whether {min(strange)} is of {d.name} or {min(others)} is not said"]
    return []

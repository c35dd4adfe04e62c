"""How far out each line lies: the measured difference of its sides beside the smallest that would have been seen.

True lines are those of the witness table; false ones are the chapters' remarks (the note's slips, and warnings),
measured in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sympy import sympify

from derivations.contents import CHAPTERS, load
from derivations.judging.derivation import MINIMISER, Step
from numerics.estimates.monte_carlo import ErrorRates
from numerics.witnesses.line import Line
from numerics.witnesses.measure import measure, tests_in
from numerics.witnesses.measurement import CONTRADICTED, EXACT_VALUE, UNMEASURED, Measurement
from numerics.witnesses.table import FALSE_ALARM_RATE, witness_table

WORLD = "linear_gaussian"
NOT_IN_NATS = ("variance law",)  # compares exponents


class Distance(NamedTuple):
    """One line: by how much its sides differ against the relation, the standard error, the detectable size; nats."""

    label: str
    difference: float
    standard_error: float
    detectable: float
    contradicted: bool


def true_lines(chapters: Sequence[str] = CHAPTERS, detect: float = 0.01, seed: int = 0) -> tuple[Distance, ...]:
    """Every step of the chapters in the linear-Gaussian world; of its measurements the one that was the least sure."""
    table = witness_table(chapters, (WORLD,), detect, seed)
    relations = {(c, s.note): s.relation for c in chapters for d in load(c).derivations for s in d.steps}
    found: dict[tuple[str, str], Distance] = {}
    for row in table.rows:
        where = (row.chapter, row.label)
        if not says_how_far(row.measurement, relations[where]):
            continue
        one = _distance(row.label, relations[where], row.measurement)
        if where not in found or one.detectable > found[where].detectable:
            found[where] = one
    return tuple(found.values())


def false_lines(chapters: Sequence[str] = CHAPTERS, detect: float = 0.01, seed: int = 0) -> tuple[Distance, ...]:
    """Every remark of the chapters that says of a value, an estimate or an inequality that it is refuted.

    Those about minimisers are left out (they differ in no value), and those that are no lines at all.
    """
    found = []
    for chapter in chapters:
        for remark in load(chapter).remarks:
            if remark.expected != "refuted" or remark.kind == MINIMISER:
                continue
            left, relation, right = remark.claim()
            step = Step(relation, sympify(right), (), remark.note, remark.kind)
            line = Line.of(sympify(left), step, remark.facts, remark.free)
            rows = measure(line, WORLD, seed, detect, ErrorRates(FALSE_ALARM_RATE, tests_in(1)))
            usable = [m for m in rows if says_how_far(m, relation)]
            if usable:  # what averages over draws inside a logarithm has no number there
                found.append(max((_distance(remark.note, relation, m) for m in usable), key=lambda d: d.detectable))
    return tuple(found)


def says_how_far(m: Measurement, relation: str) -> bool:
    """Whether a row is in nats and holds one side against the other, not each against its own value."""
    own = m.compares == EXACT_VALUE and relation in ("<=", ">=")
    return m.verdict != UNMEASURED and m.method not in NOT_IN_NATS and not own


def _distance(label: str, relation: str, m: Measurement) -> Distance:
    """An inequality is wrong by as much as it is violated, and not at all where it holds."""
    against = {"<=": max(m.difference, 0.0), ">=": max(-m.difference, 0.0)}.get(relation, abs(m.difference))
    return Distance(label, against, m.standard_error, m.detectable, m.verdict == CONTRADICTED)

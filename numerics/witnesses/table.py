"""Every step of every chapter measured, as data; `command.py` is the command, `report.py` prints.

    witness_table(chapters, worlds, detect, seed)       the rows, as data
    witness_step(left, step, facts, free, seed)         the quick path: one Measurement, no draws, or None

Both error rates are stated for the whole table: the probability that any true line of it is accused is at most 1e-6,
and an error of a row's `detectable` size would have been accused with probability 1 - 1e-6.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

from sympy import Expr
from threadpoolctl import threadpool_limits

from derivations.contents import CHAPTERS, load
from derivations.judging.derivation import MINIMISER, Step
from derivations.language.facts import Fact, Free
from numerics.estimates.monte_carlo import ErrorRates
from numerics.witnesses.claims import Check
from numerics.witnesses.line import Line, world_for
from numerics.witnesses.measure import by_quadrature, measure, tests_in
from numerics.witnesses.measure_minimiser import of_minimiser
from numerics.witnesses.measurement import CONFIRMED, CONTRADICTED, UNMEASURED, Measurement
from numerics.worlds.world import Unmeasurable

SCHEMA = 1
FALSE_ALARM_RATE = 1e-6
WORLDS = ("linear_gaussian", "nonlinear", "finite", "trained")


@dataclass(frozen=True)
class Row:
    """One measurement with the line it belongs to."""

    chapter: str
    label: str
    measurement: Measurement

    def record(self) -> dict:
        return {"chapter": self.chapter, "label": self.label, **self.measurement.record()}


@dataclass(frozen=True)
class WitnessTable:
    """All rows in chapter order; `detect` is the error that was asked to be seen, in nats. `checks`: see claims.py."""

    rows: tuple[Row, ...]
    seed: int
    detect: float
    tests: int
    checks: tuple[Check, ...] = ()

    @property
    def verdicts(self) -> dict[tuple[str, str], str]:
        """One verdict for each step: contradicted by any row, else confirmed by any, else unmeasured."""
        found: dict[tuple[str, str], str] = {}
        for row in self.rows:
            known = found.get((row.chapter, row.label), UNMEASURED)
            found[row.chapter, row.label] = min(known, row.measurement.verdict, key=_ORDER.index)
        return found

    @property
    def contradicted(self) -> bool:
        """Whether any step, or any check beside the steps, is contradicted."""
        checked = any(c.measurement.verdict == CONTRADICTED for c in self.checks)
        return checked or CONTRADICTED in self.verdicts.values()

    @property
    def summary(self) -> dict:
        verdicts = list(self.verdicts.values())
        counts = {v: verdicts.count(v) for v in (CONFIRMED, CONTRADICTED, UNMEASURED)}
        measured = [r.measurement for r in self.rows if r.measurement.verdict != UNMEASURED]
        worst = max((m.detectable for m in measured if m.verdict == CONFIRMED), default=None)
        seeing = {"measured_rows": len(measured), "rows_that_see_it": sum(m.sees(self.detect) for m in measured)}
        passed = sum(c.measurement.verdict == CONFIRMED for c in self.checks)
        checks = {"checks": len(self.checks), "checks_confirmed": passed}
        return {"steps": len(verdicts), "rows": len(self.rows), **counts, "largest_detectable": worst,
                **seeing, **checks}  # fmt: skip

    def record(self) -> dict:
        """The contract of `--json`."""
        return {
            "schema": SCHEMA,
            "seed": self.seed,
            "false_alarm_rate": FALSE_ALARM_RATE,
            "detect": self.detect,
            "steps": [row.record() for row in self.rows],
            "checks": [check.record() for check in self.checks],
            "summary": self.summary,
        }


_ORDER = (CONTRADICTED, CONFIRMED, UNMEASURED)


@dataclass(frozen=True)
class Task:
    """One line in one world; plain data, so that it can be sent to another process."""

    chapter: str
    derivation: int
    step: int
    world: str
    seed: int
    detect: float
    rates: ErrorRates


@lru_cache(maxsize=1024)
def line_of(chapter: str, derivation: int, step: int) -> tuple[Line, str]:
    """The line and its label. Raises Unmeasurable if the chapter's own facts exclude each other in it."""
    chosen = load(chapter).derivations[derivation]
    left, found = list(chosen.lines())[step]
    return Line.of(left, found, chosen.assumes, chosen.free), found.note


def run(task: Task) -> tuple[Task, list[Row]]:
    """All rows of one task."""
    with threadpool_limits(limits=1):
        label = load(task.chapter).derivations[task.derivation].steps[task.step].note
        try:
            line, _ = line_of(task.chapter, task.derivation, task.step)
        except Unmeasurable as reason:
            return task, [Row(task.chapter, label, Measurement(task.world, "none", message=str(reason)))]
        if not line.speaks_of_worlds and task.world != WORLDS[0]:
            return task, []
        rows = measure(line, task.world, task.seed, task.detect, task.rates)
        return task, [Row(task.chapter, label, row) for row in rows]


def witness_table(
    chapters: Sequence[str] = CHAPTERS,
    worlds: Sequence[str] = WORLDS,
    detect: float = 0.01,
    seed: int = 0,
    processes: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> WitnessTable:
    """Measure every step of the chapters in the worlds. `progress(chapter, done, all)` is called after each line.

    Raises UnknownChapter, and ValueError for a detectable error that is not positive.
    """
    if not detect > 0:
        raise ValueError(f"the error to detect must be positive, not {detect}")
    places = [
        (chapter, d, s, world)
        for chapter in chapters
        for d, derivation in enumerate(load(chapter).derivations)
        for s, _ in enumerate(derivation.steps)
        for world in worlds
    ]
    rates = ErrorRates(FALSE_ALARM_RATE, tests_in(len(places)))
    tasks = [Task(*place, seed, detect, rates) for place in places]
    found: dict[Task, list[Row]] = {}
    for k, (task, rows) in enumerate(_each(tasks, processes)):
        found[task] = rows
        if progress:
            progress(task.chapter, k + 1, len(tasks))
    ordered: dict[tuple, list[Row]] = {}
    for task in tasks:
        ordered.setdefault((task.chapter, task.derivation, task.step), []).extend(found[task])
    return WitnessTable(tuple(r for rows in ordered.values() for r in _worth_showing(rows)), seed, detect, rates.tests)


def _each(tasks: list[Task], processes: int | None) -> Iterable[tuple[Task, list[Row]]]:
    """Results in the order of the tasks, chapter after chapter, so that progress can be told by chapters."""
    count = processes or min(os.cpu_count() or 1, 2)
    if count == 1 or len(tasks) < 8:
        yield from map(run, tasks)
        return
    with ProcessPoolExecutor(count) as pool:
        yield from pool.map(run, tasks, chunksize=len(WORLDS))  # the worlds of a line share what is written about it


def _worth_showing(rows: list[Row]) -> list[Row]:
    """Without the worlds that have nothing to say of a line, unless none has."""
    measured = [r for r in rows if r.measurement.verdict != UNMEASURED]
    if not measured:
        return rows[:1]
    return [r for r in rows if r.measurement.verdict != UNMEASURED or r.measurement.method == "draws"]


def witness_step(
    left: Expr, step: Step, facts: tuple[Fact, ...] = (), free: Free | None = None, seed: int = 0
) -> Measurement | None:
    """Both sides of one line in the first world that can speak of it, without draws; None if none can.

    For a minimiser the right side is c B + constant, fitted over worlds that share the fixed parts.
    """
    try:
        line = Line.of(left, step, facts, free)
    except Unmeasurable:
        return None
    for name in WORLDS:
        try:
            if line.kind == MINIMISER:
                return of_minimiser(line, name, seed)
            return by_quadrature(line, world_for(line, name, seed), seed)[0]
        except (TypeError, ValueError, ArithmeticError):
            continue
    return None

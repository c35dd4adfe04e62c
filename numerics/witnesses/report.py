"""The witness table for people: a line for each chapter with its worst row, or every row; both fit 80 columns."""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from derivations.telling.counted import counted
from numerics.witnesses.measurement import CONFIRMED, CONTRADICTED, UNMEASURED, Measurement
from numerics.witnesses.table import FALSE_ALARM_RATE, Row, WitnessTable

STYLES = {CONFIRMED: "green", CONTRADICTED: "bold red", UNMEASURED: "yellow"}
WIDE = 120  # columns from which on the table of all rows has room for the method, the standard error and n


@contextmanager
def progress(chapters: Sequence[str]) -> Iterator[Callable[[str, int, int], None]]:
    """Called with (chapter, done, all) after each line: a bar on a terminal, else a line a chapter, on stderr."""
    if not sys.stderr.isatty():
        yield _by_chapters(chapters)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("measuring", total=None)
        yield lambda chapter, done, total: bar.update(task, completed=done, total=total, description=chapter)


def _by_chapters(chapters: Sequence[str]) -> Callable[[str, int, int], None]:
    seen: list[str] = []

    def told(chapter: str, done: int, total: int) -> None:
        if chapter not in seen:
            seen.append(chapter)
            place = f"chapter {len(seen)} of {len(chapters)}"
            print(f"measuring {chapter} ({place}, {done - 1} of {total} done)", file=sys.stderr, flush=True)

    return told


def number(value: float, digits: int = 6) -> str:
    """A number for a cell; empty for one that was not had.

    >>> number(1.5), number(float("nan")), number(float("inf"))
    ('1.5', '', 'inf')
    """
    return "" if math.isnan(value) else f"{value:.{digits}g}"


def render(table: WitnessTable, every_row: bool = False) -> None:
    """Print the table, what is contradicted in full, what the error rates mean, and one summary line."""
    width = shutil.get_terminal_size((80, 24)).columns
    console = Console(width=width, highlight=False)
    if every_row:
        console.print(_every_row(table.rows, width))
        _print_messages(console, table.rows)
    else:
        console.print(_by_chapter(table))
        _print_messages(console, [r for r in table.rows if r.measurement.verdict == CONTRADICTED])
    refused = [c for c in table.checks if c.measurement.verdict == CONTRADICTED]
    shown = table.checks if every_row else refused
    if shown:
        console.print(_checks(shown))
    console.print(summary(table), markup=False)
    if not every_row:
        console.print("--all prints every row, --json everything that was measured.", markup=False)


def _plain_table(title: str, left: Sequence[str], right: Sequence[str]) -> Table:
    view = Table(title=title, title_justify="left", header_style="bold", box=None, padding=(0, 1, 0, 0))
    for heading in left:
        view.add_column(heading, overflow="fold")
    for heading in right:
        view.add_column(heading, justify="right", no_wrap=True)
    return view


def _by_chapter(table: WitnessTable) -> Table:
    view = _plain_table(f"witnesses, seed {table.seed}", (), ())
    view.add_column("chapter", no_wrap=True)  # a name to be typed after --chapter
    for heading in ("lines", "rows"):
        view.add_column(heading, justify="right", no_wrap=True)
    for heading in ("worst row", "verdict"):
        view.add_column(heading, overflow="fold")
    view.add_column("used", justify="right")
    view.add_column("blind", justify="right")
    for chapter in dict.fromkeys(row.chapter for row in table.rows):
        rows = [r for r in table.rows if r.chapter == chapter]
        verdicts = [v for (c, _), v in table.verdicts.items() if c == chapter]
        counts = {v: verdicts.count(v) for v in (CONTRADICTED, UNMEASURED, CONFIRMED)}
        told = ", ".join(f"{n} {v}" for v, n in counts.items() if n)
        worst = worst_of(rows)
        blind = sum(r.measurement.verdict != UNMEASURED and not r.measurement.sees(table.detect) for r in rows)
        where = f"{worst.label} {worst.measurement.world.replace('_', ' ')}" if worst else ""
        used = f"{100 * worst.measurement.share:.0f}%" if worst else ""
        style = next(STYLES[v] for v, n in counts.items() if n)
        view.add_row(chapter, str(len(verdicts)), str(len(rows)), where, Text(told, style), used, str(blind or ""))
    return view


def worst_of(rows: Sequence[Row]) -> Row | None:
    """The row that speaks most against its line; None if none was measured."""
    measured = [r for r in rows if r.measurement.verdict != UNMEASURED]
    return max(measured, key=lambda r: (r.measurement.verdict == CONTRADICTED, r.measurement.share), default=None)


def _every_row(rows: Sequence[Row], width: int) -> Table:
    wide = width >= WIDE
    more = ("std. error", "n", "gain") if wide else ()
    view = _plain_table("", ("line", "world", "compared"), ("left", "right", "difference", "visible", *more))
    view.add_column("verdict")
    if wide:
        view.add_column("method")
    previous = None
    for row in rows:
        m = row.measurement
        if row.chapter != previous:
            view.add_row(Text(row.chapter, "bold"))
            previous = row.chapter
        drawn = (number(m.standard_error, 2), f"{m.n:,}", number(m.gain, 2)) if m.n else ("", "", "")
        view.add_row(
            row.label, m.world.replace("_", " "), m.compares if m.verdict != UNMEASURED else "",
            number(m.left, 5), number(m.right, 5), number(m.difference, 2), number(m.detectable, 2),
            *(drawn if wide else ()), Text(m.verdict, STYLES[m.verdict]), *((m.method,) if wide else ()),
        )  # fmt: skip
    return view


def _print_messages(console: Console, rows: Sequence[Row]) -> None:
    """What the rows have to say, each sentence once with its places; contradicted rows with their numbers."""
    for row in rows:
        m: Measurement = row.measurement
        if m.verdict == CONTRADICTED:
            told = f"{m.left:.6g} and {m.right:.6g} differ by {m.difference:.2g}, {m.share:.3g} times what is allowed"
            console.print(f"  {row.label} in {m.world} ({m.compares}, {m.method}): {told}", markup=False)
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.measurement.message:
            reasons.setdefault(row.measurement.message, []).append(f"{row.label} {row.measurement.world}")
    for message, places in reasons.items():
        console.print(f"  {', '.join(dict.fromkeys(places))}: {message}", markup=False)


def summary(table: WitnessTable) -> str:
    """How many lines hold, what would have been seen and where not, and what the two error rates are."""
    s = table.summary
    text = f"{counted(s['steps'], 'step')}: {s['confirmed']} confirmed, {s['contradicted']} contradicted, "
    text += f"{s['unmeasured']} unmeasured ({counted(s['rows'], 'row')})"
    if table.checks:
        text += f"; {s['checks_confirmed']} of {s['checks']} checks beside them confirmed"
    seen, measured = s["rows_that_see_it"], s["measured_rows"]
    text += f". An error of {table.detect:g} nats would have been seen in {seen} of {measured} rows"
    blind = [r for r in table.rows if r.measurement.verdict != UNMEASURED and not r.measurement.sees(table.detect)]
    if blind:
        worst = max(blind, key=lambda r: r.measurement.detectable)
        worlds = ", ".join(dict.fromkeys(r.measurement.world for r in blind))
        text += f"; the {len(blind)} others are blind to it ({worlds}), the worst to less than "
        text += f"{worst.measurement.detectable:.2g} ({worst.label} {worst.measurement.world})"
    return (
        f"{text}. The probability that any of {table.tests} tests accuses a true line is at most {FALSE_ALARM_RATE:g}; "
        "an error of the size a row can see would have been accused with probability 1 - 1e-6. Used: how much of what "
        "chance and rounding allow the worst row needs."
    )


def _checks(shown: Sequence) -> Table:
    view = _plain_table("beside the lines", ("claim", "world"), ("found", "expected", "std. error"))
    view.add_column("verdict")
    for check in shown:
        m = check.measurement
        claim = f"{check.claim} ({m.message})" if m.message else check.claim
        view.add_row(
            Text(claim), m.world.replace("_", " "), number(m.left, 5), number(m.right, 5),
            number(m.standard_error, 2) if m.n else "", Text(m.verdict, STYLES[m.verdict]),
        )  # fmt: skip
    return view

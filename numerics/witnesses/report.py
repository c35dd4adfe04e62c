"""The witness table for people: one row for each line and method, and a progress bar while it is made."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from numerics.witnesses.table import WitnessTable

STYLES = {"confirmed": "green", "contradicted": "bold red", "unmeasured": "yellow"}
PIPE_WIDTH = 160


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr; nothing at all when stderr is not a terminal or `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("measuring"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("measuring", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def number(value: float, digits: int = 6) -> str:
    """A number for a cell; empty for one that was not had.

    >>> number(1.5), number(float("nan")), number(float("inf"))
    ('1.5', '', 'inf')
    """
    return "" if math.isnan(value) else f"{value:.{digits}g}"


def render(table: WitnessTable) -> None:
    """Print the table, what its error rates mean, and one summary line."""
    terminal = sys.stdout.isatty()
    console = Console(width=None if terminal else PIPE_WIDTH, highlight=False)
    view = Table(title=f"witnesses, seed {table.seed}", header_style="bold", row_styles=None)
    for heading in ("chapter", "line", "world", "method", "left", "right", "difference", "std. error", "n"):
        view.add_column(heading, justify="left" if heading in ("chapter", "line", "world", "method") else "right")
    for heading in ("detectable", "gain"):
        view.add_column(heading, justify="right")
    view.add_column("verdict")
    previous = None
    for row in table.rows:
        m = row.measurement
        where = (row.chapter, row.label)
        names = where if where != previous else ("", "")
        previous = where
        view.add_row(
            *names, m.world, m.method, number(m.left), number(m.right), number(m.difference, 2),
            number(m.standard_error, 2) if m.n else "", f"{m.n:,}" if m.n else "", number(m.detectable, 2),
            number(m.gain, 2) if m.n else "", Text(m.verdict, STYLES[m.verdict]),
        )  # fmt: skip
    console.print(view)
    reasons: dict[str, list[str]] = {}
    for row in table.rows:
        if row.measurement.message:
            reasons.setdefault(row.measurement.message, []).append(f"{row.label} {row.measurement.world}")
    for message, places in reasons.items():
        console.print(f"  {', '.join(places)}: {message}", markup=False)
    if table.checks:
        console.print(_checks(table))
    summary = table.summary
    console.print(
        f"{summary['steps']} steps: {summary['confirmed']} confirmed, {summary['contradicted']} contradicted, "
        f"{summary['unmeasured']} unmeasured ({summary['rows']} rows); "
        f"{summary['checks_confirmed']} of {summary['checks']} checks beside them confirmed. "
        f"An error of {table.detect:g} nats was to be seen. The probability that any of {table.tests} tests accuses a "
        "true line is at most 1e-6; an error of a row's detectable size would have been accused with probability "
        "1 - 1e-6. Gain: the variance of plain draws over that of the method.",
        markup=False,
    )


def _checks(table: WitnessTable) -> Table:
    view = Table(title="beside the lines", header_style="bold")
    for heading in ("claim", "world", "method"):
        view.add_column(heading)
    for heading in ("found", "expected", "std. error", "n"):
        view.add_column(heading, justify="right")
    view.add_column("verdict")
    view.add_column("remark")
    for check in table.checks:
        m = check.measurement
        view.add_row(
            Text(check.claim), m.world, m.method, number(m.left), number(m.right),
            number(m.standard_error, 2) if m.n else "", f"{m.n:,}" if m.n else "",
            Text(m.verdict, STYLES[m.verdict]), Text(m.message),
        )  # fmt: skip
    return view

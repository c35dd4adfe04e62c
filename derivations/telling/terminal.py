"""The report on a terminal: the same parts as the plain one, with colour and rules, through rich."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from derivations.telling.report import Heading, Paragraph, Part, Table
from derivations.telling.wording import SENTENCES

COLOURS = {
    "proved": "green",
    "refuted": "bold red",
    "doubtful": "yellow",
    "consistent": "yellow",
    "definition": "cyan",
    "unread": "magenta",
}
COLOURS |= {SENTENCES[verdict]: colour for verdict, colour in COLOURS.items()}


def print_parts(parts: Iterable[Part], console: Console | None = None) -> None:
    """Write a report to the terminal."""
    console = console or Console(highlight=False)
    for part in parts:
        if isinstance(part, Heading):
            console.print()
            console.print(Text(part.text, style="bold"))
        elif isinstance(part, Paragraph):
            console.print(Padding(Text(part.text), (0, 0, 0, part.indent), expand=False))
        else:
            console.print(framed(part))


def framed(table: Table) -> RichTable:
    """A table in which the wide column takes the space that is left, verdicts coloured (and always spelled out)."""
    rich = RichTable(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    for k, header in enumerate(table.headers):
        if k == table.wide:
            rich.add_column(header, ratio=3, overflow="fold")
        elif k in (0, table.verdicts):
            rich.add_column(header, no_wrap=True)
        else:
            rich.add_column(header, ratio=1, overflow="fold")
    for row in table.rows:
        rich.add_row(*(Text(c, style=COLOURS.get(c, "") if k == table.verdicts else "") for k, c in enumerate(row)))
    return rich

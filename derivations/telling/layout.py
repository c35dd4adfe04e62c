"""How text is laid out where it is printed: broken at so many columns, with colour or without."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from derivations.reading.text.printable import printable
from derivations.telling.wrapping import display_width, wrap

NARROWEST = 40  # columns: below, a formula is not worth breaking

Part = tuple[str, str]  # a style of rich, and the text


@dataclass(frozen=True)
class Layout:
    """`width`: columns of a line, None where lines are not broken (a pipe, a file)."""

    width: int | None = None
    colour: bool = False

    @property
    def room(self) -> int:
        """Columns for one line of a formula."""
        return 110 if self.width is None else max(self.width - 4, NARROWEST)

    def broken(self, text: str, style: str = "", hanging: str = "    ", first: str = "") -> Iterator[str]:
        """`first`, which is never broken, and a text behind it as lines, all but the first behind `hanging`; what it
        holds can do nothing to a terminal."""
        if self.width is None:
            yield self.joined([(style, first + text)])
            return
        beside = self.width - display_width(first)
        begun, *rest = wrap(text, beside) if beside > NARROWEST // 2 else ("", text)
        yield self.joined([(style, first + begun)])
        room = max(self.width - len(hanging), NARROWEST)
        yield from (self.joined([("", hanging), (style, row)]) for row in wrap(" ".join(rest), room) if row)

    def joined(self, parts: Iterable[Part]) -> str:
        """One line, each part in its style."""
        if not self.colour:
            return "".join(printable(text) for _, text in parts)
        from rich.style import Style  # only a terminal pays for it

        return "".join(Style.parse(style or "none").render(printable(text)) for style, text in parts)


PLAIN = Layout()


def of_standard_output() -> Layout:
    """As wide as the terminal, with colour where it shows any and NO_COLOR is not set; what is piped stays unbroken."""
    if not sys.stdout.isatty():
        return PLAIN
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Layout(shutil.get_terminal_size().columns, not plain)

"""Which of many notes is under way: one line on a terminal's standard error, gone when there is something to say."""

from __future__ import annotations

import sys


class Progress:
    """Shown where there is more than one note and somebody to see it."""

    def __init__(self, notes: int):
        self.notes, self.begun, self.shown = notes, 0, False
        self.wanted = notes > 1 and sys.stderr is not None and sys.stderr.isatty()

    def at(self, name: str) -> None:
        """The next note is begun."""
        self.begun += 1
        if self.wanted:
            self.out_of_the_way()
            filled = 20 * (self.begun - 1) // self.notes
            bar = "#" * filled + "." * (20 - filled)
            print(f"[{bar}] {self.begun} of {self.notes}: {name[-50:]}", end="", file=sys.stderr, flush=True)
            self.shown = True

    def out_of_the_way(self) -> None:
        """The line is taken away."""
        if self.shown:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
            self.shown = False

"""Where a line that is read stands: in the note itself, in a cell of a notebook, in a file that the note inputs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Lines of the text from `first` on that stand in `file` from its line `line` on; in a notebook, in a cell."""

    first: int
    file: str
    line: int = 1
    cell: int | None = None


@dataclass(frozen=True)
class Place:
    """A line of a file, counted from 1; of a notebook, of one of its cells, which are counted from 1 too.

    >>> print(Place("lesson.ipynb", 2, 3), Place("note.md", 24))
    lesson.ipynb:cell 3:2 note.md:24
    """

    file: str
    line: int
    cell: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.cell is None else f"{self.file}:cell {self.cell}:{self.line}"


def place_of(line: int, pieces: tuple[Piece, ...], name: str) -> Place:
    """Where a line of the text stands; without pieces the text is the file `name` as it is."""
    at = bisect_right(pieces, line, key=lambda piece: piece.first) - 1
    if at < 0:
        return Place(name, line)
    piece = pieces[at]
    return Place(piece.file, piece.line + line - piece.first, piece.cell)

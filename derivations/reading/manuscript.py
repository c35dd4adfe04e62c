"""What a person wrote, made ready to be read: the text of a note in one of its formats, and where each line stands.

opened(path)            a file: Markdown (.md, .markdown, .qmd, .Rmd), LaTeX (.tex), a notebook (.ipynb), .rst
manuscript(data, name)  the same of the bytes of a file, the format told by its name

Whatever the format, the text keeps the lines and the columns of what was written: a place in it is a place there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from derivations.reading.text import blocks, inputs_of_tex, notebooks, restructured
from derivations.reading.text.pieces import Piece, Place, place_of

MARKDOWN = (".md", ".markdown", ".qmd", ".rmd")
LATEX, NOTEBOOK, RESTRUCTURED = ".tex", ".ipynb", ".rst"
ACCEPTED = (*MARKDOWN, LATEX, NOTEBOOK, RESTRUCTURED)
"""What a note's name may end with, in small letters."""


@dataclass(frozen=True)
class Manuscript:
    """`text` is what is read. `pieces` say where its lines stand, if not where they are read; `originals` what is
    written there, under (file, cell), and under (file, None) all of a file. `apart`: each piece is a document by
    itself. `remarks` are what was noticed on the way, with line and column of the text."""

    name: str
    text: str
    pieces: tuple[Piece, ...] = ()
    originals: Mapping[tuple[str, int | None], str] = field(default_factory=dict, repr=False)
    apart: bool = False
    remarks: tuple[tuple[str, int, int], ...] = ()
    inputs: tuple[Path, ...] = ()
    suffix: str = ""  # of the format, where the name does not tell it

    @property
    def is_tex(self) -> bool:
        suffix = self.suffix or Path(self.name).suffix.lower()
        other = suffix in (NOTEBOOK, RESTRUCTURED)
        return suffix == LATEX or (not other and self.text.lstrip().startswith("\\documentclass"))

    def place(self, line: int) -> Place:
        """Where a line of the text stands."""
        return place_of(line, self.pieces, self.name)

    def parts(self, text: str) -> list[tuple[int, str]]:
        """The documents that the text consists of, or one with the same lines, each with its offset."""
        if not self.apart:
            return [(0, text)]
        lines, found, offset, at = text.split("\n"), [], 0, 0
        for end in [*(piece.first - 1 for piece in self.pieces[1:]), len(lines)]:
            part = "\n".join(lines[at:end])
            found.append((offset, part))
            offset, at = offset + len(part) + 1, end
        return found

    def blocks(self, text: str) -> list[blocks.RawBlock]:
        """The blocks of the text, or of one with the same lines."""
        cut = blocks.tex_blocks if self.is_tex else blocks.markdown_blocks
        return [replace(block, offset=block.offset + at) for at, part in self.parts(text) for block in cut(part)]


def opened(path: str | Path) -> Manuscript:
    """Reads a file. Raises `ValueError` with a sentence if it is no note, `OSError` if it cannot be opened."""
    path = Path(path)
    return manuscript(path.read_bytes(), str(path), path.parent)


def manuscript(data: bytes, name: str, folder: Path | None = None, suffix: str = "") -> Manuscript:
    """The note in the bytes of a file, UTF-8 or UTF-16; `folder` is where its inputs may stand.

    The format is told by the suffix, or else by the name's.

    Raises:
        ValueError: they are no text, or no notebook where the name says so; a sentence that names the file.
    """
    text = decoded(data, name)
    suffix = suffix or Path(name).suffix.lower()
    if suffix == NOTEBOOK:
        return _of_notebook(text, name)
    if suffix == RESTRUCTURED:
        return Manuscript(name, restructured.as_markdown(text), originals={(name, None): text})
    plain = Manuscript(name, text, originals={(name, None): text}, suffix=suffix)
    if plain.is_tex:
        return _of_latex(plain, folder)
    return plain


def decoded(data: bytes, name: str) -> str:
    """The text in the bytes of a file, its lines ended by a line feed alone. Raises ValueError as `manuscript` does."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: not UTF-8 text (byte {error.start}): save the note as UTF-8") from None
    if "\0" in text:
        raise ValueError(f"{name}: a binary file, not a Markdown or LaTeX note")
    return with_line_feeds(text)


def with_line_feeds(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _of_latex(plain: Manuscript, folder: Path | None) -> Manuscript:
    made = inputs_of_tex.with_inputs(plain.text, plain.name, folder, decoded)
    originals = {(file, None): text for file, text in made.files.items()}
    pieces = tuple(made.pieces) if made.inputs else ()
    return replace(plain, text="\n".join(made.lines), pieces=pieces, originals=originals,
                   remarks=tuple(made.remarks), inputs=tuple(made.inputs))  # fmt: skip


def _of_notebook(data: str, name: str) -> Manuscript:
    """Its Markdown cells one below the other, a blank line between them."""
    try:
        cells = notebooks.markdown_cells(data)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    lines: list[str] = []
    pieces: list[Piece] = []
    originals: dict[tuple[str, int | None], str] = {(name, None): data}
    for number, source in cells.items():
        originals[name, number] = source = with_line_feeds(source).replace("\0", "\ufffd")
        pieces.append(Piece(len(lines) + 1, name, 1, number))
        lines += [*source.split("\n"), ""]
    return Manuscript(name, "\n".join(lines), tuple(pieces), originals, apart=True, suffix=NOTEBOOK)

"""`\\input{...}` and `\\include{...}` of a LaTeX file, followed within the note's own folder and nowhere else.

with_inputs(text, name, folder)     the text with the files put in, and where each line of it stands
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from derivations.reading.text.asides import blanked
from derivations.reading.text.pieces import Piece

MOST_FILES, MOST_CHARACTERS = 200, 20_000_000  # what one note may put in, in all
_INPUT = re.compile(r"(?P<skip>\\\\|\\%|%[^\n]*|\\begin\s?\{(?P<name>verbatim\*?|lstlisting|comment|minted)\})"
                    r"|\\(?:input|include|subfile)\s?\{(?P<file>[^{}\n]*)\}")  # fmt: skip


@dataclass
class Expansion:
    """What comes of it: lines of text, where they stand, what each file holds, and what could not be followed."""

    pieces: list[Piece]
    lines: list[str] = field(default_factory=lambda: [""])
    files: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[str, int, int]] = field(default_factory=list)  # message, line and column of the text
    inputs: list[Path] = field(default_factory=list)  # every file that was put in, as often as it was
    characters: int = 0

    def write(self, text: str) -> None:
        """Put text behind what is there."""
        first, *others = text.split("\n")
        self.lines[-1] += first
        self.lines += others

    def turn(self, file: str, line: int, column: int = 0) -> None:
        """From here on, on a line of its own, the text is that of another place."""
        self.lines.append(" " * column)
        self.pieces.append(Piece(len(self.lines), file, line))

    def remark(self, message: str, length: int) -> None:
        self.remarks.append((message, len(self.lines), len(self.lines[-1]) - length + 1))


def with_inputs(text: str, name: str, folder: Path | None, decode: Callable[[bytes, str], str]) -> Expansion:
    """The text of a LaTeX note with its inputs; `folder` is where it stands, None where it has none.

    `decode(data, name)` gives the text in the bytes of a file and raises ValueError where there is none.
    """
    made = Expansion([Piece(1, name)])
    path = (Path(name).resolve(),) if folder else ()
    _expand(made, text, name, folder, path, decode)
    return made


def _expand(made: Expansion, text: str, name: str, folder: Path | None, path: tuple[Path, ...], decode) -> None:
    made.files.setdefault(name, text)
    at = written = 0
    missing: set[str] = set()  # closers that do not come any more
    while (found := _INPUT.search(text, at)) is not None:
        at = found.end()
        if found["skip"]:
            closer = f"\\end{{{found['name']}}}"
            closing = text.find(closer, at) if found["name"] and closer not in missing else -1
            missing |= {closer} if closing < 0 else set()
            at = max(at, closing)
            continue
        trouble, target = _target(made, found["file"].strip(), folder, path)
        inner = ""
        if target is not None:
            try:
                inner = decode(target.read_bytes(), target.name)
            except (OSError, ValueError) as error:
                why = (getattr(error, "strerror", None) or str(error)).lower()
                trouble = f"the input {found['file']} cannot be read: {why}"
        made.write(text[written : found.start() if target and not trouble else at])
        written = at
        if trouble:
            made.remark(trouble, len(found[0]))
        elif target is not None:
            file = str(folder / target.relative_to(folder.resolve()))
            made.inputs.append(target)
            made.characters += len(inner)
            made.turn(file, 1)
            _expand(made, _body(inner), file, folder, (*path, target), decode)
            made.files[file] = inner
            made.turn(name, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1))
    made.write(text[written:])


def _body(text: str) -> str:
    """What a file that is a document by itself says between the begin and the end of it, in its place."""
    begin, end = text.find("\\begin{document}"), text.find("\\end{document}")
    if begin < 0:
        return text
    return blanked(text, [(0, begin + len("\\begin{document}")), (end if end >= 0 else len(text), len(text))])


def _target(made: Expansion, asked: str, folder: Path | None, path: tuple[Path, ...]) -> tuple[str, Path | None]:
    """What is wrong with an input, or the file that it names."""
    if folder is None:
        return "a note from standard input has no folder: its inputs are not followed", None
    if not asked or "\0" in asked or "\\" in asked or "#" in asked:
        return "", None  # a command or the argument of one: no name of a file
    root = folder.resolve()
    for name in (f"{asked}.tex", asked):
        try:
            target = (root / name).resolve()
            if not target.is_relative_to(root):
                return f"{asked} is outside the note's folder: not followed", None
            if target.is_file():
                break
        except (OSError, ValueError, RuntimeError):
            continue
    else:
        return f"{asked}: no such file in the note's folder", None
    if target.suffix.lower() not in (".tex", ".ltx"):
        return "", None  # a picture or a table made by another program
    if target in path:
        return f"{asked} inputs itself: not followed again", None
    if len(made.inputs) >= MOST_FILES or made.characters > MOST_CHARACTERS:
        return f"{asked} is not followed: more than {MOST_FILES} inputs, or too long", None
    return "", target

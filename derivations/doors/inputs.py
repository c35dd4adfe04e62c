"""Which notes a person means: files, folders, patterns with * ? [, and - for standard input.

chosen(words)       every note once, in order, and what of the words is no note, with why
read(note)          the note itself
"""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from derivations.doors.usage import UsageError
from derivations.reading.manuscript import ACCEPTED, LATEX, MARKDOWN, NOTEBOOK, manuscript, opened
from derivations.reading.note import Note, load_note, read_manuscript

STANDARD_INPUT, NAME_OF_STANDARD_INPUT = "-", "<stdin>"
TAKEN = f"{', '.join(ACCEPTED)}, a folder of them, or - for standard input"
_LATEX = re.compile(rb"^\s*\\(?:documentclass|begin\s?\{document\})", re.MULTILINE)
_PASSED_OVER = frozenset({"node_modules", "__pycache__"})  # folders; and those whose name begins with a dot


class EmptyNote(UsageError):
    """There is nothing in the note to be read."""


@dataclass(frozen=True)
class Input:
    """A note by the name a person knows it by. `found` in a folder or by a pattern, not named by itself; or no note at
    all, and `trouble` says why."""

    name: str
    found: bool = False
    trouble: str = ""


def is_pattern(word: str) -> bool:
    return any(sign in word for sign in "*?[") and not os.path.lexists(word)


def means_several(words: Iterable[str]) -> bool:
    """Whether more than one note may be meant, however many there are."""
    words = list(words)
    return len(words) > 1 or any(is_pattern(word) or os.path.isdir(word) for word in words)


def chosen(words: Iterable[str]) -> list[Input]:
    """Every note that is meant, once, in the order of the words and by name within a folder.

    A LaTeX file that another one of them inputs is left to it, unless it was named itself.
    """
    seen: dict[str, Input] = {}
    for word in words:
        for one in _meant(word):
            where = one.name if one.name == NAME_OF_STANDARD_INPUT or one.trouble else os.path.realpath(one.name)
            if where not in seen or (seen[where].found and not one.found):
                seen[where] = replace(one, name=seen[where].name) if where in seen else one
    parts = _parts_of_others([one for one in seen.values() if not one.trouble])
    return [one for where, one in seen.items() if not (one.found and where in parts)]


def _meant(word: str) -> Iterator[Input]:
    if word == STANDARD_INPUT:
        yield Input(NAME_OF_STANDARD_INPUT)
    elif not word.strip():
        yield Input(word, trouble=f"an empty name is no note; a note is {TAKEN}")
    elif is_pattern(word):
        matches = sorted(glob.glob(word, recursive=True))
        notes = [name for name in matches if is_note(name) and not os.path.isdir(name)]
        for name in notes:
            yield Input(name, found=True)
        if not notes:
            why = "what it matches are no notes" if matches else "nothing matches it"
            yield Input(word, trouble=f"{word}: {why}; a note is {TAKEN}")
    elif os.path.isdir(word):
        notes = list(_in_folder(word))
        yield from notes
        if not notes:
            yield Input(word, trouble=f"{word}: no notes in this folder; a note is {TAKEN}")
    elif os.path.lexists(word) and not is_note(word) and not _is_pipe(word):
        yield Input(word, trouble=f"{word}: not a note by its name; accepted are {TAKEN}")
    else:
        yield Input(word)


def is_note(name: str | os.PathLike) -> bool:
    """Whether a file is taken for a note by its name."""
    return Path(name).suffix.lower() in ACCEPTED


def _is_pipe(name: str) -> bool:
    try:
        return stat.S_ISFIFO(os.stat(name).st_mode)
    except OSError:
        return False


def _in_folder(folder: str) -> Iterator[Input]:
    """Links to folders are not followed, so that there is no circle; hidden folders are passed over."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PASSED_OVER)
        for name in sorted(names):
            if is_note(name) and not name.startswith("."):
                yield Input(os.path.join(here, name), found=True)


def _parts_of_others(inputs: list[Input]) -> set[str]:
    """The LaTeX files that are inputs of others. Of files that input each other the first stands for all."""
    behind: dict[str, set[str]] = {}
    for one in inputs:
        if Path(one.name).suffix.lower() == LATEX:
            try:
                behind[os.path.realpath(one.name)] = {str(path) for path in opened(one.name).inputs}
            except (OSError, ValueError):
                continue  # it is told when it is read
    parts: set[str] = set()
    waiting = sorted(behind, key=lambda name: any(name in others for n, others in behind.items() if n != name))
    for name in waiting:
        if name not in parts:
            parts |= behind[name] - {name}
    return parts


def read(name: str) -> Note:
    """The note of this name. Raises UsageError, one line that names it, where there is none; EmptyNote."""
    try:
        note = _of_standard_input() if name == NAME_OF_STANDARD_INPUT else load_note(name)
    except FileNotFoundError:
        raise UsageError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise UsageError(f"{name}: a folder, not a note") from None
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror or error}") from None
    except ValueError as error:
        message = str(error)
        raise UsageError(message if message.startswith(name) else f"{name}: {message}") from None
    if not note.source.text.strip():
        is_notebook = Path(name).suffix.lower() == NOTEBOOK
        raise EmptyNote(f"{name}: the notebook has no Markdown cells" if is_notebook else f"{name}: the note is empty")
    return note


def _of_standard_input() -> Note:
    """Markdown, or LaTeX or a notebook if it begins as one."""
    if sys.stdin is None:
        raise UsageError("standard input is closed, and no note can be read from it")
    if sys.stdin.isatty():
        raise UsageError(
            f"standard input is a terminal: write the note to it by a pipe, `cat NOTE.md | ... {STANDARD_INPUT}`"
        )
    data = sys.stdin.buffer.read()
    suffix = LATEX if _LATEX.search(data) else MARKDOWN[0]
    if data.lstrip().startswith(b"{") and b'"cells"' in data:
        suffix = NOTEBOOK
    return read_manuscript(manuscript(data, NAME_OF_STANDARD_INPUT, suffix=suffix))

"""Notes as tests, for pytest: every relation sign of a note is an item, `notes/elbo.md::24 = KL`.

Off unless asked: `pytest --derivations notes/`, or `derivations_notes = notes` in the ini file. A refuted sign fails
with its explanation; a doubtful, unproved or unread one warns, and fails with `--derivations-strict`. A note is read
when it is collected and judged once, when the first of its items runs.

pytest imports this file in every project where vae-derivations is installed: what it needs is imported where it is
used.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

import pytest

NOTES = pytest.StashKey["dict[Path, str]"]()
SHORT = 40  # characters of a right side in the name of an item
PASSES, WARNS = ("proved", "definition"), ("doubtful", "consistent", "unread")


class NoteWarning(pytest.PytestWarning):
    """A line of a note that is neither proved nor refuted."""


class LineFails(Exception):
    """A line of a note that does not hold; the message is the explanation."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("derivations", "notes on mathematics, judged line by line")
    group.addoption(
        "--derivations",
        action="append",
        metavar="NOTES",
        help="a note, a folder of notes or a pattern; may be repeated",
    )
    group.addoption(
        "--derivations-strict", action="store_true", help="lines that are doubtful, not proved or unread fail too"
    )
    group.addoption("--derivations-lang", choices=("en", "zh"), default="en", help="language of the explanations")
    parser.addini("derivations_notes", "notes, folders of notes, patterns: as --derivations", type="args", default=[])
    parser.addini("derivations_strict", "as --derivations-strict", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Which notes are asked for. Those that the command line asks for are collected whatever else is."""
    asked = config.getoption("derivations") or []
    root = config.inipath.parent if config.inipath else config.rootpath
    words = [*asked, *(str(root / word) for word in config.getini("derivations_notes"))]
    if not words:
        return
    config.stash[NOTES] = _notes(words)
    if config.args_source != pytest.Config.ArgsSource.ARGS:
        _collect_too(config, words)
    elif not any(_lies_in(argument, word) for argument in config.args for word in asked):
        _collect_too(config, asked)


def _notes(words: list[str]) -> dict[Path, str]:
    """The notes, by their real paths. Raises UsageError for what is none."""
    from derivations.doors.inputs import NAME_OF_STANDARD_INPUT, chosen

    inputs = chosen(words)
    for one in inputs:
        if one.name == NAME_OF_STANDARD_INPUT:
            raise pytest.UsageError("--derivations: notes are files; standard input is none")
        if one.trouble or not os.path.lexists(one.name):
            raise pytest.UsageError(f"--derivations: {one.trouble or f'{one.name}: no such file'}")
    return {Path(os.path.realpath(one.name)): one.name for one in inputs}


def _collect_too(config: pytest.Config, words: list[str]) -> None:
    """Have pytest look into these places, unless it does already."""
    for name in _notes(words).values() if words else ():
        if not any(_lies_in(name, argument) for argument in config.args):
            config.args.append(name)


def _lies_in(argument: str, word: str) -> bool:
    """Whether what pytest is asked to collect (`notes/elbo.md::24 = KL`) is in a place, or is it."""
    inner, outer = (Path(os.path.realpath(text.partition("::")[0])) for text in (argument, word))
    return inner == outer or outer in inner.parents


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    notes = parent.config.stash.get(NOTES, {})
    return (
        NoteFile.from_parent(parent, path=file_path) if notes and Path(os.path.realpath(file_path)) in notes else None
    )


class NoteFile(pytest.File):
    """A note: an item for each of its relation signs; one that says why, if it cannot be read."""

    def collect(self):
        from derivations.doors.inputs import EmptyNote, UsageError, read

        name = shown(self.path)
        try:
            self.note = read(name)
        except EmptyNote:
            return
        except UsageError as error:
            yield Unreadable.from_parent(self, name="unreadable", trouble=str(error))
            return
        names: dict[str, int] = {}
        for chain in self.note.chains:
            if chain.implication is not None:
                yield self.line(chain.implication, "", names)
            for relation, right in zip(chain.relations, chain.sides[1:], strict=True):
                yield self.line(relation, right.latex, names)

    def line(self, relation, right: str, names: dict[str, int]) -> Line:
        """The item of a sign; of several with the same name the later ones are counted."""
        name = name_of(self.note.source.label(relation.line), relation.sign, right)
        names[name] = names.get(name, 0) + 1
        name = name if names[name] == 1 else f"{name} ({names[name]})"
        return Line.from_parent(self, name=name, at=(relation.line, relation.column))

    @cached_property
    def judgements(self) -> dict[tuple[int, int], object]:
        """What is said of each sign, by its place; judged once."""
        from derivations.reading.verdicts.walk import Judge

        return {(j.line, j.column): j for j in Judge(self.note).run()}


class Line(pytest.Item):
    """One relation sign; `at` is its line and column in the text that was read."""

    parent: NoteFile

    def __init__(self, *, at: tuple[int, int], **settings):
        super().__init__(**settings)
        self.at = at
        place = self.parent.note.source.written.place(at[0])
        self.where = Path(place.file).absolute(), 0 if place.cell else place.line - 1

    def runtest(self) -> None:
        judgement = self.parent.judgements.get(self.at)
        verdict = judgement.verdict if judgement is not None else "unread"
        if verdict in PASSES:
            return
        lang = self.config.getoption("derivations_lang")
        told = explained(self.parent.note, judgement, lang) if judgement is not None else f"{self.name}: not judged"
        strict = self.config.getoption("derivations_strict") or self.config.getini("derivations_strict")
        if verdict in WARNS and not strict:
            self.warn(NoteWarning(told))
        else:
            raise LineFails(told)

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value) if isinstance(excinfo.value, LineFails) else super().repr_failure(excinfo, style)

    def reportinfo(self):
        return *self.where, self.name


class Unreadable(pytest.Item):
    """A note that cannot be read fails by itself, and the other notes are judged."""

    def __init__(self, *, trouble: str, **settings):
        super().__init__(**settings)
        self.trouble = trouble

    def runtest(self) -> None:
        raise LineFails(self.trouble)

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value) if isinstance(excinfo.value, LineFails) else super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, 0, self.name


def explained(note, judgement, lang: str) -> str:
    """The place, what was found there, the line with a caret, the likely repair."""
    from derivations.telling import explained as telling
    from derivations.telling.wording import Wording

    return "\n".join(telling.explained(note.source.name, note, judgement, Wording(lang)))


def shown(path: Path) -> str:
    """A path as people type it: from where pytest was started, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def name_of(line: str, sign: str, right: str) -> str:
    """The name of an item: one line, short, without `::` and `[]`, which part pytest's own names.

    >>> name_of("24", "=", "KL[p(x) ||" + chr(10) + "   q(x)]")
    '24 = KL(p(x) || q(x))'
    """
    from derivations.reading.text.printable import printable

    text = " ".join(printable(right.replace("&", " ").replace("\n", " ")).split()).replace("::", ": :")
    text = text.replace("[", "(").replace("]", ")")
    return f"{line} {sign} {text if len(text) <= SHORT else text[: SHORT - 3] + '...'}".rstrip()

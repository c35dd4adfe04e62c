"""Tables of words beside the code: a TOML file with the name of its module, so that its patterns are read as lists.

An entry is a regular expression or a list of alternatives; a list among these is one alternative, written in pieces.
`«name»` stands for another entry of the table, and □ for a formula of a sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

Entry = str | list


def any_of(entry: Entry) -> str:
    """The regular expression of an entry."""
    return entry if isinstance(entry, str) else "|".join(one if isinstance(one, str) else "".join(one) for one in entry)


class Table(dict):
    """The entries of the table beside a module, or of another one there."""

    def __init__(self, module: str, name: str = ""):
        path = Path(module).with_suffix(".toml")
        path = path.with_stem(name) if name else path
        super().__init__(tomllib.loads(path.read_text(encoding="utf-8")))

    def filled(self, entry: Entry, **own: str) -> str:
        """The regular expression of an entry with others put in: its own, and those of the table."""
        return re.sub("«(.+?)»", lambda other: own.get(other[1]) or self.text(other[1]), any_of(entry))

    def text(self, key: str) -> str:
        return self.filled(self[key])

    def pattern(self, key: str, flags: int = 0) -> re.Pattern:
        return re.compile(self.text(key), flags)

    def patterns(self, *keys: str, flags: int = 0) -> Iterable[re.Pattern]:
        return (self.pattern(key, flags) for key in keys)

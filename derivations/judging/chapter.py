"""A chapter: the derivations that re-derive one part of the note, and its remarks on the note's slips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from derivations.judging.derivation import Derivation
from derivations.language.display import Displayed
from derivations.language.facts import Fact, Free


@dataclass(frozen=True)
class Remark:
    """A line that is false on purpose: the note's slip, or a warning. It must come out as `expected` says.

    `claim` returns (left, relation, right); building it may raise DensityError, which is what "type error" expects.
    """

    note: str
    claim: Callable[[], tuple]
    text: str
    text_zh: str
    kind: str = "value"
    expected: str = "refuted"
    facts: tuple[Fact, ...] = ()
    free: Free = field(default_factory=Free)
    latex: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Chapter(Displayed):
    """One theorem of the note with what belongs to it; `name` is the module's."""

    name: str
    title: str
    title_zh: str
    derivations: tuple[Derivation, ...]
    remarks: tuple[Remark, ...] = ()

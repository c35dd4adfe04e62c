"""A vector by the list of its entries: s^2 of s_1^2, ..., s_d^2."""

from __future__ import annotations

import re
from dataclasses import replace

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.unreadable import Unreadable


def vector_of(entries: S.TupleOf) -> S.Node:
    """The vector whose entries are listed from the first to the last: s^2 of s_1^2, ..., s_d^2."""
    first, last = (_without_index(e) for e in (entries.elements[0], entries.elements[-1]))
    if first != last or first == entries.elements[0] or not any(isinstance(e, S.Dots) for e in entries.elements):
        raise Unreadable("a list in place of a value is not understood", entries)
    return first


def _without_index(entry: S.Node) -> S.Node:
    """The name of an entry without its number, in a power too."""
    if isinstance(entry, S.Power):
        return replace(entry, base=_without_index(entry.base))
    if isinstance(entry, S.Index) and len(entry.indices) == 1:
        return entry.base
    found = re.fullmatch(r"(.+)_\{?(\w)\}?", entry.name) if isinstance(entry, S.Symbol) else None
    return S.Symbol(found[1], span=entry.span) if found else entry

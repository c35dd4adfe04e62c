"""A formula for another member of its sequence: what x_t is made of, one step earlier."""

from __future__ import annotations

from dataclasses import replace

import sympy

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.sequences import number


def reindexed(node: S.Node, old: S.Symbol, new: S.Node) -> S.Node:
    """The tree with `new` for the letter `old` wherever that stands; in an index `t-1-1` is written t-2."""
    if node == old:
        return new
    if isinstance(node, S.Index) and not node.raised:
        indices = tuple(at_index(part, old, new) for part in node.indices)
        return replace(node, base=reindexed(node.base, old, new), indices=indices)
    return S.mapped(node, lambda part: reindexed(part, old, new))


def at_index(index: S.Node, old: S.Symbol, new: S.Node) -> S.Node:
    """One index with `new` for `old`."""
    mine, letter, other = number(index), number(old), number(new)
    if mine is None or other is None or not mine.has(letter):
        return index
    return as_index(mine.xreplace({letter: other}))


def as_index(place: sympy.Expr) -> S.Node:
    """An integer expression t - 2 as an author writes it in an index."""
    shift, letter = place.as_coeff_Add()
    if letter == 0:
        return _whole(shift)
    head = S.Symbol(str(letter))
    return head if shift == 0 else S.Add((head, _whole(shift)))


def _whole(value: sympy.Integer) -> S.Node:
    text = S.Number(str(abs(value)))
    return text if value >= 0 else S.Neg(text)

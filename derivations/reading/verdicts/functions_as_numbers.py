"""A letter that words call convex, increasing or a function, and that a line has as a number before a bracket."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.properties import PROPERTY
from derivations.reading.meaning.naming import plain
from derivations.reading.verdicts.judgement import Judgement

BY_CUSTOM = frozenset({"f", "g", "h", "F", "G", r"\phi", r"\varphi", r"\psi", r"\Phi", r"\Psi"})


def functions_as_numbers(judge, out: Judgement) -> Iterator[str]:
    """Why a line is not proved: its \\varphi(p / q) was read as \\varphi times p / q, and the note calls it convex."""
    if out.at is None:
        return
    trees = [side.tree for side in judge.note.chains[out.at[0]].sides if side.read]
    products = (n for tree in trees for n in S.walk(tree) if isinstance(n, S.Mul))
    numbers = {plain(f.name) for n in products for f in n.factors if isinstance(f, S.Symbol)} & BY_CUSTOM
    for one in judge.known.unheard:
        if numbers & one.names and PROPERTY.search(one.text):
            yield f"line {one.line} says something of it that was not understood: {one.text}"

r"""Letters that look like densities and are none: `an unnormalised density $\tilde p(z)$`, `$p(z) = \tilde p(z) / Z$`.

What does not sum to one is a function, by its words, or because it is a multiple or a power of a density: no rule of
densities may be used of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.tables import Table

_TABLE = Table(__file__)
AFTER, BEFORE = _TABLE.patterns("after", "before")
_DECORATED = re.compile(r"\\(?:tilde|widetilde|bar|hat|check|breve)\b|.*(?:\*|'|\\star)")
Name = tuple[str, str]  # letter and subscript of a density


def with_functions_apart(note: Note) -> Note:
    """The note with what is no density written as a function; where none is, the note itself."""
    names = {*_in_words(note), *_in_formulas(note)}
    return _rewritten(note, names) if names else note


def _in_words(note: Note) -> Iterator[Name]:
    for formula in note.formulas:
        if AFTER.match(formula.after.lstrip("$)\\ ")) or BEFORE.search(formula.before):
            for chain in formula.chains:
                heads = [side.tree for side in chain.sides[:1] if side.read]
                yield from (_name(tree) for tree in heads if isinstance(tree, S.Density))


def _in_formulas(note: Note) -> Iterator[Name]:
    for chain in (*note.chains, *note.spoken):
        for one, sign, other in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
            if sign.name in ("equal", "define") and one.read and other.read:
                yield from _of_a_multiple(one.tree, other.tree)


def _of_a_multiple(left: S.Node, right: S.Node) -> Iterator[Name]:
    """The decorated one of two densities of the same variables of which one is a multiple of the other; and a power."""
    if not isinstance(left, S.Density) or left.bare:
        return
    if isinstance(right, S.Power) and _of_the_same(left, right.base) and right.exponent != S.Number("1"):
        yield _name(left)
        return
    factors = [*_factors(right)]
    inside = [factor for factor in factors if _of_the_same(left, factor)]
    others = [factor for factor in factors if factor not in inside]
    plain = all(not any(S.every(S.Density | S.Gaussian, o)) for o in others)
    if len(inside) == 1 and others and plain:
        yield from (_name(d) for d in (left, *inside) if _DECORATED.match(d.letter))


def _factors(node: S.Node) -> Iterator[S.Node]:
    if isinstance(node, S.Mul):
        for factor in node.factors:
            yield from _factors(factor)
    elif isinstance(node, S.Divide):
        yield from _factors(node.numerator)
        yield node.denominator
    else:
        yield node


def _of_the_same(one: S.Density, other: S.Node) -> bool:
    return isinstance(other, S.Density) and (one.targets, one.givens) == (other.targets, other.givens)


def _name(density: S.Density) -> Name:
    return density.letter, density.subscript


def _rewritten(note: Note, names: set[Name]) -> Note:
    def tree(node: S.Node) -> S.Node:
        node = S.mapped(node, tree)
        if not isinstance(node, S.Density) or _name(node) not in names:
            return node
        written = node.letter + (f"_{{{node.subscript}}}" if node.subscript else "")
        function = S.Apply(written, (*node.targets, *node.givens), node.parameters, span=node.span)
        return S.Symbol(written, span=node.span) if node.bare else function

    return note.with_chains(lambda chain: chain.with_trees(tree))

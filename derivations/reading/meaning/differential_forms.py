r"""Lines between differentials, `f(z) dz = g d(h(z))`: what stands before them is compared, f(z) with g h'(z)."""

from __future__ import annotations

from dataclasses import replace

from derivations.reading.document import Chain, Note
from derivations.reading.grammar import syntax as S

D = S.Symbol("d")


def without_differentials(note: Note) -> Note:
    """The note with the lines all of whose sides end in a differential as lines between what they are multiplied by."""
    return replace(note, chains=tuple(map(_without, note.chains)))


def _without(chain: Chain) -> Chain:
    trees = chain.trees
    if len(trees) < 2 or len(trees) < len(chain.sides) or not all(map(_ends_in_one, trees)):
        return chain
    by = next((tree.factors[-1] for tree in trees if isinstance(tree.factors[-1], S.Symbol | S.Index)), None)
    if by is None:
        return chain
    return chain.with_trees(lambda tree: _per(tree, by))


def _ends_in_one(tree: S.Node) -> bool:
    """Whether a formula is a product that ends in d and what it is the differential of."""
    return isinstance(tree, S.Mul) and len(tree.factors) > 1 and tree.factors[-2] == D


def _per(tree: S.Mul, by: S.Node) -> S.Node:
    """What stands before a differential, times the derivative of what it is of."""
    *before, _d, of = tree.factors
    factors = (*before, *(() if of == by else (S.Derivative((by,), of, span=tree.span),)))
    if len(factors) == 1:
        return factors[0]
    return S.Mul(factors, span=tree.span) if factors else S.Number("1", span=tree.span)

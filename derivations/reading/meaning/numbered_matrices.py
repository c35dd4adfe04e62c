"""Matrices with an index, A_t and W^{(l)}: each is a matrix of its own, and none is a number that changes its place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import every_index, name_of
from derivations.reading.meaning.shapes import MATRIX
from derivations.reading.meaning.unreadable import Unreadable


def numbered_matrix(read, node: S.Index, name: str):
    """The matrix A_t of its own name; None if this is none."""
    if name not in read.survey.numbered:
        return None
    if {name_of(s) for i in every_index(node) for s in S.walk(i)} & set(read.bound):
        raise Unreadable("a matrix with the index of a sum is not understood", node)
    size = next((read.dimension(v) for v in sorted(read.survey.vectors)), None) or read.size(S.Symbol("n"))
    return "m", L.MatrixName(S.outline(node), size, symmetric=read.survey.is_covariance(name))


def no_changing_places(read, factors: Sequence[S.Node], kinds: Sequence[str]) -> None:
    """Refuses a product of matrices, or a column beside a row, that were read as numbers for their index."""
    numbers = [factor for factor, kind in zip(factors, kinds, strict=True) if kind == "s"]
    matrices = {_bare(f) for f in numbers if MATRIX.match(name_of(_bare(f)) or "")}
    if len(matrices) > 1:
        raise Unreadable("matrices with an index are not multiplied here", numbers[0])
    for column, row in pairwise(numbers):
        turned = row.operand if isinstance(row, S.Transpose) and isinstance(column, S.Index) else None
        if isinstance(turned, S.Index) and name_of(turned) == name_of(column):
            raise Unreadable("a column beside a row of names with an index is not understood", column)


def _bare(node: S.Node) -> S.Node:
    while isinstance(node, S.Power | S.Transpose):
        node = node.base if isinstance(node, S.Power) else node.operand
    return node

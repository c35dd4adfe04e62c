"""Matrices with an index, A_t and W^{(l)}: each is a matrix of its own, and none is a number that changes its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import base, every_index, name_of, tag_text
from derivations.reading.meaning.shapes import MATRIX
from derivations.reading.meaning.unreadable import Unreadable


def numbered_matrix(read, node: S.Index, name: str, shown: str):
    """The matrix A_t, by the name it is shown by; None if this is none."""
    if name not in read.survey.numbered:
        return None
    if {name_of(s) for s in S.walk(*every_index(node))} & set(read.bound):
        raise Unreadable("an index that is not understood", node)
    across = (
        len(set(re.sub(r"\W", "", "".join(map(tag_text, every_index(node)))))) == 2
    )  # S_{12}: a block beside others
    return "m", L.MatrixName(shown, size_of_all(read), symmetric=read.survey.is_covariance(name) and not across)


def numbered_vector(read, node: S.Index, name: str, shown: str):
    """The vector u_k, by the name it is shown by; None if this is none, or an entry."""
    inside = {name_of(s) for s in S.walk(*every_index(node))}
    if name not in read.survey.numbered_vectors or inside & (set(read.bound) | set(read.survey.summed)):
        return None
    role = read.random(shown) if name in read.survey.variables else None
    return "v", L.RandomVariable(shown, role and role.role, size_of_all(read), bool(role and role.discrete))


def size_of_all(read):
    """The size of what has no size of its own."""
    return next((read.dimension(v) for v in sorted(read.survey.vectors)), None) or read.size(S.Symbol("n"))


def no_changing_places(read, factors: Sequence[S.Node], kinds: Sequence[str]) -> None:
    """Refuses a product of matrices, or a column beside a row, that were read as numbers for their index."""
    numbers = [factor for factor, kind in zip(factors, kinds, strict=True) if kind == "s"]
    matrices = {f for f in map(_bare, numbers) if MATRIX.match(name_of(f) or "") or _BOLD.match(_written(f))}
    matrices -= {f for f in matrices if name_of(f) in {*read.survey.variables, *read.survey.capital}}
    if len(matrices) > 1:
        raise Unreadable("a matrix or row stands where a number is expected", numbers[0])
    for column, row in pairwise(numbers):
        turned = row.operand if isinstance(row, S.Transpose) and isinstance(column, S.Index) else None
        bold = re.match(r"\\(?:mathbf|boldsymbol|bm)\b", _written(column))
        if isinstance(turned, S.Index) and (bold or name_of(turned) == name_of(column)):
            raise Unreadable("a matrix or row stands where a number is expected", column)


_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm)\{[A-Z]\}")


def _written(node: S.Node) -> str:
    """The name of a node in its font."""
    inner = base(node)
    return inner.name if isinstance(inner, S.Symbol) else ""


def _bare(node: S.Node) -> S.Node:
    while isinstance(node, S.Power | S.Transpose):
        node = node.base if isinstance(node, S.Power) else node.operand
    return node

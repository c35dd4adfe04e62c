r"""Letters that the formulas of a note themselves show to be matrices or vectors: the A, P and Q of A P A^T + Q; the K
and H of I - KH; the u of M_k u_k + B w_k + \xi, and B, w and \xi.

A letter with an index and one without are two. What is shown is carried on through sums until nothing new is found. A
number read as a matrix, or as a vector behind one, does no harm to a proof: what holds of all matrices holds of c I.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of

Letter = tuple[str, bool]
"""A name, and whether it carries an index."""
CAPITAL = re.compile(r"[A-Z]|\\(?:Sigma|Lambda|Phi|Psi|Gamma|Omega)")
COLUMN = re.compile(
    r"[a-jo-suvwxyz]|\\(?:xi|mu|nu|epsilon|varepsilon|zeta|omega|theta|beta|phi|eta|delta)|\\(?:hat|tilde|bar)\{\w\}"
)


@dataclass
class Shown:
    """The letters that are matrices and those that are vectors, as far as is known."""

    matrices: set[Letter]
    vectors: set[Letter] = field(default_factory=set)
    random: set[str] = field(default_factory=set)  # names that are no matrices
    numbers: set[str] = field(default_factory=set)  # names that are no vectors

    def is_matrix(self, node: S.Node) -> bool:
        """Whether a factor is a matrix by its letters."""
        node = bare(node)
        if isinstance(node, S.Add):
            return any(map(self.is_matrix, node.terms))
        if isinstance(node, S.Mul):
            rows = any(isinstance(f, S.Transpose) and not self.is_matrix(f) for f in node.factors)
            return self.is_matrix(node.factors[-1]) and not rows
        return letter(node) in self.matrices

    def is_column(self, node: S.Node) -> bool:
        """Whether a factor or a term is a vector by its letters."""
        if isinstance(node, S.Neg):
            return self.is_column(node.operand)
        if isinstance(node, S.Add):
            return any(map(self.is_column, node.terms))
        if isinstance(node, S.Mul):
            return self.is_column(node.factors[-1]) and not any(isinstance(f, S.Transpose) for f in node.factors[:1])
        return letter(node) in self.vectors

    def are_matrices(self, nodes: Iterable[S.Node]) -> None:
        """Notes the capitals among these factors."""
        found = {one for one in map(letter, map(bare, nodes)) if one and CAPITAL.fullmatch(one[0])}
        self.matrices |= {one for one in found if one[0] not in self.random}

    def are_columns(self, nodes: Iterable[S.Node]) -> None:
        """Notes the small letters among these."""
        found = {one for one in map(letter, nodes) if one and COLUMN.fullmatch(one[0])}
        self.vectors |= {one for one in found if one[0] not in self.numbers}


def shown_shapes(trees: Iterable[S.Node], equations: Iterable[Sequence[S.Node]], shown: Shown) -> None:
    """Adds what the formulas of a note show."""
    nodes = list(S.every(S.Add | S.Mul | S.Transpose, *trees))
    for turned in (n.operand for n in nodes if isinstance(n, S.Transpose) and isinstance(n.operand, S.Mul)):
        indexed = [n for n in S.every(S.Index, turned) if re.fullmatch("[A-Z]", name_of(n) or "")]
        shown.are_matrices(indexed if len({name_of(n) for n in indexed}) > 1 else ())
    groups = [*(n.terms for n in nodes if isinstance(n, S.Add)), *equations]
    before = None
    while before != (before := (len(shown.matrices), len(shown.vectors))):
        for node in nodes:
            if isinstance(node, S.Mul):
                see_product(shown, node.factors)
        for terms in groups:
            see_sum(shown, [t.operand if isinstance(t, S.Neg) else t for t in terms])


def see_product(shown: Shown, factors: tuple[S.Node, ...]) -> None:
    r"""A P A^T, with capitals or their sums alone in it; the x of A x."""
    last = factors[-1]
    if isinstance(last, S.Transpose) and last.operand in factors[:-2]:
        inside = factors[factors.index(last.operand) :]
        if all(map(capitals_alone, inside)):
            shown.are_matrices(inside)
    if len(factors) > 1 and shown.is_matrix(factors[-2]):
        shown.are_columns((last,))
        if isinstance(last, S.Add) and any(map(shown.is_column, last.terms)):
            shown.are_columns(last.terms)


def see_sum(shown: Shown, terms: list[S.Node]) -> None:
    """What is added to a matrix is one, and to a vector too; I - K H."""
    factors = [t.factors if isinstance(t, S.Mul) else (t,) for t in terms]
    if any(name_of(f[-1]) == "I" for f in factors) and (shown.matrices or shown.vectors):
        for one in factors:
            if all(map(capitals_alone, one)) and not isinstance(one[-1], S.Transpose):
                shown.are_matrices(one)
    if any(map(shown.is_matrix, terms)):
        shown.are_matrices(f[-1] for f in factors if all(isinstance(c, S.Number) for c in f[:-1]))
    if any(map(shown.is_column, terms)):
        for one in factors:
            if any(len(f) > 1 and shown.is_matrix(f[-2]) and shown.is_column(f[-1]) for f in factors) and len(one) > 1:
                shown.are_matrices(one[:-1] if letter(one[-1]) and COLUMN.fullmatch(letter(one[-1])[0]) else ())
        shown.are_columns(f[-1] for f in factors if all(isinstance(c, S.Number) for c in f[:-1]))


def capitals_alone(node: S.Node) -> bool:
    """Whether nothing but capitals stands in a factor, and I."""
    names = [n.letter if isinstance(n, S.Density) and n.bare else name_of(n) for n in atoms(node)]  # P and Q too
    return bool(names) and all(n and CAPITAL.fullmatch(n) for n in names)


def atoms(node: S.Node) -> Iterator[S.Node]:
    """The names in a formula of sums, products, powers and transposes; None of anything else in it."""
    if isinstance(node, S.Transpose | S.Neg):
        yield from atoms(node.operand)
    elif isinstance(node, S.Power):
        yield from atoms(node.base)
    elif isinstance(node, S.Add | S.Mul):
        for part in S.children(node):
            yield from atoms(part)
    else:
        yield node


def bare(node: S.Node) -> S.Node:
    """A factor without its transpose, inverse or sign."""
    while isinstance(node, S.Transpose | S.Neg | S.Power):
        node = node.base if isinstance(node, S.Power) else node.operand
    return node


def letter(node: S.Node) -> Letter | None:
    """The name of a symbol, with or without an index."""
    name = name_of(node) if isinstance(node, S.Symbol | S.Index) else None
    return None if name is None else (name, isinstance(node, S.Index))

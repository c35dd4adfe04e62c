"""The names that the nodes of an expression bring into a vocabulary, by the class of the node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef

from derivations.language import words as L

if TYPE_CHECKING:
    from derivations.worlds.vocabulary import Vocabulary

Letter = tuple  # (name, parameter names...)


@lru_cache(maxsize=4096)
def letter_of(density: L.Density) -> Letter:
    """A letter with its parameters: p_theta and p are two distributions."""
    return tuple(map(str, density.args[0]))


def collect(e: Expr, v: Vocabulary) -> None:
    """The letters, variables, functions, symbols and sizes of an expression, densities' arguments included."""
    for node in nodes(e):
        collector = _collector(type(node))
        if collector is not None:
            collector(node, v)


@lru_cache(maxsize=1024)
def _collector(kind: type) -> Callable | None:
    """What collects from the nodes of a class, None for most."""
    return next((COLLECTORS[c] for c in kind.__mro__ if c in COLLECTORS), None)


def _density(node: L.Density, v: Vocabulary) -> None:
    used = v.letters.setdefault(letter_of(node), set())
    for role, value in (*node.target_slots, *node.given_slots):
        used.add(role)
        v.roles.setdefault(role, None)
        of = value.base if isinstance(value, L.Component) else value
        if isinstance(of, L.RandomVariable) and of.role != role:
            v.aliases[of.role] = role


def _variable(node: L.RandomVariable, v: Vocabulary) -> None:
    if v.roles.get(node.role) is None:
        v.roles[node.role] = node.dimension
    if node.is_positive:
        v.positive.add(node.role)
    if node.dimension is not None:
        v.vector_roles.add(node.role)
        _size(node.dimension, v)
    if node.discrete:
        v.discrete.add(node.role)


def _matrix(node: L.MatrixName, v: Vocabulary) -> None:
    if v.matrices.get(node.name, (None,))[0] is None:
        v.matrices[node.name] = (node.size, node.symmetric)
    if node.size is not None:
        _size(node.size, v)


def _symbol(node: Symbol, v: Vocabulary) -> None:
    v.symbols.setdefault(node.name, set()).update(_assumed(node))


@lru_cache(maxsize=1024)
def _assumed(node: Symbol) -> frozenset[str]:
    return frozenset(f for f in ("positive", "integer", "nonnegative", "negative") if getattr(node, f"is_{f}"))


def _indexed(node, v: Vocabulary) -> None:
    for _, low, high in node.limits:
        for bound in (low, high):
            _size(bound, v)
        more, last = high.as_coeff_Add()
        if low.is_Integer and last.is_Symbol and more.is_Integer:  # a sum from 2 to n is one of something: n is no 1
            v.least[last.name] = max(v.least.get(last.name, 1), int(low - more))


def _function(node: AppliedUndef, v: Vocabulary) -> None:
    name = type(node).__name__
    v.functions[name] = v.functions.get(name, False) or bool(node.is_positive)


def _component(node: L.Component, v: Vocabulary) -> None:
    if node.index.is_Integer:
        v.largest_index = max(v.largest_index, int(node.index))


COLLECTORS = {
    L.Density: _density, L.RandomVariable: _variable, L.MatrixName: _matrix, Symbol: _symbol, L.Sum: _indexed,
    L.Product: _indexed, AppliedUndef: _function, L.Component: _component,
    L.Identity: lambda node, v: _size(node.size, v), L.SampleAverage: lambda node, v: _size(node.count, v),
}  # fmt: skip


def nodes(e) -> Iterable:
    """Every expression of the tree, arguments of densities included."""
    yield e
    for a in e.args:
        if hasattr(a, "args"):
            yield from nodes(a)


def _size(e: Expr, v: Vocabulary) -> None:
    for s in sorted(e.free_symbols, key=str):
        if s.name not in v.dimensions:
            v.dimensions.append(s.name)

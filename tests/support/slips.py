"""Slips that people make in such lines, applied to an expression one place at a time."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Integer, Mul, Pow, Rational, log

from derivations.language.words import KL, CrossEntropy, Density, DensityError, Distribution, Entropy, Normal

OTHER = {"p": "q", "q": "p"}


def slips(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """(name of the slip, the expression with it), for every place where it can be made."""
    for path, node in _nodes(expr):
        for name, changed in _changes(node):
            try:
                wrong = _put(expr, path, changed)
            except (DensityError, TypeError, ValueError):
                continue
            if wrong != expr:
                yield name, wrong


def _nodes(expr: Expr, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Expr]]:
    yield path, expr
    if isinstance(expr, Density):
        return
    for k, argument in enumerate(expr.args):
        if isinstance(argument, Expr):
            yield from _nodes(argument, (*path, k))


def _put(expr: Expr, path: tuple[int, ...], new: Expr) -> Expr:
    if not path:
        return new
    arguments = list(expr.args)
    arguments[path[0]] = _put(arguments[path[0]], path[1:], new)
    return expr.func(*arguments)


def _changes(node: Expr) -> Iterator[tuple[str, Expr]]:
    if isinstance(node, Add):
        for term in node.args:
            yield "missing term", node - term
            yield "sign", node - 2 * term
            yield "factor 1/2", node - term / 2
    if isinstance(node, Mul) and node.args[0] in (Rational(1, 2), Rational(-1, 2)):
        yield "lost 1/2", 2 * node
    if isinstance(node, KL) and not isinstance(node, CrossEntropy):
        yield "swapped KL", KL(node.right, node.left)
        yield "factor 1/2", node / 2
    if isinstance(node, Entropy):
        yield "sign", -node
    if isinstance(node, Pow) and node.exp == 2:
        yield "square lost", node.base
    if isinstance(node, Normal):
        yield "sigma for sigma squared", Normal(node.value, node.mean, node.variance ** Rational(1, 2))
    if isinstance(node, log):
        yield "sign", log(Integer(1) / node.args[0])
        yield "log lost", node.args[0]
    if isinstance(node, Density) and node.name in OTHER:
        yield "p and q swapped", Density(Distribution(OTHER[node.name]), node.args[1], node.args[2])

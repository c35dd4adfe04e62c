"""One logarithm exchanged for its companion: Jensen's, or the line that touches it at one.

    E log f  <=  log E f                 1 - 1/t  <=  log t  <=  t - 1

An expression becomes one that is at least (or at most) as large, by one exchange in one place whose sign is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sympy import Add, Expr, Mul, log

from derivations.language import words as L


def jensen_raised(small: Expr) -> Iterable[Expr]:
    """Expressions at least as large: one E log f under a plus sign becomes log E f."""
    return _jensen(small, 1)


def jensen_lowered(large: Expr) -> Iterable[Expr]:
    """Expressions at most as large: one log E f under a plus sign becomes E log f."""
    return _jensen(large, -1)


def log_raised(small: Expr) -> Iterable[Expr]:
    """Expressions at least as large: one log t under a plus sign becomes t - 1, one under a minus sign 1 - 1/t."""
    return _log_bounds(small, 1)


def log_lowered(large: Expr) -> Iterable[Expr]:
    """Expressions at most as large: one log t under a plus sign becomes 1 - 1/t, one under a minus sign t - 1."""
    return _log_bounds(large, -1)


def _jensen(e: Expr, direction: int) -> Iterable[Expr]:
    for node, sign, put in _occurrences(e, (L.Expectation, L.Integral, L.OverDraws, L.SampleAverage)):
        if sign == direction:
            yield from map(put, _log_outside(node))
    for node, sign, put in _occurrences(e, log):
        if sign == -direction:
            yield from map(put, _log_inside(node))


def _log_bounds(e: Expr, direction: int) -> Iterable[Expr]:
    for node, sign, put in _occurrences(e, log):
        t = node.args[0]
        yield put((t - 1) if sign == direction else (1 - 1 / t))


def _occurrences(e: Expr, kind) -> Iterable[tuple[Expr, int, Callable[[Expr], Expr]]]:
    """Each place where a node of a kind stands linearly: in sums, averages and multiples by what has a known sign.

    Yields (node, sign it stands under, the expression with something else in this one place). The same node may
    stand elsewhere too, under another sign or in a square: only the one place is exchanged.
    """
    if isinstance(e, kind):
        yield e, 1, lambda new: new
    if isinstance(e, (Add, Mul)):
        for k, part in enumerate(e.args):
            others = e.func(*(a for i, a in enumerate(e.args) if i != k))
            sign = 1 if isinstance(e, Add) or others.is_positive else -1 if others.is_negative else 0
            if sign:
                for node, inner, put in _occurrences(part, kind):
                    yield node, sign * inner, lambda new, put=put, e=e, others=others: e.func(others, put(new))
    elif isinstance(e, (L.Expectation, L.Integral)) and not isinstance(e, L.Variance):
        for node, sign, put in _occurrences(e.body, kind):
            yield node, sign, lambda new, put=put: e.func(put(new), *e.args[1:])
    elif isinstance(e, L.OverDraws):
        for node, sign, put in _occurrences(e.body, kind):
            yield node, sign, lambda new, put=put: e.func(put(new))
    elif isinstance(e, L.Sum):
        for node, sign, put in _occurrences(e.function, kind):
            yield node, sign, lambda new, put=put: e.func(put(new), *e.limits)


def _averages(e: Expr) -> Iterable[tuple[Expr, Expr]]:
    """(density, f) for each way to read an expression as E_density f; over draws there is no density to name."""
    if isinstance(e, L.OverDraws):
        yield None, e.body
    elif isinstance(e, L.SampleAverage):
        yield (e.density, e.count), e.body
    if isinstance(e, L.Expectation) and not isinstance(e, L.Variance):
        yield e.density, e.body
    elif isinstance(e, L.Integral):
        factors = Mul.make_args(e.body)
        for density in (f for f in factors if isinstance(f, (L.Density, L.Normal))):
            if set(L.targets_of(density)) == set(e.variables):
                yield density, e.body / density
        joint = [f for f in factors if isinstance(f, (L.Density, L.Normal))]
        weight = Mul(*joint)
        try:
            if len(joint) > 1 and set(L.targets_of(weight)) == set(e.variables):
                yield weight, e.body / weight
        except L.DensityError:
            return


def _log_outside(node: Expr) -> Iterable[Expr]:
    """E log f as log E f."""
    for density, body in _averages(node):
        if isinstance(body, log):
            yield log(_averaged(body.args[0], density))


def _log_inside(node: Expr) -> Iterable[Expr]:
    """log E f as E log f; a bare integral is also read as the average of (integrand / density)."""
    inside = node.args[0]
    for density, body in _averages(inside):
        yield _averaged(log(body), density)


def _averaged(body: Expr, density) -> Expr:
    if density is None:
        return L.OverDraws(body)
    return L.SampleAverage(body, *density) if isinstance(density, tuple) else L.Expectation(body, density)

"""Evaluators of sample averages: draw by draw where the draws are given, else their exact expectation over the draws.

An average that stands linearly is in expectation what it samples. Inside a log, a square, a quotient the expectation
is taken over every outcome of the draws, one by one, which shows the bias.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import product

from sympy import Add, Expr, Mul

from derivations.language import words as L
from derivations.worlds.evaluation.evaluator import CannotSpeak, Evaluator, evaluator, whole
from derivations.worlds.evaluation.measures import binders, weighted

MOST_DRAWS = 4096


def draw_key(e: L.SampleAverage) -> tuple:
    """Averages over the same density and count are taken over the same draws."""
    return ("draws", e.density, e.count)


def _sample_average(e):
    weight, body, names = evaluator(e.density), evaluator(e.body), binders(e.bound_symbols)
    key = draw_key(e)

    def run(m, env):
        drawn = env.get(key)
        if drawn is None:  # on its own an average is as large as what it samples, in expectation
            return m.integrate(names, lambda inner: weighted(weight, body, m, inner), env)
        total = 0
        for points in drawn:
            total = total + body(m, {**env, **points})
        return total * m.rational(Fraction(1, len(drawn)))

    return run


LINEAR = (Add, L.Integral, L.Expectation, L.Sum, L.SampleAverage, L.OverDraws, L.Minimum)


@lru_cache(maxsize=4096)  # asked of each part of an expression, and of each part of that
def random_averages(e: Expr) -> frozenset[L.SampleAverage]:
    """The sample averages that are random here: not those that an expectation over draws already averages."""
    if isinstance(e, L.SampleAverage):
        return frozenset({e})
    if isinstance(e, L.OverDraws):
        return frozenset()
    return frozenset().union(*(random_averages(a) for a in e.args if isinstance(a, Expr)))


def _bends_averages(e: Expr) -> bool:
    """Whether sample averages stand in a place where their expectation may not simply be put in: in one over the same
    draws, too."""
    if isinstance(e, L.SampleAverage) and draw_key(e) in map(draw_key, e.body.atoms(L.SampleAverage)):
        return True
    if isinstance(e, LINEAR) and not isinstance(e, L.Variance):
        return False
    holding = [a for a in e.args if isinstance(a, Expr) and random_averages(a)]
    return bool(holding) and not (isinstance(e, Mul) and len(holding) == 1)


def averaged(make: Callable[[Expr], Evaluator]) -> Callable[[Expr], Evaluator]:
    """A maker that goes through all draws where an expression is not linear in its sample averages."""
    return lambda e: _over_draws(e, make(e)) if _bends_averages(e) else make(e)


def _over_draws(e: Expr, run: Evaluator) -> Evaluator:
    """The exact expectation over all draws of an expression that is not linear in its sample averages."""
    averages = random_averages(e)
    groups = {draw_key(a): (evaluator(a.density), binders(a.bound_symbols), evaluator(a.count)) for a in averages}
    inside = {b for node in e.atoms(L.Binder) if not isinstance(node, L.SampleAverage) for b in node.bound_symbols}
    captured = any(inside & a.density.free_symbols - set(a.bound_symbols) for a in averages)

    def expectation(m, env):
        fresh = [(key, *parts) for key, parts in groups.items() if key not in env]
        if not fresh:
            return run(m, env)
        if captured:
            raise CannotSpeak("a sample average whose density depends on a variable bound around it")
        return descend(m, env, env, fresh)

    def descend(m, env, outer_env, rest):
        if not rest:
            return run(m, env)
        (key, weight, names, count), *rest = rest
        points = m.support(names, outer_env)
        k = whole(count(m, outer_env))
        if k > MOST_DRAWS or len(points) ** k > MOST_DRAWS:
            raise CannotSpeak(f"{k} draws from {len(points)} points are too many to go through")
        weighted = [(p, w) for p in points for w in (weight(m, {**outer_env, **p}),) if w]
        total = 0
        for chosen in product(weighted, repeat=k):
            value = descend(m, {**env, key: [p for p, _ in chosen]}, outer_env, rest)
            for _, w in chosen:
                value = value * w
            total = total + value
        return total

    return expectation


def _expected(e):
    """E over the draws themselves: whatever is drawn outside, this averages over all draws of its own."""
    inner, keys = evaluator(e.body), {draw_key(a) for a in e.atoms(L.SampleAverage)}
    return lambda m, env: inner(m, {k: v for k, v in env.items() if k not in keys})


MAKERS = {L.SampleAverage: _sample_average, L.OverDraws: _expected}

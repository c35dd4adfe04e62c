"""Evaluators of derivatives in a parameter: the expression is evaluated on a truncated Taylor series (jets.py)."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import sympy

from derivations.language.words import RandomVariable
from derivations.numbers.jets import Jet
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator

HIGHEST_ORDER = 4


def _derivative(e):
    inner = evaluator(e.expr)
    if len(e.variable_count) != 1:
        raise CannotSpeak("a derivative in several variables")
    ((name, order),) = e.variable_count
    if isinstance(name, RandomVariable) or not order.is_Integer or not 1 <= order <= HIGHEST_ORDER:
        raise CannotSpeak("a derivative in a random variable, or of high order")
    start, order = evaluator(name), int(order)

    def run(m, env):
        if not m.lebesgue:
            raise CannotSpeak("a derivative is left to Gaussian worlds, where undefined functions are smooth")
        series = Jet((start(m, env), Fraction(1), *(Fraction(0) for _ in range(order - 1))))
        value = inner(m, {**env, name: series})
        return value.coefficients[order] * factorial(order) if isinstance(value, Jet) else Fraction(0)

    return run


def _substituted(e):
    inner, points = evaluator(e.expr), [(v, evaluator(p)) for v, p in zip(e.variables, e.point, strict=True)]
    return lambda m, env: inner(m, {**env, **{v: p(m, env) for v, p in points}})


MAKERS = {sympy.Derivative: _derivative, sympy.Subs: _substituted}

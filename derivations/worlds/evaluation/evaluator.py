"""An expression evaluated in a world, node by node, from the definitions: KL = sum of a log(a/b), and so on.

`evaluator(expression)` is a function of a machine and an environment. The machine is a world's arithmetic (numbers,
densities, what an integral is); the environment says where bound variables, indices and draws stand. No rule of the
kernel is used, so a fault there shows as a difference here.

Here: numbers, names, algebra, sums over an index. Densities, integrals and what is defined by them are in
evaluated_measures, sample averages in evaluated_averages, vectors and matrices in evaluated_arrays,
derivatives in evaluated_derivatives.

Conventions at the edge of the support: 0 log 0 = 0, a/0 is infinite, and a weight of zero silences what it weighs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache

import sympy
from sympy import Add, Expr, Mul, Pow, Rational, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Infinity, NegativeInfinity, Pi

from derivations.language import words as L
from derivations.numbers.arrays import Matrix, Vector, identity
from derivations.numbers.budget import spend
from derivations.worlds.outcomes import BEYOND

Evaluator = Callable[[object, dict], object]
OF_A_TERM = 10  # steps of work for each term of a sum or product over an index


class CannotSpeak(Exception):
    """A world that has nothing to say of this statement; the message says why."""


@lru_cache(maxsize=4096)
def evaluator(e: Expr) -> Evaluator:
    """The evaluator of an expression. Raises CannotSpeak for a node that no world knows."""
    make = next((known()[c] for c in type(e).__mro__ if c in known()), None)
    if make is None:
        raise CannotSpeak(f"exact worlds do not know {type(e).__name__}")
    return make(e)


@cache
def known() -> dict[type, Callable[[Expr], Evaluator]]:
    """What makes the evaluator of each class of expression."""
    # the parts call `evaluator` for their arguments, so they are imported once it exists
    from derivations.worlds.evaluation import arrays as evaluated_arrays
    from derivations.worlds.evaluation import averages as evaluated_averages
    from derivations.worlds.evaluation import derivatives as evaluated_derivatives
    from derivations.worlds.evaluation import measures as evaluated_measures

    parts = dict(ALGEBRA)
    for module in (evaluated_measures, evaluated_averages, evaluated_arrays, evaluated_derivatives):
        parts |= module.MAKERS
    return {c: evaluated_averages.averaged(make) for c, make in parts.items()}


# -- numbers and names -----------------------------------------------------------------------------------------


def _rational(e):
    exact = Fraction(e.p, e.q)
    try:
        inexact = float(exact)
    except OverflowError:
        raise CannotSpeak(BEYOND) from None
    return lambda m, env: inexact if m.floating else exact


def _infinity(e):
    value = math.inf if isinstance(e, Infinity) else -math.inf
    return lambda m, env: value


def _pi(e):
    return lambda m, env: m.pi


def _euler(e):
    return lambda m, env: m.exp(1)


def _symbol(e):
    name = e.name

    def run(m, env):
        bound = env.get(e)
        return m.symbol(name) if bound is None else bound

    return run


def _matrix_name(e):
    return lambda m, env: m.matrix(e.name)


def _variable(e):
    return lambda m, env: m.variable(e, env)


def whole(n) -> int:
    """An index or a size as an int."""
    if isinstance(n, (Vector, Matrix)) or n != int(n):
        raise CannotSpeak(f"{n} is not a whole number")
    return int(n)


def _component(e):
    index = evaluator(e.index)
    base = e.base
    if isinstance(base, L.RandomVariable):
        return lambda m, env: m.component(base, whole(index(m, env)), env)
    if isinstance(base, AppliedUndef):
        return _applied(base, index)
    if type(base) is Symbol:
        return lambda m, env: m.symbol(base.name, whole(index(m, env)))
    vector = evaluator(base)

    def run(m, env):
        value = vector(m, env)
        return component_of(value, whole(index(m, env)))

    return run


def _kronecker(e):
    one, two = map(evaluator, e.args)
    return lambda m, env: int(whole(one(m, env)) == whole(two(m, env)))


def component_of(value, j: int):
    """The component of a vector; a plain number stands for a vector of equal components."""
    if not isinstance(value, Vector):
        return value
    if not 1 <= j <= len(value):
        raise CannotSpeak(f"component {j} of a vector of {len(value)}")
    return value[j - 1]


def _applied(e, index=None):
    name = type(e).__name__
    arguments = [evaluator(a) for a in e.args]

    def run(m, env):
        exact = m.exact
        values = tuple(a(exact, env) for a in arguments)
        return m.function(name, values, None if index is None else whole(index(m, env)))

    return run


# -- algebra ---------------------------------------------------------------------------------------------------


def _add(e):
    first, *rest = [evaluator(a) for a in e.args]

    def run(m, env):
        total = first(m, env)
        for part in rest:
            total = total + part(m, env)
        return total

    return run


def _mul(e):
    first, *rest = parts = [evaluator(a) for a in e.args]

    def run(m, env):
        total = first(m, env)
        for part in rest:
            total = total * part(m, env)
        if total != total:  # zero times infinity: a weight of zero silences what it weighs
            if any(is_zero(part(m, env)) for part in parts):
                return 0
            raise CannotSpeak("an infinite quantity minus another")
        return total

    return run


def charge(m, terms: int) -> None:
    """Charges so many terms to the world and to the step before they are gone through. Raises Undefined, OverBudget."""
    m.work(terms)
    spend(OF_A_TERM * terms)


def is_zero(value) -> bool:
    return not isinstance(value, tuple) and not value


def _power(e):
    base = evaluator(e.base)
    if isinstance(e.exp, Rational):
        exponent = Fraction(e.exp.p, e.exp.q)
        return lambda m, env: raised(m, base(m, env), exponent)
    if e.base is sympy.E:
        return _exponential_of(evaluator(e.exp))
    varying = evaluator(e.exp)
    return lambda m, env: raised(m, base(m, env), varying(m, env))


def raised(m, base, exponent):
    """A power of a number, of each component of a vector, of a matrix."""
    if isinstance(base, Vector):
        return base.map(lambda a: m.power(a, exponent))
    if isinstance(base, Matrix):
        n = whole(exponent)
        charge(m, abs(n) * len(base) ** 3)
        try:
            factor = base if n >= 0 else base.inverse()
        except TypeError:
            raise CannotSpeak("the inverse of a matrix that is integrated over has no closed form here") from None
        total = identity(len(base))
        for _ in range(abs(n)):
            total = total * factor
        return total
    return m.power(base, exponent)


def _exponential_of(inner):
    def run(m, env):
        value = inner(m, env)
        return value.map(m.exp) if isinstance(value, Vector) else m.exp(value)

    return run


def _exp(e):
    return _exponential_of(evaluator(e.args[0]))


def _log(e):
    inner = evaluator(e.args[0])

    def run(m, env):
        value = inner(m, env)
        return value.map(m.log) if isinstance(value, Vector) else m.log(value)

    return run


def _abs(e):
    inner = evaluator(e.args[0])

    def run(m, env):
        value = inner(m, env)
        return value.map(m.absolute) if isinstance(value, Vector) else m.absolute(value)

    return run


# -- sums and products over an index ---------------------------------------------------------------------------


def _over_index(start, combine):
    def make(e):
        body = evaluator(e.function)
        limits = [(index, evaluator(low), evaluator(high)) for index, low, high in reversed(e.limits)]

        def run(m, env, depth=0):
            if depth == len(limits):
                return body(m, env)
            index, low, high = limits[depth]
            total = start
            places = range(whole(low(m, env)), whole(high(m, env)) + 1)
            charge(m, max(0, places.stop - places.start))
            for k in places:
                total = combine(total, run(m, {**env, index: k}, depth + 1))
            return total

        return run

    return make


ALGEBRA = {
    Rational: _rational, Infinity: _infinity, NegativeInfinity: _infinity, Pi: _pi, Exp1: _euler, Symbol: _symbol,
    L.MatrixName: _matrix_name, L.RandomVariable: _variable, L.Component: _component, AppliedUndef: _applied,
    Add: _add, Mul: _mul, Pow: _power, sympy.exp: _exp, sympy.log: _log, sympy.Abs: _abs,
    sympy.KroneckerDelta: _kronecker,
    L.Sum: _over_index(0, lambda a, b: a + b), L.Product: _over_index(1, lambda a, b: a * b),
}  # fmt: skip

"""An expression evaluated in a world, node by node, from the definitions: KL = sum of a log(a/b), and so on.

`evaluator(expression)` is a function of a machine and an environment. The machine is a world's arithmetic (numbers,
densities, what an integral is); the environment says where bound variables, indices and draws stand. Nothing of the
normal form is used, so a fault there shows as a difference here.

Conventions at the edge of the support: 0 log 0 = 0, a/0 is infinite, and a weight of zero silences what it weighs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import product

import sympy
from sympy import Add, Expr, Mul, Pow, Rational, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Infinity, NegativeInfinity, Pi

from derivations.logic import language as L
from derivations.logic.arrays import Matrix, Vector, identity, outer
from derivations.logic.vocabulary import letter_of

Evaluator = Callable[[object, dict], object]

MOST_DRAWS = 4096


class CannotSpeak(Exception):
    """A world that has nothing to say of this statement; the message says why."""


@lru_cache(maxsize=4096)
def evaluator(e: Expr) -> Evaluator:
    """The evaluator of an expression. Raises CannotSpeak for a node that no world knows."""
    make = MAKERS.get(type(e)) or next((MAKERS[c] for c in type(e).__mro__ if c in MAKERS), None)
    if make is None:
        raise CannotSpeak(f"exact worlds do not know {type(e).__name__}")
    if _bends_averages(e):
        return _over_draws(e, make(e))
    return make(e)


# -- numbers and names -----------------------------------------------------------------------------------------


def _rational(e):
    exact = Fraction(e.p, e.q)
    inexact = float(exact)
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
    if n != int(n):
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
            if any(_is_zero(part(m, env)) for part in parts):
                return 0
            raise CannotSpeak("an infinite quantity minus another")
        return total

    return run


def _is_zero(value) -> bool:
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
        factor = base if n >= 0 else base.inverse()
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
    return lambda m, env: m.absolute(inner(m, env))


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
            for k in range(whole(low(m, env)), whole(high(m, env)) + 1):
                total = combine(total, run(m, {**env, index: k}, depth + 1))
            return total

        return run

    return make


# -- densities and integrals -----------------------------------------------------------------------------------


def _density(e):
    letter = letter_of(e)
    slots = [[_slot(role, value) for role, value in part] for part in (e.target_slots, e.given_slots)]
    return lambda m, env: m.density(letter, *slots, env)


def _slot(role, value):
    """(role, variable or None, index evaluator or None, value evaluator): enough to find the place in a world."""
    if isinstance(value, L.RandomVariable):
        return role, value, None, evaluator(value)
    if isinstance(value, L.Component) and isinstance(value.base, L.RandomVariable):
        return role, value.base, evaluator(value.index), evaluator(value)
    return role, None, None, evaluator(value)


def _normal(e):
    parts = [evaluator(a) for a in e.args]
    return lambda m, env: m.normal(*(part(m, env) for part in parts))


def binders(variables) -> list:
    """Bound variables as (variable, index evaluator or None)."""
    return [(v, None) if isinstance(v, L.RandomVariable) else (v.base, evaluator(v.index)) for v in variables]


def bound(env: dict, variable, j: int | None, point) -> dict:
    """The environment with one more bound variable."""
    if j is not None:
        return {**env, (variable, j): point}
    inner = {k: v for k, v in env.items() if not (isinstance(k, tuple) and k[0] == variable)}
    inner[variable] = point
    return inner


def _integral(e):
    body, names = evaluator(e.body), binders(e.variables)
    carried = [_carried(e.body, v) for v in e.variables]

    def run(m, env):
        if not (m.lebesgue or all(carried)):
            missing = e.variables[carried.index(False)]
            raise CannotSpeak(f"an integral over {missing} without a density of it has no finite counterpart")
        return m.integrate(names, lambda inner: body(m, inner), env)

    return run


def _carried(body: Expr, variable) -> bool:
    """Whether some density under the integral holds the variable."""
    return any(
        value == variable or (isinstance(value, L.Component) and value.base == variable)
        for d in body.atoms(L.Density)
        for value in (*d.targets, *d.givens)
    )


def _weighted(weight, value, m, env):
    w = weight(m, env)
    return w if _is_zero(w) else w * value(m, env)


def _expectation(e):
    weight, body, names = evaluator(e.density), evaluator(e.body), binders(e.bound_symbols)
    return lambda m, env: m.integrate(names, lambda inner: _weighted(weight, body, m, inner), env)


def _variance(e):
    weight, body, names = evaluator(e.density), evaluator(e.body), binders(e.bound_symbols)

    def run(m, env):
        mean = m.integrate(names, lambda inner: _weighted(weight, body, m, inner), env)

        def square(m, inner):
            value = body(m, inner)
            return value * value

        return m.integrate(names, lambda inner: _weighted(weight, square, m, inner), env) - mean * mean

    return run


def _average_log(names, weight, above, below=()):
    """The integral of weight * (sum of log above - sum of log below)."""

    def run(m, env):
        def value(m, inner):
            total = 0
            for part in above:
                total = total + m.log(part(m, inner))
            for part in below:
                total = total + -m.log(part(m, inner))
            if total != total:
                raise CannotSpeak("an infinite quantity minus another")
            return total

        return m.integrate(names, lambda inner: _weighted(weight, value, m, inner), env)

    return run


def _kl(e):
    a, b = evaluator(e.left), evaluator(e.right)
    return _average_log(binders(e.bound_symbols), a, (a,), (b,))


def _cross_entropy(e):
    return _average_log(binders(e.bound_symbols), evaluator(e.left), (), (evaluator(e.right),))


def _entropy(e):
    a = evaluator(e.density)
    return _average_log(binders(e.bound_symbols), a, (), (a,))


def _conditional_entropy(e):
    density = e.density
    joint = evaluator(L.Density(density.distribution, [*density.args[1], *density.args[2]]))
    return _average_log(binders(e.bound_symbols), joint, (), (evaluator(density),))


def _mutual_information(e):
    joint = e.joint
    slots = {slot[1]: slot for slot in joint.args[1]}
    one, two = (L.Density(joint.distribution, [slots[v] for v in g], joint.args[2]) for g in (e.left, e.right))
    whole_joint = evaluator(L.Density(joint.distribution, [*joint.args[1], *joint.args[2]]))
    return _average_log(binders(e.bound_symbols), whole_joint, (evaluator(joint),), (evaluator(one), evaluator(two)))


def _elbo(e):
    encoder, decoder, prior = map(evaluator, (e.encoder, e.decoder, e.prior))
    return _average_log(binders(e.bound_symbols), encoder, (decoder, prior), (encoder,))


# -- sample averages -------------------------------------------------------------------------------------------


def draw_key(e: L.SampleAverage) -> tuple:
    """Averages over the same density and count are taken over the same draws."""
    return ("draws", e.density, e.count)


def _sample_average(e):
    weight, body, names = evaluator(e.density), evaluator(e.body), binders(e.bound_symbols)
    key = draw_key(e)

    def run(m, env):
        drawn = env.get(key)
        if drawn is None:  # on its own an average is as large as what it samples, in expectation
            return m.integrate(names, lambda inner: _weighted(weight, body, m, inner), env)
        total = 0
        for points in drawn:
            total = total + body(m, {**env, **points})
        return total * m.rational(Fraction(1, len(drawn)))

    return run


LINEAR = (Add, L.Integral, L.Expectation, L.Sum, L.SampleAverage, L.OverDraws, L.Minimum)


def random_averages(e: Expr) -> set[L.SampleAverage]:
    """The sample averages that are random here: not those that an expectation over draws already averages."""
    if isinstance(e, L.SampleAverage):
        return {e}
    if isinstance(e, L.OverDraws) or not e.has(L.SampleAverage):
        return set()
    return set().union(*(random_averages(a) for a in e.args if isinstance(a, Expr)))


def _bends_averages(e: Expr) -> bool:
    """Whether sample averages stand in a place where their expectation may not simply be put in."""
    if isinstance(e, LINEAR) and not isinstance(e, L.Variance):
        return False
    holding = [a for a in e.args if isinstance(a, Expr) and random_averages(a)]
    return bool(holding) and not (isinstance(e, Mul) and len(holding) == 1)


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
        if len(points) ** k > MOST_DRAWS:
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


def _minimum(e):
    raise CannotSpeak("a minimum is compared as an objective, not as a value")


# -- vectors and matrices --------------------------------------------------------------------------------------


def _squared_norm(e):
    inner = evaluator(e.vector)

    def run(m, env):
        v = inner(m, env)
        return v.dot(v) if isinstance(v, Vector) else v * v

    return run


def _of_matrices(operation):
    def make(e):
        parts = [evaluator(a) for a in e.args]

        def run(m, env):
            values = [part(m, env) for part in parts]
            try:
                return operation(m, *values)
            except (AttributeError, TypeError) as error:
                raise CannotSpeak(f"{type(e).__name__} of something that is not of its kind: {error}") from None

        return run

    return make


def _bilinear(m, u, a, v):
    if isinstance(a, Matrix):
        return u.dot(a.apply(v))
    return (u.dot(v) if isinstance(u, Vector) else u * v) * a


def _trace(m, a):
    return a.trace if isinstance(a, Matrix) else a * m.world.matrix_size()


def _determinant(m, a):
    return a.determinant if isinstance(a, Matrix) else m.power(a, Fraction(m.world.matrix_size()))


def _matrix_vector(m, a, v):
    return a.apply(v) if isinstance(a, Matrix) else v * a


def _identity(e):
    size = evaluator(e.size)
    return lambda m, env: identity(whole(size(m, env)))


MAKERS = {
    Rational: _rational, Infinity: _infinity, NegativeInfinity: _infinity, Pi: _pi, Exp1: _euler, Symbol: _symbol,
    L.MatrixName: _matrix_name, L.RandomVariable: _variable, L.Component: _component, AppliedUndef: _applied,
    Add: _add, Mul: _mul, Pow: _power, sympy.exp: _exp, sympy.log: _log, sympy.Abs: _abs,
    sympy.KroneckerDelta: _kronecker,
    L.Sum: _over_index(0, lambda a, b: a + b), L.Product: _over_index(1, lambda a, b: a * b),
    L.Density: _density, L.Normal: _normal, L.Integral: _integral, L.Expectation: _expectation,
    L.Variance: _variance, L.KL: _kl, L.CrossEntropy: _cross_entropy, L.Entropy: _entropy,
    L.ConditionalEntropy: _conditional_entropy, L.MutualInformation: _mutual_information, L.ELBO: _elbo,
    L.SampleAverage: _sample_average, L.OverDraws: _expected, L.Minimum: _minimum, L.SquaredNorm: _squared_norm,
    L.Identity: _identity, L.Transpose: _of_matrices(lambda m, a: a.transposed if isinstance(a, Matrix) else a),
    L.Outer: _of_matrices(lambda m, u, v: outer(u, v)), L.MatVec: _of_matrices(_matrix_vector),
    L.Bilinear: _of_matrices(_bilinear), L.Trace: _of_matrices(_trace),
    L.Determinant: _of_matrices(_determinant),
}  # fmt: skip

"""Evaluators of densities, integrals and what is defined by them: E, Var, KL, entropies, information, the ELBO.

Each is its definition, an integral of weight times value over the variables it binds; what an integral is (a sum over
tables, a closed form) the machine says.
"""

from __future__ import annotations

from sympy import Expr, Integer
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.worlds.collecting import letter_of
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator, is_zero


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
    if not all(isinstance(v, L.RandomVariable | L.Component) for v in variables):
        raise CannotSpeak("a density is averaged over what is no variable")
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
    carried = [v.discrete or _carried(e.body, v) for v in e.variables]  # values are summed as they are

    def run(m, env):
        if not (m.lebesgue or all(carried)):
            missing = e.variables[carried.index(False)]
            raise CannotSpeak(f"an integral over {missing} without a density of it has no finite counterpart")
        return m.integrate(names, lambda inner: body(m, inner), env)

    return run


def _carried(body: Expr, variable) -> bool:
    """Whether some density under the integral holds the variable, or it is nothing but the argument of unknown
    functions: then what is said holds for any measure, or for none."""
    return _only_in_functions(body, variable) or any(
        value == variable or (isinstance(value, L.Component) and value.base == variable)
        for d in body.atoms(L.Density)
        for value in (*d.targets, *d.givens)
    )


def _only_in_functions(e: Expr, variable) -> bool:
    functions = [f for f in e.atoms(AppliedUndef) if variable in f.args]
    return bool(functions) and variable not in e.xreplace({f: Integer(1) for f in functions}).free_symbols


def weighted(weight, value, m, env):
    w = weight(m, env)
    return w if is_zero(w) else w * value(m, env)


def _expectation(e):
    weight, body, names = evaluator(e.density), evaluator(e.body), binders(e.bound_symbols)
    return lambda m, env: m.integrate(names, lambda inner: weighted(weight, body, m, inner), env)


def _variance(e):
    weight, body, names = evaluator(e.density), evaluator(e.body), binders(e.bound_symbols)

    def run(m, env):
        mean = m.integrate(names, lambda inner: weighted(weight, body, m, inner), env)

        def square(m, inner):
            value = body(m, inner)
            return value * value

        return m.integrate(names, lambda inner: weighted(weight, square, m, inner), env) + -(mean * mean)

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

        return m.integrate(names, lambda inner: weighted(weight, value, m, inner), env)

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


def _minimum(e):
    raise CannotSpeak("a minimum is compared as an objective, not as a value")


MAKERS = {
    L.Density: _density, L.Normal: _normal, L.Integral: _integral, L.Expectation: _expectation,
    L.Variance: _variance, L.KL: _kl, L.CrossEntropy: _cross_entropy, L.Entropy: _entropy,
    L.ConditionalEntropy: _conditional_entropy, L.MutualInformation: _mutual_information, L.ELBO: _elbo,
    L.Minimum: _minimum,
}  # fmt: skip

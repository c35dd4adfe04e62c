"""What KL, entropy, ELBO and the others stand for, each reduced to one integral.

These are the definitions of the note, given once; where the world has a closed form of its own and may use it, that is
asked first, so that a definition is measured against something else than itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sympy import Add, Expr, log

from derivations.language import words as lg
from numerics.interpreter.arithmetic import difference_of_means, total
from numerics.interpreter.densities import LOG_TERMS, slot
from numerics.interpreter.integration import integrate
from numerics.interpreter.scope import BiasedEstimate, Scope, is_stochastic, letter
from numerics.interpreter.value import Value
from numerics.interpreter.walk import whole


def integral(expr: lg.Integral, scope: Scope) -> Value:
    return integrate([], expr.body, expr.variables, scope, expr)


def expectation(expr: lg.Expectation, scope: Scope) -> Value:
    return integrate([expr.density], expr.body, lg.targets_of(expr.density), scope, expr)


def variance(expr: lg.Variance, scope: Scope) -> Value:
    variables = lg.targets_of(expr.density)
    if scope.sampling:
        # Half the squared difference of two independent draws has the variance as its mean.
        twins = {v: v.renamed(f"{v.name}'") for v in variables}
        body = (expr.body - expr.body.xreplace(twins)) ** 2 / 2
        if is_stochastic(expr.body):
            raise BiasedEstimate(f"{expr}: the square of an estimate is biased by its own variance")
        both = [expr.density, expr.density.xreplace(twins)]
        return integrate(both, body, (*variables, *twins.values()), scope, expr)
    mean = integrate([expr.density], expr.body, variables, scope, expr)
    square = integrate([expr.density], expr.body**2, variables, scope, expr)
    return difference_of_means(mean, square, scope.sized)


def divergence(expr: lg.KL, scope: Scope) -> Value:
    known = closed_form("kl", scope, expr.left, expr.right)
    return known or integrate([expr.left], log(expr.left / expr.right), lg.targets_of(expr.left), scope, expr)


def cross_entropy(expr: lg.CrossEntropy, scope: Scope) -> Value:
    known = closed_form("cross_entropy", scope, expr.left, expr.right)
    return known or integrate([expr.left], -log(expr.right), lg.targets_of(expr.left), scope, expr)


def entropy(expr: lg.Entropy, scope: Scope) -> Value:
    known = closed_form("entropy", scope, expr.density)
    if isinstance(expr, lg.ConditionalEntropy):
        d = expr.density
        joint = lg.Density(d.distribution, (*d.args[1], *d.args[2]))
        return known or integrate([joint], -log(d), (*d.targets, *d.givens), scope, expr)
    return known or integrate([expr.density], -log(expr.density), lg.targets_of(expr.density), scope, expr)


def mutual_information(expr: lg.MutualInformation, scope: Scope) -> Value:
    joint, givens = expr.joint, expr.joint.args[2]
    a, b = (
        lg.Density(joint.distribution, [s for s in joint.args[1] if s[1] in side], givens)
        for side in (expr.left, expr.right)
    )
    weight = lg.Density(joint.distribution, (*joint.args[1], *givens))
    return integrate([weight], log(joint / (a * b)), (*joint.targets, *joint.givens), scope, expr)


def evidence_bound(expr: lg.ELBO, scope: Scope) -> Value:
    known = closed_form("elbo", scope, expr.encoder, expr.decoder, expr.prior)
    body = log(expr.decoder) - log(expr.encoder / expr.prior)
    return known or integrate([expr.encoder], body, lg.targets_of(expr.encoder), scope, expr)


def closed_form(what: str, scope: Scope, *densities: Expr) -> Value | None:
    """The world's own closed form, if it has one and all densities are its own. Its terms are some nats large."""
    if not scope.closed_forms or scope.sampling or not hasattr(scope.world, "closed_form"):
        return None
    if not all(isinstance(d, lg.Density) for d in densities):
        return None
    free = {}
    bound = {v for d in densities[:1] for v in d.targets}
    for d in densities:
        for role, v in (*d.target_slots, *d.given_slots):
            if not lg.is_variable(v) or isinstance(v, lg.Component):
                return None
            if v not in bound:
                free[role] = slot(v, scope)
    parts = [
        scope.world.density(letter(d), tuple(r for r, _ in d.target_slots), tuple(r for r, _ in d.given_slots))
        for d in densities
    ]
    array = scope.world.closed_form(what, parts, free)
    if array is None:
        return None
    return Value(np.asarray(array), 0, np.abs(array) + LOG_TERMS if scope.sized else None)


def sample_average(expr: lg.SampleAverage, scope: Scope) -> Value:
    if not scope.sampling:  # its expectation: what an unbiased estimator must have
        return expectation(lg.Expectation(expr.body, expr.density), scope)
    scope.needs_linear(expr)
    count = whole(expr.count, scope)
    variables = lg.targets_of(expr.density)
    terms = [
        integrate([expr.density], expr.body, variables, replace(scope, path=(*scope.path, f"draw {k}")), expr)
        for k in range(count)
    ]
    found = total(terms, expr, scope)
    return Value(found.array / count, found.rank, None if found.size is None else found.size / count)


def over_draws(expr: lg.OverDraws, scope: Scope) -> Value:
    """E over the draws of the averages inside: every draw is a variable of its own, of the average's density.

    Averages over the same density and count are taken over the same draws (see OverDraws). An average that stands alone
    is in expectation what it samples.
    """
    body = expr.body
    if isinstance(body, lg.SampleAverage):
        return expectation(lg.Expectation(body.body, body.density), scope)
    averages = sorted(body.atoms(lg.SampleAverage), key=str)
    weights: list[Expr] = []
    variables: list[Expr] = []
    written_out: dict[Expr, Expr] = {}
    for a in averages:
        of = lg.targets_of(a.density)
        twins = [{v: v.renamed(f"{v.name}#{k}") for v in of} for k in range(1, whole(a.count, scope) + 1)]
        written_out[a] = Add(*(a.body.xreplace(t) for t in twins)) / len(twins)
        for t in twins:
            if a.density.xreplace(t) not in weights:
                weights.append(a.density.xreplace(t))
                variables += t.values()
    return integrate(weights, body.xreplace(written_out), tuple(variables), scope, expr)

"""What a product of densities says: of which variables it is the joint, and which marginal it gives."""

from __future__ import annotations

import re

import sympy

from derivations.language import words as L


def factorised(left: L.Density, right: sympy.Expr) -> bool:
    """Whether a formula splits a density into densities of the same letter: what independence says."""
    factors = sympy.Mul.make_args(right)
    own = [f for f in factors if isinstance(f, L.Product) or (isinstance(f, L.Density) and f.name == left.name)]
    return right.has(L.Product) or (len(own) == len(factors) > 1)


def tuple_of(left: L.Density, right: sympy.Expr) -> L.Density:
    """q(z) = q_1(z_1) q_2(z_2): the left is the joint of z_1 and z_2."""
    try:
        targets = L.targets_of(right)
    except L.DensityError:
        return left
    if (
        len(left.targets) == 1
        and len(targets) > 1
        and all(
            isinstance(t, L.RandomVariable) and re.match(re.escape(str(left.targets[0])) + "_", t.name) for t in targets
        )
    ):
        return L.Density(left.distribution, targets, left.givens)
    return left


def without_own_conditional(left, right):
    """From p(x,y,z) = p(x|y,z) p(y) p(z): what it says is p(y,z) = p(y) p(z)."""
    factors = sympy.Mul.make_args(right)
    if len(factors) < 2 or not all(isinstance(f, L.Density) and f.name == left.name for f in factors):
        return None
    whole = {*left.targets, *left.givens}
    for f in factors:
        if {*f.targets, *f.givens} == whole and set(left.givens) <= set(f.givens):
            below = [g for g in f.givens if g not in left.givens]
            if below:
                return L.Density(left.distribution, below, left.givens), sympy.Mul(*(o for o in factors if o is not f))
    return None


def marginal(left, right):
    """From p(x,z) = r(x) p(z|x) (or p(z) = int p(z|x) r(x)): p's marginal of x is r; from q(z) = 1/N sum_n q(z|n)
    that of n is 1/N."""
    mixed = weights_of(left, right)
    if mixed is not None:
        return mixed
    body = right
    if isinstance(right, L.Integral):
        body = right.body
    elif isinstance(right, L.Expectation):
        body = right.body * right.density
    factors = sympy.Mul.make_args(body)
    own = [f for f in factors if isinstance(f, L.Density) and f.name == left.name]
    other = [f for f in factors if f not in own]
    if len(own) == 1 and len(other) == 1 and isinstance(other[0], L.Density) and own[0].givens:
        given = own[0].givens
        if set(other[0].targets) == set(given) and not other[0].givens:
            joint = set(own[0].targets) | set(given)
            whole = set(left.targets) == joint
            summed = isinstance(right, (L.Integral, L.Expectation)) and set(left.targets) == set(own[0].targets)
            if whole or summed:
                return L.Density(left.distribution, given), other[0]
    return None


def weights_of(left, right):
    """(q(n), 1/N) of a mixture q(z) = 1/N sum_n q(z|n) of conditionals of the same letter."""
    outside = sympy.Mul.make_args(right)
    sums = [f for f in outside if isinstance(f, L.Integral) and f.has(L.Density)]
    if len(sums) != 1 or left.givens:
        return None
    inside = sympy.Mul.make_args(sums[0].body)
    own = [f for f in inside if isinstance(f, L.Density)]
    weight = sympy.Mul(*(f for f in outside if f not in sums), *(f for f in inside if f not in own))
    number = 1 / weight
    counted = isinstance(number, sympy.Symbol) or (isinstance(number, L.Integral) and number.body == 1)
    if len(own) != 1 or own[0].name != left.name or not counted or not all(v.discrete for v in sums[0].variables):
        return None
    mixed = (set(own[0].targets), set(own[0].givens)) == (set(left.targets), set(sums[0].variables))
    return (L.Density(left.distribution, own[0].givens), weight) if mixed else None

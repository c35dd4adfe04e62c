"""An integrand taken apart, once for each integral: products, each with the densities that carry it.

An integral of a sum is the sum of the integrals where densities stand in the terms: p(x) (q(x)/p(x) - 1) is drawn
from q(x) in its first term and from p(x) in its second. A sum of logarithms is left whole.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import sympy
from sympy import Add, Expr, Mul, Pow, exp

from numerics.interpreter.proposals import Step, has_bare_density, is_weight, steps_for


class Product(NamedTuple):
    """One product under an integral: factors kept as logarithms, other factors, and the steps that bind variables."""

    logarithmic: tuple[Expr, ...]
    others: tuple[Expr, ...]
    steps: tuple[Step, ...]


@lru_cache(maxsize=4096)
def products(weights: tuple[Expr, ...], body: Expr, variables: tuple[Expr, ...]) -> tuple[Product, ...]:
    """The products whose integrals add up to that of weights times body over the variables."""
    factors = [a for w in weights for a in Mul.make_args(w)] + list(Mul.make_args(body))
    for k, factor in enumerate(factors):
        terms = factor.args if isinstance(factor, Add) else None
        if isinstance(factor, Pow) and factor.exp.is_Integer and factor.exp > 1 and isinstance(factor.base, Add):
            if has_bare_density(factor.base):
                terms = sympy.expand_multinomial(factor).args
        if terms is not None and has_bare_density(factor):
            rest = tuple(factors[:k] + factors[k + 1 :])
            return tuple(p for t in terms for p in products(rest, t, variables))
    factors = _cancelled(factors)
    steps = steps_for(variables, factors)
    logarithmic = tuple(f for f in factors if is_logarithmic(f))
    return (Product(logarithmic, tuple(f for f in factors if not is_logarithmic(f)), tuple(steps)),)


def is_logarithmic(factor: Expr) -> bool:
    """Whether a factor of an integrand is kept as a logarithm: densities, their powers, exponentials."""
    if isinstance(factor, Pow) and factor.base != sympy.E:
        return is_weight(factor.base) and factor.exp.is_number
    return is_weight(factor) or isinstance(factor, exp)


def _cancelled(factors: list[Expr]) -> list[Expr]:
    """p(z|x) over p(z|x) is one: equal factors with opposite powers go, before proposals are chosen."""
    powers: dict[Expr, Expr] = {}
    for f in factors:
        base, exponent = (f.base, f.exp) if isinstance(f, Pow) and f.exp.is_number else (f, sympy.Integer(1))
        powers[base] = powers.get(base, sympy.Integer(0)) + exponent
    kept = []
    for base, exponent in powers.items():
        if exponent.is_Integer and exponent > 0 and not is_weight(base):
            kept += [base] * int(exponent)
        elif exponent != 0:
            kept.append(base if exponent == 1 else Pow(base, exponent, evaluate=False))
    return kept or [sympy.Integer(1)]

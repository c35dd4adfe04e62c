"""Not trusted: whether one equation is a multiple of another once both are opened; whoever asks has that proved."""

from __future__ import annotations

from itertools import islice, product

from sympy import Expr

from derivations.kernel.arithmetic import difference, divided, multiply, positive
from derivations.kernel.terms import Refused, Term, whole
from derivations.kernel.theorem import VALUE
from derivations.language.facts import Fact
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.prover.claims import claim_of
from derivations.prover.opening import Passes, reached, strategies
from derivations.prover.rendering import names_of, said
from derivations.prover.tactics import ANY

WAYS = 2  # orders of rules in which the equations are opened
MOST_STEPS = 60_000  # a fraction of a second
Sides = tuple[Expr, Expr]


def multiple_of(one: Sides, other: Sides, facts: tuple[Fact, ...] = ()) -> Expr | None:
    """k with `a - b = k (c - d)` for the equations a = b and c = d, k finite whatever its letters are; else None."""
    try:
        claims = [claim_of(left, "=", right, VALUE, facts, None, ()) for left, right in (one, other)]
        with at_most_steps(MOST_STEPS):
            passes = Passes(claims[0].facts)
            for strategy in islice(strategies(ANY), WAYS):
                ends = [[reached(side, strategy, passes, {}) for side in (c.left, c.right)] for c in claims]
                if any(None in pair for pair in ends):
                    continue
                gaps = [difference(left[0], right[0]) for left, right in ends]
                k = factor_between(*gaps)
                if k is not None:
                    return said(k, names_of(*one, *other))
    except (Refused, OverBudget):
        pass
    return None


def factor_between(gap: Term, other: Term) -> Term | None:
    """The product that the second is multiplied with in the first, if there is one that nothing divides by zero."""
    for (m, c), (n, d) in product(gap, other):
        k = divided(whole(m, c), whole(n, d))
        finite = all(e > 0 or positive(a) for factors, _ in k for a, e in factors)
        if finite and multiply(k, other) == gap:
            return k
    return None

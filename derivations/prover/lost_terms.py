"""Not trusted: what a line lacks on its right side, if that is one term; whoever asks has the mended line proved."""

from __future__ import annotations

from itertools import islice

from sympy import Expr

from derivations.kernel.arithmetic import difference
from derivations.kernel.terms import Refused
from derivations.kernel.theorem import VALUE
from derivations.language.facts import Fact
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.prover.claims import claim_of
from derivations.prover.opening import passes_under, reached, strategies
from derivations.prover.rendering import names_of, said
from derivations.prover.tactics import ANY

WAYS = 2  # orders of rules in which both sides are opened
MOST_STEPS = 60_000  # a fraction of a second


def lost_term(left: Expr, right: Expr, facts: tuple[Fact, ...] = ()) -> Expr | None:
    """The one term by which `left` is more than `right` once both are opened; None where they differ in more."""
    try:
        claim = claim_of(left, "=", right, VALUE, facts, None, ())
        with at_most_steps(MOST_STEPS):
            passes = passes_under(claim.facts)
            for strategy in islice(strategies(ANY), WAYS):
                one, two = (reached(side, strategy, passes, {}) for side in (claim.left, claim.right))
                gap = difference(one[0], two[0]) if one is not None and two is not None else ()
                if len(gap) == 1:
                    return said(gap, names_of(left, right, *(e for f in facts for e in (f.density, f.formula))))
    except (Refused, OverBudget):
        pass
    return None

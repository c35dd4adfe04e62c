"""Not trusted: what a line lacks on its right side, if that is one term; whoever asks has the mended line proved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from sympy import Expr, exp, log, powsimp

from derivations.kernel.arithmetic import difference
from derivations.kernel.terms import Refused
from derivations.kernel.theorem import VALUE
from derivations.language.facts import Fact
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.prover.claims import claim_of
from derivations.prover.opening import Passes, reached, strategies
from derivations.prover.rendering import names_of, said
from derivations.prover.tactics import ANY

FEW = 3  # terms: of more nobody forgot just one
WAYS = 2  # orders of rules in which both sides are opened
MOST_STEPS = 60_000  # a fraction of a second


def lost_term(left: Expr, right: Expr, facts: tuple[Fact, ...] = ()) -> Expr | None:
    """The one term by which `left` is more than `right` once both are opened; None where they differ in more."""
    terms = lost_terms(left, right, facts)
    return terms[0] if len(terms) == 1 else None


def lost_factor(left: Expr, right: Expr, about: Sequence[Expr], facts: tuple[Fact, ...] = ()) -> Expr | None:
    """The one factor with a variable of `about` by which `left` is more than `right`, up to others without any."""
    terms = lost_terms(log(left), log(right), facts)
    varying = [term for term in terms if term.free_symbols & set(about)]
    return powsimp(exp(varying[0])) if len(varying) == 1 else None


def lost_terms(left: Expr, right: Expr, facts: tuple[Fact, ...] = ()) -> tuple[Expr, ...]:
    """The terms by which `left` is more than `right` once both are opened, where they are few; () where not told."""
    try:
        claim = claim_of(left, "=", right, VALUE, facts, None, ())
        with at_most_steps(MOST_STEPS):
            passes = Passes(claim.facts)
            for strategy in islice(strategies(ANY), WAYS):
                one, two = (reached(side, strategy, passes, {}) for side in (claim.left, claim.right))
                gap = difference(one[0], two[0]) if one is not None and two is not None else ()
                if 0 < len(gap) <= FEW:
                    names = names_of(left, right, *(e for f in facts for e in (f.density, f.formula)))
                    return tuple(said((term,), names) for term in gap)
    except (Refused, OverBudget):
        pass
    return ()

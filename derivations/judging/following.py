"""Whether an equation follows by the rules: asked where a sentence may declare something, or repeat what is known."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from derivations.judging.remembering import answered
from derivations.kernel.replay import Proved, Trace, replay
from derivations.kernel.terms import Refused
from derivations.language.facts import Fact
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.prover.claims import bound_by, claim_of
from derivations.prover.tactics import FEW_STEPS, prove

OF_ANY_DENSITIES = frozenset({"product", "marginalisation", "normalisation", "constant", "linearity"})


def follows(
    left: Expr, right: Expr, facts: Sequence[Fact] = (), steps: int = FEW_STEPS, rules: frozenset[str] | None = None
) -> bool:
    """Whether `left = right` is proved by these rules, or by any that need no naming, within so many steps of work."""
    try:
        with at_most_steps(steps):
            return prove(claim_of(left, "=", right, facts=tuple(facts)), rules) is not None
    except (OverBudget, Refused):
        return False


def holds_of_any(left: Expr, right: Expr) -> bool:
    """Whether an equation of densities holds of all of them, so that it tells nothing of these."""
    return answered(follows, left, right, rules=OF_ANY_DENSITIES)


def same_terms(left: Expr, right: Expr) -> bool:
    """Whether both sides are the same term: by algebra, by the names of what is bound, or by the order of integrals."""
    try:
        claim = claim_of(left, "=", right)
    except Refused:
        return False
    return isinstance(replay(claim, Trace(), frozenset()), Proved)


def differ_by(left: Expr, right: Expr) -> str:
    """The rule by which two ways of writing one term differ: "renaming", "fubini" or "algebra"."""
    one, two = bound_by(left), bound_by(right)
    if one == two:
        return "algebra"
    names = [{name for group in groups for name in group} for groups in (one, two)]
    return "fubini" if names[0] == names[1] else "renaming"

"""Claims up to something: a proportionality, a constant that is not written, an optimum that is reached."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sympy import Expr, log

from derivations.kernel.rules import REWRITING
from derivations.language import words as L
from derivations.language.facts import Fact, Free
from derivations.numbers import polynomial as P
from derivations.prover.averaged_logarithms import optimal_kl
from derivations.prover.certificates import certify_minimiser
from derivations.prover.freedom import is_free, varies
from derivations.prover.normal_form.normal_form import NormalForm

RULES_OF_A_RATIO = REWRITING - {"bayes", "change"}
RULES_OF_AN_OPTIMUM = REWRITING - {"bayes", "change", "formula"}


def proportional(left: Expr, right: Expr, density: L.Density, facts: Sequence[Fact]) -> bool:
    """Whether log left - log right is free of the variables that `density` is a density of.

    Only whole variables are followed; of a component's density nothing is said.
    """
    targets = L.targets_of(density)
    if not targets or not all(isinstance(t, L.RandomVariable) for t in targets):
        return False
    form = NormalForm(RULES_OF_A_RATIO, tuple(facts))
    try:
        gap = P.add(form.normal(log(left)), P.scale(form.normal(log(right)), -1))
    except (TypeError, ZeroDivisionError):
        return False
    roles = {t.role for t in targets}
    return not any(mentioned in roles for m in gap for mentioned in _roles(m))


def _roles(thing):
    """Every role and name that stands anywhere in a monomial, in leaves, components and slots alike."""
    if isinstance(thing, (tuple, frozenset)):
        if isinstance(thing, tuple) and thing and thing[0] == "v":
            yield from (part for part in thing[1:3] if isinstance(part, str))
        for part in thing:
            yield from _roles(part)


def up_to_a_constant(left: Expr, right: Expr, facts: Sequence[Fact], free: Free) -> Expr | None:
    """left - right, if it is free of what varies; None if it is not."""
    rules = RULES_OF_AN_OPTIMUM | {"drop_constant"}
    found = certify_minimiser(left, right, rules, facts, free, [])
    return None if found is None else found[1]


def least_value_is_reached(gap: Expr, value: Expr, letters: Collection[str], facts: Sequence[Fact]) -> bool:
    """Whether min gap = 0 over all densities of the letters: gap is one averaged KL that some choice makes zero.

    The choice must be there: exactly one side of the KL is of an optimised letter, no fact restricts that letter,
    and neither the other side nor the value holds it.
    """
    letters = frozenset(letters)
    free = Free(densities=letters, functions=frozenset())
    if not letters or any(f.density.name in letters or varies(free, f.formula) for f in facts):
        return False
    form = NormalForm(RULES_OF_AN_OPTIMUM, tuple(facts))
    try:
        if any(is_free(free, atom, facts) for m in form.normal(value) for atom, _ in m):
            return False
        difference = form.normal(gap)
    except (TypeError, ZeroDivisionError):
        return False
    if not difference:
        return True
    pairs = optimal_kl(difference, form)
    if pairs is None or len(pairs) != 1:
        return False
    (((letter, *_), other),) = pairs
    below = [a[1][0] for a, _ in other]
    if letter in letters:
        return not letters & set(below)
    return len(other) == 1 and other[0][1] == 1 and below[0] in letters

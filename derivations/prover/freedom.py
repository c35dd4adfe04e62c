"""What depends on what is optimised: atoms of the normal form, and densities that a fact ties to something free."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.language.facts import Fact, Free


def is_free(free: Free, thing, facts: Iterable[Fact] = ()) -> bool:
    """Whether an atom (or any part of it) depends on what is optimised, by its name or by a fact."""
    if isinstance(thing, tuple) and thing and isinstance(thing[0], str):
        kind = thing[0]
        if kind in ("m", "d", "S"):
            return density_is_free(free, thing, facts)
        if kind == "f" and (free.functions is None or thing[1] in free.functions):
            return True
        if kind in ("s", "M", "det") and isinstance(thing[1], str):
            return thing[1] in free.symbols
        if kind == "v":
            return thing[2] in free.symbols
    if isinstance(thing, (tuple, frozenset)):
        return any(is_free(free, part, facts) for part in thing if isinstance(part, (tuple, frozenset)))
    return False


def density_is_free(free: Free, a, facts: Iterable[Fact] = ()) -> bool:
    """Whether a density atom is of a letter that is optimised, tied to one by a fact, or taken at a free point."""
    letter, slots = a[1][0], [s for part in a[2:] for s in part]
    if any(is_free(free, value, facts) for _, value in slots if isinstance(value, (tuple, frozenset))):
        return True
    roles = {s[0][0] if isinstance(s[0], tuple) else s[0] for s in slots}
    if any(fact.density.name == letter and ties(free, fact, roles, facts) for fact in facts):
        return True
    whole = [f for f in free.fixed if (f.name, *map(str, f.args[0][1:])) == a[1] and not f.givens]
    given = any({s[0] for s in slots} <= {r for r, _ in f.target_slots} for f in whole)
    if given and a[0] == "m":
        return False
    return free.densities is None or letter in free.densities


def ties(free: Free, fact: Fact, roles: set, facts: Iterable[Fact]) -> bool:
    """Whether a fact lets a density over these roles vary: its formula varies, and says more than what is given in it.

    A fact about p(z|x) does not touch p(x); every other marginal of p hangs together with it.
    """
    targets, givens = fact.roles
    if roles <= givens and not roles & targets:
        return False
    others = tuple(f for f in facts if f is not fact)
    return varies(free, fact.formula, others)


def varies(free: Free, e: Expr, facts: Iterable[Fact] = ()) -> bool:
    """Whether an expression holds what is optimised, by its names or by a fact about its densities."""
    if any(s.name in free.symbols for s in e.free_symbols if hasattr(s, "name")):
        return True
    if any(free.functions is None or type(f).__name__ in free.functions for f in e.atoms(AppliedUndef)):
        return True
    for d in e.atoms(L.Density):
        roles = {r for r, _ in (*d.target_slots, *d.given_slots)}
        if any(f.density.name == d.name and ties(free, f, roles, facts) for f in facts):
            return True
        given = any(f.name == d.name and not f.givens and roles <= {r for r, _ in f.target_slots} for f in free.fixed)
        if not given and (free.densities is None or d.name in free.densities):
            return True
    return False

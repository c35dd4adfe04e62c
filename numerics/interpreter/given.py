"""The facts a derivation assumes, put into its lines: a density that is given by a formula becomes that formula."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from derivations.language.facts import Fact
from derivations.language.words import Component, Density
from numerics.worlds.world import Unmeasurable

MOST_ROUNDS = 4  # p(z|x) to its components, each component to its formula, with room to spare


def with_facts(sides: Sequence[Expr], facts: Sequence[Fact]) -> list[Expr]:
    """The sides with every density that a fact gives replaced by its formula, until nothing changes.

    Raises Unmeasurable if a density is left whose value would depend on a replaced one (q(x) after q(x|z) was
    replaced): the world's own could not know of the formula.
    """
    # A factorisation is put in only on the way to a formula: by itself it is true of the worlds, and no formula.
    written_out = {f.density.name for f in facts if f.rule != "independence"}
    facts = [f for f in facts if f.density.name in written_out]
    if not facts:
        return list(sides)
    used: list[Density] = []
    out = list(sides)
    for _ in range(MOST_ROUNDS):
        before = list(out)
        out = [side.replace(lambda e: isinstance(e, Density), lambda e: _replaced(e, facts, used)) for side in out]
        if out == before:
            break
    for side in out:
        for density in side.atoms(Density):
            for given in used:
                if density.name == given.name and _depends(density, given):
                    raise Unmeasurable(f"{density} belongs to a joint of which {given} is fixed by an assumption")
    return out


def _replaced(density: Density, facts: Sequence[Fact], used: list[Density]) -> Expr:
    for fact in facts:
        mapping = _match(fact.density, density)
        if mapping is not None:
            used.append(density)
            return fact.formula.xreplace(mapping)
    return density


def _match(pattern: Density, density: Density) -> dict | None:
    """What the variables of a fact's density stand for, if it is about this density; else None."""
    if pattern.distribution != density.distribution:
        return None
    mapping: dict = {}
    for mine, yours in ((pattern.target_slots, density.target_slots), (pattern.given_slots, density.given_slots)):
        values = dict(yours)
        if len(values) != len(yours) or {r for r, _ in mine} != set(values):
            return None
        for role, variable in mine:
            value = values[role]
            if isinstance(variable, Component) != isinstance(value, Component):
                return None
            if isinstance(variable, Component):
                mapping |= {variable.base: value.base, variable.index: value.index}
            else:
                mapping[variable] = value
    return {k: v for k, v in mapping.items() if k != v}


def _depends(density: Density, given: Density) -> bool:
    """Whether a density of the same letter cannot be chosen freely beside a given one."""
    mine, known = ({r for r, _ in d.target_slots} for d in (density, given))
    below, above = ({r for r, _ in d.given_slots} for d in (density, given))
    return bool(mine & known) or bool(below & known and mine & above)

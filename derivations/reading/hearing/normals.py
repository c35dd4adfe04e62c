"""Normal densities that a note takes without declaring them, as authors do under a heading that speaks of normals.

Two ways: a formula written in place of a density in the middle of a chain, which is an assumption that the step makes;
and names that say whose they are, mu_p and sigma_p beside p. Both hold for their display alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of

NORMAL = re.compile(r"正态|高斯|\b(?:normal|Normal|Gaussian|gaussian)s?\b")


def differences(one, other) -> list[tuple]:
    """Where two trees differ: the pairs of parts, outermost first, below which nothing is the same."""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return [pair for a, b in zip(one, other, strict=True) for pair in differences(a, b)]
    if one == other:
        return []
    if type(one) is not type(other) or not isinstance(one, S.Node) or isinstance(one, (S.Density, S.Symbol, S.Number)):
        return [(one, other)]
    found = []
    for item in fields(one):
        if item.name != "span":
            found += differences(getattr(one, item.name), getattr(other, item.name))
    return found if all(isinstance(part, S.Node) for pair in found for part in pair) else [(one, other)]


def put_in_place(known, left: S.Node, right: S.Node) -> tuple[S.Density, S.Node] | None:
    """The density of the left side that the right side writes as a formula, where they differ in nothing else but in
    densities that have their formulas already."""
    pairs = set(differences(left, right))
    if not all(isinstance(density, S.Density) and len(density.targets) == 1 for density, _ in pairs):
        return None
    new = [pair for pair in pairs if not is_stated(known, pair[0])]
    if len(new) != 1 or is_target_elsewhere(known, new[0][0]) or isinstance(new[0][1], S.Density):
        return None
    inside = list(S.every(S.Density, new[0][1]))
    return None if inside else new[0]


def is_target_elsewhere(known, density: S.Density) -> bool:
    """Whether a formula was given of another density of this letter and variable: p(y|w) says something of p(y)."""
    name, targets = known.survey.joint_name(density), {name_of(t) for t in density.targets}
    return any(
        known.survey.joint_name(one) == name and targets & {name_of(t) for t in one.targets} for one, _ in known.stated
    )


def is_stated(known, density: S.Density) -> bool:
    """Whether a density was given by a formula, or by what its variable is made of."""
    roles = {known.survey.capital.get(name_of(t) or "", name_of(t)) for t in density.targets}
    letter = known.survey.joint_name(density)
    made = ({r for r, _ in f.density.target_slots} for f in known.channel_facts if f.density.name == letter)
    return any(known.survey.signature(one) == known.survey.signature(density) for one, _ in known.stated) or roles in [
        *made
    ]


def takes_normal(known, density: S.Density, formula: S.Node) -> bool:
    """States the density that a step puts in, of which nothing was known, if its formula is that of a normal."""
    before = list(known.facts)
    if not known.state_trees(density, formula):
        return False
    if any(f.formula.has(L.Normal) for f in known.facts if f not in before):
        known.passing.append((density, formula))
        return True
    known.stated = [pair for pair in known.stated if pair != (density, formula)]
    known.restate()
    return False


def normals_by_name(known, trees: Iterable[S.Node]) -> list[str]:
    """States p(x) = N(x; mu_p, sigma_p^2) for each p without a formula whose names the trees hold; says so."""
    trees = list(trees)
    names = {n.name for n in S.every(S.Symbol, *trees)}
    said = []
    for letter in sorted(known.survey.letters):
        mean, deviation = (next((f"{g}_{w}" for w in (letter, f"{{{letter}}}") if f"{g}_{w}" in names), None)
                           for g in (r"\mu", r"\sigma"))  # fmt: skip
        given = any(known.survey.joint_name(one) == letter for one, _ in known.stated)
        targets = {t for t, g in known.survey.signatures.get(letter, ()) if not g and len(t) == 1}
        if mean is None or deviation is None or given or len(targets) != 1:
            continue
        ((target,),) = targets
        variable = S.Symbol(target)
        if name_of(variable) not in known.survey.variables:
            continue
        density = S.Density(letter, targets=(variable,))
        formula = S.Gaussian(variable, S.Symbol(mean), S.Power(S.Symbol(deviation), S.Number("2")))
        if known.state_trees(density, formula):
            known.passing.append((density, formula))
            said.append(f"{letter} is normal, {mean} and {deviation} its mean and standard deviation")
    return said

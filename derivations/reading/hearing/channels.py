"""Variables made of others and Gaussian noise: `$Y = aX + W$ where $W \\sim N(0, s^2)$` says what p(y|x) is."""

from __future__ import annotations

import sympy
from sympy import Expr

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.language.words import vector_dimension
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.unreadable import Unreadable


def learn_channels(known) -> None:
    """Every equation heard so far that has become clear: its noise may be told after it."""
    for equation in list(known.equations):
        learn_channel(known, equation)


def learn_made(known, density: L.Density) -> bool:
    """Learns the law of `x = 2z` with a Gaussian z, as the density that a display gives a formula; whether it did."""
    return any(learn_channel(known, equation, density) for equation in list(known.equations))


def learn_channel(known, equation: tuple[S.Node, S.Node], wanted: L.Density | None = None) -> bool:
    """Takes what an equation says as a fact, if it is clear; whether it is."""
    try:
        fact = channel_of(known, *equation, wanted)
    except (Unreadable, L.DensityError, TypeError, ValueError):
        return False
    if fact is not None:
        del known.equations[equation]
        known.channel_facts.append(fact)
        known.facts.append(fact)
    return fact is not None


def channel_of(known, left: S.Node, right: S.Node, wanted: L.Density | None = None) -> Fact | None:
    """p(y | x) of y = g(x) + c w, with w Gaussian noise and nothing else random; None if it is no such equation. With
    `wanted`, as that density, if it is of y given x."""
    known.survey.look_at((left, right))
    variable, (kind, value) = known.read.variable(left), known.read.typed(right)
    if kind not in ("s", "v") or not isinstance(variable, L.RandomVariable):
        return None
    roles = {known.survey.role(n) for n in known.survey.variables}
    random = {s for s in value.free_symbols if isinstance(s, L.RandomVariable) and s.role in roles}
    noises = [f for f in known.facts if not f.density.givens and f.density.targets[0] in random
              and f.density.targets[0].role in known.noises and isinstance(f.formula, L.Normal)]  # fmt: skip
    if len(noises) > 1:  # the one that the note asks nothing about
        asked = {
            *known.survey.capital.values(),
            *(n for s in known.survey.signatures.values() for t, _ in s for n in t),
        }
        noises = [f for f in noises if f.density.targets[0].role not in asked]
    if len(noises) != 1:
        return None
    noise = noises[0].density.targets[0]
    value = sympy.expand(value)
    scale = value.coeff(noise, 1)
    mean = sympy.expand(value - scale * noise)
    if noise in mean.free_symbols or noise in scale.free_symbols or scale == 0 or noises[0].formula.args[1] != 0:
        return None
    if wanted is None:
        density = made_density(known, variable, random - {noise})
    else:
        whole = wanted.targets == (variable,) and {*wanted.givens} == random - {noise}
        density = wanted if whole else None
    variance = noises[0].formula.args[2]
    if density is None:
        return None
    known.noise_in[variable.role] = noise.role
    known.tied.pop(variable.role, None)  # from here on its density is known, and only that is bound by the equation
    if any(f.density == density for f in known.facts):
        return None
    if variable.dimension is None or scale.is_number or (scale.is_Symbol and vector_dimension(scale) is None):
        formula = L.Normal(variable, mean, scale**2 * variance)
    else:
        return None
    return Fact(density, formula, "gaussian", f"{density} = {formula}")


def made_density(known, variable: L.RandomVariable, given: set[Expr]) -> L.Density | None:
    """The one density of this variable given those that the note writes; where it writes none at all, p's."""
    givens = sorted(given, key=str)
    wanted = (variable.role,), tuple(sorted(g.role for g in givens))
    letters, others = [], False
    for name, signatures in known.survey.signatures.items():
        for targets, conditions in signatures:
            roles = [known.survey.role(n) for n in targets]
            if [*roles] == [variable.role]:
                others = True
                if tuple(sorted(known.survey.role(n) for n in conditions)) == wanted[1] and givens:
                    letters.append(name)
    if len(set(letters)) == 1:
        return L.Density(L.Distribution(letters[0]), [variable], givens)
    drawn = [known.draws.get(g.role) for g in givens]
    elsewhere = any(isinstance(t, S.Density) and known.survey.joint_name(t) != "p" for t in drawn)
    return None if others or elsewhere else L.Density(L.Distribution("p"), [variable], givens)

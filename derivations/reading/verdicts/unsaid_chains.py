"""A chain of which no step is told: q(z_t|z_{t-1}, x) = q(z_t|z_{t-1}) supposes that it is Markov, and a normal that
stands for q(z_t|z_{t-1}) that its step is one. Who writes so of a diffusion says neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Expr

from derivations.language import words as L
from derivations.language.facts import Fact


def of_an_unsaid_chain(left: Expr, right: Expr, facts: Iterable[Fact]) -> list[str]:
    """Why a line that fails is not refuted: a step of a chain is other than it stands on the other side, or a
    normal there, and no step is told."""
    if any(is_a_step(f.density) for f in facts):
        return []
    for one, other in ((left, right), (right, left)):
        for step in steps_of(one):
            fewer = any(d.targets == step.targets and set(d.givens) < set(step.givens) for d in steps_of(other))
            normal = any(n.value in step.targets for n in other.atoms(L.Normal))
            if (fewer or normal) and not other.has(step):
                return [f"what {step} is is not said: write its formula, or that the chain is Markov"]
    return []


def steps_of(side: Expr) -> Iterator[L.Density]:
    yield from sorted((d for d in side.atoms(L.Density) if is_a_step(d)), key=str)


def is_a_step(density: Expr) -> bool:
    """Whether it is of one member of a sequence given another: q(z_t|z_{t-1})."""
    if not isinstance(density, L.Density):
        return False
    members = [{str(v).partition("_")[0] for v in some if "_" in str(v)} for some in (density.targets, density.givens)]
    return bool(members[0] & members[1])

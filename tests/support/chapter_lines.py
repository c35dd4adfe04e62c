"""Every line of every chapter as a claim of the kernel, with its declared reasons."""

from functools import cache

from derivations.contents import load_all
from derivations.kernel.rules import Rule
from derivations.kernel.theorem import Citation
from derivations.prover.claims import claim_of


def claim_and_reasons(left, step, derivation):
    """(claim, names of the declared rules) of a line."""
    theorems = tuple(r.theorem if isinstance(r, Citation) else r for r in step.by if not isinstance(r, Rule))
    claim = claim_of(left, step.relation, step.right, step.kind, derivation.assumes, derivation.free, theorems)
    return claim, frozenset(r.key for r in step.by if isinstance(r, Rule))


@cache
def chapter_lines():
    """(label, claim, declared rules) of each line."""
    return tuple(
        (f"{derivation.name}-{step.note}", *claim_and_reasons(left, step, derivation))
        for chapter in load_all()
        for derivation in chapter.derivations
        for left, step in derivation.lines()
    )


@cache
def traced_lines():
    """(label, claim, declared rules, trace) of each line for which a trace is found."""
    from derivations.prover.tactics import prove

    found = ((label, claim, keys, prove(claim, keys)) for label, claim, keys in chapter_lines())
    return tuple((label, claim, keys, one[0]) for label, claim, keys, one in found if one)

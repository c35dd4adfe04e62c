"""Every line of every chapter as a claim of the kernel, with its declared reasons."""

from functools import cache

from derivations.contents import load_all
from derivations.kernel.rules import Rule
from derivations.kernel.terms import Refused
from derivations.kernel.theorem import Citation
from derivations.prover.claims import claim_of


def claim_and_reasons(left, step, derivation):
    """(claim, names of the declared rules) of a line."""
    theorems = tuple(r.theorem if isinstance(r, Citation) else r for r in step.by if not isinstance(r, Rule))
    claim = claim_of(left, step.relation, step.right, step.kind, derivation.assumes, derivation.free, theorems)
    return claim, frozenset(r.key for r in step.by if isinstance(r, Rule))


@cache
def chapter_lines():
    """(label, claim, declared rules) of each line that the kernel has words for."""
    return tuple(line for line in _lines() if line[1] is not None)


@cache
def unsaid_lines():
    """The labels of the lines that the kernel has no words for."""
    return tuple(label for label, claim, _ in _lines() if claim is None)


@cache
def _lines():
    found = []
    for chapter in load_all():
        for derivation in chapter.derivations:
            for left, step in derivation.lines():
                try:
                    said = claim_and_reasons(left, step, derivation)
                except Refused:
                    said = None, frozenset()
                found.append((f"{derivation.name}-{step.note}", *said))
    return tuple(found)


@cache
def traced_lines():
    """(label, claim, declared rules, trace) of each line for which a trace is found."""
    from derivations.prover.tactics import prove

    found = ((label, claim, keys, prove(claim, keys)) for label, claim, keys in chapter_lines())
    return tuple((label, claim, keys, one[0]) for label, claim, keys, one in found if one)

"""The accepting and refusing examples of every rule (test_rules.py, test_new_rules.py), put to the kernel."""

import pytest
import test_new_rules
import test_rules

from derivations.judging.derivation import equals
from derivations.kernel.rules import RULES, Rule
from derivations.kernel.terms import Refused
from derivations.prover.claims import claim_of
from derivations.prover.tactics import prove


def cases(old, new):
    for key, examples in old.items():
        for n, (left, make, facts, free) in enumerate(examples):
            yield pytest.param(left, make(RULES[key]), facts, free, id=f"{key}-{n}")
    for key, (left, right, rules, facts) in new.items():
        yield pytest.param(
            left, equals(right, by=tuple(RULES[k] for k in rules), note="0.0"), facts, None, id=f"new-{key}"
        )


def proved(left, step, facts, free) -> bool:
    keys = frozenset(r.key for r in step.by if isinstance(r, Rule))
    try:
        claim = claim_of(left, step.relation, step.right, step.kind, facts, free)
    except Refused:
        return False
    return prove(claim, keys) is not None


@pytest.mark.parametrize(("left", "step", "facts", "free"), [*cases(test_rules.ACCEPTS, test_new_rules.ACCEPTS)])
def test_accepts(left, step, facts, free):
    assert proved(left, step, facts, free)


@pytest.mark.parametrize(("left", "step", "facts", "free"), [*cases(test_rules.REFUSES, test_new_rules.REFUSES)])
def test_refuses(left, step, facts, free):
    assert not proved(left, step, facts, free)

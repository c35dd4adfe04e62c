"""The judge refuses: every line of every chapter with a slip in it, and with a wrong reason under it.

A mutant is false if a world says so: the tests' own tables, or (where densities are Gaussian, which no table can have)
the project's exact worlds. A false mutant must not be proved, nor be called "true, but not for this reason"; a mutant
that is proved must not differ in any world. The quick suite takes one place of each kind in each line, the slow one
all of them.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from mutations import INEQUALITY_REVERSED, KINDS, mutants
from tables import Unsaid, is_false, minimisers_differ

from derivations.contents import CHAPTERS, load
from derivations.judging.derivation import ESTIMATE, MINIMISER, Derivation, Step, claim_of, judge
from derivations.judging.proofs import by_declared, theorems_of
from derivations.kernel.rules import RULES
from derivations.worlds.counterexample import compare
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Refuted

TRUE_SAYS_THE_JUDGE = "true, but"
found: dict[str, Counter] = {}


def differs(left, step: Step, derivation: Derivation) -> bool:
    """Whether some world shows the step to be false. Raises Unsaid where none can speak of it."""
    try:
        if step.kind == MINIMISER:
            return minimisers_differ(left, step.right, derivation.assumes)
        return is_false(left, step.relation, step.right, derivation.assumes)
    except Unsaid:
        if step.kind == MINIMISER:
            outcome = compare_objectives(left, step.right, derivation.free, derivation.assumes)
        else:
            outcome = compare(left, step.right, derivation.assumes, step.relation, quick=True)
        if isinstance(outcome, Refuted):
            return True
        if not getattr(outcome, "tried", 0):
            raise Unsaid(str(outcome)) from None
        return False


def corrupted(name: str, every: bool):
    """(derivation, left, kind, mutant) for each line of a chapter: all mutants, or one of each kind."""
    for derivation in load(name).derivations:
        for left, step in derivation.lines():
            made = list(mutants(left, step))
            if not every:
                random.Random(f"{name} {step.note}").shuffle(made)
                made = list({kind: (kind, mutant) for kind, mutant in made}.values())
            for kind, mutant in made:
                yield derivation, left, kind, mutant


def refuse_all(name: str, every: bool) -> Counter:
    """Judge the corrupted lines of a chapter; fails with the worst of them. Returns the counts."""
    counts, wrong = Counter(), []
    for derivation, left, kind, mutant in corrupted(name, every):
        counts["made"] += 1
        counts[kind] += 1
        try:
            false = differs(left, mutant, derivation)
        except Unsaid:
            counts["no world can say"] += 1
            continue
        verdict = judge(left, mutant, derivation.assumes, derivation.free)
        counts["false" if false else "not false"] += 1
        counts["proved"] += verdict.holds
        counts["refused"] += false and not verdict.holds
        if false and (verdict.holds or verdict.message.startswith(TRUE_SAYS_THE_JUDGE)):
            sides = f"{left} {mutant.relation} {mutant.right}"
            wrong.append(f"{derivation.name} {mutant.note}, {kind}: {sides}: {verdict.verdict}, {verdict.message}")
    assert not wrong, "\n".join(wrong)
    return counts


QUICK = ("elbo", "gibbs", "kl_decomposition")  # a line of each kind; the slow run corrupts every chapter


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in CHAPTERS])
def test_no_false_line_is_proved(name):
    found[name] = counts = refuse_all(name, every=False)
    assert counts["false"] > 0 and counts["refused"] == counts["false"]


@pytest.mark.sweep  # minutes a chapter; one slip of each kind in every line is made in every run
@pytest.mark.parametrize("name", CHAPTERS)
def test_no_false_line_is_proved_wherever_the_slip(name, capsys):
    counts = refuse_all(name, every=True)
    with capsys.disabled():
        print(f"\n{name}: {dict(counts)}")
    assert counts["false"] > 0 and counts["refused"] == counts["false"]


@pytest.mark.slow
def test_counts_of_slips(capsys):
    """Every kind of slip was made somewhere; how many were false and refused."""
    total = sum((found.get(name) or refuse_all(name, every=False) for name in CHAPTERS), Counter())
    said = ("made", "false", "refused", "not false", "proved", "no world can say")
    with capsys.disabled():
        print(f"\ncorrupted lines: {', '.join(f'{total[key]} {key}' for key in said)}")
    assert all(total[kind] > 0 for kind in (*KINDS, INEQUALITY_REVERSED))
    assert total["made"] > total["false"] == total["refused"] > 0


# -- wrong reasons ---------------------------------------------------------------------------------------------


def with_a_wrong_reason(derivation: Derivation, every: bool):
    """Each line with one declared rule replaced by one that is not declared: (left, step, wrong rule)."""
    for left, step in derivation.lines():
        if step.kind == ESTIMATE or (len(step.by) > 1 and not every):
            continue
        for k in range(len(step.by)):
            for rule in RULES.values():
                if rule not in step.by:
                    reasons = (*step.by[:k], rule, *step.by[k + 1 :])
                    yield left, Step(step.relation, step.right, reasons, step.note, step.kind), rule


def substitute_reasons(name: str, every: bool) -> Counter:
    """A wrong reason proves a line only where it is a reason: alone, or where the right one was not needed."""
    counts, suffices = Counter(), []
    for derivation in load(name).derivations:
        for left, step, rule in with_a_wrong_reason(derivation, every):
            counts["tried"] += 1
            claim = claim_of(left, step, derivation.assumes, derivation.free)
            result = by_declared(claim, theorems_of(claim.by))
            if result is None:
                counts["refused"] += 1
                continue
            verdict = judge(left, step, derivation.assumes, derivation.free)
            if not verdict.holds:  # the line needs no reason but algebra, and the judge says so
                counts["refused"] += 1
                assert "name algebra" in verdict.message, f"{derivation.name} {step.note} by {rule.name}"
                continue
            suffices.append(f"{step.note} by {rule.name}")
            assert rule.name in verdict.reasons
    counts["suffices"] = len(suffices)
    print(f"{name}: a reason not declared suffices by itself: {', '.join(suffices) or 'nowhere'}")
    return counts


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in CHAPTERS])
def test_a_wrong_reason_is_refused(name):
    counts = substitute_reasons(name, every=False)
    assert counts["refused"] > 0 and counts["refused"] >= 0.9 * counts["tried"]


@pytest.mark.slow
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_wrong_reason_among_others_is_refused(name):
    counts = substitute_reasons(name, every=True)
    assert counts["refused"] > 0

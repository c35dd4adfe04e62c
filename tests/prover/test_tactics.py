"""The search for traces: no false step that the prover once fell for is proved; declared reasons are the only ones."""

import pytest
from false_algebra import ALGEBRA
from false_densities import DENSITIES
from false_gaussians import GAUSSIANS
from false_matrices import MATRICES
from false_sums import SUMS
from sympy import Derivative, Symbol, sympify

from derivations.contents import load_all
from derivations.kernel.figures.table import PASSES, one_pass
from derivations.kernel.replay import Proved, replay
from derivations.kernel.terms import Refused
from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    Distribution,
    Entropy,
    Integral,
    MatrixName,
    Minimum,
    Normal,
    RandomVariable,
    Sum,
    Trace,
    log,
)
from derivations.prover import tactics
from derivations.prover.claims import claim_of
from derivations.prover.gathering import BACKWARDS
from derivations.prover.opening import AT, Passes
from derivations.prover.tactics import prove

FALSE = [*ALGEBRA, *SUMS, *DENSITIES, *GAUSSIANS, *MATRICES]
p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
m, n = Symbol("m", real=True), Symbol("n", integer=True, positive=True)
k = Symbol("k", integer=True)


def proved(left, relation, right, kind="value", facts=(), allowed=None) -> bool:
    try:
        return prove(claim_of(sympify(left), relation, sympify(right), kind, facts), allowed) is not None
    except Refused:
        return False


@pytest.mark.parametrize("slip", FALSE, ids=[slip.name.replace(" ", "-") for slip in FALSE])
def test_no_hole_of_the_prover_is_one_of_the_kernel(slip):
    kind = "value" if slip.relation == "=" else "inequality"
    assert not proved(slip.left, slip.relation, slip.right, kind, slip.facts)


@pytest.mark.parametrize(
    ("why", "left", "facts"),
    [
        ("a minimum as a value", Minimum(m**2), ()),
        ("a parameter in the name of a density", Sum(Distribution("p", (k,))(x), (k, 1, n)), ()),
        ("differentiated by the parameter of a density", Derivative(log(Distribution("p", (m,))(x)), m), ()),
        ("differentiated by what a fact names", Derivative(log(p(x)), m), (Fact(p(x), Normal(x, m, 1), "gaussian"),)),
        ("averaged over what a fact names", Integral(p(x) * q(z), z), (Fact(p(x), Normal(x, z, 1), "gaussian"),)),
        ("a matrix with an argument in its name", Trace(MatrixName("A(z)", n)), ()),
    ],
)
def test_what_hides_a_name_is_not_said(why, left, facts):
    with pytest.raises(Refused):
        claim_of(left, "=", left, facts=facts)


def test_a_minimum_stands_on_both_sides_of_a_minimiser():
    objective = KL(p(x), q(x))
    assert proved(Minimum(objective), "=", Minimum(objective + 2), "minimiser")


def test_only_declared_reasons_are_used():
    left, right = Entropy(p(x)), -Integral(p(x) * log(p(x)), x)
    assert proved(left, "=", right, allowed=frozenset({"entropy"}))
    assert not proved(left, "=", right, allowed=frozenset({"kl", "log"}))


LINES = [(left, step, d.assumes) for c in load_all() for d in c.derivations[:2] for left, step in d.lines()]
SOME = [pytest.param(*one, id=one[1].note) for one in LINES if one[1].kind in ("value", "inequality")][::4]


@pytest.mark.parametrize(("left", "step", "facts"), SOME)
def test_what_is_foreseen_of_a_shorter_trace_is_what_replays_say(left, step, facts, monkeypatch):
    """The shortest trace is the same, whether each shorter one is replayed or only the last."""
    claim, shortened = claim_of(left, step.relation, step.right, step.kind, facts), tactics.shortened
    monkeypatch.setattr(tactics, "shortened", lambda claim, trace, proved, *_: (trace, proved))
    found = prove(claim)
    if found is None:
        return
    passes = Passes(claim.facts)

    def enough(shorter) -> bool:
        return tactics.may_meet(claim, shorter, found[1], passes) and isinstance(replay(claim, shorter), Proved)

    assert shortened(claim, *found, None, passes)[0] == tactics.with_fewer_passes(found[0], enough)


def test_a_trace_that_is_foreseen_wrongly_is_replayed_pass_by_pass(monkeypatch):
    claim = claim_of(KL(p(x), q(x)), "=", Integral(p(x) * (log(p(x)) - log(q(x))), x))
    shortest = prove(claim)
    monkeypatch.setattr(tactics, "may_meet", lambda *given: True)  # as if nothing were needed
    assert prove(claim) == shortest


def test_powers_of_a_gaussian_variable_come_down_far_enough():
    s = Symbol("s", positive=True)
    of_one = m**4 + 6 * m**2 * s + 3 * s**2
    fourth = Integral(z**4 * Normal(z, m, s), z)
    assert proved(fourth, "=", of_one) and not proved(fourth, "=", of_one + s**2)
    both = Integral((x**2 + x * z + z**4) * Normal(z, m, s) * Normal(x, 1, s), x, z)
    assert proved(both, "=", 1 + s + m + of_one) and not proved(both, "=", 1 + s + of_one)


@pytest.mark.parametrize(("left", "step", "facts"), SOME)
def test_a_rule_that_is_told_not_to_fit_changes_nothing(left, step, facts):
    claim = claim_of(left, step.relation, step.right, step.kind, facts)
    passes = Passes(claim.facts)
    for side in (claim.left, claim.right):
        assert all(one_pass(key, side, claim.facts) == side for key in PASSES - passes.fit(side))


def test_every_rule_has_the_kinds_of_atom_at_which_it_fits():
    assert set(AT) == PASSES | set(BACKWARDS)

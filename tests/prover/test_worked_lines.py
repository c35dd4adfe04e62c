"""What `show` says of a proved line: its rules, factor and dropped terms, and the lines between the two sides."""

import pytest
from chapter_lines import traced_lines
from sympy import Function, Rational, Symbol

from derivations.contents import load
from derivations.kernel.arithmetic import cleared, difference
from derivations.kernel.replay import Trace, replay
from derivations.kernel.rules import RULES
from derivations.kernel.translation import line_of, term
from derivations.language.facts import Free
from derivations.language.words import (
    KL,
    CrossEntropy,
    Density,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    Normal,
    RandomVariable,
    log,
    slot,
)
from derivations.prover.rendering import names_of, said
from derivations.prover.tactics import prove
from derivations.prover.worked_lines import show, worked

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
m, f = Symbol("m", real=True), Function("f", real=True)
a, s = Symbol("a", positive=True), Symbol("s", positive=True)
evidence = log(q(x))
bound = Expectation(log(q(x, z) / p(z | x)), p(z | x))


def test_a_definition_needs_no_line_between():
    shown = show(KL(p(x), q(x)), "=", Integral(p(x) * log(p(x) / q(x)), x))
    assert shown.rules == ("kl",) and worked(shown).lines == ()


def test_the_lines_between_are_read_in_one_direction():
    shown = show(CrossEntropy(p(x), q(x)), "=", Entropy(p(x)) + KL(p(x), q(x)))
    assert shown is not None and worked(shown).lines
    sides = {CrossEntropy(p(x), q(x)), Entropy(p(x)) + KL(p(x), q(x))}
    expressions = [w.expression for w in worked(shown).lines]
    assert len(set(expressions)) == len(expressions) and not sides & set(expressions)
    assert all(w.relation == "=" and set(w.rules) <= set(RULES) for w in worked(shown).lines)
    before = CrossEntropy(p(x), q(x))
    for line in worked(shown).lines:  # each line follows from the one above by the rules that it names
        assert prove_by(before, line.expression, line.rules), line
        before = line.expression


def prove_by(left, right, rules):
    from derivations.prover.claims import claim_of

    return prove(claim_of(left, "=", right), frozenset(rules)) is not None


def test_a_bound_is_read_where_it_is_used():
    shown = show(log(Expectation(q(x | z), q(z))), ">=", Expectation(log(q(x | z)), q(z)), "inequality")
    assert shown is not None and shown.rules == ("jensen",)
    below = show(bound, "<=", evidence, "inequality")
    assert below is not None and {"gibbs", "jensen"} & set(below.rules)


def test_a_minimiser_says_its_factor_and_what_was_dropped():
    objective = KL(p(x), q(x))
    shown = show(objective / (2 * s) + a, "=", objective, "minimiser", free=Free())
    assert shown.scale == 1 / (2 * s) and shown.dropped == a and set(shown.rules) == {"rescale", "drop_constant"}
    plain = show(2 * objective, "=", 2 * objective + Entropy(p(z)), "minimiser", free=Free(fixed=(p(z),)))
    assert plain.scale == 1 and plain.dropped == -Entropy(p(z))


def test_declared_reasons_are_the_only_ones():
    left, right = KL(p(x), q(x)), Integral(p(x) * log(p(x) / q(x)), x)
    assert show(left, "=", right, declared=("kl",)) and show(left, "=", right, declared=("log",)) is None
    assert show(left, "=", 2 * right) is None


def test_a_trace_found_earlier_is_replayed_first():
    left, right = KL(p(x), q(x)), Integral(p(x) * log(p(x) / q(x)), x)
    found = show(left, "=", right)
    assert show(left, "=", right, hint=found.trace).trace == found.trace
    assert show(left, "=", right, hint=Trace(("log",))).trace == found.trace, "a wrong hint does no harm"
    assert replay(found.claim, found.trace) == found.proved


def test_what_the_kernel_cannot_say_is_not_proved():
    assert show(Function("f", real=True)(x).diff(x).subs(x, x) * 0 + abs(m), "=", abs(m) + a - a + 0) is None


@pytest.mark.parametrize(
    "e",
    [
        p(z | x),
        Density(q, [x], [slot("z", m + s * RandomVariable("eps", role=""))]),
        KL(p(z | x), q(z)) + Rational(1, 2) * Entropy(p(x)),
        Expectation(f(z) ** 2, Normal(z, m, s**2)),
        Integral(Integral(p(x) * f(z) * q(z | x), z), x),
    ],
)
def test_terms_are_said_again(e):
    again = said(term(e), names_of(e))
    assert term(again) == term(e)


def test_chapter_lines_are_said_again():
    """What is said of a term means that term: every term on the way of every chapter line."""
    said_again = silent = 0
    for derivation in load("elbo").derivations + load("gaussian_kl").derivations:
        for left, step in derivation.lines():
            names = names_of(left, step.right, *(e for f in derivation.assumes for e in (f.density, f.formula)))
            line = line_of(left, step.right)
            for side in (left, step.right):
                e = said(term(side, line), names)
                silent += e is None
                said_again += e is not None
                assert e is None or not cleared(difference(term(e, line), term(side, line))), side
    assert said_again > 80 and silent <= 3, "a trace of a product comes back as entries"
    assert traced_lines()

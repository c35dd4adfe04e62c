"""Properties of the decision procedure on random expressions: what it calls equal is equal in every world.

Expressions come from two generators: `language_expressions` (anything that can be built at all) and the densities,
averages and logarithms below, which the tests' own tables can give a value.
"""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from language_expressions import random_expression, up_to_bound_names
from sympy import Abs, Add, Expr, Function, I, Integer, Mul, Rational, Symbol
from tables import AGREE, DIGITS, Unsaid, gaps

from derivations.judging.derivation import difference, equal
from derivations.kernel.rules import REWRITING
from derivations.language import words as lg
from derivations.language.words import (
    ELBO,
    KL,
    ConditionalEntropy,
    CrossEntropy,
    DensityError,
    Entropy,
    Expectation,
    Integral,
    MutualInformation,
    Variance,
    log,
)
from derivations.notation import p, q, x, z
from derivations.numbers import polynomial as P
from derivations.prover.inference import HEAVIEST_FIRST
from derivations.prover.normal_form.normal_form import KNOWN, NormalForm
from derivations.prover.restoring import restore

EVERY = frozenset(HEAVIEST_FIRST) & REWRITING
z_ = z.renamed("z'")
a, r = Symbol("a", positive=True), Symbol("r", real=True)
f = Function("f", real=True)

ATOMS = [p(x), p(z | x), p(x | z), p(x, z), p(z), q(x), q(z), q(z | x), q(x | z), q(x, z)]
ATOMS += [a, r, f(x), f(z), Integer(2), Integer(-1), Rational(1, 2)]
UNARY = [
    lambda e: log(e), lambda e: -e, lambda e: 1 / e, lambda e: e**2,
    lambda e: Integral(e, x), lambda e: Integral(e, z), lambda e: Integral(e, z, x),
    lambda e: Expectation(e, p(x)), lambda e: Expectation(e, p(z | x)), lambda e: Expectation(e, q(z)),
    lambda e: Expectation(e, q(x) * p(z | x)), lambda e: Expectation(e, p(x, z)), lambda e: Variance(e, p(z | x)),
    lambda e: Entropy(e), lambda e: KL(e, q(z)), lambda e: KL(p(x), e), lambda e: CrossEntropy(p(x, z), e),
    lambda e: ELBO(p(z | x), q(x | z), e),
]  # fmt: skip
WHOLE = [
    KL(p(z | x), q(z)), KL(p(x, z), q(x, z)), Entropy(p(x)), Entropy(p(z | x)), CrossEntropy(p(x), q(x)),
    ELBO(p(z | x), q(x | z), q(z)), MutualInformation(p(x, z), x, z), ConditionalEntropy(p(x | z)),
    Expectation(log(q(x | z)), p(z | x)), Integral(p(z | x), z), Integral(p(x, z) * log(q(z)), x, z),
]  # fmt: skip
BINARY = [lambda e, g: e + g, lambda e, g: e - g, lambda e, g: e * g, lambda e, g: e / g, lambda e, g: e + log(g)]


def spoken(seed: random.Random, depth: int) -> Expr:
    """A random expression of densities and averages, at most `depth` constructions deep."""
    if depth == 0 or seed.random() < 0.1:
        return seed.choice(WHOLE if seed.random() < 0.3 else ATOMS)
    for _ in range(40):
        one = spoken(seed, depth - 1)
        try:
            if seed.random() < 0.5:
                made = seed.choice(UNARY)(one)
            else:
                made = seed.choice(BINARY)(one, spoken(seed, depth - 1))
        except (DensityError, TypeError, ZeroDivisionError):
            continue
        if made.is_finite is not False and not made.has(*NOT_NUMBERS):
            return made
    return seed.choice(ATOMS)


NOT_NUMBERS = (Integer(1) / Integer(0), Symbol("nan"))
REJECTS = [HealthCheck.filter_too_much, HealthCheck.too_slow]  # much of what can be written is worth no number
SEEDS = st.integers(0, 2**32 - 1)
RULES = st.sets(st.sampled_from(sorted(EVERY))).map(frozenset) | st.just(EVERY)


def normal(e: Expr, rules=EVERY):
    """The normal form; rejects the example where the expression has none."""
    try:
        return NormalForm(rules).normal(e)
    except (TypeError, ZeroDivisionError):
        assume(False)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=REJECTS)
@given(SEEDS, RULES)
def test_the_normal_form_has_the_value_of_the_expression(seed, rules):
    """Restored to an expression, it is worth the same in every world, whichever rules were on."""
    e = spoken(random.Random(seed), 3)
    back = restore(normal(e, rules))
    assume(not any(s.name in UNSAID for s in back.free_symbols))
    agree(e, back)


UNSAID = {"op", "avg"}  # what has no expression of its own comes back as a symbol


def agree(left: Expr, right: Expr) -> None:
    """Both sides are worth the same in some worlds; rejects what tables cannot say."""
    try:
        with mpmath.workdps(DIGITS):
            assert all(abs(gap) <= AGREE * size * 10**6 for gap, size in gaps(left, right, worlds=2))
    except (Unsaid, ZeroDivisionError):
        assume(False)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=REJECTS)
@given(SEEDS, SEEDS, RULES)
@example(3, 3, EVERY)
def test_equal_normal_forms_have_equal_values(one, two, rules):
    """Two expressions made to be related: what the rules call equal is equal in every world."""
    seed = random.Random(one)
    left = spoken(seed, 3)
    right = related(left, random.Random(two))
    assume(equal(left, right, rules))
    agree(left, right)


def related(e: Expr, seed: random.Random) -> Expr:
    """An expression near another: a density split, an operator opened, a term moved; often equal, often not."""
    parts = list({*e.atoms(lg.Density), *e.atoms(lg.KL), *e.atoms(lg.Entropy), *e.atoms(log)})
    if not parts:
        return e + seed.choice((0, 1))
    part = seed.choice(sorted(parts, key=str))
    if isinstance(part, lg.Density) and part.givens:
        new = part.distribution(*part.targets, *part.givens) / part.distribution(*part.givens)
    elif isinstance(part, lg.Density) and len(part.targets) > 1:
        first, *rest = part.targets
        new = part.distribution(first) * lg.Density(part.distribution, rest, [first])
    elif isinstance(part, lg.Density):
        new = Integral(
            part.distribution(*part.targets, z_ if part.targets == (x,) else x), z_ if part.targets == (x,) else x
        )
    elif isinstance(part, lg.CrossEntropy):
        new = KL(part.left, part.right) + Entropy(part.left)
    elif isinstance(part, lg.KL):
        new = CrossEntropy(part.left, part.right) - Entropy(part.left)
    elif isinstance(part, lg.Entropy) and not isinstance(part, ConditionalEntropy):
        new = -Expectation(log(part.density), part.density)
    else:
        new = -log(1 / part.args[0]) if part.args else part
    try:
        return e.xreplace({part: new})
    except (DensityError, TypeError):
        return e + 1


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=REJECTS)
@given(SEEDS, RULES)
def test_invariant_under_reordering(seed, rules):
    """Sums and products written in another order, and integrals over the same variables in another order."""
    e = spoken(random.Random(seed), 3)
    shuffled = reordered(e, random.Random(seed + 1))
    assert normal(e, rules) == normal(shuffled, rules)


def reordered(e: Expr, seed: random.Random) -> Expr:
    if isinstance(e, (Add, Mul)):
        arguments = [reordered(argument, seed) for argument in e.args]
        seed.shuffle(arguments)
        return e.func(*arguments, evaluate=False)
    if isinstance(e, Integral):
        return Integral(reordered(e.body, seed), *reversed(e.variables))
    return e


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=REJECTS)
@given(SEEDS, RULES)
def test_invariant_under_renaming_bound_variables(seed, rules):
    """Other names for what is bound; with the renaming rule on, for that is what it is for."""
    e = spoken(random.Random(seed), 3)
    assert normal(e, rules | {"renaming"}) == normal(up_to_bound_names(e), rules | {"renaming"})


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=REJECTS)
@given(SEEDS)
def test_idempotent(seed):
    """The normal form of what a normal form says is that normal form, where it can be said as an expression."""
    e = spoken(random.Random(seed), 3)
    first = normal(e)
    back = restore(first)
    assume(not any(s.name in UNSAID for s in back.free_symbols))
    assume(not back.has(I, Abs))  # the logarithm of a negative number, of a square: no formulas of the language
    assert equal(e, back, EVERY | {"renaming"})


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=REJECTS)
@given(SEEDS, RULES)
def test_whatever_can_be_built_is_taken_or_refused(seed, rules):
    """Never another error than "not known", never a float, never a leaf left open, never another answer next time."""
    e = random_expression(random.Random(seed), 3)
    try:
        first = NormalForm(rules).normal(e)
    except (TypeError, ZeroDivisionError):
        assert not equal(e, e + 1, rules)
        return
    assert all(isinstance(c, (int, Fraction)) and c for c in first.values())
    assert not any(leaf[0] == "t" for leaf in P.mentions(P.freeze(first)))
    KNOWN.clear()
    assert NormalForm(rules).normal(e) == first
    assert not difference(e, e, rules, ())[0]


def test_no_number_equals_another():
    for one in (0, 1, Rational(1, 2), a):
        assert not equal(one, one + 1, EVERY)


@pytest.mark.parametrize("rules", [frozenset({"log"}), EVERY - {"log"}, EVERY])
def test_what_is_remembered_is_what_is_worked_out(rules):
    """A form remembered under some rules is used under others only if they answer alike what was asked."""
    e = KL(p(x, z), q(x, z)) + log(p(x) * q(x)) + Expectation(log(q(x | z)), p(z | x))
    NormalForm(EVERY).normal(e), NormalForm(frozenset()).normal(e)
    remembered = NormalForm(rules)
    form = remembered.normal(e)
    KNOWN.clear()
    fresh = NormalForm(rules)
    assert fresh.normal(e) == form and fresh.fired == remembered.fired

"""Traces replayed: every chapter line, what closes a line of each kind, and who may say `Proved`."""

import ast
import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest
from chapter_lines import chapter_lines, traced_lines, unsaid_lines
from sources import FILES, nodes
from sympy import Function, Integer, Rational, Symbol, sqrt, sympify

import derivations
from derivations.kernel.arithmetic import power
from derivations.kernel.replay import Claim, Proved, Refusal, Trace, replay
from derivations.kernel.terms import ONE, ZERO, Refused, number
from derivations.kernel.translation import term
from derivations.language.facts import Fact, Free
from derivations.language.words import (
    KL,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    Normal,
    RandomVariable,
    SampleAverage,
    exp,
    log,
)
from derivations.prover.claims import claim_of

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
m, u = Symbol("m", real=True), Symbol("u", real=True)
a, b, s = (Symbol(n, positive=True) for n in "abs")
n = Symbol("n", integer=True, positive=True)
f, g = Function("f", real=True), Function("g", real=True)
kl = KL(p(x), q(x))
data = Free(fixed=(p(x),), symbols=frozenset({"m"}))
EVERY = None


def holds(left, right, trace=None, allowed=EVERY, relation="=", kind="value", **more) -> bool:
    """Whether the kernel replays a line by this trace."""
    claim = claim_of(sympify(left), relation, sympify(right), kind, **more)
    found = replay(claim, trace or Trace(), None if allowed is None else frozenset(allowed))
    assert isinstance(found, Proved | Refusal)
    return isinstance(found, Proved)


def test_every_chapter_line_replays_by_its_declared_reasons():
    shown = {label for label, _, _, _ in traced_lines()}
    assert [label for label, _, _ in chapter_lines() if label not in shown] == []
    assert len(shown) == 193 and unsaid_lines() == ()
    for label, claim, keys, trace in traced_lines():
        found = replay(claim, trace, keys)
        assert isinstance(found, Proved) and found.rules <= keys, label
        assert found.left[0][1] is not None and found.claim is claim


def test_traces_are_short_and_name_what_is_needed():
    """No pass can be left out of a trace that was found."""
    for label, claim, keys, trace in traced_lines()[::7]:
        for side in ("left", "right"):
            passes = getattr(trace, side)
            for k in range(len(passes)):
                shorter = dataclasses.replace(trace, **{side: passes[:k] + passes[k + 1 :]})
                assert isinstance(replay(claim, shorter, keys), Refusal), label


# -- who may say it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["value", "inequality", "minimiser", "constant", "estimate", "least"])
def test_each_kind_of_line_has_its_own_signs(kind):
    """Nobody reads an estimate, or a least value, under the sign of an equation between the two sides."""
    own = {"value": {"=", "∝"}, "inequality": {">=", "<=", ">", "<"}, "estimate": {"~"}}.get(kind, {"="})
    for sign in {"=", "~", "∝", ">=", "<=", ">", "<", "", "!="} - own:
        assert isinstance(replay(Claim(term(a), term(a), sign, kind), Trace()), Refusal), sign
    average = SampleAverage(f(z), q(z), n)
    assert not holds(average, Expectation(f(z), q(z)), None, None, "=", "estimate")


def test_nobody_else_makes_a_proof():
    claim = Claim(ONE, ONE)
    with pytest.raises(TypeError, match="replaying"):
        Proved(claim, frozenset(), ONE, ZERO, (), (), seal=object())
    found = replay(claim, Trace())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(found, claim=Claim(ONE, ZERO))
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.claim = Claim(ONE, ZERO)


def test_only_replay_names_the_seal():
    """Read from the sources: the seal stands in replay.py alone, and `Proved(` in one function there."""
    root = Path(derivations.__file__).parent
    for path in FILES.values():
        names = {n.id for n in nodes(path) if isinstance(n, ast.Name)} | {
            n.attr for n in nodes(path) if isinstance(n, ast.Attribute)
        }
        makers = [n for n in nodes(path) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "Proved"]
        if path == root / "kernel" / "replay.py":
            inside = [f.name for f in nodes(path) if isinstance(f, ast.FunctionDef) for c in makers if c in ast.walk(f)]
            assert inside == ["replayed"]
        else:
            assert "_SEAL" not in names and not makers, path


def test_the_kernel_catches_nothing_blindly_and_keeps_no_time():
    for path in (Path(derivations.__file__).parent / "kernel").rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.ExceptHandler):
                caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else {"everything"}
                assert not caught & {"Exception", "BaseException", "everything"}, path
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = getattr(node, "module", None) or node.names[0].name
                ours = module.startswith(("derivations.kernel", "derivations.language"))
                plain = module.split(".")[0] in {
                    "__future__", "ast", "collections", "dataclasses", "fractions", "functools", "hashlib", "io",
                    "itertools", "json", "math", "pathlib", "sys", "textwrap", "tokenize", "typing",
                }  # fmt: skip
                plain |= (module, path.name) == ("os", "__main__.py")  # to print nowhere once a pipe has gone
                sympy = module.split(".")[0] == "sympy" and path.name in ("translation.py", "matrices.py", "theorem.py")
                assert ours or plain or sympy, f"{path}: {module}"
                names = {a.name for a in node.names}
                assert not names & {"cache", "lru_cache", "cached_property", "time"} or path.name == "theorem.py", path


def test_values_meet():
    assert holds((a + b) ** 2, a**2 + 2 * a * b + b**2)
    assert holds(1 / a + 1 / b, (a + b) / (a * b))
    assert holds(sqrt(8) * sqrt(a), 2 * sqrt(2 * a))
    assert not holds((a + b) ** 2, a**2 + b**2)
    assert not holds(a, -a) and not holds(a, 2 * a, Trace(scale=number(Rational(1, 2))))


def test_rules_must_be_declared():
    opened = Integral(p(x) * log(p(x) / q(x)), x)
    assert holds(kl, opened, Trace(("kl",)), {"kl"})
    assert not holds(kl, opened, Trace(("kl",)), {"log"})
    assert not holds(kl, opened) and not holds(kl, opened, Trace(("no such rule",)))


def test_minimisers():
    drop, scale = {"drop_constant"}, {"rescale"}
    minimum = {"kind": "minimiser", "free": data}
    assert holds(kl + a, kl, None, drop, **minimum)
    assert holds(kl + Entropy(p(x)), kl, None, drop, **minimum)
    assert holds(kl / a, kl, Trace(scale=term(1 / a)), scale, **minimum)
    assert not holds(kl + a, kl, None, set(), **minimum), "dropping is a reason of its own"
    assert not holds(kl / a, kl, Trace(scale=term(1 / a)), set(), **minimum), "so is rescaling"
    assert not holds(kl + m, kl, None, drop, **minimum), "m is optimised"
    assert not holds(kl + Entropy(q(x)), kl, None, drop, **minimum)
    assert not holds(kl + Entropy(p(z)), kl, None, drop, **minimum), "only p(x) is given"
    assert not holds(kl + f(a), kl, None, drop, **minimum), "functions are free"
    assert not holds(-kl, kl, Trace(scale=number(-1)), scale, **minimum)
    assert not holds(m * kl, kl, Trace(scale=term(m)), scale, **minimum)
    assert not holds(exp(m) * kl, kl, Trace(scale=term(exp(m))), scale, **minimum), "positive, but optimised"
    assert not holds(kl + 1 / (a + exp(m)), kl, None, drop, **minimum), "what is optimised may stand below a bar"
    assert holds(kl + a / (a + b) + b / (a + b), kl + 1, None, set(), **minimum), "nothing is dropped"
    by_logarithms = Trace(("log",), ("log",), logarithms=True)
    assert not holds(a * exp(m), exp(m), by_logarithms, None, **minimum), "a factor is left out, not added"


def test_what_a_fact_makes_of_a_marginal_may_vary():
    drop = {"drop_constant"}
    declared = Fact(p(x), Normal(x, m, 1), "gaussian")
    free = Free(fixed=(p(x),), symbols=frozenset({"m"}))
    assert holds(kl + Entropy(p(x)), kl, None, drop, kind="minimiser", free=free)
    assert not holds(kl + Entropy(p(x)), kl, None, drop, kind="minimiser", free=free, facts=(declared,))
    only_q = Free(densities=frozenset({"q"}))
    assert holds(kl + Entropy(p(z)), kl, None, drop, kind="minimiser", free=only_q)
    same = Fact(p(z), q(z), "declared")
    assert not holds(kl + Entropy(p(z)), kl, None, drop, kind="minimiser", free=only_q, facts=(same,))
    theta = Symbol("theta", real=True)
    tagged = Distribution("p", (theta,))
    by_theta = Free(symbols=frozenset({"theta"}), densities=frozenset())
    assert not holds(kl + Entropy(tagged(z)), kl, None, drop, kind="minimiser", free=by_theta)


def test_estimates():
    average = SampleAverage(f(z), q(z), n)
    mean = Expectation(f(z), q(z))
    by = {"sample_average"}
    estimate = {"relation": "~", "kind": "estimate"}
    assert holds(mean, average, None, by, **estimate) and holds(2 * mean + a, 2 * average + a, None, by, **estimate)
    assert not holds(mean, average, None, set(), **estimate) and not holds(mean, average)
    assert not holds(mean**2, average**2, None, by, **estimate)
    assert not holds(log(mean), log(average), None, by, **estimate)
    assert not holds(mean, SampleAverage(g(z), q(z), n), None, by, **estimate)
    assert not holds(mean, average * SampleAverage(Integer(1), q(z), n), None, by, **estimate)
    assert not holds(average**2, average**2, None, by, **estimate), "no expectation stands for a square"


def bound(left, relation, right, trace, allowed=EVERY):
    return holds(left, right, trace, allowed, relation, "inequality")


def test_bounds():
    lowered, other = Trace((("gibbs", ZERO),)), Trace((), (("gibbs", ZERO),))
    assert bound(kl, ">=", 0, lowered) and bound(0, "<=", kl, other)
    assert bound(a + kl, ">=", a, Trace((("gibbs", term(a)),)))
    assert not bound(0, ">=", kl, other) and not bound(kl, "<=", 0, lowered) and not bound(-kl, ">=", 0, lowered)
    assert not bound(kl, ">=", 0, lowered, {"jensen"}) and not bound(kl, ">=", 0, Trace((("gibbs", ONE),)))
    assert not bound(kl, ">=", -1, Trace((("gibbs", term(Integer(-1))),))), (
        "less than the bound says is not what it gives"
    )
    assert not holds(kl, 0, lowered, None, "=", "value") and not holds(kl, 0, lowered, None, ">=", "value")
    assert not holds(0, -kl, other, None, "=", "value") and not holds(
        log(a), a - 1, Trace((("log_bound", term(a - 1)),))
    )
    assert bound(a / (a + b) + b / (a + b), ">=", 1, None), "equal sides are a bound"
    for sides, sign, trace in (((Integer(0), kl), "<=", other), ((kl, Integer(0)), ">=", lowered)):
        found = replay(claim_of(sides[0], sign, sides[1], "inequality"), trace)
        assert found.left[0][1] == found.claim.left and found.right[0][1] == found.claim.right
    assert not bound(kl, "=", kl, None), "an inequality is no equation"
    more = replay(claim_of(a**2 + m**2, ">=", Integer(0), "inequality"), Trace())
    assert more.dropped == ZERO and not more.rules, "what a bound leaves is not dropped"
    assert bound(a**2 + m**2, ">=", 0, None) and not bound(a + m, ">=", 0, None) and not bound(a - b, ">=", 0, None)


def test_strict_bounds():
    assert not bound(a - b, ">", 0, None), "one positive part is not enough"
    assert bound(a + b, ">", a, None) and bound(a, "<", a + exp(m), None)
    assert not bound(a, ">", a, None) and not bound(a + m**2, ">", a, None)
    assert not bound(kl + a, ">", a, Trace((("gibbs", term(a)),))), "a divergence may be zero"
    assert bound(kl + a, ">", 0, Trace((("gibbs", term(a)),))) and not bound(0, ">", -kl, Trace((), (("gibbs", ZERO),)))


def test_witnesses():
    gap = Integral(p(x) * log(p(x)), x) - Integral(p(x) * log(q(x)), x)
    witness = (("gibbs", term(kl)),)
    passes = ("kl", "log", "linearity")
    assert bound(gap, ">=", 0, Trace(passes, (), least=witness))
    assert not bound(-gap, ">=", 0, Trace(passes, (), least=(("gibbs", term(-kl)),)))
    assert not holds(gap, 0, Trace(passes, (), least=witness)), "a bound is no equation"
    assert not bound(gap, ">=", 0, Trace(passes, (), least=witness), set(passes)), "and is a reason of its own"
    assert not bound(gap, ">=", 0, Trace(passes, (), least=(("gibbs", term(gap)),))), "not known to be at least 0"


def test_logarithms_of_positive_sides():
    one, two = Normal(x, 0, 1) * Normal(x, m, 1), exp(-(x**2) / 2 - (x - m) ** 2 / 2) / (2 * sympify("pi"))
    trace = Trace(("log", "gaussian"), ("log",), logarithms=True)
    assert holds(one, two, trace) and not holds(one, 2 * two, trace)
    assert not holds(one, two, trace, {"gaussian"}), "it is a use of the log rule"
    assert not holds(m, m, Trace(logarithms=True)), "only of what is positive"
    same, back = exp(log(m), evaluate=False), Trace(("log",), ("log",), logarithms=True)
    assert not holds(same, m, back) and not holds(m, same, back) and holds(same, same, back)
    assert not bound(one, ">=", two, trace)


def proportional(left, right, over, trace):
    claim = claim_of(sympify(left), "∝", sympify(right), of_=over)
    return isinstance(replay(claim, trace), Proved)


def test_proportions():
    bayes = Trace(("product", "log"), ("product", "log"), logarithms=True)
    assert proportional(p(z | x), p(x | z) * p(z), (z,), bayes)
    assert not proportional(p(z | x), p(x | z) * p(z), (x,), bayes) and not proportional(a, a * b, (), bayes)
    assert not proportional(p(z | x), p(x | z), (z,), bayes)
    assert not proportional(p(z) + a, p(z), (z,), Trace()), "a difference free of z is no quotient"
    assert not proportional(p(z | x), p(x | z) * p(z), (z,), dataclasses.replace(bayes, logarithms=False))


def test_roots_are_taken_of_positive_products_alone():
    assert power(term(a**2), Fraction(1, 2)) == term(a) and power(term(m**2), Fraction(1, 2)) != term(m)
    assert power(term(m**2), Fraction(1, 2)) != term(-m) and power(term(-a), Fraction(1, 2)) != term(a)


def test_nothing_is_divided_by_zero():
    with pytest.raises(Refused):
        power(ZERO, -1)
    assert isinstance(replay(Claim(ONE, ZERO), Trace(scale=ZERO)), Refusal)

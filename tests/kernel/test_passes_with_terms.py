"""A rule with the term that it leads to: one that the rule takes to the same as the term before, and no other."""

import pytest
from figure_terms import a, b, f, g, m, p, q, up, x, z

from derivations.kernel.arithmetic import add
from derivations.kernel.replay import Claim, Proved, Trace, replay
from derivations.kernel.terms import ZERO, Term
from derivations.kernel.translation import term
from derivations.language.words import KL, Expectation, Integral, log


def follows(start: Term, end: Term, *passes, relation: str = "=", right=()) -> bool:
    """Whether the kernel follows these passes from one term to the other."""
    kind = "value" if relation == "=" else "inequality"
    return isinstance(replay(Claim(start, end, relation, kind), Trace(passes, right)), Proved)


@pytest.mark.parametrize(
    ("rule", "before", "after", "why"),
    [
        ("product", p(x, z), p(x) * p(x | z), "another conditional"),
        ("product", p(x, z), q(x) * p(z | x), "another letter"),
        ("product", p(x, z), p(x) + p(z | x), "a sum"),
        ("declared", p(x, z), p(x) * p(z | x), "another rule"),
        ("normalisation", f(x), 2 * f(x) * Integral(p(z), z), "twice as much"),
        ("gibbs", f(x), f(x), "a bound in an equation"),
        ("nothing", f(x), f(x), "no rule"),
    ],
)
def test_a_rule_leads_to_what_it_takes_to_the_same(rule, before, after, why):
    assert not follows(term(before), term(after), (rule, term(after))), why


def test_a_rule_leads_back():
    for rule, before, after in (
        ("normalisation", f(x), f(x) * Integral(p(z), z)),
        ("constant", f(x) * Integral(g(z), z), Integral(f(x) * g(z), z)),
        ("linearity", Integral(f(z), z) + Integral(g(z), z), Integral(f(z) + g(z), z)),
    ):
        start, end = term(before), term(after)
        assert follows(start, end, (rule, end)), rule
        assert not follows(start, add(end, term(m)), (rule, add(end, term(m)))), rule
    assert follows(ZERO, ZERO, ("log", ZERO))


def lowered(left, right, to, key="jensen", relation=">=") -> bool:
    """Whether the left side is led to this by a bound, and the line closed."""
    return follows(term(left), term(right), (key, term(to)), relation=relation)


def test_a_bound_leads_from_the_new_term_to_the_old():
    """The log of an average is lowered to the average of the logs: this, raised, is the other."""
    logs, log_of = Expectation(log(up(z)), q(z)), log(Expectation(up(z), q(z)))
    assert lowered(log_of, logs, logs) and lowered(a * log_of + b, a * logs + b, a * logs + b)
    assert lowered(-log_of, -logs, -logs, relation="<=") and not lowered(log_of, logs, logs, relation="=")
    assert follows(term(logs), term(log_of), relation="<=", right=(("jensen", term(logs)),))
    for left, right in ((logs, log_of), (m * log_of, m * logs), (-log_of, -logs), (log_of, logs + 1)):
        assert not lowered(left, right, right)
    some = Expectation(log(f(z)), q(z))
    assert not lowered(log(Expectation(f(z), q(z))), some, some), "of no known sign"


def test_nothing_is_lowered_to_what_is_more():
    kl = KL(p(x), q(x))
    assert not follows(ZERO, term(kl), ("gibbs", term(kl)), relation=">=")
    assert follows(ZERO, term(kl), ("gibbs", term(kl)), relation="<="), "but raised"

"""A rule with the term that it leads to: one that the rule takes to the same as the term before, and no other."""

import pytest
from figure_terms import f, g, m, p, q, x, z

from derivations.kernel.arithmetic import add
from derivations.kernel.replay import Claim, Proved, Trace, replay
from derivations.kernel.terms import ZERO, Term
from derivations.kernel.translation import term
from derivations.language.words import Integral


def follows(start: Term, end: Term, *passes) -> bool:
    """Whether the kernel follows these passes from one term to the other."""
    return isinstance(replay(Claim(start, end), Trace(passes)), Proved)


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

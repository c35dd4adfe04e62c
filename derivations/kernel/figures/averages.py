"""Sample averages: where they stand linearly, the expectation that they sample is their mean.

E over draws, `over`, averages over the draws of every sample average inside it.
"""

from __future__ import annotations

from derivations.kernel.arithmetic import add, multiply
from derivations.kernel.binders import opened
from derivations.kernel.making import holds_average, make
from derivations.kernel.matching import fits, fitting, lone
from derivations.kernel.terms import Atom, Monomial, Number, Term, of, whole


def estimated(t: Term) -> Term:
    """Sample averages that stand linearly  ->  the expectations that they sample."""

    def replaced(part: tuple[Monomial, Number]) -> Term:
        a, others = lone(part[0], holds_average)
        return multiply(whole(others, part[1]), expected(a))

    return add(*(next(fitting(replaced, [part]), whole(*part)) for part in t))


def expected(a: Atom) -> Term:
    """(1/k) Sum_j f(z_j), z_j ~ p  ->  E_p f;   inside integrals, expectations and sums the same"""
    if a[0] == "avg" and not holds_average(a[4]):
        vs, bodies = opened(a)
        return make("E", None, vs, (), bodies)
    if a[0] in ("int", "E", "Sum") and not any(map(holds_average, a[4][:-1])):
        vs, bodies = opened(a)
        return make(a[0], a[1], vs, a[3], (*bodies[:-1], estimated(bodies[-1])))
    return of(a)


def mean_over_draws(a: Atom) -> Term:
    """E over draws of (1/k) Sum_j f(z_j)  ->  E_p f        where the average stands linearly        (note 10.13)"""
    mean = estimated(a[4][0])
    fits(mean != a[4][0])
    return make("over", inner=(mean,))

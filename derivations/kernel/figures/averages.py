"""Sample averages: where they stand linearly, the expectation that they sample is their mean.

E over draws, `over`, averages over the draws of every sample average inside it.
"""

from __future__ import annotations

from derivations.kernel.binders import opened
from derivations.kernel.making import holds_average, make
from derivations.kernel.terms import Atom, Term, add, fits, multiply, of, whole


def estimated(t: Term) -> Term:
    """Sample averages that stand linearly  ->  the expectations that they sample."""
    total = []
    for m, c in t:
        sampled = [(a, e) for a, e in m if holds_average(a)]
        if len(sampled) == 1 and sampled[0][1] == 1:
            total.append(multiply(whole(m - {sampled[0]}, c), expected(sampled[0][0])))
        else:
            total.append(whole(m, c))
    return add(*total)


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
    """E over draws of (1/k) Sum_j f(z_j)  ->  E_p f        where the average stands linearly"""
    mean = estimated(a[4][0])
    fits(mean != a[4][0])
    return make("over", inner=(mean,))

"""Sample averages: where they stand linearly, the expectation that they sample is their mean."""

from __future__ import annotations

from derivations.kernel.binders import opened
from derivations.kernel.making import make
from derivations.kernel.terms import Atom, Term, add, multiply, of, whole


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


def holds_average(thing) -> bool:
    """Whether a sample average stands anywhere inside."""
    if isinstance(thing, tuple) and thing and thing[0] == "avg":
        return True
    return isinstance(thing, tuple | frozenset) and any(map(holds_average, thing))


def expected(a: Atom) -> Term:
    """(1/k) Sum_j f(z_j), z_j ~ p  ->  E_p f;   inside integrals, expectations and sums the same"""
    if a[0] == "avg" and not holds_average(a[4]):
        vs, bodies = opened(a)
        return make("E", None, vs, (), bodies)
    if a[0] in ("int", "E", "Sum") and not any(map(holds_average, a[4][:-1])):
        vs, bodies = opened(a)
        return make(a[0], a[1], vs, a[3], (*bodies[:-1], estimated(bodies[-1])))
    return of(a)

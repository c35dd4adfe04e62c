"""Not trusted: what lies below or above a term by one bound or by two, and the passes that lead there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import count

from derivations.kernel.arithmetic import all_positive
from derivations.kernel.figures.bounds import bounded
from derivations.kernel.figures.densities import is_density
from derivations.kernel.figures.integrals import layers
from derivations.kernel.making import logarithm, make, walk
from derivations.kernel.matching import fits, fitting, lone, opened, product, the
from derivations.kernel.replay import Pass
from derivations.kernel.terms import Atom, Term, of, rank, whole

BOUNDS = ("gibbs", "discrete_entropy", "jensen", "log_bound")
Bounded = tuple[tuple[Pass, ...], Term]


@lru_cache(maxsize=4096)  # asked again for every pair of ends
def bounds_at(key: str, t: Term, sign: int) -> list[Bounded]:
    """The passes to what lies below a term by a bound (above it, for sign -1), each with it, always in one order."""
    found: dict[Term, tuple[Pass, ...]] = {new: ((key, new),) for new in bounded(key, t, sign)}
    if key == "jensen":
        for new in at_each_place(t, log_inside):
            if t in bounded(key, new, -sign):
                found.setdefault(new, ((key, new),))
        for averaged in at_each_place(t, as_average):
            for new in bounded(key, averaged, sign):
                found.setdefault(new, (("expectation", averaged), (key, new)))
    return sorted(((way, new) for new, way in found.items()), key=lambda one: rank(one[1]))


def at_each_place(t: Term, figure: Callable[[Atom], Term]) -> Iterator[Term]:
    """A term with one atom exchanged by a figure, at each place where it fits."""

    def exchanged(places: Iterator[int], n: int, a: Atom) -> Term | None:
        new = next(fitting(figure, [a]), None)
        return new if new is not None and next(places) == n else None

    for n in count():
        new = walk(t, before=partial(exchanged, count(), n))
        if new == t:
            return
        yield new


def log_inside(a: Atom) -> Term:
    """log E_p f  ->  E_p log f;   so for sample averages"""
    fits(a[0] == "log")
    average = the(a[3][0], "E", "avg")
    vs, (weight, body) = opened(average)
    return make(average[0], None, vs, average[3], (weight, logarithm(body)))


def as_average(a: Atom) -> Term:
    """integral of w log f  ->  E_w log f        f > 0, w is a density"""
    fits(a[0] == "int")
    vs, body = layers(a)
    m, c = product(body)
    log, others = lone(m, lambda b: b[0] == "log")
    fits(all_positive(log[3][0]) and is_density(whole(others, c), vs))
    return make("E", None, vs, (), (whole(others, c), of(log)))


def bounded_once(large: Term, small: Term, keys) -> Iterator[tuple]:
    """The two sides after one bound on the one or the other: (its passes, theirs, the terms)."""
    for k in keys:
        for way, t in bounds_at(k, large, 1):
            yield way, (), t, small
        for way, t in bounds_at(k, small, -1):
            yield (), way, large, t


def bounded_twice(large: Term, small: Term, keys) -> Iterator[tuple]:
    """The two sides after one bound, then after two: each way once."""
    seen = {(large, small)}
    once = [way for way in bounded_once(large, small, keys) if way[2:] not in seen]
    yield from once
    for lower, upper, low, high in once:
        for more_lower, more_upper, lowest, highest in bounded_once(low, high, keys):
            if (lowest, highest) not in seen:
                seen.add((lowest, highest))
                yield (*lower, *more_lower), (*upper, *more_upper), lowest, highest

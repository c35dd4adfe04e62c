"""Not trusted: in which orders the rules are tried on one side of a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from derivations.kernel.arithmetic import add, scale
from derivations.kernel.figures.densities import Fact
from derivations.kernel.figures.table import one_pass
from derivations.kernel.replay import Pass
from derivations.kernel.terms import LEAVES, Monomial, Refused, Term, whole
from derivations.numbers.budget import spend
from derivations.prover.gathering import BACKWARDS, backwards

OPEN = (
    "declared", "elbo", "variance", "mutual_information", "kl", "entropy", "cross_entropy", "expectation",
    "derivative", "independence", "product", "bayes", "chain", "independence", "declared", "formula", "log", "gaussian",
    "change", "polar", "linearity",
)  # fmt: skip
"""The rules that open what stands there, in the order in which they are tried."""

POWERS = ("moments",) * 4  # each pass takes a power down by one; where there is none it costs nothing
CLOSE = (
    "constant", "draws", "normalisation", "marginalisation", "completing", *POWERS, "quadratic_form", "parts",
    "antiderivative", "renaming",
)  # fmt: skip
"""The rules that take something away."""

MERGE = ("fubini", "linearity")
FORMS = BACKWARDS

AT = {
    "elbo": {"ELBO"}, "variance": {"Var"}, "mutual_information": {"MI"}, "kl": {"KL"}, "entropy": {"H"},
    "cross_entropy": {"CE"}, "expectation": {"E"}, "derivative": {"D"}, "formula": {"N"}, "log": {"log", "exp"},
    "change": {"N"}, "moments": {"N"}, "completing": {"N"}, "parts": {"N"}, "quadratic_form": {"MN"},
    "antiderivative": {"dint"},
    "polar": {"int"}, "draws": {"Prod"}, "fubini": {"int"}, "marginalisation": {"int"},
    "constant": {"int", "E", "avg", "dint", "over"}, "linearity": {"int", "E", "avg", "dint", "over"},
    "normalisation": {"int", "E"},
    "renaming": {"int", "E"}, "product": {"density"}, "bayes": {"density"}, "chain": {"density"},
    "gathered": {"int"}, "gathered_declared": {"int"}, "declared": {"density"}, "independence": {"density"},
    "gaussian": {"density", "N", "MN"},
}  # fmt: skip
"""The kinds of atom at which a rule may fit: without one of them a pass changes nothing."""

MOST_ROUNDS = 6
FEW_ATOMS, OF_AN_ATOM = 10_000, 2  # steps for looking at one more than so many
STEPS = 20  # what a pass is charged for each atom of a term
Way = tuple[Pass, ...]


class Passes:
    """What each rule makes of a term under these facts, and the passes by which the kernel follows.

    Each is charged once in a search; it does nothing where nothing can fit. Of equal terms the same one is given back
    every time: what is the same need not be compared part by part.
    """

    def __init__(self, facts: Iterable[Fact]):
        self.facts = tuple(facts)
        self.done: dict[tuple[str, Term], tuple[Term, Way] | None] = {}
        self.size: dict[Term, int] = {}
        self.fitting: dict[Term, frozenset[str]] = {}
        self.same: dict[Term, Term] = {}
        self.stuck: set[tuple[Term, tuple[str, ...]]] = set()  # the terms of which a group of rules makes nothing new

    def fit(self, term: Term) -> frozenset[str]:
        """The rules of the table `AT` that may fit somewhere in a term."""
        if term not in self.fitting:
            kinds = kinds_in(term)
            self.size[term] = kinds.total()
            self.fitting[term] = frozenset(key for key in AT if not AT[key].isdisjoint(kinds))
        return self.fitting[term]

    def __call__(self, key: str, term: Term) -> tuple[Term, Way]:
        """Raises Refused where the rule does."""
        term = self.same.setdefault(term, term)
        if key not in self.fit(term):
            return term, ()
        if (key, term) not in self.done:
            spend(STEPS * self.size[term])
            new = passed(key, term, self.facts)
            self.done[key, term] = None if new is None else (self.same.setdefault(new[0], new[0]), new[1])
        found = self.done[key, term]
        if found is None:
            raise Refused(key)
        return found


@lru_cache(maxsize=4096)  # the meanings of a step, and its repairs, share a side
def passed(key: str, term: Term, facts: tuple) -> tuple[Term, Way] | None:
    """What a rule makes of a term, and the passes that lead there; None where it refuses."""
    if key not in BACKWARDS:
        made = [(of_one_product(key, m, facts), c) for m, c in term]
        refused = any(one is None for one, _ in made)
        return None if refused else (add(*(scale(one, c) for one, c in made)), (key,))
    try:
        return backwards(key, term, facts)
    except Refused:
        return None


@lru_cache(maxsize=16384)  # a pass acts on each product of a sum by itself, and most of them stay what they were
def of_one_product(key: str, m: Monomial, facts: tuple) -> Term | None:
    """What a rule makes of one product; None where it refuses."""
    try:
        return one_pass(key, whole(m), facts)
    except Refused:
        return None


def kinds_in(term: Term) -> Counter[str]:
    """The kinds of the atoms in a term, at any depth, and how many there are of each."""
    found: Counter[str] = Counter()
    waiting, seen = [term], 0
    while waiting:
        for m, _ in waiting.pop():
            seen += len(m)
            if seen > FEW_ATOMS:
                spend(OF_AN_ATOM * len(m))
            for a, _ in m:
                found[a[0]] += 1
                if a[0] == "density":
                    waiting += [v for part in a[3] for _, _, v in part]
                elif a[0] not in LEAVES:
                    waiting += [*a[3], *a[4]]
    return found


def saturate(
    term: Term, keys: Iterable[str], passes: Passes, terms: dict[Term, Way], way: Way, met: Container[Term] = ()
) -> tuple[Term, Way]:
    """The rules of a group, each as often as it changes something; every term on the way is kept with its passes. It
    ends where the other side has been."""
    keys = tuple(keys)
    for _ in range(MOST_ROUNDS):
        if (term, keys) in passes.stuck:
            break
        before, fit = term, passes.fit(term)
        for key in keys:
            if key not in fit:
                continue
            new, more = passes(key, term)
            if new is not term and new != term:
                term, way, fit = new, (*way, *more), passes.fit(new)
                if len(terms.setdefault(term, way)) > len(way):
                    terms[term] = way
                if term in met:
                    return term, way
        if term == before:
            passes.stuck.add((term, keys))
            break
    return term, way


def reached(
    start: Term, strategy: list[list[str]], passes: Passes, terms: dict[Term, Way], met: Container[Term] = ()
) -> tuple[Term, Way] | None:
    """The term at the end of one strategy, and the passes to it; None where a rule refuses."""
    term, way = start, ()
    try:
        for group in strategy:
            term, way = saturate(term, group, passes, terms, way, met)
            if term in met:
                break
    except Refused:
        return None
    return term, way


def strategies(allowed: frozenset[str]) -> Iterator[list[list[str]]]:
    """Orders in which the allowed rules are tried: lists of groups."""

    def of(keys: Iterable[str]) -> list[str]:
        return [k for k in keys if FORMS.get(k, k) in allowed]

    opening, closing, merging = of(OPEN), of(CLOSE), of(MERGE) if "fubini" in allowed else []
    light = [k for k in opening if k != "linearity"]
    yield [opening, closing, opening, closing, merging]
    if {"independence", "declared"} & allowed and {"product", "marginalisation"} <= allowed:
        definitions = [k for k in opening if k not in ("independence", "declared", "chain", "gaussian", "change")]
        gathering = of(["gathered", "gathered_declared", *CLOSE])
        yield [definitions, gathering, definitions, gathering]
    if "independence" in allowed and "log" not in allowed:
        yield [[k for k in opening if k != "independence"], ["independence"], closing]
    for left_out in ("product", "log", "linearity", "change", "gaussian", "declared", "independence"):
        if left_out in opening:  # what integrates to one does so before its conditional is opened
            rest = [k for k in opening if k != left_out and FORMS.get(k) != left_out]
            yield [rest, closing, rest, closing, *([opening, closing] if left_out == "product" else [])]
    if merging:
        yield [opening, ["fubini"], light]
        yield [opening, ["fubini"], opening, closing, ["fubini"]]
        yield [opening, closing, ["fubini"], closing, opening]
        yield [["fubini"], opening, ["fubini"], closing]

"""From a line of the language to a claim of the kernel: terms, facts, what varies, theorems cited."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sympy import Derivative, Expr, Integral

from derivations.kernel.matrices import Line
from derivations.kernel.replay import Claim
from derivations.kernel.terms import Refused, Term, only
from derivations.kernel.translation import line_of, term
from derivations.kernel.varying import Varying, speaks_of
from derivations.language import words as L
from derivations.language.facts import Fact, Free

FOR_ALL = ("value", "inequality", "estimate")


def claim_of(left, relation: str, right, kind: str = "value", facts=(), free: Free | None = None, theorems=(), of_=()):
    """The claim `left relation right`. Raises Refused if the kernel cannot say it.

    `min` stands on both sides of a minimiser or on none; a fact holds at whatever its density is taken at, so nothing
    else in its formula may be bound or differentiated by in the line. A line about values does without a fact that
    cannot be said: then it holds for more.
    """
    if any((t.kind, t.relation) != ("value", "=") and t.kind != "inequality" for t in theorems):
        raise Refused(
            "an equation of values or a bound may be cited: what keeps only the minimiser or the mean is none"
        )
    if not all(isinstance(v, L.RandomVariable) for v in of_):
        raise Refused("a proportion follows whole variables")
    if kind == "minimiser":
        left, right = (e.objective if isinstance(e, L.Minimum) else e for e in (left, right))
    line = line_of(left, right)
    given, bound = [], names_bound(left, right) if any(map(loose_in, facts)) else set()
    for f in facts:
        if any(speaks_of(name, bound) for name in loose_in(f)):
            if kind in FOR_ALL and f not in spoken_of(facts, left, right):
                continue
            raise Refused(f"{f.density} depends by a fact on what the line binds")
        try:
            given.append((f.rule, *said(f, line)))
        except Refused:
            if kind not in FOR_ALL:
                raise
    cited = tuple((term(t.left, line), t.relation, term(t.right, line)) for t in theorems)
    return Claim(
        term(left, line), term(right, line), relation, kind, tuple(given), cited, varying_of(free or Free()),
        frozenset(a for v in of_ for m, _ in term(v, line) for a, _ in m),
    )  # fmt: skip


def spoken_of(facts: Iterable[Fact], *sides: Expr) -> list[Fact]:
    """The facts of the variables that these speak of, and of those that such facts tie to them, letter by letter."""
    roles = {(d.name, r) for e in sides for d in e.atoms(L.Density) for r, _ in (*d.target_slots, *d.given_slots)}
    tied = {f: {(f.density.name, r) for part in f.roles for r in part} for f in facts}
    while more := [f for f, own in tied.items() if own & roles and not own <= roles]:
        roles.update(*(tied[f] for f in more))
    return [f for f, own in tied.items() if own & roles]


@lru_cache(maxsize=256)
def loose_in(f: Fact) -> frozenset[str]:
    """The names in a fact's formula that its density does not hold."""
    return frozenset(s.name for s in f.formula.free_symbols - f.density.free_symbols)


def said(f: Fact, line: Line) -> tuple[Term, Term]:
    """A fact's density and formula; it is used at other values, so no name may hide a variable of the density."""
    density = term(f.density, line)
    own = line.binding({a: a for _, _, v in slots_of(density) for a in [only(v)] if a and a[0] in ("var", "symbol")})
    return density, term(f.formula, own)


def slots_of(density: Term) -> set:
    """The slots of a density, before and behind its bar."""
    found = only(density)
    return set().union(*found[3]) if found and found[0] == "density" else set()


def names_bound(*expressions) -> set[str]:
    """The names of what is summed over, integrated over or differentiated by anywhere in these."""
    return {name for e in expressions for group in bound_by(e) for name in group}


def bound_by(expression) -> set[tuple[str, ...]]:
    """The names that each sum, integral or derivative in an expression binds."""
    found = set()
    for node in expression.atoms(L.Binder, L.Sum, L.Product, Integral, Derivative):
        bound = node.bound_symbols if isinstance(node, L.Binder) else node.variables
        found.add(tuple(sorted(s.name for e in bound for s in e.free_symbols)))
    return found


def varying_of(free: Free) -> Varying:
    """What a minimisation varies, by names."""
    given = frozenset(
        (";".join([f.name, *map(str, f.args[0][1:])]), frozenset(r for r, _ in f.target_slots))
        for f in free.fixed
        if not f.givens
    )
    return Varying(given, free.symbols, free.functions, free.densities)

"""From a line of the language to a claim of the kernel: terms, facts, what varies, theorems cited."""

from __future__ import annotations

from sympy import Derivative, Integral

from derivations.kernel.replay import Claim
from derivations.kernel.terms import Refused
from derivations.kernel.translation import line_of, term
from derivations.kernel.varying import Varying
from derivations.language import words as L
from derivations.language.facts import Free


def claim_of(left, relation: str, right, kind: str = "value", facts=(), free: Free | None = None, theorems=(), of_=()):
    """The claim `left relation right`. Raises Refused if the kernel cannot say it.

    `min` stands on both sides of a minimiser or on none; a fact holds at whatever its density is taken at, so nothing
    else in its formula may be bound or differentiated by in the line.
    """
    if kind == "minimiser":
        left, right = (e.objective if isinstance(e, L.Minimum) else e for e in (left, right))
    for f in facts:
        loose = f.formula.free_symbols - f.density.free_symbols
        if loose & names_bound(left, right):
            raise Refused(f"{f.density} depends by a fact on what the line binds")
    line = line_of(left, right)
    given = tuple((f.rule, term(f.density, line), term(f.formula, line)) for f in facts)
    cited = tuple((term(t.left, line), t.relation, term(t.right, line)) for t in theorems)
    return Claim(
        term(left, line), term(right, line), relation, kind, given, cited, varying_of(free or Free()),
        frozenset(a for v in of_ for m, _ in term(v, line) for a, _ in m),
    )  # fmt: skip


def names_bound(*expressions) -> set:
    """What is summed over, integrated over or differentiated by anywhere in these."""
    found: set = set()
    for e in expressions:
        for node in e.atoms(L.Binder, L.Sum, L.Product, Integral, Derivative):
            found |= set(node.bound_symbols if isinstance(node, L.Binder) else node.variables)
    return found


def varying_of(free: Free) -> Varying:
    """What a minimisation varies, by names."""
    given = frozenset(
        (";".join([f.name, *map(str, f.args[0][1:])]), frozenset(r for r, _ in f.target_slots))
        for f in free.fixed
        if not f.givens
    )
    return Varying(given, free.symbols, free.functions, free.densities)

"""From a line of the language to a claim of the kernel: terms, facts, what varies, theorems cited."""

from __future__ import annotations

from derivations.kernel.replay import Claim
from derivations.kernel.translation import line_of, term
from derivations.kernel.varying import Varying
from derivations.language.facts import Free


def claim_of(left, relation: str, right, kind: str = "value", facts=(), free: Free | None = None, theorems=(), of_=()):
    """The claim `left relation right`. Raises Refused if the kernel cannot say it."""
    line = line_of(left, right)
    given = tuple((f.rule, term(f.density, line), term(f.formula, line)) for f in facts)
    cited = tuple((term(t.left, line), t.relation, term(t.right, line)) for t in theorems)
    return Claim(
        term(left, line), term(right, line), relation, kind, given, cited, varying_of(free or Free()),
        frozenset(a for v in of_ for m, _ in term(v, line) for a, _ in m),
    )  # fmt: skip


def varying_of(free: Free) -> Varying:
    """What a minimisation varies, by names."""
    given = frozenset(
        (";".join([f.name, *map(str, f.args[0][1:])]), frozenset(r for r, _ in f.target_slots))
        for f in free.fixed
        if not f.givens
    )
    return Varying(given, free.symbols, free.functions, free.densities)

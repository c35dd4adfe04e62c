"""A line shown: `show` finds a trace, has it replayed, and says it as judging and telling need it.

    shown = show(left, relation, right, kind, declared, facts, free, theorems)
    shown.rules            keys of the rules used (of RULES), in the order of their use
    shown.scale, .dropped  of a minimiser: left = scale * right + dropped
    shown.trace, .claim    for a certificate (prover.certificates.line_as_json)
    worked(shown)          the lines between the two sides: relation, expression, the rules that lead there

What is said of a proof is the kernel's own `Proved`; the worked lines are for people and prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sympy import Expr, S

from derivations.kernel.replay import Claim, Proved, Trace, replay
from derivations.kernel.terms import ONE, ZERO, Refused, Term
from derivations.language.facts import Fact, Free
from derivations.prover.claims import claim_of
from derivations.prover.tactics import prove

BOUNDS = ("gibbs", "jensen", "log_bound", "discrete_entropy")


@dataclass(frozen=True)
class WorkedLine:
    """One line between the two sides: the relation to the line above, the expression, the rules that lead to it."""

    relation: str
    expression: Expr
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Worked:
    """The lines between, and the rules that lead from the last of them to the right side."""

    lines: tuple[WorkedLine, ...] = ()
    last: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A line that the kernel has replayed, in the words in which it was asked."""

    proved: Proved
    trace: Trace
    scale: Expr
    dropped: Expr
    left: Expr
    right: Expr
    facts: tuple[Fact, ...] = ()
    declared: frozenset[str] | None = None

    @property
    def claim(self) -> Claim:
        return self.proved.claim

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules used, each once: those on the way down from the left side, then the rest."""
        found = self.proved
        passes = [k for k, _ in (*found.left[1:], *reversed(found.right[1:]))]
        return tuple(k for k in dict.fromkeys([*passes, *sorted(found.rules)]) if k in found.rules)


def show(
    left: Expr,
    relation: str,
    right: Expr,
    kind: str = "value",
    declared: Iterable[str] | None = None,
    facts: tuple[Fact, ...] = (),
    free: Free | None = None,
    theorems: tuple = (),
    hint: Trace | None = None,
    of_: tuple = (),
) -> Shown | None:
    """What the kernel has replayed of a line, or None: then it is not proved.

    `declared` are the keys of the declared reasons (a chapter's line): only they are used. None (a note): any rule,
    and the reasons are those of the trace found. `theorems` are cited (each added or taken away once). `hint` is a
    trace found earlier, which is replayed before anything is searched for. `of_` are the variables of a proportion.
    What the kernel cannot say, and steps for which no trace is found, give None alike.
    """
    allowed = None if declared is None else frozenset(declared)
    try:
        claim = claim_of(left, relation, right, kind, facts, free, theorems, of_)
    except Refused:
        return None
    found = None
    if hint is not None:
        again = replay(claim, hint, allowed)
        found = (hint, again) if isinstance(again, Proved) else None
    found = found or prove(claim, allowed)
    if found is None:
        return None
    trace, proved = found
    factor, rest = S.One, S.Zero
    if proved.scale != ONE or proved.dropped != ZERO:
        from derivations.prover.rendering import names_of, said

        names = names_of(left, right, *(e for f in facts for e in (f.density, f.formula)))
        factor, rest = said(proved.scale, names), said(proved.dropped, names)
        if factor is None or rest is None:
            return None
    return Shown(proved, trace, factor, rest, left, right, tuple(facts), allowed)


def facts_needed(shown: Shown) -> tuple[Fact, ...]:
    """The facts without which the trace does not prove the line."""
    kept = [*zip(shown.facts, shown.claim.facts, strict=False)]
    if len(shown.facts) != len(shown.claim.facts):  # some could not be said: those by their terms
        return shown.facts
    for pair in list(kept):
        rest = [p for p in kept if p is not pair]
        fewer = replace(shown.claim, facts=tuple(t for _, t in rest))
        if isinstance(replay(fewer, shown.trace, shown.declared), Proved):
            kept = rest
    return tuple(f for f, _ in kept)


def worked(shown: Shown) -> Worked:
    """The lines between the two sides, read from the left one down; none twice, none that is one of the sides."""
    from derivations.prover.rendering import names_of, said

    proved, left, right = shown.proved, shown.left, shown.right
    if len(proved.left) + len(proved.right) < 4:
        return Worked()  # one pass
    names = names_of(left, right, *(e for f in shown.facts for e in (f.density, f.formula)))
    sign = proved.claim.relation
    inequality = proved.claim.kind == "inequality"
    steps: list[tuple[Term, str]] = [(t, k) for k, t in proved.left]
    back = list(proved.right)
    for n in range(len(back) - 1, 0, -1):  # the rule that led from the side inwards leads back here
        steps.append((back[n - 1][1], back[n][0]))
    lines: list[WorkedLine] = []
    rules: list[str] = []
    bounded = False
    seen, known = {left, right}, {proved.claim.left, proved.claim.right}
    for t, key in steps:
        rules += [key] if key and key not in rules else []
        bounded = bounded or (inequality and key in BOUNDS)
        e = None if t in known else said(t, names)
        if e is None or e in seen:
            continue
        seen.add(e)
        if lines and rules and lines[-1].rules == tuple(rules) and not bounded:
            lines.pop()  # one rule at work twice
        lines.append(WorkedLine(sign if bounded else "=", e, tuple(rules)))
        rules, bounded = [], False
    return Worked(tuple(lines), tuple(rules))

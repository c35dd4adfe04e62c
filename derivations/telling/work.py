"""The worked lines of a proof, as every telling shows them: one rule a line, the changed part marked.

They are read off the trace that the kernel has replayed (prover/worked_lines.py). Where one rule does a step in one
pass there are none. What leads from the last of them to the right side is `last`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Add, Expr, Mul

from derivations.judging.step import Proof
from derivations.kernel.rules import RULES
from derivations.language.words import Density, Minimum
from derivations.printing.printing import to_latex, to_text
from derivations.prover.worked_lines import worked
from derivations.telling.wording import Wording

OPEN, CLOSE = "‹", "›"
ONLY_OBJECTIVES = {"drop_constant", "rescale"}


@dataclass(frozen=True)
class Line:
    """One line between the two sides: how it relates to the line above, what it says, why, what of it is new there."""

    relation: str
    expression: Expr
    rules: tuple[str, ...]
    changed: Expr | None


@dataclass(frozen=True)
class Work:
    """All of them, and the rules that lead from the last one to the right side."""

    lines: tuple[Line, ...] = ()
    last: tuple[str, ...] = ()


def work_of(proof: Proof | None) -> Work:
    """The worked lines of a proof; none where one rule does it in one pass."""
    if proof is None:
        return Work()
    found = worked(proof.shown)
    lines, before = [], proof.shown.left
    for one in found.lines:
        lines.append(Line(one.relation, one.expression, one.rules, changed_part(before, one.expression)))
        before = one.expression
    return Work(tuple(lines), found.last)


def changed_part(before: Expr, after: Expr) -> Expr | None:
    """The smallest part of an expression that holds all that differs from another; None where that is all of it."""
    whole = after
    while isinstance(before, Expr) and type(before) is type(after) and not isinstance(after, Density):
        if isinstance(after, Add | Mul):
            new, old = (
                [a for a in one.args if a not in other.args] for one, other in ((after, before), (before, after))
            )
            if len(new) != 1 or len(old) != 1:
                after = after.func(*new) if new and len(new) < len(after.args) else after
                break
        else:
            pairs = [(a, b) for a, b in zip(before.args, after.args, strict=False) if a != b]
            if len(pairs) != 1 or len(before.args) != len(after.args) or not isinstance(pairs[0][1], Expr):
                break
            old, new = [pairs[0][0]], [pairs[0][1]]
        before, after = old[0], new[0]
    return None if after == whole else after


def reason(rules: tuple[str, ...], say: Wording) -> str:
    """The names of rules; algebra where there is none."""
    names = [say.say(RULES[k].name) for k in rules if k not in ONLY_OBJECTIVES or len(rules) == 1]
    return say.pick(", ", "、").join(names) or say.say(RULES["algebra"].name)


def records(work: Work, say: Wording) -> dict:
    """For JSON: `work`, and what leads from its last line to the right side, "" where there is none."""
    lines = [
        {
            "relation": one.relation,
            "latex": to_latex(one.expression),
            "reason": reason(one.rules, say),
            **({} if one.changed is None else {"changed": to_latex(one.changed)}),
        }
        for one in work.lines
    ]
    return {"work": lines, "last_reason": reason(work.last, say) if lines else ""}


def texts(work: Work, say: Wording, signs: dict[str, str], minimised: bool = False) -> Iterator[str]:
    """For a terminal: a line each, the changed part between ‹ and ›, and the reason."""
    for one in work.lines:
        text = to_text(Minimum(one.expression) if minimised else one.expression)
        yield f"{signs[one.relation]} {marked(text, one.changed, to_text, OPEN, CLOSE)}    [{reason(one.rules, say)}]"
    if work.lines:
        yield f"[{reason(work.last, say)}]"


def marked(text: str, changed: Expr | None, printed, start: str, end: str) -> str:
    """A formula with its changed part between two marks, where that part stands in it just once as it is printed."""
    part = "" if changed is None else printed(changed)
    return text.replace(part, f"{start}{part}{end}") if part and text.count(part) == 1 else text

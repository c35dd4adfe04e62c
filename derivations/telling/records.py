"""Verdicts as JSON, schema 1: plain dictionaries, one a step, and their summary."""

from __future__ import annotations

from sympy import Expr

from derivations.judging.derivation import Verdict
from derivations.judging.verification import JudgedLine, JudgedRemark, Verification
from derivations.printing.printing import to_latex, to_text
from derivations.telling.wording import Wording
from derivations.telling.work import records, work_of

SCHEMA = 1


def judged(kind: str, relation: str, left: Expr | None, right: Expr | None, verdict: Verdict, say: Wording) -> dict:
    """What every judged line says of itself, wherever it stands. Sides are LaTeX; a side that was no formula is ""."""
    return {
        "relation": relation,
        "kind": kind,
        "verdict": verdict.verdict,
        "reasons": [say.say(reason) for reason in verdict.reasons],
        "scale": to_text(verdict.scale),
        "dropped": to_text(verdict.dropped) if verdict.dropped != 0 else "",
        "assumes": [say.say(assumption) for assumption in verdict.assumes],
        "left": to_latex(left) if left is not None else "",
        "right": to_latex(right) if right is not None else "",
        "message": say.say(verdict.message),
        **records(work_of(verdict.proof), say),
    }


def of_line(line: JudgedLine, say: Wording) -> dict:
    """One line of a chapter; with its witness where one was made."""
    step = line.step
    record = {
        "chapter": line.chapter.name,
        "label": step.note,
        **judged(step.kind, step.relation, line.left, step.right, line.verdict, say),
    }
    if line.witness is not None:
        record["witness"] = line.witness.record()
    return record


def of_remark(judged_remark: JudgedRemark, say: Wording) -> dict:
    """One remark: the note's own words as its sides where they were no formula of the language."""
    r = judged_remark
    record = {
        "chapter": r.chapter.name,
        "label": r.remark.note,
        **judged(r.remark.kind, r.relation, r.left, r.right, r.verdict, say),
        "expected": r.remark.expected,
        "remark": say.pick(r.remark.text, r.remark.text_zh),
    }
    for side, latex in zip(("left", "right"), r.remark.latex, strict=True):
        record[side] = record[side] or latex
    return record


def of_verification(verification: Verification, say: Wording, seed: int | None = None) -> dict:
    """A verification, of one chapter or of all. `seed` is that of the witnesses, None where none were made."""
    return {
        "schema": SCHEMA,
        "source": "derivations",
        "steps": [of_line(line, say) for line in verification.lines],
        "remarks": [of_remark(remark, say) for remark in verification.remarks],
        "summary": verification.counts,
        **({"broken": verification.broken} if verification.broken else {}),
        **({} if seed is None else {"seed": seed}),
    }

"""The chapters judged: every line with its verdict, every derivation with its theorem, every remark as it comes out.

    verification = verify([load("elbo")])
    verification.holds          every line proved, every chain composed, every remark as its chapter says

What the judge does not prove goes to the exact worlds; only there a line can become `refuted`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sympy import Expr, sympify

from derivations.judging.chapter import Chapter, Remark
from derivations.judging.claim import Claim, decide
from derivations.judging.derivation import ChainError, Derivation, Step, Theorem, claim_of
from derivations.judging.step import VERDICTS, Verdict
from derivations.language.words import DensityError
from derivations.worlds.kept import kept
from derivations.worlds.outcomes import Place

TYPE_ERROR = "type error"


@dataclass(frozen=True)
class JudgedLine:
    """One line of a chapter: the expression above it, the step, the verdict, and the witness where one was made."""

    chapter: Chapter
    derivation: Derivation
    left: Expr
    step: Step
    verdict: Verdict
    witness: object = None


@dataclass(frozen=True)
class JudgedRemark:
    """What a chapter shows as false on purpose, and how it came out; no sides where building it was the error."""

    chapter: Chapter
    remark: Remark
    left: Expr | None
    relation: str
    right: Expr | None
    verdict: Verdict

    @property
    def as_expected(self) -> bool:
        return self.verdict.verdict == self.remark.expected


@dataclass(frozen=True)
class Verification:
    """All that was judged. `broken` names the derivations that conclude to no theorem, and why."""

    chapters: tuple[Chapter, ...]
    lines: tuple[JudgedLine, ...]
    remarks: tuple[JudgedRemark, ...]
    theorems: tuple[Theorem, ...]
    broken: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The summary: how many steps there are, and how many of each verdict."""
        found = Counter(line.verdict.verdict for line in self.lines)
        return {"steps": len(self.lines), **{verdict: found[verdict] for verdict in VERDICTS}}

    @property
    def holds(self) -> bool:
        proved = all(line.verdict.holds for line in self.lines)
        return proved and not self.broken and all(r.as_expected for r in self.remarks)

    def assumptions(self) -> dict[str, list[str]]:
        """Every assumption used, with the labels of the lines that use it."""
        used: dict[str, list[str]] = {}
        for line in self.lines:
            facts = [f.name or f"{f.density} = {f.formula}" for f in line.derivation.assumes]
            for assumption in (*facts, *line.verdict.assumes):
                labels = used.setdefault(assumption, [])
                if line.step.note not in labels:
                    labels.append(line.step.note)
        return used


def verify(chapters: Iterable[Chapter], witness: Callable | None = None) -> Verification:
    """Judge chapters. `witness(derivation, left, step)`, if given, is asked for a measurement of each line."""
    chapters = tuple(chapters)
    lines: list[JudgedLine] = []
    remarks: list[JudgedRemark] = []
    theorems: list[Theorem] = []
    broken: dict[str, str] = {}
    for chapter in chapters:
        for derivation in chapter.derivations:
            for (left, step), verdict in zip(derivation.lines(), derivation.verdicts(), strict=True):
                if not verdict.holds:
                    verdict = decide(claim_of(left, step, derivation.assumes, derivation.free))
                number = witness(derivation, left, step) if witness else None
                lines.append(JudgedLine(chapter, derivation, left, step, verdict, number))
            try:
                theorems.append(derivation.theorem())
            except ChainError as error:
                broken[derivation.name] = str(error)
        remarks += [judge_remark(chapter, r, kept(chapter.name, k)) for k, r in enumerate(chapter.remarks)]
    return Verification(chapters, tuple(lines), tuple(remarks), tuple(theorems), broken)


def judge_remark(chapter: Chapter, remark: Remark, place: Place | None = None) -> JudgedRemark:
    """How a remark's claim comes out: a type error, refuted by a world, proved by some reasons, or neither.

    `place` is where the world was found before (worlds/kept)."""
    try:
        left, relation, right = remark.claim()
    except (DensityError, ChainError) as error:
        return JudgedRemark(chapter, remark, None, "=", None, Verdict(TYPE_ERROR, str(error)))
    said = left, sympify(right), relation, remark.kind, remark.facts, remark.free
    verdict = decide(Claim(*said, suspected=True, place=place))
    return JudgedRemark(chapter, remark, left, relation, right, verdict)

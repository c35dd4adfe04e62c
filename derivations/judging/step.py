"""One line of a derivation: the relation, the expression it leads to, the reasons; and what the judge says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, S, sympify

from derivations.kernel.replay import Proved
from derivations.kernel.rules import Rule
from derivations.kernel.theorem import ESTIMATE, INEQUALITY, MINIMISER, VALUE, Citation, Theorem
from derivations.language.display import Displayed
from derivations.prover.worked_lines import Shown

Reason = Rule | Theorem | Citation
By = Reason | Sequence[Reason]
"""One reason or several, as a chapter writes them."""


@dataclass(frozen=True)
class Step(Displayed):
    """One line: the relation, the expression it leads to, the reasons, the note label."""

    relation: str
    right: Expr
    by: tuple[Reason, ...]
    note: str
    kind: str = VALUE
    because: str = ""


def _reasons(by: By) -> tuple[Reason, ...]:
    return tuple(by) if isinstance(by, Sequence) else (by,)


def equals(right: Expr, by: By, note: str, because: str = "") -> Step:
    """The line above has this value."""
    return Step("=", sympify(right), _reasons(by), note, VALUE, because)


def at_most(right: Expr, by: By, note: str, because: str = "") -> Step:
    """The line above is at most this."""
    return Step("<=", sympify(right), _reasons(by), note, INEQUALITY, because)


def at_least(right: Expr, by: By, note: str, because: str = "") -> Step:
    """The line above is at least this."""
    return Step(">=", sympify(right), _reasons(by), note, INEQUALITY, because)


def same_minimiser(right: Expr, by: By, note: str, because: str = "") -> Step:
    """The line above is minimised by the same densities and parameters as this."""
    return Step("=", sympify(right), _reasons(by), note, MINIMISER, because)


def estimated_by(right: Expr, by: By, note: str, because: str = "") -> Step:
    """This is an unbiased estimator of the line above (or, where that is an average itself, of what it estimates)."""
    return Step("~", sympify(right), _reasons(by), note, ESTIMATE, because)


PROVED, REFUTED, DOUBTFUL, CONSISTENT, DEFINITION, UNREAD = VERDICTS = (
    "proved", "refuted", "doubtful", "consistent", "definition", "unread"
)  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """Why a claim holds: the reasons that turn one side into the other, and all that they rest on.

    `shown` is the trace with what the kernel made of it. `needed` is what of the reasons it uses, `unused` what was
    declared and does nothing; `scale` and `dropped` say
    what a minimiser keeps: left - scale * right = dropped.
    """

    reasons: tuple[Reason, ...]
    shown: Shown
    assumes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    needed: tuple[Reason, ...] = ()
    scale: Expr = S.One
    dropped: Expr = S.Zero

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("a proof names its reasons")
        if not isinstance(self.shown.proved, Proved):
            raise ValueError("a proof has been replayed by the kernel")


@dataclass(frozen=True)
class Verdict(Displayed):
    """What is said of a claim. `proved` is said by `claim.proved` alone, with the proof it was read off."""

    verdict: str
    message: str = ""
    reasons: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    scale: Expr = S.One
    dropped: Expr = S.Zero
    counterexample: object = None
    proof: Proof | None = None

    def __post_init__(self) -> None:
        if (self.verdict == PROVED) != (self.proof is not None):
            raise ValueError("a line is proved exactly if there is a proof of it")

    @property
    def holds(self) -> bool:
        return self.verdict == PROVED

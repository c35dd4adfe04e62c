"""What is said of one relation sign, and what a side of it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from sympy import Basic, Expr
from sympy import S as Sym

from derivations.judging.step import CONSISTENT, PROVED, UNREAD, Proof, Verdict
from derivations.kernel.theorem import VALUE
from derivations.reading.grammar.syntax import Node
from derivations.reading.meaning.unreadable import Unreadable

SIGNS = {"equal": "=", "define": "=", "define_right": "=", "less_equal": "<=", "greater_equal": ">=",
         "less": "<", "greater": ">", "approx": "~", "proportional": "∝", "not_equal": "≠"}  # fmt: skip
TIME_LIMIT = 20.0  # a net under the counted budgets: nothing that a note holds comes near it
FAULT = "this step is beyond what can be judged: please report it"
BEYOND = (Exception,)  # what SymPy and the rules may raise on expressions that nobody foresaw: the step is unread


class Mending(NamedTuple):
    """How a refuted line may be mended: `slips`, (kind, the right side without it), are single changes of which each
    makes the line hold; `holds` is what worlds allow of a side in its place, `proves` whether the rules prove it.
    `sought` if all of them were tried."""

    slips: tuple[tuple[str, Expr], ...]
    holds: Callable[[Expr], bool]
    proves: Callable[[Expr], bool]
    sought: bool


def slip_told(kind: str, ways: int) -> str:
    """What is said of a slip where so many changes would each make the line hold.

    >>> slip_told("a minus sign", 2)
    'likely slip: a minus sign (one of 2 repairs)'
    """
    return f"likely slip: {kind}" + (f" (one of {ways} repairs)" if ways > 1 else "")


@dataclass
class Judgement:
    """What is said of one relation sign of a note."""

    line: int
    column: int
    relation: str
    kind: str = VALUE
    verdict: str = UNREAD
    reasons: tuple[str, ...] = ()
    scale: Expr = Sym.One
    dropped: Expr = Sym.Zero
    assumes: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    message: str = ""
    place: tuple[int, int] | None = None
    suggestion: str = ""
    mendable: bool = field(default=False, repr=False)  # a small change makes it hold, in worlds at least
    left_slip: str = field(default="", repr=False)  # the kind of that change, if it is one of the left side
    made_up: bool = field(default=False, repr=False)  # the suggestion adds just what the sides differ by
    span: tuple[int, int] | None = None  # of the side that the suggestion replaces, if it is in the author's words
    at: tuple[int, int] | None = field(default=None, repr=False)  # the chain, and which of its signs
    mending: Mending | None = field(default=None, repr=False)
    counterexample: object = None
    proof: Proof | None = None
    expressions: tuple = field(default=(), repr=False)
    not_understood: tuple = ()  # the sentences (line, text) that keep a failing line from being refuted
    fault: str = ""  # of the program, where a step ended in one: for its makers, never shown
    bare: tuple[tuple[str, Expr], ...] = field(default=(), repr=False)  # bare names, as both sides were read
    reading: tuple[str, ...] = ()  # phrases for people: what was taken for what

    def take(self, found: Verdict) -> None:
        """What the door says of this sign's claim."""
        self.proof = found.proof
        self.verdict, self.message, self.reasons, self.assumes = (
            found.verdict, found.message, found.reasons, found.assumes
        )  # fmt: skip
        self.scale, self.dropped, self.counterexample = found.scale, found.dropped, found.counterexample

    def leave(self, message: str) -> None:
        """Neither proved nor refuted, and why."""
        self.take(Verdict(CONSISTENT, message))

    def give_up(self, message: str) -> None:
        """Not judged, and why."""
        self.take(Verdict(UNREAD, message))

    def define(self, message: str) -> bool:
        """A definition, and of what: true to those who ask whether it is one."""
        self.kind = self.verdict = "definition"
        self.message = message
        return True

    def doubt(self, why: str) -> None:
        """A line that fails, and why it is not refuted all the same."""
        self.verdict, self.message = "doubtful", f"as far as it was read the line fails, but {why}; {self.message}"

    def __setattr__(self, name: str, value: object) -> None:
        if name == "verdict" and value == PROVED and self.__dict__.get("proof") is None:
            raise ValueError("a line is proved exactly if there is a proof of it")
        super().__setattr__(name, value)


@dataclass(frozen=True)
class Meaning:
    """A side elaborated: its expression, or the objective of a min or max with what is free."""

    expression: Expr
    optimum: str = ""
    over: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()  # the families that an optimum is over, `q in Q`, as they are written
    conditional: frozenset[str] = frozenset()  # letters of which one conditional alone is optimised
    power: Expr = Sym.One  # 2 where a variance s^2 is what an optimum is over
    bare: tuple[tuple[str, Expr], ...] = ()  # bare names that no sentence declares, as they were read
    assumes: tuple[str, ...] = ()  # what the note gives, and stands in the place of what was written
    remark: str = ""  # what a reader should be told of how it was read

    @classmethod
    def of(cls, read, tree: Node) -> Meaning:
        """What a tree means, of whatever kind; a transposed name alone means nothing."""
        value = read.typed(tree)[1]
        if not isinstance(value, Basic):
            raise Unreadable("a transposed vector alone is not understood", tree)
        return cls(value)

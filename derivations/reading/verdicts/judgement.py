"""What is said of one relation sign, and what a side of it means."""

from __future__ import annotations

from dataclasses import dataclass, field

from sympy import Expr
from sympy import S as Sym

from derivations.judging.derivation import VALUE

SIGNS = {"equal": "=", "define": "=", "define_right": "=", "less_equal": "<=", "greater_equal": ">=",
         "less": "<", "greater": ">", "approx": "~", "proportional": "∝"}  # fmt: skip
TIME_LIMIT = 5.0


@dataclass
class Judgement:
    """What is said of one relation sign of a note."""

    line: int
    column: int
    relation: str
    kind: str = VALUE
    verdict: str = "unread"
    reasons: tuple[str, ...] = ()
    scale: Expr = Sym.One
    dropped: Expr = Sym.Zero
    assumes: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    message: str = ""
    place: tuple[int, int] | None = None
    suggestion: str = ""
    counterexample: object = None
    expressions: tuple = field(default=(), repr=False)
    not_understood: tuple = ()  # the sentences (line, text) that keep a failing line from being refuted
    reading: tuple[str, ...] = ()  # phrases for people: what was taken for what


@dataclass(frozen=True)
class Meaning:
    """A side elaborated: its expression, or the objective of a min or max with what is free."""

    expression: Expr
    optimum: str = ""
    over: tuple[str, ...] = ()
    power: Expr = Sym.One  # 2 where a variance s^2 is what an optimum is over
    remark: str = ""  # what a reader should be told of how it was read

"""To which base a note's logarithms are: `\\log_2 f`, `\\log_b f`, H_b(X), and what its words say of every log."""

from __future__ import annotations

import re

import sympy

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import plain
from derivations.reading.tables import Table

_TABLE = Table(__file__)
TOLD = _TABLE.pattern("told", flags=re.IGNORECASE)
NATURAL = re.compile(r"base[- ]?\$?[\s{]*e\b|以\s*\$?\s*e\s*\$?\s*为底")


def told_base(note: Note) -> int:
    """The line on which the note says that its logarithms are to another base than e; 0 if it does not."""
    for block in note.blocks:
        found = TOLD.search(block.text) if block.kind == "prose" else None
        if found is not None and not NATURAL.search(found[0]):
            return block.line + block.text.count("\n", 0, found.start())
    return 0


def see_foot(survey, node: S.Divide) -> None:
    """log f / log 2, as log_2 f is read: the base is kept, a number or a letter."""
    foot = node.denominator
    logs = [n for n in (node.numerator, foot) if isinstance(n, S.Apply) and n.function == "log"]
    if len(logs) == 2 and foot.span == node.span:
        base = foot.arguments[0]
        if isinstance(base, S.Number | S.Symbol):
            survey.bases[base.text if isinstance(base, S.Number) else plain(base.name)] = base


def in_units(read, value: sympy.Expr, letter: str | None = None) -> sympy.Expr:
    """An entropy or divergence in nats; or to the base that the note writes its logarithms to, or that the subscript
    of H_b names where no density is called b."""
    if letter and names_base(read, letter):
        return value / sympy.log(read.expression(S.Symbol(letter)))
    if not read.survey.bases:
        return value
    unit = read.readings.choose("the base of the logarithm in H, KL and I", ("e", *sorted(read.survey.bases)))
    return value if unit == "e" else value / sympy.log(read.expression(read.survey.bases[unit]))


def names_base(read, letter: str) -> bool:
    """Whether the b of H_b(X) is a base: no density is called so, and the note writes logarithms to such letters."""
    lettered = any(isinstance(base, S.Symbol) for base in read.survey.bases.values())
    return lettered and letter not in read.survey.applied_letters and letter not in read.survey.signatures

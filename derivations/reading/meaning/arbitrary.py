"""Whether the letter C of a note is any constant, `log q(z) = log p(x, z) + C`, or something that the note names.

A capacity, a cost or a number of classes does not come and go from line to line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sympy import Expr, expand

from derivations.reading.document import Chain, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence, sentences

LETTER = "C"
NAME = f"constant:{LETTER}"
_CONSTANT = re.compile(
    r"\bconst(?:ants?)?\b|\bnormali[sz]|\b(?:not|n't) (?:\w+ )?(?:depend|involve|contain|vary)|\bindependent of\b|"
    r"\birrelevant\b|\bignor|\badditive\b|常数|常量|常值|归一化|无关|不依赖|不含"
)


def is_named(note: Note) -> bool:
    """Whether a sentence speaks of C without calling it a constant, or a display says what it is."""
    return any(map(gives, note.chains)) or not all(_CONSTANT.search(one.text) for one in spoken(note))


def is_called_constant(note: Note) -> bool:
    """Whether a sentence speaks of C as of a constant."""
    return any(_CONSTANT.search(one.text) for one in spoken(note))


def spoken(note: Note) -> Iterator[Sentence]:
    """The sentences with a C that stands alone in its formula, or is given there."""
    for block in (b for b in note.blocks if b.kind == "prose" and b.formulas):
        for sentence in sentences(block):
            if any(gives(c) or is_alone(c) for f in sentence.formulas for c in f.chains):
                yield sentence


def is_letter(side) -> bool:
    return side.read and isinstance(side.tree, S.Symbol) and side.tree.name == LETTER


def is_alone(chain: Chain) -> bool:
    return len(chain.sides) == 1 and is_letter(chain.sides[0])


def gives(chain: Chain) -> bool:
    """`C = ...`, `C > 0`: not that it is a constant."""
    told = chain.sides[1].tree if len(chain.sides) > 1 and chain.sides[1].read else None
    return len(chain.sides) > 1 and is_letter(chain.sides[0]) and not isinstance(told, S.Constant)


def may_be_lost(left: Expr, right: Expr, constants: set, told: bool) -> bool:
    """Whether a constant stands on the left side alone, or a C on one side or with two signs: if the sides are equal
    without them they say that it is zero, as `F + C = F - C` does. `told`: C is called a constant, so that it may come
    and go."""
    gap, one, other = expand(left - right).free_symbols, left.free_symbols, right.free_symbols
    letters = {s for s in constants & gap if s.name == NAME and (not told or s in one & other)}
    return bool(letters or {s for s in (constants & gap) - other if s.name != NAME})

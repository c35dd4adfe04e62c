"""What was found before, kept while a note is edited: the same question has the same answer.

    memory = Memory()
    with remembering(memory):
        Judge(note).run()

A search for a proof and a look into worlds are functions of explicit, frozen values (`Claim`, two expressions and the
facts) and never change what they say. So an edited note is read again from its first line to its last, as if for the
first time, and only those questions are answered from memory that are asked again word for word: a line whose claim an
edit touches, above it or below, by a letter or by a fact, is judged anew. The work that an answer took is charged
again, so that budgets run out where they do for a note that is read once.

Where nobody has set a memory, as in `check` without `--watch`, nothing is kept: a repair that is looked for within a
limit of work is not always found again under a memory.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from typing import TypeVar, cast

from sympy import Basic

from derivations.language.linear_algebra import MatrixName
from derivations.language.random_variables import Index, RandomVariable
from derivations.numbers.budget import at_most_steps, spend

Answered = TypeVar("Answered")
KEPT = 8  # notes judged to their end, after which an answer that none of them asked for is forgotten
_WITHOUT_END = 1 << 62
_here = threading.local()


@dataclass
class Answer:
    """What a question led to, how many steps of work that took, and when it was last asked."""

    found: object
    steps: int
    asked: int


class Memory:
    """Questions with their answers; `found` and `recalled` count those of the last note that was judged with it."""

    def __init__(self) -> None:
        self.answers: dict[tuple, Answer] = {}
        self.sizes: dict[int, tuple[Basic, frozenset]] = {}  # of expressions that are alive, under their identities
        self.notes = self.found = self.recalled = 0


@contextmanager
def remembering(memory: Memory) -> Iterator[Memory]:
    """Questions asked inside, in this thread, are answered from memory where it has them. What none of the last notes
    asked for is forgotten at the end, unless that came too soon."""
    before = getattr(_here, "memory", None)
    _here.memory, memory.found, memory.recalled = memory, 0, 0
    try:
        yield memory
    finally:
        _here.memory = before
        memory.sizes.clear()
    memory.notes += 1
    memory.answers = {k: a for k, a in memory.answers.items() if memory.notes - a.asked <= KEPT}


def answered(question: Callable[..., Answered], *given: object, **settings: object) -> Answered:
    """`question(*given, **settings)`, from memory if it was asked before. A question is a function of these alone."""
    memory: Memory | None = getattr(_here, "memory", None)
    if memory is None:
        return question(*given, **settings)
    key = question.__module__, question.__name__, exactly((given, tuple(sorted(settings.items()))), memory.sizes)
    known = memory.answers.get(key)
    if known is not None:
        memory.recalled += 1
        known.asked = memory.notes
        spend(known.steps)
        return cast(Answered, known.found)
    memory.found += 1
    with at_most_steps(_WITHOUT_END) as budget:
        allowed = budget.left
        found = question(*given, **settings)
        if budget.left > 0:  # else what was left was too little, and more may find another answer
            memory.answers[key] = Answer(found, allowed - budget.left, memory.notes)
    return found


def exactly(value: object, sizes: dict[int, tuple[Basic, frozenset]]) -> object:
    """A value with all that tells it from another, to be hashed. SymPy takes two variables for one if their sizes are
    written alike, whatever is assumed of these; `sizes` are those of expressions seen before."""
    if isinstance(value, Basic):
        if id(value) not in sizes:
            found = frozenset((v, size_of(v)) for v in value.atoms(RandomVariable, Index, MatrixName))
            sizes[id(value)] = value, found  # kept, so that no other expression gets its identity
        return sizes[id(value)]
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), tuple(exactly(getattr(value, field.name), sizes) for field in fields(value))
    if isinstance(value, tuple | list):
        return tuple(exactly(part, sizes) for part in value)
    return type(value), value


def size_of(variable: RandomVariable | Index | MatrixName) -> Basic | None:
    """The size of a vector or a matrix, the end of an index."""
    if isinstance(variable, RandomVariable):
        return variable.dimension
    return variable.upper if isinstance(variable, Index) else variable.size

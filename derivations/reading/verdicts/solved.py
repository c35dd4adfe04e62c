"""Names that stand in an earlier equation: what a line says that they are must meet it, fresh though they look.

`Setting the derivative to zero, $2ax + b = 0$, so that $$x = b / 2a$$`: nothing else says what x is, so the line
defines it; the equation with the line put in fails, and the line is doubted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from derivations.judging.claim import Claim, prove
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.freshness import holds
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.meaning.naming import base
from derivations.reading.meaning.substitution import is_name
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.refuting import look

FRESH, TO_BE_SOLVED = "a fresh name", "an equation to be solved"


def meets_equations(judge, out: Judgement) -> None:
    """Doubts a definition that an earlier equation denies; where other names stand in that too, nothing is decided."""
    if out.verdict != "definition" or out.message != FRESH or out.at is None or out.at[1]:
        return
    chain = judge.note.chains[out.at[0]]
    name, right = (side.tree for side in chain.sides[:2])
    if chain.implication is not None or not isinstance(base(name), S.Symbol) or not is_name(name):
        return
    for line, one, other, to_be_solved in equations_with(judge, chain, name):
        met = is_met(judge, one, other, right)
        if met is False:
            out.leave(f"line {line} has it in an equation that this does not solve")
            out.verdict = "doubtful"
        elif met is None and to_be_solved:
            out.leave(f"line {line} has it in an equation: whether this follows was not decided")
        if out.verdict != "definition":
            return


def is_met(judge, one: S.Node, other: S.Node, right: S.Node) -> bool | None:
    """Whether an equation holds with what was put in; None if other names stand in it too, or it was not read."""
    try:
        mine, left, far = (judge.known.read.expression(tree) for tree in (right, one, other))
    except (Unreadable, L.DensityError):
        return None
    claim = Claim(left, far, "=", VALUE, judge.known.facts)
    if prove(claim, partial(look, judge)) is not None or not look(judge, claim, False).refutes:
        return True
    return False if (left.free_symbols | far.free_symbols) <= mine.free_symbols else None


def equations_with(judge, chain: Chain, name: S.Node) -> Iterator[tuple[int, S.Node, S.Node, bool]]:
    """The equations before a chain that hold a name and define none, and whether they are told as ones to be solved:
    lines that were not judged wrong, and formulas of sentences."""
    index = judge.note.chains.index(chain)
    lines = {done.at[0]: done for done in judge.results if done.at is not None and done.at[0] < index}
    heard = judge.known.told
    spoken = (f for block in judge.note.blocks[: chain.block] for f in block.formulas if f in heard)
    told = [(f, heard[f].said == TO_BE_SOLVED) for f in spoken]
    chains = [(c, solve) for f, solve in told if solve or heard[f].kind != REFUSED for c in f.chains]
    open_ = {k: done for k, done in lines.items() if done.verdict in ("consistent", "unread")}
    chains += [(judge.note.chains[k], TO_BE_SOLVED in done.message) for k, done in open_.items()]
    for one, solve in chains:
        trees = one.trees
        if [r.name for r in one.relations] == ["equal"] and len(trees) == 2 and not any(map(is_name, trees)):
            if any(holds(tree, name) for tree in trees):
                yield one.sides[0].line, *trees, solve

"""Ranges that a display gives: `b > 0` and `0 <= w_k <= 1` alone, `..., \\qquad 0 \\le c \\le 1` beside what it says.

What stands alone is taken as given, unless the words that lead to it deny, ask, wish or conclude it. A range of two
ends beside a line holds for that line wherever it stands in the display.
"""

from __future__ import annotations

import re

from derivations.reading.document import Block, Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.concluding import concluded_from, concluding
from derivations.reading.hearing.modality import refusal
from derivations.reading.hearing.ranges import bounds_in
from derivations.reading.hearing.sentences import MARK
from derivations.reading.hearing.taking_back import told_here
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import head_of
from derivations.reading.verdicts.judgement import Judgement

CONTRADICTED = ("refuted", "doubtful")
RANGE_NAMES = {"<=": "less_equal", ">=": "greater_equal", "<": "less", ">": "greater"}
TAKEN = "a range, taken as given"
_STILL_TAKEN = ("an example", "a requirement")
_IN_DOUBT = re.compile(r"\b(?:not|never|wrong(?:ly)?|whether|unknown|unclear|false(?:ly)?)\b|n't\b|不|未必|是否|错误")


def foresee_ranges(judge, block: Block) -> None:
    """Learns the ranges of two ends that stand in a display of several lines, before any of these is judged."""
    chains = [judge.note.chains[index] for index in block.chains]
    judge.foreseen = []
    if len(chains) < 2 or is_refused(judge, chains[0]) or concluding(judge, chains[0]) is not None:
        return
    for chain in chains:
        trees, relations = chain.trees, [r.name for r in chain.relations]
        bounds = bounds_in(trees, relations) if len(trees) == len(chain.sides) == 3 else {}
        whole = len(bounds) == 1 and None not in next(iter(bounds.values()))
        if whole and not judge.known.ranges.denies(trees, relations) and not is_defined(judge, *bounds):
            judge.known.ranges.learn(trees, relations)
            judge.foreseen.append(chain)
        elif not relations and trees and isinstance(trees[0], S.Membership):
            judge.known.ranges.learn_membership(trees[0])


def range_given(judge, left, sign: str, right, out: Judgement) -> None:
    """A range that is displayed bounds its name from here on, together with what bounded it before."""
    chain, ranges = judge.note.chains[out.at[0]], judge.known.ranges
    if any(chain is one for one in judge.foreseen):
        take(out)
        return
    bare = all(side.read and isinstance(side.tree, (S.Symbol, S.Index, S.Number, S.Neg)) for side in (left, right))
    bare = bare and any(isinstance(side.tree, (S.Number, S.Neg)) for side in (left, right))
    if not bare or sign not in RANGE_NAMES or out.verdict not in CONTRADICTED:
        return
    names = [side.tree for side in (left, right) if isinstance(side.tree, (S.Symbol, S.Index))]
    bounded = bool({head_of(n)[0] for n in names} & set(ranges.bounds))
    if ranges.denies([left.tree, right.tree], [RANGE_NAMES[sign]]):
        out.verdict, out.suggestion = "doubtful", ""
        out.message = f"it contradicts the range that was told before; {out.message}"
    elif names and (lead := concluding(judge, chain, plainly=not bounded)) is not None:
        if not bounded:
            said = f"line {lead.line} says something of it that was not understood: {concluded_from(judge, chain)}"
            doubt(out, said)
    elif names and is_refused(judge, chain):
        lead = judge.prose.leading(chain.block)
        doubt(out, f"line {lead.line} says something of it that was not understood: {lead.text}")
    elif names and not is_defined(judge, *(head_of(n)[0] for n in names)):
        ranges.learn([left.tree, right.tree], [RANGE_NAMES[sign]], beside=True)
        lead = judge.prose.leading(chain.block)
        if lead is not None:
            ranges.said |= {name_of(n): told_here(judge.known, lead) for n in names if name_of(n)}
        take(out)


def is_refused(judge, chain: Chain) -> bool:
    """Whether the words that lead to a display say that it is not so, or ask, or wish it."""

    def refused() -> bool:
        lead = judge.prose.leading(chain.block)
        said = refusal(f"{lead.text} {MARK}", f"{lead.text} ", "") if lead is not None else ""
        in_doubt = lead is not None and _IN_DOUBT.search(lead.text) is not None
        return in_doubt or (bool(said) and said not in _STILL_TAKEN)

    return judge.prose.once("refused", chain.block, refused)


def is_defined(judge, *names: str) -> bool:
    return any(judge.known.has_definition(name) for name in names)


def take(out: Judgement) -> None:
    out.kind = out.verdict = "definition"
    out.message, out.suggestion, out.counterexample, out.assumes = TAKEN, "", None, ()


def doubt(out: Judgement, why: str) -> None:
    out.suggestion = ""
    out.doubt(why)

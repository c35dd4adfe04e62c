"""What a display assumes: no claim, and a premise of what follows until its scope ends.

`Suppose that $$a+b=1.$$ Then $$(a+b)^2=1$$`: the first is taken as given. What follows is judged with it where it is a
value, a density or a sum of weights and the very next line speaks of it; else it only keeps a world that breaks it
from refuting anything. A case (`if`, `subject to`) ends with the sentence that draws the conclusion, an assumption with
the section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derivations.reading.document import Block, Chain, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import declare
from derivations.reading.hearing.displays import NO_CLAIM, PREMISE, UNJUDGED_IF_WRONG, Told
from derivations.reading.hearing.freshness import solves
from derivations.reading.hearing.noting import Unheard, hear_weights, names_spoken_of
from derivations.reading.hearing.ranges import is_value, number
from derivations.reading.hearing.sentences import sentences
from derivations.reading.meaning.naming import name_of
from derivations.reading.verdicts.claims import CONTRADICTED, told_as, unjudged
from derivations.reading.verdicts.judgement import Judgement

GIVEN = "an assumption, taken as given"
CASES = ("a case", "a requirement", "a constraint", "the case of equality")
SECTION = re.compile(r"\\(?:sub)*section\b")
HEADING = re.compile(r"\s{0,3}#{1,6}\s")  # of a line of the note: a paragraph is kept without it
_NAME = re.compile(r"\\?[A-Za-z]+")
_THEN = re.compile(
    r"\s*[,，.。]?\s*(?:and |so |we |it |hence |thus |therefore )*"
    r"(?:then|so|hence|thus|therefore|have|get|obtain|find|see|follows|holds)\b[^.;]{0,30}|"
    r"\s*[,，.。]?\s*(?:我们)?(?:则|則|那么|那麼|就|便|可|从而|于是|故)?(?:有|得到?|知|则|則|那么|那麼|就|便)[^。；]{0,8}"
)


@dataclass(frozen=True)
class Premise:
    """What a display assumes, the block that it is, whether it is a case alone, whether the next display uses it."""

    heard: Unheard
    block: int
    passing: bool
    used: bool


def as_told(judge, told: Told | None, chain: Chain, place: int, out: Judgement) -> None:
    """A line that is told as an equation to be solved, or as what is assumed, is not accused of being one."""
    if told is None:
        return
    if told.kind == UNJUDGED_IF_WRONG and not solves(judge, chain, place):
        unjudged(told.said, out)
    if told.said != PREMISE or out.verdict not in (*CONTRADICTED, "consistent"):
        return
    goes_on = place == 0 or judge.results[-1].message == GIVEN
    trees = [side.tree for side in chain.sides[place : place + 2]]
    if goes_on and names_spoken_of(judge.known, trees):
        out.kind = out.verdict = "definition"
        out.message, out.suggestion, out.counterexample, out.not_understood = GIVEN, "", None, ()


def close_display(judge, place: int, block: Block) -> None:
    """Forgets what was said for this display alone, and keeps what it assumes of those that follow."""
    if not block.chains:
        return
    judge.known.forget_passing()
    done_here: dict[int, list[Judgement]] = {}
    for done in reversed(judge.results):
        if done.at and done.at[0] < block.chains[0]:
            break
        done_here.setdefault(done.at[0] if done.at else -1, []).append(done)
    for index in block.chains:
        chain = judge.note.chains[index]
        told = told_as(judge, chain) if chain.relations else None
        if told is None:
            continue
        case = told.kind == NO_CLAIM and told.said in CASES
        mine = done_here.get(index, [])
        if case or (told.said == PREMISE and any(done.message == GIVEN or done.verdict == "unread" for done in mine)):
            hold(judge, chain, place, case)


def hold(judge, chain: Chain, place: int, case: bool) -> None:
    """Keeps a premise with the names that it speaks of; one that is read and concluded from at once is a fact."""
    trees, relations = chain.trees, [r.name for r in chain.relations]
    latex = judge.note.source.text[chain.sides[0].span[0] : chain.sides[-1].span[1]]
    names = names_spoken_of(judge.known, trees) if trees else frozenset()
    if len(trees) < len(chain.sides):
        names |= frozenset(_NAME.findall(latex))
    following = judge.note.blocks[place + 1 : place + 2]
    concludes = bool(following) and following[0].kind == "prose" and _THEN.fullmatch(following[0].text) is not None
    used = concludes and len(trees) == 2 and relations in (["equal"], ["define"]) and take(judge.known, trees)
    line = chain.sides[0].line
    judge.known.premises.append(Premise(Unheard(line, f"${latex}$", names), place, case, used))


def take(known, trees: list[S.Node]) -> bool:
    """Takes a premise as a fact of the next display, where it can be one: a value, a density, weights."""
    if is_value(trees, ["equal"]):
        known.ranges.values[name_of(trees[0])] = number(trees[1])
        return True
    if all(isinstance(tree, S.Density) for tree in trees):
        return declare(known, *trees, passing=True)
    return hear_weights(known, *trees)


def premises_of(judge, out: Judgement) -> list[Unheard]:
    """The premises that a line stands under and that were not used for it."""
    if out.at is None:
        return []
    here = judge.note.chains[out.at[0]].block
    return [p.heard for p in judge.known.premises if in_scope(judge.note, p, here)]


def in_scope(note: Note, premise: Premise, here: int) -> bool:
    """Whether a premise still holds at a block: an assumption up to the next heading, a case up to the end of the
    sentence that concludes from it."""
    between = note.blocks[premise.block + 1 : here]
    if here <= premise.block or (premise.used and not any(b.kind == "display" for b in between)):
        return False
    concluded = False
    for block in between:
        if block.kind == "display":
            concluded = True
        elif block.kind == "prose":
            ends = concluded and premise.passing and any(s.ended for s in sentences(block))
            if ends or begins_a_section(note, block):
                return False
    return True


def begins_a_section(note: Note, block: Block) -> bool:
    """Whether a piece of prose is, or begins with, a heading."""
    headed = SECTION.search(block.text) or HEADING.match(note.source.line(block.line))
    return block.kind == "prose" and headed is not None

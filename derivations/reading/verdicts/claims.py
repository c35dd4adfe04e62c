"""What is a claim at all: wishes, premises, constraints, ranges and assumptions are accused of nothing."""

from __future__ import annotations

import re
from itertools import pairwise

from derivations.judging.step import PROVED
from derivations.reading.document import Chain, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.displays import FOUND, NO_CLAIM, Told, told
from derivations.reading.hearing.naming_in_chains import MADE
from derivations.reading.hearing.normals import NORMAL, normals_by_name, put_in_place, takes_normal
from derivations.reading.hearing.noting import hear_weights
from derivations.reading.meaning.gaussians import mass_of, unnormalised
from derivations.reading.meaning.limits_of_sums import limits_of
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import head_of
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.displayed_ranges import CONTRADICTED
from derivations.reading.verdicts.judgement import Judgement

ZERO = S.Number("0")
PREMISES = 4  # chains before an arrow
LEADS = 80  # characters before a chain in which `s.t.` may stand
ENDS_SUBJECT_TO = re.compile(r"(?:\bs\s*\.\s*t\s*\.?|subject\s+to|约束)\s*\}?(?:\\q?quad|[\s&:~,])*$")
SUBJECT_TO = re.compile(r"(?:\\(?:text|mathrm|rm|textrm)\s*\{?)?\s*(?:s\s*\.\s*t\s*\.?|subject\s+to|约束)\s*\}?\s*:?")


def told_as(judge, chain: Chain) -> Told | None:
    """What the words around a display, or `s.t.` before a chain in it, say of it."""
    if chain.told:
        return Told(NO_CLAIM, chain.told)
    first = judge.note.blocks[chain.block].chains[0]
    if chain is not judge.note.chains[first] and is_subject_to(judge.note.chains[first]):
        return Told(NO_CLAIM, "a constraint")
    start = chain.sides[0].span[0]
    if ENDS_SUBJECT_TO.search(judge.note.source.text[max(0, start - LEADS) : start]):
        return Told(NO_CLAIM, "a constraint")
    found = judge.prose.once(
        "told", chain.block, lambda: told(judge.note.prose_before(chain), judge.note.prose_after(chain))
    )
    return Told(FOUND, "an implication") if found is None and in_implication(judge, chain) else found


def in_implication(judge, chain: Chain) -> bool:
    """Whether a chain stands on either side of an arrow: `KL = 0 \\iff q = p` sets no q."""
    chains = [judge.note.chains[index] for index in judge.note.blocks[chain.block].chains]
    after = next((b for a, b in pairwise(chains) if a is chain), None)
    return chain.implication is not None or (after is not None and after.implication is not None)


def no_claim(told_as: Told | None, chain, place: int, out: Judgement) -> bool:
    """A wish, a question, a mistake, a case: its lines are no claims, and none of them is a fact."""
    if told_as is None or told_as.kind != NO_CLAIM:
        return False
    out.verdict, out.message = "consistent", f"told as {told_as.said}: no claim, and not judged"
    return True


def unjudged(said: str, out: Judgement) -> None:
    """An equation to be solved, an update, a premise: where it does not hold by itself it is no claim."""
    if out.verdict in CONTRADICTED:
        out.verdict, out.message = "consistent", f"told as {said}: no claim by itself"
        out.suggestion, out.counterexample, out.not_understood = "", None, ()


def implied(judge, index: int, out: Judgement) -> None:
    """What stands left of an implication is no claim; what stands right of it is one under that premise alone. A
    derivative that is zero is an equation to be solved, and the rows below it are what it comes to."""
    following = judge.note.chains[index + 1] if index + 1 < len(judge.note.chains) else None
    mine = judge.note.chains[index]
    above = (judge.note.chains[i] for i in judge.note.blocks[mine.block].chains if i < index)
    if out.verdict in CONTRADICTED and (any(c.is_stationary for c in above) or sets_to_zero(mine, out)):
        unjudged("an equation to be solved", out)
    if following is not None and following.implication is not None and following.block == mine.block:
        unjudged("the premise of an implication", out)
    arrow = mine.implication
    if arrow is not None and any(
        (j.line, j.column) == (arrow.line, arrow.column) and j.verdict == PROVED for j in judge.results
    ):
        unjudged("what follows from the premise before the arrow", out)
    if mine.implication is not None and out.verdict == "refuted":
        premises = judge.note.chains[max(0, index - PREMISES) : index]  # what follows may follow of several of them
        unproved = [j for j in judge.results if j.verdict not in ("proved", "definition")]
        if any(premise_line(premise, j) for premise in premises for j in unproved):
            out.doubt("its premise was not used")


def sets_to_zero(chain: Chain, out: Judgement) -> bool:
    """Whether the sign of this verdict joins a side with zero, in a chain that says so of a derivative."""
    if not chain.is_stationary:
        return False
    place = next((p for p, r in enumerate(chain.relations) if (r.line, r.column) == (out.line, out.column)), None)
    return place is not None and ZERO in [side.tree for side in chain.sides[place : place + 2] if side.read]


def remarked(remark: str, sign: str, out: Judgement) -> None:
    """A side with a divergence that is none is never proved, and refuted only as a value."""
    if remark and (out.verdict == PROVED or sign != "="):
        out.verdict, out.reasons, out.counterexample = "consistent", (), None
        out.suggestion, out.message = "", ""
    if remark:
        out.message = "; ".join(m for m in (remark, out.message) if m)


def weights_given(judge, left: S.Node, sign: str, right: S.Node, out: Judgement) -> None:
    """`\\sum_k w_k = 1` of a name that nobody defined: no numbers do so by themselves, it is taken as given."""
    body = left.body if isinstance(left, S.SumOver) else None
    if sign != "=" or right != S.Number("1") or not isinstance(body, S.Index) or out.verdict not in CONTRADICTED:
        return
    name = head_of(body)[0]
    if judge.known.weights.get(name, left) != left:  # they sum to one between other limits, as was said
        return
    if body.indices[-len(left.indices) :] == left.indices and name and not judge.known.has_definition(name):
        hear_weights(judge.known, left, right)
        judge.known.called_weights.add(name)
        out.kind = out.verdict = "definition"
        out.message, out.suggestion, out.counterexample = "numbers that sum to one, taken as given", "", None


def part_of_one(judge, left: S.Node, sign: str, right: S.Node, out: Judgement) -> bool:
    """`\\sum_{z=2}^K p(z) = 1`: what is one is the sum over all values, the first and the last of them too."""
    one, total = (left, right) if left == S.Number("1") else (right, left)
    if sign != "=" or one != S.Number("1") or not isinstance(total, S.SumOver) or not isinstance(total.body, S.Density):
        return False
    runs = [t.indices[0] if isinstance(t, S.Index) else t for t in total.body.targets]
    last = {judge.survey.listed.get(name_of(t) or "") for t in total.body.targets}
    last |= {high for _, high in limits_of(judge.survey, map(name_of, total.body.targets))}
    later = isinstance(total.lower, S.Number) and float(total.lower.text) > 1
    sooner = any(total.upper == S.Add((high, S.Neg(S.Number("1")))) for high in last - {None})
    if runs != [*total.indices] or not (later or sooner):
        return False
    out.verdict = "doubtful"
    out.message = "a part of the values is summed: all of them together have probability one"
    return True


def made_in_distribution(judge, index: int, place: int, out: Judgement) -> None:
    """The later signs of `x_t = a x_{t-1} + b \\epsilon = c x_{t-2} + d \\epsilon'`: equal in law."""
    first = len(judge.results) - place
    made = place and judge.results[first].message == MADE
    if made and out.verdict in CONTRADICTED:
        out.verdict, out.message = "consistent", "variables that are equal in distribution are not compared as numbers"
        out.suggestion, out.counterexample, out.not_understood = "", None, ()


def told_before(judge, left: S.Node, sign: str, right: S.Node, out: Judgement) -> None:
    """An equation that a sentence declared, and that is set as a display too: it is that assumption, and no claim."""
    if sign != "=" or out.verdict not in (*CONTRADICTED, "consistent"):
        return
    for one, other, line in judge.known.given:
        if (left, right) in ((one, other), (other, one)):
            out.kind = out.verdict = "definition"
            out.message, out.suggestion, out.counterexample = f"taken as given, as line {line} says", "", None
            out.not_understood = ()


def first_with(note: Note, words: re.Pattern) -> int:
    """The first block of prose with such words; behind the last block if there is none."""
    return next((k for k, b in enumerate(note.blocks) if b.kind == "prose" and words.search(b.text)), len(note.blocks))


def read_normals(judge, place: int, block) -> tuple[str, ...]:
    """Normals that a display takes by the names of their parameters, where the note has spoken of normals."""
    if judge.prose.once("normal", 0, lambda: first_with(judge.note, NORMAL)) >= place:
        return ()
    chains = (judge.note.chains[index] for index in block.chains)
    return tuple(normals_by_name(judge.known, (tree for c in chains for tree in c.trees)))


def puts_in_a_normal(judge, index: int, place: int, out: Judgement) -> bool:
    """A normal density written in place of one that nobody gave: the step assumes it, and what follows uses it. A
    formula with a normal's shape whose mass is another number than 1 is no density, whatever else was said."""
    chain = judge.note.chains[index]
    left, right = chain.sides[place : place + 2]
    fails = chain.relations[place].sign == "=" and out.verdict in (*CONTRADICTED, "consistent")
    found = put_in_place(judge.known, left.tree, right.tree) if fails and left.read and right.read else None
    if found is None:
        return False
    if takes_normal(judge.known, *found):
        taken_as(judge, found[0], place, index, out)
        return True
    if out.verdict not in CONTRADICTED:
        return False
    try:
        density, formula = (judge.known.read.expression(tree) for tree in found)
    except Unreadable:
        return False
    mass = mass_of(formula, density.targets[0])
    if mass is None or not mass.is_number or mass == 1:
        return False
    out.expressions, out.mending, out.counterexample = (), None, None  # neither a tie nor a world has a part in this
    return unnormalised(density, formula, out)


def taken_as(judge, density: S.Density, place: int, index: int, out: Judgement) -> None:
    """A normal density written in place of one that nobody gave: the step assumes it, and what follows uses it."""
    judge.meanings.pop((index, place + 1), None)
    given = next(f for f in reversed(judge.known.facts) if f.density.name == judge.survey.joint_name(density))
    out.define(f"takes {given.density} as {given.formula}: an assumption that this step makes")
    out.suggestion, out.counterexample = "", None


def is_subject_to(chain: Chain) -> bool:
    """Whether a chain is only the words `s.t.` before the constraints that follow it."""
    return not chain.relations and SUBJECT_TO.fullmatch(chain.sides[0].latex.strip()) is not None


def premise_line(premise: Chain, done: Judgement) -> bool:
    """Whether a verdict is that of a sign of the premise."""
    return any((r.line, r.column) == (done.line, done.column) for r in premise.relations)

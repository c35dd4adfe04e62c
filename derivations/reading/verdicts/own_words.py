"""A repair in the author's own words: the side with the least change to its LaTeX that is proved.

put_in_own_words(judge)     once a note has been walked to its end: what is read again for a repair cannot change
                            what was said of any line
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sympy import Add, Expr, Integer, Rational

from derivations.judging.step import PROVED, REFUTED
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.numbers.budget import OverBudget
from derivations.printing.printing import to_latex
from derivations.prover.lost_terms import lost_factor, lost_term
from derivations.reading.document import Side
from derivations.reading.grammar.parser import Parser, ReadingError
from derivations.reading.grammar.syntax import Node
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.note import read_manuscript
from derivations.reading.text.edits import edited
from derivations.reading.text.notation import Notation
from derivations.reading.text.tokens import tokenize
from derivations.reading.verdicts.deciding import decide_step
from derivations.reading.verdicts.draws import expect_draws, single_draws
from derivations.reading.verdicts.judgement import SIGNS, Judgement, slip_told
from derivations.reading.verdicts.limits import BEYOND_LIMITS
from derivations.reading.verdicts.proportional import PROPORTIONAL_SIGN, varying_in

TAKES_BACK = "this takes back the slip of the line before it"
TAKEN_BACK = "the next line silently takes this back"
SLIP = re.compile(r"likely slip(?: on the left)?: [^;]*; ")
MOST_REPAIRS = 8  # of a note: those of its other refuted lines stay as the rules write them
OF_ONE_REPAIR = 600_000  # steps of work
LONGEST_TERM = 60  # signs of a term that was lost: a longer one is no slip of the pen
MOST_PROOFS = 12  # edits that read as something else than was proved, and are put to the prover
NO_MEANING = (ReadingError, Unreadable, L.DensityError, TypeError, ValueError, ArithmeticError, AttributeError)


def put_in_own_words(judge) -> None:
    """The repair of each refuted line as its author would have written it, where one small edit of the text does it."""
    wrong = (j for j in judge.results if j.verdict == REFUTED and j.mending and j.at and TAKES_BACK not in j.message)
    for out in itertools.islice(wrong, MOST_REPAIRS):
        try:
            with judge.allowance.charged(), judge.allowance.repair(OF_ONE_REPAIR):
                reword(judge, out)
        except (*BEYOND_LIMITS, *NO_MEANING):
            continue  # the repair stays as the rules write it, or there is none


def reword(judge, out: Judgement) -> None:
    index, place = out.at
    chain = judge.note.chains[index]
    left, right = chain.sides[place], chain.sides[place + 1]
    slips, holds, proves, _ = out.mending
    judge.survey.look_at(chain.trees)  # names mean what they mean in this chain

    judged = out.expressions[2]  # (left, sign, right, facts)
    estimated = SIGNS.get(chain.relations[place].name) == "~"
    if estimated:
        expect_draws(judge, judge.meaning(index, place).expression)

    def mean(tree: Node) -> Expr:
        if tree == left.tree:
            raise Unreadable("that a side is itself mends nothing", tree)
        side = judge.understood(index, tree)
        side = single_draws(judge, judge.meaning(index, place), side) if estimated else side
        meant = judge.known.ranges.at_values(side.expression)
        return meant if judged.has(L.SampleAverage) else expected(meant)

    def read_again(text: str) -> Again:  # a name, a draw or an index may be read in another way once it stands there
        return with_the_change(judge, out, right.span, text)

    if len(slips) == 1:
        found = in_own_words(right.latex, *slips[0], proves, judge.note.notation, mean)
        if found is not None and read_again(found).proved:
            out.suggestion, out.span = found, right.span
            return
    elif out.suggestion and not slips:  # another sign, before the side as it stands
        span = chain.relations[place].span[0], right.span[1]
        out.span = span if with_the_change(judge, out, span, out.suggestion).proved else None
        return
    one = mended(right.latex, left.latex, holds, proves, judge.note.notation, mean, read_again)
    if one is None and not slips:
        one = with_what_was_lost(judge, out, right)
    if one is not None:  # what the rules would write is not what the author would, nor is its name
        out.message = f"{slip_told(one[0], len(slips))}; {SLIP.sub('', out.message)}"
        out.suggestion, out.span = one[1], right.span


def with_what_was_lost(judge, out: Judgement, side: Side) -> tuple[str, str] | None:
    """(kind of slip, the side with the one term or factor that it lacks), if the line is proved with it."""
    left, sign, right, facts = out.expressions
    if right == 0:  # what nothing lacks is all of the other side
        return None
    if sign == PROPORTIONAL_SIGN:
        about = varying_in(judge, left)
        lost = lost_factor(left, right, L.targets_of(about), facts) if about is not None else None
        kind, join = "a lost factor", with_factor
    else:
        lost = lost_term(left, right, facts) if sign == "=" else None
        kind, join = "a term", with_term
    if lost is None or len(to_latex(lost)) > LONGEST_TERM:
        return None
    known = lost in (*Add.make_args(left), Rational(1, 2), Integer(1)) and bool(right.free_symbols)
    out.made_up = not (known or -lost in Add.make_args(left))
    ways = join(side.latex, lost)
    return next(((kind, text) for text in ways if with_the_change(judge, out, side.span, text).proved), None)


def with_term(latex: str, term: Expr) -> tuple[str, ...]:
    """A side with one more term: behind it, or before it where its end belongs to a sum."""
    written = to_latex(term)
    after = written if written.startswith("-") else f"+ {written}"
    before = "" if latex.lstrip().startswith("-") else "+ "
    return f"{latex} {after}", f"{written} {before}{latex}"


def with_factor(latex: str, factor: Expr) -> tuple[str, ...]:
    """A side with one more factor, or over it."""
    over, under = factor.as_numer_denom()
    if under == 1:
        return f"{latex} {to_latex(over)}", f"{to_latex(over)} {latex}"
    return (rf"\frac{{{latex}}}{{{to_latex(under)}}}",) if over == 1 else ()


class Again(NamedTuple):
    """What a changed line is when the whole note is read again; and whether its change leaves the next line right."""

    proved: bool
    next_right: bool


def with_the_change(judge, out: Judgement, span: tuple[int, int], text: str) -> Again:
    """The line with its side changed."""
    source = judge.note.source
    written = replace(source.written, text=source.text[: span[0]] + text + source.text[span[1] :], remarks=())
    changed = read_manuscript(written)
    again = type(judge)(changed, judge.seed, judge.time_limit, only=(out.line, out.column)).run()
    here = next((k for k, j in enumerate(again) if (j.line, j.column) == (out.line, out.column)), None)
    if here is None or again[here].verdict != PROVED:
        return Again(False, False)
    index, place = out.at
    last = place + 1 == len(judge.note.chains[index].relations) or here + 1 == len(again)
    if last or out.expressions[1] in (
        "=",
        PROPORTIONAL_SIGN,
    ):  # all sides that equal the left one leave the next line what it is
        return Again(True, True)
    before = next(after.verdict for one, after in itertools.pairwise(judge.results) if one is out)
    return Again(True, again[here + 1].verdict != REFUTED or before == REFUTED)


def expected(e: Expr) -> Expr:
    """Sample averages as what they estimate: an estimate is judged by its expectation."""
    return e.xreplace({a: L.Expectation(a.body, a.density) for a in e.atoms(L.SampleAverage)})


def mark_what_becomes_of_slips(judge, index: int) -> None:
    """Two refuted steps in a row that cancel are one slip: the second has no repair of its own. A slip that the lines
    below go on with is told with the last of these."""
    chain = judge.note.chains[index]
    mine = judge.results[len(judge.results) - len(chain.relations) :]
    for place, (first, second) in enumerate(itertools.pairwise(mine)):
        if first.verdict == REFUTED == second.verdict and takes_back(judge, index, place, second):
            first.message = f"{TAKEN_BACK}; {first.message}"
            slip, _, world = second.message.partition("; ")
            told = f"{TAKES_BACK}: right once line {first.line} is mended"
            second.message = f"{told}; {world if slip.startswith('likely slip') else second.message}"
            second.suggestion = ""
        following = itertools.takewhile(lambda one: one.verdict == PROVED and one.kind == VALUE, mine[place + 1 :])
        last = max((one.line for one in following), default=0)
        if first.verdict == REFUTED and first.kind == VALUE and last > first.line:
            first.message += f"; carried on to line {last}"


def takes_back(judge, index: int, place: int, second: Judgement) -> bool:
    """Whether the side before two steps equals the one behind them."""
    trial = Judgement(second.line, second.column, second.relation, at=(index, place))
    try:
        a, b = judge.meaning(index, place), judge.meaning(index, place + 2)
        sign = "~" if SIGNS.get(judge.note.chains[index].relations[place].name) == "~" else "="
        with judge.allowance.step():
            decide_step(judge, a, sign, b, trial, repair=False)
    except (*BEYOND_LIMITS, *NO_MEANING):
        return False
    return trial.verdict == PROVED


def in_own_words(
    latex: str, kind: str, wanted: Expr, proves: Callable[[Expr], bool], notation: Notation,
    mean: Callable[[Node], Expr],
) -> str | None:  # fmt: skip
    """The author's `latex` with one edit of this kind that reads as `wanted`, or as what is proved just so.

    `mean(tree)` is what a side means in its place of the note. Of several edits the shortest is taken; None if there is
    none.
    """
    near: list[tuple[str, Expr]] = []
    for _, text, expression in understood(edited(latex, (kind,)), notation, mean):
        if expression == wanted:
            return text
        near.append((text, expression))
    return next((text for text, expression in near[:MOST_PROOFS] if proves(expression)), None)


def mended(
    latex: str, beside: str, holds: Callable[[Expr], bool], proves: Callable[[Expr], bool], notation: Notation,
    mean: Callable[[Node], Expr], read_again: Callable[[str], Again],
) -> tuple[str, str] | None:  # fmt: skip
    """(kind of slip, the author's `latex` with the shortest edit of any kind that makes the line provable and leaves
    the next line right, or else the shortest), or None.

    `beside` is the other side's text, `holds` a quick look that rules out what is false, `read_again` the last word on
    a text: the whole note, read again with it.
    """
    tried: set[Expr] = set()
    shortest = None
    try:
        for kind, text, expression in understood(edited(latex, beside=beside), notation, mean):
            try:
                if expression not in tried and holds(expression) and proves(expression):
                    again = read_again(text)
                    if again.proved and again.next_right:
                        return kind, text
                    shortest = shortest or ((kind, text) if again.proved else None)
            except NO_MEANING:  # it reads, and means nothing that can be judged
                pass
            tried.add(expression)
    except OverBudget:  # no more can be tried
        if shortest is None:
            raise
    return shortest


def understood(
    texts: Iterable[tuple[str, str]], notation: Notation, mean: Callable[[Node], Expr]
) -> Iterator[tuple[str, str, Expr]]:
    """Those of the texts that mean something, with their meaning."""
    for kind, text in texts:
        try:
            yield kind, text, mean(Parser(tokenize(text, 0), notation, len(text)).whole())
        except NO_MEANING:
            continue

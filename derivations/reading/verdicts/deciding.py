"""One sign between two sides, as the claims that it may mean: each is put to the door, judging/claim.py."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sympy import Dummy, Expr, Poly, fraction

from derivations.judging.claim import Claim, prove
from derivations.judging.proofs import PROPORTIONAL
from derivations.judging.step import DOUBTFUL, PROVED, REFUTED
from derivations.kernel.theorem import ESTIMATE, INEQUALITY, MINIMISER, VALUE
from derivations.language import words as L
from derivations.numbers.budget import OverBudget
from derivations.printing.printing import to_latex
from derivations.prover.estimates import sides_of_an_estimate
from derivations.prover.tactics import FEW_STEPS
from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.parser import Parser, ReadingError
from derivations.reading.meaning.last_factors import with_last_factors
from derivations.reading.meaning.members import as_members
from derivations.reading.meaning.naming import trees_of
from derivations.reading.text.tokens import tokenize
from derivations.reading.verdicts.as_told import names_in_words, numbers_as_told
from derivations.reading.verdicts.examples import averages, each_example, written_out
from derivations.reading.verdicts.freedom import free_under
from derivations.reading.verdicts.judgement import Judgement, Meaning, Mending, slip_told
from derivations.reading.verdicts.optimising import decide_optimal_value, decide_optimum
from derivations.reading.verdicts.proportional import PROPORTIONAL_SIGN, decide_proportional, varying_in
from derivations.reading.verdicts.putting import proved_as, put, within_ranges
from derivations.reading.verdicts.refuting import look
from derivations.reading.verdicts.repair import find_repairs, holding, rare_repairs
from derivations.reading.verdicts.square import judge_of_oblong, oblong_in
from derivations.reading.verdicts.values import BOUNDS, settle
from derivations.worlds.outcomes import Agrees, Outcome

OTHER_KINDS = {"min": MINIMISER, PROPORTIONAL_SIGN: PROPORTIONAL}
LATEX_SIGNS = {"<=": r"\leq", ">=": r"\geq", "<": "<", ">": ">"}
OF_ALL_SLIPS, OF_A_CHANGE = 600_000, 150_000  # steps of work, of those for the repairs of a note
IN_THE_LIMIT = "so as the draws grow; a quotient of averages is biased"
BIASED = "so as the draws grow; for few of them it is biased: a function of an average has another mean"
ON_AVERAGE = "a sample average is the expectation on average only: write \\approx"


def decide_step(judge, a: Meaning, sign: str, b: Meaning, out: Judgement, repair: bool = True) -> None:
    """Judge one step, and for a refuted one look for the slip behind it."""
    told = numbers_as_told(judge, a.expression, b.expression)
    a, b = (replace(m, expression=judge.known.ranges.at_values(m.expression)) for m in (a, b))
    weigh(judge, a, sign, b, out)
    if out.verdict == PROVED:
        out.assumes = (*out.assumes, *told, *names_in_words(judge, out))
    if repair and out.verdict == REFUTED and out.expressions:
        suggest_repair(judge, b, out)


def suggest_repair(judge, b: Meaning, out: Judgement) -> None:
    left, sign, right, facts = out.expressions
    kind = OTHER_KINDS.get(sign, INEQUALITY if sign in BOUNDS else VALUE)
    about = varying_in(judge, left) if kind == PROPORTIONAL else None
    claim = Claim(left, right, sign if sign in BOUNDS else "=", kind, facts, free_under(judge, b), about=about)

    looked: dict[tuple[str, Expr, Expr], Outcome] = {}

    def seen(bounded: Claim) -> Outcome:
        key = bounded.relation, bounded.left, bounded.right
        if key not in looked:
            looked[key] = look(judge, bounded, True, thorough=True)
        return looked[key]

    def proves(mended: Claim, steps: int = OF_A_CHANGE) -> bool:
        try:
            bounded = within_ranges(judge, mended)
            outcome = seen(bounded)
            if outcome.refutes:
                return False
            out.mendable = out.mendable or isinstance(outcome, Agrees)  # proved or not
            steps = steps if isinstance(outcome, Agrees) else FEW_STEPS
            ways = dict.fromkeys((mended, bounded))
            found = (prove(one, lambda claim, quick: outcome, steps) for one in ways)
            return any(verdict is not None and verdict.holds for verdict in found)
        except (TypeError, ValueError, ArithmeticError, RecursionError):  # a change that means nothing
            return False

    def with_right(changed: Expr, relation: str, steps: int = OF_A_CHANGE) -> bool:
        return proves(replace(claim, right=changed, relation=relation), steps)

    def with_left(changed: Expr, relation: str) -> bool:
        return relation == claim.relation and proves(replace(claim, left=changed))

    found, letters, sought = [], sorted(judge.survey.signatures), True
    try:
        with judge.allowance.repair(OF_ALL_SLIPS):
            for steps in (FEW_STEPS, OF_A_CHANGE):
                found = found or find_repairs(right, claim.relation, letters, partial(with_right, steps=steps))
            found = found or holding(rare_repairs(right, claim.relation, left), with_right)
            if not found:
                slips = find_repairs(left, claim.relation, letters, with_left)
                out.left_slip = min((name for name, _, _ in slips), default="")
    except OverBudget:  # whether a slip is the only one was not seen: the line stays refuted without a repair
        sought = False
    out.mendable = bool(out.mendable or found or out.left_slip)
    found = [one for one in found if not is_written_as(judge, in_latex(one[1]), out)]
    out.mending = Mending(
        tuple((name, changed) for name, changed, relation in found if relation == claim.relation),
        lambda other: not seen(within_ranges(judge, replace(claim, right=other))).refutes,
        lambda other: with_right(other, claim.relation),
        sought,
    )
    if found:
        name, changed, relation = min(found, key=lambda one: how_far(claim, one))
        written = out.right if relation != claim.relation else in_latex(changed)  # with another sign it stays as it is
        out.suggestion = (f"{LATEX_SIGNS[relation]} " if relation != "=" else "") + written
        out.message = f"{slip_told(name, len(found))}; {out.message}"
    elif out.left_slip:
        out.message = f"likely slip on the left: {out.left_slip}; {out.message}"


def is_written_as(judge, latex: str, out: Judgement) -> bool:
    """Whether this is the left side as its author writes it: that a side is itself mends nothing."""
    index, place = out.at
    try:
        tree = Parser(tokenize(latex, 0), judge.note.notation, len(latex)).whole()
    except ReadingError:
        return False
    return tree == judge.note.chains[index].sides[place].tree


def how_far(claim: Claim, change: tuple[str, Expr, str]) -> int:
    """How much longer or shorter a side is with a change; a sign the other way round changes none."""
    return abs(len(in_latex(change[1])) - len(in_latex(claim.right))) if change[2] == claim.relation else -1


def in_latex(e: Expr) -> str:
    return to_latex(e).partition(r",\quad")[0] if "sample" in str(e) else to_latex(e)


def weigh(judge, a: Meaning, sign: str, b: Meaning, out: Judgement) -> None:
    facts = tuple(map(judge.known.ranges.fact_at_values, judge.known.facts))
    if a.optimum and b.optimum:
        decide_optimum(judge, a, sign, b, facts, out)
        return
    if a.optimum or b.optimum:
        decide_optimal_value(judge, a, sign, b, facts, out)
        return
    left, right, facts = with_last_factors(*as_members(a.expression, b.expression, facts))
    drawn = {e for side in (left, right) for o in side.atoms(L.OverDraws) for e in o.atoms(L.SampleAverage)}
    sampled = (left.atoms(L.SampleAverage) | right.atoms(L.SampleAverage)) - drawn
    if sign == "~" or (sampled and sign == "="):
        decide_estimate(judge, left, sign, right, facts, out)
        return
    oblong = oblong_in(judge, left, right)
    if oblong:
        out.kind = INEQUALITY if sign in BOUNDS else VALUE
        judge_of_oblong(judge, Claim(left, right, sign, out.kind, facts), oblong, out)
        return
    if sign == "≠":
        decide_unequal(judge, left, right, facts, out)
        return
    if sign == "∝":
        decide_proportional(judge, left, right, facts, out)
        return
    binary = judge.known.bernoulli.assumed(left, right)
    left, right = (judge.known.bernoulli.grounded(e) for e in (left, right))
    if sign in BOUNDS and sampled:
        each = each_example(left), each_example(right)
        claim = None if None in each else Claim(each[0], each[1], sign, INEQUALITY, facts)
        if claim is not None and prove(claim, partial(look, judge)) is not None:
            left, right = each
        else:
            left, right = written_out(left, 2), written_out(right, 2)
    out.kind = INEQUALITY if sign in BOUNDS else VALUE
    settle(judge, left, sign, right, facts, out)
    if out.verdict == PROVED:
        out.assumes = (*out.assumes, *binary)


def decide_unequal(judge, left, right, facts, out) -> None:
    """a ≠ b is told of what differs in general: a world where it does shows it, a proof of a = b denies it."""
    claim = Claim(left, right, "=", VALUE, facts)
    if in_another_order(judge, out):
        out.leave("whether its factors commute is not said")
        return
    if prove(claim, partial(look, judge)) is not None:
        out.leave("")
        out.verdict, out.message = REFUTED, "the two sides are equal, by the rules"
        return
    found = look(judge, claim, False)
    out.leave(f"they differ: {found.description}" if found.refutes else "no world was found where they differ")


def in_another_order(judge, out) -> bool:
    """Whether the two sides are one product in two orders, AB and BA: of matrices, if they are said to differ."""
    sides = (judge.note.chains[out.at[0]].sides[place].tree for place in (out.at[1], out.at[1] + 1))
    one, two = (list(map(S.outline, tree.factors)) if isinstance(tree, S.Mul) else [] for tree in sides)
    return one != two and sorted(one) == sorted(two)


def in_the_limit(e: Expr) -> Expr:
    """What a formula tends to as the draws grow: every average an expectation, those inside another first."""
    args = [in_the_limit(a) if isinstance(a, Expr) else a for a in e.args]
    e = e.func(*args) if args != list(e.args) else e
    return L.Expectation(e.body, e.density) if isinstance(e, L.SampleAverage) else e


def takes_means_of_logs(note: Note) -> bool:
    """Whether a note has the mean of the logarithm of an average, as in its bounds: then it speaks of the bias."""
    means = (n for tree in trees_of(note) for n in S.walk(tree) if isinstance(n, S.Expectation))
    logs = (n for mean in means for n in S.walk(mean.body) if isinstance(n, S.Apply) and n.function == "log")
    return any(isinstance(n, S.SumOver) and n.upper is not None for one in logs for n in S.walk(one))


def is_quotient(e: Expr) -> bool:
    """Whether a formula is a quotient of what is linear in its averages, as a self-normalised estimate is."""
    marks = {a: Dummy() for a in averages(e)}
    names = list(marks.values())
    parts = (f for f in fraction(e.xreplace(marks)) if f.has(*names))
    return all(f.is_polynomial(*names) and Poly(f, *names).total_degree() < 2 for f in parts)


def decide_estimate(judge, left, sign, right, facts, out) -> None:
    """The sampled side is an unbiased estimator of the other; with `=` that is not enough."""
    out.kind = ESTIMATE
    out.expressions = (left, "~", right, facts)
    if proved_as(judge, (Claim(left, right, "=", VALUE, facts),), out):
        return
    if sign == "=" and all(any(a.density.name == "sample" for a in averages(e)) for e in (left, right)):
        put(judge, Claim(written_out(left, 2), written_out(right, 2), "=", VALUE, facts), out)
        return
    if not any(e.atoms(L.SampleAverage) for e in (left, right)):
        out.leave("an approximation without a sample average is not decided")
        return
    sides = sides_of_an_estimate(left, right)
    quotient = is_quotient(left) and is_quotient(right)
    if sides is None and sign == "~" and (quotient or not takes_means_of_logs(judge.note)):
        put(judge, Claim(in_the_limit(left), in_the_limit(right), "=", VALUE, facts), out)
        if out.verdict == PROVED:
            out.leave(IN_THE_LIMIT if quotient else BIASED)
            out.verdict = out.verdict if quotient else DOUBTFUL
        return
    out.expressions = (left, "~", right, facts) if sides is None else (sides[0], "=", sides[1], facts)
    found = put(judge, Claim(left, right, "~", ESTIMATE, facts), out)
    if sign == "=" and found.holds:
        out.leave(ON_AVERAGE)
        out.verdict = DOUBTFUL

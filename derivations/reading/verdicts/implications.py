r"""`A \Rightarrow B` between two equations: B follows where it is a multiple of A; what solves A satisfies it.

Between two inequalities B follows where it is A times a positive number: `a \leq b` gives `-a \geq -b`."""

from __future__ import annotations

from functools import partial

from sympy import Expr, PolynomialError, Symbol, fraction, together
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim, prove
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.prover.multiples import multiple_of
from derivations.reading.document import Chain
from derivations.reading.meaning.letters_of_means import ACCENTED
from derivations.reading.meaning.naming import plain
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.conditions import IN_WORDS
from derivations.reading.verdicts.judgement import BEYOND, FAULT, SIGNS, Judgement
from derivations.reading.verdicts.limits import BEYOND_LIMITS
from derivations.reading.verdicts.listening import give_up
from derivations.reading.verdicts.refuting import look

NOT_JUDGED = "an implication between statements is not judged"
Sides = tuple[Expr, Expr]


def hear_implication(judge, index: int) -> None:
    """Judges the arrow before a chain; one that stands for `if ... then` in words is told of where it is judged."""
    found = judge_implication(judge, index)
    if found.message != NOT_JUDGED or judge.note.chains[index].implication.sign != IN_WORDS:
        judge.results.append(found)


def judge_implication(judge, index: int) -> Judgement:
    """What is said of the arrow before a chain: from the last equation before it to the first behind it."""
    premise, chain = judge.note.chains[index - 1], judge.note.chains[index]
    sign = chain.implication
    out = Judgement(sign.line, sign.column, sign.sign, message=NOT_JUDGED)
    known, now = judge.known, (judge.known.definitions, judge.known.facts)
    known.definitions, known.facts = judge.known_before.get(index - 1, now)  # the premise itself has defined nothing
    try:
        with judge.allowance.step():
            if orders(judge, index, premise, chain, sign.name, out):
                return out
            given, told = equation(judge, index - 1, premise, last=True), equation(judge, index, chain)
            if given is None or told is None:
                return out
            if sign.name == "implied_by":
                given, told = told, given
            if follows(judge, given, told, out):
                both_ways(judge, sign.name, given, told, out)
            else:
                solves(judge, given, told, out)
    except BEYOND_LIMITS as limit:
        give_up(out, limit)
    except (Unreadable, L.DensityError):  # told of the step it stands in; here there is nothing to compare
        out.give_up(NOT_JUDGED)
    except BEYOND as error:
        out.give_up(FAULT)
        out.fault = repr(error)
    finally:
        known.definitions, known.facts = now
    return out


def equation(judge, index: int, chain: Chain, last: bool = False, signs: tuple[str, ...] = ("=",)) -> Sides | None:
    """The two sides of the first or the last sign of a chain, where that is an equation of two values; of one with
    another of `signs` the lesser side first."""
    if not chain.relations:
        return None
    place = len(chain.relations) - 1 if last else 0
    sides = chain.sides[place : place + 2]
    sign = SIGNS.get(chain.relations[place].name)
    if sign not in signs or not all(side.read for side in sides):
        return None
    judge.survey.look_at(chain.trees)
    left, right = (judge.understood(index, side.tree) for side in sides)
    if left.optimum or right.optimum:
        return None
    return (right.expression, left.expression) if sign in (">", ">=") else (left.expression, right.expression)


def orders(judge, index: int, premise: Chain, chain: Chain, name: str, out: Judgement) -> bool:
    """Whether the arrow stands between two inequalities, both strict or neither, of which the one behind it is the one
    before it times a positive number: it is proved then, both ways."""
    for signs in (("<=", ">="), ("<", ">")):
        given = equation(judge, index - 1, premise, True, signs)
        told = equation(judge, index, chain, False, signs) if given is not None else None
        if given is None or told is None:
            continue
        facts = tuple(judge.known.facts)
        k = multiple_of(told, given, facts)
        if k is None or not k.is_positive:
            return False
        claim = Claim(told[1] - told[0], k * (given[1] - given[0]), "=", VALUE, facts)
        found = prove(claim, partial(look, judge))
        if found is not None and found.holds:
            out.take(found)
            return True
    return False


def follows(judge, given: Sides, told: Sides, out: Judgement) -> bool:
    """Whether the second equation is the first, or both sides of it put in, or a multiple of it: then it is proved."""
    facts = tuple(judge.known.facts)
    claims = [Claim(told[0].xreplace({given[0]: given[1]}), told[1].xreplace({given[0]: given[1]}), "=", VALUE, facts)]
    for k in filter(None, (multiple_of(told, given, facts), cleared(told, given))):
        claims.append(Claim(told[0] - told[1], k * (given[0] - given[1]), "=", VALUE, facts))
    for claim in claims:
        found = prove(claim, partial(look, judge))
        if found is not None and found.holds:
            out.take(found)
            return True
    return False


def cleared(told: Sides, given: Sides) -> Expr | None:
    """The polynomial that an equation in numbers is multiplied with to be another: what clears it of denominators."""
    gaps = [one - other for one, other in (told, given)]
    if any(gap.atoms(L.Notation, AppliedUndef) or not gap.is_rational_function() for gap in gaps) or not gaps[1]:
        return None
    try:
        k, foot = fraction(together(gaps[0] / gaps[1]).cancel())
    except PolynomialError:
        return None
    return k / foot if foot.is_number and foot.is_nonzero else None


def both_ways(judge, name: str, given: Sides, told: Sides, out: Judgement) -> None:
    """`A \\iff B` is proved where A follows from B too."""
    if name == "iff" and not follows(judge, told, given, Judgement(out.line, out.column, out.relation)):
        out.leave("that what stands behind the arrow follows is proved; that it is enough is not shown")


def solves(judge, given: Sides, told: Sides, out: Judgement) -> None:
    """Whether what stands for a name behind the arrow satisfies what stands before it; that nothing else does is not
    shown."""
    name, value = told
    known = [s for s in {s for e in given for s in e.free_symbols} if s == name or is_accented(name, s)]
    unknown = name if any(e.has(name) for e in given) else next(iter(known), None)
    if unknown is None or value.has(unknown) or not is_name(unknown):
        return
    put_in = Claim(*(e.subs(unknown, value) for e in given), "=", VALUE, tuple(judge.known.facts))
    if look(judge, put_in, False).refutes:
        out.leave("what stands behind the arrow does not solve what stands before it")
        out.verdict = "doubtful"
    elif prove(put_in, partial(look, judge)) is not None:
        out.leave("what stands behind the arrow solves what stands before it; that nothing else does is not shown")
    else:
        out.leave("no world was found in which what stands behind the arrow does not solve what stands before it")


def is_name(e: Expr) -> bool:
    """x, x_i, f(x), a density, or a power of these: what an equation may be solved for."""
    named = e.base if e.is_Pow and e.exp.is_number else e
    return isinstance(named, Symbol | AppliedUndef | L.Component | L.Density)


def is_accented(name: Expr, symbol: Expr) -> bool:
    r"""Whether a name is another with an accent: \hat{\mu} beside \mu."""
    found = ACCENTED.fullmatch(str(name))
    return found is not None and plain(found["letter"]) == str(symbol)

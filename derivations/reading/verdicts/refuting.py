"""Steps put into exact worlds, and the steps of which no world may speak."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import sympy
from sympy import Expr, Integer, Symbol
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim, compared
from derivations.judging.remembering import answered
from derivations.judging.step import PROVED, REFUTED
from derivations.kernel.theorem import MINIMISER
from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.reading.hearing.families import is_family
from derivations.reading.hearing.other_laws import hints
from derivations.reading.hearing.properties import properties_beside
from derivations.reading.meaning.substitution import is_quantity
from derivations.reading.meaning.tags import squeezed
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.aggregates import of_an_aggregate
from derivations.reading.verdicts.as_chosen import as_chosen
from derivations.reading.verdicts.both_independences import if_noise_is_apart, keeping_both, without_conditions
from derivations.reading.verdicts.called_continuous import of_either
from derivations.reading.verdicts.densities_alone import only_densities, sets_counted
from derivations.reading.verdicts.doubting import Doubt, doubt, not_said, slices
from derivations.reading.verdicts.dummies import one_density
from derivations.reading.verdicts.examples import numbers_in
from derivations.reading.verdicts.keeping import normalised
from derivations.reading.verdicts.left_open import proves_nothing, said_of_it
from derivations.reading.verdicts.loose_vectors import of_a_loose_size, of_loose_noise
from derivations.reading.verdicts.names_alike import unlike, variables_in
from derivations.reading.verdicts.numbers_put_in import numbers_put_in
from derivations.reading.verdicts.one_reading import of_something_else, of_two_letters
from derivations.reading.verdicts.other_base import other_base
from derivations.reading.verdicts.premises import premises_of
from derivations.reading.verdicts.put_through import put_through
from derivations.reading.verdicts.strictly import at_a_bound
from derivations.reading.verdicts.suppositions import of_either_kind
from derivations.reading.verdicts.through_latents import through_a_latent
from derivations.reading.verdicts.told_of_names import told_of_names
from derivations.reading.verdicts.unsaid_chains import of_an_unsaid_chain
from derivations.reading.verdicts.would_hold import as_doubted, of_the_case_above, would_hold
from derivations.worlds.counterexample import compare
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Agrees, Refuted, Silent
from derivations.worlds.own_numbers import in_own_numbers

# Functions with a meaning of their own: a world that gives them any values would refute sin^2 + cos^2 = 1.
MEANT_ELSEWHERE = frozenset(
    "sin cos tan tanh cosh sinh arctan erf softmax softplus relu ReLU sigmoid sgn sign vec rank dim max min "
    "factorial \\Gamma \\Phi \\psi \\delta".split()
)

KRONECKER = re.compile(r"\\delta_\{?(?:[a-z],? ?[a-z]'?|\w+,\w+)\}?")
PLACE = Symbol("place", integer=True)
ALTERNATING = (1 - (-1) ** PLACE) / 2  # the entries 1, 0, 1, ... of a binary vector


def compare_binary(judge, left, sign, right, facts, quick=False):
    """What the worlds say of a step; where numbers that are 0 or 1 stand free in it, for such numbers only."""
    binary = {v for e in (left, right) for v in numbers_in(e) if getattr(v, "role", v.name) in judge.survey.binary}
    if not binary:
        return in_worlds(judge, left, sign, right, facts, quick)
    given = {f.density: f.formula for f in facts}
    sides = [e.xreplace({d: given[d] for d in e.atoms(L.Density) if d in given}) for e in (left, right)]
    if any(str(v) in variables_in(e) for e in sides for v in binary):
        if only_densities(left) and only_densities(right):
            return in_worlds(judge, left, sign, right, facts, quick)
        return Silent((f"{min(map(str, binary))} has the values 0 and 1 alone",))
    for pattern in (ALTERNATING, 1 - ALTERNATING, Integer(1), Integer(0)):
        there = [with_entries(e, binary, pattern) for e in sides]
        if any(binary & e.free_symbols for e in there):
            return Silent((f"{min(map(str, binary))} has the values 0 and 1 alone",))
        found = in_worlds(judge, there[0], sign, there[1], facts, quick)
        if isinstance(found, Refuted):
            names = ", ".join(sorted(map(str, binary)))
            values = f"{names} = [{', '.join(str(pattern.subs(PLACE, k)) for k in (1, 2, 3))}, ...]"
            return replace(found, world=f"{found.world}, {values}", description=f"{found.description}; {values}")
    return found


def by_formula(judge, left, sign, right, facts, quick=False):
    """The comparison with every density that is given written by its formula, where no world has them all."""
    given = {f.density: f.formula for f in facts}
    try:
        sides = [e.xreplace(given) for e in (left, right)]
        if any(d.name in {f.density.name for f in facts} for e in sides for d in e.atoms(L.Density)):
            return None  # a density that hangs together with those given, and would be free here
        return compare_binary(judge, sides[0], sign, sides[1], (), quick)
    except L.DensityError:
        return None


def given_numbers(judge, left, sign, right, facts, quick=False):
    """The comparison with discrete variables that are only conditioned on, as the x of q(z|x), as plain numbers."""
    targets = {role for e in (left, right) for d in e.atoms(L.Density) for role, _ in d.target_slots}
    swaps = {
        v: L.RandomVariable(v.name, v.role, v.dimension, False)
        for e in (left, right) for v in e.free_symbols
        if isinstance(v, L.RandomVariable) and v.discrete and v.role not in targets
    }  # fmt: skip
    if not swaps:
        return None
    asked = {d for e in (left, right) for d in e.atoms(L.Density)}
    kept = [f for f in facts if f.density in asked]
    kept = [replace(f, density=f.density.xreplace(swaps), formula=f.formula.xreplace(swaps)) for f in kept]
    return compare_binary(judge, left.xreplace(swaps), sign, right.xreplace(swaps), tuple(kept), quick)


def with_entries(e: Expr, vectors: set, pattern: Expr) -> Expr:
    """The expression with 0 or 1 for the entries of binary vectors, by their number, and for binary numbers."""
    entries = {c: pattern.subs(PLACE, c.index) for c in e.atoms(L.Component) if c.base in vectors}
    scalars = (v for v in vectors if getattr(v, "dimension", None) is None)
    return e.xreplace(entries).xreplace(dict.fromkeys(scalars, pattern.subs(PLACE, 1)))


def in_worlds(judge, left, sign, right, facts, quick=False):
    left, right, *formulas = judge.known.bernoulli.in_odds(sympy.Tuple(left, right, *(f.formula for f in facts)))
    facts = tuple(replace(f, formula=formula) for f, formula in zip(facts, formulas, strict=True))
    more = {"gaussian": 16} if sign in ("<=", ">=") and not quick else {}
    if (left.has(sympy.pi) or right.has(sympy.pi)) and not judge.survey.discrete:
        more["finite"] = 0  # a statement of differential entropy: a table has another measure
    return answered(compare, left, right, facts=facts, relation=sign, seed=judge.seed, quick=quick, **more)


def beyond_worlds(judge, *sides: Expr) -> str:
    """Why no world may speak: a name whose meaning was not read, or is an optimum, stands in the step."""
    sets = [sets_counted(e) for e in sides]
    if any(one - set.intersection(*sets) for one in sets):
        return f"how many {min(set.union(*sets)).strip('|')} has is not said"
    for e in sides:
        plain = all(only_densities(s, counts=False) for s in sides)
        for d in sorted(e.atoms(L.Density), key=str):
            letter, _, tag = d.name.partition("_{")
            stated = {r for f in judge.known.facts if f.density.name == d.name for r, _ in f.density.target_slots}
            targets = {role for role, _ in d.target_slots}
            for role, value in (*d.target_slots, *d.given_slots):
                if value.is_Number:
                    return f"what {role} is was not understood"  # of P(y = 1) a table would have to know the values
                if judge.known.noise_in.get(role) in targets:
                    return f"{role} is made of {judge.known.noise_in[role]}"
                bound = judge.known.tied.get(role, set()) | judge.survey.gaussian_names
                if role in judge.known.tied and role not in stated and bound & names_of(*sides):
                    return f"{role} is made of other variables"
            if d.name == "sample" and not all(any(f.name == "sample" for f in s.atoms(L.Density)) for s in sides):
                return "what the samples are drawn from is not said"
            if any(d.name == name for name, *_ in judge.known.vague) and not plain:
                return f"what {d.name} is was not understood"
            if {letter, squeezed(tag), d.name} & judge.known.opaque - {""}:
                return f"{d.name} has a meaning that was not read or is itself an optimum"
        named = sorted(n for n in names_of(e) if is_family(n))
        if named:
            return f"{named[0]} is the name of a distribution"
        deltas = sorted(n for n in names_of(e) if KRONECKER.fullmatch(n))
        if deltas:
            return f"{deltas[0]} is one or zero by its indices"
        for f in sorted(e.atoms(AppliedUndef), key=str):
            if type(f).__name__ in MEANT_ELSEWHERE:
                return f"{type(f).__name__} is more than a function with any values"
            if type(f).__name__ in judge.known.opaque:
                return f"what {type(f).__name__} is was not read"
            if is_quantity(type(f).__name__) and type(f).__name__ not in given_functions(judge):
                return f"{type(f).__name__} has not been defined"
        for s in sorted(e.free_symbols, key=str):
            counts = {*judge.survey.counts, *judge.survey.value_counts, *judge.survey.counted}
            told = s.name in judge.survey.sorts or (s.is_integer and s.name in counts)  # not L of log p = L + KL
            if is_quantity(s.name) and not (told or isinstance(s, (L.RandomVariable, L.MatrixName))):
                return f"{s.name} has not been defined"
            if s in counted(judge, e) and not e.has(L.SampleAverage, L.OverDraws):
                return f"{s.name} may count the values of a discrete variable"
            if squeezed(s.name) in judge.known.opaque:
                return f"{s.name} is an optimum or was not read"
    return ""


def names_of(*sides: Expr) -> set[str]:
    """The names of densities, variables, functions and parameters that stand in a step."""
    names = {s.name for e in sides for s in e.free_symbols}
    names |= {name.partition("^{")[0] for name in names}  # the w of w^{(i)}
    for e in sides:
        names |= {type(f).__name__ for f in e.atoms(AppliedUndef)} | variables_in(e)
        names |= {name for d in e.atoms(L.Density) for name in (d.name, d.name.partition("_{")[0])}
    return names


def given_functions(judge) -> set[str]:
    """Functions that a density is given by, as the energy U(z) of exp(-beta U(z)) / Z: any values will do."""
    return {type(f).__name__ for fact in judge.known.facts for f in fact.formula.atoms(AppliedUndef)}


def counted(judge, e: Expr) -> set:
    """Whole-number symbols under a logarithm beside discrete variables: sizes of alphabets, as in H(X) <= log n."""
    if not judge.survey.discrete:
        return set()
    ranges = {s for node in e.atoms(L.Sum, L.Product) for limit in node.limits for s in limit[2].free_symbols}
    found = {s for node in e.atoms(sympy.log) for s in node.free_symbols if s.is_integer and s.is_positive}
    return found - ranges


def look(judge, claim: Claim, quick: bool, thorough: bool = False):
    """What exact worlds say of a claim of this note: quickly of one that is proved, thoroughly of any other; of a
    change of a refuted line quickly, in each way in which the line may have been refuted."""
    asked = without_conditions(compared(claim))
    left, right, facts = asked.left, asked.right, keeping_both(asked.facts)
    if not quick and (beyond := beyond_worlds(judge, left, right)):
        return Silent((beyond,))
    if limits := weight_limits(judge):
        left, right = normalised(left, limits), normalised(right, limits)
        facts = tuple(replace(f, formula=normalised(f.formula, limits)) for f in facts)
    if asked.kind == MINIMISER:
        families = 1 if quick else None
        found = answered(compare_objectives, left, right, asked.free, facts, seed=judge.seed, families=families)
        return in_own_numbers(found)
    if quick and not thorough:
        return compare_binary(judge, left, asked.relation, right, facts, quick=True)
    return in_own_numbers(thoroughly(judge, left, asked.relation, right, facts, quick))


def weight_limits(judge) -> dict[str, tuple[Expr, Expr]]:
    """The limits between which each name sums to one."""
    found = {}
    for name, total in judge.known.weights.items():
        try:
            low = Integer(1) if total.lower is None else judge.known.read.expression(total.lower)
            found[name] = low, judge.known.read.expression(total.upper)
        except Unreadable:
            continue
    return found


def thoroughly(judge, left, sign, right, facts, quick=False):
    """The comparison in every way in which a world may speak of a step."""
    found = compare_binary(judge, left, sign, right, facts, quick)
    if not isinstance(found, Silent):
        return found
    others = []
    if all(only_densities(e) and e.atoms(L.Density) for e in (left, right)):  # `I(x; z) = log 2` holds by a law
        plainly = tuple(f for f in facts if not f.formula.has(L.Normal))
        if len(plainly) < len(facts):  # no world has both a table and a Gaussian: try without the Gaussian formulas
            others.append(lambda: compare_binary(judge, left, sign, right, plainly, quick))
    if any(d in {f.density for f in facts} for e in (left, right) for d in e.atoms(L.Density)):
        others += [lambda: by_formula(judge, left, sign, right, facts, quick),
                   lambda: given_numbers(judge, left, sign, right, facts, quick)]  # fmt: skip
    for other in others:
        again = other()
        if isinstance(again, (Refuted, Agrees) if quick else Refuted):
            return again
    return found


def guard(judge, out) -> None:
    """A line that fails is doubtful, not refuted, where something said of it was not understood; and none is proved
    of variables that may be parts of one another."""
    if out.verdict not in (REFUTED, PROVED):
        return
    other_base(judge, out)
    left, sign, right, facts = out.expressions or (Integer(0), "=", Integer(0), ())
    told, within = said_of_it(judge, out), judge.known.ranges.within
    if out.verdict == PROVED:
        bound = at_a_bound(judge.note, within(left), sign, within(right))
        for reason in (*slices(left, right), *bound, *told, *proves_nothing(judge, out)):
            out.leave(reason)
        return
    if not out.expressions or out.verdict != REFUTED:
        return
    names = names_of(left, right)
    given = (s for f in facts if f.density.name in names for s in f.formula.free_symbols)
    names |= {s.name for s in given if not isinstance(s, L.RandomVariable)}
    unheard = [*judge.known.unheard, *judge.known.assumed, *judge.known.released, *premises_of(judge, out)]
    unheard += [*hints(judge.known, left, right), *properties_beside(judge.note.chains[out.at[0]], out.line)]
    found = Doubt(told[:1]) if told else doubt(left, right, facts, names, unheard)
    bare = (*of_something_else(judge, out.bare, left, right), *unlike(judge, out, names, left, right, facts))
    bare = (*of_loose_noise(judge, out, left, right), *of_two_letters(judge, left, right), *bare)
    bare = (*of_a_loose_size(judge, out, left, right), *bare)
    found = found or Doubt((*not_said(judge.known, left, right), *put_through(judge.survey, left, right), *bare))
    if not found and sign in ("=", "<=", ">=", "<", ">"):
        claim, ask = Claim(left, right, sign, out.kind, facts), partial(look, judge)
        hidden = through_a_latent(claim, ask, judge.survey.signatures)
        hidden += [*numbers_put_in(judge, claim, out, ask), *of_the_case_above(judge, claim, out.at[0], look)]
        hidden += [*as_doubted(judge, claim, look), *of_either_kind(claim, ask, of_either(judge, out))]
        hidden = hidden or told_of_names(judge, out) or one_density(judge, claim, ask)
        hidden = hidden or of_an_aggregate(claim, ask) or if_noise_is_apart(judge.known, claim, ask)
        hidden = hidden or would_hold(judge, claim, out, look)
        found = Doubt(tuple(hidden or as_chosen(judge, claim, out, ask)))
    found = found or Doubt(tuple(of_an_unsaid_chain(left, right, facts)))
    if found:
        if isinstance(left, L.Density) and sign == "=":
            judge.known.doubted[Fact(left, right, "declared", "")] = out.line
        out.verdict, out.not_understood = "doubtful", found.not_understood
        out.message = f"as far as it was read the line fails, but {found.reasons[0]}; {out.message}"

"""One sign between two sides, as the claims that it may mean: each is put to the door, judging/claim.py."""

from __future__ import annotations

from dataclasses import replace

import sympy
from sympy import Expr

from derivations.judging.claim import Claim, decide, prove
from derivations.judging.proofs import CONSTANT, PROPORTIONAL
from derivations.judging.step import PROVED, REFUTED, Verdict
from derivations.kernel.theorem import ESTIMATE, INEQUALITY, MINIMISER, VALUE
from derivations.language import words as L
from derivations.printing.printing import to_latex
from derivations.prover.certificates import sides_of_an_estimate
from derivations.reading.verdicts.examples import averages, each_example, written_out
from derivations.reading.verdicts.judgement import Judgement, Meaning
from derivations.reading.verdicts.keeping import in_order
from derivations.reading.verdicts.repair import find_repair

LATEX_SIGNS = {"<=": r"\leq", ">=": r"\geq", "<": "<", ">": ">"}
BOUNDS = ("<=", ">=", "<", ">")
ON_AVERAGE = "a sample average is the expectation on average only: write \\approx"


def without_common_factor(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """Both sides of a bound divided by the positive numbers that multiply them: N sum >= N sum."""
    for s in sorted((s for s in left.free_symbols if s.is_positive and not isinstance(s, L.RandomVariable)), key=str):
        divided = tuple(sympy.expand_mul(e / s) for e in (left, right))
        if not any(e.has(s) for e in divided):
            left, right = divided
    return left, right


class Deciding:
    """Decides values, bounds, estimates and proportions. Mixed into `Judge`."""

    def decide(self, a: Meaning, sign: str, b: Meaning, out: Judgement, repair: bool = True) -> None:
        """Judge one step, and for a refuted one look for the slip behind it."""
        a, b = (replace(m, expression=self.known.ranges.at_values(m.expression)) for m in (a, b))
        self.weigh(a, sign, b, out)
        if repair and out.verdict == REFUTED and out.expressions:
            self.repair(b, out)

    def repair(self, b: Meaning, out: Judgement) -> None:
        left, sign, right, facts = out.expressions
        kind = MINIMISER if sign == "min" else INEQUALITY if sign in BOUNDS else VALUE
        claim = Claim(left, right, sign if sign in BOUNDS else "=", kind, facts, self.free(b))

        def proves(changed: Expr, relation: str) -> bool:
            found = prove(replace(claim, right=changed, relation=relation), self.look)
            return found is not None and found.holds

        try:
            found = find_repair(right, claim.relation, sorted(self.survey.signatures), proves)
        except (TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
            return
        if found is not None:
            name, changed, relation = found
            changed = to_latex(changed).partition(r",\quad")[0] if "sample" in str(changed) else to_latex(changed)
            out.suggestion = (f"{LATEX_SIGNS[relation]} " if relation != "=" else "") + changed
            out.message = f"likely slip: {name}; {out.message}"

    def weigh(self, a: Meaning, sign: str, b: Meaning, out: Judgement) -> None:
        facts = tuple(self.known.facts)
        if a.optimum and b.optimum:
            self.decide_optimum(a, sign, b, facts, out)
            return
        if a.optimum or b.optimum:
            self.decide_optimal_value(a, sign, b, facts, out)
            return
        left, right = a.expression, b.expression
        drawn = {e for side in (left, right) for o in side.atoms(L.OverDraws) for e in o.atoms(L.SampleAverage)}
        sampled = (left.atoms(L.SampleAverage) | right.atoms(L.SampleAverage)) - drawn
        if sign == "~" or (sampled and sign == "="):
            self.decide_estimate(left, sign, right, facts, out)
            return
        if sign == "≠":
            self.decide_unequal(left, right, facts, out)
            return
        if sign == "∝":
            self.decide_proportional(left, right, facts, out)
            return
        left, right = (self.known.bernoulli.grounded(e) for e in (left, right))
        if sign in BOUNDS and sampled:
            each = each_example(left), each_example(right)
            claim = None if None in each else Claim(each[0], each[1], sign, INEQUALITY, facts)
            if claim is not None and prove(claim, self.look) is not None:
                left, right = each
            else:
                left, right = written_out(left, 2), written_out(right, 2)
        out.kind = INEQUALITY if sign in BOUNDS else VALUE
        self.settle(left, sign, right, facts, out)

    def settle(self, left, sign, right, facts, out) -> None:
        """Prove the step as it stands or as it may be meant, else put it into worlds."""
        out.expressions = (left, sign, right, facts)
        constants = {s for s in (left - right).free_symbols if s.name.startswith("constant:")}
        constants |= {s for e in (left, right) for s in e.free_symbols if s.name == "constant:const"}  # any two differ
        if constants and sign == "=":
            self.decide_constant(left, right, constants, facts, out)
            return
        if sign in BOUNDS:
            left, right = without_common_factor(left, right)
        claim = Claim(left, right, sign, out.kind, facts)
        formed = (replace(claim, left=form) for form in (self.forms if sign in BOUNDS else ()))
        bounded = self.within_ranges(claim)
        if self.proved_as((claim, *formed, bounded), out):
            return
        claim = bounded
        averaged = self.averaged_reading(claim.left, claim.right)
        if averaged is not None:
            claim = replace(claim, left=averaged[0], right=averaged[1])
            if prove(claim, self.look) is not None:
                out.leave("true if the divergence of conditionals is averaged over what they are conditioned on")
                return
        if self.known.paths:
            swapped = [e.subs(self.known.paths) for e in (claim.left, claim.right)]
            if swapped != [claim.left, claim.right]:
                claim = replace(claim, left=swapped[0], right=swapped[1])
        self.put(claim, out)

    def proved_as(self, claims, out: Judgement) -> bool:
        """Whether one of these ways to mean the step is proved, or proved and contradicted."""
        seen = []
        for claim in claims:
            if claim in seen:
                continue
            seen.append(claim)
            found = prove(claim, self.look)
            if found is not None:
                out.take(found)
                return True
        return False

    def put(self, claim: Claim, out: Judgement) -> Verdict:
        """A claim put to the door, and what it says kept."""
        found = decide(claim, self.look)
        if found.verdict not in (PROVED, REFUTED):
            found = replace(found, message="; ".join(m for m in ("no proof found", found.message) if m))
        out.take(found)
        return found

    def within_ranges(self, claim: Claim) -> Claim:
        """A claim whose bounded numbers cannot leave their range, nor probabilities theirs."""
        ordered = in_order(claim.left, claim.right)
        if ordered:
            claim = replace(claim, left=claim.left.subs(ordered), right=claim.right.subs(ordered))
        facts = tuple(replace(f, formula=self.bounded(f.formula)) for f in claim.facts)
        return replace(claim, left=self.bounded(claim.left), right=self.bounded(claim.right), facts=facts)

    def bounded(self, e: Expr) -> Expr:
        return self.known.bernoulli.in_odds(self.known.ranges.within(e))

    @staticmethod
    def averaged_reading(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
        """D(p(y|x) || q(y|x)) as course books mean it, averaged over p(x), where x would stand on one side only."""

        def free(e: Expr) -> set:
            return {s for s in e.free_symbols if isinstance(s, L.RandomVariable)}

        loose = free(left) ^ free(right)
        if not loose:
            return None
        swaps = {}
        for e in (left, right):
            for node in e.atoms(L.KL, L.Entropy):
                density = node.args[0]
                conditions = L.givens_of(density) if isinstance(density, L.Density) else ()
                alike = all(isinstance(d, L.Density) and L.givens_of(d) == conditions for d in node.args)
                if conditions and alike and set(conditions) <= loose and type(node) in (L.KL, L.Entropy):
                    swaps[node] = L.Expectation(node, L.Density(density.distribution, list(conditions)))
        if not swaps:
            return None
        one, two = left.xreplace(swaps), right.xreplace(swaps)
        return (one, two) if free(one) == free(two) else None

    def decide_constant(self, left, right, constants, facts, out) -> None:
        """`+ const`: the rest is free of what is optimised, or of the variable whose log-density the chain writes.

        What is optimised is said by the chain's name, `G(\\phi) = ...`, or after the display. Where nothing says it,
        every density is; a step that holds for one of them alone is then left undecided.
        """
        zero = dict.fromkeys(constants, 0)
        a, b = left.xreplace(zero), right.xreplace(zero)
        out.kind = MINIMISER
        claim = Claim(a, b, "=", CONSTANT, facts, self.free_of(self.varied))
        found = prove(claim, self.look)
        if found is not None:
            out.take(found)
            alone = replace(claim, right=sympy.S.Zero)
            if self.varied and found.holds and prove(alone, self.look) is not None:
                out.leave(f"nothing here varies with {', '.join(self.varied)}")
            return
        density = self.subject.args[0] if isinstance(self.subject, sympy.log) else None
        if isinstance(density, L.Density) and not self.varied:
            out.kind = VALUE
            self.decide_proportional(sympy.exp(a), sympy.exp(b), facts, out, density)
            return
        here = {d.name for e in (a, b) for d in e.atoms(L.Density)}
        for letter in () if self.varied else sorted(here & set(self.tags_of_joints())):
            other = self.free_of((letter,))
            if claim.free.densities != {letter} and prove(replace(claim, free=other), self.look) is not None:
                out.leave(f"the constant is one if only {letter} varies: what varies is not said")
                return
        self.put(claim, out)

    def decide_unequal(self, left, right, facts, out) -> None:
        """a ≠ b is told of what differs in general: a world where it does shows it, a proof of a = b denies it."""
        claim = Claim(left, right, "=", VALUE, facts)
        if prove(claim, self.look) is not None:
            out.leave("")
            out.verdict, out.message = REFUTED, "the two sides are equal, by the rules"
            return
        found = self.look(claim, False)
        out.leave(f"they differ: {found.description}" if found.refutes else "no world was found where they differ")

    def decide_estimate(self, left, sign, right, facts, out) -> None:
        """The sampled side is an unbiased estimator of the other; with `=` that is not enough."""
        out.kind = ESTIMATE
        out.expressions = (left, "~", right, facts)
        if self.proved_as((Claim(left, right, "=", VALUE, facts),), out):
            return
        if sign == "=" and all(any(a.density.name == "sample" for a in averages(e)) for e in (left, right)):
            self.put(Claim(written_out(left, 2), written_out(right, 2), "=", VALUE, facts), out)
            return
        if not any(e.atoms(L.SampleAverage) for e in (left, right)):
            out.leave("an approximation without a sample average is not decided")
            return
        sides = sides_of_an_estimate(left, right)
        out.expressions = (left, "~", right, facts) if sides is None else (sides[0], "=", sides[1], facts)
        found = self.put(Claim(left, right, "~", ESTIMATE, facts), out)
        if sign == "=" and found.holds:
            out.leave(ON_AVERAGE)

    def decide_proportional(self, left, right, facts, out, density=None) -> None:
        """a ∝ b: log a - log b is free of the variables that `density` (or the left side) is a density of."""
        out.kind = VALUE
        density = density or (left if isinstance(left, L.Density) else self.subject)
        if not isinstance(density, L.Density):
            out.leave("as a function of what this is proportional is not said")
            return
        self.put(Claim(left, right, "=", PROPORTIONAL, facts, about=density), out)

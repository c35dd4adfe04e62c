"""The verdict on one step: proved by inferred reasons, else put into worlds."""

from __future__ import annotations

from dataclasses import replace

import sympy
from sympy import Expr

from derivations.judging.derivation import ESTIMATE, INEQUALITY, MINIMISER, VALUE, Step, infer
from derivations.kernel.rules import REWRITING, RULES
from derivations.language import words as L
from derivations.printing.printing import to_latex
from derivations.prover.certificates import certify_minimiser, unbiased
from derivations.prover.inference import BASES, PLAIN, inequality_reasons
from derivations.prover.inference import proves as proof
from derivations.reading.verdicts.examples import averages, each_example, written_out
from derivations.reading.verdicts.judgement import Judgement, Meaning
from derivations.reading.verdicts.repair import find_repair

LATEX_SIGNS = {"<=": r"\leq", ">=": r"\geq"}
MINIMISER_RULES = PLAIN | {"drop_constant", "rescale"}


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
        if repair and out.verdict == "refuted" and out.expressions:
            self.repair(b, out)

    def repair(self, b: Meaning, out: Judgement) -> None:
        left, sign, right, facts = out.expressions
        free = self.free(b.over)

        def proves(changed: Expr, relation: str) -> bool:
            if sign == "min":
                return certify_minimiser(left, changed, MINIMISER_RULES, facts, free, []) is not None
            if relation in ("<=", ">="):
                return inequality_reasons(left, relation, changed, facts) is not None
            return any(proof(left, changed, base, facts) is not None for base in BASES[:2])

        try:
            found = find_repair(right, sign if sign in ("<=", ">=") else "=", sorted(self.survey.signatures), proves)
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
            self.decide_optimum(a, b, facts, out)
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
        if sign == "∝":
            self.decide_proportional(left, right, facts, out)
            return
        left, right = (self.known.bernoulli.grounded(e) for e in (left, right))
        if sign in ("<=", ">=") and sampled:
            each = each_example(left), each_example(right)
            if None not in each and self.reasons(each[0], sign, each[1], INEQUALITY, facts) is not None:
                left, right = each
            else:
                left, right = written_out(left, 2), written_out(right, 2)
        out.kind = INEQUALITY if sign in ("<=", ">=", "<", ">") else VALUE
        self.settle(left, {"<": "<=", ">": ">="}.get(sign, sign), right, facts, out, strict=sign in "<>")

    def settle(self, left, sign, right, facts, out, strict=False) -> None:
        """Prove by inferred reasons, else refute in exact worlds, else call it consistent."""
        out.expressions = (left, sign, right, facts)
        constants = {s for s in (left - right).free_symbols if s.name.startswith("constant:")}
        constants |= {s for e in (left, right) for s in e.free_symbols if s.name == "constant:const"}  # any two differ
        if constants and sign == "=":
            self.decide_constant(left, right, constants, facts, out)
            return
        if left == right and sign != "=":
            out.verdict, out.reasons = "proved", ("algebra",)
            return
        if sign in ("<=", ">="):
            left, right = without_common_factor(left, right)
        keys = self.reasons(left, sign, right, out.kind, facts)
        for form in self.forms if keys is None and sign != "=" else ():
            keys = keys or self.reasons(form, sign, right, out.kind, facts)
        if keys is not None:
            self.accept(out, keys)
            if strict:
                out.message = "the bound holds; that it is strict is not shown"
            self.safeguard(left, sign, right, facts, out)
            return
        bounded = [self.bounded(e) for e in (left, right)]
        if bounded != [left, right]:
            (left, right), facts = bounded, tuple(replace(f, formula=self.bounded(f.formula)) for f in facts)
            keys = self.reasons(left, sign, right, out.kind, facts)
            if keys is not None:
                self.accept(out, keys)
                self.safeguard(left, sign, right, facts, out)
                return
        averaged = self.averaged_reading(left, right)
        if averaged is not None:
            keys = self.reasons(averaged[0], sign, averaged[1], out.kind, facts)
            if keys is not None:
                out.verdict = "consistent"
                out.message = "true if the divergence of conditionals is averaged over what they are conditioned on"
                return
            left, right = averaged
        if self.known.paths:
            swapped = [e.subs(self.known.paths) for e in (left, right)]
            if swapped != [left, right]:
                keys = self.reasons(swapped[0], sign, swapped[1], out.kind, facts)
                if keys is not None:
                    self.accept(out, keys)
                    return
                left, right = swapped
        self.refute(left, sign, right, facts, out)

    def bounded(self, e: Expr) -> Expr:
        """An expression whose bounded numbers cannot leave their range, nor probabilities theirs."""
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

    def reasons(self, left, sign, right, kind, facts) -> tuple[str, ...] | None:
        if left == right:
            return ("algebra",)
        return infer(left, Step(sign, right, (), "", kind), facts)

    def accept(self, out: Judgement, keys: tuple[str, ...]) -> None:
        out.verdict = "proved"
        out.reasons = tuple(RULES[k].name for k in keys)
        out.assumes = tuple(dict.fromkeys(s for k in keys for s in RULES[k].assumes))

    def safeguard(self, left, sign, right, facts, out) -> None:
        """A proof that a world contradicts is withdrawn: the one error that must never be made."""
        found = self.compare(left, sign, right, facts, quick=True)
        if found is not None and type(found).__name__ == "Refuted":
            out.verdict = "consistent"
            out.message = "the rules prove it but a world disagrees: please report this"

    def decide_constant(self, left, right, constants, facts, out) -> None:
        """`+ const`: the rest is free of what is optimised, or of the variable whose log-density the chain writes.

        What is optimised is said by the chain's name, `G(\\phi) = ...`, or after the display. Where nothing says it,
        every density is; a step that holds for one of them alone is then left undecided.
        """
        zero = dict.fromkeys(constants, 0)
        a, b = left.xreplace(zero), right.xreplace(zero)
        out.kind = MINIMISER
        free = self.free(self.varied)
        if self.constant_for(a, b, facts, free, out):
            if self.varied and self.constant_for(a, sympy.S.Zero, facts, free, Judgement(0, 0, "")):
                out.verdict, out.reasons = "consistent", ()
                out.message = f"nothing here varies with {', '.join(self.varied)}"
            return
        density = self.subject.args[0] if isinstance(self.subject, sympy.log) else None
        if isinstance(density, L.Density) and not self.varied:
            out.kind = VALUE
            self.decide_proportional(sympy.exp(a), sympy.exp(b), facts, out, density)
            return
        for letter in () if self.varied else sorted(self.tags_of_joints()):
            if free.densities != {letter} and self.constant_for(a, b, facts, self.free((letter,)), out):
                out.verdict, out.reasons, out.dropped = "consistent", (), sympy.S.Zero
                out.message = f"the constant is one if only {letter} varies: what varies is not said"
                return
        self.refute_objectives(a, b, free, facts, out)

    def constant_for(self, left, right, facts, free, out) -> bool:
        """Whether two sides differ by what is free of what is optimised: then the step is proved."""
        keys = (REWRITING - {"bayes", "change", "formula"}) | {"drop_constant"}
        found = certify_minimiser(left, right, keys, facts, free, [])
        if found is not None:
            out.verdict, out.reasons = "proved", (RULES["drop_constant"].name,)
            out.dropped = found[1]
        return found is not None

    def decide_estimate(self, left, sign, right, facts, out) -> None:
        """The sampled side is an unbiased estimator of the other."""
        out.kind = ESTIMATE
        out.expressions = (left, "~", right, facts)
        if not left.atoms(L.SampleAverage) - {e for o in left.atoms(L.OverDraws) for e in o.atoms(L.SampleAverage)}:
            left_is_random = False
        else:
            left_is_random = True
        keys = self.reasons(left, "=", right, VALUE, facts)
        if keys is not None:
            self.accept(out, keys)
            return
        if sign == "=" and all(any(a.density.name == "sample" for a in averages(e)) for e in (left, right)):
            self.refute(written_out(left, 2), "=", written_out(right, 2), facts, out)
            return
        sides = []
        for e in (left, right):
            if e.atoms(L.OverDraws):
                sides.append(e)
            elif e.atoms(L.SampleAverage):
                exact = unbiased(e)
                if exact is None:
                    self.refute(left, "~", right, facts, out)
                    return
                sides.append(exact)
            else:
                sides.append(e)
        if not left_is_random and not right.atoms(L.SampleAverage):
            out.verdict, out.message = "consistent", "an approximation without a sample average is not decided"
            return
        keys = self.reasons(sides[0], "=", sides[1], VALUE, facts)
        if keys is not None:
            self.accept(out, (*tuple(k for k in keys if k != "algebra"), "sample_average"))
            return
        out.expressions = (sides[0], "=", sides[1], facts)
        self.refute(sides[0], "=", sides[1], facts, out)

    def decide_proportional(self, left, right, facts, out, density=None) -> None:
        """a ∝ b: log a - log b is free of the variables that `density` (or the left side) is a density of."""
        from derivations.numbers import polynomial as P
        from derivations.prover.normal_form.normal_form import NormalForm

        out.kind = VALUE
        density = density or (left if isinstance(left, L.Density) else self.subject)
        if not isinstance(density, L.Density):
            out.verdict, out.message = "consistent", "as a function of what this is proportional is not said"
            return
        targets = L.targets_of(density)
        form = NormalForm(REWRITING - {"bayes", "change"}, facts)
        gap = P.add(form.normal(sympy.log(left)), P.scale(form.normal(sympy.log(right)), -1))
        leaves = {("v", t.role, t.name) for t in targets if isinstance(t, L.RandomVariable)}
        if not any(leaves & P.mentions(m) for m in gap):
            out.verdict, out.reasons = "proved", (RULES["product"].name, RULES["log"].name)
            return
        elsewhere = {t: t.renamed(t.name + "'") for t in targets if isinstance(t, L.RandomVariable)}
        there = [e.subs(elsewhere, simultaneous=True) for e in (left, right)]
        self.refute(left * there[1], "=", there[0] * right, facts, out)

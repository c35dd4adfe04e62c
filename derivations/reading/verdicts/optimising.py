"""min, max, argmin and argmax: the same minimiser, or the least value itself."""

from __future__ import annotations

import sympy
from sympy import Expr, Integer, Rational

from derivations.judging.derivation import INEQUALITY, MINIMISER, VALUE, Step, equal, infer, judge
from derivations.kernel.rules import REWRITING, RULES
from derivations.language import words as L
from derivations.language.facts import Free
from derivations.prover.certificates import unbiased
from derivations.prover.inference import optimal_kl
from derivations.prover.normal_form.normal_form import NormalForm
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, tag_of
from derivations.reading.meaning.substitution import squeezed
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.judgement import Judgement, Meaning

NEARBY = (Rational(1, 2), Rational(9, 10), Rational(11, 10), Integer(2))  # where a wrong optimum is seen to be none


class Optimising:
    """Decides claims about optima. Mixed into `Judge`."""

    def decide_optimum(self, a: Meaning, b: Meaning, facts, out) -> None:
        """min A = min B: same value, or the same minimiser with a recorded scale and dropped terms."""
        sign_a, sign_b = ("max" in m.optimum or m.optimum == "sup" for m in (a, b))
        one, two = (m.expression.exp if isinstance(m.expression, sympy.exp) else m.expression for m in (a, b))
        left, right = (-e if s else e for e, s in ((one, sign_a), (two, sign_b)))  # exp is increasing
        out.kind = MINIMISER
        right = self.one_draw(left, right)
        sampled = left.atoms(L.SampleAverage) | right.atoms(L.SampleAverage)
        if sampled:
            left, right = (unbiased(e) if e.atoms(L.SampleAverage) else e for e in (left, right))
            if left is None or right is None:
                raise Unreadable("a sample average stands inside a nonlinear function", S.Number("0"))
        free = self.free(a.over or b.over)
        out.expressions = (left, "min", right, facts)
        keys = self.minimiser_reasons(left, right, facts, free)
        if keys is not None:
            verdict = judge(left, Step("=", right, tuple(RULES[k] for k in keys), "", MINIMISER), facts, free)
            self.accept(out, keys)
            out.scale, out.dropped = verdict.scale, verdict.dropped
            if out.scale != 1:
                out.message = f"true for the minimiser, scale {out.scale}: not to be added to another term as it stands"
            return
        self.refute_objectives(left, right, free, facts, out)

    def one_draw(self, left: Expr, right: Expr) -> Expr:
        """Where the left averages over draws of z and the right has z itself, a declared draw: an average over one."""
        for average in left.atoms(L.SampleAverage):
            targets = L.targets_of(average.density)
            role = getattr(targets[0], "role", "")
            if len(targets) == 1 and targets[0] in right.free_symbols and role in self.known.step_draws:
                return L.SampleAverage(right, average.density, 1)
        return right

    def minimiser_reasons(self, left, right, facts, free):
        if left == right:
            return ("algebra",)
        return infer(left, Step("=", right, (), "", MINIMISER), facts, free)

    def free(self, over: tuple[str, ...]) -> Free:
        """What a minimisation leaves free: what stands under `min` (letters, or the densities that carry a parameter),
        else every density but the data's. Functions that carry a parameter are free with it."""
        tags = self.tags_of_joints()
        named = {n for n in over if n in tags}
        exact = {n for n in over if any(squeezed(n) in found for found in tags.values())}  # theta beside theta^old
        carried = {j for j, found in tags.items() for n in over for t in found
                   if n and (t == squeezed(n) if n in exact else n in t)}  # fmt: skip
        free = named | carried
        if free:
            fixed = [d for j in sorted(free) for d in self.data_marginals(j)]
            return Free(tuple(fixed), frozenset(over) - free, None, frozenset(free))
        if over and all(
            not PARAMETERS.match(n) for n in over
        ):  # plain symbols: densities and functions stay as they are
            return Free((), frozenset(over), frozenset(over), frozenset())
        fixed = [d for j in sorted(tags) for d in self.data_marginals(j)]
        every = {t for found in tags.values() for t in found if t}
        earlier = {t for t in every for u in every if t != u and t.startswith(u)}  # theta^old beside theta
        held = {j for j, found in tags.items() if found and found <= earlier}
        given = {j for j, found in tags.items() if all(WORD_TAG.search(t) and not t[:1].isdigit() for t in found)}
        held |= given | {j for j in tags if "tilde" in j or "hat" in j} | (self.held & set(tags))
        densities = frozenset(set(tags) - held) if held else None
        return Free(tuple(fixed), frozenset(over), None, densities)

    def tags_of_joints(self) -> dict[str, set[str]]:
        """The tags with which each joint distribution is written; counted again once more densities are known."""
        known = len(self.survey.applied)
        if known not in self.tags_at:
            tags: dict[str, set[str]] = {}
            for node in self.survey.applied:
                tags.setdefault(self.survey.joint_name(node), set()).add(tag_of(node))
            self.tags_at = {known: tags}
        return self.tags_at[known]

    def data_marginals(self, letter: str):
        """The marginal p(x) of a letter that conditions on x but never generates x from another variable."""
        signatures = self.survey.signatures.get(letter, {})
        for targets, givens in signatures:
            if givens or len(targets) != 1 or targets[0] not in self.survey.variables:
                continue
            if any(targets[0] in t and g for t, g in signatures):
                continue
            if any(targets[0] in g for _, g in signatures):
                yield L.Density(L.Distribution(letter), [self.known.read.random(targets[0])])

    def decide_location(self, side: Meaning, place: Expr, facts, out) -> None:
        """argmin_v F = w: F at w is no larger than F anywhere, be w a number or a density."""
        out.kind = MINIMISER
        there = self.put_in(side, place, facts)
        if there is None:
            out.verdict, out.message = "consistent", "where this optimum lies is not decided"
            return
        gap = there - side.expression if "max" in side.optimum else side.expression - there
        form = NormalForm(REWRITING - {"bayes", "change", "formula"}, facts)
        if self.reached(optimal_kl(form.normal(gap), form), side.over):
            out.verdict, out.reasons = "proved", (RULES["gibbs"].name, RULES["kl"].name)
            return
        sign = ">=" if "max" in side.optimum else "<="
        self.settle(there, sign, side.expression, facts, out)
        for factor in NEARBY if out.verdict == "consistent" and not place.atoms(L.Density) else ():
            near = Judgement(out.line, out.column, out.relation)
            self.refute(there, sign, self.put_in(side, factor * place, facts), facts, near)
            if near.verdict == "refuted":
                out.verdict, out.message, out.counterexample = near.verdict, near.message, near.counterexample
                break
        if out.verdict == "refuted":
            out.message = f"another choice does better there: {out.message}"

    @staticmethod
    def put_in(side: Meaning, place: Expr, facts) -> Expr | None:
        """The objective with a value for what it is optimised over; None if it cannot be put in."""
        objective = side.expression
        if not any(s.name in side.over for s in objective.free_symbols):  # it may stand in a density's formula
            given = {f.density: f.formula for f in facts}
            objective = objective.xreplace({d: given[d] for d in objective.atoms(L.Density) if d in given})
        if len(side.over) != 1:
            return None
        (name,) = side.over
        symbols = [s for s in objective.free_symbols if s.name == name and not isinstance(s, L.RandomVariable)]
        if len(symbols) == 1 and not place.atoms(L.Density):
            return objective.subs(symbols[0], place ** (1 / side.power))
        swaps = {}
        for d in objective.atoms(L.Density):
            if d.name == name:
                if not isinstance(place, L.Density) or set(d.targets) != set(place.targets) or place.name == name:
                    return None
                swaps[d] = L.Density(place.distribution, list(d.targets), list(place.givens))
        return objective.xreplace(swaps) if swaps else None

    def reached(self, kls, over: tuple[str, ...]) -> bool:
        """Whether a sum of KLs has least value zero: one KL, one of whose two densities is what is optimised."""
        if kls is None or len(kls) > 1:
            return False
        free = {n for n in over if n in self.survey.letters}
        for (letter, *_), other in kls:
            alone = len(other) == 1 and other[0][1] == 1
            if free and letter not in free and not (alone and other[0][0][1][0] in free):
                return False
        return True

    def decide_optimal_value(self, a: Meaning, sign: str, b: Meaning, facts, out) -> None:
        """min_q F = value: F - value is a KL whose first density is free, so its least value is zero."""
        side, other = (a, b) if a.optimum else (b, a)
        if side.optimum.startswith("arg"):
            self.decide_location(side, other.expression, facts, out)
            return
        objective, value = side.expression, other.expression
        maximum = "max" in side.optimum or side.optimum == "sup"
        gap = (value - objective) if maximum else (objective - value)
        keys = REWRITING - {"bayes", "change", "formula"}
        out.kind = VALUE if sign == "=" else INEQUALITY
        out.expressions = (objective, sign, value, facts)
        if sign == "=":
            form = NormalForm(keys, facts)
            difference = form.normal(gap)
            if self.reached(optimal_kl(difference, form) if difference else frozenset(), side.over):
                out.verdict = "proved"
                out.reasons = (RULES["gibbs"].name, RULES["kl"].name)
                return
            bound = "<=" if maximum else ">="
            found = self.compare(objective, bound, value, facts)
            if type(found).__name__ == "Refuted":
                out.verdict, out.counterexample, out.message = "refuted", found, found.description
                return
            out.verdict, out.message = "consistent", "no proof that this optimum is reached"
            return
        relation = sign if a.optimum else {"<=": ">=", ">=": "<="}.get(sign, sign)
        inner = {"<=": ">=", ">=": "<="}
        # F >= min F holds for every F; value >= min F needs only one F
        if equal(objective, value, keys, facts) and relation == ("<=" if not maximum else ">="):
            out.verdict, out.reasons = "proved", ("definition of the minimum",)
            return
        out.verdict, out.message = (
            "consistent",
            f"a bound on an optimum is not decided ({inner.get(relation, relation)})",
        )

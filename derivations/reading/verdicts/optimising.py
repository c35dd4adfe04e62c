"""min, max, argmin and argmax: the same minimiser, or the least value itself, as claims."""

from __future__ import annotations

import sympy
from sympy import Expr, Integer, Rational

from derivations.judging.claim import Claim, decide, prove
from derivations.judging.proofs import LEAST
from derivations.judging.step import CONSISTENT, REFUTED
from derivations.kernel.theorem import INEQUALITY, MINIMISER, VALUE
from derivations.language import words as L
from derivations.language.facts import Free
from derivations.prover.certificates import unbiased
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, plain, tag_of
from derivations.reading.meaning.substitution import squeezed
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.judgement import Meaning

NEARBY = (Rational(1, 2), Rational(9, 10), Rational(11, 10), Integer(2))  # where a wrong optimum is seen to be none
FLIPPED = {"<=": ">=", ">=": "<="}


class Optimising:
    """Decides claims about optima. Mixed into `Judge`."""

    def decide_optimum(self, a: Meaning, sign: str, b: Meaning, facts, out) -> None:
        """min A = min B: same value, or the same minimiser with a recorded scale and dropped terms."""
        sign_a, sign_b = ("max" in m.optimum or m.optimum == "sup" for m in (a, b))
        one, two = (m.expression.exp if isinstance(m.expression, sympy.exp) else m.expression for m in (a, b))
        left, right = (-e if s else e for e, s in ((one, sign_a), (two, sign_b)))  # exp is increasing
        out.kind = MINIMISER
        if sign not in ("=", "~"):
            self.decide_optima_compared(a, sign, b, facts, out)
            return
        right = self.one_draw(left, right)
        sampled = left.atoms(L.SampleAverage) | right.atoms(L.SampleAverage)
        if sign == "~" and not sampled:
            out.leave("an approximation without a sample average is not decided")
            return
        if sampled:
            left, right = (unbiased(e) if e.atoms(L.SampleAverage) else e for e in (left, right))
            if left is None or right is None:
                raise Unreadable("a sample average stands inside a nonlinear function", S.Number("0"))
        claim = Claim(left, right, "=", MINIMISER, facts, self.free(a if a.over else b))
        bounded = self.within_ranges(claim)
        if not self.proved_as((claim, bounded), out):
            claim = bounded
            self.put(claim, out)
        out.expressions = (claim.left, "min", claim.right, facts)
        if out.proof and out.scale != 1:
            out.message = f"true for the minimiser, scale {out.scale}: not to be added to another term as it stands"

    def decide_optima_compared(self, a: Meaning, sign: str, b: Meaning, facts, out) -> None:
        """min A <= min B where A <= B everywhere (the sign may hold though the objectives cross)."""
        out.kind = INEQUALITY
        if a.optimum == b.optimum and not a.optimum.startswith("arg") and sign in FLIPPED:
            if self.proved_as((Claim(a.expression, b.expression, sign, INEQUALITY, facts),), out):
                return
        out.leave("how two optima compare is not decided")

    def one_draw(self, left: Expr, right: Expr) -> Expr:
        """Where the left averages over draws of z and the right has z itself, a declared draw: an average over one."""
        for average in left.atoms(L.SampleAverage):
            targets = L.targets_of(average.density)
            role = getattr(targets[0], "role", "")
            if len(targets) == 1 and targets[0] in right.free_symbols and role in self.known.step_draws:
                return L.SampleAverage(right, average.density, 1)
        return right

    def free(self, side: Meaning) -> Free:
        """What a minimisation leaves free: see `free_of`."""
        return self.free_of(side.over, side.conditional)

    def free_of(self, over: tuple[str, ...], conditional: frozenset[str] = frozenset()) -> Free:
        """What stands under `min` (letters, or the densities that carry a parameter), else every density but the
        data's. Functions that carry a parameter, or that a free density is given by, are free with it.

        A joint that is optimised is so with all its marginals; only where one conditional of it is named, or where
        its marginal is written without the parameter, does the marginal of what it is conditioned on stay."""
        tags = self.tags_of_joints()
        named = {n for n in over if n in tags}
        exact = {n for n in over if any(squeezed(n) in found for found in tags.values())}  # theta beside theta^old
        carried = {j for j, found in tags.items() for n in over for t in found
                   if n and (t == squeezed(n) if n in exact else n in t)}  # fmt: skip
        free = named | carried
        if free:
            kept = (free & conditional) | (carried - named)
            fixed = [d for j in sorted(kept) for d in self.data_marginals(j, () if j in conditional else over)]
            return Free(tuple(fixed), frozenset(over) - free, self.functions_of(free, over), frozenset(free))
        if over and all(not PARAMETERS.match(n) for n in over):
            return Free((), frozenset(over), frozenset(over), frozenset())  # densities and functions stay as they are
        candidates = {j: list(self.data_marginals(j)) for j in sorted(tags)}
        data = [found for found in candidates.values() if found]
        fixed = data[0] if len(data) == 1 else []  # which of two is the data is not said
        every = {t for found in tags.values() for t in found if t}
        earlier = {t for t in every for u in every if t != u and t.startswith(u)}  # theta^old beside theta
        held = {j for j, found in tags.items() if found and found <= earlier}
        given = {j for j, found in tags.items() if all(WORD_TAG.search(t) and not t[:1].isdigit() for t in found)}
        held |= given | {j for j in tags if "tilde" in j or "hat" in j} | (self.held & set(tags))
        densities = frozenset(set(tags) - held) if held else None
        return Free(tuple(fixed), frozenset(over), None, densities)

    def functions_of(self, letters: set[str], over: tuple[str, ...]) -> frozenset[str]:
        """The undefined functions that vary with these letters: those that carry the parameter, and those of a
        formula that one of the letters is given by."""
        within = {type(f).__name__ for fact in self.known.facts if fact.density.name in letters
                  for f in fact.formula.atoms(sympy.core.function.AppliedUndef)}  # fmt: skip
        trees = (side.tree for chain in self.note.chains for side in chain.sides if side.read)
        written = {plain(n.function) for tree in trees for n in S.walk(tree) if isinstance(n, S.Apply)}
        carrying = {n for n in written for o in over if o and PARAMETERS.match(o) and squeezed(o) in squeezed(n)}
        return frozenset(within | carrying | set(over))

    def tags_of_joints(self) -> dict[str, set[str]]:
        """The tags with which each joint distribution is written; counted again once more densities are known."""
        known = len(self.survey.applied)
        if known not in self.tags_at:
            tags: dict[str, set[str]] = {}
            for node in self.survey.applied:
                tags.setdefault(self.survey.joint_name(node), set()).add(tag_of(node))
            self.tags_at = {known: tags}
        return self.tags_at[known]

    def data_marginals(self, letter: str, over: tuple[str, ...] = ()):
        """The marginal p(x) of a letter that conditions on x but never generates x from another variable, unless it
        is written with a parameter that is optimised."""
        signatures = self.survey.signatures.get(letter, {})
        varied = {t for node in self.survey.applied if self.survey.joint_name(node) == letter and not node.givens
                  and any(n and squeezed(n) in tag_of(node) for n in over) for t in map(str, node.targets)}  # fmt: skip
        for targets, givens in signatures:
            if givens or len(targets) != 1 or targets[0] not in self.survey.variables:
                continue
            if any(targets[0] in t and g for t, g in signatures) or (over and varied):
                continue
            if any(targets[0] in g for _, g in signatures):
                yield L.Density(L.Distribution(letter), [self.known.read.random(targets[0])])

    def decide_location(self, side: Meaning, place: Expr, facts, out) -> None:
        """argmin_v F = w: F at w is no larger than F anywhere, be w a number or a density that may be chosen."""
        out.kind = MINIMISER
        there = self.put_in(side, place, facts)
        if there is None or side.narrowed or self.restricted(side, facts):
            out.leave("where this optimum lies is not decided")
            return
        sign = ">=" if "max" in side.optimum else "<="
        out.kind = INEQUALITY
        self.settle(there, sign, side.expression, facts, out)
        for factor in NEARBY if out.verdict == CONSISTENT and not place.atoms(L.Density) else ():
            claim = self.within_ranges(Claim(there, self.put_in(side, factor * place, facts), sign, INEQUALITY, facts))
            near = decide(claim, self.look)
            if near.verdict == REFUTED:
                out.take(near)
                break
        out.kind = MINIMISER
        if out.verdict == REFUTED:
            out.message = f"another choice does better there: {out.message}"

    @staticmethod
    def restricted(side: Meaning, facts) -> bool:
        """Whether a fact narrows what the densities under the optimum may be."""
        return any(f.density.name in side.over for f in facts)

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

    def decide_optimal_value(self, a: Meaning, sign: str, b: Meaning, facts, out) -> None:
        """min_q F = value: F - value is a KL that some choice of q makes zero, so its least value is zero."""
        side, other = (a, b) if a.optimum else (b, a)
        if side.optimum.startswith("arg"):
            self.decide_location(side, other.expression, facts, out)
            return
        objective, value = side.expression, other.expression
        maximum = "max" in side.optimum or side.optimum == "sup"
        gap = (value - objective) if maximum else (objective - value)
        out.kind = VALUE if sign == "=" else INEQUALITY
        out.expressions = (objective, sign, value, facts)
        if sign == "=":
            letters = () if side.narrowed else tuple(n for n in side.over if n in self.survey.letters)
            untagged = all(self.tags_of_joints().get(n, {""}) <= {""} for n in letters) and len(letters) == len(
                side.over
            )
            claim = Claim(gap, value, "=", LEAST, facts, about=letters if untagged else ())
            self.put(claim, out)
            if out.verdict == CONSISTENT:
                out.message = "no proof that this optimum is reached"
            return
        relation = sign if a.optimum else FLIPPED.get(sign, sign)
        # F >= min F holds for every F; value >= min F needs only one F
        attained = ">=" if maximum else "<="
        equation = prove(Claim(objective, value, "=", VALUE, facts), self.look) if relation == attained else None
        if equation is not None:
            out.take(equation)
            return
        out.leave("a bound on an optimum is not decided")

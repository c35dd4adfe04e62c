"""A verdict for every relation sign of a note.

The note is walked in reading order: prose is heard, each chain's steps are elaborated and judged against the
expression just before them. No reasons are given, so the smallest set of named rules is inferred; what is not proved
goes to the exact worlds; what no world separates is `consistent`; what cannot be read is `unread`, with its place.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import sympy
from sympy import Expr
from sympy import S as Sym
from sympy.core.function import AppliedUndef

from derivations.logic import language as L
from derivations.logic.certificates import Free, certify_minimiser, unbiased
from derivations.logic.inference import BASES, PLAIN, inequality_reasons
from derivations.logic.inference import proves as proof
from derivations.logic.kernel import ESTIMATE, INEQUALITY, MINIMISER, VALUE, Step, infer, judge
from derivations.logic.printing import to_latex
from derivations.logic.rules import RULES
from derivations.reading import syntax as S
from derivations.reading.elaborate import Unreadable
from derivations.reading.knowledge import Knowledge, head_of, is_name, is_quantity, squeezed, tag_text
from derivations.reading.limits import OutOfTime, at_most
from derivations.reading.note import Note
from derivations.reading.repair import find_repair
from derivations.reading.survey import PARAMETERS, WORD_TAG, Survey, as_density, base, name_of, tag_of, tidied

SIGNS = {"equal": "=", "define": "=", "define_right": "=", "less_equal": "<=", "greater_equal": ">=",
         "less": "<", "greater": ">", "approx": "~", "proportional": "∝"}  # fmt: skip
TIME_LIMIT = 5.0
LATEX_SIGNS = {"<=": r"\leq", ">=": r"\geq"}
MINIMISER_RULES = PLAIN | {"drop_constant", "rescale"}


@dataclass
class Judgement:
    """What is said of one relation sign of a note."""

    line: int
    column: int
    relation: str
    kind: str = VALUE
    verdict: str = "unread"
    reasons: tuple[str, ...] = ()
    scale: Expr = Sym.One
    dropped: Expr = Sym.Zero
    assumes: tuple[str, ...] = ()
    left: str = ""
    right: str = ""
    message: str = ""
    place: tuple[int, int] | None = None
    suggestion: str = ""
    counterexample: object = None
    expressions: tuple = field(default=(), repr=False)


@dataclass(frozen=True)
class Meaning:
    """A side elaborated: its expression, or the objective of a min or max with what is free."""

    expression: Expr
    optimum: str = ""
    over: tuple[str, ...] = ()


class Judge:
    """Judges one note; `worlds` is the module that compares expressions in exact worlds."""

    def __init__(self, note: Note, seed: int = 0, time_limit: float = TIME_LIMIT):
        note = tidied(note)
        self.note, self.seed, self.time_limit = note, seed, time_limit
        self.survey = Survey(note)
        self.known = Knowledge(self.survey)
        self.results: list[Judgement] = []
        self.meanings: dict[tuple[int, int], Meaning | Unreadable] = {}
        self.subject: Expr | None = None
        self.forms: list[Expr] = []
        self.optimum_of_chain: dict[int, tuple[str, tuple[str, ...]]] = {}

    def run(self) -> list[Judgement]:
        self.known.foresee(self.note.chains, self.survey)
        for block in self.note.blocks:
            if block.kind == "prose":
                self.known.hear(block)
            for index in block.chains:
                self.chain(index)
            if block.chains:
                self.known.forget_passing()
        return self.results

    # -- chains ----------------------------------------------------------------------------------------------------

    def chain(self, index: int) -> None:
        chain = self.note.chains[index]
        self.survey.look_at(side.tree for side in chain.sides if side.read)
        prose = self.note.prose_before(chain)
        spoken = [c for f in (prose.formulas if prose else ()) for c in f.chains]
        self.known.read.context = [side.tree for c in (chain, *spoken) for side in c.sides if side.read]
        self.hear_qualifiers(chain)
        if chain.implication is not None:
            relation = chain.implication
            self.results.append(
                Judgement(
                    relation.line,
                    relation.column,
                    relation.sign,
                    message="an implication between statements is not judged",
                )
            )
        if not chain.relations:
            for side in chain.sides:
                if side.read:
                    self.known.hear_draw(side.tree)
            return
        for place, relation in enumerate(chain.relations):
            judgement = Judgement(relation.line, relation.column, relation.sign)
            judgement.left, judgement.right = chain.sides[place].latex, chain.sides[place + 1].latex
            try:
                with at_most(self.time_limit):
                    self.step(index, place, judgement)
            except OutOfTime:
                judgement.verdict = "consistent" if judgement.expressions else "unread"
                judgement.message = "not decided within the time limit"
            except Unreadable as error:
                judgement.verdict = "unread"
                self.remember_unread(chain, place)
                judgement.message = str(error)
                judgement.place = self.note.position(error.node.span[0]) if error.node.span != (0, 0) else None
            except (
                RecursionError,
                TypeError,
                ValueError,
                ArithmeticError,
                AttributeError,
                KeyError,
                IndexError,
            ) as error:
                judgement.verdict = "unread"
                judgement.message = f"this step is beyond what can be judged ({type(error).__name__})"
            self.results.append(judgement)
            self.follow(index, place, judgement)
        self.taken_back(index)
        self.known.step_draws.clear()

    def follow(self, index: int, place: int, done: Judgement) -> None:
        """Which earlier sides of the chain are proved equal to the side the next step starts from."""
        known = self.meanings.get((index, place))
        if place == 0:
            self.forms = []
        if done.verdict == "proved" and done.kind == VALUE and isinstance(known, Meaning) and not known.optimum:
            self.forms.append(known.expression)
        elif done.verdict != "definition":
            self.forms = []

    def taken_back(self, index: int) -> None:
        """Two refuted steps in a row that cancel: the second silently takes the first one's slip back."""
        chain = self.note.chains[index]
        mine = self.results[len(self.results) - len(chain.relations) :]
        for place in range(len(mine) - 1):
            first, second = mine[place], mine[place + 1]
            if first.verdict != "refuted" or second.verdict != "refuted":
                continue
            trial = Judgement(second.line, second.column, second.relation)
            try:
                a, b = self.meaning(index, place), self.meaning(index, place + 2)
                sign = "~" if SIGNS.get(chain.relations[place].name) == "~" else "="
                self.decide(a, sign, b, trial, repair=False)
            except (Unreadable, TypeError, ValueError):
                continue
            if trial.verdict == "proved":
                first.message = "the next line silently takes this back; " + first.message
                second.message = "this takes back the slip of the line before it; " + second.message

    def remember_unread(self, chain, place: int) -> None:
        """A density or name whose own definition could not be read must not be refuted about later."""
        side = chain.sides[place]
        if place or not side.read:
            return
        if isinstance(side.tree, S.Density):
            self.known.opaque.add(self.survey.joint_name(side.tree))
        elif is_name(side.tree) and head_of(side.tree)[0]:
            self.known.opaque.add(squeezed(tag_text(side.tree)))

    def hear_qualifiers(self, chain) -> None:
        self.known.step_draws.clear()
        for q in chain.qualifiers:
            if isinstance(q.tree, S.Draw) and q.tree.density is not None:
                for v in q.tree.variables:
                    if name_of(v):
                        self.known.step_draws[name_of(v)] = q.tree.density

    def meaning(self, index: int, place: int) -> Meaning:
        """The elaborated side, kept; raises Unreadable if it could not be read or means nothing here."""
        chain = self.note.chains[index]
        if place == 0 and chain.continues is not None:
            before = self.note.chains[chain.continues]
            return self.meaning(chain.continues, len(before.sides) - 1)
        key = (index, place)
        if key not in self.meanings:
            side = chain.sides[place]
            if not side.read:
                self.meanings[key] = Unreadable(side.tree.message, S.Number("0", span=side.tree.span))
            else:
                try:
                    self.meanings[key] = self.elaborate(index, side.tree)
                except Unreadable as error:
                    self.meanings[key] = error
        value = self.meanings[key]
        if isinstance(value, Unreadable):
            raise value
        return value

    def elaborate(self, index: int, tree: S.Node) -> Meaning:
        if isinstance(tree, S.Optimum):
            over = tuple(n for o in tree.over for n in names_in(o))
            inner = self.optimum_of_chain.get(index)
            if inner is not None and not over:
                over = inner[1]
            self.optimum_of_chain[index] = (tree.kind, over)
            return Meaning(self.known.read.expression(tree.body), tree.kind, over)
        if isinstance(tree, S.Density) and tree.bare:
            return Meaning(self.known.read.bare(tree, None, None))
        return Meaning(self.known.read.typed(tree)[1])

    # -- steps -----------------------------------------------------------------------------------------------------

    def step(self, index: int, place: int, out: Judgement) -> None:
        chain = self.note.chains[index]
        relation, left, right = chain.relations[place], chain.sides[place], chain.sides[place + 1]
        sign = SIGNS.get(relation.name)
        if sign is None:
            raise Unreadable(f"the relation {relation.sign} is not judged", S.Number("0", span=relation.span))
        if sign == "=" and self.defines(index, place, relation, left, right, out):
            return
        if sign == "=" and right.read and self.fresh(right.tree) and place == len(chain.relations) - 1:
            self.meaning(index, place)
            negative = isinstance(right.tree, S.Neg)
            self.known.define(
                right.tree.operand if negative else right.tree, S.Neg(left.tree) if negative else left.tree
            )
            self.meanings.pop((index, place + 1), None)
            out.kind = out.verdict = "definition"
            out.message = "a fresh name for the expression on the left"
            return
        a = self.meaning(index, place)
        self.subject = a.expression if place == 0 else self.subject
        if sign == "~":
            self.expect_draws(a.expression)
        b = self.meaning(index, place + 1)
        if sign == "~":
            b = self.single_draws(a, b)
        self.decide(a, sign, b, out)
        if out.verdict == "refuted" and not (a.optimum or b.optimum):
            self.other_choices(left, sign, right, out)

    def other_choices(self, left, sign: str, right, out: Judgement) -> None:
        """A bare p that may be p(z) or p(z|x): the step is refuted only if it is false for every fitting reading."""
        read = self.known.read
        read.choices = 1
        try:
            read.typed(left.tree), read.typed(right.tree)
            for choice in range(1, min(read.choices, 4)):
                read.choice = choice
                one, two = read.typed(left.tree)[1], read.typed(right.tree)[1]
                trial = Judgement(out.line, out.column, out.relation)
                self.weigh(Meaning(one), sign, Meaning(two), trial)
                if trial.verdict == "proved":
                    out.verdict, out.reasons, out.assumes = "proved", trial.reasons, trial.assumes
                    out.message, out.suggestion, out.counterexample = "", "", None
                    out.expressions = trial.expressions
                    return
        except (Unreadable, TypeError, ValueError, ArithmeticError):
            return
        finally:
            read.choice = 0

    def expect_draws(self, left: Expr) -> None:
        """What an approximation's draws come from, if the note does not say: the density averaged on the left."""
        for e in sympy.preorder_traversal(left):
            if isinstance(e, L.Expectation) and len(L.targets_of(e.density)) == 1:
                (target,) = L.targets_of(e.density)
                if isinstance(target, L.RandomVariable) and target.role not in self.known.draws:
                    self.known.step_draws.setdefault(target.role, e.density)

    def single_draws(self, a: Meaning, b: Meaning) -> Meaning:
        """A free variable that is averaged on the left is one draw of it on the right."""
        right = b.expression
        for e in sympy.preorder_traversal(a.expression):
            if isinstance(e, L.Expectation) and len(L.targets_of(e.density)) == 1:
                (target,) = L.targets_of(e.density)
                density = self.known.drawn_from(getattr(target, "role", "")) or e.density
                if target in right.free_symbols and target not in a.expression.free_symbols:
                    right = L.SampleAverage(right, density, 1)
        return Meaning(right, b.optimum, b.over)

    def fresh(self, tree: S.Node) -> bool:
        """A name that stands for nothing yet: not defined, no variable, not used as a parameter before."""
        if isinstance(tree, S.Neg):
            tree = tree.operand
        if not isinstance(base(tree), (S.Symbol, S.Apply)):
            return False
        name, arguments, _, _ = head_of(tree)
        if not name or self.known.has_definition(name) or name in self.survey.variables or name in self.survey.matrices:
            return False
        if isinstance(base(tree), S.Symbol) and (name in ("I", "0", "1") or name in self.survey.parameters):
            return False
        return name not in ("log", "exp", "sqrt", "tr", "det", "odot", "diag", "abs") and self.first_use(tree, name)

    def first_use(self, tree: S.Node, name: str) -> bool:
        """Whether no formula before this place uses the name."""
        here = tree.span[0]
        for chain in self.note.chains:
            for side in chain.sides:
                if side.read and side.span[0] < here:
                    for node in S.walk(side.tree):
                        if isinstance(node, (S.Symbol, S.Apply)) and head_of(node)[0] == name and node.span[0] < here:
                            return False
        return True

    def defines(self, index, place, relation, left, right, out) -> bool:
        """A fresh name, or a density given by its formula, at the head of a chain."""
        chain = self.note.chains[index]
        if place or chain.continues is not None or not left.read or not right.read:
            return False
        tree = left.tree
        density = isinstance(tree, S.Apply) and tree.function in self.survey.density_like
        if isinstance(base(tree), (S.Symbol, S.Apply)) and is_name(tree) and not density:
            name, arguments, _, _ = head_of(tree)
            builtin = name in ("log", "exp", "sqrt", "tr", "det", "odot", "diag", "abs", "I")
            known = self.known.has_definition(name) and not self.other_arity(tree)
            if name and not builtin and not known and self.may_define(tree, name):
                if name in self.survey.variables:
                    self.path(tree, right.tree)
                else:
                    before = dict(self.known.definitions)
                    self.known.define(tree, right.tree)
                    try:
                        if isinstance(right.tree, S.Optimum):
                            self.known.definitions = before
                            self.known.opaque.add(squeezed(tag_text(tree)))
                        else:
                            self.meanings[(index, place)] = self.elaborate(index, tree)
                    except Unreadable:
                        self.known.definitions = before
                        raise
                out.kind = out.verdict = "definition"
                out.message = "a fresh name"
                return True
        if isinstance(tree, S.Apply) and tree.function in self.survey.density_like:
            tree = as_density(tree)
        if isinstance(tree, S.Density):
            return self.defines_density(tree, right.tree, relation, out)
        return False

    def other_arity(self, tree: S.Node) -> bool:
        """F[q] where only a plain F was defined: a name of its own."""
        name, arguments, index, _ = head_of(tree)
        return bool(arguments) and not index and all(not d.arguments for d in self.known.definitions[name])

    def path(self, tree: S.Node, right: S.Node) -> None:
        """z = mu + sigma eps: kept, so that a later line may use it along the path."""
        try:
            self.known.relate(self.known.read.variable(tree), self.known.read.typed(right)[1])
        except Unreadable:
            return

    def may_define(self, tree: S.Node, name: str) -> bool:
        return name not in self.survey.variables or isinstance(tree, S.Symbol)

    def defines_density(self, tree, right, relation, out) -> bool:
        try:
            density = self.known.read.density(tree, None, right)
            if isinstance(right, S.Cases) or self.binary(density, right):
                return self.defines_binary(density, right, out)
            if isinstance(right, (S.Gaussian, S.ProductOver)):
                formula = self.known.read.density(right, L.targets_of(density))
            else:
                formula = self.known.read.expression(right)
        except Unreadable:
            return False
        if not isinstance(density, L.Density) or any(f.density == density for f in self.known.facts):
            return False
        given = formula.has(L.Normal) or not formula.atoms(L.Density)
        shaped = given or factorises(density, formula) or self.known.marginal(density, formula) is not None
        if not shaped and relation.name != "define":
            return False
        if not given and infer(density, Step("=", formula, (), "", VALUE), tuple(self.known.facts)) is not None:
            return False
        if given and not formula.has(L.Normal):
            left, normal, rule = self.known.normal_fact(density, formula)
            if rule != "gaussian" and formula.has(sympy.exp) and self.unnormalised(density, formula, out):
                return True
        self.known.state_trees(tree, right)
        out.kind = out.verdict = "definition"
        out.message = "a density given by its formula" if given else "a modelling assumption"
        return True

    def binary(self, density, right: S.Node) -> bool:
        """Whether a formula is written with powers x and 1 - x of a probability."""
        if not isinstance(density, L.Density) or len(density.targets) != 1:
            return False
        powers = [n.exponent for n in S.walk(right) if isinstance(n, S.Power)]
        return any(isinstance(e, S.Symbol) and name_of(e) == str(density.targets[0]) for e in powers)

    def defines_binary(self, density, right: S.Node, out) -> bool:
        """A mass function on {0, 1}, by cases or by powers."""
        if isinstance(right, S.Cases):
            values = {}
            for branch in right.branches:
                given = branch.condition
                if isinstance(given, S.Comparison) and isinstance(given.right, S.Number):
                    values[given.right.text] = self.known.read.expression(branch.value)
            if set(values) != {"0", "1"}:
                raise Unreadable("cases other than 0 and 1 are not understood", right)
            x = density.targets[0]
            formula = values["1"] ** x * values["0"] ** (1 - x)
        else:
            formula = self.known.read.expression(right)
        if not self.known.bernoulli.learn(density, formula):
            return False
        out.kind = out.verdict = "definition"
        out.message = "a density given by its formula"
        return True

    def unnormalised(self, density, formula, out) -> bool:
        """A formula with the shape of a Gaussian that does not integrate to one is no density."""
        from derivations.reading.gaussians import quadratic_exponent

        target = density.targets[0]
        shape = quadratic_exponent(formula, target)
        if shape is None or not shape[1].is_positive:
            return False
        out.verdict = "refuted"
        out.message = f"this is no density: with mean {shape[0]} and variance {shape[1]} it does not integrate to 1"
        out.suggestion = rf"\mathcal{{N}}({to_latex(target)}; {to_latex(shape[0])}, {to_latex(shape[1])})"
        return True

    # -- deciding --------------------------------------------------------------------------------------------------

    def decide(self, a: Meaning, sign: str, b: Meaning, out: Judgement, repair: bool = True) -> None:
        """Judge one step, and for a refuted one look for the slip behind it."""
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
            out.suggestion = (f"{LATEX_SIGNS[relation]} " if relation != "=" else "") + to_latex(changed)
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
            self.decide_estimate(left, right, facts, out)
            return
        if sign == "∝":
            self.decide_proportional(left, right, facts, out)
            return
        left, right = (self.known.bernoulli.grounded(e) for e in (left, right))
        out.kind = INEQUALITY if sign in ("<=", ">=", "<", ">") else VALUE
        self.settle(left, {"<": "<=", ">": ">="}.get(sign, sign), right, facts, out, strict=sign in "<>")

    def settle(self, left, sign, right, facts, out, strict=False) -> None:
        """Prove by inferred reasons, else refute in exact worlds, else call it consistent."""
        out.expressions = (left, sign, right, facts)
        constants = [s for s in (left - right).free_symbols if s.name.startswith("constant:")]
        if constants and sign == "=":
            self.decide_constant(left, right, constants, facts, out)
            return
        if left == right and sign != "=":
            out.verdict, out.reasons = "proved", ("algebra",)
            return
        keys = self.reasons(left, sign, right, out.kind, facts)
        for form in self.forms if keys is None and sign != "=" else ():
            keys = keys or self.reasons(form, sign, right, out.kind, facts)
        if keys is not None:
            self.accept(out, keys)
            if strict:
                out.message = "the bound holds; that it is strict is not shown"
            self.safeguard(left, sign, right, facts, out)
            return
        averaged = self.averaged_reading(left, right)
        if averaged is not None:
            keys = self.reasons(averaged[0], sign, averaged[1], out.kind, facts)
            if keys is not None:
                self.accept(out, keys)
                out.message = "read with the divergence of conditionals averaged over what they are conditioned on"
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

    @staticmethod
    def averaged_reading(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
        """D(p(y|x) || q(y|x)) as the course books mean it, averaged over p(x), where else x would stand on one side only."""

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
                if conditions and set(conditions) <= loose & node.free_symbols and type(node) in (L.KL, L.Entropy):
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

    def compare(self, left, sign, right, facts, quick=False):
        from derivations.logic.counterexample import compare

        both = self.known.bernoulli.in_odds(sympy.Tuple(left, right))
        left, right = both
        deadline = time.monotonic() + self.time_limit / 2
        more = {"gaussian": 16} if sign in ("<=", ">=") and not quick else {}
        if (left.has(sympy.pi) or right.has(sympy.pi)) and not self.survey.discrete:
            more["finite"] = 0  # a statement of differential entropy: a table has another measure
        return compare(left, right, facts=facts, relation=sign, seed=self.seed, quick=quick, deadline=deadline, **more)

    def beyond_worlds(self, *sides: Expr) -> str:
        """Why no world may speak: a name whose meaning was not read, or is an optimum, stands in the step."""
        for e in sides:
            for d in e.atoms(L.Density):
                letter, _, tag = d.name.partition("_{")
                if d.name == "sample":
                    return "what the samples are drawn from is not said"
                for name in (letter, squeezed(tag), d.name):
                    if name and name in self.known.opaque:
                        return f"{d.name} has a meaning that was not read or is itself an optimum"
            for f in e.atoms(AppliedUndef):
                if is_quantity(type(f).__name__):
                    return f"{type(f).__name__} has not been defined"
            for s in e.free_symbols:
                if is_quantity(s.name) and not isinstance(s, L.RandomVariable):
                    return f"{s.name} has not been defined"
                if s in self.counted(e) and not e.has(L.SampleAverage, L.OverDraws):
                    return f"{s.name} may count the values of a discrete variable"
                if squeezed(s.name) in self.known.opaque:
                    return f"{s.name} is an optimum or was not read"
        return ""

    def counted(self, e: Expr) -> set:
        """Whole-number symbols under a logarithm beside discrete variables: sizes of alphabets, as in H(X) <= log n."""
        if not self.survey.discrete:
            return set()
        ranges = {s for node in e.atoms(L.Sum, L.Product) for limit in node.limits for s in limit[2].free_symbols}
        found = {s for node in e.atoms(sympy.log) for s in node.free_symbols if s.is_integer and s.is_positive}
        return found - ranges

    def refute(self, left, sign, right, facts, out) -> None:
        beyond = self.beyond_worlds(left, right)
        if beyond:
            out.verdict, out.message = "consistent", f"no proof found, and worlds cannot speak: {beyond}"
            return
        found = self.compare(left, sign, right, facts)
        name = type(found).__name__
        if name == "Silent" and only_densities(left) and only_densities(right):
            plainly = tuple(f for f in facts if not f.formula.has(L.Normal))
            if len(plainly) < len(facts):  # no world has both a table and a Gaussian: try without the Gaussian formulas
                again = self.compare(left, sign, right, plainly)
                found, name = (again, "Refuted") if type(again).__name__ == "Refuted" else (found, name)
        if name == "Refuted":
            out.verdict = "refuted"
            out.counterexample = found
            out.message = found.description
        elif name == "Agrees":
            out.verdict = "consistent"
            out.message = f"no proof found; {found.description}"
        else:
            out.verdict = "consistent"
            out.message = f"no proof found, and no world could speak: {found.description}"

    def decide_constant(self, left, right, constants, facts, out) -> None:
        """`+ const`: the rest must be free of what is optimised (densities and functions)."""
        from derivations.logic.rules import REWRITING

        zero = dict.fromkeys(constants, 0)
        a, b = left.xreplace(zero), right.xreplace(zero)
        out.kind = MINIMISER
        keys = (REWRITING - {"bayes", "change", "formula"}) | {"drop_constant"}
        found = certify_minimiser(a, b, keys, facts, self.free(()), [])
        if found is not None:
            out.verdict, out.reasons = "proved", (RULES["drop_constant"].name,)
            out.dropped = found[1]
            return
        self.refute_objectives(a, b, self.free(()), facts, out)

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

    def refute_objectives(self, left, right, free, facts, out) -> None:
        from derivations.logic.counterexample import compare_objectives

        beyond = self.beyond_worlds(left, right)
        if beyond:
            out.verdict, out.message = "consistent", f"no proof found, and worlds cannot speak: {beyond}"
            return
        found = compare_objectives(left, right, free, facts=facts, seed=self.seed)
        if type(found).__name__ == "Refuted":
            out.verdict, out.counterexample, out.message = "refuted", found, found.description
        else:
            out.verdict = "consistent"
            out.message = f"no proof found; {found.description}"

    def free(self, over: tuple[str, ...]) -> Free:
        """What a minimisation leaves free: what stands under `min` (letters, or the densities that carry a parameter),
        else every density but the data's. Functions that carry a parameter are free with it."""
        tags: dict[str, set[str]] = {}
        for node in self.survey.applied:
            tags.setdefault(self.survey.joint_name(node), set()).add(tag_of(node))
        named = {n for n in over if n in tags}
        carried = {j for j, found in tags.items() for n in over for t in found if n and n in t}
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
        held |= {j for j, found in tags.items() if all(WORD_TAG.search(t) for t in found) or "tilde" in j or "hat" in j}
        densities = frozenset(set(tags) - held) if held else None
        return Free(tuple(fixed), frozenset(over), None, densities)

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
        from derivations.logic.inference import optimal_kl
        from derivations.logic.kernel import equal
        from derivations.logic.normal_form import NormalForm
        from derivations.logic.rules import REWRITING

        side, other = (a, b) if a.optimum else (b, a)
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

    def decide_estimate(self, left, right, facts, out) -> None:
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
            self.accept(out, tuple(k for k in keys if k != "algebra") + ("sample_average",))
            return
        out.expressions = (sides[0], "=", sides[1], facts)
        self.refute(sides[0], "=", sides[1], facts, out)

    def decide_proportional(self, left, right, facts, out) -> None:
        """a ∝ b: log a - log b is free of the variables the left side is a density of."""
        from derivations.logic import polynomial as P
        from derivations.logic.normal_form import NormalForm
        from derivations.logic.rules import REWRITING

        out.kind = VALUE
        density = left if isinstance(left, L.Density) else self.subject
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


def only_densities(e: Expr) -> bool:
    """No Gaussian, no undefined function, no parameter: a statement about densities alone."""
    free = [s for s in e.free_symbols if not isinstance(s, L.RandomVariable) and not s.is_integer]
    return not (free or e.has(L.Normal) or e.atoms(AppliedUndef))


def names_in(node: S.Node):
    if isinstance(node, S.Density):
        yield node.letter
    elif isinstance(node, (S.Symbol, S.Index)):
        yield name_of(node)
    elif isinstance(node, S.Membership):
        for e in node.elements:
            yield from names_in(e)
    elif isinstance(node, S.TupleOf):
        for e in node.elements:
            yield from names_in(e)


def factorises(density, formula) -> bool:
    """A product of conditionals of the same letter that generates each target once: a modelling assumption."""
    factors = sympy.Mul.make_args(formula)
    if not all(isinstance(f, (L.Density, L.Normal, L.Product)) for f in factors):
        return False
    try:
        return set(L.targets_of(formula)) == set(density.targets) and set(L.givens_of(formula)) <= set(density.givens)
    except L.DensityError:
        return False

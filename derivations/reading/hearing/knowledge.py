"""What a note has said so far: definitions of names, densities given by formulas, draws, what is held fixed.

Definitions keep their surface tree, so that L(m, v) can be used as L(m^*, v^*) by putting other trees for its
arguments. Facts become `Fact`s: assumptions that the judge may use and the worlds must honour.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import sympy
from sympy import Symbol

from derivations.judging.following import holds_of_any
from derivations.judging.remembering import answered
from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing import drawing
from derivations.reading.hearing.bare_names import BareNames
from derivations.reading.hearing.circumstances import Circumstance
from derivations.reading.hearing.factorising import factorised, marginal, tuple_of, without_own_conditional
from derivations.reading.hearing.families import counts, names_a_family, told_twice
from derivations.reading.hearing.modality import Modality
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.ranges import Ranges
from derivations.reading.hearing.releasing import release
from derivations.reading.hearing.taking_back import Supposed
from derivations.reading.meaning.bernoulli import Bernoulli
from derivations.reading.meaning.capture import captured
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.elaborate import Elaborator
from derivations.reading.meaning.gaussians import as_normal, flaw_of
from derivations.reading.meaning.lists_of_members import gives_a_list
from derivations.reading.meaning.naming import base, plain
from derivations.reading.meaning.size import check_size
from derivations.reading.meaning.substitution import Definition, head_of, substituted, swaps_for, unfolded
from derivations.reading.meaning.survey import Survey
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS


class Knowledge:
    """Definitions and facts of one note, growing line by line."""

    def __init__(self, survey: Survey, line_of: Callable[[S.Node], int] = lambda node: 0):
        self.survey, self.line_of = survey, line_of
        self.definitions: dict[str, list[Definition]] = {}
        self.facts: list[Fact] = []
        self.stated: list[tuple[S.Node, S.Node]] = []
        self.draws: dict[str, S.Node] = {}
        self.equations: dict[tuple[S.Node, S.Node], None] = {}  # variables as they are made of others
        self.channel_facts: list[Fact] = []  # the densities that these equations give
        self.general_laws: dict = {}  # names of sequences, to the law of every member, a several_draws.GeneralLaw
        self.examples: list = []  # independent_examples.Examples
        self.noises: set[str] = set()  # variables said to be drawn from a Gaussian of their own
        self.step_draws: dict[str, S.Node] = {}
        self.opened: list[tuple] = []  # (name, index) of the definitions that are being put in
        self.later: dict[str, list[Definition]] = {}
        self.bernoulli = Bernoulli(survey.variables, survey.binary)
        self.passing: list[tuple[S.Node, S.Node]] = []
        self.paths: dict[sympy.Expr, sympy.Expr] = {}
        self.opaque: set[str] = set(KNOWN_FUNCTIONS)  # names whose values no world may choose
        self.lists: list[tuple[S.Density, S.Node]] = []  # p(x_{0:T}) with the product that it is said to be
        self.vague: set[tuple] = set()  # densities whose formula or shape the note tells, and that was not understood
        self.announced: set[tuple] = set()  # densities that the display under way gives, perhaps after it uses them
        self.worded: dict[str, tuple[int, int]] = {}  # names with a formula, its line, and the line with their meaning
        self.tied: dict[str, set[str]] = {}  # variables made of others, y = x + eps, and the names of what they are of
        self.noise_in: dict[str, str] = {}  # variables made of others, and of these the one that became their noise
        self.ranges = Ranges()
        feet = (name for name, foot in survey.bases.items() if isinstance(foot, S.Symbol))  # the b of log_b
        self.ranges.bounds.update(dict.fromkeys(feet, (sympy.Integer(1), None)))
        self.assumed: list[Unheard] = []  # what is assumed of a display and was not understood
        self.unheard: list[Unheard] = []  # sentences with an equation that were not understood
        self.released: list[Unheard] = []  # what was a fact of one display alone, an optimum, and may be meant
        self.premises: list = []  # what displays assume, each a verdicts.premises.Premise
        self.hinted: dict[tuple[str, str], Unheard] = {}  # letters and variables: `usually N(0, 1)`
        self.title: Circumstance | None = None  # what the heading is one of several of
        self.supposed: list[Supposed] = []  # equations that a later sentence may take back
        self.values_before: dict[str, sympy.Expr] = {}  # of the displays right above
        self.case_before: list[tuple[S.Density, S.Node]] = []  # what was passing for the display before
        self.of_a_case: list[tuple[S.Node, S.Node]] = []  # names that the display under way gives, of a case alone
        self.told: dict[InlineFormula, Modality] = {}
        self.unsaid: set[str] = set()  # names of which it is not known what they are from here on
        self.weights: dict[str, S.SumOver] = {}  # names that sum to one, with the sum
        self.called_random: set[str] = set()  # variables that the prose calls random
        self.weights_of_a_case: set[str] = set()  # of these names it is supposed, for a case or for a time
        self.dimensions: set[str] = set()  # the k of `k-dimensional`
        self.called_weights: set[str] = set()  # names that are called weights or are a probability: they sum to one
        self.laws_here: dict[tuple, S.Node] = {}  # the laws given since the last display
        self.bare_laws: dict[str, S.Gaussian] = {}  # `p = N(m, v)`: letters given a law without their variable
        self.bare_names = BareNames()
        self.doubted: dict[Fact, int] = {}  # densities that a doubtful line gives, and its line
        self.averaged_under: S.Density | None = None  # what a bare E is under, as the note says
        self.at_values: set[str] = set()  # names that the display under way is told to be at one value of
        self.for_any: set[str] = set()  # names of which the paragraph before says that any value will do
        self.given: list[tuple[S.Node, S.Node, int]] = []  # equations that the prose declares, with their lines
        self.read = Elaborator(survey, self)

    # -- definitions -----------------------------------------------------------------------------------------------

    def has_definition(self, name: str, arguments: tuple[S.Node, ...] | None = None) -> bool:
        """Whether a name is defined (for these arguments, where a definition is for its own alone)."""
        return any(arguments is None or d.fits(arguments) for d in self.definitions.get(name, ()))

    def define(self, node: S.Node, tree: S.Node, exact: bool = False) -> None:
        name, arguments, index, parameters = head_of(node)
        new = Definition(name, arguments, index, parameters, tree, exact, self.survey.labels.get(name, frozenset()))
        self.definitions[name] = [*(d for d in self.definitions.get(name, []) if not new.replaces(d)), new]
        self.restate()

    def definition(self, name, arguments, index=(), read=None, parameters=()):
        """The meaning of a defined name for these arguments, elaborated; None if there is no such definition."""
        if any(name == known and (not index or index == place) for known, place in self.opened):
            return None
        if sum(name == one for one, _ in self.opened) > 3:  # B_k by P_{k-1}, and P_k by B_k
            raise Unreadable(f"{name} is defined by what it defines, member by member", S.Symbol(name))
        known = self.definitions.get(name) or self.later.get(name, ())
        for d in sorted(reversed(known), key=lambda d: (d.index != index, bool(d.arguments) != bool(arguments))):
            swaps = swaps_for(d, tuple(unfolded(d, a) for a in arguments), parameters, index)
            if swaps is None:
                continue
            if letter := captured(d.tree, swaps):
                raise Unreadable(f"{name} runs over {letter} itself, and is taken here at {letter}", S.Symbol(name))
            tree = substituted(d.tree, swaps)
            self.bare_names.assumed.update({d.told: None} if d.told else {})
            self.opened.append((name, index))
            try:
                value = (read or self.read).typed(tree)
                return value if value[0] != "s" else value[1]
            finally:
                self.opened.pop()

    def speaks_of(self, node: S.Node) -> bool:
        """Whether a definition says what this is, with these arguments and indices."""
        name, arguments, index, parameters = head_of(node)
        known = self.definitions.get(name, ())
        return any(swaps_for(d, arguments, parameters, index) is not None for d in known)

    def alias(self, name: str, arguments) -> str:
        """`\\sigma_{p}(x)` is the sigma(x) of p's own formula: a subscript naming a density says whose it is."""
        found = re.fullmatch(r"(.+)_\{(\w)\}", name)
        if found and found[2] in self.survey.letters:
            for fact in self.facts:
                names = {type(f).__name__ for f in fact.formula.atoms(sympy.core.function.AppliedUndef)}
                if fact.density.name == found[2] and found[1] in names and name not in names:
                    return found[1]
        return name

    def abbreviated(self, name: str) -> S.Apply | None:
        """What a bare mu stands for where the note's Gaussians have mu_phi(x): their function, if there is only one."""
        if name in self.definitions or name in self.later or name in self.survey.variables:
            return None
        calls = self.survey.calls.get(name, {})
        if len(calls) == 1 and "_{\\" in name:  # eps_theta beside eps_theta(x_t, t)
            return next(iter(calls))
        found: dict[S.Apply, None] = {}
        for _, formula in self.stated:
            for n in S.walk(formula) if isinstance(formula, (S.Gaussian, S.ProductOver)) else ():
                if isinstance(n, S.Symbol) and plain(n.name) == name:
                    return None
                if isinstance(n, S.Apply) and re.sub(r"_\{[^{}]*\}$|_\\?\w+$", "", plain(n.function)) == name:
                    found[n] = None
        return next(iter(found)) if len(found) == 1 else None

    def vector_alias(self, name: str, read) -> sympy.Expr | None:
        """Bare mu, when mu_j was said to be a component of mu(x)."""
        for d in self.definitions.get(name, ()):
            inner = base(d.tree) if d.index and isinstance(d.tree, S.Index) and d.tree.indices == d.index else None
            if isinstance(inner, S.Apply):
                return read.function(plain(inner.function))(*(read.expression(a) for a in inner.arguments))
        return None

    def only_density(self, letter: str) -> sympy.Expr | None:
        found = {f.density for f in self.facts if f.density.name == letter}
        return found.pop() if len(found) == 1 else None

    # -- facts -----------------------------------------------------------------------------------------------------

    def relate(self, variable: sympy.Expr, value: sympy.Expr) -> None:
        """A random variable written as a function of others, z = mu + sigma eps: true along that path."""
        self.paths[variable] = value

    def restate(self) -> None:
        """Facts again from their trees, now that more is known of the names in them."""
        stated, self.stated, self.facts = self.stated, [], list(self.channel_facts)
        here = self.survey.here
        for left, right in stated:
            self.survey.look_at((left, right))
            self.state_trees(left, right)
        self.survey.here = here

    def state(self, left: sympy.Expr, right: sympy.Expr, name: str) -> bool:
        """Take `density = formula` as given; False if it says nothing new or is not of that form."""
        if not isinstance(left, L.Density):
            return False
        if holds_of_any(left, right) or flaw_of(left, right):
            return False
        left = tuple_of(left, right)
        left, right, rule = self.normal_fact(left, right)
        told = marginal(left, right) or without_own_conditional(left, right)
        if told is not None:
            left, right = told
            if holds_of_any(left, right):
                return False
        fact = Fact(left, right, rule, name)
        self.facts = [f for f in self.facts if (f.density.name, f.roles) != (left.name, fact.roles)] + [fact]
        return True

    def normal_fact(self, left, right):
        """A formula recognised as Gaussian; one component's formula becomes the product over all components."""
        target = left.targets[0] if len(left.targets) == 1 else None
        if target is not None and not right.has(L.Normal):
            found = answered(as_normal, right, target)
            if found is not None:
                right = found
        if not right.has(L.Normal):
            return left, right, "independence" if factorised(left, right) else "declared"
        beside = {getattr(g, "base", g) for g in left.givens}  # the x_0 of q(x_t | x_0) is no part of a vector x
        entry = isinstance(target, L.Component) and isinstance(target.index, Symbol) and target.base not in beside
        if entry and target.base.dimension is not None:
            whole = L.Density(left.distribution, [target.base], left.givens)
            return whole, L.Product(right, (target.index, 1, target.base.dimension)), "gaussian"
        return left, right, "gaussian"

    def withdraw(self, signature: tuple) -> None:
        """Forget what was only announced of a density, now that the line itself is judged: no line proves itself."""
        if signature in self.announced:
            self.announced.discard(signature)
            self.stated = [pair for pair in self.stated if self.survey.signature(pair[0]) != signature]
            self.restate()

    # -- prose -----------------------------------------------------------------------------------------------------

    def forget_passing(self) -> None:
        """What was only said for the display that followed."""
        for left, right in self.of_a_case:
            release(self, left, right, self.line_of(left), f"${S.outline(left)} = {S.outline(right)}$")
        self.of_a_case.clear()
        self.values_before |= self.ranges.values
        self.ranges.values.clear()
        self.assumed.clear()
        self.laws_here.clear()
        self.case_before = list(self.passing)
        if self.passing:
            self.stated = [pair for pair in self.stated if pair not in self.passing]
            self.passing = []
            self.restate()

    def state_trees(self, left: S.Density, right: S.Node) -> bool:
        """Take a density's formula as given; False if it cannot be read or says nothing new."""
        if gives_a_list(left, right):
            self.stated = [pair for pair in self.stated if pair[0] != left] + [(left, right)]
            self.vague.discard(self.survey.signature(left))
            return True
        try:
            check_size(right)
            if names_a_family(right):
                raise Unreadable("a family that is only named", right)
            density = density_of(self.read, left, None, right)
            if not isinstance(density, L.Density):
                return False
            named = isinstance(right, (S.Gaussian, S.ProductOver, S.Density, S.Symbol))
            formula = density_of(self.read, right, density.targets) if named else self.read.expression(right)
        except (Unreadable, TypeError, ValueError):
            self.vague.add(self.survey.signature(left))
            return False
        exponents = [n.exponent for n in S.every(S.Power, right) if isinstance(n.exponent, S.Symbol | S.Add)]
        if len(density.targets) == 1 and any(
            density.targets[0] in self.read.expression(e).free_symbols for e in exponents
        ):
            if self.bernoulli.learn(density, formula):
                return True
        line = self.line_of(left)
        if told_twice(self, left, right):
            return False
        if not self.state(density, formula, f"{density} = {formula}" + (f" (line {line})" if line else "")):
            return False
        self.stated = [pair for pair in self.stated if pair != (left, right)] + [(left, right)]
        self.opaque.discard(self.survey.joint_name(left))
        (self.vague.add if counts(right) else self.vague.discard)(self.survey.signature(left))
        return True

    # -- what reading asks of draws ----------------------------------------------------------------------------------

    def drawn_from(self, name: str) -> sympy.Expr | None:
        """The density that a variable is drawn from, as far as it was said."""
        return drawing.drawn_from(self, name)

    def drawn_jointly(self, names: tuple[str, ...]) -> sympy.Expr | None:
        """The density that these variables are drawn from together."""
        return drawing.drawn_jointly(self, names)

    def is_sampled_name(self, node: S.Node) -> bool:
        """Whether a name was defined by an average over draws."""
        return drawing.is_sampled_name(self, node)

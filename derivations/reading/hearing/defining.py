"""Lines that define: fresh names, densities given by their formulas."""

from __future__ import annotations

import re

import sympy

from derivations.judging.derivation import VALUE, Step, infer
from derivations.language import words as L
from derivations.printing.printing import to_latex
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.factorising import marginal
from derivations.reading.hearing.naming_in_chains import factorises_list, makes_variable, named_again
from derivations.reading.meaning.gaussians import flaw_of
from derivations.reading.meaning.naming import PARAMETERS, as_density, base, name_of, plain
from derivations.reading.meaning.substitution import head_of, is_name, squeezed, tag_text
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS


class Defining:
    """Recognises definitions. Mixed into `Judge`."""

    def fresh(self, tree: S.Node) -> bool:
        """A name that stands for nothing yet: not defined, no variable, not used as a parameter before."""
        if isinstance(tree, S.Neg):
            tree = tree.operand
        if not isinstance(base(tree), (S.Symbol, S.Apply)):
            return False
        name, _arguments, _, _ = head_of(tree)
        if (
            not name
            or self.known.speaks_of(base(tree))
            or name in self.survey.variables
            or name in self.survey.matrices
        ):
            return False
        if isinstance(base(tree), S.Symbol) and (name in ("0", "1") or name in self.survey.parameters):
            return False
        if name == "I" and self.has_identity():
            return False
        return name not in KNOWN_FUNCTIONS and self.first_use(tree, name)

    def has_identity(self) -> bool:
        """Whether I is the identity matrix in this note rather than a name an author may give."""
        return bool(self.survey.vectors or self.survey.matrices)

    def first_use(self, tree: S.Node, name: str) -> bool:
        """Whether no formula before this place, in displays or in prose, uses the name."""
        if not self.first_places:
            spoken = [c for block in self.note.blocks for f in block.formulas for c in f.chains]
            for side in (side for c in (*self.note.chains, *spoken) for side in c.sides if side.read):
                for node in S.walk(side.tree):
                    if isinstance(node, (S.Symbol, S.Apply)):
                        used = head_of(node)[0]
                        place = self.first_places.get(used, node.span[0])
                        self.first_places[used] = min(place, node.span[0])
        return self.first_places.get(name, tree.span[0]) >= tree.span[0]

    def defines(self, index, place, relation, left, right, out) -> bool:
        """A fresh name, or a density given by its formula, at the head of a chain."""
        chain = self.note.chains[index]
        if not left.read or not right.read:
            return False
        if place and named_again(self, index, place, left.tree, right.tree, out):
            return True
        if place or chain.continues is not None:
            return False
        tree = left.tree
        if makes_variable(self, tree, right.tree, out) or factorises_list(self, tree, right.tree, out):
            return True
        if (
            self.square_of_new(tree, right.tree, out)
            or self.logarithm_of_new(tree, right.tree, out)
            or self.names_place(tree, right.tree, out)
        ):
            return True
        density = isinstance(tree, S.Apply) and tree.function in self.survey.density_like
        if isinstance(base(tree), (S.Symbol, S.Apply)) and is_name(tree) and not density:
            name, _arguments, _, _ = head_of(tree)
            builtin = name in KNOWN_FUNCTIONS or (name == "I" and self.has_identity())
            known = self.known.has_definition(name) and not self.other_place(tree)
            if holds(right.tree, tree) and PARAMETERS.match(name):
                raise Unreadable(f"an update of {name} is no equation", right.tree)
            if name and not builtin and not known and not holds(right.tree, tree) and self.may_define(tree, name):
                if name in self.survey.variables and isinstance(tree, S.Symbol):
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
                plainly = re.fullmatch(r"\\(?:tilde|hat|bar|widetilde|widehat)\{(.+)\}", name)
                if (
                    plainly and plainly[1] in self.survey.variables
                ):  # \tilde z = g(eps): the law of z is not free either
                    self.path(S.Symbol(plainly[1], span=tree.span), right.tree)
                out.kind = out.verdict = "definition"
                out.message = "a fresh name"
                return True
        if isinstance(tree, S.Apply) and tree.function in self.survey.density_like:
            tree = as_density(tree)
        if isinstance(tree, S.Density):
            return self.defines_density(tree, right.tree, relation, out)
        return False

    def names_place(self, tree: S.Node, right: S.Node, out) -> bool:
        """`(g^*, h^*) = argmin ...` and `s_*^2 = argmin ...`: names for where an optimum lies, which no world knows."""
        if not (isinstance(right, S.Optimum) and right.kind.startswith("arg")):
            return False
        parts = tree.elements if isinstance(tree, S.TupleOf) else (tree,) if isinstance(tree, S.Power) else ()
        if isinstance(tree, S.Apply) and tree.function in self.survey.density_like:
            tree = as_density(tree)
        if isinstance(tree, S.Density) and self.new_letter(tree):
            self.known.opaque.add(self.survey.joint_name(tree))
            out.kind = out.verdict = "definition"
            out.message = "a name for where this optimum lies"
            return True
        names = [p.base if isinstance(p, S.Power) else p for p in parts]
        if not names or not all(map(self.fresh, names)):
            return False
        self.known.opaque.update(squeezed(tag_text(n)) for n in names)
        out.kind = out.verdict = "definition"
        out.message = "a name for where this optimum lies"
        return True

    def other_place(self, tree: S.Node) -> bool:
        """F[q] where only a plain F was defined, b_n where only b_0 was: a name of its own."""
        name, arguments, index, _ = head_of(tree)
        if all(len(d.index) != len(index) for d in self.known.definitions[name]) or not self.known.speaks_of(tree):
            return True
        return bool(arguments) and not index and all(not d.arguments for d in self.known.definitions[name])

    def path(self, tree: S.Node, right: S.Node) -> None:
        """z = mu + sigma eps: kept, so that a later line may use it along the path; its law is then not free."""
        names = {plain(n.function) for n in S.walk(right) if isinstance(n, S.Apply)}
        self.known.tied.setdefault(name_of(tree), names - KNOWN_FUNCTIONS)
        try:
            self.known.relate(self.known.read.variable(tree), self.known.read.typed(right)[1])
        except Unreadable:
            return

    def may_define(self, tree: S.Node, name: str) -> bool:
        if isinstance(tree, S.Index) and not tree.raised and name in self.survey.variables:
            labels = {S.outline(t) for d in self.survey.applied for t in (*d.targets, *d.givens)}
            running = any(
                name_of(i) in self.survey.summed or (name, name_of(i)) in self.survey.drawn for i in tree.indices
            )
            return S.outline(tree) not in labels and not running  # mu_n beside a variable mu is a name of its own
        return name not in self.survey.variables or isinstance(tree, S.Symbol)

    def defines_density(self, tree, right, relation, out) -> bool:
        try:
            density = self.known.read.density(tree, None, right)
            if not isinstance(density, L.Density):
                return False
            if isinstance(right, S.Cases) or self.binary(density, right):
                return self.defines_binary(density, right, out)
            if isinstance(right, (S.Gaussian, S.ProductOver)):
                formula = self.known.read.density(right, L.targets_of(density))
            else:
                formula = self.known.read.expression(right)
        except Unreadable:
            return False
        self.known.withdraw(self.survey.signature(tree))
        if any(f.density == density for f in self.known.facts) and not self.assuming:
            return False
        if formula.has(L.Normal) and self.determined(density):
            self.derived = (tree, right)
            return False
        flaw = flaw_of(density, formula)
        if flaw:
            out.verdict, out.message = "refuted", flaw
            return True
        given = formula.has(L.Normal) or not formula.atoms(L.Density)
        shaped = (
            given
            or (factorises(density, formula) and self.survey.signature(tree) not in self.survey.general)
            or self.new_mixture(tree, density, formula)
            or marginal(density, formula) is not None
        )
        if not shaped and relation.name != "define":
            return False
        if not given and infer(density, Step("=", formula, (), "", VALUE), tuple(self.known.facts)) is not None:
            return False
        if given and not formula.has(L.Normal):
            _left, _normal, rule = self.known.normal_fact(density, formula)
            if rule != "gaussian" and formula.has(sympy.exp) and self.unnormalised(density, formula, out):
                return True
        self.known.state_trees(tree, right)
        out.kind = out.verdict = "definition"
        out.message = "a density given by its formula" if given else "a modelling assumption"
        return True

    def determined(self, density) -> bool:
        """Whether two densities given before, p(w) and p(y|w), already say what this one is: then it is a claim."""
        wanted = {*density.targets, *density.givens}
        facts = [f.density for f in self.known.facts if f.density.name == density.name and f.density != density]
        if any(f.formula.has(L.Product) for f in self.known.facts):
            return False
        return any(
            not first.givens and set(second.givens) <= set(first.targets) and second.givens
            and wanted <= {*first.targets, *second.targets}
            for first in facts for second in facts
        )  # fmt: skip

    def new_letter(self, tree: S.Density) -> bool:
        """Whether no formula before this place uses the density's letter."""
        name = self.survey.joint_name(tree)
        return not any(
            d.span[0] < tree.span[0] and d.span != (0, 0) and self.survey.joint_name(d) == name
            for d in self.survey.applied
        )

    def new_mixture(self, tree: S.Density, density, formula) -> bool:
        """m(x) = p(x)/2 + q(x)/2 where m is new: a density made of others."""
        try:
            same = set(L.targets_of(formula)) == set(density.targets)
        except L.DensityError:
            return False
        own = any(d.name == density.name for d in formula.atoms(L.Density))
        return same and not own and self.new_letter(tree)

    def square_of_new(self, tree: S.Node, right: S.Node, out) -> bool:
        """`\\hat\\sigma^2 = ...`: the square of a fresh name, which is then the root of what it is said to be."""
        if not (
            isinstance(tree, S.Power) and tree.exponent == S.Number("2") and isinstance(tree.base, S.Symbol | S.Index)
        ):
            return False
        if not self.fresh(tree.base) or holds(right, tree.base) or isinstance(right, S.Optimum | S.Number):
            return False
        self.known.read.expression(right)  # what cannot be read defines nothing
        self.known.define(tree.base, S.Apply("sqrt", (right,), span=right.span))
        out.kind = out.verdict = "definition"
        out.message = "a fresh name"
        return True

    def logarithm_of_new(self, tree: S.Node, right: S.Node, out) -> bool:
        """log q^*(z) = ... + const, where q^* is new: it is defined up to its normalisation, and no world knows it."""
        if not (isinstance(tree, S.Apply) and tree.function == "log" and len(tree.arguments) == 1):
            return False
        inner = tree.arguments[0]
        constant = any(isinstance(n, S.Constant) for n in S.walk(right))
        if not isinstance(inner, S.Density) or not constant or not self.new_letter(inner):
            return False
        self.known.opaque.add(self.survey.joint_name(inner))
        out.kind = out.verdict = "definition"
        out.message = "a density given by its formula"
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
        from derivations.reading.meaning.gaussians import quadratic_exponent

        target = density.targets[0]
        shape = quadratic_exponent(formula, target)
        if shape is None or not shape[1].is_positive:
            return False
        out.verdict = "refuted"
        out.message = f"this is no density: with mean {shape[0]} and variance {shape[1]} it does not integrate to 1"
        out.suggestion = rf"\mathcal{{N}}({to_latex(target)}; {to_latex(shape[0])}, {to_latex(shape[1])})"
        return True


def holds(tree: S.Node, name: S.Node) -> bool:
    """Whether a formula has the name in it that it is said to define: a = a + 1 defines nothing."""
    return any(node == name for node in S.walk(tree))


def factorises(density, formula) -> bool:
    """A product of conditionals of the same letter that generates each target once: a modelling assumption."""
    factors = sympy.Mul.make_args(formula)
    if not all(isinstance(f, (L.Density, L.Normal, L.Product)) for f in factors):
        return False
    try:
        return set(L.targets_of(formula)) == set(density.targets) and set(L.givens_of(formula)) <= set(density.givens)
    except L.DensityError:
        return False

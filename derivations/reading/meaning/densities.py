"""Densities of a note: slots, bare letters, Gaussians."""

from __future__ import annotations

import re
from dataclasses import replace

import sympy
from sympy import Symbol
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import as_density, base, label, name_of, plain
from derivations.reading.meaning.sequences import member_of
from derivations.reading.meaning.unreadable import Unreadable


class Densities:
    """Reads densities. Mixed into `Elaborator`."""

    def density(self, node: S.Node, targets: tuple | None = None, body: S.Node | None = None) -> sympy.Expr:
        """A density, product or mixture of densities; `targets` and `body` help a bare letter to its variables."""
        if isinstance(node, S.Density):
            if node.bare:
                return self.bare(node, targets, body)
            parameters = self.survey.parameters
            if any(isinstance(t, S.Placeholder) for t in node.targets):
                node = self.filled(node, targets)
            if any(isinstance(t, S.Dots) for t in node.targets):
                return self.of_examples(node)
            given = [g for g in node.givens if name_of(g) not in parameters]
            try:
                before = [slot for t in node.targets for slot in self.slots(t, node)]
                after = [slot for g in given for slot in self.slots(g, node)]
                return L.Density(L.Distribution(self.survey.joint_name(node)), before, after)
            except L.DensityError as error:
                raise Unreadable(str(error), node) from None
        if isinstance(node, S.Apply) and node.function in self.survey.density_like:
            return self.density(as_density(node), targets, body)
        if isinstance(node, S.Gaussian):
            return self.gaussian(node, targets)
        if isinstance(node, S.Mul):
            return sympy.Mul(*(self.density(f, None, body) for f in node.factors))
        if isinstance(node, S.ProductOver):
            return self.big(node, L.Product, self.density)
        if isinstance(node, S.Symbol) and (plain(node.name) in self.survey.letters or targets is not None):
            return self.bare(S.Density(plain(node.name)), targets, body)
        return self.expression(node)

    def filled(self, node: S.Density, targets) -> S.Density:
        """q(. | x) with its variable: the one drawn or compared, else the only one q(. | x) is ever written with."""
        if targets is not None and len(targets) == 1:
            return replace(node, targets=(S.Symbol(str(targets[0]), span=node.span),))
        given = tuple(label(g) for g in node.givens if name_of(g) not in self.survey.parameters)
        found = {
            s[0]
            for s in self.survey.signatures.get(self.survey.joint_name(node), ())
            if s[1] == given and s[0] != (".",)
        }
        found = {f for f in found if len(f) == 1}
        if len(found) != 1:
            raise Unreadable("which variable the dot stands for cannot be told", node)
        return replace(node, targets=(S.Symbol(next(iter(found))[0], span=node.span),))

    def of_examples(self, node: S.Density) -> sympy.Expr:
        """p(x^{(1)}, ..., x^{(N)}) of independent examples: the product of their densities."""
        first, *_, last = node.targets
        alike = isinstance(first, S.Index) and isinstance(last, S.Index) and name_of(first) == name_of(last)
        if not alike or len(node.targets) > 4 or node.givens or not self.survey.independent:
            raise Unreadable("a density of several examples that are not said to be independent", node)
        index = S.Symbol("i", span=node.span)
        one = replace(node, targets=(replace(last, indices=(index,)),))
        product = self.sample_sum(
            S.SumOver((index,), S.Apply("log", (one,)), S.Number("1"), last.indices[0], span=node.span)
        )
        if product is None:
            raise Unreadable("how many examples there are cannot be told", node)
        return sympy.exp(product)

    def slots(self, node: S.Node, density: S.Node) -> list:
        """The slots of one argument: more than one for a list x_{0:T} that the chain cuts in pieces."""
        ranged = (member_of(node) or ("",))[0] in self.survey.here.spans
        return self.variables(node) if ranged else [self.slot(node, density)]

    def slot(self, node: S.Node, density: S.Node):
        """A slot of a density: a variable, or an expression standing for one (q(x | mu + sigma eps))."""
        name = name_of(node) if isinstance(node, S.Symbol) else None
        if name and name not in self.survey.targets and self.known.has_definition(name):
            return L.slot(self.role_of_argument(density, node), self.expression(node))
        if isinstance(node, (S.Symbol, S.Index)) and (
            name_of(node) in self.survey.variables
            or (isinstance(node, S.Symbol) and name_of(node) not in self.survey.means)
        ):
            return self.variable(node)
        if isinstance(node, (S.Dots, S.Placeholder, S.Range, S.Comparison)):
            raise Unreadable("this argument of a density is not understood", node)
        role = self.role_of_argument(density, node)
        return L.slot(role, self.expression(node))

    def role_of_argument(self, density: S.Density, node: S.Node) -> str:
        place = (density.targets.index(node), 0) if node in density.targets else (density.givens.index(node), 1)
        for signature in self.survey.signatures.get(self.survey.joint_name(density), ()):
            side = signature[place[1]]
            if tuple(map(len, signature)) == (len(density.targets), len(density.givens)):
                name = side[place[0]]
                if name in self.survey.variables:
                    return name
        raise Unreadable("which variable this argument stands for cannot be told", node)

    def bare(self, node: S.Density, targets, body) -> sympy.Expr:
        """A letter without arguments: its variables come from the other side of a KL, the body, or its only use."""
        named = self.named_by_subscript(node)
        if named is not None:
            return self.density(named)
        name = self.survey.joint_name(node)
        signatures = list(self.survey.signatures.get(name, ()))
        wanted = None if targets is None else {str(t) for t in targets}
        inside = [
            (tuple(map(label, d.targets)), tuple(map(label, d.givens)))
            for d in (S.walk(body) if body is not None else ())
            if isinstance(d, S.Density) and not d.bare and self.survey.joint_name(d) == name
        ]
        fitting = [s for s in signatures if wanted is None or set(s[0]) == wanted]
        near = [
            (
                tuple(map(label, d.targets)),
                tuple(label(g) for g in d.givens if name_of(g) not in self.survey.parameters),
            )
            for tree in self.context
            for d in S.walk(tree)
            if isinstance(d, S.Density) and d.targets and self.survey.joint_name(d) == name
        ]
        for pool in (dict.fromkeys(inside), dict.fromkeys(near), fitting):
            pool = list(pool)
            if wanted is not None:
                pool = [s for s in pool if set(s[0]) == wanted]
            if len(pool) == 1:
                return self.from_signature(node, pool[0])
        commonest = self.commonest(name, fitting)
        if len(fitting) > 1:
            first = commonest or next((s for s in fitting if not s[1]), None)
            if first is not None:
                order = [first, *(s for s in fitting if s != first)]
                chosen = self.readings.choose(f"what the bare {node.letter} is of", order, written)
                return self.from_signature(node, chosen)
        if commonest is not None:
            return self.from_signature(node, commonest)
        known = self.known.only_density(name)
        if known is not None and (wanted is None or {str(t) for t in L.targets_of(known)} == wanted):
            return known
        if not fitting and wanted and not signatures:
            return L.Density(L.Distribution(self.survey.joint_name(node)), list(targets))
        if not signatures and body is not None:
            others = [d for d in S.walk(body) if isinstance(d, S.Density) and d.bare and d.letter != node.letter]
            for other in others:  # m = (p + q) / 2
                if self.survey.signatures.get(self.survey.joint_name(other)):
                    return L.Density(L.Distribution(name), list(L.targets_of(self.bare(other, None, None))))
            names = {
                name_of(v)
                for v in S.walk(body)
                if name_of(v) in self.survey.variables and isinstance(v, (S.Symbol, S.Index))
            }
            if len(names) == 1:
                return L.Density(L.Distribution(self.survey.joint_name(node)), [self.random(names.pop())])
        if not signatures:  # nowhere in the note has it an argument: whatever its variable is called
            commonest = self.survey.variables.most_common(1)
            name_of_all = "x" if "x" in self.survey.variables or not commonest else commonest[0][0]
            return L.Density(L.Distribution(name), [self.random(name_of_all)])
        raise Unreadable(f"which variables {node.letter} is a density of cannot be told", node)

    def named_by_subscript(self, node: S.Density) -> S.Density | None:
        """p_z and p_{z|x}: bare letters whose subscript names their variables."""
        parts = [[n for n in re.split(r"[,\s{}]+", part) if n] for part in plain(node.subscript).split("|")]
        if not node.subscript or len(parts) > 2 or not all(n in self.survey.variables for part in parts for n in part):
            return None
        symbols = [tuple(S.Symbol(n, span=node.span) for n in part) for part in parts]
        return S.Density(node.letter, targets=symbols[0], givens=symbols[1] if len(symbols) > 1 else (), span=node.span)

    def commonest(self, name: str, fitting: list):
        """The unconditional signature a letter is mostly written with, if it stands out."""
        counts = self.survey.signatures.get(name, {})
        plainly = sorted((s for s in fitting if not s[1]), key=lambda s: -counts[s])
        if plainly and (len(plainly) == 1 or counts[plainly[0]] >= 2 * counts[plainly[1]]):
            return plainly[0]
        return None

    def from_signature(self, node: S.Density, signature) -> sympy.Expr:
        names = [[self.random(n) for n in part if n not in self.survey.parameters] for part in signature]
        return L.Density(L.Distribution(self.survey.joint_name(node)), *names)

    def gaussian(self, node: S.Gaussian, targets=None) -> sympy.Expr:
        if node.value is None:
            if targets is None:
                vector = self.typed(node.variance)[0] == "m"
                targets = (L.RandomVariable("x", dimension=self.dimension("x") if vector else None),)
            if len(targets) != 1:
                raise Unreadable("a Gaussian without its variable", node)
            value = targets[0]
        else:
            _kind, value = self.typed(node.value)
        numbered = node.mean.indices if isinstance(node.mean, S.Index) else ()
        bold = isinstance(base(node.mean), S.Symbol) and plain(base(node.mean).name) != base(node.mean).name
        if numbered and bold and (not isinstance(node.value, S.Index) or node.value.indices != numbered):
            raise Unreadable("a mean vector with a number is not understood", node.mean)
        scalar = not self.is_vector_expression(value)
        kind_m, mean = self.typed(node.mean)
        kind_v, variance = self.typed(node.variance)
        size = getattr(value, "dimension", None)
        if size is not None and isinstance(variance, sympy.Expr):  # I is as large as what it stands beside
            variance = variance.xreplace({one: type(one)(size) for one in variance.atoms(L.Identity)})
        if kind_v == "m" or isinstance(variance, L.Identity) or not variance.is_commutative:
            return L.Normal(value, mean, variance)
        if kind_v == "diag" and size is None:
            raise Unreadable("a diagonal variance of a number: of what size is it?", node)
        if kind_v == "diag":
            index = Symbol("i", integer=True)
            return L.Product(
                L.Normal(L.Component(value, index), component(mean, index), component(variance, index)),
                (index, 1, value.dimension),
            )
        if not scalar and kind_m == "s" and mean != 0:
            raise Unreadable("a vector Gaussian with a scalar mean", node)
        return L.Normal(value, mean, variance)

    @staticmethod
    def is_vector_expression(e) -> bool:
        return any(getattr(s, "dimension", None) is not None for s in e.free_symbols) and not e.has(L.Component)

    def read_density(self, node):
        if node.bare and node.indices and name_of(node.indices[0]) in self.masses:  # p_i
            variable = S.Symbol(self.survey.mass_variable, span=node.span)
            return self.density(S.Density(node.letter, targets=(variable,), span=node.span))
        never = self.survey.joint_name(node) not in self.survey.signatures and node.letter not in self.survey.signatures
        if node.bare and node.indices and (never or not node.subscript):  # r_k: weights, not a density
            return self.read_index(S.Index(S.Symbol(node.letter, span=node.span), node.indices, span=node.span))
        if node.bare:
            return self.bare(node, None, None)
        return self.density(node)

    def read_gaussian(self, node):
        if node.value is None:
            raise Unreadable("a Gaussian without its variable", node)
        return self.gaussian(node)


def written(signature: tuple) -> str:
    """A signature as an author writes it: z, x|y."""
    return "|".join(", ".join(part) for part in signature if part)


def component(e, index):
    """One component of a vector-valued expression; sums, products, powers and exp are taken entry by entry."""
    if isinstance(e, (sympy.Add, sympy.Mul, sympy.Pow, sympy.exp)):
        return e.func(*(component(a, index) for a in e.args))
    vector = isinstance(e, AppliedUndef) or getattr(e, "dimension", None) is not None
    return L.Component(e, index) if vector else e


def is_bare(node: S.Node) -> bool:
    if isinstance(node, S.Density) and any(isinstance(t, S.Placeholder) for t in node.targets):
        return True
    return (isinstance(node, S.Density) and node.bare) or (isinstance(node, S.Gaussian) and node.value is None)

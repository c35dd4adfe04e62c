"""An expression of the language as a tree that a script evaluates: KL, entropies and the rest by their definitions.

A node is a list, its first entry the kind; `evaluate.js` has a function for each. What a world of tables or of
Gaussians given by formulas cannot evaluate raises NotPlayable. Like the worlds, a tree uses nothing of what proves.

    ["number", n]  ["symbol", name]  ["symbol at", name, index]  ["index", name]  ["variable", name, role]
    ["component", name, role, index]  ["function", name, index or null, [arguments]]
    ["add", ...]  ["multiply", ...]  ["power", a, b]  ["exp", a]  ["log", a]  ["abs", a]  ["equal", a, b]
    ["square norm", a]  ["entry", vector, index]  ["sum", index, low, high, body]  ["product", index, low, high, body]
    ["density", letter, targets, givens]              each slot [role, name, role of the variable, index or null]
    ["normal", value, mean, variance]
    ["integral", [[name, role, index or null], ...], body]       over the cells of a table
    ["average", [[name, role, index or null], ...], weight, body]  a weight of zero silences the body
    ["gaussian", [[name, role, index or null, mean, variance, limits or null], ...], body]    its mean under Gaussians
"""

from __future__ import annotations

from collections.abc import Callable

import sympy
from sympy import Add, Expr, Mul, Pow, Rational, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Pi

from derivations.language import words as L

ENTRY = "entry of a vector"
"""The index that runs over a vector whose components are not written out."""


class NotPlayable(Exception):
    """The expression, or the world, is not of a kind that the page can evaluate; the message says why."""


class Trees:
    """Makes trees for worlds of one kind. `given` are densities with a formula, in a Gaussian world put in their place.

    `sizes` collects the names of symbols that are sizes or limits, which a reader may not change.
    """

    def __init__(self, gaussian: bool, given: dict[Expr, Expr]):
        self.gaussian, self.given = gaussian, given
        self.sizes: set[str] = set()
        self.opened: tuple[Expr, ...] = ()

    def tree(self, e: Expr, linear: bool = True) -> list:
        """The tree of an expression; `linear` where the mean of a sample average may be put in its place."""
        for kind in type(e).__mro__:
            if kind in MAKERS:
                return MAKERS[kind](self, e, linear)
        raise NotPlayable(f"{type(e).__name__} has no tree")

    # -- names -----------------------------------------------------------------------------------------------------

    def component(self, e: L.Component, linear: bool) -> list:
        base, index = e.base, self.tree(e.index, False)
        if isinstance(base, L.RandomVariable):
            return ["component", base.name, base.role, index]
        if isinstance(base, AppliedUndef):
            return ["function", type(base).__name__, index, [self.tree(a, False) for a in base.args]]
        if type(base) is Symbol:
            return ["symbol at", base.name, index]
        raise NotPlayable("a component of an expression")

    def over_index(self, e: Expr, kind: str, linear: bool) -> list:
        body = self.tree(e.function, linear and kind == "sum")
        for index, low, high in e.limits:
            self.sizes |= {s.name for s in (low.free_symbols | high.free_symbols)}
            body = [kind, index.name, self.tree(low, False), self.tree(high, False), bound_index(body, index.name)]
        return body

    # -- densities and what is defined by them ---------------------------------------------------------------------

    def density(self, e: L.Density, linear: bool) -> list:
        if self.gaussian:
            return self.opening(e, lambda formula: self.tree(formula, False))
        return ["density", letter_text(e), *([self.slot(*s) for s in part] for part in (e.target_slots, e.given_slots))]

    def opening(self, e: L.Density, use: Callable[[Expr], list]) -> list:
        """What `use` makes of a density's formula, which may hold other densities that are given, but not itself."""
        if e not in self.given or e in self.opened:
            raise NotPlayable(f"{e} has no formula in a Gaussian world")
        before, self.opened = self.opened, (*self.opened, e)
        try:
            return use(self.given[e])
        finally:
            self.opened = before

    def slot(self, role: str, value: Expr) -> list:
        if isinstance(value, L.RandomVariable):
            return [role, value.name, value.role, None]
        if isinstance(value, L.Component) and isinstance(value.base, L.RandomVariable):
            return [role, value.base.name, value.base.role, self.tree(value.index, False)]
        raise NotPlayable("a density at an expression has no cell in a table")

    def binders(self, variables) -> list:
        whole = [(v, None) if isinstance(v, L.RandomVariable) else (v.base, v.index) for v in variables]
        return [[v.name, v.role, None if j is None else self.tree(j, False)] for v, j in whole]

    def integral(self, e: L.Integral, linear: bool) -> list:
        if not self.gaussian:
            return ["integral", self.binders(e.variables), self.tree(e.body, linear)]
        terms = [e.body] if not isinstance(e.body, Add) else list(e.body.args)
        return ["add", *(self.weighted(term, e.variables, linear) for term in terms)]

    def weighted(self, term: Expr, variables, linear: bool) -> list:
        """A term of an integral as an average: the factors that are densities of what is bound, and the rest."""
        bound, weight, rest = set(variables), [], []
        for factor in Mul.make_args(term):
            is_density = isinstance(factor, (L.Density, L.Normal, L.Product))
            mine = is_density and bound & set(L.targets_of(factor))
            (weight if mine else rest).append(factor)
        return self.average(Mul(*weight), Mul(*rest), variables, linear)

    def average(self, weight: Expr, body: Expr | list, variables, linear: bool = False) -> list:
        body = body if isinstance(body, list) else self.tree(body, linear)
        if not self.gaussian:
            return ["average", self.binders(variables), self.tree(weight, False), body]
        draws = self.draws(weight)
        if {d[0] for d in draws} != {(v.base if isinstance(v, L.Component) else v).name for v in variables}:
            raise NotPlayable("what is averaged over has no Gaussian of its own")
        return ["gaussian", draws, body]

    def draws(self, weight: Expr) -> list:
        """A product of Gaussian densities as what is drawn, one after the other."""
        if isinstance(weight, L.Density):
            return self.opening(weight, self.draws)
        if isinstance(weight, Mul):
            return [d for factor in weight.args for d in self.draws(factor)]
        if isinstance(weight, L.Product) and len(weight.limits) == 1:
            index, low, high = weight.limits[0]
            self.sizes |= {s.name for s in (low.free_symbols | high.free_symbols)}
            limits = [index.name, self.tree(low, False), self.tree(high, False)]
            made = self.draws(weight.function)
            return [[*d[:2], *(bound_index(part, index.name) for part in d[2:5]), limits] for d in made]
        if isinstance(weight, L.Normal):
            value = weight.value
            base, index = (value.base, value.index) if isinstance(value, L.Component) else (value, None)
            if not isinstance(base, L.RandomVariable):
                raise NotPlayable("a Gaussian of an expression")
            mean, variance = self.tree(weight.mean, False), self.tree(weight.variance, False)
            if index is not None or base.dimension is None:
                return [
                    [base.name, base.role, None if index is None else self.tree(index, False), mean, variance, None]
                ]
            self.sizes |= {s.name for s in base.dimension.free_symbols}
            each, limits = ["index", ENTRY], [ENTRY, number(1), self.tree(base.dimension, False)]
            return [[base.name, base.role, each, ["entry", mean, each], ["entry", variance, each], limits]]
        raise NotPlayable("a weight that is no Gaussian")

    def log_ratio(self, above, below=()) -> list:
        minus = [["multiply", ["number", -1], ["log", self.tree(b, False)]] for b in below]
        return ["add", *(["log", self.tree(a, False)] for a in above), *minus]

    def expectation(self, e: L.Expectation, linear: bool) -> list:
        return self.average(e.density, e.body, e.bound_symbols, linear)

    def variance(self, e: L.Variance, linear: bool) -> list:
        mean = self.average(e.density, e.body, e.bound_symbols)
        square = self.average(e.density, ["power", self.tree(e.body, False), ["number", 2]], e.bound_symbols)
        return ["add", square, ["multiply", ["number", -1], mean, mean]]

    def sample_average(self, e: L.SampleAverage, linear: bool) -> list:
        if not linear:
            raise NotPlayable("a sample average inside what is not linear")
        return self.average(e.density, e.body, e.bound_symbols, linear)

    def kl(self, e: L.KL, linear: bool) -> list:
        return self.average(e.left, self.log_ratio([e.left], [e.right]), e.bound_symbols)

    def cross_entropy(self, e: L.CrossEntropy, linear: bool) -> list:
        return self.average(e.left, self.log_ratio([], [e.right]), e.bound_symbols)

    def entropy(self, e: L.Entropy, linear: bool) -> list:
        return self.average(e.density, self.log_ratio([], [e.density]), e.bound_symbols)

    def conditional_entropy(self, e: L.ConditionalEntropy, linear: bool) -> list:
        joint = L.Density(e.density.distribution, [*e.density.args[1], *e.density.args[2]])
        return self.average(joint, self.log_ratio([], [e.density]), e.bound_symbols)

    def mutual_information(self, e: L.MutualInformation, linear: bool) -> list:
        slots = {slot[1]: slot for slot in e.joint.args[1]}
        law = e.joint.distribution
        one, two = (L.Density(law, [slots[v] for v in group], e.joint.args[2]) for group in (e.left, e.right))
        whole = L.Density(law, [*e.joint.args[1], *e.joint.args[2]])
        return self.average(whole, self.log_ratio([e.joint], [one, two]), e.bound_symbols)

    def elbo(self, e: L.ELBO, linear: bool) -> list:
        return self.average(e.encoder, self.log_ratio([e.decoder, e.prior], [e.encoder]), e.bound_symbols)

    def derivative(self, e: sympy.Derivative, linear: bool) -> list:
        if e.has(L.Binder, L.Density, L.Normal, AppliedUndef):
            raise NotPlayable("a derivative of more than a formula")
        return self.tree(e.doit(), False)

    def multiply(self, e: Mul, linear: bool) -> list:
        holding = sum(a.has(L.SampleAverage) for a in e.args)
        return ["multiply", *(self.tree(a, linear and holding < 2) for a in e.args)]


def letter_text(density: L.Density) -> str:
    """A letter as a world's tables name it."""
    name, *parameters = map(str, density.args[0])
    return name + (f"_{{{','.join(parameters)}}}" if parameters else "")


def bound_index(tree, name: str):
    """The tree with a symbol of that name as the index it is bound to."""
    if not isinstance(tree, list):
        return tree
    return ["index", name] if tree == ["symbol", name] else [bound_index(part, name) for part in tree]


def number(value) -> list:
    return ["number", float(value)]


MAKERS = {
    Rational: lambda t, e, k: number(e), Pi: lambda t, e, k: number(e), Exp1: lambda t, e, k: number(e),
    Symbol: lambda t, e, k: ["symbol", e.name],
    L.RandomVariable: lambda t, e, k: ["variable", e.name, e.role],
    L.Component: Trees.component,
    AppliedUndef: lambda t, e, k: ["function", type(e).__name__, None, [t.tree(a, False) for a in e.args]],
    Add: lambda t, e, k: ["add", *(t.tree(a, k) for a in e.args)],
    Mul: Trees.multiply,
    Pow: lambda t, e, k: ["power", t.tree(e.base, False), t.tree(e.exp, False)],
    sympy.exp: lambda t, e, k: ["exp", t.tree(e.args[0], False)],
    sympy.log: lambda t, e, k: ["log", t.tree(e.args[0], False)],
    sympy.Abs: lambda t, e, k: ["abs", t.tree(e.args[0], False)],
    sympy.KroneckerDelta: lambda t, e, k: ["equal", *(t.tree(a, False) for a in e.args)],
    sympy.Derivative: Trees.derivative,
    L.Identity: lambda t, e, k: number(1),  # as the variance of independent components
    L.SquaredNorm: lambda t, e, k: ["square norm", t.tree(e.vector, False)],
    L.Sum: lambda t, e, k: t.over_index(e, "sum", k),
    L.Product: lambda t, e, k: t.over_index(e, "product", k),
    L.Density: Trees.density,
    L.Normal: lambda t, e, k: ["normal", *(t.tree(a, False) for a in e.args)],
    L.Integral: Trees.integral, L.Expectation: Trees.expectation, L.Variance: Trees.variance,
    L.SampleAverage: Trees.sample_average, L.KL: Trees.kl, L.CrossEntropy: Trees.cross_entropy,
    L.Entropy: Trees.entropy, L.ConditionalEntropy: Trees.conditional_entropy,
    L.MutualInformation: Trees.mutual_information, L.ELBO: Trees.elbo,
    L.Minimum: lambda t, e, k: t.tree(e.objective, k),
}  # fmt: skip

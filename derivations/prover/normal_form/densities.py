"""Densities in the normal form: conditionals as quotients of joint marginals, and what is given about them.

    p(z|x) = p(x,z) / p(x)              product rule; Bayes needs no more than both readings of p(x,z)
    p(x,z) = p(z|x) p(x)                where a fact gives p(z|x): independence, a Gaussian, a declared density

A Gaussian stays one atom until its logarithm is taken or its formula asked for.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Mul, Number, Symbol

from derivations.language import words as L
from derivations.numbers import polynomial as P
from derivations.prover.normal_form.matrices import transposed_words


class Densities:
    """The part of the normal form that knows densities. Mixed into `NormalForm`."""

    def density(self, e, env):
        targets = frozenset(self.slot(r, v, env) for r, v in e.target_slots)
        givens = frozenset(self.slot(r, v, env) for r, v in e.given_slots)
        parameters = e.args[0][1:]
        if any(s in bound.free_symbols for s in parameters for bound in env):
            raise TypeError(f"{e.name} is one distribution for each {parameters[0]}, and that is bound here")
        return self.conditional((e.name, *map(str, parameters)), targets, givens)

    def slot(self, role, value, env):
        if isinstance(value, L.Component) and isinstance(value.base, L.RandomVariable) and value.role == role:
            return ((role, self.key(value.index, env)), self.key(value, env))
        return (role, self.key(value, env))

    def conditional(self, letter, targets, givens):
        fact = self.factored(letter, targets, givens)
        if fact is not None:
            return fact
        if not givens:
            return self.joint(letter, targets)
        if self.on("product"):
            below = self.joint(letter, givens)
            return P.multiply(self.joint(letter, targets | givens), self.raise_to(below, -1))
        if "bayes" in self.rules and len(targets) >= 1:
            self.fired.add("bayes")
            return P.product([P.atom(("S", letter, targets | givens)), P.atom(("m", letter, givens), -1)])
        return P.atom(("d", letter, targets, givens))

    def joint(self, letter, slots):
        """The joint marginal of a set of slots, factored where a given fact says how."""
        for targets, givens, fact in self.facts.get((letter, frozenset(map(role_of, slots))), ()):
            if fact.rule in self.rules and (not givens or "product" in self.rules) and fact not in self.active:
                inner = frozenset(s for s in slots if role_of(s) in targets)
                outer = frozenset(s for s in slots if role_of(s) in givens)
                if len(inner) == len(targets) and len(outer) == len(givens):
                    formula = self.factored(letter, inner, outer)
                    if formula is None:
                        continue
                    return P.multiply(formula, self.joint(letter, outer)) if outer else formula
        return P.atom(("m", letter, slots))

    def factored(self, letter, targets, givens):
        """The given formula of a conditional density, or None. A fact is not used inside its own formula."""
        roles = frozenset(map(role_of, targets)), frozenset(map(role_of, givens))
        for fact_targets, fact_givens, fact in self.facts.get((letter, roles[0] | roles[1]), ()):
            if (fact_targets, fact_givens) != roles or fact.rule not in self.rules or fact in self.active:
                continue
            env = self.fact_environment(fact, targets, givens)
            if env is None:
                continue
            self.fired.add(fact.rule)
            self.active.append(fact)
            try:
                formula = fact.formula
                if isinstance(env, tuple):  # one component of a density given as a product over components
                    env, formula = env
                return self.convert(formula, env)
            finally:
                self.active.pop()
        return None

    def fact_environment(self, fact, targets, givens):
        """What the fact's own variables stand for here; for one component of a product, also that factor."""
        env = {}
        values = {role_of(s): s for s in targets | givens}
        if len(values) != len(targets) + len(givens):
            return None
        formula = None
        for role, variable in (*fact.density.target_slots, *fact.density.given_slots):
            role_here, value = values[role]
            wants = isinstance(variable, L.Component)
            if isinstance(role_here, tuple) and not wants:
                factor = product_factor(fact.formula, variable)
                if factor is None or formula is not None:
                    return None
                formula, index = factor
                env[index] = role_here[1]
                env[variable[index]] = value
            elif wants and not isinstance(role_here, tuple):
                return None
            elif wants:
                env[variable.index] = role_here[1]
                env[variable] = value
            else:
                env[variable] = value
        return env if formula is None else (env, formula)

    def normal_density(self, e, env):
        value, mean, variance = e.args
        dimension = L.vector_dimension(value)
        if dimension is None:
            keys = [P.freeze(self.convert(a, env)) for a in (value, mean, variance)]
            keys[0] = self.key(value, env)
            if "formula" in self.rules:
                self.fired.add("formula")
                return self.exponential(self.log_normal(("N", *keys)))
            return P.atom(("N", *keys))
        scale = isotropic(variance)
        if scale is None:
            words = self.words(variance, env)
            if transposed_words(words) != words:
                raise TypeError(f"{variance} is not known to be symmetric, so it is no covariance")
            mean, dimension = (P.freeze(self.convert(part, env)) for part in (mean, dimension))
            return P.atom(("NM", self.key(value, env), mean, P.freeze(words), dimension))
        index = Symbol("_i", integer=True)
        one = L.Normal(L.Component(value, index), L.Component(mean, index) if mean != 0 else mean, scale)
        return self.convert(L.Product(one, (index, 1, dimension)), env)

    def log_normal(self, a):
        """log N(v; m, s) = -log(2 pi)/2 - log(s)/2 - (v - m)^2 / (2 s), or its matrix form."""
        if a[0] == "NM":
            return self.log_normal_matrix(a)
        value, mean, variance = (self.thaw_key(k) for k in a[1:])
        half = Fraction(-1, 2)
        gap = P.add(value, P.scale(mean, -1))
        square = P.multiply(P.multiply(gap, gap), self.raise_to(variance, -1))
        constants = P.add(self.logarithm(P.constant(2), True), self.logarithm(P.atom(("pi",)), True))
        return P.scale(P.add(constants, self.logarithm(variance, True), square), half)

    @staticmethod
    def thaw_key(key):
        return P.atom(key) if isinstance(key, tuple) else P.thaw(key)


def role_of(slot) -> str:
    """The role of a slot, for a component the role of its vector."""
    return slot[0][0] if isinstance(slot[0], tuple) else slot[0]


def isotropic(variance: Expr):
    """The factor of a variance that is a number times the identity; None for a full matrix."""
    if variance.atoms(L.FullIdentity):
        return None
    if isinstance(variance, L.Identity):
        return Number(1)
    if isinstance(variance, Mul) and any(isinstance(a, L.Identity) for a in variance.args):
        rest = Mul(*(a for a in variance.args if not isinstance(a, L.Identity)))
        return rest if rest.is_commutative else None
    return variance if variance.is_commutative else None


def product_factor(formula: Expr, variable):
    """The factor and index of a formula given as a product over the components of `variable`."""
    if isinstance(formula, L.Product):
        return formula.function, formula.limits[0][0]
    if isinstance(formula, L.Normal) and formula.value == variable:
        scale = isotropic(formula.variance)
        if scale is not None:
            index = Symbol("_i", integer=True)
            mean = formula.mean if formula.mean == 0 else L.Component(formula.mean, index)
            return L.Normal(variable[index], mean, scale), index
    return None

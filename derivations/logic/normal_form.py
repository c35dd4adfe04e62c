"""The decision procedure: an expression becomes a polynomial over atoms, using only the rules switched on.

Two sides are equal under a set of rules when their normal forms under just these rules are the same dictionary.
Field arithmetic is always on. Every other reason is a switch (its name in `rules.py`), and each switch that did
something is noted in `fired`, so that a proof can list what it used and what it did not.

The one idea: every density is written through joint marginals, `p(z|x) = p(x,z) / p(x)`. The product rule and
Bayes then disappear, and normalisation is the removal of a bound variable that occurs in exactly one density.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from sympy import Add, Derivative, Expr, KroneckerDelta, Mul, Number, Pow, Rational, Symbol, exp, log, pi, tanh
from sympy import Integral as DefiniteIntegral
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Infinity, NegativeInfinity

from derivations.logic import language as L
from derivations.logic import polynomial as P
from derivations.logic.calculus import Calculus
from derivations.logic.derivatives import Differentiation
from derivations.logic.draws import IndependentDraws
from derivations.logic.integration import Integration
from derivations.logic.matrices import MatrixAlgebra
from derivations.logic.reparameterise import ChangeOfVariables


@dataclass(frozen=True)
class Fact:
    """A density that is given: `density = formula`, an assumption with a name of its own.

    `rule` names the switch that may use it: "independence" for a factorisation, "gaussian" for a formula.
    """

    density: Expr
    formula: Expr
    rule: str
    name: str = ""

    @property
    def roles(self) -> tuple[frozenset, frozenset]:
        return frozenset(r for r, _ in self.density.target_slots), frozenset(r for r, _ in self.density.given_slots)


class Consulted(frozenset):
    """A set of rules that remembers which of them were asked for, and what the answer was."""

    asked: dict[str, bool]

    def __contains__(self, rule) -> bool:
        answer = self.asked[rule] = frozenset.__contains__(self, rule)
        return answer

    def isdisjoint(self, rules: Iterable[str]) -> bool:
        asked = [rule in self for rule in rules]  # all of them, for the record
        return not any(asked)


KNOWN: dict[tuple, list] = {}
"""What is already worked out: (expression, facts) to (rules asked for, rules that fired, normal form)."""
MOST_KNOWN = 20_000
FIRST_LEAF = 10**6  # numbers of one length, so that ordering leaves as text orders them by age


class NormalForm(Integration, MatrixAlgebra, ChangeOfVariables, IndependentDraws, Differentiation, Calculus):
    """One normalisation run under a fixed set of rules and facts. `fired` collects the rules that did something."""

    def __init__(self, rules: Iterable[str], facts: Iterable[Fact] = ()):
        self.rules = Consulted(rules)
        self.rules.asked = {}
        self.fired: set[str] = set()
        self.given = tuple(facts)
        self.facts = {}
        for fact in self.given:
            targets, givens = fact.roles
            letter = (fact.density.name, *(str(s) for s in fact.density.args[0][1:]))
            self.facts.setdefault((letter, targets | givens), []).append((targets, givens, fact))
        self.fresh = count(FIRST_LEAF)
        self.active: list = []
        self.ranges: dict = {}

    def on(self, rule: str) -> bool:
        """Whether a rule may be used; noting that it was."""
        if rule in self.rules:
            self.fired.add(rule)
            return True
        return False

    def normal(self, expression: Expr) -> P.Polynomial:
        """The normal form of a scalar expression."""
        if isinstance(expression, Add):
            return P.add(*(self.normal(term) for term in expression.args))
        return self.remembered(expression)

    def remembered(self, e: Expr) -> P.Polynomial:
        """The normal form of what binds nothing from outside, not worked out again for rules it does not ask for."""
        known = KNOWN.setdefault((e, self.given), [])
        for asked, fired, result in known:
            if all(frozenset.__contains__(self.rules, rule) is answer for rule, answer in asked.items()):
                self.fired |= fired
                self.rules.asked.update(asked)
                return result
        fired, asked = self.fired, self.rules.asked
        self.fired, self.rules.asked = set(), {}
        try:
            result = CONVERT[kind_of(e)](self, e, {})
            if all(leaf[0] != "t" for leaf in P.mentions(P.freeze(result))):
                if len(KNOWN) > MOST_KNOWN:
                    KNOWN.clear()
                known.append((dict(self.rules.asked), frozenset(self.fired), result))
        finally:
            self.fired |= fired
            self.rules.asked = {**asked, **self.rules.asked}
        return result

    def clear_fractions(self, p: P.Polynomial) -> P.Polynomial:
        """The numerator over a common denominator, when sums stand below the bar; zero just when p is zero."""
        for _ in range(8):
            below = {a: e for m in p for a, e in m if a[0] == "poly" and e < 0 and Fraction(e).denominator == 1}
            if not below:
                return p
            for a in below:
                lowest = min(dict(m).get(a, 0) for m in p)
                p = self.expand_powers(P.multiply(p, P.atom(a, -lowest)))
        return p

    def expand_powers(self, p):
        """Positive whole powers of sums multiplied out."""
        total: dict = {}
        for m, c in p.items():
            term = P.constant(c)
            for a, e in m:
                opened = a[0] == "poly" and e > 0 and Fraction(e).denominator == 1
                term = P.multiply(term, self.raise_to(P.thaw(a[1]), Fraction(e)) if opened else P.atom_power(a, e))
            total = P.add(total, term)
        return total

    # -- expressions -------------------------------------------------------------------------------------------

    def convert(self, e: Expr, env: dict) -> P.Polynomial:
        if env and e in env:
            value = env[e]
            return P.thaw(value) if isinstance(value, frozenset) else P.atom(value)
        if not env and not self.active and isinstance(e, BINDERS):
            return self.remembered(e)
        return CONVERT[kind_of(e)](self, e, env)

    def number(self, e, env):
        if isinstance(e, Rational):
            return P.constant(Fraction(e.p, e.q))
        if isinstance(e, (Infinity, NegativeInfinity)):
            return P.atom(("s", str(e), False))
        raise TypeError(f"{e} is not an exact number")

    def symbol(self, e, env):
        if e.is_commutative is False:
            return self.matrix_symbol(e, env)
        atom = ("s", e.name, bool(e.is_positive))
        if isinstance(e, L.Index):
            self.ranges[atom] = P.freeze(P.ONE), P.freeze(self.convert(e.upper, env))
        return P.atom(atom)

    def variable(self, e, env):
        return P.atom(self.leaf(e, env))

    def leaf(self, e, env):
        """The leaf atom of a random variable or component, bound (from `env`) or free."""
        if e in env:
            return env[e]
        if isinstance(e, L.Component):
            return ("c", self.key(e.base, env), self.key(e.index, env), bool(e.is_positive))
        return ("v", e.role, e.name, True) if e.is_positive else ("v", e.role, e.name)

    def key(self, e: Expr, env: dict):
        """A hashable canonical form: the leaf itself for a lone variable, else the frozen polynomial."""
        p = self.convert(e, env)
        return self.simple_key(p)

    @staticmethod
    def simple_key(p):
        if len(p) == 1:
            ((m, c),) = p.items()
            if c == 1 and len(m) == 1:
                ((a, power),) = m
                if power == 1 and a[0] in ("v", "t", "b", "c", "f"):
                    return a
        return P.freeze(p)

    def component(self, e, env):
        base, index = e.base, e.index
        if base in env and isinstance(env[base], frozenset):
            return self.component_of(P.thaw(env[base]), self.key(index, env))
        if isinstance(base, (Add, Mul, Pow, Number)):
            return self.component_of(self.convert(base, env), self.key(index, env))
        return P.atom(self.leaf(e, env))

    def component_of(self, p, index):
        """The component of a vector-valued polynomial: of each vector factor in each term."""
        result = {}
        for m, c in p.items():
            term = P.constant(c)
            for a, e in m:
                vector = a[0] in ("v", "t", "b", "f", "mv")
                term = P.multiply(term, P.atom(("c", a, index, self.positive(a)) if vector else a, e))
            result = P.add(result, term)
        return result

    def sum(self, e, env):
        return P.add(*(self.convert(a, env) for a in e.args))

    def mul(self, e, env):
        if e.is_commutative is False:
            return self.matrix_product(e, env)
        return P.product(self.convert(a, env) for a in e.args)

    def power(self, e, env):
        if e.is_commutative is False:
            return self.matrix_product(e, env)
        exponent = e.exp
        if isinstance(exponent, Rational):
            return self.raise_to(self.convert(e.base, env), Fraction(exponent.p, exponent.q))
        power = self.convert(exponent, env)
        return self.exponential(P.multiply(power, self.logarithm(self.convert(e.base, env), always=True)))

    def exp1(self, e, env):
        return P.atom(("exp", P.UNIT))

    def pi(self, e, env):
        return P.atom(("pi",))

    def function(self, e, env):
        arguments = tuple(self.key(a, env) for a in e.args)
        return P.atom(("f", type(e).__name__, arguments, bool(e.is_positive)))

    def raise_to(self, p, exponent: Fraction):
        if exponent.denominator == 1 and 0 <= exponent <= 12:
            result = P.ONE
            for _ in range(int(exponent)):
                result = P.multiply(result, p)
            return result
        if not p:
            raise ZeroDivisionError("division by zero")
        if len(p) == 1:
            ((m, c),) = p.items()
            outside, rest = P.ONE, p
            if exponent.denominator == 1:
                return P.multiply(P.constant(Fraction(c) ** int(exponent)), P.monomial_power(m, exponent))
            if c > 0:
                outside = P.number_power(c, exponent)
                left = {}
                for a, e in m:
                    if self.positive(a):
                        outside = P.multiply(outside, P.atom_power(a, e * exponent))
                    elif (Fraction(e) / 2).denominator == 1 and exponent.denominator == 2:
                        outside = P.multiply(outside, P.atom(("abs", a), e * exponent))
                    else:
                        left[a] = e
                if not left:
                    return outside
                rest = {frozenset(left.items()): 1}
            return P.multiply(outside, P.atom(("poly", P.freeze(rest)), exponent))
        content, primitive = self.content(p, exponent.denominator == 1)
        return P.multiply(self.raise_to(content, exponent), P.atom(("poly", P.freeze(primitive)), exponent))

    def content(self, p, any_sign: bool):
        """p = content * primitive, the primitive part canonical; only positive content where the sign matters."""
        shared = P.common_factor(p)
        if not any_sign:
            shared = frozenset((a, e) for a, e in shared if self.positive(a))
        rest = P.divide(p, shared)
        lead = rest[min(rest, key=P.order)]
        lead = lead if any_sign else abs(lead)
        return {shared: lead}, P.scale(rest, P.quotient(1, lead))

    def exponential(self, p):
        result = P.ONE
        for m, c in p.items():
            if len(m) == 1:
                ((a, e),) = m
                if a[0] == "log" and e == 1:
                    inner = P.thaw(a[1])
                    result = P.multiply(result, self.raise_to(inner, c))
                    continue
            result = P.multiply(result, P.atom(("exp", m), c))
        return result

    def exp(self, e, env):
        return self.exponential(self.convert(e.exp, env))

    def log(self, e, env):
        return self.logarithm(self.convert(e.args[0], env))

    def logarithm(self, p, always: bool = False):
        """log of a polynomial: split over positive factors when the rule is on, else one opaque atom."""
        if not p:
            raise ZeroDivisionError("logarithm of zero")
        if not always and "log" not in self.rules:
            return {} if p == P.ONE else P.atom(("log", P.freeze(p)))
        result = {}
        if len(p) > 1:
            content, rest = self.content(p, any_sign=False)
            if content != P.ONE:
                self.fired.add("log")
            result = P.atom(("log", P.freeze(rest)))
            p = content
        ((m, c),) = p.items()
        if len(m) + (c != 1) > 1 or any(e != 1 or a[0] in ("exp", "prod", "N", "NM") for a, e in m):
            self.fired.add("log")
        unsplit = {}
        if c > 0:
            for prime, k in P.prime_factors(c):
                result = P.add(result, {frozenset(((("log", P.freeze(P.constant(prime))), 1),)): Fraction(k)})
        else:
            unsplit = P.constant(c)
        leftovers = {}
        for a, e in m:
            if self.positive(a):
                result = P.add(result, P.scale(self.log_atom(a), e))
            elif (Fraction(e) / 2).denominator == 1:
                result = P.add(result, P.scale(P.atom(("log", P.freeze(P.atom(("abs", a))))), e))
            else:
                leftovers[a] = e
        if leftovers or unsplit:
            rest = {frozenset(leftovers.items()): c if c < 0 else 1}
            result = P.add(result, P.atom(("log", P.freeze(rest))))
        return result

    def log_atom(self, a):
        kind = a[0]
        if kind == "exp":
            return {a[1]: 1}
        if kind == "n":
            return P.atom(("log", P.freeze(P.constant(a[1]))))
        if kind == "poly":
            return P.atom(("log", a[1]))
        if kind == "prod":
            bound = ("t", "#", a[1][2], next(self.fresh))
            body = P.thaw(P.rename(a[4], {a[1]: bound}))
            return self.finite_sum(self.logarithm(body, always=True), bound, P.thaw(a[2]), P.thaw(a[3]))
        if kind in ("N", "NM") and self.on("gaussian"):
            return self.log_normal(a)
        return P.atom(("log", P.freeze(P.atom(a))))

    def positive(self, a) -> bool:
        kind = a[0]
        if kind in ("m", "d", "S", "N", "NM", "exp", "n", "pi", "det", "abs"):
            return True
        if kind == "s":
            return a[2]
        if kind == "v":
            return len(a) > 3
        if kind in ("f", "c"):
            return a[3]
        if kind in ("int", "poly", "sum", "prod", "E", "avg"):
            return all(c > 0 and all(self.positive(b) for b, _ in m) for m, c in a[-1])
        return False

    # -- densities ---------------------------------------------------------------------------------------------

    def density(self, e, env):
        targets = frozenset(self.slot(r, v, env) for r, v in e.target_slots)
        givens = frozenset(self.slot(r, v, env) for r, v in e.given_slots)
        letter = (e.name, *(str(s) for s in e.args[0][1:]))
        return self.conditional(letter, targets, givens)

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
        dimension = vector_dimension(value)
        if dimension is None:
            keys = [P.freeze(self.convert(a, env)) for a in (value, mean, variance)]
            keys[0] = self.key(value, env)
            if "formula" in self.rules:
                self.fired.add("formula")
                return self.exponential(self.log_normal(("N", *keys)))
            return P.atom(("N", *keys))
        scale = isotropic(variance)
        if scale is None:
            return P.atom(
                ("NM", self.key(value, env), P.freeze(self.convert(mean, env)), self.matrix(variance, env),
                 P.freeze(self.convert(dimension, env)))
            )  # fmt: skip
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

    # -- sums and products over an index -----------------------------------------------------------------------

    def index_sum(self, e, env):
        body, limits = e.function, e.limits
        index, low, high = limits[0]
        inner = body if len(limits) == 1 else e.func(body, *limits[1:])
        if len(limits) > 1:  # innermost limit first in SymPy
            inner, (index, low, high) = e.func(body, *limits[:-1]), limits[-1]
        low, high = self.convert(low, env), self.convert(high, env)
        bound = ("t", "#", index.name, next(self.fresh))
        self.ranges[bound] = P.freeze(low), P.freeze(high)
        p = self.convert(inner, {**env, index: bound})
        if isinstance(e, L.Product):
            return self.finite_product(p, bound, low, high)
        return self.finite_sum(p, bound, low, high)

    def finite_sum(self, p, bound, low, high):
        explicit = self.explicit(p, bound, low, high)
        if explicit is not None:
            return P.add(*explicit)
        total = {}
        for m, c in p.items():
            inside = frozenset(f for f in m if bound in P.mentions(f[0]))
            outside = m - inside
            term = self.diagonal(inside, bound, low, high)
            if term is not None:
                pass
            elif inside:
                name, (body,) = self.bind([bound], [P.freeze({inside: 1})])
                term = P.atom(("sum", name[0], P.freeze(low), P.freeze(high), body))
            else:
                term = P.add(high, P.scale(low, -1), P.ONE)
            total = P.add(total, P.multiply({outside: c}, term))
        return total

    def explicit(self, p, bound, low, high):
        """The terms one by one when both limits are numbers."""
        if all(m == P.UNIT for m in (*low, *high)):
            first, last = (int(x.get(P.UNIT, 0)) for x in (low, high))
            if last - first <= 16:
                return [self.substitute(p, bound, P.constant(k)) for k in range(first, last + 1)]
        return None

    def finite_product(self, p, bound, low, high):
        explicit = self.explicit(p, bound, low, high)
        if explicit is not None:
            return P.product(explicit)
        if len(p) != 1:
            name, (body,) = self.bind([bound], [P.freeze(p)])
            return P.atom(("prod", name[0], P.freeze(low), P.freeze(high), body))
        ((m, c),) = p.items()
        length = P.add(high, P.scale(low, -1), P.ONE)
        result, inside = P.ONE, {}
        if c != 1:
            result = self.exponential(P.multiply(length, self.logarithm(P.constant(c), always=True)))
        for a, e in m:
            if bound not in P.mentions(a):
                power = P.scale(P.multiply(length, self.logarithm(P.atom(a), always=True)), e)
                result = P.multiply(result, self.exponential(power))
            elif a[0] == "exp":
                result = P.multiply(result, self.exponential(self.finite_sum({a[1]: Fraction(e)}, bound, low, high)))
            else:
                inside[a] = e
        if inside:
            name, (body,) = self.bind([bound], [P.freeze({frozenset(inside.items()): 1})])
            result = P.multiply(result, P.atom(("prod", name[0], P.freeze(low), P.freeze(high), body)))
        return result

    def squared_norm(self, e, env):
        v = e.args[0]
        dimension = vector_dimension(v)
        if dimension is None:
            return self.bilinear_of(self.convert(v, env), None, self.convert(v, env))
        index = Symbol("_i", integer=True)
        return self.convert(L.Sum(L.Component(v, index) ** 2, (index, 1, dimension)), env)

    # -- operators ---------------------------------------------------------------------------------------------

    def open(self, variables, env):
        """Fresh leaves for bound variables: (leaves, extended environment)."""
        env = dict(env)
        leaves = []
        for v in variables:
            role = v.role if isinstance(v, L.RandomVariable) else (v.role, "[]")
            leaf = ("t", role, str(v), next(self.fresh))
            env[v] = leaf
            leaves.append(leaf)
        return leaves, env

    def integral(self, e, env):
        leaves, inner = self.open(e.variables, env)
        return self.integrate(self.convert(e.body, inner), leaves)

    def expectation_of(self, make_body, density, variables, env):
        """E under a density; `make_body(env)` gives the polynomial averaged. Written as an integral."""
        leaves, inner = self.open(variables, env)
        weight = self.convert(density, inner)
        return self.integrate(P.multiply(weight, make_body(inner)), leaves)

    def expectation(self, e, env):
        leaves, inner = self.open(e.bound_symbols, env)
        weight, body = self.convert(e.density, inner), self.convert(e.body, inner)
        if self.on("expectation"):
            return self.integrate(P.multiply(weight, body), leaves)
        return self.average(body, weight, leaves, "E")

    def variance(self, e, env):
        if not self.on("variance"):
            return self.opaque("Var", e, env)
        square = L.Expectation(e.body**2, e.density)
        return self.convert(square - L.Expectation(e.body, e.density) ** 2, env)

    def sample_average(self, e, env):
        leaves, inner = self.open(e.bound_symbols, env)
        weight, body = self.convert(e.density, inner), self.convert(e.body, inner)
        return self.average(body, weight, leaves, "avg", P.freeze(self.convert(e.count, env)))

    def over_draws(self, e, env):
        """E over draws: linear in each sample average, whose expectation is the expectation it samples."""
        return P.add(*(self.over_draws_term(m, c) for m, c in self.convert(e.body, env).items()))

    def over_draws_term(self, m, c):
        sampled = [(a, e) for a, e in m if mentions_average(a)]
        if not sampled:
            return {m: c}
        outside = {frozenset(f for f in m if f not in sampled): c}
        if len(sampled) == 1 and sampled[0][0][0] == "avg" and sampled[0][1] == 1 and "linearity" in self.rules:
            a = sampled[0][0]
            if not any(mentions_average(k) for k in a[2:]) and self.on("expectation"):
                fresh = [("t", b[1], b[2], next(self.fresh)) for b in a[1]]
                mapping = dict(zip(a[1], fresh, strict=True))
                weight, body = (P.thaw(P.rename(k, mapping)) for k in a[3:5])
                return P.multiply(outside, self.integrate(P.multiply(weight, body), fresh))
        return P.multiply(outside, P.atom(("op", "draws", (), (P.freeze({frozenset(sampled): 1}),))))

    def average(self, body, weight, leaves, kind, *count):
        """An inert average that is still linear: one atom a term, constants outside where the rules say so."""
        terms = [{m: c} for m, c in body.items()] if len(body) > 1 and self.on("linearity") else [body]
        total = {}
        for term in terms:
            outside = P.ONE
            if len(term) == 1 and "constant" in self.rules:
                ((m, c),) = term.items()
                inside = frozenset(f for f in m if not P.mentions(f[0]).isdisjoint(leaves))
                if m - inside or c != 1:
                    self.fired.add("constant")
                outside, term = {m - inside: c}, {inside: 1}
            if term == P.ONE and (kind == "avg" or self.on("normalisation")):
                total = P.add(total, outside)
                continue
            if not term:
                continue
            names, (w, b) = self.bind(leaves, [P.freeze(weight), P.freeze(term)])
            total = P.add(total, P.multiply(outside, P.atom((kind, names, *count, w, b))))
        return total

    def opaque(self, name, e, env):
        leaves, inner = self.open(e.bound_symbols, env)
        parts = [a for a in e.args if isinstance(a, Expr)]
        names, keys = self.bind(leaves, [P.freeze(self.convert(a, inner)) for a in parts])
        return P.atom(("op", name, names, keys))

    def kl(self, e, env):
        if not self.on("kl"):
            return self.opaque("KL", e, env)
        return self.convert(L.Integral(e.left * log(e.left / e.right), *e.bound_symbols), env)

    def cross_entropy(self, e, env):
        if not self.on("cross_entropy"):
            return self.opaque("CE", e, env)
        return self.convert(-L.Integral(e.left * log(e.right), *e.bound_symbols), env)

    def entropy(self, e, env):
        if not self.on("entropy"):
            return self.opaque("H", e, env)
        return self.convert(-L.Integral(e.density * log(e.density), *e.bound_symbols), env)

    def conditional_entropy(self, e, env):
        if not self.on("entropy"):
            return self.opaque("HC", e, env)
        joint = e.density.distribution(*e.density.targets, *e.density.givens)
        return self.convert(-L.Integral(joint * log(e.density), *e.bound_symbols), env)

    def mutual_information(self, e, env):
        if not self.on("mutual_information"):
            leaves, inner = self.open(e.bound_symbols, env)
            joint = P.freeze(self.convert(e.joint, inner))
            groups = frozenset(frozenset(inner[v] for v in group) for group in (e.left, e.right))
            names, keys = self.bind(leaves, [joint, groups])
            return P.atom(("op", "I", names, keys))
        letter, givens = e.joint.distribution, e.joint.givens
        one, two = (L.Density(letter, group, givens) for group in (e.left, e.right))
        full = letter(*e.joint.targets, *givens)
        return self.convert(L.Integral(full * log(e.joint / (one * two)), *e.bound_symbols), env)

    def elbo(self, e, env):
        if not self.on("elbo"):
            return self.opaque("ELBO", e, env)
        return self.convert(L.Expectation(log(e.decoder), e.encoder) - L.KL(e.encoder, e.prior), env)

    def minimum(self, e, env):
        return self.convert(e.objective, env)


def kind_of(e: Expr) -> type:
    """The class by which the normal form knows an expression."""
    kind = type(e)
    if kind not in CONVERT:
        known = next((c for c in kind.__mro__ if c in CONVERT), None)
        if known is None:
            raise TypeError(f"the normal form does not know {kind.__name__}")
        return known
    return kind


def mentions_average(thing) -> bool:
    """Whether a sample average stands anywhere inside."""
    if isinstance(thing, tuple) and thing and thing[0] == "avg":
        return True
    return isinstance(thing, (tuple, frozenset)) and any(mentions_average(part) for part in thing)


def role_of(slot) -> str:
    """The role of a slot, for a component the role of its vector."""
    return slot[0][0] if isinstance(slot[0], tuple) else slot[0]


def vector_dimension(e: Expr):
    """The dimension of a vector-valued expression, from the random variables in it; None for a scalar."""
    if isinstance(e, L.RandomVariable):
        return e.dimension
    if isinstance(e, (Add, Mul)):
        return next((d for d in map(vector_dimension, e.args) if d is not None), None)
    return None


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


CONVERT = {
    Number: NormalForm.number, Symbol: NormalForm.symbol, L.RandomVariable: NormalForm.variable,
    L.MatrixName: NormalForm.symbol, L.Component: NormalForm.component, Add: NormalForm.sum, Mul: NormalForm.mul,
    Pow: NormalForm.power, Exp1: NormalForm.exp1, type(pi): NormalForm.pi, AppliedUndef: NormalForm.function,
    tanh: NormalForm.function,
    exp: NormalForm.exp, log: NormalForm.log, L.Density: NormalForm.density, L.Normal: NormalForm.normal_density,
    KroneckerDelta: NormalForm.kronecker, Derivative: NormalForm.derivative, DefiniteIntegral: NormalForm.definite,
    L.Sum: NormalForm.index_sum, L.Product: NormalForm.index_sum, L.SquaredNorm: NormalForm.squared_norm,
    L.Integral: NormalForm.integral, L.Expectation: NormalForm.expectation, L.Variance: NormalForm.variance,
    L.SampleAverage: NormalForm.sample_average, L.OverDraws: NormalForm.over_draws, L.KL: NormalForm.kl,
    L.CrossEntropy: NormalForm.cross_entropy,
    L.Entropy: NormalForm.entropy, L.ConditionalEntropy: NormalForm.conditional_entropy,
    L.MutualInformation: NormalForm.mutual_information, L.ELBO: NormalForm.elbo, L.Minimum: NormalForm.minimum,
    L.Bilinear: MatrixAlgebra.bilinear, L.Trace: MatrixAlgebra.trace, L.Determinant: MatrixAlgebra.determinant,
    L.MatVec: MatrixAlgebra.matrix_vector,
}  # fmt: skip

BINDERS = (L.Binder, L.Sum, L.Product, DefiniteIntegral)
"""What is worth remembering by itself: integrals, expectations, sums."""

"""The decision procedure: an expression becomes a polynomial over atoms, using only the rules switched on.

Two sides are equal under a set of rules when their normal forms under just these rules are the same dictionary.
Field arithmetic is always on. Every other reason is a switch (its name in `rules.py`), and each switch that did
something is noted in `fired`, so that a proof can list what it used and what it did not.

The one idea: every density is written through joint marginals, `p(z|x) = p(x,z) / p(x)`. The product rule and
Bayes then disappear, and normalisation is the removal of a bound variable that occurs in exactly one density.

This file takes an expression apart and remembers what is worked out; what is known of integrals, densities, logarithms,
sums, averages, matrices and derivatives stands in a file each.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import count

from sympy import (
    Abs,
    Add,
    Derivative,
    Dummy,
    Expr,
    KroneckerDelta,
    Mul,
    Number,
    Pow,
    Rational,
    Symbol,
    exp,
    log,
    pi,
    sympify,
    tanh,
)
from sympy import Integral as DefiniteIntegral
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Infinity, NegativeInfinity

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.language.words import vector_dimension
from derivations.numbers import polynomial as P
from derivations.numbers.budget import spend
from derivations.prover.normal_form.averages import Averages
from derivations.prover.normal_form.calculus import Calculus
from derivations.prover.normal_form.densities import Densities
from derivations.prover.normal_form.derivatives import Differentiation
from derivations.prover.normal_form.draws import IndependentDraws
from derivations.prover.normal_form.functionals import Functionals
from derivations.prover.normal_form.gaussian_moments import GaussianMoments
from derivations.prover.normal_form.index_sums import IndexSums
from derivations.prover.normal_form.integration import Integration
from derivations.prover.normal_form.matrices import MatrixAlgebra
from derivations.prover.normal_form.normalisation import Normalisation
from derivations.prover.normal_form.powers_and_logarithms import PowersAndLogarithms, absolute
from derivations.prover.normal_form.reparameterise import ChangeOfVariables
from derivations.prover.normal_form.substitution import Substitution

__all__ = ["Fact", "NormalForm", "vector_dimension"]


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
"""What is already worked out: (expression, facts) to (rules asked for, those on, those off, those that fired, form)."""

OF_A_NODE = 30  # steps of work for an expression that was not met before
MOST_KNOWN = 20_000

FIRST_LEAF = 10**6  # numbers of one length, so that ordering leaves as text orders them by age


class NormalForm(
    Integration, Normalisation, GaussianMoments, Substitution, Densities, PowersAndLogarithms, IndexSums, Averages,
    Functionals, MatrixAlgebra, ChangeOfVariables, IndependentDraws, Differentiation, Calculus,
):  # fmt: skip
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
        self.narrow: set[str] = set()
        self.unbounded: set[str] = set()
        self.sizes: dict[str, frozenset] = {}
        for fact in self.given:
            self.meet(fact.density)
            self.meet(fact.formula)

    def on(self, rule: str) -> bool:
        """Whether a rule may be used; noting that it was."""
        if rule in self.rules:
            self.fired.add(rule)
            return True
        return False

    def normal(self, expression: Expr) -> P.Polynomial:
        """The normal form of a scalar expression."""
        expression = sympify(expression)
        if isinstance(expression, Add):
            return P.add(*(self.normal(term) for term in expression.args))
        return self.remembered(expression)

    def remembered(self, e: Expr) -> P.Polynomial:
        """The normal form of what binds nothing from outside, not worked out again for rules it does not ask for."""
        before = self.narrow, self.unbounded, self.sizes
        self.narrow, self.unbounded, self.sizes = set(self.narrow), set(self.unbounded), dict(self.sizes)
        try:
            self.meet(e)
            return self.worked_out(e)
        finally:
            self.narrow, self.unbounded, self.sizes = before

    def worked_out(self, e: Expr) -> P.Polynomial:
        known = KNOWN.setdefault((e, self.given), [])
        for asked, on, off, fired, result in known:
            if on <= self.rules and off.isdisjoint(self.rules):
                self.fired |= fired
                self.rules.asked.update(asked)
                return result
        spend(OF_A_NODE)
        fired, asked = self.fired, self.rules.asked
        self.fired, self.rules.asked = set(), {}
        try:
            result = CONVERT[kind_of(e)](self, e, {})
            if all(leaf[0] != "t" for leaf in P.mentions(P.freeze(result))):
                if len(KNOWN) > MOST_KNOWN:
                    KNOWN.clear()
                asked_now = dict(self.rules.asked)
                on, off = (frozenset(r for r, answer in asked_now.items() if answer is a) for a in (True, False))
                known.append((asked_now, on, off, frozenset(self.fired), result))
        finally:
            self.fired |= fired
            self.rules.asked = {**asked, **self.rules.asked}
        return result

    def meet(self, e: Expr) -> None:
        """Note of the variables in an expression which are discrete or positive, and how many components they have.

        Raises TypeError for two variables of one role of which only one is: an integral is not over both ranges.
        """
        for role, dimension, narrow in variables_in(e):
            self.sizes[role] = self.sizes.get(role, frozenset()) | {dimension}
            (self.narrow if narrow else self.unbounded).add(role)
            if role in self.narrow and role in self.unbounded:
                raise TypeError(f"{role} names variables of different ranges")

    def convert(self, e: Expr, env: dict) -> P.Polynomial:
        if env and e in env:
            value = env[e]
            return P.thaw(value) if isinstance(value, frozenset) else P.atom(value)
        if not env and not self.active and isinstance(e, BINDERS):
            return self.remembered(e)
        return (CONVERT.get(type(e)) or CONVERT[kind_of(e)])(self, e, env)

    def number(self, e, env):
        if isinstance(e, Rational):
            return P.constant(e.p if e.q == 1 else Fraction(e.p, e.q))
        if isinstance(e, (Infinity, NegativeInfinity)):
            return P.atom(("s", str(e), False))
        raise TypeError(f"{e} is not an exact number")

    def symbol(self, e, env):
        if e.is_commutative is False:
            return self.matrix_symbol(e, env)
        name = f"{e.name}#{e.dummy_index}" if isinstance(e, Dummy) else e.name
        atom = ("s", name, bool(e.is_positive))
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

    def function(self, e, env):
        arguments = tuple(self.key(a, env) for a in e.args)
        return P.atom(("f", type(e).__name__, arguments, bool(e.is_positive)))


@lru_cache(maxsize=MOST_KNOWN)
def variables_in(e: Expr) -> frozenset[tuple[str, Expr | None, bool]]:
    """(role, dimension, whether discrete or positive) of each random variable in an expression."""
    return frozenset((v.role, v.dimension, bool(v.discrete or v.is_positive)) for v in e.atoms(L.RandomVariable))


def kind_of(e: Expr) -> type:
    """The class by which the normal form knows an expression."""
    kind = type(e)
    if kind not in CONVERT:
        known = next((c for c in kind.__mro__ if c in CONVERT), None)
        if known is None:
            raise TypeError(f"the normal form does not know {kind.__name__}")
        return known
    return kind


CONVERT = {
    Number: NormalForm.number, Symbol: NormalForm.symbol, L.RandomVariable: NormalForm.variable,
    L.MatrixName: NormalForm.symbol, L.Component: NormalForm.component, Add: NormalForm.sum, Mul: NormalForm.mul,
    Pow: NormalForm.power, Exp1: NormalForm.exp1, type(pi): NormalForm.pi, AppliedUndef: NormalForm.function,
    tanh: NormalForm.function, Abs: absolute,
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

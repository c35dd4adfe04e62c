"""Finite worlds of the tests' own: random tables over few states, sums for integrals, fifty digits.

Written from the definitions alone, so that it can judge the judge: it shares no code with the normal form, with
`derivations.worlds.counterexample` or with `numerics`. Fifty digits stand for exactness: two values that agree to forty
are called equal.
"""

from __future__ import annotations

import random
from functools import reduce
from itertools import pairwise, product
from operator import mul

import mpmath
from mpmath import mpf
from sympy import Add, Expr, Mul, Pow, Rational, Symbol, exp, log, pi
from sympy.core.function import AppliedUndef

from derivations.language import words as lg

SIZES = {"x": 3, "z": 2}  # not the same, so that swapped roles show
DIGITS, AGREE = 50, mpf(10) ** -40


class Unsaid(Exception):
    """A formula that no finite table gives a value."""


class Tables:
    """One world. Letters have joint tables of integer weights 1..10; functions and symbols random rationals.

    `shared` keeps the marginal p(x), the symbols and the functions of another world: what a minimisation holds fixed.
    """

    def __init__(self, seed: int, roles=("x", "z"), shared: Tables | None = None, facts=()):
        self.random = random.Random(seed)
        self.roles = tuple(roles)
        self.sizes = {role: SIZES.get(role, 2) for role in roles}
        self.letters: dict = {}
        self.marginals: dict = {}
        self.symbols = shared.symbols if shared else {}

        self.shared = shared
        for fact in facts:
            self.declare(fact.density, fact.formula)

    # -- what is given ---------------------------------------------------------------------------------------------

    def letter(self, name):
        if name not in self.letters:
            states = list(product(*(range(self.sizes[r]) for r in self.roles)))
            weights = {s: mpf(self.random.randint(1, 10)) for s in states}
            if self.shared and name[0] == "p" and "x" in self.roles:
                at = self.roles.index("x")
                theirs = self.shared.letter(name)
                for x in range(self.sizes["x"]):
                    mine = sum(w for s, w in weights.items() if s[at] == x)
                    given = sum(w for s, w in theirs.items() if s[at] == x)
                    for s in states:
                        if s[at] == x:
                            weights[s] *= given / mine
            total = sum(weights.values())
            self.letters[name] = {s: w / total for s, w in weights.items()}
        return self.letters[name]

    def declare(self, density, formula):
        """A conditional density given by a formula: the letter keeps its marginal of the rest. Raises Unsaid."""
        name = (density.name, *map(str, density.args[0][1:]))
        slots = [*density.target_slots, *density.given_slots]
        if {role for role, _ in slots} != set(self.roles):
            raise Unsaid(f"{density} among {self.roles}")
        given = [role for role, _ in density.given_slots]
        table, where = {}, [self.roles.index(role) for role, _ in slots]
        for states in self.letter(name):
            env = {value: states[i] for (_, value), i in zip(slots, where, strict=True)}
            rest = tuple(states[self.roles.index(r)] for r in sorted(given))
            table[states] = self.value(formula, env) * (self.marginal(name, tuple(sorted(given)), rest) if given else 1)
        if abs(sum(table.values()) - 1) > AGREE:
            raise Unsaid(f"{formula} is no density here")
        self.letters[name], self.marginals = table, {}

    def marginal(self, name, roles, states):
        key = (name, roles, states)
        if key not in self.marginals:
            where = [self.roles.index(r) for r in roles]
            table = self.letter(name)
            self.marginals[key] = sum(
                w for s, w in table.items() if all(s[i] == v for i, v in zip(where, states, strict=True))
            )
        return self.marginals[key]

    def number(self, name, positive):
        if name not in self.symbols:
            value = mpf(self.random.randint(3, 40)) / self.random.randint(7, 13)
            self.symbols[name] = value if positive or self.random.random() < 0.5 else -value
        return self.symbols[name]

    # -- expressions -----------------------------------------------------------------------------------------------

    def value(self, e: Expr, env: dict | None = None):
        env = env or {}
        for kind, method in METHODS:
            if isinstance(e, kind):
                return method(self, e, env)
        raise Unsaid(f"{type(e).__name__} in {e}")

    def rational(self, e, env):
        return mpf(int(e.p)) / int(e.q)

    def pi(self, e, env):
        return mpmath.pi

    def add(self, e, env):
        return sum((self.value(a, env) for a in e.args), mpf(0))

    def multiply(self, e, env):
        return reduce(mul, (self.value(a, env) for a in e.args), mpf(1))

    def power(self, e, env):
        base, exponent = self.value(e.base, env), self.value(e.exp, env)
        if (base == 0 and exponent < 0) or (base < 0 and exponent != int(exponent)):
            raise Unsaid(f"{e} is not a real number here")
        return base ** (int(exponent) if exponent == int(exponent) else exponent)

    def exponential(self, e, env):
        return mpmath.exp(self.value(e.exp, env))

    def logarithm(self, e, env):
        inner = self.value(e.args[0], env)
        if inner <= 0:
            raise Unsaid(f"the logarithm of {inner}")
        return mpmath.log(inner)

    def variable(self, e, env):
        """A random variable as a number: each of its states has one."""
        if e not in env:
            raise Unsaid(f"{e} has no state")
        return self.number((e.role, env[e]), False)

    def symbol(self, e, env):
        if not e.is_commutative:
            raise Unsaid("matrices")
        return self.number(e.name, e.is_positive)

    def function(self, e, env):
        arguments = tuple(self.value(a, env) for a in e.args)
        return self.number((e.func.__name__, *map(str, arguments)), e.is_positive)

    def density(self, e, env):
        def states(slots):
            for role, value in slots:
                if not isinstance(value, lg.RandomVariable) or value not in env or role not in self.roles:
                    raise Unsaid(f"{e} at {value}")
                yield role, env[value]

        name = (e.name, *map(str, e.args[0][1:]))
        targets, givens = list(states(e.target_slots)), list(states(e.given_slots))
        both = sorted([*targets, *givens])
        joint = self.marginal(name, *map(tuple, zip(*both, strict=True)))
        below = self.marginal(name, *map(tuple, zip(*sorted(givens), strict=True))) if givens else mpf(1)
        return joint / below

    def bound(self, variables, env):
        """Every assignment of states to bound variables."""
        for v in variables:
            if not isinstance(v, lg.RandomVariable) or v.role not in self.sizes or v.dimension is not None:
                raise Unsaid(f"a sum over {v}")
        for states in product(*(range(self.sizes[v.role]) for v in variables)):
            yield {**env, **dict(zip(variables, states, strict=True))}

    def integral(self, e, env):
        return sum((self.value(e.body, inner) for inner in self.bound(e.variables, env)), mpf(0))

    def average(self, density, body, env):
        return sum(
            (self.value(density, inner) * self.value(body, inner) for inner in self.bound(lg.targets_of(density), env)),
            mpf(0),
        )

    def expectation(self, e, env):
        return self.average(e.density, e.body, env)

    def variance(self, e, env):
        return self.average(e.density, e.body**2, env) - self.average(e.density, e.body, env) ** 2

    def divergence(self, e, env):
        return self.average(e.left, log(e.left) - log(e.right), env)

    def cross_entropy(self, e, env):
        return -self.average(e.left, log(e.right), env)

    def entropy(self, e, env):
        return -self.average(e.density, log(e.density), env)

    def conditional_entropy(self, e, env):
        joint = e.density.distribution(*e.density.targets, *e.density.givens)
        return -self.average(joint, log(e.density), env)

    def mutual_information(self, e, env):
        letter, givens = e.joint.distribution, e.joint.givens
        one, two = (lg.Density(letter, group, givens) for group in (e.left, e.right))
        return self.average(letter(*e.joint.targets, *givens), log(e.joint) - log(one) - log(two), env)

    def evidence_bound(self, e, env):
        return self.average(e.encoder, log(e.decoder) + log(e.prior) - log(e.encoder), env)

    def minimum(self, e, env):
        return self.value(e.objective, env)


METHODS = (
    (Rational, Tables.rational), (type(pi), Tables.pi), (Add, Tables.add), (Mul, Tables.multiply),
    (exp, Tables.exponential), (Pow, Tables.power), (log, Tables.logarithm), (lg.RandomVariable, Tables.variable),
    (Symbol, Tables.symbol), (AppliedUndef, Tables.function), (lg.Density, Tables.density),
    (lg.Integral, Tables.integral), (lg.Variance, Tables.variance), (lg.Expectation, Tables.expectation),
    (lg.SampleAverage, Tables.expectation), (lg.CrossEntropy, Tables.cross_entropy), (lg.KL, Tables.divergence),
    (lg.ConditionalEntropy, Tables.conditional_entropy), (lg.Entropy, Tables.entropy),
    (lg.MutualInformation, Tables.mutual_information), (lg.ELBO, Tables.evidence_bound),
    (lg.Minimum, Tables.minimum),
)  # fmt: skip


def roles_of(*expressions: Expr) -> tuple[str, ...]:
    found = {v.role for e in expressions for v in e.atoms(lg.RandomVariable)}
    return tuple(sorted(found | {"x", "z"}))


def gaps(left: Expr, right: Expr, facts=(), worlds: int = 3, seed: int = 0):
    """left - right with the size of both, in some worlds and at every state of what is free. Raises Unsaid."""
    free = [v for v in (left.free_symbols | right.free_symbols) if isinstance(v, lg.RandomVariable)]
    free.sort(key=str)
    with mpmath.workdps(DIGITS):
        for k in range(worlds):
            world = Tables(seed + k, roles_of(left, right), facts=facts)
            for env in world.bound(free, {}):
                a, b = world.value(left, env), world.value(right, env)
                yield a - b, 1 + abs(a) + abs(b)


def is_false(left: Expr, relation: str, right: Expr, facts=(), worlds: int = 3, seed: int = 0) -> bool:
    """Whether some world shows that the relation does not hold. Raises Unsaid where tables give no value."""
    for gap, size in gaps(left, right, facts, worlds, seed):
        off = AGREE * size
        if (
            (relation in ("=", "~") and abs(gap) > off)
            or (relation == "<=" and gap > off)
            or (relation == ">=" and gap < -off)
        ):
            return True
    return False


def minimisers_differ(left: Expr, right: Expr, facts=(), worlds: int = 10, seed: int = 0) -> bool:
    """Whether two worlds that share p(x), symbols and states order the two objectives differently. Raises Unsaid."""
    free = [v for v in (left.free_symbols | right.free_symbols) if isinstance(v, lg.RandomVariable)]
    free.sort(key=str)
    with mpmath.workdps(DIGITS):
        roles = roles_of(left, right)
        first = Tables(seed, roles, facts=facts)
        pairs: dict = {}
        for k in range(worlds):
            world = first if k == 0 else Tables(seed + k, roles, first, facts)
            for env in world.bound(free, {}):
                pairs.setdefault(tuple(env.values()), []).append((world.value(right, env), world.value(left, env)))
        for found in pairs.values():
            found.sort()
            for (b, a), (d, c) in pairwise(found):
                if (d - b > AGREE) != (c - a > AGREE):
                    return True
    return False

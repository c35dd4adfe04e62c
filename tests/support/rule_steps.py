"""Steps for the tests of the rules: their letters, and how one is made."""

from sympy import Function, Symbol

from derivations.judging.derivation import equals
from derivations.kernel.rules import RULES
from derivations.language.facts import Fact, Free
from derivations.language.words import (
    Density,
    Distribution,
    MatrixName,
    Normal,
    Product,
    RandomVariable,
    slot,
)

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
letter = RandomVariable("y", discrete=True)
z_ = z.renamed("z'")
a, b, c = (Symbol(n, positive=True) for n in "abc")
r, s = Symbol("r", real=True), Symbol("s", real=True)
mu, m = Function("mu", real=True), Symbol("m", real=True)
v, sigma = Symbol("v", positive=True), Symbol("sigma", positive=True)
k, d, n = (Symbol(name, positive=True, integer=True) for name in "kdn")
i = Symbol("i", integer=True)
y = RandomVariable("y", dimension=n)
w = RandomVariable("w", dimension=d)
centre = RandomVariable("m_0", dimension=n)
A, S = MatrixName("A", n), MatrixName("S", n)
eps = RandomVariable("eps")

encoder = Fact(p(z | x), Normal(z, mu(x), v), "gaussian", "the encoder is Gaussian")
components = Fact(p(w | x), Product(p(w[i] | x), (i, 1, d)), "independence", "the encoder's components are independent")
posterior = Fact(p(z | x), q(z | x), "declared", "the encoder is the model's posterior")
radius, angle = Symbol("r", real=True), Symbol("theta", real=True)
draws, first, j = RandomVariable("z", role="draws of z", dimension=k), RandomVariable("z"), Symbol("j", integer=True)
l = Symbol("l", integer=True)
product_density = Product(Density(p, [slot("z", draws[l])]), (l, 1, k))  # every draw has the same density
data = Free(fixed=(p(x),))


def step(make, left, right, *others, facts=(), free=None):
    """(left, a step by the rule under test and these others, facts, what is free)."""
    return left, lambda rule: make(right, by=(rule, *(RULES[o] for o in others)), note="0.0"), facts, free


def value(left, right, *others, facts=()):
    return step(equals, left, right, *others, facts=facts)

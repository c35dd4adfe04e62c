"""Names for terms that the tests of the figures are written in, the facts that they may use, and one pass."""

from sympy import Function, Symbol

from derivations.kernel.figures.table import one_pass
from derivations.kernel.translation import line_of, term
from derivations.language.facts import Fact
from derivations.language.words import (
    Density,
    Distribution,
    MatrixName,
    Normal,
    Product,
    RandomVariable,
    SampleAverage,
    slot,
)

p, q, r = Distribution("p"), Distribution("q"), Distribution("r")
x, y, z = (RandomVariable(n) for n in "xyz")
half_line = RandomVariable("r", positive=True)
coin, die = RandomVariable("c", discrete=True), RandomVariable("e", discrete=True)
d, D = (Symbol(n, integer=True, positive=True) for n in "dD")
i, j, k = (Symbol(n, integer=True) for n in "ijk")
w, v = RandomVariable("w", dimension=d), RandomVariable("v", dimension=D)
draws = RandomVariable("w", role="draws of z", dimension=d)
m, u = Symbol("m", real=True), Symbol("u", real=True)
s, t, a, b = (Symbol(n, positive=True) for n in "stab")
f, g = Function("f", real=True), Function("g", real=True)
up = Function("up", positive=True)
two = Function("two", real=True)
radius, angle = Symbol("rho", positive=True), Symbol("theta", positive=True)
S = MatrixName("S", d)
N = Normal(z, m, s**2)
parts_of_w = Fact(p(w), Product(p(w[i]), (i, 1, d)), "independence", "independent")
agree = Fact(p(z | x), q(z | x), "declared", "agree")
gaussian = Fact(r(z | x), Normal(z, f(x), s), "gaussian", "a Gaussian")
gaussians = Fact(r(w | x), Product(Normal(w[i], m, s), (i, 1, d)), "gaussian", "Gaussians")
at_zero = Fact(r(x), q(x), "declared", "another")
all_w = Product(p(w[i]), (i, 1, d))
all_draws = Product(Density(p, [slot("z", draws[j])], []), (j, 1, d))
c, e = Distribution("c"), Distribution("e")
apart = Fact(c(x, z | y), c(x | y) * c(z | y), "independence", "independent given y")
chain = Fact(e(z | x, y), e(z | y), "declared", "a Markov chain")
drawn = SampleAverage(f(z), p(z), d)
FACTS = (parts_of_w, agree, gaussian, gaussians, at_zero, apart, chain)

OF_GAUSSIANS = {
    "gaussian", "formula", "moments", "completing", "quadratic_form", "change", "parts", "derivative", "antiderivative",
    "polar", "draws",
}  # fmt: skip
"""The rules of Gaussians, of draws and of slopes."""


def at(role, value, letter=p):
    return Density(letter, [slot(role, value)], [])


def translated_facts():
    return tuple((f.rule, term(f.density), term(f.formula)) for f in FACTS)


def through(key, e):
    return one_pass(key, term(e, line_of(e)), translated_facts())

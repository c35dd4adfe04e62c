"""The note's letters, shared by the chapters: p is data and encoder, q decoder and prior; its Gaussian densities."""

from __future__ import annotations

from sympy import Expr, Function, Mul, Pow, Product, Rational, Symbol

from derivations.language.facts import Fact
from derivations.language.words import Component, Distribution, Normal, RandomVariable

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")

# Vectors: the latent variable has d components, the data D.
d, D = Symbol("d", integer=True, positive=True), Symbol("D", integer=True, positive=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True)
latent, data = RandomVariable("z", dimension=d), RandomVariable("x", dimension=D)

encoder_mean, encoder_sd = Function("mu_p", real=True), Function("sigma_p", positive=True)
decoder_mean, decoder_sd = Function("mu", real=True), Function("sigma", positive=True)


def half(expression: Expr) -> Expr:
    """1/2 [...] with the bracket kept, as the note writes it; SymPy alone would multiply it out."""
    return Mul(Rational(1, 2), expression, evaluate=False)


def over_one(expression: Expr) -> Expr:
    """a/1, as the note writes the variance of the prior below the bar."""
    return Mul(expression, Pow(1, -1, evaluate=False), evaluate=False)


# The note's two Gaussian densities, component by component, and its independence.
mean_i, sd_i = Component(encoder_mean(data), i), Component(encoder_sd(data), i)
encoder_i, prior_i = p(latent[i] | data), q(latent[i])
gaussian_encoder = Fact(encoder_i, Normal(latent[i], mean_i, sd_i**2), "gaussian", "p(z_i|x) = N(μ_p(x)_i, σ_p(x)_i²)")
standard_prior = Fact(prior_i, Normal(latent[i], 0, 1), "gaussian", "q(z_i) = N(0, 1)")
independent_encoder = Fact(
    p(latent | data), Product(encoder_i, (i, 1, d)), "independence", "the components of z are independent given x"
)
independent_prior = Fact(
    q(latent), Product(prior_i, (i, 1, d)), "independence", "the components of z are independent in the prior"
)
encoder_facts = (gaussian_encoder, standard_prior, independent_encoder, independent_prior)

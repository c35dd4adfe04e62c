"""The note's letters, shared by the chapters: p is data and encoder, q decoder and prior."""

from __future__ import annotations

from sympy import Expr, Function, Mul, Pow, Rational, Symbol

from derivations.logic.language import Distribution, RandomVariable

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

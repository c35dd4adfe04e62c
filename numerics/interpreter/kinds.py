"""The kinds of expression and who makes a value of each: the first kind that fits."""

from __future__ import annotations

import sympy
from sympy import Add, Mul, Pow, Symbol, exp, log
from sympy.core.function import AppliedUndef

from derivations.language import words as lg
from numerics.interpreter import arithmetic, differentiation, functionals, integration, vector_algebra, walk

walk.HANDLERS.update({
    lg.Component: walk.component, Symbol: walk.symbol, AppliedUndef: walk.function,
    lg.Density: arithmetic.density, lg.Normal: arithmetic.density, lg.Integral: functionals.integral,
    lg.Variance: functionals.variance, lg.Expectation: functionals.expectation,
    lg.CrossEntropy: functionals.cross_entropy, lg.KL: functionals.divergence, lg.Entropy: functionals.entropy,
    lg.MutualInformation: functionals.mutual_information, lg.ELBO: functionals.evidence_bound,
    lg.SampleAverage: functionals.sample_average, lg.OverDraws: functionals.over_draws,
    lg.Minimum: walk.minimum,
    lg.Identity: vector_algebra.identity, lg.Transpose: vector_algebra.transpose, lg.Outer: vector_algebra.outer,
    lg.MatVec: vector_algebra.matrix_vector, lg.Bilinear: vector_algebra.bilinear,
    lg.SquaredNorm: vector_algebra.squared_norm, lg.Trace: vector_algebra.trace,
    lg.Determinant: vector_algebra.determinant,
    sympy.Sum: arithmetic.indexed_sum, sympy.Product: arithmetic.indexed_product,
    sympy.Integral: integration.sympy_integral, sympy.KroneckerDelta: walk.kronecker,
    sympy.Derivative: differentiation.derivative, sympy.Subs: differentiation.substitution,
    Add: arithmetic.sum_of, Mul: arithmetic.product_of, exp: arithmetic.exponential, Pow: arithmetic.power,
    log: arithmetic.logarithm,
})  # fmt: skip

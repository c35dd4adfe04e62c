"""What can be said: random variables, densities and the inert operators of the note, as SymPy expressions.

    p, q = Distribution("p"), Distribution("q")
    x, z = RandomVariable("x"), RandomVariable("z")
    KL(p(z | x), q(z)) + Expectation(-log(q(x | z)), p(z | x))

One letter is one joint distribution: `p(x)`, `p(z | x)` and `p(x, z)` belong together. Nothing here evaluates: an
`Integral` stays an integral, `KL` stays `KL`; what they are worth is said by the rules (proof), by the worlds
(exact numbers) and by `numerics.interpreter.evaluate` (floating point). Wrong types are errors when it is built.

The words stand in five files: random variables, distributions, binders, operators, linear algebra. Whoever speaks the
language takes them from here.
"""

from __future__ import annotations

from sympy import Product, Sum, exp, log

from derivations.language.binders import Binder, givens_of, targets_of
from derivations.language.distributions import Density, Distribution, Normal, slot
from derivations.language.linear_algebra import (
    Bilinear,
    Determinant,
    FullIdentity,
    Identity,
    MatrixName,
    MatVec,
    Outer,
    SquaredNorm,
    Trace,
    Transpose,
)
from derivations.language.operators import (
    ELBO,
    KL,
    ConditionalEntropy,
    CrossEntropy,
    Entropy,
    Expectation,
    Integral,
    MatrixMean,
    Minimum,
    MutualInformation,
    OverDraws,
    SampleAverage,
    Variance,
)
from derivations.language.random_variables import (
    Component,
    DensityError,
    Given,
    Index,
    Notation,
    RandomVariable,
    is_variable,
    vector_dimension,
)

__all__ = [
    "ELBO", "KL", "Bilinear", "Binder", "Component", "ConditionalEntropy", "CrossEntropy", "Density",
    "DensityError", "Determinant", "Distribution", "Entropy", "Expectation", "FullIdentity", "Given", "Identity",
    "Index", "Integral", "MatVec", "MatrixMean", "MatrixName", "Minimum", "MutualInformation", "Normal", "Notation",
    "Outer", "OverDraws", "Product", "RandomVariable", "SampleAverage", "SquaredNorm", "Sum", "Trace", "Transpose",
    "Variance", "exp", "givens_of", "is_variable", "log", "slot", "targets_of", "vector_dimension",
]  # fmt: skip

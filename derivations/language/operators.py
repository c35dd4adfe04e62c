"""The inert operators of the note: integrals, expectations, divergences, entropies, sample averages, minima."""

from __future__ import annotations

from sympy import Expr, Tuple, sympify

from derivations.language.binders import Binder, givens_of, same_variables, targets_of
from derivations.language.distributions import Density
from derivations.language.random_variables import DensityError, Notation, is_variable


class Integral(Binder):
    """Integral (for discrete variables: sum) of `body` over whole variables. Inert.

    >>> from derivations.language.words import Distribution, RandomVariable
    >>> x = RandomVariable("x"); p = Distribution("p")
    >>> Integral(p(x), x).free_symbols
    set()
    """

    def __new__(cls, body, *variables):
        variables = variables[0] if len(variables) == 1 and isinstance(variables[0], Tuple) else Tuple(*variables)
        for variable in variables:
            if not is_variable(variable):
                raise DensityError(f"an integral binds random variables, and {variable} is none")
        if len(set(variables)) != len(variables):
            raise DensityError("an integral binds each variable once")
        return Expr.__new__(cls, sympify(body), variables)

    body = property(lambda self: self.args[0])
    variables = property(lambda self: tuple(self.args[1]))
    bound_symbols = property(lambda self: list(self.args[1]))
    integrand = property(lambda self: self.args[0])


class Expectation(Binder):
    """E under `density` of `body`; binds the density's targets. `variables`, if given, must be just these.

    Raises DensityError: "E binds z but p(x) is a density of x".
    """

    def __new__(cls, body, density, *variables):
        density = sympify(density)
        targets = targets_of(density)
        variables = [v for v in variables if v is not None]
        if variables and set(variables) != set(targets):
            names = ", ".join(map(str, variables))
            raise DensityError(f"E binds {names} but {density} is a density of {', '.join(map(str, targets))}")
        return Expr.__new__(cls, sympify(body), density)

    body = property(lambda self: self.args[0])
    density = property(lambda self: self.args[1])
    bound_symbols = property(lambda self: list(targets_of(self.args[1])))
    integrand = property(lambda self: self.args[0] * self.args[1])


class Variance(Expectation):
    """Variance of `body` under `density`."""

    integrand = None


class MatrixMean(Expectation):
    """E under `density` of a matrix: a matrix, which keeps its place in a product."""

    is_commutative = False
    is_real = False


class KL(Binder):
    """Kullback-Leibler divergence KL(a || b), in nats, of two densities of the same variables (bound here).

    Raises DensityError if a and b are densities of different variables: no divergence is defined between them.
    """

    def __new__(cls, a, b):
        a, b = sympify(a), sympify(b)
        same_variables("KL", a, b)
        return Expr.__new__(cls, a, b)

    left = property(lambda self: self.args[0])
    right = property(lambda self: self.args[1])
    bound_symbols = property(lambda self: list(targets_of(self.args[0])))


class CrossEntropy(KL):
    """H(a, b) = -E_a log b, in nats. Raises DensityError for densities of different variables (the note's remark)."""

    def __new__(cls, a, b):
        a, b = sympify(a), sympify(b)
        same_variables("a cross-entropy", a, b)
        return Expr.__new__(cls, a, b)


class Entropy(Binder):
    """H[a] = -E_a log a over the targets of `a`, in nats; differential entropy for continuous variables."""

    def __new__(cls, density):
        density = sympify(density)
        targets_of(density)
        return Expr.__new__(cls, density)

    density = property(lambda self: self.args[0])
    bound_symbols = property(lambda self: list(targets_of(self.args[0])))


class ConditionalEntropy(Entropy):
    """H(X | Y) = -E over both of log a(x | y): the givens are averaged too, so nothing stays free."""

    def __new__(cls, density):
        density = sympify(density)
        if not isinstance(density, Density) or not density.givens:
            raise DensityError("a conditional entropy needs a conditional density")
        return Expr.__new__(cls, density)

    bound_symbols = property(lambda self: [*self.args[0].targets, *self.args[0].givens])


class MutualInformation(Binder):
    """I(X; Z) under the joint density: KL(a(x, z) || a(x) a(z)); with givens, averaged over them: I(X; Z | Y)."""

    def __new__(cls, joint, left, right):
        left = left if isinstance(left, Tuple) else Tuple(*(left if isinstance(left, (tuple, list)) else [left]))
        right = right if isinstance(right, Tuple) else Tuple(*(right if isinstance(right, (tuple, list)) else [right]))
        joint = sympify(joint)
        if not isinstance(joint, Density) or set(joint.targets) != {*left, *right} or set(left) & set(right):
            raise DensityError("mutual information needs a joint density of exactly its two groups of variables")
        return Expr.__new__(cls, joint, left, right)

    joint = property(lambda self: self.args[0])
    left = property(lambda self: tuple(self.args[1]))
    right = property(lambda self: tuple(self.args[2]))
    bound_symbols = property(lambda self: [*self.args[0].targets, *self.args[0].givens])


class ELBO(Binder):
    """The note's (3): ELBO[encoder, decoder, prior] = E_encoder log decoder - KL(encoder || prior), a function of x."""

    def __new__(cls, encoder, decoder, prior):
        encoder, decoder, prior = map(sympify, (encoder, decoder, prior))
        same_variables("the ELBO's KL term", encoder, prior)
        if not set(targets_of(encoder)) & set(givens_of(decoder)):
            raise DensityError(f"{decoder} is not conditioned on {targets_of(encoder)[0]}: no decoder of it")
        return Expr.__new__(cls, encoder, decoder, prior)

    encoder = property(lambda self: self.args[0])
    decoder = property(lambda self: self.args[1])
    prior = property(lambda self: self.args[2])
    bound_symbols = property(lambda self: list(targets_of(self.args[0])))


class SampleAverage(Binder):
    """(1/k) sum of body at k independent draws from `density`; binds the density's targets. A random quantity."""

    def __new__(cls, body, density, count):
        targets_of(sympify(density))
        return Expr.__new__(cls, sympify(body), sympify(density), sympify(count))

    body = property(lambda self: self.args[0])
    density = property(lambda self: self.args[1])
    count = property(lambda self: self.args[2])
    bound_symbols = property(lambda self: list(targets_of(self.args[1])))


class OverDraws(Notation, Expr):
    """E over the independent draws of the sample averages inside `body`: E (1/k) sum f(z_j), E log (1/k) sum w(z_j)."""

    is_commutative = True
    is_real = True

    def __new__(cls, body):
        return Expr.__new__(cls, sympify(body))

    body = property(lambda self: self.args[0])


class Minimum(Notation, Expr):
    """`min objective`: the objective of a minimisation. `free` names the densities and parameters that may vary."""

    is_commutative = True

    def __new__(cls, objective, free=()):
        return Expr.__new__(cls, sympify(objective), Tuple(*(sympify(f) for f in free)))

    objective = property(lambda self: self.args[0])
    free = property(lambda self: tuple(self.args[1]))

"""Distributions and their densities: one letter is one joint distribution, `p(x)` and `p(z | x)` belong together.

Every density has slots. A slot is a role ("z", which variable of the joint) and a value (usually the random
variable itself; after a substitution any expression), so that `p(z' | x)` and a density taken at a point both
keep their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, Symbol, Tuple, sympify
from sympy.core.symbol import Str

from derivations.language.random_variables import Component, DensityError, Given, Notation, is_variable


class Distribution:
    """A letter that stands for one joint distribution over any set of variables; calling it gives densities.

    `p(x, z)`, `p(z | x)`, `p(y, z | x, w)`. `parameters` are what its subscript names (theta, phi).
    """

    def __init__(self, name: str, parameters: Iterable[Symbol] = ()):
        self.name, self.parameters = name, tuple(parameters)

    def __call__(self, *arguments) -> Density:
        targets, givens, conditioned = [], [], False
        for argument in arguments:
            if isinstance(argument, Given):
                if conditioned:
                    raise DensityError(f"two conditioning bars in one density of {self.name}")
                conditioned = True
                targets += argument.targets
                givens += argument.givens
            else:
                (givens if conditioned else targets).append(argument)
        return Density(self, targets, givens)

    def __eq__(self, other) -> bool:
        return isinstance(other, Distribution) and (self.name, self.parameters) == (other.name, other.parameters)

    def __hash__(self) -> int:
        return hash((self.name, self.parameters))

    def __repr__(self) -> str:
        return f"Distribution({self.name!r})"


def _slots(values) -> Tuple:
    slots = []
    for value in values:
        if isinstance(value, Tuple):  # already a slot: (role, value)
            slots.append(value)
        elif is_variable(value):
            slots.append(Tuple(Str(value.role), value))
        else:
            raise DensityError(f"{value} is not a random variable, so no density can be taken in it")
    return Tuple(*slots)


def slot(role: str, value) -> Tuple:
    """A slot of a density: which variable of the joint, at which value."""
    return Tuple(Str(role), sympify(value))


class Density(Notation, Expr):
    """The density of `targets` given `givens` under the distribution `distribution`. Positive on a common support.

    Raises DensityError if a variable stands on both sides of the bar or twice on one side, or if there is no target.
    """

    is_commutative = True
    is_positive = True

    def __new__(cls, distribution, targets, givens=()):
        if isinstance(distribution, Distribution):
            distribution = Tuple(Str(distribution.name), *distribution.parameters)
        targets, givens = _slots(targets), _slots(givens)
        if not targets:
            raise DensityError(f"a density of {distribution[0]} needs a variable before the bar")
        seen = [(s[0], s[1].index if isinstance(s[1], Component) else None) for s in (*targets, *givens)]
        for one in seen:
            if seen.count(one) > 1:
                raise DensityError(f"{one[0]} stands twice in one density of {distribution[0]}")
        return Expr.__new__(cls, distribution, targets, givens)

    @property
    def distribution(self) -> Distribution:
        return Distribution(self.args[0][0].name, self.args[0][1:])

    @property
    def name(self) -> str:
        return self.args[0][0].name

    @property
    def targets(self) -> tuple:
        """The values before the bar."""
        return tuple(value for _, value in self.args[1].args)

    @property
    def givens(self) -> tuple:
        """The values after the bar."""
        return tuple(value for _, value in self.args[2].args)

    @property
    def target_slots(self) -> tuple[tuple[str, Expr], ...]:
        return tuple((role.name, value) for role, value in self.args[1].args)

    @property
    def given_slots(self) -> tuple[tuple[str, Expr], ...]:
        return tuple((role.name, value) for role, value in self.args[2].args)


class Normal(Notation, Expr):
    """The Gaussian density N(value; mean, variance). Scalar, component, or vector with a scalar or matrix variance."""

    is_commutative = True
    is_positive = True

    def __new__(cls, value, mean, variance):
        return Expr.__new__(cls, sympify(value), sympify(mean), sympify(variance))

    value = property(lambda self: self.args[0])
    mean = property(lambda self: self.args[1])
    variance = property(lambda self: self.args[2])

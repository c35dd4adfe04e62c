"""Random variables, their components, and indices: the symbols that densities are densities of."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Symbol, sympify

from derivations.language.display import written


class DensityError(TypeError):
    """A formula that cannot mean anything: distributions of different variables, the wrong variable bound, ..."""


class Notation:
    """Prints itself as the note writes it: LaTeX, one line of Unicode, and SymPy's `pretty` (see display.py)."""

    __slots__ = ()

    def _latex(self, printer, exp=None):
        return written().latex_form(self, printer, exp)

    def _sympystr(self, printer):
        return written().text_form(self, printer)

    def _pretty(self, printer):
        return written().pretty_form(self, printer)

    @property
    def precedence(self) -> int:
        """Where SymPy's own printers must set brackets round this expression."""
        return written().precedence_of(self)


class RandomVariable(Symbol):
    """A named random variable; `dimension` None is a scalar, `discrete` makes its integrals sums.

    `role` says which variable of a joint it stands for: `z.renamed("z'")` is another name for the same role.
    """

    __slots__ = ("_size", "dimension", "discrete", "role")

    def __new__(
        cls,
        name: str,
        role: str | None = None,
        dimension: Expr | int | None = None,
        discrete: bool = False,
        positive: bool = False,
    ) -> RandomVariable:
        self = Symbol.__xnew__(cls, name, **({"positive": True} if positive else {"real": True}))
        self.role = role or name
        self.dimension = None if dimension is None else sympify(dimension)
        self._size = str(self.dimension)  # once: variables are compared all the time
        self.discrete = discrete
        return self

    def __getnewargs_ex__(self):
        return (self.name, self.role, self.dimension, self.discrete, bool(self.is_positive)), {}

    def _hashable_content(self):
        return (*super()._hashable_content(), self.role, self._size, self.discrete)

    def renamed(self, name: str) -> RandomVariable:
        """The same role under another name, for a bound variable."""
        return RandomVariable(name, self.role, self.dimension, self.discrete, bool(self.is_positive))

    def __or__(self, given):
        return Given((self,), (given,))

    def __getitem__(self, index) -> Component:
        return Component(self, index)

    __iter__ = None  # an index is symbolic: without this, Python would iterate x[0], x[1], ... for ever


class Index(Symbol):
    """An index that runs over 1, ..., upper: a formula with it in it is meant for each of these."""

    __slots__ = ("_end", "upper")

    def __new__(cls, name: str, upper: Expr) -> Index:
        self = Symbol.__xnew__(cls, name, integer=True)
        self.upper = sympify(upper)
        self._end = str(self.upper)
        return self

    def __getnewargs_ex__(self):
        return (self.name, self.upper), {}

    def _hashable_content(self):
        return (*super()._hashable_content(), self._end)


class Component(Notation, Expr):
    """One component of a vector: `z[i]`, or of a vector-valued function, `Component(mu(x), i)`."""

    is_commutative = True
    is_real = True
    _diff_wrt = True  # what a gradient is taken with respect to

    def __new__(cls, base, index):
        return Expr.__new__(cls, sympify(base), sympify(index))

    base = property(lambda self: self.args[0])
    index = property(lambda self: self.args[1])

    def _eval_is_positive(self):
        return self.base.is_positive

    def __or__(self, given):
        return Given((self,), (given,))

    @property
    def role(self) -> str:
        return self.base.role

    @property
    def discrete(self) -> bool:
        return self.base.discrete


class Given:
    """`z | x` inside the brackets of a distribution; not an expression."""

    def __init__(self, targets: tuple, givens: tuple):
        self.targets, self.givens = targets, givens


def is_variable(value) -> bool:
    """Whether a value can be bound: a random variable or one component of a vector of them."""
    return isinstance(value, RandomVariable) or (
        isinstance(value, Component) and isinstance(value.base, RandomVariable)
    )


def vector_dimension(e: Expr):
    """The dimension of a vector-valued expression, from the random variables in it; None for a scalar."""
    if isinstance(e, RandomVariable):
        return e.dimension
    if isinstance(e, (Add, Mul)):
        return next((d for d in map(vector_dimension, e.args) if d is not None), None)
    return None

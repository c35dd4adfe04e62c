"""What can be said: random variables, densities and the inert operators of the note, as SymPy expressions.

    p, q = Distribution("p"), Distribution("q")
    x, z = RandomVariable("x"), RandomVariable("z")
    KL(p(z | x), q(z)) + Expectation(-log(q(x | z)), p(z | x))

One letter is one joint distribution: `p(x)`, `p(z | x)` and `p(x, z)` belong together. Nothing here evaluates: an
`Integral` stays an integral, `KL` stays `KL`; what they are worth is said by the rules (proof), by the worlds
(exact numbers) and by `numerics.evaluate` (floating point). Wrong types are errors when the expression is built.

Every density has slots. A slot is a role ("z", which variable of the joint) and a value (usually the random
variable itself; after a substitution any expression), so that `p(z' | x)` and a density taken at a point both
keep their meaning. `Binder` classes own bound variables: hidden from `free_symbols`, safe under `subs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Add, Dummy, Expr, Integer, Mul, Product, Sum, Symbol, Tuple, exp, log, sympify
from sympy.core.symbol import Str

__all__ = [
    "ELBO", "KL", "Bilinear", "Binder", "Component", "ConditionalEntropy", "CrossEntropy", "Density",
    "DensityError", "Determinant", "Distribution", "Entropy", "Expectation", "FullIdentity", "Identity", "Index",
    "Integral", "MatVec", "MatrixName", "Minimum", "MutualInformation", "Normal", "Outer", "OverDraws", "Product",
    "RandomVariable", "SampleAverage", "SquaredNorm", "Sum", "Trace", "Transpose", "Variance", "exp", "givens_of",
    "log", "targets_of",
]  # fmt: skip


class DensityError(TypeError):
    """A formula that cannot mean anything: distributions of different variables, the wrong variable bound, ..."""


class Notation:
    """Prints itself as the note writes it: LaTeX, one line of Unicode, and SymPy's `pretty` (see printing.py)."""

    __slots__ = ()

    def _latex(self, printer, exp=None):
        from derivations.logic.printing import latex_form

        return latex_form(self, printer, exp)

    def _sympystr(self, printer):
        from derivations.logic.printing import text_form

        return text_form(self, printer)

    def _pretty(self, printer):
        from derivations.logic.printing import pretty_form

        return pretty_form(self, printer)

    @property
    def precedence(self) -> int:
        """Where SymPy's own printers must set brackets round this expression."""
        from derivations.logic.printing import precedence_of

        return precedence_of(self)


class RandomVariable(Symbol):
    """A named random variable; `dimension` None is a scalar, `discrete` makes its integrals sums.

    `role` says which variable of a joint it stands for: `z.renamed("z'")` is another name for the same role.
    """

    __slots__ = ("dimension", "discrete", "role")

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
        self.discrete = discrete
        return self

    def __getnewargs_ex__(self):
        return (self.name, self.role, self.dimension, self.discrete, bool(self.is_positive)), {}

    def _hashable_content(self):
        return (*super()._hashable_content(), self.role, str(self.dimension), self.discrete)

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

    __slots__ = ("upper",)

    def __new__(cls, name: str, upper: Expr) -> Index:
        self = Symbol.__xnew__(cls, name, integer=True)
        self.upper = sympify(upper)
        return self

    def __getnewargs_ex__(self):
        return (self.name, self.upper), {}

    def _hashable_content(self):
        return (*super()._hashable_content(), str(self.upper))


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


def targets_of(density: Expr) -> tuple:
    """The variables that a density (or a product, or a mixture of densities) is a density of, in reading order.

    Raises DensityError if the expression is no density: if a variable has two densities in one product, if its
    factors are conditioned on one another in a circle, or if the weights of a mixture do not add up to one.
    """
    if isinstance(density, Density):
        return density.targets
    targets, weight = _targets(density), _weight(density)
    if weight != 1:
        raise DensityError(f"{density} is no density: it integrates to {weight}, not to one")
    return targets


def _targets(density: Expr) -> tuple:
    if isinstance(density, Density):
        return density.targets
    if isinstance(density, Normal):
        if density.mean.has(density.value) or density.variance.has(density.value):
            raise DensityError(f"{density} is no density: its mean or variance depends on {density.value} itself")
        return (density.value,)
    if isinstance(density, Product):
        inner = _targets(density.function)
        return tuple(t.base if isinstance(t, Component) else t for t in inner)
    if isinstance(density, Mul):
        factors = [f for f in density.args if not f.is_number]
        found: list = []
        for target in (t for factor in factors for t in _targets(factor)):
            if target in found:
                raise DensityError(f"{density} is no density: {target} has two densities in one product")
            found.append(target)
        while factors:  # one that no other is conditioned on integrates to one first
            last = next((f for f in factors if not any(o.has(*_targets(f)) for o in factors if o is not f)), None)
            if last is None:
                raise DensityError(f"{density} is no density: its factors are conditioned on one another in a circle")
            factors.remove(last)
        return tuple(found)
    if isinstance(density, (Integral, Expectation)) and not isinstance(density, Variance):
        whole = density.body * density.density if isinstance(density, Expectation) else density.body
        bound = set(density.bound_symbols)
        targets = _targets(whole)
        if not bound <= set(targets):
            raise DensityError(f"{density} is no density: what it averages over is not a density of that")
        return tuple(t for t in targets if t not in bound)
    if isinstance(density, Add):
        sets = [_targets(term) for term in density.args]
        if any(set(s) != set(sets[0]) for s in sets):
            raise DensityError(f"{density} mixes densities of different variables")
        return sets[0]
    raise DensityError(f"{density} is not a density")


def _weight(density: Expr) -> Expr:
    """What a product or mixture of densities integrates to: its number, or the sum of its positive weights."""
    if isinstance(density, Mul):
        return Mul(*(f if f.is_number else _weight(f) for f in density.args))
    if isinstance(density, Add):
        weights = [_weight(term) for term in density.args]
        if not all(w.is_positive for w in weights):
            raise DensityError(f"{density} is no density: a mixture has positive weights")
        return Add(*weights)
    return Integer(1)


def givens_of(density: Expr) -> tuple:
    """The variables a density (or product of densities) is conditioned on and does not itself generate."""
    targets = targets_of(density)
    found: list = []
    for part in density.atoms(Density):
        found += [g for g in part.givens if g not in targets and g not in found]
    return tuple(found)


class Binder(Notation, Expr):
    """An expression that owns bound variables: hidden from `free_symbols`, untouched and never captured by `subs`."""

    is_commutative = True
    is_real = True

    @property
    def bound_symbols(self) -> list:
        """The bound variables, in writing order."""
        raise TypeError("every binder says what it binds")

    @property
    def free_symbols(self) -> set:
        bound = self.bound_symbols
        mask = {b: Dummy() for b in bound if isinstance(b, Component)}
        free = set().union(*(a.xreplace(mask).free_symbols if mask else a.free_symbols for a in self.args))
        indices = set().union(*(b.index.free_symbols for b in bound if isinstance(b, Component)), set())
        return {s for s in free if s not in bound and not isinstance(s, Dummy)} | indices

    def renamed(self, mapping: dict) -> Binder:
        """The same expression with bound variables renamed; the meaning does not change."""
        return self.func(*(a.xreplace(mapping) for a in self.args))

    def as_dummy(self) -> Expr:
        """Bound variables named by nesting and order alone, so that equal meanings compare equal."""
        inner = self.func(*(a.replace(lambda e: isinstance(e, Binder), lambda e: e.as_dummy()) for a in self.args))
        # counted from the inside out: a name used further in would capture this binder's variable there
        within = {b for a in inner.args for e in a.atoms(Binder) for b in e.bound_symbols}
        first = 1 + max((int(b.name[1:]) for b in within if isinstance(b, RandomVariable)), default=-1)
        bound = [b for b in inner.bound_symbols if isinstance(b, RandomVariable)]
        return inner.renamed({b: b.renamed(f"_{first + k}") for k, b in enumerate(bound)})

    def dummy_eq(self, other, symbol=None) -> bool:
        """Equality up to the names of bound variables."""
        return isinstance(other, Binder) and self.as_dummy() == other.as_dummy()

    def _eval_subs(self, old, new):
        bound = self.bound_symbols
        if old in bound or any(isinstance(b, Component) and b.base == old for b in bound):
            return self
        captured = [b for b in bound if isinstance(b, RandomVariable) and b in sympify(new).free_symbols]
        # an `old` that names the bound variable, q(z) under an integral over z, is meant as it stands: no renaming
        if captured and self.has(old) and not old.free_symbols & set(bound):
            taken = {s.name for s in self.atoms(Symbol) | sympify(new).atoms(Symbol)}  # inner bound names too
            mapping = {}
            for b in captured:
                name = next(n for n in _primes(b.name) if n not in taken)
                mapping[b] = b.renamed(name)
                taken.add(name)
            return self.renamed(mapping)._subs(old, new)
        return None


def _primes(name: str) -> Iterator[str]:
    while True:
        name += "'"
        yield name


def _same_variables(what: str, a: Expr, b: Expr) -> None:
    if set(targets_of(a)) != set(targets_of(b)):
        left, right = (", ".join(map(str, targets_of(e))) for e in (a, b))
        raise DensityError(
            f"{what} compares two distributions of the same variable, but {a} is a density of {left} and {b} of {right}"
        )


class Integral(Binder):
    """Integral (for discrete variables: sum) of `body` over whole variables. Inert.

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


class Variance(Expectation):
    """Variance of `body` under `density`."""


class KL(Binder):
    """Kullback-Leibler divergence KL(a || b), in nats, of two densities of the same variables (bound here).

    Raises DensityError if a and b are densities of different variables: no divergence is defined between them.
    """

    def __new__(cls, a, b):
        a, b = sympify(a), sympify(b)
        _same_variables("KL", a, b)
        return Expr.__new__(cls, a, b)

    left = property(lambda self: self.args[0])
    right = property(lambda self: self.args[1])
    bound_symbols = property(lambda self: list(targets_of(self.args[0])))


class CrossEntropy(KL):
    """H(a, b) = -E_a log b, in nats. Raises DensityError for densities of different variables (the note's remark)."""

    def __new__(cls, a, b):
        a, b = sympify(a), sympify(b)
        _same_variables("a cross-entropy", a, b)
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
        _same_variables("the ELBO's KL term", encoder, prior)
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


# Vectors and matrices. Vectors are ordinary commutative expressions (x - mu(z)); matrices are noncommutative symbols,
# so that products keep their order, and vectors meet matrices only through the nodes below.


class MatrixName(Symbol):
    """A named square matrix of symbolic size; `symmetric` (covariances) and positive definite where said so."""

    __slots__ = ("size", "symmetric")

    def __new__(cls, name: str, size=None, symmetric: bool = True) -> MatrixName:
        self = Symbol.__xnew__(cls, name, commutative=False)
        self.size, self.symmetric = None if size is None else sympify(size), symmetric
        return self

    def __getnewargs_ex__(self):
        return (self.name, self.size, self.symmetric), {}

    def _hashable_content(self):
        return (*super()._hashable_content(), str(self.size), self.symmetric)


class Identity(Notation, Expr):
    """The identity matrix I of symbolic size."""

    is_commutative = False

    def __new__(cls, size):
        return Expr.__new__(cls, sympify(size))

    size = property(lambda self: self.args[0])


class FullIdentity(Identity):
    """The identity as one of a note's matrices: a Gaussian with it is treated by matrices, not by components."""


class Transpose(Notation, Expr):
    """Transpose of a matrix expression."""

    is_commutative = False

    def __new__(cls, matrix):
        return Expr.__new__(cls, sympify(matrix))


class Outer(Notation, Expr):
    """The matrix u v'."""

    is_commutative = False

    def __new__(cls, u, v):
        return Expr.__new__(cls, sympify(u), sympify(v))


class MatVec(Notation, Expr):
    """The vector A v."""

    is_commutative = True
    is_real = True

    def __new__(cls, matrix, vector):
        return Expr.__new__(cls, sympify(matrix), sympify(vector))


class Bilinear(Notation, Expr):
    """The number u' A v; `Bilinear(u, 1, v)` is the inner product."""

    is_commutative = True
    is_real = True

    def __new__(cls, u, matrix, v):
        return Expr.__new__(cls, sympify(u), sympify(matrix), sympify(v))


class SquaredNorm(Notation, Expr):
    """The squared Euclidean norm of a vector, ||v||^2."""

    is_commutative = True
    is_nonnegative = True

    def __new__(cls, vector):
        return Expr.__new__(cls, sympify(vector))

    vector = property(lambda self: self.args[0])


class Trace(Notation, Expr):
    """Trace of a matrix expression."""

    is_commutative = True
    is_real = True

    def __new__(cls, matrix):
        return Expr.__new__(cls, sympify(matrix))


class Determinant(Notation, Expr):
    """Determinant of a covariance matrix (positive)."""

    is_commutative = True
    is_positive = True

    def __new__(cls, matrix):
        return Expr.__new__(cls, sympify(matrix))


def vector_dimension(e: Expr):
    """The dimension of a vector-valued expression, from the random variables in it; None for a scalar."""
    if isinstance(e, RandomVariable):
        return e.dimension
    if isinstance(e, (Add, Mul)):
        return next((d for d in map(vector_dimension, e.args) if d is not None), None)
    return None

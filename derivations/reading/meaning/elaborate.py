"""From the surface tree of a formula to the language of densities: what the signs mean in this note.

`Elaborator.expression(tree)` gives a SymPy expression of `derivations.language.words`, or raises `Unreadable` with
the node that has no meaning here. Nothing is guessed: a bare density whose variables cannot be told, an index that
is neither a component nor a draw, a vector where a number should stand - each is an error with its place.
"""

from __future__ import annotations

import re
from fractions import Fraction

import sympy
from sympy import Function, Integer, Rational, Symbol

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.densities import Densities
from derivations.reading.meaning.functionals import Functionals
from derivations.reading.meaning.naming import as_density, base, name_of, plain
from derivations.reading.meaning.sums import Sums
from derivations.reading.meaning.survey import COUNTS, Survey
from derivations.reading.meaning.unreadable import Unreadable

POSITIVE_NAMES = re.compile(r"\\(sigma|tau|beta|varsigma|Sigma)|sigma|^(s|v)$")


class Elaborator(Densities, Functionals, Sums):
    """Meaning of trees in one note. `known` holds definitions and facts collected so far (knowledge.py)."""

    def __init__(self, survey: Survey, known):
        self.survey, self.known = survey, known
        self.values: dict[str, L.RandomVariable] = {}  # variables of a sum over values x_i
        self.samples: dict[str, S.Node] = {}  # names of drawn variables in reach
        self.qualified: dict[str, S.Node] = {}
        self.arguments: dict[str, sympy.Expr] = {}
        self.bound: list[str] = []
        self.masses: list[str] = []  # indices that number the values of a variable: the i of p_i
        self.choice, self.choices = 0, 1  # which of several fitting signatures a bare letter is read with
        self.context: list[S.Node] = []  # the formulas of the chain that is being read
        self.remarks: dict[str, str] = {}  # what a reader should be told of the formulas read since last asked

    # -- names -----------------------------------------------------------------------------------------------------

    def variable(self, node: S.Node) -> L.RandomVariable | L.Component:
        """The random variable (or component of one) that a node names."""
        if isinstance(node, S.Comparison) and node.relation == "equal":
            raise Unreadable("a density at a particular value is not understood yet", node)
        if isinstance(node, S.Index):
            name = name_of(node)
            if name in self.values:
                return self.values[name]
            if name is None or len(node.indices) != 1:
                raise Unreadable("an index that is not understood", node)
            if (name, name_of(node.indices[0])) in self.survey.valued:
                return L.RandomVariable(name, name, None, True)
            if node.raised or self.is_draw(node):
                return self.random(name)
            if name_of(node.indices[0]) in self.bound or self.survey.is_component(name, node.indices[0]):
                return L.Component(self.random(name), self.index(node.indices[0]))
            return self.random(S.outline(node).replace("[", "").replace("]", ""))
        if isinstance(node, S.Symbol):
            return self.random(plain(node.name))
        raise Unreadable("a random variable is expected here", node)

    def random(self, name: str, sample: str = "") -> L.RandomVariable:
        role = self.survey.capital.get(name, name)
        unprimed = role.rstrip("'") or role
        role, shown = (unprimed, role) if unprimed in self.survey.variables or unprimed != role else (role, role)
        dimension = None
        if self.survey.is_vector(name):
            dimension = self.dimension(name)
        shown = f"{shown}^{sample}" if sample else shown
        return L.RandomVariable(shown, role, dimension, role in self.survey.discrete)

    def dimension(self, name: str):
        node = self.survey.dimension(name)
        if node is not None:
            return self.expression(node)
        used = [n for n in ("d", "n", "k", "D", "m") if n in self.survey.symbols and n not in self.survey.summed]
        return Symbol(used[0] if used else f"d_{name}", integer=True, positive=True)

    def index(self, node: S.Node) -> sympy.Expr:
        if isinstance(node, S.Symbol) and node.name not in self.arguments:
            return Symbol(plain(node.name), integer=True)
        return self.expression(node)

    def symbol(self, name: str) -> sympy.Expr:
        if name in self.survey.value_counts:  # the n of x_1, ..., x_n, a variable's values
            role = self.survey.value_counts[name]
            return L.Integral(Integer(1), L.RandomVariable(role, role, None, True))
        if (name in COUNTS or name in self.survey.counts) and name not in self.survey.variables:
            return Symbol(name, integer=True, positive=True)
        if POSITIVE_NAMES.match(name) or name in self.survey.positive:
            return Symbol(name, positive=True)
        return Symbol(name, real=True)

    def vector(self, name: str) -> L.RandomVariable:
        """A vector that is no random variable: a mean, a vector of standard deviations."""
        positive = bool(POSITIVE_NAMES.match(name)) or name in self.survey.positive
        return L.RandomVariable(name, dimension=self.dimension(name), positive=positive)

    def function(self, name: str):
        positive = bool(POSITIVE_NAMES.match(name)) or name in self.survey.positive
        return Function(name, positive=True) if positive else Function(name, real=True)

    # -- expressions -----------------------------------------------------------------------------------------------

    def expression(self, node: S.Node) -> sympy.Expr:
        """A number-valued expression. Raises Unreadable."""
        kind, value = self.typed(node)
        if kind in ("m", "r", "diag"):
            raise Unreadable("a matrix or row stands where a number is expected", node)
        return value

    def typed(self, node: S.Node) -> tuple[str, sympy.Expr]:
        """(kind, expression): 's' number, 'v' vector, 'm' matrix, 'r' row vector (u, A) pending, 'diag' a diagonal."""
        method = getattr(self, "read_" + type(node).__name__.lower(), None)
        if method is None:
            raise Unreadable(f"{type(node).__name__.lower()} is not understood here", node)
        try:
            result = method(node)
        except L.DensityError as error:
            raise Unreadable(str(error), node) from None
        return result if isinstance(result, tuple) else ("s", result)

    def read_number(self, node):
        f = Fraction(node.text)
        return Rational(f.numerator, f.denominator)

    def read_namednumber(self, node):
        return {"pi": sympy.pi, "e": sympy.E, "infinity": sympy.oo}[node.name]

    def read_symbol(self, node):
        name = plain(node.name)
        if name in self.arguments:
            return self.arguments[name]
        if name.isdigit():  # a bold zero, or ones
            return Integer(name)
        if name == "I" and (self.survey.vectors or self.survey.matrices):
            sizes = [self.dimension(v) for v in sorted(self.survey.vectors)]
            identity = L.FullIdentity if self.survey.matrices else L.Identity
            return "m", identity(sizes[0] if sizes else Symbol("n", integer=True, positive=True))
        defined = self.known.definition(name, ())
        if defined is not None:
            return defined
        if name in self.survey.variables:
            variable = self.random(name)
            return ("v", variable) if variable.dimension is not None else variable
        whole = self.known.abbreviated(name)
        if whole is not None:
            return self.typed(whole)
        if name in self.survey.matrices:
            size = next(
                (self.dimension(v) for v in sorted(self.survey.vectors)), Symbol("n", integer=True, positive=True)
            )
            return "m", L.MatrixName(name, size, symmetric=self.survey.is_covariance(name))
        if self.survey.is_vector(name):
            alias = self.known.vector_alias(name, self)
            if alias is not None:
                return "v", alias
            return "v", self.vector(name)
        quantity = self.survey.positive | self.survey.counts | set(self.survey.value_counts)
        if name == "C" and name not in self.survey.variables and name not in quantity:
            return Symbol("constant:C", real=True)
        return self.symbol(name)

    def read_constant(self, node):
        return Symbol(f"constant:{node.text}", real=True)

    def read_index(self, node):
        inner = base(node)
        if isinstance(inner, S.Apply):
            name = plain(inner.function)
            defined = self.known.definition(name, tuple(inner.arguments), index=node.indices, read=self)
            if defined is not None:
                return defined
            function = self.known.alias(name, inner.arguments)
            value = self.function(function)(*(self.expression(a) for a in inner.arguments))
            if len(node.indices) != 1:
                raise Unreadable("several indices on a function", node)
            return L.Component(value, self.index(node.indices[0]))
        name = name_of(node)
        if name == "I":
            return self.read_symbol(S.Symbol("I", span=node.span))
        if name is None:
            raise Unreadable("an index on this is not understood", node)
        written = S.outline(node)
        if written in self.arguments:
            return self.arguments[written]
        defined = self.known.definition(name, (), index=node.indices, read=self)
        if defined is not None:
            return defined
        whole = self.known.definition(name, (), read=self)
        if isinstance(whole, tuple) and whole[0] == "v" and len(node.indices) == 1:
            return L.Component(whole[1], self.index(node.indices[0]))
        if name in self.survey.variables:
            return self.variable(node)
        stands = self.known.abbreviated(name)
        if stands is not None and len(node.indices) == 1 and not node.raised:
            return L.Component(self.typed(stands)[1], self.index(node.indices[0]))
        if any(name_of(i) in self.survey.summed for i in node.indices) or any(
            name_of(i) in self.bound for i in node.indices
        ):
            if self.survey.is_vector(name) and len(node.indices) == 1:
                return L.Component(self.vector(name), self.index(node.indices[0]))
            return self.function(name)(*(self.index(i) for i in node.indices))
        return self.symbol(plain_index(node))

    def read_add(self, node):
        parts = [self.typed(t) for t in node.terms]
        kinds = {k for k, v in parts if v != 0}
        if len(kinds) > 1:
            if kinds == {"s", "v"} and all(k != "s" or v.is_number for k, v in parts):
                raise Unreadable("a number added to a vector", node)
            if kinds != {"s", "v"}:
                raise Unreadable("terms of different shape are added", node)
            kinds = {"v"}
        return next(iter(kinds), "s"), sympy.Add(*(v for _, v in parts))

    def read_neg(self, node):
        kind, value = self.typed(node.operand)
        if kind == "r":
            return kind, (-value[0], value[1])
        return kind, -value

    def read_mul(self, node):
        kind, value = "s", Integer(1)
        for factor in node.factors:
            kind, value = self.times(kind, value, *self.typed(factor), factor)
        if kind == "r":
            raise Unreadable("a row vector is left over", node)
        return kind, value

    @staticmethod
    def times(kind, value, other, factor, node):
        if kind == "s" and other == "s":
            return "s", value * factor
        if "diag" in (kind, other) and any(isinstance(v, (L.Identity, L.FullIdentity)) for v in (value, factor)):
            return "diag", value if kind == "diag" else factor
        if kind == "s":
            return (other, (value * factor[0], factor[1])) if other == "r" else (other, value * factor)
        if other == "s":
            return (kind, (value[0] * factor, value[1])) if kind == "r" else (kind, value * factor)
        if kind == "r":
            if other == "m":
                return "r", (value[0], value[1] * factor)
            if other == "v":
                return "s", L.Bilinear(value[0], value[1], factor)
        if kind == "m" and other == "m":
            return "m", value * factor
        if kind == "m" and other == "v":
            return "v", L.MatVec(value, factor)
        if kind == "v" and other == "r":
            return "m", L.Outer(value, factor[0]) * factor[1]
        if kind == "m" and other == "r":
            raise Unreadable("a matrix times a row", node)
        raise Unreadable("two vectors are multiplied without a transpose", node)

    def read_divide(self, node):
        below = self.expression(node.denominator)
        if below == 0:
            raise Unreadable("division by zero", node)
        kind, above = self.typed(node.numerator)
        if kind == "r":
            return "r", (above[0] / below, above[1])
        return kind, above / below

    def read_power(self, node):
        if isinstance(node.base, S.Norm):
            kind, value = self.typed(node.base.operand)
            square = self.squared_norm(value, kind)
            return sympy.sqrt(square) ** self.expression(node.exponent) if node.exponent != S.Number("2") else square
        kind, value = self.typed(node.base)
        if kind == "v":
            if node.exponent == S.Number("2"):
                return "diag", value**2
            raise Unreadable("a power of a vector", node)
        if kind == "m":
            exponent = self.expression(node.exponent)
            return "m", value**exponent
        exponent = self.expression(node.exponent)
        if value.is_Rational and exponent.is_Rational and abs(exponent) * max(value.p, value.q).bit_length() > 10_000:
            raise Unreadable("a number too long to be written out", node)
        return value**exponent

    def squared_norm(self, value, kind):
        if self.survey.matrices or vector_size(value) is None:
            return L.Bilinear(value, 1, value)
        return L.SquaredNorm(value)

    def read_norm(self, node):
        kind, value = self.typed(node.operand)
        return sympy.sqrt(self.squared_norm(value, kind))

    def read_transpose(self, node):
        kind, value = self.typed(node.operand)
        if kind == "m":
            return "m", L.Transpose(value)
        if kind == "v":
            return "r", (value, Integer(1))
        return kind, value

    def read_bars(self, node):
        if isinstance(node.operand, S.Symbol) and plain(node.operand.name) in self.survey.domains:
            role = plain(node.operand.name).strip("}")[-1].lower()
            if role in self.survey.discrete:  # how many values a variable has: the sum of one over all of them
                return L.Integral(Integer(1), self.random(role))
            return Symbol("|" + S.outline(node.operand) + "|", integer=True, positive=True)
        kind, value = self.typed(node.operand)
        if kind == "m":
            return self.determinant(value)
        if kind == "s":
            return sympy.Abs(value)
        raise Unreadable("bars around this are not understood", node)

    def matrix_size(self) -> sympy.Expr:
        sizes = [self.dimension(v) for v in sorted(self.survey.vectors)]
        return sizes[0] if sizes else self.dimension("x")

    def determinant(self, value) -> sympy.Expr:
        """det(c A) = c^n det A for a number c."""
        numbers, matrices = value.args_cnc()
        factor = sympy.Mul(*numbers) ** self.matrix_size() if numbers else Integer(1)
        return factor * L.Determinant(sympy.Mul(*matrices)) if matrices else factor

    def read_apply(self, node):
        name = plain(node.function)
        if name in BUILTIN:
            return BUILTIN[name](self, node)
        if node.function in self.survey.density_like:
            return self.density(as_density(node))
        if len(node.arguments) == 1 and any(
            isinstance(n, S.Symbol) and plain(n.name) == name for n in S.walk(node.arguments[0])
        ):
            return self.read_mul(S.Mul((S.Symbol(node.function, span=node.span), node.arguments[0])))  # pi (1 - pi)
        if name in self.survey.matrices and not self.known.has_definition(name):
            whole = f"{name}({', '.join(S.outline(a) for a in node.arguments)})"
            return "m", L.MatrixName(whole, self.matrix_size(), symmetric=self.survey.is_covariance(name))
        defined = self.known.definition(name, tuple(node.arguments), read=self, parameters=node.parameters)
        if defined is not None:
            return defined
        if self.known.has_definition(name, tuple(node.arguments)) and name not in self.known.opened:
            raise Unreadable(f"{name} is defined for other arguments", node)
        if not node.arguments or any(isinstance(a, (S.Density, S.Dots, S.Placeholder)) for a in node.arguments):
            raise Unreadable(f"{name} has not been defined", node)
        function = self.known.alias(name, node.arguments)
        arguments = [self.expression(a) for a in node.arguments]
        value = self.function(function)(*arguments)
        vector = name in self.survey.vector_functions or (not node.parameters and self.survey.is_vector(name))
        return ("v", value) if vector else value

    # -- sample averages -------------------------------------------------------------------------------------------

    def read_optimum(self, node):
        raise Unreadable(f"{node.kind} inside a formula is not understood", node)

    def read_ambiguous(self, node):
        raise Unreadable("this can be read in several ways: write brackets", node)


def vector_size(e):
    from derivations.prover.normal_form.normal_form import vector_dimension

    return vector_dimension(e)


def plain_index(node: S.Index) -> str:
    return f"{name_of(node)}_{{{','.join(S.outline(i) for i in node.indices)}}}"


def top_factors(node: S.Node):
    if isinstance(node, S.Mul):
        for f in node.factors:
            yield from top_factors(f)
    elif isinstance(node, S.Neg):
        yield from top_factors(node.operand)
    elif isinstance(node, S.Divide):
        yield from top_factors(node.numerator)
    else:
        yield node


def _log(self, node):
    return sympy.log(self.expression(node.arguments[0]))


def _exp(self, node):
    kind, value = self.typed(node.arguments[0])
    if kind not in ("s", "v"):
        raise Unreadable("the exponential of a matrix", node)
    return kind, sympy.exp(value)  # of a vector: of each entry


def _sqrt(self, node):
    return sympy.sqrt(self.expression(node.arguments[0]))


def _trace(self, node):
    kind, value = self.typed(node.arguments[0])
    if kind != "m":
        raise Unreadable("the trace of something that is no matrix", node)
    if value.is_commutative:  # A^-1 A is the identity
        return value * self.matrix_size()
    return L.Trace(value)


def _determinant(self, node):
    kind, value = self.typed(node.arguments[0])
    if kind != "m":
        raise Unreadable("the determinant of something that is no matrix", node)
    return self.determinant(value)


def _odot(self, node):
    (ka, a), (kb, b) = (self.typed(x) for x in node.arguments)
    return ("v" if "v" in (ka, kb) else "s"), a * b


def _diag(self, node):
    _kind, value = self.typed(node.arguments[0])
    return "diag", value


BUILTIN = {
    "log": _log, "exp": _exp, "sqrt": _sqrt, "tr": _trace, "det": _determinant, "odot": _odot, "diag": _diag,
    "\\mathrm{diag}": _diag, "abs": lambda self, node: sympy.Abs(self.expression(node.arguments[0])),
}  # fmt: skip

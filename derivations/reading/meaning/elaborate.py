"""From the surface tree of a formula to the language of densities: what the signs mean in this note.

`Elaborator.expression(tree)` gives a SymPy expression of `derivations.language.words`, or raises `Unreadable` with
the node that has no meaning here. Nothing is guessed: a bare density whose variables cannot be told, an index that
is neither a component nor a draw, a vector where a number should stand - each is an error with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy
from sympy import Function, Integer, Rational, Symbol

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning import densities, functionals, sequences, sums
from derivations.reading.meaning.algebra import BUILTIN, READ, argument, matrix_size
from derivations.reading.meaning.choices import Readings, point_of, reach
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.indexed import read_index, variable_at
from derivations.reading.meaning.letters_of_means import or_a_mean
from derivations.reading.meaning.naming import as_density, name_of, plain, tag_text
from derivations.reading.meaning.size_of_a_name import unsaid_size
from derivations.reading.meaning.sorts import INTEGER, POSITIVE, REAL
from derivations.reading.meaning.survey import COUNTS, Survey
from derivations.reading.meaning.unreadable import Unreadable

IDENTITY = re.compile(r"(?:I|\\math(?:bf|bb|rm)\{I\}|\\boldsymbol\{I\})_\{?(\w+)\}?")  # I_d, with its size
POSITIVE_NAMES = re.compile(r"\\(sigma|tau|beta|varsigma|Sigma)|sigma|^(s|v)$")


PHRASES = {
    S.TupleOf: "a list in place of a value", S.SetOf: "a set in place of a value", S.Range: "a range",
    S.Dots: "a list with dots", S.Matrix: "a matrix written out by its entries", S.Cases: "a table of cases",
    S.Gradient: "a gradient", S.Derivative: "a derivative", S.Interval: "an interval", S.Draw: "'~' inside a value",
    S.Membership: "a set membership", S.Comparison: "an equation inside a value", S.Placeholder: "a dot for a variable",
}  # fmt: skip


def density_or_matrix(read, node: S.Density):
    """A density; or a capital P that is told or shown to be a matrix, which `P (I - A)` lets look like one."""
    if node.letter not in read.survey.matrices or not node.letter.isupper() or node.subscript:
        return densities.READ[S.Density](read, node)
    if node.bare:
        matrix = S.Symbol(node.letter, span=node.span)
        return read.typed(S.Index(matrix, node.indices, span=node.span) if node.indices else matrix)
    if not all(isinstance(t, S.Symbol | S.Index) for t in node.targets):
        raise Unreadable("a matrix or row stands where a number is expected", node)
    return densities.READ[S.Density](read, node)


READERS = {
    **READ, **densities.READ, **functionals.READ, **sums.READ, S.Index: read_index, S.Density: density_or_matrix,
}  # fmt: skip


class Elaborator:
    """Meaning of trees in one note. `known` holds definitions and facts collected so far (knowledge.py)."""

    def __init__(self, survey: Survey, known):
        self.survey, self.known = survey, known
        self.values: dict[str, L.RandomVariable] = {}  # variables of a sum over values x_i
        self.samples: dict[str, S.Node] = {}  # names of drawn variables in reach
        self.arguments: dict[str, sympy.Expr] = {}
        self.bound: list[str] = []
        self.masses: list[str] = []  # indices that number the values of a variable: the i of p_i
        self.readings = Readings()  # which of several meanings is taken where a formula has them
        self.look_around(())
        self.deviations, self.unsaid = False, ""  # how a bare \\sigma in N is read, and that it was met: spreads.py
        self.remarks: dict[str, str] = {}  # what a reader should be told of the formulas read since last asked

    def look_around(self, trees: Iterable[S.Node]) -> None:
        """The different formulas of the chain that is being read, and the densities with arguments in them."""
        self.context: list[S.Node] = list(dict.fromkeys(trees))
        inside = (d for d in S.every(S.Density, *self.context) if d.targets)
        self.nearby: list[S.Density] = list(dict.fromkeys(inside))
        self.sequences = sequences.numbered(self.context)

    # -- names -----------------------------------------------------------------------------------------------------

    def variable(self, node: S.Node) -> L.RandomVariable | L.Component:
        """The random variable (or component of one) that a node names."""
        if isinstance(node, S.Comparison) and node.relation == "equal":
            raise Unreadable("a density at a particular value is not understood yet", node)
        if isinstance(node, S.Index):
            return variable_at(self, node)
        if isinstance(node, S.Symbol):
            return self.random(plain(node.name))
        raise Unreadable("a random variable is expected here", node)

    def variables(self, node: S.Node) -> list[L.RandomVariable | L.Component]:
        """The variables that a node names: several for a list x_{0:T} of which the chain also writes a part."""
        name, span = sequences.member_of(node) or ("", None)
        if name not in self.survey.here.spans or (name in self.sequences and span[0] == span[1]):
            return [self.variable(node)]
        found = None if name in self.sequences else sequences.pieces(span, self.survey.here.spans[name])
        if found is None:
            raise Unreadable("a list beside its own members is read only by its formula: say what its density is", node)
        return [self.random(sequences.spelled(name, piece, self.survey.variables)) for piece in found]

    def random(self, name: str, sample: str = "") -> L.RandomVariable:
        role = self.survey.role(name)
        unprimed = role.rstrip("'") or role
        role, shown = (unprimed, role) if unprimed in self.survey.variables or unprimed != role else (role, role)
        dimension = next((self.dimension(n) for n in (name, role) if self.survey.is_vector(n)), None)  # X is x
        shown = f"{shown}^{sample}" if sample else shown
        return L.RandomVariable(shown, role, dimension, self.survey.is_discrete(role))

    def dimension(self, name: str):
        node = self.survey.dimension(name)
        return Symbol(unsaid_size(self.survey, name), integer=True, positive=True) if node is None else self.size(node)

    def size(self, node: S.Node) -> sympy.Expr:
        """A number of rows, read by itself: its letter is a count, whatever else in the note is called so."""
        if isinstance(node, S.Number):
            return self.read_number(node)
        if isinstance(node, S.Add | S.Mul):
            parts = [self.size(part) for part in S.children(node)]
            return (sympy.Add if isinstance(node, S.Add) else sympy.Mul)(*parts)
        if isinstance(node, S.Neg):
            return -self.size(node.operand)
        name = name_of(node) if isinstance(node, S.Symbol) else tag_text(node)
        if name in self.survey.value_counts:
            return self.symbol(name)
        given = self.known.definition(name, ()) if isinstance(node, S.Symbol) else None
        if isinstance(given, sympy.Integer) and given.is_positive:
            return given
        return Symbol(name, integer=True, positive=True)

    def index(self, node: S.Node) -> sympy.Expr:
        if isinstance(node, S.Symbol) and node.name not in self.arguments:
            free = plain(node.name) not in self.bound and self.symbol(plain(node.name))
            return free if free and free.is_integer else Symbol(plain(node.name), integer=True)
        return self.expression(node)

    def symbol(self, name: str) -> sympy.Expr:
        if name in self.survey.value_counts:  # the n of x_1, ..., x_n, a variable's values
            role = self.survey.value_counts[name]
            return L.Integral(Integer(1), L.RandomVariable(role, role, None, True))
        sort = self.survey.sorts.get(name)
        if sort == REAL:
            return Symbol(name, real=True)
        if sort == INTEGER:
            return Symbol(name, integer=True)
        if (name in COUNTS or name in self.survey.counts) and name not in self.survey.variables:
            return Symbol(name, integer=True, positive=True)
        if self.is_positive(name):
            return Symbol(name, positive=True)
        return Symbol(name, real=True)

    def is_positive(self, name: str) -> bool:
        """Whether a name is positive: by what stands in the note, or by custom where the prose says nothing else."""
        sort = self.survey.sorts.get(name)
        if sort in (REAL, INTEGER):
            return False
        first = name.partition("_")[0]  # the b of b_t, after \\sqrt{b_t}
        shown = name in self.survey.positive or (first in self.survey.positive and first in self.survey.indexed)
        return sort == POSITIVE or bool(POSITIVE_NAMES.match(name)) or shown

    def vector(self, name: str, mark: str = "") -> L.RandomVariable:
        """A vector that is no random variable: a mean, a vector of standard deviations; one of several by its mark."""
        return L.RandomVariable(name + mark, dimension=self.dimension(name), positive=self.is_positive(name))

    def function(self, name: str):
        custom = POSITIVE_NAMES.match(name) and not name.startswith("\\")  # of a function s(a) no custom is known
        shown = self.is_positive(name) and (not custom or name in self.survey.positive or name in self.survey.sorts)
        return Function(name, positive=True) if shown else Function(name, real=True)

    # -- expressions -----------------------------------------------------------------------------------------------

    def expression(self, node: S.Node) -> sympy.Expr:
        """A number-valued expression, or a vector's. Raises Unreadable."""
        return self.number_or_vector(node)[1]

    def number_or_vector(self, node: S.Node) -> tuple[str, sympy.Expr]:
        """('s' or 'v', expression). Raises Unreadable."""
        kind, value = self.typed(node)
        if kind in ("m", "r", "diag"):
            raise Unreadable("a matrix or row stands where a number is expected", node)
        return kind, value

    def typed(self, node: S.Node) -> tuple[str, sympy.Expr]:
        """(kind, expression): 's' number, 'v' vector, 'm' matrix, 'r' row vector (u, A) pending, 'diag' a diagonal."""
        method = READERS.get(type(node)) or getattr(type(self), "read_" + type(node).__name__.lower(), None)
        if method is None:
            raise Unreadable(f"{PHRASES.get(type(node), 'this')} is not understood here", node)
        try:
            result = method(self, node)
        except L.DensityError as error:
            raise Unreadable(str(error), node) from None
        return result if isinstance(result, tuple) else ("s", result)

    def read_number(self, node):
        return Rational(node.text)

    def read_namednumber(self, node):
        return {"pi": sympy.pi, "e": sympy.E, "infinity": sympy.oo}[node.name]

    def read_symbol(self, node):
        name = plain(node.name)
        if name in self.bound:  # the i of the sum around it
            return Symbol(name, integer=True)
        if name in self.arguments:
            return self.arguments[name]
        if name.isdigit():  # a bold zero, or ones
            return Integer(name)
        sized = IDENTITY.fullmatch(node.name)
        identity = L.FullIdentity if self.survey.matrices else L.Identity
        if sized and name not in self.survey.variables:
            return "m", identity(self.size(S.Number(sized[1]) if sized[1].isdigit() else S.Symbol(sized[1])))
        if name == "I" and (self.survey.vectors or self.survey.matrices or self.survey.member_vectors):
            sizes = [self.dimension(v) for v in sorted(self.survey.vectors)]
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
            found = or_a_mean(self, name, self.vector(name))
            return found if isinstance(found, tuple) else ("v", found)
        if self.survey.is_arbitrary(name):
            return Symbol("constant:C", real=True)
        return or_a_mean(self, name, self.symbol(name))

    def read_constant(self, node):
        return Symbol(f"constant:{node.text}", real=True)

    def read_apply(self, node):
        name = plain(node.function)
        if name in BUILTIN:
            return BUILTIN[name](self, node)
        if node.function in self.survey.density_like:
            return density_of(self, as_density(node))
        if len(node.arguments) == 1 and any(
            isinstance(n, S.Symbol) and plain(n.name) == name for n in S.walk(node.arguments[0])
        ):
            return READ[S.Mul](self, S.Mul((S.Symbol(node.function, span=node.span), node.arguments[0])))  # pi (1 - pi)
        if name in self.survey.matrices and not self.known.has_definition(name):
            applied = f"{name}({', '.join(S.outline(a) for a in node.arguments)})"
            return "m", L.MatrixName(applied, matrix_size(self), symmetric=self.survey.is_covariance(name))
        given = tuple(node.arguments)
        defined = self.known.definition(name, given, read=self, parameters=node.parameters)
        if defined is not None:
            return defined
        if self.known.has_definition(name, given) and name not in dict(self.known.opened):
            raise Unreadable(f"{name} is defined for other arguments", node)
        if not given or any(isinstance(a, (S.Density, S.Dots, S.Placeholder)) for a in node.arguments):
            raise Unreadable(f"{name} has not been defined", node)
        if name.endswith(r"^{\succ}"):
            raise Unreadable("the probability that one is preferred: say what it is in the two", node)
        given += behind_the_bar(self.survey, name, node.parameters)
        value = self.function(self.known.alias(name, given))(*(argument(self, a) for a in given))
        vector = name in self.survey.vector_functions or (not node.parameters and self.survey.is_vector(name))
        return ("v", value) if vector else value

    def read_optimum(self, node):
        raise Unreadable(f"{node.kind} inside a formula is not understood", node)

    def read_ambiguous(self, node):
        return self.typed(self.readings.choose(point_of(node), node.readings, lambda reading: reach(node, reading)))


def behind_the_bar(survey, name: str, parameters: tuple[S.Node, ...]) -> tuple[S.Node, ...]:
    """What of the parameters of f(x; theta) the function varies with in a note: all where it is written with others
    too, f(x; theta'), and what is random."""
    written = {call.parameters for call in survey.calls.get(name, ()) if call.parameters}
    return parameters if len(written) > 1 else tuple(p for p in parameters if name_of(p) in survey.variables)

"""The surface syntax tree: what an author wrote, before anyone says what it means.

The reader (`latex`, `note`) builds these nodes; the elaboration turns them into `derivations.language`.
Nothing here imports SymPy.  Nodes are frozen and hashable; equality ignores the place, so the same formula read twice
is the same tree.  `span` is a pair of offsets into the note's text (`Note.position` gives line and column).

What each node keeps
    arithmetic   Number(text) NamedNumber('pi' | 'e' | 'infinity') Symbol(name) Constant(text)
                 Add(terms) Neg(operand) Mul(factors) Divide(numerator, denominator) Power(base, exponent)
                 A sum is flat and keeps order and sign: a - b is Add((a, Neg(b))).  A product is flat and keeps order.
                 Ambiguous(readings): the notation allows several readings (`\\log p q`); try all or none.
    names        Symbol('\\mu_{p}'), Symbol('m^{*}'), Symbol('\\tilde{x}'), Symbol('\\mathbf{x}'): decoration is name.
                 Index(base, indices, raised): z_i, x_j, w_{ij}; raised for z^{(l)} and z^i of a sampled variable.
    functions    Apply(function, arguments, parameters): log, exp, sqrt, det, tr, factorial, and the note's own \\mu(x),
                 L(m, v), \\mathcal{L}(\\theta, \\phi; x) (parameters stand after `;` or `|`).  ln is log.
                 Components stand outside: \\sigma_j^2(z) is Power(Index(Apply('\\sigma', (z,)), (j,)), 2),
                 and so are [\\sigma(z)]_j^2 and [\\sigma^2(z)]_j.
    densities    Density(letter, subscript, indices, targets, givens, parameters): p(z|x), q_\\phi(z|x), p_D(x),
                 f_X(x), `p_\\theta(x;\\psi)`.  letter holds hats and stars ('\\tilde{p}'); subscript is text
                 ('\\theta', 'data', 'X|Y'), indices are the index letters in it (q_i(z_i)); `bare`: no argument given.
                 Gaussian(value | None, mean, variance).
    measures     KL(left, right), Entropy(density), VariableEntropy(variables, givens, letter),
                 CrossEntropy(left, right), MutualInformation(groups, givens, letter): letter is the
                 density in the subscript (I_q) or None.
    statements   ConditionalDraw(variables, givens, density): x | z \\sim N(z, 1).
    binders      Expectation(draws, body, givens): draws are Draw(variables, density); E_{q(z|x)} has no variables (the
                 density's targets are meant), E_x has density None, plain E[..] has no draws.
                 Variance(draws, body, givens), Covariance(draws, left, right, givens).
                 Integral(variables, body, domain, lower, upper): variables in the order of their differentials.
                 SumOver / ProductOver(indices, body, lower, upper, domain, condition).
                 Optimum(kind, over, body): kind is min, max, argmin, argmax, inf, sup; over may hold Membership nodes.
                 Derivative(variables, body), Gradient(variables, body).
    grouping     Norm(operand, order), Bars(operand) (absolute value, determinant or cardinality), Transpose(operand),
                 SetOf(elements), TupleOf(elements), Interval, Matrix(rows), Cases(branches), Branch(value, condition).
    statements   Comparison(relation, left, right), Membership(elements, domain), Range(lower, upper), Draw: inside
                 arguments p(y=1|x), subscripts and qualifiers.  Placeholder() is the dot of
                 q(\\cdot|x), Dots() is \\ldots.
    failure      UnreadFormula(message, latex, line, column, excerpt): never part of a tree, always in its place.
"""

# ruff: noqa: F401, I001  (the nodes of `nodes` are had from here too)
from __future__ import annotations

from dataclasses import dataclass, field, fields

from derivations.reading.grammar.nodes import (
    Add, Ambiguous, Apply, Constant, CrossEntropy, Density, Divide, Entropy, Gaussian, Index, KL, Mul,
    MutualInformation, NamedNumber, Neg, Node, Number, Power, Span, Symbol, VariableEntropy, children, every, mapped,
    walk,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draw(Node):
    """variables ~ density; either may be missing (E_x, E_q); `givens` of E_{z|x}, `law` is the P of `P: x ~ N`."""

    variables: tuple[Node, ...]
    density: Node | None
    givens: tuple[Node, ...] = ()
    law: str = ""


@dataclass(frozen=True, slots=True)
class ConditionalDraw(Node):
    """`x | z \\sim N(z, 1)`."""

    variables: tuple[Node, ...]
    givens: tuple[Node, ...]
    density: Node


@dataclass(frozen=True, slots=True)
class Expectation(Node):
    draws: tuple[Draw, ...]
    body: Node
    givens: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Variance(Node):
    draws: tuple[Draw, ...]
    body: Node
    givens: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Covariance(Node):
    draws: tuple[Draw, ...]
    left: Node
    right: Node
    givens: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Integral(Node):
    variables: tuple[Node, ...]
    body: Node
    domain: Node | None = None
    lower: Node | None = None
    upper: Node | None = None


@dataclass(frozen=True, slots=True)
class BigOperator(Node):
    """What SumOver and ProductOver share."""

    indices: tuple[Node, ...]
    body: Node
    lower: Node | None = None
    upper: Node | None = None
    domain: Node | None = None
    condition: Node | None = None


@dataclass(frozen=True, slots=True)
class SumOver(BigOperator):
    pass


@dataclass(frozen=True, slots=True)
class ProductOver(BigOperator):
    pass


@dataclass(frozen=True, slots=True)
class Optimum(Node):
    kind: str
    over: tuple[Node, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """One variable for each order of differentiation."""

    variables: tuple[Node, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Gradient(Node):
    variables: tuple[Node, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Norm(Node):
    operand: Node
    order: Node | None = None


@dataclass(frozen=True, slots=True)
class Bars(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class SetOf(Node):
    elements: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class TupleOf(Node):
    elements: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """[a, b], (0, \\infty), [0, 1): brackets as written."""

    lower: Node
    upper: Node
    brackets: str


@dataclass(frozen=True, slots=True)
class Range(Node):
    """1 .. d, 1, \\ldots, K, 1:T."""

    lower: Node
    upper: Node


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """One row of a definition by cases; a condition of None is `otherwise`."""

    value: Node
    condition: Node | None


@dataclass(frozen=True, slots=True)
class Cases(Node):
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`relation` is the table's name for the sign: equal, less_equal, not_equal, ..."""

    relation: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Membership(Node):
    elements: tuple[Node, ...]
    domain: Node


@dataclass(frozen=True, slots=True)
class Placeholder(Node):
    """The dot in q(\\cdot|x)."""


@dataclass(frozen=True, slots=True)
class Dots(Node):
    """`\\ldots` in a list."""


@dataclass(frozen=True, slots=True)
class UnreadFormula:
    """A formula that was not understood, with the place and the cause; the lines are those of the file, from 1."""

    message: str
    latex: str
    line: int
    column: int
    excerpt: str = ""
    span: Span = field(default=(0, 0), compare=False, repr=False)


def outline(node: object) -> str:
    """The tree on one line, for tests and for people who debug: `Add(a, Neg(KL(q(z|x), p(z))))`.

    >>> outline(Add((Symbol("a"), Neg(Power(Symbol("b"), Number("2"))))))
    'Add(a, Neg(Power(b, 2)))'
    """
    if node is None or isinstance(node, str):
        return "_" if node is None else node
    if isinstance(node, tuple):
        return "[" + ", ".join(map(outline, node)) + "]"
    if isinstance(node, Number | Constant):
        return node.text
    if isinstance(node, Symbol | NamedNumber):
        return node.name
    if isinstance(node, Placeholder | Dots):
        return "." if isinstance(node, Placeholder) else "..."
    if isinstance(node, Density):
        return _density_outline(node)
    if isinstance(node, Apply):
        given = "; " + ", ".join(map(outline, node.parameters)) if node.parameters else ""
        return f"{node.function}({', '.join(map(outline, node.arguments))}{given})"
    if isinstance(node, Index):
        return f"{outline(node.base)}{'^' if node.raised else '_'}{outline(node.indices)}"
    if isinstance(node, Add | Mul):
        parts = node.terms if isinstance(node, Add) else node.factors
        return f"{type(node).__name__}({', '.join(map(outline, parts))})"
    values = [getattr(node, item.name) for item in fields(node) if item.name != "span"]
    while values and values[-1] in (None, (), ""):
        values.pop()
    return f"{type(node).__name__}({', '.join(outline(value) for value in values)})"


def _density_outline(node: Density) -> str:
    name = node.letter + (f"_{{{node.subscript}}}" if node.subscript else "")
    if node.bare:
        return name
    inside = ", ".join(map(outline, node.targets))
    inside += "|" + ", ".join(map(outline, node.givens)) if node.givens else ""
    inside += "; " + ", ".join(map(outline, node.parameters)) if node.parameters else ""
    return f"{name}({inside})"

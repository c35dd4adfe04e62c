"""Nodes of arithmetic, names, functions, densities and their measures; `syntax` says what each keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that stands in a formula; `span` is its half-open range of offsets in the note."""

    span: Span = field(default=(0, 0), compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A decimal as written: `2`, `0.5`."""

    text: str


@dataclass(frozen=True, slots=True)
class NamedNumber(Node):
    """`pi`, `e` or `infinity`."""

    name: str


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """`const`: something free of whatever is optimised."""

    text: str


@dataclass(frozen=True, slots=True)
class Index(Node):
    base: Node
    indices: tuple[Node, ...]
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Add(Node):
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Neg(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Mul(Node):
    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Divide(Node):
    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Ambiguous(Node):
    """Several readings are usual for what was written; nobody may pick one."""

    readings: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Apply(Node):
    function: str
    arguments: tuple[Node, ...]
    parameters: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Density(Node):
    letter: str
    subscript: str = ""
    indices: tuple[Node, ...] = ()
    targets: tuple[Node, ...] = ()
    givens: tuple[Node, ...] = ()
    parameters: tuple[Node, ...] = ()

    @property
    def bare(self) -> bool:
        """Written without an argument, as in KL(q || p)."""
        return not (self.targets or self.givens or self.parameters)


@dataclass(frozen=True, slots=True)
class Gaussian(Node):
    """N(value; mean, variance); value is None for the distribution itself."""

    value: Node | None
    mean: Node
    variance: Node


@dataclass(frozen=True, slots=True)
class KL(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Entropy(Node):
    density: Node


@dataclass(frozen=True, slots=True)
class VariableEntropy(Node):
    """H(X, Y | Z): entropy of variables; `letter` is the density named in a subscript, as in H_q(z)."""

    variables: tuple[Node, ...]
    givens: tuple[Node, ...] = ()
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class CrossEntropy(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class MutualInformation(Node):
    groups: tuple[tuple[Node, ...], ...]
    givens: tuple[Node, ...] = ()
    letter: str | None = None

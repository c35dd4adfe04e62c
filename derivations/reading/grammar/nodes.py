"""Nodes of arithmetic, names, functions, densities and their measures; `syntax` says what each keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from operator import is_
from types import UnionType
from typing import Any

Span = tuple[int, int]


class Kept:
    """Room for what `children` puts together once for a node; no field of it, so neither compared nor copied."""

    __slots__ = ("below",)


@dataclass(frozen=True, slots=True)
class Node(Kept):
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
    """Several readings are usual for what was written; nobody may pick one. `of`: how far a function reaches, a sum."""

    readings: tuple[Node, ...]
    of: str = "function"


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


@cache
def parts(kind: type[Node]) -> tuple[str, ...]:  # where a node of a kind keeps others
    return tuple(item.name for item in fields(kind) if item.type not in ("Span", "str", "str | None", "bool"))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order written: put together once, for a tree is walked for many questions."""
    if hasattr(node, "below"):
        return node.below
    below: list[Node] = []
    for name in parts(type(node)):
        value = getattr(node, name)
        if isinstance(value, tuple):
            below += [one for member in value for one in (member if isinstance(member, tuple) else (member,))]
        elif value is not None:
            below.append(value)
    object.__setattr__(node, "below", tuple(below))
    return node.below


def mapped(node: Node, change: Callable[[Node], Any]) -> Node:
    """The node with those directly below it changed; itself where they all stay what they are."""

    def of(value: Any) -> Any:
        if isinstance(value, tuple):
            new = tuple(map(of, value))
            return value if all(map(is_, new, value)) else new
        return change(value) if isinstance(value, Node) else value

    old = {name: getattr(node, name) for name in parts(type(node))}
    changes = {name: new for name, value in old.items() if (new := of(value)) is not value}
    return replace(node, **changes) if changes else node


def walk(*nodes: Node) -> Iterator[Node]:
    """The nodes and everything below them, parents first."""
    waiting = [*reversed(nodes)]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def every(kinds: type | UnionType, *nodes: Node) -> Iterator[Node]:
    """What is of some kinds among nodes and everything below them."""
    return (node for node in walk(*nodes) if isinstance(node, kinds))

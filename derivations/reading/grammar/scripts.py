"""Sub- and superscripts: which are indices, which are part of a name, which are powers.

A subscript of index letters (with numbers beside them) is an index; a label (g, \\phi, data, KL) is part of the name.
A number is an index only of a name that elsewhere carries an index letter.  The superscripts * ' \\dagger and words are
part of the name, (l) and [l] an index, T and \\top a transpose, the rest powers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from derivations.reading.grammar.syntax import Index, Node, Norm, Power, Range, SetOf, Symbol, Transpose
from derivations.reading.text.brackets import ARROWS, Token, spelled

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser

_Result = TypeVar("_Result")
Place = tuple[int, int]
_ALONE = frozenset("name number text word star times prime transpose constant plus minus".split())


class Head(NamedTuple):
    """A name and the token ranges of its scripts, not yet interpreted."""

    text: str
    start: int
    sub: Place | None = None
    supers: tuple[Place, ...] = ()
    primes: int = 0


def script(parser: Parser) -> Place:
    """Steps over `_x` or `^{x}`; returns the range of its content."""
    parser.position += 1
    token = parser.peek()
    if token is None:
        raise parser.unexpected()
    if token.kind == "group":
        mate = parser.mates[parser.position]
        if mate < 0:
            raise parser.unexpected()
        place = parser.position + 1, mate
        parser.position = mate + 1
        return place
    if token.kind == "fraction" and parser.kind(1) == "group":  # \det(A)^\frac{1}{2}
        start, half = parser.position, max(parser.mates[parser.position + 1], 0) + 1
        if half > start and [t.kind for t in parser.tokens[half : half + 1]] == ["group"] and parser.mates[half] > 0:
            parser.position = parser.mates[half] + 1
            return start, parser.position
    if token.kind == "number" and len(token.text) > 1:
        raise parser.error("put braces around this script")
    if token.kind not in _ALONE:
        raise parser.error("put braces around this script")
    parser.position += 1
    return parser.position - 1, parser.position


def read_range(
    parser: Parser, place: Place, read: Callable[[], _Result], stops: frozenset[str] = frozenset()
) -> _Result:
    """Reads a range of tokens that was stepped over, completely."""
    if place[0] >= place[1]:
        raise parser.error("empty braces", parser.tokens[place[0] - 1].start)
    saved, parser.position = parser.position, place[0]
    with parser.window(place[1], stops):
        result = read()
        if parser.position != place[1]:
            raise parser.unexpected()
    parser.position = saved
    return result


def script_value(parser: Parser, read: Callable[[], _Result]) -> _Result:
    return read_range(parser, script(parser), read)


def script_expression(parser: Parser) -> Node:
    return script_value(parser, parser.sum)


def content_of(parser: Parser, place: Place) -> list[Token]:
    return parser.tokens[place[0] : place[1]]


def read_head(parser: Parser, token: Token) -> Head:
    """The scripts after a name whose token was just read."""
    sub, supers, primes = None, [], 0
    while (kind := parser.kind()) in ("sub", "super", "prime"):
        if kind == "prime":
            primes += 1
            parser.position += 1
        elif kind == "super":
            supers.append(script(parser))
        elif sub is None:
            sub = script(parser)
        else:
            raise parser.error("a second subscript: put braces around the first part")
    return Head(token.text, token.start, sub, tuple(supers), primes)


def is_label(tokens: list[Token]) -> bool:
    """A superscript that belongs to the name: a star, a prime, a sign alone, a word."""
    if not tokens:
        return False
    if len(tokens) == 1:
        token = tokens[0]
        return token.kind in ("star", "times", "prime", "text", "word", "plus", "minus") or (
            token.kind == "name" and len(token.text) > 1 and token.text.isalpha()
        )
    kinds = {token.kind for token in tokens}
    return kinds <= {"prime"} or (kinds <= {"name"} and spelled(tokens) in ("old", "new", "opt"))


def is_sample_index(tokens: list[Token]) -> bool:
    return len(tokens) >= 3 and tokens[0].kind == "open" and tokens[-1].kind == "close" and len(tokens) <= 5


def power_of_a_sample(parser: Parser, place: Place) -> list[Place]:
    """The index and the number of \\sigma^{2(i)}, \\sigma^{(i)2}, the square of \\sigma^{(i)}; else what there is, as
    the product of \\sigma^{2(d-k)}."""
    begin, end = place
    content = content_of(parser, place)
    if sum(token.kind == "name" for token in content) > 1:
        return [place]
    if len(content) > 3 and content[0].kind == "number" and is_sample_index(content[1:]):
        return [(begin + 1, end), (begin, begin + 1)]
    if len(content) > 3 and content[-1].kind == "number" and is_sample_index(content[:-1]):
        return [(begin, end - 1), (end - 1, end)]
    return [place]


def is_transpose(tokens: list[Token]) -> bool:
    return len(tokens) == 1 and (tokens[0].kind == "transpose" or tokens[0].text in ("T", r"\mathsf{T}", r"\mathbf{T}"))


def raise_to(parser: Parser, node: Node, start: int) -> Node:
    """`node^{...}` for anything that is not a name."""
    place = script(parser)
    content = content_of(parser, place)
    if is_transpose(content):
        return Transpose(node, span=parser.since(start))
    if is_sample_index(content) and any(token.kind == "name" for token in content):  # ^{(1/2)} is a power
        return Index(node, sample_indices(parser, place), True, span=parser.since(start))
    if is_label(content):
        raise parser.error("a label on an expression: only names carry it", content[0].start)
    return Power(node, read_range(parser, place, parser.sum), span=parser.since(start))


def sample_indices(parser: Parser, place: Place) -> tuple[Node, ...]:
    return read_range(parser, (place[0] + 1, place[1] - 1), parser.items)


def component(parser: Parser, node: Node, start: int) -> Node:
    """`[...]_i`: the component of a power is the power of the component."""
    place = script(parser)
    if isinstance(node, Index) and any(token.kind == "relation" for token in content_of(parser, place)):
        if parser.kind() == "super":  # the examples \{x_i\}_{i=1}^n
            script(parser)
        return SetOf((node,), span=parser.since(start))
    if isinstance(node, Power) and isinstance(node.base, Norm) and node.base.order is None:  # \|v\|^2_2
        return replace(node, base=replace(node.base, order=read_range(parser, place, parser.sum)))
    if not is_index(parser, content_of(parser, place), True):
        raise parser.error("a label on an expression: only names carry it")
    indices = read_indices(parser, place)
    span = parser.since(start)
    if isinstance(node, Power):
        return Power(Index(node.base, indices, span=span), node.exponent, span=span)
    return Index(node, indices, span=span)


def is_index(parser: Parser, tokens: list[Token], numbers: bool) -> bool:
    """Whether a subscript consists of index letters (and numbers beside them)."""
    letters = 0
    notation = parser.notation
    for token in tokens:
        if token.kind == "name":
            known = token.text in notation.indices or token.text in notation.bound_indices
            if not known and not (numbers and token.text in notation.bounds):
                return False
            letters += 1
        elif token.kind == "number":
            letters += numbers
        elif token.kind not in ("comma", "plus", "minus", "colon"):
            return False
    return letters > 0


def read_indices(parser: Parser, place: Place) -> tuple[Node, ...]:
    """`i`, `i,j`, `ij`, `i+1`, `1:T`, `-i`."""
    content = content_of(parser, place)
    if len(content) > 1 and all(token.kind == "name" for token in content):
        return tuple(Symbol(token.text, span=(token.start, token.end)) for token in content)

    def items() -> tuple[Node, ...]:
        read: list[Node] = []
        while True:
            node = parser.sum()
            if parser.kind() == "colon":
                parser.position += 1
                node = Range(node, parser.sum(), span=node.span)
            read.append(node)
            if parser.kind() != "comma":
                return tuple(read)
            parser.position += 1

    return read_range(parser, place, items)


def decorated_name(parser: Parser, head: Head) -> tuple[str, tuple[Node, ...], list[Place], bool]:
    """(name with its labels, index nodes, superscripts left over as powers or sample indices, transposed)."""
    name, indices = head.text, ()
    if head.sub is not None:
        content = content_of(parser, head.sub)
        if not content:
            raise parser.error("empty subscript", head.start)
        if is_index(parser, content, head.text in parser.notation.indexed):
            indices = read_indices(parser, head.sub)
        else:
            label, place = _label_and_index(parser, head.sub)
            name += "_{" + label + "}"
            if place is not None:
                indices = read_indices(parser, place)
    powers: list[Place] = []
    transposed = False
    for place in head.supers:
        content = content_of(parser, place)
        if not content:
            raise parser.error("empty superscript", head.start)
        if is_label(content):
            name += "^{" + spelled(content) + "}"
        elif is_transpose(content):
            transposed = True
        else:
            powers.append(place)
    return name + "'" * head.primes, indices, powers, transposed


def _label_and_index(parser: Parser, place: Place) -> tuple[str, Place | None]:
    """`\\phi, j` is the label \\phi and the index j."""
    begin, end = place
    content = content_of(parser, place)
    for position in range(len(content) - 1, 0, -1):
        if content[position].kind == "comma":
            rest = content[position + 1 :]
            if rest and is_index(parser, rest, False):
                return spelled(content[:position]), (begin + position + 1, end)
            break
    odd = [token for token in content if token.kind in ("relation", "statement", "unreadable")]
    known = parser.notation.indices | parser.notation.bound_indices
    # the edge m_{x \to y} of a graph is a name; with an index in it, m_{j \to y}, it is one of many
    edge = {token.note for token in odd} <= ARROWS and known.isdisjoint(token.text for token in content)
    if odd and not edge:
        raise parser.error("this subscript is not understood", content[0].start)
    return spelled(content), None

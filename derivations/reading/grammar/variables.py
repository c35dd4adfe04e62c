"""The variable of a differential: dx, dz_1, dx^{(i)}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import scripts
from derivations.reading.grammar.syntax import Index, Node, Symbol

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser


def read_variable(parser: Parser) -> Node:
    """The variable of a differential: a letter with its scripts."""
    token = parser.peek()
    if token is not None and token.kind == "group":
        return parser.inside(lambda: read_variable(parser))
    if token is None or token.kind != "name":
        raise parser.error("a variable should follow")
    parser.position += 1
    head = scripts.read_head(parser, token)
    name, indices, powers, transposed = scripts.decorated_name(parser, head)
    if transposed or any(
        not scripts.is_sample_index(scripts.content_of(parser, place)) and not _bound(parser, place) for place in powers
    ):
        raise parser.error("a variable carries no power", token.start)
    node: Node = Symbol(name, span=parser.since(token.start))
    if indices:
        node = Index(node, indices, span=node.span)
    for place in powers:
        inside = (
            scripts.sample_indices(parser, place)
            if scripts.is_sample_index(scripts.content_of(parser, place))
            else scripts.read_range(parser, place, parser.items)
        )
        node = Index(node, inside, True, span=node.span)
    return node


def _bound(parser: Parser, place: scripts.Place) -> bool:
    content = scripts.content_of(parser, place)
    return len(content) == 1 and content[0].text in parser.notation.bound_indices

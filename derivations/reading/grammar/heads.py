"""Heads with a meaning of their own, KL, E, Var, H, I, N: when a letter is one here, and who reads it.

`HEADS` is the table: the role that the notation gives a letter, the test that what follows must pass for the letter to
be that head, and the reader. A letter that fails the test is an ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from derivations.reading.grammar import binders, measures, spreads
from derivations.reading.grammar.scripts import Head
from derivations.reading.grammar.syntax import Node
from derivations.reading.text.brackets import level

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser
    from derivations.reading.text.brackets import Token


def _opened(parser: Parser, head: Head) -> bool:
    return parser.kind() == "open"


def _separated(parser: Parser, head: Head) -> bool:
    """`N(x; m, v)`: a bracket with separators."""
    return _opened(parser, head) and bool(separators(parser))


def _grouped(parser: Parser, head: Head) -> bool:
    """`I(x; z)`: a bracket with groups in it."""
    return _opened(parser, head) and bool(separators(parser) & {"comma", "semicolon"})


def _is_variance(parser: Parser, head: Head) -> bool:
    """A plain V is a letter unless a bracket or a subscript follows; V(D, G) is the value of a game, V^\\pi(s) too."""
    if head.text == "V" and head.supers:
        return False
    if head.text != "V" or head.sub is not None:
        return True
    return _opened(parser, head) and (parser.peek().text != "(" or "comma" not in separators(parser))


def _is_expectation(parser: Parser, head: Head) -> bool:
    """`E_q f`, `E[f]`, `E(f)`; E before a name is one only if that is a head, and E(a, b) is a function."""
    if head.sub is not None:
        return True
    token = parser.peek()
    if not _opened(parser, head):
        if token is None or parser.product_ends():
            return False
        return head.text != "E" or (token.kind == "name" and parser.notation.is_head(token.text))
    return token.text != "(" or "comma" not in separators(parser)


def _is_entropy(parser: Parser, head: Head) -> bool:
    """Small h is an entropy of a density, of a capital variable, or with square brackets; h(x) is a function."""
    if not _opened(parser, head):
        return False
    if head.text != "h" or parser.peek().text == "[" or parser.notation.entropy_h:
        return True
    token = parser.peek(1)
    if token is not None and token.kind == "number" and _is_capital(parser.peek(2)):
        return True  # h(2X), which is not h of a number
    return token is not None and (token.text in parser.notation.densities or _is_capital(token))


def _is_capital(token: Token | None) -> bool:
    return token is not None and token.text[:1].isupper()


class Row(NamedTuple):
    applies: Callable[[Parser, Head], bool]
    read: Callable[[Parser, Head], Node]


HEADS: dict[str, Row] = {
    "kl": Row(_opened, measures.read_kl),
    "expectation": Row(_is_expectation, binders.read_expectation),
    "variance": Row(_is_variance, spreads.read_variance),
    "covariance": Row(lambda parser, head: True, spreads.read_covariance),
    "entropy": Row(_is_entropy, measures.read_entropy),
    "cross_entropy": Row(_opened, measures.read_entropy),
    "information": Row(_grouped, measures.read_information),
    "gaussian": Row(_separated, measures.read_gaussian),
}


def reader_of(parser: Parser, head: Head, role: str) -> Callable[[Parser, Head], Node] | None:
    """The reader for a head in its role; None if what follows shows that the letter is an ordinary one here."""
    row = HEADS.get(role)
    return row.read if row is not None and row.applies(parser, head) else None


def separators(parser: Parser) -> frozenset[str]:
    """Kinds of the separators at the level of the bracket that opens here."""
    found = {parser.tokens[place].kind for place in level(parser.mates, parser.position)}
    return frozenset(found & {"comma", "semicolon", "bar", "dbar"})

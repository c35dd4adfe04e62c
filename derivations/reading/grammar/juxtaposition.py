"""Signs side by side whose reach is not printed, `a / 2 c`, `\\log p q`: where several readings are usual, all stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar.syntax import Ambiguous, Apply, Divide, Mul, NamedNumber, Node, Number, Power, Symbol

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser


def quotient(parser: Parser, factors: list[Node], below: Node, start: int, opened: bool) -> list[Node]:
    """`a b / c` is (ab)/c; letters right after the denominator, a / 2 c, may belong to either part."""
    rest: list[Node] = []
    if isinstance(below, Number | Symbol | NamedNumber | Power):
        while not parser.product_ends() and parser.kind() in ("name", "number"):
            if parser.notation.is_head(parser.tokens[parser.position].text):
                break
            rest.append(parser.factor())
    span = parser.since(start)
    if opened:
        function = factors[-1]
        inner = Apply(function.function, (Divide(function.arguments[0], below, span=span),), span=span)
        if rest or parser.kind() == "sum":
            raise parser.error("what is under this '/'? write \\frac{...}{...}", below.span[0])
        return [*factors[:-1], Ambiguous((inner, Divide(function, below, span=span)), span=span)]
    above = factors[0] if len(factors) == 1 else Mul(tuple(factors), span=span)
    quotient = Divide(above, below, span=span)
    if not rest:
        return [quotient]
    whole = Divide(above, Mul((below, *rest), span=span), span=span)
    return [Ambiguous((whole, Mul((quotient, *rest), span=span)), span=span)]


def starts_operand(parser: Parser) -> bool:
    """Whether a function without brackets, as in `\\log p q`, might reach over what comes next."""
    token = parser.tokens[parser.position]
    if token.kind == "name":
        return not parser.notation.is_head(token.text) or token.text in ("const", "exp")
    return token.kind in ("number", "open", "group", "fraction", "times")


def undecided(parser: Parser, function: Apply, start: int) -> Node:
    """`\\log p q`: (log p) q or log(p q); both are kept."""
    rest: list[Node] = []
    while not parser.product_ends() and starts_operand(parser):
        parser.position += parser.kind() == "times"
        rest.append(parser.factor())
    span = parser.since(start)
    inner = Mul((*function.arguments, *rest), span=span)
    return Ambiguous((Apply(function.function, (inner,), span=span), Mul((function, *rest), span=span)), span=span)

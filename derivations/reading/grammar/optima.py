"""Optima, gradients and derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import scripts, statements
from derivations.reading.grammar.syntax import Apply, Derivative, Gradient, Node, Optimum
from derivations.reading.grammar.variables import read_variable
from derivations.reading.text.brackets import level

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser


def read_optimum(parser: Parser, head: scripts.Head) -> Node:
    """`min f` reaches to the end of its bracket; `min { f } + g` and `max(a, b)` end at the bracket."""
    kind = head.text
    if kind == "arg":
        token = parser.peek()
        if head.sub is not None or token is None or token.text not in ("min", "max"):
            raise parser.error("arg of what? min or max should follow")
        parser.position += 1
        inner = scripts.read_head(parser, token)
        kind, head = "arg" + token.text, scripts.Head(token.text, head.start, inner.sub, inner.supers, inner.primes)
    if head.supers or head.primes:
        raise parser.error(f"{kind} carries no superscript", head.start)
    over: tuple[Node, ...] = ()
    if head.sub is not None:
        over = scripts.read_range(parser, head.sub, lambda: statements.read_conditions(parser))
    if parser.kind() == "open":
        mate = parser.mates[parser.position]
        after = parser.tokens[mate + 1].kind if 0 <= mate < parser.end - 1 else ""
        braced = parser.peek().text in ("{", "[")
        several = any(parser.tokens[place].kind == "comma" for place in level(parser.mates, parser.position))
        if kind in ("min", "max") and head.sub is None and several:
            return Apply(kind, parser.inside(parser.items), span=parser.since(head.start))
        if braced and after in ("plus", "minus"):
            body = parser.inside(parser.sum)
            return Optimum(kind, over, body, span=parser.since(head.start))
    return Optimum(kind, over, parser.sum(), span=parser.since(head.start))


def read_gradient(parser: Parser) -> Node:
    start = parser.offset()
    parser.position += 1
    variables: tuple[Node, ...] = ()
    twice = False
    while (parser.kind() == "sub" and not variables) or (parser.kind() == "super" and not twice):
        if parser.kind() == "sub":
            variables = scripts.script_value(parser, parser.items)
        else:
            twice = True
            _two(parser)
    body = parser.signed_product()
    if twice:  # the matrix of second derivatives
        body = Gradient(variables, body, span=parser.since(start))
    return Gradient(variables, body, span=parser.since(start))


def read_derivative(parser: Parser) -> Node | None:
    """`\\frac{\\partial f}{\\partial x}`, `{d \\over dx} f`; None if the fraction is an ordinary one."""
    start = parser.offset()
    places = _above_and_below(parser)
    if places is None:
        return None
    (above, bar), (below, last), after = places
    if above >= bar or below + 1 >= last:
        return None
    signs = (parser.tokens[above], parser.tokens[below])
    if not all(token.kind == "partial" or (token.kind == "name" and token.text == "d") for token in signs):
        return None
    if signs[1].kind != "partial" and parser.tokens[below + 1].kind != "name":
        return None
    parser.position = above + 1
    twice = parser.kind() == "super"
    if twice:
        _two(parser)
    variables: list[Node] = []
    body: Node | None = None
    if parser.position < bar:
        with parser.window(bar):
            body = parser.sum()
            if parser.position != parser.end:
                raise parser.unexpected()
    parser.position = below
    with parser.window(last):
        while parser.position < parser.end:
            if parser.peek().kind != signs[1].kind or parser.peek().text != signs[1].text:
                raise parser.unexpected()
            parser.position += 1
            variables += _squared(parser) if twice else [read_variable(parser)]
    parser.position = after
    if twice and len(variables) != 2:
        raise parser.error("only first and second derivatives are read", start)
    if body is None:
        body = parser.signed_product()
    return Derivative(tuple(variables), body, span=parser.since(start))


def _squared(parser: Parser) -> list[Node]:
    """The x of `\\partial x`, the x and x of `\\partial x^2`."""
    place = parser.position + 1
    if place >= parser.end or parser.tokens[place].kind != "super":
        return [read_variable(parser)]
    with parser.window(place):
        variable = read_variable(parser)
    _two(parser)
    return [variable, variable]


def _two(parser: Parser) -> None:
    """Steps over the square of `\\partial^2`."""
    if [token.text for token in scripts.content_of(parser, scripts.script(parser))] != ["2"]:
        raise parser.error("only first and second derivatives are read")


def _above_and_below(parser: Parser) -> tuple[tuple[int, int], tuple[int, int], int] | None:
    """Where the numerator and the denominator of a fraction begin and end, and what follows it: of `\\frac{a}{b}` or
    of `{a \\over b}`."""
    if parser.kind() == "group":
        begin, mate = parser.position + 1, parser.mates[parser.position]
        bar = next((p for p in range(begin, max(mate, begin)) if parser.tokens[p].kind == "over"), None)
        return None if bar is None else ((begin, bar), (bar + 1, mate), mate + 1)
    above = parser.position + 1
    if parser.kind(1) != "group" or parser.mates[above] < 0:
        return None
    below = parser.mates[above] + 1
    if below >= parser.end or parser.tokens[below].kind != "group" or parser.mates[below] < 0:
        return None
    return (above + 1, parser.mates[above]), (below + 1, parser.mates[below]), parser.mates[below] + 1

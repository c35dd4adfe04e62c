"""Statements about letters: `y = 1`, `x \\in S`, `z \\sim q(z|x)`, and the subscripts made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import scripts
from derivations.reading.grammar import syntax as S

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser

LONGEST_HEAD = 40  # tokens before the sign of a draw
IN_A_HEAD = {"name", "number", "sub", "super", "prime", "group", "endgroup", "comma", "plus", "minus"}


def read_statement(parser: Parser) -> S.Node:
    """`y = 1`, `x \\in S`, `z \\sim q(z|x)`, `P: x \\sim N(m, v)`, `i, j = 1, \\ldots, d`, or a plain expression or
    list."""
    start = parser.offset()
    if (places := conditional_draw_ahead(parser)) is not None:
        return read_conditional_draw(parser, *places)
    law = names_a_law(parser)
    parser.position += 2 * bool(law)
    left = parser.items()
    token = parser.peek()
    if token is None or token.kind not in ("relation", "statement") or token.kind in parser.stops:
        return left[0] if len(left) == 1 else S.TupleOf(left, span=parser.since(start))
    parser.position += 1
    while token.text == "perp" and parser.kind() == "statement" and parser.peek().text == "perp":  # \perp\!\!\perp
        parser.position += 1
    right = read_ranged(parser)
    span = parser.since(start)
    if token.kind == "relation":
        if isinstance(right, S.Range):
            return S.Membership(left, right, span=span)
        first = left[0] if len(left) == 1 else S.TupleOf(left, span=span)
        return read_compared(parser, [first, right], [token.text], start)
    if len(left) == 1 and isinstance(left[0], S.TupleOf):
        left = left[0].elements
    if token.text == "in":
        if isinstance(right, S.TupleOf) and len(right.elements) == 2:  # (-1, 1)
            right = S.Interval(*right.elements, "()", span=right.span)
        return S.Membership(left, right, span=span)
    if token.text == "perp" and len(left) == 1:
        return S.Comparison("independent", left[0], right, span=span)
    if token.text == "sim":
        return S.Draw(left, right, law=law, span=span)
    raise parser.error(f"'{token.note}' is not a statement that can be used", token.start)


def conditional_draw_ahead(parser: Parser) -> tuple[int, int] | None:
    """Where the bar and the sign stand in `x | z, c \\sim`: names before each of them, and nothing else."""
    bar = None
    for place in range(parser.position, min(parser.end, parser.position + LONGEST_HEAD)):
        token = parser.tokens[place]
        if token.kind == "bar" and bar is None and place > parser.position:
            bar = place
        elif token.kind == "statement" and token.text == "sim" and bar is not None and place > bar + 1:
            return bar, place
        elif token.kind not in IN_A_HEAD:
            return None
    return None


def read_conditional_draw(parser: Parser, bar: int, sign: int) -> S.Node:
    start, parts = parser.offset(), []
    for end in (bar, sign):
        with parser.window(end):
            parts.append(parser.items())
            if parser.position != end:
                raise parser.unexpected()
        parser.position = end + 1
    return S.ConditionalDraw(*parts, parser.sum(), span=parser.since(start))


def names_a_law(parser: Parser) -> str:
    """The P of `P: x \\sim N(m, v)`, a density of the note as p or P; nothing of any other beginning."""
    token, last = parser.peek(), parser.end
    if token is None or token.kind != "name" or parser.kind(1) != "colon" or not token.text.isupper():
        return ""
    drawn = any(t.kind == "statement" and t.text == "sim" for t in parser.tokens[parser.position : last])
    densities = parser.notation.densities
    return token.text if drawn and {token.text, token.text.lower()} & densities else ""


def read_compared(parser: Parser, sides: list[S.Node], signs: list[str], start: int) -> S.Node:
    """The comparison of two sides; of `a = b = 1` each with the last, of `0 < b < 1` each with the next."""
    while (token := parser.peek()) is not None and token.kind == "relation" and token.kind not in parser.stops:
        parser.position += 1
        signs.append(token.text)
        sides.append(parser.sum())
    span = parser.since(start)
    if len(sides) == 2:
        return S.Comparison(signs[0], *sides, span=span)
    rights = [sides[-1]] * len(signs) if set(signs) == {"equal"} else sides[1:]
    return S.TupleOf(tuple(S.Comparison(*one, span=span) for one in zip(signs, sides, rights, strict=False)), span=span)


def read_ranged(parser: Parser) -> S.Node:
    """`1 .. d`, `1, 2, \\ldots, d` or an expression."""
    start = parser.offset()
    first = parser.sum()
    mark = parser.position
    while parser.kind() == "comma" and parser.kind(1) == "number":
        parser.position += 2
    parser.position += parser.kind() == "comma" and parser.kind(1) == "dots"
    if parser.kind() != "dots":
        parser.position = mark
        return first
    parser.position += 1
    parser.position += parser.kind() == "comma"
    return S.Range(first, parser.sum(), span=parser.since(start))


def read_conditions(parser: Parser) -> tuple[S.Node, ...]:
    """`i, j = 1`, `x, z`, `i = 1, i \\neq j`: the parts of a sum's subscript."""
    found: list[S.Node] = []
    while True:
        item = read_statement(parser)
        if isinstance(item, S.TupleOf):
            found.extend(item.elements)
        else:
            found.append(item)
        if parser.kind() not in ("comma", "semicolon"):
            return tuple(found)
        parser.position += 1


def is_distribution(node: S.Node | None) -> bool:
    """Whether an argument is a density, or a product, quotient or mixture of them, rather than a variable."""
    if isinstance(node, S.Mul):
        return any(map(is_distribution, node.factors)) and not any(isinstance(f, S.Add) for f in node.factors[1:])
    if isinstance(node, S.Add):
        return all(map(is_distribution, node.terms))
    if isinstance(node, S.Divide):
        return is_distribution(node.numerator) and (is_distribution(node.denominator) or is_plain(node.denominator))
    if isinstance(node, S.ProductOver | S.Expectation | S.Integral | S.SumOver):
        return is_distribution(node.body)
    return isinstance(node, S.Density | S.Gaussian)


def is_plain(node: S.Node) -> bool:
    """Whether no density stands in an expression."""
    return not any(S.every(S.Density | S.Gaussian, node))


def read_given(parser: Parser) -> S.Node:
    """`x` or `X = x` behind the bar of an expectation."""
    start, node = parser.offset(), parser.sum()
    if parser.kind() != "relation" or parser.peek().text != "equal":
        return node
    parser.position += 1
    return S.Comparison("equal", node, parser.sum(), span=parser.since(start))


def read_givens(parser: Parser) -> tuple[S.Node, ...]:
    """What stands behind the bar of an expectation, a variance, a covariance."""
    givens = [read_given(parser)]
    while parser.kind() == "comma":
        parser.position += 1
        givens.append(read_given(parser))
    return tuple(givens)


def read_draws(parser: Parser) -> tuple[S.Draw, ...]:
    """The subscript of an expectation: `q`, `q(z|x)`, `z`, `z \\sim q(z|x)`, `x \\sim p(x), z \\sim q(z|x)`."""
    return scripts.script_value(parser, lambda: draws(parser))


def draws(parser: Parser) -> tuple[S.Draw, ...]:
    found: list[S.Draw] = []
    pending: list[S.Node] = []
    start = parser.offset()
    while True:
        node = parser.item()
        if isinstance(node, S.TupleOf):
            pending.extend(node.elements)
        else:
            pending.append(node)
        token = parser.peek()
        if token is not None and token.kind == "statement" and token.text == "sim":
            parser.position += 1
            found.append(S.Draw(tuple(pending), parser.sum(), span=parser.since(start)))
            pending, start = [], parser.offset()
            token = parser.peek()
        if token is not None and token.kind == "bar" and pending:  # E_{z|x}: of z, given x
            parser.position += 1
            found.append(S.Draw(tuple(pending), None, parser.items(), span=parser.since(start)))
            pending, token = [], parser.peek()
        if token is None:
            break
        if token.kind not in ("comma", "semicolon"):
            raise parser.unexpected()
        parser.position += 1
    if any(isinstance(node, S.Dots) for node in pending) and not any(map(is_distribution, pending)):
        return (*found, S.Draw(tuple(pending), None, span=parser.since(start)))  # E_{z_1, \\ldots, z_K}: all the draws
    for node in pending:
        found.append(
            S.Draw((), node, span=node.span) if is_distribution(node) else S.Draw((node,), None, span=node.span)
        )
    return tuple(found)

"""What binds variables: integrals, sums, expectations, optima, derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading import names
from derivations.reading.syntax import (
    Apply,
    Comparison,
    Covariance,
    Density,
    Derivative,
    Divide,
    Draw,
    Expectation,
    Gaussian,
    Gradient,
    Index,
    Integral,
    Membership,
    Mul,
    Node,
    Optimum,
    ProductOver,
    SumOver,
    Symbol,
    TupleOf,
    Variance,
)

if TYPE_CHECKING:
    from derivations.reading.latex import Parser


def is_distribution(node: Node | None) -> bool:
    """Whether an argument is a density (or a product or quotient of them) rather than a variable."""
    if isinstance(node, Mul):
        return all(map(is_distribution, node.factors))
    if isinstance(node, Divide):
        return is_distribution(node.numerator) and is_distribution(node.denominator)
    if isinstance(node, ProductOver):
        return is_distribution(node.body)
    return isinstance(node, Density | Gaussian)


# -- integrals ------------------------------------------------------------------------------------------------------


def is_differential(parser: Parser) -> bool:
    """`dx` at the level of an integral: the letter d before a variable, not before a bracket or a function."""
    token, variable = parser.peek(), parser.peek(1)
    if token.kind != "name" or token.text != "d" or variable is None or variable.kind != "name":
        return False
    return not names.has_role(parser, variable) or variable.text in parser.notation.variables


def read_integral(parser: Parser) -> Node:
    """`\\int f dx`, `\\iint f dx dz`, `\\int dx f`, `\\int_X f dx`, `\\int_a^b f dx`, `\\int_x f`."""
    start = parser.offset()
    count = int(parser.peek().text)
    parser.position += 1
    domain, lower, upper = _limits(parser)
    saved, parser.differentials = parser.differentials, True
    variables = _differentials(parser, count)
    if variables:
        body = parser.signed_product()
    elif parser.product_ends() and parser.kind() not in ("plus", "minus"):
        raise parser.error("the integral has no body", start)
    else:
        body = parser.sum()
        variables = _differentials(parser, count)
    parser.differentials = saved
    if not variables and domain is not None and upper is None:
        named = domain.elements if isinstance(domain, TupleOf | Membership) else (domain,)
        if all(isinstance(name, Symbol | Index) and _letter(name) in parser.notation.variables for name in named):
            variables, domain = list(named), domain.domain if isinstance(domain, Membership) else None
            count = len(variables)
            if parser.kind() in ("plus", "minus"):
                raise parser.error("where does this integral end? it has no differential")
    if len(variables) != count:
        raise parser.error(f"{'i' * count}nt needs {count} differential(s), found {len(variables)}", start)
    return Integral(tuple(variables), body, domain, lower, upper, span=parser.since(start))


def _letter(node: Node) -> str:
    return node.name if isinstance(node, Symbol) else _letter(node.base) if isinstance(node, Index) else ""


def _differentials(parser: Parser, count: int) -> list[Node]:
    variables: list[Node] = []
    while len(variables) < count and parser.kind() and is_differential(parser):
        parser.position += 1
        variables.append(names.read_variable(parser))
    return variables


def _limits(parser: Parser) -> tuple[Node | None, Node | None, Node | None]:
    domain = lower = upper = None
    while parser.kind() in ("sub", "super"):
        if parser.kind() == "sub":
            domain = names.script_value(parser, parser.statement)
        else:
            upper = names.script_value(parser, parser.sum)
    if upper is not None:
        domain, lower = None, domain
    return domain, lower, upper


# -- sums and products ----------------------------------------------------------------------------------------------


def read_sum(parser: Parser) -> Node:
    """`\\sum_{j=1}^D`, `\\sum_x`, `\\sum_{x,z}`, `\\sum_{x\\in S}`, `\\sum_{i\\neq j}`; the body is a product."""
    start = parser.offset()
    node_type = SumOver if parser.peek().text == "sum" else ProductOver
    parser.position += 1
    conditions: tuple[Node, ...] = ()
    upper = None
    while parser.kind() in ("sub", "super"):
        if parser.kind() == "sub":
            conditions = names.script_value(parser, lambda: _conditions(parser))
        else:
            upper = names.script_value(parser, parser.sum)
    indices: list[Node] = []
    lower = domain = condition = None
    for item in conditions:
        if isinstance(item, Comparison) and item.relation == "equal" and lower is None:
            indices.extend(item.left.elements if isinstance(item.left, TupleOf) else (item.left,))
            lower = item.right
        elif isinstance(item, Membership) and domain is None:
            indices.extend(item.elements)
            domain = item.domain
        elif isinstance(item, Comparison) and condition is None:
            condition = item
            if not indices and isinstance(item.left, Symbol | Index):
                indices.append(item.left)
        elif isinstance(item, Symbol | Index):
            indices.append(item)
        else:
            raise parser.error("this sum's index was not understood", start)
    if upper is not None and lower is None:
        domain = domain
        if not indices:
            raise parser.error("the sum has no index", start)
    if not all(isinstance(index, Symbol | Index) for index in indices):
        raise parser.error("a sum runs over letters", start)
    body = parser.signed_product()
    return node_type(tuple(indices), body, lower, upper, domain, condition, span=parser.since(start))


def _conditions(parser: Parser) -> tuple[Node, ...]:
    """`i, j = 1`, `x, z`, `i = 1, i \\neq j`: the parts of a sum's subscript."""
    found: list[Node] = []
    while True:
        item = parser.statement()
        if isinstance(item, TupleOf):
            found.extend(item.elements)
        else:
            found.append(item)
        if parser.kind() not in ("comma", "semicolon"):
            return tuple(found)
        parser.position += 1


# -- expectations ---------------------------------------------------------------------------------------------------


def read_draws(parser: Parser) -> tuple[Draw, ...]:
    """The subscript of an expectation: `q`, `q(z|x)`, `z`, `z \\sim q(z|x)`, `x \\sim p(x), z \\sim q(z|x)`."""
    return names.script_value(parser, lambda: _draws(parser))


def _draws(parser: Parser) -> tuple[Draw, ...]:
    draws: list[Draw] = []
    pending: list[Node] = []
    start = parser.offset()
    while True:
        node = parser.sum()
        if isinstance(node, TupleOf):
            pending.extend(node.elements)
        else:
            pending.append(node)
        token = parser.peek()
        if token is not None and token.kind == "statement" and token.text == "sim":
            parser.position += 1
            draws.append(Draw(tuple(pending), parser.sum(), span=parser.since(start)))
            pending, start = [], parser.offset()
            token = parser.peek()
        if token is None:
            break
        if token.kind not in ("comma", "semicolon"):
            raise parser.unexpected()
        parser.position += 1
    for node in pending:
        draws.append(Draw((), node, span=node.span) if is_distribution(node) else Draw((node,), None, span=node.span))
    return tuple(draws)


def read_expectation(parser: Parser, head: names.Head) -> Node:
    """`E_{q}[f]`, `E_{z \\sim q} f`, `E[f]`, `E[f | x]`."""
    draws = _head_draws(parser, head)
    givens: tuple[Node, ...] = ()
    if parser.kind() == "open" and parser.peek().text != "<":
        body, givens, opened = _bracketed(parser)
        if parser.kind() == "super" and opened.text == "(":
            if isinstance(body, Symbol | Index | Density | Apply):
                raise parser.error("is the power inside the expectation? write E[...]^n or E[(...)^n]")
            body = names.raise_to(parser, body, opened.start)
    else:
        body = parser.signed_product()
    return Expectation(draws, body, givens, span=parser.since(head.start))


def _head_draws(parser: Parser, head: names.Head) -> tuple[Draw, ...]:
    if head.supers or head.primes:
        raise parser.error("an expectation carries no superscript", head.start)
    if head.sub is None:
        return ()
    return names.read_range(parser, head.sub, lambda: _draws(parser))


def _bracketed(parser: Parser):
    opened = parser.peek()

    def content() -> tuple[Node, tuple[Node, ...]]:
        body = parser.sum()
        if parser.kind() != "bar":
            return body, ()
        parser.position += 1
        return body, parser.items()

    body, givens = parser.inside(content, frozenset({"bar"}))
    return body, givens, opened


def read_variance(parser: Parser, head: names.Head) -> Node:
    draws = _head_draws(parser, head)
    if parser.kind() != "open":
        raise parser.error("a variance needs brackets")
    body, givens, _ = _bracketed(parser)
    return Variance(draws, body, givens, span=parser.since(head.start))


def read_covariance(parser: Parser, head: names.Head) -> Node:
    draws = _head_draws(parser, head)
    if parser.kind() != "open":
        raise parser.error("a covariance needs brackets")

    def content() -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        pair = parser.items()
        if parser.kind() != "bar":
            return pair, ()
        parser.position += 1
        return pair, parser.items()

    pair, givens = parser.inside(content, frozenset({"bar"}))
    if len(pair) != 2:
        return Variance(draws, pair[0], givens, span=parser.since(head.start))
    return Covariance(draws, pair[0], pair[1], givens, span=parser.since(head.start))


# -- optima and derivatives -----------------------------------------------------------------------------------------


def read_optimum(parser: Parser, head: names.Head) -> Node:
    """`min f` reaches to the end of its bracket; `min { f } + g` and `max(a, b)` end at the bracket."""
    kind = head.text
    if kind == "arg":
        token = parser.peek()
        if head.sub is not None or token is None or token.text not in ("min", "max"):
            raise parser.error("arg of what? min or max should follow")
        parser.position += 1
        inner = names.read_head(parser, token)
        kind, head = "arg" + token.text, names.Head(token.text, head.start, inner.sub, inner.supers, inner.primes)
    if head.supers or head.primes:
        raise parser.error(f"{kind} carries no superscript", head.start)
    over: tuple[Node, ...] = ()
    if head.sub is not None:
        over = names.read_range(parser, head.sub, lambda: _conditions(parser))
    if parser.kind() == "open":
        mate = parser.mates[parser.position]
        after = parser.tokens[mate + 1].kind if 0 <= mate < parser.end - 1 else ""
        braced = parser.peek().text in ("{", "[")
        if kind in ("min", "max") and head.sub is None and _has_comma(parser, parser.position, mate):
            return Apply(kind, parser.inside(parser.items), span=parser.since(head.start))
        if braced and after in ("plus", "minus"):
            body = parser.inside(parser.sum)
            return Optimum(kind, over, body, span=parser.since(head.start))
    return Optimum(kind, over, parser.sum(), span=parser.since(head.start))


def _has_comma(parser: Parser, opener: int, mate: int) -> bool:
    position = opener + 1
    while position < mate:
        if parser.tokens[position].kind == "comma":
            return True
        skip = parser.mates[position]
        position = skip + 1 if skip > position else position + 1
    return False


def read_gradient(parser: Parser) -> Node:
    start = parser.offset()
    parser.position += 1
    variables: tuple[Node, ...] = ()
    if parser.kind() == "sub":
        variables = names.script_value(parser, parser.items)
    return Gradient(variables, parser.signed_product(), span=parser.since(start))


def read_derivative(parser: Parser) -> Node | None:
    """`\\frac{\\partial f}{\\partial x}`, `\\frac{d}{dx} f`; None if the fraction is an ordinary one."""
    start, begin = parser.offset(), parser.position
    above = begin + 1
    if parser.kind(1) != "group" or parser.mates[above] < 0:
        return None
    below = parser.mates[above] + 1
    if below >= parser.end or parser.tokens[below].kind != "group" or parser.mates[below] < 0:
        return None
    signs = (parser.tokens[above + 1], parser.tokens[below + 1])
    if not all(token.kind == "partial" or (token.kind == "name" and token.text == "d") for token in signs):
        return None
    if signs[1].kind != "partial" and parser.tokens[below + 2].kind != "name":
        return None
    if any(parser.tokens[place + 2].kind == "super" for place in (above, below)):
        raise parser.error("only first derivatives are read", start)
    variables: list[Node] = []
    body: Node | None = None
    parser.position = above + 2
    if parser.position < parser.mates[above]:
        with parser.window(parser.mates[above]):
            body = parser.sum()
            if parser.position != parser.end:
                raise parser.unexpected()
    parser.position = below + 1
    with parser.window(parser.mates[below]):
        while parser.position < parser.end:
            if parser.peek().kind != signs[1].kind or parser.peek().text != signs[1].text:
                raise parser.unexpected()
            parser.position += 1
            variables.append(names.read_variable(parser))
    parser.position = parser.mates[below] + 1
    if body is None:
        body = parser.signed_product()
    return Derivative(tuple(variables), body, span=parser.since(start))

"""What binds variables: integrals, sums, expectations, optima, derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from derivations.reading.grammar import scripts, statements
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.variables import read_variable

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser
    from derivations.reading.text.brackets import Token


# -- integrals ------------------------------------------------------------------------------------------------------

BOLD = "\\mathbf{"
EVERYWHERE = S.Neg(S.NamedNumber("infinity")), S.NamedNumber("infinity")


def is_differential(parser: Parser) -> bool:
    """`dx` at the level of an integral: the letter d before a variable, not before a bracket or a function."""
    token, variable = parser.peek(), parser.peek(1)
    if token.kind != "name" or token.text != "d" or variable is None or variable.kind != "name":
        return False
    notation = parser.notation
    if variable.text in notation.variables:
        return True
    return not (parser.notation.is_head(variable.text) or variable.text in notation.densities | notation.functions)


def read_integral(parser: Parser) -> S.Node:
    """`\\int f dx`, `\\iint f dx dz`, `\\int dx f`, `\\int_X f dx`, `\\int_a^b f dx`, `\\int_x f`."""
    start = parser.offset()
    count = int(parser.peek().text)
    parser.position += 1
    domain, lower, upper = _limits(parser)
    saved, parser.differentials = parser.differentials, True
    if not any(t.text == "d" for t in parser.tokens) and (lower, upper) == EVERYWHERE:
        lower = upper = None  # as authors write it who leave the differential out
    endless = count == 1 and not (lower or upper) and not any(t.text == "d" for t in parser.tokens)
    inside = _braced(parser)
    if inside:
        parser.differentials = saved
        return S.Integral(*inside, domain, lower, upper, span=parser.since(start))
    variables = _differentials(parser, count)
    if variables or endless:
        body = parser.signed_product()
        if endless and parser.kind(1) != "integral":
            _ends(parser)
    elif parser.product_ends() and parser.kind() not in ("plus", "minus"):
        raise parser.error("the integral has no body", start)
    else:
        body = parser.sum()
        variables = _differentials(parser, count)
        if not saved and variables:  # no integral outside waits for a differential: \\int q dz_1 dz_2 takes both
            variables += _differentials(parser, len(parser.tokens))
            count = max(count, len(variables)) if count == 1 else count
    parser.differentials = saved
    if not variables and domain is not None and upper is None:
        named = domain.elements if isinstance(domain, S.TupleOf | S.Membership) else (domain,)
        if all(isinstance(name, S.Symbol | S.Index) and _letter(name) in parser.notation.variables for name in named):
            variables, domain = list(named), domain.domain if isinstance(domain, S.Membership) else None
            count = len(variables)
            if not endless:
                _ends(parser)
    elif variables and upper is None and domain is not None and _unfonted(domain) == _unfonted(*variables):
        domain = None  # \\int_{\\mathbf{x}} f dx
    if not variables and count == 1 and lower is None and upper is None and domain is None:
        variables = weighed_by(body)
        count = len(variables) or 1
        if variables:
            read = " d".join(map(_letter, variables))
            parser.warnings.append((f"this integral has no differential: read as d{read}", start))
    if len(variables) != count:
        raise parser.error(f"{'i' * count}nt needs {count} differential(s), found {len(variables)}", start)
    return S.Integral(tuple(variables), body, domain, lower, upper, span=parser.since(start))


def _ends(parser: Parser) -> None:
    """Refuses an integral without a differential before a further term: it may reach over that one too."""
    if parser.kind() in ("plus", "minus"):
        raise parser.error("where does this integral end? it has no differential")


def weighed_by(body: S.Node) -> list[S.Node]:
    """The variables that `\\int q(z) f` and `\\sum q(z) f` run over if nothing says it: those of their one density."""
    factors = body.factors if isinstance(body, S.Mul) else (body,)
    weights = [factor for factor in factors if isinstance(factor, S.Density)]
    one = len(weights) == 1 and all(isinstance(target, S.Symbol) for target in weights[0].targets)
    return list(weights[0].targets) if one else []


def _braced(parser: Parser) -> tuple[tuple[S.Node, ...], S.Node] | None:
    """`\\int{f dx}`: (variables, body) of braces that hold an integrand with its differential."""
    mate = parser.mates[parser.position] if parser.kind() == "group" else -1
    if mate < 3 or [parser.tokens[mate - 2].text, parser.tokens[mate - 1].kind] != ["d", "name"]:
        return None
    begin = parser.position
    parser.position += 1
    with parser.window(mate):
        parser.differentials = True
        body = parser.sum()
        variables = _differentials(parser, 1)
        if not variables or parser.position != parser.end:
            parser.position = begin
            return None
    parser.position = mate + 1
    return tuple(variables), body


def _unfonted(*nodes: S.Node) -> frozenset[str]:
    """The names of a list of variables, bold or not; of anything else a sign that no variable has."""
    listed = [one for node in nodes for one in (node.elements if isinstance(node, S.TupleOf) else (node,))]
    names = [S.outline(one) if isinstance(one, S.Symbol | S.Index) else "?" for one in listed]
    return frozenset(n.removeprefix(BOLD).replace("}", "", 1) if n.startswith(BOLD) else n for n in names)


def _letter(node: S.Node) -> str:
    return node.name if isinstance(node, S.Symbol) else _letter(node.base) if isinstance(node, S.Index) else ""


def _differentials(parser: Parser, count: int) -> list[S.Node]:
    variables: list[S.Node] = []
    while len(variables) < count and parser.kind() and is_differential(parser):
        parser.position += 1
        variables.append(read_variable(parser))
    return variables


def _limits(parser: Parser) -> tuple[S.Node | None, S.Node | None, S.Node | None]:
    domain = lower = upper = None
    while parser.kind() in ("sub", "super"):
        if parser.kind() == "sub":
            domain = scripts.script_value(parser, lambda: statements.read_statement(parser))
        else:
            upper = scripts.script_value(parser, parser.sum)
    if upper is not None:
        domain, lower = None, domain
    return domain, lower, upper


# -- sums and products ----------------------------------------------------------------------------------------------


def read_sum(parser: Parser) -> S.Node:
    """`\\sum_{j=1}^D`, `\\sum_x`, `\\sum_{x,z}`, `\\sum_{x\\in S}`, `\\sum_{i\\neq j}`; the body is a product."""
    start = parser.offset()
    node_type = S.SumOver if parser.peek().text == "sum" else S.ProductOver
    parser.position += 1
    conditions: tuple[S.Node, ...] = ()
    upper = None
    while parser.kind() in ("sub", "super"):
        if parser.kind() == "sub":
            conditions = scripts.script_value(parser, lambda: statements.read_conditions(parser))
        else:
            upper = scripts.script_value(parser, parser.sum)
    indices: list[S.Node] = []
    further: list[tuple[tuple[S.Node, ...], S.Node]] = []
    lower = domain = condition = None
    for item in conditions:
        if isinstance(item, S.Comparison) and item.relation == "equal" and lower is None:
            indices.extend(item.left.elements if isinstance(item.left, S.TupleOf) else (item.left,))
            lower = item.right
        elif isinstance(item, S.Membership) and domain is None:
            indices.extend(item.elements)
            domain = item.domain
        elif isinstance(item, S.Membership) and upper is None and node_type is S.SumOver:
            further.append((item.elements, item.domain))
        elif isinstance(item, S.Draw) and len(parser.notation.drawn_below) == 1 and indices:
            parser.told.append(item)  # \\sum_{i=1, x_i \\sim q}^n says where they are drawn from
        elif isinstance(item, S.Comparison) and condition is None:
            condition = item
            if not indices and isinstance(item.left, S.Symbol | S.Index):
                indices.append(item.left)
        elif isinstance(item, S.Symbol | S.Index):
            indices.append(item)
            if upper is not None and len(conditions) == 1 and _letter(item) in parser.notation.indices:
                lower = S.Number("1")  # \\sum_i^n
        else:
            raise parser.error("this sum's index was not understood", start)
    if not all(isinstance(index, S.Symbol | S.Index) for index in indices):
        raise parser.error("a sum runs over letters", start)
    first = parser.position
    body = parser.signed_product()
    if not indices and not conditions and node_type is S.SumOver and upper is None:
        indices = weighed_by(body)
        if indices:
            parser.warnings.append((f"this sum has no index: read as over {_letter(indices[0])}", start))
    if not indices:
        raise parser.error("what does this run over? the sum or product has no index", start)
    span = parser.since(start)
    for inner, its_domain in reversed(further):  # \\sum_{x \\in A, y \\in B} is \\sum_{x \\in A} \\sum_{y \\in B}
        body = node_type(inner, body, domain=its_domain, span=span)
    bracketed = parser.tokens[first].kind == "open" and parser.mates[first] == parser.position - 1
    body, rest = (body, ()) if node_type is S.SumOver or bracketed else beyond_reach(body, indices)
    node = node_type(tuple(indices), body, lower, upper, domain, condition, span=span)
    if not bracketed:
        parser.unbracketed.append(node)
    return S.Mul((node, *rest), span=span) if rest else node


def beyond_reach(body: S.Node, indices: list[S.Node]) -> tuple[S.Node, tuple[S.Node, ...]]:
    """What a product runs over, and what stands behind it: behind prod_j q_j(z_j) the logarithm of p(x,z), which knows
    no j, is there once."""
    factors = body.factors if isinstance(body, S.Mul) else ()
    last = max((k for k, f in enumerate(factors) if any(n in indices for n in S.walk(f))), default=None)
    if last is None or last == len(factors) - 1:
        return body, ()
    inside = factors[: last + 1]
    return (S.Mul(inside, span=body.span) if last else inside[0]), factors[last + 1 :]


# -- expectations ---------------------------------------------------------------------------------------------------


def read_expectation(parser: Parser, head: scripts.Head) -> S.Node:
    """`E_{q}[f]`, `E_{z \\sim q} f`, `E[f]`, `E[f | x]`."""
    draws = head_draws(parser, head)
    givens: tuple[S.Node, ...] = ()
    if parser.kind() == "open" and parser.peek().text != "<":
        body, givens, opened = bracketed(parser, parser.sum)
        if parser.kind() == "super" and opened.text == "(":
            if isinstance(body, S.Symbol | S.Index | S.Density | S.Apply):
                raise parser.error("is the power inside the expectation? write E[...]^n or E[(...)^n]")
            body = scripts.raise_to(parser, body, opened.start)
    else:
        body = parser.signed_product()
        parser.unbracketed.append(S.Expectation(draws, body, span=parser.since(head.start)))
        return parser.unbracketed[-1]
    return S.Expectation(draws, body, givens, span=parser.since(head.start))


def head_draws(parser: Parser, head: scripts.Head) -> tuple[S.Draw, ...]:
    """What stands below the head of a mean or a variance."""
    if head.supers or head.primes:
        raise parser.error("an expectation carries no superscript", head.start)
    if head.sub is None:
        return ()
    return scripts.read_range(parser, head.sub, lambda: statements.draws(parser), frozenset({"bar"}))


def bracketed(parser: Parser, read: Callable[[], Any]) -> tuple[Any, tuple[S.Node, ...], Token]:
    """What stands in brackets, and behind a bar in them; and the opening one."""
    opened = parser.peek()

    def content() -> tuple[Any, tuple[S.Node, ...]]:
        body = read()
        if parser.kind() != "bar":
            return body, ()
        parser.position += 1
        return body, statements.read_givens(parser)

    body, givens = parser.inside(content, frozenset({"bar"}))
    return body, givens, opened

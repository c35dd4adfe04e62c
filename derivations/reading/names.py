"""What a name means: a head with a meaning of its own, a density, a function, or a symbol with decoration.

Rules, decided by the notation table and by what `habits` saw in the whole note:
    density      its letter (hats, stars and subscripts aside) is a density letter: p(z|x), \\tilde p, q^*, p_\\theta.
    function     the note applies it somewhere to a list of variables ( \\mu(x), L(m, v) ) or declares it; then any bracket
                 after it holds arguments.  A name never so applied is a factor before a bracket: c(1 + s).
    component    a subscript of index letters is an Index (z_i); a label (g, \\phi, data, KL) is part of the name.
                 A number is an index only of a name that elsewhere carries an index letter, otherwise part of the name.
    superscript  * ' \\dagger and words are part of the name, (l) and [l] an index, T and \\top transpose, the rest powers;
                 a bound index on a variable (x^i) is an index.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from derivations.reading import binders, measures
from derivations.reading.notation import DOUBLE_BAR_ROLES, PROSE_WORDS, SUBSCRIPTED_ROLES
from derivations.reading.syntax import (
    Apply,
    Constant,
    Index,
    Mul,
    NamedNumber,
    Node,
    Power,
    Range,
    Symbol,
    Transpose,
)
from derivations.reading.tokens import Token, spelled

if TYPE_CHECKING:
    from derivations.reading.latex import Parser

_Result = TypeVar("_Result")
Place = tuple[int, int]
CONDITION_TEXTS = PROSE_WORDS | {"若", "当", "如果", "其他", "其它", "否则"}


class Head(NamedTuple):
    """A name and the token ranges of its scripts, not yet interpreted."""

    text: str
    start: int
    sub: Place | None = None
    supers: tuple[Place, ...] = ()
    primes: int = 0


# -- scripts --------------------------------------------------------------------------------------------------------


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
    if token.kind == "number" and len(token.text) > 1:
        raise parser.error("put braces around this script")
    if token.kind in ("fraction", "root", "open", "close", "endgroup", "integral", "sum"):
        raise parser.error("put braces around this script")
    parser.position += 1
    return parser.position - 1, parser.position


def read_range(parser: Parser, place: Place, read: Callable[[], _Result]) -> _Result:
    """Reads a range of tokens that was stepped over, completely."""
    if place[0] >= place[1]:
        raise parser.error("empty braces", parser.tokens[place[0] - 1].start)
    saved, parser.position = parser.position, place[0]
    with parser.window(place[1]):
        result = read()
        if parser.position != place[1]:
            raise parser.unexpected()
    parser.position = saved
    return result


def script_value(parser: Parser, read: Callable[[], _Result]) -> _Result:
    return read_range(parser, script(parser), read)


def script_expression(parser: Parser) -> Node:
    return script_value(parser, parser.sum)


def _content(parser: Parser, place: Place) -> list[Token]:
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


def _is_label(tokens: list[Token]) -> bool:
    """A superscript that belongs to the name: a star, a prime, a sign alone, a word."""
    if len(tokens) == 1:
        token = tokens[0]
        return token.kind in ("star", "times", "prime", "text", "word", "plus", "minus") or (
            token.kind == "name" and len(token.text) > 1 and token.text.isalpha()
        )
    kinds = {token.kind for token in tokens}
    return kinds <= {"prime"} or (kinds <= {"name"} and spelled(tokens) in ("old", "new", "opt"))


def _sample_index(tokens: list[Token]) -> bool:
    return len(tokens) >= 3 and tokens[0].kind == "open" and tokens[-1].kind == "close" and len(tokens) <= 5


def _is_transpose(tokens: list[Token]) -> bool:
    return len(tokens) == 1 and (tokens[0].kind == "transpose" or tokens[0].text in ("T", r"\mathsf{T}", r"\mathbf{T}"))


def raise_to(parser: Parser, node: Node, start: int) -> Node:
    """`node^{...}` for anything that is not a name."""
    place = script(parser)
    content = _content(parser, place)
    if _is_transpose(content):
        return Transpose(node, span=parser.since(start))
    if _sample_index(content):
        return Index(node, _sample(parser, place), True, span=parser.since(start))
    if _is_label(content):
        raise parser.error("a label on an expression: only names carry it", content[0].start)
    return Power(node, read_range(parser, place, parser.sum), span=parser.since(start))


def _sample(parser: Parser, place: Place) -> tuple[Node, ...]:
    return read_range(parser, (place[0] + 1, place[1] - 1), parser.items)


def component(parser: Parser, node: Node, start: int) -> Node:
    """`[...]_i`: the component of a power is the power of the component."""
    place = script(parser)
    if not _is_index(parser, _content(parser, place), True):
        raise parser.error("a label on an expression: only names carry it")
    indices = _indices(parser, place)
    span = parser.since(start)
    if isinstance(node, Power):
        return Power(Index(node.base, indices, span=span), node.exponent, span=span)
    return Index(node, indices, span=span)


def _is_index(parser: Parser, tokens: list[Token], numbers: bool) -> bool:
    """Whether a subscript consists of index letters (and numbers beside them)."""
    letters = 0
    notation = parser.notation
    for token in tokens:
        if token.kind == "name":
            if token.text not in notation.indices and token.text not in notation.bound_indices:
                return False
            letters += 1
        elif token.kind == "number":
            letters += numbers
        elif token.kind not in ("comma", "plus", "minus", "colon"):
            return False
    return letters > 0


def _indices(parser: Parser, place: Place) -> tuple[Node, ...]:
    """`i`, `i,j`, `ij`, `i+1`, `1:T`, `-i`."""
    content = _content(parser, place)
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


# -- names ----------------------------------------------------------------------------------------------------------


def has_role(parser: Parser, token: Token) -> bool:
    """Whether a name is a head with a meaning of its own (log, E, KL, min, ...) rather than a symbol or density."""
    role = parser.notation.roles.get(token.text)
    return (
        role is not None and (len(token.text) > 1 or role in ("expectation",)) and role not in ("constant", "gaussian")
    )


def read_name(parser: Parser) -> Node:
    token = parser.tokens[parser.position]
    parser.position += 1
    head = read_head(parser, token)
    notation = parser.notation
    role = notation.roles.get(head.text)
    if head.sub is not None and (head.text, spelled(_content(parser, head.sub))) in SUBSCRIPTED_ROLES:
        return measures.read_kl(parser, head)
    if head.text in DOUBLE_BAR_ROLES and measures.holds_double_bar(parser):
        return measures.read_kl(parser, head)
    if role is not None and (read := measures.reader_of(parser, head, role)):
        return read(parser, head)
    if role in ("log", "function"):
        return _apply_named(parser, head)
    if role == "optimum":
        return binders.read_optimum(parser, head)
    if role == "constant":
        return Constant("const", span=parser.since(head.start))
    if measures.is_density(parser, head):
        return measures.read_density(parser, head)
    return _symbol(parser, head)


def _apply_named(parser: Parser, head: Head) -> Node:
    """`log`, `exp`, `det`, ...: a bracket is the operand, otherwise one factor (a number takes its letters along)."""
    if head.sub is not None:
        raise parser.error(f"the subscript of {head.text} is not understood", head.start)
    power = None
    if head.supers or head.primes:
        if len(head.supers) != 1 or head.primes or _content(parser, head.supers[0])[0].kind != "number":
            raise parser.error(f"the superscript of {head.text} is not understood", head.start)
        power = read_range(parser, head.supers[0], parser.sum)
    token = parser.peek()
    if token is None:
        raise parser.unexpected()
    open_scope = False
    if token.kind == "open":
        operand = parser.inside(parser.listed)
        if parser.kind() == "super":
            raise parser.error(f"does the power belong to {head.text} or to its operand? write {head.text}[(...)^n]")
    elif token.kind == "number":
        operand = _run_of_letters(parser)
    else:
        operand = parser.factor()
        open_scope = token.kind not in ("group", "fraction", "root", "bar", "baropen", "begin")
    node: Node = Apply(head.text, (operand,), span=parser.since(head.start))
    if power is not None:
        return Power(node, power, span=node.span)
    if open_scope and not (isinstance(operand, Apply) and operand.function in parser.notation.roles):
        parser.open_function = node
    return node


def _run_of_letters(parser: Parser) -> Node:
    """`\\log 2\\pi e\\sigma^2`: a number takes the letters that follow without a sign between."""
    start = parser.offset()
    factors = [parser.factor()]
    while not parser.product_ends() and parser.kind() == "name":
        token = parser.peek()
        if has_role(parser, token):
            break
        factors.append(parser.factor())
    return factors[0] if len(factors) == 1 else Mul(tuple(factors), span=parser.since(start))


def _symbol(parser: Parser, head: Head) -> Node:
    notation, start = parser.notation, head.start
    name, indices, powers, transposed = decorated_name(parser, head)
    raised = [place for place in powers if _sample_index(_content(parser, place))]
    for place in raised:
        powers.remove(place)
    node: Node
    applied = parser.kind() == "open" and _is_function(parser, name)
    if applied:
        node = measures.read_application(parser, name, start)
    elif name == "e" and not indices and powers and name not in notation.variables:
        place = powers.pop(0)
        node = Apply("exp", (read_range(parser, place, parser.sum),), span=parser.since(start))
    elif name in ("e", r"\pi") and not indices and name not in notation.variables and name not in notation.indices:
        node = NamedNumber(name.lstrip("\\"), span=parser.since(start))
    else:
        node = Symbol(name, span=parser.since(start))
    if indices:
        node = Index(node, indices, span=parser.since(start))
    for place in raised:
        node = Index(node, _sample(parser, place), True, span=parser.since(start))
    for place in powers:
        node = _power(parser, node, place, start)
    return Transpose(node, span=parser.since(start)) if transposed else node


def _power(parser: Parser, node: Node, place: Place, start: int) -> Node:
    content = _content(parser, place)
    base = node.base if isinstance(node, Index) else node
    if (len(content) == 1 and content[0].text in parser.notation.bound_indices and isinstance(base, Symbol)
            and base.name in parser.notation.variables):  # fmt: skip
        return Index(node, read_range(parser, place, parser.items), True, span=parser.since(start))
    exponent = read_range(parser, place, parser.sum)
    return Power(node, exponent, span=parser.since(start))


def decorated_name(parser: Parser, head: Head) -> tuple[str, tuple[Node, ...], list[Place], bool]:
    """(name with its labels, index nodes, superscripts left over as powers or sample indices, transposed)."""
    name, indices = head.text, ()
    if head.sub is not None:
        content = _content(parser, head.sub)
        if not content:
            raise parser.error("empty subscript", head.start)
        if _is_index(parser, content, head.text in parser.notation.indexed):
            indices = _indices(parser, head.sub)
        else:
            label, place = _label_and_index(parser, head.sub)
            name += "_{" + label + "}"
            if place is not None:
                indices = _indices(parser, place)
    powers: list[Place] = []
    transposed = False
    for place in head.supers:
        content = _content(parser, place)
        if not content:
            raise parser.error("empty superscript", head.start)
        if _is_label(content):
            name += "^{" + spelled(content) + "}"
        elif _is_transpose(content):
            transposed = True
        else:
            powers.append(place)
    return name + "'" * head.primes, indices, powers, transposed


def _label_and_index(parser: Parser, place: Place) -> tuple[str, Place | None]:
    """`\\phi, j` is the label \\phi and the index j."""
    begin, end = place
    content = _content(parser, place)
    for position in range(len(content) - 1, 0, -1):
        if content[position].kind == "comma":
            rest = content[position + 1 :]
            if rest and _is_index(parser, rest, False):
                return spelled(content[:position]), (begin + position + 1, end)
            break
    if any(token.kind in ("relation", "statement", "unreadable") for token in content):
        raise parser.error("this subscript is not understood", content[0].start)
    return spelled(content), None


def _is_function(parser: Parser, name: str) -> bool:
    """Seen applied in this kind of bracket somewhere in the note, or declared."""
    bracket = parser.peek().text
    return (name if bracket == "(" else name + bracket) in parser.notation.functions


def read_variable(parser: Parser) -> Node:
    """The variable of a differential: a letter with its scripts."""
    token = parser.peek()
    if token is None or token.kind != "name":
        raise parser.error("a variable should follow")
    parser.position += 1
    head = read_head(parser, token)
    name, indices, powers, transposed = decorated_name(parser, head)
    if transposed or any(not _sample_index(_content(parser, place)) and not _bound(parser, place) for place in powers):
        raise parser.error("a variable carries no power", token.start)
    node: Node = Symbol(name, span=parser.since(token.start))
    if indices:
        node = Index(node, indices, span=node.span)
    for place in powers:
        inside = (
            _sample(parser, place)
            if _sample_index(_content(parser, place))
            else read_range(parser, place, parser.items)
        )
        node = Index(node, inside, True, span=node.span)
    return node


def _bound(parser: Parser, place: Place) -> bool:
    content = _content(parser, place)
    return len(content) == 1 and content[0].text in parser.notation.bound_indices

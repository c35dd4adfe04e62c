"""What a factor may begin with: numbers, fractions, roots, brackets, bars, cases and matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import optima, scripts, statements
from derivations.reading.grammar import syntax as S
from derivations.reading.text.brackets import Token, level
from derivations.reading.text.notation import CASES, MATRICES, PROSE_WORDS

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser

_BRACKETS = {"(": "()", "[": "[]", "{": "{}", "<": "⟨⟩", "floor": "⌊⌋", "ceil": "⌈⌉"}
CONDITION_TEXTS = PROSE_WORDS | {"若", "当", "如果", "其他", "其它", "否则"}


def read_number(parser: Parser) -> S.Node:
    token = parser.tokens[parser.position]
    parser.position += 1
    if parser.kind() == "number":
        raise parser.error("two numbers side by side")
    return S.Number(token.text, span=(token.start, token.end))


def read_constant(parser: Parser) -> S.Node:
    token = parser.tokens[parser.position]
    parser.position += 1
    return S.NamedNumber(token.text, span=(token.start, token.end))


def read_text(parser: Parser) -> S.Node:
    token = parser.tokens[parser.position]
    word = token.text.strip()
    if not word.replace("-", "").isalnum() or not word.isascii():
        raise parser.error(f"text '{word}' inside a formula")
    parser.position += 1
    if parser.kind() != "sub":
        return S.Symbol(word, span=(token.start, token.end))
    head = scripts.Head(word, token.start, scripts.script(parser))  # the parents \text{pa}_{Z}
    name, indices, *_ = scripts.decorated_name(parser, head)
    node = S.Symbol(name, span=parser.since(token.start))
    return S.Index(node, indices, span=node.span) if indices else node


def read_fraction(parser: Parser) -> S.Node:
    start = parser.offset()
    derivative = optima.read_derivative(parser)
    if derivative is not None:
        return derivative
    parser.position += 1
    above = parser.argument(parser.sum)
    below = parser.argument(parser.sum)
    return S.Divide(above, below, span=parser.since(start))


def read_root(parser: Parser) -> S.Node:
    start = parser.offset()
    parser.position += 1
    if parser.kind() == "open" and parser.peek().text == "[":
        raise parser.error("only square roots are read: write a power")
    return S.Apply("sqrt", (parser.argument(parser.sum),), span=parser.since(start))


def read_binom(parser: Parser) -> S.Node:
    start = parser.offset()
    parser.position += 1
    return S.Apply("binom", (parser.argument(parser.sum), parser.argument(parser.sum)), span=parser.since(start))


def read_decorated(parser: Parser) -> S.Node:
    """`\\underbrace{a}_{why}` is a; a name below it, `\\mathcal{L}(q)`, is told as what a is called."""
    parser.position += 1
    node = parser.argument(parser.sum)
    while parser.kind() in ("sub", "super"):
        label = scripts.script(parser)
        after, remarks = parser.position, len(parser.warnings)
        try:
            name = scripts.read_range(parser, label, parser.sum)
        except ValueError:  # the parser's own: words below a brace say why, and are no name
            name = None
        parser.position = after
        del parser.warnings[remarks:]
        if isinstance(name, S.Symbol | S.Apply) and not any(S.every(S.Dots, node)):  # `n` below a + ... + a is a count
            parser.told.append(S.Comparison("define", name, node, span=name.span))
    return node


def holds_signed(parser: Parser) -> bool:
    """Whether what follows is a group, perhaps decorated, that begins with a plus or minus."""
    ahead = parser.kind() == "decorated"
    return parser.kind(ahead) == "group" and parser.kind(ahead + 1) in ("plus", "minus")


def bare_sum(parser: Parser) -> Token | None:
    """The brace that opens here, if only it holds a sum together: 2 {a + b} is printed 2 a + b."""
    places = level(parser.mates, parser.position) if parser.kind() == "group" else ()
    signs = (place for place in places if parser.tokens[place].kind in ("plus", "minus"))
    return parser.peek() if any(place > parser.position + 1 for place in signs) else None


def read_group(parser: Parser) -> S.Node:
    derivative = optima.read_derivative(parser)  # {d \over dx} f
    return parser.inside(parser.listed) if derivative is None else derivative


def read_bracket(parser: Parser) -> S.Node:
    start = parser.offset()
    opener = parser.tokens[parser.position]
    mate = parser.mates[parser.position]
    if opener.text == "<":
        return read_angle(parser, start)
    if opener.text in ("floor", "ceil"):
        return S.Apply(opener.text, (parser.inside(parser.sum),), span=parser.since(start))
    items = parser.inside(parser.items)
    span = parser.since(start)
    closer = parser.tokens[mate]
    if opener.text == "{":
        if len(items) == 3 and isinstance(items[1], S.Dots):
            return S.Range(items[0], items[2], span=span)
        if len(items) == 4 and isinstance(items[2], S.Dots):
            return S.Range(items[0], items[3], span=span)
        return items[0] if len(items) == 1 else S.SetOf(items, span=span)
    if len(items) == 2 and (opener.text != closer.text or opener.text == "["):
        shape = _BRACKETS[opener.text][0] + _BRACKETS[closer.text][1]
        return S.Interval(items[0], items[1], shape, span=span)
    return items[0] if len(items) == 1 else S.TupleOf(items, span=span)


def read_angle(parser: Parser, start: int) -> S.Node:
    """`\\langle f \\rangle_{q}` is the expectation of f; `\\langle a, b \\rangle` an inner product."""
    items = parser.inside(parser.items)
    if len(items) == 2 and parser.kind() != "sub":
        return S.Apply("inner", items, span=parser.since(start))
    if len(items) != 1:
        raise parser.error("angle brackets hold one expression or two", start)
    draws: tuple[S.Draw, ...] = statements.read_draws(parser) if parser.kind() == "sub" else ()
    return S.Expectation(draws, items[0], span=parser.since(start))


def read_bars(parser: Parser) -> S.Node:
    """`|a|` where an operand is expected; the next bar of the same kind closes it."""
    token = parser.tokens[parser.position]
    closing = {"bar": ("bar", "barclose"), "baropen": ("barclose", "bar")}.get(token.kind, ("dbar", "dbarclose"))
    saved = parser.stops, parser.differentials
    parser.stops, parser.differentials = frozenset((*closing, "dbar")), False
    start = token.start
    parser.position += 1
    operand = parser.sum()
    parser.stops, parser.differentials = saved
    double = parser.peek()
    if double is not None and double.kind == "dbar" and double.note == "||" and "bar" in closing:
        # |a||b|: the first half closes, the second opens
        parser.tokens[parser.position] = Token("bar", "|", double.start + 1, double.end, "|")
        return S.Bars(operand, span=(start, double.start + 1))
    if parser.kind() not in closing:
        raise parser.error(f"'{token.note or token.text}' is not closed", start)
    parser.position += 1
    if "dbar" not in closing:
        return S.Bars(operand, span=parser.since(start))
    order = None
    if parser.kind() == "sub":
        order = scripts.script_expression(parser)
    return S.Norm(operand, order, span=parser.since(start))


def read_environment(parser: Parser) -> S.Node:
    """`cases` and matrices; the rows of other environments are the note's business."""
    start, opener = parser.offset(), parser.tokens[parser.position]
    if opener.text not in CASES and opener.text not in MATRICES:
        raise parser.error(f"environment '{opener.text}' inside a formula")
    parser.position += 1
    rows: list[list[S.Node | None]] = [[]]
    while True:
        cell_end, depth = parser.position, 0
        while cell_end < parser.end:
            kind = parser.tokens[cell_end].kind
            if kind in ("group", "begin"):
                depth += 1
            elif depth and kind in ("endgroup", "end"):
                depth -= 1
            elif not depth and kind in ("amp", "row", "end"):
                break
            cell_end += 1
        if cell_end >= parser.end:
            raise parser.error(f"\\begin{{{opener.text}}} is not closed", start)
        rows[-1].append(read_cell(parser, cell_end, opener.text in CASES and len(rows[-1]) == 1))
        parser.position = cell_end + 1
        kind = parser.tokens[cell_end].kind
        if kind == "row" and parser.kind() != "end":
            rows.append([])
        elif kind != "amp":
            break
    parser.position += parser.kind() == "end" and parser.tokens[parser.position - 1].kind == "row"
    if opener.text in MATRICES:
        if any(cell is None for row in rows for cell in row):
            raise parser.error("an entry of this matrix is empty", start)
        return S.Matrix(tuple(tuple(row) for row in rows), span=parser.since(start))
    if any(len(row) > 2 or row[0] is None for row in rows):
        raise parser.error("each case is a value and a condition", start)
    branches = (S.Branch(row[0], row[1] if row[1:] else None, span=row[0].span) for row in rows)
    return S.Cases(tuple(branches), span=parser.since(start))


def read_cell(parser: Parser, end: int, condition: bool) -> S.Node | None:
    if not condition:
        while end > parser.position and parser.tokens[end - 1].kind in ("comma", "semicolon", "gap"):
            end -= 1
    else:
        while parser.position < end and parser.kind() in ("text", "comma", "gap", "word", "prose", "name"):
            token = parser.tokens[parser.position]
            word = token.text.strip().lower()
            if token.kind == "name" or (token.kind == "text" and word not in CONDITION_TEXTS):
                break
            parser.position += 1
        while end > parser.position and parser.tokens[end - 1].kind in ("comma", "stop", "gap", "semicolon"):
            end -= 1
    if parser.position >= end:
        return None
    with parser.window(end):
        node = statements.read_statement(parser) if condition else parser.sum()
        if parser.position != end:
            raise parser.unexpected()
    return node

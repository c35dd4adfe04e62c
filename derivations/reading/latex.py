"""One formula to one tree: a Pratt parser over the tokens of `tokens`.

    sum      := [sign] product (sign product)*
    product  := factor (juxtaposed factor | times factor | '/' factor)*
    factor   := primary postfix*          postfix: ^script _script ' !

What a name means when brackets or scripts follow stands in `names`, what binds variables in `binders`; both are
tables of functions keyed by the role that the notation table gives.  The parser fails closed: `ReadingError` carries
the offset and the cause, and a formula that is not consumed to its end is an error, never a part of a formula.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TypeVar

from derivations.reading import binders, names
from derivations.reading.notation import CASES, MATRICES, Notation
from derivations.reading.syntax import (
    Add,
    Ambiguous,
    Apply,
    Bars,
    Branch,
    Cases,
    Comparison,
    Divide,
    Dots,
    Draw,
    Expectation,
    Interval,
    Matrix,
    Membership,
    Mul,
    NamedNumber,
    Neg,
    Node,
    Norm,
    Number,
    Placeholder,
    Power,
    Range,
    SetOf,
    Symbol,
    TupleOf,
)
from derivations.reading.tokens import Token, pair, tokenize

DEEPEST = 48
_END_OF_PRODUCT = frozenset({"plus", "minus", "close", "endgroup", "comma", "semicolon", "relation", "statement", "over",
                             "colon", "barclose", "dbarclose", "dslash", "dots", "end", "stop"})  # fmt: skip
_Result = TypeVar("_Result")
_BRACKETS = {"(": "()", "[": "[]", "{": "{}", "<": "⟨⟩", "floor": "⌊⌋", "ceil": "⌈⌉"}


class ReadingError(ValueError):
    """What was not understood, and where: `offset` counts characters of the note."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message, self.offset = message, offset


class Parser:
    """Reads `tokens[position:end]`; `stops` are the separators that end an expression in the present bracket."""

    def __init__(self, tokens: list[Token], notation: Notation, finish: int = 0) -> None:
        self.tokens, self.notation = tokens, notation
        self.mates = pair(tokens)
        self.position, self.end = 0, len(tokens)
        self.finish = finish or (tokens[-1].end if tokens else 0)
        self.stops: frozenset[str] = frozenset()
        self.differentials = False
        self.depth = 0
        self.open_function: Node | None = None
        self.warnings: list[tuple[str, int]] = []

    # -- the window on the tokens -------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> Token | None:
        position = self.position + ahead
        return self.tokens[position] if position < self.end else None

    def kind(self, ahead: int = 0) -> str:
        position = self.position + ahead
        return self.tokens[position].kind if position < self.end else ""

    def offset(self) -> int:
        return self.tokens[self.position].start if self.position < len(self.tokens) else self.finish

    def since(self, start: int) -> tuple[int, int]:
        """The span from offset `start` to the last token read."""
        return start, self.tokens[self.position - 1].end if self.position else start

    def error(self, message: str, offset: int | None = None) -> ReadingError:
        return ReadingError(message, self.offset() if offset is None else offset)

    @contextmanager
    def window(self, end: int, stops: frozenset[str] = frozenset()):
        """A bracket's inside: ends at token `end`, has separators of its own and no differential of an outer integral."""
        saved = self.end, self.stops, self.differentials
        self.end, self.stops, self.differentials = end, stops, False
        yield
        self.end, self.stops, self.differentials = saved

    def inside(self, read: Callable[[], _Result], stops: frozenset[str] = frozenset()) -> _Result:
        """Reads the whole content of the bracket that opens here, and the closing sign."""
        opener, mate = self.tokens[self.position], self.mates[self.position]
        if mate < 0 or mate >= self.end:
            raise self.error(f"'{opener.note or opener.text}' is not closed")
        self.position += 1
        if self.position == mate:
            raise self.error("nothing between the brackets", opener.start)
        with self.window(mate, stops):
            result = read()
            if self.position != mate:
                raise self.unexpected()
        self.position = mate + 1
        return result

    def unexpected(self) -> ReadingError:
        token = self.peek()
        if token is None:
            return self.error("the formula ends where something should follow")
        shown = token.note or token.text
        if token.kind == "unreadable":
            return self.error(f"unknown sign or command '{shown}'")
        if token.kind == "word":
            return self.error(
                f"unknown word '{token.text}': write \\text{{...}} or \\operatorname{{...}}, or declare it"
            )
        if token.kind in ("open", "group"):
            return self.error(f"'{shown}' is not closed")
        if token.kind in ("close", "endgroup"):
            return self.error(f"'{shown}' closes nothing")
        return self.error(f"'{shown}' is out of place here")

    # -- sums, products, factors --------------------------------------------------------------------------------

    def whole(self) -> Node:
        """The complete formula; anything left over is an error."""
        node = self.listed()
        if self.position != self.end:
            raise self.unexpected()
        return node

    def listed(self) -> Node:
        """One expression, or several with commas as a tuple."""
        start = self.offset()
        items = self.items()
        return items[0] if len(items) == 1 else TupleOf(items, span=self.since(start))

    def items(self, separators: tuple[str, ...] = ("comma",)) -> tuple[Node, ...]:
        read = [self.item()]
        while self.kind() in separators:
            self.position += 1
            read.append(self.item())
        return tuple(read)

    def item(self) -> Node:
        """What may stand in a list: an expression, dots, or the dot of q(.|x)."""
        kind, after, start = self.kind(), self.kind(1), self.offset()
        alone = self.position + 1 == self.end or after in ("comma", "semicolon") or after in self.stops
        if alone and kind in ("dots", "times"):
            self.position += 1
            return (Dots if kind == "dots" else Placeholder)(span=self.since(start))
        return self.sum()

    def sum(self) -> Node:
        start = self.offset()
        terms: list[Node] = []
        while True:
            sign, minus = self.offset(), False
            while self.kind() in ("plus", "minus"):
                minus ^= self.kind() == "minus"
                self.position += 1
            term = self.product()
            terms.append(Neg(term, span=self.since(sign)) if minus else term)
            if self.kind() not in ("plus", "minus"):
                break
        node = terms[0] if len(terms) == 1 else Add(tuple(terms), span=self.since(start))
        if self.kind() == "over":
            self.position += 1
            node = Divide(node, self.sum(), span=self.since(start))
        return node

    def signed_product(self) -> Node:
        """A binder's body without brackets: a product that may carry a sign of its own."""
        start = self.offset()
        if self.kind() == "minus":
            self.position += 1
            return Neg(self.product(), span=self.since(start))
        return self.product()

    def product(self) -> Node:
        start = self.offset()
        factors = [self.factor()]
        while not self.product_ends():
            token = self.tokens[self.position]
            opened = self.open_function is factors[-1]
            if token.kind == "slash":
                self.position += 1
                factors = [self.quotient(factors, self.factor(), start, opened)]
            elif opened and self.starts_operand():
                factors.append(self.undecided(factors.pop(), start))
            elif token.kind == "times":
                self.position += 1
                sign = self.offset()
                minus = self.kind() == "minus"
                self.position += minus
                factor = self.factor()
                factors.append(Neg(factor, span=self.since(sign)) if minus else factor)
            else:
                factors.append(self.factor())
        self.open_function = None
        return factors[0] if len(factors) == 1 else Mul(tuple(factors), span=self.since(start))

    def product_ends(self) -> bool:
        token = self.peek()
        if token is None or token.kind in _END_OF_PRODUCT or token.kind in self.stops:
            return True
        return self.differentials and binders.is_differential(self)

    def quotient(self, factors: list[Node], below: Node, start: int, opened: bool) -> Node:
        """`a b / c` is (ab)/c; what comes after a letter or number in the denominator could belong to either part."""
        span = self.since(start)
        if isinstance(below, Number | Symbol | NamedNumber | Power) and not self.product_ends():
            token = self.tokens[self.position]
            if token.kind == "number" or (token.kind == "name" and not names.has_role(self, token)):
                raise self.error("is this still under the '/'? write \\frac{...}{...}", token.start)
        if opened:
            function = factors[-1]
            inner = Apply(function.function, (Divide(function.arguments[0], below, span=span),), span=span)
            readings = (inner, Divide(function, below, span=span))
            return (
                Mul((*factors[:-1], Ambiguous(readings, span=span)), span=span)
                if factors[1:]
                else Ambiguous(readings, span=span)
            )
        above = factors[0] if len(factors) == 1 else Mul(tuple(factors), span=span)
        return Divide(above, below, span=span)

    def starts_operand(self) -> bool:
        """Whether a function without brackets, as in `\\log p q`, might reach over what comes next."""
        token = self.tokens[self.position]
        if token.kind == "name":
            return not names.has_role(self, token) or token.text == "const"
        return token.kind in ("number", "open", "group", "fraction", "times")

    def undecided(self, function: Apply, start: int) -> Node:
        """`\\log p q`: (log p) q or log(p q); both are kept."""
        rest: list[Node] = []
        while not self.product_ends() and self.starts_operand():
            self.position += self.kind() == "times"
            rest.append(self.factor())
        span = self.since(start)
        inner = Mul((*function.arguments, *rest), span=span)
        return Ambiguous((Apply(function.function, (inner,), span=span), Mul((function, *rest), span=span)), span=span)

    def factor(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"nested more than {DEEPEST} deep")
        start = self.offset()
        token = self.peek()
        read = _PRIMARY.get(token.kind) if token else None
        if read is None or token.kind in self.stops:
            raise self.unexpected()
        node = read(self)
        if self.kind() in ("super", "sub", "prime", "factorial"):
            node = self.postfix(node, start)
        self.depth -= 1
        return node

    def postfix(self, node: Node, start: int) -> Node:
        """Scripts after something in brackets, or after an applied function."""
        while (kind := self.kind()) in ("super", "sub", "prime", "factorial"):
            if kind == "factorial":
                self.position += 1
                node = Apply("factorial", (node,), span=self.since(start))
            elif kind == "super":
                node = names.raise_to(self, node, start)
            elif kind == "sub":
                node = names.component(self, node, start)
            else:
                raise self.error("a prime belongs to a name, not to an expression")
        return node

    # -- primaries ----------------------------------------------------------------------------------------------

    def number(self) -> Node:
        token = self.tokens[self.position]
        self.position += 1
        if self.kind() == "number":
            raise self.error("two numbers side by side")
        return Number(token.text, span=(token.start, token.end))

    def constant(self) -> Node:
        token = self.tokens[self.position]
        self.position += 1
        return NamedNumber(token.text, span=(token.start, token.end))

    def text(self) -> Node:
        token = self.tokens[self.position]
        word = token.text.strip()
        if not word.replace("-", "").isalnum() or not word.isascii():
            raise self.error(f"text '{word}' inside a formula")
        self.position += 1
        return Symbol(word, span=(token.start, token.end))

    def argument(self, read: Callable[[], _Result]) -> _Result:
        """A TeX argument: a group, or the next sign alone (one digit of a number)."""
        token = self.peek()
        if token is None:
            raise self.unexpected()
        if token.kind == "group":
            return self.inside(read)
        if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
            first = Token("number", token.text[0], token.start, token.start + 1)
            self.tokens[self.position] = Token("number", token.text[1:], token.start + 1, token.end)
            return Number(first.text, span=(first.start, first.end))
        with self.window(self.position + 1):
            return self.factor() if token.kind != "fraction" else self._unbraced()

    def _unbraced(self) -> Node:
        raise self.error("put braces around this argument")

    def fraction(self) -> Node:
        start = self.offset()
        derivative = binders.read_derivative(self)
        if derivative is not None:
            return derivative
        self.position += 1
        above = self.argument(self.sum)
        below = self.argument(self.sum)
        return Divide(above, below, span=self.since(start))

    def root(self) -> Node:
        start = self.offset()
        self.position += 1
        if self.kind() == "open" and self.peek().text == "[":
            raise self.error("only square roots are read: write a power")
        return Apply("sqrt", (self.argument(self.sum),), span=self.since(start))

    def binom(self) -> Node:
        start = self.offset()
        self.position += 1
        return Apply("binom", (self.argument(self.sum), self.argument(self.sum)), span=self.since(start))

    def decorated(self) -> Node:
        """`\\underbrace{a}_{why}` is a."""
        self.position += 1
        node = self.argument(self.sum)
        while self.kind() in ("sub", "super"):
            names.script(self)
        return node

    def group(self) -> Node:
        return self.inside(self.listed)

    def bracket(self) -> Node:
        start = self.offset()
        opener = self.tokens[self.position]
        mate = self.mates[self.position]
        if opener.text == "<":
            return self.angle(start)
        if opener.text in ("floor", "ceil"):
            return Apply(opener.text, (self.inside(self.sum),), span=self.since(start))
        items = self.inside(self.items)
        span = self.since(start)
        closer = self.tokens[mate]
        if opener.text == "{":
            if len(items) == 3 and isinstance(items[1], Dots):
                return Range(items[0], items[2], span=span)
            if len(items) == 4 and isinstance(items[2], Dots):
                return Range(items[0], items[3], span=span)
            return items[0] if len(items) == 1 else SetOf(items, span=span)
        if len(items) == 2 and (opener.text != closer.text or opener.text == "["):
            shape = _BRACKETS[opener.text][0] + _BRACKETS[closer.text][1]
            return Interval(items[0], items[1], shape, span=span)
        return items[0] if len(items) == 1 else TupleOf(items, span=span)

    def angle(self, start: int) -> Node:
        """`\\langle f \\rangle_{q}` is the expectation of f; `\\langle a, b \\rangle` an inner product."""
        items = self.inside(self.items)
        if len(items) == 2 and self.kind() != "sub":
            return Apply("inner", items, span=self.since(start))
        if len(items) != 1:
            raise self.error("angle brackets hold one expression or two", start)
        draws: tuple[Draw, ...] = binders.read_draws(self) if self.kind() == "sub" else ()
        return Expectation(draws, items[0], span=self.since(start))

    def bars(self) -> Node:
        """`|a|` where an operand is expected; the next bar of the same kind closes it."""
        token = self.tokens[self.position]
        closing = {"bar": ("bar", "barclose"), "baropen": ("barclose", "bar")}.get(token.kind, ("dbar", "dbarclose"))
        saved = self.stops, self.differentials
        self.stops, self.differentials = frozenset(closing), False
        start = token.start
        self.position += 1
        operand = self.sum()
        self.stops, self.differentials = saved
        if self.kind() not in closing:
            raise self.error(f"'{token.note or token.text}' is not closed", start)
        self.position += 1
        if "dbar" not in closing:
            return Bars(operand, span=self.since(start))
        order = None
        if self.kind() == "sub":
            order = names.script_expression(self)
        return Norm(operand, order, span=self.since(start))

    def environment(self) -> Node:
        """`cases` and matrices; the rows of other environments are the note's business."""
        start, opener = self.offset(), self.tokens[self.position]
        if opener.text not in CASES and opener.text not in MATRICES:
            raise self.error(f"environment '{opener.text}' inside a formula")
        self.position += 1
        rows: list[list[Node | None]] = [[]]
        while True:
            cell_end, depth = self.position, 0
            while cell_end < self.end:
                kind = self.tokens[cell_end].kind
                if kind in ("group", "begin"):
                    depth += 1
                elif depth and kind in ("endgroup", "end"):
                    depth -= 1
                elif not depth and kind in ("amp", "row", "end"):
                    break
                cell_end += 1
            if cell_end >= self.end:
                raise self.error(f"\\begin{{{opener.text}}} is not closed", start)
            rows[-1].append(self.cell(cell_end, opener.text in CASES and len(rows[-1]) == 1))
            self.position = cell_end + 1
            kind = self.tokens[cell_end].kind
            if kind == "row" and self.kind() != "end":
                rows.append([])
            elif kind != "amp":
                break
        self.position += self.kind() == "end" and self.tokens[self.position - 1].kind == "row"
        if opener.text in MATRICES:
            if any(cell is None for row in rows for cell in row):
                raise self.error("an entry of this matrix is empty", start)
            return Matrix(tuple(tuple(row) for row in rows), span=self.since(start))
        if any(len(row) > 2 or row[0] is None for row in rows):
            raise self.error("each case is a value and a condition", start)
        branches = (Branch(row[0], row[1] if row[1:] else None, span=row[0].span) for row in rows)
        return Cases(tuple(branches), span=self.since(start))

    def cell(self, end: int, condition: bool) -> Node | None:
        if not condition:
            while end > self.position and self.tokens[end - 1].kind in ("comma", "semicolon", "gap"):
                end -= 1
        else:
            while self.position < end and self.kind() in ("text", "comma", "gap", "word", "prose", "name"):
                token = self.tokens[self.position]
                word = token.text.strip().lower()
                if token.kind == "name" or (token.kind == "text" and word not in names.CONDITION_TEXTS):
                    break
                self.position += 1
            while end > self.position and self.tokens[end - 1].kind in ("comma", "stop", "gap", "semicolon"):
                end -= 1
        if self.position >= end:
            return None
        with self.window(end):
            node = self.statement() if condition else self.sum()
            if self.position != end:
                raise self.unexpected()
        return node

    # -- statements about letters -------------------------------------------------------------------------------

    def statement(self) -> Node:
        """`y = 1`, `x \\in S`, `z \\sim q(z|x)`, `i, j = 1, \\ldots, d`, or a plain expression or list."""
        start = self.offset()
        left = self.items()
        token = self.peek()
        if token is None or token.kind not in ("relation", "statement") or token.kind in self.stops:
            return left[0] if len(left) == 1 else TupleOf(left, span=self.since(start))
        self.position += 1
        right = self.ranged()
        span = self.since(start)
        if token.kind == "relation":
            if isinstance(right, Range):
                return Membership(left, right, span=span)
            return Comparison(token.text, left[0] if len(left) == 1 else TupleOf(left, span=span), right, span=span)
        if len(left) == 1 and isinstance(left[0], TupleOf):
            left = left[0].elements
        if token.text == "in":
            return Membership(left, right, span=span)
        if token.text == "sim":
            return Draw(left, right, span=span)
        raise self.error(f"'{token.note}' is not a statement that can be used", token.start)

    def ranged(self) -> Node:
        """`1 .. d`, `1, 2, \\ldots, d` or an expression."""
        start = self.offset()
        first = self.sum()
        mark = self.position
        while self.kind() == "comma" and self.kind(1) == "number":
            self.position += 2
        self.position += self.kind() == "comma" and self.kind(1) == "dots"
        if self.kind() != "dots":
            self.position = mark
            return first
        self.position += 1
        self.position += self.kind() == "comma"
        return Range(first, self.sum(), span=self.since(start))


_PRIMARY: dict[str, Callable[[Parser], Node]] = {
    "number": Parser.number, "name": names.read_name, "constant": Parser.constant, "text": Parser.text,
    "fraction": Parser.fraction, "root": Parser.root, "binom": Parser.binom, "decorated": Parser.decorated,
    "group": Parser.group, "open": Parser.bracket, "bar": Parser.bars, "baropen": Parser.bars, "dbar": Parser.bars,
    "dbaropen": Parser.bars, "begin": Parser.environment, "integral": binders.read_integral, "sum": binders.read_sum,
    "gradient": binders.read_gradient,
}  # fmt: skip


def parse(latex: str, notation: Notation | None = None) -> Node:
    """The tree of one formula.

    >>> from derivations.reading.syntax import outline
    >>> outline(parse(r"-\\int p(x)\\log p(x)\\,dx"))
    'Neg(Integral([x], Mul(p(x), log(p(x)))))'

    Raises `ReadingError` with the offset of what was not understood.
    """
    parser = Parser([token for token in tokenize(latex) if token.kind != "gap"], notation or Notation(), len(latex))
    return parser.whole()

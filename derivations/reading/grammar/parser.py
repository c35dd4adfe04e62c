"""One formula to one tree: a Pratt parser over the tokens of `tokens`.

    sum      := [sign] product (sign product)*
    product  := factor (juxtaposed factor | times factor | '/' factor)*
    factor   := primary postfix*          postfix: ^script _script ' !

What a name means when brackets or scripts follow stands in `names`, heads with a meaning of their own in the table of
`heads`, what binds variables in `binders`.  The parser fails closed: `ReadingError` carries
the offset and the cause, and a formula that is not consumed to its end is an error, never a part of a formula.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TypeVar

from derivations.reading.grammar import binders, heads, juxtaposition, measures, names, operands, optima, scripts
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.reach_of_sums import joined
from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.notation import Notation
from derivations.reading.text.tokens import tokenize

DEEPEST = 48
_END_OF_PRODUCT = frozenset({"plus", "minus", "close", "endgroup", "comma", "semicolon", "relation", "statement",
                             "over", "colon", "barclose", "dbarclose", "dslash", "dots", "end", "stop"})  # fmt: skip
_Result = TypeVar("_Result")


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
        self.differentials, self.depth = False, 0
        self.open_function: S.Node | None = None
        self.warnings: list[tuple[str, int]] = []
        self.unbracketed: list[S.Node] = []  # sums and means without brackets
        self.told: list[S.Node] = []  # what the subscripts of sums say of letters

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
        return start, max(start, self.tokens[self.position - 1].end) if self.position else start

    def error(self, message: str, offset: int | None = None) -> ReadingError:
        return ReadingError(message, self.offset() if offset is None else offset)

    @contextmanager
    def window(self, end: int, stops: frozenset[str] = frozenset()):
        """A bracket's inside: it has separators of its own and no differential of an outer integral."""
        saved = self.end, self.stops, self.differentials
        self.end, self.stops, self.differentials = end, stops, False
        try:
            yield
        finally:
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
            return self.error("too long a number" if shown[:1].isdigit() else f"unknown sign or command '{shown}'")
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

    def whole(self) -> S.Node:
        """The complete formula; anything left over is an error."""
        node = self.listed()
        if self.position != self.end:
            raise self.unexpected()
        return node

    def listed(self) -> S.Node:
        """One expression, or several with commas as a tuple."""
        start = self.offset()
        items = self.items()
        return items[0] if len(items) == 1 else S.TupleOf(items, span=self.since(start))

    def items(self, separators: tuple[str, ...] = ("comma",)) -> tuple[S.Node, ...]:
        read = [self.item()]
        while self.kind() in separators:
            self.position += 1
            read.append(self.item())
        return tuple(read)

    def item(self) -> S.Node:
        """What may stand in a list: an expression, dots, or the dot of q(.|x)."""
        kind, after, start = self.kind(), self.kind(1), self.offset()
        alone = self.position + 1 == self.end or after in ("comma", "semicolon") or after in self.stops
        if alone and kind in ("dots", "times"):
            self.position += 1
            return (S.Dots if kind == "dots" else S.Placeholder)(span=self.since(start))
        return self.sum()

    def sum(self) -> S.Node:
        start = self.offset()
        terms: list[S.Node] = []
        while True:
            sign, minus = self.offset(), False
            while self.kind() in ("plus", "minus"):
                minus ^= self.kind() == "minus"
                self.position += 1
            if minus and (bare := operands.bare_sum(self)):
                raise self.error("braces are not printed: write brackets around this sum", bare.start)
            term = self.product()
            terms.append(S.Neg(term, span=self.since(sign)) if minus else term)
            while operands.holds_signed(self):
                terms.append(self.signed_group())
            if self.kind() not in ("plus", "minus"):
                break
        node = joined(self, terms, start)
        if self.kind() == "over":
            self.position += 1
            node = S.Divide(node, self.sum(), span=self.since(start))
        return node

    def signed_group(self) -> S.Node:
        """`A {- B}`, `A \\underbrace{+ B}_{why}`: braces are not printed, the sign inside them joins two terms."""
        node = self.factor()
        if not self.product_ends():
            raise self.error("is this multiplied with the term before it alone? write brackets")
        return node

    def signed_product(self) -> S.Node:
        """A binder's body without brackets: a product that may carry a sign of its own."""
        start = self.offset()
        if self.kind() == "minus":
            self.position += 1
            return S.Neg(self.product(), span=self.since(start))
        return self.product()

    def product(self) -> S.Node:
        start = self.offset()
        bare = operands.bare_sum(self)
        factors = [self.factor()]
        while not self.product_ends():
            token = self.tokens[self.position]
            bare = bare or operands.bare_sum(self)
            opened = self.open_function is factors[-1]
            if token.kind == "slash":
                self.position += 1
                factors = juxtaposition.quotient(self, factors, self.factor(), start, opened)
            elif opened and juxtaposition.starts_operand(self):
                factors.append(juxtaposition.undecided(self, factors.pop(), start))
            elif token.kind == "odot":
                self.position += 1
                left = factors[0] if len(factors) == 1 else S.Mul(tuple(factors), span=self.since(start))
                factors = [S.Apply("odot", (left, self.factor()), span=self.since(start))]
            elif token.kind == "times":
                self.position += 1
                sign = self.offset()
                minus = self.kind() == "minus"
                self.position += minus
                factor = self.factor()
                factors.append(S.Neg(factor, span=self.since(sign)) if minus else factor)
            else:
                factors.append(self.factor())
        self.open_function = None
        if bare is not None and len(factors) > 1:
            raise self.error("braces are not printed: write brackets around this sum", bare.start)
        return factors[0] if len(factors) == 1 else S.Mul(tuple(factors), span=self.since(start))

    def product_ends(self) -> bool:
        token = self.peek()
        if token is None or token.kind in _END_OF_PRODUCT or operands.holds_signed(self):
            return True
        if token.kind in self.stops and (token.kind != "slash" or measures.slash_conditions(self)):
            return True
        return self.differentials and binders.is_differential(self)

    def factor(self) -> S.Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"nested more than {DEEPEST} deep")
        start = self.offset()
        token = self.peek()
        read = _PRIMARY.get(token.kind) if token else None
        if read is None:
            raise self.unexpected()
        node = read(self)
        if self.kind() in ("super", "sub", "prime", "factorial"):
            node = self.postfix(node, start)
        self.depth -= 1
        return node

    def reader_of(self, head: scripts.Head, role: str) -> Callable[[Parser, scripts.Head], S.Node] | None:
        """The reader of a head with a meaning of its own; None where its letter is an ordinary one."""
        return heads.reader_of(self, head, role)

    def postfix(self, node: S.Node, start: int) -> S.Node:
        """Scripts after something in brackets, or after an applied function."""
        while (kind := self.kind()) in ("super", "sub", "prime", "factorial"):
            if kind == "factorial":
                self.position += 1
                node = S.Apply("factorial", (node,), span=self.since(start))
            elif kind == "super":
                node = scripts.raise_to(self, node, start)
            elif kind == "sub":
                node = scripts.component(self, node, start)
            else:
                raise self.error("a prime belongs to a name, not to an expression")
        return node

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
            return S.Number(first.text, span=(first.start, first.end))
        with self.window(self.position + 1):
            if token.kind == "fraction":
                raise self.error("put braces around this argument")
            return self.factor()


_PRIMARY: dict[str, Callable[[Parser], S.Node]] = {
    "number": operands.read_number, "name": names.read_name, "constant": operands.read_constant,
    "text": operands.read_text, "fraction": operands.read_fraction, "root": operands.read_root,
    "binom": operands.read_binom, "decorated": operands.read_decorated, "group": operands.read_group,
    "open": operands.read_bracket, "bar": operands.read_bars, "baropen": operands.read_bars, "dbar": operands.read_bars,
    "dbaropen": operands.read_bars, "begin": operands.read_environment, "integral": binders.read_integral,
    "sum": binders.read_sum, "gradient": optima.read_gradient,
}  # fmt: skip


def parse(latex: str, notation: Notation | None = None) -> S.Node:
    """The tree of one formula.

    >>> from derivations.reading.grammar.syntax import outline
    >>> outline(parse(r"-\\int p(x)\\log p(x)\\,dx"))
    'Neg(Integral([x], Mul(p(x), log(p(x)))))'

    Raises `ReadingError` with the offset of what was not understood.
    """
    parser = Parser([token for token in tokenize(latex) if token.kind != "gap"], notation or Notation(), len(latex))
    return parser.whole()

"""A Markdown or LaTeX note to blocks and chains of parsed formulas.

`read_note(text, source)` gives a `Note`; `load_note(path)` reads a file first.  Nothing raises on what an author may have
written: a formula that is not understood is an `UnreadFormula` in its place, and the chain goes on after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from derivations.reading import blocks, chains, habits
from derivations.reading.latex import Parser, ReadingError
from derivations.reading.notation import Notation
from derivations.reading.syntax import Node, Span, UnreadFormula
from derivations.reading.tokens import Token, tokenize

_STATED = frozenset({"statement", "dots"})


@dataclass(frozen=True)
class Source:
    """The text of a note and where its lines begin."""

    name: str
    text: str
    starts: tuple[int, ...] = field(repr=False)

    def position(self, offset: int) -> tuple[int, int]:
        """(line, column) of an offset, both counted from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end]

    def excerpt(self, offset: int) -> str:
        """The line with a caret under the place (at most about a hundred characters of it)."""
        number, column = self.position(offset)
        line = self.line(number)
        begin = max(0, column - 60) if len(line) > 110 else 0
        shown = line[begin : begin + 110]
        wide = "".join("　" if ord(c) > 0x2E7F else " " for c in shown[: column - 1 - begin])
        return f"{shown}\n{wide}^"


@dataclass(frozen=True)
class Side:
    """One side of a relation: its tree, or why there is none."""

    tree: Node | UnreadFormula
    latex: str
    line: int
    column: int
    span: Span

    @property
    def read(self) -> bool:
        return not isinstance(self.tree, UnreadFormula)


@dataclass(frozen=True)
class Relation:
    """A sign: `sign` as spelled in the note, `name` as the table calls it (equal, less_equal, approx, ...)."""

    sign: str
    name: str
    line: int
    column: int
    span: Span


@dataclass(frozen=True)
class Qualifier:
    """What stands after a formula and restricts it: `i \\in 1 .. d`, `z \\sim q(z|x)`, `\\text{if } x > 0`."""

    word: str
    tree: Node | UnreadFormula
    latex: str


@dataclass(frozen=True)
class Chain:
    """side_0 relation_0 side_1 relation_1 ...; a chain of one side is a statement or expression and makes no step.

    `continues` is the index of the chain whose last side is this chain's first (the block opens with a relation);
    `implication` is the `=>` that joins this statement to the chain before it; `block` indexes `Note.blocks`.
    """

    sides: tuple[Side, ...]
    relations: tuple[Relation, ...]
    block: int
    continues: int | None = None
    implication: Relation | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One relation sign with the sides it joins; for an implication the sides are those of the statements' ends."""

    relation: Relation
    left: Side
    right: Side
    chain: int
    place: int


@dataclass(frozen=True)
class InlineFormula:
    """A formula in a paragraph: its chains (most have one side and no relation) and the prose around it."""

    chains: tuple[Chain, ...]
    latex: str
    line: int
    column: int
    before: str
    after: str


@dataclass(frozen=True)
class Block:
    """`kind` is display, prose or declaration; `text` is the source; chains index `Note.chains`."""

    kind: str
    text: str
    line: int
    chains: tuple[int, ...] = ()
    formulas: tuple[InlineFormula, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """A line `key: value` of the note's declaration block; names of letters are already applied to the notation."""

    key: str
    value: str
    trees: tuple[Node | UnreadFormula, ...]
    line: int


@dataclass(frozen=True)
class Warning_:
    message: str
    line: int
    column: int
    excerpt: str


@dataclass(frozen=True)
class Note:
    """What was read: blocks in order, the chains of the displays, inline formulas, declarations, warnings."""

    source: Source
    blocks: tuple[Block, ...]
    chains: tuple[Chain, ...]
    declarations: tuple[Declaration, ...]
    warnings: tuple[Warning_, ...]
    notation: Notation

    def position(self, offset: int) -> tuple[int, int]:
        return self.source.position(offset)

    def steps(self) -> Iterator[Step]:
        """One step for each relation sign that joins two sides, in reading order."""
        for index, chain in enumerate(self.chains):
            if chain.implication is not None and index:
                yield Step(chain.implication, self.chains[index - 1].sides[-1], chain.sides[0], index, -1)
            for place, relation in enumerate(chain.relations):
                yield Step(relation, chain.sides[place], chain.sides[place + 1], index, place)

    def prose_before(self, chain: Chain) -> Block | None:
        """The paragraph just before the chain's block."""
        return self._prose(chain.block - 1)

    def prose_after(self, chain: Chain) -> Block | None:
        return self._prose(chain.block + 1)

    def _prose(self, index: int) -> Block | None:
        found = 0 <= index < len(self.blocks) and self.blocks[index].kind == blocks.PROSE
        return self.blocks[index] if found else None


def load_note(path: str | Path) -> Note:
    """Reads a file.  Raises `ValueError` with a sentence for people if it is not text, `OSError` if it cannot be opened."""
    path = Path(path)
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 text (byte {error.start}): save the note as UTF-8") from None
    if "\0" in text:
        raise ValueError(f"{path}: a binary file, not a Markdown or LaTeX note")
    return read_note(text, str(path))


def read_note(text: str, source: str = "note.md") -> Note:
    """Everything a note says, parsed; line ends and a byte-order mark do not matter."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return _Reader(text, source).note()


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        starts = [0]
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        self.source = Source(name, text, tuple(starts))
        self.notation = Notation()
        self.chains: list[Chain] = []
        self.warnings: list[Warning_] = []
        self.declarations: list[Declaration] = []

    def note(self) -> Note:
        text = self.source.text
        is_tex = self.source.name.endswith(".tex") or text.lstrip().startswith("\\documentclass")
        raw = blocks.tex_blocks(text) if is_tex else blocks.markdown_blocks(text)
        for block in raw:
            if block.kind == blocks.DECLARATION:
                self.declare(block)
        displays = [tokenize(block.text, block.offset) if block.kind == blocks.DISPLAY else [] for block in raw]
        inlines = [self.inline_tokens(block) if block.kind == blocks.PROSE else [] for block in raw]
        habits.observe(
            self.notation, [tokens for tokens in displays if tokens] + [tokens for row in inlines for tokens, _ in row]
        )
        read = []
        for index, (block, display, inline) in enumerate(zip(raw, displays, inlines, strict=True)):
            line = self.source.position(block.offset)[0]
            first = len(self.chains)
            if block.kind == blocks.DISPLAY:
                self.display(block, display, index)
            elif block.trouble:
                self.warn(block.trouble, block.offset)
            formulas = tuple(self.inline(block, *item, index) for item in inline)
            read.append(Block(block.kind, block.text, line, tuple(range(first, len(self.chains))), formulas))
        return Note(self.source, tuple(read), tuple(self.chains), tuple(self.declarations), tuple(self.warnings),
                    self.notation)  # fmt: skip

    # -- displays -----------------------------------------------------------------------------------------------

    def display(self, block: blocks.RawBlock, tokens: list[Token], index: int) -> None:
        if block.trouble:
            self.warn(block.trouble, block.offset)
        for raw in chains.split_chains(tokens):
            previous = len(self.chains) - 1
            while previous >= 0 and not self.chains[previous].relations:
                previous -= 1
            self.chains.append(self.chain(raw, index, previous if previous >= 0 else None, block.trouble))

    def chain(self, raw: chains.RawChain, block: int, previous: int | None, trouble: str = "") -> Chain:
        relations = tuple(self.relation(token) for token in raw.relations)
        sides: list[Side] = []
        continues = None
        for place, tokens in enumerate(raw.sides):
            if place == 0 and raw.continues and not tokens and previous is not None:
                continues = previous
                sides.append(self.chains[previous].sides[-1])
                continue
            near = raw.relations[place - 1].end if place else (raw.relations[0].start if raw.relations else 0)
            sides.append(self.side(tokens, near, statement=not raw.relations, trouble=trouble))
        if raw.leftover and sides[-1].read:
            sides[-1] = self.refused(sides[-1], raw.leftover)
        implication = self.relation(raw.implication) if raw.implication else None
        qualifiers = tuple(
            Qualifier(word, side.tree, side.latex)
            for word, side in ((word, self.side(tokens, 0, statement=True)) for word, tokens in raw.qualifiers)
        )
        return Chain(tuple(sides), relations, block, continues, implication, qualifiers, tuple(raw.remarks))

    def refused(self, side: Side, leftover: list[Token]) -> Side:
        start = leftover[0].start
        latex = self.source.text[start : leftover[-1].end]
        line, column = self.source.position(start)
        tree = UnreadFormula(f"'{latex}' after the formula is not understood", side.latex, line, column,
                             self.source.excerpt(start), side.span)  # fmt: skip
        return Side(tree, side.latex, side.line, side.column, side.span)

    def relation(self, token: Token) -> Relation:
        line, column = self.source.position(token.start)
        return Relation(token.note or token.text, token.text, line, column, (token.start, token.end))

    def side(self, tokens: list[Token], near: int, statement: bool = False, trouble: str = "") -> Side:
        """The tree of a side; `near` is where an empty side would stand."""
        if not tokens:
            line, column = self.source.position(near)
            tree = UnreadFormula(
                "nothing stands on this side", "", line, column, self.source.excerpt(near), (near, near)
            )
            return Side(tree, "", line, column, (near, near))
        span = (tokens[0].start, tokens[-1].end)
        latex = self.source.text[span[0] : span[1]]
        line, column = self.source.position(span[0])
        tree: Node | UnreadFormula
        try:
            if trouble:
                raise ReadingError(trouble, span[0])
            parser = Parser(tokens, self.notation, span[1])
            tree = self.stated(parser) if statement else parser.whole()
            for message, offset in parser.warnings:
                self.warn(message, offset)
        except ReadingError as error:
            place = self.source.position(error.offset)
            tree = UnreadFormula(error.message, latex, *place, self.source.excerpt(error.offset), span)
        return Side(tree, latex, line, column, span)

    @staticmethod
    def stated(parser: Parser) -> Node:
        node = parser.statement()
        if parser.position != parser.end:
            raise parser.unexpected()
        return node

    def warn(self, message: str, offset: int) -> None:
        line, column = self.source.position(offset)
        self.warnings.append(Warning_(message, line, column, self.source.excerpt(offset)))

    # -- prose --------------------------------------------------------------------------------------------------

    def inline_tokens(self, block: blocks.RawBlock) -> list[tuple[list[Token], tuple[int, int, int, int]]]:
        found = blocks.inline_formulas(block.text)
        return [(tokenize(block.text[place[2] : place[3]], block.offset + place[2]), place) for place in found]

    def inline(
        self, block: blocks.RawBlock, tokens: list[Token], place: tuple[int, int, int, int], index: int
    ) -> InlineFormula:
        start, end, inner, inner_end = place
        read = tuple(self.chain(raw, index, None) for raw in chains.split_chains(tokens))
        line, column = self.source.position(block.offset + inner)
        return InlineFormula(read, block.text[inner:inner_end], line, column, block.text[:start], block.text[end:])

    # -- declarations -------------------------------------------------------------------------------------------

    def declare(self, block: blocks.RawBlock) -> None:
        offset = block.offset
        for row in block.text.split("\n"):
            key, colon, value = row.partition(":")
            key = key.strip().lower()
            if key and not key.startswith("#"):
                if not colon:
                    self.warn("a declaration is `key: names`", offset + len(row) - len(row.lstrip()))
                else:
                    self.declare_line(key, value.strip(), offset + len(row) - len(value.lstrip()))
            offset += len(row) + 1

    def declare_line(self, key: str, value: str, offset: int) -> None:
        tokens = tokenize(value.replace("$", " "), offset)
        names = [token.text for token in tokens if token.kind in ("name", "word", "text")]
        trees: tuple[Node | UnreadFormula, ...] = ()
        if not self.notation.declare(key, names):
            trees = tuple(self.chain(raw, -1, None).sides[0].tree for raw in chains.split_chains(tokens))
        self.declarations.append(Declaration(key, value, trees, self.source.position(offset)[0]))

"""A Markdown or LaTeX note to blocks and chains of parsed formulas.

`read_note(text, source)` gives a `Note`; `load_note(path)` reads a file first.  Nothing raises on what an author may
have written: a formula that is not understood is an `UnreadFormula` in its place, and the chain goes on after it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from derivations.reading import room
from derivations.reading.document import (
    Block,
    Chain,
    Declaration,
    InlineFormula,
    Note,
    NoteWarning,
    Qualifier,
    Relation,
    Side,
    Source,
    Step,
)
from derivations.reading.grammar import lost_brackets
from derivations.reading.grammar.parser import Parser, ReadingError
from derivations.reading.grammar.statements import read_statement
from derivations.reading.grammar.syntax import Comparison, Draw, Index, Membership, Node, Symbol, TupleOf, UnreadFormula
from derivations.reading.manuscript import Manuscript, manuscript, opened, with_line_feeds
from derivations.reading.room import LONGEST_SIDE
from derivations.reading.text import blocks, chains, dotted_lists, habits, left_alone, lone_formulas, macros
from derivations.reading.text.asides import without_asides
from derivations.reading.text.brackets import Token, of_labels
from derivations.reading.text.cutting import cut_to_length
from derivations.reading.text.named_functions import observe_words
from derivations.reading.text.notation import Notation
from derivations.reading.text.printable import printable_lines
from derivations.reading.text.tokens import tokenize
from derivations.reading.text.wrapped_signs import unwrapped


def load_note(path: str | Path) -> Note:
    """Reads a file in any of the formats of `manuscript`.

    Raises `ValueError` with a sentence for people if it is not text, `OSError` if it cannot be opened.
    """
    return read_manuscript(opened(path))


def load_text(data: bytes, source: str) -> Note:
    """The note in the bytes of a file, UTF-8 or UTF-16. Raises `ValueError` with a sentence if they are no text."""
    return read_manuscript(manuscript(data, source))


def read_note(text: str, source: str = "note.md") -> Note:
    """Everything a note says, parsed; line ends and a byte-order mark do not matter, control characters do nothing."""
    text = with_line_feeds(text)
    return read_manuscript(Manuscript(source, text, originals={(source, None): text}))


def read_manuscript(written: Manuscript) -> Note:
    """The same of a note in one of its formats; the places of what was read are those of `written.text`."""
    text = printable_lines(written.text.replace("\f", " ").replace("\v", " "))
    text = left_alone.of_latex(text) if written.is_tex else left_alone.of_markdown(text)
    return _Reader(without_asides(unwrapped(text)), written).note()


__all__ = ["Block", "Chain", "Note", "Relation", "Side", "Step", "load_note", "read_manuscript", "read_note"]

STATEMENTS = (Draw, Membership, Comparison, TupleOf)  # what a display of its own says, and no sign goes on from


class _Reader:
    def __init__(self, text: str, written: Manuscript) -> None:
        starts = [0]
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        self.source = Source(written.name, text, tuple(starts), written)
        self.notation = Notation()
        self.chains: list[Chain] = []
        self.last_joined: int | None = None  # the chain that a block opening with a relation continues
        self.warnings: list[NoteWarning] = []
        self.declarations: list[Declaration] = []
        self.macros = macros.Macros()
        self.room = self.formulas_left = 0
        self.steps_left = room.MOST_STEPS
        self.repairs_left = room.MOST_REPAIRS
        self.told: list[Node] = []  # by the formulas of a chain beside what they are
        self.read_to = len(text)
        for message, line, column in written.remarks:
            self.warn(message, starts[line - 1] + column - 1)

    def note(self) -> Note:
        self.macros, text = macros.definitions(self.source.text)
        raw = lone_formulas.displayed(self.source.written.blocks(text), text, self.tokens)
        raw = [piece for block in raw for piece in cut_to_length(block)]
        for block in raw:
            if block.kind == blocks.DECLARATION:
                self.declare(block)
        displays = [self.tokens(block.text, block.offset) if block.kind == blocks.DISPLAY else [] for block in raw]
        signs = min(room.MOST_STEPS, sum(token.kind == "relation" for tokens in displays for token in tokens))
        self.formulas_left = room.FORMULAS_OF_PROSE + room.FORMULAS_OF_A_RELATION * signs
        inlines = [self.inline_tokens(block) for block in raw]
        everything = [*displays, *(tokens for row in inlines for tokens, _ in row)]
        dotted_lists.write_as_ranges(everything)
        habits.observe(self.notation, [tokens for tokens in everything if tokens])
        named = observe_words(self.notation, [(b.text, b.offset) for b in raw if b.kind == blocks.PROSE], everything)
        self.room = room.SIGNS_OF_A_NOTE + room.SIGNS_OF_A_RELATION * signs
        read = []
        for index, (block, display, inline) in enumerate(zip(raw, displays, inlines, strict=True)):
            line = self.source.position(block.offset)[0]
            first = len(self.chains)
            if block.offset >= self.read_to:
                self.room = -1
            if block.kind == blocks.DISPLAY:
                self.display(block, display, index)
            elif block.trouble:
                self.warn(block.trouble, block.offset)
            formulas = tuple(self.inline(block, *item, index) for item in inline)
            read.append(Block(block.kind, block.text, line, tuple(range(first, len(self.chains))), formulas))
        return Note(self.source, tuple(read), tuple(self.chains), tuple(self.declarations), tuple(self.warnings),
                    self.notation, self.read_to, named)  # fmt: skip

    # -- displays -----------------------------------------------------------------------------------------------

    def display(self, block: blocks.RawBlock, tokens: list[Token], index: int) -> None:
        if block.trouble:
            self.warn(block.trouble, block.offset)
        for raw in chains.split_chains(tokens):
            if self.steps_left < 0:
                return
            self.steps_left -= len(raw.relations)
            if self.steps_left < 0:  # one sign more, which is unread and says why
                keep = len(raw.relations) + self.steps_left + 1
                del raw.relations[keep:], raw.sides[keep + 1 :]
            chain = self.chain(raw, index, self.last_joined, block.trouble)
            if self.steps_left < 0:
                last = chain.sides[-1]
                place = UnreadFormula(room.TOO_MANY_STEPS, last.latex, last.line, last.column,
                                      self.source.excerpt(last.span[0]), last.span)  # fmt: skip
                chain = replace(chain, sides=(*chain.sides[:-1], replace(last, tree=place)))
            if chain.relations or not isinstance(chain.sides[-1].tree, STATEMENTS):
                self.last_joined = len(self.chains)
            self.chains.append(chain)

    def chain(self, raw: chains.RawChain, block: int, previous: int | None, trouble: str = "") -> Chain:
        relations = tuple(self.relation(token) for token in raw.relations)
        sides: list[Side] = []
        self.told = []
        continues = None
        chains.part_statements(raw)
        for place, tokens in enumerate(raw.sides):
            if place == 0 and raw.continues and not tokens and previous is not None:
                continues = previous
                sides.append(self.chains[previous].sides[-1])
                continue
            near = raw.relations[place - 1].end if place else (raw.relations[0].start if raw.relations else 0)
            sides.append(self.side(tokens, near, statement=not raw.relations, trouble=trouble))
        if continues is not None and len(sides) > 2 and relations[0].name == "equal":  # `= a \leq c` after `a \leq b`
            earlier = (side for side in self.chains[continues].sides[:-1] if side.read)
            again = next((side for side in earlier if side.tree == sides[1].tree), None)
            sides[0], continues = (sides[0], continues) if again is None else (again, None)
        if raw.leftover and sides[-1].read:
            sides[-1] = self.refused(sides[-1], raw.leftover)
        implication = self.relation(raw.implication) if raw.implication else None
        qualifiers = tuple(
            Qualifier(word, side.tree, side.latex)
            for word, side in ((word, self.side(tokens, 0, statement=True)) for word, tokens in raw.qualifiers)
        )
        qualifiers += tuple(Qualifier("where" if isinstance(t, Comparison) else "", t, "") for t in self.told)
        return Chain(tuple(sides), relations, block, continues, implication, qualifiers, tuple(raw.remarks), raw.told)

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
        self.room -= len(tokens) + room.OF_A_SIDE
        try:
            if trouble:
                raise ReadingError(trouble, span[0])
            if len(tokens) > LONGEST_SIDE or self.room < 0:
                raise ReadingError(room.TOO_MANY if self.room < 0 else room.TOO_LONG, span[0])
            if of_labels(tokens):
                raise ReadingError(room.LABELS, span[0])
            tree = self.parsed(list(tokens), statement)
        except ReadingError as error:
            place = self.source.position(error.offset)
            tree = UnreadFormula(error.message, latex, *place, self.source.excerpt(error.offset), span)
            mended = None if trouble or self.room < 0 else self.mended(tokens, statement)
            if mended is not None:
                self.warn(lost_brackets.READ_ALL_THE_SAME, error.offset)
                tree = mended
        return Side(tree, latex, line, column, span)

    def parsed(self, tokens: list[Token], statement: bool, aloud: bool = True) -> Node:
        """The tree of a side; what is remarked on its writing is told, or nothing is read."""
        parser = Parser(tokens, self.notation, tokens[-1].end)
        node = read_statement(parser) if statement else parser.whole()
        if parser.position != parser.end:
            raise parser.unexpected()
        for message, offset in parser.warnings:
            if not aloud:
                raise ReadingError(message, offset)
            self.warn(message, offset)
        self.told += parser.told
        return node

    def mended(self, tokens: list[Token], statement: bool) -> Node | None:
        """The one tree of a side with one bracket put right, where there is one."""
        if not lost_brackets.surplus(tokens) or self.repairs_left <= 0:
            return None
        self.repairs_left -= 1
        return lost_brackets.only_reading(tokens, lambda tried: self.parsed(tried, statement, aloud=False))

    def warn(self, message: str, offset: int) -> None:
        line, column = self.source.position(offset)
        self.warnings.append(NoteWarning(message, line, column, self.source.excerpt(offset)))

    # -- prose --------------------------------------------------------------------------------------------------

    def inline_tokens(self, block: blocks.RawBlock) -> list[tuple[list[Token], tuple[int, int, int, int]]]:
        """Those of a paragraph; of a note with too many none, nor is anything read of what comes after it.

        A display is a formula more: where they have no relation signs, nothing else counts them.
        """
        found = blocks.inline_formulas(block.text) if block.kind == blocks.PROSE else []
        self.formulas_left -= len(found) if block.kind == blocks.PROSE else block.kind == blocks.DISPLAY
        if self.formulas_left < 0:
            if block.offset < self.read_to:
                self.read_to = block.offset
                self.warn(room.TOO_MANY_IN_PROSE, block.offset)
            return []
        return [(self.tokens(block.text[place[2] : place[3]], block.offset + place[2]), place) for place in found]

    def tokens(self, text: str, offset: int) -> list[Token]:
        return macros.tokens_of(text, offset, self.macros.at(offset))

    def inline(
        self, block: blocks.RawBlock, tokens: list[Token], place: tuple[int, int, int, int], index: int
    ) -> InlineFormula:
        start, end, inner, inner_end = place
        read = tuple(self.chain(raw, index, None) for raw in chains.split_chains(tokens))
        if len(read) == 1 and not read[0].relations and not read[0].sides[0].read:
            read = (replace(read[0], sides=(self.list_of_names(tokens) or read[0].sides[0],)),)
        line, column = self.source.position(block.offset + inner)
        return InlineFormula(read, block.text[inner:inner_end], line, column, block.text, (start, end))

    def list_of_names(self, tokens: list[Token]) -> Side | None:
        """`$a, b$`: of a display the second would be left over."""
        side = self.side(tokens, 0)
        named = isinstance(side.tree, TupleOf) and all(isinstance(e, Symbol | Index) for e in side.tree.elements)
        return side if named else None

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

"""What a note consists of once it is read: blocks, chains, sides, relations, declarations, warnings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from derivations.reading.grammar.syntax import Derivative, Node, Number, Span, UnreadFormula, every
from derivations.reading.manuscript import Manuscript
from derivations.reading.text import blocks
from derivations.reading.text.named_functions import NamedFunction
from derivations.reading.text.notation import Notation

ZERO = Number("0")


@dataclass(frozen=True)
class Source:
    """The text of a note and where its lines begin."""

    name: str
    text: str
    starts: tuple[int, ...] = field(repr=False)
    written: Manuscript = field(repr=False)

    def label(self, line: int) -> str:
        """A line as people are told it: `24`; in a notebook `cell 3:2`, in a file that the note inputs `part.tex:7`."""
        place = self.written.place(line)
        own = place.file == self.written.name
        return str(place).removeprefix(f"{place.file}:") if own else str(place)

    def position(self, offset: int) -> tuple[int, int]:
        """(line, column) of an offset, both counted from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end]

    def excerpt(self, offset: int, width: int = 110) -> str:
        """The line with a caret under the place (at most `width` characters of it)."""
        number, column = self.position(offset)
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        begin = max(0, column - 6 * width // 11) if end - start > width else 0
        shown = self.text[start + begin : min(start + begin + width, end)]
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
    told: str = ""  # what its own row says that it is: "a constraint"

    @property
    def trees(self) -> list[Node]:
        """Those of its sides that are read."""
        return [side.tree for side in self.sides if side.read]

    def with_trees(self, change: Callable[[Node], Node]) -> Chain:
        """The chain with those of its sides changed that are read."""
        return replace(self, sides=tuple(replace(s, tree=change(s.tree)) if s.read else s for s in self.sides))

    @cached_property
    def is_stationary(self) -> bool:
        """Whether it says that a derivative is zero."""
        return ZERO in self.trees and any(every(Derivative, *self.trees))


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
    paragraph: str = field(repr=False)
    place: Span

    @property
    def trees(self) -> list[Node]:
        """Those of the sides of its chains that are read."""
        return [tree for chain in self.chains for tree in chain.trees]

    @property
    def before(self) -> str:
        """The paragraph up to the formula."""
        return self.paragraph[: self.place[0]]

    @property
    def after(self) -> str:
        """The paragraph after the formula."""
        return self.paragraph[self.place[1] :]


@dataclass(frozen=True)
class Block:
    """`kind` is display, prose or declaration; `text` is the source; chains index `Note.chains`."""

    kind: str
    text: str
    line: int
    chains: tuple[int, ...] = ()
    formulas: tuple[InlineFormula, ...] = ()
    cut: list | None = field(default=None, init=False, compare=False, repr=False)  # kept by hearing/sentences.py


@dataclass(frozen=True)
class Declaration:
    """A line `key: value` of the note's declaration block; names of letters are already applied to the notation."""

    key: str
    value: str
    trees: tuple[Node | UnreadFormula, ...]
    line: int


@dataclass(frozen=True)
class NoteWarning:
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
    warnings: tuple[NoteWarning, ...]
    notation: Notation
    read_to: int  # the offset from which on a note that is too long was not read
    named: tuple[NamedFunction, ...] = ()

    @property
    def paragraphs(self) -> list[Block]:
        """Its blocks of prose."""
        return [block for block in self.blocks if block.kind == blocks.PROSE]

    @property
    def formulas(self) -> list[InlineFormula]:
        """The formulas of its prose."""
        return [formula for block in self.blocks for formula in block.formulas]

    @property
    def spoken(self) -> list[Chain]:
        """The chains of its prose."""
        return [chain for formula in self.formulas for chain in formula.chains]

    def with_chains(self, change: Callable[[Chain], Chain]) -> Note:
        """The note with the chains of its displays and of its prose changed."""

        def block(one: Block) -> Block:
            spoken = (replace(f, chains=tuple(map(change, f.chains))) for f in one.formulas)
            return replace(one, formulas=tuple(spoken))

        return replace(self, chains=tuple(map(change, self.chains)), blocks=tuple(map(block, self.blocks)))

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

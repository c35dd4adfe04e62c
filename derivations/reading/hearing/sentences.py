"""A paragraph cut into sentences in which every formula is a mark, so that words can be looked at without formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from derivations.reading.document import Block, InlineFormula
from derivations.reading.grammar import syntax as S

MARK = "□"
AHEAD = 1_000  # characters after a sentence that are looked at
_CODE = re.compile(r"`[^`]*`")
_COMMANDS = re.compile(
    r"\\(?:emph|textbf|textit|underline|paragraph|section|subsection|item|noindent|label|cite|ref|eqref|begin|end)\*?"
)
_MARKUP = re.compile(r"[*_#>{}\\\"“”|$]+")
_FULL_STOP = r"(?<!e\.g)(?<!i\.e)(?<!\bcf)(?<!\beq)(?<!\bvs)(?<!\bi\.i)\."  # of no abbreviation
_END = re.compile(
    rf"(?<=[!?])[*_)\"]*\s+|{_FULL_STOP}\s+(?=[^a-z]|$)|(?<=[。！？；])|;\s+|"
    rf"(?<=[\w)])\.[*_)\"]+\s+(?=[A-Z])|\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s+|{_FULL_STOP}(?=\s*{MARK})"
)


@dataclass(frozen=True)
class Sentence:
    """`text` in lower case, each formula a MARK; `rest`, what begins after it, as written; `ended` by a full stop."""

    text: str
    formulas: tuple[InlineFormula, ...]
    rest: str
    ended: bool
    line: int

    def place(self, formula: InlineFormula) -> int:
        """Where the mark of a formula stands in the text."""
        return self.places[next(k for k, mine in enumerate(self.formulas) if mine is formula)]

    def within(self, found: re.Match, group: int | str = 0) -> tuple[InlineFormula, ...]:
        """The formulas in what was found in the text."""
        first = self.text[: found.start(group)].count(MARK)
        return self.formulas[first : first + found[group].count(MARK)]

    @cached_property
    def following(self) -> str:
        """The words that begin after it, in lower case."""
        return plain_words(self.rest).strip()

    @cached_property
    def places(self) -> list[int]:
        return [at for at, character in enumerate(self.text) if character == MARK]


def in_full(sentence: Sentence) -> str:
    """The words of a sentence with its formulas."""
    text = sentence.text
    for formula in sentence.formulas:
        text = text.replace(MARK, f"${formula.latex}$", 1)
    return text


def only_tree(formula: InlineFormula) -> S.Node | None:
    """The one expression that a formula is."""
    sides = [side for chain in formula.chains for side in chain.sides]
    return sides[0].tree if len(sides) == 1 and sides[0].read else None


def with_pairs_apart(sentence: Sentence) -> Sentence:
    """`$X, Y$` written as `$X$, $Y$`, and `$X, Y, Z$` alike."""
    if not sentence.formulas:
        return sentence
    apart = [names_listed(formula) for formula in sentence.formulas]
    text, *after = sentence.text.split(MARK)
    for names, words in zip(apart, after, strict=True):
        text += ", ".join(MARK for _ in names) + words
    return replace(sentence, text=text, formulas=tuple(name for names in apart for name in names))


def names_listed(formula: InlineFormula) -> list[InlineFormula]:
    """The two of `$X, Y$`, the names of `$X, Y, Z$`; any other formula alone."""
    sides = [side for chain in formula.chains for side in chain.sides]
    pair = sides[0].tree if len(sides) == 1 and not formula.latex.lstrip().startswith(("(", "\\left")) else None
    if not isinstance(pair, S.TupleOf) or (len(pair.elements) != 2 and not lists_names(pair)):
        return [formula]
    (chain,) = formula.chains
    apart = [(replace(chain, sides=(replace(sides[0], tree=name),)),) for name in pair.elements]
    return [replace(formula, chains=chains) for chains in apart]


MOST_NAMES = 6  # in a list that is taken apart


def lists_names(tree: S.TupleOf) -> bool:
    """Whether a list is one of a few names."""
    return len(tree.elements) <= MOST_NAMES and all(isinstance(e, S.Symbol | S.Index) for e in tree.elements)


def plain_words(text: str) -> str:
    """A piece of prose without its markup, in lower case; inline code is a name."""
    text = _CODE.sub("name", text)
    return _MARKUP.sub(" ", _COMMANDS.sub(" ", text)).lower().replace("’", "'")


def sentences(block: Block) -> list[Sentence]:
    """The sentences of a paragraph in order, those without a formula too: it is cut once, and asked for by many."""
    if block.cut is None:
        object.__setattr__(block, "cut", _cut(block))
    return block.cut


def _cut(block: Block) -> list[Sentence]:
    formulas = sorted(block.formulas, key=lambda f: f.place)
    pieces, at = [], 0
    for formula in formulas:
        pieces.append(block.text[at : formula.place[0]].replace(MARK, " "))
        at = formula.place[1]
    pieces.append(block.text[at:].replace(MARK, " "))
    text = MARK.join(pieces)
    cuts = [0, *(m.end() for m in _END.finditer(text) if m.end() < len(text)), len(text)]
    found, used = [], 0
    line_at, counted = block.line, 0
    for start, end in pairwise(cuts):
        part = text[start:end]
        mine = tuple(formulas[used : used + part.count(MARK)])
        used += len(mine)
        if not part.strip():
            continue
        ended = bool(re.search(r"[.!?。！？；;]\s*[*_)]*\s*$", part)) or end < len(text)
        line_at, counted = line_at + block.text.count("\n", counted, start), start
        line = mine[0].line if mine else line_at
        found.append(Sentence(plain_words(part).strip(), mine, text[end : end + AHEAD], ended, line))
    return found

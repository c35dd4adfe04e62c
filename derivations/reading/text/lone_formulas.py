"""Paragraphs of nothing but a formula between single dollars: a derivation that is displayed without being a display.

`$= E_q[\\log p]$` on a line of its own goes on with the display above it, or with the formula that ends the paragraph
above. A formula in a list, a table or a heading stays what it is, and so does one that is no equation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from derivations.reading.text.blocks import DISPLAY, PROSE, RawBlock, inline_formulas
from derivations.reading.text.brackets import Token

_BETWEEN = re.compile(r"(?:[\s.,;。，；]|<br\s*/?>|\\\\|\(\d{1,3}\))*")
_ROWS = re.compile(r"[\s`]*\\begin\s*\{(?:aligned|align|split|gathered|eqnarray)\*?\}(?=.*\\\\)", re.DOTALL)
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_LINE_START = re.compile(r"[ \t>]*")
Tokens = Callable[[str, int], list[Token]]
Place = tuple[int, int, int, int]


def displayed(blocks: list[RawBlock], text: str, tokens: Tokens) -> list[RawBlock]:
    """The blocks of a note, with a display for each formula that is a line of its own; `text` is the whole note's."""
    out: list[RawBlock] = []
    for block in (piece for whole in blocks for part in paragraphs(whole) for piece in with_rows_displayed(part)):
        alone = list(lines_of_formulas(block, text)) if block.kind == PROSE and not block.trouble else []
        kinds = [signs(tokens(block.text[p[2] : p[3]], block.offset + p[2])) for p in alone]
        if not alone or not all("relation" in found for found in kinds) or not joins(kinds):
            out.append(block)
            continue
        if kinds[0][0] == "relation":
            if not out or not (out[-1].kind == DISPLAY or ends_with_a_formula(out, tokens)):
                out.append(block)
                continue
        out += (RawBlock(DISPLAY, block.offset + p[2], block.text[p[2] : p[3]]) for p in alone)
    return out


def paragraphs(block: RawBlock) -> Iterator[RawBlock]:
    """The paragraphs of a LaTeX file's prose, where one of them begins with a formula."""
    ends = [m.end() for m in _BLANK.finditer(block.text)] if block.kind == PROSE and not block.trouble else []
    starts = [0, *ends]
    if not ends or not any(block.text[at : at + 1] == "$" for at in starts):
        yield block
        return
    for start, end in zip(starts, [*ends, len(block.text)], strict=True):
        if block.text[start:end].strip():
            yield RawBlock(PROSE, block.offset + start, block.text[start:end])


def with_rows_displayed(block: RawBlock) -> Iterator[RawBlock]:
    """A paragraph cut where a formula in it stands in rows, `$\\begin{aligned} ... $`: that is a display."""
    end = 0
    for place in inline_formulas(block.text) if block.kind == PROSE and not block.trouble else ():
        if _ROWS.match(block.text, place[2]):
            if block.text[end : place[0]].strip():
                yield RawBlock(PROSE, block.offset + end, block.text[end : place[0]])
            yield RawBlock(DISPLAY, block.offset + place[2], block.text[place[2] : place[3]])
            end = place[1]
    if end == 0:
        yield block
    elif block.text[end:].strip():
        yield RawBlock(PROSE, block.offset + end, block.text[end:])


def signs(tokens: list[Token]) -> list[str]:
    """The kinds of the tokens of a formula, spaces left out."""
    return [token.kind for token in tokens if token.kind not in ("gap", "amp", "row")] or [""]


def joins(kinds: list[list[str]]) -> bool:
    """Whether each formula but for the first goes on with the one before."""
    return all(found[0] == "relation" for found in kinds[1:])


def lines_of_formulas(block: RawBlock, text: str) -> Iterator[Place]:
    """The formulas of a paragraph that holds nothing else, each on a line of its own; none of any other paragraph."""
    places, end = inline_formulas(block.text), 0
    for number, place in enumerate(places):
        between = _BETWEEN.match(block.text, end)
        line = text.rfind("\n", 0, block.offset + place[0]) + 1
        at_start = _LINE_START.match(text, line).end() == block.offset + place[0]
        if between.end() < place[0] or not at_start or block.text[place[0]] == "`" or (number and not between[0]):
            return
        end = place[1]
    if places and _BETWEEN.fullmatch(block.text, end):
        yield from places


def ends_with_a_formula(out: list[RawBlock], tokens: Tokens) -> bool:
    """Whether the last block is a paragraph that ends with an equation, which is made a display of its own then."""
    block = out[-1]
    places = inline_formulas(block.text) if block.kind == PROSE else []
    if not places or not _BETWEEN.fullmatch(block.text, places[-1][1]):
        return False
    begin, end = places[-1][2:]
    if "relation" not in signs(tokens(block.text[begin:end], block.offset + begin)):
        return False
    before = block.text[: places[-1][0]]
    out[-1:] = [RawBlock(PROSE, block.offset, before)] if before.strip() else []
    out.append(RawBlock(DISPLAY, block.offset + begin, block.text[begin:end]))
    return True

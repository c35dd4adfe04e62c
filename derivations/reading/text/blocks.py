"""A file to its blocks: displayed formulas, paragraphs with inline formulas, declarations.

Every block keeps the offsets of the file: quote marks, list markers and indentation are replaced by spaces, so that a
character of a block stands where it stands in the note.  Markdown goes through markdown-it-py's block parser with one
more rule, the displayed formula; a `.tex` file is cut at its environments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from derivations.reading.text.beside import Paragraph
from derivations.reading.text.notation import TRANSPARENT_ENVIRONMENTS

DISPLAY, PROSE, DECLARATION = "display", "prose", "declaration"


@dataclass(frozen=True)
class RawBlock:
    """`text` begins at `offset` of the file; `trouble` says what is wrong with the block's limits."""

    kind: str
    offset: int
    text: str
    trouble: str = ""


_INNER = {"array", "split", "math"}
_ENVIRONMENTS = "|".join(sorted(map(re.escape, TRANSPARENT_ENVIRONMENTS - _INNER), key=len, reverse=True))
_OPENER = re.compile(rf"\$\$|\\\[|\\begin\s?\{{(?P<environment>{_ENVIRONMENTS})\}}")
_AFTER_DISPLAY = re.compile(r"(?:\\(?:label|tag)\*?\{[^{}]*\}|\{#[^}]*\}|\([\w.*]+\)|[\s.,;。，])*$")
_DOLLARS = re.compile(r"\A\s*\$\$|\$\$\s*\Z")  # within a fence that is a display anyway
_OPTIONS = re.compile(r"(?:\s*:[\w-]+:[^\n]*(?:\n|$))+")  # of a directive `{math}`: its label, its class
_TO_ROUND = r"(?:[^\\]|\\[^()])*"  # stops at the next opener, so that unclosed ones cost nothing
_TO_SQUARE = r"(?:[^\\]|\\[^\[\]])*"
INLINE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`++).{1,5000}?(?<!`)(?P=ticks)(?!`))|<!--(?:[^<]|<(?!!--))*?-->|\\\$"
    rf"|(?P<display>\$\$(?P<double>(?:[^$\\]|\\.)*)\$\$|\\\[(?P<square>{_TO_SQUARE})\\\])"
    rf"|\$(?P<dollar>(?:[^$\\]|\\.)+)\$|\\\((?P<round>{_TO_ROUND})\\\)",
    re.DOTALL,
)
_EQUATION_AS_CODE = re.compile(
    r"(?=[^`]*[-+*/])\s*(?:[A-Za-z](?!\w)[\s+*/()^-]*)+=(?:[\s+*/()^-]*[A-Za-z0-9](?!\w))+[\s)]*"
)
_SECTION = re.compile(r"\s*<(?:div|p|center|section|details|summary|span|figure)\b")  # of HTML: with text in it
_BLANK, _TO_DOLLAR = re.compile(r"\n[ \t]*\n"), re.compile(r"(?:[^$\\{}]|\\.)*\$")
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\$\$[ \t]*$)", re.MULTILINE)
_TAG, _IN_DOLLARS = re.compile(r"</?[a-z][^<>\n]*>"), re.compile(r"\$[^\s$](?:[^$]*[^\s$])?\$")
_TEX = re.compile(
    r"(?P<comment>(?<!\\)%[^\n]*)|(?P<verbatim>\\begin\s?\{(?P<name>verbatim\*?|lstlisting|comment|minted|tikzpicture|"
    r"thebibliography)\})|\\\$|(?P<opener>" + _OPENER.pattern + ")"
)
_TEX_DECLARATION = re.compile(r"%\s*derivation\b:?(?P<body>[^\n]*)")


def markdown_parser() -> MarkdownIt:
    """CommonMark with displayed formulas as blocks; the page of a note uses it too, and so sees the same blocks."""
    parser = MarkdownIt("commonmark")
    within = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("code", "display", _display_rule, within)
    return parser


def markdown_blocks(text: str) -> list[RawBlock]:
    """The blocks of a Markdown note in order."""
    parser = markdown_parser()
    tokens: list = []
    parser.block.parse(text, parser, {}, tokens)
    lines = text.split("\n")
    starts = [*accumulate((len(line) + 1 for line in lines), initial=0)]
    blocks: list[RawBlock] = []
    doubled = _doubles_in_prose(token.content for token in tokens if token.type == "inline")
    for token in tokens:
        if token.type == "display":
            blocks.append(RawBlock(DISPLAY, token.meta["offset"], token.content, token.meta["trouble"]))
            if token.meta["tail"].strip():
                blocks.append(RawBlock(PROSE, token.meta["tail_offset"], token.meta["tail"]))
        elif token.type == "fence":
            word = token.info.strip().lower()
            if word in ("derivation", "math", "{math}"):
                content = _without_options(token.content.rstrip("\n"))
                offset, content = _masked(lines, starts, token.map[0] + 1, content)
                content = _DOLLARS.sub(lambda signs: signs[0].replace("$", " "), content)
                blocks.append(RawBlock(DECLARATION if word == "derivation" else DISPLAY, offset, content))
        elif token.type in ("inline", "html_block"):
            offset, content = _masked(lines, starts, token.map[0], token.content)
            if token.type == "html_block" and _SECTION.match(content) and _OPENER.search(content):
                inner = markdown_blocks(_TAG.sub(lambda tag: " " * len(tag[0]), content))
                blocks.extend(replace(block, offset=offset + block.offset) for block in inner)
            else:
                blocks.extend(_prose(offset, content, doubled))
    return blocks


def _without_options(content: str) -> str:
    found = _OPTIONS.match(content)
    return "\n" * found[0].count("\n") + content[found.end() :] if found else content


def _display_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if heading := _HEADING.match(state.src, begin, state.eMarks[start_line]):  # `### $$`, as some write large formulas
        begin = heading.end()
    opener = _OPENER.match(state.src, begin, state.eMarks[start_line])
    if opener is None:
        return False
    if silent and opener[0] == "$$" and state.src.count("$$", state.bMarks[state.line], begin) % 2:
        return False  # it closes the one that this paragraph opened
    environment = opener["environment"]
    closer = f"\\end{{{environment}}}" if environment else {"$$": "$$", "\\[": "\\]"}[opener[0]]
    first = opener.end()
    close = state.src.find(closer, first, state.eMarks[start_line])
    if close >= 0 and not environment and not _AFTER_DISPLAY.match(state.src, close + 2, state.eMarks[start_line]):
        return False
    if silent:
        return True
    line, at, parts = start_line, first if not environment else begin, []
    offset = at
    trouble = ""
    closed = state.src.find(closer, first, state.eMarks[end_line - 1]) >= 0  # in its quote, whose marks may be left out
    while True:
        stop = state.eMarks[line]
        close = state.src.find(closer, max(at, first), stop)
        if close >= 0:
            stop = close + len(closer) if environment else close
            parts.append(state.src[at:stop])
            break
        parts.append(state.src[at:stop])
        line += 1
        outside = line < end_line and state.sCount[line] < state.blkIndent and not state.isEmpty(line)
        hangs = outside and state.src.startswith(closer, state.bMarks[line] + state.tShift[line])  # as of an item
        if line >= end_line or (outside and not (hangs or (state.sCount[line] < 0 and closed))):
            trouble = f"'{opener[0]}' is not closed"
            line -= 1
            break
        following = state.bMarks[line] + state.tShift[line]
        parts.append("\n" + " " * (following - stop - 1))
        at = following
    content = "".join(parts)
    blank = _BLANK.search(content) if opener[0] == "$$" else None
    if blank and _TO_DOLLAR.match(content, blank.end()):  # paragraphs with $z$ in them: it closes what others opened
        return False
    token = state.push("display", "", 0)
    token.content = content
    tail_offset = close + len(closer) if close >= 0 else state.eMarks[line]
    token.meta = {"offset": offset, "trouble": trouble, "tail": state.src[tail_offset : state.eMarks[line]],
                  "tail_offset": tail_offset}  # fmt: skip
    token.map = [start_line, line + 1]
    token.block = True
    state.line = line + 1
    return True


def _masked(lines: list[str], starts: list[int], first: int, content: str) -> tuple[int, str]:
    """The content of a block placed where its lines stand in the file."""
    parts: list[str] = []
    begin = end = None
    for number, piece in enumerate(content.split("\n"), first):
        if number >= len(lines):
            break
        column = lines[number].rfind(piece) if piece else len(lines[number])
        if column < 0:
            column, piece = 0, lines[number]
        at = starts[number] + column
        if begin is None:
            begin = at
        else:
            parts.append("\n" + " " * (at - end - 1))
        parts.append(piece)
        end = at + len(piece)
    return begin or 0, "".join(parts)


def _doubles_in_prose(paragraphs: Iterable[str]) -> bool:
    """Whether a note writes `$$z$$` for what others write `$z$`, as kramdown has it: it never writes the latter."""
    inside, looked_at = False, 0
    for text in paragraphs:
        paragraph = None
        for match in INLINE.finditer(text):
            if match["dollar"] is not None or match["round"] is not None:
                return False
            if match["double"] is not None and not inside and looked_at < ENOUGH:
                looked_at += 1
                paragraph = paragraph or Paragraph.of(text, INLINE)
                inside = _is_inside(paragraph, match)
    return inside


ENOUGH = 200  # formulas from which a note's habit is known


def _prose(offset: int, text: str, doubled: bool) -> list[RawBlock]:
    """A paragraph; formulas displayed inside it are blocks of their own, a comment may be a declaration."""
    stripped = text.lstrip()
    if stripped.startswith("<!--"):
        body = stripped[4:].partition("-->")[0]
        at = text.index("<!--") + 4
        word = body.lstrip()
        if word.startswith("derivation"):
            skip = len(body) - len(word) + len("derivation")
            return [RawBlock(DECLARATION, offset + at + skip, body[skip:])]
        return []
    blocks: list[RawBlock] = []
    begin, paragraph = 0, None
    for found in INLINE.finditer(text):
        if found["display"] is None:
            continue
        paragraph = paragraph or Paragraph.of(text, INLINE)
        if _is_inside(paragraph, found, doubled and found["double"] is not None):
            continue
        group = "double" if found["double"] is not None else "square"
        blocks.append(RawBlock(PROSE, offset + begin, text[begin : found.start()]))
        blocks.append(RawBlock(DISPLAY, offset + found.start(group), found[group]))
        begin = found.end()
    rest = text[begin:]
    trouble = "'$$' is not closed" if re.search(r"(?<!\\)\$\$", INLINE.sub("", rest)) else ""
    blocks.append(RawBlock(PROSE, offset + begin, rest, trouble))
    return [block for block in blocks if block.kind == DISPLAY or block.text.strip()]


def _is_inside(paragraph: Paragraph, found: re.Match, doubled: bool = False) -> bool:
    """Whether `$$t \\geq 0$$` stands inside a sentence, with words before and after it, and is no equation; in a note
    whose formulas in prose have two dollars, whether there are words on its line."""
    before, after = paragraph.beside(*found.span())
    if doubled:
        return before or after
    return before and after and "=" not in found["display"] and "\n" not in found["display"]


def inline_formulas(text: str) -> list[tuple[int, int, int, int]]:
    """(start, end, inner start, inner end) of each inline formula of a paragraph."""
    found = []
    for match in INLINE.finditer(text):
        group = next((g for g in ("dollar", "round", "double", "square", "code") if match[g]), "")
        start, end = match.span(group or 0)
        within = text[start:end].strip("`")  # $`x`$, `$x$`
        dollars = group == "code" and _IN_DOLLARS.fullmatch(within) is not None
        if group and (group != "code" or dollars or _EQUATION_AS_CODE.fullmatch(within)):
            around = (end - start - len(within)) // 2 + dollars
            found.append((match.start(), match.end(), start + around, end - around))
    return found


def tex_blocks(text: str) -> list[RawBlock]:
    """The blocks of a LaTeX file in order; `% derivation key: ...` lines declare."""
    opening = text.find("\\begin{document}")
    begin = opening + len("\\begin{document}") if opening >= 0 else 0
    closing = text.find("\\end{document}")
    end = closing if closing >= 0 else len(text)
    blocks: list[RawBlock] = []
    prose: list[str] = []
    prose_at = begin

    def finish() -> None:
        joined = "".join(prose)
        if joined.strip():
            blocks.append(RawBlock(PROSE, prose_at, joined))
        prose.clear()

    position = begin
    missing: set[str] = set()
    while position < end:
        found = _TEX.search(text, position, end)
        stop = found.start() if found else end
        prose.append(text[position:stop])
        if found is None:
            break
        position = found.end()
        if found["comment"] is not None:
            prose.append(" " * len(found[0]))
            if declaration := _TEX_DECLARATION.match(found[0]):
                blocks.append(RawBlock(DECLARATION, found.start() + declaration.start("body"), declaration["body"]))
            continue
        if found["verbatim"] is None and found["opener"] is None:
            prose.append(found[0])
            continue
        environment = found["environment"] or found["name"]
        closer = f"\\end{{{environment}}}" if environment else {"$$": "$$", "\\[": "\\]"}[found[0]]
        close = -1 if closer in missing else text.find(closer, position, end)
        if close < 0:
            missing.add(closer)
            prose.append(found[0])
            if found["verbatim"] is None:
                finish()
                blocks.append(RawBlock(DISPLAY, found.start(), found[0], f"'{found[0]}' is not closed"))
                prose_at = position
            continue
        finish()
        if found["opener"] is not None:
            first, last = (found.start(), close + len(closer)) if environment else (position, close)
            blocks.append(RawBlock(DISPLAY, first, text[first:last]))
        position = prose_at = close + len(closer)
    finish()
    return blocks

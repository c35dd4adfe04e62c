"""LaTeX source to tokens.

Fonts, accents and upright words are fused into one `name` token here (`\\mathcal{N}`, `\\tilde{p}`, `arg\\,min` is
`argmin`), decoration is dropped and `\\overset{(a)}{=}` becomes the relation it decorates, so that the parser sees
mathematics only.  Everything is linear in the length of the text and nothing recurses on it.
"""

from __future__ import annotations

import re

from derivations.reading.text.brackets import Token
from derivations.reading.text.notation import (
    ALIASES,
    BOTH_WAYS,
    CHARACTERS,
    COMMANDS,
    FAMILIES,
    JOINING,
    ROLES,
    WORDS,
    Row,
)
from derivations.reading.text.put_right import put_right
from derivations.reading.text.respelling import respelled
from derivations.reading.text.signs import plain_signs

_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]{0,80}\}){0,200}\}){0,300})\}"
_CJK = "\u3400-\u9fff\u3005-\u3007\u300a-\u300f\u3010\u3011“”"
_MASTER = re.compile(
    r"(?P<space>\s+|\\\\[bB]igg?[lrm]?(?![A-Za-z]))|(?P<comment>(?<!\\)%[^\n]*)"
    r"|(?P<environment>\\(?:begin|end)\s{0,9}\{[A-Za-z]{1,30}\*?\})"
    r"|(?P<rowend>\\\\\\\\|\\(?:cr|newline)(?![A-Za-z])|\\\\)"
    r"|(?P<command>\\[A-Za-z]+\*?)|(?P<escaped>\\.?)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|(?<![\w.)}\]])\.[0-9]+)|(?P<word>[A-Za-z]+)"
    rf"|(?P<prose>[{_CJK}][{_CJK}，。；：、（）！？\s]*|[（(][{_CJK}][{_CJK}，。；：、\s]{{0,80}}[)）])"
    r"|(?P<char>\.\.\.?|:=|=:|<=|>=|=>|\|\||//|.)",
    re.DOTALL,
)
_ROW_LENGTH = re.compile(r"\s{0,9}\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|in|px)\s*\]")
_ARGUMENT = re.compile(rf"\s{{0,9}}(?:{_GROUP}|(\\[A-Za-z]+|\\.|[^\s{{}}\\]))")
_DROPPED = re.compile(rf"\s{{0,9}}(?:\[[^\]\n]{{0,80}}\])?\s{{0,9}}(?:{_GROUP}|[^\s{{}}\\])")
_OLD_FONT = re.compile(
    r"\{\s*\\(rm|bf|cal|it|sf)(?![A-Za-z])\s*([A-Za-z]{1,20})\s*\}|"
    r"\{\s*\\math(bb|bf|cal|sf|rm)(?![A-Za-z])(?:\{([A-Za-z]{1,3})\}|\s+([A-Za-z]))\s*\}(?=\s*(?:[_(\[]|\\left|\\[bB]ig))"
)
_SIDE = re.compile(r"\s*(\.|\\?[A-Za-z]+|\\.|.)?", re.DOTALL)
_SPACES = re.compile(r"\\[,;:! ]|\\(?:limits|nolimits|quad|thinspace)(?![A-Za-z])|~|\s+|[{}]")
_UPRIGHT = frozenset("mathrm operatorname operatorname* rm mathit mathop mathnormal".split())
_TEXT_COMMANDS = frozenset({"text", "textrm", "mbox", "hbox", "textit", "textbf", "textsf"})
_SIZED = re.compile(r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large)\s*\{([^{}]*)\}")
MOST_DIGITS = 1000  # of one number; the interpreter itself refuses more than 4300
_COUNTS = frozenset("NKMTDEHIPQ")  # capitals that count, or are heads and densities: NK(a + b) is a product
_BOLD = frozenset({"mathbf", "boldsymbol", "bm", "textbf", "pmb", "bold", "symbf", "mathbfit"})
_SHARED = frozenset("name letter number comma bar semicolon open close sub super group endgroup prime gap".split())
_SMALL_WORD = re.compile(r"d[a-zA-Z](?:d[a-zA-Z])*$")
_ORIENTED = {
    ("left", "bar"): "baropen",
    ("right", "bar"): "barclose",
    ("left", "dbar"): "dbaropen",
    ("right", "dbar"): "dbarclose",
}


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """All tokens of `text`, decoration dropped; `offset` is where the text begins in the note."""
    out: list[Token] = []
    environment = "\\begin" in text
    doubled = "\\\\\\\\" in text
    braced = "\\\\}" in text
    position, length, match = 0, len(text), _MASTER.match
    while position < length:
        found = match(text, position)
        kind, start, end = found.lastgroup, position, found.end()
        position = end
        if kind in ("space", "comment"):
            continue
        piece = text[start:end]
        at, to = start + offset, end + offset
        if kind == "word":
            _word(out, piece, at, text[end : end + 1] == "(")
        elif kind == "number":
            writable = len(piece) <= MOST_DIGITS
            out.append(Token("number" if writable else "unreadable", piece if writable else piece[:12] + "…", at, to))
        elif kind == "char":
            if piece == "{" and (old := _OLD_FONT.match(text, start)):
                position, (font, letters) = old.end(), filter(None, old.groups())
                style = {"rm": "mathrm", "it": "mathrm"}.get(font, "math" + font)
                _fuse(out, style, letters, at, position + offset)
                continue
            row = CHARACTERS.get(piece)
            out.append(Token(*row, at, to, piece) if row else Token("unreadable", piece, at, to))
        elif kind == "prose":
            name = piece.strip()
            known = name in ALIASES
            out.append(Token("name" if known else "prose", ALIASES[name] if known else piece, at, to))
        elif kind == "environment":
            name = piece[piece.index("{") + 1 : -1]
            if piece.startswith("\\begin") and text[position : position + 3] in ("[t]", "[b]", "[c]"):
                position += 3
            if name in ("array", "alignedat", "alignat", "alignat*", "spreadlines") and piece.startswith("\\begin"):
                if argument := _ARGUMENT.match(text, end):
                    position = argument.end()
            out.append(Token("begin" if piece.startswith("\\begin") else "end", name, at, to))
        elif kind == "rowend":
            following = text[end : end + 1]
            if piece == "\\\\" and _is_escaped(following, doubled or not environment, braced):
                row = COMMANDS.get("\\" + following, ("drop", ""))
                out.append(Token(*row, at, to + 1, "\\" + following))
                position = end + 1
            else:
                if extra := _ROW_LENGTH.match(text, end):
                    position = extra.end()
                out.append(Token("row", piece, at, to))
        else:
            position = _command(out, text, piece, start, end, offset)
    return plain_signs(put_right(respelled([token for token in out if token.kind != "drop"])))


def _is_escaped(following: str, single: bool, braced: bool) -> bool:
    """Whether `\\\\` and the sign after it are Markdown's way to write `\\` and that sign, not the end of a row."""
    if following in ("{", "}"):
        return braced
    return following != "" and following in ",;:!|%#_" and single


MOST_BEHIND_T = 4  # letters, with the T


def _word(out: list[Token], piece: str, at: int, before_bracket: bool = False) -> None:
    """Bare letters: one known name, an acronym, a known name glued to letters, or letters side by side."""
    behind_t = piece[0] == "T" and (len(piece) < MOST_BEHIND_T or not piece[1:].islower())  # x^TAx, but no x^Test
    if len(piece) == 1 or (behind_t and len(piece) <= MOST_BEHIND_T and out and out[-1].kind == "super"):
        out.extend(Token("name", letter, at + i, at + i + 1) for i, letter in enumerate(piece))
        return
    if piece in WORDS or piece in FAMILIES or piece in ALIASES or (len(piece) > 2 and piece.isupper()):
        out.append(Token("name", ALIASES.get(piece, piece), at, at + len(piece), "upright"))
        return
    if len(piece) == 2 and piece.isupper() and before_bracket and not set(piece) & _COUNTS:
        out.append(Token("name", piece, at, at + 2, "upright"))
        return
    if piece[1:] in ("log", "ln", "exp") or (
        len(piece) > 3 and piece[1:-1] in ("log", "ln", "exp")
    ):  # \sum_ilog f, xlogp
        _word(out, piece[0], at)
        _word(out, piece[1:], at + 1, before_bracket)
        return
    for head in ("log", "ln", "exp", "min", "max"):
        if piece.startswith(head) and len(piece) - len(head) == 1:
            out.append(Token("name", ALIASES.get(head, head), at, at + len(head), "upright"))
            out.append(Token("name", piece[len(head) :], at + len(head), at + len(piece)))
            return
    if len(piece) == 2 or _SMALL_WORD.match(piece):
        out.extend(Token("name", letter, at + i, at + i + 1) for i, letter in enumerate(piece))
    else:
        out.append(Token("word", piece, at, at + len(piece)))


def _command(out: list[Token], text: str, piece: str, start: int, end: int, offset: int) -> int:
    """Appends what a backslash command stands for; returns where reading goes on."""
    row: Row | None = COMMANDS.get(piece)
    if row is None and piece.endswith("*"):
        piece, end = piece[:-1], end - 1
        row = COMMANDS.get(piece)
    at = start + offset
    if piece[1:].isspace():  # a backslash before the end of a line is a space
        return end
    if row is None:
        out.append(Token("unreadable", piece, at, end + offset))
        return end
    kind, value = row
    if kind == "drop_argument":
        argument = _DROPPED.match(text, end)
        return argument.end() if argument else end
    if kind == "side":
        return _sided(out, text, value or piece, piece[1:], end, offset)
    if kind in ("font", "upright", "accent"):
        argument = _ARGUMENT.match(text, end)
        if argument is None:
            if kind != "upright":
                out.append(Token("unreadable", piece, at, end + offset))
            return end
        content = argument[1] if argument[1] is not None else argument[2]
        if piece[1:] in _TEXT_COMMANDS:
            content = _SIZED.sub(r"\1", content)
        _fuse(out, value, content, at, argument.end() + offset)
        return argument.end()
    if kind == "name":
        out.append(Token("name", ALIASES.get(value, value), at, end + offset, "upright"))
        return end
    if kind in {"arrow", "arrow_equal"}:
        argument = _DROPPED.match(text, end)
        kind, value = ("relation", "equal") if kind == "arrow_equal" else ("statement", "statement")
        stop = argument.end() if argument else end
        out.append(Token(kind, value, at, stop + offset, piece))
        return stop
    out.append(Token(kind, value, at, end + offset, piece))
    return end


def _sided(out: list[Token], text: str, value: str, side: str, end: int, offset: int) -> int:
    """The delimiter after `\\left`, `\\right`, `\\middle`; an invisible one (`.`) leaves nothing."""
    found = _SIDE.match(text, end)
    delimiter = found[1] or ""
    at, stop = found.start(1) + offset if delimiter else end + offset, found.end()
    if delimiter in ("", "."):
        return stop
    if delimiter == "\\\\":
        delimiter, stop = "\\" + text[stop : stop + 1], stop + 1
    row = COMMANDS.get(delimiter) or CHARACTERS.get(delimiter) or ("unreadable", delimiter)
    kind, value = row
    if delimiter in ("<", ">"):
        kind, value = ("open" if delimiter == "<" else "close"), "<"
    kind = _ORIENTED.get((side, kind), kind)
    out.append(Token(kind, value, at, stop + offset, delimiter))
    return stop


def _fuse(out: list[Token], style: str, content: str, at: int, to: int) -> None:
    """`\\style{content}` as one name where that is possible, with scripts of the content after it."""
    plain = _SPACES.sub("", content)
    in_script = bool(out) and out[-1].kind in ("sub", "super", "group")  # there `\text{d}` is no differential
    joined = _SPACES.sub(" ", content).split()
    if style in _TEXT_COMMANDS | _UPRIGHT and not in_script and " ".join(joined).lower() in BOTH_WAYS:
        out.append(Token("relation", "iff", at, to))
        return
    if style in _UPRIGHT and not in_script and joined and JOINING.issuperset(joined):
        out.append(Token("text", " ".join(joined), at, to))  # \\mathrm{and} between two formulas
        return
    if style in _TEXT_COMMANDS | _UPRIGHT:
        known = ALIASES.get(plain, plain)
        if plain and (known in WORDS or known in ROLES or plain in ALIASES):
            out.append(Token("name", known, at, to, "upright"))
        elif content.lstrip().startswith("\\"):
            inner = tokenize(content, at + 1)
            for first, last in zip(inner[:1], inner[-1:], strict=True):
                first.start, last.end = at, to
            out.extend(inner)
        elif style in _TEXT_COMMANDS and content.strip() not in FAMILIES and (plain != "d" or in_script):
            out.append(Token("text", content, at, to))
        elif _SMALL_WORD.match(plain):
            out.extend(Token("name", letter, at, to) for letter in plain)
        elif plain.isalnum() and not plain.isdigit():
            out.append(Token("name", plain, at, to, "upright"))
        else:
            out.extend(tokenize(content, at + 1))
        return
    inner = tokenize(content, at)
    style = "mathbf" if style in _BOLD else style
    if inner and inner[0].kind in ("name", "letter") and (len(inner) == 1 or inner[1].kind in ("sub", "super")):
        first, rest = inner[0], inner[1:]
        text = first.text
    elif style != "mathbf" and len(inner) > 2 and (inner[0].kind, inner[1].kind) == ("name", "open"):
        inner = tokenize(content, to - 1 - len(content))  # \mathcal{N(0, 1)}: braces closed too late
        inner[0].text, inner[0].start, inner[-1].end = f"\\{style}{{{inner[0].text}}}", at, to
        out.extend(inner)
        return
    elif inner and all(token.kind in ("name", "letter", "word", "number") for token in inner):
        text, rest = "".join(token.text for token in inner), []
    elif inner and all(token.kind in _SHARED for token in inner):  # \mathbf{X, Z}: each letter is bold
        for token in inner:
            if token.kind in ("name", "letter") and token.text not in ROLES:
                token.text = f"\\{style}{{{token.text}}}"
        out.extend(inner)
        return
    else:
        out.append(Token("unreadable", "\\" + style + "{" + content + "}", at, to))
        return
    out.append(Token("name", f"\\{style}{{{text}}}", at, to))
    for token in rest:
        token.start, token.end = at, to
    out.extend(rest)

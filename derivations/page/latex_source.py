r"""LaTeX as authors write it, made into LaTeX that a converter takes: one formula without rows or alignment marks.

A note's `\\{`, bare `min` and `KL`, `\big{\lVert}`, `&` and row ends are habits of Markdown and of aligned displays;
none of them changes what is seen, so they are rewritten here and nothing else is.
"""

from __future__ import annotations

import re

from derivations.reading.text.notation import WORDS

_OPERATORS = frozenset({"log", "ln", "exp", "min", "max", "sin", "cos", "det", "inf", "sup", "lim"})
_GROUP = r"\s*\{[^{}]*\}"
_TABLES = r"(?:[pbvBV]?matrix|smallmatrix|cases|array)"
_PIECE = re.compile(
    rf"(?P<table>\\(?P<edge>begin|end)\s*\{{{_TABLES}\}})|(?P<environment>\\(?:begin|end){_GROUP}(?:\[[tbc]\])?)"
    rf"|(?P<verbatim>\\(?:text|textrm|textbf|textit|textsf|mbox|hbox|mathcal|mathbb|mathbf|mathfrak|mathsf)\*?{_GROUP})"
    rf"|(?P<upright>\\(?:mathrm|operatorname\*?|mathit|rm){_GROUP})"
    rf"|(?P<label>\\(?:label|tag\*?|nonumber|notag|limits|nolimits|hline|allowbreak|eqref|ref|(?:text)?color|colorbox|[hv]space\*?|[hv]?phantom)(?![A-Za-z])(?:{_GROUP})?)"
    r"|(?P<arg>\\arg\s*(?:\\,|\\!|\s)*\\(?P<optimum>min|max)(?![A-Za-z]))"
    r"|(?P<big>\\[bB]igg?[lrm]?(?![A-Za-z])\s*(?:\{\s*(?P<braced>\\?[A-Za-z]+|\\?.)\s*\}"
    r"|(?P<bars>\\[lr]?[Vv]ert(?![A-Za-z])|\\\||\|)|(?P<doubled>\\\\[{}])|(?P<plain>\\[A-Za-z]+|\\[{}]|.)))"
    r"|(?P<row>\\\\\\\\(?:\[[^\]\n]{1,12}\])?)|\\\\(?P<escaped>[{},;:!|%#_])|(?P<break>\\\\(?:\[[^\]\n]{1,12}\])?)"
    r"|(?P<command>\\[A-Za-z]+\*?|\\.)|(?P<word>[A-Za-z]{2,})|(?P<percent>%[^\n]*)|(?P<mark>&)|(?P<other>.)",
    re.DOTALL,
)
_SIDE = re.compile(r"\\(left|right)(?![A-Za-z])\s*(\.)?")
_RENAMED = {
    r"\Vert": r"\|", r"\arg": r"\mathrm{arg}", r"\bm": r"\boldsymbol", r"\dd": r"d", r"\coloneqq": ":=",
    r"\tfrac": r"\frac", r"\dfrac": r"\frac", r"\cr": "", r"\newline": "", r"\!": "", r"\displaystyle": "",
    r"\textstyle": "", r"\mathbin": "", r"\mathrel": "", r"\mathop": "", r"\mathopen": "", r"\mathclose": "",
    r"\mathord": "", r"\nolimits": "", r"\middle": "", r"\ensuremath": "", r"\mathstrut": "", r"\strut": "",
    r"\lvert": "|", r"\rvert": "|", r"\given": r"\mid", r"\boxed": "",
}  # fmt: skip


def one_formula(latex: str) -> str:
    r"""The formula on one line, in the commands a converter knows.

    >>> one_formula(r"& min \\{ KL[p//q] \\} \\\\")
    '\\min  \\{ \\mathrm{KL}[p//q] \\}'
    """
    depth = 0
    out: list[str] = []
    for found in _PIECE.finditer(latex):
        kind, piece = found.lastgroup, found[0]
        if found["table"]:
            depth += 1 if found["edge"] == "begin" else -1
            out.append(piece)
        elif found["word"]:
            out.append(_word(piece))
        elif found["upright"]:
            inner = piece[piece.index("{") + 1 : -1]
            out.append(r"\mathrm{" + inner.replace(r"\,", "").strip() + "}")
        elif found["arg"]:
            out.append(r"\mathrm{arg" + found["optimum"] + "} ")
        elif found["big"]:
            out.append(_large(found))
        elif found["escaped"]:
            out.append("\\" + found["escaped"])
        elif kind in ("row", "break", "mark"):
            out.append(piece[-2:] if depth > 0 and kind != "mark" else piece if depth > 0 else " ")
        elif found["command"]:
            out.append(_RENAMED.get(piece, piece))
        elif found["label"] and piece.startswith("\\tag"):
            out.append(rf"\qquad ({piece[piece.index('{') + 1 : -1].replace('$', '')})" if "{" in piece else "")
        elif kind not in ("environment", "label", "percent"):
            out.append(piece)
    return _balanced("".join(out)).strip()


def _word(word: str) -> str:
    """A bare word as the operator or the upright name it is; letters side by side stay letters."""
    if word in _OPERATORS:
        return f"\\{word} "
    if word in WORDS or (len(word) > 3 and not re.fullmatch(r"(?:d[a-z])+", word)):
        return rf"\mathrm{{{word}}}"
    for head in ("log", "ln", "min", "max", "exp"):
        if word.startswith(head) and len(word) == len(head) + 1:
            return f"\\{head} {word[-1]}"
    return word


def _large(found: re.Match) -> str:
    r"""`\big{\lVert}` and `\Big\Vert`: the converter sizes neither, so a bar stands without its size."""
    if found["bars"]:
        return _RENAMED.get(found["bars"], found["bars"])
    delimiter = found["braced"] or (found["doubled"] and found["doubled"][1:]) or found["plain"]
    size = re.match(r"\\[A-Za-z]+", found["big"])[0]
    return delimiter if "ert" in delimiter or delimiter in ("|", r"\|") else size + delimiter


def _balanced(latex: str) -> str:
    r"""Without `\left` and `\right` where a side of a relation holds only one of a pair."""
    depth = 0
    for found in _SIDE.finditer(latex):
        depth += 1 if found[1] == "left" else -1
        if depth < 0:
            break
    return latex if depth == 0 else _SIDE.sub("", latex)

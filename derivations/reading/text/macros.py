"""An author's own commands, `\\newcommand`, `\\def`, `\\DeclareMathOperator`, written out in the note's formulas.

A formula is expanded as text, and every character of the result remembers which part of the note it came from, so
that a message points at what the author wrote. Commands that call themselves, or grow without end, stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from derivations.reading.text.asides import blanked
from derivations.reading.text.brackets import Token
from derivations.reading.text.tokens import tokenize

MOST_CALLS = 1_000  # in one formula
LONGEST = 50_000  # characters of an expanded formula

_NAME = r"\s*(?:\{\s*(\\[A-Za-z]+|\\[^A-Za-z\s])\s*\}|(\\[A-Za-z]+|\\[^A-Za-z\s]))\s*"
_NEW = re.compile(r"\\(?:re|provide)?newcommand\*?" + _NAME + r"(?:\[(\d)\])?\s*(?:\[([^\]]*)\])?\s*(?=\{)"
                  r"|\\providecommand\*?" + _NAME + r"(?:\[(\d)\])?\s*(?:\[([^\]]*)\])?\s*(?=\{)")  # fmt: skip
_DEF = re.compile(r"\\(?:def|gdef)\s*(\\[A-Za-z]+|\\[^A-Za-z\s])\s*((?:#\d)*)\s*(?=\{)")
_OPERATOR = re.compile(r"\\DeclareMathOperator(\*?)" + _NAME + r"(?=\{)")
_PAIRED = re.compile(r"\\DeclarePairedDelimiter" + _NAME + r"\{([^{}]*)\}\s*\{([^{}]*)\}")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_CALL = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s])")


@dataclass(frozen=True)
class Macro:
    """What a command stands for: `#1` .. `#9` in the body are its arguments; the first may have a default."""

    arguments: int
    body: str
    default: str | None = None


class Macros(dict[str, Macro]):
    """The macros of a note by their names, as they are first defined; and those that are defined again, `anew`, by
    name: where each definition begins to hold, where its group ends, what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.anew: dict[str, list[tuple[int, int, Macro]]] = {}

    def at(self, place: int) -> dict[str, Macro]:
        """What each stands for at a place of the note: by the last definition before it whose group is still open."""
        holding = {}
        for name, told in self.anew.items():
            before = reversed(told[: bisect_right(told, place, key=lambda one: one[0])])
            holding[name] = next((macro for _, end, macro in before if place < end), self[name])
        return {**self, **holding} if holding else self


# Commands of packages, or of a file that was not given along, that can mean one thing only: with as many groups behind
# them. A note's own definition goes before.
_CUSTOMARY = {
    **dict.fromkeys((r"\norm", r"\vnorm"), Macro(1, r"\lVert #1 \rVert")),
    r"\abs": Macro(1, r"\lvert #1 \rvert"),
    **dict.fromkeys((r"\kl", r"\KL", r"\DKL", r"\dkl", r"\kld", r"\KLD"), Macro(2, r"\mathrm{KL}[#1 \| #2]")),
    **dict.fromkeys((r"\E", r"\Ex", r"\expect", r"\EE", r"\expec"), Macro(2, r"\mathbb{E}_{#1}[#2]")),
}

_LETTERS = {
    **dict.fromkeys((r"\bbE", r"\Esp"), Macro(0, r"\mathbb{E}")),
    **dict.fromkeys((r"\bbP", r"\PP", r"\Prob"), Macro(0, "P")),
    r"\bbH": Macro(0, r"\mathrm{H}"), r"\bbI": Macro(0, r"\mathrm{I}"), r"\grad": Macro(0, r"\nabla"),
}  # fmt: skip


def customary(text: str, own: Mapping[str, Macro]) -> dict[str, Macro]:
    """The customary commands that a formula calls with all their groups, and that the note does not define.

    >>> sorted(customary(r"\\norm{x} + \\kl{q}{p} + \\E{x}", {}))
    ['\\\\kl', '\\\\norm']
    """
    found, others = {}, set(own)
    for call in _CALL.finditer(text):
        if call[0] in _LETTERS and call[0] not in own and call[0] not in _CUSTOMARY:
            found[call[0]] = _LETTERS[call[0]]
        macro = _CUSTOMARY.get(call[0])
        if macro is None or call[0] in others:
            continue
        end = call.end()
        for _ in range(macro.arguments):
            end = group_end(text, end) + 1 if text[end : end + 1] == "{" else -1
            if end <= 0:
                break
        if end > 0 and text[end : end + 1] != "{":
            found[call[0]] = macro
        else:  # called in another way too
            others.add(call[0])
            found.pop(call[0], None)
    return found


def group_end(text: str, opening: int) -> int:
    """Where the brace that opens here closes; -1 if it does not."""
    depth, position = 0, opening
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                return position
        position += 1
    return -1


def group_ends(text: str) -> dict[int, int]:
    """Where each brace closes, for all that do: `group_end` of all of them at once."""
    found, open_at = {}, []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            open_at.append(match.start())
        elif match[0] == "}" and open_at:
            found[open_at.pop()] = match.start()
    return found


def definitions(text: str) -> tuple[Macros, str]:
    """The macros of a note, and the note with their definitions blanked out, every other character in its place.

    >>> found, rest = definitions(r"\\newcommand{\\KL}[2]{D(#1\\|#2)} a")
    >>> found
    {'\\\\KL': Macro(arguments=2, body='D(#1\\\\|#2)', default=None)}
    >>> rest.strip()
    'a'
    """
    found = Macros()
    if not re.search(r"\\(?:newcommand|renewcommand|providecommand|def|gdef|DeclareMathOperator|DeclarePaired)", text):
        return found, text
    told: list[tuple[int, int, str, Macro]] = []
    ends = group_ends(text)
    for pattern in (_NEW, _DEF, _OPERATOR):
        for match in pattern.finditer(text):
            close = ends.get(match.end(), -1)
            if close < 0:
                continue
            body = text[match.end() + 1 : close]
            parts = [part for part in match.groups() if part is not None]
            if pattern is _DEF:
                name, macro = match[1], Macro(len(match[2]) // 2, body)
            elif pattern is _OPERATOR:
                name, macro = match[2] or match[3], Macro(0, rf"\operatorname{match[1]}{{{body}}}")
            else:
                name, count = parts[0], next((int(p) for p in parts[1:] if p.isdigit() and len(p) == 1), 0)
                macro = Macro(count, body, match[4] if match[4] is not None else match[8])
            told.append((match.start(), close + 1, name, macro))
    for match in _PAIRED.finditer(text):
        told.append((*match.span(), match[1] or match[2], Macro(1, rf"\left{match[3]} #1 \right{match[4]}")))
    waiting, open_groups = sorted(ends.items(), reverse=True), [len(text)]
    for start, _, name, macro in sorted(told, key=lambda one: one[0]):
        while waiting and waiting[-1][0] < start:
            opening, close = waiting.pop()
            while open_groups[-1] < opening:
                open_groups.pop()
            open_groups.append(close)
        while open_groups[-1] < start:
            open_groups.pop()
        if name in found:
            found.anew.setdefault(name, [(0, len(text), found[name])]).append((start, open_groups[-1], macro))
        found.setdefault(name, macro)
    return found, blanked(text, sorted(one[:2] for one in told))


def tokens_of(text: str, offset: int, macros: Mapping[str, Macro]) -> list[Token]:
    """The tokens of a formula that begins at `offset` of its note, macros written out."""
    macros = {**customary(text, macros), **macros}
    if not any(name in text for name in macros):
        return tokenize(text, offset)
    written, places = expanded(text, macros)
    tokens = tokenize(written)
    for token in tokens:
        first, last = places[min(token.start, len(places) - 1)], places[max(token.start, token.end - 1)]
        token.start, token.end = first[0] + offset, max(first[1], last[1]) + offset
    return tokens


def expanded(text: str, macros: Mapping[str, Macro]) -> tuple[str, list[tuple[int, int]]]:
    """The text with its macros written out, and for each character the piece of the text it comes from.

    >>> expanded(r"\\E[x]", {r"\\E": Macro(0, "E")})[0]
    'E[x]'
    """
    places = [(k, k + 1) for k in range(len(text))]
    position = calls = 0
    while (match := _CALL.search(text, position)) is not None:
        macro = macros.get(match[0])
        position = match.end()
        if macro is None:
            continue
        calls += 1
        found = _arguments(text, match.end(), macro)
        if found is None or calls > MOST_CALLS or len(text) > LONGEST:
            continue
        arguments, end = found
        here = (places[match.start()][0], places[end - 1][1])
        glued = text[match.start() - 1 : match.start()].isalpha()  # \log\qz is no \logq
        body, origin = (" ", [here]) if glued else ("", [])
        for piece in re.split(r"(#\d)", macro.body):
            if re.fullmatch(r"#\d", piece):
                inside, at = arguments[int(piece[1]) - 1] if int(piece[1]) <= len(arguments) else ("", -1)
                body += inside
                origin += places[at : at + len(inside)] if at >= 0 else [here] * len(inside)
            else:
                body += piece
                origin += [here] * len(piece)
        if re.search(r"\\[A-Za-z]+$", body) and text[end : end + 1].isalpha():
            body, origin = body + " ", [*origin, here]
        text = text[: match.start()] + body + text[end:]
        places[match.start() : end] = origin
        position = match.start()
    return text, places or [(0, 0)]


def _arguments(text: str, position: int, macro: Macro) -> tuple[list[tuple[str, int]], int] | None:
    """(text, place) of each argument and where the call ends; None if one is missing."""
    found: list[tuple[str, int]] = []
    if text[position : position + 1] == "*" and macro.arguments:  # \abs*{x}
        position += 1
    for number in range(macro.arguments):
        at = position
        while text[at : at + 1].isspace():
            at += 1
        if number == 0 and macro.default is not None:
            close = text.find("]", at) if text[at : at + 1] == "[" else -1
            if close < 0:
                found.append((macro.default, -1))
                continue
            found.append((text[at + 1 : close], at + 1))
            position = close + 1
        elif text[at : at + 1] == "{":
            close = group_end(text, at)
            if close < 0:
                return None
            found.append((text[at + 1 : close], at + 1))
            position = close + 1
        else:
            match = _CALL.match(text, at)
            end = match.end() if match else at + 1
            if end > len(text):
                return None
            found.append((text[at:end], at))
            position = end
    return found, position

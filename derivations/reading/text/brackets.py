"""The token, brackets to their mates, and the text of a run of tokens."""

from __future__ import annotations

from collections.abc import Iterator


class Token:
    """`kind` and `text` as the notation table gives them; `start`, `end` are offsets in the note."""

    __slots__ = ("end", "kind", "note", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int, note: str = "") -> None:
        self.kind, self.text, self.start, self.end, self.note = kind, text, start, end, note

    def __repr__(self) -> str:
        return f"{self.kind}:{self.text}"


def pair(tokens: list[Token]) -> list[int]:
    """For each bracket (and `\\begin`) the index of its mate, else -1; a bracket that is not closed has no mate.

    Braces are walls: a parenthesis inside `{}` finds its mate there or nowhere.  A closing bracket mates with the
    nearest open one of its kind; whatever was opened in between and not closed has no mate.
    """
    mates = [-1] * len(tokens)
    stack: list[int] = []
    environments: list[int] = []
    waiting: list[dict[str, int]] = [{}]
    for index, token in enumerate(tokens):
        kind = token.kind
        if kind == "group":
            stack.append(index)
            waiting.append({})
        elif kind == "endgroup":
            if len(waiting) == 1:
                continue
            while tokens[stack[-1]].kind != "group":
                stack.pop()
            mates[index] = stack.pop()
            mates[mates[index]] = index
            waiting.pop()
        elif kind == "begin":
            environments.append(index)
        elif kind == "end":
            if environments:
                mates[index] = environments.pop()
                mates[mates[index]] = index
        elif kind == "open":
            stack.append(index)
            waiting[-1][token.text] = waiting[-1].get(token.text, 0) + 1
        elif kind == "close":
            open_here = waiting[-1]
            wanted = token.text
            if not open_here.get(wanted):
                wanted = {"(": "[", "[": "("}.get(wanted, wanted)
                if not (stack and open_here.get(wanted) and tokens[stack[-1]].text == wanted and stack[-1]
                        and tokens[stack[-1] - 1].text == "in"):  # fmt: skip
                    continue
            while True:
                opener = stack.pop()
                open_here[tokens[opener].text] -= 1
                if tokens[opener].text == wanted:
                    break
            mates[index], mates[opener] = opener, index
    return mates


def level(mates: list[int], opener: int) -> Iterator[int]:
    """The places at the level of a bracket that opens: what is enclosed deeper is stepped over."""
    place = opener + 1
    while place < mates[opener]:
        yield place
        place = max(mates[place], place) + 1


def of_labels(tokens: list[Token]) -> bool:
    """`(1) - (2) + (3)`: a sum of the numbers of formulas, in place of what they say."""
    rest = [token for token in tokens if token.kind not in ("gap", "amp")]
    if not rest or len(rest) % 4 not in (0, 3):
        return False
    rest = rest if len(rest) % 4 == 0 else [Token("plus", "+", 0, 0), *rest]
    kinds = [tuple(token.kind for token in rest[at : at + 4]) for at in range(0, len(rest), 4)]
    return all(k[0] in ("plus", "minus") and k[1:] == ("open", "number", "close") for k in kinds) and all(
        rest[at + 1].text == "(" and rest[at + 2].text.isdigit() for at in range(0, len(rest), 4)
    )


CLOSING = {"(": ")", "[": "]", "<": ">"}  # a bracket's token is told apart by its kind alone
ARROWS = frozenset((r"\to", r"\rightarrow", "→"))


def spelled(tokens: list[Token]) -> str:
    """Canonical text of a script used as a name: braces dropped, commands kept apart from letters."""
    parts: list[str] = []
    for token in tokens:
        if token.kind in ("group", "endgroup", "gap"):
            continue
        text = token.text.strip() if token.kind == "text" else token.text
        text = {"bar": "|", "times": "*", "star": "*"}.get(token.kind, text)
        text = CLOSING.get(text, text) if token.kind == "close" else text
        text = r"\to" if token.kind == "statement" and token.note in ARROWS else text
        if parts and parts[-1].startswith("\\") and parts[-1][-1].isalpha() and text[:1].isalpha():
            parts.append(" ")
        parts.append(text)
    return "".join(parts)

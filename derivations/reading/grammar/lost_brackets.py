"""A formula with one bracket too many or too few, or one of the wrong kind: read where only one formula can be meant.

Every place where the bracket could be put is tried, and one that closes nothing may be too many. What can be read in
two ways stays unread: of `2 a + b) c` nobody knows where the bracket opened, of `q(z|x))` it does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from derivations.reading.grammar.syntax import Node
from derivations.reading.text.brackets import Token

LONGEST = 120  # tokens of such a formula: all places in it are tried
READ_ALL_THE_SAME = "a bracket missing or too many: read in the only way that gives a formula"
_KINDS = ("(", "[", "{")


def surplus(tokens: list[Token]) -> dict[str, int]:
    """How many brackets of each kind are opened and not closed, or closed and not opened; of those that differ."""
    count: Counter[str] = Counter()
    for token in tokens:
        if token.kind in ("open", "close") and token.text in _KINDS:
            count[token.text] += 1 if token.kind == "open" else -1
    return {kind: number for kind, number in count.items() if number}


def only_reading(tokens: list[Token], parse: Callable[[list[Token]], Node]) -> Node | None:
    """The one formula that these tokens can be with one bracket put, taken away or changed; None if there are several,
    or none. `parse` raises `ValueError` for what is no formula."""
    found: Node | None = None
    if len(tokens) > LONGEST:
        return None
    for tried in filter(None, attempts(tokens, surplus(tokens))):
        try:
            tree = parse(tried)
        except ValueError:
            continue
        if found is not None and tree != found:
            return None
        found = tree
    return found


def attempts(tokens: list[Token], odd: dict[str, int]) -> Iterator[list[Token]]:
    """The formulas that differ by one bracket and in which as many are closed as opened."""
    if sorted(odd.values()) == [-1, 1]:  # [ ... )
        opened, closed = sorted(odd, key=lambda kind: -odd[kind])
        for place, token in enumerate(tokens):
            if (token.kind, token.text) in (("open", opened), ("close", closed)):
                kind = closed if token.kind == "open" else opened
                yield [
                    *tokens[:place],
                    Token(token.kind, kind, token.start, token.end, token.note),
                    *tokens[place + 1 :],
                ]
    elif [abs(number) for number in odd.values()] == [1]:
        ((kind, number),) = odd.items()
        more, less = ("open", "close") if number > 0 else ("close", "open")
        for place in range(len(tokens) + 1):
            at = tokens[place].start if place < len(tokens) else tokens[-1].end
            if not (closed_again(tokens, place) if less == "open" else applies(tokens, place)):
                yield [*tokens[:place], Token(less, kind, at, at), *tokens[place:]]
            if more == "close" and place < len(tokens) and (tokens[place].kind, tokens[place].text) == (more, kind):
                yield [*tokens[:place], *tokens[place + 1 :]]


def applies(tokens: list[Token], place: int) -> bool:
    """Whether a name and its bracket meet here: between the p and the ( of p(x) no bracket was forgotten."""
    return 0 < place < len(tokens) and tokens[place].kind == "open" and tokens[place - 1].kind in ("name", "endgroup")


def closed_again(tokens: list[Token], place: int) -> bool:
    """Whether a bracket put here would open twice around a list: p((x, z))."""
    place += place < len(tokens) and tokens[place].kind == "open"
    if not place or tokens[place - 1].kind != "open":
        return False
    depth = 0
    for token in tokens[place:]:
        depth += {"open": 1, "group": 1, "close": -1, "endgroup": -1}.get(token.kind, 0)
        if depth < 0:
            return False
        if not depth and token.kind in ("comma", "bar", "semicolon"):
            return True
    return False

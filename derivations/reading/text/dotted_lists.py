"""Members of a sequence listed with dots, `p(x_0, \\ldots, x_T)`, `dx_1 \\cdots dx_T`: read as `x_{0:T}`.

A name is a sequence in a note that writes x_{t-1}, x_{a:b} or a list from x_0 on; x_1, \\ldots, x_n of others may be
examples, of which a sentence says how they hang together. A list that runs down, x_{i-1}, \\ldots, x_1, is x_{1:i-1}.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.notation import ROLES
from derivations.reading.text.signs import argument


class Member(NamedTuple):
    """`x_{t-1}` in a list of tokens: where it begins and ends, what its index is."""

    name: str
    begin: int
    end: int
    index: tuple[int, int]


def write_as_ranges(formulas: Iterable[list[Token]]) -> None:
    """Replaces the dotted lists of sequences in the formulas of a note, in place."""
    written = [tokens for tokens in formulas if any(token.kind == "dots" for token in tokens)]
    names = sequences(formulas) if written else frozenset()
    for tokens in written if names else ():
        rewritten = ranges(tokens, names)
        if len(rewritten) != len(tokens):
            tokens[:] = rewritten


def sequences(formulas: Iterable[list[Token]]) -> frozenset[str]:
    """The names with x_{t-1}, x_{a:b}, or a list from x_0 on."""
    found = set()
    for tokens in formulas:
        for place in range(len(tokens)):
            member = member_at(tokens, place)
            if member is None:
                continue
            kinds = [token.kind for token in tokens[slice(*member.index)]]
            zero = kinds == ["number"] and tokens[member.index[0]].text == "0"
            listed = zero and listed_from(tokens, place, "comma") is not None
            if "colon" in kinds or kinds == ["name", "minus", "number"] or listed:
                found.add(member.name)
    return frozenset(found)


def member_at(tokens: list[Token], place: int) -> Member | None:
    """The name with a subscript and no other script that begins here."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if tokens[place].kind != "name" or following is None or following.kind != "sub":
        return None
    begin, end = argument(tokens, place + 2)
    after = tokens[end].kind if end < len(tokens) else ""
    if begin == end or after in ("super", "prime", "open"):
        return None
    inner = (begin + 1, end - 1) if tokens[begin].kind == "group" else (begin, end)
    return Member(tokens[place].text, place, end, inner)


def ranges(tokens: list[Token], names: frozenset[str]) -> list[Token]:
    """The tokens with x_{0:T} for x_0, \\ldots, x_T where the list is an argument, and for the product of its d's."""
    mates = pair(tokens)
    applied = [False]
    out: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind in ("open", "group"):
            before = tokens[place - 1].kind if place else ""
            entropy = place > 0 and ROLES.get(tokens[place - 1].text) in ("entropy", "information")
            known = before in ("name", "endgroup", "number", "prime", "sub", "star")
            applied.append(mates[place] > place and known and not entropy)
        elif token.kind in ("close", "endgroup") and len(applied) > 1:
            applied.pop()
        found = None
        if applied[-1] and token.kind == "name" and token.text in names:
            found = listed_from(tokens, place, "comma")
        elif token.kind == "name" and token.text == "d" and place + 1 < len(tokens) and tokens[place + 1].text in names:
            found = listed_from(tokens, place + 1, "d")
            if found is not None:
                out.append(token)
        if found is None:
            out.append(token)
            place += 1
        else:
            written, place = found
            out += written
    return out


def listed_from(tokens: list[Token], place: int, between: str) -> tuple[list[Token], int] | None:
    """(x_{a:b}, where it ends) of the list `x_a, x_{a+1}, \\ldots, x_b` that begins here; `between` "d" is that of
    `x_1 dx_2 \\cdots dx_T`."""
    first = member_at(tokens, place)
    position = first.end if first else 0
    members = [first]
    dots = 0
    while members[-1] is not None and position < len(tokens):
        kind, text = tokens[position].kind, tokens[position].text
        if kind == "dots":
            dots += 1
            position += 1
            if between == "d" and position < len(tokens) and tokens[position].text == "d":
                position += 1
        elif kind == "comma" if between == "comma" else (kind, text) == ("name", "d"):
            position += 1
            if position < len(tokens) and tokens[position].kind == "dots":
                continue
        else:
            break
        member = member_at(tokens, position) if position < len(tokens) else None
        if member is None and position < len(tokens) and tokens[position].kind == "comma" and dots == 1:
            position += 1
            member = member_at(tokens, position) if position < len(tokens) else None
        members.append(member)
        if member is None:
            break
        position = member.end
        if dots:
            break
    last = members[-1]
    if dots != 1 or last is None or any(one.name != first.name for one in members):
        return None
    ends = [tokens[slice(*one.index)] for one in (first, last)]
    if down(*ends):
        ends.reverse()
    begin, end = tokens[first.begin].start, tokens[last.end - 1].end
    signs = [("group", "{"), ("colon", ":"), ("endgroup", "{")]
    opening, colon, closing = (Token(*sign, begin, end) for sign in signs)
    name = Token("name", first.name, begin, end, tokens[first.begin].note)
    return [name, Token("sub", "_", begin, end), opening, *ends[0], colon, *ends[1], closing], last.end


def down(first: list[Token], last: list[Token]) -> bool:
    """Whether a list runs from x_{i-1} or x_T down to x_1."""
    return [token.kind for token in last] == ["number"] and [token.kind for token in first] != ["number"]

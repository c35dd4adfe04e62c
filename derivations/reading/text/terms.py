r"""The parts of an author's formula that a slip of the pen happens to: its terms, its first factors, its brackets.

Everything is told by tokens and by places in the text; what a part means is for the reader.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from derivations.reading.text.brackets import Token, pair

CONDITIONS = {"bar": "|", "slash": "/"}
SIZED = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)\s*$")


def names_in(tokens: list[Token]) -> list[str]:
    """Single letters, in order: what a slip may have put one for the other of. The d of dx is none."""
    after = [*tokens[1:], None][: len(tokens)]
    return list(
        dict.fromkeys(
            t.text
            for t, then in zip(tokens, after, strict=True)
            if t.kind == "name" and t.note != "upright" and len(t.text) == 1
            and not (t.text == "d" and then is not None and then.kind == "name")
        )
    )  # fmt: skip


def single(names: list[str]) -> list[str]:
    return [name for name in names if len(name) == 1]


def indexed(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Where each letter with an index begins and ends: x_i, z_{1}."""
    mates = pair(tokens)
    for k, (name, sub, index) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if name.kind == "name" and sub.kind == "sub":
            yield name.start, tokens[mates[k + 2]].end if mates[k + 2] > k + 2 else index.end


ARGUMENTS = frozenset({"name", "number", "sub", "group", "endgroup", "comma", "bar", "slash", "semicolon"})


def openings(tokens: list[Token]) -> Iterator[Token]:
    """The tokens with which a formula or a part in brackets begins; what is an index, or stands in p(x|z), is none."""
    mates, quiet = pair(tokens), -1
    for k, token in enumerate(tokens):
        before = tokens[k - 1] if k else None
        if before is None:
            yield token
        elif k > quiet and before.kind in ("open", "group", "comma", "semicolon"):
            holder, end = tokens[k - 2] if k > 1 else None, mates[k - 1]
            named = holder is not None and holder.kind == "name" and holder.note != "upright"
            if end >= k and holder is not None:
                inside = {t.kind for t in tokens[k:end]}
                if holder.kind == "sub" or (named and inside <= ARGUMENTS):
                    quiet = end
                    continue
            yield token


def starts_of_terms(tokens: list[Token]) -> Iterator[Token]:
    yield from openings(tokens)
    for one, two in itertools.pairwise(tokens):
        if one.kind in ("plus", "minus"):
            yield two


def terms(tokens: list[Token]) -> list[tuple[int, int]]:
    """The first and the last token of each term of a sum that no bracket holds, the signs between them left out."""
    mates, depth, found, first = pair(tokens), 0, [], 0
    for k, token in enumerate(tokens):
        depth += (mates[k] > k) - (-1 < mates[k] < k)
        if depth == 0 and token.kind in ("plus", "minus"):
            if k > first:
                found.append((first, k - 1))
            first = k + 1
    return [*found, (first, len(tokens) - 1)] if first < len(tokens) else found


def beginning(token: Token, text: str) -> int:
    r"""Where a bracket or bar begins in the text, its \left, \right, \middle or \big with it."""
    sized = SIZED.search(text[: token.start])
    return sized.start() if sized else token.start


def after_first_factor(tokens: list[Token], first: int, last: int) -> int:
    """The token after the number, fraction or single name that a term begins with; -1 if it begins otherwise."""
    mates, k = pair(tokens), first
    if tokens[k].kind == "fraction":
        for _ in range(2):
            k = mates[k + 1] if k < last and mates[k + 1] > k else last
    elif tokens[k].kind not in ("number", "name") or tokens[k].note == "upright":
        return -1
    if k < last and tokens[k + 1].kind in ("open", "sub", "super"):
        return -1
    return k + 1 if k < last else -1

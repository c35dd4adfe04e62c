"""Rows of a display that are numbered as the items of a list are, `1. ... \\\\ 2. ...`: the number is no factor."""

from __future__ import annotations

from derivations.reading.text.brackets import Token

_BESIDE = frozenset({"gap", "amp"})


def without_numbers(tokens: list[Token]) -> list[Token]:
    """The tokens of a display without `1.` before a row, and without (1), (2) where the rows are numbered so."""
    labels = [label for begin in row_starts(tokens) if (label := label_at(tokens, begin))]
    bracketed = [tokens[begin + 1].text for begin, end in labels if end - begin == 3]
    listed = len(bracketed) > 1 and bracketed == [str(k + 1) for k in range(len(bracketed))]
    dropped = {k for begin, end in labels if end - begin == 2 or listed for k in range(begin, end)}
    return [token for k, token in enumerate(tokens) if k not in dropped] if dropped else tokens


def row_starts(tokens: list[Token]) -> list[int]:
    """Where the first sign of each row stands."""
    starts = []
    for begin in (0, *(k + 1 for k, token in enumerate(tokens) if token.kind == "row")):
        while begin < len(tokens) and tokens[begin].kind in _BESIDE:
            begin += 1
        starts.append(begin)
    return starts


def label_at(tokens: list[Token], begin: int) -> tuple[int, int] | None:
    """The range of `1.` or `(1)` before something else in a row."""
    kinds = [token.kind for token in tokens[begin : begin + 4]]
    for label in (["number", "stop"], ["open", "number", "close"]):
        end = begin + len(label)
        number = next((t for t in tokens[begin:end] if t.kind == "number"), None)
        goes_on = len(kinds) > len(label) and kinds[len(label)] not in ("row", "relation", "plus", "minus", "end")
        if kinds[: len(label)] == label and goes_on and number is not None and number.text.isdigit():
            return begin, end
    return None

"""The column of a sign in an aligned display: a row that opens with a sign goes on with the chain of its column."""

from __future__ import annotations

from derivations.reading.text.brackets import Token

Columns = dict[int, tuple[int, bool]]
BACK = 8  # chains that are looked at: rows further up are not gone on with


def columns_of(tokens: list[Token]) -> Columns:
    """For each sign, by its `id`: how many `&` stand before it in its row, and whether one is right beside it."""
    found: Columns = {}
    before = 0
    for at, token in enumerate(tokens):
        if token.kind == "row":
            before = 0
        elif token.kind == "amp":
            before += 1
        elif token.kind == "relation":
            near = any(0 <= i < len(tokens) and tokens[i].kind == "amp" for i in (at - 1, at + 1))
            found[id(token)] = before, near
    return found


def in_column(sign: Token, columns: Columns, heads: list[Token | None]) -> int:
    """The chain that a row opening with a sign goes on with: the last whose first sign stands at the same `&`, so not
    `\\quad t = B` beside the row before, nor `& L = R` between the rows; else the last. `heads`: their first signs."""
    if heads[-1] is not None:
        for back in range(1, min(BACK, len(heads)) + 1):
            head = heads[-back]
            if head is not None and columns.get(id(head)) == columns.get(id(sign)):
                return -back
    return -1

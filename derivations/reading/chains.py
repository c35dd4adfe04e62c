"""One displayed block to its chains: rows, formulas, relations and the sides between them.

A row ends at `\\\\`.  A row that opens with a relation continues the chain before it; one that opens with an operator,
or follows an unfinished row, continues its last side; any other begins a chain.  Within a row formulas are separated by
commas, `\\quad`, alignment columns and text.  What follows a formula without a relation of its own qualifies it
(`i \\in 1 .. d`, `z \\sim q(z|x)`); labels, `(1)`, reasons in words are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.reading.notation import CONDITION_WORDS, IMPLICATIONS, PROSE_WORDS, TRANSPARENT_ENVIRONMENTS
from derivations.reading.tokens import Token, pair

_OPERATORS = frozenset({"plus", "minus", "times", "slash"})
_LOOSE = frozenset({"gap", "amp", "row"})
_PUNCTUATION = frozenset({"comma", "semicolon", "stop", "colon"})
_ORDER = frozenset({"less", "greater", "less_equal", "greater_equal", "not_equal"})
_TAKES_GROUPS = frozenset({"sub", "super", "fraction", "root", "binom", "endgroup"})


@dataclass
class RawChain:
    """Token lists for the sides; `relations[i]` stands between `sides[i]` and `sides[i + 1]`."""

    sides: list[list[Token]] = field(default_factory=lambda: [[]])
    relations: list[Token] = field(default_factory=list)
    continues: bool = False
    implication: Token | None = None
    qualifiers: list[tuple[str, list[Token]]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    leftover: list[Token] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.relations and not self.sides[0]


@dataclass
class Piece:
    """A stretch of a row without a separator; `before` says what separated it from the piece before."""

    tokens: list[Token]
    before: str
    text: str = ""
    relations: list[int] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


def split_chains(tokens: list[Token]) -> list[RawChain]:
    """The chains of one block, in order."""
    tokens = _single_signs(_transparent(tokens))
    mates = pair_rows(tokens)
    chains: list[RawChain] = []
    for row in _rows(tokens, mates):
        _read_row(row, tokens, mates, chains)
    return [chain for chain in chains if not chain.empty]


# -- tokens of the block --------------------------------------------------------------------------------------------


def _transparent(tokens: list[Token]) -> list[Token]:
    """Without the begin and end of environments that only lay out rows, and without braces around whole formulas."""
    kept = [token for token in tokens
            if not (token.kind in ("begin", "end") and token.text in TRANSPARENT_ENVIRONMENTS)]  # fmt: skip
    mates = pair(kept)
    dropped: set[int] = set()
    holders: list[int] = []
    for index, token in enumerate(kept):
        if token.kind in ("group", "open") and mates[index] > index:
            holders.append(index)
        elif token.kind in ("endgroup", "close") and 0 <= mates[index] < index:
            while holders and holders[-1] >= mates[index]:
                holders.pop()
        elif token.kind == "relation" and holders:
            opener = holders[-1]
            before = kept[opener - 1].kind if opener else ""
            outer = holders[:-1]
            if kept[opener].kind == "group" and before not in _TAKES_GROUPS and set(outer) <= dropped:
                dropped.update((opener, mates[opener]))
                if before == "decorated":
                    dropped.add(opener - 1)
    return [token for index, token in enumerate(kept) if index not in dropped]


def _single_signs(tokens: list[Token]) -> list[Token]:
    """A sign at a row's end that is repeated at the start of the next is one sign, that of the second row."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind == "relation":
            position, rows = len(kept) - 1, 0
            while position >= 0 and kept[position].kind in _LOOSE:
                rows += kept[position].kind == "row"
                position -= 1
            if rows and position >= 0 and kept[position].kind == "relation" and kept[position].text == token.text:
                del kept[position]
        kept.append(token)
    return kept


def pair_rows(tokens: list[Token]) -> list[int]:
    """As `pair`, but a row that opens with a relation closes what the rows before it left open."""
    mates = [-1] * len(tokens)
    begin = 0
    for index, token in enumerate(tokens):
        if token.kind == "relation" and _opens_row(tokens, index):
            mates[begin:index] = [mate + begin if mate >= 0 else -1 for mate in pair(tokens[begin:index])]
            begin = index
    mates[begin:] = [mate + begin if mate >= 0 else -1 for mate in pair(tokens[begin:])]
    return mates


def _opens_row(tokens: list[Token], index: int) -> bool:
    while index > 0 and tokens[index - 1].kind in ("gap", "amp"):
        index -= 1
    return index > 0 and tokens[index - 1].kind == "row"


def _next(index: int, tokens: list[Token], mates: list[int]) -> int:
    """The next token at the same level: over a bracket or an environment that opens here."""
    if mates[index] > index:
        return mates[index] + 1
    if tokens[index].kind == "begin":
        depth = 0
        for position in range(index, len(tokens)):
            depth += {"begin": 1, "end": -1}.get(tokens[position].kind, 0)
            if not depth:
                return position + 1
    return index + 1


def _rows(tokens: list[Token], mates: list[int]) -> list[tuple[int, int]]:
    rows, begin, index = [], 0, 0
    while index < len(tokens):
        if tokens[index].kind == "row":
            rows.append((begin, index))
            begin = index + 1
        index = _next(index, tokens, mates)
    rows.append((begin, len(tokens)))
    return [row for row in rows if any(token.kind not in _LOOSE for token in tokens[row[0] : row[1]])]


# -- a row to pieces ------------------------------------------------------------------------------------------------


def _is_prose(tokens: list[Token]) -> bool:
    return any(
        token.kind == "prose" or (token.kind == "word" and token.text.lower() in PROSE_WORDS) for token in tokens
    )


def _pieces(row: tuple[int, int], tokens: list[Token], mates: list[int]) -> list[Piece]:
    begin, end = row
    prose = _is_prose(tokens[begin:end])
    pieces = [Piece([], "row")]
    index = begin
    while index < end:
        token = tokens[index]
        kind = token.kind
        following = _next(index, tokens, mates)
        piece = pieces[-1]
        separator = ""
        if kind in ("comma", "semicolon"):
            separator = "comma"
        elif kind in ("text", "prose") or (prose and kind == "word"):
            if kind == "text" and _is_operand(token, index, row, tokens):
                piece.tokens.append(token)
            else:
                pieces.append(Piece([], "text", token.text))
            index = following
            continue
        elif kind == "statement" and token.text == "forall":
            pieces.append(Piece([], "text", "for"))
            index = following
            continue
        elif kind in ("gap", "amp"):
            separator = kind if _separates(index, row, tokens) else ""
        elif kind == "stop":
            after = tokens[following].kind if following < end else ""
            separator = "stop" if after in ("", "gap", "text", "prose", "amp", "close", "row") else ""
        if separator:
            if piece.tokens or separator == "comma":
                pieces.append(Piece([], separator))
        elif kind in ("gap", "amp"):
            pass
        else:
            if kind == "relation":
                piece.relations.append(len(piece.tokens))
            elif kind == "statement":
                piece.statements.append(len(piece.tokens))
            piece.tokens.extend(_inside(tokens[index:following]))
        index = following
    return [piece for piece in pieces if piece.tokens or piece.text]


def _inside(tokens: list[Token]) -> list[Token]:
    """Rows and columns inside a bracket are layout, inside an environment they are its cells."""
    if len(tokens) == 1:
        return tokens
    depth, kept = 0, []
    for token in tokens:
        depth += {"begin": 1, "end": -1}.get(token.kind, 0)
        if depth and token.kind in ("row", "amp"):
            kept.append(token)
        elif token.kind not in _LOOSE:
            kept.append(token)
    return kept


def _separates(index: int, row: tuple[int, int], tokens: list[Token]) -> bool:
    """Whether a gap or an alignment mark stands between two formulas."""
    before, after = index - 1, index + 1
    while before >= row[0] and tokens[before].kind in _LOOSE:
        before -= 1
    while after < row[1] and tokens[after].kind in _LOOSE:
        after += 1
    if before < row[0] or after >= row[1]:
        return False
    stops = _OPERATORS | {"relation", "statement"}
    return tokens[before].kind not in stops and tokens[after].kind not in (
        stops | {"close", "endgroup", "sub", "super", "comma", "semicolon", "stop", "text", "prose"}
    )


def _is_operand(token: Token, index: int, row: tuple[int, int], tokens: list[Token]) -> bool:
    """A word in `\\text` that is a quantity: `\\text{Loss} = ...`, not a reason, not a connective."""
    word = token.text.strip()
    if word != token.text or not word.replace("-", "").isalnum() or not word.isascii() or word.lower() in PROSE_WORDS:
        return False
    before = tokens[index - 1].kind if index > row[0] else "row"
    after = tokens[index + 1].kind if index + 1 < row[1] else "row"
    if before in _OPERATORS | {"relation"}:
        return True
    return after in _OPERATORS | {"relation", "open", "sub", "super"} or (
        after == "amp" and index + 2 < row[1] and tokens[index + 2].kind == "relation"
    )


# -- pieces to chains -----------------------------------------------------------------------------------------------


def _read_row(row: tuple[int, int], tokens: list[Token], mates: list[int], chains: list[RawChain]) -> None:
    pieces = _ranges(_tuples(_pieces(row, tokens, mates)))
    prose = _is_prose(tokens[row[0] : row[1]])
    condition, fresh = "", True
    for piece in pieces:
        if piece.text:
            words = piece.text.strip().lower().split()
            condition = piece.text.strip() if words and _is_condition(words[0]) else ""
            if chains:
                chains[-1].remarks.append(piece.text.strip())
        if not piece.tokens:
            continue
        kept = _without_label(piece)
        if not kept:
            continue
        first = kept[0]
        last = chains[-1] if chains else None
        if first.kind == "relation" and not (prose and fresh and piece.before == "text"):
            if first.text in IMPLICATIONS:
                _begin(piece, kept, chains)
            else:
                if last is None:
                    last = RawChain(continues=True)
                    chains.append(last)
                _extend(last, kept, chains)
        elif prose and not piece.relations and (not fresh or first.kind not in _OPERATORS):
            continue
        elif fresh and last is not None and _continues_side(piece, kept, last, tokens, row):
            _extend(last, kept, chains)
        elif last is not None and _qualifies(piece, condition, fresh, last):
            last.qualifiers.append((condition, kept))
        elif not piece.relations and not piece.statements and not (fresh and piece.before == "row"):
            if piece.before == "text" or last is None:
                continue
            if piece.before in ("gap", "amp"):
                last.sides[-1].extend(kept)
            else:
                last.leftover.extend(kept)
        else:
            _begin(piece, kept, chains)
        fresh, condition = False, ""


def _is_condition(word: str) -> bool:
    word = word.rstrip(",:，：")
    return word in CONDITION_WORDS or any(not known.isascii() and word.startswith(known) for known in CONDITION_WORDS)


def _begin(piece: Piece, kept: list[Token], chains: list[RawChain]) -> None:
    chain = RawChain()
    if kept[0].kind == "relation":
        chain.implication, kept = kept[0], kept[1:]
    chains.append(chain)
    _extend(chain, kept, chains)


def _extend(chain: RawChain, kept: list[Token], chains: list[RawChain]) -> None:
    """Adds tokens to the last side, opening a side at each relation and a chain at each implication."""
    mates = pair(kept)
    index = 0
    while index < len(kept):
        token = kept[index]
        following = _next(index, kept, mates)
        if token.kind == "relation" and token.text in IMPLICATIONS:
            chain = RawChain(implication=token)
            chains.append(chain)
        elif token.kind == "relation":
            chain.relations.append(token)
            chain.sides.append([])
        else:
            chain.sides[-1].extend(kept[index:following])
        index = following


def _without_label(piece: Piece) -> list[Token]:
    """The piece without `\\cdots (1)` at its end, and nothing of a piece that is only a label or reason `(Jensen)`."""
    kept = piece.tokens
    if kept[-1].kind == "close" and len(kept) >= 3:
        at = len(kept) - 2
        while at >= 0 and kept[at].kind in (
            "number",
            "name",
            "word",
            "times",
            "star",
            "stop",
            "prime",
            "text",
            "prose",
            "minus",
        ):
            at -= 1
        if at >= 0 and kept[at].kind == "open" and kept[at].text == "(":
            if at == 0 and piece.before in ("gap", "amp"):
                return []
            if at and kept[at - 1].kind == "dots":
                while at and kept[at - 1].kind == "dots":
                    at -= 1
                return kept[:at]
    return kept


def _continues_side(piece: Piece, kept: list[Token], last: RawChain, tokens: list[Token], row: tuple[int, int]) -> bool:
    """Whether a row without a relation at its start goes on with the side before it."""
    side = last.sides[-1]
    if not side or side[-1].kind in _OPERATORS or (last.relations and not side):
        return bool(last.relations) or bool(side)
    if kept[0].kind in ("times", "slash", "close"):
        return True
    if kept[0].kind not in ("plus", "minus"):
        return _left_open(side)
    if kept[0].kind == "plus" or not piece.relations:
        return True
    sign = piece.tokens[piece.relations[0]]
    index = next(i for i in range(row[0], row[1]) if tokens[i] is sign)
    aligned = any(0 <= i < len(tokens) and tokens[i].kind == "amp" for i in (index - 1, index + 1))
    opens = tokens[row[0]].kind == "amp"
    return opens and not aligned


def _left_open(side: list[Token]) -> bool:
    return any(token.kind == "open" and mate < 0 for token, mate in zip(side, pair(side), strict=True))


def _qualifies(piece: Piece, condition: str, fresh: bool, last: RawChain) -> bool:
    if condition:
        return True
    if fresh and piece.before == "row":
        return bool(piece.statements) and not piece.relations and bool(last.relations) and len(piece.statements) == 1
    if piece.statements and not piece.relations:
        return bool(last.relations) or bool(last.sides[0])
    if piece.before == "range":
        return True
    return bool(last.relations) and len(piece.relations) == 1 and _is_order(piece)


def _is_order(piece: Piece) -> bool:
    """`\\sigma > 0` after a formula restricts it."""
    at = piece.relations[0]
    if piece.tokens[at].text not in _ORDER or piece.before != "comma":
        return False
    right = piece.tokens[at + 1 :]
    return piece.tokens[0].kind == "name" and at <= 3 and len(right) == 1 and right[0].kind == "number"


def _tuples(pieces: list[Piece]) -> list[Piece]:
    """`\\mu, \\sigma = f(x)`: names before a comma belong to the left side that follows."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if (
            before is not None and piece.before == "comma" and piece.tokens and before.tokens
            and (piece.relations or piece.statements) and not before.relations and not before.statements
            and before.before in ("row", "gap", "text", "amp") and _only_names(before.tokens)
        ):  # fmt: skip
            shift = len(before.tokens) + 1
            comma = Token("comma", ",", before.tokens[-1].end, before.tokens[-1].end + 1)
            merged[-1] = Piece([*before.tokens, comma, *piece.tokens], before.before, before.text,
                               [at + shift for at in piece.relations], [at + shift for at in piece.statements])  # fmt: skip
        else:
            merged.append(piece)
    return merged


def _only_names(tokens: list[Token]) -> bool:
    return all(
        token.kind in ("name", "sub", "super", "group", "endgroup", "number", "comma", "prime") for token in tokens
    )


def _ranges(pieces: list[Piece]) -> list[Piece]:
    """`i = 1, \\ldots, d` is one statement about i, not an equation."""
    merged: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        short = (len(piece.relations) == 1 and piece.relations[0] <= 4 and piece.tokens[piece.relations[0]].text == "equal"
                 and piece.tokens[0].kind == "name" and len(piece.tokens) > piece.relations[0] + 1
                 and piece.tokens[piece.relations[0] + 1].kind == "number")  # fmt: skip
        stated = len(piece.statements) == 1 and not piece.relations and piece.tokens[0].kind == "name"
        if short or stated:
            at = (piece.relations or piece.statements)[0]
            if short and any(token.kind == "dots" for token in piece.tokens[at:]):
                piece = Piece(piece.tokens, "range", piece.text, piece.relations)
            else:
                ahead = index
                while ahead < len(pieces) and _only_number(pieces[ahead]):
                    ahead += 1
                if (
                    ahead < len(pieces)
                    and pieces[ahead].before == "comma"
                    and pieces[ahead].tokens[:1]
                    and (pieces[ahead].tokens[0].kind == "dots")
                ):
                    ahead += 1
                    if len(pieces[ahead - 1].tokens) == 1 and ahead < len(pieces) and pieces[ahead].before == "comma":
                        ahead += 1
                    joined = list(piece.tokens)
                    for other in pieces[index:ahead]:
                        joined.append(Token("comma", ",", joined[-1].end, joined[-1].end + 1))
                        joined.extend(other.tokens)
                    piece = Piece(joined, "range", piece.text, piece.relations, piece.statements)
                    index = ahead
        merged.append(piece)
    return merged


def _only_number(piece: Piece) -> bool:
    return piece.before == "comma" and len(piece.tokens) == 1 and piece.tokens[0].kind == "number"

"""A block's tokens to rows, and a row to its formulas."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.notation import PROSE_WORDS, TRANSPARENT_ENVIRONMENTS

OPERATORS = frozenset({"plus", "minus", "times", "slash"})
LOOSE = frozenset({"gap", "amp", "row"})
_TAKES_GROUPS = frozenset({"sub", "super", "fraction", "root", "binom", "endgroup"})


@dataclass
class Piece:
    """A stretch of a row without a separator; `before` says what separated it from the piece before."""

    tokens: list[Token]
    before: str
    text: str = ""
    relations: list[int] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


# -- tokens of the block --------------------------------------------------------------------------------------------


def transparent(tokens: list[Token]) -> list[Token]:
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
        elif token.kind == "relation" and 0 < len(holders) <= 3:
            opener = holders[-1]
            before = kept[opener - 1].kind if opener else ""
            outer = holders[:-1]
            if kept[opener].kind == "group" and before not in _TAKES_GROUPS and set(outer) <= dropped:
                dropped.update((opener, mates[opener]))
                if before == "decorated":
                    dropped.add(opener - 1)
    return [token for index, token in enumerate(kept) if index not in dropped]


def single_signs(tokens: list[Token]) -> list[Token]:
    """A sign at a row's end that is repeated at the start of the next is one sign, that of the second row."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind == "relation":
            position, rows = len(kept) - 1, 0
            while position >= 0 and kept[position].kind in LOOSE:
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


def step_over(index: int, mates: list[int]) -> int:
    """The next token at the same level: over a bracket or an environment that opens here."""
    if mates[index] > index:
        return mates[index] + 1
    return index + 1


def split_rows(tokens: list[Token], mates: list[int]) -> list[tuple[int, int]]:
    rows, begin, index = [], 0, 0
    while index < len(tokens):
        if tokens[index].kind == "row":
            rows.append((begin, index))
            begin = index + 1
        index = step_over(index, mates)
    rows.append((begin, len(tokens)))
    return [row for row in rows if any(token.kind not in LOOSE for token in tokens[row[0] : row[1]])]


# -- a row to pieces ------------------------------------------------------------------------------------------------


def is_prose(tokens: list[Token]) -> bool:
    return any(
        token.kind == "prose" or (token.kind == "word" and token.text.lower() in PROSE_WORDS) for token in tokens
    )


def split_pieces(row: tuple[int, int], tokens: list[Token], mates: list[int]) -> list[Piece]:
    begin, end = row
    prose = is_prose(tokens[begin:end])
    pieces = [Piece([], "row")]
    index = begin
    while index < end:
        token = tokens[index]
        kind = token.kind
        following = step_over(index, mates)
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
        elif kind in ("gap", "amp"):  # the first of several decides for all of them
            decided = index > begin and tokens[index - 1].kind in ("gap", "amp")
            separator = kind if not decided and _separates(index, row, tokens) else ""
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
        if (depth and token.kind in ("row", "amp")) or token.kind not in LOOSE:
            kept.append(token)
    return kept


def is_script(tokens: list[Token], index: int) -> bool:
    """Whether a sign is all that stands in a script: the minus of x^-."""
    return index > 0 and tokens[index - 1].kind in ("sub", "super")


def _separates(index: int, row: tuple[int, int], tokens: list[Token]) -> bool:
    """Whether a gap or an alignment mark stands between two formulas."""
    before, after = index - 1, index + 1
    while before >= row[0] and tokens[before].kind in LOOSE:
        before -= 1
    while after < row[1] and tokens[after].kind in LOOSE:
        after += 1
    if before < row[0] or after >= row[1]:
        return False
    stops = OPERATORS | {"relation", "statement"}
    return (tokens[before].kind not in stops or is_script(tokens, before)) and tokens[after].kind not in (
        stops | {"close", "endgroup", "sub", "super", "comma", "semicolon", "stop", "text", "prose"}
    )


def _is_operand(token: Token, index: int, row: tuple[int, int], tokens: list[Token]) -> bool:
    """A word in `\\text` that is a quantity: `\\text{Loss} = ...`, not a reason, not a connective."""
    word = token.text.strip()
    if word != token.text or not word.replace("-", "").isalnum() or not word.isascii() or word.lower() in PROSE_WORDS:
        return False
    before = tokens[index - 1].kind if index > row[0] else "row"
    after = tokens[index + 1].kind if index + 1 < row[1] else "row"
    if before in OPERATORS | {"relation", "sub", "super"}:
        return True
    return after in OPERATORS | {"relation", "open", "sub", "super"} or (
        after == "amp" and index + 2 < row[1] and tokens[index + 2].kind == "relation"
    )


def join_tuples(pieces: list[Piece]) -> list[Piece]:
    """`\\mu, \\sigma = f(x)`, `z_1, \\ldots, z_K \\sim q`: names before a comma belong to the left side after it."""
    merged: list[Piece] = []
    for piece in pieces:
        if piece.before == "comma" and piece.tokens and (piece.relations or piece.statements):
            first = _listed_before(merged, 8 if piece.statements else 1)
            for before in reversed(merged[first:]):
                shift = len(before.tokens) + 1
                comma = Token("comma", ",", before.tokens[-1].end, before.tokens[-1].end + 1)
                relations, statements = ([at + shift for at in p] for p in (piece.relations, piece.statements))
                joined = [*before.tokens, comma, *piece.tokens]
                piece = Piece(joined, before.before, before.text, relations, statements)
            del merged[first:]
        merged.append(piece)
    return merged


def _listed_before(pieces: list[Piece], longest: int) -> int:
    """Where the list of names begins that ends with the last piece; the number of pieces if there is none."""
    first = len(pieces)
    while first and len(pieces) - first < longest:
        piece = pieces[first - 1]
        if piece.relations or piece.statements or not piece.tokens or not _only_names(piece.tokens):
            return len(pieces)
        first -= 1
        if piece.before in ("row", "gap", "text", "amp"):
            return first
        if piece.before != "comma":
            break
    return len(pieces)


def _only_names(tokens: list[Token]) -> bool:
    """Names with their scripts, or the dots of a list; a bracket only in a script, as in z^{(1)}."""
    names = ("name", "sub", "super", "group", "endgroup", "number", "comma", "prime", "dots")
    depth = 0
    for token in tokens:
        depth += {"group": 1, "endgroup": -1}.get(token.kind, 0)
        if token.kind not in names and not (depth and token.kind in ("open", "close")):
            return False
    return True


def join_ranges(pieces: list[Piece]) -> list[Piece]:
    """`i = 1, \\ldots, d` is one statement about i, not an equation."""
    merged: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        short = _sets_a_number(piece)
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


def _sets_a_number(piece: Piece) -> bool:
    """`i = 1` and no more relations."""
    if len(piece.relations) != 1 or piece.tokens[0].kind != "name":
        return False
    at = piece.relations[0]
    following = piece.tokens[at + 1].kind if at + 1 < len(piece.tokens) else ""
    return at <= 4 and piece.tokens[at].text == "equal" and following == "number"

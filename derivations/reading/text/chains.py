"""One displayed block to its chains: rows, formulas, relations and the sides between them.

A row ends at `\\\\`.  A row that opens with a relation continues the chain before it; one that opens with an operator,
or follows an unfinished row, continues its last side; any other begins a chain.  Within a row formulas are separated by
commas, `\\quad`, alignment columns and text.  What follows a formula without a relation of its own qualifies it
(`i \\in 1 .. d`, `z \\sim q(z|x)`); labels, `(1)`, reasons in words are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.columns import BACK, Columns, columns_of, in_column
from derivations.reading.text.conditions import arrow, is_condition, supposes
from derivations.reading.text.named_sides import with_named_sides
from derivations.reading.text.notation import IMPLICATIONS, REASON_WORDS, WHERE_WORDS
from derivations.reading.text.numbered_rows import without_numbers
from derivations.reading.text.rows import (
    LOOSE,
    OPERATORS,
    Piece,
    is_prose,
    is_script,
    join_ranges,
    join_tuples,
    pair_rows,
    single_signs,
    split_pieces,
    split_rows,
    step_over,
    transparent,
)

CONSTRAINT = "a constraint"
IN_A_LABEL = frozenset("number name word times star stop prime text prose minus".split())
_ORDER = frozenset({"less", "greater", "less_equal", "greater_equal", "not_equal"})


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
    left_open: int = 0
    told: str = ""
    supposed: bool = False

    @property
    def empty(self) -> bool:
        return not self.relations and not self.sides[0]


def split_chains(tokens: list[Token]) -> list[RawChain]:
    """The chains of one block, in order."""
    tokens = with_named_sides(without_numbers(single_signs(transparent(tokens))))
    mates = pair_rows(tokens)
    chains: list[RawChain] = []
    rows, columns = split_rows(tokens, mates), columns_of(tokens)
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        if not (chains and chains[-1].relations and _is_remark(row, following, tokens)):
            _read_row(row, tokens, mates, chains, columns)
    return [chain for chain in chains if not chain.empty]


def _is_remark(row: tuple[int, int], following: tuple[int, int] | None, tokens: list[Token]) -> bool:
    """`\\text{by Jensen: } \\log E[Y] \\geq E[\\log Y]` between rows of a chain; the next of them opens with a sign."""
    first = next((token for token in tokens[row[0] : row[1]] if token.kind not in LOOSE), None)
    after = next((t for t in tokens[following[0] : following[1]] if t.kind not in LOOSE), None) if following else None
    worded = first is not None and first.kind == "text" and len(first.text.split()) > 1
    return worded and after is not None and after.kind == "relation" and after.text not in IMPLICATIONS


def part_statements(chain: RawChain) -> None:
    """`y = f(z) \\in (0, 1)`: the last side is f(z), and it is said where it lies. `z \\sim q(z|x) = N(z; m, s)`: the
    first side is q(z|x), and it is said what is drawn from it."""
    first, last = chain.sides[0], chain.sides[-1]
    if not chain.relations:
        return
    drawn = [k for k, token in enumerate(first) if token.kind == "statement" and token.text == "sim"]
    if len(drawn) == 1 and 0 < drawn[0] < len(first) - 1 and pair(first)[: drawn[0]] == pair(first[: drawn[0]]):
        chain.qualifiers.append(("", first))
        chain.sides[0] = first[drawn[0] + 1 :]
    mates, index = pair(last), 0
    while index < len(last):
        if index and last[index].kind == "statement" and last[index].text == "in":
            chain.qualifiers.append(("", last))
            chain.sides[-1] = last[:index]
            return
        if index and last[index].kind == "statement" and last[index].text == "sim":  # y = a x + b \sim N(..): its law
            chain.sides[-1] = last[:index]
            return
        index = step_over(index, mates)


# -- pieces to chains -----------------------------------------------------------------------------------------------


def _read_row(
    row: tuple[int, int], tokens: list[Token], mates: list[int], chains: list[RawChain], columns: Columns
) -> None:
    pieces = join_ranges(join_tuples(split_pieces(row, tokens, mates)))
    prose = is_prose(tokens[row[0] : row[1]])
    condition, fresh = "", True
    if _is_constraint(pieces):
        _read_constraint(pieces, chains)
        return
    for piece in pieces:
        if piece.text:
            if chains and _opens_a_bracket(piece.text):
                break  # `\text{(since } \sum q = 1)`
            words = piece.text.strip(" ,，;；").lower().split()
            condition = piece.text.strip() if words and is_condition(words[0]) else ""
            own = fresh and bool(piece.tokens) and piece.tokens[0].kind == "relation"  # \\text{by Bayes} &= ...
            reason = words and words[0].startswith(REASON_WORDS) and not condition.lower().startswith("as ")
            if chains and reason and not own:
                break  # the reason of what stands before, with formulas of its own
            if chains:
                chains[-1].remarks.append(piece.text.strip())
        if not piece.tokens:
            continue
        kept = _without_label(piece)
        if not kept:
            continue
        first = kept[0]
        last = chains[-1] if chains else None
        if last is not None and last.relations and piece.before in ("gap", "amp", "comma") and _restricts(kept):
            last.qualifiers.append(("", kept[1:-1]))
            fresh, condition = False, ""
            continue
        if first.kind == "relation" and not (prose and fresh and piece.before == "text"):
            if first.text in IMPLICATIONS:
                _begin(piece, kept, chains)
            else:
                if last is None:
                    chains.append(RawChain(continues=True))
                heads = [c.relations[0] if c.relations else None for c in chains[-BACK:]]
                _extend(chains[in_column(first, columns, heads)], kept, chains)
        elif prose and not piece.relations and (not fresh or first.kind not in OPERATORS):
            continue
        elif fresh and last is not None and _continues_side(piece, kept, last, tokens, row):
            _extend(last, kept, chains)
        elif last is not None and condition.lower().startswith(("s.t", "subject")) and piece.relations:
            _read_constraint([piece], chains)
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
            led = last is not None and last.supposed
            _begin(piece, kept, chains)
            chains[-1].supposed = supposes(piece.text, led)
            if led and not chains[-1].supposed and chains[-1].implication is None:
                chains[-1].implication = arrow(kept)
        fresh = False
        if not condition.strip(" ,，").lower().startswith(WHERE_WORDS):
            condition = ""


def _opens_a_bracket(text: str) -> bool:
    """Whether a text opens a bracket that it does not close: a remark with a formula in it."""
    return text.lstrip().startswith(("(", "（")) and sum(text.count(c) for c in "(（") > sum(
        text.count(c) for c in ")）"
    )


def _is_constraint(pieces: list[Piece]) -> bool:
    """`s.t. ...`: what an optimum is subject to, no claim."""
    if not pieces:
        return False
    first = pieces[0]
    spelled = "".join(token.text for token in first.tokens[:4])
    return spelled.startswith("s.t") or first.text.strip().lower().startswith(("s.t.", "subject to"))


def _read_constraint(pieces: list[Piece], chains: list[RawChain]) -> None:
    """A constraint restricts the chain before it, and is a chain of its own: its signs are told, and not judged."""
    for piece in pieces:
        kept = list(piece.tokens)
        while kept and "s.t.".startswith(kept[0].text) and kept[0].kind in ("name", "word", "stop"):
            kept = kept[1:]
        if kept and any(token.kind in ("relation", "statement") for token in kept):
            if chains and chains[-1].relations:
                chains[-1].qualifiers.append(("s.t.", kept))
            chains.append(RawChain(told=CONSTRAINT))
            _extend(chains[-1], kept, chains)


def _restricts(tokens: list[Token]) -> bool:
    """`(\\beta \\geq 1)` beside a formula: a relation inside one pair of brackets."""
    whole = tokens[0].kind == "open" and tokens[0].text == "(" and pair(tokens)[0] == len(tokens) - 1
    return whole and any(token.kind in ("relation", "statement") for token in tokens)


def _begin(piece: Piece, kept: list[Token], chains: list[RawChain]) -> None:
    if kept[0].kind != "relation" and chains and chains[-1].empty:
        chain = chains[-1]
    else:
        chain = RawChain()
        chains.append(chain)
    if kept[0].kind == "relation":
        chain.implication, kept = kept[0], kept[1:]
    _extend(chain, kept, chains)


def _extend(chain: RawChain, kept: list[Token], chains: list[RawChain]) -> None:
    """Adds tokens to the last side, opening a side at each relation and a chain at each implication."""
    mates = pair(kept)
    index = 0
    while index < len(kept):
        token = kept[index]
        following = step_over(index, mates)
        if token.kind == "relation" and token.text in IMPLICATIONS:
            chain = RawChain(implication=token)
            chains.append(chain)
        elif token.kind == "relation":
            chain.relations.append(token)
            chain.sides.append([])
            chain.left_open = 0
        else:
            chain.sides[-1].extend(kept[index:following])
            chain.left_open += {"open": 1, "close": -1}.get(token.kind, 0) * (following == index + 1)
        index = following


def _without_label(piece: Piece) -> list[Token]:
    """The piece without `\\cdots (1)` at its end, and nothing of a piece that is only a label or reason `(Jensen)`."""
    kept = piece.tokens
    if kept[-1].kind == "close" and len(kept) >= 3:
        at = len(kept) - 2
        while at >= 0 and kept[at].kind in IN_A_LABEL:
            at -= 1
        if at >= 0 and kept[at].kind == "open" and kept[at].text == "(":
            if at == 0 and piece.before in ("gap", "amp"):
                return []
            numbered = len(kept) - at == 3 and kept[at + 1].kind == "number"
            if at and numbered and kept[at - 1].kind == "close" and kept[at].start > kept[at - 1].end:
                return kept[:at]
            if at and kept[at - 1].kind == "dots":
                while at and kept[at - 1].kind == "dots":
                    at -= 1
                return kept[:at]
    return kept


def _continues_side(piece: Piece, kept: list[Token], last: RawChain, tokens: list[Token], row: tuple[int, int]) -> bool:
    """Whether a row without a relation at its start goes on with the side before it."""
    side = last.sides[-1]
    hangs = bool(side) and side[-1].kind in OPERATORS and not is_script(side, len(side) - 1)
    if not side or hangs or (last.relations and not side):
        return bool(last.relations) or bool(side)
    if kept[0].kind in ("times", "slash", "close"):
        return True
    if kept[0].kind not in ("plus", "minus"):
        return last.left_open > 0
    if kept[0].kind == "plus" or not piece.relations:
        return True
    sign = piece.tokens[piece.relations[0]]
    index = next(i for i in range(row[0], row[1]) if tokens[i] is sign)
    aligned = any(0 <= i < len(tokens) and tokens[i].kind == "amp" for i in (index - 1, index + 1))
    opens = tokens[row[0]].kind == "amp"
    return opens and not aligned


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
    return piece.tokens[0].kind == "name" and at <= 3 and len(right) == 1 and right[0].kind in ("number", "name")

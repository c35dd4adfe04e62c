"""Lines that define on a part only: `w_i = 1, \\quad i = 2, \\dots, n`, `q(x) = p(x) \\text{ for } x > 0`.

Such a line gives no name its meaning, and no density its formula: what it says is kept as not understood, so that
nothing is proved with it, and no line about its names is refuted.
"""

from __future__ import annotations

from derivations.reading.document import Chain, Relation, Side
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.syntax import UnreadFormula
from derivations.reading.hearing.defining import defines
from derivations.reading.hearing.noting import Unheard, names_spoken_of
from derivations.reading.hearing.partial import narrows
from derivations.reading.hearing.ranges import is_value, number
from derivations.reading.hearing.restricting import restricts_in_words
from derivations.reading.meaning.substitution import head_of
from derivations.reading.text.notation import WHERE_WORDS


def defines_here(judge, index: int, place: int, relation: Relation, left: Side, right: Side, out) -> bool:
    """Whether a line defines; on a part only it does so for nobody."""
    chain, known = judge.note.chains[index], judge.known
    before = dict(known.definitions), list(known.stated)
    if left.read and of_numbers(left.tree) and head_of(left.tree)[0] in known.unsaid - {*known.definitions}:
        out.leave(f"what {head_of(left.tree)[0]} is has not been said")
        return True
    if not defines(judge, index, place, relation, left, right, out):
        return False
    if out.verdict == "definition" and holds_on_a_part(chain):
        known.definitions, known.stated = before
        known.restate()
        judge.meanings.pop((index, place), None)
        text = judge.note.source.text[chain.sides[0].span[0] : chain.sides[-1].span[1]]
        known.unheard.append(Unheard(relation.line, f"${text}$", names_spoken_of(known, [left.tree])))
        known.unsaid |= names_spoken_of(known, [left.tree])
    return True


def of_numbers(tree: S.Node) -> bool:
    """Whether a side is the value of a function at numbers: f(-3)."""
    return isinstance(tree, S.Apply) and bool(tree.arguments) and None not in map(number, tree.arguments)


def holds_on_a_part(chain: Chain) -> bool:
    """Whether what stands beside a line says that it holds on a part only."""
    for told in chain.qualifiers:
        where = told.word.lower().startswith(WHERE_WORDS)
        if isinstance(told.tree, UnreadFormula):
            if told.word and not where:
                return True
        elif not (hasattr(told.tree, "relation") and is_value([told.tree.left, told.tree.right], [told.tree.relation])):
            if narrows(told.tree, chain.trees):
                return True
    beside = bool(chain.qualifiers)
    return any(restricts_in_words(text, beside, chain.sides[0].tree) for text in chain.remarks)

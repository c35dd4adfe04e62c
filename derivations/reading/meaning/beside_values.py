"""What stands in a sum over the values z_j beside them and carries their number too: w_j is another number at each.

Read by its letter alone it would be the same number at all of them. The q_j of a density letter is q(z_j), a name w_j
a function of the value; of anything else nothing is known, and the sum stays unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, replaced
from derivations.reading.meaning.unreadable import Unreadable

BESIDE = "a number for each value stands beside the values: write it as a function of them"


def numbers_as_functions(read, node: S.BigOperator, names: Iterable[str | None]) -> S.Node:
    """The body of a sum over the values z_j with q(z_j) for q_j; refuses what else carries the number j."""
    body, bound = node.body, frozenset(names)
    numbered = list(numbered_by(body, bound))
    values = {n for n in map(name_of, numbered) if any((n, i) in read.survey.valued for i in bound)}
    if not values or len(node.indices) != 1:
        return body
    for one in [n for n in numbered if name_of(n) not in values and not read.known.has_definition(name_of(n) or "")]:
        letter = letter_of(read, one, node) if len(values) == 1 else ""
        if not letter and isinstance(one, S.Index) and len(values) == 1:
            continue  # read as a function of the value, see `indexed.variable_of`
        if not letter or any(d.letter == letter for d in read.nearby) or stands_alone(read, one, values):
            raise Unreadable(BESIDE, one)
        value = S.Index(S.Symbol(next(iter(values))), one.indices, span=one.span)
        body = replaced(body, one, S.Density(letter, targets=(value,), span=one.span))
    return body


def letter_of(read, one: S.Node, node: S.BigOperator) -> str:
    """The letter of a q_j, or of weights w_j that were said to sum to one over this range; none of anything else."""
    if isinstance(one, S.Density):
        return one.letter if one.bare else ""
    name = name_of(one) or ""
    total = read.known.weights.get(name)
    if total is None or name not in read.known.called_weights or (total.lower, total.upper) != (node.lower, node.upper):
        return ""
    read.known.bare_names.assumed[f"numbers that sum to one, as line {read.known.line_of(total)} says"] = None
    return name


def stands_alone(read, one: S.Node, values: set[str | None]) -> bool:
    """Whether a sum of the line has this q_j, and no value beside it: there it is no q(z_j). That w_j sums to one is
    what was said of it."""
    letter = getattr(one, "letter", name_of(one))
    for sum_ in S.every(S.BigOperator, *read.context):
        names = {name_of(n) for n in numbered_by(sum_.body, frozenset(map(name_of, sum_.indices)))}
        own = {getattr(n, "letter", name_of(n)) for n in S.every(S.Index | S.Density, sum_.body)}
        if letter in own and not values & names and sum_ != read.known.weights.get(letter):
            return True
    return False


def numbered_by(tree: S.Node, names: frozenset[str | None]) -> Iterator[S.Node]:
    """The names with one of these indices: w_j, q_j."""
    if isinstance(tree, S.BigOperator) and names & {name_of(i) for i in tree.indices}:
        return
    own = tree.indices if isinstance(tree, S.Index | S.Density) else ()
    if any(name_of(i) in names for i in own if isinstance(i, S.Symbol)):
        yield tree
    for part in S.children(tree):
        yield from numbered_by(part, names)

"""What the second place of N(m, s) is: a variance, unless the note's words make of it a deviation or a precision.

`$\\sigma$ is the standard deviation`, 其中 $\\sigma$ 为标准差, `$\\tau$ is the precision`; `z = m + s \\epsilon` beside
N(m, s) shows a deviation too. Where nothing is said of a bare \\sigma, it may be either: read.deviations tells which
of the two is tried, read.unsaid is set where it mattered (verdicts/either_spread.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from derivations.reading.document import InlineFormula, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import only_tree
from derivations.reading.meaning.substitution import head_of
from derivations.reading.tables import Table

DEVIATION, PRECISION, VARIANCE = "a standard deviation", "a precision", "a variance"
LOGARITHM = "a log-variance"
ANY = "*"  # the name under which stands what every second place is
_TABLE = Table(__file__)
_AFTER, _BEFORE = (
    {one["name"]: re.compile(_TABLE.filled(words, **one)) for one in _TABLE["kind"]}
    for words in (_TABLE["after"], _TABLE["before"])
)
_PAIR = _TABLE.pattern("pair")
CONVENTIONS = tuple(re.compile(_TABLE.filled([one])) for one in _TABLE["conventions"])
_DENIED = re.compile(r"\b(?:not|no|nor|than|instead of)\b|n't\b|不是|并非|而非|而不是")
_SPREAD = re.compile(r"\\?(?:sigma|varsigma)(?![A-Za-z])|\\?std\b")


def told_spreads(note: Note, trees: Iterable[S.Node]) -> dict[str, str]:
    """What the prose calls the names that stand in a normal's second place, and what `z = m + s \\epsilon` shows."""
    found: dict[str, set[str]] = {}
    for formula in note.formulas:
        tree = only_tree(formula)
        for kind in told_of(formula) if tree is not None else ():
            found.setdefault(_key(tree), set()).add(kind)
    laws = {(n.mean, n.variance) for n in S.every(S.Gaussian, *trees)}
    for mean, spread in laws:
        if any(is_reparametrised(tree, mean, spread) for tree in trees):
            found.setdefault(_key(spread), set()).add(DEVIATION)
    for kind in conventions(note):
        found.setdefault(ANY, set()).add(kind)
    return {name: kinds.pop() for name, kinds in found.items() if len(kinds) == 1}


def conventions(note: Note) -> Iterable[str]:
    """What a sentence says of every normal's second place: `the second argument of $N$ is the standard deviation`."""
    for block in note.paragraphs:
        for match in (found for pattern in CONVENTIONS for found in pattern.finditer(block.text.lower())):
            if not _DENIED.search(match[0]):
                deviation = re.search("deviation|scale|标准差", match["kind"] or match[0])
                yield DEVIATION if deviation else PRECISION


def told_of(formula: InlineFormula) -> set[str]:
    """What the words just before and after a formula call it."""
    found = {kind for kind, pattern in _AFTER.items() if pattern.match(formula.after)}
    near = formula.before[-60:]
    found |= {kind for kind, pattern in _BEFORE.items() if pattern.search(near) and not _DENIED.search(near)}
    found -= {VARIANCE} if LOGARITHM in found else set()  # `the log variance`
    pair = _PAIR.match(formula.after)
    if pair is not None:
        found = {kind for kind in _AFTER if pair["kind"] in kind}
    return found


def is_reparametrised(tree: S.Node, mean: S.Node, spread: S.Node) -> bool:
    """Whether a formula is `m + s \\epsilon`."""
    if not isinstance(tree, S.Add) or len(tree.terms) != 2 or mean not in tree.terms:
        return False
    rest = next(term for term in tree.terms if term != mean) if tree.terms[0] != tree.terms[1] else mean
    factors = rest.factors if isinstance(rest, S.Mul) else rest.arguments if isinstance(rest, S.Apply) else ()
    return spread in factors and len(factors) == 2


def second_place(read, tree: S.Node) -> S.Node:
    """The variance of N(m, s), as a tree; of \\sigma I and diag(\\sigma) too."""
    if isinstance(tree, S.Apply) and "diag" in tree.function and len(tree.arguments) == 1:
        return replace(tree, arguments=(second_place(read, tree.arguments[0]),))
    if isinstance(tree, S.Mul) and sum(head_of(f)[0] != "I" for f in tree.factors) == 1:
        return replace(tree, factors=tuple(f if head_of(f)[0] == "I" else second_place(read, f) for f in tree.factors))
    spreads, squared = read.survey.spreads, isinstance(tree, S.Power) and tree.exponent == S.Number("2")
    told = spreads.get(_key(tree)) or spreads.get(head_of(tree)[0]) or (None if squared else spreads.get(ANY))
    if told == PRECISION:
        return S.Power(tree, S.Neg(S.Number("1")), span=tree.span)
    if told == LOGARITHM:
        return S.Apply("exp", (tree,), span=tree.span)
    if told is None and _SPREAD.match(head_of(tree)[0]):
        read.unsaid = head_of(tree)[0]
    deviation = told == DEVIATION or (told is None and read.deviations and _SPREAD.match(head_of(tree)[0]))
    return S.Power(tree, S.Number("2"), span=tree.span) if deviation else tree


def _key(tree: S.Node) -> str:
    """A name without its indices and arguments; any other formula as it is written."""
    return head_of(tree)[0] or S.outline(tree)

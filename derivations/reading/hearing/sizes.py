"""How large vectors are and how many examples there are, where the prose says it: "let $z$ have $J$ entries", "$N$
images of $D$ pixels each", "$x$ 是 $d$ 维向量". What counts examples is no vector's size."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import only_tree, sentences
from derivations.reading.meaning.naming import name_of
from derivations.reading.note import Note
from derivations.reading.tables import Table

_TABLE = Table(__file__)
SIZED, SIZED_BEFORE = (tuple(re.compile(_TABLE.filled([form])) for form in _TABLE[key]) for key in ("sized", "before"))
EACH, COUNTED, OF_OTHERS = _TABLE.patterns("each", "counted", "of_others")
COUNTS_ONLY = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Sizes:
    """`of` a name, its size as written; `each`, the size of the examples; `examples`, the letters that count them;
    `counted`, the letters that count these or other things, so that no vector has so many entries."""

    of: dict[str, S.Node] = field(default_factory=dict)
    each: S.Node | None = None
    examples: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


def sizes_in(note: Note) -> Sizes:
    """What the prose says of sizes."""
    of: dict[str, S.Node] = {}
    each: S.Node | None = None
    examples: set[str] = set()
    others: set[str] = set()
    for block in note.blocks:
        for sentence in sentences(block) if block.kind == "prose" and block.formulas else ():
            if not sentence.formulas:
                continue
            for patterns, order in ((SIZED, (0, 1)), (SIZED_BEFORE, (1, 0))):
                for one in (found for p in patterns for found in p.finditer(sentence.text)):
                    name, size = (only_tree(sentence.within(one)[k]) for k in order)
                    if _is_size(size) and name is not None and name_of(name):
                        of.setdefault(name_of(name), size)
            examples |= {last for formula in sentence.formulas for last in _listed(formula)}
            for one in COUNTED.finditer(sentence.text):
                count = only_tree(sentence.within(one)[0])
                if isinstance(count, S.Symbol) and COUNTS_ONLY.fullmatch(count.name):
                    examples.add(count.name)
            counts = (only_tree(sentence.within(one)[0]) for one in OF_OTHERS.finditer(sentence.text))
            others |= {n.name for n in counts if isinstance(n, S.Symbol)}
            for one in EACH.finditer(sentence.text) if COUNTED.search(sentence.text) else ():
                size = _space(only_tree(sentence.within(one)[0]))
                each = each or size
    return Sizes(of, each, frozenset(examples), frozenset(examples | others))


def _listed(formula: InlineFormula) -> Iterable[str]:
    """The N of `x_1, \\dots, x_N \\in \\mathbb{R}^D`: each member is a vector, so N counts examples."""
    for tree in (*formula.trees, *(q.tree for chain in formula.chains for q in chain.qualifiers)):
        if isinstance(tree, S.Membership) and isinstance(tree.domain, S.Power) and len(tree.elements) > 2:
            dots = any(isinstance(e, S.Dots) for e in tree.elements)
            last = tree.elements[-1].indices[-1] if isinstance(tree.elements[-1], S.Index) else None
            if dots and isinstance(last, S.Symbol):
                yield last.name


def _is_size(tree: S.Node | None) -> bool:
    return isinstance(tree, S.Symbol | S.Number) or (isinstance(tree, S.Index) and name_of(tree) is not None)


def _space(tree: S.Node | None) -> S.Node | None:
    """The D of D, or of R^D."""
    if isinstance(tree, S.Power):
        return tree.exponent if _is_size(tree.exponent) else None
    return tree if _is_size(tree) else None

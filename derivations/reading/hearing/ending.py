"""What ends a declaration: `for any other q`, `now let q be any distribution`, `we no longer assume that q = p`.

`for any q` ends what made q a special case, an equation with densities of another letter; its own formula, a normal or
a product, may be the family that is meant. `Let q be any distribution` ends that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import Chain, InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.bare_names import as_letter
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.releasing import end_value
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import head_of, is_name
from derivations.reading.tables import Table

WITHDRAWN = ("what no longer holds", "what does not hold", "the alternative to what is taken")
_TABLE = Table(__file__)
FOR_ANY, _LET_ANY, _NEW = _TABLE.patterns("for_any", "let_any", "new")


def set_free(known, sentence: Sentence) -> None:
    """Ends what was declared of the densities that a sentence calls arbitrary."""
    for pattern, whole in ((FOR_ANY, False), (_NEW, False), (_LET_ANY, True)):
        for formula in freed_in(sentence, pattern):
            sides = formula.trees
            density = as_letter(known, sides[0]) if len(sides) == 1 else None
            if len(sides) == 1 and isinstance(sides[0], S.Symbol):
                known.for_any.add(name_of(sides[0]))
                end_value(known, name_of(sides[0]))
                if pattern is not _NEW and not whole:
                    end_name(known, name_of(sides[0]), sentence)
                if known.ranges.forget(name_of(sides[0])):
                    known.released.append(Unheard(sentence.line, sentence.text, frozenset({name_of(sides[0])})))
            if whole and sides and is_name(sides[0]):  # `$w_k \ge 0$ are any numbers`
                end_definitions(known, head_of(sides[0])[0], sentence)
            if density is not None:
                end(known, known.survey.joint_name(density), whole)


def end_name(known, name: str, sentence: Sentence) -> None:
    """`For every real $m$` of an m that stood for a formula without arguments: for that it stands no more."""
    if any(
        not d.arguments and not d.index and not isinstance(d.tree, S.TupleOf) for d in known.definitions.get(name, ())
    ):
        end_definitions(known, name, sentence)


def freed_in(sentence: Sentence, pattern: re.Pattern) -> Iterator[InlineFormula]:
    """The formulas that a sentence calls arbitrary."""
    return (sentence.within(found)[-1] for found in pattern.finditer(sentence.text))


def end_definitions(known, name: str, sentence: Sentence) -> None:
    """What a name stood for it stands for no more."""
    if known.definitions.pop(name, ()):
        known.restate()
        known.released.append(Unheard(sentence.line, sentence.text, frozenset({name})))


def end(known, letter: str, whole: bool) -> None:
    """Nothing that was said of the densities of this letter is a fact from here on; their own formulas may stay."""
    kept = [
        pair
        for pair in known.stated
        if known.survey.joint_name(pair[0]) != letter or not (whole or is_special(known, *pair))
    ]
    known.released = [u for u in known.released if letter not in u.names]
    if len(kept) < len(known.stated):
        known.stated = kept
        known.restate()


def is_special(known, left: S.Density, right: S.Node) -> bool:
    """Whether a density is set equal to an expression of densities of other letters alone: q(z) = p(z|x)."""
    names = {known.survey.joint_name(n) for n in S.every(S.Density, right)}
    return bool(names) and known.survey.joint_name(left) not in names


def withdraw_equations(known, chain: Chain) -> None:
    """`We no longer assume that $q(z) = p(z|x)$`: what was stated by this equation is so no more."""
    trees = chain.trees
    kept = [
        pair for pair in known.stated if len(trees) != 2 or pair not in ((trees[0], trees[1]), (trees[1], trees[0]))
    ]
    if len(kept) < len(known.stated):
        known.stated = kept
        known.restate()


def holds_here(known, left: S.Density, right: S.Node, line: int) -> None:
    """What an optimum is said to be is a fact of its display alone; after it, until q is set free, it may be meant."""
    known.passing.append((left, right))
    text = f"${S.outline(left)} = {S.outline(right)}$"
    known.released.append(Unheard(line, text, frozenset({known.survey.joint_name(left)})))

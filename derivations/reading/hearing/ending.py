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
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import head_of, is_name

WITHDRAWN = ("what no longer holds", "what does not hold", "the alternative to what is taken")
_ARBITRARY = r"(?:any(?: other)?|an arbitrary|arbitrary|a general|some other|another|an unrestricted|unrestricted)"
_RESTRICTED = r"(?! *(?:of|in|with|from|that|which|such|satisfying|factori[sz])\b)"
FOR_ANY = re.compile(
    rf"\b(?:any|an arbitrary|arbitrary|all|every|a general|general|some other|another)(?: [a-z-]+){{0,4}} {MARK}|"
    rf"(?:任意|任何|任一|所有|一般)(?:一个|给定|其他|其它)?的?\w{{0,8}}\s*{MARK}|{MARK}\s*(?:是|为|可以是|可取)?\s*任[意何]"
)
_LET_ANY = re.compile(
    rf"{MARK} (?:is |be |are |may be |can be |could be |now |instead |then |simply ){{1,3}}{_ARBITRARY}\b"
    rf"(?: (?:distribution|density|function|law|choice)s?)?{_RESTRICTED}|"
    rf"(?:设|令|让|若|取)\s*{MARK}\s*(?:是|为)\s*(?:一个)?任[意何]|{MARK}\s*(?:不再|可以?)(?:固定|受限|任取)"
)
_NEW = re.compile(
    rf"\b(?:let|consider|take|suppose)(?: now)? {MARK} (?:be|is|denote) (?:a|an|some)(?: [a-z-]+){{0,3}} "
    rf"(?:distribution|density)|(?:设|令)\s*{MARK}\s*(?:是|为)\s*某?一?个?\w{{0,6}}(?:分布|密度)"
)


def set_free(known, sentence: Sentence) -> None:
    """Ends what was declared of the densities that a sentence calls arbitrary."""
    for pattern, whole in ((FOR_ANY, False), (_NEW, False), (_LET_ANY, True)):
        for formula in freed_in(sentence, pattern):
            sides = [side.tree for chain in formula.chains for side in chain.sides if side.read]
            density = as_letter(known, sides[0]) if len(sides) == 1 else None
            if len(sides) == 1 and isinstance(sides[0], S.Symbol):
                known.for_any.add(name_of(sides[0]))
                end_value(known, name_of(sides[0]))
                if known.ranges.forget(name_of(sides[0])):
                    known.released.append(Unheard(sentence.line, sentence.text, frozenset({name_of(sides[0])})))
            if whole and sides and is_name(sides[0]):  # `$w_k \ge 0$ are any numbers`
                end_definitions(known, head_of(sides[0])[0], sentence)
            if density is not None:
                end(known, known.survey.joint_name(density), whole)


def freed_in(sentence: Sentence, pattern: re.Pattern) -> Iterator[InlineFormula]:
    """The formulas that a sentence calls arbitrary."""
    for found in pattern.finditer(sentence.text):
        yield sentence.formulas[sentence.text[: found.end()].count(MARK) - 1]


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
    names = {known.survey.joint_name(n) for n in S.walk(right) if isinstance(n, S.Density)}
    return bool(names) and known.survey.joint_name(left) not in names


def withdraw_equations(known, chain: Chain) -> None:
    """`We no longer assume that $q(z) = p(z|x)$`: what was stated by this equation is so no more."""
    trees = [side.tree for side in chain.sides if side.read]
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

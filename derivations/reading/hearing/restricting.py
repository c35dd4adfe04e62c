"""What a sentence says of where an equation in it holds: `Let $q(x) = p(x)$ for $x > 0$.`, `on the training set`.

An equation that holds on a part only is no fact of the whole. Hearing fails closed: what stands behind an equation and
opens as a restriction opens is one, unless its words and its formula are known to restrict nothing: `for all $x$`, `for
$k = 1, ..., K$`, `for simplicity`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import CASE, DECLARED, UNHEARD, Modality
from derivations.reading.hearing.partial import is_space, letters_of, narrows, restricts
from derivations.reading.hearing.ranges import is_value
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import PARAMETERS
from derivations.reading.tables import Table

RESTRICTED = "a restriction"
_TABLE = Table(__file__)
_OPENS, _GOES_ON, _RESTRICTS = _TABLE.patterns("opens", "goes_on", "restricts")
_OF_A_LAW, _OF_A_BOUND = _TABLE.patterns("of_a_law", "of_a_bound")
_HARMLESS, _QUANTIFIER, _PLAIN, _ROLE = _TABLE.patterns("harmless", "quantifier", "plain", "role")
_OF_PLACES, _SOME = _TABLE.pattern("of_places"), re.compile(r"\bsome\b|某")
_IN_FRONT, _IN_A_SET = _TABLE.patterns("in_front", "in_a_set")
_PIECE = re.compile(r"([,，、:：;；()（）]|--|—|–)?([^,，、:：;；()（）—–]*)")
_BRACKETS = ("(", "（")


def restricted_in(sentence: Sentence) -> dict[int, str]:
    """The formulas of a sentence that hold on a part only, or say on which one, by their places; with the words."""
    found: dict[int, str] = {}
    for place, formula in enumerate(sentence.formulas):
        if place not in found and (is_equation(formula) or is_law(formula)):
            for words, guards in (*behind(sentence, place), *in_front(sentence, place)):
                found |= dict.fromkeys((place, *guards), words)
    return found


def told_of_a_part(told: Modality, words: str, naming: tuple[str, ...]) -> Modality:
    """A declaration that holds on a part is not understood; nor is one that such a word introduces."""
    declares = told.kind in (DECLARED, UNHEARD) or (told.kind == CASE and told.starter in naming)
    return Modality(UNHEARD, f"{RESTRICTED}: {words.strip()}") if declares else told


def is_of_a_part(told: Modality) -> bool:
    return told.kind == UNHEARD and told.said.startswith(RESTRICTED)


def restricts_in_words(text: str, with_formula: bool, head: S.Node) -> bool:
    """Whether a text in a display, `\\text{on the support}`, `(only after convergence)`, says where its line holds; one
    that has a formula behind it, `\\text{for } x > 0`, leaves it to that."""
    text = text.strip(" ,，.。;；()（）").lower()
    if _RESTRICTS.match(text):
        return True
    opened = _OPENS.match(text)
    harmless = _HARMLESS.match(text) or _ROLE.match(text) or _QUANTIFIER.search(text)
    if opened is None or harmless or (_OF_PLACES.match(text) and has_no_parts([head])):
        return False
    return not with_formula or bool(_PLAIN.sub("", text[opened.end() :]).strip(" ,，"))


def is_equation(formula: InlineFormula) -> bool:
    return any(chain.relations and len(chain.trees) > 1 for chain in formula.chains)


def is_law(formula: InlineFormula) -> bool:
    """Whether a formula is `x \\sim p`."""
    return any(isinstance(tree, S.Draw) for tree in formula.trees)


def is_bound(formula: InlineFormula) -> bool:
    """Whether a formula is `a > 0`."""
    return not any(r.name in ("equal", "define") for chain in formula.chains for r in chain.relations)


def behind(sentence: Sentence, place: int) -> Iterator[tuple[str, list[int]]]:
    """What restricts an equation behind it: the words, and the places of the formulas in them."""
    equation = sentence.formulas[place]
    mine = [narrows(q.tree, equation.trees) for chain in equation.chains for q in chain.qualifiers]
    if any(mine):
        yield equation.latex, []
    start = sentence.places[place] + 1
    for found in _PIECE.finditer(sentence.text, start):
        border, text = found[1] or "", found[2]
        text = text.rstrip(" .。")
        first = sentence.text[: found.start(2)].count(MARK)
        if not text.strip():
            if found.end() == len(sentence.text):
                return
            continue
        opened = _OPENS.match(text)
        attached = not border
        if attached and opened is None:
            return
        whole = _HARMLESS.match(text) or _ROLE.match(text) or (attached and _RESTRICTS.match(text))
        own = text if whole else _until(text)
        guards = [*range(first, first + own.count(MARK))]
        if not attached and not _may_restrict(own, border, opened is not None):
            return
        if not _may_be_of_it(own, sentence, guards, equation, opened is not None):
            return
        if not _is_harmless(own, sentence, guards, equation, opened is not None):
            yield text, guards
            return
        if own != text:
            return


def _may_be_of_it(text: str, sentence: Sentence, guards: list[int], equation: InlineFormula, opened: bool) -> bool:
    """Whether words may say where this equation holds: a formula alone, where it speaks of the left side; of a law or
    a bound, words that are of these, or a formula that restricts it."""
    if not opened and not _of_the_left(sentence, guards, equation):
        return False
    law, bound = is_law(equation), is_bound(equation)
    if law or bound:
        told = (_OF_A_LAW if law else _OF_A_BOUND).match(text) is not None
        return told or _narrowed(sentence, guards, equation)
    return True


def _until(text: str) -> str:
    """The words up to where the sentence goes on."""
    found = next((m for m in _GOES_ON.finditer(text) if text[: m.start()].strip()), None)
    return text[: found.start()] if found else text


def _may_restrict(text: str, border: str, opened: bool) -> bool:
    """Whether a piece behind a comma or in brackets may say where an equation holds: a formula alone, or with such
    words before it."""
    if text.strip() == MARK:
        return True
    if not opened:
        return False
    left = _PLAIN.sub("", _OPENS.sub("", text)).replace(MARK, "").strip(" ,，")
    return border in _BRACKETS or _RESTRICTS.match(text) is not None or (MARK in text and not left)


def _narrowed(sentence: Sentence, guards: list[int], equation: InlineFormula) -> bool:
    return any(restricts(chain, equation.trees) for k in guards for chain in sentence.formulas[k].chains)


def _of_the_left(sentence: Sentence, guards: list[int], equation: InlineFormula) -> bool:
    """Whether a formula alone speaks of an argument or an index of an equation's left side."""
    mine = {
        *letters_of(
            [v for tree in heads_of(equation) for v in (tree.variables if isinstance(tree, S.Draw) else (tree,))]
        )
    }
    spoken = [f for k in guards for f in [sentence.formulas[k]]]
    unread = any(not side.read for f in spoken for chain in f.chains for side in chain.sides)
    return unread or bool(mine & {*letters_of([tree for f in spoken for tree in f.trees])})


def _is_harmless(text: str, sentence: Sentence, guards: list[int], equation: InlineFormula, opened: bool) -> bool:
    """Whether the words behind an equation restrict nothing."""
    if _narrowed(sentence, guards, equation):
        return False
    if not opened:
        return True
    if _RESTRICTS.match(text):
        return False
    if _HARMLESS.match(text) or _ROLE.match(text) or (_OF_PLACES.match(text) and has_no_parts(heads_of(equation))):
        return True
    if _SOME.search(text) and not (guards and not _of_the_left(sentence, guards, equation)):
        return False
    strange = _PLAIN.sub("", text).replace(MARK, "").strip(" ,，")
    told = any(chain.relations or not _is_named(chain) for k in guards for chain in sentence.formulas[k].chains)
    return not strange and (told or _QUANTIFIER.search(text) is not None or _of_its_own(sentence, guards, equation))


def heads_of(equation: InlineFormula) -> list[S.Node]:
    return [chain.sides[0].tree for chain in equation.chains if chain.sides[0].read]


def has_no_parts(heads: list[S.Node]) -> bool:
    """Whether the left sides of equations are names without arguments, but for parameters: c, or L(\\theta)."""
    letters = {name for tree in heads for name in letters_of([tree]) if not isinstance(tree, S.Symbol)}
    named = all(isinstance(tree, S.Symbol | S.Apply) for tree in heads)
    return named and all(PARAMETERS.match(name) for name in letters)


def _is_named(chain) -> bool:
    """Whether a formula only names things: x, or x, y."""
    return not any(isinstance(tree, S.Membership | S.Draw) for tree in chain.trees)


def _of_its_own(sentence: Sentence, guards: list[int], equation: InlineFormula) -> bool:
    """Whether only names of the equation itself stand there, `at $t$`, or a whole space."""
    inside = set(S.walk(*equation.trees))
    return bool(guards) and all(tree in inside or is_space(tree) for k in guards for tree in sentence.formulas[k].trees)


def in_front(sentence: Sentence, place: int) -> Iterator[tuple[str, list[int]]]:
    """What restricts an equation before it."""
    equation, at = sentence.formulas[place], sentence.places[place]
    if is_bound(equation) or any(is_value(chain.trees, ["equal"]) for chain in equation.chains):
        return
    for found in _IN_FRONT.finditer(sentence.text[: at + 1]):
        (guard,) = range(sentence.text[: found.start()].count(MARK), sentence.text[: found.end()].count(MARK))
        mine = guard != place and _of_the_left(sentence, [guard], equation)
        if mine and _narrowed(sentence, [guard], equation):
            yield found[0], [guard]
    for found in _IN_A_SET.finditer(sentence.text[: at + 1]):
        (guard,) = range(sentence.text[: found.start()].count(MARK), sentence.text[: found.end()].count(MARK))
        if found.end() == at and not _of_its_own(sentence, [guard], equation):
            yield found[0], [guard]

"""What words alone say of numbers, variables and vectors: that they sum to one, which values they take, that one is
one minus the other, that one law is the marginal or posterior of another; and equations that tie names together and
define none, `\\alpha_t + \\beta_t = 1`, `A = A^\\top`.

No line about such a name is refuted by a world in which it is not so; nothing is proved by it.
"""

from __future__ import annotations

import re

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.hearing.noting import Unheard, names_spoken_of
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import plain
from derivations.reading.tables import Table

_TABLE = Table(__file__)
KINDS = (*_TABLE.patterns("of_numbers", "of_shapes", "of_another"),)
OF_VALUES, OF_AN_ORDER = _TABLE.patterns("of_values", "of_an_order")
OF_LAWS = _TABLE.pattern("of_laws")
OF_ALL = _TABLE.pattern("of_all_vectors")
EVERYTHING = frozenset({"*"})
_DENIED = re.compile(r"\b(?:not (?!influence|affect)|never)|n't\b|[并毫]不(?!相干|影响)|不一定|未必")
_LIST = re.compile(r"\s*(\\?[A-Za-z]+)\s*_")  # w_1, \dots, w_K


def hear_numbers_in_words(known, sentence: Sentence) -> None:
    """Notes the names of which a sentence says such a thing as not understood; a density integrates to one anyway."""
    numbered = any("_" in f.latex for f in sentence.formulas)  # x_i with probability p_i: laws_of_members has it
    for kind in (KINDS if numbered else (*KINDS, OF_VALUES)) if sentence.formulas else ():
        for found in kind.finditer(sentence.text):
            if not _DENIED.search(found[0]):
                note(known, sentence, sentence.within(found))
    for found in OF_AN_ORDER.finditer(sentence.text):
        note(known, sentence, [f for f in sentence.within(found) if len(f.trees) == 2])
    for found in OF_LAWS.finditer(sentence.text) if sentence.formulas else ():
        first = sentence.within(found)[0]
        names = names_spoken_of(known, list(first.trees)) if not _DENIED.search(found[0]) else frozenset()
        known.unheard += [Unheard(sentence.line, sentence.text, names)] if names else []
    for formula in sentence.formulas:
        if (name := other_model(formula)) and known.told[formula].kind != REFUSED:
            models = frozenset(f"{letter}_{{{name}}}" for letter in known.survey.letters)
            known.unheard.append(Unheard(sentence.line, sentence.text, models))
    tying = [f for f in sentence.formulas if ties(f) and known.told[f].kind != REFUSED]
    note(known, sentence, tying)
    if OF_ALL.search(sentence.text):
        known.unheard.append(Unheard(sentence.line, sentence.text, EVERYTHING))


def note(known, sentence: Sentence, formulas) -> None:
    """Keeps the names of some formulas with what was said of them, unless a density stands there."""
    trees = [tree for formula in formulas for tree in formula.trees]
    if any(S.every(S.Density, *trees)):
        return
    names = set(names_spoken_of(known, trees)) if trees else set()
    for member in S.every(S.Index, *trees):
        names -= {plain(S.outline(i)) for i in member.indices}
        names.add(f"{S.outline(member.base)}_{{{','.join(map(S.outline, member.indices))}}}")
    names |= {plain(found[1]) for f in formulas if "dots" in f.latex and (found := _LIST.match(f.latex))}
    if names:
        known.unheard.append(Unheard(sentence.line, sentence.text, frozenset(names)))


def ties(formula: InlineFormula) -> bool:
    """Whether it is an equation of a sum of names and a number, or of a name and what it is turned over."""
    trees = formula.trees
    if len(formula.chains) != 1 or len(trees) != 2 or formula.chains[0].relations[0].name != "equal":
        return False
    left, right = trees
    own = [n for n in (left.terms if isinstance(left, S.Add) else ()) if any(S.every(S.Symbol, n))]
    summed = len(own) > 1 and isinstance(right, S.Number) and all(map(is_named, own))
    return summed or right == S.Transpose(left) or left == S.Transpose(right)


def other_model(formula: InlineFormula) -> str:
    """The \\theta' of `\\theta' = \\theta`, by which a second model is named that is the first one here."""
    names = [n.name for n in formula.trees if isinstance(n, S.Symbol)]
    equal = len(formula.chains) == 1 and [r.name for r in formula.chains[0].relations] == ["equal"]
    primed = [n for n in names if n.endswith("'")]
    return primed[0] if equal and len(names) == 2 and len(primed) == 1 and primed[0].strip("'") in names else ""


def is_named(node: S.Node) -> bool:
    """Whether a term is a name, a member, or a power of one."""
    return isinstance(node.base if isinstance(node, S.Power) else node, S.Symbol | S.Index)

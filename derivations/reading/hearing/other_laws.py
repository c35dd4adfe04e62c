"""A variable given another law than it has, in words that are not used: `at test time $z$ is uniform`.

What was said of its law is no fact any more, and may be meant: no line is proved by it, and none that hangs on the
variable is refuted with certainty. A law in words of a variable that had none is not understood.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sympy import Expr

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.changes import changed_in, named_in
from derivations.reading.hearing.modality import DECLARED
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.ranges import is_value
from derivations.reading.hearing.releasing import end_value, release
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.hearing.shapes_in_words import OTHER_FAMILY
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
OTHER = re.compile(_TABLE.filled(_TABLE["other"], family=OTHER_FAMILY.pattern), re.IGNORECASE)
IN_WORDS = tuple(_TABLE.patterns("is", "of"))
EVEN = re.compile(r"\buniform|均匀")
PRIOR = re.compile(r"\bprior\b|先验")


def hear_other_laws(known, sentence: Sentence) -> None:
    """Releases the laws of variables that the sentence gives another law, and keeps what it says of those without."""
    for found in (found for pattern in IN_WORDS for found in pattern.finditer(sentence.text)):
        if OTHER.search(found["what"]):
            for variable in named_in(sentence.within(found)[0]):
                end_law(known, variable, None, sentence)
    hear_changes(known, sentence)
    before = None
    for formula in sentence.formulas:
        trees = formula.trees
        tree = trees[0] if len(trees) == 1 else None
        refused = known.told[formula].kind != DECLARED
        if isinstance(tree, S.Draw) and refused and not isinstance(tree.density, S.Density):  # x ~ p(x) is no news
            for variable in tree.variables:
                end_law(known, variable, tree.density, sentence)
        elif len(trees) == 2 and is_value(trees, ["equal"]) and refused:
            if known.definitions.get(name_of(trees[0])) and not any(
                d.tree == trees[1] for d in known.definitions[name_of(trees[0])]
            ):
                end_value(known, name_of(trees[0]))
        elif len(trees) == 2 and isinstance(trees[0], S.Density) and refused:
            end_law(known, trees[0], trees[1], sentence)
        elif isinstance(tree, S.Gaussian) and tree.value is None and refused:
            for variable in named_in(before) if before is not None else ():
                end_law(known, variable, tree, sentence)
            if PRIOR.search(sentence.text):
                known.hinted |= dict.fromkeys(priors(known), Unheard(sentence.line, sentence.text, frozenset()))
        before = formula


def hear_changes(known, sentence: Sentence) -> None:
    """Ends what was said of a variable that the sentence changes without another name for it."""
    for one in changed_in(known, sentence):
        end_law(known, one, None, sentence, alone=False)
        known.ranges.forget(name_of(one) or "")
        end_value(known, name_of(one) or "")


def end_law(known, of: S.Node, law: S.Node | None, sentence: Sentence, alone: bool = True) -> None:
    """What is known of the law of a variable, `alone` or beside others, or of a density, is known no more, unless it is
    this law."""
    had = [(left, right) for left, right in known.stated if is_law_of(known, left, of, alone)]
    even = law is None and EVEN.search(sentence.text)
    if any(right == law or (even and is_even(left, right)) for left, right in had):
        return
    for left, right in had:
        release(known, left, right, sentence.line, sentence.text)
    if not isinstance(of, S.Density):
        name = name_of(of)
        role = known.survey.role(name)
        known.draws.pop(name, None)
        known.noises.discard(role)
        known.unheard.append(Unheard(sentence.line, sentence.text, frozenset({name, role})))


def is_even(left: S.Node, right: S.Node) -> bool:
    """Whether p(y) = 1/K: a formula in which no variable of the density stands."""
    own = set(map(name_of, left.targets)) if isinstance(left, S.Density) else set()
    nodes = list(S.walk(right))
    return not own & set(map(name_of, nodes)) and not any(isinstance(n, S.Gaussian | S.Density) for n in nodes)


def is_law_of(known, left: S.Node, of: S.Node, alone: bool) -> bool:
    """Whether this is that density, or the density of that variable, perhaps beside others, under no condition."""
    if isinstance(of, S.Density):
        return known.survey.signature(left) == known.survey.signature(of)
    targets = left.targets if isinstance(left, S.Density) and not left.givens else ()
    roles = [known.survey.role(name) for name in map(name_of, targets)]
    role = known.survey.role(name_of(of))
    return roles == [role] if alone else role in roles


def priors(known) -> list[tuple[str, str]]:
    """The letter and variable of every density that a note may call a prior: p(z) beside p(x|z)."""
    written = known.survey.signatures
    behind = {given for signatures in written.values() for _, givens in signatures for given in givens}
    capital = known.survey.capital
    return [
        (letter, capital.get(targets[0], targets[0]))
        for letter, signatures in written.items()
        for targets, givens in signatures
        if not givens and len(targets) == 1 and targets[0] in behind
    ]


def hints(known, left: Expr, right: Expr) -> list[Unheard]:
    """What is said of a prior in passing, `usually $N(0, I)$`, for a line that has it on one side alone."""
    sides = left.atoms(L.Density), right.atoms(L.Density)
    alone = [(d.name, next(iter(d.target_slots))[0]) for d in sides[0] ^ sides[1] if not d.given_slots]
    return [replace(known.hinted[one], names=frozenset({one[0]})) for one in alone if one in known.hinted]

"""What a sentence says in words of the names in it: independence, moments, laws, likewise for another density.

A table of patterns, each with marks for the formulas, in English and Chinese, and the function that takes the formulas'
trees and makes of them what the sentence declares. A sentence that is a wish, a question or a denial declares nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.bare_names import as_letter, name_bare
from derivations.reading.hearing.declaring import declare as take
from derivations.reading.hearing.declaring import moment
from derivations.reading.hearing.elsewhere import of_something_else
from derivations.reading.hearing.independences import (
    conditionally,
    independent,
    is_variable,
    mutually,
    mutually_given,
    mutually_then,
    noise_apart,
    of_a_group,
    of_each,
    of_names_or_draws,
    overwritten,
    pairwise,
    through_the_second,
)
from derivations.reading.hearing.laws_unused import hear_laws_unused
from derivations.reading.hearing.markov_chains import hear_chain
from derivations.reading.hearing.modality import CASE, REFUSED, Modality, modality, of_the_display
from derivations.reading.hearing.noting import Unheard, hear_bare_law, hear_draw, not_understood
from derivations.reading.hearing.numbers_in_words import hear_numbers_in_words
from derivations.reading.hearing.releasing import withdraw
from derivations.reading.hearing.sentences import MARK, Sentence, only_tree, with_pairs_apart
from derivations.reading.hearing.taking_back import for_a_case, suppose
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import substituted
from derivations.reading.tables import Table


def laws_first(known, one: S.Node, other: S.Node, *rest: S.Node) -> None:
    """Two laws, perhaps a number of dimensions, and then two names in the same order."""
    names_first(known, *rest[-2:], one, other)


def names_first(known, p: S.Node, q: S.Node, one: S.Node, other: S.Node) -> None:
    """Two names, and then their laws in the same order; nothing where one of these is no law without a variable."""
    if p != q and all(isinstance(law, S.Gaussian) and law.value is None for law in (one, other)):
        hear_bare_law(known, p, one)
        hear_bare_law(known, q, other)


def name_first(known, p: S.Node, law: S.Node) -> None:
    """`let $p$ be the density of $N(m, S)$`: a name, or a density with its variable, and its law."""
    if isinstance(law, S.Gaussian) and law.value is None:
        if isinstance(p, S.Density) and not p.bare:
            take(known, p, law)
        else:
            hear_bare_law(known, p, law)


def moments(known, variable: S.Node, mean: S.Node, variance: S.Node) -> None:
    """`$X$ has mean $\\mu$ and variance $\\sigma^2$`: the names stand for these moments."""
    if is_variable(known, variable):
        draws = (S.Draw((variable,), None),)
        moment(known, S.Expectation(draws, variable, span=mean.span), mean)
        moment(known, S.Variance(draws, variable, span=variance.span), variance)


def normal_law(known, variable: S.Node, mean: S.Node, variance: S.Node) -> None:
    """`let $z$ be normal with mean $m$ and variance $s^2$`: the density of z, whatever its letter; `$p(z)$ is`."""
    if isinstance(variable, S.Density) and len(variable.targets) == 1:
        take(known, variable, S.Gaussian(None, mean, variance, span=variable.span))
    elif is_variable(known, variable):
        law = S.Gaussian(None, mean, variance, span=variable.span)
        hear_draw(known, S.Draw((variable,), law, span=variable.span))


def normal_by_deviation(known, variable: S.Node, mean: S.Node, deviation: S.Node) -> None:
    normal_law(known, variable, mean, S.Power(deviation, S.Number("2")))


def standard_normal(known, variable: S.Node) -> None:
    """`$z$ is standard normal`, `the prior $p(z)$ is the standard Gaussian`."""
    target = variable.targets[0] if isinstance(variable, S.Density) and len(variable.targets) == 1 else variable
    one = S.Symbol("I") if known.survey.is_vector(name_of(target) or "") else S.Number("1")
    normal_law(known, variable, S.Number("0"), one)


def likewise(known, other: S.Node) -> None:
    """`and likewise for $Q$`: what was said last of the densities p, p_1, p_2 holds of q, q_1, q_2 too."""
    letter = getattr(other, "letter", None) or name_of(other)
    if not letter or not known.stated:
        return
    old = known.survey.joint_name(known.stated[-1][0])
    new = letter.lower() if letter.lower() in known.survey.letters else letter
    if len(old) != 1 or old == new:
        return
    for left, right in [pair for pair in known.stated if known.survey.joint_name(pair[0]) == old]:
        take(known, substituted(left, {old: new}), substituted(right, {old: new}))


def shortened(known, *trees: S.Node) -> None:
    """`we write $q$ for $q(z|x)$`, `$q$ and $p$ denote $q(z|x)$ and $p(z|x)$`: what a bare name is of."""
    half = len(trees) // 2
    for one, other in zip(trees[:half], trees[half:], strict=True):
        name_bare(known, one, other)


def averaged_under(known, density: S.Node) -> None:
    """`all expectations are with respect to $q(z)$`: what a bare E is under, until another sentence says otherwise."""
    one = as_letter(known, density)
    if one is not None and not one.bare:
        known.averaged_under = one


class Words(NamedTuple):
    """Words around formulas, and what they declare of these: an entry of told_in_words.toml."""

    declare: Callable
    pattern: re.Pattern
    of_two: bool
    by_denial: bool
    after: re.Pattern  # what stands in the paragraph just before them


_TABLE = Table(__file__)
NOT_USED, LEFT_OUT = _TABLE.patterns("not_used", "left_out")
WEIGHTS, DIMENSIONAL, RANDOM = _TABLE.patterns("weights", "dimensional", "random")
_DECLARING = (
    averaged_under, conditionally, independent, laws_first, likewise, moments, name_first, names_first,
    noise_apart, normal_by_deviation, normal_law, of_names_or_draws, shortened, standard_normal, through_the_second,
    mutually, mutually_given, mutually_then, of_a_group, of_each, pairwise,
)  # fmt: skip
_BY_NAME = {declare.__name__: declare for declare in _DECLARING}
WORDS = tuple(
    Words(
        _BY_NAME[one["declares"]],
        re.compile(_TABLE.filled(one["words"])),
        "of_two" in one,
        "by_denial" in one,
        re.compile(one.get("after", "")),
    )
    for one in _TABLE["told"]
)
NEAR = 200  # characters before
WITHIN = (
    conditionally, independent, mutually, mutually_given, mutually_then, of_a_group, of_each, of_names_or_draws,
    pairwise, through_the_second,
)  # fmt: skip
SEVERAL = (mutually, of_a_group, of_each, pairwise)
_CONCLUDES = re.compile(rf"(?:,|，|then|则|时)[^,，]{{0,12}}{MARK}[\s.。;；]*$")


def take_in(known, declare: Callable, trees: list, told: Modality, sentence: Sentence, leads: bool) -> None:
    """What the trees declare: as a fact that may be taken back, or for one display."""
    before, heard = list(known.stated), len(known.unheard)
    declare(known, *trees)
    known.unheard[heard:] = [Unheard(sentence.line, one.text, one.names) for one in known.unheard[heard:]]
    for pair in [pair for pair in known.stated if pair not in before]:
        if told.kind == CASE and not leads and declare in WITHIN and _CONCLUDES.search(sentence.text):
            withdraw(known, *pair)  # `When $X$ and $Y$ are independent, $H(Y|X) = H(Y)$.`: the case ends with it
        elif told.kind == CASE:
            for_a_case(known, *pair, sentence, leads)
        else:
            suppose(known, *pair, sentence)


def without_words(sentence: Sentence, found: re.Match) -> Sentence:
    """A sentence without the words of what was found in it."""
    kept = "".join(c if c == MARK else " " for c in found[0])
    return replace(sentence, text=sentence.text[: found.start()] + kept + sentence.text[found.end() :])


_GIVEN, DEFINED, ORTHOGONAL = _TABLE.patterns("given", "defined", "orthogonal")


def hear_words(known, sentence: Sentence, leads: bool = False, explains: bool = False) -> None:
    """Takes what a sentence says in words as given, unless it only asks, wishes or denies it; what it says of a case
    holds for the display that it `leads` to, or that it `explains`, alone."""
    leads |= of_the_display(sentence, explains) is not None
    whole, sentence, before = sentence, with_pairs_apart(sentence), len(known.stated)
    for words in WORDS if sentence.formulas else ():  # each of them has a place for a formula
        declare = words.declare
        for found in words.pattern.finditer(sentence.text):
            first, formulas = sentence.text[: found.start()].count(MARK), sentence.within(found)
            trees = [only_tree(f) for f in formulas]
            if not words.after.search(formulas[0].before[-NEAR:]):
                continue
            if declare is likewise:
                trees = trees[-1:]
            place = found.start() + found[0].index(MARK)
            around = without_words(sentence, found) if words.by_denial else sentence
            told = of_the_display(sentence, explains) or modality(around, place)
            instead = declare is shortened and told.said == "the alternative to what is taken"  # p instead of p(z|x)
            refused = told.kind == REFUSED and not instead
            both = len(trees) == 2 or declare in SEVERAL
            defined = declare in WITHIN and DEFINED.search(sentence.text) is not None
            conditional = words.of_two and both and _GIVEN.search(sentence.text[: found.start()])
            if defined or (
                words.of_two
                and (of_something_else(sentence.text[:place]) or overwritten(sentence, first + len(trees), trees))
            ):
                not_understood(known, formulas[0], [t for t in trees if t is not None], sentence.text)
                continue
            if trees and all(t is not None for t in trees) and not refused and not conditional:
                take_in(known, declare, trees, told, sentence, leads)
    hear_chain(known, sentence, leads, take_in)
    for formula in whole.formulas:  # X \perp Y
        tree, told = only_tree(formula), known.told[formula]
        if isinstance(tree, S.Comparison) and tree.relation == "independent" and told.kind != REFUSED:
            if ORTHOGONAL.search(whole.text):
                not_understood(known, formula, [tree])
                continue
            take_in(known, independent, [tree.left, tree.right], told, sentence, leads)
    hear_what_is_called(known, sentence)
    hear_laws_unused(known, whole, len(known.stated) > before)
    hear_numbers_in_words(known, whole)
    if NOT_USED.search(LEFT_OUT.sub(" ", whole.text)):
        for formula in whole.formulas:
            not_understood(known, formula, formula.trees, sentence.text)


def hear_what_is_called(known, sentence: Sentence) -> None:
    """Notes which of its names a sentence calls random, weights, or a number of dimensions."""
    for found in RANDOM.finditer(sentence.text):
        trees = [only_tree(f) for f in sentence.within(found)]
        known.called_random |= {known.survey.role(name_of(t)) for t in trees if t and name_of(t)}
    for found in WEIGHTS.finditer(sentence.text):
        formula = sentence.within(found)[0]
        trees = [chain.sides[0].tree for chain in formula.chains if chain.sides[0].read]
        known.called_weights |= {name_of(n) for n in S.every(S.Index, *trees) if name_of(n)}
    for found in DIMENSIONAL.finditer(sentence.text):
        tree = only_tree(sentence.within(found)[0])
        known.dimensions |= {name_of(tree)} if isinstance(tree, S.Symbol) else set()

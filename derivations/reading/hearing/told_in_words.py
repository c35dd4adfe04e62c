"""What a sentence says in words of the names in it: independence, moments, laws, likewise for another density.

A table of patterns, each with marks for the formulas, in English and Chinese, and the function that takes the formulas'
trees and makes of them what the sentence declares. A sentence that is a wish, a question or a denial declares nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.bare_names import as_letter, name_bare
from derivations.reading.hearing.called import hear_what_is_called
from derivations.reading.hearing.declaring import declare as take
from derivations.reading.hearing.declaring import moment
from derivations.reading.hearing.elsewhere import of_something_else
from derivations.reading.hearing.independences import (
    BY_DENIAL,
    OF_TWO,
    conditionally,
    independent,
    is_variable,
    overwritten,
)
from derivations.reading.hearing.independences import TABLE as independences
from derivations.reading.hearing.laws_of_two import AND
from derivations.reading.hearing.laws_of_two import TABLE as laws_of_two
from derivations.reading.hearing.laws_unused import hear_laws_unused
from derivations.reading.hearing.modality import CASE, REFUSED, Modality, modality, of_the_display
from derivations.reading.hearing.noting import Unheard, hear_draw, not_understood
from derivations.reading.hearing.releasing import withdraw
from derivations.reading.hearing.sentences import MARK, Sentence, only_tree, with_pairs_apart
from derivations.reading.hearing.taking_back import for_a_case, suppose
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import substituted

_NORMAL = r"(?:normal|gaussian|normally distributed|高斯|正态)"


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


_M = MARK
_FILLER = r"(?:(?!(?:not|no|never|nor|than|of|from|in|with|under|at|close)\b)[a-z-]+ )"
_STANDS_FOR = (
    rf" {_FILLER}{{0,4}}(?:for|instead of|in place of|as|by|to|is|are|be|means?|denotes?|stands?|refers?|abbreviates?) "
    rf"{_FILLER}{{0,5}}"
)
_CHINESE_FOR = (
    r"\s*(?:分别|都|均|总是|来|就|只)*(?:表示|代表|代替|代指|指代?|是指|即|(?:简?记|简写|缩写|写|记)(?:为|作|成)|[是为])"
    r"[^□，,。；;不非未]{0,8}"
)
_TABLE = (
    (shortened, rf"{_M}{AND}{_M}{_STANDS_FOR}{_M}{AND}{_M}", rf"{_M}{AND}{_M}{_CHINESE_FOR}{_M}{AND}{_M}"),
    (shortened, rf"{_M}{_STANDS_FOR}{_M}", rf"{_M}{_CHINESE_FOR}{_M}|记\s*{_M}\s*为\s*{_M}"),
    (normal_law, (
        rf"{_M} (?:be|is|follows|has) (?:an? |the )?(?:univariate )?{_NORMAL}(?: distribution| density| "
        rf"law)?,? with (?:a )?mean (?:of )?{_M} and (?:a )?(?:variance|covariance(?: "
        rf"matrix)?) (?:of )?{_M}"
    ),
     rf"{_M}\s*(?:服从|是)均值(?:为|是)?\s*{_M}\s*[,，、]?\s*(?:和|与)?方差(?:为|是)?\s*{_M}\s*的(?:高斯|正态)"),
    (normal_by_deviation, (
        rf"{_M} (?:be|is|follows|has) (?:an? |the )?(?:univariate )?{_NORMAL}(?: distribution| density| "
        rf"law)?,? with (?:a )?mean (?:of )?{_M} and (?:a )?standard deviation (?:of )?{_M}"
    ),
     rf"{_M}\s*(?:服从|是)均值(?:为|是)?\s*{_M}\s*[,，、]?\s*(?:和|与)?标准差(?:为|是)?\s*{_M}\s*的(?:高斯|正态)"),
    (standard_normal, (
        rf"{_M} (?:be|is|follows|has|denotes?) (?:an? |the )?(?:univariate |multivariate )?standard {_NORMAL}\b"
        rf"(?! (?:in|for|at|only|if|when)\b)"
    ),
     rf"{_M}\s*(?:服从|是|为)标准(?:高斯|正态)"),
    (moments, rf"{_M} (?:has|have|with|of) (?:a )?mean (?:of )?{_M} and (?:a )?variance (?:of )?{_M}", (
        rf"{_M}\s*的?(?:均值|期望)(?:为|是)?\s*{_M}\s*[,，、]?\s*(?:和|与|且)?方差(?:为|"
        rf"是)?\s*{_M}(?!\s*的(?:高斯|正态))"
    )),
    (averaged_under, (
        rf"\b[Ee]xpectations? (?:[a-z]+ ){{0,5}}(?:with respect to|w\.?r\.?t\.?|under|over) "
        rf"(?:the )?(?:[a-z]+ ){{0,2}}{_M}"
    ), (
        rf"期望[^□，。；]{{0,6}}(?:关于|对|在|相对于)\s*{_M}"
    )),
    (likewise, (
        rf"\b(?:likewise|similarly|equivalently|analogously|the same(?: holds)?) (?:for|of) "
        rf"(?:{_M},? )*(?:and )?{_M}"
    ), (
        rf"(?:对|对于)?\s*{_M}\s*(?:也是如此|同理|亦然)"
    )),
)  # fmt: skip
TABLE = tuple(
    (declare, re.compile(f"{english}|{chinese}"))
    for declare, english, chinese in (*_TABLE, *independences, *laws_of_two)
)

# Words that tie names together in ways that are not used: what they speak of is not refuted with certainty.
NOT_USED = re.compile(
    r"\b(?:same (?:\w+ )?(?:mean|variance|covariance|moments?|marginals?|first two)|that "
    r"same|equally (?:likely|probable|weighted)|matching (?:moments|marginals)|"
    r"uncorrelated|exchangeable|independent cop(?:y|ies)|deterministic|one-hot|ratio of|orthogonal|left out|"
    r"dropped from (?:the )?notation|omitted|suppressed|abbreviated|"
    r"rotations?|project(?:ions?|ors?)|unitary|idempotent|(?:anti|skew)-?symmetric|commut(?:e|ing)|permutations?|"
    r"(?:diagonal|triangular) matri(?:x|ces)|nilpotent|involut\w+|constant almost surely|almost surely constant)\b|"
    r"旋转|投影|正交|酉|幂等|反对称|矩阵可交换|对角矩阵|几乎必然|"
    rf"\b(?:rewrite|rename|abbreviate) {_M} (?:as|to|by) {_M}|"
    rf"{_M} (?:is|are|be|being) (?:a |an |some )?(?:[a-z]+ )?functions? of {_M}|"
    rf"{_M}\s*(?:是|为)\s*{_M}\s*的\w{{0,3}}函数|独热|"
    rf"{_M}\s*(?:改写|改记|替换|换|简记|简写)[为成作]\s*{_M}|"
    r"相同的?(?:均值|方差|边缘|分布)|(?:均值|方差)相同|等可能|不相关|可交换|省略"
)


# `with parameters $\\lambda$ (omitted for cleanliness)`: a parameter that is not written changes nothing of a density.
LEFT_OUT = re.compile(
    rf"\b(?:parameters?|dependence on) (?:[a-z]+ )?{_M}[\s,(]*(?:which )?(?:is |are |being )?"
    r"(?:omitted|suppressed|left out)\b|"
    rf"\b(?:sub|super)scripts? (?:{_M} )?(?:(?:of|on) {_M} )?(?:is|are|will be) (?:omitted|suppressed|left out)\b|"
    rf"参数\s*{_M}[\s，（(]*(?:被|已)?省略|省略(?:了|掉)?\s*(?:{_M}\s*[的中]\s*)?(?:下标|上标|角标|参数)"
)


_CONCLUDES = re.compile(rf"(?:,|，|then|则|时)[^,，]{{0,12}}{MARK}[\s.。;；]*$")
WITHIN = frozenset(declare for declare, *_ in independences)


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


_GIVEN = re.compile(r"\b(?:given|conditional(?:ly)? on|conditioned on)\b[^.;]*$|(?:给定|条件)[^。；]*$")
_ARROW = re.compile(r"\\(?:long)?(?:left|right)arrow(?![A-Za-z])|\\(?:to|gets)(?![A-Za-z])|[→←]")
_BACK = re.compile(r"\\(?:long)?leftarrow|\\gets|←")
_VARIABLE = re.compile(r"(?:(\\(?:hat|tilde|bar)) *\{? *)?([A-Za-z])\}?")
_MARKOV = re.compile(r"markov|马尔[可科]夫|马氏")
_GRAPH = re.compile(r"\bgraph(?:ical model)?s?\b|\bdag\b|\bbayes(?:ian)? net|图模型|贝叶斯网络")
_MORE_OF_IT = re.compile(r"\b(?:edges?|arrows?|plus|also|extra|further|part)\b|边|箭头")


def hear_chain_of_three(known, sentence: Sentence, leads: bool) -> None:
    """`$X \\to Y \\to \\hat Z$ is a Markov chain`: given the one in the middle, the outer two are independent; in the
    graph `$X \\leftarrow Y \\to Z$` too. Where no word says what the arrows are, or they are more, or meet in the
    middle, it is not understood."""
    whole = len(sentence.formulas) == 1 and not _MORE_OF_IT.search(sentence.text)
    known_arrows = _MARKOV.search(sentence.text) or (_GRAPH.search(sentence.text) and whole)
    for formula in sentence.formulas:
        names = [_VARIABLE.fullmatch(part.strip(" {}")) for part in _ARROW.split(formula.latex)]
        if len(names) < 3 or not all(names) or known.told[formula].kind == REFUSED:
            continue
        symbols = [S.Symbol(f"{name[1]}{{{name[2]}}}" if name[1] else name[2]) for name in names]
        back = [_BACK.match(arrow) is not None for arrow in _ARROW.findall(formula.latex)]
        if len(names) == 3 and known_arrows and back != [False, True]:
            one, middle, other = symbols
            take_in(known, conditionally, [middle, one, other], known.told[formula], sentence, leads)
        else:
            not_understood(known, formula, symbols, sentence.text)


def hear_words(known, sentence: Sentence, leads: bool = False, explains: bool = False) -> None:
    """Takes what a sentence says in words as given, unless it only asks, wishes or denies it; what it says of a case
    holds for the display that it `leads` to, or that it `explains`, alone."""
    leads |= of_the_display(sentence, explains) is not None
    whole, sentence, before = sentence, with_pairs_apart(sentence), len(known.stated)
    for declare, pattern in TABLE if sentence.formulas else ():  # each of them has a place for a formula
        for found in pattern.finditer(sentence.text):
            first = sentence.text[: found.start()].count(MARK)
            formulas = sentence.formulas[first : first + found[0].count(MARK)]
            trees = [only_tree(f) for f in formulas]
            if declare is likewise:
                trees = trees[-1:]
            place = found.start() + found[0].index(MARK)
            around = without_words(sentence, found) if declare in BY_DENIAL else sentence
            told = of_the_display(sentence, explains) or modality(around, place)
            instead = declare is shortened and told.said == "the alternative to what is taken"  # p instead of p(z|x)
            refused = told.kind == REFUSED and not instead
            conditional = declare in OF_TWO[:2] and _GIVEN.search(sentence.text[: found.start()])
            if declare in OF_TWO and (
                of_something_else(sentence.text[:place]) or overwritten(sentence, first + len(trees), trees)
            ):
                not_understood(known, formulas[0], [t for t in trees if t is not None], sentence.text)
                continue
            if trees and all(t is not None for t in trees) and not refused and not conditional:
                take_in(known, declare, trees, told, sentence, leads)
    hear_chain_of_three(known, sentence, leads)
    for formula in whole.formulas:  # X \perp Y
        tree, told = only_tree(formula), known.told[formula]
        if isinstance(tree, S.Comparison) and tree.relation == "independent" and told.kind != REFUSED:
            take_in(known, independent, [tree.left, tree.right], told, sentence, leads)
    hear_what_is_called(known, sentence)
    hear_laws_unused(known, whole, len(known.stated) > before)
    if NOT_USED.search(LEFT_OUT.sub(" ", whole.text)):
        for formula in whole.formulas:
            not_understood(known, formula, [s.tree for c in formula.chains for s in c.sides if s.read], sentence.text)

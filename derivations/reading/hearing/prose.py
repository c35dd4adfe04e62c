"""What the prose of a note declares: equations of inline formulas, draws, what is held fixed."""

from __future__ import annotations

import re
from dataclasses import replace

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing import noting
from derivations.reading.hearing.against_the_joint import denied
from derivations.reading.hearing.bare_names import name_bare
from derivations.reading.hearing.between import DISTRIBUTED, FIXED, OWN_CLAUSE, SAMPLED, SAMPLING
from derivations.reading.hearing.cases import a_case_in_words, a_special_case, follows_from_a_value
from derivations.reading.hearing.channels import learn_channels
from derivations.reading.hearing.circumstances import titles_in
from derivations.reading.hearing.declaring import at_a_point, declare, fix, hear_probability, moment, plainly_true
from derivations.reading.hearing.elsewhere import end_what_is_concluded, end_what_is_elsewhere, end_what_is_not_here
from derivations.reading.hearing.ending import WITHDRAWN, set_free, withdraw_equations
from derivations.reading.hearing.independent_examples import hear_examples
from derivations.reading.hearing.meaning_anew import forget
from derivations.reading.hearing.modality import (
    CASE,
    DECLARED,
    DISPLAY,
    EQUALITY,
    REFUSED,
    UNHEARD,
    Modality,
    of_the_display,
)
from derivations.reading.hearing.naming_in_passing import told_of
from derivations.reading.hearing.other_laws import hear_other_laws
from derivations.reading.hearing.properties import hear_properties
from derivations.reading.hearing.ranges import is_value, number, rooted
from derivations.reading.hearing.restricting import is_of_a_part, restricted_in, told_of_a_part
from derivations.reading.hearing.sentences import plain_words, sentences
from derivations.reading.hearing.several_draws import hear_several
from derivations.reading.hearing.shapes_in_words import hear_shape
from derivations.reading.hearing.signs import hear_signs
from derivations.reading.hearing.taking_back import bound_for_a_time, go_on_with, suppose, take_back, take_up
from derivations.reading.hearing.told_in_words import hear_words
from derivations.reading.hearing.vocabulary import unknown_words
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.sorts import IN_PART
from derivations.reading.meaning.substitution import head_of, is_name

EXPLAINS = re.compile(
    r"\s*+[,，]?\s*+(where|with|in which|here|for|Here|Where|其中|这里|式中|当|若|如果|仅当|"
    r"(?:which |this |it |and )?(?:(?:holds?|is (?:true|valid|so)) )?(?:only |exactly |just |precisely )*"
    r"(?:if|iff|when|whenever|provided)\b)"
)
CONCLUDES = re.compile(r"[,，]\s*(?:then|so|we|the|this|it|a|one)\b|[,，]\s*(?:则|那么|即|有|我们|可|说明)|则|那么")
ALWAYS_EXPLAINS = ("where", "with", "in which", "here", "for", "Here", "Where", "其中", "这里", "式中")
END_OF_SENTENCE = re.compile(r"[。]|[.;；](?=\s|$)|\n\s*\n")
# These introduce a density as often as they single out a case.
NAMING = ("for", "at", "under", "as a check", "对", "对于", "在")
CONDITION = re.compile(r"(\bfor|\bif|\bwhen|\bwhenever|\bunless|\bcase|\bFor|\bIf|\bWhen|当|若|如果|假如|只要)[\s$]*$")
_GOES_ON = re.compile(r"\W*(?:(?:and|then|so|hence|thus|also|or|therefore|以及|和|并且|从而|于是|因此)\W*)*")
CONCLUDED = re.compile(
    r"(?:^|[.。;；]\s)\s*(?:If|When|Whenever|当|若|如果|假如|只要)(?![a-z])[^.。;；]*(?:,|，|时|则|then)\s*"
    r"(?:(?:then|so|also|we|one|it|have|has|get|follows|that|clearly|则|那么|就|必|我们|有|可得)\s*)*\$?$"
)


def hear(known, block, before_display: bool = False, explains: bool = False) -> None:
    """Declarations in a paragraph: equations of inline formulas, `z ~ p`, `q(z) is N(0, I)`, what is constant.

    `before_display`: a display follows, to which the last sentence may lead; `explains`: the paragraph goes on
    with the sentence of the display before it.
    """
    previous = None
    if not _GOES_ON.fullmatch(block.text):
        known.values_before = {}
    if not explains:
        known.for_any = set()
    noting.hear_laws_in_text(known, block)
    spoken, titles = sentences(block), titles_in(block.text)
    for preceding, sentence in zip(("", *(s.text for s in spoken)), spoken, strict=False):
        leads = before_display and sentence is spoken[-1] and not sentence.ended
        take_back(known, sentence, titles)
        supposed = list(known.supposed)
        if not explains:
            end_what_is_elsewhere(known, sentence)
        set_free(known, sentence)
        if leads:
            go_on_with(known, sentence)
        bounds, stated = dict(known.ranges.bounds), list(known.stated)
        parts = restricted_in(sentence)
        for place, formula in enumerate(sentence.formulas):
            here = of_the_display(sentence, explains and sentence is spoken[0])
            told = known.told[formula] = here or told_of(known, sentence, formula, preceding)
            if place in parts:
                told = known.told[formula] = told_of_a_part(told, parts[place], NAMING)
            if told.kind == DECLARED and denied(preceding, formula):
                told = known.told[formula] = Modality(REFUSED, "what the sentence before denies")
            for chain in formula.chains:
                hear_chain(known, chain, formula, previous, told, leads or explains)
                trees = chain.trees
                law = told.kind == CASE and told.starter in NAMING
                if (told.kind == DECLARED or law) and len(trees) == len(chain.sides) == 2:
                    passing = told.scope == DISPLAY and name_of(trees[0]) not in known.ranges.values
                    suppose(known, *trees, sentence, passing)
            if previous is not None:
                hear_sampling(known, previous, formula, told.kind == REFUSED)
            previous = formula
        end_what_is_concluded(known, bounds, sentence)
        hear_signs(known, sentence, leads)
        bound_for_a_time(known, bounds, sentence)
        if not parts:
            hear_several(known, sentence)
        hear_examples(known, sentence)
        take_up(known, stated, sentence, leads)
        hear_other_laws(known, sentence)
        hear_words(known, sentence, leads, explains and sentence is spoken[0])
        hear_properties(known, sentence, leads)
        end_what_is_not_here(known, sentence, supposed)
        behind = of_the_display(sentence, explains and sentence is spoken[0]) is not None
        if (leads and not sentence.formulas and a_case_in_words(sentence.text)) or (behind and not known.passing):
            known.assumed.append(noting.Unheard(sentence.line, sentence.text, frozenset({"*"})))
    learn_channels(known)
    for place, formula in enumerate(block.formulas):
        if known.told[formula].kind != REFUSED:
            hear_shape(known, formula, block.formulas[place + 1 : place + 4])


def hear_explanation(known, following) -> None:
    """The sentence after a display that says what stands in it: `where $p(z) = N(z; 0, I)$ and ...`."""
    for block in following:
        opening = EXPLAINS.match(block.text) if block.kind == "prose" else None
        if opening and (opening[1] in ALWAYS_EXPLAINS or is_a_condition(block.text)):
            inside = [range(*f.place) for f in block.formulas]
            ends = (m.start() for m in END_OF_SENTENCE.finditer(block.text))
            end = next((at for at in ends if not any(at in formula for formula in inside)), len(block.text))
            spoken = [f for f in block.formulas if f.place[0] < end]
            told = [f for f in spoken if not a_special_case(known, f, block.text[f.place[1] : end])]
            hear(known, replace(block, formulas=tuple(told)), explains=True)


def is_a_condition(text: str) -> bool:
    """Whether a sentence with `if` behind a display ends before the next, and does not speak of equality alone."""
    end = END_OF_SENTENCE.search(text)
    return end is not None and not EQUALITY.search(text[: end.start()]) and not CONCLUDES.search(text[: end.start()])


def hear_sampling(known, previous, formula, refused: bool) -> None:
    """`$z_1, ..., z_k$ drawn independently from $q(z|x)$`; of what else is said of draws no law is taken."""
    between = formula.before[len(previous.before) + len(previous.latex) :]
    names = [name_of(n) for n in S.every(S.Symbol | S.Index, *previous.trees) if name_of(n)]
    if not names:
        found = re.match(r"\s*([A-Za-z])\s*(_|\^)", previous.latex)
        names = [found[1]] if found else []
    trees = formula.trees
    if not names or len(trees) != 1 or not isinstance(trees[0], (S.Density, S.Gaussian)):
        return
    if SAMPLED.fullmatch(between) and not refused:
        known.draws[names[0]] = trees[0]
    elif SAMPLING.search(between):
        known.draws.setdefault(names[0], None)
    else:
        return
    known.survey.sampled.setdefault(names[0], set())


def hear_chain(known, chain, formula, previous, told: Modality, leads: bool) -> None:
    """What one formula of a sentence declares, by what the sentence says of it."""
    known.survey.look_at(chain.trees)
    if told.kind == REFUSED:
        if told.said in WITHDRAWN:
            withdraw_equations(known, chain)
        return
    if is_of_a_part(told):
        noting.not_understood(known, formula, chain.trees)
        known.unsaid |= noting.names_spoken_of(known, chain.trees[:1])
        return
    for qualifier in chain.qualifiers:
        if isinstance(qualifier.tree, S.Membership):
            known.ranges.learn_membership(qualifier.tree)
    if not all(side.read for side in chain.sides):
        readable = chain.trees
        if {"equal", "define"} & {r.name for r in chain.relations}:
            noting.not_understood(known, formula, readable)
            for tree in readable:
                known.bare_laws.pop(getattr(tree, "letter", ""), None)
        return
    trees, relations = [side.tree for side in chain.sides], [r.name for r in chain.relations]
    members = isinstance(trees[-1], S.SetOf) or isinstance(getattr(trees[-1], "lower", None), S.Index)
    if len(trees) == 2 and members and "\\{" in formula.latex and (made := name_of(trees[0])):
        known.unheard.append(noting.Unheard(formula.line, f"${formula.latex}$", frozenset({made})))  # D = {x_1, ...}
    listed = isinstance(trees[-1], (S.Range, S.TupleOf, S.Index)) and not isinstance(trees[0], (S.Density, S.Apply))
    if len(trees) > 1 and listed and any(S.every(S.Range | S.Dots, trees[-1])):
        return  # k = 1, ..., K
    bounds = len(trees) > 1 and IN_PART.search(formula.before) is None
    in_passing = told.kind == CASE and not leads and told.starter not in NAMING
    if bounds and not in_passing and known.ranges.learn(trees, relations, told.kind == CASE):
        return
    if len(trees) > 1:
        if told.kind == CASE and not leads and follows_from_a_value(known, previous, formula):
            noting.not_understood(known, formula, trees)
        else:
            hear_relation(known, trees, relations, formula, told, leads)
        return
    (tree,) = trees
    if isinstance(tree, S.Membership) and known.ranges.learn_membership(tree):
        return
    if isinstance(tree, S.Draw) and len(tree.variables) == 1 and noting.is_letter(known, tree.variables[0]):
        noting.hear_bare_law(known, tree.variables[0], tree.density)
        noting.hear_law_of_one(known, tree)
        return
    noting.hear_draw(known, tree)
    if previous is None or len(previous.chains) != 1 or len(previous.chains[0].sides) != 1:
        return
    between = formula.before[len(previous.before) + len(previous.latex) :] if previous else ""
    side = previous.chains[0].sides[0]
    if not side.read or re.search(r"[。.;；]", between.strip(" $")):
        return
    before = side.tree
    if isinstance(tree, S.Gaussian) and isinstance(before, S.Density) and DISTRIBUTED.fullmatch(between):
        if OWN_CLAUSE.match(formula.after) is None and (
            told.kind == DECLARED or not unknown_words(plain_words(between))
        ):
            declare(known, before, tree)
    elif FIXED.fullmatch(between) and is_name(before) and told.kind != CASE and not isinstance(tree, S.Gaussian):
        fix(known, before, tree)


def hear_relation(known, trees, relations, formula, told: Modality, leads: bool) -> None:
    """An equation of a sentence: a fact, a case of the display it leads to, or nothing that is understood."""
    equation = len(trees) == 2 and relations[0] in ("equal", "define")
    trees = rooted(trees, known.read.is_positive) if equation else trees
    if equation and told.kind in (DECLARED, UNHEARD) and name_bare(known, *trees):
        return
    gives = equation and not isinstance(trees[1], S.Density)
    if told.kind == CASE and not leads and not (gives and told.starter in NAMING and not is_value(trees, relations)):
        return  # a case that is looked at in passing
    if told.kind == UNHEARD:
        measured = isinstance(trees[0], S.Entropy | S.VariableEntropy | S.MutualInformation | S.KL | S.CrossEntropy)
        if measured and not leads and CONCLUDED.search(formula.before):
            return  # `If X, Y are independent, $H(Y|X) = H(Y)$.` says nothing of other cases
        if "equal" in relations or "define" in relations:
            noting.not_understood(known, formula, trees)
        if equation and gives and may_be_anew(known, *trees):
            forget(known, head_of(trees[0])[0], formula.line, f"${formula.latex}$")
        return
    if equation and (noting.hear_bare_law(known, trees[0], trees[1]) or noting.hear_weights(known, trees[0], trees[1])):
        body = trees[0].body if isinstance(trees[0], S.SumOver) else trees[0]
        name = {name_of(body) or getattr(body, "letter", "")}
        known.weights_of_a_case -= name
        known.weights_of_a_case |= name if told.kind != DECLARED else set()
        return
    if len(trees) == 2 and hear_probability(known, trees[0], trees[1]):
        return
    if told.kind == CASE and is_value(trees, relations):
        known.ranges.values[name_of(trees[0])] = number(trees[1])
        return
    law = equation and isinstance(trees[1], S.Gaussian) and told.starter in NAMING
    if told.kind == CASE and CONDITION.search(formula.before) and not law:
        hear_case(known, trees, relations, formula)
    elif equation and isinstance(trees[0], (S.Expectation, S.Variance)):
        named = moment(known, trees[0], trees[1])
        if not named or any(S.every(S.Density, trees[1])):  # no world gives R the mean p(x)
            noting.not_understood(known, formula, [trees[0]])
    elif equation:
        if told.kind == DECLARED:
            known.given.append((trees[0], trees[1], formula.line))
        used = declare(known, trees[0], trees[1], passing=told.scope == DISPLAY)
        if used and at_a_point(trees[0]):  # no world keeps it: its f is any function
            told_of_it = frozenset({plain(trees[0].function)})
            known.unheard.append(noting.Unheard(formula.line, f"${formula.latex}$", told_of_it))
        if not used and is_value(trees, relations):
            known.ranges.values[name_of(trees[0])] = number(trees[1])
        elif not used and told.kind == DECLARED:
            noting.not_understood(known, formula, trees)
        elif not used and not plainly_true(known, trees[0], trees[1]):
            noting.keep_assumed(known, formula.latex, trees, formula.line)


def may_be_anew(known, left: S.Node, right: S.Node) -> bool:
    """Whether an equation that was not understood may give a defined name another meaning."""
    named = is_name(left) and known.has_definition(head_of(left)[0]) and not at_a_point(left)
    return named and not plainly_true(known, left, right)


def hear_case(known, trees: list[S.Node], relations: list[str], formula) -> None:
    """`For $\\beta = 1$ this is the ELBO:` is said of the display that follows, if its sentence leads to it."""
    if is_value(trees, relations):
        known.ranges.values[name_of(trees[0])] = number(trees[1])
    elif relations == ["equal"] and isinstance(trees[0], S.Density) and isinstance(trees[1], S.Density | S.Gaussian):
        declare(known, trees[0], trees[1], passing=True)
    else:
        noting.keep_assumed(known, formula.latex, trees, formula.line)

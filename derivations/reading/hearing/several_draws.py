r"""Several variables of one law: `$X, Y \sim N(0, 1)$ are independent`, and `$\epsilon_i \sim N(0, 1)$` for every i."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.conditional_draws import take_as_independent
from derivations.reading.hearing.declaring import declare
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.hearing.noting import Unheard, hear_draw, is_letter
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.letters_of_means import letter_for
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.reindexing import reindexed
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.tables import Table

_TABLE = Table(__file__)
INDEPENDENT, DEPENDENT, DEPENDENT_SAMPLES = _TABLE.patterns("independent", "dependent", "dependent_samples")
GIVEN, DENIED = _TABLE.patterns("given", "denied")
MARKED = re.compile(r"i\.?\s?i\.?\s?d|ind(?:ep)?\b|⊥")  # over the sign: \stackrel{iid}{\sim}
MOST = 5  # variables that are told one by one


@dataclass(frozen=True)
class GeneralLaw:
    """`\\epsilon_i \\sim N(m_i, v)`: the law of the member `variable` for whatever index; whether members are
    independent."""

    variable: S.Index
    law: S.Gaussian
    independent: bool


def hear_several(known, sentence: Sentence) -> None:
    """The laws that a sentence gives of several variables at once, and whether it calls them independent."""
    drawn: dict[str, S.Node] = {}
    free = bool(INDEPENDENT.search(sentence.text)) and not DEPENDENT.search(sentence.text)
    for formula in sentence.formulas:
        if known.told[formula].kind == REFUSED:
            continue
        free = free or bool(MARKED.search(formula.latex))
        for draw in (draw for chain in formula.chains for draw in draws_in(chain)):
            for variable in draw.variables:
                if is_letter(known, variable):
                    break
                hear_draw(known, S.Draw((variable,), replace(draw.density, value=None)))
            if hangs_on_a_variable(known, draw.density):
                continue
            drawn |= {S.outline(v): v for v in draw.variables}
            for variable in filter(is_general, draw.variables):
                law = replace(draw.density, value=None)
                known.general_laws[name_of(variable)] = GeneralLaw(variable, law, free)
    together = free or bool(GIVEN.search(sentence.text) and not DENIED.search(sentence.text))
    for tree in conditional_draws(sentence) if together else ():
        take_as_independent(known, tree)
    if DEPENDENT_SAMPLES.search(sentence.text):
        tied_together(known, sentence)
    if free and 1 < len(drawn) <= MOST:
        each_on_its_own(known, list(drawn.values()))


def conditional_draws(sentence: Sentence) -> Iterable[S.ConditionalDraw]:
    """Those of several variables at once."""
    trees = (tree for f in sentence.formulas for tree in f.trees)
    return (tree for tree in trees if isinstance(tree, S.ConditionalDraw) and len(tree.variables) > 1)


def tied_together(known, sentence: Sentence) -> None:
    """Samples that hang together have no law of their average here: what was said of each alone is not used."""
    trees = [tree for f in sentence.formulas for tree in f.trees]
    drawn = {name_of(v) for tree in trees if isinstance(tree, S.Draw) for v in tree.variables}
    names = frozenset(name for name in drawn if name)
    for name in names:
        known.draws.pop(name, None)
        known.survey.sampled.pop(name, None)
    if names:
        known.unheard.append(Unheard(sentence.line, sentence.text, names))


def draws_in(chain: Chain) -> Iterable[S.Draw]:
    """The draws from Gaussians of variables that are listed one by one, also after a comma; not those under one of
    several laws, `P: x \\sim N(m, v)`."""
    trees = chain.trees + [q.tree for q in chain.qualifiers]
    for tree in (t for t in trees if isinstance(t, S.Draw) and not t.law):
        if isinstance(tree.density, S.Gaussian) and all(map(name_of, tree.variables)):
            yield tree


def hangs_on_a_variable(known, law: S.Gaussian) -> bool:
    """Whether a law is written with a random variable, as that of x \\sim N(z, 1) is: it is a conditional one."""
    return any(name_of(n) in known.survey.variables for n in S.walk(law.mean, law.variance))


def is_general(node: S.Node) -> bool:
    """Whether this is a member of a sequence for whatever index: eps_i, not eps_1."""
    plainly = isinstance(node, S.Index) and not node.raised and len(node.indices) == 1
    return plainly and isinstance(node.indices[0], S.Symbol) and len(node.indices[0].name) == 1


def each_on_its_own(known, variables: list[S.Node]) -> None:
    """Any of these variables together have the product of their densities, under the letter that writes them."""
    for count in range(2, len(variables) + 1):
        for some in combinations(variables, count):
            try:
                roles = [known.read.variable(v) for v in some]
                letter = letter_for(known.read, [str(role) for role in roles], some[0])
            except Unreadable:
                return
            if len({role.role for role in roles}) == count:
                parts = tuple(S.Density(letter.name, targets=(v,)) for v in some)
                declare(known, S.Density(letter.name, targets=some), S.Mul(parts))


def hear_members(known, trees: Iterable[S.Node]) -> None:
    """The law of every member of a sequence that a chain names, eps_{t-1} and eps_{t-2}, for the display under way."""
    families: dict[str, dict[str, S.Index]] = {}
    for node in S.every(S.Index, *trees):
        general = known.general_laws.get(name_of(node) or "")
        if general is not None and not node.raised and len(node.indices) == 1:
            families.setdefault(name_of(node), {})[S.outline(node)] = node
    for name, found in families.items():
        general = known.general_laws[name]
        try:
            own = {key: v for key, v in found.items() if known.read.variable(v).role != name_of(v)}
        except (Unreadable, AttributeError):
            continue  # an entry of a vector is no variable of its own
        before = list(known.stated)
        for member in own.values():
            hear_draw(known, S.Draw((member,), reindexed(general.law, general.variable.indices[0], member.indices[0])))
        if general.independent and 1 < len(own) <= MOST:
            each_on_its_own(known, list(own.values()))
        known.passing += [pair for pair in known.stated if pair not in before]

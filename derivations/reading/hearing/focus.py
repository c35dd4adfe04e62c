"""What the steps of one display are about: what varies in it, what is held fixed, what it is restricted to."""

from __future__ import annotations

import re

import sympy

from derivations.reading.document import Block, Qualifier
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.syntax import UnreadFormula
from derivations.reading.hearing.at_a_value import told_values
from derivations.reading.hearing.noting import Unheard, hear_comparison, hear_draw
from derivations.reading.hearing.several_draws import hear_members
from derivations.reading.meaning.naming import PARAMETERS, name_of, trees_of
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.freedom import tags_of_joints

INDEPENDENT = re.compile(r"(independent of|not depend on|not involve|free of)\s*\$?$|(不依赖于?|不含)\s*\$?$")
FUNCTION_OF = re.compile(
    r"\bfunctions? of\s*\$?$|\bconstants? \(?(?:in|w\.?r\.?t\.?|with respect to)\s*\$?$|"
    r"\bterms? (?:(?:that|which) (?:do|does) not (?:depend on|involve|contain)|(?:independent|free) of)\s*\$?$|"
    r"(const\w*|常数)[^.。]{0,60}(independent of|not depend on|free of|depends? on neither|无关于)\s*\$?$"
)
HELD = re.compile(r"\$?\s*(is |are |being )?(held|kept|fixed)|\$?\s*(固定|不变)")
GIVEN = re.compile(  # said of a density p(x): "is given." and "which is fixed", but not "is given by"
    r"[^.;。；$]{0,40}?\b(?:is|stays|remains) (?:held |kept )?(?:fixed|constant|known|given)\b"
    r"(?! (?:by|as|in|through|for))"
    r"|[^.;。；$]{0,40}?(?<!不)是?(?:固定|给定|已知|不变)的?\s*(?:[,.;，。；、]|$)|\$?\s*与参数无关"
)
DENIED = re.compile(r"\bnot\b|n't\b|不是|未")


def held_by(judge, prose: Block | None) -> tuple[set[str], list[S.Density]]:
    """What the sentence before a display holds fixed: joints as a whole (`with $q_2$ held fixed`), and of a joint that
    is more than that the marginal that is named (`the data density $p(x)$ is fixed`)."""
    held: set[str] = set()
    marginals: list[S.Density] = []
    for formula in prose.formulas if prose else ():
        plainly = HELD.match(formula.after)
        if not plainly and not (GIVEN.match(formula.after) and not DENIED.search(formula.after[:60])):
            continue
        nodes = list(S.walk(*formula.trees))
        densities = [n for n in nodes if isinstance(n, S.Density)]
        parts = [n for n in densities if is_a_part(judge, n)]
        marginals += parts
        if plainly:
            names = {name_of(n) for n in nodes if isinstance(n, (S.Symbol, S.Index))}
            held |= {judge.survey.joint_name(n) for n in densities if n not in parts}
            held |= {j for n in judge.survey.applied for j in [judge.survey.joint_name(n)] if j in names}
    return held, marginals


def is_a_part(judge, node: S.Density) -> bool:
    """Whether a density is a marginal of a joint that the note writes of more; its bare name is the whole of it."""
    written = judge.survey.signatures.get(judge.survey.joint_name(node), {})
    everything = {name for part in written for names in part for name in names}
    mine = {name_of(t) for t in node.targets}
    return not node.givens and bool(mine) and None not in mine and mine < everything


def varied_by(judge, chain) -> tuple[str, ...]:
    """What a chain's constants may not depend on: the parameter or density that its name takes, G(\\phi) or F[q],
    what the sentence before the display writes it as a function of, or what the one after it names: `where the
    constant does not depend on $\\phi$`."""
    before, after = judge.note.prose_before(chain), judge.note.prose_after(chain)
    said = [f for f in (after.formulas[:2] if after else ()) if INDEPENDENT.search(f.before[-60:]) or unrelated(f)]
    said += [f for f in (before.formulas if before else ()) if FUNCTION_OF.search(f.before[-90:]) or is_function_of(f)]
    for formula in said:
        found = varying(judge, chain, formula.trees)
        if found:
            return found
    head = chain.sides[0].tree if chain.sides[0].read else None
    if not isinstance(head, S.Apply) or head.function in ("log", "exp"):
        return ()
    return varying(judge, chain, (*head.arguments, *head.parameters))


def unrelated(formula) -> bool:
    return formula.after.lstrip("$ ").startswith("无关")


def is_function_of(formula) -> bool:
    return formula.after.lstrip("$ ").startswith(("的函数", "无关的常", "无关的项", "而言"))


def varying(judge, chain, trees) -> tuple[str, ...]:
    """The densities, parameters and letters of the chain that some trees name, but for what is held fixed here."""
    tags = tags_of_joints(judge)
    spoken = {letter_of(judge, n) for n in S.walk(*chain.trees)}
    found = []
    for tree in trees:
        if isinstance(tree, S.Density):
            name = judge.survey.joint_name(tree)
            found += [t for t in tags if t == name or t.startswith(name + "_{")]  # F[q] of q = q_1 q_2
        elif (letter := letter_of(judge, tree)) in spoken and letter not in tags:
            found.append(letter)
        else:
            found += [n for n in names_in(tree) if n and PARAMETERS.match(n)]
    carried = [n for n in found if n in tags or n in spoken or any(n in t for known in tags.values() for t in known)]
    return tuple(n for n in carried if n not in judge.held[0])


def letter_of(judge, tree: S.Node) -> str | None:
    """The name of the variable or parameter that a symbol, with its index, is read as; None if it is none."""
    if not isinstance(tree, S.Symbol | S.Index):
        return None
    try:
        read = judge.known.read.expression(tree)
    except Unreadable:
        return None
    return read.name if isinstance(read, sympy.Symbol) else None


def hear_qualifiers(judge, chain) -> None:
    hear_members(judge.known, chain.trees)
    judge.known.step_draws.clear()
    judge.known.at_values = told_values(judge.note.prose_before(chain))
    for q in chain.qualifiers:
        parts = q.tree.elements if isinstance(q.tree, S.TupleOf) else (q.tree,)
        for part in parts:
            hear_qualifier(judge, part, q, chain.sides[0].line)
        if isinstance(q.tree, UnreadFormula) and q.word:
            judge.known.assumed.append(Unheard(chain.sides[0].line, f"{q.word} ${q.latex}$", frozenset({"*"})))


def hear_qualifier(judge, tree, qualifier: Qualifier, line: int) -> None:
    if isinstance(tree, S.Draw) and tree.density is not None:
        if "&" in qualifier.latex or is_noise(judge, tree):  # in a row of its own, or of a noise: for the whole note
            hear_draw(judge.known, tree)
        for v in tree.variables:
            if name_of(v):
                judge.known.step_draws[name_of(v)] = tree.density
    elif isinstance(tree, S.Comparison):
        where = qualifier.word.lower().strip(" ,:，：") in ("where", "其中", "式中")  # no `where equality holds iff`
        hear_comparison(judge.known, tree, qualifier.latex, line, where)
    elif isinstance(tree, S.Membership):
        judge.known.ranges.learn_membership(tree)


def is_noise(judge, tree: S.Draw) -> bool:
    """Whether `\\epsilon \\sim N(0, 1)` behind a display is said for the whole note: of a name that is drawn from
    nothing else in it, with a number for its mean."""
    (variable, *others) = tree.variables
    if others or not isinstance(variable, S.Symbol) or not isinstance(tree.density, S.Gaussian):
        return False
    drawn = (n for n in S.every(S.Draw, *trees_of(judge.note)) if variable in n.variables)
    return isinstance(tree.density.mean, S.Number) and {n.density for n in drawn} <= {None, tree.density}


def names_in(node: S.Node):
    if isinstance(node, S.Power):
        yield from names_in(node.base)
    elif isinstance(node, S.Density):
        yield node.letter
    elif isinstance(node, (S.Symbol, S.Index)):
        yield name_of(node)
    elif isinstance(node, (S.Membership, S.TupleOf)):
        for e in node.elements:
            yield from names_in(e)

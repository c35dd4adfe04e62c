"""What varies under a min, a max, a constant or a gradient, and what stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import sympy
from sympy import Expr

from derivations.language import words as L
from derivations.language.facts import Fact, Free
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, plain, tag_of
from derivations.reading.meaning.tags import squeezed
from derivations.reading.verdicts.judgement import Meaning
from derivations.reading.verdicts.priors import priors

SEPARATORS = re.compile("[,;]")  # of tags below one name


def free_under(judge, side: Meaning) -> Free:
    """What a minimisation leaves free: see `free_of`."""
    return free_of(judge, side.over, side.conditional)


def with_names_that_carry(free: Free, over: Iterable[str], *expressions: Expr) -> Free:
    """With every name of these that carries, below, what is varied: b_theta under min over theta is no constant."""
    varied = {squeezed(n) for n in over}
    names = {s.name for e in expressions for s in e.free_symbols}
    carrying = {n for n in names if any(squeezed(part) in varied for part in SEPARATORS.split(n.partition("_")[2]))}
    return replace(free, symbols=free.symbols | carrying)


def free_of(judge, over: tuple[str, ...], conditional: frozenset[str] = frozenset()) -> Free:
    """What stands under `min` (letters, or the densities that carry a parameter), else every density but the
    data's. Functions that carry a parameter, or that a free density is given by, are free with it.

    A joint that is optimised is so with all its marginals; only where one conditional of it is named, or where
    its marginal is written without the parameter, does the marginal of what it is conditioned on stay."""
    tags, over = tags_of_joints(judge), tuple(filter(None, over))  # of what has no name nothing is known to carry it
    named = {n for n in over if n in tags or n.partition("_")[0] in judge.survey.letters}  # KL(q || p) is of a bare q
    exact = {n for n in over if any(squeezed(n) in found for found in tags.values())}  # theta beside theta^old
    carried = {j for j, found in tags.items() for n in over for t in found
               if n and (t == squeezed(n) if n in exact else n in t)}  # fmt: skip
    free = with_what_is_made_of(judge, named | carried)
    if free:
        kept = (free & conditional) | (carried - named)
        fixed = [d for j in sorted(kept) for d in data_marginals(judge, j, () if j in conditional else over)]
        fixed += held_marginals(judge)
        return Free(
            tuple(dict.fromkeys(fixed)), frozenset(over) - free, functions_of(judge, free, over), frozenset(free)
        )
    if over and all(not PARAMETERS.match(n) or n in judge.survey.random for n in over):
        return Free((), frozenset(over), frozenset(over), frozenset())  # densities and functions stay as they are
    candidates = {j: list(data_marginals(judge, j)) for j in sorted(tags)}
    data = [found for found in candidates.values() if found]
    fixed = data[0] if len(data) == 1 else []  # which of two is the data is not said
    fixed = [*dict.fromkeys([*fixed, *held_marginals(judge)])]
    every = {t for found in tags.values() for t in found if t}
    earlier = {t for t in every for u in every if t != u and t.startswith(u)}  # theta^old beside theta
    held = {j for j, found in tags.items() if found and found <= earlier}
    given = {j for j, found in tags.items() if all(WORD_TAG.search(t) and not t[:1].isdigit() for t in found)}
    held |= given | {j for j in tags if "tilde" in j or "hat" in j} | (judge.held[0] & set(tags))
    densities = frozenset(set(tags) - held) if held else None
    return Free(tuple(fixed), frozenset(over), None, densities)


def with_what_is_made_of(judge, free: set[str]) -> set[str]:
    """These densities with those that a fact makes of them: q = q_1 q_2 under an optimum over q_1."""
    made = {f.density.name for f in judge.known.facts if free & {d.name for d in f.formula.atoms(L.Density)}}
    return free | made if free else free


def nothing_varies(free: Free, *objectives: Expr, facts: Iterable[Fact] = ()) -> bool:
    """Whether nothing that is written in some objectives, or that a density of them is given by, is free."""
    densities = {d.name for e in objectives for d in e.atoms(L.Density)}
    inside = [*objectives, *(f.formula for f in facts if f.density.name in densities)]
    densities |= {d.name for e in inside for d in e.atoms(L.Density)}
    names = {s.name for e in inside for s in e.free_symbols}
    functions = {type(f).__name__ for e in inside for f in e.atoms(sympy.core.function.AppliedUndef)}
    varied = densities if free.densities is None else densities & free.densities
    varied |= functions if free.functions is None else functions & free.functions
    return not (varied or (names | functions) & free.symbols)


def held_marginals(judge) -> list[L.Density]:
    """The marginals that the sentence before a display holds fixed."""
    distributions = ((L.Distribution(judge.survey.joint_name(n)), n.targets) for n in judge.held[1])
    return [L.Density(joint, [judge.known.read.variable(t) for t in targets]) for joint, targets in distributions]


def one_of_two_is_data(judge) -> list[L.Density]:
    """The densities of which one is the data, where two might be and no sentence says which; else none."""
    found = [list(data_marginals(judge, j)) for j in sorted(tags_of_joints(judge))]
    several = [d for marginals in found for d in marginals]
    return several if sum(map(bool, found)) > 1 and not judge.held[1] else []


def functions_of(judge, letters: set[str], over: tuple[str, ...]) -> frozenset[str]:
    """The undefined functions that vary with these letters: those that carry the parameter, and those of a
    formula that one of the letters is given by."""
    within = {type(f).__name__ for fact in judge.known.facts if fact.density.name in letters
              for f in fact.formula.atoms(sympy.core.function.AppliedUndef)}  # fmt: skip
    trees = (tree for chain in judge.note.chains for tree in chain.trees)
    written = {plain(n.function) for n in S.every(S.Apply, *trees)}
    carrying = {n for n in written for o in over if o and PARAMETERS.match(o) and squeezed(o) in squeezed(n)}
    return frozenset(within | carrying | set(over))


def tags_of_joints(judge) -> dict[str, set[str]]:
    """The tags with which each joint distribution is written; counted again once more densities are known."""
    known = len(judge.survey.applied)
    if known not in judge.tags_at:
        tags: dict[str, set[str]] = {}
        for node in judge.survey.applied:
            tags.setdefault(judge.survey.joint_name(node), set()).add(tag_of(node, judge.survey.random))
        judge.tags_at = {known: tags}
    return judge.tags_at[known]


def data_marginals(judge, letter: str, over: tuple[str, ...] = ()):
    """The marginal p(x) of a letter that conditions on x but never generates x from another variable, unless it
    is written with a parameter that is optimised."""
    signatures = judge.survey.signatures.get(letter, {})
    plainly = (node for node in judge.survey.applied if over and not node.givens)
    varied = {t for node in plainly if judge.survey.joint_name(node) == letter
              and any(n and squeezed(n) in tag_of(node) for n in over) for t in map(str, node.targets)}  # fmt: skip
    told = priors(judge, letter) if varied else set()
    for targets, givens in signatures:
        if givens or len(targets) != 1 or targets[0] not in judge.survey.variables:
            continue
        generated = any(targets[0] in t and g for t, g in signatures)
        if targets[0] not in told and (generated or (over and varied)):
            continue
        if any(targets[0] in g for _, g in signatures):
            yield L.Density(L.Distribution(letter), [judge.known.read.random(targets[0])])

"""Which spellings of one letter are two distributions: p_\\theta(x) beside p_\\phi(x)."""

from __future__ import annotations

import re
from itertools import combinations

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, label, name_of, plain, tag_of, tag_text
from derivations.reading.meaning.substitution import is_place
from derivations.reading.meaning.told_apart import tempered, told_apart

LATIN = re.compile("[a-z]")


def own_tag(survey, node: S.Density) -> str:
    """What tells a density apart: of a bare p_g too, where g is no variable of the note."""
    tag, subscript = tag_of(node, survey.random), plain(node.subscript)
    if tag or not node.bare or not LATIN.fullmatch(subscript):
        return tag
    named = survey.variables.keys() | survey.givens | survey.capital.keys() | set(survey.capital.values())
    return tag if subscript in named else subscript


def bare_tags(survey, trees: list[S.Node]) -> None:
    """p_r and p_g are two distributions, wherever in the note they stand without arguments."""
    seen: dict[str, set[str]] = {}
    bare = {n for n in S.every(S.Density, *trees) if n.bare}
    for node in (*bare, *survey.applied):
        tag = own_tag(survey, node)
        if LATIN.fullmatch(tag):
            seen.setdefault(node.letter, set()).add(tag)
    alone = {n.letter for n in bare if own_tag(survey, n) != tag_of(n, survey.random)}
    survey.together |= {(letter, frozenset(tags)) for letter, tags in seen.items() if len(tags) > 1 and letter in alone}


def tags_in_place(survey) -> None:
    """One letter with the same arguments and two parameters, p_\\theta(x) and p_\\phi(x), is two distributions."""
    seen: dict = {}
    for d in survey.applied:
        tag = tag_of(d, survey.random)
        if tag and not WORD_TAG.search(tag):
            given = tuple(label(g) for g in d.givens if not PARAMETERS.match(name_of(g) or ""))
            seen.setdefault((d.letter, tuple(map(label, d.targets)), given), set()).add(tag)
    survey.together |= {(letter, frozenset(tags)) for (letter, *_), tags in seen.items() if len(tags) > 1}


def opposed_tags(survey, note: Note) -> None:
    """An encoder p_\\phi(z|x) beside a decoder p_\\theta(x|z): no one says that they are of one joint density. And the
    data p(x, y) beside a classifier p_\\theta(y|x)."""
    for given, made in told_apart(note):
        tags = frozenset(tag_of(d, survey.random) for d in (given, made))
        if len(tags) == 2 and not any(WORD_TAG.search(t) for t in tags):
            survey.together.add((given.letter, tags))
            survey.opposed.add(given.letter)
    for node in tempered(note):
        for tag in {t for t in survey.tags.get(node.letter, ()) if not WORD_TAG.search(t)} - {
            tag_of(node, survey.random)
        }:
            survey.together.add((node.letter, frozenset((tag, tag_of(node, survey.random)))))
            survey.opposed.add(node.letter)
    for letter, tags in tagged(survey).items():
        for one, other in combinations(sorted(filter(None, tags)), 2):
            if any(_collide(*a, *b) or _collide(*b, *a) for a in tags[one] for b in tags[other]):
                survey.together.add((letter, frozenset((one, other))))
                survey.opposed.add(letter)


def _collide(t: frozenset[str], g: frozenset[str], u: frozenset[str], h: frozenset[str]) -> bool:
    """Whether (t|g) stands against (u|h): the other way round, or what a density of all of them has decided."""
    return bool(t & h and g & u) or bool(g and t < u and g <= u | h and h <= g)


def tagged(survey) -> dict[str, dict[str, set[tuple[frozenset[str], frozenset[str]]]]]:
    """Of each letter, by tag, what its densities are of and under which conditions."""
    found: dict[str, dict[str, set[tuple[frozenset[str], frozenset[str]]]]] = {}
    for d in survey.applied:
        tag = tag_of(d, survey.random)
        if not WORD_TAG.search(tag):
            given = frozenset(label(g) for g in d.givens if not PARAMETERS.match(name_of(g) or ""))
            found.setdefault(d.letter, {}).setdefault(tag, set()).add((frozenset(map(label, d.targets)), given))
    return found


def adopted(survey, node: S.Density) -> str:
    """The tag of the joint that a marginal without a tag belongs to, where a letter has several: p(z) beside
    p_\\theta(x|z) is its prior, if no other density without a tag is of z; "" of all others."""
    if node.bare or node.givens or node.letter not in survey.opposed:
        return ""
    tags, own = tagged(survey).get(node.letter, {}), frozenset(map(label, node.targets))
    if any(own & t for t, g in tags.get("", ()) if (t, g) != (own, frozenset())):
        return ""
    found = [t for t, seen in tags.items() if t and any(own <= g for _, g in seen)]
    return found[0] if len(found) == 1 else ""


def mixed_letters(survey, trees: list[S.Node]) -> None:
    """Two spellings of one letter with the same arguments in one formula are two distributions; in one line those of no
    condition are, where q(z|x) on another side may be short for q_\\phi(z|x)."""
    seen: dict = {}
    for side, tree in enumerate(trees):
        for node in S.every(S.Density, tree):
            given = tuple(label(g) for g in node.givens if not PARAMETERS.match(name_of(g) or ""))
            key = node.letter, tuple(map(label, node.targets)), given, side if given else None
            seen.setdefault(key, set()).add(tag_of(node, survey.random))
    for (letter, *_), tags in seen.items():
        tags = {t for t in tags if not t or not WORD_TAG.search(t)}  # p_D beside p_\theta sets no theta apart
        if len(tags) > 1:
            survey.together.add((letter, frozenset(tags)))


def number_of(node: S.Density, tags: dict) -> str:
    """The j of a bare q_j, where densities q_j(z_j) are written."""
    return plain(node.subscript) if node.bare and plain(node.subscript) in tags.get(node.letter, ()) else ""


def labels_of(survey, name: str) -> frozenset[str]:
    """The raised letters that tell several things of one name apart, u^{(t)}, u^{(a)}, u^{(b)}: none where a sum runs
    over one, or where all may be indices."""
    raised = survey.raised.get(name, ())
    letters = {tag_text(n) for n in raised if is_place(n) and len(tag_text(n)) == 1}
    told = len(letters) == len(raised) > 1 and not letters & set(survey.summed) and letters - set("ijklmnst")
    return frozenset(letters) if told else frozenset()

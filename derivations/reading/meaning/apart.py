"""Which spellings of one letter are two distributions: p_\\theta(x) beside p_\\phi(x)."""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, label, name_of, plain, tag_of, tag_text
from derivations.reading.meaning.substitution import is_place

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
    bare = {n for tree in trees for n in S.walk(tree) if isinstance(n, S.Density) and n.bare}
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


def mixed_letters(survey, tree):
    """Two spellings of one letter with the same arguments in one formula are two distributions."""
    seen: dict = {}
    for node in S.walk(tree):
        if isinstance(node, S.Density):
            given = tuple(label(g) for g in node.givens if not PARAMETERS.match(name_of(g) or ""))
            key = node.letter, tuple(map(label, node.targets)), given
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

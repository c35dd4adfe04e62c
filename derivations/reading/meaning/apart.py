"""Which spellings of one letter are two distributions: p_\\theta(x) beside p_\\phi(x)."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, label, name_of, plain, tag_of


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

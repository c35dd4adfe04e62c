"""Conditional densities that a note writes in another way: `$q(x,y)$ is the proposal density for moving from $x$ to
$y$`, `$p(y|x)$ means the density of $x$ given $y$`, `$p(x;z)$ stands for the density of $z$ with parameter $x$`.

Where a note has p(y|x) and p(x|y) the first is read as it is written: the words are a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import only_tree, sentences
from derivations.reading.meaning.naming import trees_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_KERNEL = tuple(re.compile(_TABLE.filled([one])) for one in _TABLE["kernel"])
Name = tuple[str, str, tuple[int, int, int]]  # letter, subscript, numbers of targets, givens, parameters


def with_kernels(note: Note) -> Note:
    """The note with such densities written as they are meant: of what, given what."""
    told = dict(_told(note))
    written = set(S.every(S.Density, *trees_of(note))) if told else set()
    backwards = {_name(d) for d in written if d.givens and any(_is_reverse(d, other) for other in written)}
    told = {name: first for name, first in told.items() if name not in backwards}

    def tree(node: S.Node) -> S.Node:
        node = S.mapped(node, tree)
        if not isinstance(node, S.Density | S.Apply) or (first := told.get(_name(node))) is None:
            return node
        one, other = _both(node)
        given, of = (one, other) if first else (other, one)
        if isinstance(node, S.Apply):
            return S.Density(node.function, targets=(of,), givens=(given,), span=node.span)
        if node.parameters:
            return replace(node, targets=(of,), parameters=(given,))
        return replace(node, targets=(of,), givens=(given,))

    return note.with_chains(lambda chain: chain.with_trees(tree)) if told else note


def _told(note: Note) -> Iterator[tuple[Name, bool]]:
    """The kernels that sentences tell; whether the first that is written in one is what it is given."""
    for sentence in (sentence for block in note.paragraphs for sentence in sentences(block)):
        for found in (match for pattern in _KERNEL for match in pattern.finditer(sentence.text)):
            density, of, given = (only_tree(sentence.within(found, key)[0]) for key in ("density", "of", "given"))
            both = _both(density)
            if both in ((given, of), (of, given)) and of != given and not _is_usual(density, of):
                yield _name(density), both == (given, of)


def _is_usual(density: S.Node, of: S.Node) -> bool:
    """Whether it is written as it is meant: p(y|x) of y."""
    return isinstance(density, S.Density) and density.targets == (of,)


def _is_reverse(one: S.Density, other: S.Density) -> bool:
    return _name(one) == _name(other) and (one.targets, one.givens) == (other.givens, other.targets)


def _both(node: S.Node | None) -> tuple[S.Node, ...]:
    """The two names that a density is written with."""
    if isinstance(node, S.Density):
        return (*node.targets, *node.givens, *node.parameters)
    return (*node.arguments, *node.parameters) if isinstance(node, S.Apply) else ()


def _name(node: S.Density | S.Apply) -> Name:
    if isinstance(node, S.Apply):
        return node.function, "", (len(node.arguments), 0, len(node.parameters))
    return node.letter, node.subscript, (len(node.targets), len(node.givens), len(node.parameters))

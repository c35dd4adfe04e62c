"""A note with certain letters of densities written as functions, and divergences from these as their integrals."""

from __future__ import annotations

import re
from dataclasses import replace

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S

DECORATED = re.compile(r"\\(?:tilde|widetilde|bar|hat|check|breve)\b|.*(?:\*|'|\\star)")
Tied = dict[str, tuple[int, str]]
Name = tuple[str, str]  # letter and subscript of a density


def name(density: S.Density) -> Name:
    """Letter and subscript; of p_i the letter alone, whatever its index."""
    return density.letter, "_" if density.bare and density.indices else density.subscript


def rewritten(note: Note, names: dict[Name, set[tuple]], functions: dict[str, tuple], tied: Tied) -> Note:
    """The note with these densities, by what each is of, written as functions; and what is a function already. What is
    `tied` is told in words to have more to it: sentence by name."""
    places = functions | {_written(one): min(of, key=len) for one, of in names.items()}

    def tree(node: S.Node) -> S.Node:
        whole = _integral(node, places) if isinstance(node, S.KL | S.CrossEntropy) else None
        if whole is not None:
            return tree(whole)
        node = S.mapped(node, tree)
        if not isinstance(node, S.Density) or not _is_one(node, names):
            return node
        function = _written(name(node))
        if node.bare and node.indices:
            return S.Index(S.Symbol(node.letter, span=node.span), node.indices, span=node.span)
        applied = S.Apply(function, (*node.targets, *node.givens), node.parameters, span=node.span)
        return S.Symbol(function, span=node.span) if node.bare else applied

    apart = dict.fromkeys(places, (0, "")) | tied
    return replace(note.with_chains(lambda chain: chain.with_trees(tree)), no_densities=apart)


def _written(one: Name) -> str:
    return one[0] + (f"_{{{one[1]}}}" if one[1] else "")


def _is_one(node: S.Density, names: dict[Name, set[tuple]]) -> bool:
    """Whether a density is one of these: a plain letter only of the variables of which it was told."""
    of = names.get(name(node))
    return of is not None and (
        node.bare or bool(DECORATED.match(node.letter)) or (not node.givens and node.targets in of)
    )


def _integral(node: S.KL | S.CrossEntropy, places: dict[str, tuple]) -> S.Node | None:
    """A divergence one of whose parts is told to be no density, as the integral that it stands for."""
    variables = next((places[n] for n in map(_head, (node.left, node.right)) if n in places), None)
    parts = [_at(part, variables, places) for part in (node.left, node.right)] if variables else [None]
    if None in parts:
        return None
    one, other = parts
    inside = S.Divide(one, other, span=node.span) if isinstance(node, S.KL) else other
    product = S.Mul((one, S.Apply("log", (inside,), span=node.span)), span=node.span)
    return S.Integral(variables, product if isinstance(node, S.KL) else S.Neg(product, span=node.span), span=node.span)


def _head(node: S.Node) -> str:
    if isinstance(node, S.Density):
        return _written(name(node))
    return node.function if isinstance(node, S.Apply) else node.name if isinstance(node, S.Symbol) else ""


def _at(part: S.Node, variables: tuple, places: dict[str, tuple]) -> S.Node | None:
    """A part of a divergence, written with its variables."""
    if isinstance(part, S.Density) and part.bare:
        return replace(part, targets=variables)
    if isinstance(part, S.Density | S.Apply):
        return part if (part.targets if isinstance(part, S.Density) else part.arguments) == variables else None
    return S.Apply(part.name, variables, span=part.span) if _head(part) in places else None

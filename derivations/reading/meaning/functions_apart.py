"""A note with certain letters of densities written as functions, and divergences from these as their integrals."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from derivations.reading.document import Block, Chain, InlineFormula, Note
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

    def tree(node):
        if isinstance(node, tuple):
            return tuple(map(tree, node))
        if not isinstance(node, S.Node):
            return node
        if isinstance(node, S.KL | S.CrossEntropy) and (whole := _integral(node, places)) is not None:
            return tree(whole)
        changes = {f.name: tree(getattr(node, f.name)) for f in fields(node) if f.name != "span"}
        if isinstance(node, S.Density) and _is_one(node, names):
            function = _written(name(node))
            given = (*changes["targets"], *changes["givens"])
            applied = S.Apply(function, given, changes["parameters"], span=node.span)
            if node.bare and node.indices:
                return S.Index(S.Symbol(node.letter, span=node.span), node.indices, span=node.span)
            return S.Symbol(function, span=node.span) if node.bare else applied
        return replace(node, **changes)

    def chain(one: Chain) -> Chain:
        return replace(one, sides=tuple(replace(s, tree=tree(s.tree)) if s.read else s for s in one.sides))

    def spoken(formula: InlineFormula) -> InlineFormula:
        return replace(formula, chains=tuple(map(chain, formula.chains)))

    def block(one: Block) -> Block:
        return replace(one, formulas=tuple(map(spoken, one.formulas)))

    chains, blocks = tuple(map(chain, note.chains)), tuple(map(block, note.blocks))
    return replace(note, chains=chains, blocks=blocks, no_densities=dict.fromkeys(places, (0, "")) | tied)


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

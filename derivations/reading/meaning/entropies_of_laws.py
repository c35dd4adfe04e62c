r"""The entropy of a letter that the note uses as a density: `h[r]` beside `KL[r(z), p(z)]` is that of r(z)."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import as_density, plain


def with_entropies_of_laws(note: Note) -> Note:
    """The note with such entropies as those of densities; a letter that is a variable anywhere stays one."""
    trees = [tree for chain in (*note.chains, *note.spoken) for tree in chain.trees]
    nodes = list(S.walk(*trees))
    laws = {letter for node in nodes for letter in _laws(node)} - {name for node in nodes for name in _variables(node)}

    def tree(node: S.Node) -> S.Node:
        if isinstance(node, S.VariableEntropy) and (law := _letter(node)) in laws:
            of = node.variables[0]
            law_itself = as_density(of) if isinstance(of, S.Apply) else S.Density(law, span=of.span)
            return S.Entropy(law_itself, span=node.span)
        return S.mapped(node, tree)

    return note.with_chains(lambda chain: chain.with_trees(tree)) if laws else note


def _letter(node: S.VariableEntropy) -> str:
    (first, *others) = node.variables
    if others or node.givens or node.letter:
        return ""
    if isinstance(first, S.Apply):
        return plain(first.function)
    return plain(first.name) if isinstance(first, S.Symbol) else ""


def _laws(node: S.Node) -> Iterator[str]:
    """The letters of what is compared by a divergence, or averaged under."""
    compared = (node.left, node.right) if isinstance(node, S.KL | S.CrossEntropy) else ()
    averaged = (node.density,) if isinstance(node, S.Draw) else ()
    for law in (*compared, *averaged):
        if isinstance(law, S.Apply) and law.arguments:
            yield plain(law.function)
        elif isinstance(law, S.Density) and law.targets:
            yield law.letter


def _variables(node: S.Node) -> Iterator[str]:
    """The names that stand as something else: of all but the entropies in question."""
    if isinstance(node, S.VariableEntropy) and _letter(node):
        return
    for part in S.children(node):
        if isinstance(part, S.Symbol):
            yield plain(part.name)

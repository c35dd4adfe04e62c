r"""Means whose variable or law is told by a letter alone.

E_p[(X - m)^2] of a p that the note writes as p(x) is a mean over x; E_\theta[f(x)], of a \theta that is random nowhere
and is the parameter of one density p_\theta, is a mean under that density.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.named_variables import renamed
from derivations.reading.meaning.naming import PARAMETERS, plain, trees_of

FOOT = re.compile(r"_.*|'+$")
MEAN = S.Expectation | S.Variance


@dataclass(frozen=True)
class Letters:
    """The densities of a note, and its applied letters, as means may stand under them."""

    nodes: tuple[S.Node, ...]

    @cached_property
    def written(self) -> dict[tuple[str, str], set[str]]:
        """Letters with their subscripts, to the variables that they are written of, alone and without a condition."""
        found: dict[tuple[str, str], set[str]] = {}
        for node in self.nodes:
            for letter, target in alone(node):
                found.setdefault(letter, set()).add(target)
        return found

    @cached_property
    def random(self) -> set[str]:
        """Names that densities are of, or that are drawn from something."""
        targets = (t for n in self.nodes if isinstance(n, S.Density) for t in n.targets)
        drawn = (v for n in self.nodes if isinstance(n, S.Draw) and n.density is not None for v in n.variables)
        return {plain(t.name) for t in (*targets, *drawn) if isinstance(t, S.Symbol)}

    def with_parameter(self, name: str) -> set[tuple[str, str, tuple]]:
        """The densities p_\\theta(x) and p(x; \\theta) of a parameter."""
        return {
            (d.letter, d.subscript, d.parameters)
            for d in self.nodes
            if isinstance(d, S.Density) and (d.targets or d.bare)
            if plain(d.subscript) == name or [plain(getattr(p, "name", "")) for p in d.parameters] == [name]
        }

    def given(self, name: str) -> set[tuple[str, str, tuple]]:
        """The densities p(x | \\theta) of a parameter that is no variable of any."""
        densities = (d for d in self.nodes if isinstance(d, S.Density) and d.targets)
        return {(d.letter, "", ()) for d in densities if [plain(getattr(g, "name", "")) for g in d.givens] == [name]}


def with_laws_of_means(note: Note) -> Note:
    """The note with these laws and variables written out."""
    letters = Letters(tuple(S.walk(*trees_of(note))))
    if not any(isinstance(n, MEAN) for n in letters.nodes):
        return note

    def tree(node: S.Node) -> S.Node:
        node = S.mapped(node, tree)  # one that stays is told by its identity
        return over_small_letter(under_its_density(node, letters), letters) if isinstance(node, MEAN) else node

    return note.with_chains(lambda chain: chain.with_trees(tree))


def alone(node: S.Node) -> list[tuple[tuple[str, str], str]]:
    """The letter of a density and its one variable, if it has no condition."""
    if isinstance(node, S.Density) and len(node.targets) == 1 and not node.givens:
        return [((node.letter, node.subscript), plain(t.name)) for t in node.targets if isinstance(t, S.Symbol)]
    if isinstance(node, S.Apply) and len(node.arguments) == 1 and isinstance(node.arguments[0], S.Symbol):
        return [((node.function, ""), plain(node.arguments[0].name))]
    return []


def under_its_density(node, letters: Letters):
    """E_\\theta[...] as a mean under p_\\theta, where \\theta can be nothing else."""
    (draw, *more) = node.draws or (None,)
    if more or draw is None or draw.density is not None or len(draw.variables) != 1:
        return node
    (variable,) = draw.variables
    name = plain(variable.name) if isinstance(variable, S.Symbol) else ""
    found = letters.with_parameter(name) if PARAMETERS.match(name) and name not in letters.random else set()
    if not found and (family := FOOT.sub("", name)) != name and not {name, family} & letters.random:
        members = letters.with_parameter(family) | letters.given(family) if PARAMETERS.match(family) else set()
        found = {(letter, name, ()) for letter, _, _ in members}  # E_{\\theta_0} of a family p_\\theta
    if len(found) != 1:
        return node
    ((letter, subscript, parameters),) = found
    law = S.Density(letter, subscript, parameters=parameters, span=variable.span)
    return replace(node, draws=(replace(draw, variables=(), density=law),))


def over_small_letter(node, letters: Letters):
    """A mean with the small letters of its density for the capitals that stand in it; not where both stand there."""
    (draw, *more) = node.draws or (None,)
    density = getattr(draw, "density", None)
    if more or not isinstance(density, S.Density):
        return node
    inside = {plain(n.name): n.name for n in S.every(S.Symbol, node.body)}
    written = letters.written.get((density.letter, density.subscript), ())
    names = (
        written if density.bare else [x for x in map(S.outline, density.targets) if is_argument(x.upper(), node.body)]
    )
    swaps = {inside[x.upper()]: x for x in names if x != x.upper() and x.upper() in inside and x not in inside}
    told = len(swaps) == 1 and not draw.variables if density.bare else swaps and density.letter not in inside
    return replace(node, body=renamed(node.body, swaps)) if told else node


def is_argument(capital: str, body: S.Node) -> bool:
    """Whether a capital stands for a variable in a body: in a density or a function, or alone as an X or Y. A Z alone
    may be what normalises."""
    arguments = (a for d in S.every(S.Density, body) for a in (*d.targets, *d.givens))
    applied = (a for f in S.every(S.Apply, body) if f.function != "log" for a in f.arguments)
    return capital in ("X", "Y") or any(S.outline(a) == capital for a in (*arguments, *applied))

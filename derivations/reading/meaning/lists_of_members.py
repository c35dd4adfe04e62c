"""Densities of lists, p(x_{0:T}), where the members x_t of the list are numbered beside them.

A list that shares members with what stands beside it is no variable of its own. Its density is the formula that the
note gives for it, an assumption of the step; an average over it is one over all members of the sequence.
"""

from __future__ import annotations

from collections.abc import Iterable

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import label
from derivations.reading.meaning.sequences import member_of, numbered, spelled


def listed(nodes: Iterable[S.Node], sequences: Iterable[str]) -> set[str]:
    """The sequences of which a list stands among these: x of x_{1:T}."""
    members = filter(None, map(member_of, nodes))
    return {name for name, (first, last) in members if first != last} & set(sequences)


def gives_a_list(left: S.Density, right: S.Node) -> bool:
    """Whether this equation gives the density of a list by factors that are numbered along it."""
    return bool(listed(left.targets, numbered((right,))))


def formula_of(read, node: S.Density) -> S.Node | None:
    """The formula that the note gives for a density of a list, which is noted as assumed; None where it gives none."""
    if not listed(node.targets, read.sequences):
        return None
    for left, right in reversed(read.known.stated):
        if left == node:
            line = read.known.line_of(left)
            read.known.bare_names.assumed[f"the formula of {written(node)}, as line {line} gives it"] = None
            return right
    return None


def over_members(read, node: S.Node | None) -> L.Density | None:
    """The density of an average over a list, q(x_{1:T}|x_0), or over the q of which the note has only that; a letter of
    its own where it is given something: what its members are then is not q of them alone."""
    if not isinstance(node, S.Density) or not read.sequences:
        return None
    name = read.survey.joint_name(node)
    known = [node] if not node.bare else [d for d in read.survey.applied if read.survey.joint_name(d) == name]
    lists = {(side(d.givens), *listed(d.targets, read.sequences)) for d in known}
    lists = {found for found in lists if len(found) == 2}  # what it is given, the sequence
    if len(lists) != 1:
        return None
    ((givens, role),) = lists
    if givens:  # no world knows how this letter and q hang together
        name = f"{name}(·|{givens})"
        read.known.opaque.add(name)
    return L.Density(L.Distribution(name), [read.random(role)])


def written(node: S.Density) -> str:
    """A density of a list as an author writes it: q(x_{1:T}|x_0)."""
    subscript = f"_{{{node.subscript}}}" if node.subscript else ""
    return f"{node.letter}{subscript}({'|'.join(filter(None, map(side, (node.targets, node.givens))))})"


def side(nodes: Iterable[S.Node]) -> str:
    """The variables on one side of a bar."""
    found = ((label(node), member_of(node)) for node in nodes)
    return ", ".join(name if member is None else spelled(*member, ()) for name, member in found)

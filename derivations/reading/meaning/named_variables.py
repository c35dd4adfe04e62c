r"""Densities whose variable is told by a subscript or a letter of its own, written as the others are.

p_{Z|X}(z|x), p_Z(v) and a bare q_{Z|X} are p(z|x), the p(z) at v, and q(z|x), where the note shows by a p_Z(z) that the
subscript names variables. \pi(\theta) beside p(x|\theta) and p(\theta|x), where nobody writes p(\theta), is that
prior; the t of \int p(x|t) \pi(t) dt is then only another name for \theta.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from derivations.reading.document import Chain, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, name_of, plain, trees_of

PRIOR = r"\pi"
_NAME = re.compile(r"[A-Z]")


def with_named_variables(note: Note) -> Note:
    """The note with these densities written by their variables."""
    trees = list(trees_of(note))
    densities = list(S.every(S.Density, *trees))
    roles = roles_in(trees, densities)
    letter = letter_of_prior(trees, densities)
    if not roles and letter is None:
        return note
    known = {written(n, letter) for n in densities} | ({written(n, letter) for n in priors(trees)} if letter else set())

    def tree(node: S.Node) -> S.Node:
        node = S.mapped(written(node, letter) if letter and is_prior(node) else node, tree)
        if isinstance(node, S.Integral):
            node = with_own_names(node, roles, known if letter else set())
        return without_subscript(node, roles) if isinstance(node, S.Density) else node

    def chain(c: Chain) -> Chain:
        c = c.with_trees(tree)
        elsewhere = {v: f"{role}'" for one in c.trees for v, role in strangers(one, roles)}
        return c.with_trees(lambda one: tree(renamed(one, elsewhere))) if elsewhere else c

    return note.with_chains(chain)


# -- subscripts that name variables ------------------------------------------------------------------------------------


def parts_of(node: S.Density) -> list[list[str]]:
    """The names of a subscript before and behind its bar: [["Z"], ["X"]]; [] if they are no capitals."""
    parts = [[n for n in re.split(r"[,\s{}]+", part) if n] for part in plain(node.subscript).split("|")]
    good = node.subscript and len(parts) <= 2 and parts[0] and all(_NAME.fullmatch(n) for part in parts for n in part)
    return parts if good else []


def pairs(node: S.Density) -> list[tuple[str, S.Node]]:
    """Each name of the subscript with what stands in its place; none where their numbers differ."""
    parts = parts_of(node)
    slots = [node.targets, node.givens][: len(parts)]
    if not parts or [*map(len, parts)] != [*map(len, slots)] or (len(parts) == 1 and node.givens):
        return []
    return [pair for names, values in zip(parts, slots, strict=True) for pair in zip(names, values, strict=True)]


def roles_in(trees: list[S.Node], densities: Iterable[S.Density]) -> dict[str, str]:
    """The variable that each subscript name stands for: z for the Z of p_Z(z); Z itself where Z is averaged."""
    densities = list(densities)
    found = {n: n.lower() for d in densities for n, v in pairs(d) if (name_of(v) or "").rstrip("'") == n.lower()}
    averaged = {n.name for e in S.every(S.Expectation, *trees) for n in S.every(S.Symbol, e.body)}
    for one in densities:
        for name in (n for part in parts_of(one) for n in part if n in averaged):
            found.setdefault(name, name)
    for one in densities:  # the X of p_{X|Z}(u|z), whose Z names a variable
        beside = [n for part in parts_of(one) for n in part]
        if any(n in found for n in beside):
            found |= {n: n.lower() for n in beside if n not in found}
    return found


def strangers(tree: S.Node, roles: dict[str, str]) -> Iterable[tuple[str, str]]:
    """The v of p_Z(v), with its role z; never a name that a subscript has for its own variable."""
    for node in S.every(S.Density, tree):
        for name, value in pairs(node):
            if isinstance(value, S.Symbol) and name in roles:
                plainly = plain(value.name).rstrip("'")
                if plainly not in (roles[name], name) and plainly not in roles.values():
                    yield value.name, roles[name]


def without_subscript(node: S.Density, roles: dict[str, str]) -> S.Density:
    """p_Z(z) and the bare q_{Z|X}, by their variables."""
    parts = parts_of(node)
    if not parts or not all(n in roles for part in parts for n in part):
        return node
    if node.bare:
        slots = [tuple(S.Symbol(roles[n], span=node.span) for n in part) for part in parts]
        return replace(node, subscript="", targets=slots[0], givens=slots[1] if len(slots) > 1 else ())
    found = pairs(node)
    own = all((name_of(v) or "").rstrip("'") in (roles[n], n) for n, v in found)
    return replace(node, subscript="") if found and own else node


# -- names that an integral binds --------------------------------------------------------------------------------------


def with_own_names(node: S.Integral, roles: dict[str, str], known: set[S.Node]) -> S.Integral:
    """An integral with its variables named as the densities in it are elsewhere."""
    bound = {v.name for v in node.variables if isinstance(v, S.Symbol)}
    swaps = {v: role for v, role in strangers(node.body, roles) if v in bound}
    swaps |= {v: name for v in bound - set(swaps) if (name := parameter_for(node.body, v, known))}
    inside = {n.name for n in S.every(S.Symbol, node.body)}
    fresh = {v: f"{role}'" if role in inside else role for v, role in swaps.items()}
    return renamed(node, fresh) if fresh else node


def parameter_for(body: S.Node, v: str, known: set[S.Node]) -> str:
    """The \\theta of which v is another name: every density of v in the body is written of \\theta elsewhere."""
    mine = [n for n in S.every(S.Density, body) if any(_is(s, v) for s in (*n.targets, *n.givens))]
    names = {name_of(t) for d in known if isinstance(d, S.Density) for t in d.targets}
    for name in sorted(n for n in names if n and PARAMETERS.match(n)):
        if mine and all(renamed(d, {v: name}) in known for d in mine) and v.rstrip("'") not in names - {name}:
            return name
    return ""


def renamed(node: S.Node, names: dict[str, str]) -> S.Node:
    """A tree with other names for some of its symbols."""
    if isinstance(node, S.Symbol):
        return replace(node, name=names.get(node.name, node.name))
    return S.mapped(node, lambda part: renamed(part, names))


def _is(node: S.Node, name: str) -> bool:
    return isinstance(node, S.Symbol) and node.name == name


# -- the prior \pi(\theta) ---------------------------------------------------------------------------------------------


def is_prior(node: S.Node) -> bool:
    """Whether a node is \\pi of one thing."""
    if isinstance(node, S.Apply):
        return node.function == PRIOR and len(node.arguments) == 1 and not node.parameters
    alone = isinstance(node, S.Density) and len(node.targets) == 1 and not (node.givens or node.subscript)
    return alone and node.letter == PRIOR


def priors(trees: Iterable[S.Node]) -> list[S.Node]:
    return [n for n in S.walk(*trees) if is_prior(n)]


def argument(node: S.Node) -> S.Node:
    return node.arguments[0] if isinstance(node, S.Apply) else node.targets[0]


def written(node: S.Node, letter: str | None) -> S.Node:
    return S.Density(letter, targets=(argument(node),), span=node.span) if letter and is_prior(node) else node


def letter_of_prior(trees: list[S.Node], densities: Iterable[S.Density]) -> str | None:
    """The p of p(x|\\theta) and p(\\theta|x) to which \\pi(\\theta) is the prior; None if \\pi is anything else."""
    given = [n for n in densities if n.letter == PRIOR and not is_prior(n)]
    heads = [n for n in S.every(S.Apply, *trees) if n.function == PRIOR]
    names = {(name_of(argument(n)) or "").rstrip("'") for n in priors(trees)}
    parameters = {n for n in names if n and PARAMETERS.match(n)}
    if len(parameters) != 1 or given or not all(map(is_prior, heads)):
        return None
    (parameter,) = parameters
    letters = {d.letter for d in densities if d.givens and parameter in map(name_of, (*d.targets, *d.givens))}
    taken = {d.letter for d in densities if not d.givens and [*map(name_of, d.targets)] == [parameter]}
    letters -= {PRIOR}
    if len(letters) != 1 or letters & taken:
        return None
    (letter,) = letters
    posterior = any(d.letter == letter and d.givens and parameter in map(name_of, d.targets) for d in densities)
    return letter if posterior else None

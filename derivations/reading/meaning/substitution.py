"""Names that are defined, and trees with other trees put in for their arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.capture import put_in, renamed_for
from derivations.reading.meaning.naming import PARAMETERS, base, every_index, name_of, plain, tag_text
from derivations.reading.meaning.tags import same_tag

_MOST_INSIDE = 3  # the f of f(f(f(x))) that are put in, for each may double the formula


def is_quantity(name: str) -> bool:
    """A name that an author gives to a quantity (a loss, a bound, a free energy), not to a number or a function."""
    return bool(re.match(r"\\mathcal|\\mathscr|\\ell|[A-Z]{2,}|Loss|loss", name)) or bool(
        re.fullmatch(r"[A-Z](_\{.*\})?", name) and name[0] not in "NKDMTJBSXYZ"
    )


def is_name(node: S.Node) -> bool:
    inner = base(node)
    if isinstance(inner, S.Power):
        return is_name(inner.base)
    return isinstance(inner, (S.Symbol, S.Apply))


def head_of(node: S.Node):
    """(name, arguments, index, parameters) of something that can be defined."""
    index, inner = every_index(node), base(node)
    if isinstance(inner, S.Apply):
        return plain(inner.function), inner.arguments, index, inner.parameters
    if isinstance(inner, S.Symbol):
        return plain(inner.name), (), index, ()
    return "", (), (), ()


@dataclass(frozen=True)
class Definition:
    """name(arguments)_index = tree; `exact`: for these arguments only, as a decoder's sigma(z) beside sigma(x).

    An argument or index that is one plain letter is a place, for which others may be put; one with a number or a label
    (m_0, b_0, theta^*) is a thing of its own, and what is said of it is said of it alone.
    """

    name: str
    arguments: tuple[S.Node, ...]
    index: tuple[S.Node, ...]
    parameters: tuple[S.Node, ...]
    tree: S.Node
    exact: bool = False
    labels: frozenset[str] = frozenset()  # the t and b of u^{(t)} and u^{(b)}, no places
    told: str = ""  # by which words, where no formula of the note gives it

    def is_place(self, node: S.Node) -> bool:
        """Whether others may be put for an index of it."""
        return is_place(node) and tag_text(node) not in self.labels

    def fits(self, arguments: tuple[S.Node, ...]) -> bool:
        """Whether the arguments are those it was given for (an index apart: a draw z_j is a z)."""
        return not self.exact or [*map(_written, self.arguments)] == [*map(_written, arguments)]

    def replaces(self, other: Definition) -> bool:
        """Whether this is a later definition of the same thing: L(a, b) is another than L(a)."""
        mine, others = (len((*d.arguments, *d.parameters)) for d in (self, other))
        if len(self.index) != len(other.index) or bool(self.arguments) != bool(other.arguments) or mine != others:
            return False
        both = zip((*self.index, *self.arguments), (*other.index, *other.arguments), strict=False)
        return all(one == two or (self.is_place(one) and self.is_place(two)) for one, two in both)


def _written(argument: S.Node) -> str:
    return name_of(argument) or S.outline(argument)


def is_place(node: S.Node) -> bool:
    """A letter that others may be put for: t, z, z_i; not b_0, theta^{*}, 3."""
    if isinstance(node, S.Index):
        return is_place(node.base) and all(isinstance(i, S.Symbol) and is_place(i) for i in node.indices)
    if isinstance(node, S.Density):
        return node.bare
    return isinstance(node, S.Symbol) and not re.search(r"[_^'\d]", plain(node.name))


def swaps_for(definition: Definition, arguments, parameters, index) -> dict | None:
    """The substitution that takes a definition to these arguments and indices; None if it does not speak of them."""
    if len(definition.index) != len(index) or not definition.fits(arguments):
        return None
    swaps = match_arguments(definition, (*arguments, *parameters))
    if swaps is None:
        return None
    for formal, actual in zip(definition.index, index, strict=True):
        if formal == actual:
            continue
        if not definition.is_place(formal) or actual == S.Number("0") or is_last(formal, actual):
            return None  # said of this one alone
        swaps[formal] = actual
    if swaps and index != definition.index:
        others = any(isinstance(n, S.Index) and name_of(n) == definition.name for n in S.walk(definition.tree))
        if others or substituted(definition.tree, swaps) == definition.tree:
            return None  # said from one member to the next, or without its index
    return swaps


def unfolded(definition: Definition, argument: S.Node) -> S.Node:
    """An argument with the same function put in: the inner f of f(f(x)), which is no recursion."""
    applied = [n for n in S.walk(argument) if _applies(definition, n)]
    if not applied or len(applied) > _MOST_INSIDE or any(_applies(definition, n) for n in S.walk(definition.tree)):
        return argument
    return _unfolded(definition, argument)


def _unfolded(definition: Definition, argument: S.Node) -> S.Node:
    argument = S.mapped(argument, lambda part: _unfolded(definition, part))
    if not _applies(definition, argument):
        return argument
    swaps = swaps_for(definition, argument.arguments, argument.parameters, ())
    return argument if swaps is None else substituted(definition.tree, swaps)


def _applies(definition: Definition, node: S.Node) -> bool:
    return isinstance(node, S.Apply) and plain(node.function) == definition.name


def is_last(formal: S.Node, actual: S.Node) -> bool:
    """Whether the first is the T that the t of the other runs to: what is said of L_T is not said of L_{t-1}."""
    own = {name_of(n) for n in S.every(S.Symbol, actual)}
    return isinstance(formal, S.Symbol) and formal.name.isupper() and formal.name.lower() in own


def match_arguments(definition: Definition, given: tuple[S.Node, ...]) -> dict | None:
    """The substitution that takes the definition's arguments to these; None if they cannot be matched."""
    wanted = (*definition.arguments, *definition.parameters)
    if not given and wanted and all(isinstance(n, S.Number | S.Neg | S.Divide) for n in S.walk(definition.tree)):
        return None  # f(x_0) = 0 is the value at one point: f alone is no number
    if not given or not wanted:
        return {} if not given or not definition.arguments else None
    if len(wanted) != len(given):
        return None
    swaps = {}
    for one, two in zip(wanted, given, strict=True):
        if one == two:
            continue
        if isinstance(one, S.Density) and isinstance(two, S.Density) and one.bare and two.bare:
            swaps[one.letter] = two.letter
        elif isinstance(two, S.Density) and two.bare:
            return None  # F[q] beside an F(t): a functional, and no value of that function
        elif not is_place(one) or substituted(definition.tree, {one: two}) == definition.tree:
            return None  # it is said of this one alone, or the formula does not show where it stands
        else:
            swaps[one] = two
    return swaps


def substituted(node: S.Node, swaps: dict) -> S.Node:
    """The tree with nodes replaced; density letters are replaced by name."""
    if not swaps:
        return node
    if isinstance(node, (S.Symbol, S.Index)) and node in swaps:
        return swaps[node]
    if isinstance(node, S.Index) and node.raised and PARAMETERS.match(name_of(node.base) or ""):
        return node  # theta^{(t)} is a thing of its own, whatever theta is
    if isinstance(node, S.BigOperator) and (names := renamed_for(node, swaps)):
        inner = ("body", "condition", "domain", "indices")
        parts = {part: getattr(node, part) for part in inner}
        node = replace(node, **{part: put_in(value, names, substituted) for part, value in parts.items()})
    node = S.mapped(node, lambda part: substituted(part, swaps))
    if not isinstance(node, S.Density):
        return node
    tags = [
        tag_text(new)
        for old, new in swaps.items()
        if node.subscript and isinstance(old, S.Node) and same_tag(node.subscript, tag_text(old))
    ]
    letter, subscript = swaps.get(node.letter, node.letter), next(reversed(tags), node.subscript)
    if (letter, subscript) == (node.letter, node.subscript):
        return node
    return replace(node, letter=letter, subscript=subscript)

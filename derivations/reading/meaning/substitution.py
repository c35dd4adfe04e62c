"""Names that are defined, and trees with other trees put in for their arguments."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import base, plain


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
    index = node.indices if isinstance(node, S.Index) else ()
    inner = base(node)
    if isinstance(inner, S.Apply):
        return plain(inner.function), inner.arguments, index, inner.parameters
    if isinstance(inner, S.Symbol):
        return plain(inner.name), (), index, ()
    return "", (), (), ()


def match_arguments(wanted, given, definition, arguments):
    """The substitution that takes the definition's arguments to these; None if they cannot be matched."""
    if not given or not wanted:
        return {} if not given or not arguments else None
    if len(wanted) != len(given):
        return None
    swaps = {}
    for one, two in zip(wanted, given, strict=True):
        if one == two:
            continue
        if isinstance(one, (S.Symbol, S.Index)):
            swaps[one] = two
        elif isinstance(one, S.Density) and isinstance(two, S.Density) and one.bare and two.bare:
            swaps[one.letter] = two.letter
        else:
            return None
    return swaps


def tag_text(node: S.Node) -> str:
    """A node as the text a subscript is compared by: letters, digits and signs, no brackets."""
    if isinstance(node, S.Symbol):
        return plain(node.name)
    if isinstance(node, S.Number):
        return node.text
    if isinstance(node, S.Add):
        parts = [tag_text(t) for t in node.terms]
        return "".join(p if p.startswith("-") or not k else "+" + p for k, p in enumerate(parts))
    if isinstance(node, S.Neg):
        return "-" + tag_text(node.operand)
    if isinstance(node, S.Index):
        return f"{tag_text(node.base)}{'^' if node.raised else '_'}{','.join(map(tag_text, node.indices))}"
    return S.outline(node)


def squeezed(tag: str) -> str:
    """A tag or name without brackets and braces, as it is compared."""
    return re.sub(r"[\s{}()\[\],]", "", tag)


def same_tag(one: str, two: str) -> bool:
    return re.sub(r"[\s{}()\[\]]", "", one) == re.sub(r"[\s{}()\[\]]", "", two)


def substituted(node, swaps: dict):
    """The tree with nodes replaced; density letters are replaced by name."""
    if not swaps:
        return node
    if isinstance(node, tuple):
        return tuple(substituted(part, swaps) for part in node)
    if not isinstance(node, S.Node):
        return node
    if isinstance(node, (S.Symbol, S.Index)) and node in swaps:
        return swaps[node]
    changes = {}
    if is_dataclass(node):
        for item in fields(node):
            if item.name == "span":
                continue
            value = getattr(node, item.name)
            new = substituted(value, swaps) if isinstance(value, (tuple, S.Node)) else value
            if new is not value:
                changes[item.name] = new
    if isinstance(node, S.Density):
        if node.letter in swaps:
            changes["letter"] = swaps[node.letter]
        for old, new in swaps.items():
            if node.subscript and isinstance(old, S.Node) and same_tag(node.subscript, tag_text(old)):
                changes["subscript"] = tag_text(new)
    return replace(node, **changes) if changes else node

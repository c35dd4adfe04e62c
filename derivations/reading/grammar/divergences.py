"""Which heads are divergences by their letters or their subscript, in whatever font, and the Jensen-Shannon one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from derivations.reading.grammar import measures
from derivations.reading.grammar.scripts import Head, Place, content_of
from derivations.reading.grammar.syntax import KL, Add, Divide, Node, Number
from derivations.reading.text.brackets import spelled
from derivations.reading.text.notation import SUBSCRIPTED_ROLES

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser

_LAYOUT = re.compile(r"\\[a-z]+|[{}\s]")  # fonts and braces


def says_kl(parser: Parser, place: Place) -> bool:
    """Whether a subscript is KL."""
    return _letters(spelled(content_of(parser, place))) == "KL"


def says_jensen_shannon(parser: Parser, head: Head) -> bool:
    """JS, JSD, D_{JS}, without other scripts."""
    if head.supers or head.primes:
        return False
    if head.sub is None:
        return _letters(head.text) in ("JS", "JSD")
    return head.text in SUBSCRIPTED_ROLES and _letters(spelled(content_of(parser, head.sub))) in ("JS", "JSD")


def _letters(text: str) -> str:
    return _LAYOUT.sub("", text).upper()


def read_jensen_shannon(parser: Parser, head: Head) -> Node:
    """`JS(p \\| q)` is KL(p || m) / 2 + KL(q || m) / 2 with the mixture m = (p + q) / 2."""
    found = measures.read_kl(parser, Head("JS", head.start))
    mixture = Divide(Add((found.left, found.right), span=found.span), Number("2"), span=found.span)
    halves = (Divide(KL(one, mixture, span=found.span), Number("2"), span=found.span)
              for one in (found.left, found.right))  # fmt: skip
    return Add(tuple(halves), span=found.span)

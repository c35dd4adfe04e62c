"""Which heads are divergences by their letters or their subscript, in whatever font, and the Jensen-Shannon one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from derivations.reading.grammar import measures
from derivations.reading.grammar.scripts import Head, Place, content_of
from derivations.reading.grammar.syntax import KL, Add, Apply, Divide, Draw, Expectation, Neg, Node, Number, Power
from derivations.reading.text.brackets import spelled
from derivations.reading.text.notation import SUBSCRIPTED_ROLES

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser

_OF_A_FAMILY = re.compile(r"[a-z]|\\(?:alpha|beta|lambda|phi|varphi|psi|gamma)")
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


def says_chi_square(parser: Parser, head: Head) -> bool:
    """\\chi^2 before a double bar, D_{\\chi^2}."""
    if head.primes or not measures.holds_double_bar(parser):
        return False
    if head.sub is None:
        squared = len(head.supers) == 1 and spelled(content_of(parser, head.supers[0])) == "2"
        return head.text == r"\chi" and squared
    return head.text in SUBSCRIPTED_ROLES and spelled(content_of(parser, head.sub)) == r"\chi^2" and not head.supers


def _letters(text: str) -> str:
    return _LAYOUT.sub("", text).upper()


def read_jensen_shannon(parser: Parser, head: Head) -> Node:
    """`JS(p \\| q)` is KL(p || m) / 2 + KL(q || m) / 2 with the mixture m = (p + q) / 2."""
    found = measures.read_kl(parser, Head("JS", head.start))
    mixture = Divide(Add((found.left, found.right), span=found.span), Number("2"), span=found.span)
    halves = (Divide(KL(one, mixture, span=found.span), Number("2"), span=found.span)
              for one in (found.left, found.right))  # fmt: skip
    return Add(tuple(halves), span=found.span)


def read_chi_square(parser: Parser, head: Head) -> Node:
    """`\\chi^2(p \\| q)` is E_q[(p / q)^2] - 1."""
    found = measures.read_kl(parser, Head("chi", head.start))
    ratio = Power(Divide(found.left, found.right, span=found.span), Number("2"), span=found.span)
    mean = Expectation((Draw((), found.right, span=found.span),), ratio, span=found.span)
    return Add((mean, Neg(Number("1"), span=found.span)), span=found.span)


def is_of_a_family(subscript: str) -> bool:
    """Whether a subscript is one letter: the f of D_f, the \\alpha of D_\\alpha."""
    return _OF_A_FAMILY.fullmatch(subscript) is not None


def read_of_a_family(parser: Parser, head: Head, subscript: str) -> Node:
    """`D_f(p \\| q)`, `D_\\alpha(p \\| q)`: what it is of two densities, the note says."""
    found = measures.read_kl(parser, Head("D", head.start))
    return Apply(f"{head.text}_{{{subscript}}}", (found.left, found.right), span=found.span)

"""Signs and arguments in braces that only group them, `\\mathbin{\\|}`, `p({z|x})`, `{\\color{red}q}(z)`, without
these."""

from __future__ import annotations

import re

_WRAPPED = re.compile(r"\\math(?:bin|rel|op|ord)\s*\{\s*(\\\||\\Vert|\\mid|\\parallel|\\vert|\|\|?)\s*\}")
_GROUPED = re.compile(r"\(\s*\{([^{}()]*[|,][^{}()]*)\}\s*\)")
_COLOURED = re.compile(
    r"(?:\{\s*\\color\s*\{[^{}]*\}|\\(?:text)?color\s*\{[^{}]*\}\s*\{)\s*(\\?[A-Za-z]+)\s*\}(?=\s*[(_^])"
)


def unwrapped(text: str) -> str:
    """The text with these braces blanked, every other sign at its place, so that offsets stay true."""
    return _GROUPED.sub(_ungrouped, _COLOURED.sub(_alone, _WRAPPED.sub(_alone, text)))


def _ungrouped(found: re.Match) -> str:
    """`({z|x})` as `( z|x )`, of the same length."""
    return found[0].replace("{", " ").replace("}", " ")


def _alone(found: re.Match) -> str:
    """`\\mathbin{\\|}` as its bar, a coloured letter as the letter, at the same place and of the same length."""
    whole, start = found[0], found.start(1) - found.start(0)
    return " " * start + found[1] + " " * (len(whole) - start - len(found[1]))

"""Signs and arguments in braces that only group them, `\\mathbin{\\|}`, `p({z|x})`, without these."""

from __future__ import annotations

import re

_WRAPPED = re.compile(r"\\math(?:bin|rel|op|ord)\s*\{\s*(\\\||\\Vert|\\mid|\\parallel|\\vert|\|\|?)\s*\}")
_GROUPED = re.compile(r"\(\s*\{([^{}()]*[|,][^{}()]*)\}\s*\)")


def unwrapped(text: str) -> str:
    """The text with these braces blanked, every other sign at its place, so that offsets stay true."""
    return _GROUPED.sub(_ungrouped, _WRAPPED.sub(_alone, text))


def _ungrouped(found: re.Match) -> str:
    """`({z|x})` as `( z|x )`, of the same length."""
    return found[0].replace("{", " ").replace("}", " ")


def _alone(found: re.Match) -> str:
    """`\\mathbin{\\|}` as its bar, at the same place and of the same length."""
    whole, start = found[0], found.start(1) - found.start(0)
    return " " * start + found[1] + " " * (len(whole) - start - len(found[1]))

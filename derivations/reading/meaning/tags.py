"""Tags of names, `\\theta` of `p_{\\theta}` or `(t)` of `x^{(t)}`, as they are compared."""

from __future__ import annotations

import re


def squeezed(tag: str) -> str:
    """A tag or name without brackets and braces; a command stays apart from its letter: `\\mathcal D`."""
    bare = re.sub(r"[\s{}()\[\],]+", " ", tag).strip()
    return re.sub(r"(\\[A-Za-z]+ (?=[A-Za-z]))| ", r"\1", bare)


def same_tag(one: str, two: str) -> bool:
    """Whether two tags are one, but for blanks and brackets; commas count."""
    return re.sub(r"[\s{}()\[\]]", "", one) == re.sub(r"[\s{}()\[\]]", "", two)

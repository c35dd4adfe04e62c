"""The note's own lines, as a chapter's opening prints them: by label, for the page to set beside what was judged."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec

_LABELLED = re.compile(r"   +(?P<text>\S.*?\S)\s{2,}(?:\(\d\)\s+)?(?P<label>\d+\.\d+)$")


def printed_lines(chapter: str) -> dict[str, str]:
    """The lines of a chapter's opening under their labels; none for a chapter that is no file of the book."""
    name = f"derivations.{chapter}"
    if not chapter.isidentifier() or find_spec(name) is None:
        return {}
    return labelled(import_module(name).__doc__ or "")


def labelled(text: str) -> dict[str, str]:
    """The indented lines of a text that end with a label of one line.

    >>> labelled("The calculation\\n    = a b     (2)   2.9\\n    all of it    2.1 - 2.3\\nsee 9.12")
    {'2.9': '= a b'}
    """
    found = {}
    for row in text.splitlines():
        line = _LABELLED.match(row)
        if line and not re.search(r"\d\s-$", line["text"]):
            found[line["label"]] = line["text"]
    return found

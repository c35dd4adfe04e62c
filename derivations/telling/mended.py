"""The repairs of a note put into its text: the change marked in its line, a unified diff, the mended copy.

Only repairs in the author's own words are put in; a repair that the rules wrote in their own notation is told and left
to the author.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable

from derivations.reading.document import Note
from derivations.reading.verdicts.judgement import Judgement


def mended(note: Note, judgements: Iterable[Judgement]) -> str:
    """The note's text with every repair that is in its author's words in place."""
    text = note.source.text
    repairs = {j.span: j.suggestion for j in judgements if j.span is not None and j.suggestion}
    for start, end in sorted(repairs, reverse=True):
        text = text[:start] + repairs[start, end] + text[end:]
    return text


def diff(note: Note, judgements: Iterable[Judgement], name: str) -> str:
    """The repairs as a unified diff of the note; empty if there is none."""
    before, after = (text.splitlines(keepends=True) for text in (note.source.text, mended(note, judgements)))
    rows = difflib.unified_diff(before, after, name, f"{name} (mended)")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def marked(old: str, new: str) -> str:
    """The new text with what was taken out in [-...-] and what was put in in {+...+}.

    >>> marked("KL(p//q)-H(p)", "KL(p//q)+H(p)")
    'KL(p//q)[---]{+++}H(p)'
    >>> marked("log x", "-log x")
    '{+-+}log x'
    """
    start = _shared(old, new)
    rest = _shared(old[start:][::-1], new[start:][::-1])
    taken, put = old[start : len(old) - rest], new[start : len(new) - rest]
    parts = (f"[-{taken}-]" if taken else "", f"{{+{put}+}}" if put else "")
    return new[:start] + "".join(parts) + new[len(new) - rest :]


def _shared(one: str, two: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))

"""The page: the verified note as one HTML file, formulas as MathML, and the same rendering for notebooks.

note_page(note, judgements, lang)         a person's own note with its verdicts, as HTML text
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from derivations.reading.note import Note
    from derivations.reading.verdicts.walk import Judgement

__all__ = ["note_page"]


def note_page(note: Note, judgements: Iterable[Judgement], lang: str = "en", reloading: bool = False) -> str:
    """The note with its verdicts as the text of one HTML file; `reloading`: one that looks for its next version."""
    from derivations.page.own_note import note_page as written  # the reader is loaded only where a note is read

    return written(note, judgements, lang, reloading)

"""Where the small worlds that refute the chapters' remarks were found once, so that no ladder is searched for them.

Nothing here is trusted. A place whose world does not refute the remark is not used: then one is looked for again.
`python -m derivations.doors.kept_worlds` looks for all of them anew and writes places.json.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from derivations.worlds.outcomes import Place

FILE = Path(__file__).with_name("places.json")


@cache
def table() -> dict[str, list]:
    """What is kept, by chapter: the place of each remark in its order, None where no world of the ladder was found."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def kept(chapter: str, k: int) -> Place | None:
    """The place kept for the k-th remark of a chapter; None if there is none."""
    places = table().get(chapter, [])
    rung, kind, seed = (places[k] if k < len(places) else None) or (-1, "", 0)
    return (rung, kind, seed) if kind else None

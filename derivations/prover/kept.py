"""Traces of the chapters' lines that were found once: they are replayed, so that nothing is searched for.

Nothing here is trusted. A trace that no longer proves its line is not used: then one is looked for again.
`python -m derivations.doors.kept_traces` looks for all of them anew and writes traces.json.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from derivations.kernel.replay import Trace

FILE = Path(__file__).with_name("traces.json")


@cache
def table() -> dict:
    """What is kept, by label: the passes of either side, and what else a trace holds."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def kept(label: str) -> Trace | None:
    """The trace kept for a line, `derivation-note`; None if there is none."""
    found = table().get(label)
    return None if found is None else as_trace(found)


def as_trace(found: dict) -> Trace:
    """A trace of the table."""
    sides = [found.get(side, ()) for side in ("left", "right")]
    if set(found) <= {"left", "right"} and all(isinstance(p, str) for side in sides for p in side):
        return Trace(*map(tuple, sides))
    from derivations.kernel.certificate import one_pass, term

    sides = [map(one_pass, side) for side in sides]
    given = {k: term(found[k]) for k in ("scale",) if k in found}
    cited, least = tuple(map(term, found.get("cited", ()))), tuple((k, term(t)) for k, t in found.get("least", ()))
    return Trace(*map(tuple, sides), cited=cited, least=least, logarithms=found.get("logarithms", False), **given)

"""`python -m derivations.doors.kept_worlds`: looks for the world of every chapter's remark, keeps where it is found."""

from __future__ import annotations

import json

from derivations.contents import load_all
from derivations.judging.verification import judge_remark
from derivations.worlds.kept import FILE
from derivations.worlds.outcomes import Refuted


def places() -> dict[str, list]:
    """For each chapter the places of its remarks' worlds, each looked for as if none were known."""
    return {
        chapter.name: [
            list(world.place) if isinstance(world, Refuted) and world.place else None
            for remark in chapter.remarks
            for world in [judge_remark(chapter, remark).verdict.counterexample]
        ]
        for chapter in load_all()
    }


def write() -> int:
    """Keep them. Returns how many there are."""
    found = places()
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in found.items())
    FILE.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")
    return sum(place is not None for row in found.values() for place in row)


if __name__ == "__main__":
    print(f"{FILE.name}: {write()} places")

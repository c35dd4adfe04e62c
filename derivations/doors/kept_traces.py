"""`python -m derivations.doors.kept_traces`: looks for the trace of every chapter line and keeps it (prover/kept)."""

from __future__ import annotations

import json

from derivations.contents import load_all
from derivations.kernel.replay import Trace
from derivations.kernel.terms import ONE
from derivations.prover.certificates import packed, packed_pass
from derivations.prover.kept import FILE, table


def as_record(trace: Trace) -> dict:
    """A trace for the table, without what is empty."""
    record = {
        "left": list(map(packed_pass, trace.left)), "right": list(map(packed_pass, trace.right)),
        "cited": list(map(packed, trace.cited)),
        "least": [[k, packed(t)] for k, t in trace.least], "logarithms": trace.logarithms,
        "scale": None if trace.scale == ONE else packed(trace.scale),
    }  # fmt: skip
    return {k: v for k, v in record.items() if v}


def write() -> int:
    """Look for the trace of every chapter line, and keep it. Returns how many there are."""
    FILE.unlink(missing_ok=True)
    table.cache_clear()
    found = {
        f"{derivation.name}-{step.note}": as_record(verdict.proof.shown.trace)
        for chapter in load_all()
        for derivation in chapter.derivations
        for (_, step), verdict in zip(derivation.lines(), derivation.verdicts(), strict=True)
        if verdict.holds
    }
    rows = ",\n".join(f"{json.dumps(label)}: {json.dumps(record)}" for label, record in found.items())
    FILE.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")
    return len(found)


if __name__ == "__main__":
    print(f"{FILE.name}: {write()} traces")

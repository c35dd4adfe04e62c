"""One hostile note through everything that `check` does, in a process of its own with hard limits; many of them."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from derivations.page.own_note import note_page
from derivations.reading.note import load_text
from derivations.reading.text.printable import ACTING
from derivations.reading.verdicts.walk import Judge
from derivations.telling.note_report import document, report
from derivations.telling.wording import Wording
from tests.fuzz.active_content import active_content
from tests.fuzz.hostile_notes import Hostile, hostile_note

SECONDS, SECONDS_FOR_EACH_STEP = 10.0, 0.03
MEGABYTES = 500
PLAIN_MEGABYTES = 100  # of a process that has imported the program and has read nothing
HARD_SECONDS, HARD_MEGABYTES = 60, 2_000
ACTS = {chr(code) for code in ACTING} - set("\n\t")
CLEAN = "clean"


@dataclass(frozen=True)
class Outcome:
    """What became of a note: `trouble` is CLEAN, or what went wrong; processor seconds, megabytes, relation signs."""

    number: int
    kind: str
    trouble: str
    seconds: float = 0.0
    megabytes: float = 0.0
    steps: int = 0


def judged(note: Hostile, page: bool) -> tuple[str, int, str]:
    """(trouble or CLEAN, relation signs, the page or ""): the note read, judged and told in every form."""
    try:
        read = load_text(note.content, f"note{note.suffix}")
    except ValueError as refused:  # no text: one clear line
        return (CLEAN if str(refused).count("\n") == 0 else f"a refusal of several lines: {refused!r}"), 0, ""
    judgements = Judge(read).run()
    told = [json.dumps(document("note", read, judgements, Wording("en")), ensure_ascii=False)]
    told += ["\n".join(report("note", read, judgements, Wording(language), 0)) for language in ("en", "zh")]
    html = note_page(read, judgements) if page else ""
    acting = ACTS & set().union(*map(set, (*told, html)))
    return (f"characters that act: {sorted(acting)!r}" if acting else CLEAN), len(judgements), html


def in_this_process(note: Hostile, page: bool) -> dict:
    """Everything of an `Outcome` that can be seen from inside."""
    started, inherited = time.process_time(), resident()
    try:
        trouble, steps, html = judged(note, page)
    except MemoryError:
        trouble, steps, html = "MemoryError", 0, ""
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        where = " < ".join(f"{os.path.basename(f.filename)}:{f.lineno}" for f in reversed(frames))
        trouble, steps, html = f"{type(error).__name__}: {str(error)[:120]} at {where}", 0, ""
    seconds = time.process_time() - started
    megabytes = PLAIN_MEGABYTES + resident() - inherited  # a test's process may hold much that is not the note's
    if trouble == CLEAN and seconds > SECONDS + SECONDS_FOR_EACH_STEP * steps:
        trouble = f"{seconds:.1f} s of processor time for {steps} steps"
    if trouble == CLEAN and megabytes > MEGABYTES:
        trouble = f"{megabytes:.0f} MB"
    if trouble == CLEAN and html:  # what the looking takes is not the note's
        found = active_content(html)
        trouble = f"active content: {found}" if found else CLEAN
    return {"trouble": trouble, "seconds": seconds, "megabytes": megabytes, "steps": steps}


def resident() -> float:
    """The most memory that this process has held so far, what it was forked with included, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def start(note: Hostile, page: bool) -> tuple[int, int]:
    """(process id, where its outcome can be read from) of a process of its own."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    try:
        os.close(reading)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CPU, (HARD_SECONDS, HARD_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (HARD_MEGABYTES << 20, HARD_MEGABYTES << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.write(writing, json.dumps(in_this_process(note, page)).encode()[:4000])
    finally:
        os._exit(0)


def outcomes(
    seed: int, numbers: Iterable[int], jobs: int = 1, kinds: tuple[str, ...] = (), page_of_every: int = 10
) -> Iterator[Outcome]:
    """What becomes of the notes of these numbers, as they end, `jobs` at a time; every so many-th as a page too."""
    waiting, running = iter(numbers), {}
    while True:
        while len(running) < jobs and (number := next(waiting, None)) is not None:
            note = hostile_note(seed, number, kinds)
            process, pipe = start(note, number % page_of_every == 0)
            running[pipe] = (process, number, note.kind)
        if not running:
            return
        for pipe in select.select(list(running), [], [])[0]:
            process, number, kind = running.pop(pipe)
            with os.fdopen(pipe, "rb") as file:
                said = file.read()
            _, status = os.waitpid(process, 0)
            if said:
                yield Outcome(number, kind, **json.loads(said))
            else:
                ended = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"status {status}"
                yield Outcome(number, kind, f"the process was ended: {ended}", HARD_SECONDS)

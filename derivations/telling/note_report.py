"""A judged note told: the JSON of the contract, and the verdicts as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from derivations.printing.printing import to_latex
from derivations.reading.document import Note
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.counted import counted
from derivations.telling.explained import COLOURS, explained
from derivations.telling.layout import PLAIN, Layout
from derivations.telling.places import place, said, told
from derivations.telling.report import SIGNS
from derivations.telling.wording import Wording
from derivations.telling.work import records, texts, work_of
from derivations.telling.wrapping import display_width

VERDICTS = ("proved", "refuted", "doubtful", "consistent", "definition", "unread")


def document(source: str, note: Note, judgements: list[Judgement], wording: Wording) -> dict:
    """The JSON of the contract (schema 2)."""
    counts = Counter(j.verdict for j in judgements)
    return {
        "schema": 2,
        "source": source,
        "steps": [entry(note, j, wording) for j in judgements],
        "warnings": [{**place(note, w.line), "column": w.column, "message": w.message} for w in note.warnings],
        "summary": summary(counts),
    }


def summary(counts: Mapping[str, int]) -> dict[str, int]:
    """How many steps there are, and how many of each verdict."""
    return {"steps": sum(counts.values()), **{v: counts.get(v, 0) for v in VERDICTS}}


def summed_up(counts: Mapping[str, int], wording: Wording) -> str:
    """`31 steps: 27 proved, ...`."""
    steps = sum(counts.values())
    total = wording.pick(counted(steps, "step"), f"{steps} 步")
    return f"{total}: " + ", ".join(f"{counts.get(v, 0)} {wording.say(v)}" for v in VERDICTS)


def entry(note: Note, j: Judgement, wording: Wording) -> dict:
    """One step of the JSON."""
    made = {
        **place(note, j.line), "column": j.column, "relation": j.relation, "kind": j.kind, "verdict": j.verdict,
        "reasons": [wording.say(r) for r in j.reasons], "scale": str(j.scale),
        "dropped": "" if j.dropped == 0 else to_latex(j.dropped),
        "assumes": [wording.say(said(note, a)) for a in j.assumes],
        "left": j.left, "right": j.right, "message": wording.say(said(note, j.message)),
        **records(work_of(j.proof), wording),
    }  # fmt: skip
    if j.suggestion:
        made["suggestion"] = j.suggestion
    made["reading"] = [wording.say(r) for r in j.reading]
    made["not_understood"] = [{**place(note, u.line), "text": u.text} for u in j.not_understood]
    if j.counterexample is not None:
        made["world"] = getattr(j.counterexample, "details", {})
        made["values"] = [j.counterexample.left_value, j.counterexample.right_value]
    return made


def report(
    source: str, note: Note, judgements: list[Judgement], wording: Wording, seed: int, steps: bool = False,
    layout: Layout = PLAIN,
) -> Iterator[str]:  # fmt: skip
    """The verdicts as text: a line for each step (with `steps` its worked lines below it), then what needs the
    author's eye, then one summary line."""
    say = wording.say
    yield layout.joined([("bold", source), ("", f"   (seed {seed})")])
    for j in judgements:
        because = (
            ", ".join(map(say, j.reasons))
            if j.reasons
            else ("" if j.verdict == "refuted" else say(said(note, j.message)))
        )
        place = f"{note.source.label(j.line):>5}:{j.column:<4}{j.relation:<12}"
        rest = f" {because}"[: (layout.width or 200) - display_width(place) - 12]
        yield layout.joined([("", place), (COLOURS[j.verdict], f"{say(j.verdict):<11}"), ("", rest)])
        for text in texts(work_of(j.proof), wording, SIGNS) if steps else ():
            yield layout.joined([("", f"{'':>24}{text}")])
    troubled = [j for j in judgements if j.verdict not in ("proved", "definition") or (j.message and j.scale != 1)]
    for j in troubled:
        yield ""
        yield from explained(source, note, j, wording, layout)
    for w in note.warnings:
        yield ""
        yield from layout.broken(say(w.message), first=f"{told(note, w.line, w.column, source)}: {say('warning')}: ")
        yield from (layout.joined([("", f"    {row}")]) for row in w.excerpt.split("\n"))
    counts = Counter(j.verdict for j in judgements)
    yield ""
    if not judgements:
        yield wording.pick(
            "nothing was judged: no displayed formula with a relation sign was found; formulas in a sentence declare",
            "没有可判定的内容：未找到含关系符号的独立公式；句中的公式只作声明",
        )
    yield summed_up(counts, wording)

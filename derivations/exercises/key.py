"""The answers to a worksheet: for each slip its line, the repair, and the world that shows it; for each box a line."""

from __future__ import annotations

from derivations.exercises.judged import Judged, Place, judged
from derivations.exercises.planting import Slip
from derivations.exercises.wording import WORDS
from derivations.exercises.worksheet import HEAD, Worksheet, original_side
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.wording import Wording


def key_of(sheet: Worksheet, title: str, seed: int, say: Wording) -> str:
    """The key as Markdown."""
    here = judged(sheet.text, sheet.file)
    parts = [f"<!-- {HEAD}key, seed {seed} -->", f"# {say.pick(*WORDS['key']).format(title)}"]
    slips = sorted(sheet.slips, key=lambda slip: slip.place)
    parts += [about_slip(k, slip, sheet, here, say) for k, slip in enumerate(slips, 1)]
    parts += [about_blank(k, place, sheet, here, say) for k, place in enumerate(sheet.blanks, 1)]
    return "\n\n".join(parts) + "\n"


def about_slip(number: int, slip: Slip, sheet: Worksheet, here: Judged, say: Wording) -> str:
    word = {name: say.pick(*WORDS[name]) for name in WORDS}
    step = here.steps[slip.place]
    sign = here.sign(slip.place).sign
    stands, right = f"{sign} {step.right}", f"{sign} {original_side(sheet, slip.place)}"
    if slip.turned:
        right = f"{slip.change[0]} {original_side(sheet, slip.place)}"
    rows = [
        f"## {word['slip'].format(number, here.label(slip.place))}",
        f"- {word['kind']}: {say.say(slip.kind)}",
        f"- {word['stands']}: ${stands}$",
        f"- {word['right']}: ${right}$",
        f"- {word['world']}: {say.say(world_of(step))}",
    ]
    found = step.counterexample
    if found is not None:
        rows.append(f"- {word['values']}: {found.left_value}; {found.right_value}")
    for place in sorted(slip.carried):
        rows.append(f"- {word['carried'].format(here.label(place))}: ${original_side(sheet, place)}$")
    return "\n".join(rows[:1]) + "\n\n" + "\n".join(rows[1:])


def world_of(step: Judgement) -> str:
    """The world that refutes a step, in words."""
    return getattr(step.counterexample, "description", "") or step.message


def about_blank(number: int, place: Place, sheet: Worksheet, here: Judged, say: Wording) -> str:
    heading = say.pick(*WORDS["blank"]).format(number, here.label(place))
    one = say.pick(*WORDS["one answer"])
    return f"## {heading}\n\n- {one}: ${here.sign(place).sign} {original_side(sheet, place)}$"

"""The person's note as the reader understands it, side by side with the lines of the chapters that say the same."""

from __future__ import annotations

from functools import cache

from places import NOTES
from sympy import Expr, Function, Symbol
from sympy.core.function import AppliedUndef

from derivations.contents import load_all
from derivations.elbo import loss
from derivations.gaussian_likelihood import gaussian_decoder
from derivations.language import words as L
from derivations.reading.note import load_note
from derivations.reading.verdicts.walk import Judge

PERSONS_NOTE = NOTES / "vae-note-displays.md"

# (label, what it says) -> (line of the note's displays, which side of that line's chain: 0 is the chain's first)
SAME = {
    ("1.1", "start"): (20, 0), ("1.1", "line"): (20, 1), ("1.2", "line"): (21, 2), ("1.3", "line"): (22, 3),
    ("1.4", "line"): (23, 4), ("1.5", "line"): (24, 5), ("1.6", "line"): (25, 6), ("1.7", "line"): (26, 7),
    ("1.8", "line"): (28, 8), ("1.9", "line"): (30, 9), ("2.9", "loss"): (35, 1), ("2.1", "line"): (39, 1),
    ("2.2", "line"): (45, 1), ("2.3", "line"): (46, 2), ("2.4", "line"): (47, 3), ("2.5", "line"): (48, 4),
    ("2.6", "line"): (49, 5), ("2.7", "line"): (50, 6), ("2.8", "line"): (50, 7), ("4.1", "start"): (59, 0),
    ("4.1", "line"): (59, 1), ("4.2", "start"): (63, 0), ("4.2", "line"): (63, 1), ("5.1", "start"): (68, 0),
    ("5.1", "line"): (68, 1), ("5.2", "line"): (69, 2), ("5.3", "start"): (74, 0), ("5.3", "line"): (74, 1),
    ("6.1", "start"): (84, 0), ("6.1", "line"): (84, 1), ("6.2", "start"): (91, 0), ("6.2", "line"): (91, 1),
    ("6.3", "line"): (92, 2), ("7.1", "start"): (98, 0), ("7.2", "line"): (99, 2),
}  # fmt: skip
# What stands to the left of the note's signs: names for what chapters write out, and a density that one takes as given.
NAMED = (
    (("2.9", "loss"), (35, 0)), (("2.1", "line"), (39, 0)), (("2.1", "line"), (45, 0)),
    (("6.1", "given density"), (80, 0)), (("6.1", "its formula"), (80, 1)),
)  # fmt: skip
SIGN_LOST = ("7.1", "line"), (98, 1)
ONE_DRAW = ("7.3", "line"), (101, 3)
NAMES = {"mu_p": r"\mu", "sigma_p": r"\sigma", "mu": r"\mu", "sigma": r"\sigma"}


class Places(Judge):
    """Keeps every side of the note as it means at its place, where its names have the meaning of that line."""

    def __init__(self):
        self.sides: dict[tuple[int, int], Expr] = {}
        super().__init__(load_note(PERSONS_NOTE), mend=False)

    def follow(self, index, place, done):
        chain = self.note.chains[index]
        for k in (place, place + 1) if place == 0 else (place + 1,):
            meaning = self.elaborate(index, chain.sides[k].tree)
            self.sides[(chain.relations[max(k - 1, 0)].line, k)] = meaning.expression
        super().follow(index, place, done)


@cache
def note_sides() -> dict[tuple[int, int], Expr]:
    judge = Places()
    judge.run()
    return judge.sides


@cache
def chapter_lines() -> dict[tuple[str, str], Expr]:
    """(label, 'line') -> right side, (label, 'start') -> what the derivation starts from."""
    found = {}
    for chapter in load_all():
        for derivation in chapter.derivations:
            found[(derivation.steps[0].note, "start")] = derivation.start
            for step in derivation.steps:
                found[(step.note, "line")] = step.right
    found[("2.9", "loss")] = loss
    found[("6.1", "given density")], found[("6.1", "its formula")] = gaussian_decoder.density, gaussian_decoder.formula
    return found


def renamed(chapter_side: Expr, note_side: Expr) -> Expr:
    """The chapter's expression with the note's names for its functions, symbols and variables."""
    variables = {v.name: v for v in note_side.atoms(L.RandomVariable)}
    swaps = {Symbol("sigma_g", positive=True): Symbol(r"\sigma_{g}", positive=True)}
    swaps |= {v: variables[v.name] for v in chapter_side.atoms(L.RandomVariable) if v.name in variables}
    functions = {
        f: Function(NAMES[type(f).__name__], **assumed(note_side, NAMES[type(f).__name__]))(*f.args)
        for f in chapter_side.atoms(AppliedUndef)
        if type(f).__name__ in NAMES
    }
    return chapter_side.xreplace(functions).xreplace(swaps)


def assumed(note_side: Expr, name: str) -> dict:
    """What the note's function of that name is known to be: real, positive."""
    for f in note_side.atoms(AppliedUndef):
        if type(f).__name__ == name:
            return dict(f.func._kwargs)
    return {}

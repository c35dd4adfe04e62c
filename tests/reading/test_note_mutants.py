"""Slips in the text of the right lines of the corpus: a mutant that a world shows false is refuted, none is proved.

A mutant is judged in its place: the note is read up to the line, and then the changed line in place of the line. What
is true of a mutant is asked of other worlds than the judge's, and more of them; a mutant that is proved must agree
with all of them (many slips leave a line true: a factor before 0, q(z) for p(z) where log p(x) is averaged).
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from note_mutants import Slip, slips
from places import NOTES

from derivations.judging.claim import Claim, in_worlds
from derivations.judging.proofs import PROPORTIONAL
from derivations.reading.manuscript import Manuscript
from derivations.reading.meaning.naming import tidy
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.note import Note, _Reader, load_note, read_note
from derivations.reading.text import chains, macros
from derivations.reading.verdicts.deciding import decide_step
from derivations.reading.verdicts.draws import single_draws
from derivations.reading.verdicts.freedom import free_of, free_under
from derivations.reading.verdicts.judgement import SIGNS, Judgement, Meaning
from derivations.reading.verdicts.proportional import varying_in
from derivations.reading.verdicts.refuting import guard
from derivations.reading.verdicts.walk import BEYOND, Judge
from derivations.worlds.counterexample import compare
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Refuted

PERSONS_NOTE = NOTES / "vae-note-displays.md"
FOLDERS = ("seen", "heldout", "fresh", "later")
CORPUS = sorted(p for folder in FOLDERS for p in (NOTES / folder).iterdir() if p.suffix in {".md", ".tex"})
REVERSED = {"<=": ">=", ">=": "<="}
# Said of a step that no world is asked about: whether an optimum is reached, an approximation without samples.
UNDECIDED = ("no proof that this optimum", "a bound on an optimum", "an approximation without")
OTHER_WORLDS = 1000


@dataclass(frozen=True)
class Mutant:
    """A line with a slip, the judge's verdict on it, and whether other worlds show it to be false."""

    line: int
    slip: Slip
    verdict: str
    false: bool
    message: str


class MutatingJudge(Judge):
    """Judges a note and, after each line that is right and proved, the line's mutants in its place."""

    doubts = False  # whether a mutant that fails may be doubtful, as in a note that is judged whole

    def __init__(self, note: Note, right: set[tuple[int, str]], most: int | None = None):
        super().__init__(note)
        self.written, self.right, self.most = note, right, most
        self.mutants: list[Mutant] = []

    def follow(self, index: int, place: int, done: Judgement) -> None:
        if done.verdict == "proved" and (done.line, done.relation) in self.right:
            self.judge_mutants(index, place, done)
        super().follow(index, place, done)

    def judge_mutants(self, index: int, place: int, done: Judgement) -> None:
        chain = self.written.chains[index]
        side, sign = chain.sides[place + 1], SIGNS[chain.relations[place].name]
        made = slips(self.written, side)
        if sign in REVERSED:
            made.append(Slip("inequality reversed", side.latex))
        if self.most is not None:
            random.Random(f"{self.written.source.name.rsplit('/', 1)[-1]} {done.line}").shuffle(made)
            made = made[: self.most]
        for slip in made:
            asked = REVERSED[sign] if slip.kind == "inequality reversed" else sign
            self.mutants.append(self.judge_mutant(index, place, asked, slip, done.line))

    def judge_mutant(self, index: int, place: int, sign: str, slip: Slip, line: int) -> Mutant:
        out, optima = Judgement(line, 0, sign, at=(index, place)), dict(self.optimum_of_chain)
        try:
            left, side = self.meaning(index, place), self.read_side(slip.text)
            if not side.read:
                raise Unreadable(side.tree.message, self.note.chains[index].sides[place].tree)
            right = self.elaborate(index, tidy(side.tree))
            if sign == "~":
                right = single_draws(self, left, right)
            decide_step(self, left, sign, right, out, repair=False)
            if self.doubts:
                guard(self, out)
        except (Unreadable, *BEYOND) as error:
            return Mutant(line, slip, "unread", False, str(error))
        finally:
            self.optimum_of_chain = optima
        false = out.verdict == "refuted" or self.false_elsewhere(out, right)
        return Mutant(line, slip, out.verdict, false, out.message)

    def read_side(self, text: str):
        """A side as the note's own notation reads it."""
        reader = _Reader(f"0 = {text}", Manuscript("mutant.md", f"0 = {text}"))
        reader.notation, reader.room = self.written.notation, 10_000
        own, _ = macros.definitions(self.written.source.text)
        found = chains.split_chains(macros.tokens_of(f"0 = {text}", 0, own))
        if len(found) != 1 or len(found[0].sides) != 2:
            raise Unreadable("no longer one formula", self.note.chains[0].sides[0].tree)
        return reader.chain(found[0], 0, None).sides[1]

    def false_elsewhere(self, out: Judgement, right: Meaning) -> bool:
        """Whether worlds that the judge has not seen, and more of them, show the step to be false."""
        if not out.expressions or out.message.startswith(UNDECIDED):
            return False
        left, sign, other, facts = out.expressions
        constants = {s: 0 for s in (left - other).free_symbols if s.name.startswith("constant:")}
        if sign == "min" or constants:
            free = free_of(self, self.varied) if constants else free_under(self, right)
            outcome = compare_objectives(
                left.xreplace(constants), other.xreplace(constants), free, facts=facts, seed=OTHER_WORLDS
            )
        elif sign == "∝":
            about = varying_in(self, left)
            outcome = in_worlds(Claim(left, other, "=", PROPORTIONAL, facts, about=about), False) if about else None
        else:
            outcome = compare(left, other, facts, sign, finite=12, gaussian=6, seed=OTHER_WORLDS)
        return isinstance(outcome, Refuted)


def right_signs(path: Path) -> set[tuple[int, str]]:
    """(line, sign) of the steps that hold; signs that share a line and disagree are left out."""
    labels = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    wrong = {(label["line"], label["relation"]) for label in labels if not label["holds"]}
    return {(label["line"], label["relation"]) for label in labels} - wrong


def mutants_of(path: Path, most: int | None = None) -> list[Mutant]:
    judge = MutatingJudge(load_note(path), right_signs(path), most)
    judge.run()
    return judge.mutants


def shown(path: Path, mutant: Mutant) -> str:
    text = " ".join(mutant.slip.text.split())
    return f"{path.name}:{mutant.line}: {mutant.slip.kind}: {mutant.verdict}: {text} ({mutant.message[:100]})"


def refuse(paths: list[Path], most: int | None) -> tuple[Counter, Counter]:
    """Counts by verdict and by kind of slip; fails if a mutant that a world shows false is called proved."""
    counts, kinds, proved, missed = Counter(), Counter(), [], []
    for path in paths:
        for mutant in mutants_of(path, most):
            counts["made"] += 1
            counts[mutant.verdict] += 1
            counts["false"] += mutant.false
            kinds[mutant.slip.kind] += 1
            if mutant.false and mutant.verdict == "proved":
                proved.append(shown(path, mutant))
            elif mutant.false and mutant.verdict != "refuted":
                missed.append(shown(path, mutant))
    assert not proved, "false, and called proved:\n" + "\n".join(proved)
    counts["missed"] = len(missed)
    print("\n".join(missed))
    return counts, kinds


def said(counts: Counter) -> str:
    keys = ("made", "false", "refuted", "missed", "proved", "consistent", "unread")
    return "mutants of right lines: " + ", ".join(f"{counts[key]} {key}" for key in keys)


QUICK_NOTES = [p for p in CORPUS if p.stem[:2] in {"02", "05", "06", "08", "13", "20", "27", "31"}]


@pytest.mark.slow
def test_a_slip_in_a_right_line_of_two_notes_is_refuted():
    counts, kinds = refuse([p for p in CORPUS if p.stem[:2] in {"08", "13"}], most=1)
    assert counts["made"] >= 25 and len(kinds) >= 8
    assert counts["refuted"] == counts["false"] >= 0.6 * counts["made"]


@pytest.mark.slow
def test_a_slip_in_a_right_line_is_refuted(capsys):
    """Two slips a line in eight notes and the person's own."""
    counts, kinds = refuse([*QUICK_NOTES, PERSONS_NOTE], most=2)
    with capsys.disabled():
        print("\n" + said(counts))
    assert counts["made"] >= 240 and len(kinds) >= 12
    assert counts["refuted"] >= 0.98 * counts["false"]
    assert counts["false"] >= 0.75 * counts["made"]


@pytest.mark.sweep
@pytest.mark.parametrize("folder", ["seen", "heldout", "fresh", "later"])
def test_no_slip_in_a_line_of_any_note_is_proved(folder, capsys):
    """One slip in each right line of every note."""
    counts, kinds = refuse([p for p in CORPUS if p.parent.name == folder], most=1)
    with capsys.disabled():
        print(f"\n{folder}: {said(counts)}")
    assert counts["made"] >= 100 and len(kinds) >= 8


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("folders", "made", "kinds", "refuted"),
    [(("seen", "heldout"), 7000, 20, 0.99), (("fresh", "later"), 6000, 20, 0.98)],
    ids=["first corpus", "later authors"],
)
def test_every_slip_in_every_right_line_is_refuted(folders, made, kinds, refuted, capsys):
    """All slips in all places of all notes: thousands, of all kinds; none that a world shows false is proved."""
    own = [PERSONS_NOTE] if "seen" in folders else []
    counts, found = refuse([*(p for p in CORPUS if p.parent.name in folders), *own], most=None)
    with capsys.disabled():
        print("\n" + said(counts) + "\n" + ", ".join(f"{kind} {number}" for kind, number in found.most_common()))
    assert counts["made"] >= made and len(found) >= kinds
    assert counts["refuted"] >= refuted * counts["false"]
    assert counts["unread"] <= 0.05 * counts["made"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [p for p in CORPUS if p.stem[:2] in {"02", "06", "13", "27", "31"}], ids=lambda path: path.stem
)
def test_a_mutant_in_its_place_gets_the_verdict_of_the_whole_note(path: Path):
    """The shortcut (one line judged again) against the long way (the note rewritten and judged from its start)."""
    note = load_note(path)
    judge = MutatingJudge(note, right_signs(path), most=1)
    judge.doubts = True
    judge.run()
    text, compared = note.source.text, 0
    for mutant in judge.mutants:
        sides = [
            chain.sides[place + 1]
            for chain in note.chains
            for place, relation in enumerate(chain.relations)
            if relation.line == mutant.line
        ]
        if len(sides) != 1 or mutant.slip.kind == "inequality reversed" or mutant.verdict == "unread":
            continue
        changed = text[: sides[0].span[0]] + mutant.slip.text + text[sides[0].span[1] :]
        whole = Judge(read_note(changed, path.name), mend=False).run()  # as the shortcut: by worlds alone
        (found,) = (j for j in whole if j.line == mutant.line)
        if found.verdict != "unread":  # a \left stands before a side: what is put there parts it from its bracket
            assert found.verdict == mutant.verdict, shown(path, mutant)
            compared += 1
    assert compared >= 3

"""Worksheets of chapters and notes: every slip refuted, every other line still holding, the key's repairs proved."""

from functools import cache

import pytest
from persons_note import PERSONS_NOTE

from derivations.contents import CHAPTERS, load
from derivations.exercises.carrying import with_sides
from derivations.exercises.grading import grade
from derivations.exercises.judged import judged
from derivations.exercises.key import key_of
from derivations.exercises.planting import Planted, Slip, adds_up, cancels
from derivations.exercises.worksheet import BLANK, TooMany, Worksheet, make, of_chapter, of_note, original_side
from derivations.reading.note import load_note, read_note
from derivations.telling.wording import Wording

# What a sheet of a chapter may ask for: (slips, blanks). Some chapters have few lines that the reader proves.
ASKED = {chapter: (1, 0) if chapter == "backpropagation" else (2, 1) for chapter in CHAPTERS}
ASKED |= {"sampled_reconstruction": (2, 0), "vae_loss": (1, 0), "gaussian_kl": (2, 0), "objectives": (2, 0)}


@cache
def source(chapter: str, language: str = "en"):
    return of_chapter(load(chapter), Wording(language))


@cache
def sheet(chapter: str, seed: int, language: str = "en") -> Worksheet:
    return make(source(chapter, language), *ASKED[chapter], seed, Wording(language))


def outcomes(worksheet: Worksheet, text: str) -> list[str]:
    marks = grade(read_note(worksheet.text, worksheet.file), read_note(text, worksheet.file))
    return [mark.outcome for mark in marks]


def repaired(worksheet: Worksheet, otherwise: bool = False) -> str:
    """The worksheet with what its key says put in; or with the slips' lines in other words."""
    chains = read_note(worksheet.text, worksheet.file).chains
    sides = {(c, k): original_side(worksheet, (c, k)) for c, row in enumerate(chains) for k in range(len(row.sides))}
    if otherwise:
        for slip in worksheet.slips:
            if not slip.turned:
                sides[slip.place] = in_two_halves(sides[slip.place])
    text = with_sides(worksheet.text, worksheet.file, sides)
    for slip in worksheet.slips:
        if slip.turned:
            start, end = read_note(text, worksheet.file).chains[slip.place[0]].relations[slip.place[1] - 1].span
            text = text[:start] + slip.change[0] + text[end:]
    return text


def in_two_halves(latex: str) -> str:
    r"""A value written as two halves of it, inside of a `\min` where there is one."""
    head, tail = r"\min \left\{ ", r" \right\}"
    if latex.startswith(head):
        return head + in_two_halves(latex.removeprefix(head).removesuffix(tail)) + tail
    return rf"\frac{{1}}{{2}} \left( {latex} \right) + \frac{{1}}{{2}} \left( {latex} \right)"


def is_sound(worksheet: Worksheet) -> None:
    """All that a worksheet promises, from its text alone."""
    here = judged(worksheet.text, worksheet.file, mend=True)  # as `check` reads it, with everything it does
    slips, boxes = {slip.place for slip in worksheet.slips}, set(worksheet.blanks)
    assert set(here.refuted()) == slips
    beside = {(c, k + more) for c, k in boxes for more in (0, 1)}
    assert all(here.holds(p) for p in here.steps if p not in slips | beside)
    assert {p for p in here.steps if BLANK.fullmatch(here.side(p).latex)} == boxes
    assert not beside & slips
    mended = judged(repaired(worksheet), worksheet.file)
    assert all(map(mended.holds, mended.steps))
    for slip in worksheet.slips:
        assert here.steps[slip.place].counterexample is not None
        assert len([s for s in worksheet.slips if s.place == slip.place]) == 1


def is_graded_rightly(worksheet: Worksheet, otherwise: bool = True) -> None:
    slips, boxes = len(worksheet.slips), len(worksheet.blanks)
    untouched = outcomes(worksheet, worksheet.text)
    assert sorted(untouched) == sorted(["not found"] * slips + ["not filled"] * boxes)
    for text in {repaired(worksheet), repaired(worksheet, otherwise)}:
        assert sorted(outcomes(worksheet, text)) == sorted(["found"] * slips + ["filled"] * boxes)


SMALL = r"""$$
\begin{align}
\mathrm{KL}[p(x) \| q(x)] &= \int p(x) \log \frac{p(x)}{q(x)} \,dx \\
&= \int p(x) \log p(x) \,dx - \int p(x) \log q(x) \,dx \\
&= -H[p(x)] - \int p(x) \log q(x) \,dx
\end{align}
$$

$$
-\mathrm{KL}[p(x) \| q(x)] = \int p(x) \log \frac{q(x)}{p(x)} \,dx
= \mathbb{E}_{x \sim p(x)}[\log q(x) - \log p(x)] \le 0
$$

$$
\log p(x) = \log \int p(x|z) \,dz
$$
"""


@cache
def small() -> Worksheet:
    return make(of_note(read_note(SMALL, "small.md")), 2, 1, 1, Wording("en"))


def test_a_worksheet_is_sound():
    is_sound(small())


def test_a_worksheet_is_graded_rightly():
    is_graded_rightly(small())


def test_what_is_false_in_a_note_is_left_out_of_its_worksheets():
    assert "p(x|z)" not in small().text and "small.md" in small().text


def test_the_key_tells_line_repair_and_world():
    worksheet = small()
    key = key_of(worksheet, "small", 1, Wording("en"))
    here = judged(worksheet.text, worksheet.file)
    for slip in worksheet.slips:
        found = here.steps[slip.place].counterexample
        for said in (original_side(worksheet, slip.place), found.left_value, found.right_value, found.description):
            assert said in key
        assert f"line {here.label(slip.place)}" in key
    for place in worksheet.blanks:
        assert original_side(worksheet, place) in key


@pytest.mark.slow
def test_more_than_can_be_had_is_told():
    with pytest.raises(TooMany) as told:
        make(source("backpropagation"), 100, 0, 0, Wording("en"))
    assert told.value.possible in range(1, 5)
    with pytest.raises(TooMany, match="9 blanks are asked for, and 0 can be had"):
        make(source("backpropagation"), 0, 9, 0, Wording("en"))


def test_two_slips_that_cancel_are_seen():
    """2 A for A, and A again: each is refuted, and what is below both is what was above them."""
    text = SMALL.replace(r"&= \int p(x) \log p(x)", r"&= 2 \int p(x) \log p(x)")
    first = Slip("factor 2", (0, 2), ("", ""))
    assert cancels(Planted(text, (first, Slip("factor 2", (0, 3), ("", "")))), "small.md")
    wrong = text.replace("&= -H[p(x)]", "&= H[p(x)]")
    assert not cancels(Planted(wrong, (first, Slip("sign", (0, 3), ("", "")))), "small.md")


def test_a_text_with_another_refuted_line_does_not_add_up():
    assert not adds_up(Planted(SMALL), "small.md")
    assert adds_up(Planted(SMALL, (Slip("conditional", (2, 1), ("", "")),)), "small.md")


# Lines of each chapter that the reader proves from their printed text, of all that it has.
USED = {
    "kl_decomposition": (16, 16), "elbo": (19, 20), "gibbs": (15, 16), "gaussian": (28, 38), "gaussian_kl": (24, 27),
    "gaussian_likelihood": (10, 10), "sampled_reconstruction": (6, 15), "vae_loss": (12, 18),
    "backpropagation": (4, 12), "objectives": (16, 21),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_share_of_lines_that_are_used(chapter):
    used, all_of_it = USED[chapter]
    lines = sum(text.count(r"\tag{") for text in source(chapter).texts)
    assert lines >= used
    assert sum(len(d.steps) for d in load(chapter).derivations) == all_of_it


@pytest.mark.slow
def test_one_seed_makes_one_worksheet():
    again = [make(source("gibbs"), *ASKED["gibbs"], seed, Wording("en")).text for seed in (1, 1, 2)]
    assert again[0] == again[1] != again[2]


@pytest.mark.slow
def test_a_note_makes_a_worksheet_in_its_own_notation():
    """Its false line, and what stands with it in one chain, is left out; all else of its text is the author's."""
    note = load_note(PERSONS_NOTE)
    worksheet = make(of_note(note), 1, 1, 1, Wording("zh"))
    is_sound(worksheet)
    is_graded_rightly(worksheet, otherwise=False)
    ours, theirs = worksheet.text.splitlines(), note.source.written.text.splitlines()
    changed = len(worksheet.blanks) + sum(1 + len(slip.carried) for slip in worksheet.slips)
    heading = [row for row in ours if row not in theirs]
    assert len(heading) <= changed + 4


# A sheet of these takes minutes of its own: they are in the sweep alone.
LONG = {"vae_loss", "gaussian", "gaussian_kl", "kl_decomposition", "elbo"}
SOME = [(chapter, 3, "en") for chapter in CHAPTERS if chapter not in LONG] + [("gibbs", 5, "zh")]


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "seed", "language"), SOME)
def test_six_worksheets(chapter, seed, language):
    is_sound(sheet(chapter, seed, language))
    is_graded_rightly(sheet(chapter, seed, language))


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_two_hundred_worksheets(chapter, seed):
    language = ("en", "zh")[seed % 2]
    is_sound(sheet(chapter, seed, language))
    is_graded_rightly(sheet(chapter, seed, language))

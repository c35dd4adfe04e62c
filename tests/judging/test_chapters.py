"""Every line of every chapter, each under its own name; every theorem; every remark as its chapter says."""

import re
import subprocess
import sys

import pytest

from derivations.contents import CHAPTERS, UnknownChapter, load, load_all
from derivations.judging.derivation import Derivation
from derivations.judging.verification import judge_remark
from derivations.language.words import Minimum
from derivations.printing.printing import to_latex, to_text
from derivations.telling.wording import SENTENCES, Wording

BOOK = list(load_all())
LINES = [
    pytest.param(
        derivation, k, id=f"{chapter.name}-{step.note}-{(step.by[0].name if step.by else 'none')}".replace(" ", "_")
    )
    for chapter in BOOK
    for derivation in chapter.derivations
    for k, step in enumerate(derivation.steps)
]
DERIVATIONS = [pytest.param(c, d, id=f"{c.name}-{d.name}") for c in BOOK for d in c.derivations]
REMARKS = [pytest.param(c, r, id=f"{c.name}-{r.note}") for c in BOOK for r in c.remarks]


@pytest.mark.parametrize(("derivation", "k"), LINES)
def test_step(derivation: Derivation, k: int):
    """The line is proved by its declared reasons, all of them needed."""
    verdict = derivation.verdicts()[k]
    assert verdict.verdict == "proved", verdict.message
    assert verdict.unused == (), verdict.message


@pytest.mark.parametrize(("chapter", "derivation"), DERIVATIONS)
def test_theorem(chapter, derivation: Derivation):
    """The chain concludes, from its first line to its last, and says what it rests on."""
    theorem = derivation.theorem()
    assert (theorem.left, theorem.right) == (derivation.start, derivation.steps[-1].right)
    assert derivation.statement and derivation.statement_zh
    assert all(fact.name in theorem.assumptions for fact in derivation.assumes if fact.name)


@pytest.mark.parametrize(("chapter", "remark"), REMARKS)
def test_remark(chapter, remark):
    """What the chapter shows as false comes out as it says; both languages say why."""
    judged = judge_remark(chapter, remark)
    assert judged.as_expected, f"{judged.verdict.verdict}: {judged.verdict.message}"
    assert remark.text and remark.text_zh
    assert judged.verdict.message


LINES = {  # how many lines each chapter proves: a chapter that shrinks fails here, one that grows is written down
    "kl_decomposition": 16, "elbo": 20, "gibbs": 16, "gaussian": 38, "gaussian_kl": 27, "gaussian_likelihood": 10,
    "sampled_reconstruction": 15, "vae_loss": 18, "backpropagation": 12,
}  # fmt: skip


def test_the_book_is_complete():
    """The chapters of the plan in its order, with all their lines, numbered without a gap."""
    assert {chapter.name: sum(len(d.steps) for d in chapter.derivations) for chapter in BOOK} == LINES
    assert [chapter.name for chapter in BOOK] == list(LINES) == list(CHAPTERS)
    for number, chapter in enumerate(BOOK, start=1):
        labels = {step.note for d in chapter.derivations for step in d.steps} | {r.note for r in chapter.remarks}
        assert labels >= {f"{number}.{k}" for k in range(1, LINES[chapter.name] + 1)}, chapter.name


def test_labels_are_unique_within_a_chapter():
    for chapter in BOOK:
        lines = [step.note for d in chapter.derivations for step in d.steps]
        remarks = [r.note for r in chapter.remarks]
        assert len(lines) == len(set(lines)), chapter.name
        assert all(re.fullmatch(r"\d+\.\d+", label) for label in lines + remarks)


def test_derivations_have_names_of_their_own():
    names = [d.name for chapter in BOOK for d in chapter.derivations]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("chapter", BOOK, ids=CHAPTERS)
def test_a_chapter_prints(chapter):
    """Every formula prints in both notations, and different lines print differently."""
    for derivation in chapter.derivations:
        for left, step in derivation.lines():
            assert to_text(left) != to_text(step.right) and to_latex(left) != to_latex(step.right)
            assert to_text(Minimum(step.right)).startswith("min")


@pytest.mark.parametrize("chapter", BOOK, ids=CHAPTERS)
def test_a_chapter_opens_with_what_it_shows(chapter):
    """The module's docstring states the theorem and prints the calculation, with the labels of its lines."""
    import importlib

    text = importlib.import_module(f"derivations.{chapter.name}").__doc__
    assert "Statement" in text or "statement" in text
    assert chapter.title and chapter.title_zh


def test_everything_is_said_in_chinese():
    """What is missing belongs into derivations/wording.py."""
    say = Wording("zh").say
    for chapter in BOOK:
        for derivation in chapter.derivations:
            for assumption in derivation.theorem().assumptions:
                formula = assumption.startswith("theorem ") or " = N(" in assumption
                assert formula or assumption in SENTENCES, assumption
            for step in derivation.steps:
                assert all(say(reason.name) != reason.name for reason in step.by), step.note
                assert not step.because or step.because in SENTENCES, step.because


def test_an_unknown_chapter_names_the_nearest():
    with pytest.raises(UnknownChapter) as error:
        load("kl_decompositon")
    assert error.value.nearest[0] == "kl_decomposition"


def test_steps_are_data():
    """A chapter is written down without judging anything: it is there before the first proof is looked for."""
    code = (
        "from derivations.judging import claim, proofs\n"
        "def judging(*_): raise SystemExit('a chapter was judged while it was written down')\n"
        "claim.shown = proofs.search = judging\n"
        "from derivations.contents import load_all\n"
        "assert sum(len(d.steps) for chapter in load_all() for d in chapter.derivations)\n"
        "next(load_all()).derivations[0].verdicts()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == "a chapter was judged while it was written down", "not even when asked"
    assert done.returncode == 1 and "Error" not in done.stderr

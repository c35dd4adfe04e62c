"""The checker's own record, made by running it: on examples of each rule, on corrupted lines, on labelled notes.

The examples, the corruptions and the labels are those of the tests; they lie in the repository's folder `tests`.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from sympy import Expr

import derivations
from derivations.contents import CHAPTERS, load_all
from derivations.judging.derivation import Step, Verdict, judge
from derivations.kernel.rules import RULES, Rule

FOLDERS = ("seen", "heldout")
SEEDS = range(10)


class NoTests(Exception):
    """The tests cannot be loaded; the message says what would be right."""


@dataclass(frozen=True)
class Example:
    """One line under one rule, and how the judge took it."""

    left: Expr
    step: Step
    verdict: Verdict


@dataclass(frozen=True)
class Missed:
    """A labelled line on which the checker falls short: of a wrong one not refuted, of a right one not proved."""

    note: str
    line: int
    why: str
    verdict: str
    message: str


@dataclass(frozen=True)
class Record:
    """All of it. `scores` has a row for each note, `false_alarms` (accused, tried); None where nothing was measured."""

    rules: tuple[tuple[Rule, tuple[Example, ...], tuple[Example, ...]], ...]
    corrupted: dict[str, Counter] = field(default_factory=dict)
    scores: dict[str, dict[str, Counter]] = field(default_factory=dict)
    missed: tuple[Missed, ...] = ()
    false_alarms: tuple[int, int] | None = None


def record(witness: Callable[[int], Callable] | None = None, progress: Callable[[str], None] | None = None) -> Record:
    """Run everything. `witness(seed)` measures lines; `progress` is told what is being done. Raises NoTests."""
    say = progress or (lambda text: None)
    say("rules")
    examples = tests("test_rules")
    rules = tuple(
        (rule, taken(rule, examples.ACCEPTS[key]), taken(rule, examples.REFUSES[key])) for key, rule in RULES.items()
    )
    corruption, corrupted = tests("test_corruption"), {}
    for name in CHAPTERS:
        say(f"corrupted lines of {name}")
        corrupted[name] = corruption.refuse_all(name, every=False)
    corpus, scores, missed = tests("test_check_corpus"), {}, []
    for folder in FOLDERS:
        scores[folder] = {}
        for path in corpus.notes_of(folder):
            say(f"note {path.stem}")
            scores[folder][path.stem] = corpus.counted(path)
            missed += shortcomings(path.stem, corpus.labelled(path))
    alarms = None if witness is None else false_alarms(witness, say)
    return Record(rules, corrupted, scores, tuple(missed), alarms)


def tests(name: str) -> ModuleType:
    """A module of the repository's tests. Raises NoTests."""
    folder = Path(derivations.__file__).parent.parent / "tests"
    found = next(iter(folder.glob(f"*/{name}.py")), None)
    if found is None:
        raise NoTests("the record is made from the tests: run it in a checkout of the repository, not where installed")
    for place in (str(found.parent), str(folder / "support"), str(folder.parent)):
        if place not in sys.path:
            sys.path.append(place)
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise NoTests(f"the tests need {error.name}: pip install -e '.[test]' gives it") from None


def taken(rule: Rule, cases: Sequence) -> tuple[Example, ...]:
    """The examples of a rule, judged."""
    found = []
    for left, make, facts, free in cases:
        step = make(rule)
        found.append(Example(left, step, judge(left, step, facts, free)))
    return tuple(found)


def shortcomings(note: str, labelled: Sequence) -> list[Missed]:
    """The labels that the verdicts do not reach, and those they contradict."""
    missed = []
    for label, found in labelled:
        verdict = found.verdict if found else "unread"
        reached = "refuted" if label["holds"] is False else "proved"
        if verdict != reached and label["holds"] is not None and not (verdict == label["kind"] == "definition"):
            missed.append(Missed(note, label["line"], label["why"], verdict, found.message if found else ""))
    return missed


def false_alarms(witness: Callable[[int], Callable], say: Callable[[str], None]) -> tuple[int, int]:
    """Proved lines measured under many seeds: how often numbers contradicted one, and how often they could have."""
    accused = tried = 0
    for seed in SEEDS:
        say(f"false alarms, seed {seed}")
        measure = witness(seed)
        for chapter in load_all():
            for derivation in chapter.derivations:
                for left, step in derivation.lines():
                    found = measure(derivation, left, step)
                    if found is not None and found.verdict in ("confirmed", "contradicted"):
                        tried += 1
                        accused += found.verdict == "contradicted"
    return accused, tried

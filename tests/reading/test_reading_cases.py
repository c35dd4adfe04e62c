"""What a note tells in passing - cases, ranges, shapes, where-sentences, own commands - and what follows from it.

One small note for each way of telling. Every note has lines that are true only by what is told, and most have a
false line beside them, so that neither deafness nor credulity passes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import CASES

from derivations.reading.note import load_note, read_note
from derivations.reading.text.macros import Macro, definitions, expanded
from derivations.reading.verdicts.walk import Judge

VERDICTS = {
    "told-for-one-display": "proved proved consistent consistent refuted proved doubtful proved refuted",
    "beside-the-formula": "definition proved refuted consistent proved proved definition definition",
    "ill-typed-divergences": "proved consistent refuted consistent refuted consistent proved",
    "mixtures-as-arguments": "proved proved definition proved consistent consistent consistent consistent proved",
    "constants": "proved refuted proved proved proved definition proved refuted proved refuted",
    "alphabet-sizes": "proved proved proved consistent refuted consistent refuted",
    "categorical-latent": "proved proved proved refuted proved proved proved",
    "independent-examples": "proved proved proved refuted refuted",
    "variance-of-an-average": "proved refuted",
    "determined-gaussians": "consistent proved refuted refuted proved",
    "where-an-optimum-lies": "definition proved proved definition proved refuted definition consistent consistent",
    "bernoulli-decoder": "proved consistent",
    "where-sentences": "proved proved proved",
    "gaussian-in-words": "proved refuted proved",
    "mixture-of-two": "definition refuted proved proved",
    "probabilities-by-index": "proved proved refuted proved proved proved",
    "abbreviated-parameters": "proved refuted",
    "spellings": "proved definition refuted definition definition refuted",
    "channels": "proved refuted",
    "sums-over-examples": "refuted proved consistent refuted proved refuted proved",
    "own-commands": "definition proved refuted proved",
}


def verdicts(path: Path) -> str:
    return " ".join(found.verdict for found in Judge(load_note(path), mend=False).run())


def test_every_case_is_listed():
    assert {path.stem for path in CASES.iterdir()} == set(VERDICTS)


@pytest.mark.parametrize("name", VERDICTS)
def test_case(name: str):
    (path,) = CASES.glob(f"{name}.*")
    assert verdicts(path) == VERDICTS[name]


def test_a_case_ends_with_its_display():
    told = (CASES / "told-for-one-display.md").read_text(encoding="utf-8")
    without = told.replace(r"For $\beta = 1$ this is the ELBO:", "")
    assert Judge(read_note(without), mend=False).run()[0].verdict == "refuted"  # by its world: no change mends it


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_verdicts_do_not_depend_on_the_order_of_hashes(seed: str):
    """In processes of their own: sets of expressions are walked in another order there."""
    code = (
        "import sys; from derivations.reading.verdicts.walk import Judge\n"
        "from derivations.reading.note import load_note\n"
        "for path in sys.argv[1:]:\n"
        "    for r in Judge(load_note(path)).run(): print(path, r.line, r.verdict, r.reasons, r.message, r.suggestion)"
    )
    paths = [str(path) for path in sorted(CASES.iterdir())]
    runs = [
        subprocess.run([sys.executable, "-c", code, *paths], capture_output=True, text=True, check=True,
                       env={**os.environ, "PYTHONHASHSEED": s}).stdout
        for s in ("0", seed)
    ]  # fmt: skip
    assert runs[0] == runs[1] and runs[0].count("\n") > 80


def test_a_message_points_at_the_command_the_author_wrote():
    source = "\\newcommand{\\lost}{\\unknownsign(x)}\n\n$$ \\log p(x) = \\lost $$\n"
    note = read_note(source)
    (found,) = Judge(note).run()
    assert found.verdict == "unread" and "unknownsign" in found.message
    assert found.place == (3, source.split("\n")[2].index("\\lost") + 1)


@pytest.mark.parametrize(
    ("call", "written"),
    [
        (r"\pair{a}{b}", "(a, b)"),
        (r"\pair ab", "(a, b)"),
        (r"\opt", "<1>"),
        (r"\opt[2]", "<2>"),
        (r"\nested", "(x, (y, z))"),
        (r"\pair{a}", r"\pair{a}"),
    ],
)
def test_calls_of_macros(call: str, written: str):
    macros, _ = definitions(
        r"\newcommand{\pair}[2]{(#1, #2)} \newcommand\opt[1][1]{<#1>} \def\nested{\pair{x}{\pair{y}{z}}}"
    )
    assert set(macros) == {r"\pair", r"\opt", r"\nested"}
    assert expanded(call, macros)[0] == written


def test_commands_without_end_stay_as_they_are():
    macros = {r"\loop": Macro(0, r"\loop\loop"), r"\grow": Macro(1, r"\grow{#1#1}")}
    for call in (r"\loop", r"\grow{x}"):
        text, places = expanded(call, macros)
        assert len(text) == len(places) < 500_000
        assert Judge(read_note(f"\\def\\loop{{\\loop\\loop}} \n\n$$ a = {call} $$")).run()[0].verdict == "unread"

"""The table of witnesses and its command: the contract of its rows, what is printed, exit statuses."""

from __future__ import annotations

import json

import pytest

from derivations.contents import load
from derivations.judging.chapter import Chapter
from derivations.judging.derivation import derivation, equals
from derivations.kernel.rules import algebra
from derivations.language.words import KL
from derivations.notation import p, q, x, z
from numerics.__main__ import main as numerics_command
from numerics.witnesses import command
from numerics.witnesses import report as printed
from numerics.witnesses import table as witness
from numerics.witnesses.claims import Check, checks
from numerics.witnesses.measurement import (
    CONFIRMED,
    CONTRADICTED,
    SAME_DRAWS,
    UNMEASURED,
    Measurement,
)

JOINT = KL(p(x, z), q(x, z))


@pytest.fixture(scope="module")
def table():
    return witness.witness_table(("gaussian_kl",), ("linear_gaussian", "finite"), detect=0.02, seed=3, processes=1)


def test_every_step_appears_at_least_once(table):
    labels = {step.note for one in load("gaussian_kl").derivations for step in one.steps}
    assert {row.label for row in table.rows} == labels
    assert table.summary["steps"] == len(labels) and table.summary[CONTRADICTED] == 0


def test_json_keeps_the_contract(table):
    record = json.loads(json.dumps(table.record(), allow_nan=False))
    assert record["schema"] == 1 and record["seed"] == 3 and record["false_alarm_rate"] == 1e-6
    keys = {"chapter", "label", "world", "method", "left", "right", "difference", "standard_error", "n", "detectable",
            "verdict", "message"}  # fmt: skip
    for step in record["steps"]:
        assert keys <= set(step)
        assert step["verdict"] in (CONFIRMED, CONTRADICTED, UNMEASURED)
        assert step["verdict"] != UNMEASURED or step["message"]


@pytest.mark.slow
def test_same_seed_same_table(table):
    again = witness.witness_table(("gaussian_kl",), ("linear_gaussian", "finite"), detect=0.02, seed=3, processes=1)
    assert again == table


def wrong_chapter(name: str) -> Chapter:
    line = derivation("wrong", JOINT, equals(KL(q(x, z), p(x, z)), by=algebra, note="0.1"))
    return Chapter(name, "a wrong line", "", (line,))


def test_the_command_exits_1_if_a_step_is_contradicted(monkeypatch, capsys):
    monkeypatch.setattr(witness, "load", wrong_chapter)
    monkeypatch.setattr(command, "load", wrong_chapter)
    witness.line_of.cache_clear()
    assert command.main(["--chapter", "wrong", "--world", "finite", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["summary"][CONTRADICTED] == 1


def test_the_command_prints_a_summary_and_exits_0(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert command.main(["--chapter", "backpropagation", "--world", "linear_gaussian", "--detect", "0.5"]) == 0
    captured = capsys.readouterr()
    steps = sum(len(d.steps) for d in load("backpropagation").derivations)
    (row,) = [line for line in captured.out.splitlines() if line.startswith("backpropagation")]
    assert f"{steps} confirmed" in row and "linear gaussian" in row and "9." in row
    assert max(map(len, captured.out.splitlines())) <= 80 and len(captured.out.splitlines()) < 15
    assert captured.err.splitlines() == [f"measuring backpropagation (chapter 1 of 1, 0 of {steps} done)"]


def test_every_row_is_printed_when_asked_for_and_fits_80_columns(table, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    printed.render(table, every_row=True)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert all(f"{row.label} " in out for row in table.rows)
    assert out.count("same draws") >= sum(r.measurement.compares == SAME_DRAWS for r in table.rows) > 0
    monkeypatch.setenv("COLUMNS", "140")
    printed.render(table, every_row=True)
    assert "std. error" in capsys.readouterr().out


def test_what_was_to_be_seen_is_said_only_of_the_rows_that_saw_it():
    rows = [
        witness.Row("elbo", "2.1", Measurement("finite", "sobol", 1.0, 1.0, 0.0, 1e-4, 8192, seen, CONFIRMED))
        for seen in (0.001, 0.009, 3.3)
    ]
    text = printed.summary(witness.WitnessTable(tuple(rows), 0, 0.01, 8))
    assert "seen in 2 of 3 rows" in text and "the 1 others are blind" in text and "3.3" in text
    assert "blind" not in printed.summary(witness.WitnessTable(tuple(rows[:2]), 0, 0.01, 8))


def test_a_contradicted_row_is_printed_in_the_summary_with_its_numbers(capsys):
    row = Measurement("finite", "closed form", 1.0, 2.0, -1.0, detectable=1e-9, verdict=CONTRADICTED, share=1e9)
    printed.render(witness.WitnessTable((witness.Row("elbo", "2.1", row),), 0, 0.01, 8))
    out = capsys.readouterr().out
    assert "1 contradicted" in out and "2.1 in finite" in out and "differ by -1" in out


def test_help_names_the_other_commands(capsys):
    with pytest.raises(SystemExit) as stopped:
        numerics_command(["--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert "train" in out and "bench" in out and "--all" in out


@pytest.mark.parametrize(("argv", "message"), [
    (["--chapter", "gausian_kl"], "gaussian_kl"), (["--detect", "0"], "0.001 on"), (["--detect=-1"], "0.001 on"),
    (["--detect", "inf"], "0.001 on"), (["--detect", "1e-9"], "0.001 on"), (["--detect", "nan"], "0.001 on"),
    (["--detect", "much"], "0.001 on"), (["--seed", "-1"], "from 0 on"), (["--seed", "1.5"], "from 0 on"),
])  # fmt: skip
def test_wrong_usage_is_one_line_and_exit_2(argv, message, capsys):
    assert numerics_command(argv) == 2
    captured = capsys.readouterr()
    assert message in captured.err and captured.err.count("\n") == 1 and not captured.out


def test_the_quick_path_gives_both_sides_without_draws():
    chapter = load("kl_decomposition")
    for one in chapter.derivations:
        for left, step in one.lines():
            found = witness.witness_step(left, step, one.assumes, one.free, seed=1)
            assert found.verdict == CONFIRMED and found.n == 0
    wrong = equals(KL(q(x, z), p(x, z)), by=algebra, note="-")
    assert witness.witness_step(JOINT, wrong).verdict == CONTRADICTED


@pytest.mark.slow
def test_the_checks_beside_the_lines_are_confirmed_and_known():
    made = list(checks(seed=4))
    assert {c.measurement.verdict for c in made} == {CONFIRMED}
    words = " ".join(c.claim for c in made)
    for subject in ("sampler", "distribution function", "ELBO <=", "rises with K", "gradient", "1/2 lost", "Var/16"):
        assert subject in words
    json.dumps([c.record() for c in made], allow_nan=False)


def test_a_contradicted_check_makes_the_exit_status_1(monkeypatch, capsys):
    row = Measurement("finite", "plain", 1.0, 2.0, -1.0, verdict=CONTRADICTED)
    monkeypatch.setattr(command, "checks", lambda seed: [Check("KL[a||b] is two", row)])
    monkeypatch.setattr(command, "CHAPTERS", ())
    assert command.main([]) == 1
    assert "KL[a||b] is two" in capsys.readouterr().out

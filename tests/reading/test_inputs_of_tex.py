"""A LaTeX note in several files: inputs are followed in the note's own folder, and told by the file they stand in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derivations.reading.note import Note, load_note, load_text
from derivations.reading.verdicts.walk import Judge
from derivations.telling.mended import diff, elsewhere, mended
from derivations.telling.note_report import document, report
from derivations.telling.wording import Wording

TRUE, FALSE = r"\log p(x) = \log \int p(x,z) dz", r"\log p(x) = 5"
SLIP = r"KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}]"
MENDED = r"KL(p(x)||q(x)) = -E_{p(x)}[\log \frac{q(x)}{p(x)}]"


def judged(note: Note) -> list[str]:
    return [j.verdict for j in Judge(note).run()]


def paper(folder: Path, **files: str) -> Note:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.tex"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_note(folder / "main.tex")


MAIN = rf"""\documentclass{{article}}
\input{{macros}}
\begin{{document}}
% \input{{nothing}}
\input{{parts/one}} and $$ {TRUE} $$
\begin{{verbatim}}\input{{nothing}}\end{{verbatim}}
\include{{parts/two.tex}}
$$ {SLIP} $$
\end{{document}}
"""
MACROS = r"\newcommand{\law}{p}" + "\n"
ONE = "\\section{A}\n$$ \\log \\law(x) = \\log \\int p(x,z) dz $$\n"
TWO = f"\\documentclass{{subfiles}}\n\\begin{{document}}\n$$ {SLIP} $$\n\\end{{document}}\n"


def test_inputs_are_followed_and_told_by_their_files(tmp_path):
    note = paper(tmp_path, main=MAIN, macros=MACROS, parts__one=ONE, parts__two=TWO)
    assert not note.warnings
    found = Judge(note).run()
    made = document(str(tmp_path / "main.tex"), note, found, Wording())["steps"]
    told = [(Path(s.get("file", "main.tex")).name, s["line"], s["column"], s["verdict"]) for s in made]
    assert told == [
        ("one.tex", 2, 17, "proved"),
        ("main.tex", 5, MAIN.split("\n")[4].index("=") + 1, "proved"),
        ("two.tex", 3, 19, "refuted"),
        ("main.tex", 8, 19, "refuted"),
    ]
    assert mended(note, found) == MAIN.replace(SLIP, MENDED)
    assert elsewhere(note, found) == [str(tmp_path / "parts" / "two.tex")]
    assert diff(note, found, "main.tex").count("(mended)") == 2


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("../outside", "outside the note's folder"),
        ("{tmp}/outside", "outside the note's folder"),
        ("link", "outside the note's folder"),
        ("gone", "no such file"),
        ("main", "inputs itself"),
        ("binary", "cannot be read"),
    ],
)
def test_inputs_that_are_not_followed_are_told_where_they_stand(tmp_path, asked, says):
    (tmp_path / "outside.tex").write_text(f"$$ {FALSE} $$", encoding="utf-8")
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "link.tex").symlink_to("../outside.tex")
    (folder / "binary.tex").write_bytes(b"\xff\0")
    note = paper(folder, main=f"Text\n  \\input{{{asked.format(tmp=tmp_path)}}}\n$$ {TRUE} $$\n")
    assert judged(note) == ["proved"]
    (warning,) = note.warnings
    assert says in warning.message and (warning.line, warning.column) == (2, 3)
    assert re.search("不跟读|不再跟读|没有文件|无法读取", Wording("zh").say(warning.message))


def test_files_that_input_each_other_come_to_an_end(tmp_path):
    note = paper(tmp_path, main=r"\input{a}", a=r"\input{b}", b=rf"$$ {TRUE} $$ \input{{a}}")
    assert judged(note) == ["proved"] and ["inputs itself" in w.message for w in note.warnings] == [True]
    doubled = {f"d{k}": rf"\input{{d{k + 1}}}\input{{d{k + 1}}}" for k in range(40)}
    note = paper(tmp_path, main=r"\input{d0}", **doubled, d40=TRUE)
    assert len(note.source.written.inputs) <= 200
    assert "more than 200 inputs" in note.warnings[0].message
    assert "不跟读" in Wording("zh").say(note.warnings[0].message)


def test_pictures_and_arguments_of_commands_are_no_inputs(tmp_path):
    (tmp_path / "plot.pgf").write_text("$$ x", encoding="utf-8")
    note = paper(
        tmp_path,
        main=r"\newcommand{\part}[1]{\input{#1}} \input{plot.pgf} \input{\dir/x}" + f"\n$$ {TRUE} $$",
    )
    assert judged(note) == ["proved"] and not note.warnings and not note.source.written.inputs


def test_without_a_folder_nothing_is_followed():
    note = load_text(b"\\documentclass{article}\n\\input{a}", "<stdin>")
    assert [("no folder" in w.message, w.line) for w in note.warnings] == [(True, 2)]
    assert "不跟读" in Wording("zh").say(note.warnings[0].message)


def test_messages_name_the_file(tmp_path):
    note = paper(tmp_path, main=r"\input{one} $$ a + b = 2 b $$", one="Frobenically speaking $a = 2 b$.")
    found = Judge(note).run()
    (step,) = document(note.source.name, note, found, Wording())["steps"]
    part = str(tmp_path / "one.tex")
    assert step["verdict"] == "doubtful" and f"line 1 of {part} says" in step["message"]
    assert [(u["file"], u["line"]) for u in step["not_understood"]] == [(part, 1)]
    assert f"{part} 第 1 行有一句" in "".join(report("n", note, found, Wording("zh"), 0))

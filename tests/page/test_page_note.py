"""The page of a person's note: as it stands, each verdict beside its line, and nothing in it can become markup."""

import json
import re

import html5lib
import pytest
from places import NOTES

from derivations.doors.check import main as check
from derivations.page import note_page
from derivations.page.note_rows import rows_of, without_world
from derivations.reading.note import load_note, load_text, read_note
from derivations.reading.verdicts.walk import Judge, Judgement

X = "{http://www.w3.org/1999/xhtml}"

HOSTILE = r"""# A <script>alert("title")</script> heading

<script>alert(1)</script>

<img src=x onerror=alert(2)> inline <b onclick="alert(3)">bold</b>, <style>* { display: none }</style>

[click](javascript:alert(4)) and [data](data:text/html;base64,PHNjcmlwdD4=) and ![pic](https://evil.example/x.png)
and [outside](//evil.example/y) and [fine](./next.md) and <https://example.org/a?b=1&c=2>

$$ \text{<script>alert(5)</script>} = \href{javascript:alert(6)}{q(x)} $$

$$ KL[p(z)||q(z)] = \int p(z) \log\frac{p(z)}{q(z)} dz " onload="alert(7) $$

| `<svg onload=alert(8)>` | $a<b$ | $\unknown{<i>}$ | </main></body></html>

```<script>
</code></pre><script>alert(9)</script>
```

<!-- --> <script>alert(10)</script>
<meta http-equiv="refresh" content="0;url=https://evil.example">
"""


def page_of(text: str, name: str = "note.md", lang: str = "en") -> str:
    note = read_note(text, name)
    return note_page(note, Judge(note).run(), lang)


def test_a_hostile_note_is_shown_as_text():
    shown = page_of(HOSTILE)
    tree = html5lib.HTMLParser(strict=True).parse(shown)
    scripts = [e for e in tree.iter(f"{X}script")]
    assert [e.get("type") for e in scripts] == ["application/json", None]  # the words, and the one script that is run
    assert not any("alert" in "".join(script.itertext()) for script in scripts)
    elements = {str(e.tag).split("}")[-1] for e in tree.iter()}
    assert not elements & {"img", "iframe", "b", "svg", "object", "form", "base"}
    assert len(list(tree.iter(f"{X}meta"))) == 6 and len(list(tree.iter(f"{X}style"))) == 1
    for element in tree.iter():
        assert not [key for key in element.attrib if key.startswith("on") or key in ("style", "srcdoc", "action")]
    outside = [a.get("href") for a in tree.iter(f"{X}a") if not a.get("href").startswith("#")]
    assert outside == ["./next.md", "https://example.org/a?b=1&c=2"]
    visible = "".join(tree.find(f"{X}body").itertext())
    assert 'alert("title")' in visible
    for k in range(1, 11):
        if k not in (6, 7):  # inside formulas, set letter by letter
            assert f"alert({k})" in visible
    assert "javascript:alert(4)" in visible and "https://evil.example/x.png" in visible


def test_a_hostile_file_name_and_tex_are_text():
    shown = page_of("\\section{<b>x</b>} $a$ <script>alert(1)</script>\n\n$$a=a$$", "<script>x.tex")
    tree = html5lib.HTMLParser(strict=True).parse(shown)
    assert [e.get("type") for e in tree.iter(f"{X}script")] == ["application/json", None]
    assert not list(tree.iter(f"{X}b"))


def rows_by_id(tree) -> dict:
    return {e.get("id"): e for e in tree.iter(f"{X}tr") if e.get("id")}


@pytest.mark.parametrize(
    "name", ["seen/15-reparameterisation.md", pytest.param("vae-note-displays.md", marks=pytest.mark.slow)]
)
def test_each_judged_line_has_its_verdict_beside_it(name):
    note = load_note(NOTES / name)
    judgements = Judge(note).run()
    tree = html5lib.HTMLParser(strict=True).parse(note_page(note, judgements))
    rows = rows_by_id(tree)
    assert {j.verdict for j in judgements} >= {"proved", "refuted", "definition"}
    for judgement in judgements:
        row = rows[f"line-{judgement.line}"]
        assert judgement.verdict in "".join(row.itertext())
        for reason in judgement.reasons:
            assert reason in "".join(row.itertext())
    refuted = [j for j in judgements if j.counterexample is not None]
    assert refuted
    for judgement in refuted:
        row = "".join(rows[f"line-{judgement.line}"].itertext())
        assert "left side" in row and (not judgement.suggestion or "likely meant" in row)
    order = [int(key.split("-")[1]) for key in rows]
    assert order == sorted(order)


@pytest.mark.parametrize("path", [*sorted((NOTES / "seen").glob("*.md")), *sorted((NOTES / "seen").glob("*.tex"))],
                         ids=lambda path: path.stem)  # fmt: skip
def test_no_judgement_of_any_note_is_lost(path):
    """Every relation sign with a verdict that names its place: each stands in a row of the display it belongs to."""
    note = load_note(path)
    judgements = [
        Judgement(step.relation.line, step.relation.column, step.relation.sign, message=f"mark {k} end")
        for k, step in enumerate(note.steps())
    ]
    shown = note_page(note, judgements)
    tree = html5lib.HTMLParser(strict=True).parse(shown)
    marks = [k for row in tree.iter(f"{X}tr") for k in re.findall(r"mark (\d+) end", "".join(row.itertext()))]
    assert marks == [str(k) for k in range(len(judgements))]
    assert "judged elsewhere" not in shown
    assert 'class="latex"' not in shown
    prose = [block.text for block in note.blocks if block.kind == "prose"]
    words = {
        word for text in prose for word in re.findall(r"[A-Za-z]{5,}", re.sub(r"\$[^$]*\$|\\\w+(\{[^}]*\})*", "", text))
    }
    visible = "".join(tree.find(f"{X}body").itertext())
    assert not [word for word in words if word not in visible]


def test_a_judgement_outside_every_display_is_listed():
    note = read_note("# Text\n\nNothing displayed.\n")
    shown = note_page(note, [Judgement(3, 1, "=", message="found <here>")])
    assert "judged elsewhere" in shown and "found &lt;here&gt;" in shown and "column 1" in shown


def test_an_unread_line_shows_its_place():
    shown = page_of("$$\n\\log p(x) = \\iint f(z dz\n$$\n")
    assert "unread" in shown and "^" in shown and "could not be read" in shown


def test_prose_keeps_its_structure():
    shown = page_of(
        "# One\n\n- a *b* $x^2$\n- c\n\n> quoted\n\nOld `code` here.\n\n$$ p(x) = \\int p(x,z) dz $$ tail text\n"
    )
    for part in (
        '<h2 id="section-1">One</h2>',
        "<em>b</em>",
        "<msup>",
        "<blockquote>",
        "<code>code</code>",
        "tail text",
        "<li>",
    ):
        assert part in shown


def test_rows_of_a_display_and_matrices():
    latex = "a &= \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix} \\\\ &= b"
    assert [row.latex.strip() for row in rows_of(latex, 10)][1] == "&= b"
    assert len(rows_of(latex, 0)) == 2


def test_chinese_page_of_a_note():
    shown = page_of("$$ KL[p(z)||q(z)] = \\int p(z) \\log \\frac{p(z)}{q(z)} dz $$", lang="zh")
    assert 'lang="zh-Hans"' in shown and "已证明" in shown and "KL 散度的定义" in shown


def test_without_world_keeps_the_rest():
    assert without_world("world", "world") == "" and without_world("a; b", "") == "a; b"


def test_the_check_command_writes_the_page(tmp_path, capsys):
    note, out = tmp_path / "note.md", tmp_path / "out" / "note.html"
    note.write_text("$$ KL[p(z)||q(z)] = \\int p(z) \\log \\frac{p(z)}{q(z)} dz $$\n", encoding="utf-8")
    assert check([str(note), "--html", str(out)]) == 0
    first = out.read_bytes()
    assert check([str(note), "--html", str(out)]) == 0 and out.read_bytes() == first
    assert b"proved" in first and str(tmp_path).encode() not in first
    assert check([str(note), "--html", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "folder", [pytest.param("heldout", marks=pytest.mark.slow), pytest.param("seen", marks=pytest.mark.sweep)]
)
def test_every_labelled_note_with_its_own_verdicts(folder):
    """Sound HTML in both languages, every formula typeset: the note's, the repairs and the names in the worlds."""
    for path in sorted((NOTES / folder).iterdir()):
        if path.suffix in (".md", ".tex"):
            note = load_note(path)
            judgements = Judge(note).run()
            for language in ("en", "zh"):
                shown = note_page(note, judgements, language)
                html5lib.HTMLParser(strict=True).parse(shown)
                assert "judged elsewhere" not in shown and 'class="latex"' not in shown, path.name


def test_the_page_of_a_notebook_names_cells_and_what_one_leaves_open_ends_with_it():
    cells = ["```python\nx", r"$$ \log p(x) = 5 $$", "$$ a", r"$$ \log p(x) = 6 $$"]
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": source} for source in cells]})
    note = load_text(text.encode(), "n.ipynb")
    page = note_page(note, Judge(note).run())
    assert re.findall(r'rowheader"><a href="#line-\d+">([^<]*)<', page) == ["cell 2:1", "cell 4:1"]
    assert "judged elsewhere" not in page

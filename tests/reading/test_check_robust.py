"""The command whatever the file holds: a verdict or one clear line, never a traceback, never a hang, nothing run.

Also what the command promises: the JSON of the contract, the exit status, the caret, both languages, and the repair
that it offers for the slips people make.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import NOTES, ROOT

from derivations.doors.check import main
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

VERDICTS = {"proved", "refuted", "doubtful", "consistent", "definition", "unread"}
KINDS = {"value", "minimiser", "estimate", "inequality", "definition"}
TRUE_LINE = r"$$ \log p(x) = \log \int p(x,z) dz $$"
FALSE_LINE = r"$$ \log p(x) = \log \int p(x|z) dz $$"
UNREAD_LINE = r"$$ \log p(x) = \foo(x) $$"


def checked(tmp_path: Path, capsys, content: str | bytes, *options: str, name: str = "note.md"):
    """(exit status, standard output, standard error) of the command on a file of this content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    status = main([str(path), *options])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return status, captured.out, captured.err


# -- files ---------------------------------------------------------------------------------------------------------

NO_NOTE = {
    "empty": (b"", "empty"),
    "blank": (b"\n \n\t\n", "empty"),
    "binary": (bytes(range(256)) * 40, "UTF-8"),
    "zeros": (b"$$ a = b $$\0\0\0", "binary"),
    "another encoding": ("Entropie läuft: $$ a=b $$".encode("latin-1"), "UTF-8"),
    "half a UTF-16 character": (b"\xff\xfea", "UTF"),
}


@pytest.mark.parametrize("name", NO_NOTE)
def test_what_is_no_note_gets_one_line_and_status_2(name: str, tmp_path, capsys):
    content, cause = NO_NOTE[name]
    status, out, err = checked(tmp_path, capsys, content)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1 and "note.md" in err and cause in err


def test_a_missing_file_a_folder_and_a_wrong_option(tmp_path, capsys):
    for arguments, cause in (
        ([str(tmp_path / "none.md")], "no such file"),
        ([str(tmp_path)], "folder"),
        ([], "NOTE.md"),
        ([str(tmp_path / "none.md"), "--colour"], "--colour"),
        ([str(tmp_path / "none.md"), "--lang", "fr"], "fr"),
    ):
        assert main(arguments) == 2
        captured = capsys.readouterr()
        assert captured.out == "" and cause in captured.err and len(captured.err.splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + TRUE_LINE,
        TRUE_LINE.replace(" $$", "\r\n$$").replace("$$ ", "$$\r\n") + "\r\n",
        TRUE_LINE.encode("utf-16"),
        "text\r" + TRUE_LINE + "\r",
    ],
    ids=["byte-order mark", "Windows line ends", "UTF-16", "old line ends"],
)
def test_marks_and_line_ends_do_not_matter(content, tmp_path, capsys):
    status, out, _ = checked(tmp_path, capsys, content)
    assert status == 0 and "1 step: 1 proved" in out


BROKEN = {
    "unclosed display": "$$\n" + r"\log p(x) = \log \int p(x,z) dz",
    "unclosed brackets": r"$$ \log p(x = \frac{1}{ \left( q $$",
    "unclosed environment": "$$ \\begin{align} a &= b \\\\ $$",
    "closing nothing": r"$$ a) = b] \right\} $$",
    "10,000 round brackets": f"$$ a = {'(' * 10_000}x{')' * 10_000} $$",
    "10,000 braces": f"$$ a = {'{' * 10_000}x{'}' * 10_000} $$",
    "10,000 fractions": f"$$ a = {chr(92)}frac{{{f'{chr(92)}frac{{' * 10_000} $$",
    "10,000 powers": f"$$ a = x{'^{x' * 10_000}{'}' * 10_000} $$",
    "10,000 minus signs": f"$$ a = {'-' * 10_000}x $$",
    "10,000 relations": f"$$ a {'= ' * 10_000} b $$",
    "a number of 10,000 digits": f"$$ a = {'9' * 10_000} $$",
    "a power of powers": "$$ a = 9^{9^{9^{9^{9}}}} $$",
    "a huge factorial": "$$ a = 99999999! $$",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_unread_and_said_so(name: str, tmp_path, capsys):
    status, out, err = checked(tmp_path, capsys, BROKEN[name], "--json")
    assert status in (0, 1) and err == ""
    assert {step["verdict"] for step in json.loads(out)["steps"]} <= {"unread", "definition", "consistent"}


@pytest.mark.parametrize("side", [r"(a+b)^{}", r"\frac{1}{2}^{}", "x^{}", "x_{}"])
def test_a_script_of_nothing_is_unread(side):
    assert [j.verdict for j in Judge(read_note(f"$$ {side} = c $$")).run()] == ["unread"]


# -- nothing is run ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('touch ran')",
        r"\input{/etc/passwd} = a",
        r"\write18{touch ran} = a",
        "exec(\"open('ran','w')\") = 1",
        "lambda: open('ran', 'w') = p(x)",
        r"\immediate\openout\file=ran",
    ],
)
def test_text_is_never_run(formula: str, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in (f"$$ {formula} $$", f"Let ${formula}$.\n\n{TRUE_LINE}", f"<!-- derivation\ndensity: {formula}\n-->"):
        checked(tmp_path, capsys, text)
    assert not (tmp_path / "ran").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["note.md"]


def test_the_reader_has_no_way_to_run_text():
    sources = (ROOT / "derivations" / "reading").rglob("*.py")
    for source in sources:
        assert not re.search(r"(?<![\w.])(eval|exec|sympify|parse_expr|compile)\(", source.read_text(encoding="utf-8"))


# -- what the command promises -------------------------------------------------------------------------------------


def test_exit_status(tmp_path, capsys):
    for text, status in ((TRUE_LINE, 0), (FALSE_LINE, 1), (UNREAD_LINE, 1), ("only prose", 0)):
        assert checked(tmp_path, capsys, text)[0] == status
        assert checked(tmp_path, capsys, text, "--json")[0] == status


def test_a_doubtful_line_fails_only_where_that_is_asked_for(tmp_path, capsys):
    doubtful = r"$$ H(p) = \frac12 \log(2 \pi e \sigma^2) $$"
    assert "doubtful" in checked(tmp_path, capsys, doubtful)[1]
    assert [checked(tmp_path, capsys, doubtful, *more)[0] for more in ((), ("--strict",))] == [0, 1]
    assert checked(tmp_path, capsys, TRUE_LINE, "--strict")[0] == 0


def contract_kept(note: str, out: str) -> dict:
    document = json.loads(out)
    assert document["schema"] == 2 and document["source"].endswith("note.md")
    lines = note.split("\n")
    for step in document["steps"]:
        assert {"line", "column", "relation", "kind", "verdict", "reasons", "scale", "dropped", "assumes", "left",
                "right", "message"} <= set(step)  # fmt: skip
        assert lines[step["line"] - 1][step["column"] - 1 :].startswith(step["relation"])
        assert step["verdict"] in VERDICTS and step["kind"] in KINDS
        for key in ("reasons", "assumes"):
            assert all(isinstance(text, str) for text in step[key])
        assert all(isinstance(step[key], str) for key in ("scale", "dropped", "left", "right", "message"))
    counts = document["summary"]
    assert set(counts) == {"steps", *VERDICTS}
    assert counts["steps"] == len(document["steps"]) == sum(counts[verdict] for verdict in VERDICTS)
    return document


def test_json_follows_the_contract(tmp_path, capsys):
    note = f"{TRUE_LINE}\n\n{FALSE_LINE}\n\n{UNREAD_LINE}\n"
    document = contract_kept(note, checked(tmp_path, capsys, note, "--json")[1])
    assert [step["verdict"] for step in document["steps"]] == ["proved", "refuted", "unread"]


@pytest.mark.slow
def test_json_of_the_persons_note_follows_the_contract(tmp_path, capsys):
    note = (NOTES / "vae-note-displays.md").read_text(encoding="utf-8")
    document = contract_kept(note, checked(tmp_path, capsys, note, "--json")[1])
    assert document["summary"] == {
        "steps": 30, "proved": 23, "refuted": 2, "doubtful": 0, "consistent": 0, "definition": 5, "unread": 0,
    }  # fmt: skip
    (half,) = (step for step in document["steps"] if step["scale"] == "1/2")
    assert half["line"] == 91
    refuted = [step for step in document["steps"] if step["verdict"] == "refuted"]
    assert all(step["world"]["asked"] and len(step["values"]) == 2 for step in refuted)
    assert ["suggestion" in step for step in refuted] == [True, False]  # a slip taken back is one slip


def test_the_same_note_gives_the_same_bytes(tmp_path, capsys):
    note = f"{TRUE_LINE}\n\n{FALSE_LINE}\n\n{UNREAD_LINE}\n"
    first, second = (checked(tmp_path, capsys, note, "--json")[1] for _ in range(2))
    assert first == second


def test_a_message_names_the_place_and_puts_a_caret_under_it(tmp_path, capsys):
    _, out, _ = checked(tmp_path, capsys, f"# Title\n\n{UNREAD_LINE}\n\n{FALSE_LINE}\n")
    lines = out.splitlines()
    for verdict, line, sign in (("unread", 3, "\\foo"), ("refuted", 5, "=")):
        (place,) = (k for k, text in enumerate(lines) if re.search(rf"note\.md:{line}:\d+: {verdict}: ", text))
        column = int(re.search(r":(\d+): ", lines[place])[1])
        shown, caret = lines[place + 1], lines[place + 2]
        assert shown[4:].startswith("$$") and caret.strip() == "^"
        assert shown[caret.index("^") :].startswith(sign) and caret.index("^") - 4 == column - 1
    assert "\\foo" in next(text for text in lines if ": unread: " in text)


def test_chinese(tmp_path, capsys):
    _, out, _ = checked(tmp_path, capsys, f"{TRUE_LINE}\n\n{FALSE_LINE}\n\n{UNREAD_LINE}\n", "--lang", "zh")
    assert len(re.findall(r"[\u4e00-\u9fff]", out)) >= 20
    for word in ("proved", "refuted", "unread", "steps"):
        assert word not in out
    _, out, _ = checked(tmp_path, capsys, FALSE_LINE, "--lang", "zh", "--json")
    assert json.loads(out)["steps"][0]["verdict"] == "refuted", "what machines read is the same in every language"


@pytest.mark.slow
def test_the_command_in_a_process_of_its_own(tmp_path):
    """The module as people start it: status, JSON on standard output, nothing on standard error."""
    (tmp_path / "note.md").write_text(FALSE_LINE, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "derivations", "check", "note.md", "--json"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (1, "")
    assert json.loads(run.stdout)["summary"]["refuted"] == 1


# -- repairs -------------------------------------------------------------------------------------------------------

ELBO = r"\int q(z|x) \log p(x|z) dz - KL[q(z|x)\|p(z)]"
NORMAL = r"Let $p(x) = \mathcal{N}(x; \mu, \sigma^2)$." + "\n\n"
MINUS = "a minus sign"
SLIPS = {
    "sign": (MINUS, r"$$ KL[q(z)\|p(z)] = \int q(z) \log \frac{p(z)}{q(z)} dz $$"),
    "sign of one term": (MINUS, rf"$$ \log p(x) - KL[q(z|x)\|p(z|x)] = {ELBO.replace('- KL', '+ KL')} $$"),
    "sign of an entropy": (MINUS, r"$$ KL[p(x)\|q(x)] = H(p) - \int p(x) \log q(x) dx $$"),
    "half": ("factor 2", NORMAL + r"$$ H(p) = \log(2\pi e \sigma^2) $$"),
    "double": ("factor 2", r"$$ KL[q(z)\|p(z)] = 2 \int q(z) \log \frac{q(z)}{p(z)} dz $$"),
    "KL swapped": ("KL arguments swapped", r"$$ \int p(x) \log \frac{p(x)}{q(x)} dx = KL[q(x)\|p(x)] $$"),
    "conditional": ("conditional", r"$$ \log p(x,z) = \log p(z) + \log p(x) $$"),
    "conditional the wrong way": ("conditional", r"$$ \log p(x,z) = \log p(z) + \log p(z|x) $$"),
    "letter": ("letter", r"$$ \log p(x,z) = \log p(x|z) + \log q(z) $$"),
    "averaging density": (
        "averaging density",
        r"$$ KL[q(z|x)\|p(z|x)] = \mathbb{E}_{p(z|x)}[\log q(z|x) - \log p(z|x)] $$"),
    "logarithm": ("logarithm", r"$$ KL[q(z)\|p(z)] = \int q(z) \frac{q(z)}{p(z)} dz $$"),
    "square": ("square", NORMAL + r"$$ \mathbb{E}_{p(x)}[(x-\mu)^2] = \sigma $$"),
    "E of log": (
        "E of log", r"$$ H(p(x)) + \log p(z) = \log p(z) - \log \mathbb{E}_{p(x)}[p(x)] $$"),
    "bound": ("inequality direction", r"$$ KL[q(z)\|p(z)] \leq 0 $$"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_the_likely_slip_is_named_and_its_repair_offered(slip: str):
    named, text = SLIPS[slip]
    found = Judge(read_note(text)).run()[-1]
    assert found.verdict == "refuted"
    assert f"likely slip: {named}" in found.message
    assert found.suggestion


@pytest.mark.parametrize("slip", ["sign", "double", "KL swapped", "logarithm"])
def test_a_repaired_line_is_proved(slip: str):
    """What is offered can be put into the note as it stands."""
    text = SLIPS[slip][1]
    found = Judge(read_note(text)).run()[-1]
    left = text[: text.rindex(" = ")]
    (again,) = Judge(read_note(f"{left} = {found.suggestion} $$")).run()
    assert again.verdict == "proved", found.suggestion

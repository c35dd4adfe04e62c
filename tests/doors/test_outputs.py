"""What the commands write: never over a note, a device or another's file, and nothing half when they are stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from places import ROOT

from derivations.__main__ import main
from figures.__main__ import main as draw
from figures.canvas import FORMATS
from numerics.__main__ import main as numbers
from numerics.vae.model import VAE

NOTE = r"$$ \log p(x) = \log \int p(x,z) dz $$" + "\n"


def run(*arguments: str, cwd: Path, stdout=subprocess.PIPE, before: str = "", **environment: str):
    """The command in a process of its own; `before` is shell code that runs in front of it."""
    words = [sys.executable, "-m", *arguments]
    shell = ["sh", "-c", f'{before} exec "$@"', "sh", *words]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(shell, cwd=cwd, stdout=stdout, stderr=subprocess.PIPE, env=settings, check=False)


@pytest.fixture
def note(tmp_path) -> Path:
    path = tmp_path / "note.md"
    path.write_text(NOTE, encoding="utf-8")
    return path


def one_line(captured, *words: str) -> None:
    assert captured.err.count("\n") == 1 and all(word in captured.err for word in words), captured.err


def test_a_report_never_takes_the_place_of_its_note(note, tmp_path, capsys):
    (tmp_path / "link.md").symlink_to(note)
    os.link(note, tmp_path / "twin.html")
    for out in ("note.md", "link.md", "twin.html", "./note.md"):
        for force in ([], ["--force"]):
            assert main(["check", str(note), "--html", str(tmp_path / out), *force]) == 2
            one_line(capsys.readouterr(), "inputs are never written")
    assert note.read_text(encoding="utf-8") == NOTE


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "page", "certificate"])
def test_only_our_own_files_are_replaced(command, note, tmp_path, capsys):
    out = tmp_path / "out"
    words = {
        "check": ["check", str(note), "--html", str(out)],
        "page": ["page", "--explore", "--out", str(out)],
        "certificate": ["show", "gibbs", "--no-witness", "--certificate", str(out)],
    }[command]
    out.write_text("mine")
    assert main(words) == 2
    one_line(capsys.readouterr(), str(out), "--force")
    assert out.read_text() == "mine"
    assert main([*words, "--force"]) == 0
    first = out.read_bytes()
    assert main(words) == 0 and out.read_bytes() == first != b"mine"


def test_a_device_and_a_folder_are_refused_before_any_work(note, tmp_path, capsys):
    for out in ("/dev/null", str(tmp_path)):
        for words in (["check", str(note), "--html", out], ["page", "--out", out], ["--certificate", out]):
            assert main([*words, "--force"]) == 2
            one_line(capsys.readouterr(), f"{out}: a ")


@pytest.mark.slow
def test_pictures_of_other_programs_are_not_replaced(tmp_path, capsys):
    words = ["--only", "kl_as_area", "--format", ",".join(FORMATS), "--out", str(tmp_path)]
    assert draw(words) == 0 and draw(words) == 0, "its own pictures it knows in every format"
    (tmp_path / "kl_as_area.svg").write_text("<svg>mine</svg>")
    (tmp_path / "kl_as_area.png").unlink()
    capsys.readouterr()
    assert draw(words) == 2
    one_line(capsys.readouterr(), "kl_as_area.svg", "--force")
    assert not (tmp_path / "kl_as_area.png").exists(), "nothing is drawn before that is known"
    assert draw([*words, "--force"]) == 0


def test_training_replaces_only_what_training_wrote(tmp_path, capsys):
    words = ["train", "--epochs", "1", "--hidden", "3", "--out", str(tmp_path)]
    assert numbers(words) == 0 and numbers(words) == 0
    for name in ("checkpoint.npz", "model.npz", "history.csv", "summary.txt", "checkpoint.previous.npz"):
        kept = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(b"a,b\n1,2\n")
        capsys.readouterr()
        assert numbers(words) == 2
        one_line(capsys.readouterr(), name, "--force")
        assert (tmp_path / name).read_bytes() == b"a,b\n1,2\n"
        (tmp_path / name).write_bytes(kept)
    (tmp_path / "history.csv").write_bytes(b"mine")
    assert numbers([*words, "--force"]) == 0 and (tmp_path / "history.csv").read_bytes().startswith(b"epoch,")


def test_training_never_writes_over_its_data(tmp_path, capsys):
    np.savez(tmp_path / "model.npz", images=np.random.default_rng(0).random((40, 4)))
    before = (tmp_path / "model.npz").read_bytes()
    words = ["train", "--data", str(tmp_path / "model.npz"), "--epochs", "1", "--out", str(tmp_path), "--force"]
    assert numbers(words) == 2
    one_line(capsys.readouterr(), "inputs are never written")
    assert (tmp_path / "model.npz").read_bytes() == before


def test_an_export_replaces_nothing_unasked(tmp_path, capsys):
    VAE(3, 1, ()).save(tmp_path / "model.npz")
    (tmp_path / "out.pt").write_bytes(b"mine")
    for out, words in (("out.pt", ["--force"]), ("model.npz", ["inputs are never written"])):
        assert numbers(["export", str(tmp_path / "model.npz"), "--torch", str(tmp_path / out)]) == 2
        one_line(capsys.readouterr(), *words)


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_leaves_nothing(note, tmp_path):
    words = ["derivations", "check", "note.md", "--html", "out.html"]
    kept = {"PYTHONDONTWRITEBYTECODE": "1"}  # or the limit cuts compiled files short, which others then stumble over
    done = run(*words, cwd=tmp_path, before="ulimit -f 8;", **kept)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"cannot be written" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["note.md"]


@pytest.mark.slow
@pytest.mark.parametrize("door", ["derivations check note.md", "numerics --help", "figures --help"])
def test_closed_standard_output(door, note, tmp_path):
    closed = run(*door.split(), cwd=tmp_path, before="exec >&-;")
    assert closed.returncode == 2 and closed.stderr.count(b"\n") == 1 and b"standard output is closed" in closed.stderr


@pytest.mark.slow
def test_output_that_cannot_be_printed(note, tmp_path):
    """On a full disk one clear line, into a pipe whose reader has gone none, never a traceback."""
    words = ["derivations", "check", "note.md"]
    with open("/dev/full", "wb") as full:
        done = run(*words, cwd=tmp_path, stdout=full)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"no space left" in done.stderr, done.stderr
    reader, writer = os.pipe()
    os.close(reader)
    done = run(*words, cwd=tmp_path, stdout=writer)
    os.close(writer)
    assert done.returncode == 0 and not done.stderr


@pytest.mark.slow
def test_closed_standard_error_does_not_spill_into_files(note, tmp_path):
    done = run("derivations", "check", "note.md", "--html", "out.html", cwd=tmp_path, before="exec 2>&-;")
    assert done.returncode == 0 and (tmp_path / "out.html").read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.slow
def test_what_is_printed_may_not_go_into_the_note(note, tmp_path):
    with open(note, "ab") as own:
        done = run("derivations", "check", "note.md", cwd=tmp_path, stdout=own)
    assert done.returncode == 2 and b"into the note itself" in done.stderr
    assert note.read_text(encoding="utf-8") == NOTE


NAME = b"\xff\x1b[31m\xe4\xb8\xad \xe6\x96\x87.md"


@pytest.mark.slow
def test_names_that_are_no_utf8_and_carry_escapes(tmp_path):
    (tmp_path / os.fsdecode(NAME)).write_text(NOTE, encoding="utf-8")
    done = run("derivations", "check", os.fsdecode(NAME), "--html", "out.html", cwd=tmp_path)
    assert done.returncode == 0 and b"\x1b" not in done.stdout + done.stderr
    assert "␛[31m中 文.md" in done.stdout.decode("utf-8")
    assert b"\x1b" not in (tmp_path / "out.html").read_bytes()
    done = run("derivations", "check", os.fsdecode(NAME), "--json", cwd=tmp_path)
    assert json.loads(done.stdout.decode("utf-8"))["source"].endswith("中 文.md")
    done = run("derivations", "check", os.fsdecode(b"\x1b[2Jnone\xfe.md"), cwd=tmp_path)
    assert done.returncode == 2 and b"\x1b" not in done.stderr and done.stderr.count(b"\n") == 1


ACTING = "\x1b]0;owned\x07 \x9b31m \x08\x7f \u202egpj.exe\u2066"


def test_escapes_in_a_note_are_shown_and_not_obeyed(tmp_path, capsys):
    path = tmp_path / "note.md"
    said = f"# {ACTING}\n\n$$ a {ACTING} = \\foo{{{ACTING}}} $$\n\nLet ${ACTING}$ be, &#x202e; and &#x9b;.\n"
    path.write_text(said, encoding="utf-8")
    for options in ([], ["--json"], ["--lang", "zh"]):
        main(["check", str(path), "--html", str(tmp_path / "out.html"), *options])
        printed = capsys.readouterr()
        page = (tmp_path / "out.html").read_text(encoding="utf-8")
        for text in (printed.out, printed.err, page):
            assert not set(text) & set("\x1b\x07\x9b\x08\x7f\u202e\u2066")


@pytest.mark.slow
@pytest.mark.parametrize(
    "surroundings",
    [
        ("", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        ("", {"HOME": "/nonexistent"}),
        ("", {"HOME": "/proc"}),
        ("unset HOME;", {}),
    ],
    ids=["locale C", "no such home", "read-only home", "no home"],
)
def test_poor_surroundings(surroundings, tmp_path):
    before, settings = surroundings
    folder = tmp_path / "with spaces 中文"
    folder.mkdir()
    (folder / "笔记 1.md").write_bytes(f"一行：\r\n\r\n{NOTE}".replace("dz $$\n", "dz\r\n$$\r\n").encode())
    words = ["check", "笔记 1.md", "--lang", "zh", "--html", "页 1.html"]
    done = run("derivations", *words, cwd=folder, before=before, **settings)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert "笔记 1.md" in done.stdout.decode("utf-8")
    assert "一行" in (folder / "页 1.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_commands_writing_one_page_leave_a_whole_one(note, tmp_path):
    words = [sys.executable, "-m", "derivations", "check", "note.md", "--html", "out.html"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(3):
        both = [subprocess.Popen(words, cwd=tmp_path, env=settings, stdout=subprocess.DEVNULL) for _ in range(2)]
        assert [one.wait() for one in both] == [0, 0]
        assert (tmp_path / "out.html").read_text(encoding="utf-8").endswith("</html>\n")
        assert sorted(p.name for p in tmp_path.iterdir()) == ["note.md", "out.html"]


@pytest.mark.slow
def test_two_trainings_writing_one_checkpoint_leave_a_whole_one(tmp_path):
    words = [sys.executable, "-m", "numerics", "train", "--epochs", "2", "--hidden", "3", "--out", "run"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": "/proc"}
    both = [subprocess.Popen(words, cwd=tmp_path, env=settings, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert not [path.name for path in (tmp_path / "run").iterdir() if path.suffix == ".tmp"]
    assert numbers(["evaluate", str(tmp_path / "run" / "model.npz"), "--images", "2", "--samples", "10"]) == 0
    assert numbers([*words[3:6], "--hidden", "3", "--out", str(tmp_path / "run")]) == 0

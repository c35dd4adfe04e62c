"""`check NOTE --watch`: a real process beside a real editor's saves, ended by Ctrl-C; and what its page carries."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from places import ROOT

from derivations.__main__ import main
from derivations.doors.watching import saved, stamp
from derivations.page import note_page
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

TRUE = r"$$ \log p(x) = \log \int p(x,z) dz $$" + "\n"
SLIP = r"$$ KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}] $$" + "\n"
PATIENCE = 60  # seconds for what takes one on an idle machine


class Watched:
    """The command on a note, in a process of its own; `says(words)` waits until it prints them."""

    def __init__(self, folder: Path, *words: str):
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "derivations", "check", "note.md", "--watch", *words], cwd=folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)

    def says(self, words: str) -> None:
        while not self.seen or words not in self.seen[-1]:
            try:
                self.seen.append(self.lines.get(timeout=PATIENCE))
            except queue.Empty:
                pytest.fail(f"never said {words!r}, but:\n{''.join(self.seen)}")

    def ends(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


@pytest.mark.slow
def test_a_note_is_judged_again_at_each_save_until_ctrl_c(tmp_path):
    note = tmp_path / "note.md"
    note.write_text(TRUE, encoding="utf-8")
    with Watched(tmp_path, "--html", "page.html") as watched:
        watched.says("1 proved, 0 refuted")
        watched.says("watching note.md; Ctrl-C ends")
        assert "location.reload" in (tmp_path / "page.html").read_text(encoding="utf-8")
        note.write_text(TRUE + "\n" + SLIP, encoding="utf-8")
        watched.says("1 proved, 1 refuted")
        note.unlink()
        watched.says("note.md is not there; waiting for it")
        note.write_bytes(b"\xff\xff")
        watched.says("not UTF-8")
        replacement = tmp_path / "new"
        replacement.write_text(SLIP + "\n" + TRUE, encoding="utf-8")
        replacement.replace(note)  # as editors save
        watched.says("1 proved, 1 refuted")
        watched.says("watching")
        assert watched.ends() == 1
    assert not watched.lines.qsize() or "Traceback" not in "".join(watched.lines.queue)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "location.reload" not in page and page.count("refuted") >= 1


@pytest.mark.slow
def test_what_a_latex_note_inputs_is_watched_too(tmp_path):
    main_file = "\\documentclass{article}\n\\begin{document}\n\\input{part}\n\\end{document}\n"
    (tmp_path / "note.md").write_text(main_file, encoding="utf-8")  # LaTeX by its first line
    (tmp_path / "part.tex").write_text(TRUE, encoding="utf-8")
    with Watched(tmp_path) as watched:
        watched.says("1 proved, 0 refuted")
        (tmp_path / "part.tex").write_text(SLIP, encoding="utf-8")
        watched.says("0 proved, 1 refuted")
        watched.says("watching")  # the answer is whole
        assert watched.ends() == 1


def test_a_file_is_told_once_it_is_at_rest(tmp_path, monkeypatch):
    """What is still being written, from one look to the next, is not told."""
    note = tmp_path / "note.md"
    note.write_text("a", encoding="utf-8")
    happens = iter(["", "", "ab", "abc", "", "", None, None, "", "", "abcd", "", ""])

    def pause(_seconds):
        text = next(happens)  # ends the test by StopIteration
        if text is None:
            note.unlink(missing_ok=True)
        elif text:
            note.write_text(text, encoding="utf-8")
            os.utime(note, ns=(len(text), len(text)))

    monkeypatch.setattr("derivations.doors.watching.time.sleep", pause)
    told = []
    with pytest.raises(RuntimeError):
        for there in saved(lambda: [note]):
            told.append(note.read_text(encoding="utf-8") if there else None)
    assert told == ["a", "abc", None, "abcd"]


def test_a_change_while_the_note_is_judged_is_not_missed(tmp_path, monkeypatch):
    note = tmp_path / "note.md"
    note.write_text("a", encoding="utf-8")
    monkeypatch.setattr("derivations.doors.watching.time.sleep", lambda _seconds: None)
    told = []
    for _ in saved(lambda: [note]):
        told.append(note.read_text(encoding="utf-8"))
        if len(told) == 2:
            break
        note.write_text("ab", encoding="utf-8")  # the first is still being judged
    assert told == ["a", "ab"]


def test_a_file_that_is_not_there_has_a_stamp_too(tmp_path):
    assert stamp([tmp_path / "nowhere.md"]) == (None,)


WRONG = {
    ("-",): "standard input",
    ("a.md", "b.md"): "one note",
    (".",): "one note",
    ("nowhere.md",): "no such file",
    ("a.md", "--json"): "json",
    ("a.md", "--format", "sarif"): "sarif",
    ("a.md", "--fix", "b.md"): "--fix",
    ("a.md", "--certificate", "b.json"): "--certificate",
    ("a.md", "--diff"): "--diff",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_cannot_be_watched_is_told_in_one_line(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(TRUE, encoding="utf-8")
    assert main(["check", *words, "--watch"]) == 2
    said = capsys.readouterr().err
    assert WRONG[words] in said and said.count("\n") == 1


def page(reloading: bool) -> str:
    note = read_note(TRUE, "note.md")
    return note_page(note, Judge(note).run(), reloading=reloading)


def test_only_the_page_of_a_watched_note_reloads_itself():
    plain, watched = page(False), page(True)
    assert "location.reload" in watched and "location.reload" not in plain and "sessionStorage" not in plain
    policies = [re.search(r'Content-Security-Policy" content="([^"]*)"', made)[1] for made in (plain, watched)]
    without = [
        re.sub(r"script-src '[^']*'", "", policy.replace("&#x27;", "'").replace("&#39;", "'")) for policy in policies
    ]
    assert without[0] == without[1] and "default-src" in without[0] and policies[0] != policies[1]

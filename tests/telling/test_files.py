"""Files that are written: whole or not at all, never over what is somebody else's, whatever ends the program."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from places import ROOT

from derivations.telling.files import MARK, CannotWrite, refuse_to_replace, replacing, write

OURS = MARK + b" one"
OTHERS = b"# my note\n"


def placed(folder: Path, kind: str) -> Path:
    """Something of this kind at folder/out, with OTHERS where it is a file or leads to one."""
    out, kept = folder / "out", folder / "kept"
    kept.write_bytes(OTHERS)
    if kind == "folder":
        out.mkdir()
    elif kind == "link":
        out.symlink_to(kept)
    elif kind == "link to nothing":
        out.symlink_to(folder / "nothing")
    elif kind == "link to a folder":
        (folder / "other").mkdir()
        out.symlink_to(folder / "other")
    elif kind == "pipe":
        os.mkfifo(out)
    elif kind == "file of another program":
        out.write_bytes(OTHERS)
    elif kind == "write-protected":
        out.write_bytes(OURS)
        out.chmod(0o444)
    elif kind == "input":
        out.write_bytes(OURS)
        return out
    elif kind == "input under another name":
        os.link(kept, out)
    return out


SAID = {
    "folder": "a folder", "link": "a link", "link to nothing": "a link", "link to a folder": "a link",
    "pipe": "a device or a pipe", "file of another program": "--force", "write-protected": "--force",
    "input": "inputs are never written", "input under another name": "inputs are never written",
}  # fmt: skip
FORCED = {"file of another program", "write-protected"}


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("force", [False, True], ids=["", "force"])
def test_what_may_not_be_replaced_is_refused_in_one_line(kind, force, tmp_path):
    out = placed(tmp_path, kind)
    inputs = [out, tmp_path / "kept"] if kind.startswith("input") else []
    before = sorted((p.name, p.read_bytes() if p.is_file() else b"") for p in tmp_path.iterdir())
    if force and kind in FORCED:
        write(out, b"new", MARK, force=True, inputs=inputs)
        assert out.read_bytes() == b"new"
        return
    for refuses in (refuse_to_replace, lambda *a, **k: write(a[0], b"new", a[1], **k)):
        with pytest.raises(CannotWrite) as refused:
            refuses(out, MARK, force=force, inputs=inputs)
        said = str(refused.value)
        assert said.startswith(f"{out}: ") and SAID[kind] in said and "\n" not in said
    assert sorted((p.name, p.read_bytes() if p.is_file() else b"") for p in tmp_path.iterdir()) == before


def test_a_device_is_refused():
    with pytest.raises(CannotWrite, match="a device"):
        write("/dev/null", b"new", MARK, force=True)


@pytest.mark.parametrize("path", ["file/below", "x" * 300, "nul\0byte"], ids=["below a file", "long", "zero byte"])
def test_a_place_where_no_file_can_be(path, tmp_path):
    (tmp_path / "file").write_bytes(OTHERS)
    with pytest.raises(CannotWrite, match="cannot be written"):
        write(tmp_path / path, b"new", MARK)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("old", [OURS, b"x" * 5000 + MARK, b""], ids=["mark first", "mark last", "empty"])
def test_our_own_and_empty_files_are_replaced(old, tmp_path):
    out = tmp_path / "out"
    out.write_bytes(old)
    assert write(out, "σ", MARK) == out and out.read_text(encoding="utf-8") == "σ"


def test_of_some_kinds_no_file_is_known_to_be_ours(tmp_path):
    out = tmp_path / "out"
    out.write_bytes(OURS)
    with pytest.raises(CannotWrite, match="--force"):
        write(out, b"new", None)


def test_permissions_are_kept_and_new_files_follow_the_mask(tmp_path):
    old, new = tmp_path / "old", tmp_path / "folder" / "new"
    old.write_bytes(OURS)
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        write(old, OURS, MARK)
        write(new, OURS, MARK)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640 and stat.S_IMODE(new.stat().st_mode) == 0o640
    with replacing(old, MARK) as file:
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077 == 0, "nobody else reads it while it is half"
        file.write(OURS)


def test_two_threads_writing_at_once_leave_one_whole_file(tmp_path):
    out = tmp_path / "out"
    contents = [MARK + bytes([65 + k]) * 300_000 for k in range(4)]
    threads = [
        threading.Thread(target=lambda c=content: [write(out, c, MARK) for _ in range(10)]) for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert out.read_bytes() in contents and [p.name for p in tmp_path.iterdir()] == ["out"]


PROGRAM = """
import os, resource, signal, sys
from derivations.telling.files import MARK, replacing
out, trouble = sys.argv[1:]
if trouble == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
with replacing(out, MARK) as file:
    file.write(MARK + b"x" * 50_000)
    if trouble.startswith("SIG"):
        os.kill(os.getpid(), getattr(signal, trouble))
    file.write(b"y" * 200_000)
print("went on")
"""


@pytest.mark.parametrize("before", [None, OURS], ids=["new", "old"])
@pytest.mark.parametrize("trouble", ["SIGINT", "SIGTERM", "SIGHUP", "full"])
def test_nothing_is_left_behind(trouble, before, tmp_path):
    """A signal waits until the file is whole; on a full disk the old file stays."""
    out = tmp_path / "out"
    if before:
        out.write_bytes(before)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(out), trouble], capture_output=True, text=True, env=environment
    )
    names = [p.name for p in tmp_path.iterdir()]
    assert "went on" not in done.stdout
    if trouble == "full":
        assert "CannotWrite" in done.stderr and "too large" in done.stderr
        assert names == (["out"] if before else []) and (not before or out.read_bytes() == before)
    else:
        number = getattr(signal, trouble)
        assert done.returncode == -number or (trouble == "SIGINT" and "KeyboardInterrupt" in done.stderr)
        assert names == ["out"] and len(out.read_bytes()) == len(MARK) + 250_000


def test_a_failed_move_leaves_the_old_file(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write(out, OURS, MARK)

    def fails(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(CannotWrite, match=r"out: cannot be written: disk full; what was there before is left"):
        write(out, b"new", MARK)
    assert out.read_bytes() == OURS and [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_writer_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "out", MARK) as file:
        file.write(b"half")
        file.write(bytes(1 // 0))
    assert not list(tmp_path.iterdir())

"""The language server, in a process of its own, spoken to as an editor does: the protocol over standard input and
output, no library of ours or of pygls in between."""

import json
import os
import queue
import re
import subprocess
import sys
import threading
from importlib.util import find_spec

import pytest
from places import ROOT

from derivations.__main__ import main
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

TRUE = r"$$ \log p(x) = \log \int p(x,z) dz $$"
SLIP = r"$$ KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}] $$"
URI = "file:///nowhere/note.md"
PATIENCE = 120  # seconds for what takes one on an idle machine


class Editor:
    """The server, and what it has said."""

    def __init__(self, *words: str, **environment: str):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "derivations", "lsp", "--at-once", "600", *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )  # fmt: skip
        self.said: queue.Queue[dict] = queue.Queue()
        self.texts: dict[str, tuple[int, str]] = {}
        self.number = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        out = self.process.stdout
        while header := out.readline():
            length = int(re.fullmatch(rb"Content-Length: (\d+)\r\n", header)[1])
            while out.readline() != b"\r\n":
                pass
            self.said.put(json.loads(out.read(length)))

    def send(self, **message) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def hears(self, wanted) -> dict:
        """The next message that is wanted."""
        while True:
            try:
                message = self.said.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail("the server said nothing of what was waited for")
            assert "error" not in message, message
            if wanted(message):
                return message

    def ask(self, method: str, params) -> object:
        self.number += 1
        self.send(id=self.number, method=method, params=params)
        return self.hears(lambda m: m.get("id") == self.number and "method" not in m)["result"]

    def begin(self) -> dict:
        result = self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.send(method="initialized", params={})
        return result["capabilities"]

    def open(self, text: str, uri: str = URI, language: str = "markdown") -> None:
        self.texts[uri] = 1, text
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})

    def close(self, uri: str = URI) -> None:
        """Close a document, and wait until its marks are gone."""
        del self.texts[uri]
        self.send(method="textDocument/didClose", params={"textDocument": {"uri": uri}})
        assert self.marks(uri, repairs=False) == []

    def change(self, line: int, start: int, end: int, new: str, uri: str = URI) -> None:
        """Put other characters (as UTF-16 counts them) into a line, as an editor tells it."""
        version, text = self.texts[uri]
        lines = text.split("\n")
        units = lines[line].encode("utf-16-le")
        lines[line] = (units[: 2 * start] + new.encode("utf-16-le") + units[2 * end :]).decode("utf-16-le")
        self.texts[uri] = version + 1, "\n".join(lines)
        where = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
        params = {
            "textDocument": {"uri": uri, "version": version + 1},
            "contentChanges": [{"range": where, "text": new}],
        }
        self.send(method="textDocument/didChange", params=params)

    def marks(self, uri: str = URI, repairs: bool = True) -> list[dict]:
        """The diagnostics of the text as it is: the first told, or those once repairs were looked for."""
        version = self.texts[uri][0] if uri in self.texts else None
        for _ in range(2 if repairs else 1):
            told = self.hears(
                lambda m: (
                    m.get("method") == "textDocument/publishDiagnostics"
                    and (m["params"]["uri"], m["params"].get("version")) == (uri, version)
                )
            )
        return told["params"]["diagnostics"]

    def actions(self, line: int, uri: str = URI) -> list[dict]:
        where = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 999}}
        params = {"textDocument": {"uri": uri}, "range": where, "context": {"diagnostics": []}}
        return self.ask("textDocument/codeAction", params)

    def hover(self, line: int, character: int, uri: str = URI) -> dict | None:
        position = {"line": line, "character": character}
        return self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})

    def end(self) -> int:
        self.ask("shutdown", None)
        self.send(method="exit")
        return self.process.wait(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def server():
    if find_spec("pygls") is None:
        pytest.fail("the tests of the language server were NOT run: no pygls here (pip install -e '.[lsp]')")
    with Editor() as made:
        made.capabilities = made.begin()
        yield made


@pytest.fixture
def editor(server):
    """One server for all; what a test leaves open is closed."""
    yield server
    for uri in list(server.texts):
        server.close(uri)


@pytest.mark.lsp
def test_a_slip_is_marked_explained_and_repaired(editor):
    assert editor.capabilities["hoverProvider"] and "quickfix" in str(editor.capabilities["codeActionProvider"])
    editor.open(f"Words.\n\n{TRUE}\n\n{SLIP}\n")
    (mark,) = editor.marks()
    assert (mark["code"], mark["severity"], mark["source"]) == ("refuted", 1, "vae-derivations")
    assert mark["range"]["start"] == {"line": 4, "character": SLIP.index("=")}
    assert mark["range"]["end"] == {"line": 4, "character": len(SLIP) - 3}
    assert mark["message"].startswith("refuted: likely slip: ") and "left = " in mark["message"]
    assert editor.actions(2) == []
    (action,) = editor.actions(4)
    (edit,) = action["edit"]["changes"][URI]
    assert action["kind"] == "quickfix" and edit["newText"] in action["title"]
    start, end = edit["range"]["start"], edit["range"]["end"]
    assert start["line"] == end["line"] == 4
    editor.change(4, start["character"], end["character"], edit["newText"])
    assert editor.marks() == []
    assert [j.verdict for j in Judge(read_note(editor.texts[URI][1])).run()] == ["proved", "proved"]


@pytest.mark.lsp
def test_the_worked_lines_and_the_world_are_seen_under_the_pointer(editor):
    editor.open(f"Words.\n\n{TRUE}\n\n{SLIP}\n")
    editor.marks()
    proved = editor.hover(2, TRUE.index("=") + 5)
    assert proved["contents"]["value"].startswith("**proved**: ") and proved["range"]["start"]["line"] == 2
    refuted = editor.hover(4, SLIP.index("="))["contents"]["value"]
    assert "**refuted**: " in refuted and "likely meant" in refuted and "left = " in refuted
    assert editor.hover(0, 1) is None and editor.hover(2, 4) is None


@pytest.mark.lsp
def test_columns_are_counted_as_the_editor_does(editor):
    """A letter beyond the first plane is two units of UTF-16."""
    editor.open("变分 𝔼\n\n" + SLIP.replace("E_", "𝔼_") + "\n")
    (mark,) = editor.marks()
    assert mark["code"] == "unread" and mark["range"]["start"]["character"] == SLIP.index("E_")
    assert mark["range"]["end"]["character"] == len(SLIP) - len(" $$") + 1
    editor.change(2, SLIP.index("E_"), SLIP.index("E_") + 2, "E")
    editor.change(2, SLIP.index("q(x)}{"), SLIP.index("q(x)}{") + len("q(x)}{p(x)"), "p(x)}{q(x)")
    assert editor.marks() == []


@pytest.mark.lsp
def test_the_newest_text_is_told_whatever_came_before_it(editor):
    editor.open(f"{TRUE}\n\n{SLIP}\n")
    for _ in range(6):  # typed faster than it is judged
        editor.change(0, 0, 0, " ")
    editor.change(2, 0, len(SLIP), TRUE)
    assert editor.marks(repairs=False) == []
    editor.change(2, 0, len(TRUE), SLIP)
    assert [mark["code"] for mark in editor.marks()] == ["refuted"]


@pytest.mark.lsp
def test_what_is_no_note_and_what_is_closed_is_left_alone(editor, tmp_path):
    (tmp_path / "part.tex").write_text(SLIP, encoding="utf-8")
    uri, part = (tmp_path / "main.tex").as_uri(), (tmp_path / "part.tex").as_uri()
    editor.open("print(1)", "file:///nowhere/a.py", "python")
    editor.open("\\documentclass{article}\\begin{document}\n\\input{part}\n\\end{document}\n", uri, "latex")
    assert editor.marks(uri, repairs=False) == []
    assert [mark["code"] for mark in editor.marks(part)] == ["refuted"]
    editor.close(uri)
    assert editor.marks(part, repairs=False) == []
    editor.open("a\0b", "untitled:Untitled-1")
    assert editor.hover(0, 0, "untitled:Untitled-1") is None
    editor.open(f"{SLIP}\n", "untitled:Untitled-2")
    assert [mark["code"] for mark in editor.marks("untitled:Untitled-2")] == ["refuted"]


@pytest.mark.lsp
def test_the_server_speaks_chinese_and_ends_with_its_editor():
    with Editor("--lang", "zh", "--strict", "--stdio") as editor:
        editor.begin()
        editor.open(SLIP)
        (mark,) = editor.marks()
        assert mark["message"].startswith("已推翻: 可能的疏漏")
        (action,) = editor.actions(0)
        assert action["title"].startswith("改为：")
        assert editor.end() == 0


@pytest.mark.lsp
def test_the_server_ends_with_its_editor():
    with Editor() as editor:
        editor.begin()
        editor.process.stdin.close()
        assert editor.process.wait(PATIENCE) == 0


def test_without_pygls_one_line_says_what_to_install(monkeypatch, capsys):
    for module in ("pygls", "pygls.lsp.server", "lsprotocol"):
        monkeypatch.setitem(sys.modules, module, None)
    assert main(["lsp"]) == 2
    said = capsys.readouterr()
    assert "pip install 'vae-derivations[lsp]'" in said.err and said.err.count("\n") == 1 and not said.out
    assert main(["lsp", "--lang", "zh"]) == 2
    assert "尚未安装" in capsys.readouterr().err


def test_what_is_asked_wrongly_is_told_in_one_line(capsys):
    assert main(["lsp", "--port", "1"]) == 2
    assert capsys.readouterr().err.count("\n") == 1

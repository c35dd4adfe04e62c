"""The command `python -m derivations lsp`: a language server for editors, over standard input and output.

It marks what needs the author's eye while a note is written (diagnostics), shows the worked lines or the world of the
step under the pointer (hover), and puts repairs in (code actions). pygls speaks the protocol: the extra `lsp`.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from derivations.doors.door import complain, fault_of, stay
from derivations.doors.newest import AT_ONCE, Edited, Newest
from derivations.doors.usage import Parser, UsageError
from derivations.reading.manuscript import ACCEPTED, LATEX, MARKDOWN, NOTEBOOK, RESTRUCTURED, manuscript
from derivations.reading.note import Note, read_manuscript
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling import editor
from derivations.telling.wording import Wording

if TYPE_CHECKING:
    from lsprotocol import types
    from pygls.workspace import PositionCodec, TextDocument

PROGRAM = "python -m derivations lsp"
NAME = "vae-derivations"
LANGUAGES = {"markdown": MARKDOWN[0], "quarto": ".qmd", "rmd": ".rmd", "latex": LATEX, "tex": LATEX,
             "restructuredtext": RESTRUCTURED}  # fmt: skip
LEVELS = {"error": 1, "warning": 2, "notice": 3}


def parser() -> Parser:
    made = Parser(PROGRAM, description="A language server for editors, over standard input and output.")
    made.add_argument("--strict", action="store_true", help="a doubtful step is an error too")
    made.add_argument("--at-once", type=float, default=AT_ONCE, metavar="SECONDS",
                      help=f"what is known after so long is told before the rest (default {AT_ONCE})")  # fmt: skip
    made.add_argument("--stdio", action="store_true", help=argparse.SUPPRESS)  # what editors add by themselves
    made.add_language()
    return made


def main(argv: list[str]) -> int:
    """The command; returns the exit status."""
    try:
        options = parser().parse_args(argv)
    except UsageError as error:
        return complain(PROGRAM, error)
    try:
        server = made(Wording(options.lang), options.strict, options.at_once)
    except ImportError:
        say = Wording(options.lang)
        told = "it needs pygls, which is not installed: pip install 'vae-derivations[lsp]'"
        return complain(PROGRAM, say.pick(told, "需要 pygls，而它尚未安装：pip install 'vae-derivations[lsp]'"))
    stay()
    server.start_io()
    return 0


@dataclass(frozen=True)
class Told:
    """What was last told of a document: of which of its texts, and the files in which marks stand."""

    version: int | None
    note: Note
    judgements: list[Judgement]
    files: frozenset[str]


def suffix_of(document: TextDocument) -> str | None:
    """How a document is read: by its name, or by what the editor calls its language; None for what is no note."""
    suffix = Path(document.path or "").suffix.lower()
    if suffix in ACCEPTED:
        return None if suffix == NOTEBOOK else suffix
    return LANGUAGES.get((document.language_id or "").lower())


def read(text: str, path: str, suffix: str) -> Note:
    """The note in an editor. Raises ValueError."""
    folder = Path(path).parent if Path(path).is_absolute() else None
    return read_manuscript(manuscript(text.encode("utf-8", "replace"), path, folder, suffix))


def made(wording: Wording, strict: bool, at_once: float = AT_ONCE):
    """The server. Raises ImportError where pygls is not installed."""
    from lsprotocol import types
    from pygls import uris
    from pygls.lsp.server import LanguageServer

    server = LanguageServer(NAME, own_version(), text_document_sync_kind=types.TextDocumentSyncKind.Incremental)
    desk = Newest(at_once)
    documents: dict[str, TextDocument] = {}
    told: dict[str, Told] = {}

    def lines_of(note: Note, file: str) -> list[str]:
        return note.source.written.originals.get((file, None), "").split("\n")

    def range_of(note: Note, where: editor.Stretch) -> types.Range:
        return in_units(types, server.workspace.position_codec, lines_of(note, where.file), where)

    def publish(uri: str, path: str, number: int, note: Note, judgements: list[Judgement]) -> None:
        """Told in the thread of the protocol, and only of the text that is open now."""
        if uri not in documents or documents[uri].version != number:
            return
        found: dict[str, list[types.Diagnostic]] = {path: []}
        for mark in editor.marks(note, judgements, wording, strict):
            found.setdefault(mark.where.file, []).append(
                types.Diagnostic(
                    range=range_of(note, mark.where), severity=types.DiagnosticSeverity(LEVELS[mark.level]),
                    code=mark.kind, source=NAME, message=mark.message,
                )
            )  # fmt: skip
        before = told[uri].files if uri in told else frozenset()
        told[uri] = Told(number, note, judgements, frozenset(found))
        for file in (*found, *sorted(before - set(found))):
            where, of = (uri, number) if file == path else (uris.from_fs_path(file), None)
            send(where, of, found.get(file, []))

    def send(uri: str, number: int | None, found: list[types.Diagnostic]) -> None:
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, number))

    def complain_of(uri: str, error: Exception) -> None:
        message = str(error) if isinstance(error, ValueError) else fault_of(error)
        start = types.Range(types.Position(0, 0), types.Position(0, 1))
        told.pop(uri, None)
        send(uri, None, [types.Diagnostic(start, message, types.DiagnosticSeverity.Error, source=NAME)])

    def judge(uri: str) -> None:
        document = documents[uri] = server.workspace.get_text_document(uri)
        suffix = suffix_of(document)
        if suffix is None:
            return
        loop, text, path, number = asyncio.get_running_loop(), document.source, document.path, document.version
        desk.take(
            Edited(
                uri, lambda: read(text, path, suffix),
                lambda *found: loop.call_soon_threadsafe(publish, uri, path, number, *found),
                lambda error: loop.call_soon_threadsafe(complain_of, uri, error),
            )
        )  # fmt: skip

    def current(uri: str) -> Told | None:
        """What was told of a document, if it is of the text that is open now."""
        known = told.get(uri)
        return known if uri in documents and known is not None and known.version == documents[uri].version else None

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        judge(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        judge(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        desk.drop(uri)
        documents.pop(uri, None)
        known = told.pop(uri, None)
        send(uri, None, [])
        for file in known.files - {known.note.source.name} if known else ():
            send(uris.from_fs_path(file), None, [])

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        known = current(params.text_document.uri)
        if known is None:
            return None
        file = known.note.source.name
        at = server.workspace.position_codec.position_from_client_units(lines_of(known.note, file), params.position)
        found = editor.under(known.note, known.judgements, wording, file, (at.line, at.character))
        if found is None:
            return None
        where, text = found
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), range_of(known.note, where))

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def asked(params: types.CodeActionParams) -> list[types.CodeAction]:
        known = current(params.text_document.uri)
        return [] if known is None else list(repairs(params, known))

    def repairs(params: types.CodeActionParams, known: Told):
        uri, note = params.text_document.uri, known.note
        for mark in editor.marks(note, known.judgements, wording, strict):
            if mark.repair is None or mark.where.file != note.source.name:
                continue
            place = range_of(note, mark.where)
            if meets(place, params.range):
                edit = types.TextEdit(range_of(note, mark.repair.where), mark.repair.text)
                title = wording.pick("put the repair in: {}", "改为：{}").format(mark.repair.text)
                about = [d for d in params.context.diagnostics if d.range == place and d.source == NAME]
                yield types.CodeAction(
                    title, types.CodeActionKind.QuickFix, about, is_preferred=True,
                    edit=types.WorkspaceEdit(changes={uri: [edit]}),
                )  # fmt: skip

    return server


def in_units(types, codec: PositionCodec, lines: list[str], where: editor.Stretch) -> types.Range:
    """A stretch as the editor counts columns, most often in UTF-16."""
    ends = (codec.position_to_client_units(lines, types.Position(*point)) for point in (where.start, where.end))
    return types.Range(*ends)


def meets(one, other) -> bool:
    """Whether two ranges of the protocol have a point in common."""
    key: Callable = lambda point: (point.line, point.character)  # noqa: E731
    return key(one.start) <= key(other.end) and key(other.start) <= key(one.end)


def own_version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:  # run from its source
        return "0"

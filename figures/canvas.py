"""An empty picture in the note's style, its heading with the note's label, and how a picture becomes a file."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from figures.language import font_settings
from figures.palette import GREY

STYLE = Path(__file__).with_name("note.mplstyle")
FORMATS = ("png", "svg", "pdf")
# Dates and versions would make equal pictures unequal files.
METADATA = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@contextmanager
def style(lang: str = "en", dpi: float | None = None) -> Iterator[None]:
    """The note's style in a language. Raises NoChineseFont for "zh" without such a font."""
    with mpl.rc_context():
        mpl.rcdefaults()
        changes = font_settings(lang) | ({} if dpi is None else {"figure.dpi": dpi, "savefig.dpi": dpi})
        mpl.style.use([STYLE, changes])
        yield


def blank() -> Figure:
    """An empty figure that draws without a display; to be used within `style`."""
    figure = Figure()
    FigureCanvasAgg(figure)
    return figure


def heading(figure: Figure, title: str, label: str, formula: str = "") -> None:
    """What the picture says, the formula below it, and in the corner the note's label of the line it belongs to."""
    figure.suptitle(f"{title}\n{formula}" if formula else title, x=0.012, ha="left", linespacing=1.35)
    figure.text(0.992, 0.972, label, ha="right", va="top", color=GREY, fontsize=10.5)


def encoded(figure: Figure, form: str, dpi: float | None = None) -> bytes:
    """The picture as the bytes of a file, the same bytes for the same picture; to be used within `style`."""
    buffer = io.BytesIO()
    figure.draw_without_rendering()  # the layout of axes with a fixed aspect is settled by the second pass only
    figure.savefig(buffer, format=form, metadata=METADATA[form], **({} if dpi is None else {"dpi": dpi}))
    return buffer.getvalue()


def replace_file(path: Path, content: bytes) -> Path:
    """Write to a temporary name beside the file and move it into place: no half-written picture is ever seen."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path

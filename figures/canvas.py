"""An empty picture in the note's style, its heading with the note's label, and how a picture becomes a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from derivations.telling.files import MARK
from figures.language import font_settings
from figures.palette import GREY

STYLE = Path(__file__).with_name("note.mplstyle")
FORMATS = ("png", "svg", "pdf")
# Dates and versions would make equal pictures unequal files.
METADATA = {
    "png": {"Software": MARK.decode()},
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
    """The picture as the bytes of a file, the same bytes for the same picture; to be used within `style`.

    Each says whose it is, so that pictures of other programs are not replaced.
    """
    buffer = io.BytesIO()
    figure.draw_without_rendering()  # the layout of axes with a fixed aspect is settled by the second pass only
    figure.savefig(buffer, format=form, metadata=METADATA[form], **({} if dpi is None else {"dpi": dpi}))
    content = buffer.getvalue()
    if form == "svg":
        return content.replace(b"<svg ", b"<!-- %b -->\n<svg " % MARK, 1)
    return content + b"%%%b\n" % MARK if form == "pdf" else content  # in a PDF, what follows % is a remark

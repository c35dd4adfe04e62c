"""The door: `python -m figures [--only NAME ...] [--out FOLDER] [--format png,svg,pdf] [--lang en|zh] ...`.

Exit status: 0 all pictures made, 2 wrong usage or a folder that cannot be written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from derivations.doors.door import through_the_door
from derivations.doors.usage import Parser, UsageError
from derivations.telling.files import CannotWrite
from figures.canvas import FORMATS
from figures.gallery import EXAMPLES, EXAMPLES_DPI, FIGURES, UnknownFigure, contents, make
from figures.language import LANGUAGES, NoChineseFont
from figures.own_run import PICTURES, draw_run
from numerics.arithmetic.workspace import blas_threads

PROGRAM = "python -m figures"
OUT = Path("build") / "figures"


def parser() -> Parser:
    p = Parser(PROGRAM, description="Make the pictures of the lesson.")
    p.add_argument("--only", nargs="+", metavar="NAME", help="these figures alone (names as --list gives them)")
    p.add_argument("--out", type=Path, metavar="FOLDER", help=f"where to (default {OUT.as_posix()})")
    p.add_argument("--format", default="png", metavar="F,F", help="png, svg, pdf, separated by commas (default png)")
    p.add_argument("--list", action="store_true", help="one line for each figure, and draw nothing")
    p.add_argument("--dpi", type=float, help="dots an inch of 6.4 x 3.6 inches (default 200: 1280 x 720)")
    p.add_seed("worlds, draws and training")
    p.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the labels (default en)")
    p.add_argument(
        "--examples", action="store_true", help="rebuild the three small pictures of the README, in figures/examples"
    )
    p.add_force()
    p.add_argument("--model", type=Path, metavar="FILE", help="pictures of a run of your own: its model.npz")
    p.add_argument("--data", metavar="DATA", help="for --model: other data than the model was trained on")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Make the figures, or list them. Returns the exit status."""
    return through_the_door(PROGRAM, _run, sys.argv[1:] if argv is None else argv)


def _run(argv: Sequence[str]) -> int:
    """Raises UsageError, CannotWrite."""
    options = parser().parse_args(argv)
    try:
        return _made(options)
    except (UnknownFigure, NoChineseFont) as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        if isinstance(error, CannotWrite) or error.filename is None:  # the latter: what is printed, not what is drawn
            raise
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{error.filename} cannot be written: {why}; choose another --out") from None


def _made(options: argparse.Namespace) -> int:
    if options.list:
        width = max(map(len, FIGURES))
        for name, label, title in contents(options.lang):
            print(f"{name:{width}}  {label:12}  {title}")
        sys.stdout.flush()
        return 0
    formats = list(dict.fromkeys(options.format.lower().split(",")))
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        raise UsageError(f"there is no format {unknown[0]!r}; --format takes {', '.join(FORMATS)}, separated by commas")
    if options.dpi is not None and not 20 <= options.dpi <= 1200:
        raise UsageError(f"--dpi takes a number from 20 to 1200, not {options.dpi:g}")
    if options.model is not None:
        return _own_run(options, formats)
    names = list(dict.fromkeys(options.only or (EXAMPLES if options.examples else FIGURES)))
    settings = {"seed": options.seed, "lang": options.lang, "formats": formats, "dpi": options.dpi}
    settings["force"] = options.force
    with blas_threads(0), _progress_bar(len(names)) as progress:
        if options.examples:
            with as_file(files("figures") / "examples") as folder:
                written = make(names, folder, **settings | {"dpi": EXAMPLES_DPI}, keep_models=False, progress=progress)
        else:
            written = make(names, options.out or OUT, **settings, progress=progress)
    print(f"{len(written)} file{'s' * (len(written) != 1)} in {written[0].parent.as_posix()}")
    return 0


def _own_run(options: argparse.Namespace, formats: list[str]) -> int:
    """The pictures of --model. Raises UsageError."""
    names = list(dict.fromkeys(options.only or PICTURES))
    unknown = [name for name in names if name not in PICTURES]
    if unknown:
        raise UsageError(f"there is no picture {unknown[0]!r} of a run; they are {', '.join(PICTURES)}")
    try:
        written = draw_run(
            options.model, options.out or OUT, options.data, options.lang, formats, options.dpi, names, options.force
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
    print(f"{len(written)} file{'s' * (len(written) != 1)} in {(options.out or OUT).as_posix()}")
    return 0


@contextmanager
def _progress_bar(count: int) -> Iterator[Callable[[str], None] | None]:
    """A bar on stderr if that is a terminal; it says which figure is being drawn."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count, completed=-1)
        yield lambda name: bar.update(task, advance=1, description=name)


if __name__ == "__main__":
    sys.exit(main())

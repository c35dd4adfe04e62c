"""Every picture by name, and how they are made: numbers first, then the drawing, then one file for each format.

A figure's module has `LABEL` (the note's line), `TITLE` (in each language), `data(seed)` and `draw(figure, numbers,
lang)`. An animation's module has `frames(numbers)` too, and its `draw` takes one of them.
"""

from __future__ import annotations

import difflib
import importlib
import io
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from types import ModuleType

from PIL import Image

from derivations.telling import files
from figures.canvas import FORMATS, blank, encoded, style
from figures.digits_model import models_kept_in
from numerics.arithmetic.workspace import blas_threads

FIGURES = (
    "block_diagram", "kl_as_area", "kl_surface", "kl_decomposition", "elbo_gap", "jensen_gap", "plug_in",
    "bound_tightness", "importance_jensen", "monte_carlo_error", "one_sample_is_enough", "gradient_estimators",
    "gradient_check", "lost_half", "beta_sweep", "training", "latent_space", "latent_grid", "interpolation",
    "autoencoder_plane", "reconstructions", "linear_vae", "the_bound_on_real_digits", "witnesses", "animation",
    "posterior_collapse",
)  # fmt: skip
EXAMPLES = ("kl_decomposition", "elbo_gap", "latent_space")
EXAMPLES_DPI = 100
ANIMATION_DPI = 120
COLOURS_OF_A_GIF = 128  # the most different ones: with median cuts, two digits of one film shared a colour


class UnknownFigure(Exception):
    """A name that is no figure's; the message lists the nearest ones."""

    def __init__(self, name: str):
        near = difflib.get_close_matches(name, FIGURES, n=3, cutoff=0.4)
        near = near or [figure for figure in FIGURES if name.lower() in figure]
        hint = f"did you mean {' or '.join(near)}?" if near else f"the figures are {', '.join(FIGURES)}"
        super().__init__(f"there is no figure {name!r}; {hint}")


def module_of(name: str) -> ModuleType:
    """The module that makes one figure. Raises UnknownFigure."""
    if name not in FIGURES:
        raise UnknownFigure(name)
    return importlib.import_module(f"figures.{name}")


@cache
def numbers_of(name: str, seed: int) -> object:
    """What one figure shows, computed once in a process.

    With one BLAS thread, so that command, page and tests see the same numbers to the last bit.
    """
    with blas_threads(0):
        return module_of(name).data(seed)


def contents(lang: str = "en") -> list[tuple[str, str, str]]:
    """Name, label and title of every figure."""
    return [(name, module_of(name).LABEL, module_of(name).TITLE[lang]) for name in FIGURES]


def picture(
    name: str,
    seed: int = 0,
    lang: str = "en",
    formats: Sequence[str] = ("png",),
    dpi: float | None = None,
    still: bool = False,
) -> dict[str, bytes]:
    """One figure as the bytes of a file for each ending.

    An animation is a GIF whatever the formats; `still`: its last frame, in the formats.
    """
    module, numbers = module_of(name), numbers_of(name, seed)
    with style(lang, dpi):
        if endings(name, formats, still) == ("gif",):
            return {"gif": moving_picture(module, numbers, lang, dpi)}
        figure = blank()
        module.draw(figure, numbers, lang)
        return {form: encoded(figure, form) for form in formats}


def moving_picture(module: ModuleType, numbers: object, lang: str, dpi: float | None) -> bytes:
    """The animation as a GIF; its last frame stays a while."""
    images = []
    for frame in module.frames(numbers):
        figure = blank()
        module.draw(figure, numbers, lang, frame)
        with Image.open(io.BytesIO(encoded(figure, "png", min(dpi or ANIMATION_DPI, ANIMATION_DPI)))) as image:
            images.append(
                image.convert("RGB").quantize(COLOURS_OF_A_GIF, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            )
    durations = [module.MILLISECONDS] * (len(images) - 1) + [module.LAST_MILLISECONDS]
    buffer = io.BytesIO()
    images[0].save(buffer, "GIF", save_all=True, append_images=images[1:], duration=durations, loop=0, disposal=1,
                   comment=files.MARK)  # fmt: skip
    return buffer.getvalue()


def make(
    names: Sequence[str],
    out: Path,
    seed: int = 0,
    lang: str = "en",
    formats: Sequence[str] = ("png",),
    dpi: float | None = None,
    keep_models: bool = True,
    still: bool = False,
    progress: Callable[[str], None] | None = None,
    force: bool = False,
) -> list[Path]:
    """Make the figures into the folder `out`, which is created; files there are replaced whole.

    Trained models are kept in `out/models` and used again, if `keep_models`; `still` is that of `picture`. `progress`
    is called with the name of the figure that comes next.

    Raises:
        UnknownFigure, NoChineseFont: before anything is written.
        CannotWrite: before anything is drawn, a file of another program stands where a picture shall be (`force`
            replaces it), or a folder, a link, a device; later, a full disk.
        OSError: the folder cannot be made.
    """
    for name in names:
        module_of(name)
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        raise ValueError(f"there is no format {unknown[0]!r}; the formats are {', '.join(FORMATS)}")
    with style(lang):
        pass
    for name in names:
        for ending in endings(name, formats, still):
            files.refuse_to_replace(out / f"{name}.{ending}", files.MARK, force=force)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    with models_kept_in(out / "models") if keep_models else nullcontext():
        for name in names:
            if progress:
                progress(name)
            for ending, content in picture(name, seed, lang, formats, dpi, still).items():
                written.append(files.write(out / f"{name}.{ending}", content, files.MARK, force=force))
    return written


def endings(name: str, formats: Sequence[str], still: bool) -> Sequence[str]:
    """Of the files of a figure."""
    return ("gif",) if hasattr(module_of(name), "frames") and not still else formats

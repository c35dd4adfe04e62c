"""Pictures of a run of one's own: `python -m figures --model FILE`, or `python -m numerics train ... --pictures`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from derivations.telling import files
from figures.canvas import blank, encoded, style
from figures.own_run.run import own_run

PICTURES = ("curves", "latents", "reconstructions", "plane", "grid", "interpolation")


def draw_run(
    model: Path,
    out: Path,
    data: str | None = None,
    lang: str = "en",
    formats: Sequence[str] = ("png",),
    dpi: float | None = None,
    names: Sequence[str] = PICTURES,
    force: bool = False,
) -> list[Path]:
    """Each picture that fits the run (no plane with one latent, no curves without a history) into the folder `out`.

    Raises:
        ValueError: the model's file or its data cannot be read.
        NoChineseFont, OSError: before anything is written; the folder cannot be written.
        CannotWrite: as `figures.gallery.make` does.
    """
    run = own_run(Path(model), data)
    with style(lang, dpi):
        out.mkdir(parents=True, exist_ok=True)
        written = []
        for name in names:
            module = import_module(f"figures.own_run.{name}")
            if not module.fits(run):
                continue
            figure = blank()
            module.draw(figure, run, lang)
            paths = [out / f"{name}.{form}" for form in formats]
            for path in paths:
                files.refuse_to_replace(path, files.MARK, force=force)
            drawn = [encoded(figure, form) for form in formats]
            written += [files.write(*pair, files.MARK, force=force) for pair in zip(paths, drawn, strict=True)]
    return written

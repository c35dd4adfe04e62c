"""`python -m numerics train`: a run with a progress bar, a checkpoint, a history and a one-page summary.

Exit status: 0 finished, 1 finished but diverged or collapsed (a sentence says which), 2 wrong usage or unreadable
input, 128 and the signal's number if one came (130 for Ctrl-C): interrupted and saved.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from threadpoolctl import threadpool_limits

from derivations.doors.door import complain
from derivations.doors.usage import UsageError
from derivations.reading.text.printable import printable, printable_lines
from derivations.telling.counted import counted
from derivations.telling.files import refuse_to_replace, write
from numerics.arithmetic.archive import mark_of
from numerics.doors.signals import ENDED_BY_SIGNAL, interrupts
from numerics.doors.train_options import check_data_options, given_settings, parser
from numerics.doors.train_summary import history_text, nats, summary, summary_text
from numerics.vae.datasets import Dataset, load_dataset
from numerics.vae.digits import Split, split
from numerics.vae.evaluation import evaluate, what_is_wrong
from numerics.vae.provenance import provenance_of, save_model
from numerics.vae.train import CHECKPOINT as KIND
from numerics.vae.train import Epoch, Run
from numerics.vae.training_settings import Settings

__all__ = ["evaluate", "main"]

CHECKPOINT, MODEL, HISTORY, SUMMARY = "checkpoint.npz", "model.npz", "history.csv", "summary.txt"
PREVIOUS = "checkpoint.previous.npz"
MARKS = {
    CHECKPOINT: mark_of(KIND),
    PREVIOUS: mark_of(KIND),
    MODEL: mark_of("VAE model"),
    HISTORY: ",".join(Epoch._fields[:4]).encode(),
    SUMMARY: b"A VAE trained on ",
}
SECONDS_BETWEEN_CHECKPOINTS = 10


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit status."""
    try:
        options = parser().parse_args(argv)
        check_data_options(options)
        with threadpool_limits(options.threads, "blas") if options.threads else nullcontext():
            return _train(options)
    except (UsageError, ValueError, OSError) as error:
        return complain("python -m numerics train", error)


def _train(options: argparse.Namespace) -> int:
    folder = Path(options.out)
    given = given_settings(options)
    if not options.resume:
        Settings(**given).model(1)  # complain about settings before touching data or files
    for name, mark in MARKS.items():
        refuse_to_replace(folder / name, mark, force=options.force, inputs=_read_by(options))
    data = load_dataset(options.data, options.scale, options.label_column, options.labels)
    parts = split(data.images, data.labels)
    run = _begun(options, given, folder / CHECKPOINT, parts)
    quiet = Console(stderr=True)
    quiet.print(
        printable(f"seed {run.settings.seed}; {data.description}"), highlight=False, soft_wrap=True, markup=False
    )
    wrong = []
    with interrupts() as signals:
        try:
            finished = _run_with_progress(run, folder / CHECKPOINT, signals, quiet)
        except ValueError as error:  # the data were good when the run began
            wrong = [f"the run has diverged in step {run.steps + 1} of epoch {len(run.history) + 1}: {error}"]
            finished = True
    if finished and not wrong:
        start = run.settings.model(run.model.data_dim, run.model.classes)
        wrong = what_is_wrong(start, run.model, run.train, run.train_labels)
    _write(run, data, options, folder, wrong)
    if not finished:
        print("interrupted and saved; the same command with --resume goes on", file=sys.stderr)
        return ENDED_BY_SIGNAL + signals[0]
    for sentence in wrong:
        print(f"python -m numerics train: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


def _begun(options: argparse.Namespace, given: dict[str, Any], checkpoint: Path, parts: Split) -> Run:
    """A new run, an older checkpoint in its folder put aside; or the run to be resumed."""
    if options.resume:
        return Run.resume(checkpoint, *parts, **given)
    run = Run(Settings(**given), *parts)
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    if checkpoint.exists():
        os.replace(checkpoint, checkpoint.with_name(PREVIOUS))
    return run


def _read_by(options: argparse.Namespace) -> list[str]:
    return [path for path in (options.data, options.labels) if path]


def _write(run: Run, data: Dataset, options: argparse.Namespace, folder: Path, wrong: list[str]) -> None:
    """All files of a run, its summary on the terminal too, and its pictures if they are wanted."""
    force = options.force
    run.save(folder / CHECKPOINT, force)
    write(folder / HISTORY, history_text(run.history), MARKS[HISTORY], force=force)
    save_model(folder / MODEL, run.model, provenance_of(data, options.label_column, options.labels), force)
    report = summary(run, data, wrong)
    text = printable_lines(summary_text(report))
    write(folder / SUMMARY, text, MARKS[SUMMARY], force=force)
    print(json.dumps(report, indent=1) if options.json else text, end="\n" if options.json else "")
    print(f"written to {printable(folder)}: {CHECKPOINT}, {MODEL}, {HISTORY}, {SUMMARY}", file=sys.stderr)
    if options.pictures and run.history and report["training"] is not None:
        from figures.own_run import draw_run  # a door may look anywhere; nobody else here knows pictures

        written = draw_run(folder / MODEL, Path(options.pictures), lang=options.lang, force=force)
        print(f"{counted(len(written), 'picture')} in {printable(options.pictures)}", file=sys.stderr)


def _run_with_progress(run: Run, checkpoint: Path, interrupted: list[int], console: Console) -> bool:
    """Train with a bar (a few plain lines where there is no terminal), saving now and then. True if finished."""
    begun, first, saved = time.monotonic(), run.steps, time.monotonic()
    every = max(1, run.settings.epochs // 10)
    progress = Progress(
        BarColumn(bar_width=None), TextColumn("{task.completed}/{task.total} epochs"),
        TextColumn("{task.fields[numbers]}"), TimeRemainingColumn(), console=console, disable=not console.is_terminal,
    )  # fmt: skip
    with progress:
        task = progress.add_task("", total=run.settings.epochs, completed=len(run.history), numbers="")

        def report(run: Run) -> None:
            nonlocal saved
            speed = (run.steps - first) / max(time.monotonic() - begun, 1e-9)
            line = f"{_numbers(run.history[-1])}  {speed:.0f} steps/s"
            progress.update(task, completed=len(run.history), numbers=line)
            if not console.is_terminal and (len(run.history) % every == 0 or run.finished):
                left = (run.settings.epochs - len(run.history)) * run.steps_per_epoch / speed
                console.print(
                    f"epoch {len(run.history)}/{run.settings.epochs}  {line}  {left:.0f} s left",
                    highlight=False, soft_wrap=True,
                )  # fmt: skip
            if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS:
                run.save(checkpoint)
                saved = time.monotonic()

        return run.run(report, stop=lambda: bool(interrupted))


def _numbers(epoch: Epoch) -> str:
    return (
        f"ELBO {nats(epoch.elbo, 2)} = -{nats(epoch.kl, 2)} KL - ({nats(epoch.reconstruction, 2)}); held out "
        f"{nats(epoch.held_out_elbo, 2)} = -{nats(epoch.held_out_kl, 2)} - ({nats(epoch.held_out_reconstruction, 2)})"
    )

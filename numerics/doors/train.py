"""`python -m numerics train`: a run with a progress bar, a checkpoint, a history and a one-page summary."""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from derivations.doors.usage import Parser, UsageError, seed
from numerics.vae.datasets import NAMES, Dataset, load_dataset
from numerics.vae.digits import split
from numerics.vae.model import VAE
from numerics.vae.train import Epoch, Run
from numerics.vae.training_settings import SCHEDULES, Settings

CHECKPOINT, MODEL, HISTORY, SUMMARY = "checkpoint.npz", "model.npz", "history.csv", "summary.txt"
SECONDS_BETWEEN_CHECKPOINTS = 10
EVALUATION_SAMPLES = 64
INTERRUPTED = 130  # what shells say of a program ended by Ctrl-C


def parser() -> Parser:
    """The command line. Options left out are None, so that --resume can tell them from those given."""
    made = Parser(
        "python -m numerics train",
        description="Train the note's VAE on handwritten digits or on your own data. Losses are in nats per example.",
    )
    default = Settings()
    add = made.add_argument
    add("--latent", type=int, metavar="D", help=f"latent dimensions (default {default.latent_dim})")
    add("--hidden", nargs="+", metavar="WIDTH", help="widths of the hidden layers, or 'none' (default 128)")
    add("--decoder-variance", type=float, metavar="V", help=f"sigma_g^2 (default {default.decoder_variance})")
    add("--learn-variance", action="store_true", default=None, help="learn sigma_g^2, starting from there")
    add("--epochs", type=int, metavar="N", help=f"passes over the data (default {default.epochs})")
    add("--batch", type=int, metavar="N", help=f"images in a step (default {default.batch})")
    add("--samples", type=int, metavar="K", help=f"noise samples per image (default {default.samples})")
    add("--learning-rate", type=float, metavar="R", help=f"Adam's (default {default.learning_rate})")
    add("--schedule", choices=SCHEDULES, help=f"of the learning rate (default {default.schedule})")
    add("--dtype", choices=("float32", "float64"), help=f"(default {default.dtype})")
    add("--seed", type=seed, metavar="S", help=f"of weights, order and noise (default {default.seed})")
    add("--data", default="digits", metavar="DATA", help=f"{' or '.join(NAMES)}, or a .npy, .npz, .csv or IDX file")
    add(
        "--out",
        default=os.path.join("build", "train"),
        metavar="DIR",
        help="folder for the results (default %(default)s)",
    )
    add("--resume", action="store_true", help="go on with the run in that folder, bit for bit")
    add("--json", action="store_true", help="print the summary as JSON")
    return made


def main(argv: Sequence[str]) -> int:
    """Run the command; the exit status: 0 finished, 2 wrong usage or input, 130 interrupted and saved."""
    try:
        return _train(parser().parse_args(argv))
    except (UsageError, ValueError, OSError) as error:
        print(f"python -m numerics train: {error}", file=sys.stderr)
        return 2


def _train(options: argparse.Namespace) -> int:
    folder = Path(options.out)
    given = _given_settings(options)
    if not options.resume:
        Settings(**given).model(1)  # complain about settings before touching data or files
    data = load_dataset(options.data)
    parts = split(data.images, data.labels)
    checkpoint = folder / CHECKPOINT
    if options.resume:
        run = Run.resume(checkpoint, parts.train, parts.held_out, **given)
    else:
        run = Run(Settings(**given), parts.train, parts.held_out)
        folder.mkdir(parents=True, exist_ok=True)
        if checkpoint.exists():
            os.replace(checkpoint, checkpoint.with_suffix(".previous.npz"))
    quiet = Console(stderr=True)
    quiet.print(f"seed {run.settings.seed}; {data.description}", highlight=False)
    with _interrupts() as interrupted:
        finished = _run_with_progress(run, checkpoint, interrupted, quiet)
    run.save(checkpoint)
    _write_history(folder / HISTORY, run.history)
    run.model.save(folder / MODEL)
    report = summary(run, data)
    _write_text(folder / SUMMARY, summary_text(report))
    print(json.dumps(report, indent=1) if options.json else summary_text(report), end="\n" if options.json else "")
    print(f"written to {folder}: {CHECKPOINT}, {MODEL}, {HISTORY}, {SUMMARY}", file=sys.stderr)
    if not finished:
        print("interrupted and saved; the same command with --resume goes on", file=sys.stderr)
        return INTERRUPTED
    return 0


def _given_settings(options: argparse.Namespace) -> dict[str, object]:
    """The settings that stand on the command line."""
    given = {
        name: getattr(options, name)
        for name in ("decoder_variance", "learn_variance", "epochs", "batch", "samples", "learning_rate", "schedule")
    } | {"latent_dim": options.latent, "dtype": options.dtype, "seed": options.seed}
    if options.hidden is not None:
        words = [word for part in options.hidden for word in part.split(",") if word]
        try:
            given["hidden"] = () if words == ["none"] else tuple(int(word) for word in words)
        except ValueError:
            raise ValueError(f"--hidden wants whole numbers, such as 400 200, or none; not {' '.join(words)}") from None
    return {name: value for name, value in given.items() if value is not None}


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """A list that is empty until Ctrl-C; a second Ctrl-C ends the program at once."""
    received: list[int] = []

    def note(number: int, frame: object) -> None:
        received.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield received
    finally:
        signal.signal(signal.SIGINT, before)


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
        f"ELBO {epoch.elbo:.2f} = -{epoch.kl:.2f} KL - ({epoch.reconstruction:.2f}); "
        f"held out {epoch.held_out_elbo:.2f} = -{epoch.held_out_kl:.2f} - ({epoch.held_out_reconstruction:.2f})"
    )


def evaluate(model: VAE, images: np.ndarray, samples: int = EVALUATION_SAMPLES, seed: int = 0) -> dict[str, float]:
    """Mean ELBO, KL and reconstruction in nats per image over so many noise draws, with the ELBO's standard error."""
    rng = np.random.default_rng([seed, 0x6576616C])
    losses = np.array(
        [model.loss(images, rng.standard_normal((len(images), model.latent_dim))) for _ in range(samples)]
    )  # samples, 3
    total, kl, reconstruction = losses.mean(axis=0).tolist()
    error = float(losses[:, 0].std(ddof=1) / math.sqrt(samples))
    return {"elbo": -total, "kl": kl, "reconstruction": reconstruction, "standard_error": error}


def summary(run: Run, data: Dataset) -> dict[str, object]:
    """What came of a run, ready for JSON; nothing in it depends on the clock."""
    return {
        "schema": 1,
        "data": data.description,
        "training_images": len(run.train),
        "held_out_images": len(run.held_out),
        "settings": asdict(run.settings),
        "parameters": sum(value.size for value in run.model.parameters.values()),
        "finished": run.finished,
        "epochs_done": len(run.history),
        "steps": run.steps,
        "decoder_variance": run.model.decoder_variance,
        "noise_samples": EVALUATION_SAMPLES,
        "training": evaluate(run.model, run.train),
        "held_out": evaluate(run.model, run.held_out),
    }


def summary_text(report: dict[str, object]) -> str:
    """The summary on one page."""
    settings = report["settings"]
    width = max(map(len, settings))
    lines = [
        f"A VAE trained on {report['data']}",
        f"{report['training_images']} images for training, {report['held_out_images']} held out; "
        f"{report['parameters']} parameters; {report['steps']} steps, {report['epochs_done']} epochs"
        + ("" if report["finished"] else " (interrupted)"),
        "",
        *(f"  {name:{width}}  {value}" for name, value in settings.items()),
        "",
        "nats per image         ELBO  (std. error)        KL   reconstruction",
    ]
    for name, label in (("training", "training"), ("held_out", "held out")):
        row = report[name]
        lines.append(
            f"  {label:15} {row['elbo']:9.3f}  ({row['standard_error']:.3f}) {row['kl']:14.3f} "
            f"{row['reconstruction']:16.3f}"
        )
    lines += [
        "",
        f"ELBO = -(KL + reconstruction), {report['noise_samples']} noise samples per image; the error is that of the",
        f"noise. sigma_g^2 = {report['decoder_variance']:.6g}.",
    ]
    return "\n".join(lines) + "\n"


def _write_history(path: Path, history: Sequence[Epoch]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with open(temporary, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([Epoch._fields, *history])
    os.replace(temporary, path)


def _write_text(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)

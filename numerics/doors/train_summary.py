"""What came of a run: a value ready for JSON, a page of text, a history for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TypedDict

from numerics.vae.datasets import Dataset
from numerics.vae.evaluation import SAMPLES, active_units, evaluate, kl_of_each_latent
from numerics.vae.train import Epoch, Run

LARGEST_IN_FULL = 1e6


class Summary(TypedDict):
    """What came of a run, as `--json` prints it. Numbers are None of a model that cannot be evaluated."""

    schema: int
    data: str
    training_images: int
    held_out_images: int
    settings: dict[str, Any]  # the fields of `Settings`
    parameters: int
    finished: bool
    epochs_done: int
    steps: int
    decoder_variance: float | None  # None of a Bernoulli decoder
    noise_samples: int
    training: dict[str, float] | None
    held_out: dict[str, float] | None
    kl_per_latent: list[float] | None
    active_units: int | None
    wrong: list[str]


def summary(run: Run, data: Dataset, wrong: list[str]) -> Summary:
    """What came of a run, ready for JSON; nothing in it depends on the clock. `wrong`: see `what_is_wrong`."""
    assert run.held_out is not None, "the command always puts a fifth aside"
    shown, labels = run.held_out, run.held_out_labels
    training = held_out = latents = active = None
    try:
        training = evaluate(run.model, run.train, labels=run.train_labels)
        held_out = evaluate(run.model, shown, labels=labels)
        latents = kl_of_each_latent(run.model, shown, labels).tolist()
        active = int(active_units(run.model, shown, labels).sum())
    except ValueError:  # a model that cannot be evaluated; `wrong` says why
        training = held_out = latents = active = None
    return {
        "schema": 1,
        "data": data.description,
        "training_images": len(run.train),
        "held_out_images": len(shown),
        "settings": asdict(run.settings),
        "parameters": sum(value.size for value in run.model.parameters.values()),
        "finished": run.finished,
        "epochs_done": len(run.history),
        "steps": run.steps,
        "decoder_variance": run.model.decoder_variance.real if run.settings.likelihood == "gaussian" else None,
        "noise_samples": SAMPLES,
        "training": training,
        "held_out": held_out,
        "kl_per_latent": latents,
        "active_units": active,
        "wrong": wrong,
    }


def nats(value: float, decimals: int = 3) -> str:
    """A number of nats with so many decimals; of a run that has diverged, in powers of ten.

    >>> nats(-12.34567), nats(-12.34567, 2), nats(-3.4e10)
    ('-12.346', '-12.35', '-3.4e+10')
    """
    return f"{value:.{decimals}f}" if abs(value) < LARGEST_IN_FULL else f"{value:.{decimals + 1}g}"


def summary_text(report: Summary) -> str:
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
    ]
    training, held_out, latents = report["training"], report["held_out"], report["kl_per_latent"]
    if training is not None and held_out is not None and latents is not None:
        lines += ["", "nats per image         ELBO  (std. error)        KL   reconstruction"]
        for label, row in (("training", training), ("held out", held_out)):
            lines.append(
                f"  {label:15} {nats(row['elbo']):>9}  ({nats(row['standard_error'])}) {nats(row['kl']):>14} "
                f"{nats(row['reconstruction']):>16}"
            )
        lines += [
            "",
            f"ELBO = -(KL + reconstruction), {report['noise_samples']} noise samples per image; the error is that of",
            f"the noise. KL of each latent, held out: {', '.join(nats(value, 2) for value in latents)}; "
            f"{report['active_units']} active.",
        ]
    if report["decoder_variance"] is not None:
        lines.append(f"sigma_g^2 = {report['decoder_variance']:.6g}.")
    if report["wrong"]:
        lines += ["", *report["wrong"]]
    return "\n".join(lines) + "\n"


def history_text(history: Sequence[Epoch]) -> str:
    """One line for each epoch, under the names of its columns."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([Epoch._fields, *history])
    return text.getvalue()

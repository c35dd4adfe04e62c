"""What came of a run: a value ready for JSON, a page of text, a history for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict

from numerics.vae.datasets import Dataset
from numerics.vae.evaluation import SAMPLES, active_units, evaluate, kl_of_each_latent
from numerics.vae.train import Epoch, Run


def summary(run: Run, data: Dataset, wrong: list[str]) -> dict[str, object]:
    """What came of a run, ready for JSON; nothing in it depends on the clock. `wrong`: see `what_is_wrong`."""
    parts = {"training": (run.train, run.train_labels), "held_out": (run.held_out, run.held_out_labels)}
    try:
        numbers = {name: evaluate(run.model, images, labels=labels) for name, (images, labels) in parts.items()}
        numbers["kl_per_latent"] = kl_of_each_latent(run.model, run.held_out, run.held_out_labels).tolist()
        numbers["active_units"] = int(active_units(run.model, run.held_out, run.held_out_labels).sum())
    except ValueError:  # a model that cannot be evaluated; `wrong` says why
        numbers = dict.fromkeys((*parts, "kl_per_latent", "active_units"))
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
        "decoder_variance": run.model.decoder_variance if run.settings.likelihood == "gaussian" else None,
        "noise_samples": SAMPLES,
        **numbers,
        "wrong": wrong,
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
    ]
    if report["training"] is not None:
        lines += ["", "nats per image         ELBO  (std. error)        KL   reconstruction"]
        for name, label in (("training", "training"), ("held_out", "held out")):
            row = report[name]
            lines.append(
                f"  {label:15} {row['elbo']:9.3f}  ({row['standard_error']:.3f}) {row['kl']:14.3f} "
                f"{row['reconstruction']:16.3f}"
            )
        latents = ", ".join(f"{value:.2f}" for value in report["kl_per_latent"])
        lines += [
            "",
            f"ELBO = -(KL + reconstruction), {report['noise_samples']} noise samples per image; the error is that of",
            f"the noise. KL of each latent, held out: {latents}; {report['active_units']} active.",
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

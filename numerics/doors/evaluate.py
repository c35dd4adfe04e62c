"""`python -m numerics evaluate FILE`: what a trained model is worth on data, seen from all sides.

Exit status: 0, 1 for a model that has diverged or collapsed (a sentence says which), 2 for wrong usage or unreadable
input.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from typing import TypedDict

import numpy as np
from threadpoolctl import threadpool_limits

from derivations.doors.door import complain
from derivations.doors.usage import Parser, UsageError, seed
from derivations.reading.text.printable import printable, printable_lines
from numerics.doors.train_options import add_data_options, check_data_options
from numerics.doors.train_summary import nats
from numerics.vae.datasets import Dataset, load_dataset
from numerics.vae.digits import split
from numerics.vae.evaluation import SAMPLES, active_units, evaluate, kl_of_each_latent, what_is_wrong
from numerics.vae.evidence import log_evidence
from numerics.vae.importance_bounds import importance_bounds
from numerics.vae.model import VAE
from numerics.vae.provenance import load_model
from numerics.vae.sampled_evidence import TooFewDraws, sampled_log_evidence

SAMPLED = "importance sampling"
GROUPS = 10  # of K draws each, behind the importance-weighted bound and its error


class Bound(TypedDict):
    """The importance-weighted bound of K samples."""

    samples: int
    mean: float
    standard_error: float


class LogEvidence(TypedDict):
    """log q(x) of the first images, each to within `error`, beside their ELBO and its gap KL[p(z|x)//q(z|x)]."""

    images: int
    mean: float
    error: float
    elbo: float
    posterior_kl: float
    method: str


class Report(TypedDict):
    """The contract of `--json`; nats per image."""

    schema: int
    file: str
    data: str
    part: str
    images: int
    noise_samples: int
    elbo: float
    kl: float
    reconstruction: float
    standard_error: float
    kl_per_latent: list[float]
    active_units: int
    importance_weighted_bound: Bound
    log_evidence: LogEvidence | None
    wrong: list[str]


def parser() -> Parser:
    """The command line."""
    made = Parser("python -m numerics evaluate", description="Evaluate a trained model. Nats per image.")
    add = made.add_argument
    add("file", metavar="FILE", help="a model.npz that `train` wrote")
    add("--part", choices=("held-out", "training", "all"), help="(default: held-out as in training; all of other data)")
    add("--images", type=int, default=40, metavar="N", help="for log q(x), the first so many (default %(default)s)")
    add("--samples", type=int, default=100, metavar="K", help="of the importance-weighted bound (default %(default)s)")
    add("--seed", type=seed, default=0, metavar="S", help="of the noise (default 0)")
    add("--threads", type=int, metavar="N", help="at most so many threads for matrix products")
    add("--json", action="store_true", help="print JSON")
    add_data_options(made, default=None)
    return made


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit status."""
    try:
        options = parser().parse_args(argv)
        check_data_options(options)
        for name, least in (("images", 1), ("samples", 2)):
            if getattr(options, name) < least:
                raise UsageError(f"--{name} takes a whole number from {least} on, not {getattr(options, name)}")
        with threadpool_limits(options.threads, "blas") if options.threads else nullcontext():
            report = evaluated(options)
    except (UsageError, ValueError, OSError) as error:
        return complain("python -m numerics evaluate", error)
    print(json.dumps(report, indent=1) if options.json else printable_lines(text(report)))
    for sentence in report["wrong"]:
        print(f"python -m numerics evaluate: {printable(sentence)}", file=sys.stderr)
    return 1 if report["wrong"] else 0


def evaluated(options: argparse.Namespace) -> Report:
    """All numbers, ready for JSON."""
    model, provenance = load_model(options.file)
    same = options.data is None
    if same:
        if provenance is None:
            raise UsageError(f"{options.file} does not say what it was trained on: give --data")
        data = provenance.load()
    else:
        again = provenance.scaling if provenance and options.scale is None else None
        data = load_dataset(options.data, options.scale, options.label_column, options.labels, again)
    part = options.part or ("held-out" if same or (provenance and data.source == provenance.source) else "all")
    images, labels = _chosen(data, part)
    if images.shape[1] != model.data_dim:
        raise ValueError(f"{data.source} has rows of {images.shape[1]}, but the model was made for {model.data_dim}")
    if not model.classes:
        labels = None
    elif labels is None:
        raise ValueError(f"{data.source} has no labels, and the model is conditional")
    found = evaluate(model, images, seed=options.seed, labels=labels)
    few = images[: options.images], None if labels is None else labels[: options.images]
    wrong = what_is_wrong(untrained(model), model, images, labels)
    try:
        evidence = _evidence(model, *few, options.seed)
    except TooFewDraws as error:
        evidence, wrong = None, [*wrong, str(error)]
    return {
        "schema": 1,
        "file": str(options.file),
        "data": data.description,
        "part": part,
        "images": len(images),
        "noise_samples": SAMPLES,
        "elbo": found["elbo"],
        "kl": found["kl"],
        "reconstruction": found["reconstruction"],
        "standard_error": found["standard_error"],
        "kl_per_latent": kl_of_each_latent(model, images, labels).tolist(),
        "active_units": int(active_units(model, images, labels).sum()),
        "importance_weighted_bound": _bound(model, images, labels, options.samples, options.seed),
        "log_evidence": evidence,
        "wrong": wrong,
    }


def untrained(model: VAE) -> VAE:
    """The model before its first step."""
    return VAE(**asdict(model.architecture), dtype=model.dtype.name, seed=model.seed)


def _chosen(data: Dataset, part: str) -> tuple[np.ndarray, np.ndarray | None]:
    if part == "all":
        return data.images, data.labels
    parts = split(data.images, data.labels)
    return (parts.train, parts.train_labels) if part == "training" else (parts.held_out, parts.held_out_labels)


def _bound(model: VAE, images: np.ndarray, labels: np.ndarray | None, k: int, number: int) -> Bound:
    bounds, errors = importance_bounds(model, images, sizes=(k,), draws=GROUPS * k, seed=number, labels=labels)
    return {"samples": k, "mean": float(bounds[0]), "standard_error": float(errors[0])}


def _evidence(model: VAE, images: np.ndarray, labels: np.ndarray | None, number: int) -> LogEvidence:
    if model.latent_dim <= 2:
        found = log_evidence(model, images, labels=labels)
        mean, gap = float(found.log_evidence.mean()), float(found.posterior_kl.mean())
        elbo, error, method = mean - gap, found.error_bound, found.method
    else:
        sampled = sampled_log_evidence(model.astype("float64"), images, labels, number)
        mean, error, method = float(sampled.log_evidence.mean()), 4 * float(sampled.standard_error.max()), SAMPLED
        elbo = evaluate(model, images, seed=number, labels=labels)["elbo"]
        gap = mean - elbo
    return {"images": len(images), "mean": mean, "error": error, "elbo": elbo, "posterior_kl": gap, "method": method}


def text(report: Report) -> str:
    """The report on a few lines."""
    bound = report["importance_weighted_bound"]
    latents = ", ".join(map(nats, report["kl_per_latent"]))
    return "\n".join(
        [
            f"{report['file']} on {report['data']}",
            f"{report['images']} images ({report['part']}), nats per image",
            "",
            f"ELBO                       {nats(report['elbo']):>10}  ({nats(report['standard_error'])})",
            f"  KL[p(z|x)//q(z)]         {nats(report['kl']):>10}",
            f"  reconstruction           {nats(report['reconstruction']):>10}",
            f"bound with K = {bound['samples']:<11} {nats(bound['mean']):>10}  ({nats(bound['standard_error'])})",
            "",
            *text_of_evidence(report["log_evidence"]),
            f"KL of each latent: {latents}; {report['active_units']} of {len(report['kl_per_latent'])} active",
        ]
    )


def text_of_evidence(evidence: LogEvidence | None) -> list[str]:
    """What is said of log q(x); nothing where its error cannot be told."""
    if evidence is None:
        return []
    return [
        f"of the first {evidence['images']} images:",
        f"log q(x)                   {nats(evidence['mean']):>10}  "
        f"(each +- {evidence['error']:.1g}, by {evidence['method']})",
        f"  ELBO                     {nats(evidence['elbo']):>10}",
        f"  KL[p(z|x)//q(z|x)]       {nats(evidence['posterior_kl']):>10}",
        "",
    ]

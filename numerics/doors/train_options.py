"""The options of `python -m numerics train`, and what they make of a run's settings."""

from __future__ import annotations

import argparse
import os
from typing import Any

from derivations.doors.usage import Parser, UsageError, seed
from numerics.vae.activations import ACTIVATIONS
from numerics.vae.datasets import NAMES
from numerics.vae.likelihood import LIKELIHOODS
from numerics.vae.passes import OBJECTIVES
from numerics.vae.training_settings import SCHEDULES, Settings

SAME_NAME = (
    "decoder_variance", "learn_variance", "epochs", "batch", "samples", "learning_rate", "schedule", "dtype", "seed",
    "likelihood", "activation", "objective", "beta", "warm_up", "conditional",
)  # fmt: skip


def parser() -> Parser:
    """The command line. Options left out are None, so that --resume can tell them from those given."""
    made = Parser(
        "python -m numerics train",
        description="Train the note's VAE on handwritten digits or on your own data. Losses are in nats per example.",
    )
    default = Settings()
    add = made.add_argument_group("the model").add_argument
    add("--latent", type=int, metavar="D", help=f"latent dimensions (default {default.latent_dim})")
    add("--hidden", nargs="+", metavar="WIDTH", help="widths of the hidden layers, or 'none' (default 128)")
    add("--activation", choices=tuple(ACTIVATIONS), help=f"of the hidden layers (default {default.activation})")
    add("--likelihood", choices=tuple(LIKELIHOODS), help=f"of the decoder (default {default.likelihood})")
    add("--decoder-variance", type=float, metavar="V", help=f"sigma_g^2 (default {default.decoder_variance})")
    add("--learn-variance", action="store_true", default=None, help="learn sigma_g^2, starting from there")
    add("--conditional", action="store_true", default=None, help="give encoder and decoder the image's label")
    add = made.add_argument_group("the loss").add_argument
    add("--objective", choices=OBJECTIVES, help=f"iwae: k samples inside the log (default {default.objective})")
    add("--samples", type=int, metavar="K", help=f"noise samples per image (default {default.samples})")
    add("--beta", type=float, metavar="B", help=f"weight of the KL term (default {default.beta:g})")
    add("--warm-up", type=int, metavar="N", help="epochs over which the weight rises from 0 in a line (default 0)")
    add = made.add_argument_group("the training").add_argument
    add("--epochs", type=int, metavar="N", help=f"passes over the data (default {default.epochs})")
    add("--batch", type=int, metavar="N", help=f"images in a step (default {default.batch})")
    add("--learning-rate", type=float, metavar="R", help=f"Adam's (default {default.learning_rate})")
    add("--schedule", choices=SCHEDULES, help=f"of the learning rate (default {default.schedule})")
    add("--dtype", choices=("float32", "float64"), help=f"(default {default.dtype})")
    add("--seed", type=seed, metavar="S", help=f"of weights, order and noise (default {default.seed})")
    add("--threads", type=int, metavar="N", help="at most so many threads for matrix products")
    add("--resume", action="store_true", help="go on with the run in that folder, bit for bit")
    add_data_options(made, default="digits")
    add = made.add_argument_group("the results").add_argument
    where = os.path.join("build", "train")
    add("--out", default=where, metavar="DIR", help="folder for the results (default %(default)s)")
    add("--pictures", metavar="FOLDER", help="draw the run's own pictures there")
    add("--lang", choices=("en", "zh"), default="en", help="language of the pictures")
    add("--json", action="store_true", help="print the summary as JSON")
    made.add_force()
    return made


def add_data_options(made: Parser, default: str | None) -> None:
    """Where the images are from and what their numbers mean: of `train` and `evaluate`."""
    add = made.add_argument_group("the data").add_argument
    add("--data", default=default, metavar="DATA", help=f"{' or '.join(NAMES)}, or a .npy, .npz, .csv or IDX file")
    add("--scale", type=float, metavar="S", help="divide every number by this")
    add("--label-column", metavar="C", help="name or number (from 1) of a table's column of labels, or none")
    add("--labels", metavar="FILE", help="labels in a file of their own, such as MNIST's")


def check_data_options(options: argparse.Namespace) -> None:
    """Raises UsageError for a scale that nothing can be divided by."""
    if options.scale is not None and not 0 < options.scale < float("inf"):
        raise UsageError(f"--scale takes a number above 0, not {options.scale:g}")
    if getattr(options, "threads", None) is not None and options.threads < 1:
        raise UsageError(f"--threads takes a whole number from 1 on, not {options.threads}")


def given_settings(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that stand on the command line."""
    given = {name: getattr(options, name) for name in SAME_NAME} | {"latent_dim": options.latent}
    if options.hidden is not None:
        words = [word for part in options.hidden for word in part.split(",") if word]
        try:
            given["hidden"] = () if words == ["none"] else tuple(int(word) for word in words)
        except ValueError:
            raise ValueError(f"--hidden wants whole numbers, such as 400 200, or none; not {' '.join(words)}") from None
    return {name: value for name, value in given.items() if value is not None}

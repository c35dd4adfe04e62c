"""The digits' model that the explorable page carries: `python -m numerics.doors.page_model FILE.json`.

A VAE with two latents is trained in float64 (so that other libraries and machines come to the same weights but for the
last digits), its decoder rounded to float16; with it the held-out digits and their posteriors. All numbers are little
endian, in base64: about 70 kB.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from derivations.doors.door import complain
from derivations.telling.files import CannotWrite, refuse_to_replace, write
from numerics.vae.digits import LARGEST_PIXEL, split_digits
from numerics.vae.model import VAE
from numerics.vae.train import fit

HIDDEN = 128
SETTINGS: dict[str, Any] = {
    "latent_dim": 2, "hidden": (HIDDEN,), "decoder_variance": 0.04, "epochs": 300, "schedule": "cosine",
}  # fmt: skip
MARK = b'{\n "hidden": '
WEIGHTS = ("decoder.0.weight", "decoder.0.bias", "decoder.mean.weight", "decoder.mean.bias")


def trained(seed: int = 0) -> VAE:
    """The model in float64, trained on the digits' training part."""
    train, held_out = split_digits()[:2]
    return fit(train, held_out, seed=seed, dtype="float64", **SETTINGS).model


def halved(model: VAE) -> VAE:
    """The model with its decoder's weights rounded to float16, as the page has them."""
    twin = model.astype("float64")
    for name in WEIGHTS:
        twin.parameters[name][...] = model.parameters[name].astype(np.float16)
    return twin


def document(model: VAE) -> dict[str, object]:
    """What the page carries: weights (inputs, outputs) in float16, images (n, 64) of 0 to 16 and labels (n,) in bytes,
    means and deviations of the posteriors (n, 2) in float16."""
    digits = split_digits()
    assert digits.held_out_labels is not None, "the digits have labels"
    mean, log_variance = model.encode(digits.held_out)
    return {
        "hidden": HIDDEN,
        "pixels": digits.held_out.shape[1],
        "weights": {name: packed(model.parameters[name], "<f2") for name in WEIGHTS},
        "images": packed(np.round(digits.held_out * LARGEST_PIXEL), "u1"),
        "labels": packed(digits.held_out_labels, "u1"),
        "means": packed(mean, "<f2"),
        "deviations": packed(np.exp(log_variance / 2), "<f2"),
    }


def packed(array: np.ndarray, dtype: str) -> str:
    return base64.b64encode(np.ascontiguousarray(array).astype(dtype).tobytes()).decode()


def main(argv: Sequence[str]) -> int:
    """Train and write the file; 2 for wrong usage."""
    if len(argv) != 1:
        print("python -m numerics.doors.page_model: takes one file to write", file=sys.stderr)
        return 2
    try:
        refuse_to_replace(argv[0], MARK)
        write(argv[0], json.dumps(document(trained()), indent=1) + "\n", MARK)
    except CannotWrite as error:
        return complain("python -m numerics.doors.page_model", error)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

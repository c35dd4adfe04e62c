"""`python -m numerics export FILE --torch OUT`: a trained model as a PyTorch state_dict, by name.

`encoder.0.weight` is that of a `torch.nn.Linear`, (outputs, inputs); heads are `encoder.mean`, `encoder.log_variance`
and `decoder.mean`; `decoder.log_variance` stands there if sigma_g^2 was learned. Exit status: 0, or 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from derivations.doors.door import complain
from derivations.doors.usage import Parser, UsageError
from derivations.reading.text.printable import printable
from derivations.telling.files import CannotWrite, refuse_to_replace, replacing
from numerics.vae.model import VAE


def state_arrays(model: VAE) -> dict[str, np.ndarray]:
    """The parameters under PyTorch's names and in its shapes: weights (outputs, inputs)."""
    return {
        name: np.ascontiguousarray(value.T if name.endswith(".weight") else value).reshape(value.T.shape)
        for name, value in model.parameters.items()
    }


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit status."""
    made = Parser("python -m numerics export", description="Write a trained model for PyTorch.")
    made.add_argument("file", metavar="FILE", help="a model.npz that `train` wrote")
    made.add_argument("--torch", required=True, metavar="OUT", help="the state_dict, for torch.load(OUT)")
    made.add_force()
    try:
        options = made.parse_args(argv)
        # No mark: PyTorch's files all look alike.
        where: dict[str, Any] = {"mark": None, "force": options.force, "inputs": [options.file]}
        refuse_to_replace(options.torch, **where)
        model = VAE.load(options.file)
        try:
            import torch
        except ImportError:
            raise UsageError("--torch needs PyTorch, which is not installed here: pip install torch") from None
        state = {name: torch.from_numpy(value) for name, value in state_arrays(model).items()}
        with replacing(options.torch, **where) as file:
            torch.save(state, file)
    except (UsageError, ValueError, CannotWrite) as error:
        return complain("python -m numerics export", error)
    print(f"{len(state)} arrays in {printable(Path(options.torch))}")
    return 0

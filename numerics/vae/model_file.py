"""A model as the arrays of one archive, and back: what is read is checked before anything of its size is made."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from numerics.arithmetic import arguments
from numerics.vae.architecture import Architecture

DTYPES = ("float32", "float64")


def stored_form(
    architecture: Architecture, dtype: np.dtype, seed: int, parameters: dict[str, np.ndarray]
) -> dict[str, object]:
    """All that defines a model, as arrays."""
    settings = asdict(architecture) | {"hidden": np.array(architecture.hidden, np.int64)}
    settings |= {"dtype": dtype.name, "seed": seed}
    return settings | {f"parameter:{name}": value for name, value in parameters.items()}


def from_stored_form(arrays: dict[str, np.ndarray]) -> tuple[Architecture, np.dtype, int, dict[str, np.ndarray]]:
    """Architecture, dtype, seed and parameters. Raises ValueError if one is missing, misshapen or makes no sense."""
    try:
        settings = {
            name: arrays[name].item() for name in ("data_dim", "latent_dim", "decoder_variance", "learn_variance")
        } | {  # older files have none of these
            name: arrays[name].item() for name in ("likelihood", "activation", "classes") if name in arrays
        }
        architecture = Architecture(hidden=tuple(arrays["hidden"].tolist()), **settings)
        dtype = arguments.one_of("dtype", arrays["dtype"].item(), DTYPES)
        seed = arguments.whole_number("seed", arrays["seed"].item(), 0)
        shapes = architecture.parameter_shapes()
        parameters = {name: arrays[f"parameter:{name}"] for name in shapes}
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is missing") from None
    for name, value in parameters.items():
        if value.shape != shapes[name] or value.dtype != dtype:
            raise ValueError(
                f"parameter {name} is {value.dtype} of shape {value.shape}; wanted {dtype} of shape {shapes[name]}"
            )
    return architecture, np.dtype(dtype), seed, parameters

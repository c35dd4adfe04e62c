"""The note's VAE: p is the encoder, q the decoder and prior, and the loss is L = KL[p(z|x)//q(z)] - E log q(x|z).

    x --tanh layers--> mean, log_variance of p(z|x);   z = mean + exp(log_variance / 2) noise;
    z --tanh layers--> x_mean of q(x|z) = N(x_mean, sigma_g^2 I), sigma_g^2 fixed or learned as one number.

The forward pass and the backward pass below it compose the layers of `numerics.vae.layers`, where each formula stands
under the one it inverts. All losses are means per example in nats, the Gaussian's constant included: total = -ELBO.
"""

from __future__ import annotations

import cmath
import math
import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.arithmetic import arguments
from numerics.arithmetic.archive import read_archive, write_archive
from numerics.arithmetic.workspace import SMALL_WEIGHTS, FlatArrays, aligned, with_constant_unit
from numerics.vae.layers import LARGEST_LOG_VARIANCE, Likelihood, Network, Posterior

DTYPES = ("float32", "float64")
ROWS_AT_ONCE = 4096  # encode and decode work through longer arrays in pieces of this many rows
SHAPES_REMEMBERED = 8  # buffers are kept for this many (k, batch) shapes


class Loss(NamedTuple):
    """Means per example in nats: total = kl + reconstruction = -ELBO."""

    total: float
    kl: float
    reconstruction: float


class VAE:
    """A Gaussian VAE with tanh hidden layers, or none (the linear VAE).

    Args:
        data_dim: D, length of one x.
        latent_dim: d, length of one z.
        hidden: widths of the encoder's hidden layers; the decoder has the same ones in reverse order.
        decoder_variance: the note's sigma_g^2; where learning starts if `learn_variance`.
        dtype: "float32" or "float64".
        seed: of the initial weights and biases, uniform on +-1 / sqrt(inputs) as PyTorch's (with biases at 0 the
            decoder would start as an odd function of z, and learn slowly). Both dtypes start from the same numbers.
        learn_variance: whether ln sigma_g^2 is a parameter, `decoder.log_variance`.

    Attributes:
        parameters: name -> array, a view: write into it to change the model. `encoder.0.weight` (inputs, outputs),
            `encoder.0.bias` (outputs,), ..., `encoder.mean.*`, `encoder.log_variance.*`, `decoder.0.*`, ...,
            `decoder.mean.*`, and `decoder.log_variance` (), if learned.

    Raises:
        ValueError: names the argument and says what it must be.
    """

    likelihood_type: type[Likelihood] = Likelihood  # `numerics.vae.lost_half` puts the note's slip in its place

    def __init__(
        self,
        data_dim: int,
        latent_dim: int,
        hidden: Sequence[int] = (128,),
        decoder_variance: float = 0.04,
        dtype: str = "float32",
        seed: int = 0,
        learn_variance: bool = False,
    ):
        name = np.dtype(dtype).name if isinstance(dtype, (type, np.dtype)) else dtype
        if name not in DTYPES:
            raise ValueError(f"dtype must be one of {', '.join(DTYPES)}, not {name!r}")
        if isinstance(hidden, (str, int)) or not all(isinstance(h, (int, np.integer)) for h in hidden):
            raise ValueError(f"hidden must be a sequence of layer widths, such as (128,) or (), not {hidden!r}")
        self.data_dim = arguments.whole_number("data_dim", data_dim, 1)
        self.latent_dim = arguments.whole_number("latent_dim", latent_dim, 1)
        self.hidden = tuple(arguments.whole_number("each width in hidden", h, 1) for h in hidden)
        self.seed = arguments.whole_number("seed", seed, 0)
        self.learn_variance = bool(learn_variance)
        self._fixed_variance = arguments.positive_number("decoder_variance", decoder_variance)
        self._allocate(np.dtype(name))
        rng = np.random.default_rng(self.seed)
        for block in (*self._encoder, *self._decoder):
            block[...] = rng.uniform(-1, 1, block.shape) / math.sqrt(block.shape[0] - 1)
        if self.learn_variance:
            self.parameters["decoder.log_variance"][...] = math.log(self._fixed_variance)

    # Parameters.

    def _allocate(self, dtype: np.dtype) -> None:
        """One flat vector for the parameters and one for the gradients, with the layers' [W; b] as views."""
        encoder = [self.data_dim, *self.hidden, 2 * self.latent_dim]
        decoder = [self.latent_dim, *reversed(self.hidden), self.data_dim]
        shapes = [(i + 1, o) for widths in (encoder, decoder) for i, o in pairwise(widths)]
        columnwise = [len(shapes) - 1] if math.prod(shapes[-1]) <= SMALL_WEIGHTS else []
        if self.learn_variance:
            shapes.append(())
        self.dtype = dtype
        self.vector, self.gradient_vector = (FlatArrays(shapes, dtype, columnwise) for _ in range(2))
        layers = len(self.hidden) + 1
        self._encoder, self._decoder = self.vector.views[:layers], self.vector.views[layers : 2 * layers]
        self._d_encoder = self.gradient_vector.views[:layers]
        self._d_decoder = self.gradient_vector.views[layers : 2 * layers]
        self.parameters = dict(self._named(self.vector.views))
        self._gradients = dict(self._named(self.gradient_vector.views))
        self._passes: dict[tuple[int, int], _Pass] = {}

    def _named(self, views: Sequence[np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
        last, d = len(self.hidden), self.latent_dim
        for side in ("encoder", "decoder"):
            for layer in range(last):
                block = views[layer if side == "encoder" else last + 1 + layer]
                yield from ((f"{side}.{layer}.weight", block[:-1]), (f"{side}.{layer}.bias", block[-1]))
            block = views[last if side == "encoder" else 2 * last + 1]
            heads = [("mean", slice(None, d)), ("log_variance", slice(d, None))]
            for head, part in heads if side == "encoder" else [("mean", slice(None))]:
                yield f"{side}.{head}.weight", block[:-1, part]
                yield f"{side}.{head}.bias", block[-1, part]
        if self.learn_variance:
            yield "decoder.log_variance", views[-1]

    @property
    def decoder_variance(self) -> float:
        """sigma_g^2, fixed or as learned so far."""
        if not self.learn_variance:
            return self._fixed_variance
        return np.exp(self.parameters["decoder.log_variance"].item()).item()

    def astype(self, dtype: str) -> VAE:
        """The same model in another dtype; "complex128" too, for derivatives by the complex step."""
        twin = object.__new__(type(self))
        for name in ("data_dim", "latent_dim", "hidden", "seed", "learn_variance", "_fixed_variance"):
            setattr(twin, name, getattr(self, name))
        twin._allocate(np.dtype(dtype))
        twin.vector.vector[...] = 0
        for name, value in self.parameters.items():
            twin.parameters[name][...] = value
        return twin

    # The loss and its gradients.

    def loss(self, x: np.ndarray, noise: np.ndarray) -> Loss:
        """The note's L. x (batch, data_dim); noise (batch, latent_dim) or (k, batch, latent_dim), standard normal.

        Raises:
            ValueError: a wrong shape, or NaN or infinity in x, noise or the parameters.
        """
        x, noise = self._checked(x, noise)
        with np.errstate(all="ignore"):
            return self._finite(self._pass(noise).forward(x, noise), x, noise)

    def loss_and_gradients(self, x: np.ndarray, noise: np.ndarray) -> tuple[Loss, dict[str, np.ndarray]]:
        """`loss`, and the derivatives of its total by every parameter: same names and shapes as `parameters`."""
        loss = self.backpropagate(x, noise)
        return loss, {name: gradient.copy() for name, gradient in self._gradients.items()}

    def backpropagate(self, x: np.ndarray, noise: np.ndarray) -> Loss:
        """`loss`, leaving the gradients in the flat `gradient_vector`, which the next call overwrites."""
        x, noise = self._checked(x, noise)
        both = self._pass(noise)
        with np.errstate(all="ignore"):
            loss = self._finite(both.forward(x, noise), x, noise)
            both.backward()
        return loss

    def _pass(self, noise: np.ndarray) -> _Pass:
        key = noise.shape[:2]
        if key not in self._passes:
            if len(self._passes) == SHAPES_REMEMBERED:
                del self._passes[next(iter(self._passes))]
            self._passes[key] = _Pass(self, *key)
        return self._passes[key]

    def _checked(self, x: np.ndarray, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x = arguments.rows("x", x, self.data_dim, self.dtype)
        noise = arguments.real_array("noise", noise, self.dtype)
        wanted = (len(x), self.latent_dim)
        if noise.ndim not in (2, 3) or noise.shape[-2:] != wanted or not noise.shape[0]:
            raise ValueError(f"noise has shape {noise.shape}; wanted {wanted} or (k, {wanted[0]}, {wanted[1]})")
        return x, noise.reshape(-1, *wanted)

    def _finite(self, loss: Loss, x: np.ndarray, noise: np.ndarray) -> Loss:
        """A NaN or infinity anywhere in the data reaches the loss, so looking at one number checks them all."""
        if cmath.isfinite(loss.total):
            return loss
        arguments.finite("x", x)
        arguments.finite("noise", noise)
        for name, value in self.parameters.items():
            arguments.finite(f"parameter {name}", np.atleast_1d(value))
        raise ValueError(f"the loss is {loss.total}: data or parameters are too large for {self.dtype.name}")

    # The two networks alone.

    def encode(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and log-variance of p(z|x), each (batch, latent_dim), from x (batch, data_dim)."""
        x = arguments.finite("x", arguments.rows("x", x, self.data_dim, self.dtype))
        output = self._run(self._encoder, x)
        mean, raw = output[:, : self.latent_dim], output[:, self.latent_dim :]
        return mean.copy(), np.clip(raw, -LARGEST_LOG_VARIANCE, LARGEST_LOG_VARIANCE)

    def decode(self, z: np.ndarray) -> np.ndarray:
        """Mean of q(x|z), (batch, data_dim), from z (batch, latent_dim)."""
        z = arguments.finite("z", arguments.rows("z", z, self.latent_dim, self.dtype))
        return self._run(self._decoder, z)

    def _run(self, weights: list[np.ndarray], inputs: np.ndarray) -> np.ndarray:
        result = np.empty((len(inputs), weights[-1].shape[1]), self.dtype)
        for start in range(0, len(inputs), ROWS_AT_ONCE):
            piece = inputs[start : start + ROWS_AT_ONCE]
            padded = with_constant_unit(aligned((len(piece), piece.shape[1] + 1), self.dtype))
            padded[:, :-1] = piece
            Network(weights, padded, output=result[start : start + len(piece)]).forward()
        return result

    # Files.

    def arrays(self) -> dict[str, object]:
        """All that defines the model, as arrays for one archive; `VAE.from_arrays` reads them back."""
        settings = {
            "data_dim": self.data_dim, "latent_dim": self.latent_dim, "hidden": np.array(self.hidden, np.int64),
            "decoder_variance": self._fixed_variance, "dtype": self.dtype.name, "seed": self.seed,
            "learn_variance": self.learn_variance,
        }  # fmt: skip
        return settings | {f"parameter:{name}": value for name, value in self.parameters.items()}

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> VAE:
        """The model of `arrays`. Raises ValueError if one is missing, misshapen or not finite."""
        try:
            settings = {
                name: arrays[name].item() for name in ("data_dim", "latent_dim", "decoder_variance", "dtype", "seed")
            }
            model = cls(
                hidden=arrays["hidden"].tolist(), learn_variance=bool(arrays["learn_variance"]), **settings
            )  # fmt: skip
            for name, value in model.parameters.items():
                stored = arrays[f"parameter:{name}"]
                if stored.shape != value.shape or stored.dtype != value.dtype:
                    raise ValueError(
                        f"parameter {name} is {stored.dtype} of shape {stored.shape}; "
                        f"wanted {value.dtype} of shape {value.shape}"
                    )
                value[...] = arguments.finite(f"parameter {name}", np.atleast_1d(stored)).reshape(value.shape)
        except KeyError as error:
            raise ValueError(f"{error.args[0]} is missing") from None
        return model

    def save(self, path: str | os.PathLike) -> Path:
        """Write the model as one .npz, to a temporary name moved into place."""
        return write_archive(path, "VAE model", self.arrays())

    @classmethod
    def load(cls, path: str | os.PathLike) -> VAE:
        """The saved model, bit for bit. Raises ValueError naming the file if it is not a whole VAE model."""
        arrays = read_archive(path, "VAE model")
        try:
            return cls.from_arrays(arrays)
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path}: not a whole VAE model: {error}") from None


class _Pass:
    """Forward and backward through the whole model for k samples of a batch of B, with buffers of its own."""

    def __init__(self, model: VAE, samples: int, batch: int):
        dtype = model.dtype
        self.model = model
        self.x = with_constant_unit(aligned((batch, model.data_dim + 1), dtype))  # [x, 1]: B, D + 1
        self.posterior = posterior = Posterior(samples, batch, model.latent_dim, dtype)
        self.likelihood = likelihood = model.likelihood_type(samples, batch, model.data_dim, dtype)
        self.encoder = Network(model._encoder, self.x, posterior.output, model._d_encoder, posterior.d_output)
        self.decoder = Network(
            model._decoder, posterior.z1, likelihood.x_mean, model._d_decoder, likelihood.d_x_mean, posterior.d_z_rows
        )

    def forward(self, x: np.ndarray, noise: np.ndarray) -> Loss:
        """x (B, D), noise (k, B, d)."""
        self.x[:, :-1] = x
        self.variance = self.model.decoder_variance
        self.encoder.forward()  #           B, D+1 -> B, 2d
        self.posterior.read()
        self.posterior.sample(noise)  #     k, B, d -> k * B, d+1
        self.decoder.forward()  #           k * B, d+1 -> k * B, D
        kl = self.posterior.kl()
        reconstruction = self.likelihood.reconstruction(x, self.variance)
        return Loss(kl + reconstruction, kl, reconstruction)

    def backward(self) -> None:
        """The same road back, into the model's gradients: of total = kl + reconstruction."""
        self.likelihood.backward(self.variance)  # k * B, D
        self.decoder.backward()  #                 k * B, D -> k * B, d: the posterior's d_z
        self.posterior.backward()  #               B, 2d: where the two terms of the loss meet
        self.encoder.backward()
        if self.model.learn_variance:
            self.model._gradients["decoder.log_variance"][...] = self.likelihood.d_log_variance(self.variance)

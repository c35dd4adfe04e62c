"""The note's VAE: p is the encoder, q the decoder and prior, and the loss is L = KL[p(z|x)//q(z)] - E log q(x|z).

    x --hidden layers--> mean, log_variance of p(z|x);   z = mean + exp(log_variance / 2) noise;
    z --hidden layers--> q(x|z): N(x_mean, sigma_g^2 I), sigma_g^2 fixed or learned as one number, or Bernoulli.

A conditional model reads a label y beside x and z. Losses are means per example in nats; see `numerics.vae.passes`.
"""

from __future__ import annotations

import cmath
import math
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np

from numerics.arithmetic import arguments
from numerics.arithmetic.archive import read_archive, write_archive
from numerics.arithmetic.workspace import SMALL_WEIGHTS, FlatArrays, blas_threads
from numerics.vae.activations import ACTIVATIONS
from numerics.vae.architecture import Architecture
from numerics.vae.likelihood import LIKELIHOODS
from numerics.vae.model_file import DTYPES, from_stored_form, stored_form
from numerics.vae.network import outputs
from numerics.vae.passes import OBJECTIVES, Loss, Pass
from numerics.vae.posterior import LARGEST_LOG_VARIANCE

SHAPES_REMEMBERED = 8  # buffers are kept for this many (k, batch) shapes


class VAE:
    """A VAE with hidden layers, or none (the linear VAE).

    Args:
        data_dim: D, length of one x.
        latent_dim: d, length of one z.
        hidden: widths of the encoder's hidden layers; the decoder has the same ones in reverse order.
        decoder_variance: the note's sigma_g^2; where learning starts if `learn_variance`.
        dtype: "float32" or "float64".
        seed: of the initial weights and biases, uniform on +-1 / sqrt(inputs) as PyTorch's (with biases at 0 the
            decoder would start as an odd function of z, and learn slowly). Both dtypes start from the same numbers.
        learn_variance: whether ln sigma_g^2 is a parameter, `decoder.log_variance`.
        likelihood: "gaussian", or "bernoulli" for x in [0, 1]: then sigma_g^2 has no meaning.
        activation: "tanh" or "relu".
        classes: C, if the model is conditional on a label 0 .. C - 1; else 0.

    Attributes:
        parameters: name -> array, a view: write into it to change the model. `encoder.0.weight` (inputs, outputs),
            `encoder.0.bias` (outputs,), ..., `encoder.mean.*`, `encoder.log_variance.*`, `decoder.0.*`, ...,
            `decoder.mean.*`, and `decoder.log_variance` (), if learned. A label's inputs come after those of x or z.

    Copies (`copy.deepcopy`, `pickle`) have views into a vector of their own.
    Raises:
        ValueError: names the argument and says what it must be.
    """

    def __init__(
        self,
        data_dim: int,
        latent_dim: int,
        hidden: Sequence[int] = (128,),
        decoder_variance: float = 0.04,
        dtype: str = "float32",
        seed: int = 0,
        learn_variance: bool = False,
        likelihood: str = "gaussian",
        activation: str = "tanh",
        classes: int = 0,
    ):
        name = np.dtype(dtype).name if isinstance(dtype, (type, np.dtype)) else dtype
        arguments.one_of("dtype", name, DTYPES)
        architecture = Architecture(
            data_dim, latent_dim, hidden, decoder_variance,  # type: ignore[arg-type]  # made a tuple there
            learn_variance, likelihood, activation, classes,
        )  # fmt: skip
        self._allocate(architecture, np.dtype(name), arguments.whole_number("seed", seed, 0))
        rng = np.random.default_rng(self.seed)
        for block in (*self.encoder_weights, *self.decoder_weights):
            block[...] = rng.uniform(-1, 1, block.shape) / math.sqrt(block.shape[0] - 1)
        if self.learn_variance:
            self.parameters["decoder.log_variance"][...] = math.log(architecture.decoder_variance)

    # Parameters.

    def _allocate(self, architecture: Architecture, dtype: np.dtype, seed: int) -> None:
        """One flat vector for the parameters and one for the gradients, with the layers' [W; b] as views."""
        self.architecture, self.dtype, self.seed = architecture, dtype, seed
        self.data_dim, self.latent_dim, self.hidden = (
            architecture.data_dim,
            architecture.latent_dim,
            architecture.hidden,
        )
        self.learn_variance, self.classes = architecture.learn_variance, architecture.classes
        shapes = architecture.shapes
        columnwise = [len(shapes) - 1] if math.prod(shapes[-1]) <= SMALL_WEIGHTS else []
        wanted = [*shapes, ()] if self.learn_variance else shapes
        self.vector, self.gradient_vector = (FlatArrays(wanted, dtype, columnwise) for _ in range(2))
        layers = len(self.hidden) + 1
        self.encoder_weights, self.decoder_weights = self.vector.views[:layers], self.vector.views[layers : 2 * layers]
        self.d_encoder_weights = self.gradient_vector.views[:layers]
        self.d_decoder_weights = self.gradient_vector.views[layers : 2 * layers]
        self.parameters = dict(architecture.named(self.vector.views))
        self.gradients = dict(architecture.named(self.gradient_vector.views))
        self._largest_weights = max(map(math.prod, shapes))
        self._passes: dict[tuple[int, int], Pass] = {}

    @property
    def likelihood_type(self) -> type[Any]:
        """The decoder's likelihood (`numerics.vae.lost_half` puts the note's slip in its place)."""
        return LIKELIHOODS[self.architecture.likelihood]

    @property
    def decoder_variance(self) -> complex:
        """sigma_g^2, fixed or as learned so far. Raises ValueError if ln sigma_g^2 is too small or large to tell."""
        if not self.learn_variance:
            return self.architecture.decoder_variance
        logarithm = self.parameters["decoder.log_variance"].item()
        with np.errstate(all="ignore"):
            variance = np.exp(logarithm).item()
        if variance == 0 or not cmath.isfinite(variance):
            raise ValueError(
                f"parameter decoder.log_variance is {logarithm:g}: sigma_g^2 = exp({logarithm:g}) cannot be told "
                f"from {'0' if variance == 0 else 'infinity'}; it must lie between -700 and 700"
            )
        return variance

    def astype(self, dtype: str) -> VAE:
        """The same model in another dtype; "complex128" too, for derivatives by the complex step."""
        twin = object.__new__(type(self))
        twin._allocate(self.architecture, np.dtype(dtype), self.seed)
        for name, value in self.parameters.items():
            twin.parameters[name][...] = value
        return twin

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_vector, (type(self), self.architecture, self.dtype, self.seed, np.array(self.vector.vector))

    # The loss and its gradients.

    def loss(
        self,
        x: np.ndarray,
        noise: np.ndarray,
        labels: np.ndarray | None = None,
        *,
        objective: str = "elbo",
        beta: float = 1.0,
    ) -> Loss:
        """The note's L, or another objective of `numerics.vae.passes`, a mean per example in nats.

        x (batch, data_dim); noise (batch, latent_dim) or (k, batch, latent_dim), standard normal; labels (batch,),
        whole numbers, for a conditional model; beta the weight of the KL term.

        Raises:
            ValueError: a wrong shape, or NaN or infinity in x, noise or the parameters.
        """
        with np.errstate(all="ignore"), self._threads(noise):
            return self._forward(x, noise, labels, objective, beta)[0]

    def loss_and_gradients(
        self, x: np.ndarray, noise: np.ndarray, labels: np.ndarray | None = None, **objective: Any
    ) -> tuple[Loss, dict[str, np.ndarray]]:
        """`loss`, and the derivatives of its total by every parameter: same names and shapes as `parameters`."""
        loss = self.backpropagate(x, noise, labels, **objective)
        return loss, {name: gradient.copy() for name, gradient in self.gradients.items()}

    def backpropagate(
        self,
        x: np.ndarray,
        noise: np.ndarray,
        labels: np.ndarray | None = None,
        *,
        objective: str = "elbo",
        beta: float = 1.0,
    ) -> Loss:
        """`loss`, leaving the gradients in the flat `gradient_vector`, which the next call overwrites."""
        with np.errstate(all="ignore"), self._threads(noise):
            loss, both = self._forward(x, noise, labels, objective, beta)
            both.backward()
        return loss

    def _threads(self, noise: Any) -> AbstractContextManager:
        return blas_threads(self._largest_weights * math.prod(np.shape(noise)[:-1]))

    def _forward(self, x: object, noise: object, labels: object, objective: str, beta: float) -> tuple[Loss, Pass]:
        x = self._data(x)
        noise = arguments.real_array("noise", noise, self.dtype)
        wanted = (len(x), self.latent_dim)
        if noise.ndim not in (2, 3) or noise.shape[-2:] != wanted or not noise.shape[0]:
            raise ValueError(f"noise has shape {noise.shape}; wanted {wanted} or (k, {wanted[0]}, {wanted[1]})")
        noise = noise.reshape(-1, *wanted)
        if objective not in OBJECTIVES:
            arguments.one_of("objective", objective, OBJECTIVES)
        both = self._pass(noise)
        if self.classes or labels is not None:
            both.condition(self._labels(labels, len(x)))
        loss = both.forward(x, noise, objective, beta)
        if not cmath.isfinite(loss.total):
            self._complain(loss, x, noise)
        return loss, both

    def _data(self, x: object) -> np.ndarray:
        x = arguments.rows("x", x, self.data_dim, self.dtype)
        if self.architecture.likelihood == "bernoulli":
            arguments.fractions("x", x, "for a Bernoulli decoder")
        return x

    def _labels(self, labels: object, count: int) -> np.ndarray:
        if not self.classes:
            raise ValueError("labels were given, but the model is not conditional: it was made with classes=0")
        if labels is None:
            raise ValueError(f"the model is conditional on {self.classes} classes: labels are missing")
        return arguments.labels(labels, count, self.classes)

    def _pass(self, noise: np.ndarray) -> Pass:
        key = noise.shape[:2]
        if key not in self._passes:
            if len(self._passes) == SHAPES_REMEMBERED:
                del self._passes[next(iter(self._passes))]
            self._passes[key] = Pass(self, *key)
        return self._passes[key]

    def _complain(self, loss: Loss, x: np.ndarray, noise: np.ndarray) -> None:
        """A NaN or infinity anywhere in the data reaches the loss, so looking at one number checks them all."""
        arguments.finite("x", x)
        arguments.finite("noise", noise)
        self.check_parameters()
        raise ValueError(f"the loss is {loss.total}: data or parameters are too large for {self.dtype.name}")

    def check_parameters(self) -> None:
        """Raises ValueError with the name and place of the first parameter that is NaN or infinite."""
        for name, value in self.parameters.items():
            arguments.finite(f"parameter {name}", np.atleast_1d(value))

    def encode(self, x: np.ndarray, labels: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Mean and log-variance of p(z|x), each (batch, latent_dim), from x (batch, data_dim)."""
        output = self._run(self.encoder_weights, arguments.finite("x", self._data(x)), labels)
        mean, raw = output[:, : self.latent_dim], output[:, self.latent_dim :]
        return mean.copy(), np.clip(raw, -LARGEST_LOG_VARIANCE, LARGEST_LOG_VARIANCE)

    def decode(self, z: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
        """Mean of q(x|z), (batch, data_dim), from z (batch, latent_dim)."""
        return self.likelihood_type.mean(self.decoder_output(z, labels))

    def decoder_output(self, z: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
        """What the decoder's network puts out, (batch, data_dim): the mean, or a Bernoulli decoder's log-odds."""
        z = arguments.finite("z", arguments.rows("z", z, self.latent_dim, self.dtype))
        return self._run(self.decoder_weights, z, labels)

    def _run(self, weights: list[np.ndarray], inputs: np.ndarray, labels: np.ndarray | None) -> np.ndarray:
        one_hot = np.zeros((len(inputs), 0), self.dtype)
        if self.classes or labels is not None:
            one_hot = np.equal(self._labels(labels, len(inputs))[:, None], np.arange(self.classes)).astype(self.dtype)
        with blas_threads(self._largest_weights * len(inputs)):
            return outputs(
                weights, ACTIVATIONS[self.architecture.activation], np.concatenate([inputs, one_hot], axis=1)
            )

    # Files.

    def arrays(self) -> dict[str, Any]:
        """All that defines the model, as arrays for one archive; `VAE.from_arrays` reads them back."""
        return stored_form(self.architecture, self.dtype, self.seed, self.parameters)

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> VAE:
        """The model of `arrays`. Raises ValueError if one is missing, misshapen or not finite."""
        architecture, dtype, seed, parameters = from_stored_form(arrays)
        model = object.__new__(cls)
        model._allocate(architecture, dtype, seed)
        for name, value in parameters.items():
            model.parameters[name][...] = value
        model.check_parameters()
        return model

    def save(self, path: str | os.PathLike, force: bool = False) -> Path:
        """Write the model as one .npz, moved into place. Raises CannotWrite; `force` replaces what is no model too."""
        return write_archive(path, "VAE model", self.arrays(), force=force)

    @classmethod
    def load(cls, path: str | os.PathLike) -> VAE:
        """The saved model, bit for bit. Raises ValueError naming the file if it is not a whole VAE model."""
        arrays = read_archive(path, "VAE model")
        try:
            return cls.from_arrays(arrays)
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path}: not a whole VAE model: {error}") from None


def _from_vector(kind: type[VAE], architecture: Architecture, dtype: np.dtype, seed: int, vector: np.ndarray) -> VAE:
    """The constructor of copies."""
    model = object.__new__(kind)
    model._allocate(architecture, dtype, seed)
    model.vector.vector[...] = vector
    return model

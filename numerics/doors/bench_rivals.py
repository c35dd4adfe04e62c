"""The same training step in other hands, for `bench`: the bare matrix products, PyTorch eager, JAX compiled.

Each maker returns a function of one batch (a float32 array) that takes one whole step and waits for its end.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from numerics.arithmetic.workspace import aligned
from numerics.vae.model import VAE
from numerics.vae.trainer import Trainer

Step = Callable[[np.ndarray], object]


class Size(NamedTuple):
    """A network and its batch."""

    data_dim: int
    hidden: tuple[int, ...]
    latent_dim: int
    batch: int

    def __str__(self) -> str:
        return "-".join(map(str, (self.data_dim, *self.hidden, self.latent_dim))) + f" x{self.batch}"

    @property
    def networks(self) -> tuple[list[int], list[int]]:
        """Widths of encoder and decoder."""
        encoder = [self.data_dim, *self.hidden, 2 * self.latent_dim]
        return encoder, [self.latent_dim, *reversed(self.hidden), self.data_dim]


VARIANCE = 0.04
LEARNING_RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


def available() -> dict[str, Callable[[Size], Step]]:
    """The makers whose library can be imported, by name."""
    makers: dict[str, Callable[[Size], Step]] = {
        "numerics": numerics_step, "products": matrix_products, "bernoulli": bernoulli_step, "beta": beta_step,
        "numerics k=5": five_samples_step, "iwae k=5": importance_weighted_step,
    }  # fmt: skip
    rivals = (("torch", "torch", torch_step), ("torch fused", "torch", torch_fused_step), ("jax", "jax", jax_step))
    for name, library, maker in rivals:
        if importlib.util.find_spec(library):
            makers[name] = maker
    return makers


def numerics_step(
    size: Size, likelihood: str = "gaussian", samples: int = 1, objective: str = "elbo", beta: float = 1.0
) -> Step:
    """`Trainer.step` of this package, with the Gaussian ELBO of one sample or another loss."""
    model = VAE(size.data_dim, size.latent_dim, size.hidden, VARIANCE, likelihood=likelihood)
    return Trainer(model, LEARNING_RATE, samples=samples, objective=objective, beta=beta).step


bernoulli_step = partial(numerics_step, likelihood="bernoulli")
beta_step = partial(numerics_step, beta=4.0)
five_samples_step = partial(numerics_step, samples=5)
importance_weighted_step = partial(numerics_step, samples=5, objective="iwae")


def matrix_products(size: Size) -> Step:
    """The matrix products of a step and nothing else: forward, by the weights, by the inputs (not the data)."""
    products = []
    for widths, first in zip(size.networks, (True, False), strict=True):
        for layer, (inputs, outputs) in enumerate(pairwise(widths)):
            x, w, y = (
                aligned(shape, np.dtype(np.float32))
                for shape in ((size.batch, inputs), (inputs, outputs), (size.batch, outputs))
            )  # fmt: skip
            for array in (x, w, y):
                array[...] = 0.01
            products += [(x, w, y.copy()), (x.T, y, w.copy())]
            if layer or not first:
                products.append((y, w.T, x.copy()))

    def step(x: np.ndarray) -> None:
        for left, right, out in products:
            np.matmul(left, right, out=out)

    return step


def torch_step(size: Size, fused: bool = False) -> Step:
    """PyTorch eager with its default Adam, or with the one that updates all parameters in one call."""
    import torch

    def network(widths: list[int]) -> torch.nn.Sequential:
        layers = []
        for pair in pairwise(widths):
            layers += [torch.nn.Linear(*pair), torch.nn.Tanh()]
        return torch.nn.Sequential(*layers[:-1])

    encoder, decoder = map(network, size.networks)
    adam = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=LEARNING_RATE, fused=fused or None)
    constant = 0.5 * size.data_dim * math.log(2 * math.pi * VARIANCE)

    def step(x: np.ndarray) -> float:
        batch = torch.from_numpy(x)
        adam.zero_grad()
        mean, log_variance = encoder(batch).chunk(2, dim=1)
        z = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        reconstruction = ((batch - decoder(z)) ** 2).sum(1) / (2 * VARIANCE) + constant
        kl = 0.5 * (log_variance.exp() + mean**2 - 1 - log_variance).sum(1)
        loss = (reconstruction + kl).mean()
        loss.backward()
        adam.step()
        return loss.item()

    return step


torch_fused_step = partial(torch_step, fused=True)


def jax_step(size: Size) -> Step:
    """JAX, the whole step compiled, its buffers donated."""
    import jax
    import jax.numpy as jnp

    rng = np.random.default_rng(0)
    parameters = [
        [
            (jnp.asarray(rng.uniform(-1, 1, (i, o)) / i**0.5, jnp.float32), jnp.zeros(o, jnp.float32))
            for i, o in pairwise(widths)
        ]
        for widths in size.networks
    ]
    constant = 0.5 * size.data_dim * math.log(2 * math.pi * VARIANCE)

    def network(layers: list, v: jax.Array) -> jax.Array:
        for weight, bias in layers[:-1]:
            v = jnp.tanh(v @ weight + bias)
        weight, bias = layers[-1]
        return v @ weight + bias

    def loss_of(both: list, x: jax.Array, noise: jax.Array) -> jax.Array:
        mean, log_variance = jnp.split(network(both[0], x), 2, axis=1)
        z = mean + jnp.exp(log_variance / 2) * noise
        reconstruction = ((x - network(both[1], z)) ** 2).sum(1) / (2 * VARIANCE) + constant
        kl = 0.5 * (jnp.exp(log_variance) + mean**2 - 1 - log_variance).sum(1)
        return (reconstruction + kl).mean()

    def update(state: tuple, x: jax.Array) -> tuple:
        both, first, second, count, key = state
        key, used = jax.random.split(key)
        noise = jax.random.normal(used, (size.batch, size.latent_dim), jnp.float32)
        loss, gradients = jax.value_and_grad(loss_of)(both, x, noise)
        count = count + 1
        first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, first, gradients)
        second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, second, gradients)
        both = jax.tree.map(
            lambda p, m, v: p
            - LEARNING_RATE * m / (1 - BETA1**count) / (jnp.sqrt(v / (1 - BETA2**count)) + EPSILON),
            both, first, second,
        )  # fmt: skip
        return (both, first, second, count, key), loss

    compiled = jax.jit(update, donate_argnums=0)
    first, second = (jax.tree.map(jnp.zeros_like, parameters) for _ in range(2))
    state = (parameters, first, second, jnp.float32(0), jax.random.key(0))

    def step(x: np.ndarray) -> float:
        nonlocal state
        state, loss = compiled(state, x)
        return float(loss)

    return step

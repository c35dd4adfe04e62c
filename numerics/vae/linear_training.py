"""A linear VAE trained on its exact ELBO, watched on the way to the exact optimum of probabilistic PCA.

The gradients are those of the hand-written backward pass; L-BFGS takes the steps, because Adam is slow at the last
thing to be learnt, the rotation of the latent axes that makes the posterior's covariance diagonal.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.linalg import subspace_angles
from scipy.optimize import OptimizeResult, minimize

from numerics.arithmetic.workspace import blas_threads
from numerics.vae.model import VAE
from numerics.vae.probabilistic_pca import exact_noise, maximum_likelihood


class Watched(NamedTuple):
    """After each step (m,): the ELBO (nats, mean per image), and the largest principal angle in radians.

    `likelihood` is the mean log-likelihood at the exact optimum, which no ELBO of this model can exceed.
    """

    elbo: np.ndarray
    angle: np.ndarray
    likelihood: float


def train_linear_vae(x: np.ndarray, latent_dim: int, steps: int, seed: int = 0) -> Watched:
    """At most so many steps of L-BFGS on images (n, D), with noise that makes every expectation exact.

    The angle is between the span of the decoder's weights and that of the leading eigenvectors.
    """
    optimum = maximum_likelihood(x, latent_dim)
    model = VAE(x.shape[1], latent_dim, (), 0.1, "float64", seed, learn_variance=True)
    noise = exact_noise(len(x), latent_dim)
    elbo, angle = [], []

    def negative_elbo(vector: np.ndarray) -> tuple[float, np.ndarray]:
        model.vector.vector[...] = vector
        return model.backpropagate(x, noise).total, model.gradient_vector.vector.copy()

    def watch(intermediate_result: OptimizeResult) -> None:
        model.vector.vector[...] = intermediate_result.x
        elbo.append(-intermediate_result.fun)
        weight = model.parameters["decoder.mean.weight"].T  # D, d
        angle.append(subspace_angles(weight, optimum.weight).max())

    with blas_threads(0):
        start = model.vector.vector.copy()
        minimize(
            negative_elbo, start, jac=True, method="L-BFGS-B", callback=watch,
            options={"maxiter": steps, "maxcor": 30, "ftol": 1e-16, "gtol": 1e-10},
        )  # fmt: skip
        likelihood = float(optimum.log_likelihood(x).mean())
    return Watched(np.array(elbo), np.array(angle), likelihood)

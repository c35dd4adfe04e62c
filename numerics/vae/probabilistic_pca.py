"""The exact optimum that a linear VAE must reach: maximum-likelihood probabilistic PCA.

x = W z + mean + sigma noise has x ~ N(mean, W W' + sigma^2 I). With eigenvalues l_1 >= l_2 >= ... and eigenvectors U of
the data's covariance (divided by n, not n - 1), the likelihood is largest (Tipping and Bishop 1999) at

    sigma^2 = mean of l_{d+1}, ..., l_D,        W = U_d (L_d - sigma^2 I)^(1/2) R,    any rotation R.

With R = I the columns of W are orthogonal, the posterior's covariance sigma^2 (W'W + sigma^2 I)^-1 is diagonal, and the
linear VAE can take exactly that posterior: its best ELBO is the likelihood itself (Lucas et al. 2019). All in nats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from numerics.arithmetic import arguments
from numerics.arithmetic.workspace import blas_threads
from numerics.vae.model import VAE


@dataclass(frozen=True)
class ProbabilisticPCA:
    """mean (D,), weight (D, d) with orthogonal columns, variance sigma^2."""

    mean: np.ndarray
    weight: np.ndarray
    variance: float

    def log_likelihood(self, x: np.ndarray) -> np.ndarray:
        """log N(x; mean, W W' + sigma^2 I) for each image: (n, D) -> (n,), nats."""
        centred = x - self.mean
        covariance = self.weight @ self.weight.T + self.variance * np.eye(len(self.mean))
        factor = np.linalg.cholesky(covariance)
        whitened = np.linalg.solve(factor, centred.T)  # D, n
        log_determinant = 2 * np.log(np.diag(factor)).sum()
        return -0.5 * (np.sum(whitened**2, axis=0) + log_determinant + len(self.mean) * math.log(2 * math.pi))

    def vae(self) -> VAE:
        """The linear VAE, float64, whose decoder is this model and whose encoder is its exact posterior.

        Mean (W'W + sigma^2 I)^-1 W'(x - mean); variances sigma^2 / (w_i'w_i + sigma^2), w_i the columns of W.
        """
        data_dim, latent_dim = self.weight.shape
        model = VAE(data_dim, latent_dim, (), self.variance, "float64", learn_variance=True)
        squares = np.sum(self.weight**2, axis=0) + self.variance  # d
        gain = self.weight / squares  # D, d
        for name, value in {
            "encoder.mean.weight": gain,
            "encoder.mean.bias": -self.mean @ gain,
            "encoder.log_variance.weight": 0.0,
            "encoder.log_variance.bias": np.log(self.variance / squares),
            "decoder.mean.weight": self.weight.T,
            "decoder.mean.bias": self.mean,
            "decoder.log_variance": math.log(self.variance),
        }.items():
            model.parameters[name][...] = value
        return model


def maximum_likelihood(x: np.ndarray, latent_dim: int, variance: float | None = None) -> ProbabilisticPCA:
    """The closed-form optimum for images (n, D); `variance` fixes sigma^2 instead of fitting it.

    At a fixed variance directions whose eigenvalue is below it get weight zero.

    Raises:
        ValueError: latent_dim is not below D, or the data leave no variance to fit.
    """
    x = arguments.finite("x", arguments.real_array("x", x, np.dtype(np.float64)))
    if x.ndim != 2 or not 0 < latent_dim < x.shape[1]:
        raise ValueError(f"x has shape {x.shape}; wanted (images, D) with D above latent_dim = {latent_dim}")
    mean = x.mean(axis=0)
    eigenvalues, vectors = np.linalg.eigh((x - mean).T @ (x - mean) / len(x))  # ascending
    fitted = float(eigenvalues[:-latent_dim].mean()) if variance is None else float(variance)
    if not fitted > 0:
        raise ValueError(f"sigma^2 would be {fitted}: the data lie in {latent_dim} dimensions")
    lengths = np.sqrt(np.maximum(eigenvalues[-latent_dim:] - fitted, 0))
    return ProbabilisticPCA(mean, (vectors[:, -latent_dim:] * lengths)[:, ::-1].copy(), fitted)


def exact_noise(batch: int, latent_dim: int) -> np.ndarray:
    """Noise (2d, batch, d) that stands for all noise in a linear VAE: the points +- sqrt(d) e_i.

    Their mean is 0 and their covariance the identity, so the sample mean of any quadratic is its expectation: loss
    and gradients of a linear VAE on this noise are those of the ELBO itself.
    """
    points = math.sqrt(latent_dim) * np.concatenate([np.eye(latent_dim), -np.eye(latent_dim)])
    return np.repeat(points[:, None, :], batch, axis=1)


def fit_linear_vae(x: np.ndarray, latent_dim: int, seed: int = 0) -> tuple[ProbabilisticPCA, float]:
    """The linear VAE's ELBO, maximised by L-BFGS from random weights. Returns the model found and its mean ELBO.

    With A = W / sigma, the best encoder mean, the best posterior variances 1 / (1 + a_i'a_i) and the best sigma^2 are
    known in closed form. What is left to minimise depends on the data through their covariance S alone:

        -ELBO(A) = D/2 (ln(2 pi sigma^2) + 1) + 1/2 sum_i ln(1 + a_i'a_i),   sigma^2 = tr(S (I + A A')^-1) / D.
    """
    x = arguments.finite("x", arguments.real_array("x", x, np.dtype(np.float64)))
    mean = x.mean(axis=0)
    covariance = (x - mean).T @ (x - mean) / len(x)
    data_dim = len(mean)

    def negative_elbo(flat: np.ndarray) -> tuple[float, np.ndarray]:
        a = flat.reshape(data_dim, latent_dim)
        b_a = a @ np.linalg.inv(np.eye(latent_dim) + a.T @ a)  # (I + A A')^-1 A, by Woodbury: D, d
        s_b_a = covariance @ b_a  # D, d
        variance = (np.trace(covariance) - np.sum(a * s_b_a)) / data_dim
        squares = 1 + np.sum(a * a, axis=0)  # d
        value = 0.5 * data_dim * (math.log(2 * math.pi * variance) + 1) + 0.5 * np.log(squares).sum()
        gradient = a / squares - (s_b_a - b_a @ (a.T @ s_b_a)) / variance  # B^-1 = I - (B^-1 A) A'
        return value, gradient.ravel()

    start = np.random.default_rng(seed).standard_normal(data_dim * latent_dim)
    with blas_threads(0):  # hundreds of tiny products: a second thread made this 16 times slower
        found = minimize(
            negative_elbo, start, jac=True, method="L-BFGS-B", options={"maxiter": 10_000, "ftol": 1e-15, "gtol": 1e-9}
        )  # fmt: skip
    a = found.x.reshape(data_dim, latent_dim)
    inverse = np.linalg.inv(np.eye(data_dim) + a @ a.T)
    variance = float(np.sum(covariance * inverse)) / data_dim
    return ProbabilisticPCA(mean, a * math.sqrt(variance), variance), -float(found.fun)

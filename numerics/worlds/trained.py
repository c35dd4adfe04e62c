"""The trained world: a VAE with two latents, trained on the digits when it is first asked for.

    p:  x a held-out digit plus Gaussian noise      z | x the encoder
    q:  z ~ N(0, I)                                 x | z the decoder

Data have no density of their own, so the digits are smoothed: p(x) is the even mixture of 48 images with noise of
deviation 0.1 in every pixel, an exact density with an exact sampler. log q(x) is that of `vae.evidence`, for some
hundred x at once; the posterior q(z|x) is integrated on the same grid. Over x, in 64
dimensions, there is Monte Carlo only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from scipy.special import logsumexp, ndtr

from numerics.arithmetic.quadrature import trapezium
from numerics.vae import evidence
from numerics.vae.digits import split_digits
from numerics.vae.evidence import TARGET
from numerics.vae.model import VAE
from numerics.vae.train import fit
from numerics.worlds.nonlinear import Conditional, JointDensity, Prior, log_normal
from numerics.worlds.world import Unmeasurable, Values, World, WorldDensity

LOG_TAU = math.log(2 * math.pi)
IMAGES, SMOOTHING = 48, 0.1
SETTINGS: dict[str, Any] = {
    "latent_dim": 2, "hidden": (64,), "decoder_variance": 0.04, "epochs": 100, "batch": 64, "learning_rate": 4e-3,
    "schedule": "cosine",
}  # fmt: skip
MOST_EVIDENCES = 256
MOST_NODES = 500_000
WIDENED = 2.0  # a proposal with heavier shoulders than what it stands for


@cache
def trained_model(seed: int) -> VAE:
    """The float64 model of this seed, trained once in a process (half a second)."""
    return fit(split_digits().train, seed=seed, **SETTINGS).model.astype("float64")


class SmoothedDigits(WorldDensity):
    """p(x) = (1/N) sum_i N(x; image_i, SMOOTHING^2 I): one normal chooses the image, 64 are the noise."""

    targets, givens = ("x",), ()

    def __init__(self, images: np.ndarray):
        self.images = images  # N, D
        self.noise_dimension = 1 + images.shape[1]

    def log_density(self, values: Values) -> np.ndarray:
        x = values["x"]
        D = x.shape[-1]
        square = np.sum(x * x, axis=-1)[..., None] - 2 * x @ self.images.T + np.sum(self.images**2, axis=1)
        constant = math.log(len(self.images)) + D * (math.log(SMOOTHING) + 0.5 * LOG_TAU)
        return logsumexp(-0.5 * square / SMOOTHING**2, axis=-1) - constant

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        which = np.minimum((ndtr(noise[..., 0]) * len(self.images)).astype(int), len(self.images) - 1)
        x = self.images[which] + SMOOTHING * noise[..., 1:]
        return {"x": x}, self.log_density({"x": x})


class Decoder(Conditional):
    """q(x|z), without ever holding x - mu(z) for all pairs: |x|^2 - 2 x mu + |mu|^2."""

    def log_density(self, values: Values) -> np.ndarray:
        x, mean, variance = values["x"], self.mean(values["z"]), float(np.exp(2 * self.log_deviation(values["z"])))
        square = np.sum(x * x, axis=-1) - 2 * np.einsum("...j,...j->...", x, mean) + np.sum(mean * mean, axis=-1)
        return -0.5 * (square / variance + x.shape[-1] * (LOG_TAU + math.log(variance)))

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        x = self.mean(values["z"]) + float(np.exp(self.log_deviation(values["z"]))) * noise
        return {"x": x}, self.log_density({**values, "x": x})


class Evidence(WorldDensity):
    """q(x), by quadrature over z."""

    targets, givens, log_error = ("x",), (), TARGET

    def __init__(self, model: VAE, prior: Prior, decoder: Decoder):
        self.model, self.prior, self.decoder = model, prior, decoder
        self.noise_dimension = prior.noise_dimension + decoder.noise_dimension
        self._known: dict[bytes, evidence.Evidence] = {}

    def found(self, x: np.ndarray) -> evidence.Evidence:
        """log q(x), and the grid that shows it, for x (..., D). Raises Unmeasurable where none is fine enough."""
        x = np.ascontiguousarray(x).reshape(-1, x.shape[-1])
        if len(x) > MOST_EVIDENCES:
            raise Unmeasurable(f"log q(x) of a trained model takes a quadrature for each of {len(x)} x: too many")
        key = x.tobytes()
        if key not in self._known:
            self._known[key] = evidence.log_evidence(self.model, x)
        if self._known[key].method != "quadrature":
            raise Unmeasurable("log q(x) is known by sampling only here: no grid is as fine as q(z|x) is narrow")
        return self._known[key]

    def log_density(self, values: Values) -> np.ndarray:
        return self.found(values["x"]).log_evidence.reshape(values["x"].shape[:-1])

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        split = self.prior.noise_dimension
        points, _ = self.decoder.draw(noise[..., split:], {"z": noise[..., :split]})
        return points, self.log_density(points)


class Posterior(WorldDensity):
    """q(z|x): prior times decoder over the evidence, integrated on the grid that showed the evidence.

    Proposed from the prior, or, where the first noise is positive, from a normal around the posterior's own mean: from
    the prior alone a posterior far out would hardly ever be met, and the draws could not tell.
    """

    targets, givens, exact_sampler, log_error = ("z",), ("x",), False, TARGET

    def __init__(self, prior: Prior, decoder: Decoder, evidence: Evidence):
        self.prior, self.decoder, self.evidence = prior, decoder, evidence
        self.noise_dimension = 1 + prior.noise_dimension
        self._moments: dict[tuple[tuple[int, ...], bytes], tuple[np.ndarray, np.ndarray]] = {}

    def log_density(self, values: Values) -> np.ndarray:
        joint = self.prior.log_density(values) + self.decoder.log_density(values)
        return joint - self.evidence.log_density({"x": values["x"]})

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        mean, spread = self.moments(values["x"])
        normal = noise[..., 1:]
        near = mean + np.einsum("...ij,...j->...i", spread, normal)
        z = np.where(noise[..., :1] > 0, near, normal)
        back = np.linalg.solve(spread, (z - mean)[..., None])[..., 0]
        log_near = log_normal(back, 0.0) - np.log(np.abs(np.linalg.det(spread)))
        return {"z": z}, np.logaddexp(log_normal(z, 0.0), log_near) - math.log(2)

    def moments(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The mean (..., d) of q(z|x), and a root (..., d, d) of WIDENED times its covariance."""
        key = x.shape, np.ascontiguousarray(x).tobytes()
        if key not in self._moments:
            points, log_weights = self.nodes(0, {"x": x})
            z, given = points["z"], x[..., None, :]
            weights = np.exp(self.log_density({"z": z, "x": given}) + log_weights)  # ..., N
            weights /= weights.sum(axis=-1, keepdims=True)
            mean = weights @ z
            second = np.einsum("...n,ni,nj->...ij", weights, z, z) - mean[..., :, None] * mean[..., None, :]
            self._moments[key] = mean, np.linalg.cholesky(WIDENED * second)
        return self._moments[key]

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        found = self.evidence.found(values["x"])
        count = round(2 * found.half_width / found.step / (2 - level % 2)) + 1  # a step twice as long, or the own one
        if count**2 > MOST_NODES:
            raise Unmeasurable(f"q(z|x) is so narrow here that a grid over z would have {count**2:,} nodes")
        line, weights = trapezium(count, -found.half_width, found.half_width)
        points = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
        return {"z": points}, np.log(np.multiply.outer(weights, weights)).ravel()


class Trained(World):
    """The model of this seed; x in R^64, z in R^2. The first world of a seed trains it.

    `most_draws` bounds the table's sample sizes: one draw costs a pass through both networks.
    """

    name = "trained"
    most_draws = 1 << 13

    def __init__(self, seed: int = 0):
        self.seed, self.shapes = seed, {"x": 64, "z": 2}
        self.model = trained_model(seed)
        images = split_digits().held_out
        chosen = self.generator("images").choice(len(images), IMAGES, replace=False)
        self.data, self.prior = SmoothedDigits(images[chosen]), Prior(2)
        log_decoder = 0.5 * math.log(self.model.decoder_variance.real)
        self.encoder = Conditional("z", "x", 2, lambda x: self._encode(x)[0], lambda x: self._encode(x)[1] / 2)
        self.decoder = Decoder("x", "z", 64, self._decode, lambda z: np.asarray(log_decoder))
        self.evidence = Evidence(self.model, self.prior, self.decoder)

    def _encode(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        flat = self.model.encode(np.ascontiguousarray(x).reshape(-1, 64))
        mean, log_variance = (a.reshape(*x.shape[:-1], 2) for a in flat)
        return mean, log_variance

    def _decode(self, z: np.ndarray) -> np.ndarray:
        return self.model.decode(np.ascontiguousarray(z).reshape(-1, 2)).reshape(*z.shape[:-1], 64)

    def _density(self, letter: str, targets: tuple[str, ...], givens: tuple[str, ...]) -> WorldDensity:
        known: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Callable[[], WorldDensity]] = {
            ("p", ("x",), ()): lambda: self.data,
            ("p", ("z",), ("x",)): lambda: self.encoder,
            ("q", ("z",), ()): lambda: self.prior,
            ("q", ("x",), ("z",)): lambda: self.decoder,
            ("q", ("x",), ()): lambda: self.evidence,
            ("q", ("z",), ("x",)): lambda: Posterior(self.prior, self.decoder, self.evidence),
        }
        if set(targets) == {"x", "z"} and letter in "pq":
            pair = (self.data, self.encoder) if letter == "p" else (self.prior, self.decoder)
            return JointDensity(*pair)
        if (letter, targets, givens) not in known:
            bar = f"|{','.join(givens)}" if givens else ""
            raise Unmeasurable(f"the trained world has no density {letter}({','.join(targets)}{bar})")
        return known[letter, targets, givens]()

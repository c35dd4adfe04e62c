"""The linear-Gaussian world: every density Gaussian, every quantity of the note known from matrices alone.

    p:  x ~ N(m, S)      z | x ~ N(A x + b, diagonal)      data and encoder (the note's assumption on p(z/x))
    q:  z ~ N(0, I)      x | z ~ N(W z + c, s^2 I)         prior and decoder

Further roles, and further letters, are linear-Gaussian too. A letter is one joint N(mean, F F'), kept as its factor
F, so that a standard deviation of 1e-6 beside one of 1 costs six digits and not twelve. Marginals and conditionals are
LQ factorisations of rows of F; the closed forms are determinants and norms of those factors, never the formulas under
test.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from numerics.arithmetic.quadrature import normal_grid
from numerics.worlds.world import POLYNOMIAL, Unmeasurable, Values, World, WorldDensity

LOG_TAU = math.log(2 * math.pi)
GAUSS_HERMITE_ORDERS = (4, 5)  # exact for polynomials of degree 7 and 9: logs are quadratic, their squares quartic
NORMAL_NODES = {1: (41, 81), 2: (31, 49)}  # trapezium, by dimension: coarse, fine


class Joint:
    """One letter: a Gaussian over named roles, mean (K,), factor (K, K) with covariance = factor factor'."""

    def __init__(self, shapes: dict[str, int], mean: np.ndarray, factor: np.ndarray):
        self.shapes, self.mean, self.factor = dict(shapes), mean, factor
        ends = np.cumsum([0, *shapes.values()])
        self._places = {r: np.arange(a, b) for r, a, b in zip(shapes, ends[:-1], ends[1:], strict=True)}
        for role, places in list(self._places.items()):
            self._places |= {f"{role}[{k + 1}]": places[k : k + 1] for k in range(len(places))}

    def rows(self, roles: tuple[str, ...]) -> np.ndarray:
        return np.concatenate([self._places[r] for r in roles]).astype(int) if roles else np.zeros(0, dtype=int)

    def slices(self, roles: tuple[str, ...]) -> list[slice]:
        ends = np.cumsum([0, *(len(self._places[r]) for r in roles)])
        return [slice(a, b) for a, b in itertools.pairwise(ends)]

    def mean_of(self, role: str) -> np.ndarray:
        return self.mean[self._places[role]]


class GaussianDensity(WorldDensity):
    """N(mean + gain (givens - their mean), factor factor') over the concatenated targets (k components)."""

    def __init__(self, joint: Joint, targets: tuple[str, ...], givens: tuple[str, ...]):
        self.targets, self.givens, self.joint = tuple(targets), tuple(givens), joint
        rows_t, rows_g = joint.rows(targets), joint.rows(givens)
        g, k = len(rows_g), len(rows_t)
        # Rows (givens, targets) of the factor, made lower triangular by an orthogonal change of the noise:
        # givens = R11 e1, targets = R21 e1 + R22 e2, so targets | givens has gain R21 R11^-1 and factor R22.
        triangle = np.asarray(np.linalg.qr(joint.factor[np.concatenate([rows_g, rows_t])].T, mode="r")).T[:, : g + k]
        triangle = triangle * np.where(np.diag(triangle) < 0, -1.0, 1.0)
        smallest = float(np.min(np.diag(triangle))) if g + k else 1.0
        if not smallest > 1e-300:
            raise Unmeasurable(f"the covariance of {self.name} is singular in float64: it has no density")
        self.mean = joint.mean[rows_t]  # k
        self.factor = triangle[g:, g:]  # k, k lower triangular
        self.gain = np.linalg.solve(triangle[:g, :g].T, triangle[g:, :g].T).T  # k, g
        self.whiten = np.linalg.inv(self.factor)
        self.log_determinant = 2 * float(np.log(np.diag(self.factor)).sum())
        self.noise_dimension = k
        # Ten deviations out, a whitened value of ten is off by the rounding of what was subtracted, over the deviation.
        steepest = float(np.max(np.abs(self.whiten), initial=0.0))
        largest = float(np.max(np.abs(joint.mean), initial=1.0)) + 10 * float(np.max(np.abs(self.factor), initial=0.0))
        self.log_error = 10 * np.finfo(float).eps * steepest * largest
        self._slices, self._given_slices = joint.slices(self.targets), joint.slices(self.givens)

    def centre(self, values: Values) -> np.ndarray:
        """Conditional mean given values, shape (..., k)."""
        mean = self.mean
        for role, part in zip(self.givens, self._given_slices, strict=True):
            mean = mean + (values[role] - self.joint.mean_of(role)) @ self.gain[:, part].T
        return mean

    def whitened(self, values: Values) -> np.ndarray:
        """factor^-1 (targets - conditional mean), shape (..., k): standard normal under this density."""
        total: np.ndarray | float = 0.0
        for role, part in zip(self.targets, self._slices, strict=True):
            total = total + (values[role] - self.joint.mean_of(role)) @ self.whiten[:, part].T
        for role, part in zip(self.givens, self._given_slices, strict=True):
            total = total - (values[role] - self.joint.mean_of(role)) @ (self.whiten @ self.gain[:, part]).T
        return np.asarray(total)

    def log_density(self, values: Values) -> np.ndarray:
        return self._log_normal(self.whitened(values))

    def _log_normal(self, whitened: np.ndarray) -> np.ndarray:
        square = np.einsum("...k,...k->...", whitened, whitened)
        return -0.5 * (square + self.log_determinant + whitened.shape[-1] * LOG_TAU)

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        return self._split(self.centre(values) + noise @ self.factor.T), self._log_normal(noise)

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        rule, count = self._rule(level)
        noise, weights = normal_grid(rule, count, self.noise_dimension)
        points = self.centre(values)[..., None, :] + noise @ self.factor.T  # ..., N, k
        # The weights carry the normal density of the noise; an integral over the targets does not: divide it out.
        return self._split(points), np.broadcast_to(np.log(weights) - self._log_normal(noise), points.shape[:-1])

    def check_nodes(self, level: int, opened: int, most: int) -> None:
        k, (rule, count) = self.noise_dimension, self._rule(level)
        if opened * count**k > most:
            name = {"hermite": "Gauss-Hermite", "trapezium": "trapezium"}[rule]
            raise Unmeasurable(f"a {name} grid over {k} dimensions more would need {opened * count**k:,} nodes")

    def _rule(self, level: int) -> tuple[str, int]:
        """Gauss-Hermite, or the trapezium rule where the integrand is no polynomial: then in two dimensions at most."""
        if level in POLYNOMIAL:
            return "hermite", GAUSS_HERMITE_ORDERS[level]
        if self.noise_dimension not in NORMAL_NODES:
            k = self.noise_dimension
            raise Unmeasurable(f"a grid over {k} dimensions is too coarse for an integrand that is no polynomial")
        return "trapezium", NORMAL_NODES[self.noise_dimension][level % 2]

    def _split(self, points: np.ndarray) -> dict[str, np.ndarray]:
        return {role: points[..., part] for role, part in zip(self.targets, self._slices, strict=True)}


class LinearGaussian(World):
    """Seeded linear-Gaussian world. x in R^3, z in R^2 unless `shapes` says otherwise (other roles get dimension 1).

    Settings, for the edges: `encoder_deviation`, `decoder_deviation` and `data_deviation` scale the three standard
    deviations, `data_mean` shifts the mean of x, `collinearity` in [0, 1) makes the covariance of x nearly singular.
    Worlds that differ in `variation` alone share the data p(x), and have other encoders, decoders and further letters.
    """

    name = "linear_gaussian"
    gives_components = True
    levels = (POLYNOMIAL, (2, 3))

    def __init__(
        self,
        seed: int = 0,
        shapes: dict[str, int] | None = None,
        encoder_deviation: float = 1.0,
        decoder_deviation: float = 1.0,
        data_deviation: float = 1.0,
        data_mean: float = 0.0,
        collinearity: float = 0.0,
        variation: int = 0,
    ):
        self.seed, self.shapes = seed, {"x": 3, "z": 2} if shapes is None else dict(shapes)
        self.variation = variation
        rng = self.generator("data")
        D, d = self.shapes.get("x", 1), self.shapes.get("z", 1)
        self.data_mean = data_mean + 0.5 * rng.standard_normal(D)  # D
        spread = np.linalg.qr(rng.standard_normal((D, D)))[0] * rng.uniform(0.6, 1.4, D)
        if collinearity:
            spread = spread @ np.diag([1.0] * (D - 1) + [1 - collinearity])
        self.data_factor = data_deviation * spread  # D, D
        rng = self.generator(f"model {variation}")
        self.encoder_matrix = 0.6 * rng.standard_normal((d, D)) / math.sqrt(D)  # A
        self.encoder_offset = 0.3 * rng.standard_normal(d) - self.encoder_matrix @ (self.data_mean * (data_mean != 0))
        self.encoder_deviations = encoder_deviation * rng.uniform(0.4, 0.9, d)
        self.decoder_matrix = 0.9 * rng.standard_normal((D, d)) / math.sqrt(d)  # W
        self.decoder_offset = data_mean + 0.4 * rng.standard_normal(D)  # c
        self.decoder_deviation = decoder_deviation * float(rng.uniform(0.6, 1.0))  # the note's sigma_g
        self._joints: dict[str, Joint] = {}

    def joint(self, letter: str) -> Joint:
        """The joint Gaussian of one letter over all roles of this world."""
        if letter not in self._joints:
            self._joints[letter] = self._build(letter)
        return self._joints[letter]

    def _build(self, letter: str) -> Joint:
        rng = self.generator(f"letter {letter} {self.variation}")
        chain = _Chain()
        if letter == "q" and "z" in self.shapes:
            d = self.shapes["z"]
            chain.add("z", {}, np.zeros(d), np.eye(d))
            if "x" in self.shapes:
                D = self.shapes["x"]
                chain.add("x", {"z": self.decoder_matrix}, self.decoder_offset, self.decoder_deviation * np.eye(D))
        elif letter == "p" and "x" in self.shapes:
            chain.add("x", {}, self.data_mean, self.data_factor)
            if "z" in self.shapes:
                deviations = np.diag(self.encoder_deviations)
                chain.add("z", {"x": self.encoder_matrix}, self.encoder_offset, deviations)
        for role, k in self.shapes.items():
            if role not in chain.shapes:
                parents = {r: 0.5 * rng.standard_normal((k, n)) / math.sqrt(n) for r, n in chain.shapes.items()}
                noise = np.linalg.qr(rng.standard_normal((k, k)))[0] * rng.uniform(0.5, 1.2, k)
                chain.add(role, parents, 0.5 * rng.standard_normal(k), noise)
        return Joint(chain.shapes, chain.mean, chain.factor)

    def _density(self, letter: str, targets: tuple[str, ...], givens: tuple[str, ...]) -> GaussianDensity:
        return GaussianDensity(self.joint(letter), targets, givens)

    def closed_form(self, what: str, densities: list[GaussianDensity], values: Values) -> np.ndarray | None:
        """A divergence, entropy or bound from matrices, at the free `values` (...); None if there is no such form."""
        if what == "kl":
            return kl_divergence(densities[0], densities[1], values)
        if what == "entropy":
            return np.asarray(entropy(*densities))
        if what == "cross_entropy":
            return -expected_log(densities[0], densities[1], values)
        if what == "elbo":
            encoder, decoder, prior = densities
            return expected_log(encoder, decoder, values) - kl_divergence(encoder, prior, values)
        return None


class _Chain:
    """Builds a joint factor role by role: role = sum of matrices times parents + offset + factor noise."""

    def __init__(self) -> None:
        self.shapes: dict[str, int] = {}
        self.mean, self.factor = np.zeros(0), np.zeros((0, 0))

    def add(self, role: str, parents: dict[str, np.ndarray], offset: np.ndarray, factor: np.ndarray) -> None:
        K, k = len(self.mean), len(offset)
        weights = np.zeros((k, K))
        start = 0
        for name, n in self.shapes.items():
            if name in parents:
                weights[:, start : start + n] = parents[name]
            start += n
        self.mean = np.concatenate([self.mean, weights @ self.mean + offset])
        self.factor = np.block([[self.factor, np.zeros((K, k))], [weights @ self.factor, factor]])
        self.shapes[role] = k


# Closed forms. `values` holds what stays free, leading axes (...); results have shape (...), in nats.


def expected_log(under: GaussianDensity, of: GaussianDensity, values: Values) -> np.ndarray:
    """E over the targets of `under` of log `of`: |whitened mean|^2 plus the squared norm of the whitened factor."""
    centre = under._split(under.centre(values))
    square = np.sum(of.whitened({**values, **centre}) ** 2, axis=-1)
    matrix = np.zeros((of.noise_dimension, under.noise_dimension))
    for role, part in zip(of.targets, of._slices, strict=True):
        if role in under.targets:
            matrix[:, under._slices[under.targets.index(role)]] += of.whiten[:, part]
    for role, part in zip(of.givens, of._given_slices, strict=True):
        if role in under.targets:
            matrix[:, under._slices[under.targets.index(role)]] -= of.whiten @ of.gain[:, part]
    square = square + np.sum((matrix @ under.factor) ** 2)
    return -0.5 * (square + of.log_determinant + of.noise_dimension * LOG_TAU)


def kl_divergence(a: GaussianDensity, b: GaussianDensity, values: Values) -> np.ndarray:
    """KL(a || b) = (tr(Sb^-1 Sa) + |mean difference|^2 in Sb^-1 - k + log det Sb / det Sa) / 2."""
    b_order = _reorder(a, b)
    k = a.noise_dimension
    trace = np.sum((b.whiten @ a.factor[b_order]) ** 2)
    shift = (a.centre(values)[..., b_order] - b.centre(values)) @ b.whiten.T  # ..., k
    return 0.5 * (trace + np.sum(shift**2, axis=-1) - k + b.log_determinant - a.log_determinant)


def _reorder(a: GaussianDensity, b: GaussianDensity) -> np.ndarray:
    places = dict(zip(a.targets, a._slices, strict=True))
    return np.concatenate([np.arange(places[r].start, places[r].stop) for r in b.targets])


def entropy(a: GaussianDensity) -> float:
    """H[a] = (k log(2 pi e) + log det S) / 2; the same for every value of the givens."""
    return 0.5 * (a.noise_dimension * (LOG_TAU + 1) + a.log_determinant)

"""The nonlinear world: tanh networks for encoder and decoder means, data that are not Gaussian, no closed forms.

    p:  x = M s,  s_i = sinh((asinh(t_i) + e_i) / h_i),  t ~ N(0, I)      z | x ~ N(net(x), diag(exp(2 net'(x))))
    q:  z ~ N(0, I)                                                      x | z ~ N(net(z), s^2 I)

The marginals q(x), p(z) and the posteriors are integrals; they come from the trapezium rule on grids fine enough for
these analytic integrands (checked against twice the points in tests). Where there is no direct sampler (q(z|x),
p(x|z)) `draw` proposes from the prior of the same letter and says with which density.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy.interpolate import BSpline, make_interp_spline

from numerics.arithmetic.quadrature import normal_grid, tensor, trapezium
from numerics.worlds.world import Unmeasurable, Values, World, WorldDensity

LOG_TAU = math.log(2 * math.pi)
COUNTS = {1: (41, 81), 2: (31, 49)}  # trapezium points per dimension of noise: coarse, fine
MARGINAL_COUNTS = {1: 151, 2: 65}
SPLINE_POINTS = 3001
MARGINAL_ERROR = 1e-8  # nats: of the grids and splines behind a log-marginal
BLOCK = 1 << 19  # numbers held at once
Function = Callable[[np.ndarray], np.ndarray]


def log_normal(residual: np.ndarray, log_deviation: np.ndarray | float) -> np.ndarray:
    """log N(residual; 0, diagonal), summed over the last axis; nats."""
    scaled = residual * np.exp(-np.asarray(log_deviation))
    return -np.sum(0.5 * scaled * scaled + log_deviation + 0.5 * LOG_TAU, axis=-1)


class TanhNetwork:
    """v -> outer tanh(inner v + shift) + offset, from R^a to R^b with `hidden` units."""

    def __init__(self, rng: np.random.Generator, a: int, b: int, hidden: int = 4, scale: float = 1.0):
        self.inner = rng.standard_normal((hidden, a)) * 0.7 / math.sqrt(a)
        self.shift = 0.5 * rng.standard_normal(hidden)
        self.outer = scale * rng.standard_normal((b, hidden)) / math.sqrt(hidden) * 1.4
        self.offset = 0.2 * scale * rng.standard_normal(b)

    def __call__(self, v: np.ndarray) -> np.ndarray:
        return np.tanh(v @ self.inner.T + self.shift) @ self.outer.T + self.offset


class Data(WorldDensity):
    """p(x): a linear mixture of sinh-arcsinh variables (skewed, light tails), with an exact log-density."""

    targets, givens = ("x",), ()

    def __init__(self, rng: np.random.Generator, dimension: int):
        self.noise_dimension = dimension
        self.skew = rng.uniform(-0.4, 0.4, dimension)
        self.tail = rng.uniform(1.05, 1.4, dimension)  # above 1: lighter tails than a normal's
        self.mixing = np.linalg.qr(rng.standard_normal((dimension, dimension)))[0] * rng.uniform(0.7, 1.2, dimension)
        self.unmixing = np.linalg.inv(self.mixing)
        self.log_volume = float(np.linalg.slogdet(self.mixing)[1])

    def log_density(self, values: Values) -> np.ndarray:
        s = values["x"] @ self.unmixing.T
        u = self.tail * np.arcsinh(s) - self.skew
        t = np.sinh(u)
        log_slope = np.log(np.cosh(u) * self.tail) - 0.5 * np.log1p(s * s)  # log dt/ds
        return np.sum(log_slope - 0.5 * t * t - 0.5 * LOG_TAU, axis=-1) - self.log_volume

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        x = np.sinh((np.arcsinh(noise) + self.skew) / self.tail) @ self.mixing.T
        return {"x": x}, self.log_density({"x": x})

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        return _nodes_from_draw(self, level, values)


class Prior(WorldDensity):
    """q(z) = N(0, I)."""

    targets, givens = ("z",), ()

    def __init__(self, dimension: int):
        self.noise_dimension = dimension

    def log_density(self, values: Values) -> np.ndarray:
        return log_normal(values["z"], 0.0)

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        return {"z": noise}, log_normal(noise, 0.0)

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        return _nodes_from_draw(self, level, values)


class Conditional(WorldDensity):
    """A Gaussian target | given with mean and log standard deviation functions of the given."""

    def __init__(self, target: str, given: str, dimension: int, mean: Function, log_deviation: Function):
        self.targets, self.givens, self.noise_dimension = (target,), (given,), dimension
        self.mean, self.log_deviation = mean, log_deviation

    def log_density(self, values: Values) -> np.ndarray:
        given = values[self.givens[0]]
        return log_normal(values[self.targets[0]] - self.mean(given), self.log_deviation(given))

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        given = values[self.givens[0]]
        log_deviation = self.log_deviation(given)
        point = self.mean(given) + np.exp(log_deviation) * noise
        return {self.targets[0]: point}, log_normal(noise, 0.0) - np.sum(log_deviation + 0 * given[..., :1], axis=-1)

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        return _nodes_from_draw(self, level, values)


def _nodes_from_draw(density: WorldDensity, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Trapezium nodes in noise space, carried over by the sampler: sum of exp(log-weight) f = integral of f."""
    k = density.noise_dimension
    if k not in COUNTS:
        raise Unmeasurable(f"quadrature over {k} dimensions is beyond this world: Monte Carlo only")
    noise, weights = normal_grid("trapezium", COUNTS[k][level % 2], k)
    given = {r: v[..., None, :] for r, v in values.items()}
    points, log_proposal = density.draw(noise, given)
    return points, np.broadcast_to(np.log(weights) - log_proposal, next(iter(points.values())).shape[:-1])


class Marginal(WorldDensity):
    """The integral over the other role: q(x) over z, p(z) over x. Drawn ancestrally, integrated on a fixed box."""

    def __init__(self, source: WorldDensity, conditional: Conditional, box: tuple[np.ndarray, np.ndarray]):
        self.source, self.conditional, self.box = source, conditional, box
        self.targets, self.givens = conditional.targets, ()
        self.noise_dimension = source.noise_dimension + conditional.noise_dimension
        self.dimension, self.log_error = conditional.noise_dimension, MARGINAL_ERROR
        k = source.noise_dimension
        noise, weights = normal_grid("trapezium", MARGINAL_COUNTS[k], k)
        keep = weights > 1e-30
        given = source.draw(noise[keep], {})[0][source.targets[0]]  # nodes of the other role
        mean = conditional.mean(given)  # nodes, dimension
        log_deviation = np.broadcast_to(conditional.log_deviation(given), mean.shape)
        precision = np.exp(-2 * log_deviation)
        # log N(v; mean, deviation) is linear in the features (v, v^2): one matrix product for all nodes.
        self._features = np.concatenate([mean * precision, -0.5 * precision], axis=1).T  # 2 dimension, nodes
        self._constants = np.log(weights[keep]) - np.sum(
            0.5 * mean**2 * precision + log_deviation + 0.5 * LOG_TAU, axis=1
        )

    def log_density(self, values: Values) -> np.ndarray:
        array = values[self.targets[0]]
        flat = np.ascontiguousarray(array.reshape(-1, self.dimension))
        if self.dimension == 1 and len(flat) > 2 * SPLINE_POINTS and len(self._constants) > SPLINE_POINTS // 2:
            low, high = self.box[0][0], self.box[1][0]
            inside = (flat[:, 0] >= low) & (flat[:, 0] <= high)
            out = self._spline(flat[:, 0])
            out[~inside] = self.direct_log_density(flat[~inside])
        else:
            out = self.direct_log_density(flat)
        return out.reshape(array.shape[:-1])

    def direct_log_density(self, points: np.ndarray) -> np.ndarray:
        """log of the sum over the source's grid, for points (n, dimension): (n,), in blocks of bounded memory."""
        out = np.empty(len(points))
        step = max(1, BLOCK // len(self._constants))
        for i in range(0, len(points), step):
            block = points[i : i + step]
            terms = np.concatenate([block, block * block], axis=1) @ self._features
            terms += self._constants
            largest = terms.max(axis=1)
            terms -= largest[:, None]
            np.exp(terms, out=terms)
            out[i : i + step] = np.log(terms.sum(axis=1)) + largest
        return out

    @cached_property
    def _spline(self) -> BSpline:
        """Many points in one dimension: a quintic spline of the log-density through a fine grid (error below 1e-9)."""
        grid = np.linspace(self.box[0][0], self.box[1][0], SPLINE_POINTS)
        return make_interp_spline(grid, self.direct_log_density(grid[:, None]), k=5)

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        split = self.source.noise_dimension
        inner, _ = self.source.draw(noise[..., :split], {})
        points, _ = self.conditional.draw(noise[..., split:], inner)
        return points, self.log_density(points)

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        count = ((101, 201) if self.dimension == 1 else (71, 121))[level % 2]
        sides = [trapezium(count, lo, hi) for lo, hi in zip(*self.box, strict=True)]
        points = np.stack(np.meshgrid(*(s[0] for s in sides), indexing="ij"), axis=-1).reshape(-1, self.dimension)
        weights = tensor(np.arange(count), np.ones(count), self.dimension)[1]
        for axis, (_, w) in enumerate(sides):
            weights = weights * w[np.unravel_index(np.arange(count**self.dimension), (count,) * self.dimension)[axis]]
        return {self.targets[0]: points}, np.log(weights)


class Posterior(WorldDensity):
    """Bayes: source times conditional over the marginal. Proposed from the source, integrated on the source's grid."""

    exact_sampler, log_error = False, MARGINAL_ERROR

    def __init__(self, source: WorldDensity, conditional: WorldDensity, marginal: WorldDensity):
        self.source, self.conditional, self.marginal = source, conditional, marginal
        self.targets, self.givens = source.targets, conditional.targets
        self.noise_dimension = source.noise_dimension

    def log_density(self, values: Values) -> np.ndarray:
        given = self.givens[0]
        joint = self.source.log_density(values) + self.conditional.log_density(values)
        return joint - self.marginal.log_density({given: values[given]})

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        return self.source.draw(noise, {})

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        k = self.noise_dimension
        noise, weights = normal_grid("trapezium", ((81, 161) if k == 1 else COUNTS[2])[level % 2], k)
        points, log_proposal = self.source.draw(noise, {})
        lead = values[self.givens[0]].shape[:-1]
        role = self.targets[0]
        shape = (*lead, *points[role].shape)
        return {role: np.broadcast_to(points[role], shape)}, np.broadcast_to(np.log(weights) - log_proposal, shape[:-1])


class JointDensity(WorldDensity):
    """A source and a conditional on it, as one density over both roles."""

    givens = ()

    def __init__(self, source: WorldDensity, conditional: WorldDensity):
        self.source, self.conditional = source, conditional
        self.targets = (*source.targets, *conditional.targets)
        self.noise_dimension = source.noise_dimension + conditional.noise_dimension

    def log_density(self, values: Values) -> np.ndarray:
        return self.source.log_density(values) + self.conditional.log_density(values)

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        split = self.source.noise_dimension
        first, log_first = self.source.draw(noise[..., :split], {})
        second, log_second = self.conditional.draw(noise[..., split:], first)
        return {**first, **second}, log_first + log_second

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        first, log_first = self.source.nodes(level, {})
        second, log_second = self.conditional.nodes(level, first)
        (a,), (b,) = self.source.targets, self.conditional.targets
        shape = second[b].shape
        spread = np.broadcast_to(first[a][..., None, :], (*shape[:-1], first[a].shape[-1]))
        points = {a: spread.reshape(-1, spread.shape[-1]), b: second[b].reshape(-1, shape[-1])}
        return points, (log_first[..., None] + log_second).reshape(-1)


class Nonlinear(World):
    """Seeded nonlinear world: x in R^2, z in R^1 unless `shapes` says otherwise (each of dimension 1 or 2).

    Worlds that differ in `variation` alone share the data p(x) and have other encoders and decoders.
    """

    name = "nonlinear"

    def __init__(self, seed: int = 0, shapes: dict[str, int] | None = None, variation: int = 0):
        self.seed, self.shapes = seed, {"x": 2, "z": 1} if shapes is None else dict(shapes)
        if set(self.shapes) != {"x", "z"} or not set(self.shapes.values()) <= {1, 2}:
            raise ValueError(f"the nonlinear world has x and z of dimension 1 or 2, not {self.shapes}")
        D, d = self.shapes["x"], self.shapes["z"]
        self.data, self.prior = Data(self.generator("data"), D), Prior(d)
        rng = self.generator(f"model {variation}")
        self.encoder_mean = TanhNetwork(rng, D, d, scale=0.8)
        log_deviation = TanhNetwork(rng, D, d, scale=0.25)
        self.decoder_mean = TanhNetwork(rng, d, D)
        self.decoder_deviation = float(rng.uniform(0.45, 0.7))  # the note's sigma_g
        log_decoder = math.log(self.decoder_deviation)
        self.encoder = Conditional("z", "x", d, self.encoder_mean, lambda x: log_deviation(x) - 0.5)
        self.decoder = Conditional("x", "z", D, self.decoder_mean, lambda z: np.full(D, log_decoder))
        # There is no mass beyond 9 deviations around everything a tanh network can reach.
        reach = np.abs(self.decoder_mean.outer).sum(1) + 9 * self.decoder_deviation
        x_box = (self.decoder_mean.offset - reach, self.decoder_mean.offset + reach)
        spread = np.exp(np.abs(log_deviation.outer).sum(1) + np.abs(log_deviation.offset) - 0.5)
        z_reach = np.abs(self.encoder_mean.outer).sum(1) + 9 * spread
        z_box = (self.encoder_mean.offset - z_reach, self.encoder_mean.offset + z_reach)
        model, data = Marginal(self.prior, self.decoder, x_box), Marginal(self.data, self.encoder, z_box)
        self._marginal = {"q": model, "p": data}

    def _density(self, letter: str, targets: tuple[str, ...], givens: tuple[str, ...]) -> WorldDensity:
        if letter not in ("p", "q"):
            raise Unmeasurable(f"the nonlinear world knows p (data, encoder) and q (prior, decoder), not {letter!r}")
        first, second = ("x", "z") if letter == "p" else ("z", "x")
        source, conditional = (self.data, self.encoder) if letter == "p" else (self.prior, self.decoder)
        if set(targets) == {"x", "z"}:
            return JointDensity(source, conditional)
        if (targets, givens) == ((first,), ()):
            return source
        if (targets, givens) == ((second,), (first,)):
            return conditional
        if (targets, givens) == ((second,), ()):
            return self._marginal[letter]
        return Posterior(source, conditional, self._marginal[letter])

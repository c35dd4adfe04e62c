"""Worlds: concrete joint distributions in which every expression of the note becomes a number.

A world knows, for each distribution letter ("p": data and encoder, "q": prior and decoder), every density over its
roles ("x", "z", ...) that it can: joints, marginals and conditionals. Such a `WorldDensity` gives log-densities,
draws, and quadrature nodes; `numerics.interpreter.evaluate` needs nothing else.

Arrays: the value of a role has shape (..., dimension of the role); leading axes broadcast. Log-densities have the
leading axes only, and are in nats. Noise is standard normal, shape (..., noise_dimension): one map from noise to draw
serves plain Monte Carlo, antithetic pairs and Sobol points alike.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

Values = Mapping[str, np.ndarray]
USUAL_DETECT = 0.01  # nats
POLYNOMIAL = (0, 1)  # levels of nodes that are exact for polynomials and good for nothing else


class Unmeasurable(ValueError):
    """A number that cannot be had in this world or by this method; the message says why."""


class Divergent(Unmeasurable):
    """An integral without a finite value: draws have no mean to tell either."""


class WorldDensity:
    """The density of `targets` given `givens`. `exact_sampler` is False where `draw` only proposes.

    `log_error` bounds what `log_density` may be off by, beyond a few units in its last place; nats.
    Subclasses give `log_density` and, where they can, `draw` and `nodes`.
    """

    targets: tuple[str, ...]
    givens: tuple[str, ...]
    noise_dimension: int = 0
    exact_sampler: bool = True
    log_error: float = 0.0

    def log_density(self, values: Values) -> np.ndarray:
        """log density in nats, shape: the broadcast of the leading axes of all targets and givens."""
        raise Unmeasurable(f"{self.name} has no density in this world")

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Targets made of standard normal noise (..., noise_dimension), and the log-density they were drawn with.

        That log-density equals `log_density` of the draws if `exact_sampler`, else it is the proposal's: dividing by
        it keeps every estimate unbiased.
        """
        raise Unmeasurable(f"{self.name} has no sampler in this world")

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Quadrature nodes (..., N, dimension) and log-weights (..., N) for the integral over the targets.

        `values` are the givens with leading axes (...). Levels 0 and 1 are exact for polynomials (see `World.levels`),
        2 is a coarse grid for analytic integrands and 3 a fine one.
        """
        raise Unmeasurable(f"no quadrature over {', '.join(self.targets)} in this world")

    def check_nodes(self, level: int, opened: int, most: int) -> None:
        """Raise Unmeasurable if the nodes of a level, times `opened` that there are already, are more than `most`."""

    @property
    def name(self) -> str:
        bar = f"|{','.join(self.givens)}" if self.givens else ""
        return f"({','.join(self.targets)}{bar})"


class World:
    """A seeded world. `shapes` maps each role to its dimension; `letters` are the distributions it knows.

    `discrete` worlds sum where others integrate. `levels` are the pairs of quadrature levels (coarse, fine) that are
    tried one after the other until a pair can be trusted; equal ones are sums without an error. Same name and seed,
    same world, bit for bit.
    """

    name: ClassVar[str]
    discrete: ClassVar[bool] = False
    levels: ClassVar[tuple[tuple[int, int], ...]] = ((2, 3),)
    gives_components: ClassVar[bool] = False  # whether "z[1]", one component of z, is a role too
    most_draws: ClassVar[int] = 1 << 19  # the largest sample the witness table takes here to see 0.01 nats
    shapes: dict[str, int]
    seed: int

    def density(self, letter: str, targets: tuple[str, ...], givens: tuple[str, ...] = ()) -> WorldDensity:
        """The density of one letter. Raises Unmeasurable, with the reason, where the world does not have it."""
        key = (letter, tuple(targets), tuple(givens))
        known = self.__dict__.setdefault("_densities", {})
        if key not in known:
            for role in (*targets, *givens):
                if role.partition("[")[0] not in self.shapes:
                    roles = ", ".join(self.shapes)
                    raise Unmeasurable(f"the {self.name} world has no variable {role!r}, only {roles}")
                if "[" in role and not self.gives_components:
                    raise Unmeasurable(f"the {self.name} world has no density of one component, {role}, by itself")
            known[key] = self._density(*key)
        return known[key]

    def _density(self, letter: str, targets: tuple[str, ...], givens: tuple[str, ...]) -> WorldDensity:
        raise NotImplementedError

    def draws_for(self, detect: float) -> int:
        """The largest sample here: `most_draws` for 0.01 nats, more as the square of what is asked for beyond that."""
        return int(self.most_draws * max(1.0, USUAL_DETECT / detect) ** 2)

    def generator(self, purpose: str) -> np.random.Generator:
        """A generator of its own for each purpose, so that adding one draw moves no other."""
        return generator(self.seed, f"{self.name}/{purpose}")

    def sample(self, letter: str, targets: tuple[str, ...], n: int, seed: int, values: Values | None = None) -> dict:
        """n exact draws of `targets` (given `values`, leading axes (n,) or ()): {role: (n, dimension)}.

        Raises Unmeasurable if the world cannot draw from this density exactly.
        """
        values = values or {}
        density = self.density(letter, targets, tuple(values))
        if not density.exact_sampler:
            raise Unmeasurable(f"the {self.name} world has no exact sampler for {letter}{density.name}")
        noise = np.empty((n, density.noise_dimension))
        generator(seed, f"sample/{letter}{density.name}").standard_normal(out=noise)
        return density.draw(noise, values)[0]


def generator(seed: int, purpose: str) -> np.random.Generator:
    """A PCG64 generator whose stream depends on the seed and on a name."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(purpose.encode())])))


_HOMES = {
    "linear_gaussian": ("numerics.worlds.linear_gaussian", "LinearGaussian"),
    "nonlinear": ("numerics.worlds.nonlinear", "Nonlinear"),
    "finite": ("numerics.worlds.finite", "Finite"),
    "trained": ("numerics.worlds.trained", "Trained"),
}
WORLD_NAMES = tuple(_HOMES)


def make_world(name: str, seed: int = 0, **settings: Any) -> World:
    """The world of that name and seed. Raises ValueError for an unknown name.

    >>> make_world("finite", seed=1).shapes
    {'x': 1, 'z': 1}
    """
    if name not in _HOMES:
        raise ValueError(f"no world {name!r}: the worlds are {', '.join(WORLD_NAMES)}")
    module, kind = _HOMES[name]
    return getattr(importlib.import_module(module), kind)(seed, **settings)

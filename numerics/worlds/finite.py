"""The finite world: exact tables in floating point. Sums are exact up to rounding, so it checks the evaluator itself.

Values are indices: the value of a role has shape (..., 1). Tables may contain zeros; then logs are -inf, and the
evaluator keeps to 0 log 0 = 0.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from numerics.worlds.world import Values, World, WorldDensity


class TableDensity(WorldDensity):
    """A conditional table: axes are (givens..., targets...), each slice over the targets sums to one."""

    def __init__(self, joint: np.ndarray, roles: tuple[str, ...], targets: tuple[str, ...], givens: tuple[str, ...]):
        self.targets, self.givens = tuple(targets), tuple(givens)
        kept = (*givens, *targets)
        table = joint.sum(axis=tuple(i for i, r in enumerate(roles) if r not in kept))
        left = [r for r in roles if r in kept]
        table = table.transpose([left.index(r) for r in kept])
        total = table.sum(axis=tuple(range(len(givens), len(kept))), keepdims=True)
        self.table = np.divide(table, total, out=np.zeros_like(table), where=total > 0)
        with np.errstate(divide="ignore"):
            self.log_table = np.log(self.table)
        self.sizes = self.table.shape[len(givens) :]
        flat = self.table.reshape(*self.table.shape[: len(givens)], -1)
        self._cumulative = np.cumsum(flat, axis=-1)
        self.noise_dimension = 1

    def log_density(self, values: Values) -> np.ndarray:
        return self.log_table[tuple(values[r][..., 0] for r in (*self.givens, *self.targets))]

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        uniform = ndtr(noise[..., 0])
        cumulative = self._cumulative[tuple(values[r][..., 0] for r in self.givens)]  # ..., states
        state = np.sum(uniform[..., None] >= cumulative[..., :-1] / cumulative[..., -1:], axis=-1)
        points = self._unravel(state)
        return points, self.log_density({**values, **points})

    def nodes(self, level: int, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        lead = np.broadcast_shapes(*(values[r].shape[:-1] for r in self.givens))
        state = np.broadcast_to(np.arange(int(np.prod(self.sizes))), (*lead, int(np.prod(self.sizes))))
        return self._unravel(state), np.zeros(state.shape)

    def _unravel(self, state: np.ndarray) -> dict[str, np.ndarray]:
        indices = np.unravel_index(state, self.sizes)
        return {role: index[..., None] for role, index in zip(self.targets, indices, strict=True)}


class Finite(World):
    """Tables of integer weights 1..10 over |x| = 3, |z| = 2 (further roles: 4, 5, ... states), or tables given.

    `tables`: {letter: array with one axis per role, in the order of `roles`}, normalised here. `zeros`: share of
    entries set to zero, for the edge where a KL is infinite. Worlds that differ in `variation` alone share p(x).
    """

    name = "finite"
    discrete = True
    levels = ((3, 3),)

    def __init__(
        self,
        seed: int = 0,
        roles: tuple[str, ...] = ("x", "z"),
        tables: dict[str, np.ndarray] | None = None,
        zeros: float = 0.0,
        variation: int = 0,
    ):
        self.variation = variation
        self.seed, self.roles, self.zeros = seed, tuple(roles), zeros
        self.shapes = dict.fromkeys(roles, 1)
        self.sizes = tuple({"x": 3, "z": 2}.get(r, 4 + i) for i, r in enumerate(roles))
        self._tables = {k: np.asarray(t, float) / np.sum(t) for k, t in (tables or {}).items()}
        if self._tables:
            self.sizes = next(iter(self._tables.values())).shape

    def table(self, letter: str) -> np.ndarray:
        """The joint table of a letter, axes in the order of `roles`, summing to one."""
        if letter not in self._tables:
            weights = self.generator(f"letter {letter} {self.variation}").integers(1, 11, self.sizes).astype(float)
            if letter == "p" and self.variation and self.roles[0] == "x":
                data = self.generator("letter p 0").integers(1, 11, self.sizes).astype(float)
                others = tuple(range(1, weights.ndim))
                weights *= data.sum(others, keepdims=True) / data.sum() / weights.sum(others, keepdims=True)
            if self.zeros:
                rng = self.generator(f"zeros {letter} {self.variation}")
                weights[rng.random(self.sizes) < self.zeros] = 0
                weights.flat[0] += 1  # never all zero
            self._tables[letter] = weights / weights.sum()
        return self._tables[letter]

    def _density(self, letter: str, targets: tuple[str, ...], givens: tuple[str, ...]) -> TableDensity:
        return TableDensity(self.table(letter), self.roles, targets, givens)

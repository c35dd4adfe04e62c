"""The world without laws: every density is a table of its own, and none is the marginal or the conditional of another.

The product rule, Bayes and normalisation all fail here, so two expressions have the same value only if they say the
same, up to algebra and the definitions of KL, H and E. That tells a line from the next line of the same calculation,
which every lawful world calls equal: it is how a line is compared with the text that it was copied from.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from numerics.worlds.finite import TableDensity
from numerics.worlds.world import Values, World, WorldDensity

SIZES = {"x": 3, "z": 2}
FURTHER = 4  # states of any other role


class UnrelatedTable(TableDensity):
    """A positive table over givens and targets that sums to nothing in particular, so states are drawn evenly."""

    exact_sampler = False

    def __init__(self, table: np.ndarray, targets: tuple[str, ...], givens: tuple[str, ...]):
        self.targets, self.givens, self.table = tuple(targets), tuple(givens), table
        self.log_table = np.log(table)
        self.sizes = table.shape[len(givens) :]
        self.noise_dimension = 1

    def draw(self, noise: np.ndarray, values: Values) -> tuple[dict[str, np.ndarray], np.ndarray]:
        count = int(np.prod(self.sizes))
        state = np.minimum((ndtr(noise[..., 0]) * count).astype(int), count - 1)
        return self._unravel(state), np.full(state.shape, -np.log(count))


class Unrelated(World):
    """Seeded tables over x (3 states), z (2 states) and `roles`."""

    name = "unrelated"
    discrete = True
    levels = ((3, 3),)

    def __init__(self, seed: int = 0, roles: tuple[str, ...] = ("x", "z")):
        self.seed, self.shapes = seed, dict.fromkeys(roles, 1)

    def _density(self, letter: str, targets: tuple[str, ...], givens: tuple[str, ...]) -> WorldDensity:
        # One table for q(x, z) and q(z, x): the order of the slots says nothing.
        order = (*sorted(givens), *sorted(targets))
        name = f"{letter}({','.join(sorted(targets))}|{','.join(sorted(givens))})"
        table = self.generator(name).uniform(0.2, 2.0, tuple(SIZES.get(r, FURTHER) for r in order))
        table = table.transpose([order.index(r) for r in (*givens, *targets)])
        return UnrelatedTable(table, targets, givens)

"""What stands between affine layers: tanh and ReLU, each forward pass with the slope that leads back.

Both work in place on h (R, O). A slope is made of the value itself, which is lost on the way. tanh's is derived in
`derivations/backpropagation.py`; ReLU's is read off its two lines.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Activation(NamedTuple):
    """`forward` turns y into h(y), `slope` turns h into h'(y), both in place."""

    forward: Callable[[np.ndarray], None]
    slope: Callable[[np.ndarray], None]


def tanh(y: np.ndarray) -> None:
    """h = tanh(y)."""
    np.tanh(y, out=y)


def tanh_slope(h: np.ndarray) -> None:
    """1 - h^2  [backpropagation-9.4]."""
    np.square(h, out=h)
    np.subtract(1, h, out=h)


def relu(y: np.ndarray) -> None:
    """h = max(y, 0)."""
    np.maximum(y, 0, out=y)


def relu_slope(h: np.ndarray) -> None:
    """1 where h > 0, else 0; at y = 0, where there is no derivative, 0."""
    np.sign(h, out=h)


ACTIVATIONS = {"tanh": Activation(tanh, tanh_slope), "relu": Activation(relu, relu_slope)}

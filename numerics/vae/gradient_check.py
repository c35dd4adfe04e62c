"""Gradients by two roads that know nothing of backpropagation.

Complex step (Squire and Trapp 1998): f(w + i h) = f(w) + i h f'(w) - ..., so f'(w) = Im f(w + i h) / h, with no
subtraction and hence no rounding: h = 1e-30 leaves nothing of the neglected h^2. Central differences, the weaker
cousin, lose to truncation (h^2) on one side and to rounding (1 / h) on the other: `difference_errors` shows the valley.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from numerics.vae.model import VAE

STEP = 1e-30


def complex_step_gradients(
    model: VAE, x: np.ndarray, noise: np.ndarray, labels: np.ndarray | None = None, **objective: Any
) -> dict[str, np.ndarray]:
    """Derivatives of the total loss by every parameter, float64, names and shapes as in `model.parameters`.

    The arguments are those of `VAE.loss`.
    """
    twin = model.astype("complex128")
    gradients = {}
    for name, value in twin.parameters.items():
        gradient = np.empty(value.shape)
        for place in np.ndindex(value.shape):
            kept = value[place]
            value[place] = kept + 1j * STEP
            gradient[place] = twin.loss(x, noise, labels, **objective).total.imag / STEP
            value[place] = kept
        gradients[name] = gradient
    return gradients


def central_differences(model: VAE, x: np.ndarray, noise: np.ndarray, step: float) -> dict[str, np.ndarray]:
    """(f(w + step) - f(w - step)) / (2 step) for every parameter, in float64."""
    twin = model.astype("float64")
    gradients = {}
    for name, value in twin.parameters.items():
        gradient = np.empty(value.shape)
        for place in np.ndindex(value.shape):
            kept = value[place]
            value[place] = kept + step
            above = twin.loss(x, noise).total
            value[place] = kept - step
            gradient[place] = (above - twin.loss(x, noise).total) / (2 * step)
            value[place] = kept
        gradients[name] = gradient
    return gradients


def relative_errors(found: dict[str, np.ndarray], reference: dict[str, np.ndarray]) -> dict[str, float]:
    """For each parameter array the largest |found - reference|, divided by the array's largest |reference|.

    An array whose reference vanishes is compared absolutely.
    """
    errors = {}
    for name, wanted in reference.items():
        scale = np.max(np.abs(wanted)) or 1.0
        errors[name] = float(np.max(np.abs(found[name] - wanted)) / scale)
    return errors


def difference_errors(model: VAE, x: np.ndarray, noise: np.ndarray, steps: Sequence[float]) -> np.ndarray:
    """Worst relative error of central differences at each step size, (len(steps),), against the complex step."""
    reference = complex_step_gradients(model, x, noise)
    return np.array([max(relative_errors(central_differences(model, x, noise, h), reference).values()) for h in steps])

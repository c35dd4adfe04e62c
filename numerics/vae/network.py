"""Affine layers and the network made of them: every forward pass with its backward pass right below it.

Backward passes are named by what they invert; `d_y` is the derivative of the loss by `y` and has the shape of `y`.
Shapes stand on the lines: R rows (images of the batch, or their noise samples), I inputs and O outputs of a layer.
Labels such as [backpropagation-9.1] are steps of `derivations/backpropagation.py`, where SymPy derives the formula.

Arrays are written in place into buffers made once; why, and why activations have one column more (`[h, 1]`, the
constant unit), is told in `workspace`. The dtype may be complex: `gradient_check` differentiates that way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numerics.arithmetic.workspace import Product, aligned, by_columns, with_constant_unit
from numerics.vae.activations import Activation

ROWS_AT_ONCE = 4096


class Affine:
    """y = x W + b, and back. The arrays stay in their places; each call works on what they hold by then.

    Args:
        x1: [x, 1], (R, I + 1).
        weights: [W; b], (I + 1, O): the bias is the last row.
        y: (R, O), written by `forward`.
        d_y, gradient, d_x: (R, O), and what `backward` makes of it: the derivatives by `weights` and by x (R, I), or
            by the first so many inputs. None if not wanted.
    """

    def __init__(
        self,
        x1: np.ndarray,
        weights: np.ndarray,
        y: np.ndarray,
        d_y: np.ndarray | None = None,
        gradient: np.ndarray | None = None,
        d_x: np.ndarray | None = None,
    ):
        self.forward = Product(x1, weights, out=y)  # R, I+1 @ I+1, O -> R, O
        self._backward = []
        if gradient is not None and d_y is not None:  # I+1, R @ R, O -> I+1, O  [backpropagation-9.1, 9.2: last row]
            self._backward.append(Product(x1.T, d_y, out=gradient))
        if d_x is not None and d_y is not None:  #      R, O @ O, I -> R, I  [backpropagation-9.3]
            self._backward.append(Product(d_y, weights[: d_x.shape[1]].T, out=d_x))

    def backward(self) -> None:
        """From `d_y`, fill `gradient` and `d_x`."""
        for product in self._backward:
            product()


class Network:
    """Affine layers with an activation between them, for a fixed number of rows.

    Args:
        weights: for each layer [W; b], (I + 1, O): the bias is the last row.
        activation: between the layers.
        x1: the input [x, 1], (R, I + 1).
        output: where the last layer's output (R, O) goes.
        gradients: where `backward` writes the derivatives by the weights; same shapes. None if there is no way back.
        d_output: where `backward` finds the derivative by the output, (R, O).
        d_input: where it writes the derivative by the first inputs, (R, at most I); None if that is not wanted.
    """

    def __init__(
        self,
        weights: Sequence[np.ndarray],
        activation: Activation,
        x1: np.ndarray,
        output: np.ndarray,
        gradients: Sequence[np.ndarray] | None = None,
        d_output: np.ndarray | None = None,
        d_input: np.ndarray | None = None,
    ):
        self.activation = activation
        rows, widths, dtype = len(output), [w.shape[1] for w in weights[:-1]], output.dtype
        hidden1 = [with_constant_unit(by_columns((rows, width + 1), dtype)) for width in widths]  # [h, 1]
        self.hidden = [h1[:, :-1] for h1 in hidden1]  # R, O: the same memory
        inputs1, outputs = [x1, *hidden1], [*self.hidden, output]
        if gradients is None:
            self.affine = list(map(Affine, inputs1, weights, outputs))
        else:
            self.d_hidden = [by_columns((rows, width), dtype) for width in widths]
            d_outputs, d_inputs = [*self.d_hidden, d_output], [d_input, *self.d_hidden]
            self.affine = list(map(Affine, inputs1, weights, outputs, d_outputs, gradients, d_inputs))

    def forward(self) -> None:
        """From the input to `output`."""
        for affine, h in zip(self.affine, self.hidden, strict=False):
            affine.forward()  #             y = x W + b
            self.activation.forward(h)  #   h(y): R, O
        self.affine[-1].forward()

    def backward(self) -> None:
        """From `d_output` to the gradients, and to `d_input`. The hidden layers' values are lost on the way."""
        self.affine[-1].backward()
        for affine, h, d_h in zip(self.affine[-2::-1], self.hidden[::-1], self.d_hidden[::-1], strict=True):
            self.activation.slope(h)
            np.multiply(d_h, h, out=d_h)  # d_y = d_h h'(y): R, O
            affine.backward()


def outputs(weights: Sequence[np.ndarray], activation: Activation, x: np.ndarray) -> np.ndarray:
    """The network's output (n, O) for any number of inputs x (n, I), a few thousand rows at a time."""
    result = np.empty((len(x), weights[-1].shape[1]), x.dtype)
    for start in range(0, len(x), ROWS_AT_ONCE):
        piece, output = x[start : start + ROWS_AT_ONCE], result[start : start + ROWS_AT_ONCE]
        padded = with_constant_unit(aligned((len(piece), piece.shape[1] + 1), x.dtype))
        padded[:, :-1] = piece
        Network(weights, activation, padded, output).forward()
    return result

"""Adam against the paper's algorithm, noise against its distribution, products in pieces against whole ones."""

import numpy as np
import pytest
from scipy import stats

from numerics.arithmetic.noise import NoiseStream, fill_standard_normal_float64
from numerics.arithmetic.workspace import PRODUCT_IN_PLACE, Product
from numerics.vae.adam import LONGEST_INFLATION, Adam


def textbook_adam(gradients, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Algorithm 1 of the paper, line by line."""
    weights = np.zeros_like(gradients[0])
    m, v = np.zeros_like(weights), np.zeros_like(weights)
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        weights = weights - rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return weights


@pytest.mark.parametrize(("dtype", "digits"), [(np.float64, 1e-12), (np.float32, 1e-5)])
def test_adam_is_the_papers(dtype, digits, monkeypatch):
    monkeypatch.setattr("numerics.vae.adam.BLOCK", 16)  # several blocks, the last one short
    rng = np.random.default_rng(0)
    gradients = (rng.standard_normal((3 * LONGEST_INFLATION + 5, 37)) * 10.0 ** rng.uniform(-6, 3, 37)).astype(dtype)
    gradients[:, 0] = 0
    adam, weights = Adam(37, dtype), np.zeros(37, dtype)
    for g in gradients:
        adam.update(weights, g, 0.01)
    assert np.allclose(weights, textbook_adam(gradients.astype(float), 0.01), rtol=digits, atol=digits)
    assert weights[0] == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_noise_is_standard_normal_and_a_function_of_seed_and_position(dtype):
    stream = NoiseStream(5, dtype)
    draws = np.concatenate([stream.take((2, 50_001)).ravel(), stream.take((999,)), stream.take((100_000,))])
    assert draws.dtype == dtype
    assert stats.kstest(draws, "norm").pvalue > 1e-6
    assert abs(draws.mean()) < 6 / draws.size**0.5
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 6 / draws.size**0.5
    assert np.abs(draws).max() > 4
    other = NoiseStream(5, dtype)
    assert (other.take((2, 50_001)).ravel() == draws[:100_002]).all()
    other.position = stream.position
    assert (other.take((1000,)) == stream.take((1000,))).all()
    assert (NoiseStream(6, dtype).take((9,)) != NoiseStream(5, dtype).take((9,))).any()


def test_noise_in_float64_is_box_and_mullers_to_the_last_digits():
    draws = np.empty(1 << 18)
    fill_standard_normal_float64(np.random.Generator(np.random.SFC64(3)), draws)
    u, v = np.random.Generator(np.random.SFC64(3)).random(draws.size).reshape(2, -1)
    r, t = np.sqrt(-2 * np.log(1 - u)), 2 * np.pi * (v - 0.5)
    assert np.abs(draws - np.concatenate([r * np.cos(t), r * np.sin(t)])).max() < 1e-14
    assert stats.kstest(draws, "norm").pvalue > 1e-6
    assert abs(np.corrcoef(*draws.reshape(2, -1))[0, 1]) < 6 / u.size**0.5


def test_noise_in_float64_at_the_ends_of_the_fractions():
    class Ends:
        def random(self, out):
            below_one = 1 - 2.0**-53
            out[:] = [0, 0, below_one, below_one, 0, 0.5, 0, below_one]

    draws = np.empty(8)
    fill_standard_normal_float64(Ends(), draws)
    furthest = np.sqrt(2 * 53 * np.log(2))
    assert draws == pytest.approx([0, 0, -furthest, -furthest, 0, 0, 0, 0], abs=1e-14)


@pytest.mark.parametrize("shape", [(128, 65, 128), (65, 128, 128), (129, 128, 64), (3, 700, 700), (31, 200, 300)])
@pytest.mark.parametrize("orders", ["CCF", "FCC", "CFC", "FFC", "FFF"])
def test_products_in_pieces_are_the_product(shape, orders):
    rows, inner, columns = shape
    assert PRODUCT_IN_PLACE < rows * inner * columns < 2 * PRODUCT_IN_PLACE, "where products are made in pieces"
    rng = np.random.default_rng(0)
    left = np.asarray(rng.integers(-9, 10, (rows, inner)), np.float32, order=orders[0])
    right = np.asarray(rng.integers(-9, 10, (inner, columns)), np.float32, order=orders[1])
    out = np.full((rows, columns), np.nan, np.float32, order=orders[2])
    Product(left, right, out=out)()
    assert (out == left.astype(int) @ right.astype(int)).all()  # whole numbers: no rounding


def test_adam_does_not_freeze_on_large_gradients():
    """Below the limit a parameter still moves after a thousand steps of the largest gradient that is let through."""
    adam, weights = Adam(1, np.float32), np.zeros(1, np.float32)
    gradient = np.full(1, 2.5e17, np.float32)
    assert adam.can_square(gradient) and not adam.can_square(gradient * 2) and not adam.can_square(gradient * np.nan)
    for _ in range(5000):
        before = weights.copy()
        adam.update(weights, gradient, 0.01)
        assert weights[0] < before[0] and np.isfinite(adam.second).all()

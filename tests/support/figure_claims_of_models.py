"""What each picture claims, asserted from what it draws: trained models.

The functions have the pictures' names; `tests/figures/test_figures.py` asks for one for every picture.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from drawn import distance, drawn, numbers

from figures.canvas import style
from figures.digits_model import digits_run, wide_run
from figures.gallery import module_of
from figures.latent_space import TEN_COLOURS, pushed_apart
from figures.palette import GAP, P, Q
from numerics.vae.digits import split_digits


def training():
    from numerics.vae.train import Epoch

    found = numbers("training")
    column = {name: found.history[:, k] for k, name in enumerate(Epoch._fields)}
    assert np.allclose(column["elbo"], -column["kl"] - column["reconstruction"], atol=1e-6)
    assert column["held_out_elbo"][-1] > column["held_out_elbo"][len(column["epoch"]) // 4] > column["held_out_elbo"][0]
    assert found.elbo < found.log_evidence
    assert abs(column["held_out_elbo"][-1] - found.elbo) < 0.6  # one draw for each of 360 digits against quadrature


def latent_space():
    found = numbers("latent_space")
    assert len(found.mean) == 360 and set(found.labels) == set(range(10))
    step = found.grid[1] - found.grid[0]
    assert np.allclose(found.density.sum(axis=1) * step, 1, atol=1e-3)
    first = (found.density * found.grid).sum(axis=1) * step
    assert np.allclose(first, found.aggregate.mean, atol=5e-3)
    assert (found.deviation < 0.7).all()  # each posterior is narrower than the prior: the code says something
    assert not {c.lower() for c in TEN_COLOURS} & {c.lower() for c in (P, Q, GAP)} and len(set(TEN_COLOURS)) == 10
    assert min(distance(one, other) for one in TEN_COLOURS for other in (P, Q, GAP)) > 0.15
    with style(), drawn("latent_space") as figure:
        assert "one deviation" in figure.axes[0].get_title()  # what the ellipses' size means
    moved = pushed_apart(np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 5.0]]), 1.0)
    assert np.hypot(*(moved[0] - moved[1])) >= 1 and moved[2].tolist() == [5.0, 5.0]


def latent_grid():
    from figures.digits_model import digits_run

    module, found = module_of("latent_grid"), numbers("latent_grid")
    assert (np.diff(found.first) > 0).all() and np.allclose(found.first, -found.first[::-1])
    corner = found.mosaic[-9:-1, 1:9].ravel()  # lowest row, first column: smallest z_1 and z_2
    z = np.array([[found.first[0], found.second[0]]], np.float32)
    assert np.allclose(corner, digits_run(0).model.decode(z)[0], atol=1e-5)
    assert found.mosaic.shape == (module.ROWS * 9, module.COLUMNS * 9)


def reconstructions():
    found = numbers("reconstructions")
    error = np.mean((found.originals - found.reconstructions) ** 2, axis=1)
    others = np.mean((found.originals[:, None] - found.reconstructions[None]) ** 2, axis=-1)
    assert error.mean() < 0.7 * others.mean() and found.draws.shape == (20, 64)
    assert found.originals.min() >= 0 and found.originals.max() <= 1


def linear_vae():
    found = numbers("linear_vae")
    gaps = found.likelihood - found.elbo
    assert (gaps > -1e-9).all() and gaps[-1] < 1e-4 and gaps[0] > 1
    with style(), drawn("linear_vae") as figure:
        said = [text.get_text() for text in figure.axes[0].texts]
        assert "mean log-likelihood" in said[0] and "nats per image" in said[0]
        assert figure.axes[0].get_ylabel() == "log-likelihood minus ELBO, nats per image"
    assert np.degrees(found.angle[-1]) < 0.1 < 10 < np.degrees(found.angle[0])


def the_bound_on_real_digits():
    found = numbers("the_bound_on_real_digits")
    parts = found.parts
    residual = np.abs(parts.elbo + parts.posterior_kl - parts.log_evidence)
    assert residual.max() == found.largest_residual < 1e-7 and len(residual) == 360
    assert (parts.posterior_kl > 0).all() and parts.error_bound < 1e-6
    with style(), drawn("the_bound_on_real_digits") as figure:
        assert not figure.axes[0].patches and not figure.axes[0].containers  # no bar from a floor that means nothing
    assert (np.diff(parts.log_evidence[found.shown]) >= 0).all()


def animation():
    module, found = module_of("animation"), numbers("animation")
    ascent = found.ascent
    assert (np.diff(ascent.elbo) > 0).all() and (ascent.elbo < ascent.log_evidence).all()
    assert np.allclose(ascent.elbo + ascent.gap, ascent.log_evidence, atol=1e-6)
    assert len(list(module.frames(found))) == len(found.snapshots) == module.FRAMES
    epochs = [snapshot.epoch for snapshot in found.snapshots]
    assert epochs == sorted(set(epochs)) and epochs[0] == 1
    same = digits_run(0).model.vector.vector
    assert np.array_equal(found.snapshots[-1].parameters, same)  # the film ends at the model of the other pictures
    with style(), drawn("animation") as figure:
        legends = [
            [text.get_text() for text in axes.get_legend().get_texts()] for axes in figure.axes if axes.get_legend()
        ]
        assert [str(digit) for digit in range(10)] in legends


def block_diagram():
    found = numbers("block_diagram")
    assert np.allclose(found.z, found.mean + found.deviation * found.noise)
    assert np.allclose(found.by_mean, found.by_z) and np.allclose(found.by_deviation, found.by_z * found.noise)
    with style(), drawn("block_diagram") as figure:
        texts = " ".join(text.get_text() for text in figure.axes[0].texts)
        assert f"{found.noise[0]:.2f}" in texts and f"{found.by_mean[0]:.2f}" in texts


def importance_jensen():
    module, found = module_of("importance_jensen"), numbers("importance_jensen")
    errors = found.averages.std(axis=1, ddof=1) / math.sqrt(module.SETS)
    assert (np.abs(found.averages.mean(axis=1) - 1) < 4 * errors).all()  # E of the average is q(x), whatever k
    assert abs(found.bound[0] - (found.elbo - found.log_evidence)) < 4 * found.standard_error[0]  # k = 1: the ELBO
    assert module.COUNTS == (1, 5, 50) and (np.diff(found.bound) > 4 * found.standard_error[1:]).all()
    assert (found.bound < 0).all()
    variance = found.averages.var(axis=1, ddof=1)
    assert -found.bound[2] == pytest.approx(variance[2] / 2, rel=0.1)  # a narrow heap: half its variance


def beta_sweep():
    module, found = module_of("beta_sweep"), numbers("beta_sweep")
    kl = [column.kl for column in found.columns]
    error = [column.squared_error for column in found.columns]
    assert [float(Fraction(name)) for name in module.NAMES] == list(module.WEIGHTS) == sorted(module.WEIGHTS)
    assert kl == sorted(kl, reverse=True) and error == sorted(error) and kl[-1] < 0.1
    at_one, collapsed = found.columns[1], found.columns[-1]
    for kind in ("draws", "reconstructions"):  # all alike
        assert getattr(collapsed, kind).std(axis=0).mean() < 0.15 * getattr(at_one, kind).std(axis=0).mean()


def a_weighed_kl_is_a_larger_decoder_variance():
    model, x = wide_run(0, 4.0).model, split_digits().held_out[:50]
    loss = model.loss(x, np.zeros((50, 8)))
    mean = model.encode(x)[0]
    squared_error = np.mean(np.sum((x - model.decode(mean)) ** 2, axis=1))
    plain = digits_run(0).model.decoder_variance
    constant = 32 * math.log(2 * math.pi * 4 * plain)
    assert 4 * (loss.total - constant) == pytest.approx(4 * loss.kl + squared_error / (2 * plain), rel=1e-4)


def interpolation():
    found = numbers("interpolation")
    middle = len(found.t) // 2
    assert found.pixels_distance[0] == pytest.approx(0, abs=1e-6) and found.codes_distance[0] > 0.5
    assert found.codes_distance[middle] < found.pixels_distance[middle] and found.share > 0.7
    assert np.allclose(found.pixels[middle], (found.pixels[0] + found.pixels[-1]) / 2)


def autoencoder_plane():
    module, found = module_of("autoencoder_plane"), numbers("autoencoder_plane")
    assert found.autoencoder.share + 0.2 < found.vae.share < found.of_the_prior
    assert found.of_the_prior == pytest.approx(0.8647, abs=1e-4)
    for plane in found[:2]:
        of_first = plane.codes[found.labels == found.classes[0]]
        assert np.allclose(np.median(of_first, axis=0), plane.ends[0]) and len(plane.decoded) == module.STEPS


def posterior_collapse():
    module, found = module_of("posterior_collapse"), numbers("posterior_collapse")
    assert len(list(module.frames(found))) == len(found.snapshots) == module.FRAMES
    assert (found.kl >= 0).all() and (np.diff(found.kl[-1]) <= 0).all()
    alive, moved = found.alive, found.snapshots[-1].moved
    assert 2 <= (~alive).sum() <= 6
    travelled = np.ptp(moved, axis=1).max(axis=1)  # of each latent the most that any pixel moves
    assert travelled[~alive].max() < 0.1 < 0.3 < travelled[alive].min()
    held_out = split_digits().held_out
    mean, log_variance = wide_run(0, module.KL_WEIGHT).model.encode(held_out)
    kl = 0.5 * (np.exp(log_variance) - log_variance + mean**2 - 1).mean(axis=0)
    assert np.allclose(np.sort(kl)[::-1], found.kl[-1], atol=1e-4)  # the film ends at that model

"""Every picture drawn, its texts legible, and what it claims asserted from the very numbers that it draws."""

import importlib
import itertools
import math

import numpy as np
import pytest
from matplotlib.text import Text

from figures.canvas import blank, encoded, style
from figures.gallery import FIGURES, module_of, numbers_of
from figures.language import NoChineseFont, chinese_font

SMALLEST_TEXT = 9  # points, at 6.4 inches width


def numbers(name):
    return numbers_of(name, 0)


def can_write_chinese():
    try:
        return bool(chinese_font())
    except NoChineseFont:
        return False


QUICK_IN_CHINESE = ("kl_decomposition", "training", "witnesses")
DRAWINGS = [(name, "en") for name in FIGURES]
if can_write_chinese():
    DRAWINGS += [(n, "zh") if n in QUICK_IN_CHINESE else pytest.param(n, "zh", marks=pytest.mark.slow) for n in FIGURES]


# Drawing.


@pytest.mark.parametrize("name, lang", DRAWINGS)
def test_every_picture_is_legible(name, lang, monkeypatch):
    """No text smaller than 9 points, none over another, none cut off: of the texts that are really drawn."""
    drawn = {}
    original = Text.draw

    def recorded(self, renderer, *args, **kwargs):
        if self.get_visible() and self.get_text().strip():
            drawn[self] = self.get_window_extent(renderer)  # of the last drawing, the one that is saved
        return original(self, renderer, *args, **kwargs)

    with style(lang, dpi=80):
        figure = blank()
        module_of(name).draw(figure, numbers(name), lang)
        monkeypatch.setattr(Text, "draw", recorded)
        encoded(figure, "png")
        assert figure.get_size_inches().tolist() == [6.4, 3.6]
        boxes = [(text.get_text(), box) for text, box in drawn.items()]
        assert len(boxes) >= 5
        assert not [t.get_text() for t in drawn if t.get_fontsize() < SMALLEST_TEXT]
    page = figure.bbox
    for text, box in boxes:
        assert box.x0 >= page.x0 - 0.5 and box.x1 <= page.x1 + 0.5, f"{text!r} is cut off"
        assert box.y0 >= page.y0 - 0.5 and box.y1 <= page.y1 + 0.5, f"{text!r} is cut off"
    for (a, one), (b, other) in itertools.combinations(boxes, 2):
        width = min(one.x1, other.x1) - max(one.x0, other.x0)
        height = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert width <= 1 or height <= 1.5, f"{a!r} lies over {b!r}"


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_says_what_to_look_at(name):
    module = importlib.import_module(f"figures.{name}")
    assert "\nLook at: " in module.__doc__ and "\nAsk a class: " in module.__doc__
    assert set(module.TITLE) == {"en", "zh"} and module.LABEL


# What each picture claims.


def test_kl_as_area():
    found = numbers("kl_as_area")
    for (above, below), exact, integrand in zip(found.areas, found.closed_forms, found.integrands, strict=True):
        assert above > 0 > below
        assert above + below == pytest.approx(exact, abs=1e-9)
        step = found.x[1] - found.x[0]
        assert integrand.sum() * step == pytest.approx(exact, abs=0.03)  # the curve that is drawn, cut at the window
    assert abs(found.closed_forms[0] - found.closed_forms[1]) > 0.1


def test_kl_surface():
    found = numbers("kl_surface")
    row, column = np.unravel_index(np.argmin(found.kl), found.kl.shape)
    assert abs(found.mean[column]) < 0.02 and abs(found.log_deviation[row]) < 0.02
    assert 0 <= found.kl.min() < 1e-3
    mu, log_sigma, d_mu, d_log = found.arrows
    downhill = mu * d_mu + log_sigma * d_log
    assert (downhill[(mu != 0) | (log_sigma != 0)] > 0).all()  # minus the gradient points towards the minimum
    numeric = np.gradient(np.gradient(found.kl, found.mean, axis=1), found.mean, axis=1)
    assert np.allclose(numeric[2:-2, 2:-2], 1, atol=1e-6)
    square, minus_log = found.sigma_terms
    assert found.deviation[np.argmin(square + minus_log)] == pytest.approx(1, abs=0.01)


def test_kl_decomposition():
    lines = {line.label: line for line in numbers("kl_decomposition")}
    totals = {label: sum(line.terms) for label, line in lines.items()}
    assert totals["1.1"] == pytest.approx(totals["1.4"], abs=1e-10) == pytest.approx(totals["1.7"], abs=1e-10)
    dropped = lines["1.7"].terms[lines["1.7"].of_data]
    assert totals["1.8"] == pytest.approx(totals["1.7"] - dropped, abs=1e-10)
    assert totals["(1)"] == pytest.approx(totals["1.8"], abs=1e-10) and len(lines["(1)"].terms) == 2
    assert lines["1.8"].reason[0] == "dropping a constant"


def test_elbo_gap():
    found = numbers("elbo_gap")
    for sweep in (found.over_mean, found.over_deviation):
        assert (sweep.elbo <= found.log_evidence + 1e-10).all()
        assert np.allclose(sweep.elbo + sweep.gap, found.log_evidence, atol=1e-9)
        best = sweep.at[np.argmax(sweep.elbo)]
        assert best == pytest.approx(sweep.posterior, abs=np.diff(sweep.at).max())
        assert sweep.gap.min() < 1e-3


def test_jensen_gap():
    found = numbers("jensen_gap")
    assert found.mean_of_log < found.log_of_mean == pytest.approx(math.log(found.weights.mean()))
    assert abs(found.expected - found.at_mean) > 0.01
    assert np.ptp(found.log_likelihood) > 0.1  # log q(x/z) is no constant


def test_bound_tightness():
    found = numbers("bound_tightness")
    assert (np.diff(found.bound) > 0).all()
    assert (found.bound < found.log_evidence + 4 * found.standard_error).all()
    assert abs(found.bound[0] - found.elbo) < 5 * found.standard_error[0]
    assert found.log_evidence - found.bound[-1] < 0.1 * (found.log_evidence - found.bound[0])


def test_monte_carlo_error():
    found = numbers("monte_carlo_error")
    for method in ("plain", "antithetic", "control"):
        slope, error = found[method].fit
        assert abs(slope + 0.5) < 4 * error < 0.2, method
    assert found["sobol"].fit.slope + 4 * found["sobol"].fit.standard_error < -0.8
    at_the_end = {method: curve.measured.errors[-1] for method, curve in found.items()}
    assert at_the_end["sobol"] < at_the_end["control"] < at_the_end["plain"]
    assert all((curve.measured.errors > 1e-6).all() for curve in found.values())  # trivially zero for none


def test_one_sample_is_enough():
    found = numbers("one_sample_is_enough")
    for kind in (found.more_draws, found.more_images):
        for noise, law in zip(kind, found.law, strict=True):
            assert abs(noise.of_draws - law) < 5 * noise.of_draws_error
    draws, images = found.more_draws[-1], found.more_images[-1]
    assert draws.total - 4 * draws.total_error > 10 * images.total
    assert found.more_images[0].total / images.total == pytest.approx(64, rel=0.35)


def test_gradient_estimators():
    found = numbers("gradient_estimators")
    for values in (found.reparameterised, found.score_function):
        error = values.std(ddof=1) / math.sqrt(len(values))
        assert abs(values.mean() - found.exact) < 5 * error
    measured = found.score_function.var() / found.reparameterised.var()
    assert found.variance_ratio > 5 and measured == pytest.approx(found.variance_ratio, rel=0.5)


def test_gradient_check():
    module, found = module_of("gradient_check"), numbers("gradient_check")
    best = int(np.argmin(found.differences))
    assert 0 < best < len(module.STEPS) - 1  # a V
    right = np.polyfit(np.log10(module.STEPS[best + 1 :]), np.log10(found.differences[best + 1 :]), 1)[0]
    left = np.polyfit(np.log10(module.STEPS[: best - 1]), np.log10(found.differences[: best - 1]), 1)[0]
    assert right == pytest.approx(2, abs=0.1) and left == pytest.approx(-1, abs=0.3)
    assert found.backward_pass < 1e-13 < 1e-3 * found.differences.min()


def test_lost_half():
    found = numbers("lost_half")
    right, note, right_with_less = found.world
    assert note == pytest.approx(right_with_less, rel=1e-12) and note < 0.95 * right
    assert (np.diff(found.curve) > 0).all()
    right, note, right_with_less = found.digits
    assert note == pytest.approx(right_with_less, rel=1e-4) and note < 0.95 * right


def test_training():
    from numerics.vae.train import Epoch

    found = numbers("training")
    column = {name: found.history[:, k] for k, name in enumerate(Epoch._fields)}
    assert np.allclose(column["elbo"], -column["kl"] - column["reconstruction"], atol=1e-6)
    assert column["held_out_elbo"][-1] > column["held_out_elbo"][len(column["epoch"]) // 4] > column["held_out_elbo"][0]
    assert found.elbo < found.log_evidence
    assert abs(column["held_out_elbo"][-1] - found.elbo) < 0.6  # one draw for each of 360 digits against quadrature


def test_latent_space():
    from figures.latent_space import pushed_apart

    found = numbers("latent_space")
    assert len(found.mean) == 360 and set(found.labels) == set(range(10))
    step = found.grid[1] - found.grid[0]
    assert np.allclose(found.density.sum(axis=1) * step, 1, atol=1e-3)
    first = (found.density * found.grid).sum(axis=1) * step
    assert np.allclose(first, found.aggregate.mean, atol=5e-3)
    assert (found.deviation < 0.7).all()  # each posterior is narrower than the prior: the code says something
    moved = pushed_apart(np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 5.0]]), 1.0)
    assert np.hypot(*(moved[0] - moved[1])) >= 1 and moved[2].tolist() == [5.0, 5.0]


def test_latent_grid():
    from figures.digits_model import digits_run

    module, found = module_of("latent_grid"), numbers("latent_grid")
    assert (np.diff(found.first) > 0).all() and np.allclose(found.first, -found.first[::-1])
    corner = found.mosaic[-9:-1, 1:9].ravel()  # lowest row, first column: smallest z_1 and z_2
    z = np.array([[found.first[0], found.second[0]]], np.float32)
    assert np.allclose(corner, digits_run(0).model.decode(z)[0], atol=1e-5)
    assert found.mosaic.shape == (module.ROWS * 9, module.COLUMNS * 9)


def test_reconstructions():
    found = numbers("reconstructions")
    error = np.mean((found.originals - found.reconstructions) ** 2, axis=1)
    others = np.mean((found.originals[:, None] - found.reconstructions[None]) ** 2, axis=-1)
    assert error.mean() < 0.7 * others.mean() and found.draws.shape == (20, 64)
    assert found.originals.min() >= 0 and found.originals.max() <= 1


def test_linear_vae():
    found = numbers("linear_vae")
    gaps = found.likelihood - found.elbo
    assert (gaps > -1e-9).all() and gaps[-1] < 1e-4 and gaps[0] > 1
    assert np.degrees(found.angle[-1]) < 0.1 < 10 < np.degrees(found.angle[0])


def test_the_bound_on_real_digits():
    found = numbers("the_bound_on_real_digits")
    parts = found.parts
    residual = np.abs(parts.elbo + parts.posterior_kl - parts.log_evidence)
    assert residual.max() == found.largest_residual < 1e-7 and len(residual) == 360
    assert (parts.posterior_kl > 0).all() and parts.error_bound < 1e-6
    assert (np.diff(parts.log_evidence[found.shown]) >= 0).all()


def test_witnesses():
    found = numbers("witnesses")
    labels = [line.label for line in found.true]
    assert len(labels) == len(set(labels)) >= 150 and len(found.false) >= 10
    assert not [line.label for line in found.true if line.contradicted or line.difference > line.detectable]
    assert not [line.label for line in found.false if not line.contradicted or line.difference < 3 * line.detectable]
    assert {"2.8", "6.2", "7.1"} <= {line.label for line in found.false} <= set(labels)


def test_animation():
    module, found = module_of("animation"), numbers("animation")
    ascent = found.ascent
    assert (np.diff(ascent.elbo) > 0).all() and (ascent.elbo < ascent.log_evidence).all()
    assert np.allclose(ascent.elbo + ascent.gap, ascent.log_evidence, atol=1e-6)
    assert len(list(module.frames(found))) == len(found.snapshots) == module.FRAMES
    epochs = [snapshot.epoch for snapshot in found.snapshots]
    assert epochs == sorted(set(epochs)) and epochs[0] == 1
    assert np.array_equal(found.snapshots[-1].mean.astype(float), numbers("latent_space").mean)  # the same model

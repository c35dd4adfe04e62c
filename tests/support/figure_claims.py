"""What each picture claims, asserted from what it draws: exact worlds and estimates.

The functions have the pictures' names; `tests/figures/test_figures.py` asks for one for every picture.
"""

import math
import re

import numpy as np
import pytest
from drawn import drawn, numbers

from figures.canvas import style
from figures.gallery import module_of
from numerics.estimates.univariate import kl_to_standard
from numerics.witnesses.claims import gradients


def kl_as_area():
    found = numbers("kl_as_area")
    for (above, below), exact, integrand in zip(found.areas, found.closed_forms, found.integrands, strict=True):
        assert above > 0 > below
        assert above + below == pytest.approx(exact, abs=1e-9)
        step = found.x[1] - found.x[0]
        assert integrand.sum() * step == pytest.approx(exact, abs=2e-3)  # the curve that is drawn
        assert np.abs(integrand[[0, -1]]).max() < 0.01 * np.abs(integrand).max()  # not cut at the window
    assert abs(found.closed_forms[0] - found.closed_forms[1]) > 0.1


def kl_surface():
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
    at_the_ends = square[[0, -1]] + minus_log[[0, -1]] - 0.5  # with the 1/2, these are the bowl itself
    assert np.allclose(at_the_ends, kl_to_standard(0.0, np.log(found.deviation[[0, -1]])))
    assert found.mu_term[0] == pytest.approx(found.mu_term[-1]) and found.line[0] == -found.line[-1]  # both signs of mu
    with style(), drawn("kl_surface") as figure:
        bowl, sigma, mean = figure.axes
        assert (sigma.get_xlabel(), mean.get_xlabel()) == (r"$\sigma$", r"$\mu$")  # an axis each
        numbered = {float(text.get_text()) for text in bowl.texts}
        assert numbered >= set(module_of("kl_surface").LEVELS)


def kl_decomposition():
    lines = {line.label: line for line in numbers("kl_decomposition")}
    totals = {label: sum(line.terms) for label, line in lines.items()}
    assert totals["1.1"] == pytest.approx(totals["1.4"], abs=1e-10) == pytest.approx(totals["1.7"], abs=1e-10)
    dropped = lines["1.7"].terms[lines["1.7"].of_data]
    assert totals["1.8"] == pytest.approx(totals["1.7"] - dropped, abs=1e-10)
    assert totals["(1)"] == pytest.approx(totals["1.8"], abs=1e-10) and len(lines["(1)"].terms) == 2
    assert lines["1.8"].reason[0] == "dropping a constant"
    assert [line.same_value for line in lines.values()] == [True, True, True, False, False]
    with style(), drawn("kl_decomposition") as figure:
        texts = [text.get_text() for text in figure.axes[0].texts]
        assert any("other value" in text and "minimiser" in text for text in texts)
        names = [text for text in texts if re.search(r"\d\.\d\d\$$", text)]
        assert len(names) == sum(len(line.terms) for line in lines.values()) == 8
        assert not [name for name in names if name.startswith(" ")]  # a value without a name


def elbo_gap():
    found = numbers("elbo_gap")
    for sweep in (found.over_mean, found.over_deviation):
        assert (sweep.elbo <= found.log_evidence + 1e-10).all()
        assert np.allclose(sweep.elbo + sweep.gap, found.log_evidence, atol=1e-9)
        best = sweep.at[np.argmax(sweep.elbo)]
        assert best == pytest.approx(sweep.posterior, abs=np.diff(sweep.at).max())
        assert sweep.gap.min() < 1e-3


def jensen_gap():
    found = numbers("jensen_gap")
    assert found.mean_of_log < found.log_of_mean == pytest.approx(math.log(found.weights.mean()))
    assert found.elbo < found.log_evidence - 0.1  # Jensen for the weights, on the right too
    error = np.log(found.heap).std() / math.sqrt(len(found.heap))
    assert abs(np.log(found.heap).mean() - found.elbo) < 4 * error


def bound_tightness():
    found = numbers("bound_tightness")
    assert (np.diff(found.bound) > 0).all()
    assert (found.bound < found.log_evidence + 4 * found.standard_error).all()
    assert abs(found.bound[0] - found.elbo) < 5 * found.standard_error[0]
    assert found.log_evidence - found.bound[-1] < 0.1 * (found.log_evidence - found.bound[0])


def monte_carlo_error():
    found = numbers("monte_carlo_error")
    for method in ("plain", "antithetic", "control"):
        slope, error = found[method].fit
        assert abs(slope + 0.5) < 4 * error < 0.2, method
    assert found["sobol"].fit.slope + 4 * found["sobol"].fit.standard_error < -0.8
    at_the_end = {method: curve.measured.errors[-1] for method, curve in found.items()}
    assert at_the_end["sobol"] < at_the_end["control"] < at_the_end["plain"]
    assert all((curve.measured.errors > 1e-6).all() for curve in found.values())  # trivially zero for none


def one_sample_is_enough():
    found = numbers("one_sample_is_enough")
    for kind in (found.more_draws, found.more_images):
        for noise, law in zip(kind, found.law, strict=True):
            assert abs(noise.of_draws - law) < 5 * noise.of_draws_error
    draws, images = found.more_draws[-1], found.more_images[-1]
    assert found.more_draws[0].total < 1.3 * draws.total  # more draws do not lower all noise, so the title
    assert all(word in module_of("one_sample_is_enough").TITLE["en"] for word in ("all noise", "only"))
    assert draws.total - 4 * draws.total_error > 10 * images.total
    assert found.more_images[0].total / images.total == pytest.approx(64, rel=0.35)


def gradient_estimators():
    found = numbers("gradient_estimators")
    for values in (found.reparameterised, found.score_function):
        error = values.std(ddof=1) / math.sqrt(len(values))
        assert abs(values.mean() - found.exact) < 5 * error
    measured = found.score_function.var() / found.reparameterised.var()
    said = next(gradients(0)).measurement
    assert f"{found.variance_ratio:.3g} in the mean" in said.message  # the same as in the witness table
    assert found.variance_ratio > 5 and measured == pytest.approx(found.variance_ratio, rel=0.5)


def gradient_check():
    module, found = module_of("gradient_check"), numbers("gradient_check")
    best = int(np.argmin(found.differences))
    assert 0 < best < len(module.STEPS) - 1  # a V
    right = np.polyfit(np.log10(module.STEPS[best + 1 :]), np.log10(found.differences[best + 1 :]), 1)[0]
    left = np.polyfit(np.log10(module.STEPS[: best - 1]), np.log10(found.differences[: best - 1]), 1)[0]
    assert right == pytest.approx(2, abs=0.1) and left == pytest.approx(-1, abs=0.3)
    assert found.backward_pass < 1e-13 < 1e-3 * found.differences.min()


def lost_half():
    found = numbers("lost_half")
    right, note, right_with_less = found.world
    assert note == pytest.approx(right_with_less, rel=1e-12) and note < 0.95 * right
    assert (np.diff(found.curve) > 0).all()
    right, note, right_with_less = found.digits
    assert note == pytest.approx(right_with_less, rel=1e-4) and note < 0.95 * right


def witnesses():
    found = numbers("witnesses")
    labels = [line.label for line in found.true]
    assert len(labels) == len(set(labels)) >= 150 and len(found.false) >= 10
    assert not [line.label for line in found.true if line.contradicted or line.difference > line.detectable]
    assert not [line.label for line in found.false if not line.contradicted or line.difference < 3 * line.detectable]
    assert {"2.8", "6.2", "7.1"} <= {line.label for line in found.false} <= set(found.labels)
    assert found.labels == labels or set(found.labels) - set(labels) == {"10.12"}  # the log of an average of draws
    zeros = sum(line.difference == 0 for line in found.true)
    with style(), drawn("witnesses") as figure:
        (axes,) = figure.axes
        ticks = dict(zip(axes.get_yticks(), [label.get_text() for label in axes.get_yticklabels()], strict=True))
        assert (
            zeros and "<" in ticks[module_of("witnesses").FLOOR] and f"{zeros} of them exactly 0" in axes.get_xlabel()
        )
        below = [y for line in axes.lines for y in np.atleast_1d(line.get_ydata()) if y < module_of("witnesses").BREAK]
        assert below and set(below) <= {module_of("witnesses").FLOOR, 0, 1}  # one row; 0 and 1 are the grid lines' ends


def plug_in():
    found = numbers("plug_in")
    assert abs(found.expected - found.at_mean) > 0.01
    assert np.ptp(found.log_likelihood) > 0.1  # log q(x/z) is no constant
    share = found.encoder / found.encoder.sum()
    assert float(share @ found.log_likelihood) == pytest.approx(found.expected, abs=5e-3)
    with style(), drawn("plug_in") as figure:
        texts = " ".join(text.get_text() for text in figure.axes[0].texts)
        assert f"{found.expected:.2f}" in texts and f"{found.at_mean:.2f}" in texts  # dot and dashed line are named

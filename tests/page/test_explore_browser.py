"""The explorable page in a real browser: its numbers against `numerics`, and the worlds that are edited.

Run with `-m browser`. The settings are drawn once with a fixed seed; numbers must agree to 1e-6.
"""

import math

import numpy as np
import pytest
from exploring import CLOSE, PLAYED, exact, set_sliders, steps

from derivations.page.explore import latent_plane, the_bound
from numerics.arithmetic.quadrature import trapezium
from numerics.doors.page_model import SETTINGS, WEIGHTS
from numerics.estimates.univariate import Normal, kl, kl_to_standard
from numerics.vae.model import VAE

pytestmark = pytest.mark.browser


# -- numbers ----------------------------------------------------------------------------------------------------


def test_two_gaussians_agree_with_numerics(visit):
    rng = np.random.default_rng(5)
    for _ in range(12):
        m, l, s, r = (*(steps(rng, -3, 3) for _ in "ml"), *(steps(rng, 0.5, 2.5) for _ in "sr"))
        set_sliders(visit.page, "two-gaussians", m=m, s=s, l=l, r=r)
        shown, wanted = exact(visit.page, "two-gaussians"), kl(Normal(m, s), Normal(l, r))
        assert shown["kl"] == pytest.approx(wanted, **CLOSE) and shown["area"] == pytest.approx(wanted, **CLOSE)
        parts = sum(shown[name] for name in ("log", "spread", "shift", "half"))
        assert parts == pytest.approx(wanted, **CLOSE)


def test_the_bound_agrees_with_numerics_and_its_top_stays(visit):
    rng = np.random.default_rng(6)
    w, g, at = the_bound.MODEL.values()
    nodes, weights = trapezium(20_001, -20.0, 20.0)
    evidence = math.log(weights @ (Normal(0, 1).density(nodes) * Normal(0, g).density(at - w * nodes)))
    tops = set()
    for _ in range(10):
        m, s = steps(rng, -1.5, 2.5), steps(rng, 0.25, 1.5)
        set_sliders(visit.page, "the-bound", m=m, s=s)
        shown = exact(visit.page, "the-bound")
        encoder = Normal(m, s)
        expected = weights @ (encoder.density(nodes) * Normal(0, g).log_density(at - w * nodes))
        assert shown["reconstruction"] == pytest.approx(expected, **CLOSE)
        assert shown["prior"] == pytest.approx(-kl(encoder, Normal(0, 1)), **CLOSE)
        assert shown["elbo"] == pytest.approx(expected - kl(encoder, Normal(0, 1)), **CLOSE)
        assert shown["gap"] == pytest.approx(kl(encoder, Normal(*the_bound.posterior())), **CLOSE)
        assert shown["evidence"] == pytest.approx(evidence, **CLOSE)
        assert shown["sum"] == pytest.approx(evidence, **CLOSE)
        bar = visit.page.locator("#explore-the-bound [data-part=bar-gap]")
        tops.add(bar.get_attribute("y"))
    assert len(tops) == 1
    visit.page.get_by_role("button", name="put it on the posterior").click()
    assert exact(visit.page, "the-bound")["gap"] == pytest.approx(0, abs=1e-9)


def numerics_decoder() -> VAE:
    """The model of `numerics` with the decoder's weights of the page."""
    file = latent_plane.model()["file"]
    model = VAE(64, SETTINGS["latent_dim"], SETTINGS["hidden"], dtype="float64")
    for name in WEIGHTS:
        numbers = latent_plane.unpacked(file["weights"][name], "e")
        model.parameters[name][...] = np.reshape(numbers, model.parameters[name].shape)
    return model


def test_the_decoder_agrees_with_numerics(visit):
    model, rng = numerics_decoder(), np.random.default_rng(7)
    for _ in range(8):
        a, b = steps(rng, -3, 3), steps(rng, -3, 3)
        set_sliders(visit.page, "latent-plane", a=a, b=b)
        shown = visit.page.locator("#explore-latent-plane").evaluate("f => Array.from(f.decoded)")
        np.testing.assert_allclose(shown, model.decode(np.array([[a, b]]))[0], atol=1e-6)


def test_a_chosen_digit_shows_its_posterior(visit):
    made = latent_plane.model()
    for kind in (6, 0):
        visit.page.get_by_role("button", name=f"a held-out {kind}").click()
        n = made["labels"].index(kind)
        mean, deviation = (np.array(made[part][2 * n : 2 * n + 2]) for part in ("means", "deviations"))
        told = visit.page.locator("#explore-latent-plane .told")
        assert float(told.get_attribute("data-exact")) == pytest.approx(
            kl_to_standard(mean, np.log(deviation)).sum(), **CLOSE
        )
        assert f"digit {kind}, number {n + 1}" in told.inner_text()
        ellipse = visit.page.locator("[data-part=posterior]")
        assert float(ellipse.get_attribute("rx")) == pytest.approx(deviation[0] * 420 / 6.4, abs=0.01)


# -- worlds -----------------------------------------------------------------------------------------------------


COMPUTED = "!document.querySelector('.editable[aria-busy=true]')"


def sides(visit, box: str) -> list[float]:
    """Both sides of a world as computed, once what was typed has been taken up."""
    visit.until(PLAYED)
    visit.until(COMPUTED)
    return visit.page.locator(f"#{box} .sides td").evaluate_all("all => all.map(e => Number(e.dataset.exact))")


def test_every_world_comes_to_the_values_of_the_exact_one(visit, explored):
    visit.until(PLAYED)
    played = visit.page.locator(".editable").evaluate_all("all => all.map(e => e.dataset.played)")
    assert set(played) == {"yes"}
    still = set()
    for c in explored.chapters:
        for k, r in enumerate((r for r in explored.remarks if r.chapter is c), start=1):
            if r.verdict.verdict == "refuted" and not visit.page.locator(f"#{c.name}-remark-{k} .editable").count():
                still.add(r.remark.note)
    # 7.2 has a density without a formula, 10.12 and 10.16 average over draws, 10.21 derives one
    assert still == {"7.2", "10.12", "10.16", "10.21"}
    for judged, k in ((r, k) for c in explored.chapters for k, r in enumerate(
        (r for r in explored.remarks if r.chapter is c), start=1)):  # fmt: skip
        details = getattr(judged.verdict.counterexample, "details", None)
        box = f"{judged.chapter.name}-remark-{k}"
        if details is None or "first" in details or not visit.page.locator(f"#{box} .editable").count():
            continue
        wanted = [float(details[side].split(" = ")[-1].split("/")[0]) for side in ("left", "right")]
        if all("/" not in details[side].split(" = ")[-1] for side in ("left", "right")):
            assert sides(visit, box) == pytest.approx(wanted, rel=1e-5, abs=1e-5)


def test_a_table_that_is_edited_is_computed_anew(visit):
    """The first remark of elbo, 2.3: ELBO against E_p log q(x,z), at x = the first value."""
    visit.until(PLAYED)
    box = visit.page.locator("#elbo-remark-1 .editable")
    tables = [np.array([[2, 1], [5, 8.0]]), np.array([[4, 1], [3, 7.0]])]
    for cell, value in zip(box.locator("td input").all(), np.concatenate([t.ravel() for t in tables]), strict=True):
        cell.fill(f"{value:g}")
    p, q = (t / t.sum() for t in tables)
    encoder = p[0] / p[0].sum()
    elbo = encoder @ (np.log(q[0]) - np.log(encoder))
    assert sides(visit, "elbo-remark-1") == pytest.approx([elbo, encoder @ np.log(q[0])], **CLOSE)
    assert "false in this world" in box.locator(".said").inner_text()
    assert "sum of the weights: 16" in box.inner_text()
    box.locator("select").select_option("1")
    encoder = p[1] / p[1].sum()
    elbo = encoder @ (np.log(q[1]) - np.log(encoder))
    assert sides(visit, "elbo-remark-1") == pytest.approx([elbo, encoder @ np.log(q[1])], **CLOSE)
    for cell, value in zip(box.locator("td input").all()[:2], (1, 0), strict=True):
        cell.fill(f"{value}")  # an encoder without entropy: there the false line holds
    box.locator("select").select_option("0")
    left, right = sides(visit, "elbo-remark-1")
    assert left == pytest.approx(right, abs=1e-12) == pytest.approx(np.log(q[0, 0]), **CLOSE)
    assert "holds in this world" in box.locator(".said").inner_text()
    box.get_by_role("button", name="as it was found").click()
    assert sides(visit, "elbo-remark-1") == pytest.approx([-math.log(2), -2 * math.log(2)], rel=1e-5)


def test_gaussian_parameters_that_are_edited_are_computed_anew(visit):
    """KL is not symmetric, 5.12, until both Gaussians are the same; E(x - w z)^2 with and without the mean, 8.10."""
    visit.until(PLAYED)
    box = visit.page.locator("#gaussian_kl-remark-3 .editable")
    fields = {name: box.get_by_label(name, exact=True) for name in "mslr"}
    for (name, field), value in zip(fields.items(), ("0.5", "1/2", "-1", "2"), strict=True):
        assert field.count() == 1, name
        field.fill(value)
    a, b = Normal(0.5, 0.5), Normal(-1.0, 2.0)
    assert sides(visit, "gaussian_kl-remark-3") == pytest.approx([kl(a, b), kl(b, a)], **CLOSE)
    fields["l"].fill("0.5")
    fields["r"].fill("0.5")
    assert sides(visit, "gaussian_kl-remark-3") == pytest.approx([0, 0], abs=1e-9)
    assert "holds" in box.locator(".said").inner_text()
    box = visit.page.locator("#vae_loss-remark-3 .editable")
    for name, value in (("mu", "1.5"), ("l", "-0.5"), ("w", "2"), ("x", "1")):
        box.get_by_label(name, exact=True).fill(value)
    variance = 4 * math.exp(-0.5)
    assert sides(visit, "vae_loss-remark-3") == pytest.approx([(1 - 3) ** 2 + variance, 1 + variance], **CLOSE)


def test_what_is_no_number_is_said(visit):
    visit.until(PLAYED)
    box = visit.page.locator("#gibbs-remark-1 .editable")
    field = box.locator("td input").first
    for text, said in (("a", "a is no number"), ("-1", "-1 may not be negative"), ("1/0", "no number")):
        field.fill(text)
        visit.until(COMPUTED)
        assert said in box.locator(".said").inner_text()
        assert field.get_attribute("aria-invalid") == "true"
    field.fill("0.5")
    visit.until(COMPUTED)
    assert field.get_attribute("aria-invalid") == "false" and "no number" not in box.locator(".said").inner_text()

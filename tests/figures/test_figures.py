"""Every picture drawn, its texts legible, its marks meaningful, and what it claims asserted from what it draws."""

import importlib
import re

import pytest
from fonts import can_write_chinese

pytest.register_assert_rewrite("figure_claims", "figure_claims_of_models")

import figure_claims  # noqa: E402
import figure_claims_of_models  # noqa: E402
from drawn import Drawn, drawn  # noqa: E402

from derivations.contents import load_all  # noqa: E402
from figures.canvas import style  # noqa: E402
from figures.gallery import FIGURES  # noqa: E402

ABOUT = {  # each picture's chapter: the lines of its label must be that chapter's
    "block_diagram": "sampled_reconstruction", "kl_as_area": "kl_decomposition", "kl_surface": "gaussian_kl",
    "kl_decomposition": "kl_decomposition", "elbo_gap": "elbo", "jensen_gap": "elbo",
    "plug_in": "sampled_reconstruction", "bound_tightness": "elbo", "importance_jensen": "objectives",
    "monte_carlo_error": "sampled_reconstruction", "one_sample_is_enough": "sampled_reconstruction",
    "gradient_estimators": "sampled_reconstruction", "gradient_check": "backpropagation", "lost_half": "vae_loss",
    "beta_sweep": "vae_loss", "latent_space": "gaussian_kl", "latent_grid": "gaussian_likelihood",
    "interpolation": "gaussian_likelihood", "autoencoder_plane": "vae_loss",
    "reconstructions": "sampled_reconstruction", "linear_vae": "vae_loss", "the_bound_on_real_digits": "elbo",
    "animation": "elbo", "posterior_collapse": "gaussian_kl",
}  # fmt: skip
ABOUT_ALL = {"training": "(3)", "witnesses": "1.1 ff."}


QUICK_IN_CHINESE = ("kl_decomposition",)
DEAR = (  # a model is trained, or many lines measured: drawn in the slow run
    "animation", "autoencoder_plane", "beta_sweep", "bound_tightness", "gradient_estimators", "interpolation",
    "linear_vae", "monte_carlo_error", "one_sample_is_enough", "posterior_collapse", "the_bound_on_real_digits",
    "training", "witnesses",
)  # fmt: skip
DRAWINGS = [pytest.param(n, "en", marks=pytest.mark.slow) if n in DEAR else (n, "en") for n in FIGURES]
if can_write_chinese():
    DRAWINGS += [(n, "zh") if n in QUICK_IN_CHINESE else pytest.param(n, "zh", marks=pytest.mark.slow) for n in FIGURES]


@pytest.mark.slow
@pytest.mark.parametrize("name, lang", DRAWINGS)
def test_every_picture_is_legible(name, lang):
    """No text too small, cut off, over another or struck through by a line, none as only a machine writes numbers."""
    with style(lang, dpi=80), drawn(name, lang) as figure:
        found = Drawn.of(figure)
        assert figure.get_size_inches().tolist() == [6.4, 3.6] and len(found.texts) >= 5
        assert not found.small()
        assert not found.cut_off()
        assert not found.over_each_other()
        assert not found.over_lines()
        assert not found.machine_numbers()
        assert not found.bars_from_nowhere()


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_says_what_to_look_at(name):
    module = importlib.import_module(f"figures.{name}")
    assert "\nLook at: " in module.__doc__ and "\nAsk a class: " in module.__doc__
    assert set(module.TITLE) == {"en", "zh"} and module.LABEL


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_stands_at_lines_of_its_chapter(name):
    label = importlib.import_module(f"figures.{name}").LABEL
    if name in ABOUT_ALL:
        assert label == ABOUT_ALL[name]
        return
    (chapter,) = (chapter for chapter in load_all() if chapter.name == ABOUT[name])
    lines = {step.note for derivation in chapter.derivations for step in derivation.steps}
    named = re.findall(r"\d+\.\d+", label)
    assert named and set(named) <= lines


LONG = {
    "witnesses", "training", "the_bound_on_real_digits", "linear_vae", "autoencoder_plane", "gradient_estimators",
    "beta_sweep", "one_sample_is_enough", "animation", "monte_carlo_error", "block_diagram", "interpolation",
    "bound_tightness", "posterior_collapse",
}  # fmt: skip
"""They train, draw or calculate much: seconds each."""


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n in LONG else n for n in FIGURES])
def test_what_a_picture_claims(name):
    claims = getattr(figure_claims, name, None) or getattr(figure_claims_of_models, name)
    claims()


def test_a_weighed_kl_is_a_larger_decoder_variance():
    figure_claims_of_models.a_weighed_kl_is_a_larger_decoder_variance()

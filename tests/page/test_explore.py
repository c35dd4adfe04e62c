"""The explorable figures without a browser: still pictures with right numbers, trees, worlds, the model's file."""

import json
import re

import html5lib
import numpy as np
import pytest
from sympy import Symbol

from derivations.contents import load
from derivations.doors.pages import main
from derivations.judging.verification import verify
from derivations.language.words import KL, Bilinear, Distribution, MatrixName, RandomVariable, SampleAverage, log
from derivations.page.explore import latent_plane, the_bound, two_gaussians
from derivations.page.explore.editable_world import editable, nested, of_refutation, played
from derivations.page.explore.explore_page import explore_page
from derivations.page.explore.trees import NotPlayable, Trees
from derivations.page.note_text import printed_lines
from derivations.telling.wording import Wording
from derivations.worlds.counterexample import compare
from numerics.doors.page_model import document, halved, trained
from numerics.estimates.univariate import Normal, kl

X = "{http://www.w3.org/1999/xhtml}"
p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")


@pytest.fixture(scope="module")
def verification():
    return verify([load(name) for name in ("elbo", "gaussian_kl", "vae_loss")])


@pytest.fixture(scope="module")
def page(verification) -> str:
    return explore_page(verification, Wording("en"))


# -- still pictures ---------------------------------------------------------------------------------------------


def test_the_terms_of_two_gaussians_add_up_to_their_kl():
    for m, s, l, r in ((1.0, 0.8, -0.5, 1.5), (0.0, 1.0, 0.0, 1.0), (-2.0, 2.5, 3.0, 0.5)):
        assert two_gaussians.terms(m, s, l, r)["kl"] == pytest.approx(kl(Normal(m, s), Normal(l, r)), abs=1e-12)


def test_elbo_and_gap_make_the_evidence_wherever_the_encoder_stands():
    tops = {
        round(sum(the_bound.terms(m, s)[n] for n in ("elbo", "gap")), 9) for m in (-1.5, 0, 2.5) for s in (0.25, 1.5)
    }
    assert len(tops) == 1
    w, g, at = the_bound.MODEL.values()
    assert tops.pop() == pytest.approx(Normal(0, np.hypot(w, g)).log_density(np.array(at)), abs=1e-9)
    assert the_bound.terms(*the_bound.posterior())["gap"] == pytest.approx(0, abs=1e-12)


def test_the_page_stands_without_scripts(page):
    tree = html5lib.HTMLParser(strict=True).parse(page)
    figures = {e.get("id"): e for e in tree.iter(f"{X}figure")}
    assert set(figures) == {"explore-two-gaussians", "explore-the-bound", "explore-latent-plane"}
    for figure in figures.values():
        drawings = [e for e in figure.iter() if str(e.tag).endswith("}svg")]
        assert drawings and all(e.get("aria-label") or e.get("aria-hidden") for e in drawings)
        for field in figure.iter(f"{X}input"):
            assert any(field in label.iter() for label in figure.iter(f"{X}label"))
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert not [a.get("href") for a in tree.iter(f"{X}a") if a.get("href")[1:] not in ids]
    assert len(page.encode()) < 3_000_000


def test_only_its_own_derivations_and_every_refuted_remark(page, verification):
    assert set(re.findall(r'id="theorem-(\w+)"', page)) == {"elbo", "gaussian_kl", "vae_loss"}
    refuted = [r for r in verification.remarks if r.verdict.verdict == "refuted"]
    assert page.count('class="remark"') == len(refuted) > 5
    worlds = [w.get("first", w) for w in (r.verdict.counterexample.details for r in refuted)]
    unplayed = [w for w in worlds if w["kind"] == "gaussian" and any("p(z" in law for law in w["densities"])]
    assert page.count('class="editable"') == len(refuted) - len(unplayed) > 5  # the script has no densities drawn up


def test_in_chinese(verification):
    shown = explore_page(verification, Wording("zh"))
    assert "移动编码器" in shown and "Move the encoder" not in shown and "改动数字" in shown


# -- the command ------------------------------------------------------------------------------------------------


def test_the_command_writes_the_page_alone(tmp_path, capsys):
    out = tmp_path / "explore.html"
    assert main(["--explore", "--out", str(out)]) == 0
    written = out.read_text(encoding="utf-8")
    assert "explore-latent-plane" in written and len(written) < 1_000_000
    assert main(["--explore", "--record"]) == 2
    assert "name one of them" in capsys.readouterr().err


# -- the model --------------------------------------------------------------------------------------------------


def test_the_models_file_is_small_and_decodes_as_numerics_does():
    made = latent_plane.model()
    assert len(json.dumps(made["file"])) < 120_000
    assert made["file"]["pixels"] == 64 and len(made["labels"]) == 360 == len(made["images"]) // 64
    assert max(made["images"]) == 16 and set(made["labels"]) == set(range(10))


@pytest.mark.slow
def test_the_models_file_is_what_its_command_makes():
    """Trained anew, 300 epochs in float64: the same numbers, but for the last bit of a few where libraries differ."""
    model = trained()
    kept, made = latent_plane.model()["file"], document(model)
    assert {k: v for k, v in kept.items() if k in ("hidden", "pixels", "images", "labels")} == {
        k: v for k, v in made.items() if k in ("hidden", "pixels", "images", "labels")
    }
    for one, two in [(kept[k], made[k]) for k in ("means", "deviations")] + [
        (kept["weights"][k], made["weights"][k]) for k in kept["weights"]
    ]:
        a, b = (np.array(latent_plane.unpacked(text, "e")) for text in (one, two))
        np.testing.assert_allclose(a, b, rtol=2e-3, atol=1e-5)
    there = np.array([[0.5, -0.5], [2.0, 1.0]])
    for at, pixels in zip(there, halved(model).decode(there), strict=True):
        np.testing.assert_allclose(latent_plane.decoded(*at), pixels, atol=2e-3)


# -- trees and worlds -------------------------------------------------------------------------------------------


def test_a_divergence_is_its_definition():
    tree = Trees(False, {}).tree(KL(p(z), q(z)))
    assert tree[0] == "average" and tree[1] == [["z", "z", None]] and tree[2][:2] == ["density", "p"]
    assert tree[3][0] == "add" and tree[3][2][0] == "multiply"


@pytest.mark.parametrize(
    "expression",
    [
        log(SampleAverage(p(z), q(z), Symbol("k"))),  # a log of an average over draws is no average of what is drawn
        Symbol("a") + Bilinear(x, MatrixName("A"), x),
    ],
)
def test_what_has_no_tree_is_refused(expression):
    with pytest.raises(NotPlayable):
        Trees(False, {}).tree(expression)


def test_a_density_without_a_formula_is_refused_in_a_gaussian_world():
    with pytest.raises(NotPlayable, match="no formula"):
        Trees(True, {}).tree(KL(p(z), q(z)))
    with pytest.raises(NotPlayable, match="no formula"):  # given by itself is not given
        Trees(True, {p(z): p(z) * q(z)}).tree(p(z))


def test_worlds_that_cannot_be_played_are_refused():
    big = {"kind": "finite", "tables": {"p(x,y)": [["1/90"] * 10] * 9}, "values": {}}
    with pytest.raises(NotPlayable, match="too long"):
        played(big)
    with pytest.raises(NotPlayable, match="no fraction"):
        played({"kind": "gaussian", "symbols": {"s": "sqrt 2"}})
    found = compare(p(x), q(x))
    with pytest.raises(NotPlayable, match="draws"):
        of_refutation(p(x), q(x), "=", (), {**found.details, "draws": {"p(x)": []}})
    assert editable(p(x), q(x), "=", (), {**found.details, "draws": {"p(x)": []}}, Wording()) is None


def test_places_of_functions_are_nested_numbers():
    assert nested("[[-4/3, 6/5], 2]") == [[-4 / 3, 1.2], 2.0] and nested("[]") == []


def test_hostile_names_stay_text():
    found = compare(Symbol("a") * Symbol("</script><b>"), Symbol("a"))
    shown = editable(Symbol("a") * Symbol("</script><b>"), Symbol("a"), "=", (), found.details, Wording())
    tree = html5lib.HTMLParser(strict=False).parse(shown)
    assert not list(tree.iter(f"{X}b")) and len(list(tree.iter(f"{X}script"))) == 1


# -- the note beside its verdicts -------------------------------------------------------------------------------


def test_the_notes_own_lines_come_from_the_chapters_opening():
    lines = printed_lines("elbo")
    assert lines["2.7"] == "= log q(x) - KL[p(z|x)||q(z|x)]" and lines["2.8"] == "<= log q(x)"
    assert "2.14" not in lines and printed_lines("no_such_chapter") == {} and printed_lines("no.such") == {}


def test_they_stand_in_the_row_of_their_label(page):
    row = page[page.index('id="elbo-2.7"') :].partition("</tr>")[0]
    assert "<code>= log q(x) - KL[p(z|x)||q(z|x)]</code>" in row

"""Which explorable figure stands after which derivation, and what a page with them carries."""

from __future__ import annotations

from derivations.page.explore import latent_plane, the_bound, two_gaussians
from derivations.page.links import Links
from derivations.page.markup import Html
from derivations.telling.wording import Wording

STYLES = ("explore/explore.css",)
WORLD_SCRIPTS = ("explore/evaluate.js", "explore/editable_world.js")
SCRIPTS = (
    "explore/drawing.js",
    "explore/two_gaussians.js",
    "explore/the_bound.js",
    "explore/latent_plane.js",
    *WORLD_SCRIPTS,
)


def explorables(wording: Wording, links: Links) -> dict[str, list[Html]]:
    """The figures under the name of the derivation that they follow."""
    return {
        "elbo": [the_bound.figure(wording, links)],
        "gaussian_kl": [two_gaussians.figure(wording, links)],
        "vae_loss": [latent_plane.figure(wording)],
    }

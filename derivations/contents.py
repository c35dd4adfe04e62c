"""The chapters in reading order. A chapter is imported when it is asked for, so that one costs no other's time."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from derivations.judging.chapter import Chapter

CHAPTERS: tuple[str, ...] = (
    "kl_decomposition",  # the note's chain to (1), and what it means for q(x)
    "elbo",  # (2) and (3): the bound, its gap, and when it is tight
    "gibbs",  # KL >= 0, earned from log t <= t - 1
    "gaussian",  # it integrates to one; moments, entropy, cross-entropy
    "gaussian_kl",  # the KL term: one component, d components, full covariance
    "gaussian_likelihood",  # the decoder's log-density becomes a squared error
    "sampled_reconstruction",  # the reconstruction term by sampling; reparameterisation
    "vae_loss",  # the two terms added; what the lost 1/2 costs
    "backpropagation",  # the gradients that the hand-written backward pass must reproduce
    "objectives",  # Bernoulli decoder, weighted KL, importance-weighted bound, and their gradients
)


class UnknownChapter(LookupError):
    """No chapter of that name; `nearest` are the names that look like it."""

    def __init__(self, name: str):
        from difflib import get_close_matches  # only who mistypes needs it

        self.name = name
        self.nearest = tuple(get_close_matches(name, CHAPTERS, n=3, cutoff=0.5))
        super().__init__(f"no chapter {name!r}")


def load(name: str) -> Chapter:
    """The chapter of that name. Raises UnknownChapter.

    >>> load("kl_decomposition").derivations[0].name
    'kl_decomposition'
    """
    if name not in CHAPTERS:
        raise UnknownChapter(name)
    return import_module(f"derivations.{name}").chapter


def load_all() -> Iterable[Chapter]:
    """Every chapter, in reading order."""
    return (load(name) for name in CHAPTERS)

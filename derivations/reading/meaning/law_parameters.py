r"""Names that are parameters because a law is written with them: of x \sim N(\mu, \sigma^2), p(x|\mu) is that law."""

from __future__ import annotations

from collections.abc import Iterable

from derivations.reading.document import Chain, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, name_of


def parameters_of_laws(note: Note) -> set[str]:
    """The names in the Gaussians that a note says of variables without a condition; none that it has behind the bar
    of a density that it gives by a formula of its own."""
    spoken = note.spoken
    chains = [*note.chains, *spoken]
    laws = [*(law for chain in chains for law in laws_in(chain)), *_alone(spoken)]
    names = {name_of(n) for g in laws for n in S.walk(g.mean, g.variance) if _is_name(n)}
    return names - {given_name(g) for chain in chains for g in _conditions(chain)} - {"I"}


def laws_in(chain: Chain) -> Iterable[S.Gaussian]:
    r"""The N(...) of `x \sim N(...)` and of `p(x) = N(...)`."""
    trees = chain.trees
    for tree in trees:
        if isinstance(tree, S.Draw) and isinstance(tree.density, S.Gaussian):
            yield tree.density
    if len(trees) == 2 and isinstance(trees[0], S.Density) and isinstance(trees[1], S.Gaussian):
        if not trees[0].givens:
            yield trees[1]


def _conditions(chain: Chain) -> Iterable[S.Node]:
    """The z of `p(x|z) = N(...)`, and of `x|z \\sim N(...)`."""
    trees = chain.trees
    yield from (given for tree in trees if isinstance(tree, S.ConditionalDraw) for given in tree.givens)
    if len(trees) == 2 and isinstance(trees[0], S.Density) and isinstance(trees[1], S.Gaussian):
        yield from trees[0].givens


def _alone(spoken: Iterable[Chain]) -> Iterable[S.Gaussian]:
    """The formulas of sentences that are a law and nothing more: `samples from $N(\\mu, 1)$`."""
    alone = (chain.sides[0].tree for chain in spoken if len(chain.sides) == 1 and chain.sides[0].read)
    return (tree for tree in alone if isinstance(tree, S.Gaussian) and tree.value is None)


def given_name(node: S.Node) -> str | None:
    r"""The name of what stands behind a bar, the \sigma of p(x|\sigma^2) too; \theta^{t+1} is another than \theta."""
    return name_of(node.base if isinstance(node, S.Power) and node.exponent == S.Number("2") else node)


def averaged_alone(trees: Iterable[S.Node]) -> set[str]:
    """The names of which a mean or a variance is taken: these are random, and no parameters."""
    moments = S.every(S.Expectation | S.Variance, *trees)
    return {name for n in moments if (name := name_of(n.body))}


def _is_name(node: S.Node) -> bool:
    return isinstance(node, S.Symbol | S.Index) and name_of(node) is not None


def random_parameters(trees: list[S.Node]) -> frozenset[str]:
    """Parameters with a density of their own, p(theta): they tell no distributions apart."""
    densities = list(S.every(S.Density, *trees))
    names = {name_of(t) for d in densities for t in d.targets if isinstance(t, S.Symbol)}
    return frozenset(n for n in names if n and PARAMETERS.match(n))

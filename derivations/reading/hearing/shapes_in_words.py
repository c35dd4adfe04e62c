"""The shape of a density told in words: `$q(x|z)$ is normal with mean $\\nu(z)$ and variance $s^2$`, `is Bernoulli`."""

from __future__ import annotations

import re
from dataclasses import replace

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import is_density
from derivations.reading.meaning.naming import as_density
from derivations.reading.meaning.observing import see

FAMILY = re.compile(r"正态|高斯|normal|gaussian", re.IGNORECASE)
OTHER_FAMILY = re.compile(
    r"bernoulli|伯努利|laplac|拉普拉斯|student|poisson|泊松|(?:exponential|beta|gamma) dist|指数分布|\bcauchy\b"
    r"|empirical|经验分布|uniform|均匀|point mass|dirac|categorical|multinomial",
    re.IGNORECASE,
)
MEAN = re.compile(r"(\bmean|均值|期望|cent(?:er|re)d (?:at|on))[^$.。;；]{0,12}\$?$")
SPREAD = re.compile(r"(variances?|covariance(?: matrix)?|方差|协方差(?:矩阵)?)[^$.。;；]{0,12}\$?$")
DEVIATION = re.compile(r"(standard deviations?|标准差)[^$.。;；]{0,12}\$?$")


def hear_shape(known, formula, following) -> None:
    """`$q(x|z)$ is normal with mean $\\nu(z)$ and variance $s^2$`; vague if the parameters are not read."""
    trees = formula.trees
    density = as_density(trees[0]) if trees and is_density(known, trees[0]) else (trees[0] if trees else None)
    sentence = re.split(r"[。；;]|\.\s", formula.after)[0]
    if len(trees) != 1 or not isinstance(density, S.Density):
        return
    normal = FAMILY.search(sentence)
    if not normal and not OTHER_FAMILY.search(sentence):
        return
    parameters: dict[str, S.Node] = {}
    for other in following:
        told = [tree for c in other.chains for tree in c.trees]
        inside = len(other.before) - len(formula.before) <= len(sentence) + 2 * len(formula.latex) + 4
        if len(told) != 1 or not inside:
            break
        if isinstance(told[0], S.Gaussian):
            return
        for name, pattern in (("mean", MEAN), ("variance", SPREAD), ("deviation", DEVIATION)):
            if pattern.search(other.before):
                parameters.setdefault(name, told[0])
    if "deviation" in parameters:
        parameters["variance"] = S.Power(parameters["deviation"], S.Number("2"))
    signature = known.survey.signature(density)
    if any(signature == known.survey.signature(left) for left, _ in known.stated):
        return
    if not (normal and {"mean", "variance"} <= set(parameters) and state_normal(known, density, **parameters)):
        known.vague.add(signature)


def state_normal(known, density: S.Density, mean: S.Node, variance: S.Node, deviation: S.Node | None = None) -> bool:
    """States a Gaussian told in words; a mean with an index is that of one component."""
    target = density.targets[0] if len(density.targets) == 1 else None
    if target is None:
        return False
    left = density
    if isinstance(mean, S.Index) and not isinstance(target, S.Index):
        see(known.survey, S.Index(target, mean.indices))
        target = S.Index(target, mean.indices, span=target.span)
        left = replace(density, targets=(target,))
    return known.state_trees(left, S.Gaussian(target, mean, variance, span=density.span))

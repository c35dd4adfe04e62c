"""What is claimed beside the lines of the chapters: samplers, bounds, gradients, and the note's remarks on sampling.

Each check is one row, like a line of the witness table. They share a false-alarm rate of their own, 1e-6 for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.estimates.gradient_estimators import example
from numerics.estimates.importance_bound import GaussianEncoder, elbo, gap, importance_weighted_bound, random_encoders
from numerics.estimates.monte_carlo import ErrorRates, Estimate
from numerics.estimates.reconstruction_term import (
    encoder_minimiser,
    loss,
    minibatch_variance,
    plug_in_difference,
    sampled_plug_in_difference,
)
from numerics.estimates.sampler_checks import chi_square, coupling, kolmogorov_smirnov
from numerics.witnesses.measurement import CONFIRMED, CONTRADICTED, Measurement
from numerics.worlds.linear_gaussian import GaussianDensity, LinearGaussian, kl_divergence
from numerics.worlds.trained import Trained
from numerics.worlds.world import make_world

RATES = ErrorRates(1e-6, tests=60)
DRAWS = 40_000
IDENTITY_TOLERANCE = 1e-7  # nats, for identities between two quadratures


@dataclass(frozen=True)
class Check:
    """A claim in words, and the measurement that bears on it."""

    claim: str
    measurement: Measurement

    def record(self) -> dict:
        return {"claim": self.claim, **self.measurement.record()}


def checks(seed: int = 0) -> Iterator[Check]:
    """All checks, one after the other; deterministic by seed."""
    for made in (sampler_coupling, inverse_sampling, bounds, sampling_claims, gradients, lost_half):
        yield from made(seed)


def _estimate(
    world: str, found: Estimate, truth: np.ndarray | float, k: int | None = None, message: str = ""
) -> Measurement:
    """The worst of the means of an estimate, or the k-th, against the truth."""
    truth = np.broadcast_to(truth, found.mean.shape)
    threshold = RATES.threshold(found.degrees_of_freedom) * found.standard_error + 1e-12 * found.magnitude
    difference = found.mean - truth
    k = int(np.argmax(np.abs(difference) - threshold)) if k is None else k
    seen = abs(difference[k]) > threshold[k]
    detectable = RATES.detectable(found.degrees_of_freedom) * found.standard_error[k]
    return Measurement(
        world, found.method, float(found.mean[k]), float(truth[k]), float(difference[k]),
        float(found.standard_error[k]), found.n, float(detectable), CONTRADICTED if seen else CONFIRMED, message,
    )  # fmt: skip


def _exact(world: str, left: float, right: float, allowed: float, message: str = "", holds: bool = True) -> Measurement:
    verdict = CONFIRMED if abs(left - right) <= allowed and holds else CONTRADICTED
    return Measurement(
        world, "quadrature", float(left), float(right), float(left - right), 0.0, 0, 2 * allowed, verdict, message
    )


def sampler_coupling(seed: int) -> Iterator[Check]:
    """The sampler's own draws, scored by the density they claim to come from."""
    claim = "mean of log p(z|x) - log q(z) over the sampler's draws is KL[p(z|x)||q(z)]"
    world = LinearGaussian(seed)
    x = world.sample("p", ("x",), 4, seed)
    encoder, prior = GaussianDensity(world.joint("p"), ("z",), ("x",)), GaussianDensity(world.joint("q"), ("z",), ())
    found = coupling(encoder, prior, x, DRAWS, seed)
    yield Check(claim, _estimate(world.name, found, kl_divergence(encoder, prior, x)))
    digits = Trained(seed)
    x = digits.sample("p", ("x",), 4, seed)
    mean, log_variance = digits.model.encode(x["x"])
    truth = 0.5 * np.sum(np.exp(log_variance) - log_variance + mean**2 - 1, axis=1)
    found = coupling(digits.density("p", ("z",), ("x",)), digits.density("q", ("z",)), x, DRAWS, seed)
    yield Check(claim, _estimate(digits.name, found, truth))


def inverse_sampling(seed: int) -> Iterator[Check]:
    """Draws carried through the distribution function of their density are uniform (p-values)."""
    least = RATES.false_alarm / RATES.tests

    def row(world: str, method: str, p_value: float, slots: str) -> Check:
        verdict = CONFIRMED if p_value > least else CONTRADICTED
        row = Measurement(world, method, p_value, least, n=DRAWS, verdict=verdict, message="p-value and its limit")
        return Check(f"draws of {slots} follow their distribution function", row)

    for name in ("linear_gaussian", "nonlinear"):
        world = make_world(name, seed, shapes={"x": 1, "z": 1})
        for letter, target, given in (("p", "x", ""), ("p", "z", "x"), ("q", "x", "z"), ("q", "x", "")):
            values = {r: np.array([0.4]) for r in given}
            p_value = kolmogorov_smirnov(world.density(letter, (target,), tuple(given)), values, DRAWS, seed)
            yield row(name, "Kolmogorov-Smirnov", p_value, f"{letter}({target}{'|' + given if given else ''})")
    world = make_world("finite", seed)
    yield row("finite", "chi-square", chi_square(world.density("p", ("x", "z")), {}, DRAWS, seed), "p(x,z)")


def bounds(seed: int) -> Iterator[Check]:
    """The ELBO of hundreds of encoders below log q(x), by the KL to the posterior; the bound that rises with K."""
    for name in ("linear_gaussian", "nonlinear"):
        world = make_world(name, seed)
        encoders = random_encoders(world, 300, seed)
        x = world.sample("p", ("x",), 1, seed)["x"]
        evidence = float(world.density("q", ("x",)).log_density({"x": x})[0])
        bound, distance = elbo(world, x[0], encoders), gap(world, x[0], encoders)
        k = int(np.argmax(np.abs(evidence - bound - distance)))
        allowed = IDENTITY_TOLERANCE * max(1.0, float(distance[k]))
        holds = bool((bound <= evidence + 1e-9).all())
        yield Check(
            "300 random encoders: ELBO <= log q(x), and the gap is KL[r||q(z|x)]",
            _exact(name, evidence - bound[k], distance[k], allowed, "the encoder with the largest difference", holds),
        )
        encoder = GaussianEncoder(np.full((1, world.shapes["z"]), 0.3), np.full((1, world.shapes["z"]), 0.9))
        counts = (1, 2, 4, 8, 16, 32)
        found = importance_weighted_bound(world, x[0], encoder, counts, 8192, seed)
        by_chance = RATES.threshold(found.degrees_of_freedom) * found.standard_error
        rising = bool((found.mean[len(counts) :] > -by_chance[len(counts) :]).all())
        below = bool((found.mean[: len(counts)] <= evidence + by_chance[: len(counts)]).all())
        last = len(counts) - 1
        yield Check(
            "the importance-weighted bound rises with K = 1 .. 32 and stays below log q(x)",
            Measurement(
                name, "plain", float(found.mean[last]), evidence, float(found.mean[last] - evidence),
                float(found.standard_error[last]), found.n,
                float(RATES.detectable(found.degrees_of_freedom) * found.standard_error[last]),
                CONFIRMED if rising and below else CONTRADICTED, "K = 32 against log q(x): not above it",
            ),
        )  # fmt: skip


def sampling_claims(seed: int) -> Iterator[Check]:
    """E log q(x|z) against log q(x|E z); one draw for each of a minibatch against k draws."""
    world = LinearGaussian(seed)
    x = world.sample("p", ("x",), 4, seed)["x"]
    found = sampled_plug_in_difference(world, x, DRAWS, seed)
    yield Check(
        "log q(x|E z) - E log q(x|z) is tr(W C W') / (2 s^2), not zero",
        _estimate(world.name, found, plug_in_difference(world)),
    )
    single, _ = minibatch_variance(world, x[:1], 1, 200_000, seed)
    for what, points, draws in (
        ("k = 16 draws at one x", x[:1], 16),
        ("one draw at each of 16 x", x[:1].repeat(16, 0), 1),
    ):
        value, error = minibatch_variance(world, points, draws, 8192, seed)
        verdict = CONFIRMED if abs(value - single / 16) <= RATES.threshold(8191) * error else CONTRADICTED
        yield Check(
            f"variance of the average over {what} is Var/16",
            Measurement(
                world.name, "plain", value, single / 16, value - single / 16, error, 8192 * 16,
                RATES.detectable(8191) * error, verdict,
            ),
        )  # fmt: skip


def gradients(seed: int) -> Iterator[Check]:
    """Reparameterised and score-function gradients of the ELBO: both unbiased, of different variance."""
    found = example(seed)
    ratio = f"variance, score function over reparameterised: {found.variance_ratio[0]:.3g} in the mean, "
    ratio += f"{found.variance_ratio[1]:.3g} in the log deviation"
    for what, one in (("reparameterised", found.reparameterised), ("score-function", found.score_function)):
        yield Check(
            f"the {what} gradient of the ELBO is unbiased", _estimate("nonlinear", one, found.exact, None, ratio)
        )


def lost_half(seed: int) -> Iterator[Check]:
    """Both minimisers are known in closed form; they differ, and each is where its own loss is smallest."""
    world = LinearGaussian(seed)
    x = world.sample("p", ("x",), 1, seed)["x"][0]
    right, wrong = (encoder_minimiser(world, x, weight) for weight in (0.5, 1.0))
    regret = loss(world, x, wrong[0], np.log(wrong[1]), 0.5) - loss(world, x, right[0], np.log(right[1]), 0.5)
    yield Check(
        "with the 1/2 lost another encoder is the minimiser: its regret in nats under the right loss is not zero",
        Measurement(
            world.name, "closed form", regret, 0.0, regret, detectable=1e-12,
            verdict=CONFIRMED if regret > 1e-6 else CONTRADICTED,
        ),
    )  # fmt: skip

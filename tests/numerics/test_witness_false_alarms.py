"""Right lines are not accused: over seeds, in every world, and where they were accused once."""

from __future__ import annotations

import pytest
from scipy import stats
from sympy import Float, Symbol

from derivations.contents import CHAPTERS, load
from derivations.judging.derivation import equals
from derivations.kernel.rules import algebra
from derivations.language.words import ELBO, KL, Entropy, Expectation, log
from derivations.notation import p, q, x, z
from numerics.estimates.monte_carlo import ErrorRates, Plan, estimate
from numerics.interpreter.evaluate import Sampled, Setting, quadrature
from numerics.witnesses import table as witness
from numerics.witnesses.line import Line, world_for
from numerics.witnesses.measure import by_quadrature, measure
from numerics.witnesses.measure_draws import by_draws
from numerics.witnesses.measurement import (
    CONFIRMED,
    CONTRADICTED,
)
from numerics.worlds.world import make_world

RATES = ErrorRates(1e-6, tests=1000)
WORLDS = witness.WORLDS
JOINT = KL(p(x, z), q(x, z))
LOSS = KL(p(z | x), q(z)) - Expectation(log(q(x | z)), p(z | x))
BOUND = ELBO(p(z | x), q(x | z), q(z))


@pytest.mark.slow
def test_no_false_alarm_in_50_seeds_of_one_line():
    chapter = load("elbo")
    left, step = next(iter(chapter.derivations[0].lines()))
    line = Line.of(left, step)
    accused = 0
    for seed in range(50):
        world = world_for(line, "linear_gaussian", seed)
        row, exact = by_quadrature(line, world, seed)
        accused += row.verdict == CONTRADICTED
        accused += sum(r.verdict == CONTRADICTED for r in by_draws(line, world, seed, 0.05, RATES, exact))
    assert accused == 0


# A seed of every line takes about 2 s of computing in the finite world, 15 s in the Gaussian and the nonlinear one and
# a minute with the trained model; twice that where the table's usual 0.01 nats are asked for. The slow run pays for
# these, in the Gaussian world for more seeds at which lines were accused once; the sweep goes on to 500 seeds of each,
# in pieces by name: -m sweep -k "no_line and finite and 100-109".
SEEDS = {"finite": range(100), "linear_gaussian": (*range(10), 14, 36), "nonlinear": range(10), "trained": (0,)}
USUAL = 0.01  # nats
BLOCKS = [f"{k}-{k + 9}" for k in range(0, 500, 10)]


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_no_line_of_any_chapter_is_accused(name):
    assert accused_over(name, SEEDS[name]) == []


@pytest.mark.sweep
@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("seeds", BLOCKS)
def test_no_line_of_any_chapter_is_accused_over_500_seeds(name, seeds):
    first, last = map(int, seeds.split("-"))
    assert accused_over(name, range(first, last + 1), USUAL) == []


def accused_over(name: str, seeds, detect: float = 1.0) -> list:
    """Every line in one world. More draws, for a smaller `detect`, show smaller errors of the quadrature too."""
    accused = []
    for chapter in CHAPTERS:
        for d, one in enumerate(load(chapter).derivations):
            for s in range(len(one.steps)):
                line, label = witness.line_of(chapter, d, s)
                if not line.speaks_of_worlds and name != WORLDS[0]:
                    continue
                for seed in seeds:
                    rows = measure(line, name, seed, detect, RATES)
                    accused += [(label, seed, row) for row in rows if row.verdict == CONTRADICTED]
    return accused


@pytest.mark.parametrize(("chapter", "label", "seed"), [
    ("gibbs", "3.11", 14), ("gibbs", "3.15", 5), ("gibbs", "3.15", 6), ("gaussian_kl", "5.25", 5),
    ("backpropagation", "9.10", 14), ("sampled_reconstruction", "7.13", 14), ("sampled_reconstruction", "7.3", 36),
    ("vae_loss", "8.1", 14), ("sampled_reconstruction", "7.13", 8),
])  # fmt: skip
def test_lines_that_were_accused_wrongly_once_are_not(chapter, label, seed):
    """Rounding smaller than what was added up, and Gauss-Hermite nodes under an integrand that is no polynomial."""
    for d, one in enumerate(load(chapter).derivations):
        for s, step in enumerate(one.steps):
            if step.note == label:
                line, _ = witness.line_of(chapter, d, s)
                rows = measure(line, "linear_gaussian", seed, 0.05, RATES)
                assert {r.verdict for r in rows} == {CONFIRMED}


def test_a_lines_rounding_is_that_of_what_was_added_up():
    """(m + 1000)^2 - 1e6 - 2000 m is off by 1e-10, far more than a few ulps of m^2, and is no contradiction."""
    m = Symbol("m", real=True)
    line = Line.of((m + 1000) ** 2 - 10**6 - 2000 * m, equals(m**2, by=algebra, note="-"))
    row, _ = by_quadrature(line, world_for(line, "linear_gaussian", 0), 0)
    assert 1e-13 < abs(row.difference) < 1e-9 and row.verdict == CONFIRMED
    wrong, _ = by_quadrature(Line(line.left, line.right + Float(1e-5)), world_for(line, "linear_gaussian", 0), 0)
    assert wrong.verdict == CONTRADICTED


@pytest.mark.slow
@pytest.mark.parametrize("name", ["linear_gaussian", "finite"])
def test_z_scores_of_a_true_line_over_seeds_are_standard_normal(name):
    scores = []
    for seed in range(200):
        setting = Setting(make_world(name, seed), seed, points=1)
        exact = quadrature(JOINT, setting).value[0]
        sampled = Sampled([Expectation(LOSS, p(x)) - Entropy(p(x))], setting)
        found = estimate(sampled, sampled.dimension, Plan("plain", 4096), seed)
        scores.append((found.mean[0] - exact) / found.standard_error[0])
    assert stats.kstest(scores, "norm").pvalue > 1e-3

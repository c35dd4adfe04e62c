"""The bench's competitors do the same work, its ratios are what they say, and its estimator is right."""

import itertools
import json
import math

import numpy as np
import pytest

from numerics.__main__ import main
from numerics.doors import bench, bench_rivals
from numerics.doors.bench_rivals import Size, available
from numerics.estimates.kl_estimate import sampled_kl

SMALL = Size(6, (5, 4), 2, 3)


def test_sizes_are_those_of_the_issue():
    assert [str(size) for size in bench.SIZES] == ["64-128-2 x128", "784-400-20 x128", "784-512-256-16 x256"]
    assert SMALL.networks == ([6, 5, 4, 4], [2, 4, 5, 6])


def test_the_floor_makes_the_products_of_a_step_and_no_others(monkeypatch):
    calls = []
    monkeypatch.setattr(np, "matmul", lambda a, b, out: calls.append((a.shape, b.shape)))
    bench_rivals.matrix_products(SMALL)(np.zeros((3, 6), np.float32))
    floor = sorted(calls)
    calls.clear()
    monkeypatch.undo()
    real = np.matmul

    def counted(a, b, out):
        calls.append((a.shape, b.shape))
        return real(a, b, out=out)

    monkeypatch.setattr(np, "matmul", counted)
    bench_rivals.numerics_step(SMALL)(np.zeros((3, 6), np.float32))
    # The same products; ours have a row or a column more where the constant unit carries the bias.
    assert len(calls) == len(floor) == 17
    sizes = [a[0] * a[1] * b[1] for a, b in floor]
    ours = [a[0] * a[1] * b[1] for a, b in calls]
    assert sum(sizes) <= sum(ours) <= 1.3 * sum(sizes)


@pytest.mark.parametrize("name", [name for name in available() if name != "products"])
def test_every_competitor_learns(name):
    x = np.random.default_rng(0).random((3, 6)).astype(np.float32)
    step = available()[name](SMALL)
    losses = [float(getattr(loss := step(x), "total", loss)) for _ in range(200)]
    assert np.mean(losses[-20:]) < np.mean(losses[:20])


def test_interleaved_rounds_measure_each_call():
    clock = itertools.count()
    seconds = bench.interleaved({"a": lambda: next(clock), "b": lambda: math.factorial(2000)}, rounds=4, turn=0.001)
    assert {name: len(s) for name, s in seconds.items()} == {"a": 4, "b": 4}
    assert seconds["a"].min() > 0
    assert next(clock) >= 2 + 4 * 2, "two calls to set the turns' length; in each turn at least one untimed, one timed"
    assert np.median(seconds["a"]) < np.median(seconds["b"])
    assert bench.spread(np.array([1.0, 2.0, 3.0, 4.0, 5.0])) == {
        "median": 3.0, "lower_quartile": 2.0, "upper_quartile": 4.0,
    }  # fmt: skip


def test_training_steps_do_not_grow_in_memory(monkeypatch):
    monkeypatch.setattr(bench, "SIZES", bench.SIZES[:1])
    (entry,) = bench.memory(steps=600)
    assert entry["growth_bytes"] < 600 * 64, "not even one small object a step"
    assert entry["transient_bytes"] < 1 << 19


def test_the_sampled_kl_is_the_closed_form_within_its_error():
    for mean, deviation, other_mean, other_deviation in [
        (1, 0.5, 0, 1),
        (0, 1, 0, 1),
        (-2, 3, 1, 0.7),
        (5, 1e-3, 5, 1e-3),
    ]:
        found = sampled_kl(mean, deviation, other_mean, other_deviation, 200_001, seed=1)
        ratio = (deviation / other_deviation) ** 2
        exact = 0.5 * (ratio - math.log(ratio) + ((mean - other_mean) / other_deviation) ** 2 - 1)
        b, a = ratio**0.5, (mean - other_mean) / other_deviation
        error = math.sqrt(((b * b - 1) ** 2 / 2 + (a * b) ** 2) / 200_001)
        assert found.standard_error == pytest.approx(error, rel=0.05, abs=1e-12)
        assert abs(found.mean - exact) <= 6 * error + 1e-12
    with pytest.raises(ValueError, match="deviation must be finite and above 0"):
        sampled_kl(0, -1, 0, 1, 10)


@pytest.mark.slow
def test_the_command_prints_json_and_tables(monkeypatch, capsys):
    monkeypatch.setattr(bench, "SIZES", bench.SIZES[:1])
    monkeypatch.setattr(bench, "SECONDS_PER_TURN", 1e-4)
    monkeypatch.setattr(bench, "DRAWS", 1 << 14)
    monkeypatch.setattr(bench, "_in_a_process_of_its_own", lambda threads, rounds: bench.measure(rounds))
    assert main(["bench", "--rounds", "3", "--threads", "1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    entry = report["threads"]["1"]["training"][0]
    assert entry["size"] == "64-128-2 x128"
    assert entry["of_products"]["median"] > 0
    assert main(["bench", "--rounds", "3"]) == 0
    printed = capsys.readouterr().out
    assert "threads: 1" in printed
    assert "threads: default" in printed
    assert "speed as a fraction of raw normal draws" in printed


def test_wrong_usage(capsys):
    assert main(["bench", "--rounds", "1"]) == 2
    assert "--rounds must be at least 3, not 1" in capsys.readouterr().err

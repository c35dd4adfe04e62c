"""`python -m numerics bench`: how fast training and sampling are, beside their floor and beside other libraries.

Every figure is processor time (of all threads together), so that a busy neighbour counts as little as it can, and
comes from interleaved rounds in one process: each competitor in turn, again and again; a turn begins with a tenth of
it untimed, because the caches are full of another's arrays then, and training is many steps in a row. Ratios are
medians of the rounds' ratios, with their quartiles; where these are far apart the report says that nothing can be told.
Each number of threads has a process of its own, because libraries read it when they start.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from scipy import stats

from derivations.doors.usage import Parser, UsageError
from numerics.doors.bench_rivals import Size, available, numerics_step
from numerics.estimates.kl_estimate import sampled_kl

SIZES = (
    Size(64, (128,), 2, 128),
    Size(784, (400,), 20, 128),
    Size(784, (512, 256), 16, 256),
)
# What is wanted with one thread: (at most this fraction of PyTorch, at least this fraction of the products' speed).
WANTED = {SIZES[0]: (0.22, 0.55), SIZES[1]: (0.72, 0.68), SIZES[2]: (0.85, 0.75)}
WANTED_DRAWS, WANTED_SCIPY = 0.75, 0.16
SECONDS_PER_TURN = 0.02
KL = (1.0, 0.5, 0.0, 1.0)  # mean and deviation of p, of q
DRAWS = 1 << 20
RIVALS = ("torch", "torch fused", "jax")
# Each loss beside the Gaussian one of as many samples.
LOSSES = {"bernoulli": "numerics", "beta": "numerics", "iwae k=5": "numerics k=5"}
MOST_OF_GAUSSIAN = 1.10
NOISY = 0.10  # quartiles of a ratio further apart than this fraction of it: nothing can be told
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def interleaved(
    competitors: dict[str, Callable[[], object]], rounds: int, turn: float = SECONDS_PER_TURN
) -> dict[str, np.ndarray]:
    """Seconds of processor time per call of each competitor, (rounds,).

    Each round gives every one a turn of about so many seconds.
    """
    counts = {}
    for name, call in competitors.items():
        call()
        start = time.process_time()
        call()
        counts[name] = max(1, round(turn / max(time.process_time() - start, 1e-6)))
    seconds = {name: np.empty(rounds) for name in competitors}
    for turn_number in range(rounds):
        for name, call in competitors.items():
            for _ in range(-(-counts[name] // 10)):
                call()
            start = time.process_time()
            for _ in range(counts[name]):
                call()
            seconds[name][turn_number] = (time.process_time() - start) / counts[name]
    return seconds


def spread(values: np.ndarray) -> dict[str, float]:
    """Median and quartiles."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return {"median": float(middle), "lower_quartile": float(low), "upper_quartile": float(high)}


def training(rounds: int) -> list[dict[str, object]]:
    """One entry for each size: microseconds of each competitor, and our fractions of the others."""
    entries = []
    for size in SIZES:
        x = np.random.default_rng(0).random((size.batch, size.data_dim)).astype(np.float32)
        steps = {name: partial(make(size), x) for name, make in available().items()}
        seconds = interleaved(steps, rounds)
        ours = seconds["numerics"]
        entries.append(
            {
                "size": str(size),
                "microseconds": {name: spread(s * 1e6) for name, s in seconds.items()},
                "of_products": spread(seconds["products"] / ours),
                "of_rivals": {n: spread(ours / seconds[n]) for n in RIVALS if n in seconds},
                "of_gaussian": {n: spread(seconds[n] / seconds[like]) for n, like in LOSSES.items()},
            }
        )
    return entries


def sampling(rounds: int) -> dict[str, object]:
    """Nanoseconds a sample of the KL estimator, of raw normal draws, and of the estimator written with scipy.stats."""
    rng = np.random.default_rng(0)
    block = np.empty(1 << 14)

    def raw() -> None:
        for _ in range(DRAWS // block.size):
            rng.standard_normal(out=block)

    def with_scipy() -> tuple[float, float]:
        mean, deviation, other_mean, other_deviation = KL
        z = stats.norm.rvs(mean, deviation, size=DRAWS, random_state=rng)
        ratio = stats.norm.logpdf(z, mean, deviation) - stats.norm.logpdf(z, other_mean, other_deviation)
        return ratio.mean(), ratio.std() / DRAWS**0.5

    seconds = interleaved(
        {"numerics": lambda: sampled_kl(*KL, DRAWS), "raw draws": raw, "scipy.stats": with_scipy}, rounds
    )
    return {
        "nanoseconds": {name: spread(s / DRAWS * 1e9) for name, s in seconds.items()},
        "of_raw_draws": spread(seconds["raw draws"] / seconds["numerics"]),
        "of_scipy": spread(seconds["numerics"] / seconds["scipy.stats"]),
    }


def memory(steps: int = 200) -> list[dict[str, object]]:
    """Bytes that live longer after so many more steps, and the most that a step holds for a moment, for each size."""
    entries = []
    for size in SIZES:
        x = np.random.default_rng(0).random((size.batch, size.data_dim)).astype(np.float32)
        step = numerics_step(size)
        for _ in range(5):
            step(x)
        tracemalloc.start()
        step(x)
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        for _ in range(steps if size.data_dim < 100 else steps // 10):
            step(x)
        after, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        entries.append({"size": str(size), "growth_bytes": after - before, "transient_bytes": peak - before})
    return entries


def measure(rounds: int) -> dict[str, object]:
    """Everything, in this process with its threads."""
    return {"training": training(rounds), "sampling": sampling(max(3, rounds // 3)), "memory": memory()}


def parser() -> Parser:
    """The command line."""
    made = Parser("python -m numerics bench", description="Measure training and sampling.")
    made.add_argument("--rounds", type=int, default=25, metavar="N", help="interleaved rounds (default %(default)s)")
    made.add_argument("--threads", choices=("1", "default", "both"), default="both", help="(default %(default)s)")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return made


def main(argv: Sequence[str]) -> int:
    """Run the command; the exit status is 0. Raises UsageError."""
    options = parser().parse_args(argv)
    if options.rounds < 3:
        raise UsageError(f"bench: --rounds must be at least 3, not {options.rounds}")
    if options.here:
        print(json.dumps(measure(options.rounds)))
        return 0
    report = {
        "schema": 1,
        "rounds": options.rounds,
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0,
        "threads": {
            threads: _in_a_process_of_its_own(threads, options.rounds)
            for threads in (("1", "default") if options.threads == "both" else (options.threads,))
        },
    }
    print(json.dumps(report, indent=1) if options.json else text(report))
    return 0


def _in_a_process_of_its_own(threads: str, rounds: int) -> dict[str, object]:
    environment = dict(os.environ)
    if threads == "1":
        environment |= dict.fromkeys(THREAD_VARIABLES, "1")
        environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    command = [sys.executable, "-m", "numerics", "bench", "--here", "--rounds", str(rounds)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def text(report: dict[str, object]) -> str:
    """The report as tables. In brackets: quartiles; after them what is wanted, with one thread."""
    lines = [
        f"processor time, medians of {report['rounds']} interleaved rounds [quartiles]; {os.cpu_count()} cores; "
        f"load {report['load']:.1f}"
    ]
    for threads, part in report["threads"].items():
        lines += ["", f"threads: {threads}", "  one training step, float32, microseconds"]
        for entry, size in zip(part["training"], SIZES, strict=True):
            torch_at_most, products_at_least = WANTED[size]
            times = "  ".join(f"{name} {t['median']:.0f}" for name, t in entry["microseconds"].items())
            lines.append(f"    {entry['size']:22} {times}")
            wanted = f" (wanted: at least {products_at_least})" if threads == "1" else ""
            lines.append(
                f"      speed as a fraction of the matrix products alone {_ratio(entry['of_products'])}{wanted}"
            )
            for rival, ratio in entry["of_rivals"].items():
                wanted = f" (wanted: at most {torch_at_most})" if threads == "1" and rival == "torch" else ""
                lines.append(f"      time as a fraction of {rival}'s {_ratio(ratio)}{wanted}")
            for loss, ratio in entry["of_gaussian"].items():
                beside = " with as many samples" if loss.endswith("k=5") else ""
                lines.append(
                    f"      {loss}: time as a fraction of the Gaussian loss's{beside} {_ratio(ratio)} "
                    f"(wanted: at most {MOST_OF_GAUSSIAN:.2f})"
                )
        sampled = part["sampling"]
        speeds = "  ".join(f"{name} {t['median']:.1f}" for name, t in sampled["nanoseconds"].items())
        lines += [
            f"  Monte Carlo KL of two normals, float64, nanoseconds a sample: {speeds}",
            f"      speed as a fraction of raw normal draws {_ratio(sampled['of_raw_draws'])} "
            f"(wanted: at least {WANTED_DRAWS})",
            f"      time as a fraction of scipy.stats' {_ratio(sampled['of_scipy'])} (wanted: at most {WANTED_SCIPY})",
            "  memory of training steps, bytes",
        ]
        for entry in part["memory"]:
            lines.append(
                f"    {entry['size']:22} kept after many more steps {entry['growth_bytes']}, "
                f"held for a moment {entry['transient_bytes']}"
            )
    noisy = sum(_noisy(r) for part in report["threads"].values() for r in _ratios(part))
    if noisy:
        lines += [
            "",
            f"The machine is too noisy to tell {noisy} of these ratios (marked ?): run it again when it is idle.",
        ]
    if not any(entry["of_rivals"] for part in report["threads"].values() for entry in part["training"]):
        lines += ["", "PyTorch and JAX are not installed here, so nothing was compared with them."]
    return "\n".join(lines)


def _ratio(s: dict[str, float]) -> str:
    return f"{s['median']:.3f} [{s['lower_quartile']:.3f}, {s['upper_quartile']:.3f}]" + " ?" * _noisy(s)


def _noisy(ratio: dict[str, float]) -> bool:
    return ratio["upper_quartile"] - ratio["lower_quartile"] > NOISY * ratio["median"]


def _ratios(part: dict[str, object]) -> list[dict[str, float]]:
    """All ratios of one process."""
    found = [part["sampling"]["of_raw_draws"], part["sampling"]["of_scipy"]]
    for entry in part["training"]:
        found += [entry["of_products"], *entry["of_rivals"].values(), *entry["of_gaussian"].values()]
    return found

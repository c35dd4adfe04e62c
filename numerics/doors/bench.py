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
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from scipy import stats

from derivations.doors.door import complain
from derivations.doors.usage import Parser, UsageError
from numerics.doors.bench_report import Measured, Memory, Report, Sampling, Spread, Training, text
from numerics.doors.bench_rivals import Size, available, numerics_step
from numerics.estimates.kl_estimate import sampled_kl

SIZES = (
    Size(64, (128,), 2, 128),
    Size(784, (400,), 20, 128),
    Size(784, (512, 256), 16, 256),
)
SECONDS_PER_TURN = 0.02
KL = (1.0, 0.5, 0.0, 1.0)  # mean and deviation of p, of q
DRAWS = 1 << 20
RIVALS = ("torch", "torch fused", "jax")
# Each loss beside the Gaussian one of as many samples.
LOSSES = {"bernoulli": "numerics", "beta": "numerics", "iwae k=5": "numerics k=5"}
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def interleaved(
    competitors: Mapping[str, Callable[[], object]], rounds: int, turn: float = SECONDS_PER_TURN
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


def spread(values: np.ndarray) -> Spread:
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return {"median": float(middle), "lower_quartile": float(low), "upper_quartile": float(high)}


def training(rounds: int) -> list[Training]:
    """One entry for each size."""
    entries: list[Training] = []
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


def sampling(rounds: int) -> Sampling:
    """The KL estimator beside raw normal draws, and beside the estimator written with scipy.stats."""
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


def memory(steps: int = 200) -> list[Memory]:
    """One entry for each size, after so many steps (of the larger sizes a tenth)."""
    entries: list[Memory] = []
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


def measure(rounds: int) -> Measured:
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
    """Run the command: 0, or 2 for wrong usage."""
    try:
        options = parser().parse_args(argv)
        if options.rounds < 3:
            raise UsageError(f"--rounds must be at least 3, not {options.rounds}")
    except UsageError as error:
        return complain("python -m numerics bench", error)
    if options.here:
        print(json.dumps(measure(options.rounds)))
        return 0
    report: Report = {
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


def _in_a_process_of_its_own(threads: str, rounds: int) -> Measured:
    environment = dict(os.environ)
    if threads == "1":
        environment |= dict.fromkeys(THREAD_VARIABLES, "1")
        environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    command = [sys.executable, "-m", "numerics", "bench", "--here", "--rounds", str(rounds)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])

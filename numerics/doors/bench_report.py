"""The report of `python -m numerics bench`: what is in its JSON, and its text."""

from __future__ import annotations

import os
from typing import TypedDict

# What is wanted with one thread: (at most this fraction of PyTorch, at least this fraction of the products' speed).
WANTED = {
    "64-128-2 x128": (0.22, 0.55), "784-400-20 x128": (0.72, 0.68), "784-512-256-16 x256": (0.85, 0.75),
}  # fmt: skip
WANTED_DRAWS, WANTED_SCIPY = 0.75, 0.16
MOST_OF_GAUSSIAN = 1.10
NOISY = 0.10  # quartiles of a ratio further apart than this fraction of it: nothing can be told


class Spread(TypedDict):
    """Median and quartiles over the rounds."""

    median: float
    lower_quartile: float
    upper_quartile: float


class Training(TypedDict):
    """One size: microseconds of each competitor, and our fractions of the others."""

    size: str
    microseconds: dict[str, Spread]
    of_products: Spread
    of_rivals: dict[str, Spread]
    of_gaussian: dict[str, Spread]


class Sampling(TypedDict):
    """Nanoseconds a sample of each competitor, and our fractions of the others."""

    nanoseconds: dict[str, Spread]
    of_raw_draws: Spread
    of_scipy: Spread


class Memory(TypedDict):
    """One size: bytes that live longer after many more steps, and the most that a step holds for a moment."""

    size: str
    growth_bytes: int
    transient_bytes: int


class Measured(TypedDict):
    """What one process measured."""

    training: list[Training]
    sampling: Sampling
    memory: list[Memory]


class Report(TypedDict):
    """The contract of `--json`."""

    schema: int
    rounds: int
    load: float
    threads: dict[str, Measured]


def text(report: Report) -> str:
    """The report as tables. In brackets: quartiles; after them what is wanted, with one thread."""
    lines = [
        f"processor time, medians of {report['rounds']} interleaved rounds [quartiles]; {os.cpu_count()} cores; "
        f"load {report['load']:.1f}"
    ]
    for threads, part in report["threads"].items():
        lines += ["", f"threads: {threads}", "  one training step, float32, microseconds"]
        for entry in part["training"]:
            torch_at_most, products_at_least = WANTED[entry["size"]]
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
        for held in part["memory"]:
            lines.append(
                f"    {held['size']:22} kept after many more steps {held['growth_bytes']}, "
                f"held for a moment {held['transient_bytes']}"
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


def _ratio(s: Spread) -> str:
    return f"{s['median']:.3f} [{s['lower_quartile']:.3f}, {s['upper_quartile']:.3f}]" + " ?" * _noisy(s)


def _noisy(ratio: Spread) -> bool:
    return ratio["upper_quartile"] - ratio["lower_quartile"] > NOISY * ratio["median"]


def _ratios(part: Measured) -> list[Spread]:
    """All ratios of one process."""
    found = [part["sampling"]["of_raw_draws"], part["sampling"]["of_scipy"]]
    for entry in part["training"]:
        found += [entry["of_products"], *entry["of_rivals"].values(), *entry["of_gaussian"].values()]
    return found

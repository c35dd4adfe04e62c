r"""All lines of the chapters as dots: how far their two sides are apart, and how small an error would have been seen.

Look at: the grey dash is the smallest error that would have been noticed; every true line (blue) lies below its own,
every wrong one (orange) far above. Below the break of the axis stand the lines whose sides agree to the
last digit: most of them differ by exactly 0.
Ask a class: does a dot below its dash prove the line? What would a wrong factor of 1.001 do here?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GREY, P, Q
from numerics.witnesses.line_distances import Distance, false_lines, true_lines

LABEL = "1.1 ff."
TITLE = {"en": "Every line measured: the wrong ones stand out", "zh": "逐行测量：错误的行一目了然"}
SMALLEST = 1e-17  # nats; what differs by less, most of it by exactly 0, stands in a row of its own
FLOOR, BREAK = 1e-18, 4e-18  # where that row is drawn, and the break of the axis above it


class Numbers(NamedTuple):
    """The true lines and the false ones, in the chapters' order."""

    true: tuple[Distance, ...]
    false: tuple[Distance, ...]

    @property
    def labels(self) -> list[str]:
        """The places along the axis. A wrong line may be measured in this world where the true one cannot be."""
        found = {line.label for line in (*self.true, *self.false)}
        return sorted(found, key=lambda label: [int(n) for n in label.split(".")])


def data(seed: int = 0) -> Numbers:
    """In the linear-Gaussian world of this seed."""
    return Numbers(true_lines(seed=seed), false_lines(seed=seed))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL)
    axes = figure.subplots()
    labels = numbers.labels
    place = {label: k for k, label in enumerate(labels)}
    at = np.array([place[line.label] for line in numbers.true])
    detectable = np.array([max(line.detectable, FLOOR) for line in numbers.true])
    axes.plot(at, detectable, "_", color=GREY, ms=4, mew=1.4, label=say("smallest visible error", "可发现的最小误差"))
    rows = (
        (numbers.true, P, "o", 4, say(f"{len(numbers.true)} true lines", f"{len(numbers.true)} 行正确")),
        (numbers.false, Q, "D", 6, say(f"{len(numbers.false)} wrong lines", f"{len(numbers.false)} 行错误")),
    )
    for lines, colour, marker, size, name in rows:
        x = np.array([place[line.label] for line in lines])
        y = np.array([line.difference if line.difference >= SMALLEST else FLOOR for line in lines])
        error = np.where(y > FLOOR, 2 * np.array([line.standard_error for line in lines]), 0)
        below = np.where(error < y, error, 0)  # a logarithmic axis has no zero to reach
        axes.errorbar(x, y, yerr=(below, error), fmt=marker, color=colour, ms=size, elinewidth=0.8, label=name)
    axes.set_yscale("log")
    axes.set_ylim(FLOOR / 8, 5e5)
    axes.set_yticks(
        [FLOOR, 1e-16, 1e-12, 1e-8, 1e-4, 1], ["$<10^{-17}$", *(f"$10^{{{e}}}$" for e in (-16, -12, -8, -4, 0))]
    )
    axes.axhline(BREAK, color=GREY, lw=0.8, ls=(0, (2, 2)))
    axes.minorticks_off()
    chapters = [label.split(".")[0] for label in labels]
    starts = [k for k, chapter in enumerate(chapters) if k == 0 or chapter != chapters[k - 1]]
    for start in starts[1:]:
        axes.axvline(start - 0.5, color="#DDDDDD", lw=0.8, zorder=0)
    middles = [(a + b - 1) / 2 for a, b in zip(starts, [*starts[1:], len(chapters)], strict=True)]
    axes.set_xticks(middles, [chapters[k] for k in starts])
    axes.tick_params(axis="x", length=0)
    axes.set_xlim(-1.5, len(chapters) + 0.5)
    agreeing = sum(line.difference < SMALLEST for line in numbers.true)
    zeros = sum(line.difference == 0 for line in numbers.true)
    axes.set(
        xlabel=say(
            rf"chapter (bars: two standard errors; {agreeing} lines below $10^{{-17}}$, {zeros} of them exactly 0)",
            rf"章（误差棒：两倍标准误；{agreeing} 行低于 $10^{{-17}}$，其中 {zeros} 行恰为 0）",
        ),
        ylabel=say("difference of the sides, nats", "两边之差，纳特"),
    )
    axes.legend(loc="upper center", ncols=3, columnspacing=1.2, handletextpad=0.4)

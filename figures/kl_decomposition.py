r"""The joint KL splits, line by line of the note, into -H[p(x)], a KL to the prior and a reconstruction.

Look at: the right end stays where it is from line 1.1 to line 1.7, in value; below the dashed line "dropping a
constant" has moved it, and only the minimiser is still the same. Each bar is the value of one term of that line of the
chapter, in one linear-Gaussian world.
Ask a class: why may the grey bar be dropped, and what would one have to know to draw it for real data? Which of the
two bars of the last line can be zero?
"""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure
from sympy import Add, Expr

from derivations.kernel.rules import Rule, drop_constant
from derivations.kl_decomposition import to_the_loss
from derivations.language.words import KL, Density, Expectation, Minimum, log
from derivations.notation import p, q, x, z
from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, GREY, INK, PALE, P, Q
from numerics.interpreter.evaluate import quadrature
from numerics.interpreter.setting import Setting
from numerics.worlds.world import make_world

LABEL = "1.1 - 1.9"
TITLE = {"en": "The joint KL, split line by line", "zh": "联合 KL 逐行拆开"}
LINES = ("1.1", "1.4", "1.7", "1.8")
SPLIT = (  # the last line, (1), with its expectation taken term by term
    Expectation(KL(p(z | x), q(z)), p(x)),
    Expectation(Expectation(-log(q(x | z)), p(z | x)), p(x)),
)


class Line(NamedTuple):
    """One line of the note: its label, the rules that lead to it (English, Chinese), the terms' values in nats.

    `of_data` is the place of the term that depends on p(x) alone, or None; `same_value` says whether the line still
    has the value of line 1.1, or only its minimiser.
    """

    label: str
    reason: tuple[str, str]
    terms: tuple[float, ...]
    of_data: int | None
    same_value: bool


def data(seed: int = 0) -> tuple[Line, ...]:
    """The chapter's own expressions, evaluated in the linear-Gaussian world of this seed; the last line is (1)."""
    setting = Setting(make_world("linear_gaussian", seed), seed, points=1)
    lines, same_value = [], True
    for step in to_the_loss.steps:
        same_value = same_value and drop_constant not in step.by
        if step.note in LINES:
            right = step.right.objective if isinstance(step.right, Minimum) else step.right
            # Naming the rule that does the splitting is enough on a wall; the chapter lists all.
            lines.append(_line(step.note, step.by[0], Add.make_args(right), setting, same_value))
    last = to_the_loss.steps[-1]
    lines.append(_line("(1)", last.by[0], SPLIT, setting, same_value))
    return tuple(lines)


def _line(label: str, rule: Rule, terms: tuple[Expr, ...], setting: Setting, same_value: bool) -> Line:
    ordered = sorted(terms, key=lambda t: not _of_data_alone(t))  # the data's own term first
    values = tuple(float(quadrature(t, setting).value[0]) for t in ordered)
    return Line(label, (rule.name, rule.chinese), values, 0 if _of_data_alone(ordered[0]) else None, same_value)


def _of_data_alone(term: Expr) -> bool:
    return not any(density.name == "q" for density in term.atoms(Density))


def draw(figure: Figure, numbers: tuple[Line, ...], lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$KL[p(x,z)//q(x,z)]=-H[p(x)]+E_{x\sim p(x)}\,L$")
    axes = figure.subplots()
    lowest = min(0.0, *(line.terms[0] for line in numbers))
    longest = max(sum(v for v in line.terms if v > 0) for line in numbers)
    kept = sum(line.same_value for line in numbers)  # the lines above the dashed line
    rows = [*range(kept), *(k + 0.2 for k in range(kept, len(numbers) - 1)), len(numbers) - 0.55]  # room for labels
    axes.axvline(0, color=INK, lw=0.8, zorder=0)
    for row, line in zip(rows, numbers, strict=True):
        left = 0.0
        for k, value in enumerate(line.terms):
            colour, name = _look(line, k)
            y, height = (row, 0.66) if line.of_data is None else (row - 0.2 + 0.4 * k, 0.36)
            axes.barh(y, value, height, left=left, color=colour)
            label = f"{name}  ${value:.2f}$"
            if abs(value) > 0.3 * longest:
                ink = "white" if colour in (P, Q) else INK
                axes.text(left + value / 2, y, label, ha="center", va="center", color=ink)
            else:
                axes.text(left + 0.01 * longest, y - height / 2 - 0.02, label, va="bottom", color=colour)
            left += value
        axes.plot([left, left], [row - 0.42, row + 0.42], color=INK, lw=2)
        axes.text(longest + 0.25, row, say(*line.reason), va="center")
    axes.axhline(kept - 0.4, color=GREY, lw=1.2, ls=(0, (4, 2)))
    said = say("other value,\nthe same\nminimiser", "数值不同，\n极小点相同")
    axes.text(lowest / 2, (rows[kept] + rows[-1]) / 2, said, ha="center", va="center", linespacing=1.4)
    axes.set_yticks(rows, [line.label for line in numbers])
    axes.invert_yaxis()
    axes.set_xlim(lowest - 0.2, longest + 0.42 * (longest - lowest))
    axes.set_xticks([t for t in axes.get_xticks() if lowest - 0.2 <= t <= longest])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(lowest - 0.2, longest)
    axes.tick_params(left=False)
    axes.set_xlabel(say("nats, in one linear-Gaussian world", "纳特，在一个线性高斯世界中"), loc="left")


def _look(line: Line, k: int) -> tuple[str, str]:
    """Colour and name of one bar."""
    if line.label == "1.4":
        return (PALE, r"$E\,\log p(x)$") if k == line.of_data else (GAP, r"$E\,\log[\,p(z/x)/q(x,z)\,]$")
    if k == line.of_data:
        return PALE, r"$-H[p(x)]$"
    if line.of_data is not None or line.label == "1.8":
        return GAP, r"$E\,\{KL-E\log q(x/z)\}$"
    if len(line.terms) == 1:
        return GAP, "$KL$"
    return (P, "$E\\,KL[p(z/x)//q(z)]$") if k == 0 else (Q, r"$E\,E[-\log q(x/z)]$")

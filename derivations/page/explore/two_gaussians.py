"""Two Gaussians to be moved: the KL as a signed area, and the closed form's terms as bars (line 5.12).

p = N(m, s^2) and q = N(l, r^2) as in chapter 5. The area is that of p log p/q: above the axis where p is the larger.
"""

from __future__ import annotations

import math

from derivations.page.explore.drawing import (
    axis,
    controls,
    curve,
    drawing,
    explorable,
    handle,
    numbers,
    scale,
    shown,
    shown_lines,
    slider,
    spaced,
)
from derivations.page.links import Links
from derivations.page.markup import Html, tag
from derivations.page.mathml import mathml
from derivations.telling.wording import Wording

START = {"m": 1.0, "s": 0.8, "l": -0.5, "r": 1.5}
WIDTH, LOW, HIGH = 640, -6.0, 6.0
ACROSS = spaced(LOW, HIGH, 241)
X = scale(LOW, HIGH, 12, WIDTH - 12)
TALL = scale(0, 0.82, 190, 12)
ZERO, ABOVE, BELOW = 345.0, 105.0, 40.0
"""Where the axis of the integrand stands, and how far the area may reach on either side of it."""
LINES = (("gaussian_kl-5.12", "5.12"), ("gaussian_kl-5.2", "5.2"), ("gaussian_kl-5.25", "5.25"))
TERMS = (
    ("log", r"\log \frac{r}{s}"),
    ("spread", r"\frac{s^2}{2 r^2}"),
    ("shift", r"\frac{(m-l)^2}{2 r^2}"),
    ("half", r"-\frac{1}{2}"),
    ("kl", r"\mathrm{KL}[p \parallel q]"),
)


def normal(x: float, mean: float, deviation: float) -> float:
    return math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi))


def terms(m: float, s: float, l: float, r: float) -> dict[str, float]:
    """The terms of line 5.12 and their sum."""
    parts = {"log": math.log(r / s), "spread": s**2 / (2 * r**2), "shift": (m - l) ** 2 / (2 * r**2), "half": -0.5}
    return {**parts, "kl": sum(parts.values())}


def integrand(m: float, s: float, l: float, r: float) -> list[float]:
    """p log p/q along the axis."""
    log_ratio = [math.log(r / s) + ((x - l) / r) ** 2 / 2 - ((x - m) / s) ** 2 / 2 for x in ACROSS]
    return [normal(x, m, s) * value for x, value in zip(ACROSS, log_ratio, strict=True)]


def figure(wording: Wording, links: Links | None = None) -> Html:
    """The figure at its start."""
    pick = wording.pick
    heading = pick("Two Gaussians and the KL between them.", "两个高斯分布及其 KL。")
    text = pick(
        "Above: the densities. Below: p log p/q, whose area, less what lies under the axis, is KL[p‖q]; "
        "the bars are the closed form's terms.",
        "上：两个密度。下：p log p/q，其面积（轴下部分为负）即 KL[p‖q]；条形是闭式中的各项。",
    )
    m, s, l, r = START.values()
    p, q = pick("p, mean", "p 的均值"), pick("q, mean", "q 的均值")
    p_deviation, q_deviation = pick("p, deviation", "p 的标准差"), pick("q, deviation", "q 的标准差")
    sliders = controls(
        slider("m", f"{p} m", m, -3, 3), slider("s", f"{p_deviation} s", s, 0.5, 2.5),
        slider("l", f"{q} l", l, -3, 3), slider("r", f"{q_deviation} r", r, 0.5, 2.5),
    )  # fmt: skip
    values = terms(m, s, l, r)
    area = ("area", "gap", pick("area, added up", "面积，数值求和"), shown(values["kl"]), None)
    unit = bar_unit(values)
    rows = [
        (name, "gap" if name == "kl" else "", mathml(latex), shown(values[name]), bar(name, values[name], unit))
        for name, latex in TERMS
    ]
    side = tag("div", numbers([*rows, area]), shown_lines(wording, links, LINES), class_="side")
    picture = tag("div", densities(wording), class_="stage")
    return explorable(
        "two-gaussians", heading, text, START, wording, tag("div", picture, side, class_="parts"), sliders
    )


def densities(wording: Wording) -> Html:
    """Both densities with their handles, and the integrand below."""
    pick = wording.pick
    m, s, l, r = START.values()
    p, q = ([normal(x, *of) for x in ACROSS] for of in ((m, s), (l, r)))
    along = integrand(m, s, l, r)
    unit = min(ABOVE / max(along), BELOW / -min(along))
    y = scale(0, 1, ZERO, ZERO - unit)
    above, below = ([f(v, 0.0) for v in along] for f in (max, min))
    label = pick("the densities of p and q, and the area of p log p/q", "p 与 q 的密度，以及 p log p/q 的面积")
    height = pick("height up to", "高度至")
    ticks = range(int(LOW), int(HIGH) + 1, 2)
    return drawing(
        WIDTH, 400, label,
        axis(X, TALL(0), ticks, (LOW, HIGH), "z"),
        tag("path", d=curve(ACROSS, q, X, TALL, True), class_="area q", data_part="q"),
        tag("path", d=curve(ACROSS, p, X, TALL, True), class_="area p", data_part="p"),
        tag("text", "p = N(m, s²)", x=20, y=28, class_="name p"),
        tag("text", "q = N(l, r²)", x=20, y=52, class_="name q"),
        tag("path", d=curve(ACROSS, above, X, y, True), class_="area gap", data_part="above"),
        tag("path", d=curve(ACROSS, below, X, y, True), class_="area less", data_part="below"),
        tag("line", x1=12, x2=WIDTH - 12, y1=ZERO, y2=ZERO, class_="axis"),
        tag("text", "p log p/q", x=20, y=ZERO - ABOVE + 18, class_="name gap"),
        tag("text", f"{height} {shown(max(along), 2)}", x=20, y=ZERO - ABOVE + 42, class_="tick", data_part="height"),
        handle("l", X(l), TALL(normal(l, l, r)), "q"), handle("r", X(l + r), TALL(normal(l + r, l, r)), "q"),
        handle("m", X(m), TALL(normal(m, m, s)), "p"), handle("s", X(m + s), TALL(normal(m + s, m, s)), "p"),
    )  # fmt: skip


BAR_ZERO, BAR_WIDTH = 60.0, 180


def bar(name: str, value: float, unit: float) -> Html:
    """A term as a bar from the zero that all of them share."""
    left, width = min(BAR_ZERO, BAR_ZERO + value * unit), abs(value) * unit
    kind = "gap" if name == "kl" else "less" if value < 0 else "plain"
    zero = tag("line", x1=BAR_ZERO, x2=BAR_ZERO, y1=0, y2=24, class_="axis")
    rect = tag("rect", x=f"{left:.2f}", y=4, width=f"{width:.2f}", height=16, class_=f"bar-of {kind}",
               data_part=f"bar-{name}")  # fmt: skip
    return tag("svg", rect, zero, viewBox=f"0 0 {BAR_WIDTH} 24", class_="bar-cell", aria_hidden="true")


def bar_unit(values: dict[str, float]) -> float:
    """The width of one nat: all bars fit."""
    return min(50.0, 115 / max(1e-9, *values.values()), 58 / max(1e-9, *(-v for v in values.values())))

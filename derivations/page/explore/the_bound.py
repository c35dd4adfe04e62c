"""The bound for one x: the encoder is moved, ELBO and KL[p(z|x)||q(z|x)] share log q(x) between them (line 2.7).

The model is linear, so that everything is closed: q(z) = N(0, 1), q(x|z) = N(w z, g^2), hence q(x) = N(0, w^2 + g^2)
and q(z|x) = N(w x / (w^2 + g^2), g^2 / (w^2 + g^2)). x is measured in a unit in which its density here is above one:
log q(x) is positive, and the bar may begin at zero.
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
from derivations.page.explore.two_gaussians import normal
from derivations.page.links import Links
from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.telling.wording import Wording

MODEL = {"w": 0.006, "g": 0.004, "x": 0.005}
START = {"m": 1.5, "s": 0.9}
WIDTH, LOW, HIGH = 460, -3.5, 4.5
ACROSS = spaced(LOW, HIGH, 201)
X = scale(LOW, HIGH, 12, WIDTH - 12)
TALL = scale(0, 1.7, 230, 14)
TOP, BOTTOM = 4.0, -6.0
Y = scale(TOP, BOTTOM, 16, 316)
TERMS = (
    ("reconstruction", "", r"\mathbb{E}_{z\sim p(z\mid x)}[\log q(x\mid z)]"),
    ("prior", "", r"-\mathrm{KL}[p(z\mid x)\parallel q(z)]"),
    ("elbo", "elbo", r"\mathrm{ELBO}"),
    ("gap", "gap", r"\mathrm{KL}[p(z\mid x)\parallel q(z\mid x)]"),
    ("evidence", "", r"\log q(x)"),
)
LINES = (("elbo-2.7", "2.7"), ("elbo-2.13", "2.13"))


def posterior() -> tuple[float, float]:
    """Mean and deviation of q(z|x)."""
    w, g, x = MODEL.values()
    return w * x / (w**2 + g**2), g / math.sqrt(w**2 + g**2)


def terms(m: float, s: float) -> dict[str, float]:
    """The ELBO and its parts, the gap, and log q(x) from its own density."""
    w, g, x = MODEL.values()
    mean, deviation = posterior()
    reconstruction = -0.5 * math.log(2 * math.pi * g**2) - ((x - w * m) ** 2 + (w * s) ** 2) / (2 * g**2)
    prior = -0.5 * (s**2 - math.log(s**2) + m**2 - 1)
    gap = math.log(deviation / s) + (s**2 + (m - mean) ** 2) / (2 * deviation**2) - 0.5
    evidence = math.log(normal(x, 0, math.sqrt(w**2 + g**2)))
    return {"reconstruction": reconstruction, "prior": prior, "elbo": reconstruction + prior, "gap": gap,
            "evidence": evidence}  # fmt: skip


def figure(wording: Wording, links: Links | None = None) -> Html:
    """The figure at its start."""
    pick = wording.pick
    values = terms(**START)
    heading = pick("The bound for one x.", "对一个 x 的下界。")
    text = pick(
        "Move the encoder p(z|x): the bar is divided anew, its top stays. It is all ELBO where p(z|x) = q(z|x).",
        "移动编码器 p(z|x)：条形重新划分，顶端不动。当 p(z|x) = q(z|x) 时全是 ELBO。",
    )
    rows = [(name, kind, mathml(latex), shown(values[name]), None) for name, kind, latex in TERMS]
    both = pick("ELBO + KL, added", "ELBO + KL 之和")
    rows.append(("sum", "", both, shown(values["elbo"] + values["gap"]), None))
    side = tag("div", numbers(rows), shown_lines(wording, links, LINES), class_="side")
    picture = tag("div", densities(wording), bar(values, wording), class_="stage two")
    onto = tag("button", pick("put it on the posterior", "移到后验上"), type="button", data_do="posterior")
    mean, deviation = pick("encoder, mean", "编码器均值"), pick("encoder, deviation", "编码器标准差")
    sliders = controls(
        slider("m", f"{mean} m", START["m"], -1.5, 2.5), slider("s", f"{deviation} s", START["s"], 0.25, 1.5), onto
    )
    return explorable(
        "the-bound", heading, text, {**MODEL, **START}, wording, tag("div", picture, side, class_="parts"), sliders
    )


def densities(wording: Wording) -> Html:
    """Prior, model's posterior and encoder along z."""
    m, s = START.values()
    parts = []
    for kind, (mean, deviation) in (("prior", (0.0, 1.0)), ("q", posterior()), ("p", (m, s))):
        path = curve(ACROSS, [normal(z, mean, deviation) for z in ACROSS], X, TALL, True)
        parts.append(tag("path", d=path, class_=f"area {kind}", data_part=f"curve-{kind}"))
    names = [
        tag("text", name, x=16, y=26 + 24 * k, class_=f"name {kind}")
        for k, (kind, name) in enumerate((("p", "p(z|x) = N(m, s²)"), ("q", "q(z|x)"), ("prior", "q(z) = N(0, 1)")))
    ]
    label = wording.pick("prior, posterior of the model, and encoder along z", "沿 z 的先验、模型后验与编码器")
    return drawing(
        WIDTH, 262, label, axis(X, TALL(0), range(-3, 5), (LOW, HIGH), "z"), *parts, *names,
        handle("m", X(m), TALL(normal(m, m, s)), "p"), handle("s", X(m + s), TALL(normal(m + s, m, s)), "p"),
    )  # fmt: skip


def bar(values: dict[str, float], wording: Wording) -> Html:
    """The stacked bar: ELBO from zero, the gap from the ELBO up to log q(x)."""
    elbo, top = values["elbo"], values["evidence"]
    ticks = [
        join(tag("line", x1=44, x2=50, y1=f"{Y(t):.2f}", y2=f"{Y(t):.2f}", class_="axis"),
             tag("text", f"{t}".replace("-", "−"), x=40, y=f"{Y(t) + 4:.2f}", class_="tick end"))
        for t in range(int(BOTTOM), int(TOP) + 1, 2)
    ]  # fmt: skip
    label = wording.pick("ELBO and KL stacked: together log q(x)", "ELBO 与 KL 叠加：合为 log q(x)")
    return drawing(
        190, 330, label, tag("line", x1=50, x2=50, y1=Y(TOP), y2=Y(BOTTOM), class_="axis"), *ticks,
        tag("line", x1=50, x2=180, y1=f"{Y(0):.2f}", y2=f"{Y(0):.2f}", class_="axis"),
        tag("rect", x=60, width=50, **span(0, elbo), class_="bar-of elbo", data_part="bar-elbo"),
        tag("rect", x=60, width=50, **span(elbo, top), class_="bar-of gap", data_part="bar-gap"),
        tag("line", x1=54, x2=120, y1=f"{Y(top):.2f}", y2=f"{Y(top):.2f}", class_="top"),
        tag("text", "log q(x)", x=124, y=f"{Y(top) + 4:.2f}", class_="name"),
        tag("text", "KL", x=116, y=f"{middle(elbo, top):.2f}", class_="name gap", data_part="name-gap"),
        tag("text", "ELBO", x=116, y=f"{middle(0, elbo):.2f}", class_="name elbo", data_part="name-elbo"),
    )  # fmt: skip


def middle(one: float, two: float) -> float:
    """Where the name of a bar between two values stands."""
    return Y((max(one, BOTTOM) + max(two, BOTTOM)) / 2) + 5


def span(one: float, two: float) -> dict[str, str]:
    """Where a bar between two values stands."""
    high, low = max(one, two), max(min(one, two), BOTTOM)
    return {"y": f"{Y(high):.2f}", "height": f"{Y(low) - Y(high):.2f}"}

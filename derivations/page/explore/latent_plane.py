"""The latent plane of a trained digits model: the decoded digit at a point, the posterior of a held-out digit.

The model is the file `digits_model.json`, which `python -m numerics.doors.page_model` trains and writes; its decoder is
z -> tanh -> pixel means, the q(x|z) of the book with sigma_g^2 = 0.04.
"""

from __future__ import annotations

import base64
import json
import math
import struct
import zlib
from functools import cache
from importlib.resources import files

from derivations.page.explore.drawing import controls, drawing, explorable, scale, slider
from derivations.page.markup import Html, tag
from derivations.page.words import data
from derivations.telling.wording import Wording

START = {"a": 0.5, "b": -0.5}
SIDE, REACH = 420, 3.2
X, Y = scale(-REACH, REACH, 0, SIDE), scale(-REACH, REACH, SIDE, 0)
PIXELS, PIXEL = 8, 20
HINT = (
    "Point, tap, or use the arrow keys on the plane; Enter or a click chooses the digit that is there.",
    "在平面上指点、触摸或按方向键；回车或点击选取该处的数字。",
)


@cache
def model() -> dict:
    """The file as it is, and beside it what the still picture needs unpacked."""
    text = files("derivations.page.explore").joinpath("digits_model.json").read_text(encoding="utf-8")
    made = json.loads(text)
    weights = {name: unpacked(part, "e") for name, part in made["weights"].items()}
    return {
        "file": made,
        "weights": weights,
        "labels": unpacked(made["labels"], "B"),
        "images": unpacked(made["images"], "B"),
        "means": unpacked(made["means"], "e"),
        "deviations": unpacked(made["deviations"], "e"),
    }


def unpacked(text: str, kind: str) -> tuple:
    """Numbers from base64: "e" for float16, "B" for bytes.

    >>> unpacked("ADw=", "e")
    (1.0,)
    """
    raw = base64.b64decode(text)
    return struct.unpack(f"<{len(raw) // struct.calcsize(kind)}{kind}", raw)


def decoded(a: float, b: float) -> list[float]:
    """The pixel means at z = (a, b), 64 numbers about 0 to 1."""
    made = model()
    hidden, pixels = made["file"]["hidden"], made["file"]["pixels"]
    into, bias, out, last = (
        made["weights"][f"decoder.{n}"] for n in ("0.weight", "0.bias", "mean.weight", "mean.bias")
    )
    h = [math.tanh(a * into[j] + b * into[hidden + j] + bias[j]) for j in range(hidden)]
    return [last[k] + sum(h[j] * out[j * pixels + k] for j in range(hidden)) for k in range(pixels)]


def figure(wording: Wording) -> Html:
    """The figure at its start."""
    pick = wording.pick
    heading = pick("Where the digits live.", "数字所在的平面。")
    text = pick(
        "Each number stands at the mean of p(z|x) for a held-out digit; the dashed circles are the prior's one and two "
        "deviations. Move over the plane and see the mean of q(x|z); choose a digit and see its posterior.",
        "每个数字标在一个留出图像的 p(z|x) 的均值处；虚线圆是先验的一倍与两倍标准差。"
        "在平面上移动可看到 q(x|z) 的均值；选一个数字可看到它的后验。",
    )
    ten = pick("ten held-out digits", "十个留出数字")
    chosen = tag("p", "", class_="soft told", data_part="told")
    tags = tag("div", tag("p", ten, class_="soft"), tag("div", *thumbnails(wording), class_="ten"))
    from_plane, from_data = pick("decoded", "解码"), pick("held out", "留出的原图")
    empty = digit([0.0] * PIXELS**2, pick("the chosen digit", "所选的数字"), "original", PIXEL)
    found = digit(decoded(**START), pick("the decoded digit", "解码出的数字"), "decoded", PIXEL)
    original = tag("div", empty, from_data, hidden=True, data_part="beside")
    seen = tag("div", tag("div", found, from_plane), original, class_="digits")
    sliders = controls(slider("a", "z₁", START["a"], -3, 3), slider("b", "z₂", START["b"], -3, 3))
    side = tag("div", seen, chosen, tags, class_="side")
    stage = tag("div", tag("div", plane(wording), class_="stage square"), side, class_="parts")
    carried = data(model()["file"], class_="model")
    return explorable("latent-plane", heading, text, START, wording, stage, sliders, carried, hint=HINT)


def plane(wording: Wording) -> Html:
    """The posteriors' means as dots, the prior's circles, one ellipse and the point one is at."""
    made = model()
    circles = [tag("circle", cx=X(0), cy=Y(0), r=f"{X(k) - X(0):.2f}", class_="prior-ring") for k in (1, 2)]
    dots = [
        tag("text", label, x=f"{X(made['means'][2 * n]):.1f}", y=f"{Y(made['means'][2 * n + 1]) + 4:.1f}",
            class_=f"dot d{label}")
        for n, label in enumerate(made["labels"])
    ]  # fmt: skip
    label = wording.pick(
        "the latent plane, 360 held-out digits at the means of their posteriors",
        "隐平面：360 个留出数字位于其后验均值处",
    )
    cross = tag("g", tag("circle", r=9, class_="ring"), tag("path", d="M-14 0H14M0 -14V14", class_="ring"),
                transform=f"translate({X(START['a']):.2f} {Y(START['b']):.2f})", data_part="here")  # fmt: skip
    ellipse = tag("ellipse", cx=0, cy=0, rx=0, ry=0, class_="posterior", data_part="posterior")
    names = [tag("text", "z₁", x=SIDE - 8, y=SIDE - 8, class_="name end"), tag("text", "z₂", x=8, y=18, class_="name")]
    ground = tag("rect", x=0, y=0, width=SIDE, height=SIDE, class_="ground")
    return drawing(
        SIDE, SIDE, label, ground, *circles, *names, *dots, ellipse, cross, class_="plane", data_part="plane"
    )


def digit(pixels: list[float], label: str, part: str, size: int) -> Html:
    """An image of 8 by 8 means as grey squares."""
    squares = [
        tag("rect", x=k % PIXELS * size, y=k // PIXELS * size, width=size, height=size, fill=grey(value))
        for k, value in enumerate(pixels)
    ]
    return drawing(PIXELS * size, PIXELS * size, label, *squares, class_="digit", data_part=part)


def grey(value: float) -> str:
    """Ink on paper: 0 is white, 1 is black."""
    level = round(255 * (1 - min(1.0, max(0.0, value))))
    return f"#{level:02x}{level:02x}{level:02x}"


def thumbnails(wording: Wording) -> list[Html]:
    """The first held-out digit of each kind, to be chosen."""
    made = model()
    parts = []
    for kind in range(10):
        n = made["labels"].index(kind)
        label = wording.pick(f"a held-out {kind}", f"一个留出的 {kind}")
        image = tag("img", src=png(made["images"][64 * n : 64 * n + 64]), alt=label, width=32, height=32)
        parts.append(tag("button", image, type="button", data_digit=n, aria_pressed="false"))
    return parts


def png(levels: tuple[int, ...]) -> str:
    """An 8 by 8 image of levels 0 (white) to 16 (black) as a data address."""
    rows = b"".join(b"\0" + bytes(255 - min(255, 16 * v) for v in levels[8 * r : 8 * r + 8]) for r in range(8))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return f"data:image/png;base64,{base64.b64encode(whole).decode()}"

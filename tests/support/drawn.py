"""What a picture really shows once it is drawn: its texts and where they lie, its lines, its bars."""

from __future__ import annotations

import itertools
import re
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from figures.canvas import blank, encoded
from figures.gallery import module_of, numbers_of

SMALLEST_TEXT = 9  # points, at 6.4 inches width
MACHINE_NUMBER = re.compile(r"\d[eE][-+]?\d")


def numbers(name: str):
    """What a picture shows at seed 0."""
    return numbers_of(name, 0)


@contextmanager
def drawn(name: str, lang: str = "en"):
    """A picture as a figure, to look at what stands on it; to be used within `style`."""
    figure = blank()
    module_of(name).draw(figure, numbers(name), lang)
    yield figure


def distance(one: str, other: str) -> float:
    """Of two colours, in the cube of red, green and blue."""
    return float(np.linalg.norm(np.subtract(to_rgb(one), to_rgb(other))))


@dataclass(frozen=True)
class Drawn:
    """A figure after its drawing, with every text that was really drawn and its place in pixels."""

    figure: Figure
    texts: tuple[tuple[Text, Bbox], ...]

    @classmethod
    def of(cls, figure: Figure) -> Drawn:
        with _recorded() as places:
            encoded(figure, "png")
        return cls(figure, tuple(places.items()))

    def small(self) -> list[str]:
        """Texts smaller than 9 points."""
        return [text.get_text() for text, _ in self.texts if text.get_fontsize() < SMALLEST_TEXT]

    def machine_numbers(self) -> list[str]:
        """Texts with a number as only a machine writes it, such as 8e-04."""
        return [text.get_text() for text, _ in self.texts if MACHINE_NUMBER.search(text.get_text())]

    def cut_off(self) -> list[str]:
        """Texts that run out of the page."""
        page = self.figure.bbox
        return [
            text.get_text() for text, box in self.texts
            if box.x0 < page.x0 - 0.5 or box.x1 > page.x1 + 0.5 or box.y0 < page.y0 - 0.5 or box.y1 > page.y1 + 0.5
        ]  # fmt: skip

    def over_each_other(self) -> list[tuple[str, str]]:
        found = []
        for (a, one), (b, other) in itertools.combinations(self.texts, 2):
            width = min(one.x1, other.x1) - max(one.x0, other.x0)
            height = min(one.y1, other.y1) - max(one.y0, other.y0)
            if width > 1 and height > 1.5:
                found.append((a.get_text(), b.get_text()))
        return found

    def over_lines(self) -> list[str]:
        """Texts that a drawn line runs through, unless they have a ground of their own or the line is at the back."""
        found = []
        for axes in self.figure.axes:
            for line in axes.lines:
                if (
                    line.get_zorder() <= 0
                    or line.get_linestyle() == "None"
                    or not line.get_visible()
                    or not len(line.get_xdata())
                ):
                    continue
                path = line.get_transform().transform_path(line.get_path())
                for text, box in self.texts:
                    seen = Bbox.intersection(
                        Bbox.from_extents(box.x0 + 1, box.y0 + 2, box.x1 - 1, box.y1 - 2), axes.bbox
                    )
                    if seen is not None and text.get_bbox_patch() is None and path.intersects_bbox(seen, filled=False):
                        found.append(text.get_text())
        return found

    def bars_from_nowhere(self) -> list[float]:
        """Where bars begin that begin neither at zero nor at the end of another bar: their length means nothing."""
        found = []
        for axes in self.figure.axes:
            bars = [(c.orientation, b) for c in axes.containers if isinstance(c, BarContainer) for b in c]
            ends = {"vertical": [0.0], "horizontal": [0.0]}
            for way, bar in bars:
                ends[way].append(bar.get_y() + bar.get_height() if way == "vertical" else bar.get_x() + bar.get_width())
            for way, bar in bars:
                start = bar.get_y() if way == "vertical" else bar.get_x()
                if not np.isclose(start, ends[way], rtol=0, atol=1e-9).any():
                    found.append(float(start))
        return found


@contextmanager
def _recorded():
    """Every text drawn inside, with its extent at its last drawing, the one that is saved."""
    places: dict[Text, Bbox] = {}
    original = Text.draw

    def draw(self, renderer, *args, **kwargs):
        if self.get_visible() and self.get_text().strip():
            places[self] = self.get_window_extent(renderer)
        return original(self, renderer, *args, **kwargs)

    Text.draw = draw
    try:
        yield places
    finally:
        Text.draw = original

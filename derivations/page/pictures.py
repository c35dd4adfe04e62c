"""The pictures of the page: made by the figures room when they are missing or old, kept beside the page, put into it.

A picture is an SVG image in the file itself. Nothing of matplotlib is loaded while the kept pictures are up to date.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from derivations.page.markup import Html, tag
from derivations.telling import files

INDEX = "pictures.json"
INDEX_MARK = b'"sources": '
EQUATIONS = {"(1)": "1.9", "(2)": "2.9", "(3)": "2.1"}
"""The note's own numbers, and the line at which a picture of one stands."""
_LABEL = re.compile(r"\d+\.\d+|\(\d\)")
_COORDINATES = re.compile(r'(?<= )(?:d|x|y)="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{2,}")
_SHIFT = re.compile(r"translate\([^)]*\)")
_ROUND = re.compile(r'<path d="M ([-\d.\s]*)((?:C[-\d.\s]*){8})z\s*"')
_GLYPH = re.compile(r'd="([^"]*)" transform="scale\(0\.015625\)"')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
_NAME = re.compile(r' id="([^"]*)"')
_USED = re.compile(r'(?:href="#|url\(#)([^")]+)')  # a colour, #d55e00, is no name
_BETWEEN_TAGS = re.compile(r">\s+<")


@dataclass(frozen=True)
class Picture:
    """One picture: its name, the note labels it belongs to, its title, its SVG source."""

    name: str
    label: str
    title: str
    svg: str

    @property
    def line(self) -> str:
        """The label of the line it follows; empty if it names none."""
        found = _LABEL.search(self.label)
        return EQUATIONS.get(found[0], found[0]) if found else ""


@dataclass(frozen=True)
class Gallery:
    """The pictures there are, and why others are missing.

    `without_font` is set where labels are English for want of a Chinese font: how to get one.
    """

    pictures: tuple[Picture, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    without_font: str = ""


def fingerprint() -> str:
    """Changes with every source that a picture is made by."""
    made = hashlib.sha256()
    for room in ("figures", "numerics"):
        found = find_spec(room)
        for folder in (found.submodule_search_locations or ()) if found else ():
            for path in sorted(Path(folder).rglob("*")):
                if path.suffix in (".py", ".mplstyle"):
                    made.update(path.name.encode() + path.read_bytes())
    return made.hexdigest()


def gallery(folder: Path, lang: str, seed: int = 0, progress: Callable[[str], None] | None = None) -> Gallery:
    """The pictures kept in a folder; those that are missing there, or whose sources have changed, are made.

    Where no font has Chinese characters the labels of "zh" are English, the titles Chinese.

    Raises OSError if the folder cannot be written.
    """
    key = {"sources": fingerprint(), "lang": lang, "seed": seed}
    path = folder / lang / INDEX
    kept: dict[str, Picture] = {}
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        if index["key"] == key:
            kept = {entry["name"]: Picture(**entry) for entry in index["pictures"]}
            if index["complete"]:
                return Gallery(tuple(kept.values()))
    except (OSError, ValueError, KeyError, TypeError):
        kept = {}  # none kept, or not by this program: they are made
    without_font = no_font_for(lang)
    if without_font:
        english = gallery(folder, "en", seed, progress)
        return replace(english, pictures=tuple(map(titled_in_chinese, english.pictures)), without_font=without_font)
    made = make(folder / lang, lang, seed, kept, progress)
    pictures = [asdict(picture) for picture in made.pictures]
    index = {"key": key, "complete": not made.missing, "pictures": pictures}
    files.write(path, json.dumps(index, ensure_ascii=False, indent=1), INDEX_MARK)
    return made


def no_font_for(lang: str) -> str:
    """How to get the font that this language's labels need; empty if it is there, or the figures room is not."""
    if lang != "zh":
        return ""
    try:
        from figures.language import HOW_TO_GET_A_FONT, NoChineseFont, chinese_font
    except ImportError:
        return ""  # `make` says so
    try:
        chinese_font()
    except NoChineseFont:
        return HOW_TO_GET_A_FONT
    return ""


def titled_in_chinese(picture: Picture) -> Picture:
    from figures.gallery import module_of

    return replace(picture, title=module_of(picture.name).TITLE["zh"])


def make(
    folder: Path, lang: str, seed: int, kept: Mapping[str, Picture], progress: Callable[[str], None] | None
) -> Gallery:
    """Every figure drawn that is not kept; one that cannot be is named with its reason, and the others are made."""
    try:
        from figures import gallery as figures
    except ImportError as error:
        return Gallery(tuple(kept.values()), (("figures", str(error)),))
    pictures, missing = [], []
    for name in figures.FIGURES:
        if name in kept:
            pictures.append(kept[name])
            continue
        if progress:
            progress(name)
        try:
            module = figures.module_of(name)
            (path,) = figures.make([name], folder, seed, lang, ("svg",), still=True)
            pictures.append(Picture(name, module.LABEL, module.TITLE[lang], slim(path.read_text(encoding="utf-8"))))
        except OSError:
            raise
        except Exception as error:  # what keeps one picture from being drawn must not keep the page from being read
            missing.append((name, str(error)))
    return Gallery(tuple(pictures), tuple(missing))


def slim(svg: str) -> str:
    """The same drawing in fewer characters: coordinates to a tenth of a point, short names, no remarks.

    >>> slim('<?xml?><svg><path d="M 1.23456 -0.75"/><path d="M 2835 -46" transform="scale(0.015625)"/></svg>')
    '<svg><path d="M 1.2 -0.8"/><path d="M 284 -5" transform="scale(0.15625)"/></svg>'
    >>> slim('<svg><!-- 2 --><g id="t_1"><path id="Deja-5"/> <use xlink:href="#Deja-5" style="x: #d55e00"/></g></svg>')
    '<svg><g><path id="a0"/><use xlink:href="#a0" style="x: #d55e00"/></g></svg>'
    """
    svg = _REMARK.sub("", svg[svg.index("<svg") :])
    svg = _ROUND.sub(_as_ellipse, svg)
    svg = _GLYPH.sub(_in_tens, svg)
    svg = _COORDINATES.sub(lambda part: _LONG.sub(_rounded, part[0]), svg)
    svg = _SHIFT.sub(lambda part: _LONG.sub(_rounded, part[0]), svg)
    used = dict.fromkeys(_USED.findall(svg))
    short = {name: f"a{number}" for number, name in enumerate(used)}
    svg = _NAME.sub(lambda found: f' id="{short[found[1]]}"' if found[1] in short else "", svg)
    svg = _USED.sub(lambda found: found[0].replace(found[1], short[found[1]]), svg)
    return _BETWEEN_TAGS.sub("><", svg)


def _as_ellipse(path: re.Match) -> str:
    """A closed curve of eight arcs as the ellipse that it is, if its axes lie level; else the curve.

    >>> arcs = "C 1 2 1.5 1.8 1.7 1.7 C 1.8 1.5 2 1 2 1 " + "C 0 0 0 0 1 0 " * 6
    >>> _as_ellipse(_ROUND.match(f'<path d="M 1 2 {arcs}z "'))[:8]
    '<path d='
    """
    numbers = [float(n) for n in path[1].split() + path[2].replace("C", "").split()]
    if len(numbers) != 50:
        return path[0]
    on = [(numbers[0], numbers[1]), *zip(numbers[6::6], numbers[7::6], strict=True)]  # eight points, the first again
    (x, bottom), (right, y), (left, _) = on[0], on[2], on[6]
    rx, ry = (right - left) / 2, (bottom - on[4][1]) / 2
    turned = [(x + rx * a, y + ry * b) for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))]
    level = all(abs(u - w) < 0.02 for p, q in zip(on[::2], turned, strict=False) for u, w in zip(p, q, strict=True))
    arc = abs(on[1][0] - x - rx / 2**0.5) + abs(on[1][1] - y - ry / 2**0.5) < 0.02 * (rx + ry)
    if not (level and arc and rx > 0 and ry > 0):
        return path[0]
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.2f}" ry="{ry:.2f}"'


def _in_tens(outline: re.Match) -> str:
    """The outline of a letter in units ten times as large, of which one is still a hundredth of a point."""
    shorter = _NUMBER.sub(lambda n: str(round(float(n[0]) / 10)), outline[1])
    return f'd="{shorter}" transform="scale(0.15625)"'


def _rounded(number: re.Match) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def figure(picture: Picture, label: Html) -> Html:
    """The picture with its line and title as caption; as an image it can neither run nor load anything."""
    source = re.sub(r"\s+", " ", picture.svg).replace("'", "’").replace('"', "'")
    for sign in ("%", "#", "<", ">", "{", "}"):
        source = source.replace(sign, f"%{ord(sign):02X}")
    image = tag("img", src=f"data:image/svg+xml,{source}", alt=picture.title)
    return tag("figure", image, tag("figcaption", label, " ", picture.title), id=f"picture-{picture.name}")


def placed(
    pictures: Iterable[Picture], place_of: Callable[[str], str | None], link_to: Callable[[str], Html]
) -> tuple[dict[str, list[Html]], list[Html]]:
    """The figures under the place of their line (`place_of` a label), and those that belong to no line here.

    `link_to` a label makes the link in the caption.
    """
    at: dict[str, list[Html]] = {}
    elsewhere: list[Html] = []
    for picture in pictures:
        place = place_of(picture.line)
        shown = figure(picture, link_to(picture.line))
        (at.setdefault(place, []) if place else elsewhere).append(shown)
    return at, elsewhere

"""English and Chinese labels, and the font that Chinese needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from matplotlib import font_manager

LANGUAGES = ("en", "zh")

# Families in which a simplified Chinese text reads well, and how their files are called.
CHINESE_FONTS = {
    "Noto Sans CJK SC": "notosanscjk", "Noto Sans CJK JP": "notosanscjk", "Noto Sans SC": "notosanssc",
    "Source Han Sans SC": "sourcehansans", "PingFang SC": "pingfang", "Microsoft YaHei": "msyh", "SimHei": "simhei",
    "WenQuanYi Micro Hei": "wqy-microhei", "WenQuanYi Zen Hei": "wqy-zenhei", "Hiragino Sans GB": "hiraginosansgb",
    "Noto Serif CJK SC": "notoserifcjk", "Noto Serif CJK JP": "notoserifcjk",
    "Droid Sans Fallback": "droidsansfallback",
}  # fmt: skip


HOW_TO_GET_A_FONT = (
    "on Debian or Ubuntu `apt install fonts-noto-cjk`, on Fedora `dnf install google-noto-sans-cjk-fonts`, "
    "elsewhere install Noto Sans CJK"
)


class NoChineseFont(Exception):
    """No installed font has Chinese characters; the message says how to get one."""

    def __init__(self):
        super().__init__(
            "--lang zh needs a font with Chinese characters and none is installed: "
            f"{HOW_TO_GET_A_FONT}; or draw with --lang en"
        )


@cache
def chinese_font() -> str:
    """The family name of an installed font with Chinese characters. Raises NoChineseFont.

    Font files are looked for by name as well: matplotlib's list of fonts may be older than the font,
    or name one that has gone.
    """
    for path in sorted(font_manager.findSystemFonts()):
        stem = Path(path).stem.lower()
        if stem.startswith(tuple(CHINESE_FONTS.values())) and "bold" not in stem:
            font_manager.fontManager.addfont(path)
    known = {entry.name for entry in font_manager.fontManager.ttflist if Path(entry.fname).exists()}
    for family in CHINESE_FONTS:
        if family in known:
            return family
    raise NoChineseFont


def font_settings(lang: str) -> dict[str, object]:
    """The style's changes for a language; Chinese characters first, all others from the usual font."""
    if lang == "en":
        return {}
    return {"font.family": [chinese_font(), "DejaVu Sans"], "axes.unicode_minus": False}


def speaker(lang: str) -> Callable[[str, str], str]:
    """A function that takes a label in English and in Chinese and gives the one that is wanted.

    >>> speaker("zh")("mean", "均值")
    '均值'
    """
    return lambda english, chinese: chinese if lang == "zh" else english

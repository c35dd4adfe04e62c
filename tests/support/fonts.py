"""What this machine can draw."""

from figures.language import NoChineseFont, chinese_font


def can_write_chinese() -> bool:
    """Whether a font with Chinese characters is installed."""
    try:
        return bool(chinese_font())
    except NoChineseFont:
        return False

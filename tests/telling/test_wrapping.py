"""Text in lines of so many columns, Chinese characters taking two."""

from derivations.telling.wrapping import display_width, wrap


def test_wrapping():
    assert wrap("a b c", 3) == ["a b", "c"]
    assert wrap("已证明的一行", 4) == ["已证", "明的", "一行"]
    assert wrap("", 5) == [""]
    assert wrap("indivisible", 4) == ["indi", "visi", "ble"]
    assert all(display_width(line) <= 20 for line in wrap("KL 散度的定义、期望的定义 and some English words", 20))

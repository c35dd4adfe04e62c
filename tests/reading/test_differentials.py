"""Lines between differentials: f(z) dz = g d(h(z)), as the trick of reparameterisation is written."""

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


NORMAL = r"\frac{1}{\sqrt{2\pi\sigma^2}}\exp\left(-\frac{(z-\mu)^2}{2\sigma^2}\right)dz"
SCALED = r"\left(\frac{z-\mu}{\sigma}\right)"
STANDARD = rf"\frac{{1}}{{\sqrt{{2\pi}}}}\exp\left[-\frac12{SCALED}^2\right]d{SCALED}"


def test_a_change_of_variables():
    assert last(f"$${NORMAL} = {STANDARD}$$") == "proved"
    wrong = STANDARD.replace(r"{\sqrt{2\pi}}", r"{\sqrt{2\pi}\sigma}")
    assert last(f"$${NORMAL} = {wrong}$$") == "refuted"


def test_one_under_another_name_is_not_accused():
    assert last(rf"$${NORMAL} = \frac{{1}}{{\sqrt{{2\pi}}}}e^{{-\varepsilon^2/2}}d\varepsilon$$") != "refuted"

"""An equation that is told beside a line as a choice, a custom or a belief: the line may be under it, and is doubtful;
what makes it hold no more than before acquits nobody."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ZERO, WEIGHTED = r"\mathrm{KL}(q(z)\|p(z)) = 0", r"E_{q(z|x)}[\log p(x|z)] - \beta KL(q(z|x)\|p(z)) \le \log p(x)"


def last(text: str):
    return Judge(read_note(text), mend=False).run()[-1]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Some authors assume $q(z) = p(z)$. Then", ZERO),
        ("One may choose $q(z) = p(z)$. Then", ZERO),
        ("我们认为 $q(z) = p(z)$。于是", ZERO),
        (r"Many papers set $\beta = 1$. Then", WEIGHTED),
        (r"Most people choose $\beta = 1$, and so do we.", WEIGHTED),
    ],
)
def test_a_line_that_would_hold_with_it_is_doubtful(said, line):
    found = last(f"{said}\n\n$$ {line} $$")
    assert found.verdict == "doubtful" and "line 1" in found.message
    assert last(f"$$ {line} $$").verdict == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        r"Many papers set $\beta = 1$. Then",
        "Some authors assume $q(x) = p(x)$. Then",
    ],
)
def test_others_acquit_nobody(said):
    assert last(f"{said}\n\n$$ {ZERO} $$").verdict == "refuted"

r"""What an editor shows of a judged note, without a server: of every verdict something stands under the pointer."""

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.editor import known, under
from derivations.telling.wording import Wording

PROVED = r"$$ \log p(x) = \log \int p(x,z) dz $$"  # one rule: there are no lines between
WORKED = r"$$ E_{q(z)}[\log q(z) - \log p(z)] = KL[q(z)\|p(z)] + 1 - 1 $$"
REFUTED = r"$$ (t - a)^2 = t^2 + 2 a t + a^2 $$"
MINIMA = r"$$ \arg\min_t (t - a)^2 = \arg\min_t (t + a)^2 $$"
UNREAD = r"$$ t = \foo{t} $$"


def test_of_every_verdict_something_is_known():
    note = read_note("\n\n".join(("Let $x > 0$ and $y > 0$.", PROVED, WORKED, REFUTED, MINIMA, UNREAD)))
    told = ["\n".join(known(note, j, Wording("en"))) for j in Judge(note).run()]
    said = [text.partition("**")[2].partition("**")[0] for text in told]
    assert said == ["proved", "proved", "refuted", "refuted", "unread"]
    assert ["```" in text for text in told] == [False, True, True, True, False]
    assert "left = (1 - 1)^2 = 0" in told[2] and "left: least at A, 0 < 4" in told[3]


def test_outside_the_signs_nothing_stands():
    note = read_note(f"Words.\n\n{PROVED}\n")
    judgements = Judge(note).run()
    file = note.source.written.place(3).file
    where, text = under(note, judgements, Wording("en"), file, (2, PROVED.index("=") + 1))
    assert text.startswith("**proved**") and where.start[0] == 2
    assert under(note, judgements, Wording("en"), file, (0, 1)) is None
    assert under(note, judgements, Wording("en"), f"another {file}", (2, PROVED.index("=") + 1)) is None

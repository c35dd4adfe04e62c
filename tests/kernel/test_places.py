"""Where a rule looks: by its kinds of atom alone, and nowhere that it would fit is left out."""

import pytest
from chapter_lines import traced_lines

from derivations.kernel.figures import table
from derivations.kernel.replay import Proved, replay
from derivations.kernel.terms import Refused


class Every:
    """Holds every kind."""

    def __contains__(self, kind: str) -> bool:
        return True


def terms_on_the_way() -> list:
    """Every fifth line's terms, each with the facts of its line."""
    found = {}
    for _, claim, keys, trace in traced_lines()[::5]:
        proved = replay(claim, trace, keys)
        assert isinstance(proved, Proved)
        for _, t in (*proved.left, *proved.right):
            found[t] = claim.facts
    return list(found.items())


def after(key: str, term, facts):
    try:
        return table.one_pass(key, term, facts)
    except Refused:
        return None


def test_a_rule_fits_at_its_kinds_alone(monkeypatch):
    terms = terms_on_the_way()
    assert len(terms) > 60
    few = {key: [after(key, *one) for one in terms] for key in table.FIGURES}
    assert sum(new != t for key in few for new, (t, _) in zip(few[key], terms, strict=True)) > 250
    monkeypatch.setattr(table, "AT", dict.fromkeys(table.FIGURES, Every()))
    assert few == {key: [after(key, *one) for one in terms] for key in table.FIGURES}


def test_no_kind_is_named_for_nothing():
    assert set(table.AT) <= set(table.FIGURES)
    with pytest.raises(Refused):
        table.one_pass("gibbs", frozenset())

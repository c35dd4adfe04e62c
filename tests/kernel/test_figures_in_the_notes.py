"""A figure says which line of the notes rests on it first: replaying that line uses it, and no earlier one does."""

import re

from chapter_lines import traced_lines

from derivations.kernel.figures import bounds, table
from derivations.kernel.replay import Proved, replay

TABLES = (table.FIGURES, bounds.BELOW, bounds.ABOVE)


def every_figure():
    """The figures of all tables, each once."""
    rows = [figures for one in TABLES for by_kind in one.values() for figures in by_kind.values()]
    rows += [table.DECLARED]
    return list(dict.fromkeys(figure for figures in rows for figure in figures))


def first_lines(monkeypatch) -> dict[str, str]:
    """By figure, the first line of the chapters in whose replay it fits."""
    found: dict[str, str] = {}
    line = ""

    def told(figure):
        def watched(*parts):
            made = figure(*parts)
            found.setdefault(figure.__name__, line)
            return made

        return watched

    for one in TABLES:
        for by_kind in one.values():
            for kind, figures in list(by_kind.items()):
                monkeypatch.setitem(by_kind, kind, tuple(map(told, figures)))
    monkeypatch.setattr(table, "DECLARED", tuple(map(told, table.DECLARED)))
    for label, claim, keys, trace in traced_lines():
        line = label.rsplit("-", 1)[1]
        assert isinstance(replay(claim, trace, keys), Proved)
    return found


def test_each_figure_says_where_it_stands(monkeypatch):
    said = {f.__name__: re.findall(r"\(note (\d+\.\d+)\)", f.__doc__ or "") for f in every_figure()}
    traced_lines()
    assert {name: notes for name, notes in said.items() if notes} == {
        name: [note] for name, note in first_lines(monkeypatch).items()
    }


def test_each_figure_states_what_it_makes():
    for figure in every_figure():
        assert re.search(r"->|>=|<=", figure.__doc__ or ""), figure.__name__

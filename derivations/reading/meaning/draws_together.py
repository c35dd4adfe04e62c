"""Several draws of one mean: those that are one draw of a joint density, and how they are conditioned."""

from __future__ import annotations

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of


def drawn_together(read, draws: tuple[S.Draw, ...]) -> list[S.Draw]:
    """`E_{x,y}`: one draw of both from their joint density, unless each has a law of its own by what was said."""
    bare = [d for d in draws if d.density is None and not any(read.known.drawn_from(name_of(v)) for v in d.variables)]
    if len(bare) < 2:
        return list(draws)
    return [d for d in draws if d not in bare] + [S.Draw(tuple(v for d in bare for v in d.variables), None)]


def in_order_of_conditions(densities: list) -> list:
    """Densities so that each is conditioned only on those before it."""
    rest, done = list(densities), []
    while rest:
        ready = [d for d in rest if not any(set(L.givens_of(d)) & set(L.targets_of(o)) for o in rest if o is not d)]
        if not ready:
            return densities
        done.append(rest.pop(rest.index(ready[0])))
    return done

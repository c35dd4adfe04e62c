"""The size of a vector by its own space, by the range of its index, or by the only range that a note has."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of


def own_size(survey, name: str) -> S.Node | None:
    """The size that a name's own space or the range of its own index gives."""
    if name in survey.spaces:
        return survey.spaces[name]
    known = survey.indexed.get(name, set()) | survey.indexed.get(name + "()", set())
    for index in sorted(known, key=S.outline):
        if (name, name_of(index)) in survey.drawn or survey.numbers_draws(name, index):
            continue
        bounds = survey.summed.get(name_of(index) or "")
        if bounds and bounds[1] is not None:
            return bounds[1]
    return None


def only_size(survey) -> S.Node | None:
    """The one range that components run over in this note, if there is only one."""
    sizes, of_draws = set(), {index for _, index in survey.drawn}  # w_i beside draws x_i is a weight of each
    for name, indices in survey.indexed.items():
        for index in indices:
            bounds = survey.summed.get(name_of(index) or "")
            drawn = (name, name_of(index)) in survey.valued or name_of(index) in of_draws or name in survey.raised
            if bounds and bounds[1] is not None and not drawn and not survey.numbers_draws(name, index):
                sizes.add(bounds[1])
    size = sizes.pop() if len(sizes) == 1 else None
    if size is None:
        return None
    named = {"d", "D"} & survey.symbols - {name_of(size)}  # a letter that is there for a size no index runs to
    return None if named - set(survey.summed) - set(survey.variables) - survey.indexed.keys() else size


def unsaid_size(survey, name: str) -> str:
    """What the size of a vector is called where no note says it: one name for all that are added to each other."""
    name = of_members(survey, name)
    numbered = {*survey.numbered, *survey.numbered_vectors}
    steps = {name_of(s) for one in numbered for s in S.walk(*survey.indexed.get(one, ()))}
    others = {*survey.summed, *steps, *survey.counted}
    used = [n for n in ("d", "n", "k", "D", "m") if n in survey.symbols and n not in others]
    kin = {name} if name not in survey.member_vectors else set()
    while more := {one for group in survey.alike if group & kin for one in group} - kin:
        kin |= more
    return used[0] if used else f"d_{min(kin or {name})}"


def of_members(survey, name: str) -> str:
    """The x of x_t where each x_t is a vector, after `x_t ~ N(..., I)`: they are of one size. Any other name itself."""
    first = name.partition("_")[0]
    return first if first in survey.member_vectors else name

"""What is known before a note is gone through: quantities that a later line defines, functions by their names."""

from __future__ import annotations

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.parser import parse
from derivations.reading.hearing.named_in_words import sides_called
from derivations.reading.meaning.substitution import Definition, head_of, is_name, is_quantity
from derivations.reading.text.named_functions import FORMULAS


def foresee(known, note: Note) -> None:
    """Definitions that come later: a name used before its own line means what that line says; and the sigmoid."""
    for called, formula in FORMULAS.items():
        known.definitions[called] = [Definition(called, (S.Symbol("u"),), (), (), parse(formula))]
    for one in note.named:
        place = "as is usual" if one.offset is None else f"line {note.position(one.offset)[0]}"
        told = f"{one.name} is the {one.called} function ({place})"
        formula = parse(FORMULAS[one.called])
        known.definitions[one.name] = [Definition(one.name, (S.Symbol("u"),), (), (), formula, told=told)]
    for tree, side in sides_called(note):
        name, arguments, index, parameters = head_of(tree)
        if name and not index and is_quantity(name) and name not in known.survey.variables:
            known.later.setdefault(name, [Definition(name, arguments, index, parameters, side)])
    for chain in note.chains:
        for place, relation in enumerate(chain.relations):
            left, right = chain.sides[place], chain.sides[place + 1]
            if not (left.read and right.read) or relation.name not in ("equal", "define") or not is_name(left.tree):
                continue
            name, arguments, index, parameters = head_of(left.tree)
            plainly = name and not index and is_quantity(name) and name not in known.survey.variables
            inside = any(head_of(n)[0] == name for n in S.every(S.Symbol | S.Apply, right.tree))
            if plainly and not inside and not isinstance(right.tree, S.Optimum):
                known.later.setdefault(name, [Definition(name, arguments, index, parameters, right.tree)])

"""Names with indices: a member of a family, an entry of a vector, an observation; x_j^{(i)} is an entry of x^{(i)}.

Every index counts: where one of them cannot be given a place, the name is not read.
"""

from __future__ import annotations

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning import sequences
from derivations.reading.meaning.naming import base, every_index, name_of, plain, tag_text
from derivations.reading.meaning.numbered_matrices import numbered_matrix, numbered_vector
from derivations.reading.meaning.sums import is_draw
from derivations.reading.meaning.unreadable import Unreadable


def variable_at(read, node: S.Index) -> L.RandomVariable | L.Component:
    """The random variable (or component of one) that an indexed name stands for."""
    name = name_of(node)
    nested = isinstance(node.base, S.Index) and node.raised | node.base.raised  # else z_i at its value j, `at_value`
    if name in read.values and not nested:
        return read.values[name]
    if name is None or len(node.indices) != 1:
        raise Unreadable("an index that is not understood", node)
    if nested:
        return _entry_of_observation(read, node, name)
    if (name, name_of(node.indices[0])) in read.survey.valued:
        return L.RandomVariable(name, name, None, True)
    if node.raised or is_draw(read, node):
        return read.random(name, read.survey.apart(node))
    if sequences.is_member(read, name, node.indices[0]):
        return L.Component(read.random(name), read.index(node.indices[0]))
    return read.random(f"{name}_{','.join(map(tag_text, node.indices))}")


def _entry_of_observation(read, node: S.Index, name: str) -> L.RandomVariable | L.Component:
    """x_j^{(i)}, or (x^{(i)})_j: the raised index is that of the observation."""
    marks = [n for n in (node, node.base) if n.raised]
    parts = [n for n in (node, node.base) if not n.raised]
    if len(marks) != 1 or len(every_index(node)) != 2 or (name, name_of(parts[0].indices[0])) in read.survey.valued:
        raise Unreadable("an index that is not understood", node)
    part = S.Index(base(node), parts[0].indices, span=node.span)
    if name in read.values:
        return L.Component(read.values[name], read.index(part.indices[0]))
    if is_draw(read, part):  # x_n^{(t)}: both tell observations apart
        return read.random(name, "{(" + ",".join(map(tag_text, every_index(node))) + ")}")
    sample = read.survey.apart(marks[0])
    if sequences.is_member(read, name, part.indices[0]):
        return L.Component(read.random(name, sample), read.index(part.indices[0]))
    return read.random(f"{name}_{tag_text(part.indices[0])}", sample)


def read_index(read, node: S.Index):
    """The value of an indexed name or of an entry of a function's value."""
    inner, indices = base(node), every_index(node)
    if isinstance(inner, S.Apply):
        name = plain(inner.function)
        defined = read.known.definition(name, tuple(inner.arguments), index=indices, read=read)
        if defined is not None:
            return defined
        value = read.function(read.known.alias(name, inner.arguments))(*(read.expression(a) for a in inner.arguments))
        if len(indices) != 1:
            raise Unreadable("several indices on a function", node)
        return L.Component(value, read.index(indices[0]))
    name = name_of(node)
    if name == "I":
        return read.read_symbol(S.Symbol("I", span=node.span))
    if name is None:
        raise Unreadable("an index on this is not understood", node)
    written = S.outline(node)
    if written in read.arguments:
        return read.arguments[written]
    defined = read.known.definition(name, (), index=indices, read=read)
    if defined is not None:
        return defined
    whole = read.known.definition(name, (), read=read)
    if isinstance(whole, tuple) and whole[0] == "v" and len(indices) == 1:
        return L.Component(whole[1], read.index(indices[0]))
    vector = numbered_vector(read, node, name, member_name(node))
    if vector is not None:
        return vector
    if name in read.survey.variables:
        return read.variable(node)
    stands = read.known.abbreviated(name)
    if stands is not None and len(indices) == 1 and not node.raised:
        return L.Component(read.typed(stands)[1], read.index(indices[0]))
    matrix = numbered_matrix(read, node, name, member_name(node))
    if matrix is not None:
        return matrix
    if not (read.survey.is_family(name) or any(sequences.bound_in(n, read.bound) for n in _layers(node))):
        return read.symbol(member_name(node))
    marks = [i for n in _layers(node) if n.raised for i in n.indices]
    parts = [i for n in _layers(node) if not n.raised for i in n.indices]
    summed = {name_of(s) for s in S.walk(*marks)} & read.survey.summed.keys()
    if read.survey.is_vector(name) and len(parts) < 2 and not summed and not numbered_by_a_variable(read, name):
        vector = read.vector(name, "^{" + ",".join(map(tag_text, marks)) + "}" if marks else "")
        return L.Component(vector, read.index(parts[0])) if parts else ("v", vector)
    return read.function(name)(*(variable_of(read, i) or read.index(i) for i in indices))


def numbered_by_a_variable(read, name: str) -> bool:
    """Whether the index of a name is a discrete variable of the note, as in `p(k) = \\pi_k`: a function of it."""
    return any(variable_of(read, i) is not None for i in read.survey.indexed.get(name, ()))


def variable_of(read, index: S.Node) -> L.RandomVariable | None:
    """The discrete variable that an index is, or whose value it is: the k of p(k), the z of p(z = k)."""
    name = name_of(index)
    if name in read.bound:  # of a sum that is not over values
        return None
    if name in read.survey.variables and read.survey.is_discrete(name):
        return read.variable(index)
    of = {v for v, i in read.survey.valued if i == name}
    return L.RandomVariable(*of, *of, None, True) if len(of) == 1 else None


def member_name(node: S.Index) -> str:
    """The name of an indexed thing that is no entry of a vector: b_{0}, x_{t-1}, u_{k}^{t}."""
    before = member_name(node.base) if isinstance(node.base, S.Index) else name_of(node)
    return f"{before}{'^' if node.raised else '_'}{{{','.join(map(tag_text, node.indices))}}}"


def _layers(node: S.Node) -> list[S.Index]:
    return [node, *_layers(node.base)] if isinstance(node, S.Index) else []

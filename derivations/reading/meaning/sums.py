"""Integrals, sums over values, components or draws, and products of a note."""

from __future__ import annotations

from collections.abc import Iterable

import sympy
from sympy import Integer, Symbol

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.beside_values import numbers_as_functions
from derivations.reading.meaning.limits_of_sums import everything, limits_as_index, limits_of
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.numbered_densities import refuse_numbered
from derivations.reading.meaning.numbered_values import is_value_index, mass_letters
from derivations.reading.meaning.tags import squeezed
from derivations.reading.meaning.told_members import told_members
from derivations.reading.meaning.unreadable import Unreadable


def read_integral(read, node):
    limits = [S.outline(b) for b in (node.lower, node.upper) if isinstance(b, S.Node)]
    if limits not in ([], ["Neg(infinity)", "infinity"]) or not everything(node.domain, node.variables):
        raise Unreadable("an integral over a part of the line is not understood", node)
    refuse_numbered(read, node.body, map(name_of, node.variables))
    variables = [one for v in node.variables for one in read.variables(v)]
    return L.Integral(read.expression(node.body), *variables)


def read_sumover(read, node):
    names = [name_of(i) for i in node.indices]
    refuse_numbered(read, node.body, names)
    if node.condition is not None:
        raise Unreadable("a sum with a condition is not understood", node)
    if node.lower is not None and node.upper is None:
        raise Unreadable("where this sum ends cannot be told", node)
    if all(n in read.survey.variables for n in names) and (node.upper is None or is_value_index(node)):
        all_values(read, node, names, limits_as_index(read.survey, names[0]) if len(names) == 1 else set())
        variables = [read.variable(i) for i in node.indices]
        return L.Integral(read.expression(node.body), *variables)
    masses = mass_sum(read, node, names)
    if masses is not None:
        return masses
    samples = sample_sum(read, node)
    if samples is not None:
        return samples
    values = value_sum(read, node, names)
    if values is not None:
        return values
    return big(read, node, L.Sum, read.expression)


def mass_sum(read, node, names):
    """Sum over i of p_i log(p_i / q_i): a sum over the values of what p and q are probabilities of."""
    letters = mass_letters(node, names[0]) if len(names) == 1 else frozenset()
    if not letters or letters & read.survey.weights:
        return None
    all_values(read, node, names, limits_of(read.survey, letters))
    not_integrated(read, node, {read.survey.mass_variable})
    variable = L.RandomVariable(read.survey.mass_variable, read.survey.mass_variable, None, True)
    read.masses.append(names[0])
    try:
        return L.Integral(read.expression(node.body), variable)
    finally:
        read.masses.pop()


def all_values(read, node: S.BigOperator, names: list[str | None], limits: set[tuple]) -> None:
    """Refuses a sum that leaves out values of what it runs over: a part sums to no one knows what. `limits` are those
    between which the note sums over these values."""
    limits = limits if len(names) == 1 else set()
    listed = read.survey.listed.get(names[0] or "")
    other = listed is not None and node.upper not in (None, listed)
    binary = isinstance(node.domain, S.SetOf) and (listed is not None or any(high for _, high in limits))
    if other or binary or not everything(node.domain, node.indices) or not is_whole(node, limits):
        raise Unreadable("a sum over a part of the values is not understood", node)


def not_integrated(read, node: S.BigOperator, names: set[str | None]) -> None:
    """Refuses a sum over numbered values of what the chain integrates over as well."""
    if names & read.survey.here.integrated:
        raise Unreadable("a sum over the values of what is integrated over beside it", node)


def value_sum(read, node, names):
    """Sum over i of p(x_i) f(x_i): a sum over the values of x."""
    body = numbers_as_functions(read, node, names)
    entries = [v for v in S.every(S.Index, body) if any(name_of(i) in names for i in v.indices)]
    roots = {n for n in map(name_of, entries) if all((n, i) in read.survey.valued for i in names)}
    if not roots or any(name_of(v) in read.survey.variables for v in entries if name_of(v) not in roots):
        return None
    all_values(read, node, names, limits_of(read.survey, roots))
    not_integrated(read, node, roots)
    if any(isinstance(end := read.survey.listed.get(n), S.Node) and node.upper not in (None, end) for n in roots):
        raise Unreadable("a sum over a part of the values is not understood", node)
    no_other_member(node, roots, names)
    before = dict(read.values)
    for name in roots:
        read.values[name] = L.RandomVariable(name, name, None, True)
    try:
        return L.Integral(read.expression(body), *(read.values[n] for n in sorted(roots)))
    finally:
        read.values = before


def no_other_member(node: S.BigOperator, roots: set[str | None], names: list[str | None]) -> None:
    """Refuses z_j in a sum over m of z_m: what it runs over is read as z, and another value of z is not that one."""

    def beside(tree: S.Node, bound: frozenset[str | None]) -> bool:
        if isinstance(tree, S.Index) and name_of(tree) in roots:
            return not any(numbers(i, name) for i in tree.indices for name in bound)
        inside = bound | {name_of(i) for i in tree.indices} if isinstance(tree, S.BigOperator) else bound
        return any(beside(part, inside) for part in S.children(tree))

    if beside(node.body, frozenset(names)):
        raise Unreadable("a member that the sum does not run over stands in it beside those that it does", node)


def big(read, node, operator, read_body):
    if len(node.indices) != 1 or node.condition is not None:
        raise Unreadable("a sum or product over several indices is not understood", node)
    (index,) = node.indices
    name = name_of(index)
    refuse_numbered(read, node.body, (name,))
    low, high = node.lower, node.upper
    if high is None:
        bounds = read.survey.summed.get(name)
        low, high = bounds if bounds and bounds[1] is not None else (None, None)
        if isinstance(node.domain, S.Range):
            low, high = node.domain.lower, node.domain.upper
        if high is None:
            high = guess_range(read, node, name)
    untold = Symbol(f"n_{{{name}}}", integer=True, positive=True)  # how many, of which a note says nothing
    if high is None and not any(isinstance(n, S.Index) and index in n.indices for n in S.walk(node.body)):
        raise Unreadable("the range of this index cannot be told", node)
    if high is None:
        read.known.opaque.add(squeezed(untold.name))
    symbol = Symbol(name, integer=True)
    read.bound.append(name)
    try:
        body = read_body(node.body)
    finally:
        read.bound.pop()
    lower = Integer(1) if low is None else read.expression(low)
    return operator(body, (symbol, lower, untold if high is None else read.expression(high)))


def guess_range(read, node, name):
    for v in S.walk(node.body):
        if isinstance(v, S.Index) and any(name_of(i) == name for i in v.indices):
            found = read.survey.dimension(name_of(v) or "")
            if found is not None:
                return found
    return None


def read_productover(read, node):
    samples = sample_sum(read, S.SumOver(node.indices, S.Apply("log", (node.body,)), node.lower, node.upper,
                                        node.domain, node.condition))  # fmt: skip
    if samples is not None:
        return sympy.exp(samples)
    return big(read, node, L.Product, read.expression)


def sample_sum(read, node: S.BigOperator):
    """sum_{j=1}^k f(z_j) over drawn z_j, as k times a sample average; None if nothing drawn stands in it."""
    if len(node.indices) != 1 or node.condition is not None:
        return None
    index = name_of(node.indices[0])
    drawn = set(drawn_in(read, node.body, index))
    if len(drawn) != 1:
        return None
    (name,) = drawn
    if not is_whole(node, set()):
        raise Unreadable("a sum over a part of the draws is not understood", node)
    count = upper_limit(read, node, index)
    if node.lower == S.Number("0"):  # from 0 to N - 1
        count = count + 1
    density = read.known.drawn_from(name)
    variable = read.random(name)
    if density is None:
        density = L.Density(L.Distribution("sample"), [variable])
    if count is None or L.targets_of(density) != (variable,):
        return None
    no_other_member(node, drawn, [index])
    if one_beside_all(read, node, name):
        raise Unreadable("one of the draws stands beside the sum over all of them", node)
    before = dict(read.values)
    read.values[name] = variable
    read.bound.append(index)
    try:
        body = read.expression(node.body)
    finally:
        read.values = before
        read.bound.pop()
    if variable not in body.free_symbols:
        return L.Sum(body, (Symbol(index, integer=True), 1, count)) if not body.is_number else body * count
    return count * L.SampleAverage(body, density, count)


def drawn_in(read, body: S.Node, index: str | None, opened: frozenset[str] = frozenset()) -> Iterable[str | None]:
    """The drawn names that an index numbers in a formula, and in what stands for an indexed name: w_i = f(x_i)."""
    for v in S.walk(body):
        if isinstance(v, S.Index) and any(numbers(i, index) for i in v.indices):
            if is_draw(read, v):
                yield name_of(v)
            for given in read.known.definitions.get(name_of(v) or "", ()) if name_of(v) not in opened else ():
                if [*map(type, given.index)] == [S.Symbol]:
                    yield from drawn_in(read, given.tree, name_of(given.index[0]), opened | {given.name})


def one_beside_all(read, node: S.BigOperator, name: str) -> bool:
    """Whether the z_1 of f(z_1) / sum_j f(z_j) stands in a formula beside the sum over all draws of z."""

    def stands(tree: S.Node) -> bool:
        if isinstance(tree, S.Index) and name_of(tree) == name and isinstance(tree.indices[0], S.Number):
            return True
        return tree != node and not isinstance(tree, S.Expectation) and any(map(stands, S.children(tree)))

    return any(stands(tree) for tree in read.context if any(n == node for n in S.walk(tree)))


def upper_limit(read, node, index):
    high = node.upper
    if high is None and isinstance(node.domain, S.Symbol):
        return Symbol("|" + S.outline(node.domain) + "|", integer=True, positive=True)
    if high is None:
        bounds = read.survey.summed.get(index)
        high = bounds[1] if bounds else None
    return None if high is None else read.expression(high)


def undrawn_member(read, body: S.Node) -> bool:
    """Whether x_m, of which no density is written, stands in a formula beside x_n: a number beside a draw?"""
    members: dict[str, set[str]] = {}
    for n in S.walk(body):
        if isinstance(n, S.Symbol) and "_" in n.name:
            members.setdefault(plain(n.name).partition("_")[0], set()).add(plain(n.name))
        elif isinstance(n, S.Index) and not n.raised and name_of(n):
            members.setdefault(name_of(n), set()).add(plain(S.outline(n)))
    random = {*read.survey.variables, *read.known.draws} - set(map(name_of, told_members(read, body)))
    written = read.survey.arguments.labels
    return any(base in random and len(own) > 1 and own - written for base, own in members.items())


def is_draw(read, node: S.Index) -> bool:
    """Whether z_j is one of several draws of z (not a component, not a variable of its own)."""
    name = name_of(node)
    if name not in read.survey.variables and name not in read.survey.sampled:
        return False
    up = read.survey.raised.get(name, set())
    if node.raised or (up and not all(name_of(i) in read.survey.summed and i not in up for i in node.indices)):
        return True
    if any(read.survey.numbers_draws(name, i) for i in node.indices):
        return True
    return any((name, name_of(i) or S.outline(i)) in read.survey.drawn for i in node.indices)


def is_whole(node: S.BigOperator, limits: set[tuple]) -> bool:
    """Whether a sum begins at the first of what it runs over (1, or 0 up to one less), and reaches as far as any other
    over the same (`limits`: their pairs of first and last)."""
    low, high = node.lower, node.upper
    if low is None and high is None:
        return True
    if isinstance(high, S.NamedNumber):  # whole numbers from 0 on; what begins at 1 may have a 0 before it
        return high.name == "infinity" and low == S.Number("0")
    less = isinstance(high, S.Add) and high.terms[1:] == (S.Neg(S.Number("1")),)
    if low == S.Number("1"):
        return isinstance(high, S.Symbol | S.Number | S.Apply | S.Index | S.Bars) and all(h in (None, high)
                                                                                       for _, h in limits)  # fmt: skip
    numbered = isinstance(high, S.Number) and len({h for _, h in limits if h is not None}) <= 1
    return low == S.Number("0") and (less or numbered)


def numbers(index: S.Node, name: str | None) -> bool:
    """Whether an index is this one, or made of it: the m of x_m and of x_{i_m}."""
    return any(isinstance(n, S.Symbol) and name_of(n) == name for n in S.walk(index))


READ = {S.Integral: read_integral, S.SumOver: read_sumover, S.ProductOver: read_productover}

r"""Members of a sequence that are variables of their own, because their common law was said: eps_{t-1} of eps_i ~ N."""

from __future__ import annotations

from sympy import Expr

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.substitution import substituted, swaps_for
from derivations.reading.meaning.unreadable import Unreadable


def told_members(read, body: S.Node) -> dict[S.Index, L.RandomVariable]:
    """The members in a formula of sequences whose law is said for every index, each with its variable; none of a
    sequence that the formula also names as a whole or by a running index."""
    found: dict[S.Index, L.RandomVariable] = {}
    for node in (n for n in S.every(S.Index, body) if name_of(n) in read.known.general_laws):
        try:
            variable = read.variable(node)
        except Unreadable:
            return {}
        if not isinstance(variable, L.RandomVariable) or variable.role == name_of(node):
            return {}
        found[node] = variable
    return found


def random_names(read, body: S.Node) -> tuple[list[str], list[L.RandomVariable]]:
    """The variables by name that stand in the body of a bare mean, and the told members beside them; the X, too, of a
    name that shows nothing random: of the score s(theta), of z after z = m + s X."""
    members = told_members(read, body) | lone_members(read, body)
    bases = {id(node.base) for node in members}
    symbols = (n for n in S.every(S.Symbol, body) if id(n) not in bases)
    names = dict.fromkeys(name for n in symbols if (name := name_of(n)) in read.survey.variables)
    found = list(dict.fromkeys(members.values()))
    for node in (n for n in S.every(S.Apply | S.Symbol, body) if name_of_defined(n) not in names):
        arguments = node.arguments if isinstance(node, S.Apply) else ()
        shown = any(name_of(n) in read.survey.variables for n in S.walk(*arguments))
        if read.known.has_definition(name_of_defined(node)) and not shown:
            inside = (v for v in read.typed(node)[1].free_symbols if isinstance(v, L.RandomVariable))
            found += sorted((v for v in inside if v.role in read.survey.variables and v.name not in names), key=str)
    return list(names), list(dict.fromkeys(found))


def name_of_defined(node: S.Apply | S.Symbol) -> str:
    """The name that a definition would be of."""
    return plain(node.function if isinstance(node, S.Apply) else node.name)


def fixed_value(read, body: S.Node) -> Expr | None:
    """What is averaged where it is no more than a number: made of the parameters of normals, or of c. A name that
    stands alone may be random by words that were not read."""
    nodes = list(S.walk(body))
    names = {name_of(n) for n in nodes if isinstance(n, S.Symbol)}
    fixed = ({"c"} | (set() if isinstance(body, S.Symbol) else read.survey.gaussian_names)) - set(read.survey.variables)
    plainly = (isinstance(n, PLAIN) or (isinstance(n, S.Apply) and n.function in NUMBERS) for n in nodes)
    return read.expression(body) if names and names <= fixed - read.known.called_random and all(plainly) else None


PLAIN = (S.Symbol, S.Number, S.NamedNumber, S.Add, S.Neg, S.Mul, S.Divide, S.Power)
NUMBERS = ("log", "ln", "exp", "sqrt")


def lone_members(read, body: S.Node) -> dict[S.Index, L.RandomVariable]:
    """The a_t and s_t of a mean of pi(a_t | s_t): variables of their own, where no sum runs over their index."""
    written = read.survey.arguments.written
    found = {}
    for node in (n for n in S.every(S.Index, body) if n in written and not n.raised):
        variable = read.variable(node)
        if isinstance(variable, L.RandomVariable) and variable.name != name_of(node):
            found[node] = variable
    return found


def law_of_all(read, name: str, node: S.Node) -> L.Density | None:
    """The density of a draw eps_i of which a law was said for every i that does not hang on i; None otherwise."""
    general = read.known.general_laws.get(name)
    if general is None or any(n == general.variable.indices[0] for n in S.walk(general.law)):
        return None
    found = [f.density for f in read.known.facts if f.density.targets == (read.random(name),) and not f.density.givens]
    return found[0] if len(found) == 1 else None


def joint_of(read, letter: L.Distribution, variables: list, givens: list) -> L.Density:
    """The density of some variables in the order that the note writes them in, else by name: E[xz] is E[zx]."""
    ordered = sorted(variables, key=str)
    for targets, _ in read.survey.signatures.get(letter.name, ()):
        if sorted(targets) == [str(v) for v in ordered]:
            ordered.sort(key=lambda v: targets.index(str(v)))
            break
    return L.Density(letter, ordered, givens)


def with_members_behind(known, trees: list[S.Node]) -> list[S.Node]:
    """The formulas of a chain, and the z_1 and z_2 behind its w_1 and w_2 after w_k = f(z_k), as far apart as if they
    were written."""
    found = []
    for node in S.every(S.Index, *trees):
        for d in known.definitions.get(name_of(node) or "", ()) if isinstance(node.indices[0], S.Number) else ():
            swaps = swaps_for(d, (), (), node.indices)
            inside = S.walk(substituted(d.tree, swaps)) if swaps else ()
            found += [n for n in inside if isinstance(n, S.Index) and n.indices == node.indices]
    return [*trees, *found]

"""What a statement speaks of: letters and their variables, functions, symbols, sizes. A world is built for this.

Found by walking the expressions and the facts that bear on them, nothing else: no rule is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sympy import Add, Expr, Mul, Symbol, log
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.worlds.collecting import Letter, collect, nodes
from derivations.worlds.evaluation.evaluator import CannotSpeak


@dataclass
class Vocabulary:
    """The names of a statement. Sizes are those of one world: see `sized`.

    roles: role -> dimension expression or None; vector_roles: those that are vectors; aliases: role -> the role whose
    values its variables (or their components, independent draws of it) take.  letters: letter -> its roles.
    functions: name -> positive.  vectors: names of functions and symbols that are vectors -> dimension or None.
    symbols: name -> assumptions ("positive", "integer", ...).  dimensions: names of symbols that are sizes.
    indices: names of free index symbols -> the vectors' dimensions they run over.
    weights: functions of a summation index alone -> its upper limit.
    least: ends of sums -> the least value with which each has a term.
    counted: roles whose values stand in the arithmetic (x^2, E x).  logged: roles of densities under a logarithm.
    """

    roles: dict[str, Expr | None] = field(default_factory=dict)
    discrete: set[str] = field(default_factory=set)
    letters: dict[Letter, set[str]] = field(default_factory=dict)
    functions: dict[str, bool] = field(default_factory=dict)
    vectors: dict[str, Expr | None] = field(default_factory=dict)
    symbols: dict[str, set[str]] = field(default_factory=dict)
    dimensions: list[str] = field(default_factory=list)
    indices: dict[str, list[Expr | None]] = field(default_factory=dict)
    matrices: dict[str, tuple[Expr | None, bool]] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    vector_roles: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    largest_index: int = 0
    least: dict[str, int] = field(default_factory=dict)
    weights: dict[str, Expr] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
    logged: set[str] = field(default_factory=set)
    positive: set[str] = field(default_factory=set)

    def key(self) -> tuple:
        """A hashable form: equal vocabularies give equal worlds."""
        return (
            tuple(sorted((r, str(d)) for r, d in self.roles.items())), tuple(sorted(self.discrete)),
            tuple(sorted(self.positive)),
            tuple(sorted(self.vector_roles)), tuple(sorted(self.aliases.items())),
            tuple(sorted((letter, tuple(sorted(roles))) for letter, roles in self.letters.items())),
            tuple(sorted(self.functions.items())), tuple(sorted((n, str(d)) for n, d in self.vectors.items())),
            tuple(sorted((n, tuple(sorted(a))) for n, a in self.symbols.items())), tuple(self.dimensions),
            tuple(sorted((n, tuple(map(str, d))) for n, d in self.indices.items())),
            tuple(sorted((n, str(s), y) for n, (s, y) in self.matrices.items())),
            tuple((f.density, f.formula) for f in self.facts), self.largest_index,
            tuple(sorted(self.least.items())),
            bool(self.counted & self.logged - self.discrete),
            tuple(sorted((n, str(high)) for n, high in self.weights.items())),
        )  # fmt: skip


def study(expressions: Iterable[Expr], facts: Iterable[Fact] = ()) -> Vocabulary:
    """The vocabulary of a statement and of the facts that bear on it."""
    vocabulary = Vocabulary()
    expressions = list(expressions)
    for e in expressions:
        collect(e, vocabulary)
    waiting, taken = list(dict.fromkeys(facts)), []
    found = True
    while found:
        found = [f for f in waiting if _bears_on(f, vocabulary)]
        for fact in found:
            waiting.remove(fact)
            taken.append(fact)
            collect(fact.density, vocabulary)
            collect(fact.formula, vocabulary)
    vocabulary.facts = tuple(taken)
    for e in expressions:
        _collect_uses(e, vocabulary, logged=False)
    for group in (expressions, *((f.density, f.formula) for f in taken)):
        indexed: list[tuple[str, set]] = []
        for e in group:
            _collect_vectors(e, vocabulary, {}, indexed)
        _share_sizes(indexed, vocabulary)
    return vocabulary


def _share_sizes(indexed: list[tuple[str, set]], v: Vocabulary) -> None:
    """A function indexed by i has as many components as another vector of the same formula that i runs over."""
    for name, symbols in indexed:
        known = [size for s in symbols for size in v.indices.get(s.name, ()) if size is not None]
        if v.vectors.get(name) is None and known:
            v.vectors[name] = known[0]


def _bears_on(fact: Fact, vocabulary: Vocabulary) -> bool:
    """A fact matters when the statement uses its letter with one of the variables it is a density of."""
    roles = {role for role, _ in fact.density.target_slots}
    return any(name[0] == fact.density.name and roles & used for name, used in vocabulary.letters.items())


LOGGED = (log, L.Entropy, L.CrossEntropy, L.ELBO)


def _collect_uses(e, v: Vocabulary, logged: bool) -> None:
    """Where values are counted with, and where densities stand under a logarithm (KL and I know no unit of length)."""
    if isinstance(e, L.Density):
        if logged:
            v.logged.update(role for role, _ in e.target_slots)
        return
    if isinstance(e, AppliedUndef):
        return
    if isinstance(e, L.RandomVariable):
        v.counted.add(e.role)
        return
    logged = logged or isinstance(e, LOGGED)
    for a in e.args:
        if isinstance(a, Expr):  # lists of bound variables are no uses of them
            _collect_uses(a, v, logged)


def _collect_vectors(e: Expr, v: Vocabulary, limits: dict, indexed: list) -> None:
    """Which functions and symbols are vectors, and of what dimension, from what they stand beside."""
    if isinstance(e, (L.Sum, L.Product)):
        limits = {**limits, **{index: high for index, _, high in e.limits}}
    if isinstance(e, L.Component):
        if isinstance(e.base, L.Component) and isinstance(e.base.base, L.RandomVariable):
            raise CannotSpeak(f"{e.base.base} is a table of variables with two indices")
        size = next((limits[s] for s in e.index.free_symbols if s in limits), None)
        base = e.base
        if isinstance(base, L.RandomVariable):
            if v.roles.get(base.role) is None:
                v.roles[base.role] = size
            v.vector_roles.add(base.role)
            size = v.roles[base.role]
        else:
            for part in _terms(base):
                _vector(part, size, v)
                if isinstance(part, AppliedUndef):
                    indexed.append((f"{type(part).__name__}()", e.index.free_symbols))
        for s in e.index.free_symbols - set(limits):
            v.indices.setdefault(s.name, []).append(size)
    elif isinstance(e, AppliedUndef) and len(e.args) == 1 and e.args[0] in limits:
        v.weights[type(e).__name__] = limits[e.args[0]]
    elif isinstance(e, Add):
        sizes = [d for d in map(_dimension, e.args) if d is not None]
        if sizes:
            for part in _terms(e):
                _vector(part, sizes[0], v)
    elif isinstance(e, L.Normal):
        size = _dimension(e.value) or _dimension(e.mean)
        if size is not None:
            for part in (*_terms(e.value), *_terms(e.mean)):
                _vector(part, size, v)
    elif isinstance(e, L.SquaredNorm):
        for part in _terms(e.vector):
            _vector(part, _dimension(e.vector), v)
    elif isinstance(e, (L.Bilinear, L.MatVec, L.Outer)):
        vectors = [a for a in e.args if a.is_commutative and a != 1]
        sizes = [d for d in (*map(_dimension, vectors), *map(_matrix_size, e.args)) if d is not None]
        for vector in vectors:
            for part in _terms(vector):
                _vector(part, sizes[0] if sizes else None, v)
    for a in e.args:
        if a.args:  # a leaf stands beside nothing
            _collect_vectors(a, v, limits, indexed)


def _terms(e: Expr) -> list[Expr]:
    """The functions, symbols and variables that a vector expression is a combination of."""
    if isinstance(e, Add):
        return [t for a in e.args for t in _terms(a)]
    if isinstance(e, Mul):
        vectors = [a for a in e.args if _dimension(a) is not None]
        if vectors:
            return vectors
        inner = [a for a in e.args if not a.is_number]
        return _terms(inner[0]) if len(inner) == 1 else []
    return [e]


def _vector(part: Expr, size, v: Vocabulary) -> None:
    if isinstance(part, AppliedUndef):
        name = f"{type(part).__name__}()"
    elif isinstance(part, L.RandomVariable):
        if v.roles.get(part.role) is None:
            v.roles[part.role] = size
        v.vector_roles.add(part.role)
        return
    elif type(part) is Symbol and not part.is_integer:
        name = part.name
    else:
        return
    if v.vectors.get(name) is None:
        v.vectors[name] = size


def _dimension(e: Expr):
    """The dimension of a vector-valued expression, from the random variables in it; None if none is told."""
    if isinstance(e, L.RandomVariable):
        return e.dimension
    if isinstance(e, (Add, Mul)):
        return next((d for d in map(_dimension, e.args) if d is not None), None)
    if isinstance(e, L.MatVec):
        return _matrix_size(e.args[0]) or _dimension(e.args[1])
    return None


def _matrix_size(e: Expr):
    for node in nodes(e):
        if isinstance(node, (L.MatrixName, L.Identity)):
            return node.size
    return None

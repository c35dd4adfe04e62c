"""What every exact world has: sizes, free symbols, matrices, undefined functions.

`exact` is the machine for exact numbers, `floats` the same in floating point, for a first look. A world whose
`variation` differs shares with its siblings all that a minimisation holds fixed (see `Freedom`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sympy import Expr

from derivations.numbers import exact_numbers as X
from derivations.numbers.arrays import Matrix, Vector
from derivations.numbers.exact_text import brief
from derivations.worlds.arithmetic import Arithmetic
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator
from derivations.worlds.matrices import covariance, square_matrix
from derivations.worlds.pools import AT_LARGE, Pools
from derivations.worlds.vocabulary import Letter, Vocabulary

Axis = tuple  # (role, component number or 0)


@dataclass(frozen=True)
class Freedom:
    """What varies between sibling worlds. `letters`, `functions`: names, None for all; `fixed`: given densities."""

    fixed: tuple[Expr, ...] = ()
    letters: frozenset[str] | None = None
    functions: frozenset[str] | None = None
    symbols: frozenset[str] = frozenset()

    def varies(self, kind: str, name: str) -> bool:
        if kind == "symbol":
            return name in self.symbols
        names = self.letters if kind == "letter" else self.functions
        return names is None or name in names


NOTHING_FREE = Freedom((), frozenset(), frozenset(), frozenset())


def axis_name(axis: Axis) -> str:
    return f"{axis[0]}_{axis[1]}" if axis[1] else axis[0]


def letter_name(letter: Letter) -> str:
    return letter[0] + (f"_{{{','.join(letter[1:])}}}" if len(letter) > 1 else "")


def shown(value):
    """A number, vector or matrix as text (nested lists of it)."""
    return [shown(v) for v in value] if isinstance(value, tuple) else brief(value)


def _exact(argument) -> bool:
    return all(map(_exact, argument)) if isinstance(argument, tuple) else isinstance(argument, (int, Fraction, X.Exact))


def _place(argument) -> str:
    """An argument as text that is the same whether it was computed exactly or not."""
    if isinstance(argument, tuple):
        return ",".join(map(_place, argument))
    return str(argument) if isinstance(argument, Fraction) else f"{float(argument):.9g}"


def listed(value) -> str:
    """Nested lists of texts as one text."""
    return "[" + ", ".join(map(listed, value)) + "]" if isinstance(value, (list, tuple)) else str(value)


@dataclass(frozen=True)
class VocabularyKey:
    """A vocabulary as a key: equal vocabularies give equal worlds."""

    key: tuple
    vocabulary: Vocabulary = field(compare=False)


class World:
    """What finite and Gaussian worlds share: random sizes, symbols, matrices and where free variables stand."""

    kind = ""

    def __init__(
        self, vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
        pools: Pools = AT_LARGE, chosen: Mapping[tuple, Fraction] | None = None,
    ):  # fmt: skip
        self.chosen = chosen or {}  # numbers that are not random here: by kind, name, arguments and component
        self.pools, self.nonzero, self.positive = pools, pools.signed, pools.positive
        # real parameters are of any sign, positive, or between 0 and 1, in turn: each lets other formulas make sense
        self.real = (pools.signed, self.positive, pools.below_one)[seed % 3]
        self.vocabulary, self.seed, self.variation, self.freedom = vocabulary, seed, variation, freedom
        sizes = pools.sizes_of(vocabulary.dimensions, seed)
        self.sizes = {name: max(size, vocabulary.least.get(name, 1)) for name, size in sizes.items()}
        self.symbols: dict = {}
        self.functions: dict = {}
        self.points: dict = {}
        self.standing: dict[str, str] = {}
        self._axes: dict[str, tuple[Axis, ...]] = {}
        self.numbers = Sizes(self)

    def settled(self, evaluate: Callable):
        """A value in this world (some worlds must try more than once)."""
        return evaluate()

    def describe_names(self, of: dict | None = None) -> dict:
        """The symbols, functions and matrices that were asked for, in text."""
        functions: dict = {}
        for (name, arguments, j), value in (self.functions if of is None else of).items():
            if not all(map(_exact, arguments)):  # the place at which a first look in floating point met it
                continue
            place = ", ".join(listed(shown(a)) for a in arguments)
            functions[f"{name}{'' if j is None else f'_{j}'}({place})"] = shown(value)
        asked = sorted(self.symbols.items(), key=lambda one: (one[0][0], one[0][1] or 0))  # not in the order of asking
        symbols = {(n if j is None else f"{n}_{j}"): shown(v) for (n, j), v in asked if not isinstance(v, tuple)}
        matrices = {n: shown(self.matrix(n)) for n in self.vocabulary.matrices}
        return {"functions": functions, "symbols": {**symbols, **matrices}}

    def generator(self, kind: str, name: str) -> random.Random:
        """A generator of its own for each name, the same in all siblings unless the name is free."""
        varied = self.variation if self.freedom.varies(kind, name) else 0
        return random.Random(f"{self.kind} {self.seed} {varied} {kind} {name}")

    def size(self, e: Expr | None) -> int:
        """A dimension as a number; the pools' first where nothing is said."""
        if e is None:
            return max(self.pools.sizes[0], self.vocabulary.largest_index)
        n = evaluator(e)(self.numbers, {})
        if n != int(n) or not 1 <= n <= 4:
            raise CannotSpeak(f"a vector of dimension {e} is too large for an exact world")
        return int(n)

    def set_axes(self) -> None:
        """The axes of every role: one for a scalar, one for each component of a vector."""
        v = self.vocabulary
        for role in sorted(v.roles):
            vector = role in v.vector_roles
            self._axes[role] = tuple((role, j + 1) for j in range(self.size(v.roles[role]))) if vector else ((role, 0),)

    def axes(self, role: str) -> tuple[Axis, ...]:
        return self._axes[role]

    def axes_of(self, role: str) -> tuple[Axis, ...]:
        """The axes of a role, none for one that this world does not know."""
        return self._axes.get(role, ())

    def component_axis(self, role: str, j: int) -> Axis:
        if (role, j) not in self._axes[role]:
            raise CannotSpeak(f"{role} has no component {j}")
        return role, j

    def matrix_size(self) -> int:
        """The size of the identity where SymPy left a 1 of it (S S^-1): that of the only matrices there are."""
        sizes = {self.size(size) for size, _ in self.vocabulary.matrices.values()}
        if len(sizes) != 1:
            raise CannotSpeak("an identity matrix of unknown size")
        return sizes.pop()

    def standing_role(self, name: str) -> str:
        """The role of a free variable that stands somewhere."""
        return self.standing.get(name, name)

    def unasked(self):
        """The same world, asked for nothing yet: what it tells depends on no earlier question."""
        for asked in (self.points, self.standing, self.functions, self.symbols):
            asked.clear()
        return self

    def symbol(self, name: str, j: int | None = None):
        """The number (or vector) that a free symbol stands for."""
        key = (name, j)
        if key not in self.symbols:
            given = self.chosen.get(("symbol", name, (), j))
            self.symbols[key] = self._symbol(name, j) if given is None else given
        return self.symbols[key]

    def _symbol(self, name: str, j: int | None):
        if name in self.sizes:
            return Fraction(self.sizes[name])
        if name.startswith("constant:"):
            raise CannotSpeak("a constant that is left open has no value")
        vector = name in self.vocabulary.vectors
        if vector and j is None:
            return Vector(self.symbol(name, i + 1) for i in range(self.size(self.vocabulary.vectors[name])))
        flags = self.vocabulary.symbols.get(name, ())
        rng = self.generator("symbol", name if j is None or not vector else f"{name}[{j}]")
        if name in self.vocabulary.indices:
            return Fraction(self._index(name))
        if "integer" in flags:
            return Fraction(rng.randint(2, 3) if "positive" in flags else rng.choice((-3, -2, 2, 3)))
        if "negative" in flags:
            return -rng.choice(self.positive)
        return rng.choice(self.positive if flags & {"positive", "nonnegative"} else self.real)

    def _index(self, name: str) -> int:
        """Free indices stand at different components where there are enough of them."""
        names = sorted(self.vocabulary.indices)
        highest = min(self.size(d) for d in self.vocabulary.indices[name])
        start = random.Random(f"{self.seed} indices").randrange(highest)
        return 1 + (start + names.index(name)) % highest

    def matrix(self, name: str) -> Matrix:
        """A random rational matrix: L L' where it is symmetric, else invertible and unlike its transpose."""
        size, symmetric = self.vocabulary.matrices[name]
        n, rng = self.size(size), self.generator("symbol", f"matrix {name}")
        return covariance(n, rng) if symmetric else square_matrix(n, rng)

    def _weigh(self, name: str) -> None:
        """A function of a summation index sums to one: a note's weights do so, said or not, and what holds for any
        function holds for such a one."""
        rng, n = self.generator("function", name), self.size(self.vocabulary.weights[name])
        positive = self.vocabulary.functions.get(name) or min(self.real) > 0
        values = [rng.choice(self.positive if positive else self.real) for _ in range(n)]
        total = sum(values)
        while not total:
            values[0] += 1
            total = sum(values)
        for k, v in enumerate(values):
            self.functions[(name, (Fraction(k + 1),), None)] = v / total

    def function(self, name: str, arguments: tuple, j: int | None):
        """The value of an undefined function at exact arguments: a random number for each place."""
        vector = f"{name}()" in self.vocabulary.vectors
        if vector and j is None:
            n = self.size(self.vocabulary.vectors[f"{name}()"])
            return Vector(self.function(name, arguments, i + 1) for i in range(n))
        key = (name, arguments, j if vector else None)
        found = self.functions.get(key)  # fractions are hashed slowly
        if found is None and name in self.vocabulary.weights:
            self._weigh(name)
            found = self.functions.get(key)
        if found is None:
            rng = self.generator("function", name)
            rng.seed(f"{rng.random()} {', '.join(map(_place, arguments))} {j}")
            drawn = rng.choice(self.positive if self.vocabulary.functions.get(name) else self.real)
            found = self.functions[key] = self.chosen.get(("function", *key), drawn)
        return found


class Sizes(Arithmetic):
    """Arithmetic for dimensions and indices alone: symbols are sizes; what has a density or a function is none."""

    def __init__(self, world: World):
        self.world = world

    def symbol(self, name: str, j=None):
        return self.world.symbol(name, j)

    def __getattr__(self, name: str):
        raise CannotSpeak("a size that is made of densities or functions")

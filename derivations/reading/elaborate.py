"""From the surface tree of a formula to the language of densities: what the signs mean in this note.

`Elaborator.expression(tree)` gives a SymPy expression of `derivations.logic.language`, or raises `Unreadable` with
the node that has no meaning here. Nothing is guessed: a bare density whose variables cannot be told, an index that
is neither a component nor a draw, a vector where a number should stand - each is an error with its place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import sympy
from sympy import Function, Integer, Rational, Symbol

from derivations.logic import language as L
from derivations.reading import syntax as S
from derivations.reading.survey import COUNTS, Survey, as_density, base, label, name_of, plain

POSITIVE_NAMES = re.compile(r"\\(sigma|tau|beta|varsigma|Sigma)|sigma|^(s|v)$")


class Unreadable(ValueError):
    """A formula that was parsed but has no meaning the language can carry; `node` is the place."""

    def __init__(self, message: str, node: S.Node):
        super().__init__(message)
        self.node = node


class Elaborator:
    """Meaning of trees in one note. `known` holds definitions and facts collected so far (knowledge.py)."""

    def __init__(self, survey: Survey, known):
        self.survey, self.known = survey, known
        self.values: dict[str, L.RandomVariable] = {}  # variables of a sum over values x_i
        self.samples: dict[str, S.Node] = {}  # names of drawn variables in reach
        self.qualified: dict[str, S.Node] = {}
        self.arguments: dict[str, sympy.Expr] = {}
        self.bound: list[str] = []
        self.choice, self.choices = 0, 1  # which of several fitting signatures a bare letter is read with
        self.context: list[S.Node] = []  # the formulas of the chain that is being read

    # -- names -----------------------------------------------------------------------------------------------------

    def variable(self, node: S.Node) -> L.RandomVariable | L.Component:
        """The random variable (or component of one) that a node names."""
        if isinstance(node, S.Comparison) and node.relation == "equal":
            raise Unreadable("a density at a particular value is not understood yet", node)
        if isinstance(node, S.Index):
            name = name_of(node)
            if name in self.values:
                return self.values[name]
            if name is None or len(node.indices) != 1:
                raise Unreadable("an index that is not understood", node)
            if node.raised or self.is_draw(node):
                return self.random(name)
            if name_of(node.indices[0]) in self.bound or self.survey.is_component(name, node.indices[0]):
                return L.Component(self.random(name), self.index(node.indices[0]))
            return self.random(S.outline(node).replace("[", "").replace("]", ""))
        if isinstance(node, S.Symbol):
            return self.random(plain(node.name))
        raise Unreadable("a random variable is expected here", node)

    def random(self, name: str, sample: str = "") -> L.RandomVariable:
        role = self.survey.capital.get(name, name)
        unprimed = role.rstrip("'") or role
        role, shown = (unprimed, role) if unprimed in self.survey.variables or unprimed != role else (role, role)
        dimension = None
        if self.survey.is_vector(name):
            dimension = self.dimension(name)
        shown = f"{shown}^{sample}" if sample else shown
        return L.RandomVariable(shown, role, dimension, role in self.survey.discrete)

    def dimension(self, name: str):
        node = self.survey.dimension(name)
        if node is not None:
            return self.expression(node)
        used = [n for n in ("d", "n", "k", "D", "m") if n in self.survey.symbols]
        return Symbol(used[0] if used else f"d_{name}", integer=True, positive=True)

    def index(self, node: S.Node) -> sympy.Expr:
        if isinstance(node, S.Symbol) and node.name not in self.arguments:
            return Symbol(plain(node.name), integer=True)
        return self.expression(node)

    def symbol(self, name: str) -> Symbol:
        if name in COUNTS and name not in self.survey.variables:
            return Symbol(name, integer=True, positive=True)
        if POSITIVE_NAMES.match(name) or name in self.survey.positive:
            return Symbol(name, positive=True)
        return Symbol(name, real=True)

    def vector(self, name: str) -> L.RandomVariable:
        """A vector that is no random variable: a mean, a vector of standard deviations."""
        positive = bool(POSITIVE_NAMES.match(name)) or name in self.survey.positive
        return L.RandomVariable(name, dimension=self.dimension(name), positive=positive)

    def function(self, name: str):
        positive = bool(POSITIVE_NAMES.match(name)) or name in self.survey.positive
        return Function(name, positive=True) if positive else Function(name, real=True)

    # -- densities -------------------------------------------------------------------------------------------------

    def density(self, node: S.Node, targets: tuple | None = None, body: S.Node | None = None) -> sympy.Expr:
        """A density, product or mixture of densities; `targets` and `body` help a bare letter to its variables."""
        if isinstance(node, S.Density):
            if node.bare:
                return self.bare(node, targets, body)
            parameters = self.survey.parameters
            if any(isinstance(t, S.Placeholder) for t in node.targets):
                node = self.filled(node, targets)
            given = [g for g in node.givens if name_of(g) not in parameters]
            try:
                before = [self.slot(t, node) for t in node.targets]
                after = [self.slot(g, node) for g in given]
                return L.Density(L.Distribution(self.survey.joint_name(node)), before, after)
            except L.DensityError as error:
                raise Unreadable(str(error), node) from None
        if isinstance(node, S.Apply) and node.function in self.survey.density_like:
            return self.density(as_density(node), targets, body)
        if isinstance(node, S.Gaussian):
            return self.gaussian(node, targets)
        if isinstance(node, S.Mul):
            return sympy.Mul(*(self.density(f, None, body) for f in node.factors))
        if isinstance(node, S.ProductOver):
            return self.big(node, L.Product, self.density)
        if isinstance(node, S.Symbol) and (plain(node.name) in self.survey.letters or targets is not None):
            return self.bare(S.Density(plain(node.name)), targets, body)
        return self.expression(node)

    def filled(self, node: S.Density, targets) -> S.Density:
        """q(. | x) with its variable: the one that is drawn or compared, else the only one q(. | x) is ever written with."""
        if targets is not None and len(targets) == 1:
            return replace(node, targets=(S.Symbol(str(targets[0]), span=node.span),))
        given = tuple(label(g) for g in node.givens if name_of(g) not in self.survey.parameters)
        found = {s[0] for s in self.survey.signatures.get(self.survey.joint_name(node), ()) if s[1] == given and s[0] != (".",)}
        found = {f for f in found if len(f) == 1}
        if len(found) != 1:
            raise Unreadable("which variable the dot stands for cannot be told", node)
        return replace(node, targets=(S.Symbol(next(iter(found))[0], span=node.span),))

    def slot(self, node: S.Node, density: S.Node):
        """A slot of a density: a variable, or an expression standing for one (q(x | mu + sigma eps))."""
        if isinstance(node, (S.Symbol, S.Index)) and (
            name_of(node) in self.survey.variables or isinstance(node, S.Symbol)
        ):
            return self.variable(node)
        if isinstance(node, (S.Dots, S.Placeholder, S.Range, S.Comparison)):
            raise Unreadable("this argument of a density is not understood", node)
        role = self.role_of_argument(density, node)
        return L.slot(role, self.expression(node))

    def role_of_argument(self, density: S.Density, node: S.Node) -> str:
        place = (density.targets.index(node), 0) if node in density.targets else (density.givens.index(node), 1)
        for signature in self.survey.signatures.get(self.survey.joint_name(density), ()):
            side = signature[place[1]]
            if tuple(map(len, signature)) == (len(density.targets), len(density.givens)):
                name = side[place[0]]
                if name in self.survey.variables:
                    return name
        raise Unreadable("which variable this argument stands for cannot be told", node)

    def bare(self, node: S.Density, targets, body) -> sympy.Expr:
        """A letter without arguments: its variables come from the other side of a KL, the body, or its only use."""
        named = self.named_by_subscript(node)
        if named is not None:
            return self.density(named)
        name = self.survey.joint_name(node)
        signatures = list(self.survey.signatures.get(name, ()))
        wanted = None if targets is None else {str(t) for t in targets}
        inside = [
            (tuple(map(label, d.targets)), tuple(map(label, d.givens)))
            for d in (S.walk(body) if body is not None else ())
            if isinstance(d, S.Density) and not d.bare and self.survey.joint_name(d) == name
        ]
        fitting = [s for s in signatures if wanted is None or set(s[0]) == wanted]
        near = [
            (tuple(map(label, d.targets)), tuple(label(g) for g in d.givens if name_of(g) not in self.survey.parameters))
            for tree in self.context
            for d in S.walk(tree)
            if isinstance(d, S.Density) and d.targets and self.survey.joint_name(d) == name
        ]
        for pool in (dict.fromkeys(inside), dict.fromkeys(near), fitting):
            pool = list(pool)
            if wanted is not None:
                pool = [s for s in pool if set(s[0]) == wanted]
            if len(pool) == 1:
                return self.from_signature(node, pool[0])
        commonest = self.commonest(name, fitting)
        if len(fitting) > 1:
            first = commonest or next((s for s in fitting if not s[1]), None)
            if first is not None:
                order = [first, *(s for s in fitting if s != first)]
                self.choices = max(self.choices, len(order))
                return self.from_signature(node, order[self.choice % len(order)])
        if commonest is not None:
            return self.from_signature(node, commonest)
        known = self.known.only_density(name)
        if known is not None and (wanted is None or {str(t) for t in L.targets_of(known)} == wanted):
            return known
        if not fitting and wanted and not signatures:
            return L.Density(L.Distribution(self.survey.joint_name(node)), list(targets))
        if not signatures and body is not None:
            others = [d for d in S.walk(body) if isinstance(d, S.Density) and d.bare and d.letter != node.letter]
            for other in others:  # m = (p + q) / 2
                if self.survey.signatures.get(self.survey.joint_name(other)):
                    return L.Density(L.Distribution(name), list(L.targets_of(self.bare(other, None, None))))
            names = {
                name_of(v)
                for v in S.walk(body)
                if name_of(v) in self.survey.variables and isinstance(v, (S.Symbol, S.Index))
            }
            if len(names) == 1:
                return L.Density(L.Distribution(self.survey.joint_name(node)), [self.random(names.pop())])
        raise Unreadable(f"which variables {node.letter} is a density of cannot be told", node)

    def named_by_subscript(self, node: S.Density) -> S.Density | None:
        """p_z and p_{z|x}: bare letters whose subscript names their variables."""
        parts = [[n for n in re.split(r"[,\s{}]+", part) if n] for part in plain(node.subscript).split("|")]
        if not node.subscript or len(parts) > 2 or not all(n in self.survey.variables for part in parts for n in part):
            return None
        symbols = [tuple(S.Symbol(n, span=node.span) for n in part) for part in parts]
        return S.Density(node.letter, targets=symbols[0], givens=symbols[1] if len(symbols) > 1 else (), span=node.span)

    def commonest(self, name: str, fitting: list):
        """The unconditional signature a letter is mostly written with, if it stands out."""
        counts = self.survey.signatures.get(name, {})
        plainly = sorted((s for s in fitting if not s[1]), key=lambda s: -counts[s])
        if plainly and (len(plainly) == 1 or counts[plainly[0]] >= 2 * counts[plainly[1]]):
            return plainly[0]
        return None

    def from_signature(self, node: S.Density, signature) -> sympy.Expr:
        names = [[self.random(n) for n in part if n not in self.survey.parameters] for part in signature]
        return L.Density(L.Distribution(self.survey.joint_name(node)), *names)

    def gaussian(self, node: S.Gaussian, targets=None) -> sympy.Expr:
        if node.value is None:
            if targets is None:
                vector = self.typed(node.variance)[0] == "m"
                targets = (L.RandomVariable("x", dimension=self.dimension("x") if vector else None),)
            if len(targets) != 1:
                raise Unreadable("a Gaussian without its variable", node)
            value = targets[0]
        else:
            kind, value = self.typed(node.value)
        scalar = not self.is_vector_expression(value)
        kind_m, mean = self.typed(node.mean)
        kind_v, variance = self.typed(node.variance)
        if kind_v == "m" or isinstance(variance, L.Identity) or not variance.is_commutative:
            return L.Normal(value, mean, variance)
        if kind_v == "diag":
            index = Symbol("i", integer=True)
            return L.Product(
                L.Normal(L.Component(value, index), component(mean, index), component(variance, index)),
                (index, 1, value.dimension),
            )
        if not scalar and kind_m == "s" and mean != 0:
            raise Unreadable("a vector Gaussian with a scalar mean", node)
        return L.Normal(value, mean, variance)

    @staticmethod
    def is_vector_expression(e) -> bool:
        return any(getattr(s, "dimension", None) is not None for s in e.free_symbols) and not e.has(L.Component)

    # -- expressions -----------------------------------------------------------------------------------------------

    def expression(self, node: S.Node) -> sympy.Expr:
        """A number-valued expression. Raises Unreadable."""
        kind, value = self.typed(node)
        if kind in ("m", "r", "diag"):
            raise Unreadable("a matrix or row stands where a number is expected", node)
        return value

    def typed(self, node: S.Node) -> tuple[str, sympy.Expr]:
        """(kind, expression): 's' number, 'v' vector, 'm' matrix, 'r' row vector (u, A) pending, 'diag' a diagonal."""
        method = getattr(self, "read_" + type(node).__name__.lower(), None)
        if method is None:
            raise Unreadable(f"{type(node).__name__.lower()} is not understood here", node)
        try:
            result = method(node)
        except L.DensityError as error:
            raise Unreadable(str(error), node) from None
        return result if isinstance(result, tuple) else ("s", result)

    def read_number(self, node):
        f = Fraction(node.text)
        return Rational(f.numerator, f.denominator)

    def read_namednumber(self, node):
        return {"pi": sympy.pi, "e": sympy.E, "infinity": sympy.oo}[node.name]

    def read_symbol(self, node):
        name = plain(node.name)
        if name in self.arguments:
            return self.arguments[name]
        if name.isdigit():  # a bold zero, or ones
            return Integer(name)
        if name == "I" and (self.survey.vectors or self.survey.matrices):
            sizes = [self.dimension(v) for v in sorted(self.survey.vectors)]
            identity = L.FullIdentity if self.survey.matrices else L.Identity
            return "m", identity(sizes[0] if sizes else Symbol("n", integer=True, positive=True))
        defined = self.known.definition(name, ())
        if defined is not None:
            return defined
        if name in self.survey.variables:
            variable = self.random(name)
            return ("v", variable) if variable.dimension is not None else variable
        if name in self.survey.matrices:
            size = next(
                (self.dimension(v) for v in sorted(self.survey.vectors)), Symbol("n", integer=True, positive=True)
            )
            return "m", L.MatrixName(name, size)
        if self.survey.is_vector(name):
            alias = self.known.vector_alias(name, self)
            if alias is not None:
                return "v", alias
            return "v", self.vector(name)
        if name == "C" and name not in self.survey.variables:
            return Symbol("constant:C", real=True)
        return self.symbol(name)

    def read_constant(self, node):
        return Symbol(f"constant:{node.text}", real=True)

    def read_index(self, node):
        inner = base(node)
        if isinstance(inner, S.Apply):
            name = plain(inner.function)
            defined = self.known.definition(name, tuple(inner.arguments), index=node.indices, read=self)
            if defined is not None:
                return defined
            function = self.known.alias(name, inner.arguments)
            value = self.function(function)(*(self.expression(a) for a in inner.arguments))
            if len(node.indices) != 1:
                raise Unreadable("several indices on a function", node)
            return L.Component(value, self.index(node.indices[0]))
        name = name_of(node)
        if name is None:
            raise Unreadable("an index on this is not understood", node)
        written = S.outline(node)
        if written in self.arguments:
            return self.arguments[written]
        defined = self.known.definition(name, (), index=node.indices, read=self)
        if defined is not None:
            return defined
        if name in self.survey.variables:
            return self.variable(node)
        if any(name_of(i) in self.survey.summed for i in node.indices) or any(
            name_of(i) in self.bound for i in node.indices
        ):
            if self.survey.is_vector(name) and len(node.indices) == 1:
                return L.Component(self.vector(name), self.index(node.indices[0]))
            return self.function(name)(*(self.index(i) for i in node.indices))
        return self.symbol(plain_index(node))

    def read_add(self, node):
        parts = [self.typed(t) for t in node.terms]
        kinds = {k for k, v in parts if v != 0}
        if len(kinds) > 1:
            if kinds == {"s", "v"} and all(k != "s" or v.is_number for k, v in parts):
                raise Unreadable("a number added to a vector", node)
            if kinds != {"s", "v"}:
                raise Unreadable("terms of different shape are added", node)
            kinds = {"v"}
        return next(iter(kinds), "s"), sympy.Add(*(v for _, v in parts))

    def read_neg(self, node):
        kind, value = self.typed(node.operand)
        if kind == "r":
            return kind, (-value[0], value[1])
        return kind, -value

    def read_mul(self, node):
        kind, value = "s", Integer(1)
        for factor in node.factors:
            kind, value = self.times(kind, value, *self.typed(factor), factor)
        if kind == "r":
            raise Unreadable("a row vector is left over", node)
        return kind, value

    @staticmethod
    def times(kind, value, other, factor, node):
        if kind == "s" and other == "s":
            return "s", value * factor
        if kind == "s":
            return (other, (value * factor[0], factor[1])) if other == "r" else (other, value * factor)
        if other == "s":
            return (kind, (value[0] * factor, value[1])) if kind == "r" else (kind, value * factor)
        if kind == "r":
            if other == "m":
                return "r", (value[0], value[1] * factor)
            if other == "v":
                return "s", L.Bilinear(value[0], value[1], factor)
        if kind == "m" and other == "m":
            return "m", value * factor
        if kind == "m" and other == "v":
            return "v", L.MatVec(value, factor)
        if kind == "v" and other == "r":
            return "m", L.Outer(value, factor[0]) * factor[1]
        if kind == "m" and other == "r":
            raise Unreadable("a matrix times a row", node)
        raise Unreadable("two vectors are multiplied without a transpose", node)

    def read_divide(self, node):
        below = self.expression(node.denominator)
        if below == 0:
            raise Unreadable("division by zero", node)
        kind, above = self.typed(node.numerator)
        if kind == "r":
            return "r", (above[0] / below, above[1])
        return kind, above / below

    def read_power(self, node):
        if isinstance(node.base, S.Norm):
            kind, value = self.typed(node.base.operand)
            square = self.squared_norm(value, kind)
            return sympy.sqrt(square) ** self.expression(node.exponent) if node.exponent != S.Number("2") else square
        kind, value = self.typed(node.base)
        if kind == "v":
            if node.exponent == S.Number("2"):
                return "diag", value**2
            raise Unreadable("a power of a vector", node)
        if kind == "m":
            exponent = self.expression(node.exponent)
            return "m", value**exponent
        return value ** self.expression(node.exponent)

    def squared_norm(self, value, kind):
        if self.survey.matrices or vector_size(value) is None:
            return L.Bilinear(value, 1, value)
        return L.SquaredNorm(value)

    def read_norm(self, node):
        kind, value = self.typed(node.operand)
        return sympy.sqrt(self.squared_norm(value, kind))

    def read_transpose(self, node):
        kind, value = self.typed(node.operand)
        if kind == "m":
            return "m", L.Transpose(value)
        if kind == "v":
            return "r", (value, Integer(1))
        return kind, value

    def read_bars(self, node):
        if isinstance(node.operand, S.Symbol) and plain(node.operand.name) in self.survey.domains:
            return Symbol("|" + S.outline(node.operand) + "|", integer=True, positive=True)
        kind, value = self.typed(node.operand)
        if kind == "m":
            return self.determinant(value)
        if kind == "s":
            return sympy.Abs(value)
        raise Unreadable("bars around this are not understood", node)

    def matrix_size(self) -> sympy.Expr:
        sizes = [self.dimension(v) for v in sorted(self.survey.vectors)]
        return sizes[0] if sizes else self.dimension("x")

    def determinant(self, value) -> sympy.Expr:
        """det(c A) = c^n det A for a number c."""
        numbers, matrices = value.args_cnc()
        factor = sympy.Mul(*numbers) ** self.matrix_size() if numbers else Integer(1)
        return factor * L.Determinant(sympy.Mul(*matrices)) if matrices else factor

    def read_apply(self, node):
        name = plain(node.function)
        if name in BUILTIN:
            return BUILTIN[name](self, node)
        if node.function in self.survey.density_like:
            return self.density(as_density(node))
        if len(node.arguments) == 1 and any(
            isinstance(n, S.Symbol) and plain(n.name) == name for n in S.walk(node.arguments[0])
        ):
            return self.read_mul(S.Mul((S.Symbol(node.function, span=node.span), node.arguments[0])))  # pi (1 - pi)
        if name in self.survey.matrices and not self.known.has_definition(name):
            return "m", L.MatrixName(f"{name}({', '.join(S.outline(a) for a in node.arguments)})", self.matrix_size())
        defined = self.known.definition(name, tuple(node.arguments), read=self, parameters=node.parameters)
        if defined is not None:
            return defined
        if self.known.has_definition(name):
            raise Unreadable(f"{name} is defined for other arguments", node)
        if not node.arguments or any(isinstance(a, (S.Density, S.Dots, S.Placeholder)) for a in node.arguments):
            raise Unreadable(f"{name} has not been defined", node)
        function = self.known.alias(name, node.arguments)
        arguments = [self.expression(a) for a in node.arguments]
        value = self.function(function)(*arguments)
        return ("v", value) if name in self.survey.vector_functions else value

    def read_density(self, node):
        if node.bare and node.indices and not node.subscript:  # r_k: weights, not a density
            return self.read_index(S.Index(S.Symbol(node.letter, span=node.span), node.indices, span=node.span))
        if node.bare:
            return self.bare(node, None, None)
        return self.density(node)

    def read_gaussian(self, node):
        if node.value is None:
            raise Unreadable("a Gaussian without its variable", node)
        return self.gaussian(node)

    # -- measures --------------------------------------------------------------------------------------------------

    def pair(self, left: S.Node, right: S.Node) -> tuple[sympy.Expr, sympy.Expr]:
        """Two densities that are compared, each helping the other to its variables."""
        first, second = left, right
        if is_bare(left) and not is_bare(right):
            b = self.density(right)
            return self.density(left, L.targets_of(b)), b
        if is_bare(left) and is_bare(right):
            try:
                a = self.density(first)
            except Unreadable:
                b = self.density(second)
                return self.density(first, L.targets_of(b)), b
            return a, self.density(second, L.targets_of(a))
        a = self.density(first)
        return a, self.density(second, L.targets_of(a))

    def read_kl(self, node):
        return L.KL(*self.pair(node.left, node.right))

    def read_crossentropy(self, node):
        return L.CrossEntropy(*self.pair(node.left, node.right))

    def read_entropy(self, node):
        return L.Entropy(self.density(node.density))

    def letter_for(self, names: list[str], node: S.Node, letter: str | None = None) -> L.Distribution:
        """The letter that H(X), I(X;Z), E[X] without a density are taken under."""
        if letter:
            first, _, subscript = letter.partition("_")
            return L.Distribution(self.survey.joint_name(S.Density(first, subscript.strip("{}"))))
        wanted = set(names)
        fitting = []
        for known, signatures in self.survey.signatures.items():
            roles = {self.survey.capital.get(n, n) for s in signatures for part in s for n in part}
            if wanted & roles:
                fitting.append(known)
        if len(fitting) > 1:
            joint = [
                f for f in fitting
                if any(wanted <= {self.survey.capital.get(n, n) for n in s[0]} and not s[1] for s in self.survey.signatures[f])
            ]  # fmt: skip
            fitting = joint or fitting
        if "p" in fitting and len(fitting) > 1:
            fitting = ["p"]
        if len(fitting) > 1:
            raise Unreadable("under which distribution this is taken cannot be told", node)
        return L.Distribution(fitting[0] if fitting else "p")

    def read_variableentropy(self, node):
        targets = [self.variable(v) for v in node.variables]
        givens = [self.variable(v) for v in node.givens]
        letter = self.letter_for([str(t) for t in (*targets, *givens)], node, node.letter)
        density = L.Density(letter, targets, givens)
        return L.ConditionalEntropy(density) if givens else L.Entropy(density)

    def read_mutualinformation(self, node):
        groups = [[self.variable(v) for v in g] for g in node.groups]
        givens = [self.variable(v) for v in node.givens]
        if len(groups) != 2:
            raise Unreadable("mutual information of two groups of variables is meant", node)
        if set(groups[0]) == set(groups[1]):
            letter = self.letter_for([str(t) for t in groups[0]], node, node.letter)
            density = L.Density(letter, groups[0], givens)
            return L.ConditionalEntropy(density) if givens else L.Entropy(density)
        letter = self.letter_for([str(t) for t in (*groups[0], *groups[1], *givens)], node, node.letter)
        return L.MutualInformation(L.Density(letter, [*groups[0], *groups[1]], givens), groups[0], groups[1])

    def draw_density(self, draw: S.Draw, body: S.Node, node: S.Node) -> sympy.Expr:
        variables = tuple(self.variable(v) for v in draw.variables)
        if draw.density is None:
            if not variables:
                raise Unreadable("an expectation without a density", node)
            declared = self.known.draw(tuple(str(v) for v in variables))
            if declared is not None:
                return declared
            names = [str(v) for v in variables]
            letter = self.letter_for(names, node)
            return L.Density(letter, list(variables))
        density = self.density(draw.density, variables or None, body)
        if variables:
            targets = L.targets_of(density)
            if set(targets) != set(variables):
                names = ", ".join(map(str, variables))
                raise Unreadable(f"E binds {names} but {density} is a density of {', '.join(map(str, targets))}", node)
        return density

    def read_expectation(self, node, wrap=L.Expectation):
        draws = [d for d in node.draws if not self.several(d)]
        if not draws and (node.draws or self.has_draws(node.body)):
            return self.over_draws(node, wrap)
        if not node.draws:
            return wrap(self.expression(node.body), self.implied(node))
        densities = [self.draw_density(d, node.body, node) for d in node.draws]
        body = self.expression(node.body)
        if len(densities) == 1 or wrap is not L.Expectation:
            return wrap(body, sympy.Mul(*densities))
        for density in reversed(self.ordered(densities)):
            body = L.Expectation(body, density)
        return body

    @staticmethod
    def several(draw: S.Draw) -> bool:
        """z_1, ..., z_K ~ q: independent draws."""
        return any(isinstance(v, (S.Dots, S.Range)) for v in draw.variables) or any(
            isinstance(i, S.Range) for v in draw.variables if isinstance(v, S.Index) for i in v.indices
        )

    def has_draws(self, node: S.Node) -> bool:
        if any(isinstance(v, S.Index) and self.is_draw(v) for v in S.walk(node)):
            return True
        return any(self.known.is_sampled_name(n) for n in S.walk(node))

    def over_draws(self, node, wrap):
        for d in node.draws:
            names = {name_of(v) for v in d.variables if name_of(v)}
            for name in names:
                if d.density is not None:
                    self.known.step_draws[name] = d.density
        body = self.expression(node.body)
        if not body.atoms(L.SampleAverage):
            if any(isinstance(v, S.Index) and self.is_draw(v) for v in S.walk(node.body)):
                name = next(name_of(v) for v in S.walk(node.body) if isinstance(v, S.Index) and self.is_draw(v))
                density = self.known.drawn_from(name)
                if density is not None:
                    return wrap(body, density)
            raise Unreadable("what is drawn here cannot be told", node)
        if wrap is L.Expectation:
            return L.OverDraws(body)
        averages = list(body.atoms(L.SampleAverage))
        if len(averages) != 1:
            raise Unreadable("the variance of several sample averages", node)
        (one,) = averages
        factor = sympy.cancel((body - body.xreplace({one: Integer(0)})) / one)
        if factor.has(L.SampleAverage):
            raise Unreadable("the variance of a nonlinear function of a sample average", node)
        return factor**2 * L.Variance(one.body, one.density) / one.count

    @staticmethod
    def ordered(densities: list) -> list:
        """Densities so that each is conditioned only on those before it."""
        rest, done = list(densities), []
        while rest:
            ready = [d for d in rest if not any(set(L.givens_of(d)) & set(L.targets_of(o)) for o in rest if o is not d)]
            if not ready:
                return densities
            done.append(ready[0])
            rest.remove(ready[0])
        return done

    def implied(self, node) -> sympy.Expr:
        """The density of a plain E[...] or Var[...]: the joint of the random variables inside."""
        body = node.body
        names = dict.fromkeys(
            name_of(v) for v in S.walk(body) if isinstance(v, S.Symbol) and name_of(v) in self.survey.variables
        )
        if not names:
            raise Unreadable("nothing random stands in this expectation", node)
        givens = [self.variable(g) for g in node.givens]
        variables = [v for v in (self.random(n) for n in names) if v not in givens]
        declared = self.known.draw(tuple(str(v) for v in variables)) if not givens else None
        if declared is not None:
            return declared
        return L.Density(self.letter_for([str(v) for v in variables], node), variables, givens)

    def read_variance(self, node):
        return self.read_expectation(node, L.Variance)

    def read_covariance(self, node):
        density = self.implied(S.Expectation((), S.Mul((node.left, node.right)), node.givens))
        a, b = self.expression(node.left), self.expression(node.right)
        return L.Expectation(a * b, density) - L.Expectation(a, density) * L.Expectation(b, density)

    # -- binders ---------------------------------------------------------------------------------------------------

    def read_integral(self, node):
        infinite = all(
            b is None or (isinstance(b, S.Node) and "infinity" in S.outline(b)) for b in (node.lower, node.upper)
        )
        if not infinite:
            raise Unreadable("an integral over a part of the line is not understood", node)
        variables = [self.variable(v) for v in node.variables]
        return L.Integral(self.expression(node.body), *variables)

    def read_sumover(self, node):
        names = [name_of(i) for i in node.indices]
        if node.condition is not None:
            raise Unreadable("a sum with a condition is not understood", node)
        if all(n in self.survey.variables for n in names) and node.upper is None:
            variables = [self.variable(i) for i in node.indices]
            return L.Integral(self.expression(node.body), *variables)
        samples = self.sample_sum(node)
        if samples is not None:
            return samples
        values = self.value_sum(node, names)
        if values is not None:
            return values
        return self.big(node, L.Sum, self.expression)

    def value_sum(self, node, names):
        """Sum over i of p(x_i) f(x_i): a sum over the values of x."""
        entries = [
            v for v in S.walk(node.body) if isinstance(v, S.Index) and any(name_of(i) in names for i in v.indices)
        ]
        roots = {name_of(v) for v in entries}
        if not roots or any((n, i) not in self.survey.valued for n in roots for i in names):
            return None
        before = dict(self.values)
        for name in roots:
            self.values[name] = L.RandomVariable(name, name, None, True)
        try:
            return L.Integral(self.expression(node.body), *(self.values[n] for n in sorted(roots)))
        finally:
            self.values = before

    def big(self, node, operator, read):
        if len(node.indices) != 1 or node.condition is not None:
            raise Unreadable("a sum or product over several indices is not understood", node)
        (index,) = node.indices
        name = name_of(index)
        low, high = node.lower, node.upper
        if high is None:
            bounds = self.survey.summed.get(name)
            low, high = bounds if bounds and bounds[1] is not None else (None, None)
            if isinstance(node.domain, S.Range):
                low, high = node.domain.lower, node.domain.upper
            if high is None:
                high = self.guess_range(node, name)
        if high is None:
            raise Unreadable("the range of this index cannot be told", node)
        symbol = Symbol(name, integer=True)
        self.bound.append(name)
        try:
            body = read(node.body)
        finally:
            self.bound.pop()
        lower = Integer(1) if low is None else self.expression(low)
        return operator(body, (symbol, lower, self.expression(high)))

    def guess_range(self, node, name):
        for v in S.walk(node.body):
            if isinstance(v, S.Index) and any(name_of(i) == name for i in v.indices):
                found = self.survey.dimension(name_of(v) or "")
                if found is not None:
                    return found
        return None

    def read_productover(self, node):
        samples = self.sample_sum(S.SumOver(node.indices, S.Apply("log", (node.body,)), node.lower, node.upper,
                                            node.domain, node.condition))  # fmt: skip
        if samples is not None:
            return sympy.exp(samples)
        return self.big(node, L.Product, self.expression)

    # -- sample averages -------------------------------------------------------------------------------------------

    def sample_sum(self, node: S.BigOperator):
        """sum_{j=1}^k f(z_j) over drawn z_j, as k times a sample average; None if nothing drawn stands in it."""
        if len(node.indices) != 1 or node.condition is not None:
            return None
        index = name_of(node.indices[0])
        drawn = {
            name_of(v)
            for v in S.walk(node.body)
            if isinstance(v, S.Index) and any(name_of(i) == index for i in v.indices) and self.is_draw(v)
        }
        if len(drawn) != 1:
            return None
        (name,) = drawn
        count = self.upper_limit(node, index)
        density = self.known.drawn_from(name)
        variable = self.random(name)
        if density is None:
            density = L.Density(L.Distribution("sample"), [variable])
        if count is None or L.targets_of(density) != (variable,):
            return None
        before = dict(self.values)
        self.values[name] = variable
        self.bound.append(index)
        try:
            body = self.expression(node.body)
        finally:
            self.values = before
            self.bound.pop()
        if variable not in body.free_symbols:
            return L.Sum(body, (Symbol(index, integer=True), 1, count)) if not body.is_number else body * count
        return count * L.SampleAverage(body, density, count)

    def upper_limit(self, node, index):
        high = node.upper
        if high is None and isinstance(node.domain, S.Symbol):
            return Symbol("|" + S.outline(node.domain) + "|", integer=True, positive=True)
        if high is None:
            bounds = self.survey.summed.get(index)
            high = bounds[1] if bounds else None
        return None if high is None else self.expression(high)

    def is_draw(self, node: S.Index) -> bool:
        """Whether z_j is one of several draws of z (not a component, not a variable of its own)."""
        name = name_of(node)
        if name not in self.survey.variables and name not in self.survey.sampled:
            return False
        if node.raised or name in self.survey.raised or name in self.survey.sampled:
            return True
        return any((name, name_of(i) or S.outline(i)) in self.survey.drawn for i in node.indices)

    def read_optimum(self, node):
        raise Unreadable(f"{node.kind} inside a formula is not understood", node)

    def read_ambiguous(self, node):
        raise Unreadable("this can be read in several ways: write brackets", node)


def component(e, index):
    return e if e == 0 else L.Component(e, index)


def vector_size(e):
    from derivations.logic.normal_form import vector_dimension

    return vector_dimension(e)


def plain_index(node: S.Index) -> str:
    return f"{name_of(node)}_{{{','.join(S.outline(i) for i in node.indices)}}}"


def is_bare(node: S.Node) -> bool:
    if isinstance(node, S.Density) and any(isinstance(t, S.Placeholder) for t in node.targets):
        return True
    return (isinstance(node, S.Density) and node.bare) or (isinstance(node, S.Gaussian) and node.value is None)


def top_factors(node: S.Node):
    if isinstance(node, S.Mul):
        for f in node.factors:
            yield from top_factors(f)
    elif isinstance(node, S.Neg):
        yield from top_factors(node.operand)
    elif isinstance(node, S.Divide):
        yield from top_factors(node.numerator)
    else:
        yield node


def _log(self, node):
    return sympy.log(self.expression(node.arguments[0]))


def _exp(self, node):
    return sympy.exp(self.expression(node.arguments[0]))


def _sqrt(self, node):
    return sympy.sqrt(self.expression(node.arguments[0]))


def _trace(self, node):
    kind, value = self.typed(node.arguments[0])
    if kind != "m":
        raise Unreadable("the trace of something that is no matrix", node)
    if value.is_commutative:  # A^-1 A is the identity
        return value * self.matrix_size()
    return L.Trace(value)


def _determinant(self, node):
    kind, value = self.typed(node.arguments[0])
    if kind != "m":
        raise Unreadable("the determinant of something that is no matrix", node)
    return self.determinant(value)


def _odot(self, node):
    (ka, a), (kb, b) = (self.typed(x) for x in node.arguments)
    return ("v" if "v" in (ka, kb) else "s"), a * b


def _diag(self, node):
    kind, value = self.typed(node.arguments[0])
    return "diag", value


BUILTIN = {
    "log": _log, "exp": _exp, "sqrt": _sqrt, "tr": _trace, "det": _determinant, "odot": _odot, "diag": _diag,
    "\\mathrm{diag}": _diag, "abs": lambda self, node: sympy.Abs(self.expression(node.arguments[0])),
}  # fmt: skip

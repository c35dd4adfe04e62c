"""A first look over a whole note: which names are random variables, vectors, matrices, parameters, and of what size.

Nothing is judged here and nothing is elaborated. The survey only collects, from the surface trees of all formulas
(displays and inline), how each name is used; `elaborate` consults it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, replace

from derivations.reading import syntax as S
from derivations.reading.note import Note

FONTS = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathsf|vec|mathrm|mathit|bf|rm|text|hat)\s*\{([^{}]*)\}")
PARAMETERS = re.compile(r"\\(theta|phi|psi|lambda|beta|eta|omega|vartheta|varphi|gamma|alpha|Theta|Phi|nu|xi)\b")
COUNTS = frozenset("d D k K n N m M L T J B S".split())
WORD_TAG = re.compile(r"data|emp|model|prior|true|ref|gen|^[A-Z]$|^\\mathcal|^\d")


DESCRIBED = re.compile(
    r"densit|distribut|encoder|decoder|marginal|posterior|prior|mass function|likelihood|channel|密度|分布|编码|解码|先验|后验"
)


def plain(name: str) -> str:
    """A name without its font: bold x and x are one variable."""
    before = None
    while before != name:
        before, name = name, FONTS.sub(r"\1", name) if r"\hat" not in name else name
    return name.strip()


def base(node: S.Node) -> S.Node:
    """What an indexed name is an entry of."""
    while isinstance(node, S.Index):
        node = node.base
    return node


def name_of(node: S.Node) -> str | None:
    """The plain name of a symbol, possibly indexed."""
    inner = base(node)
    if isinstance(inner, S.NamedNumber) and inner.name == "pi" and isinstance(node, S.Index):
        return r"\pi"  # pi_k is a weight, whatever pi is
    return plain(inner.name) if isinstance(inner, S.Symbol) else None


class Survey:
    """How the names of a note are used."""

    def __init__(self, note: Note):
        self.variables: Counter = Counter()
        self.targets: set[str] = set()
        self.givens: set[str] = set()
        self.indexed: dict[str, set] = {}
        self.raised: set[str] = set()
        self.summed: dict[str, tuple] = {}
        self.signatures: dict[str, Counter] = {}
        self.tags: dict[str, Counter] = {}
        self.together: set[frozenset] = set()
        self.positive: set[str] = set()
        self.matrices: set[str] = set()
        self.vectors: set[str] = set()
        self.scalars: set[str] = set()
        self.discrete: set[str] = set()
        self.spaces: dict[str, S.Node] = {}
        self.capital: dict[str, str] = {}
        self.letters: set[str] = set()
        self.applied: list[S.Density] = []
        self.domains: set[str] = set()
        self.gaussian_names: set[str] = set()
        self.plain_gaussian = False
        self.valued: set[tuple[str, str]] = set()
        self.enumerated: set[str] = set()
        self.scalar_gaussians: set[str] = set()
        self.scalar_here: set[str] = set()
        self.averaged: list[tuple[str, str, S.Node]] = []
        self.drawn: set[tuple[str, str]] = set()
        self.sampled: set[str] = set()
        self.symbols: set[str] = set()
        self.vector_functions: set[str] = set()
        trees = list(trees_of(note))
        self.density_like = set(self.functions_that_are_densities(note, trees))
        for tree in trees:
            for node in S.walk(tree):
                self.see(node)
            self.mixed_letters(tree)
        self.settle()

    # -- letters the parser took for functions -------------------------------------------------------------------

    def functions_that_are_densities(self, note: Note, trees: list[S.Node]) -> Iterable[str]:
        """Names applied like functions that are compared in a KL, averaged over, or called a density in the prose."""
        applied = {n.function for t in trees for n in S.walk(t) if isinstance(n, S.Apply) and looks_like_density(n)}
        for tree in trees:
            for node in S.walk(tree):
                if isinstance(node, (S.KL, S.CrossEntropy)):
                    parts = (node.left, node.right)
                elif isinstance(node, S.Entropy):
                    parts = (node.density,)
                elif isinstance(node, S.Draw):
                    parts = (node.density,)
                else:
                    continue
                for part in parts:
                    for factor in factors_of(part) if part is not None else ():
                        if isinstance(factor, S.Apply) and factor.function in applied:
                            yield factor.function
        for block in note.blocks:
            for formula in block.formulas:
                for chain in formula.chains:
                    tree = chain.sides[0].tree if chain.sides[0].read else None
                    if (
                        isinstance(tree, S.Apply)
                        and tree.function in applied
                        and DESCRIBED.search(formula.before[-40:])
                    ):
                        yield tree.function

    # -- collecting ----------------------------------------------------------------------------------------------

    def see(self, node: S.Node) -> None:
        method = getattr(self, "see_" + type(node).__name__.lower(), None)
        if method:
            method(node)

    def see_symbol(self, node):
        self.symbols.add(plain(node.name))

    def see_density(self, node):
        letter, tag = node.letter, tag_of(node)
        self.letters.add(letter)
        self.tags.setdefault(letter, Counter())[tag] += 1
        for t in node.targets:
            if name_of(t):
                self.variables[name_of(t)] += 1
                self.targets.add(name_of(t))
        for g in node.givens:
            if name_of(g):
                self.givens.add(name_of(g))
        if not node.bare:
            self.applied.append(node)

    def see_index(self, node):
        name = name_of(node)
        inner = base(node)
        if name is None and isinstance(inner, S.Apply):
            self.vector_functions.add(plain(inner.function))
            name = plain(inner.function) + "()"
        if name is None:
            return
        for index in node.indices:
            self.indexed.setdefault(name, set()).add(index)
        if node.raised:
            self.raised.add(name)

    def see_integral(self, node):
        for v in node.variables:
            if name_of(v):
                self.variables[name_of(v)] += 1
                self.targets.add(name_of(v))

    def see_draw(self, node):
        if any(isinstance(v, (S.Dots, S.Range)) for v in node.variables):
            self.sampled |= {name_of(v) for v in node.variables if name_of(v)}
        for v in node.variables:
            if name_of(v):
                self.variables[name_of(v)] += 1
                self.targets.add(name_of(v))
                if isinstance(v, S.Index):
                    for i in v.indices:
                        self.drawn.add((name_of(v), name_of(i) or S.outline(i)))
        if isinstance(node.density, S.Gaussian):
            self.see_gaussian(S.Gaussian(node.variables[0] if node.variables else None, node.density.mean,
                                         node.density.variance))  # fmt: skip

    def see_sumover(self, node):
        if isinstance(node.domain, S.Symbol):
            self.domains.add(plain(node.domain.name))
        for i in node.indices:
            if name_of(i) and node.upper is None and isinstance(i, S.Symbol):
                self.enumerated.add(name_of(i))
            if name_of(i) and isinstance(node, S.SumOver):
                self.valued |= {(n, name_of(i)) for n in weighted_by_own_density(node.body, name_of(i))}
            if name_of(i):
                self.summed.setdefault(name_of(i), (node.lower, node.upper))
                if isinstance(node.upper, S.Node) and self.summed[name_of(i)][1] is None:
                    self.summed[name_of(i)] = (node.lower, node.upper)

    see_productover = see_sumover

    def see_membership(self, node):
        for e in node.elements:
            if isinstance(node.domain, S.Range) and name_of(e):
                self.summed.setdefault(name_of(e), (node.domain.lower, node.domain.upper))
            elif (
                isinstance(node.domain, S.SetOf)
                and name_of(e)
                and any(isinstance(x, S.Dots) for x in node.domain.elements)
            ):
                listed = node.domain.elements
                self.summed.setdefault(name_of(e), (listed[0], listed[-1]))
            elif name_of(e) and isinstance(node.domain, S.Power):
                self.spaces[name_of(e)] = node.domain.exponent
            elif name_of(e) and isinstance(node.domain, S.Symbol) and "R" in node.domain.name:
                self.scalars.add(name_of(e))
            elif name_of(e) and isinstance(node.domain, S.SetOf):
                self.discrete.add(name_of(e))

    def see_variableentropy(self, node):
        for v in (*node.variables, *node.givens):
            self.capitalised(v)

    def see_mutualinformation(self, node):
        for v in (v for group in (*node.groups, node.givens) for v in group):
            self.capitalised(v)

    def see_variance(self, node):
        if not node.draws:
            for v in S.walk(node.body):
                if isinstance(v, S.Symbol) and plain(v.name).isupper() and len(plain(v.name)) == 1:
                    self.capitalised(v)

    see_expectation = see_variance

    def capitalised(self, v):
        name = name_of(v)
        if name:
            self.variables[name] += 1
            self.targets.add(name)
            if name != name.lower() and len(name) == 1:
                self.capital[name] = name.lower()

    def see_apply(self, node):
        if node.function in self.density_like:
            self.see_density(as_density(node))
            return
        if node.function in ("log", "sqrt") and node.arguments:
            for part in factors_of(node.arguments[0]):
                if isinstance(part, (S.Symbol, S.Index)) and name_of(part):
                    self.positive.add(name_of(part))
                elif isinstance(part, (S.Apply, S.Index)) and isinstance(base(part), S.Apply):
                    self.positive.add(plain(base(part).function))
        if node.function in ("tr", "det"):
            for part in matrix_names(node.arguments[0]):
                self.matrices.add(part)

    def see_gaussian(self, node):
        value = node.value
        for part in (*S.walk(node.mean), *S.walk(node.variance)):
            if isinstance(part, S.Symbol):
                self.gaussian_names.add(plain(part.name))
        if isinstance(value, S.Symbol) and isinstance(node.variance, (S.Power, S.Symbol, S.Number)):
            if not any(isinstance(n, S.Symbol) and n.name in ("I", "\\mathbf{I}") for n in S.walk(node.variance)):
                self.scalar_gaussians.add(plain(value.name))
        elif value is None and isinstance(node.variance, (S.Power, S.Number)):
            self.plain_gaussian = True
        for part in factors_of(node.variance):
            if isinstance(part, (S.Symbol, S.Index)) and name_of(part):
                name = name_of(part)
                if name == "I" or (isinstance(part, S.Symbol) and re.fullmatch(r"\\mathbf\{I\}|I_.*", part.name)):
                    if value is not None and name_of(value) and not isinstance(value, S.Index):
                        self.vectors.add(name_of(value))
                    continue
                if re.match(r"\\(Sigma|Lambda)", name):
                    self.matrices.add(name)
                    if value is not None and name_of(value):
                        self.vectors.add(name_of(value))
                else:
                    self.positive.add(name)
            elif isinstance(base(part), S.Apply):
                name = plain(base(part).function)
                (self.matrices if re.match(r"\\(Sigma|Lambda)", name) else self.positive).add(name)

    def see_mul(self, node):
        """(1/k) sum_{j=1}^k f(z_j): an average over draws, unless k is the size of the space of z."""
        below = [f.denominator for f in node.factors if isinstance(f, S.Divide)]
        for total in (
            f for f in node.factors if isinstance(f, S.SumOver) and len(f.indices) == 1 and f.upper is not None
        ):
            if any(total.upper in tuple(factors_of(d)) for d in below):
                index = name_of(total.indices[0])
                for v in S.walk(total.body):
                    if isinstance(v, S.Index) and not v.raised and [name_of(i) for i in v.indices] == [index]:
                        if name_of(v):
                            self.averaged.append((name_of(v), index, total.upper))

    def see_cases(self, node):
        """x = 1 and x = 0 by cases: x is one number."""
        for branch in node.branches:
            if isinstance(branch.condition, S.Comparison) and name_of(branch.condition.left):
                self.scalar_gaussians.add(name_of(branch.condition.left))
                self.discrete.add(name_of(branch.condition.left))

    def see_norm(self, node):
        for part in S.walk(node.operand):
            if isinstance(part, S.Symbol):
                self.vectors.add(plain(part.name))
            elif isinstance(part, S.Apply):
                self.vector_functions.add(plain(part.function))

    def see_transpose(self, node):
        for part in S.walk(node.operand):
            if isinstance(part, S.Symbol) and name_of(part) not in self.matrices:
                self.vectors.add(plain(part.name))

    def see_power(self, node):
        if isinstance(node.exponent, S.Neg) and isinstance(node.base, S.Symbol):
            if re.match(r"\\(Sigma|Lambda)", plain(node.base.name)):
                self.matrices.add(plain(node.base.name))

    def see_bars(self, node):
        if isinstance(node.operand, S.Symbol) and re.match(r"\\(Sigma|Lambda)", plain(node.operand.name)):
            self.matrices.add(plain(node.operand.name))

    def mixed_letters(self, tree):
        """Two spellings of one letter with the same arguments in one formula are two distributions."""
        seen: dict = {}
        for node in S.walk(tree):
            if isinstance(node, S.Density):
                key = node.letter, tuple(map(label, node.targets)), tuple(map(label, node.givens))
                seen.setdefault(key, set()).add(tag_of(node))
        for (letter, *_), tags in seen.items():
            if len(tags) > 1:
                self.together.add((letter, frozenset(tags)))

    # -- settling ------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        for name, index, count in self.averaged:
            used = name in self.targets or name in self.givens
            if used and self.spaces.get(name) != count and S.outline(count) not in ("d", "D"):
                self.drawn.add((name, index))
        self.drawn -= self.valued
        self.discrete |= {name for name, _ in self.valued}
        self.matrices -= {"I"}
        self.vectors -= self.matrices
        self.vectors -= set(self.summed)
        self.parameters = {g for g in self.givens if g not in self.targets and PARAMETERS.match(g)}
        for name in self.givens - self.parameters:
            self.variables[name] += 1
        self.discrete |= self.enumerated & set(self.variables)
        self.separate = {letter for letter, _ in self.together}
        for node in self.applied:
            given = [g for g in node.givens if name_of(g) not in self.parameters]
            key = tuple(map(label, node.targets)), tuple(map(label, given))
            self.signatures.setdefault(self.joint_name(node), Counter())[key] += 1

    def look_at(self, trees: Iterable[S.Node]) -> None:
        """Decide, for the formulas of one chain, which names with both uses are scalars here: those with no index."""
        trees, indexed = list(trees), set()
        for tree in trees:
            for node in S.walk(tree):
                if isinstance(node, S.Index) and name_of(node):
                    indexed.add(name_of(node))
        both = self.scalar_gaussians | {c for c, n in self.capital.items() if n in self.scalar_gaussians}
        self.scalar_here = {n for n in both if n not in indexed and n not in self.vectors}
        if self.plain_gaussian and not any(self.shows_vectors(t) for t in trees):
            self.scalar_here |= (self.vectors | set(self.spaces)) & set(self.variables) - indexed
        self.scalar_here |= {n for n in self.spreads(trees) if n not in indexed and n not in self.vectors}

    def shows_vectors(self, tree: S.Node) -> bool:
        """Whether a formula has the signs of vectors: norms, transposes, matrices, components, the identity."""
        for n in S.walk(tree):
            if isinstance(n, (S.Norm, S.Transpose, S.Matrix)) or (isinstance(n, S.Index) and not n.raised):
                return True
            if isinstance(n, S.Symbol) and (plain(n.name) in self.matrices or plain(n.name) == "I"):
                return True
            if isinstance(n, S.Gaussian) and not isinstance(n.variance, (S.Power, S.Number)):
                return True
        return False

    def spreads(self, trees: Iterable[S.Node]) -> set[str]:
        """Scales that a chain divides by as numbers, though elsewhere they have components."""
        below = [n.denominator for t in trees for n in S.walk(t) if isinstance(n, S.Divide)]
        names = {name_of(f) for d in below for f in factors_of(d) if isinstance(f, S.Symbol)}
        return {n for n in names if n in self.indexed and n not in self.variables}

    def joint_name(self, node: S.Density) -> str:
        """The name of the joint distribution a density belongs to: its letter, with the tag that tells it apart."""
        letter, tag = self.letter(node)
        if node.bare and letter not in {d.letter for d in self.applied} and letter.lower() in self.letters:
            letter = letter.lower()
        return letter + (f"_{{{tag}}}" if tag else "")

    def letter(self, node: S.Density) -> tuple[str, str]:
        """(letter, tag): the joint distribution a density belongs to; parametric tags merge unless they must not."""
        tag = tag_of(node)
        if not tag or tag.isspace():
            return node.letter, ""
        if WORD_TAG.search(tag):
            return node.letter, tag
        tags = {t for t in self.tags.get(node.letter, ()) if t and not WORD_TAG.search(t)}
        variants = any(t != u and t.startswith(u) for t in tags for u in tags)  # theta and theta^(t)
        if node.letter not in self.separate and not variants:
            return node.letter, ""
        return node.letter, tag

    def is_component(self, name: str, index: S.Node) -> bool:
        """Whether z_i is a component: its index runs over a range somewhere, and is no draw's number."""
        index_name = name_of(index)
        return index_name in self.summed

    def dimension(self, name: str) -> S.Node | None:
        """The size of a vector: its space, else the range of an index it carries."""
        if name in self.spaces:
            return self.spaces[name]
        for index in sorted(self.indexed.get(name, ()), key=S.outline):
            if (name, name_of(index)) in self.drawn:
                continue
            bounds = self.summed.get(name_of(index) or "")
            if bounds and bounds[1] is not None:
                return bounds[1]
        return self.only_size()

    def only_size(self) -> S.Node | None:
        """The one range that components run over in this note, if there is only one."""
        sizes = set()
        for name, indices in self.indexed.items():
            for index in indices:
                bounds = self.summed.get(name_of(index) or "")
                drawn = (name, name_of(index)) in self.drawn | self.valued or name in self.raised | self.sampled
                if bounds and bounds[1] is not None and not drawn:
                    sizes.add(bounds[1])
        return sizes.pop() if len(sizes) == 1 else None

    def is_vector(self, name: str) -> bool:
        if name in self.scalars or name in self.sampled or name in self.scalar_here:
            return False
        if name in self.vectors or name in self.spaces:
            return True
        other = {i for n, i in self.drawn | self.valued if n == name}
        indices = {name_of(i) for i in self.indexed.get(name, ())} - other
        return any(i in self.summed for i in indices) and name not in self.raised


def looks_like_density(node: S.Apply) -> bool:
    """One letter, perhaps with a mark, applied to names only: r(z), e(z|x), p^*(x)."""
    bare = re.sub(r"\\(tilde|hat|bar)\s*|[{}^*_]", "", node.function)
    names = (*node.arguments, *node.parameters)
    return len(bare) == 1 and bare.isalpha() and bool(names) and all(isinstance(a, (S.Symbol, S.Index)) for a in names)


def as_density(node: S.Apply) -> S.Density:
    return S.Density(node.function, targets=node.arguments, givens=node.parameters, span=node.span)


def tidy(node):
    """Q (theta, theta') read as a product of Q and a pair is Q applied to both."""
    if isinstance(node, tuple):
        parts = tuple(tidy(p) for p in node)
        return node if all(a is b for a, b in zip(parts, node, strict=True)) else parts
    if not isinstance(node, S.Node):
        return node
    changes = {}
    for item in fields(node):
        value = getattr(node, item.name)
        if item.name != "span" and isinstance(value, (tuple, S.Node)):
            new = tidy(value)
            if new is not value:
                changes[item.name] = new
    node = replace(node, **changes) if changes else node
    if isinstance(node, S.Mul) and any(isinstance(f, S.TupleOf) for f in node.factors):
        factors: list[S.Node] = []
        for f in node.factors:
            if isinstance(f, S.TupleOf) and factors and isinstance(factors[-1], S.Symbol):
                head = factors.pop()
                span = (head.span[0], f.span[1])
                factors.append(S.Apply(head.name, f.elements, span=span))
            else:
                factors.append(f)
        return factors[0] if len(factors) == 1 else S.Mul(tuple(factors), span=node.span)
    return node


def tidied(note: Note) -> Note:
    """The note with its trees tidied."""

    def chain(c):
        sides = tuple(replace(s, tree=tidy(s.tree)) if s.read else s for s in c.sides)
        return c if all(a.tree is b.tree for a, b in zip(sides, c.sides, strict=True)) else replace(c, sides=sides)

    return replace(note, chains=tuple(chain(c) for c in note.chains))


def trees_of(note: Note) -> Iterable[S.Node]:
    """Every formula of a note that was read: sides and qualifiers of displays, inline formulas."""
    for chain in note.chains:
        yield from chain_trees(chain)
    for block in note.blocks:
        for formula in block.formulas:
            for chain in formula.chains:
                yield from chain_trees(chain)
    for declaration in note.declarations:
        yield from (t for t in declaration.trees if isinstance(t, S.Node))


def chain_trees(chain) -> Iterable[S.Node]:
    for side in chain.sides:
        if side.read:
            yield side.tree
    for qualifier in chain.qualifiers:
        if isinstance(qualifier.tree, S.Node):
            yield qualifier.tree


def weighted_by_own_density(body: S.Node, index: str) -> Iterable[str]:
    """The x of sum_i p(x_i) f(x_i): the sum runs over the values of x."""
    factors = body.factors if isinstance(body, S.Mul) else (body,)
    for factor in factors:
        if isinstance(factor, S.Density):
            for t in factor.targets:
                if isinstance(t, S.Index) and [name_of(i) for i in t.indices] == [index] and name_of(t):
                    yield name_of(t)


def matrix_names(node: S.Node) -> Iterable[str]:
    """The names that must be matrices for a trace or determinant to make sense."""
    if isinstance(node, S.Symbol):
        yield plain(node.name)
    elif isinstance(node, S.Apply):
        yield plain(node.function)
    elif isinstance(node, (S.Mul, S.Add, S.Neg, S.Power, S.Transpose, S.Divide, S.Index)):
        for child in S.children(node):
            if not isinstance(node, (S.Power, S.Divide, S.Index)) or child is next(iter(S.children(node))):
                yield from matrix_names(child)


def factors_of(node: S.Node) -> Iterable[S.Node]:
    """The factors of a product, quotient or power, below and above the bar."""
    if isinstance(node, S.Mul):
        for f in node.factors:
            yield from factors_of(f)
    elif isinstance(node, S.Divide):
        yield from factors_of(node.numerator)
        yield from factors_of(node.denominator)
    elif isinstance(node, S.Power):
        yield from factors_of(node.base)
    elif isinstance(node, S.Apply) and node.function in ("exp", "sqrt"):
        yield from factors_of(node.arguments[0])
    else:
        yield node


def tag_of(node: S.Density) -> str:
    """What tells one distribution of a letter from another: the subscript (unless it names variables), parameters."""
    tag = plain(node.subscript)
    names = re.split(r"[|,\s]+", tag)
    targets = {(name_of(t) or "").lower() for t in (*node.targets, *node.givens)}
    if tag and all(n.lower() in targets for n in names if n):
        tag = ""
    if node.bare and tag and all(re.fullmatch(r"[a-ce-z]", n) for n in names if n):
        tag = ""  # p_z and p_{z|x} name their variables
    given = [g for g in node.givens if name_of(g) and PARAMETERS.match(name_of(g))]
    parameters = ",".join(S.outline(x) for x in (*node.parameters, *given))
    return re.sub(r"[\s{}()\[\],]", "", tag or parameters)


def label(node: S.Node) -> str:
    """How a density's argument is listed: a component or a draw by its vector, z_1 and z_2 as themselves."""
    if isinstance(node, S.Index) and name_of(node) and all(isinstance(i, S.Symbol) for i in node.indices):
        return name_of(node)
    return plain(S.outline(node))

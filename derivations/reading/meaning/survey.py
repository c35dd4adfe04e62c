"""A first look over a whole note: which names are random variables, vectors, matrices, parameters, and of what size.

Nothing is judged here and nothing is elaborated. The survey only collects, from the surface trees of all formulas
(displays and inline), how each name is used; `elaborate` consults it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.covariances import said_matrices, said_symmetric
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, factors_of, label, name_of, plain, tag_of, trees_of
from derivations.reading.meaning.observing import MATRIX, Observing
from derivations.reading.note import Note

INDEPENDENT = re.compile(r"i\.?\s?i\.?\s?d|independent|independently|独立")
COUNTS = frozenset("d D k K n N m M L T J B S".split())


class Survey(Observing):
    """How the names of a note are used."""

    mass_variable = "x"  # whose values i numbers where probabilities are written p_i

    def __init__(self, note: Note):
        self.variables: Counter = Counter()
        self.targets: set[str] = set()
        self.givens: set[str] = set()
        self.indexed: dict[str, set] = {}
        self.raised: dict[str, set[S.Node]] = {}  # names with raised indices, z^{(l)}, to what stands up there
        self.summed: dict[str, tuple] = {}
        self.signatures: dict[str, Counter] = {}
        self.tags: dict[str, Counter] = {}
        self.together: set[frozenset] = set()
        self.positive: set[str] = set()
        self.matrices: set[str] = set()
        self.covariances: set[str] = said_symmetric(note)
        self.vectors: set[str] = set()
        self.scalars: set[str] = set()
        self.discrete: set[str] = set()
        self.means: set[str] = set()  # names of Gaussians' means
        self.binary: set[str] = set()  # whose values, or entries, are 0 and 1
        self.spaces: dict[str, S.Node] = {}
        self.capital: dict[str, str] = {}
        self.letters: set[str] = set()
        self.applied: list[S.Density] = []
        self.applied_letters: set[str] = set()
        self.domains: set[str] = set()
        self.gaussian_names: set[str] = set()
        self.plain_gaussian = False
        self.aliases: dict[str, str] = {}  # letters that belong to another letter's joint density
        self.listed: dict[str, S.Node] = {}  # z of z \in {1, ..., K}, to the last of its values
        self.ranged: dict[str, str] = {}  # the K of sum_{y=1}^K q(y|x), to its variable
        self.masses: set[str] = set()  # letters of probabilities p_i, numbered by the values of a variable
        self.weights: set[str] = set()  # letters of weights r_k, numbered by something else
        self.valued: set[tuple[str, str]] = set()
        self.enumerated: set[str] = set()
        self.scalar_gaussians: set[str] = set()
        self.scalar_here: set[str] = set()
        self.averaged: list[tuple[str, str, S.Node]] = []
        self.drawn: set[tuple[str, str]] = set()
        self.alike: list[set[str]] = []  # names of one size
        self.sampled: dict[str, set[S.Node]] = {}  # drawn several times: where its lists of draws end
        self.symbols: set[str] = set()
        self.vector_functions: set[str] = set()
        self.independent = any(INDEPENDENT.search(b.text) for b in note.blocks if b.kind == "prose")
        trees = list(trees_of(note))
        self.density_like = set(self.functions_that_are_densities(note, trees))
        for tree in trees:
            for node in S.walk(tree):
                self.see(node)
            self.mixed_letters(tree)
        self.matrices |= said_matrices(note) - set(self.variables) - set(self.targets) - set(self.givens)
        self.settle()

    def is_covariance(self, name: str) -> bool:
        """Whether a matrix is symmetric: called so, standing as a Gaussian's variance, or named as a covariance."""
        return name in self.covariances or bool(MATRIX.match(name))

    # -- settling ------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        for name, index, count in self.averaged:
            used = name in self.targets or name in self.givens
            if used and self.spaces.get(name) != count and S.outline(count) not in ("d", "D"):
                self.drawn.add((name, index))
        self.counts = {name_of(high) for _, high in self.summed.values() if isinstance(high, S.Symbol)}
        self.drawn -= self.valued
        self.discrete |= {name for name, _ in self.valued}
        self.value_counts = {
            name_of(high): name
            for name, index in sorted(self.valued)
            for high in [self.summed.get(index, (None, None))[1]]
            if isinstance(high, S.Symbol)
        }
        self.value_counts |= self.ranged
        for name, last in self.listed.items():
            others = [i for i, (_, high) in self.summed.items() if high == last and i not in self.listed]
            plain_sums = [i for i in others if not any(i == index for _, index in self.valued)]
            if name in self.targets and isinstance(last, S.Symbol) and not plain_sums:
                self.discrete.add(name)
                self.value_counts[name_of(last)] = name
        if self.masses - self.weights:
            self.discrete.add(self.mass_variable)
            self.variables[self.mass_variable] += 1
        self.matrices -= {"I"}
        self.vectors -= self.matrices
        self.vectors -= set(self.summed)
        self.parameters = {g for g in self.givens if g not in self.targets and PARAMETERS.match(g)}
        for name in self.givens - self.parameters:
            self.variables[name] += 1
        self.discrete |= self.enumerated & set(self.variables)
        for name in self.means & set(self.variables):  # q(m): a density at its mean, whose variable m is not
            if all(
                len(d.targets) + len(d.givens) == 1 and self.known_elsewhere(d, name) for d in self.densities_of(name)
            ):
                del self.variables[name]
        self.separate = {letter for letter, _ in self.together}
        self.aliases = self.likelihoods()
        for node in self.applied:
            if any(name_of(t) in self.means and name_of(t) not in self.variables for t in node.targets):
                continue
            given = [g for g in node.givens if name_of(g) not in self.parameters]
            key = tuple(map(label, node.targets)), tuple(map(label, given))
            self.signatures.setdefault(self.joint_name(node), Counter())[key] += 1

    def densities_of(self, name: str) -> list[S.Density]:
        return [d for d in self.applied if name in {name_of(t) for t in (*d.targets, *d.givens)}]

    def known_elsewhere(self, density: S.Density, name: str) -> bool:
        """Whether the density's letter is written with another single variable too."""
        return any(d.letter == density.letter and len(d.targets) == 1 and not d.givens and name_of(d.targets[0]) != name
                   for d in self.applied)  # fmt: skip

    def likelihoods(self) -> dict[str, str]:
        """Statisticians write one joint density with two letters: the prior pi(theta), the posterior pi(theta | y) and
        the likelihood f(y | theta). The f is then the pi's own."""
        shapes: dict[str, set] = {}
        for d in self.applied:
            shapes.setdefault(d.letter, set()).add((tuple(map(label, d.targets)), tuple(map(label, d.givens))))
        prior = shapes.get(r"\pi", set())
        for data, given in shapes.get("f", ()):
            alone = all(targets == data for targets, _ in shapes["f"])
            if alone and given and {(given, ()), (given, data)} <= prior:
                return {"f": r"\pi"}
        return {}

    def signature(self, node: S.Density) -> tuple:
        """(joint name, targets, givens) of a density, as told apart from others of its letter."""
        given = [g for g in node.givens if name_of(g) not in self.parameters]
        return self.joint_name(node), tuple(map(label, node.targets)), tuple(map(label, given))

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
        self.scalar_here |= {n for n in self.scales(trees) if n not in indexed}

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

    def scales(self, trees: Iterable[S.Node]) -> set[str]:
        """The s of N(x; m, s^2 I): what multiplies the identity is a number."""
        variances = [n.variance for t in trees for n in S.walk(t) if isinstance(n, S.Gaussian)]
        scaled = [v for v in variances if isinstance(v, S.Mul) and any(name_of(f) == "I" for f in v.factors)]
        plainly = [f for v in scaled for f in factors_of(v) if isinstance(f, S.Symbol) and plain(f.name) == f.name]
        return {name_of(f) for f in plainly} - {"I"}  # a bold sigma^2 I is a diagonal

    def spreads(self, trees: Iterable[S.Node]) -> set[str]:
        """Scales that a chain divides by as numbers, though elsewhere they have components."""
        below = [n.denominator for t in trees for n in S.walk(t) if isinstance(n, S.Divide)]
        names = {name_of(f) for d in below for f in factors_of(d) if isinstance(f, S.Symbol)}
        return {n for n in names if n in self.indexed and n not in self.variables}

    def joint_name(self, node: S.Density) -> str:
        """The name of the joint distribution a density belongs to: its letter, with the tag that tells it apart."""
        letter, tag = self.letter(node)
        if node.bare and letter not in self.applied_letters and letter.lower() in self.letters:
            letter = letter.lower()
        return letter + (f"_{{{tag}}}" if tag else "")

    def letter(self, node: S.Density) -> tuple[str, str]:
        """(letter, tag): the joint distribution a density belongs to; parametric tags merge unless they must not."""
        tag = tag_of(node)
        if node.letter in self.aliases:
            return self.aliases[node.letter], ""
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
        """The size of a vector: its space, else the range of an index it carries, else those of names it goes with."""
        mates = sorted(m for group in self.alike if name in group for m in group - {name})
        return self.own_size(name) or next(filter(None, map(self.own_size, mates)), None) or self.only_size()

    def own_size(self, name: str) -> S.Node | None:
        """The size that a name's own space or the range of its own index gives."""
        if name in self.spaces:
            return self.spaces[name]
        known = self.indexed.get(name, set()) | self.indexed.get(name + "()", set())
        for index in sorted(known, key=S.outline):
            if (name, name_of(index)) in self.drawn or self.numbers_draws(name, index):
                continue
            bounds = self.summed.get(name_of(index) or "")
            if bounds and bounds[1] is not None:
                return bounds[1]
        return None

    def only_size(self) -> S.Node | None:
        """The one range that components run over in this note, if there is only one."""
        sizes = set()
        for name, indices in self.indexed.items():
            for index in indices:
                bounds = self.summed.get(name_of(index) or "")
                drawn = (name, name_of(index)) in self.drawn | self.valued or name in self.raised
                drawn = drawn or self.numbers_draws(name, index)
                if bounds and bounds[1] is not None and not drawn:
                    sizes.add(bounds[1])
        return sizes.pop() if len(sizes) == 1 else None

    def numbers_draws(self, name: str, index: S.Node) -> bool:
        """Whether the index of a name drawn several times counts its draws: unless its range ends elsewhere."""
        if name not in self.sampled:
            return False
        ends, bounds = self.sampled[name], self.summed.get(name_of(index) or "")
        other = bounds is not None and bounds[1] is not None and bounds[1] not in ends
        return not (other and any(isinstance(end, S.Symbol) for end in ends))

    def is_vector(self, name: str) -> bool:
        if name in self.scalars or name in self.scalar_here:
            return False
        if name in self.vectors or name in self.spaces:
            return True
        other = {i for n, i in self.drawn | self.valued if n == name}
        indices = {name_of(i) for i in self.indexed.get(name, ()) if not self.numbers_draws(name, i)} - other
        raised = {name_of(i) for i in self.raised.get(name, ())}
        return any(i in self.summed for i in indices - raised)

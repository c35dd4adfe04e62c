"""A first look over a whole note: which names are random variables, vectors, matrices, parameters, and of what size.

Nothing is judged here and nothing is elaborated. The survey only collects, from the surface trees of all formulas
(displays and inline), how each name is used; `elaborate` consults it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning import apart
from derivations.reading.meaning.arbitrary import LETTER, is_named
from derivations.reading.meaning.chainwise import Here, here
from derivations.reading.meaning.covariances import said_symmetric, see_matrices, told_matrices
from derivations.reading.meaning.law_parameters import averaged_alone, given_name, parameters_of_laws, random_parameters
from derivations.reading.meaning.limits_of_sums import Limits, in_part, wholes
from derivations.reading.meaning.logarithm_bases import told_base
from derivations.reading.meaning.naming import PARAMETERS, WORD_TAG, label, lines_of, name_of, tag_text, trees_of
from derivations.reading.meaning.observing import functions_that_are_densities, of_bare_letters, see
from derivations.reading.meaning.rows_and_columns import shapes_in
from derivations.reading.meaning.said_discrete import discrete_in_words, random_in_words, said_numbers, tells_both_cases
from derivations.reading.meaning.shapes import MATRIX
from derivations.reading.meaning.signatures import Arguments
from derivations.reading.meaning.size_of_a_name import of_members, only_size, own_size
from derivations.reading.meaning.sorts import INTEGER, REAL, general_in, sorts_in
from derivations.reading.meaning.spreads import told_spreads
from derivations.reading.note import Note

if TYPE_CHECKING:
    from derivations.reading.hearing.sizes import Sizes

COUNTS = frozenset("d D k K n N m M L T J B S".split())


class Survey:
    """How the names of a note are used."""

    mass_variable = "x"  # whose values i numbers where probabilities are written p_i

    def __init__(self, note: Note, sizes: Sizes | None = None):
        self.variables: Counter = Counter()
        self.targets: set[str] = set()
        self.givens: set[str] = set()
        self.indexed: dict[str, set] = {}
        self.raised: dict[str, set[S.Node]] = {}  # names with raised indices, z^{(l)}, to what stands up there
        self.summed: dict[str, tuple] = {}
        self.signatures: dict[str, Counter] = {}
        self.tags: dict[str, Counter] = {}
        self.together, self.opposed = set[frozenset](), set[str]()
        self.positive: set[str] = set()
        self.calls: dict[str, dict[S.Apply, None]] = {}  # functions, with all arguments that they are written with
        self.matrices, self.transposed = set[str](), set[str]()
        self.covariances: set[str] = said_symmetric(note)
        self.vectors, self.member_vectors = set[str](), set[str]()  # of the x of x_t ~ N(..., I) each member is one
        self.scalars, self.discrete = set[str](), set[str]()
        self.either: set[str] = set()  # discrete or continuous, as a chain shows
        self.means: set[str] = set()  # names of Gaussians' means
        self.conditioned: set[str] = set()  # the z of x | z ~ N(z, 1)
        self.binary: set[str] = set()  # whose values, or entries, are 0 and 1
        self.spaces: dict[str, S.Node] = {}
        self.capital: dict[str, str] = {}
        self.letters: set[str] = set()
        self.applied: list[S.Density] = []
        self.arguments = Arguments()
        self.applied_letters: set[str] = set()
        self.domains, self.gaussian_names = set[str](), set[str]()
        self.plain_gaussian, self.named_constant = False, is_named(note)
        self.aliases: dict[str, str] = {}  # letters that belong to another letter's joint density
        self.listed: dict[str, S.Node] = {}  # z of z \in {1, ..., K}, to the last of its values
        self.limits: Limits = {}
        self.ranged: dict[str, str] = {}  # the K of sum_{y=1}^K q(y|x), to its variable
        self.masses: set[str] = set()  # letters of probabilities p_i, numbered by the values of a variable
        self.weights: set[str] = set()  # letters of weights r_k, numbered by something else
        self.valued: set[tuple[str, str]] = set()
        self.enumerated: set[str] = set()
        self.scalar_gaussians: set[str] = set()
        self.averaged: list[tuple[str, str, S.Node]] = []
        self.drawn: set[tuple[str, str]] = set()
        self.compared: dict[str, set[tuple]] = {}  # bare letters, to what those that they diverge from are of
        self.averaged_over: set[tuple[str, str]] = set()  # (s, t) of E_{s_t}[...], without a law
        self.alike: list[set[str]] = []  # names of one size
        self.sampled: dict[str, set[S.Node]] = {}  # drawn several times: where its lists of draws end
        self.symbols: set[str] = set()
        self.bases: dict[str, S.Node] = {}  # feet of logarithms that are numbers or letters: log_2, log_b
        self.told_base = told_base(note)  # the line that names another base than e for all of them
        self.vector_functions, self.integrated, self.counted = set[str](), set[str](), frozenset[str]()
        self.sorts = sorts_in(note)
        self.general_densities = general_in(note)
        self.here = Here()  # what holds in the chain under way
        self.called_discrete, self.called_numbers = discrete_in_words(note), said_numbers(note)
        prose = "\n\n".join(b.text for b in note.paragraphs)
        self.both_cases = tells_both_cases(prose.lower())
        trees = list(trees_of(note))
        self.of_laws = parameters_of_laws(note) - averaged_alone(trees)
        self.density_like = set(functions_that_are_densities(self, note, trees))
        self.random = random_parameters(trees)
        self.told_matrices = told_matrices(note, trees)
        self.spreads = told_spreads(note, trees)
        self.variables.update(random_in_words(note, trees))
        for node in S.walk(*trees):
            see(self, node)
        for line in lines_of(note):
            apart.mixed_letters(self, line)
        apart.tags_in_place(self)
        apart.opposed_tags(self, note)
        apart.bare_tags(self, trees)
        self.numbered, self.numbered_vectors, self.shown = see_matrices(self, note, trees)
        if sizes is not None:
            self.take_sizes(sizes)
        self.shapes = shapes_in(note, trees, self.spaces)
        self.matrices |= self.shapes.keys()
        self.wholes = wholes(note, self.limits, self.valued)
        self.labels = {name: apart.labels_of(self, name) for name in self.raised}
        self.settle()

    def role(self, name: str | None) -> str | None:
        """The variable that a name is of: the X of P(X = x) is of x."""
        return self.capital.get(name, name)

    def is_covariance(self, name: str) -> bool:
        """Whether a matrix is symmetric: called so, a Gaussian's variance, or named as one; not loadings, Lambda^T."""
        loadings = name.startswith("\\Lambda") and name in self.transposed
        return name in self.covariances or bool(MATRIX.match(name) and not loadings)

    # -- settling ------------------------------------------------------------------------------------------------

    def take_sizes(self, sizes: Sizes) -> None:
        """What the prose says of sizes: it beats what a sum suggests."""
        self.spaces, self.counted = self.spaces | sizes.of, sizes.counted
        for name, indices in self.indexed.items():
            for index in filter(None, map(name_of, indices)) if name in self.targets | self.givens else ():
                _, last = self.summed.get(index, (None, None))
                if isinstance(last, S.Symbol) and last.name in sizes.examples:
                    self.drawn.add((name, index))
                    if sizes.each is not None:
                        self.spaces.setdefault(name, sizes.each)

    def settle(self) -> None:
        used = set(self.targets | self.givens).union(*(names for ways in self.compared.values() for names in ways))
        for name, index, count in self.averaged:
            if name in used and self.spaces.get(name) != count and S.outline(count) not in ("d", "D"):
                self.drawn.add((name, index))
        ends = [*(high for _, high in self.summed.values()), *self.spaces.values()]
        self.counts = {name_of(end) for end in ends if isinstance(end, S.Symbol)}
        self.drawn |= {(name, index) for name, index in self.averaged_over if index in self.summed}
        self.drawn -= self.valued
        self.discrete |= {name for name, _ in self.valued}
        self.value_counts = {
            name_of(high): name
            for name, index in sorted(self.valued)
            for high in [self.wholes.get(name) or self.summed.get(index, (None, None))[1]]
            if isinstance(high, S.Symbol)
        }
        self.value_counts |= self.ranged
        for name, last in self.listed.items():
            others = [i for i, (_, high) in self.summed.items() if high == last and i not in self.listed]
            plain_sums = [i for i in others if not any(i == index for _, index in self.valued)]
            if name in self.targets and isinstance(last, S.Symbol) and not plain_sums:
                self.discrete.add(name)
                self.value_counts[name_of(last)] = name
        self.weights |= {letter for letter in self.masses if in_part(self.limits.get(letter, ()))}
        if self.masses - self.weights:
            self.discrete.add(self.mass_variable)
            self.variables[self.mass_variable] += 1
        self.positive -= {name for name, sort in self.sorts.items() if sort in (REAL, INTEGER)}
        self.matrices -= {"I", *(name for name in self.targets if name.islower())}  # `x = tr(x)` of a number makes none
        self.vectors -= self.numbered | self.matrices | set(self.summed) | self.counts
        self.parameters = {g for g in self.givens if g not in self.targets and PARAMETERS.match(g)}
        behind = {given_name(g) for d in self.applied for g in d.givens}
        self.parameters |= (self.of_laws & behind) - set(self.variables) - set(self.capital.values())
        self.variables.update(self.givens - self.parameters | of_bare_letters(self))
        self.discrete |= self.enumerated & set(self.variables)
        called = {self.capital.get(n, n) for n in self.called_discrete if n in self.variables or n in self.capital}
        self.discrete |= called  # and what is summed over, and integrated elsewhere, is either: a chain shows which
        self.either = self.discrete & self.integrated - (set() if self.both_cases else called)
        self.discrete -= self.either
        for name in self.means & set(self.variables) - self.conditioned:  # q(m): at its mean, m is no variable
            of = self.densities_of(name)
            if all(len(d.targets) + len(d.givens) == 1 and self.known_elsewhere(d, name) for d in of):
                del self.variables[name]
        self.separate = {letter for letter, _ in self.together}
        self.aliases = self.likelihoods()
        for node in self.applied:
            if any(name_of(t) in self.means and name_of(t) not in self.variables for t in node.targets):
                continue
            given = [g for g in node.givens if given_name(g) not in self.parameters]
            key = tuple(map(label, node.targets)), tuple(map(label, given))
            self.signatures.setdefault(self.joint_name(node), Counter())[key] += 1
        self.general = {self.signature(d) for d in self.general_densities}

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
        given = [g for g in node.givens if given_name(g) not in self.parameters]
        return self.joint_name(node), tuple(map(label, node.targets)), tuple(map(label, given))

    def look_at(self, trees: Iterable[S.Node]) -> None:
        """Turn to the formulas of one chain."""
        self.here = here(self, list(trees))

    def is_discrete(self, name: str) -> bool:
        """Whether a variable takes single values: in a chain that sums over them it does, if it does not integrate."""
        return name in self.discrete | self.here.valued and name not in self.here.integrated

    def apart(self, node: S.Index) -> str:
        """The index of an observation or draw, where a chain has several of them: x^{(1)} is not x^{(2)}."""
        several = len(self.here.members.get(name_of(node) or "", ())) > 1
        return "{(" + ",".join(map(tag_text, node.indices)) + ")}" if several else ""

    def is_family(self, name: str) -> bool:
        """Whether a name is written with a running index somewhere: all its members are then entries of one thing."""
        return any(name_of(i) in self.summed for i in self.indexed.get(name, ()))

    def is_arbitrary(self, name: str) -> bool:
        """Whether a letter stands for a constant that nobody names: a C that the prose does not speak of as a number,
        and that stands in this chain as a term of its own, once on a side."""
        quantity = self.positive | self.counts | set(self.value_counts) | set(self.variables) | set(self.sorts)
        return name == LETTER and name not in quantity and self.here.constant and not self.named_constant

    def joint_name(self, node: S.Density) -> str:
        """The name of the joint distribution a density belongs to: its letter, with the tag that tells it apart."""
        letter, tag = self.letter(node)
        if node.bare and letter.lower() in self.letters:
            here, lower = self.here.letters, letter.lower()
            if letter not in self.applied_letters or (lower in here and letter not in here):
                letter = lower
        return letter + (f"_{{{tag}}}" if tag else "")

    def letter(self, node: S.Density) -> tuple[str, str]:
        """(letter, tag): the joint distribution a density belongs to; parametric tags merge unless they must not."""
        tag = apart.own_tag(self, node) or apart.number_of(node, self.tags)
        if node.letter in self.aliases:
            return self.aliases[node.letter], ""
        if not tag or tag.isspace():
            return node.letter, apart.adopted(self, node)
        if WORD_TAG.search(tag) or (tag == r"\pi" and tag in self.letters | self.calls.keys()):  # made with \pi(z)
            return node.letter, tag
        tags = {t for t in self.tags.get(node.letter, ()) if t and not WORD_TAG.search(t)}
        variants = any(t != u and t.startswith(u) for t in tags for u in tags)  # theta and theta^(t)
        put_in = bool(tags) and tag not in tags  # L(theta') of an L(theta) with p_theta in it: another model
        if node.letter not in self.separate and not variants and not put_in:
            return node.letter, ""
        return node.letter, tag

    def is_component(self, name: str, index: S.Node) -> bool:
        """Whether z_i is a component: its index runs over a range somewhere; not where x_{t-1} or x_{1:t} stands."""
        steps = any(isinstance(i, S.Add | S.Range) and index in S.walk(i) for i in self.indexed.get(name, ()))
        return name_of(index) in self.summed and not steps

    def dimension(self, name: str) -> S.Node | None:
        """The size of a vector: its space, else the range of an index it carries, else those of names it goes with."""
        name = of_members(self, name)
        mates = sorted(m for group in self.alike if name in group for m in group - {name})
        return (
            own_size(self, name)
            or next(filter(None, (own_size(self, mate) for mate in mates)), None)
            or only_size(self)
        )

    def numbers_draws(self, name: str, index: S.Node) -> bool:
        """Whether the index of a name drawn several times counts its draws: unless its range ends elsewhere."""
        if name not in self.sampled:
            return False
        ends, bounds = self.sampled[name], self.summed.get(name_of(index) or "")
        other = bounds is not None and bounds[1] is not None and bounds[1] not in ends
        return not (other and any(isinstance(end, S.Symbol) for end in ends))

    def is_vector(self, name: str) -> bool:
        scalars = self.scalars | self.here.scalars
        if of_members(self, name) not in {name, *scalars}:
            return True
        if name in scalars or name in self.vectors or name in self.spaces:
            return name not in scalars
        other = {i for n, i in self.drawn | self.valued if n == name}
        indices = {name_of(i) for i in self.indexed.get(name, ()) if not self.numbers_draws(name, i)} - other
        raised = {name_of(i) for i in self.raised.get(name, ())}
        return any(i in self.summed for i in indices - raised)

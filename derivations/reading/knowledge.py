"""What a note has said so far: definitions of names, densities given by formulas, draws, what is held fixed.

Definitions keep their surface tree, so that L(m, v) can be used as L(m^*, v^*) by putting other trees for its
arguments. Facts become `normal_form.Fact`s: assumptions that the judge may use and the worlds must honour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace

import sympy
from sympy import Symbol

from derivations.logic import language as L
from derivations.logic.kernel import equal
from derivations.logic.normal_form import Fact
from derivations.logic.rules import REWRITING
from derivations.reading import syntax as S
from derivations.reading.bernoulli import Bernoulli
from derivations.reading.elaborate import Elaborator, Unreadable, component
from derivations.reading.gaussians import as_normal
from derivations.reading.note import Note
from derivations.reading.survey import PARAMETERS, Survey, as_density, base, name_of, plain

DISTRIBUTED = re.compile(r"服从|distributed|normal|Gaussian|gaussian|正态|高斯|follows|is given by|be |is |取")
FIXED = re.compile(r"固定|常量|常数|fixed|constant|held at|set to|取为")
SAMPLED = re.compile(r"draw|sampl|i\.i\.d|independent|采样|抽取|样本|from")
LASTING = re.compile(r"assum|suppos|\blet\b|\bLet\b|where|given|same|denote|writ|define|设|假设|令|记|其中")
CONDITION = re.compile(r"(\bfor|\bif|\bwhen|\bwhenever|\bunless|\bcase|\bFor|\bIf|\bWhen|当|若|如果|假如|只要)[\s$]*$")
PLAIN_RULES = REWRITING - {"bayes", "formula", "change"}


@dataclass(frozen=True)
class Definition:
    """name(arguments)_index = tree."""

    arguments: tuple[S.Node, ...]
    index: tuple[S.Node, ...]
    parameters: tuple[S.Node, ...]
    tree: S.Node


class Knowledge:
    """Definitions and facts of one note, growing line by line."""

    def __init__(self, survey: Survey):
        self.survey = survey
        self.definitions: dict[str, list[Definition]] = {}
        self.facts: list[Fact] = []
        self.stated: list[tuple[S.Node, S.Node]] = []
        self.draws: dict[str, S.Node] = {}
        self.step_draws: dict[str, S.Node] = {}
        self.opened: list[str] = []
        self.later: dict[str, list[Definition]] = {}
        self.bernoulli = Bernoulli()
        self.passing: list[tuple[S.Node, S.Node]] = []
        self.paths: dict[sympy.Expr, sympy.Expr] = {}
        self.opaque: set[str] = set()
        self.read = Elaborator(survey, self)

    # -- definitions -----------------------------------------------------------------------------------------------

    def has_definition(self, name: str) -> bool:
        return name in self.definitions

    def define(self, node: S.Node, tree: S.Node) -> None:
        name, arguments, index, parameters = head_of(node)
        kept = [
            d for d in self.definitions.get(name, [])
            if len(d.index) != len(index) or bool(d.arguments) != bool(arguments)
        ]  # fmt: skip
        self.definitions[name] = [*kept, Definition(arguments, index, parameters, tree)]
        self.restate()

    def definition(self, name, arguments, index=(), read=None, parameters=()):
        """The meaning of a defined name for these arguments, elaborated; None if there is no such definition."""
        if name in self.opened:
            return None
        known = self.definitions.get(name) or self.later.get(name, ())
        found = [d for d in known if len(d.index) == len(index)]
        for d in sorted(found, key=lambda d: bool(d.arguments) != bool(arguments)):
            swaps = match_arguments((*d.arguments, *d.parameters), (*arguments, *parameters), d, arguments)
            if swaps is None:
                continue
            swaps.update(dict(zip(d.index, index, strict=True)))
            tree = substituted(d.tree, swaps)
            self.opened.append(name)
            try:
                value = (read or self.read).typed(tree)
                return value if value[0] != "s" else value[1]
            finally:
                self.opened.pop()
        return None

    def foresee(self, chains, survey) -> None:
        """Definitions that come later: a name used before its own line means what that line says."""
        for chain in chains:
            for place, relation in enumerate(chain.relations):
                left, right = chain.sides[place], chain.sides[place + 1]
                if not (left.read and right.read) or relation.name not in ("equal", "define") or not is_name(left.tree):
                    continue
                name, arguments, index, parameters = head_of(left.tree)
                plainly = name and not index and is_quantity(name) and name not in survey.variables
                inside = any(head_of(n)[0] == name for n in S.walk(right.tree) if isinstance(n, (S.Symbol, S.Apply)))
                if plainly and not inside and not isinstance(right.tree, S.Optimum):
                    self.later.setdefault(name, [Definition(arguments, index, parameters, right.tree)])

    def alias(self, name: str, arguments) -> str:
        """`\\sigma_{p}(x)` is the sigma(x) of p's own formula: a subscript naming a density says whose it is."""
        found = re.fullmatch(r"(.+)_\{(\w)\}", name)
        if found and found[2] in self.survey.letters:
            for fact in self.facts:
                names = {type(f).__name__ for f in fact.formula.atoms(sympy.core.function.AppliedUndef)}
                if fact.density.name == found[2] and found[1] in names and name not in names:
                    return found[1]
        return name

    def vector_alias(self, name: str, read) -> sympy.Expr | None:
        """Bare mu, when mu_j was said to be a component of mu(x)."""
        for d in self.definitions.get(name, ()):
            if (
                d.index
                and isinstance(d.tree, S.Index)
                and d.tree.indices == d.index
                and isinstance(base(d.tree), S.Apply)
            ):
                inner = base(d.tree)
                return read.function(plain(inner.function))(*(read.expression(a) for a in inner.arguments))
        return None

    # -- draws -----------------------------------------------------------------------------------------------------

    def drawn_from(self, name: str) -> sympy.Expr | None:
        tree = self.step_draws.get(name, self.draws.get(name))
        if tree is None:
            return None
        if isinstance(tree, sympy.Expr):
            return tree
        try:
            variable = self.read.random(name)
            return self.read.density(tree, (variable,))
        except Unreadable:
            return None

    def is_sampled_name(self, node: S.Node) -> bool:
        """Whether a name was defined by an average over draws, as an estimator is."""
        if not isinstance(node, (S.Symbol, S.Index, S.Apply)):
            return False
        for d in self.definitions.get(head_of(node)[0], ()):
            if any(isinstance(v, S.Index) and self.read.is_draw(v) for v in S.walk(d.tree)):
                return True
        return False

    def draw(self, names: tuple[str, ...]) -> sympy.Expr | None:
        return self.drawn_from(names[0]) if len(names) == 1 else None

    def only_density(self, letter: str) -> sympy.Expr | None:
        found = {f.density for f in self.facts if f.density.name == letter}
        return found.pop() if len(found) == 1 else None

    # -- facts -----------------------------------------------------------------------------------------------------

    def relate(self, variable: sympy.Expr, value: sympy.Expr) -> None:
        """A random variable written as a function of others, z = mu + sigma eps: true along that path."""
        self.paths[variable] = value

    def restate(self) -> None:
        """Facts again from their trees, now that more is known of the names in them."""
        stated, self.stated, self.facts = self.stated, [], []
        for left, right in stated:
            self.state_trees(left, right)

    def state(self, left: sympy.Expr, right: sympy.Expr, name: str) -> bool:
        """Take `density = formula` as given; False if it says nothing new or is not of that form."""
        if not isinstance(left, L.Density):
            return False
        if equal(left, right, PLAIN_RULES, ()):
            return False
        left = self.tuple_of(left, right)
        left, right, rule = self.normal_fact(left, right)
        marginal = self.marginal(left, right) or self.without_own_conditional(left, right)
        if marginal is not None:
            left, right = marginal
            if equal(left, right, PLAIN_RULES, ()):
                return False
        fact = Fact(left, right, rule, name)
        self.facts = [f for f in self.facts if (f.density.name, f.roles) != (left.name, fact.roles)] + [fact]
        return True

    def normal_fact(self, left, right):
        """A formula recognised as Gaussian; one component's formula becomes the product over all components."""
        target = left.targets[0] if len(left.targets) == 1 else None
        if target is not None and not right.has(L.Normal):
            found = as_normal(right, target)
            if found is not None:
                right = found
        if not right.has(L.Normal):
            return left, right, "independence"
        if isinstance(target, L.Component) and isinstance(target.index, Symbol) and target.base.dimension is not None:
            whole = L.Density(left.distribution, [target.base], left.givens)
            return whole, L.Product(right, (target.index, 1, target.base.dimension)), "gaussian"
        return left, right, "gaussian"

    @staticmethod
    def tuple_of(left: L.Density, right: sympy.Expr) -> L.Density:
        """q(z) = q_1(z_1) q_2(z_2): the left is the joint of z_1 and z_2."""
        try:
            targets = L.targets_of(right)
        except L.DensityError:
            return left
        if len(left.targets) == 1 and len(targets) > 1 and all(
            isinstance(t, L.RandomVariable) and re.match(re.escape(str(left.targets[0])) + "_", t.name) for t in targets
        ):
            return L.Density(left.distribution, targets, left.givens)
        return left

    @staticmethod
    def without_own_conditional(left, right):
        """From p(x,y,z) = p(x|y,z) p(y) p(z): what it says is p(y,z) = p(y) p(z)."""
        factors = sympy.Mul.make_args(right)
        if len(factors) < 2 or not all(isinstance(f, L.Density) and f.name == left.name for f in factors):
            return None
        whole = {*left.targets, *left.givens}
        for f in factors:
            if {*f.targets, *f.givens} == whole and set(left.givens) <= set(f.givens):
                below = [g for g in f.givens if g not in left.givens]
                if below:
                    return L.Density(left.distribution, below, left.givens), sympy.Mul(
                        *(o for o in factors if o is not f)
                    )
        return None

    @staticmethod
    def marginal(left, right):
        """From p(x,z) = r(x) p(z|x) (or p(z) = int p(z|x) r(x)): p's marginal of x is r."""
        body = right
        if isinstance(right, L.Integral):
            body = right.body
        elif isinstance(right, L.Expectation):
            body = right.body * right.density
        factors = sympy.Mul.make_args(body)
        own = [f for f in factors if isinstance(f, L.Density) and f.name == left.name]
        other = [f for f in factors if f not in own]
        if len(own) == 1 and len(other) == 1 and isinstance(other[0], L.Density) and own[0].givens:
            given = own[0].givens
            if set(other[0].targets) == set(given) and not other[0].givens:
                joint = set(own[0].targets) | set(given)
                whole = set(left.targets) == joint
                summed = isinstance(right, (L.Integral, L.Expectation)) and set(left.targets) == set(own[0].targets)
                if whole or summed:
                    return L.Density(left.distribution, given), other[0]
        return None

    # -- prose -----------------------------------------------------------------------------------------------------

    def hear(self, block) -> None:
        """Declarations in a paragraph: equations of inline formulas, `z ~ p`, `q(z) is N(0, I)`, what is constant."""
        previous = None
        for formula in block.formulas:
            for chain in formula.chains:
                self.hear_chain(chain, formula, previous)
            if previous is not None:
                self.hear_sampling(previous, formula)
            previous = formula

    def hear_sampling(self, previous, formula) -> None:
        """`$z_1, ..., z_k$ drawn independently from $q(z|x)$`."""
        between = formula.before[len(previous.before) + len(previous.latex) :]
        names = [name_of(n) for c in previous.chains for s in c.sides if s.read for n in S.walk(s.tree)
                 if isinstance(n, (S.Symbol, S.Index)) and name_of(n)]  # fmt: skip
        if not names:
            found = re.match(r"\s*([A-Za-z])\s*(_|\^)", previous.latex)
            names = [found[1]] if found else []
        trees = [s.tree for c in formula.chains for s in c.sides if s.read]
        if names and len(trees) == 1 and isinstance(trees[0], (S.Density, S.Gaussian)) and SAMPLED.search(between):
            self.draws[names[0]] = trees[0]
            self.survey.sampled.add(names[0])

    def hear_chain(self, chain, formula, previous) -> None:
        self.survey.look_at(side.tree for side in chain.sides if side.read)
        if not all(side.read for side in chain.sides):
            return
        trees = [side.tree for side in chain.sides]
        if len(trees) > 1 and CONDITION.search(formula.before):
            return  # a case that is looked at, not something that holds from here on
        if len(trees) == 2 and chain.relations[0].name in ("equal", "define"):
            if isinstance(trees[0], (S.Expectation, S.Variance)):
                self.moment(trees[0], trees[1])
                return
            self.declare(trees[0], trees[1], passing=not LASTING.search(formula.before[-60:]))
            return
        if len(trees) != 1:
            return
        (tree,) = trees
        self.hear_draw(tree)
        if previous is None or len(previous.chains) != 1 or len(previous.chains[0].sides) != 1:
            return
        between = formula.before[len(previous.before) + len(previous.latex) :] if previous else ""
        side = previous.chains[0].sides[0]
        if not side.read or re.search(r"[。.;；]", between.strip(" $")):
            return
        before = side.tree
        if isinstance(tree, S.Gaussian) and isinstance(before, S.Density) and DISTRIBUTED.search(between):
            self.declare(before, tree)
        elif FIXED.search(between) and is_name(before) and not isinstance(tree, S.Gaussian):
            self.fix(before, tree)

    def fix(self, before: S.Node, tree: S.Node) -> None:
        """`sigma_j^2(z) fixed to sigma_g^2`: both sides may carry the same power."""
        while isinstance(before, S.Power) and isinstance(tree, S.Power) and before.exponent == tree.exponent:
            before, tree = before.base, tree.base
        if head_of(before) is not None and head_of(before)[0]:
            self.define(before, tree)

    def hear_draw(self, tree: S.Node) -> None:
        if not isinstance(tree, S.Draw) or tree.density is None:
            return
        for v in tree.variables:
            if name_of(v):
                self.draws[name_of(v)] = tree.density
        if isinstance(tree.density, S.Gaussian) and len(tree.variables) == 1:
            try:
                variable = self.read.variable(tree.variables[0])
                letter = self.read.letter_for([str(variable)], tree)
                self.draws.pop(name_of(tree.variables[0]), None)
                self.state_trees(S.Density(letter.name, targets=tree.variables), tree.density)
            except Unreadable:
                return

    def moment(self, left: S.Node, right: S.Node) -> None:
        """`E_p[x] = mu`, `Var_p[x] = sigma^2`: the name stands for that moment (unless a Gaussian has it already)."""
        root = isinstance(right, S.Power) and right.exponent == S.Number("2")
        name = right.base if root else right
        if isinstance(name, S.Symbol) and plain(name.name) not in self.survey.gaussian_names | set(
            self.survey.variables
        ):
            self.define(name, S.Apply("sqrt", (left,)) if root else left)

    def forget_passing(self) -> None:
        """What was only said for the display that followed."""
        if self.passing:
            self.stated = [pair for pair in self.stated if pair not in self.passing]
            self.passing = []
            self.restate()

    def declare(self, left: S.Node, right: S.Node, passing: bool = False) -> None:
        """An equation in prose: a density's formula is a fact, a name's value a definition."""
        try:
            if isinstance(left, S.Apply) and left.function in self.survey.density_like:
                left = as_density(left)
            if isinstance(left, S.Density):
                if self.state_trees(left, right) and passing and isinstance(right, S.Density):
                    self.passing.append((left, right))
            elif is_name(left) and head_of(left)[0] and name_of(left) not in self.survey.variables:
                name = head_of(left)[0]
                if not PARAMETERS.match(name) or not isinstance(right, S.SetOf):
                    if (name_of(right) != name and name not in {name_of(n) for n in S.walk(right)}) or base(
                        right
                    ) != base(left):
                        self.define(left, right)
        except (Unreadable, TypeError, ValueError):
            return

    def state_trees(self, left: S.Density, right: S.Node) -> bool:
        """Take a density's formula as given; False if it cannot be read or says nothing new."""
        try:
            density = self.read.density(left, None, right)
            if not isinstance(density, L.Density):
                return False
            if isinstance(right, (S.Gaussian, S.ProductOver, S.Density, S.Symbol)):
                formula = self.read.density(right, density.targets)
            else:
                formula = self.read.expression(right)
        except (Unreadable, TypeError, ValueError):
            self.opaque.add(self.survey.joint_name(left))
            return False
        if any(isinstance(n, S.Power) and density.targets[0] in self.read.expression(n.exponent).free_symbols
               for n in S.walk(right) if isinstance(n, S.Power) and len(density.targets) == 1
               and isinstance(n.exponent, (S.Symbol, S.Add))) and self.bernoulli.learn(density, formula):  # fmt: skip
            return True
        if not self.state(density, formula, f"{density} = {formula}"):
            return False
        self.stated.append((left, right))
        self.opaque.discard(self.survey.joint_name(left))
        return True


def is_quantity(name: str) -> bool:
    """A name that an author gives to a quantity (a loss, a bound, a free energy), not to a number or a function."""
    return bool(re.match(r"\\mathcal|\\mathscr|\\ell|[A-Z]{2,}|Loss|loss", name)) or bool(
        re.fullmatch(r"[A-Z](_\{.*\})?", name) and name[0] not in "NKDMTJBSIXYZ"
    )


def is_name(node: S.Node) -> bool:
    inner = base(node)
    if isinstance(inner, S.Power):
        return is_name(inner.base)
    return isinstance(inner, (S.Symbol, S.Apply))


def head_of(node: S.Node):
    """(name, arguments, index, parameters) of something that can be defined."""
    index = node.indices if isinstance(node, S.Index) else ()
    inner = base(node)
    if isinstance(inner, S.Apply):
        return plain(inner.function), inner.arguments, index, inner.parameters
    if isinstance(inner, S.Symbol):
        return plain(inner.name), (), index, ()
    return "", (), (), ()


def match_arguments(wanted, given, definition, arguments):
    """The substitution that takes the definition's arguments to these; None if they cannot be matched."""
    if not given or not wanted:
        return {} if not given or not arguments else None
    if len(wanted) != len(given):
        return None
    swaps = {}
    for one, two in zip(wanted, given, strict=True):
        if one == two:
            continue
        if isinstance(one, (S.Symbol, S.Index)):
            swaps[one] = two
        elif isinstance(one, S.Density) and isinstance(two, S.Density) and one.bare and two.bare:
            swaps[one.letter] = two.letter
        else:
            return None
    return swaps


def tag_text(node: S.Node) -> str:
    """A node as the text a subscript is compared by: letters, digits and signs, no brackets."""
    if isinstance(node, S.Symbol):
        return plain(node.name)
    if isinstance(node, S.Number):
        return node.text
    if isinstance(node, S.Add):
        parts = [tag_text(t) for t in node.terms]
        return "".join(p if p.startswith("-") or not k else "+" + p for k, p in enumerate(parts))
    if isinstance(node, S.Neg):
        return "-" + tag_text(node.operand)
    if isinstance(node, S.Index):
        return f"{tag_text(node.base)}{'^' if node.raised else '_'}{','.join(map(tag_text, node.indices))}"
    return S.outline(node)


def squeezed(tag: str) -> str:
    """A tag or name without brackets and braces, as it is compared."""
    return re.sub(r"[\s{}()\[\],]", "", tag)


def same_tag(one: str, two: str) -> bool:
    return re.sub(r"[\s{}()\[\]]", "", one) == re.sub(r"[\s{}()\[\]]", "", two)


def substituted(node, swaps: dict):
    """The tree with nodes replaced; density letters are replaced by name."""
    if not swaps:
        return node
    if isinstance(node, tuple):
        return tuple(substituted(part, swaps) for part in node)
    if not isinstance(node, S.Node):
        return node
    if isinstance(node, (S.Symbol, S.Index)) and node in swaps:
        return swaps[node]
    changes = {}
    if is_dataclass(node):
        for item in fields(node):
            if item.name == "span":
                continue
            value = getattr(node, item.name)
            new = substituted(value, swaps) if isinstance(value, (tuple, S.Node)) else value
            if new is not value:
                changes[item.name] = new
    if isinstance(node, S.Density):
        if node.letter in swaps:
            changes["letter"] = swaps[node.letter]
        for old, new in swaps.items():
            if node.subscript and isinstance(old, S.Node) and same_tag(node.subscript, tag_text(old)):
                changes["subscript"] = tag_text(new)
    return replace(node, **changes) if changes else node


def prose_of(note: Note, index: int):
    """The paragraphs between the display before and this one."""
    return note.blocks[index]


_ = component

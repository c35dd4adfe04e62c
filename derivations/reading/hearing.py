"""What the prose of a note declares: equations of inline formulas, draws, what is held fixed."""

from __future__ import annotations

import re

from derivations.reading import syntax as S
from derivations.reading.naming import PARAMETERS, as_density, base, name_of, plain
from derivations.reading.substitution import head_of, is_name
from derivations.reading.unreadable import Unreadable

DISTRIBUTED = re.compile(r"服从|distributed|normal|Gaussian|gaussian|正态|高斯|follows|is given by|be |is |取")
FIXED = re.compile(r"固定|常量|常数|fixed|constant|held at|set to|取为")
SAMPLED = re.compile(r"draw|sampl|i\.i\.d|independent|采样|抽取|样本|from")
LASTING = re.compile(r"assum|suppos|\blet\b|\bLet\b|where|given|same|denote|writ|define|设|假设|令|记|其中")
CONDITION = re.compile(r"(\bfor|\bif|\bwhen|\bwhenever|\bunless|\bcase|\bFor|\bIf|\bWhen|当|若|如果|假如|只要)[\s$]*$")


class Hearing:
    """Listens to paragraphs. Mixed into `Knowledge`."""

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
            self.survey.sampled.setdefault(names[0], set())

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
            self.define(before, tree, exact=bool(head_of(before)[1]))

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

    def declare(self, left: S.Node, right: S.Node, passing: bool = False) -> None:
        """An equation in prose: a density's formula is a fact, a name's value a definition."""
        try:
            if isinstance(left, S.Apply) and left.function in self.survey.density_like:
                left = as_density(left)
            if isinstance(left, S.Density):
                if self.state_trees(left, right) and passing and isinstance(right, S.Density):
                    self.passing.append((left, right))
            elif isinstance(left, S.Symbol) and name_of(left) in self.survey.variables:
                self.tied.add(self.survey.capital.get(name_of(left), name_of(left)))
            elif is_name(left) and head_of(left)[0] and name_of(left) not in self.survey.variables:
                name = head_of(left)[0]
                if not PARAMETERS.match(name) or not isinstance(right, S.SetOf):
                    if (name_of(right) != name and name not in {name_of(n) for n in S.walk(right)}) or base(
                        right
                    ) != base(left):
                        self.define(left, right)
        except (Unreadable, TypeError, ValueError):
            return

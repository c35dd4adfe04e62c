"""What the prose of a note declares: equations of inline formulas, draws, what is held fixed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import declare, fix, hear_probability, moment, plainly_true
from derivations.reading.hearing.modality import CASE, DECLARED, DISPLAY, REFUSED, UNHEARD, Modality, modality
from derivations.reading.hearing.ranges import is_value, number
from derivations.reading.hearing.sentences import plain_words, sentences
from derivations.reading.hearing.told_in_words import hear_words
from derivations.reading.hearing.vocabulary import unknown_words
from derivations.reading.meaning.functionals import letter_for
from derivations.reading.meaning.naming import as_density, name_of, plain
from derivations.reading.meaning.substitution import is_name
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS

DISTRIBUTED = re.compile(r"服从|distributed|normal|Gaussian|gaussian|正态|高斯|follows|is given by|be |is |取")
FIXED = re.compile(r"固定|常量|常数|fixed|constant|held at|set to|取为")
SAMPLED = re.compile(r"(?<!服)从|取自|来自|draw|sampl|i\.i\.d|independent|采样|抽取|样本|from")
FAMILY = re.compile(r"正态|高斯|[Nn]ormal|Gaussian|gaussian")
OTHER_FAMILY = re.compile(
    r"Bernoulli|伯努利|[Ll]aplac|拉普拉斯|Student|[Pp]oisson|泊松|(?:[Ee]xponential|[Bb]eta|Gamma) dist|指数分布"
    r"|empirical|经验分布|uniform|均匀|point mass|[Dd]irac|categorical|multinomial"
)
OWN_SUBJECT = re.compile(r"variance|covariance|deviation|\bmean|方差|均值|标准差")
MEAN = re.compile(r"(\bmean|均值|期望|cent(?:er|re)d (?:at|on))[^$.。;；]{0,12}\$?$")
SPREAD = re.compile(r"(variances?|covariance(?: matrix)?|方差|协方差(?:矩阵)?)[^$.。;；]{0,12}\$?$")
DEVIATION = re.compile(r"(standard deviations?|标准差)[^$.。;；]{0,12}\$?$")
EXPLAINS = re.compile(r"\s*+[,，]?\s*+(where|with|in which|here|for|Here|Where|其中|这里|式中)")
CASE_IN_WORDS = re.compile(
    r"(?:^|[,;:]|\band|\bbut|\bthat)\s*(?:if|when(?!ever)|in case|under the (?:assumption|"
    r"hypothesis)|assuming) |(?:^|[,，;；])\s*(?:如果|假如|若|当)"
)
ON_FORMULAS = re.compile(
    r"\b(?:replac|substitut|insert|plug|put|expand|writ|multipl|divid|add|subtract|us(?:e|ing)|collect|averag|integrat|compar)"
    r"|换成|代替|代入|展开|乘|除|加|减|积分|比较|用"
)
NAMING = (
    "for",
    "at",
    "under",
    "as a check",
    "对",
    "对于",
    "在",
)  # these introduce a density as often as they single out a case
CONDITION = re.compile(r"(\bfor|\bif|\bwhen|\bwhenever|\bunless|\bcase|\bFor|\bIf|\bWhen|当|若|如果|假如|只要)[\s$]*$")


def a_case_in_words(text: str) -> bool:
    """`when both are equally likely,`: a case without a formula; `if p is replaced by q` only works on formulas."""
    found = CASE_IN_WORDS.search(text)
    return found is not None and not ON_FORMULAS.search(text, found.end())


@dataclass(frozen=True)
class Unheard:
    """A sentence that was not understood: its line, what stands in it, and the names that it speaks of."""

    line: int
    text: str
    names: frozenset[str]


class Hearing:
    """Listens to paragraphs. Mixed into `Knowledge`."""

    def hear(self, block, before_display: bool = False, explains: bool = False) -> None:
        """Declarations in a paragraph: equations of inline formulas, `z ~ p`, `q(z) is N(0, I)`, what is constant.

        `before_display`: a display follows, to which the last sentence may lead; `explains`: the paragraph goes on
        with the sentence of the display before it.
        """
        previous = None
        spoken = sentences(block)
        for sentence in spoken:
            leads = before_display and sentence is spoken[-1] and not sentence.ended
            for formula in sentence.formulas:
                told = modality(sentence, sentence.place(formula))
                self.told[formula] = told
                for chain in formula.chains:
                    self.hear_chain(chain, formula, previous, told, leads or explains)
                if previous is not None and told.kind != REFUSED:
                    self.hear_sampling(previous, formula)
                previous = formula
            hear_words(self, sentence)
            if leads and not sentence.formulas and a_case_in_words(sentence.text):
                self.assumed.append(Unheard(sentence.line, sentence.text, frozenset({"*"})))
        self.learn_channels()
        for place, formula in enumerate(block.formulas):
            if self.told[formula].kind != REFUSED:
                self.hear_shape(formula, block.formulas[place + 1 : place + 4])

    def hear_explanation(self, following) -> None:
        """The sentence after a display that says what stands in it: `where $p(z) = N(z; 0, I)$ and ...`."""
        for block in following:
            opening = EXPLAINS.match(block.text) if block.kind == "prose" else None
            if opening:
                end = re.search(r"[。]|[.;；](?=\s|$)|\n\s*\n", block.text)
                told = [f for f in block.formulas if not end or len(f.before) < end.start()]
                self.hear(replace(block, formulas=tuple(told)), explains=True)

    def hear_shapes(self, chains) -> None:
        """Gaussians that a display gives beside what it says of them: `..., \\qquad p(z) = N(z; 0, I)`."""
        for chain in chains:
            trees = [side.tree for side in chain.sides if side.read]
            if len(trees) == len(chain.sides) == 2 and chain.continues is None:
                left = as_density(trees[0]) if self.is_density(trees[0]) else trees[0]
                known = [self.survey.signature(one) for one, _ in self.stated]
                if isinstance(left, S.Density) and isinstance(trees[1], S.Gaussian):
                    if self.survey.signature(left) not in known and self.state_trees(left, trees[1]):
                        self.announced.add(self.survey.signature(left))

    def hear_comparison(self, tree: S.Comparison, latex: str, line: int) -> None:
        """What a formula is restricted to: `\\text{for } \\beta = 1`, `(\\lambda < 1)`."""
        trees, relations = [tree.left, tree.right], [tree.relation]
        if is_value(trees, relations):
            self.ranges.values[name_of(tree.left)] = number(tree.right)
        elif tree.relation == "equal" and all(isinstance(t, S.Density) for t in trees):
            if not declare(self, *trees, passing=True):
                self.assume(latex, trees, line)
        elif not self.ranges.learn(trees, relations) and tree.relation == "equal":
            self.assume(latex, trees, line)

    def assume(self, latex: str, trees: list[S.Node], line: int) -> None:
        """Keeps an assumption that was not understood: of what it names, no step of the next display is refuted."""
        self.assumed.append(Unheard(line, f"${latex}$", self.names_in(trees)))

    def names_in(self, trees: list[S.Node]) -> frozenset[str]:
        """The names and densities that some trees speak of."""
        nodes = [n for t in trees for n in S.walk(t)]
        names = {name_of(n) for n in nodes if isinstance(n, (S.Symbol, S.Index)) and name_of(n)}
        names |= {plain(n.function) for n in nodes if isinstance(n, S.Apply) and n.function not in KNOWN_FUNCTIONS}
        names |= {self.survey.capital.get(n, n) for n in names}
        names |= {self.survey.joint_name(n) for n in nodes if isinstance(n, S.Density)}
        return frozenset((names - {"I"} - set(self.survey.variables)) or names)

    def hear_shape(self, formula, following) -> None:
        """`$q(x|z)$ is normal with mean $\\nu(z)$ and variance $s^2$`; vague if the parameters are not read."""
        trees = [s.tree for c in formula.chains for s in c.sides if s.read]
        density = as_density(trees[0]) if trees and self.is_density(trees[0]) else (trees[0] if trees else None)
        sentence = re.split(r"[。；;]|\.\s", formula.after)[0]
        if len(trees) != 1 or not isinstance(density, S.Density):
            return
        normal = FAMILY.search(sentence)
        if not normal and not OTHER_FAMILY.search(sentence):
            return
        parameters: dict[str, S.Node] = {}
        for other in following:
            told = [s.tree for c in other.chains for s in c.sides if s.read]
            inside = len(other.before) - len(formula.before) <= len(sentence) + 2 * len(formula.latex) + 4
            if len(told) != 1 or not inside:
                break
            if isinstance(told[0], S.Gaussian):
                return
            for name, pattern in (("mean", MEAN), ("variance", SPREAD), ("deviation", DEVIATION)):
                if pattern.search(other.before):
                    parameters.setdefault(name, told[0])
        if "deviation" in parameters:
            parameters["variance"] = S.Power(parameters["deviation"], S.Number("2"))
        signature = self.survey.signature(density)
        if any(signature == self.survey.signature(left) for left, _ in self.stated):
            return
        if not (normal and {"mean", "variance"} <= set(parameters) and self.normal(density, **parameters)):
            self.vague.add(signature)

    def is_density(self, tree: S.Node) -> bool:
        return isinstance(tree, S.Apply) and tree.function in self.survey.density_like

    def normal(self, density: S.Density, mean: S.Node, variance: S.Node, deviation: S.Node | None = None) -> bool:
        """States a Gaussian told in words; a mean with an index is that of one component."""
        target = density.targets[0] if len(density.targets) == 1 else None
        if target is None:
            return False
        left = density
        if isinstance(mean, S.Index) and not isinstance(target, S.Index):
            self.survey.see(S.Index(target, mean.indices))
            target = S.Index(target, mean.indices, span=target.span)
            left = replace(density, targets=(target,))
        return self.state_trees(left, S.Gaussian(target, mean, variance, span=density.span))

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

    def hear_chain(self, chain, formula, previous, told: Modality, leads: bool) -> None:
        """What one formula of a sentence declares, by what the sentence says of it."""
        self.survey.look_at(side.tree for side in chain.sides if side.read)
        if told.kind == REFUSED:
            return
        for qualifier in chain.qualifiers:
            if isinstance(qualifier.tree, S.Membership):
                self.ranges.learn_membership(qualifier.tree)
        if not all(side.read for side in chain.sides):
            known = [side.tree for side in chain.sides if side.read]
            if {"equal", "define"} & {r.name for r in chain.relations}:
                self.not_understood(formula, known)
                for tree in known:
                    self.bare_laws.pop(getattr(tree, "letter", ""), None)
            return
        trees, relations = [side.tree for side in chain.sides], [r.name for r in chain.relations]
        listed = isinstance(trees[-1], (S.Range, S.TupleOf, S.Index)) and not isinstance(trees[0], (S.Density, S.Apply))
        if len(trees) > 1 and listed and any(isinstance(n, (S.Range, S.Dots)) for n in S.walk(trees[-1])):
            return  # k = 1, ..., K
        if len(trees) > 1 and self.ranges.learn(trees, relations):
            return
        if len(trees) > 1:
            self.hear_relation(trees, relations, formula, told, leads)
            return
        (tree,) = trees
        if isinstance(tree, S.Membership) and self.ranges.learn_membership(tree):
            return
        if isinstance(tree, S.Draw) and len(tree.variables) == 1 and self.is_letter(tree.variables[0]):
            self.hear_bare_law(tree.variables[0], tree.density)
            return
        self.hear_draw(tree)
        if previous is None or len(previous.chains) != 1 or len(previous.chains[0].sides) != 1:
            return
        between = formula.before[len(previous.before) + len(previous.latex) :] if previous else ""
        side = previous.chains[0].sides[0]
        if not side.read or re.search(r"[。.;；]", between.strip(" $")):
            return
        before = side.tree
        if isinstance(tree, S.Gaussian) and isinstance(before, S.Density) and DISTRIBUTED.search(between):
            if told.kind == DECLARED or not unknown_words(plain_words(between)):
                declare(self, before, tree)
        elif FIXED.search(between) and not OWN_SUBJECT.search(between) and is_name(before):
            if not isinstance(tree, S.Gaussian):
                fix(self, before, tree)

    def hear_relation(self, trees, relations, formula, told: Modality, leads: bool) -> None:
        """An equation of a sentence: a fact, a case of the display it leads to, or nothing that is understood."""
        equation = len(trees) == 2 and relations[0] in ("equal", "define")
        gives = equation and not isinstance(trees[1], S.Density)
        if (
            told.kind == CASE
            and not leads
            and not (gives and told.starter in NAMING and not is_value(trees, relations))
        ):
            return  # a case that is looked at in passing
        if told.kind == UNHEARD:
            if "equal" in relations or "define" in relations:
                self.not_understood(formula, trees)
            return
        if equation and (self.hear_bare_law(trees[0], trees[1]) or self.hear_weights(trees[0], trees[1])):
            return
        if len(trees) == 2 and hear_probability(self, trees[0], trees[1]):
            return
        law = equation and isinstance(trees[1], S.Gaussian) and told.starter in NAMING
        if told.kind == CASE and CONDITION.search(formula.before) and not law:
            self.hear_case(trees, relations, formula)
        elif equation and isinstance(trees[0], (S.Expectation, S.Variance)):
            moment(self, trees[0], trees[1])
        elif equation:
            if told.kind == DECLARED:
                self.given.append((trees[0], trees[1], formula.line))
            used = declare(self, trees[0], trees[1], passing=told.scope == DISPLAY)
            if not used and is_value(trees, relations):
                self.ranges.values[name_of(trees[0])] = number(trees[1])
            elif not used and told.kind == DECLARED:
                self.not_understood(formula, trees)
            elif not used and not plainly_true(self, trees[0], trees[1]):
                self.assume(formula.latex, trees, formula.line)

    def hear_weights(self, left: S.Node, right: S.Node) -> bool:
        """`$\\sum_{k=1}^K w_k = 1$`: numbers that sum to one."""
        if not isinstance(left, S.SumOver) or right != S.Number("1"):
            return False
        if left.upper is None or left.condition is not None:
            return False
        body = left.body
        weight = isinstance(body, S.Index) or (isinstance(body, S.Density) and body.bare)
        name = (name_of(body) or getattr(body, "letter", "")) if weight and body.indices == left.indices else ""
        if name:
            self.weights[name] = left
        return bool(name)

    def is_letter(self, node: S.Node) -> bool:
        """Whether the P of `$P \\sim N(m, v)$` is a distribution of this note, and not a variable."""
        name = getattr(node, "letter", None) or name_of(node) or ""
        return (
            len(name) == 1
            and name not in self.survey.variables
            and ({name, name.lower()} & self.survey.letters != set() and name.isupper())
        )

    def hear_bare_law(self, left: S.Node, right: S.Node) -> bool:
        """`$p = N(m_1, s_1^2)$`: the law of whatever p is of, until a density of p is given by its formula."""
        if isinstance(left, S.Density) and not left.bare:
            self.bare_laws.pop(left.letter, None)
        elif isinstance(right, S.Gaussian) and right.value is None:
            letter = left.letter if isinstance(left, S.Density) else name_of(left)
            if letter:
                self.bare_laws[letter] = right
                several = len(self.survey.signatures.get(letter, ())) > 1
                return several  # with one density of this letter it is the law of that one too
        return False

    def not_understood(self, formula, trees: list[S.Node], words: str = "") -> None:
        """Keeps an equation of whose sentence it is not known what it says: no line about its names is refuted."""
        if len(trees) == 2 and plainly_true(self, *trees):
            return
        if trees:
            self.unheard.append(Unheard(formula.line, words or f"${formula.latex}$", self.names_in(trees)))

    def hear_case(self, trees: list[S.Node], relations: list[str], formula) -> None:
        """`For $\\beta = 1$ this is the ELBO:` is said of the display that follows, if its sentence leads to it."""
        if is_value(trees, relations):
            self.ranges.values[name_of(trees[0])] = number(trees[1])
        elif relations == ["equal"] and isinstance(trees[0], S.Density) and isinstance(trees[1], S.Density):
            declare(self, trees[0], trees[1], passing=True)
        else:
            self.assume(formula.latex, trees, formula.line)

    def hear_draw(self, tree: S.Node) -> None:
        if not isinstance(tree, S.Draw) or tree.density is None:
            return
        for v in tree.variables:
            if name_of(v):
                self.draws[name_of(v)] = tree.density
        if isinstance(tree.density, S.Gaussian) and len(tree.variables) == 1:
            try:
                variable = self.read.variable(tree.variables[0])
                letter = letter_for(self.read, [str(variable)], tree)
                self.draws.pop(name_of(tree.variables[0]), None)
                self.noises.add(str(variable))
                self.state_trees(S.Density(letter.name, targets=tree.variables), tree.density)
            except Unreadable:
                return

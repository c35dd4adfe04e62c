"""What is noted of a sentence: laws, weights, draws, and the sentences of which it is not known what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from derivations.language import words as L
from derivations.reading.document import Block, Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.conditional_draws import take_conditional_draw
from derivations.reading.hearing.declaring import declare, plainly_true
from derivations.reading.hearing.families import family
from derivations.reading.hearing.ranges import is_value, number
from derivations.reading.meaning.letters_of_means import letter_for
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.substitution import is_name
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS

BERNOULLI = frozenset({"Bernoulli", "Bern", "Ber"})
_LAW_IN_TEXT = re.compile(r"(?<![\w\\$`])(?P<name>[A-Za-z])(?:\s*\([^()$\n]{1,20}\))?\s*[~∼]\s*[A-Z]\w+")


@dataclass(frozen=True)
class Unheard:
    """A sentence that was not understood: its line, what stands in it, and the names that it speaks of."""

    line: int
    text: str
    names: frozenset[str]


def names_spoken_of(known, trees: list[S.Node]) -> frozenset[str]:
    """The names and densities that some trees speak of."""
    nodes = list(S.walk(*trees))
    names = {name_of(n) for n in nodes if isinstance(n, (S.Symbol, S.Index)) and name_of(n)}
    names |= {plain(n.function) for n in nodes if isinstance(n, S.Apply) and n.function not in KNOWN_FUNCTIONS}
    names |= {*map(known.survey.role, names)}
    names |= {known.survey.joint_name(n) for n in nodes if isinstance(n, S.Density)}
    return frozenset((names - {"I"} - set(known.survey.variables)) or names)


def keep_assumed(known, latex: str, trees: list[S.Node], line: int) -> None:
    """Keeps an assumption that was not understood: of what it names, no step of the next display is refuted."""
    known.assumed.append(Unheard(line, f"${latex}$", names_spoken_of(known, trees)))


def not_understood(known, formula, trees: list[S.Node], words: str = "") -> None:
    """Keeps an equation of whose sentence it is not known what it says: no line about its names is refuted."""
    if len(trees) == 2 and plainly_true(known, *trees):
        return
    if trees:
        known.unheard.append(Unheard(formula.line, words or f"${formula.latex}$", names_spoken_of(known, trees)))


def hear_statement(known, chain: Chain, following: Chain | None) -> None:
    """What a statement without a relation says is drawn; before a `=>` it takes the place of no law but for this
    display."""
    before = list(known.stated)
    for side in chain.sides:
        if side.read:
            hear_draw(known, side.tree)
    if following is not None and following.implication is not None:
        told = {known.survey.signature(density) for density, _ in before}
        new = [pair for pair in known.stated if pair not in before]
        known.passing += [pair for pair in new if known.survey.signature(pair[0]) in told]


def hear_named_law(known, tree: S.Draw) -> None:
    """`P: x \\sim N(m, v)` beside p(x): the formula of p(x), and the law that KL[P||Q] compares."""
    letter = tree.law.lower() if tree.law.lower() in known.survey.letters else tree.law
    if letter in known.survey.letters and len(tree.variables) == 1 and isinstance(tree.density, S.Gaussian):
        if known.state_trees(S.Density(letter, targets=tree.variables, span=tree.span), tree.density):
            known.bare_laws[tree.law] = tree.density


def hear_law_of_one(known, tree: S.Draw) -> None:
    """`$P \\sim N(m, v)$` in a note that writes p(x), and no other density by this letter: that is its law; and
    `$q \\sim N(m, v)$` beside q(z|x)."""
    name = tree.variables[0].letter if isinstance(tree.variables[0], S.Density) else ""  # no variable with a big letter
    own = known.survey.signatures.get(name, ())
    if name.islower():
        for targets, givens in own if len(own) == 1 else ():
            of, given = (tuple(map(S.Symbol, names)) for names in (targets, givens))
            known.state_trees(S.Density(name, targets=of, givens=given, span=tree.span), tree.density)
        return
    seen = () if own else known.survey.signatures.get(name.lower(), ())
    for targets, givens in seen if len(seen) == 1 else ():
        hear_named_law(known, replace(tree, variables=tuple(map(S.Symbol, targets)), law="" if givens else name))


def hear_draw(known, tree: S.Node) -> None:
    if isinstance(tree, S.ConditionalDraw) and not take_conditional_draw(known, tree):
        drawn = {name for v in tree.variables if (name := name_of(v))}
        drawn |= {*map(known.survey.role, drawn)}
        known.unheard.append(Unheard(known.line_of(tree), f"${S.outline(tree)}$", frozenset(drawn)))
    if not isinstance(tree, S.Draw) or tree.density is None:
        return
    if tree.law:
        hear_named_law(known, tree)
        return
    (first, *others) = tree.variables
    if isinstance(first, S.Density) and first.targets and not others and isinstance(tree.density, S.Gaussian):
        known.state_trees(first, tree.density)  # p(x) ~ N(m, v): the law is p's own
        return
    for v in tree.variables:
        if name_of(v):
            known.draws[name_of(v)] = tree.density
    if isinstance(tree.density, S.Gaussian) and len(tree.variables) == 1:
        try:
            variable = known.read.variable(tree.variables[0])
            letter = letter_for(known.read, [str(variable)], tree)
            known.draws.pop(name_of(tree.variables[0]), None)
            known.noises.add(str(variable))
            known.state_trees(S.Density(letter.name, targets=tree.variables, span=tree.span), tree.density)
        except Unreadable:
            return
    if isinstance(tree.density, S.Apply) and family(tree.density.function) in BERNOULLI and len(tree.variables) == 1:
        hear_bernoulli(known, tree, tree.variables[0], tree.density.arguments)


def hear_bernoulli(known, tree: S.Draw, name: S.Node, parameters: tuple[S.Node, ...]) -> None:
    """`$x \\sim Bernoulli(\\theta)$`: the values 0 and 1, the probability of 1."""
    try:
        variable = known.read.variable(name)
        one = known.read.expression(parameters[0])
        density = L.Density(letter_for(known.read, [str(variable)], tree), [variable])
    except (Unreadable, L.DensityError):
        return
    if len(parameters) == 1 and known.bernoulli.learn(density, one**variable * (1 - one) ** (1 - variable)):
        known.draws[name_of(name)] = S.Density(density.name, targets=(name,), span=name.span)


def is_letter(known, node: S.Node) -> bool:
    """Whether the P of `$P \\sim N(m, v)$` is a distribution of this note, and no variable; so is the p of p(x)."""
    name = getattr(node, "letter", None) or name_of(node) or ""
    if isinstance(node, S.Density) and node.bare and name in known.survey.letters:
        return name not in known.survey.variables and name not in known.survey.called_numbers
    return (
        len(name) == 1
        and name not in known.survey.variables
        and ({name, name.lower()} & known.survey.letters != set() and name.isupper())
    )


def hear_bare_law(known, left: S.Node, right: S.Node) -> bool:
    """`$p = N(m_1, s_1^2)$`: the law of whatever p is of, until a density of p is given by its formula."""
    if isinstance(left, S.Density) and not left.bare:
        known.bare_laws.pop(left.letter, None)
    elif isinstance(right, S.Gaussian) and right.value is None:
        letter = left.letter if isinstance(left, S.Density) else name_of(left)
        if letter:
            known.bare_laws[letter] = right
            several = len(known.survey.signatures.get(letter, ())) > 1
            return several  # with one density of this letter it is the law of that one too
    return False


def hear_weights(known, left: S.Node, right: S.Node) -> bool:
    """`$\\sum_{k=1}^K w_k = 1$`: numbers that sum to one."""
    if not isinstance(left, S.SumOver) or right != S.Number("1"):
        return False
    if left.upper is None or left.condition is not None:
        return False
    body = left.body
    weight = isinstance(body, S.Index) or (isinstance(body, S.Density) and body.bare)
    name = (name_of(body) or getattr(body, "letter", "")) if weight and body.indices == left.indices else ""
    if name:
        known.weights[name] = left
    return bool(name)


def hear_comparison(known, tree: S.Comparison, latex: str, line: int, where: bool = False) -> None:
    """What a formula is restricted to: `\\text{for } \\beta = 1`, `(\\lambda < 1)`; a name in it is defined behind
    `\\text{where }`."""
    trees, relations = [tree.left, tree.right], [tree.relation]
    if is_value(trees, relations):
        known.ranges.values[name_of(tree.left)] = number(tree.right)
    elif tree.relation == "equal" and all(isinstance(t, S.Density) for t in trees):
        if not declare(known, *trees, passing=True):
            keep_assumed(known, latex, trees, line)
    elif where and tree.relation in ("equal", "define") and is_new(known, tree.left):
        declare(known, *trees)
    elif not known.ranges.learn(trees, relations) and tree.relation == "equal":
        keep_assumed(known, latex, trees, line)


def is_new(known, name: S.Node) -> bool:
    """Whether this is a name, but no variable or density, and nothing has said yet what it is."""
    named = is_name(name) and not isinstance(name, S.Density) and name_of(name) not in known.survey.variables
    return named and not known.speaks_of(name) and getattr(name, "function", "") not in known.survey.density_like


def hear_laws_in_text(known, block: Block) -> None:
    """`g(x|z) ~ Bernoulli` outside of a formula: a law that is not used, so no line about g is refuted for certain."""
    for found in _LAW_IN_TEXT.finditer(block.text):
        if not any(start <= found.start() < end for start, end in (f.place for f in block.formulas)):
            line = block.line + block.text.count("\n", 0, found.start())
            known.unheard.append(Unheard(line, found[0], frozenset({found["name"]})))

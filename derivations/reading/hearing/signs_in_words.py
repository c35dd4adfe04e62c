"""Which sentences declare in words where a number lies: `Let $a$ be positive`, `for a positive number $a$`.

A sign is heard only of a letter, or of a list of letters, and only where the clause has a form that declares it; a
sentence that denies, asks, doubts or speaks of another place declares none. What speaks of a sign in another form was
not understood: nothing is proved from it, and it keeps lines of its letters from being refuted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.ranges import GREATER, LESS
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.tables import Table

_SPELT = "zero one two three four five ten".split(), "零 一 二 三 四 五 十".split(), "0 1 2 3 4 5 10".split()
NUMBERS = dict(zip(_SPELT[0], _SPELT[2], strict=True)) | dict(zip(_SPELT[1], _SPELT[2], strict=True)) | {"两": "2"}
_TABLE = Table(__file__)
_N = _TABLE.text("n")
SIGNS = (  # what is said, and the relations of a lower bound, the letter, and an upper bound
    (r"strictly positive|positive|natural|正|自然", (("0", "less"), None)),
    (r"non-?\s?negative|非负", (("0", "less_equal"), None)),
    (r"strictly negative|negative|负", (None, ("0", "less"))),
    (r"non-?\s?positive|非正", (None, ("0", "less_equal"))),
)
ORDERS = (
    (rf"(?:greater|larger|bigger|more) than {_N}|above {_N}|大于 ?{_N}|高于 ?{_N}", (("n", "less"), None)),
    (rf"at least {_N}|不小于 ?{_N}|不低于 ?{_N}|至少为 ?{_N}", (("n", "less_equal"), None)),
    (rf"(?:less|smaller) than {_N}|below {_N}|小于 ?{_N}|低于 ?{_N}", (None, ("n", "less"))),
    (rf"at most {_N}|不大于 ?{_N}|不超过 ?{_N}|至多为 ?{_N}", (None, ("n", "less_equal"))),
    (rf"strictly between {_N} and {_N}|严格介于 ?{_N} ?[和与到] ?{_N} ?之间", (("n", "less"), ("m", "less"))),
    (rf"between {_N} and {_N}|介?[于在] ?{_N} ?[和与到] ?{_N} ?之间", (("n", "less_equal"), ("m", "less_equal"))),
)
_TABLE["word_sign"] = f"(?P<sign>{'|'.join(pattern for pattern, _ in SIGNS)})"
_TABLE["word_order"] = f"(?P<order>{'|'.join(pattern for pattern, _ in ORDERS)})".replace(_N, _N.replace("(", "(?:", 1))
FORMS = tuple(re.compile(_TABLE.filled([["«start»", *form, "«end»"]])) for form in _TABLE["forms"])
CASE, ONLY_HERE, DENIES, SPEAKS, REALS = _TABLE.patterns("case", "only_here", "denies", "speaks", "reals")
VALUED, RANGE, WEAKENS, LIST, CONDITION = _TABLE.patterns("valued", "range", "weakens", "list", "condition")
WE_MAY, ITSELF, CLAUSE, OF_DENSITIES = _TABLE.patterns("we_may", "itself", "clause", "of_densities")


@dataclass(frozen=True)
class Said:
    """One letter, the chain of inequalities that a sentence says of it, and whether it says so of a case alone: `for`
    any of these, or of what may be otherwise too, `if` it is. Of a letter that is called real `trees` is empty."""

    name: str
    trees: tuple[S.Node, ...]
    relations: tuple[str, ...]
    case: bool
    condition: bool

    @property
    def bounded_below_by_zero(self) -> bool:
        """Whether nothing that is said lets it be negative."""
        return self.trees[:1] != () and isinstance(self.trees[0], S.Number)

    @property
    def positive(self) -> bool:
        """Whether it is said to be at least zero, and nothing more."""
        return self.trees[:1] == (S.Number("0"),) and len(self.trees) == 2


@dataclass(frozen=True)
class Heard:
    """What a sentence says of signs and ranges, by the formula that names the letter; and the letters of which it
    speaks in a form that is not understood; of those that are `weakened` it may say less than custom, or than was
    said before."""

    said: tuple[tuple[InlineFormula, Said], ...] = ()
    unheard: frozenset[str] = frozenset()
    weakened: frozenset[str] = frozenset()


def signs_in(sentence: Sentence, leads: bool) -> Heard:
    """What a sentence declares of signs; `leads` to a display, where what it says of a case is said of that display."""
    if not sentence.formulas:  # no letter of which anything could be said
        return Heard()
    text, shown = _with_numbers(sentence)
    text = OF_DENSITIES.sub("", text)
    if not any(pattern.search(text) for pattern in (SPEAKS, REALS, VALUED)):
        return Heard()
    found: list[tuple[InlineFormula, Said]] = []
    rest, ends = text, set[int]()
    for match in sorted((m for form in FORMS for m in form.finditer(text)), key=lambda m: m.start()):
        opened = match["open"].strip()
        if not opened and not _goes_on(text, match, ends, any(said.case for _, said in found)):
            continue
        ends.add(match.start() + len(match[0].rstrip()))
        first = text[: match.start("names")].count(MARK)
        named = shown[first : first + match["names"].count(MARK)]
        if match.groupdict().get("all") and not letters_of(shown[first + len(named)]):
            continue  # `for all $x > 0$`
        how = CASE.search(opened) is not None, ONLY_HERE.search(opened) is not None
        found += [(f, Said(name, *_chain(name, match), *how)) for f in named for name in letters_of(f)]
        rest = rest.replace(match[0].strip(), " ")
        if how[1] and not leads:
            rest += " unless"
    told = [said for _, said in found]
    names, plain = {said.name for said in told}, _speaks_of(text, shown, letters_of)
    wanted = plain | _speaks_of(text, shown, letters_in)
    if len(names) < len(set(told)) or DENIES.search(WE_MAY.sub(" ", rest)):
        weak = wanted | names | _speaks_of(text, shown, letters_of, REALS)
        return Heard((), frozenset(wanted | names), frozenset(weak))
    unheard = frozenset(wanted - names)
    weak = unheard if WEAKENS.search(text) else unheard - plain
    weak |= _speaks_of(text, shown, letters_of, REALS) - names
    return Heard(tuple(found), unheard, frozenset(weak))


def takes_back_a_sign(sentence: Sentence) -> bool:
    """`It need not be positive`, `Now suppose it is negative`: of whatever the sentences before speak of."""
    text = sentence.text
    if MARK in text or not ITSELF.search(text) or not (SPEAKS.search(text) or REALS.search(text)):
        return False
    return DENIES.search(text) is not None or WEAKENS.search(text) is not None


def _goes_on(text: str, match: re.Match, ends: set[int], case: bool) -> bool:
    """Whether a clause without a verb that declares stands alone, or goes on from one that declares: in `the product of
    $a$ and $b$ is positive` nothing is said of b, and in `if $a$ is positive, $b$ is` nothing is declared."""
    before = text[: match.start()].rstrip(" ,，")
    joined = before.endswith("and")
    before = before.removesuffix("and").rstrip(" ,，")
    if case and not joined:
        return False
    chinese = re.search(r"[\u4e00-\u9fff]", match[0]) is not None and CONDITION.search(before) is None
    return chinese or before[-1:] in ("", ";", ":") or len(before) in ends


def _with_numbers(sentence: Sentence) -> tuple[str, list[InlineFormula]]:
    """The text with `$0$` written out, and the formulas that are left marks."""
    pieces, shown = sentence.text.split(MARK), []
    text = pieces[0]
    for formula, piece in zip(sentence.formulas, pieces[1:], strict=False):
        number = re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", formula.latex)
        text += (formula.latex.strip() if number else MARK) + piece
        shown += [] if number else [formula]
    return re.sub(r"\s+", " ", text), shown


def letters_of(formula: InlineFormula) -> list[str]:
    """The letters of a formula that is a letter, a function of its arguments or a list of them, and says no more."""
    if any(chain.relations for chain in formula.chains):
        return []
    if LIST.fullmatch(formula.latex):
        return [plain(name) for name in formula.latex.split(",")]
    parts = [p for t in formula.trees for p in (t.elements if isinstance(t, S.TupleOf) else (t,))]
    names = [plain(p.function) if isinstance(p, S.Apply) else name_of(p) for p in parts if not _at_a_number(p)]
    return [name for name in names if name]


def _at_a_number(tree: S.Node) -> bool:
    """`a_1`, `f(0)`: of one member or value alone."""
    places = tree.arguments if isinstance(tree, S.Apply) else tree.indices if isinstance(tree, S.Index) else ()
    return not all(isinstance(place, S.Symbol | S.Index) for place in places)


def letters_in(formula: InlineFormula) -> list[str]:
    """The letters that stand in a formula, unless it speaks of densities or draws, or is a range itself."""
    nodes = list(S.walk(*formula.trees))
    bounds = any(r.name in LESS + GREATER for chain in formula.chains for r in chain.relations)
    if bounds or any(isinstance(n, S.Density | S.Expectation | S.Membership | S.Draw | S.Gaussian) for n in nodes):
        return []
    inner = {id(i) for n in nodes if isinstance(n, S.Index) for i in n.indices}
    names = (plain(n.function) if isinstance(n, S.Apply) else name_of(n) for n in nodes if id(n) not in inner)
    return [name for name in names if name]


def _speaks_of(
    text: str, shown: list[InlineFormula], letters: Callable[[InlineFormula], list[str]], of: re.Pattern = SPEAKS
) -> set[str]:
    """The letters in the clauses that speak of where a number lies."""
    names, at = set(), 0
    for clause in CLAUSE.split(text):
        here = shown[at : at + clause.count(MARK)]
        at += len(here)
        valued = of is SPEAKS and VALUED.search(clause) and any(RANGE.match(formula.latex) for formula in here)
        if of.search(clause) or valued:
            names |= {name for formula in here for name in letters(formula)}
    return names


def _chain(name: str, match: re.Match) -> tuple[tuple[S.Node, ...], tuple[str, ...]]:
    groups = match.groupdict()
    if groups.get("real"):
        return (), ()
    said, table = (groups["sign"], SIGNS) if groups.get("sign") else (groups.get("order") or "", ORDERS)
    if groups.get("exceeds"):
        said, table = groups["exceeds"].replace("exceeds", "above").replace("exceed", "above"), ORDERS
    pattern, bounds = next((p, b) for p, b in table if re.fullmatch(p, said))
    numbers = [NUMBERS.get(g, g) for g in re.fullmatch(pattern, said).groups() if g]
    values = {"0": "0", "n": numbers[0] if numbers else "", "m": numbers[-1] if numbers else ""}
    lower, upper = bounds
    trees: list[S.Node] = [S.Symbol(name)]
    relations = []
    if lower is not None:
        trees, relations = [_number(values[lower[0]]), *trees], [lower[1]]
    if upper is not None:
        trees, relations = [*trees, _number(values[upper[0]])], [*relations, upper[1]]
    return tuple(trees), tuple(relations)


def _number(text: str) -> S.Node:
    value = Fraction(text)
    return S.Neg(S.Number(text[1:])) if value < 0 else S.Number(text)

"""What is concluded is a claim: `Hence $$q(z|x) = p(z|x)$$` gives no model; unproved it is no fact for later lines.

Authors write `Then $$p(x|z) = N(...)$$` and `We have $$p(x,y,z) = p(z)p(x|z)p(y|z)$$` for a model that nothing before
determines, and conclude a factorisation from words: `the samples are i.i.d.`, `the chain is Markov`. These may declare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.channels import learn_made
from derivations.reading.hearing.markov_chains import MARKOV
from derivations.reading.hearing.noting import Unheard, names_spoken_of
from derivations.reading.hearing.sentences import MARK, Sentence, only_tree
from derivations.reading.hearing.vocabulary import unknown_words
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_CONCLUDES, _SINCE, _HAVE, _TIED, _GIVEN = _TABLE.patterns("concludes", "since", "have", "tied", "given")
_OPENS = _TABLE.pattern("opens", flags=re.DOTALL)
_DECLARES = _TABLE.text("declares")
_CASE = r"^(?:if|when|whenever|in case|as|at)\b|^(?:若|当|如果|一旦)"
_ARROW = re.compile(r"\\(?:long)?rightarrow(?![A-Za-z])|\\to(?![A-Za-z])|→")
_DENIED = re.compile(r"\bnot (?:\w+ )?(?:independent|markov|i\.?i\.?d)|不独立|不是马")
_BY_PAIRS = re.compile(r"\bso (?:is|are)\b|\bpairwise\b|\bas (?:is|are)\b|也|两两")
_DENIES = re.compile(r"\b(?:not|no|never|nor|neither|nothing|cannot|without)\b|n't\b|不|非|未|没有")
_OF_THE_PRIOR = re.compile(r"\bprior|\bmarginal|先验|边缘")


def concluding(judge, chain: Chain, plainly: bool = True) -> Sentence | None:
    """The sentence that leads to a display as to a conclusion; without `plainly`, by `we have` too."""
    spoken = _before(judge, chain)
    last = next(spoken, None)
    if last is None or last.ended or judge.note.prose_before(chain) is None:
        return None
    found = _CONCLUDES.search(last.text) or _SINCE.search(last.text) or (None if plainly else _HAVE.search(last.text))
    return None if found is None or re.search(_DECLARES, found["rest"] or found["han"] or "") else last


def unforeseen(judge, chain: Chain) -> Sentence | None:
    """The sentence that leads to a display if it declares nothing, with a word that may turn its meaning around: `an
    alternative that we reject is`, `clearly`; or if it denies."""
    last = next(_before(judge, chain), None)
    if last is None or last.ended or judge.note.prose_before(chain) is None:
        return None
    declares = re.search(f"{_DECLARES}|{_CASE}", last.text) and not _DENIES.search(last.text)
    return None if declares or not unknown_words(last.text) else last


def opens_a_conclusion(text: str) -> bool:
    """Whether a sentence opens with a conclusion, up to its first formula: `so we have $q = p$`; an independence is
    concluded from words, and may be."""
    found = _OPENS.match(text[: text.find(MARK) + 1] if MARK in text else text)
    return found is not None and not re.search(_DECLARES, found["rest"]) and not _TIED.search(text)


def is_concluded(judge, chain: Chain, tree: S.Density, right: S.Node, explicit: bool) -> bool:
    """Whether an equation of a density is a conclusion, and not one that words before it give; then it is no
    definition, and where no proof is found, what it was concluded from was not understood."""
    single = isinstance(right, S.Density)
    determined = single or explicit or any(f.density.name == tree.letter for f in judge.known.facts)
    determined = determined or any(_TIED.search(s.text) for s in islice(_before(judge, chain), 2))
    lead = concluding(judge, chain, plainly=not determined)
    lead = lead or (None if explicit else unforeseen(judge, chain))
    if lead is None:
        return False
    if explicit and not isinstance(right, S.Number):
        return _is_made(judge, tree)
    doubted = "bayes" in lead.text or _DENIES.search(lead.text)
    tied = not doubted and _is_tied(judge, chain, tree, right)
    if not explicit and (not (single or isinstance(right, S.Mul)) or tied):
        return False
    text = concluded_from(judge, chain)
    judge.known.assumed.append(Unheard(lead.line, text, names_spoken_of(judge.known, [tree, right])))
    return True


def concluded_from(judge, chain: Chain) -> str:
    """The words that lead to a display, and the sentence before them."""
    return " ".join(s.text for s in [*islice(_before(judge, chain), 2)][::-1])


def _before(judge, chain: Chain) -> Iterator[Sentence]:
    """The sentences before a display, the last one first."""
    for k in reversed(range(chain.block)):
        yield from reversed(judge.prose.sentences(k))


def _is_made(judge, tree: S.Density) -> bool:
    """Whether the prose says what a variable is made of, `$x = 2z$` with a Gaussian z: its law is then known."""
    try:
        return learn_made(judge.known, density_of(judge.known.read, tree, None))
    except Unreadable:
        return False


def _is_tied(judge, chain: Chain, tree: S.Density, right: S.Node) -> bool:
    """Whether words say which variables hang together, and an equation between densities is what they say."""
    factors = right.factors if isinstance(right, S.Mul) else (right,)
    if any(not isinstance(f, S.Density) or f.letter != tree.letter for f in factors):
        return False
    names = {name_of(t) for t in tree.targets}
    directed = any(names & {name_of(g) for g in f.givens} for f in factors)
    said = next((s for s in _before(judge, chain) if _TIED.search(s.text)), None)
    if said is None:
        return directed
    if _DENIED.search(said.text) or (tree.givens and _OF_THE_PRIOR.search(said.text)):
        return False
    given = _GIVEN.search(said.text)
    if given is not None:
        mark = given["one"] or given["han"]
        formula = said.formulas[said.text[: given.end()].count(MARK) - 1] if mark else None
        trees = formula.trees if formula else []
        names = {S.outline(t) for t in trees}
        parts = [{S.outline(n) for n in (*f.targets, *f.givens)} for f in factors]
        return all(names <= part for part in parts) if names else bool(tree.givens) or any(f.givens for f in factors)
    if not MARKOV.search(said.text):
        return _speaks_of(said, tree, factors)
    if len(factors) > 1:
        return True
    return _forward(tree, factors[0]) or _through_the_middle(said, tree, factors[0])


def _speaks_of(said: Sentence, tree: S.Density, factors: tuple) -> bool:
    """Whether a sentence that names variables names all of an equation, and more than two of them together."""
    trees = [only_tree(f) for f in said.formulas]
    named = {S.outline(t).lower() for t in trees if isinstance(t, S.Symbol | S.Index)}
    meant = {S.outline(n).lower() for n in (*tree.targets, *tree.givens)}
    return not named or (meant <= named and (len(factors) < 3 or not _BY_PAIRS.search(said.text)))


def _through_the_middle(said: Sentence, tree: S.Density, kept: S.Density) -> bool:
    """`$X \\to Y \\to Z$`: an end given both others is given the one in the middle alone."""
    parts = [[p.strip(" {}").lower() for p in _ARROW.split(f.latex)] for f in said.formulas]
    last, given = ([S.outline(n).lower() for n in side] for side in (tree.targets, kept.givens))
    return any(len(p) == 3 and given == [p[1]] and last in ([p[0]], [p[2]]) for p in parts)


def _forward(tree: S.Density, kept: S.Density) -> bool:
    """Whether a step of a chain is conditioned on the one before it: x_t given x_{t-1}, x_2 given x_1."""
    steps = [n.indices[0] for n in (*tree.targets, *kept.givens) if isinstance(n, S.Index) and len(n.indices) == 1]
    if len(steps) != 2 or len(kept.givens) != 1:
        return False
    now, then = steps
    if isinstance(now, S.Number) and isinstance(then, S.Number):
        return float(then.text) < float(now.text)
    sooner = S.Add((now, S.Neg(S.Number("1"))))
    return then == sooner or now == S.Add((then, S.Number("1")))

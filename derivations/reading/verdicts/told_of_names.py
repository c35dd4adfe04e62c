"""What sentences say of decorated names, and no world keeps: `$\\theta^*$ maximises ...` of an inequality with
p_{\\theta^*}, `$\\tilde z$ drawn from $q(z|x)$` of a mean that names no density.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sympy import Expr

from derivations.language import words as L
from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.tags import squeezed
from derivations.reading.verdicts.judgement import Judgement

OPTIMUM = re.compile(
    r"\b(?:maximi|minimi|optimi)[sz]\w*|\boptim(?:al|um)\b|\b(?:maximum|minimum)\b|\bml[e]?\b|\bmap\b|\bmodes?\b|"
    r"\bbest\b|最优|最大|最小|极大|极小|众数"
)
AN_OPTIMUM = re.compile(r"\\(?:arg\s*(?:\\,)?\s*\\?)?(?:max|min)(?![A-Za-z])|arg\s*(?:max|min)")
DECORATED = re.compile(
    r"\^\{?\s*(?:\*|\\star|\\ast)|\\(?:hat|widehat|bar)\b|_\{?\s*(?:\\(?:mathrm|text|rm)\s*\{?)?\s*(?:ML|MAP|opt|max|min)"
)
BOUNDS = ("<=", ">=", "<", ">")
MEANS = S.Expectation | S.Variance


def told_of_names(judge, out: Judgement) -> list[str]:
    """Why a line that fails is not refuted: a name in it of which a sentence says what no world keeps."""
    written = squeezed(out.left + out.right)
    if out.expressions[1] in BOUNDS and DECORATED.search(out.left + out.right):
        for sentence, formula in spoken(judge, out):
            name = re.split(r"[=:]|\\in\b", formula.latex)[0]
            optimum = OPTIMUM.search(sentence.text) or AN_OPTIMUM.search(formula.latex)
            if optimum and DECORATED.search(name) and squeezed(name.strip()) in written:
                return [f"what line {sentence.line} says of it was not taken as given: {name.strip()} is an optimum"]
    given = {s.name for f in out.expressions[3] for s in f.formula.free_symbols} & judge.known.definitions.keys()
    if given:  # a law that was told with W, before a case in which W is w
        return [f"whether {min(given)} has another value from here on is not said"]
    laws = {d for e in out.expressions if isinstance(e, Expr) for d in e.atoms(L.Density)}
    stated = {r for f in judge.known.facts for r, _ in f.density.target_slots}
    spoken_of = {r for d in laws for r, _ in (*d.target_slots, *d.given_slots)}
    noisy = {str(v) for v, path in judge.known.paths.items() if stated & {str(s) for s in path.free_symbols}}
    made = {r for r in spoken_of - stated - noisy if not judge.known.tied.get(r, r)}
    if made:  # y = 2x: whatever stands there, its law is not free
        return [f"{min(made)} is made of other variables"]
    nodes = list(S.walk(*judge.note.chains[out.at[0]].trees))
    bare = any(isinstance(n, MEANS) and not any(d.density is not None for d in n.draws) for n in nodes)
    here = {name for n in nodes if isinstance(n, S.Symbol | S.Index) and (name := name_of(n))}
    for name, law in judge.known.draws.items():
        targets = [t for t in map(name_of, law.targets) if t] if isinstance(law, S.Density) else []
        alike = {n for n in here if n.partition("_")[0] == name.partition("_")[0] and n not in targets}
        of_another = targets and (name not in targets or law.indices)
        if of_another and ((name in here and bare) or (alike and (bare or here & set(targets)))):
            return [f"what {min(alike or {name})} is drawn from is told of {', '.join(targets)}"]
    return []


def spoken(judge, out: Judgement) -> Iterator[tuple[Sentence, InlineFormula]]:
    """The formulas of the sentences before a line, with these."""
    for k in range(judge.note.chains[out.at[0]].block):
        for sentence in judge.prose.sentences(k):
            yield from ((sentence, formula) for formula in sentence.formulas)

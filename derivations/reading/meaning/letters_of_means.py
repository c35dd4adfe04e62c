"""Under the densities of which letter H(X), I(X;Z), E[X] and E_{z|x} are taken, where none is written with them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.law_parameters import given_name
from derivations.reading.meaning.logarithm_bases import names_base
from derivations.reading.meaning.naming import label, plain
from derivations.reading.meaning.unreadable import Unreadable


def has_joint(read, letter: str, names: set[str]) -> bool:
    """Whether a letter is written with an unconditional density of all these variables."""
    signatures = read.survey.signatures[letter]
    return any(names <= {read.survey.role(n) for n in s[0]} and not s[1] for s in signatures)


def letter_for(read, names: list[str], node: S.Node, letter: str | None = None) -> L.Distribution:
    """The letter that H(X), I(X;Z), E[X] without a density are taken under."""
    if letter and not names_base(read, letter):
        first, _, subscript = letter.partition("_")
        induced = [d for d in sorted(read.survey.applied, key=S.outline) if d.subscript == letter and not d.givens]
        if induced and all(given for _, given in read.survey.signatures.get(letter, ())):  # I_e of p_e(x,z) = p e(z|x)
            return L.Distribution(read.survey.joint_name(induced[0]))
        return L.Distribution(read.survey.joint_name(S.Density(first, subscript.strip("{}"))))
    wanted = set(names)
    fitting = []
    for known, signatures in read.survey.signatures.items():
        roles = {read.survey.role(n) for s in signatures for part in s for n in part}
        if wanted & roles and any(not s[1] for s in signatures):  # a policy pi(a|s) alone is of no joint density
            fitting.append(known)
    if len(fitting) > 1:
        fitting = [f for f in fitting if has_joint(read, f, wanted)] or fitting
    if len(fitting) > 1:
        fitting = [f for f in fitting if f in read.survey.here.letters] or fitting
    usual = "P" if "P" in fitting and "p" not in fitting else "p"
    if usual not in fitting and len(fitting) > 1:
        raise Unreadable("under which distribution this is taken cannot be told", node)
    options = sorted(fitting or ["p"], key=lambda f: (f != usual, f))
    return L.Distribution(read.readings.choose("the density that H, I and E are under", options))


def letter_given(read, variables: Iterable, conditions: Iterable, node: S.Node) -> L.Distribution:
    """The letter of E[y | x]: one that writes a density of y given x, or the one that E[y] is under."""

    names, givens = ([str(v) for v in some] for some in (variables, conditions))

    def roles(part: Iterable[str]) -> set[str]:
        """x of x_t, x_0 of x_[0]."""
        plainly = (read.survey.capital.get(n, re.sub(r"[\[\]{}]", "", n)) for n in part)
        return {re.sub(r"_[a-z]$", "", n) for n in plainly}

    written = sorted(
        letter for letter, seen in read.survey.signatures.items()
        if any(roles(names) <= roles(s[0]) and roles(givens) == roles(s[1]) for s in seen)
    )  # fmt: skip
    if not written or not givens:
        return letter_for(read, names, node)
    try:
        beside = [letter_for(read, names, node).name]
    except Unreadable:
        beside = []
    known = {*read.survey.letters, *read.survey.signatures}
    options = dict.fromkeys((*written, *(letter for letter in beside if letter in known)))
    return L.Distribution(read.readings.choose("the density that H, I and E are under", tuple(options)))


def conditional_density(read, variables: tuple, givens: tuple, node: S.Node) -> sympy.Expr:
    """That of E_{z|x}[...] and E_z[... | x]: of the one letter that writes p(z|x) in this note, or may write it."""
    plainly = tuple(label(g) for g in givens if given_name(g) not in read.survey.parameters)
    wanted = tuple(map(label, variables)), plainly
    names = sorted(name for name, seen in read.survey.signatures.items() if wanted in seen)
    if names and len(plainly) == len(givens):
        name = read.readings.choose("the density that H, I and E are under", names)
        return L.Density(L.Distribution(name), *([read.random(v) for v in part] for part in wanted))
    letter = letter_for(read, list(wanted[0]), node).name.partition("_")[0]
    return density_of(read, S.Density(letter, targets=variables, givens=givens, span=node.span))


def of_an_estimator(read, names: list[str], body: S.Node, node: S.Node) -> None:
    """E_\\theta of \\hat\\theta is an estimator's mean under data of the parameter, where no density is of \\theta."""
    if any(set(names) & set(targets) for found in read.survey.signatures.values() for targets, _ in found):
        return
    for one in S.every(S.Symbol, body):
        if (accented := ACCENTED.fullmatch(one.name)) and plain(accented["letter"]) in names:
            raise Unreadable(f"what {one.name} is drawn from is not said", node)


ACCENTED = re.compile(r"\\(?:hat|widehat|tilde|widetilde|bar|check)\{(?P<letter>.*)\}")


def has_its_law(read, mean: S.Expectation, name: str) -> bool:
    """Whether the formula of the density that a mean is under is given: it says what the mean of its variable is."""
    letters = {n.letter for n in S.every(S.Density, *mean.draws)}
    laws = [f.density for f in read.known.facts if not f.density.given_slots]
    return any(name in dict(law.target_slots) and (not letters or law.name in letters) for law in laws)


MEAN = re.compile(r"\\mu(?:_\{?\w+\}?)?")


def or_a_mean(read, name: str, number: sympy.Expr) -> sympy.Expr:
    """A \\mu of which nothing is said: a number of its own; or, where E[(X - \\mu)^2] stands in the chain, E[X]."""
    told = name in read.survey.called_numbers or any(number in f.formula.free_symbols for f in read.known.facts)
    if told or not MEAN.fullmatch(name):
        return number
    means, told_of = {}, {one for one in read.survey.called_numbers if one.startswith(f"{name} of ")}
    for mean in (n for n in S.every(S.Expectation, *read.context) if not n.givens):
        for difference in (n for n in S.every(S.Add, mean.body) if len(n.terms) == 2):
            one, other = difference.terms
            less = isinstance(other, S.Neg) and plain(getattr(other.operand, "name", "")) == name
            its_own = not told_of or f"{name} of {plain(getattr(one, 'name', '')).lower()}" in told_of
            random = isinstance(one, S.Symbol) and plain(one.name) in read.survey.variables
            if less and its_own and random and not has_its_law(read, mean, plain(one.name)):
                means[S.Expectation(mean.draws, one, span=mean.span)] = f"the mean of {plain(one.name)}"
    if len(means) != 1:
        return number
    options = [(number, "a number of its own"), *means.items()]
    chosen = read.readings.choose(f"what {name} is", options, lambda option: option[1])[0]
    return read.typed(chosen) if isinstance(chosen, S.Node) else number

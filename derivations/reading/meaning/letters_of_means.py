"""Under the densities of which letter H(X), I(X;Z), E[X] and E_{z|x} are taken, where none is written with them."""

from __future__ import annotations

import sympy

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.law_parameters import given_name
from derivations.reading.meaning.logarithm_bases import names_base
from derivations.reading.meaning.naming import label
from derivations.reading.meaning.unreadable import Unreadable


def has_joint(read, letter: str, names: set[str]) -> bool:
    """Whether a letter is written with an unconditional density of all these variables."""
    signatures = read.survey.signatures[letter]
    return any(names <= {read.survey.capital.get(n, n) for n in s[0]} and not s[1] for s in signatures)


def letter_for(read, names: list[str], node: S.Node, letter: str | None = None) -> L.Distribution:
    """The letter that H(X), I(X;Z), E[X] without a density are taken under."""
    if letter and not names_base(read, letter):
        first, _, subscript = letter.partition("_")
        return L.Distribution(read.survey.joint_name(S.Density(first, subscript.strip("{}"))))
    wanted = set(names)
    fitting = []
    for known, signatures in read.survey.signatures.items():
        roles = {read.survey.capital.get(n, n) for s in signatures for part in s for n in part}
        if wanted & roles and any(not s[1] for s in signatures):  # a policy pi(a|s) alone is of no joint density
            fitting.append(known)
    if len(fitting) > 1:
        fitting = [f for f in fitting if has_joint(read, f, wanted)] or fitting
    if len(fitting) > 1:
        fitting = [f for f in fitting if f in read.survey.here.letters] or fitting
    if "p" not in fitting and len(fitting) > 1:
        raise Unreadable("under which distribution this is taken cannot be told", node)
    options = sorted(fitting or ["p"], key=lambda f: (f != "p", f))
    return L.Distribution(read.readings.choose("the density that H, I and E are under", options))


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

"""Vectors and matrices that a note ties to others in a way that was not put in: of them no world may speak."""

from __future__ import annotations

import re

from sympy import Expr, Tuple

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import plain

MOMENT = re.compile(r"\\(?:mu|Sigma)\b|\\(?:mu|Sigma)_")
OF_MATRICES = re.compile(r"\\(?:Sigma|Lambda|mathbf|boldsymbol)\b")
SIZES = frozenset({"d", "D", "k", "K", "n", "N"})
NOISE = re.compile(r"\\(?:var)?epsilon\b|\\(?:var)?epsilon_")
FOOT = re.compile(r"[_^]\{")


def of_loose_vectors(known, left: Expr, right: Expr) -> list[str]:
    """Why a line is not refuted: an x beside the noise in it; a u_k where an equation says what some u_{k+1} is;
    a \\mu or \\Sigma beside a mean of a vector, that no law has."""
    line = Tuple(left, right)
    free = sorted((s for s in line.free_symbols if isinstance(s, L.RandomVariable | L.MatrixName)), key=str)
    roles = {s.role for s in free if isinstance(s, L.RandomVariable)}
    for made, noise in known.noise_in.items():
        if {made, noise} <= roles:
            return [f"{made} is made of {noise}, and that was not put in"]
    vectors = [s for s in free if isinstance(s, L.RandomVariable) and s.dimension is not None]
    for one in vectors:
        if FOOT.search(one.name) and known.survey.numbered_vectors.get(FOOT.split(one.name)[0]):
            return [f"what ties {one.name} to the others of its letter is not said"]
    laws = [*(fact.formula for fact in known.facts), *line.atoms(L.Normal)]
    of_laws = {s for law in laws for s in law.free_symbols}
    averaged = any(v.dimension is not None for e in line.atoms(L.Expectation) for v in e.atoms(L.RandomVariable))
    for one in (*vectors, *(s for s in free if isinstance(s, L.MatrixName))):
        if averaged and MOMENT.match(one.name) and one not in of_laws:
            return [f"what ties {one.name} to a density is not said"]
    return []


def of_a_loose_size(judge, out, left: Expr, right: Expr) -> list[str]:
    """The k of `tr(S) + m^T m - k - log |S|`, on one side alone and said nowhere: in a line with the signs of vectors
    and matrices, whose sizes nobody tells, it may be how many entries they have."""
    things = Tuple(left, right).atoms(L.RandomVariable, L.MatrixName, L.Identity, L.FullIdentity)
    sizes = filter(None, (getattr(v, "dimension", None) or getattr(v, "size", None) for v in things))
    told = {s.name for size in sizes for s in size.free_symbols} | judge.known.definitions.keys() | judge.survey.counted
    loose = {s.name for s in left.free_symbols ^ right.free_symbols} & SIZES - told
    if not loose or judge.survey.spaces:
        return []
    trees = judge.note.chains[out.at[0]].trees
    names = [plain(n.name) for n in S.every(S.Symbol, *trees)]
    shown = any(S.every(S.Norm | S.Transpose | S.Matrix, *trees)) or any(map(OF_MATRICES.match, names))
    return [f"whether {min(loose)} is the size of its vectors is not said"] if shown else []


def of_loose_noise(judge, out, left: Expr, right: Expr) -> list[str]:
    r"""The \epsilon of `(x_t - a x_0) / b = \epsilon / c`, on one side alone, where no formula before it or in prose
    ties it to a letter of the other side: what it is the noise of is what the line is about."""
    told = [*judge.note.chains[: out.at[0]], *judge.note.spoken]
    for one, other in ((left, right), (right, left)):
        names = {s.name for s in other.free_symbols}
        beside = {FOOT.split(name)[0] for name in names if not name.startswith("\\")}
        for noise in sorted(n for n in {s.name for s in one.free_symbols} - names if NOISE.match(n)):
            if beside and not any(tied(chain, FOOT.split(noise)[0], beside) for chain in told):
                return [f"what ties {noise} to {max(beside)} is not said"]
    return []


def tied(chain, noise: str, beside: set[str]) -> bool:
    """Whether a formula holds a noise and one of these letters."""
    symbols = (FOOT.split(plain(n.name))[0] for n in S.every(S.Symbol, *chain.trees))
    letters = set(symbols)
    return noise in letters and bool(beside & letters)

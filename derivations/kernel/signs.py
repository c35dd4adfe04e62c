"""What is known to be positive, or at least 0."""

from __future__ import annotations

from derivations.kernel.terms import Atom, Number, Term, whole

POSITIVE_KINDS = ("density", "exp", "N", "MN", "det", "prime")


def positive(atom: Atom) -> bool:
    """Whether an atom is known to be positive."""
    kind = atom[0]
    if kind == "symbol":
        return atom[2]
    if kind in ("var", "function"):
        return atom[1][3] if kind == "var" else atom[1][1]
    if kind in ("comp", "sum", "pow"):
        return all_positive(atom[3][0])
    if kind in ("int", "Sum", "Prod", "E", "avg", "over"):
        return all(map(all_positive, atom[4]))
    return kind in POSITIVE_KINDS


def all_positive(term: Term) -> bool:
    """Whether a term is a sum of products of what is positive, all with positive coefficients."""
    return bool(term) and all(c > 0 and all(positive(a) for a, _ in m) for m, c in term)


def nonnegative(term: Term) -> bool:
    """Whether each product in a term is at least 0: positive things, even powers, averages of such."""

    def fine(a: Atom, e: Number) -> bool:
        averaged = a[0] in ("int", "Sum", "E", "avg", "over") and all(map(all_positive, a[4][:-1]))
        return positive(a) or e % 2 == 0 or (averaged and nonnegative(a[4][-1]))

    return all(c > 0 and all(fine(a, e) for a, e in m) for m, c in term)


def strictly_positive(term: Term) -> bool:
    """Whether each product in a term is at least 0 and one of them positive."""
    return nonnegative(term) and any(all_positive(whole(m, c)) for m, c in term)

"""Terms as one line of text, for whoever reads what a certificate has shown. Bound variables get letters."""

from __future__ import annotations

from fractions import Fraction

from derivations.kernel.matching import open_binder
from derivations.kernel.terms import Atom, Monomial, Number, Slot, Term

BINDERS = {"KL": "KL[{0} || {1}]", "CE": "H[{0}, {1}]", "H": "H[{1}]", "MI": "I[{1} || {2}, {3}]",
           "ELBO": "ELBO[{0}, {1}, {2}]", "E": "E_({0})[{1}]",
           "over": "E_draws[{0}]", "Var": "Var_({0})[{1}]", "MN": "N"}  # fmt: skip
CALLS = {"log": "log({0})", "exp": "exp({0})", "sum": "({0})", "comp": "{0}_{{{1}}}", "pow": "({0})^({1})",
         "delta": "delta({0}; {1})", "N": "N({0}; {1}, {2})"}  # fmt: skip


def written(term: Term, depth: int = 0) -> str:
    """A term in plain text: the same term, the same text."""
    parts = sorted((product(m, c if c > 0 else -c, depth), c < 0) for m, c in term)
    text = " ".join(("- " if negative else "+ ") + one for one, negative in parts) or "0"
    return text.removeprefix("+ ")


def product(m: Monomial, c: Number, depth: int) -> str:
    """One product of a sum."""
    parts = [f"{raised(a, depth)}^{exponent(e)}" if e != 1 else raised(a, depth) for a, e in m]
    return " ".join(([str(Fraction(c))] if c != 1 or not parts else []) + sorted(parts))


def exponent(e: Number) -> str:
    return str(e) if e >= 0 and e.denominator == 1 else f"({e})"


def raised(a: Atom, depth: int) -> str:
    """One atom."""
    kind = a[0]
    if kind in ("var", "bound", "symbol", "vector", "prime"):
        return str(a[2] if kind == "var" else a[1])
    kind, label, sorts, outer, inner = a
    if kind == "density":
        sides = [", ".join(sorted(slot(s, depth) for s in part)) for part in outer]
        return f"{label}({sides[0]}{' | ' + sides[1] if sides[1] else ''})"
    names = [f"{s[0].replace('#', 'i') or 'e'}{depth + n}" for n, s in enumerate(sorts)]
    bodies = [
        written(t, depth + len(sorts))
        for t in open_binder(inner, [("var", s, n) for s, n in zip(sorts, names, strict=True)])
    ]
    beside = [written(t, depth) for t in outer]
    over = ", ".join(map(of_sort, names, sorts))
    if kind == "MN":
        return f"N({beside[0]}; {beside[1]}, [{bodies[0]}]_{{{over}}})"
    if kind in BINDERS:
        weight = f" under {bodies[0]}" if kind in ("H", "MI") and bodies[0] != bodies[1] else ""
        return f"{BINDERS[kind].format(*bodies)}{weight}{{{over}}}"
    if kind in CALLS:
        return CALLS[kind].format(*beside)
    if kind in ("function", "entry", "det"):
        name = label if kind == "det" else label[0]
        inverse = "^-1" if kind == "entry" and label[1] == -1 else ""
        return f"|{name}|" if kind == "det" else f"{name}{inverse}({', '.join(beside)})"
    ends = f"[{', '.join(beside)}]" if beside else ""
    return f"{kind}_{{{over}}}{ends} ({bodies[-1]}){' under ' + bodies[0] if len(bodies) > 1 else ''}"


def of_sort(name: str, sort: tuple) -> str:
    """A variable with what it runs through."""
    if sort[0] == "#":
        return f"{name}=1..{written(sort[1])}"
    size = f" in R^{written(sort[1])}" if sort[1] is not None else ""
    return f"{name}{size}{' discrete' if sort[2] else ''}{' > 0' if sort[3] else ''}"


def signs(*terms: Term) -> str:
    """What is taken for granted of the names in these terms: positive, discrete, of a dimension, symmetric."""
    found: set = set()
    waiting: list = list(terms)
    while waiting:
        one = waiting.pop()
        if isinstance(one, frozenset) or not one or not isinstance(one[0], str):
            waiting += [part for part in one if isinstance(part, tuple | frozenset)]
            continue
        kind = one[0]
        if kind == "var":
            found.add(f"{of_sort(one[2], one[1])} ({one[1][0]})")
        elif kind == "symbol":
            found.add(f"{one[1]}{' > 0' if one[2] else ''}")
        elif kind == "function":
            found.add(f"{one[1][0]}(){' > 0' if one[1][1] else ''}")
        elif kind == "entry":
            found.add(f"{one[1][0]}{' symmetric' if one[1][2] else ''}")
        waiting += [part for part in one[1:] if isinstance(part, tuple | frozenset)]
    return ", ".join(sorted(found - {"pi > 0", "oo > 0"}))


def slot(s: Slot, depth: int) -> str:
    role, index, value = s
    text = written(value, depth)
    own = role if index is None else f"{role}_{{{written(index, depth)}}}"
    return text if text == own else f"{own}={text}"

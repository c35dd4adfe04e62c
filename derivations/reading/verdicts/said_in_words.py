"""Words near a line that fails which no world can keep: a code that determines its input, two variables of one law, the
law of a variable (`a fair coin`), a constraint on names, a name for a mean. Each kind with the lines that it may be of.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import sympy
from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import plain

_SIZE = re.compile(r"\d\s*\\times\s*\d|^\s*[a-zA-Z]\s*=\s*\d+\s*$|\^\s*\{?\s*\d+\s*\\times")
_ORTHOGONAL = re.compile(
    r"\borthogonal|\bperpendicular|\bright angle|正交|垂直|\\perp(?![A-Za-z])|\^\{?(?:T|\\top)\b.*=\s*0\s*$"
)
INFORMATION = (L.Entropy, L.ConditionalEntropy, L.MutualInformation)


def of_information(claim: Claim, _sentence: Sentence) -> bool:
    """Entropies and informations alone: I(x;z) = H(x), H(y|x) = 0."""
    terms = [t for side in (claim.left, claim.right) for t in sympy.Add.make_args(side) if t != 0]
    return all(isinstance(t.as_coeff_Mul()[1], INFORMATION) for t in terms)


def of_a_channel(claim: Claim, _sentence: Sentence) -> bool:
    """Entropies and informations of several inputs and outputs, in sums or alone."""
    return all(side.has(*INFORMATION) for side in (claim.left, claim.right))


def of_two_variables(claim: Claim, _sentence: Sentence) -> bool:
    """A variable on one side that the other does not speak of, and no divergence."""
    roles = [_roles(side) for side in (claim.left, claim.right)]
    return all(roles) and roles[0] != roles[1] and not (claim.left.has(L.KL) or claim.right.has(L.KL))


def of_names(claim: Claim, _sentence: Sentence) -> bool:
    """An equation of names alone: a + b = 1."""
    plainly = not any(side.has(L.Density, AppliedUndef) for side in (claim.left, claim.right))
    return claim.relation == "=" and plainly and bool(claim.left.free_symbols | claim.right.free_symbols)


def of_a_law(claim: Claim, _sentence: Sentence) -> bool:
    """What a density without a formula comes to, beside something without it: E[z] = 0, H(z) = log 8."""
    given = {f.density.name for f in claim.facts}
    sides = [{d.name for d in side.atoms(L.Density)} for side in (claim.left, claim.right)]
    unlike = any(one - other for one, other in (sides, sides[::-1])) or claim.left.has(L.KL)
    return unlike and bool((sides[0] | sides[1]) - given)


def of_a_name(claim: Claim, sentence: Sentence) -> bool:
    """A mean with a name in it that the sentence names: E[x - m] = 0, `m being the mean`."""
    firsts = [chain.sides[0] for f in sentence.formulas for chain in f.chains]
    named = {plain(side.tree.name) for side in firsts if side.read and isinstance(side.tree, S.Symbol)}
    free = {s.name for side in (claim.left, claim.right) for s in side.free_symbols}
    free -= {s.name for f in claim.facts for s in f.formula.free_symbols}  # of a law that was heard
    return bool(named & free) and any(side.has(L.Expectation, L.Variance) for side in (claim.left, claim.right))


def of_a_condition(claim: Claim, _sentence: Sentence) -> bool:
    """An equation for names that is zero: the condition of a minimum."""
    return claim.relation == "=" and 0 in (claim.left, claim.right) and not claim.left.has(L.KL)


def of_a_kernel(claim: Claim, _sentence: Sentence) -> bool:
    """An equation of a density and another one, or a function that may be a kernel: p(x) k(y|x) = p(y) k(x|y)."""
    letters = {d.name for side in (claim.left, claim.right) for d in side.atoms(L.Density)}
    functions = {type(f).__name__ for side in (claim.left, claim.right) for f in side.atoms(AppliedUndef)}
    return claim.relation == "=" and bool(letters) and len(letters | functions) > 1 and not claim.left.has(L.KL)


def of_a_bound(claim: Claim, sentence: Sentence) -> bool:
    """A bound of a density or function, of its logarithm or its entropy, that follows from the number which a sentence
    says it is at most: `$p(x)$ is bounded by $2$`, or one where it says that it is a probability."""
    ends = [chain.sides[-1].tree for f in sentence.formulas for chain in f.chains if chain.sides[-1].read]
    most = max((sympy.Rational(tree.text) for tree in ends if isinstance(tree, S.Number)), default=sympy.Integer(1))
    pair = (claim.left, claim.right) if claim.relation in ("<=", "<") else (claim.right, claim.left)
    small, large = pair if claim.relation in ("<=", "<", ">=", ">") else (claim.left, claim.left)
    if isinstance(large, L.Entropy) and small.is_number:
        return bool(-sympy.log(most) >= small)
    highest = sympy.log(most) if isinstance(small, sympy.log) else most
    inner = small.args[0] if isinstance(small, sympy.log) else small
    return isinstance(inner, L.Density | AppliedUndef) and large.is_number and bool(highest <= large)


def of_mirrored(claim: Claim, _sentence: Sentence) -> bool:
    """A density at a value and at its negative: p(-x) = p(x)."""
    mirror = {v: -v for v in claim.right.free_symbols}
    return isinstance(claim.left, L.Density) and claim.left.xreplace(mirror) == claim.right


def of_a_matrix(claim: Claim, sentence: Sentence) -> bool:
    """A line with a matrix that the sentence names, if it names anything."""
    matrices = {m.name for side in (claim.left, claim.right) for m in side.atoms(L.MatrixName)}
    written = " ".join(f.latex for f in sentence.formulas)
    return bool(matrices) and (not written or any(name in written for name in matrices))


def of_a_size(claim: Claim, sentence: Sentence) -> bool:
    """A line with matrices, of which the sentence has the number of rows: `let $A$ be $2 \\times 2$`, `let $d = 2$`."""
    matrices = any(side.has(L.MatrixName) for side in (claim.left, claim.right))
    return matrices and any(_SIZE.search(f.latex) for f in sentence.formulas)


def of_orthogonal_names(claim: Claim, sentence: Sentence) -> bool:
    """Squares of sums, of names that are orthogonal: (x + y)^2 = x^2 + y^2."""
    written = " ".join(f.latex for f in sentence.formulas)
    sides = (claim.left, claim.right)
    named = {s.name for side in sides for s in side.free_symbols if s.name in written}
    told = _ORTHOGONAL.search(sentence.text) or _ORTHOGONAL.search(written)
    plainly = not any(side.has(L.Density) for side in sides) and any(
        side.has(sympy.Pow, L.SquaredNorm) for side in sides
    )
    return bool(told and plainly and (len(named) > 1 or not written))


def of_numbers(claim: Claim, _sentence: Sentence) -> bool:
    """An equation without densities."""
    return not any(side.has(L.Density) for side in (claim.left, claim.right))


def of_an_assignment(claim: Claim, _sentence: Sentence) -> bool:
    """A name by itself: n = n + 1."""
    return isinstance(claim.left, sympy.Symbol) and claim.left in claim.right.free_symbols


def of_units(claim: Claim, _sentence: Sentence) -> bool:
    """An equation of two numbers: 1 bit = log 2 nats."""
    return not (claim.left.free_symbols or claim.right.free_symbols)


def _roles(side: Expr) -> set[str]:
    return {role for d in side.atoms(L.Density) for role, _ in d.target_slots}


ABOUT: dict[str, Callable[[Claim, Sentence], bool]] = {
    "information": of_information, "two variables": of_two_variables, "names": of_names, "a law": of_a_law,
    "a bound": of_a_bound, "a name": of_a_name, "a condition": of_a_condition, "a kernel": of_a_kernel,
    "a matrix": of_a_matrix, "a size": of_a_size, "orthogonal": of_orthogonal_names, "another arithmetic": of_numbers,
    "an assignment": of_an_assignment, "units": of_units, "mirrored": of_mirrored, "a channel": of_a_channel,
}  # fmt: skip
"""By the kinds of conditions.toml, whether a claim may be about what a sentence with such words says."""

"""Names as a note writes them: fonts, indices, tags, and the trees they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.tags import squeezed
from derivations.reading.meaning.weighted import weighted
from derivations.reading.note import Note

FONTS = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathsf|vec|mathrm|mathit|bf|rm|text|hat)\s*\{([^{}]*)\}")
PARAMETERS = re.compile(r"\\(theta|phi|psi|lambda|beta|eta|omega|vartheta|varphi|gamma|alpha|Theta|Phi|nu|xi)\b")
WORD_TAG = re.compile(r"data|emp|model|prior|true|ref|gen|^[A-Z]$|^\\mathcal|^\d")


def plain(name: str) -> str:
    """A name without its font: bold x and x are one variable."""
    name = name.strip()
    if "\\" not in name and name[:1] != "I":
        return name
    before = None
    while before != name:
        before, name = name, FONTS.sub(r"\1", name) if r"\hat" not in name else name
    return re.sub(r"^I_\{?\w\}?$", "I", name.strip())  # I_d is the identity, as I is


def base(node: S.Node) -> S.Node:
    """What an indexed name is an entry of."""
    while isinstance(node, S.Index):
        node = node.base
    return node


def every_index(node: S.Node) -> tuple[S.Node, ...]:
    """All the indices of a name, the inner before the outer: j, i of x_j^{(i)}."""
    return (*every_index(node.base), *node.indices) if isinstance(node, S.Index) else ()


def name_of(node: S.Node) -> str | None:
    """The plain name of a symbol, possibly indexed."""
    inner = base(node)
    if isinstance(inner, S.NamedNumber) and inner.name == "pi" and isinstance(node, S.Index):
        return r"\pi"  # pi_k is a weight, whatever pi is
    return plain(inner.name) if isinstance(inner, S.Symbol) else None


def looks_like_density(node: S.Apply) -> bool:
    """One letter, perhaps with a mark, applied to names only: r(z), e(z|x), p^*(x)."""
    bare = re.sub(r"\\(tilde|hat|bar)\s*|[{}^*_]", "", node.function)
    names = (*node.arguments, *node.parameters)
    return len(bare) == 1 and bare.isalpha() and bool(names) and all(isinstance(a, (S.Symbol, S.Index)) for a in names)


def as_density(node: S.Apply) -> S.Density:
    return S.Density(node.function, targets=node.arguments, givens=node.parameters, span=node.span)


def is_bare_pi(node: S.Node) -> bool:
    return isinstance(node, S.Density) and node.letter == r"\pi" and node.bare and not node.indices


def tidy(node, kept: frozenset = frozenset(), bound: frozenset = frozenset()):
    """Q (theta, theta') read as a product of Q and a pair is Q applied to both. `bound`: the indices of sums around;
    `kept`: names whose indices mean something (`factorised`)."""
    if isinstance(node, tuple):
        parts = tuple(tidy(p, kept, bound) for p in node)
        return node if all(a is b for a, b in zip(parts, node, strict=True)) else parts
    if not isinstance(node, S.Node):
        return node
    changes = {}
    bound = bound | set(node.indices) if isinstance(node, S.BigOperator) else bound
    for item in fields(node):
        value = getattr(node, item.name)
        if item.name != "span" and isinstance(value, (tuple, S.Node)):
            new = tidy(value, kept, bound)
            if new is not value:
                changes[item.name] = new
    node = replace(node, **changes) if changes else node
    node = over_plain(node, kept | bound) if isinstance(node, S.SumOver) else node
    node = weighted(node) if isinstance(node, S.SumOver | S.Integral) else node
    if isinstance(node, S.Density):
        slots = {"targets": tuple(map(at_value, node.targets)), "givens": tuple(map(at_value, node.givens))}
        node = replace(node, **slots) if slots != {"targets": node.targets, "givens": node.givens} else node
    if isinstance(node, S.Expectation | S.Variance | S.Covariance) and node.givens:
        node = replace(node, givens=tuple(map(at_value, node.givens)))
    if isinstance(node, S.Density) and node.letter in ("Q", r"\mathcal{Q}"):
        if is_of_parameters(*node.targets, *node.givens):
            return S.Apply(node.letter, node.targets, node.givens, span=node.span)  # the Q(theta | theta') of EM
    if isinstance(node, S.VariableEntropy) and node.letter is None and is_of_parameters(*node.variables, *node.givens):
        return S.Apply("H", node.variables, node.givens, span=node.span)  # the H(theta | theta') of EM
    if isinstance(node, S.Power) and isinstance(node.base, S.Symbol) and isinstance(node.exponent, S.Symbol):
        bold = plain(node.base.name) != node.base.name  # a vector has no powers
        marks = {"o", "t", "old", "new", "s", "k"} - {getattr(i, "name", "") for i in bound}
        if PARAMETERS.match(plain(node.base.name)) and (bold or node.exponent.name in marks):
            return S.Symbol(f"{plain(node.base.name)}^{{{node.exponent.name}}}", span=node.span)
    if isinstance(node, S.Mul) and any(is_bare_pi(f) for f in node.factors):  # 2 pi, though pi(theta) is a density
        factors = tuple(S.NamedNumber("pi", span=f.span) if is_bare_pi(f) else f for f in node.factors)
        node = replace(node, factors=factors)
    if isinstance(node, S.Mul) and any(isinstance(f, S.TupleOf) for f in node.factors):
        factors: list[S.Node] = []
        for f in node.factors:
            if isinstance(f, S.TupleOf) and factors and isinstance(factors[-1], S.Symbol):
                head = factors.pop()
                span = (head.span[0], f.span[1])
                factors.append(S.Apply(head.name, f.elements, span=span))
            else:
                factors.append(f)
        return factors[0] if len(factors) == 1 else S.Mul(tuple(factors), span=node.span)
    return node


def is_of_parameters(*parts: S.Node) -> bool:
    """Whether these are two states of one parameter: theta and theta', theta^{(t+1)} and theta^{(t)}."""
    names = {re.split("[_^]", name_of(part) or "")[0] for part in parts}
    return len(parts) == 2 and len(names) == 1 and PARAMETERS.match(names.pop()) is not None


def over_plain(node: S.SumOver, known: frozenset) -> S.Node:
    """`\\sum_{x_i} P(x_i) \\log P(x_i)` as a sum over x: the i of what is summed over numbers nothing, unless x or i is
    `known`: a sum around it runs over i, or x has members x_i elsewhere."""
    (one, *others) = node.indices or (None,)
    if others or not isinstance(one, S.Index) or one.raised or not isinstance(one.base, S.Symbol):
        return node
    names = {one.base.name, *(i.name if isinstance(i, S.Symbol) else "" for i in one.indices)}
    left = (*S.walk(replaced(node.body, one, S.Number("0"))), *known)
    if "" in names or len(one.indices) > 1 or names & {n.name for n in left if isinstance(n, S.Symbol)}:
        return node
    if any(
        names & {d.letter, d.subscript, *map(S.outline, d.indices)}
        for d in S.walk(node.body)
        if isinstance(d, S.Density)
    ):
        return node  # the j of q_j(z_j)
    return replace(node, body=replaced(node.body, one, one.base), indices=(one.base,))


def replaced(node, old: S.Node, new: S.Node):
    """A tree with one thing in place of another."""
    if node == old:
        return new
    if isinstance(node, tuple):
        return tuple(replaced(part, old, new) for part in node)
    if not isinstance(node, S.Node):
        return node
    return replace(
        node, **{f.name: replaced(getattr(node, f.name), old, new) for f in fields(node) if f.name != "span"}
    )


def at_value(node: S.Node) -> S.Node:
    """The z = k of q(z = k | x) as the value z_k, the z_i = k of an example as its value, the X = x_i of P(X = x_i) and
    the X_t = x_t of P(X_t = x_t) as x_i and x_t."""
    if not (isinstance(node, S.Comparison) and node.relation == "equal" and isinstance(node.left, S.Symbol | S.Index)):
        return node
    own, indices = plain(name_of(node.left) or "").lower(), getattr(node.left, "indices", ())
    if name_of(node.right) == own and indices in ((), getattr(node.right, "indices", ())):
        return node.right
    one_of_few = not indices or (len(indices) == 1 and isinstance(indices[0], S.Symbol))
    of_a_class = isinstance(node.right, S.Index) and name_of(node.right) in {"c", "C", "a", "v", "k"} - {own}
    value = node.right.indices[0] if of_a_class else node.right
    if isinstance(value, S.Symbol) and value.name != own and one_of_few and not _is_variable(node.left, value):
        left = node.left.base if getattr(node.left, "raised", False) else node.left  # z^{(i)} is the z of example i
        return S.Index(left, (value,), span=node.span)  # of z = c_k too, the k-th of its values
    return node


def _is_variable(left: S.Symbol | S.Index, right: S.Symbol) -> bool:
    """Whether P(X = Y) and P(y = \\hat y) are of an event of two variables: no value stands there."""
    two = (name_of(left) or "").isupper() and right.name.isupper() and right.name not in "KLMNTD"
    return two or right.name.startswith((r"\hat", r"\tilde", r"\bar"))


def tidied(note: Note) -> Note:
    """The note with its trees tidied."""
    kept = frozenset(factorised(note))

    def chain(c):
        sides = tuple(replace(s, tree=tidy(s.tree, kept)) if s.read else s for s in c.sides)
        return c if all(a.tree is b.tree for a, b in zip(sides, c.sides, strict=True)) else replace(c, sides=sides)

    return note.with_chains(chain)


def factorised(note: Note) -> Iterable[S.Symbol]:
    """The z of a product of q(z_j) over j: z_j is one of its members."""
    for tree in trees_of(note):
        for node in S.walk(tree):
            if isinstance(node, S.ProductOver):
                inside = (n for n in S.walk(node.body) if isinstance(n, S.Index) and set(n.indices) & set(node.indices))
                yield from (n.base for n in inside if isinstance(n.base, S.Symbol))


def trees_of(note: Note) -> Iterable[S.Node]:
    """Every formula of a note that was read: sides and qualifiers of displays, inline formulas."""
    for line in lines_of(note):
        yield from line
    for declaration in note.declarations:
        yield from (t for t in declaration.trees if isinstance(t, S.Node))


def lines_of(note: Note) -> Iterable[list[S.Node]]:
    """The formulas of each chain, of displays and of sentences."""
    yield from (list(chain_trees(chain)) for chain in note.chains)
    yield from (list(chain_trees(c)) for c in note.spoken)


def chain_trees(chain) -> Iterable[S.Node]:
    for side in chain.sides:
        if side.read:
            yield side.tree
    for qualifier in chain.qualifiers:
        if isinstance(qualifier.tree, S.Node):
            yield qualifier.tree


def matrix_names(node: S.Node) -> Iterable[str]:
    """The names that must be matrices for a trace or determinant to make sense; none of the s of s I."""
    if isinstance(node, S.Mul) and any(re.fullmatch(r"I(?:_.*)?", plain(name_of(f) or "")) for f in node.factors):
        return
    if isinstance(node, S.Symbol):
        yield plain(node.name)
    elif isinstance(node, S.Apply):
        yield plain(node.function)
    elif isinstance(node, (S.Mul, S.Add, S.Neg, S.Power, S.Transpose, S.Divide, S.Index)):
        for child in S.children(node):
            if not isinstance(node, (S.Power, S.Divide, S.Index)) or child is next(iter(S.children(node))):
                yield from matrix_names(child)


def tag_of(node: S.Density, random: frozenset[str] = frozenset()) -> str:
    """What tells one distribution of a letter from another: the subscript (unless it names variables), parameters,
    but none that is `random`, with a density of its own."""
    tag = plain(node.subscript)
    names = re.split(r"[|,\s]+", tag)
    targets = {(name_of(t) or "").lower() for t in (*node.targets, *node.givens)}
    if tag and all(n.lower() in targets for n in names if n):
        tag = ""
    if node.bare and tag and all(re.fullmatch(r"[a-ce-z]", n) for n in names if n):
        tag = ""  # p_z and p_{z|x} name their variables
    given = [g for g in node.givens if name_of(g) and name_of(g) not in random and PARAMETERS.match(name_of(g))]
    parameters = ",".join(plain(tag_text(x)) for x in (*node.parameters, *given))
    return squeezed(tag or parameters)


def tag_text(node: S.Node) -> str:
    """A node as an author writes it in a subscript: t-1, 1:T, z_i."""
    if isinstance(node, S.Symbol):
        return plain(node.name)
    if isinstance(node, S.Number):
        return node.text
    if isinstance(node, S.Add):
        parts = [tag_text(t) for t in node.terms]
        return "".join(p if p.startswith("-") or not k else "+" + p for k, p in enumerate(parts))
    if isinstance(node, S.Neg):
        return "-" + tag_text(node.operand)
    if isinstance(node, S.Mul):
        return "".join(map(tag_text, node.factors))
    if isinstance(node, S.Range):
        return f"{tag_text(node.lower)}:{tag_text(node.upper)}"
    if isinstance(node, S.Index):
        return f"{tag_text(node.base)}{'^' if node.raised else '_'}{','.join(map(tag_text, node.indices))}"
    return S.outline(node)


def label(node: S.Node) -> str:
    """How a density's argument is listed: a component or a draw by its vector, z_1 and z_2 as themselves."""
    if isinstance(node, S.Index) and name_of(node) and all(isinstance(i, S.Symbol) for i in node.indices):
        return name_of(node)
    if isinstance(node, S.Comparison) and node.relation == "equal":  # the y of P(y = 1)
        return label(node.left)
    return plain(S.outline(node))

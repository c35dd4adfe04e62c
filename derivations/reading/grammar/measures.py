"""Densities and what is made of them: Gaussians, KL, entropies, mutual information; and applied functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import scripts, statements
from derivations.reading.grammar import syntax as S
from derivations.reading.text.brackets import level, spelled

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser

_CONDITIONS = frozenset({"bar", "slash"})
PREFERENCES = (r"\succ", r"\prec")
_APART = frozenset({"dbar", "dslash"})


def base_letter(name: str) -> str:
    """`p` of `\\tilde{p}` and `\\hat{p}`."""
    while name.startswith(("\\tilde{", "\\hat{", "\\bar{", "\\widetilde{", "\\widehat{", "\\check{", "\\breve{")):
        name = name[name.index("{") + 1 : -1]
    return name


def is_density(parser: Parser, head: scripts.Head) -> bool:
    """Its letter is a density letter, or it is written f_X(x): the subscript says whose density it is."""
    if head.text in parser.notation.densities or base_letter(head.text) in parser.notation.densities:
        return True
    if head.text not in ("f", "g") or head.sub is None or parser.kind() != "open":
        return False
    return spelled(parser.tokens[head.sub[0] : head.sub[1]])[:1].isupper()


# -- densities ------------------------------------------------------------------------------------------------------


def read_density(parser: Parser, head: scripts.Head) -> S.Node:
    """`p(z|x)`, `p(z/x)`, `q_\\phi(z \\mid x)`, `p(y=1|x)`, `p_\\theta(x; \\psi)`, bare `q`."""
    subscript, indices = "", ()
    if head.sub is not None:
        content = parser.tokens[head.sub[0] : head.sub[1]]
        subscript = spelled(content)
        if scripts.is_index(parser, content, False):
            indices = scripts.read_indices(parser, head.sub)
    bare_head = scripts.Head(head.text, head.start, None, head.supers, head.primes)
    letter, _, powers, transposed = scripts.decorated_name(parser, bare_head)
    for place in [place for place in powers if scripts.is_sample_index(parser.tokens[place[0] : place[1]])]:
        powers.remove(place)
        letter += "^{" + spelled(parser.tokens[place[0] : place[1]]) + "}"
    if transposed:
        raise parser.error("a density has no transpose", head.start)
    node: S.Node
    if parser.kind() == "open" and parser.peek().text == "(" and not _is_factor_before(parser):
        groups = parser.inside(lambda: _arguments(parser), _CONDITIONS)
        span = parser.since(head.start)
        preferred = _preferred(letter + (f"_{{{subscript}}}" if subscript else ""), *groups, span=span)
        node = preferred or S.Density(letter, subscript, indices, *groups, span=span)
    else:
        node = S.Density(letter, subscript, indices, span=parser.since(head.start))
    for place in powers:
        node = S.Power(node, scripts.read_range(parser, place, parser.sum), span=parser.since(head.start))
    return node


def slash_conditions(parser: Parser) -> bool:
    """Whether the `/` inside a density conditions: before a number it divides, and so it does before anything but a
    random variable in a note that conditions with bars."""
    following = parser.peek(1)
    if following is None or following.kind == "number":
        return False
    return not parser.notation.bars_condition or following.text in parser.notation.variables


def _is_factor_before(parser: Parser) -> bool:
    """`p(1-p)`, `p_i(\\frac{q_i}{p_i} - 1)`: a bracket that holds densities or logarithms is a factor, not an argument;
    so is one that begins with a number, goes on and holds no random variable."""
    following = parser.kind(2)
    inside = parser.tokens[parser.position + 1 : max(parser.mates[parser.position], parser.position + 1)]
    names = [token.text for token in inside if token.kind == "name"]
    if any(n in parser.notation.densities or parser.notation.roles.get(n) == "log" for n in names):
        return True
    goes_on = parser.kind(1) == "number" and following not in ("comma", "bar", "slash", "close", "semicolon")
    return goes_on and parser.notation.variables.isdisjoint(names)


def _arguments(parser: Parser) -> tuple[tuple[S.Node, ...], tuple[S.Node, ...], tuple[S.Node, ...]]:
    """Targets, givens, parameters: `z, x | y; \\theta`."""
    groups: list[tuple[S.Node, ...]] = [(), (), ()]
    place = 0
    while True:
        items = [_argument(parser)]
        while parser.kind() == "comma":
            parser.position += 1
            items.append(_argument(parser))
        groups[place] = tuple(items)
        kind = parser.kind()
        if kind in _CONDITIONS and place == 0:
            place = 1
        elif kind == "semicolon" and place < 2:
            place = 2
        else:
            return groups[0], groups[1], groups[2]
        parser.position += 1


def _argument(parser: Parser) -> S.Node:
    """An expression, `y = 1`, `x \\in S`."""
    node = parser.item()
    token = parser.peek()
    if token is None or token.kind not in ("relation", "statement"):
        return node
    parser.position += 1
    value = parser.sum()
    span = node.span[0], value.span[1]
    if token.kind == "relation":
        return S.Comparison(token.text, node, value, span=span)
    if token.text == "in":
        return S.Membership((node,), value, span=span)
    if token.text == "order":
        return S.Comparison(token.note, node, value, span=span)
    raise parser.error(f"'{token.note}' inside a density", token.start)


def _preferred(
    name: str,
    targets: tuple[S.Node, ...],
    givens: tuple[S.Node, ...],
    parameters: tuple[S.Node, ...],
    span: tuple[int, int],
) -> S.Node | None:
    """p(y_1 \\succ y_2 | x), that one is preferred: a number for each two, whose formula the note gives."""
    (event,) = targets if len(targets) == 1 else (None,)
    if not isinstance(event, S.Comparison) or not event.relation.startswith(PREFERENCES):
        return None
    better, worse = (event.left, event.right) if "succ" in event.relation else (event.right, event.left)
    return S.Apply(name + r"^{\succ}", (better, worse), givens + parameters, span=span)


def read_application(parser: Parser, name: str, start: int) -> S.Node:
    """`\\mu(x)`, `L(m, v)`, `\\mathcal{L}(\\theta, \\phi; x)`."""
    targets, givens, parameters = parser.inside(lambda: _arguments(parser), frozenset({"bar"}))
    return S.Apply(name, targets, givens + parameters, span=parser.since(start))


def read_gaussian(parser: Parser, head: scripts.Head) -> S.Node:
    """`N(x; m, v)`, `N(x | m, v)`, `N(m, v)`."""
    if head.supers or head.primes:
        raise parser.error("a Gaussian carries no script here", head.start)
    value = None if head.sub is None else scripts.read_range(parser, head.sub, parser.sum)
    if value is not None and not _is_variable(value):
        raise parser.error("a Gaussian carries no script here", head.start)
    targets, givens, parameters = parser.inside(lambda: _arguments(parser), frozenset({"bar"}))
    span = parser.since(head.start)
    if value is not None:  # N_z(m, v)
        if givens or parameters or len(targets) != 2:
            raise parser.error("a Gaussian with its variable below is N_x(mean, variance)", head.start)
        return S.Gaussian(value, *targets, span=span)
    if len(targets) == 1 and givens and len(parameters) == 2:  # N(z | x; m, v): m and v are functions of x
        return S.Gaussian(targets[0], *parameters, span=span)
    rest = givens + parameters
    if not rest and len(targets) == 2:
        return S.Gaussian(None, *targets, span=span)
    if len(targets) == 1 and len(rest) == 2:
        return S.Gaussian(targets[0], *rest, span=span)
    if not rest and len(targets) == 3:
        return S.Gaussian(*targets, span=span)
    raise parser.error("a Gaussian is N(x; mean, variance) or N(mean, variance)", head.start)


# -- divergence and entropy -----------------------------------------------------------------------------------------


def holds_double_bar(parser: Parser) -> bool:
    """Whether the bracket that follows holds `||` at its own level: D(p || q)."""
    places = level(parser.mates, parser.position) if parser.kind() == "open" else ()
    return any(parser.tokens[place].kind in _APART for place in places)


def read_kl(parser: Parser, head: scripts.Head) -> S.Node:
    """`KL[p // q]`, `D_{KL}(p \\| q)`, `KL(p, q)`, `KL(p | q)`."""
    if head.supers or head.primes or (head.sub is not None and "KL" in head.text):
        raise parser.error("a KL divergence carries no script here", head.start)

    def content() -> tuple[S.Node, S.Node]:
        left = parser.sum()
        if parser.kind() not in ("dbar", "dslash", "comma", "bar", "semicolon", "colon"):
            raise parser.error("KL compares two densities: a '||' is missing")
        parser.position += 1
        return left, parser.sum()

    left, right = parser.inside(content, frozenset({"dbar", "dslash", "bar"}))
    return S.KL(left, right, span=parser.since(head.start))


def _density_name(parser: Parser, head: scripts.Head) -> str | None:
    if head.sub is None:
        return None
    content = parser.tokens[head.sub[0] : head.sub[1]]
    if content[-1:] and content[-1].kind == "close" and content[0].text in parser.notation.densities:  # H_{p(x)}[x]
        content = content[: next((k for k, token in enumerate(content) if token.kind == "open"), None)]
    return spelled(content)


def read_entropy(parser: Parser, head: scripts.Head) -> S.Node:
    """`H(p)`, `H[p(z|x)]`, `H(p, q)`, `H(p // q)` of densities; `H(X | Y)`, `H_q(z)` of variables.

    A bracket that is not closed is read when only a density can be meant: `-H(p(x) + ...` is -H(p(x)) + ..., with a
    warning; the operand of an entropy is one density, so there is one place where the bracket can close.
    """
    start = head.start
    if head.supers or head.primes:
        raise parser.error("an entropy carries no superscript", start)
    letter = _density_name(parser, head)
    if parser.mates[parser.position] < 0:
        opener = parser.peek()
        parser.position += 1
        density = parser.factor()
        if not isinstance(density, S.Density) or density.bare or parser.kind() not in ("plus", "minus", "close", ""):
            raise parser.error(f"'{opener.note or opener.text}' is not closed", opener.start)
        parser.warnings.append((f"'{opener.note or opener.text}' is not closed: read as closed after the density",
                                opener.start))  # fmt: skip
        return S.Entropy(density, span=parser.since(start))

    def content() -> tuple[tuple[S.Node, ...], str, tuple[S.Node, ...]]:
        first = parser.items()
        kind = parser.kind()
        if kind not in ("dbar", "dslash", "bar", "semicolon"):
            return first, "", ()
        parser.position += 1
        return first, kind, _arguments(parser)[0]

    first, sign, second = parser.inside(content, frozenset({"dbar", "dslash", "bar"}))
    span = parser.since(start)
    distributions = [statements.is_distribution(node) for node in (*first, *second)]
    if all(distributions) and letter is None:
        both = (*first, *second)
        if len(both) == 1:
            return S.Entropy(both[0], span=span)
        if len(both) == 2 and sign != "bar":
            return S.CrossEntropy(*both, span=span)
    elif not any(distributions) and sign in ("", "bar") and all(map(_is_variable, first)):
        if not all(_is_variable(node) or isinstance(node, S.Comparison) for node in second):  # H(Y|X=x)
            raise parser.error("an entropy is given variables, or their values", start)
        return S.VariableEntropy(first, second, letter, span=span)
    raise parser.error("an entropy takes one density, two for a cross-entropy, or variables", start)


def _is_variable(node: S.Node) -> bool:
    return isinstance(node, S.Symbol | S.Index | S.Apply)


def read_information(parser: Parser, head: scripts.Head) -> S.Node:
    """`I(x; z)`, `I_q(X; Y | Z)`, `I(x, z)`."""
    if head.supers or head.primes:
        raise parser.error("mutual information carries no superscript", head.start)
    letter = _density_name(parser, head)

    def content() -> tuple[tuple[tuple[S.Node, ...], ...], tuple[S.Node, ...]]:
        groups = [parser.items()]
        while parser.kind() == "semicolon":
            parser.position += 1
            groups.append(parser.items())
        givens: tuple[S.Node, ...] = ()
        if parser.kind() == "bar":
            parser.position += 1
            givens = parser.items()
        if len(groups) == 1:
            return tuple((member,) for member in groups[0]), givens
        return tuple(groups), givens

    groups, givens = parser.inside(content, frozenset({"bar"}))
    if len(groups) < 2:
        raise parser.error("mutual information is between two groups of variables: I(x; z)", head.start)
    return S.MutualInformation(groups, givens, letter, span=parser.since(head.start))

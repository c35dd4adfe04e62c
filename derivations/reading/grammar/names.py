"""What a name means: a head with a meaning of its own, a density, a function, or a symbol with decoration.

Rules, decided by the notation table and by what `habits` saw in the whole note:
    density      its letter (hats, stars, subscripts aside) is a density letter: p(z|x), \\tilde p, q^*, p_\\theta.
    function     the note applies it somewhere to a list of variables ( \\mu(x), L(m, v) ) or declares it; then any
                 bracket after it holds arguments.  A name never so applied is a factor before a bracket: c(1 + s).
    scripts      see `scripts`; a bound index raised on a variable (x^i) is an index, not a power.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import divergences, juxtaposition, measures, optima, scripts
from derivations.reading.grammar import syntax as S
from derivations.reading.text.brackets import spelled
from derivations.reading.text.notation import DOUBLE_BAR_ROLES, SUBSCRIPTED_ROLES

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser


def read_name(parser: Parser) -> S.Node:
    token = parser.tokens[parser.position]
    parser.position += 1
    head = scripts.read_head(parser, token)
    notation = parser.notation
    if (head.text, parser.kind()) == ("K", "name") and parser.peek().text == "L" and parser.kind(1) == "open":
        parser.position += 1  # K L(q || p), the letters of KL apart
        if measures.holds_double_bar(parser):
            return measures.read_kl(parser, head)
        parser.position -= 1
    role = notation.roles.get(head.text)
    opened = parser.kind() == "open"
    if opened and head.sub is not None and head.text in SUBSCRIPTED_ROLES and divergences.says_kl(parser, head.sub):
        return measures.read_kl(parser, head)
    if divergences.says_jensen_shannon(parser, head) and measures.holds_double_bar(parser):
        return divergences.read_jensen_shannon(parser, head)
    if divergences.says_chi_square(parser, head):
        return divergences.read_chi_square(parser, head)
    if head.text in DOUBLE_BAR_ROLES and measures.holds_double_bar(parser):
        if head.sub is not None:  # D_{TV}, D_\alpha, D_f: not KL, and nothing else that is known here
            subscript = spelled(scripts.content_of(parser, head.sub))
            if divergences.is_of_a_family(subscript):
                return divergences.read_of_a_family(parser, head, subscript)
            raise parser.error(f"a divergence with the subscript {subscript} is not known", head.start)
        return measures.read_kl(parser, head)
    if role is not None and (read := parser.reader_of(head, role)):
        return read(parser, head)
    if role in ("log", "function"):
        return _apply_named(parser, head)
    if role == "optimum":
        return optima.read_optimum(parser, head)
    if role == "constant":
        return S.Constant("const", span=parser.since(head.start))
    if measures.is_density(parser, head):
        return measures.read_density(parser, head)
    return _symbol(parser, head)


def _apply_named(parser: Parser, head: scripts.Head) -> S.Node:
    """`log`, `exp`, `det`, ...: a bracket is the operand, otherwise one factor (a number takes its letters along)."""
    if head.sub is not None:
        if head.text != "log" or head.supers or head.primes:
            raise parser.error(f"the subscript of {head.text} is not understood", head.start)
        return _log_to_base(parser, head)
    power = None
    if head.supers or head.primes:
        if len(head.supers) != 1 or head.primes or scripts.content_of(parser, head.supers[0])[0].kind != "number":
            raise parser.error(f"the superscript of {head.text} is not understood", head.start)
        power = scripts.read_range(parser, head.supers[0], parser.sum)
    token = parser.peek()
    if token is None:
        raise parser.unexpected()
    open_scope = False
    if token.kind == "group" and _only_brackets(parser):  # \log{\left(u\right)}^{2}, as SymPy prints (log u)^2
        node = S.Apply(head.text, (parser.inside(parser.listed),), span=parser.since(head.start))
        if parser.kind() == "super":
            if power is not None:
                raise parser.error(f"two powers of {head.text}")
            return S.Power(node, scripts.script_expression(parser), span=parser.since(head.start))
        return node if power is None else S.Power(node, power, span=node.span)
    if token.kind == "open" and token.text != "<":
        inside = parser.tokens[parser.position : max(parser.mates[parser.position], parser.position)]
        raised = _holds_one_name(parser) and any(token.kind == "super" for token in inside)
        operand = parser.inside(parser.listed)
        if parser.kind() == "super" and raised:  # \log (\sigma^{(i)})^2: the bracket is there for the power
            operand = S.Power(operand, scripts.script_expression(parser), span=parser.since(operand.span[0]))
        elif parser.kind() == "super" and head.text != "det":  # det(A)^n is det(A^n)
            raise parser.error(f"does the power belong to {head.text} or to its operand? write {head.text}[(...)^n]")
    elif token.kind == "number":
        operand = _run_of_letters(parser)
        if parser.kind() == "slash" and isinstance(operand, S.Number) and _tight_fraction(parser):
            parser.position += 1
            operand = S.Divide(operand, parser.factor(), span=parser.since(operand.span[0]))
        open_scope = parser.kind() == "slash"
    else:
        operand = parser.factor()
        share = isinstance(operand, S.Divide) and isinstance(operand.numerator, S.Number)
        if token.kind == "fraction" and share and parser.kind() == "sum":  # log 1/K sum_k f: the share is the sum's
            operand = S.Mul((operand, parser.factor()), span=parser.since(operand.span[0]))
        open_scope = token.kind not in ("open", "group", "fraction", "root", "bar", "baropen", "begin")
        after = (parser.kind(), parser.kind(1))
        open_scope |= token.kind == "fraction" and (after[0] == "fraction" or after == ("times", "fraction"))
        open_scope |= token.kind == "fraction" and share and after[0] == "open"  # log 1/2 (a + b)
        open_scope |= token.kind == "fraction" and parser.kind() == "name" and parser.peek().text in ("exp", "e")
    node: S.Node = S.Apply(head.text, (operand,), span=parser.since(head.start))
    if token.kind == "group" and head.text == "log" and isinstance(operand, S.Add):  # its braces are not printed
        first, *others = operand.terms
        return S.Ambiguous(
            (node, S.Add((S.Apply("log", (first,), span=first.span), *others), span=node.span)), span=node.span
        )
    if power is not None:
        return S.Power(node, power, span=node.span)
    if open_scope and not (isinstance(operand, S.Apply) and operand.function in parser.notation.roles):
        parser.open_function = node
    return node


def _log_to_base(parser: Parser, head: scripts.Head) -> S.Node:
    """`\\log_2 f` is log f / log 2; `\\log_p(x)`, as Markdown leaves `\\log p(x)`, has no density for its base."""
    letter = parser.tokens[head.sub[0]]
    if head.sub[1] - head.sub[0] == 1 and letter.text in parser.notation.densities and _before_a_variable(parser):
        density = measures.read_density(parser, scripts.Head(letter.text, letter.start))
        return S.Apply("log", (density,), span=parser.since(head.start))
    foot = scripts.read_range(parser, head.sub, parser.sum)
    node = _apply_named(parser, scripts.Head(head.text, head.start))
    if parser.open_function is node:
        parser.open_function = None
        if not parser.product_ends() and juxtaposition.starts_operand(parser):
            raise parser.error("how far does this logarithm reach? write brackets")
    span = parser.since(head.start)
    if foot in (S.NamedNumber("e"), S.Symbol("e")):
        return node
    return S.Divide(node, S.Apply("log", (foot,), span=span), span=span)


def _before_a_variable(parser: Parser) -> bool:
    """Whether a round bracket follows that begins with what another density of the note is of."""
    opened = parser.kind() == "open" and parser.peek().text == "("
    return opened and parser.kind(1) == "name" and parser.peek(1).text in parser.notation.variables


def _only_brackets(parser: Parser) -> bool:
    """Whether the braces that open here hold one bracket and nothing beside it."""
    inner, mate = parser.position + 1, parser.mates[parser.position]
    return inner < mate and parser.tokens[inner].kind == "open" and parser.mates[inner] == mate - 1


def _tight_fraction(parser: Parser) -> bool:
    """Whether the slash has digits right before and behind it: log 1/2 is the logarithm of a half, log 2 / 2 may be
    half a logarithm."""
    before, slash, after = parser.tokens[parser.position - 1 :][:3] if parser.kind(1) == "number" else (None,) * 3
    return slash is not None and before.end == slash.start and slash.end == after.start


def _run_of_letters(parser: Parser) -> S.Node:
    """`\\log 2\\pi e\\sigma^2`: a number takes the letters that follow without a sign between."""
    start = parser.offset()
    factors = [parser.factor()]
    while not parser.product_ends() and parser.kind() == "name":
        token = parser.peek()
        if parser.notation.is_head(token.text):
            break
        factors.append(parser.factor())
    return factors[0] if len(factors) == 1 else S.Mul(tuple(factors), span=parser.since(start))


def _symbol(parser: Parser, head: scripts.Head) -> S.Node:
    notation, start = parser.notation, head.start
    name, indices, powers, transposed = scripts.decorated_name(parser, head)
    powers = [part for place in powers for part in scripts.power_of_a_sample(parser, place)]
    raised = [place for place in powers if scripts.is_sample_index(scripts.content_of(parser, place))]
    for place in raised:
        powers.remove(place)
    node: S.Node
    if indices and _before_a_dot(parser):  # W_j(\\cdot) is W_j, of whatever it is
        parser.position = parser.mates[parser.position] + 1
    applied = parser.kind() == "open" and _is_function(parser, name) and _may_be_arguments(parser, name, powers)
    if applied:
        node = measures.read_application(parser, name, start)
    elif (
        name == "e" and not indices and powers and name not in notation.variables and not _own_power(parser, powers[0])
    ):
        place = powers.pop(0)
        node = S.Apply("exp", (scripts.read_range(parser, place, parser.sum),), span=parser.since(start))
    elif (
        name in ("e", r"\pi")
        and not indices
        and not raised
        and name not in notation.variables | notation.indices | notation.letters
    ):
        node = S.NamedNumber(name.lstrip("\\"), span=parser.since(start))
    else:
        if parser.kind() == "open" and parser.peek().text == "[" and name in notation.functions:
            raise parser.error(
                f"{name}[...]: is {name} applied here, as in {name}(...)? write round brackets or \\cdot"
            )
        if parser.kind() == "open" and parser.peek().text == "(" and _holds_one_name(parser):
            inside = parser.peek(1).text
            raise parser.error(
                f"{name}({inside}): a function, a product or a label? Declare `function: {name}` or write \\cdot"
            )
        node = S.Symbol(name, span=parser.since(start))
    if indices:
        node = S.Index(node, indices, span=parser.since(start))
    for place in raised:
        node = S.Index(node, scripts.sample_indices(parser, place), True, span=parser.since(start))
    for place in powers:
        node = _power(parser, node, place, start)
    return S.Transpose(node, span=parser.since(start)) if transposed else node


def _before_a_dot(parser: Parser) -> bool:
    """Whether a bracket follows that holds nothing but a dot."""
    return [parser.kind(k) for k in range(3)] == ["open", "times", "close"] and parser.peek().text == "("


def _own_power(parser: Parser, place: scripts.Place) -> bool:
    """Whether this is the e^2 or e^{-1} of a note with an e of its own; its e^x is exp still."""
    return "e" in parser.notation.letters and all(token.kind != "name" for token in scripts.content_of(parser, place))


def _power(parser: Parser, node: S.Node, place: scripts.Place, start: int) -> S.Node:
    content = scripts.content_of(parser, place)
    base = node.base if isinstance(node, S.Index) else node
    if (len(content) == 1 and content[0].text in parser.notation.bound_indices and isinstance(base, S.Symbol)
            and base.name in parser.notation.variables):  # fmt: skip
        return S.Index(node, scripts.read_range(parser, place, parser.items), True, span=parser.since(start))
    exponent = scripts.read_range(parser, place, parser.sum)
    return S.Power(node, exponent, span=parser.since(start))


def _holds_one_name(parser: Parser) -> bool:
    """Whether the bracket that opens here holds one letter with scripts, or one number, and nothing else."""
    position, mate = parser.position + 1, parser.mates[parser.position]
    if position >= mate or parser.tokens[position].kind not in ("name", "number"):
        return False
    position += 1
    while position < mate and parser.tokens[position].kind in ("sub", "super", "prime"):
        position += 1
        if position < mate and parser.tokens[position].kind in ("group", "name", "number", "star"):
            position = max(parser.mates[position], position) + 1
    return position == mate


def _may_be_arguments(parser: Parser, name: str, powers: list[scripts.Place]) -> bool:
    """Not the bracket of y^x (1 - y): after a power that is no number, or with a number and an operator first, where
    the note has the name without a bracket too."""
    if any(
        scripts.content_of(parser, place)[0].kind != "number" for place in powers if scripts.content_of(parser, place)
    ):
        return False
    if name.rstrip("'") not in parser.notation.factors:
        return True
    product = parser.kind(1) == "number" and parser.kind(2) in ("plus", "minus")
    if product and name in parser.notation.defined_functions:
        raise parser.error(f"{name}(...): a function or a product? put a sign between")
    return not product


def _is_function(parser: Parser, name: str) -> bool:
    """Seen applied in this kind of bracket somewhere in the note, or declared."""
    bracket = parser.peek().text
    functions = parser.notation.functions
    return (name if bracket == "(" else name + bracket) in functions or (
        bracket == "(" and name.rstrip("'") in functions
    )

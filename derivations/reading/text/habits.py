"""What a note's own formulas say about its letters, gathered before any of them is parsed.

index        bound by `\\sum_{d=1}` or `\\prod_{d=1}`; `indexed` are the names that carry an index letter somewhere
density      applied with a conditioning bar, drawn from (`\\sim r(z)`), the subscript of an expectation, or an
             argument of a KL divergence
variable     stands in a density's argument list or after a differential's d under an integral
function     applied in round brackets to a list of names, or in square brackets to a list of densities; a single
             name in round brackets counts only if the head is neither a variable nor a letter used for counting
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from derivations.reading.grammar.measures import base_letter
from derivations.reading.text.applied import script_at, scripts_of, see_always_applied, see_functions
from derivations.reading.text.brackets import Token, level, pair
from derivations.reading.text.energies import see_energies
from derivations.reading.text.joints import may_be_density, see_below_joints, separated
from derivations.reading.text.notation import FAMILIES, ROLES, Notation

_OF_DENSITIES = frozenset({"dbar", "dslash", "sim", "sub"})
"""What stands beside a letter that is a density: KL[p||q], x \\sim p, E_p, p_\\theta."""
_NEVER_CONDITIONED = frozenset({r"\mu"})


def observe(notation: Notation, formulas: Iterable[list[Token]]) -> None:
    """Adds to `notation` what the token lists show."""
    paired = [(tokens, pair(tokens)) for tokens in formulas]
    _one_probability(notation, [tokens for tokens, _ in paired])
    behind = {name for tokens, _ in paired for name in (*_behind_bars(tokens), *_drawn_from_normals(tokens))}
    for tokens, mates in paired:
        _indices(notation, tokens, mates)
        _named_like_numbers(notation, tokens)
        _densities(notation, tokens, mates, behind)
    for tokens, mates in paired:
        see_below_joints(notation, tokens, mates)
    _probabilities(notation, paired)
    see_energies(notation, [tokens for tokens, _ in paired])
    notation.entropy_h = any(_conditional_h(tokens, mates) for tokens, mates in paired)
    notation.bars_condition = any(_conditions(notation, tokens, mates) for tokens, mates in paired)
    for tokens, mates in paired:
        _variables(notation, tokens, mates)
    for tokens, mates in paired:
        see_functions(notation, tokens, mates)
    see_always_applied(notation, paired)


def _one_probability(notation: Notation, formulas: list[list[Token]]) -> None:
    """`\\mathbb{P}(X = x)` is P(X = x), in a note where no P is a matrix or a number: no P_{ij}, P^n and \\pi P."""
    written = [token for tokens in formulas for token in tokens if token.text == r"\mathbb{P}"]
    for tokens in formulas if written else ():
        for place in (k for k, token in enumerate(tokens) if (token.kind, token.text) == ("name", "P")):
            near = (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])
            beside = {t.kind for t in near if t.text not in notation.roles}
            numbered = [t.kind for t in tokens[place + 1 : place + 3]] == ["sub", "group"]
            if numbered or beside & {"name", "number", "super", "transpose"}:
                return
    for token in written:
        token.text = "P"


def _probabilities(notation: Notation, paired: list[tuple[list[Token], list[int]]]) -> None:
    """p and q are numbers in a note that writes 1 - p, or names a family with it, and no density by it."""
    numbers: set[str] = set()
    densities: set[str] = set()
    for tokens, mates in paired:
        around = [None, *tokens, None]
        at = {text: [k for k, t in enumerate(tokens) if t.text == text] for text in ("p", "q")}
        for k, (before, token, after) in enumerate(zip(around, tokens, around[2:], strict=False)):
            if token.kind != "name" or token.text not in ("p", "q"):
                continue
            behind = _behind_a_star(tokens, mates, k + 1)
            opens = behind < len(tokens) and tokens[behind].kind == "open"
            inside = bisect_left(at[token.text], behind + 1), bisect_left(at[token.text], mates[behind]) if opens else 0
            if opens and inside[0] >= inside[1]:  # p(1-p) is a product
                densities.add(token.text)
            elif (after is not None and after.kind in _OF_DENSITIES) or (before and before.kind in _OF_DENSITIES):
                densities.add(token.text)
            elif k > 1 and before.kind == "minus" and tokens[k - 2].text == "1":
                numbers.add(token.text)
            elif k > 1 and before.kind == "open" and tokens[k - 2].text in FAMILIES:
                numbers.add(token.text)
    notation.declare("symbol", sorted(numbers - densities))


def _behind_a_star(tokens: list[Token], mates: list[int], place: int) -> int:
    """What follows the star of p^*, or the place itself."""
    if place < len(tokens) and tokens[place].kind == "super":
        begin, end, following = script_at(tokens, mates, place)
        if [token.kind for token in tokens[begin:end]] in (["star"], ["times"]):
            return following
    return place


def _conditional_h(tokens: list[Token], mates: list[int]) -> bool:
    """h(x | z): small h is then an entropy wherever it stands."""
    return any(
        token.kind == "name" and token.text == "h" and tokens[position + 1].text == "("
        and separated(tokens, mates, position + 1, "bar")
        for position, token in enumerate(tokens[:-1])
    )  # fmt: skip


def _named_like_numbers(notation: Notation, tokens: list[Token]) -> None:
    """e = y - x and e ~ N(0, 1) speak of an e of their own; e = 3, and the sums and limits that e is, do not."""
    for place, token in enumerate(tokens[:-1]):
        first = not place or tokens[place - 1].kind in ("row", "gap", "begin")
        if token.kind == "name" and token.text in ("e", r"\pi") and first:
            end = next((k for k in range(place, len(tokens)) if tokens[k].kind == "row"), len(tokens))
            rest = tokens[place + 2 : end]
            kinds = {other.kind for other in rest} | {"dots" for other in rest if other.text == token.text}
            plainly = "name" in kinds and not kinds & {"sum", "dots", "constant", "unreadable"}
            if tokens[place + 1].text == "sim" or (plainly and tokens[place + 1].text in ("equal", "define")):
                notation.letters.add(token.text)


def _indices(notation: Notation, tokens: list[Token], mates: list[int]) -> None:
    for position, token in enumerate(tokens):
        if token.kind == "sum" and position + 1 < len(tokens):
            at = position + 1
            _draws_below(notation, tokens, mates, at)
            if tokens[at].kind == "super":
                at = script_at(tokens, mates, at)[2]
            if at < len(tokens) and tokens[at].kind == "sub":
                begin, end, _ = script_at(tokens, mates, at)
                names = []
                for item in tokens[begin:end]:
                    if item.kind == "name":
                        names.append(item.text)
                    elif item.kind == "relation" and item.text == "equal":
                        notation.bound_indices.update(names)
                        _bound(notation, tokens, mates, position + 1)
                        break
                    elif item.kind != "comma":
                        break
                else:
                    notation.bound_indices.update(name for name in names if name in notation.indices)
        elif token.text == r"\pi" and position > 1 and tokens[position - 1].kind == "minus":
            if tokens[position - 2].text == "1":
                notation.letters.add(token.text)
        elif token.kind == "sub" and position and tokens[position - 1].kind == "name":
            begin, end, _ = script_at(tokens, mates, position)
            if any(item.kind == "name" and item.text in notation.indices for item in tokens[begin:end]):
                notation.indexed.add(tokens[position - 1].text)


def _draws_below(notation: Notation, tokens: list[Token], mates: list[int], at: int) -> None:
    """The q of `\\sum_{i=1, x_i \\sim q}`: where a note has several, each is that of its own sum."""
    if at < len(tokens) and tokens[at].kind == "sub":
        begin, end, _ = script_at(tokens, mates, at)
        sign = next((k for k in range(begin, end) if tokens[k].text == "sim"), end)
        if sign < end:
            notation.drawn_below.add(" ".join(token.text for token in tokens[sign + 1 : end]))


def _bound(notation: Notation, tokens: list[Token], mates: list[int], at: int) -> None:
    """The K of `\\sum_{k=1}^K`: z_K is then a component of z."""
    for _ in range(2):
        if at < len(tokens) and tokens[at].kind in ("sub", "super"):
            begin, end, following = script_at(tokens, mates, at)
            if tokens[at].kind == "super" and end - begin == 1 and tokens[begin].kind == "name":
                notation.bounds.add(tokens[begin].text)
            at = following


def _behind_bars(tokens: list[Token]) -> Iterable[str]:
    """The s of p(a | s) and E[R | s]: what something is conditioned on is a variable, and no density."""
    for bar, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if bar.kind == "bar" and token.kind == "name" and after.text != "(":
            yield token.text


def _drawn_from_normals(tokens: list[Token]) -> Iterable[str]:
    """The u of u \\sim N(0, 1): a variable too; p and q may be laws themselves."""
    for token, sign, law in zip(tokens, tokens[1:], tokens[2:], strict=False):
        small = token.kind == "name" and token.text.islower() and token.text not in ("p", "q", "r")
        if small and sign.text == "sim" and ROLES.get(law.text) == "gaussian":
            yield token.text


def _densities(notation: Notation, tokens: list[Token], mates: list[int], behind: set[str]) -> None:
    count = len(tokens)
    for position, token in enumerate(tokens):
        if token.kind == "name":
            role = notation.roles.get(token.text)
            _, after = scripts_of(tokens, mates, position)
            opened = after < count and tokens[after].kind == "open" and mates[after] > 0
            if role == "expectation" and position + 1 < count and tokens[position + 1].kind == "sub":
                begin, end, _ = script_at(tokens, mates, position + 1)
                if begin < end and tokens[begin].text not in behind:
                    _drawn(notation, tokens, begin, end)
            elif opened and (role == "kl" or (token.text.endswith("D}") or token.text == "D")):
                _compared(notation, tokens, mates, after)
            elif opened and role == "entropy" and tokens[after + 1].text in ("P", "Q"):
                notation.densities.add(tokens[after + 1].text)
            elif opened and token.text == "P" and tokens[after].text == "(":
                notation.densities.update("PQ")
            elif opened and role is None and token.text not in notation.densities and may_be_density(notation, token):
                if tokens[after].text == "(" and token.text not in _NEVER_CONDITIONED:
                    if separated(tokens, mates, after, "bar"):
                        notation.densities.add(base_letter(token.text))
        elif token.kind == "statement" and token.text == "sim" and position + 1 < count:
            following = tokens[position + 1]
            if following.kind == "name" and may_be_density(notation, following):
                notation.densities.add(base_letter(following.text))


def _conditions(notation: Notation, tokens: list[Token], mates: list[int]) -> bool:
    """Whether a density is conditioned with a bar here."""
    for position, token in enumerate(tokens):
        if token.kind == "open" and token.text == "(" and mates[position] > 0 and position:
            before = tokens[position - 1]
            letter = before if before.kind == "name" else None
            if before.kind == "endgroup" or (position > 1 and tokens[position - 2].kind in ("sub", "super")):
                at = (mates[position - 1] if before.kind == "endgroup" else position - 1) - 2
                letter = tokens[at] if at >= 0 else None
            if letter is not None and base_letter(letter.text) in notation.densities:
                if separated(tokens, mates, position, "bar"):
                    return True
    return False


def _drawn(notation: Notation, tokens: list[Token], begin: int, end: int) -> None:
    """The subscript of an expectation: r, r(z), z ~ r (the last is seen at its sign); s_t, a_t are variables."""
    if any(token.kind == "comma" for token in tokens[begin:end]) and all(
        token.kind in ("name", "sub", "comma", "group", "endgroup") for token in tokens[begin:end]
    ):
        return
    if begin >= end or tokens[begin].kind != "name" or not may_be_density(notation, tokens[begin]):
        return
    alone = end - begin == 1 or tokens[begin + 1].kind == "sub"
    if alone or tokens[begin + 1].kind == "open":
        notation.densities.add(base_letter(tokens[begin].text))


def _compared(notation: Notation, tokens: list[Token], mates: list[int], opener: int) -> None:
    starts = [opener + 1]
    starts += [place + 1 for place in level(mates, opener) if tokens[place].kind in ("dbar", "dslash")]
    for start in starts if len(starts) == 2 else ():
        token = tokens[start]
        letter = len(base_letter(token.text)) == 1 and token.text not in notation.roles
        if token.kind == "name" and (letter or may_be_density(notation, token)):
            notation.densities.add(base_letter(token.text))


def _variables(notation: Notation, tokens: list[Token], mates: list[int]) -> None:
    integral = False
    for position, token in enumerate(tokens):
        if token.kind == "integral":
            integral = True
        elif token.kind == "name" and token.text == "d" and integral and position + 1 < len(tokens):
            following = tokens[position + 1]
            if (following.kind == "name" and len(following.text) != 1) or following.text in "xyzuvwhst":
                if following.kind == "name" and following.text not in notation.roles:
                    notation.variables.add(following.text)
        elif token.kind == "name" and base_letter(token.text) in notation.densities:
            _, after = scripts_of(tokens, mates, position)
            if after < len(tokens) and tokens[after].kind == "open" and tokens[after].text == "(":
                _arguments(notation, tokens, mates, after)


def _arguments(notation: Notation, tokens: list[Token], mates: list[int], opener: int) -> None:
    fresh = True
    for position in level(mates, opener):
        token = tokens[position]
        if token.kind in ("comma", "bar") or (token.kind == "slash" and not notation.bars_condition):
            fresh = True
        elif token.kind == "semicolon":
            return
        elif fresh and token.kind == "name" and token.text not in notation.roles:
            _, after = scripts_of(tokens, mates, position)  # p_z(f^{-1}(x)) is at what f gives, p(x^{(i)}) not
            beside = {tokens[at].kind for at in (position + 1, after) if at < len(tokens)}
            if beside.isdisjoint(("open", "plus", "minus", "name")):
                notation.variables.add(token.text)
            fresh = False
        else:
            fresh = False

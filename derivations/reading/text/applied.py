"""Which names of a note are applied like functions: to names in round brackets, to densities in square ones."""

from __future__ import annotations

from itertools import pairwise

from derivations.reading.grammar.measures import base_letter
from derivations.reading.text.brackets import Token, level, spelled
from derivations.reading.text.notation import Notation

_FUNCTIONS = frozenset("fgh")  # by custom
_COUNTS = frozenset("d D K k n N M T c C i j l e".split())
_LONGEST_SCRIPT = 40  # tokens of a script that are looked at; longer ones hold no index
_MOST_SCRIPTS = 8  # of one name, primes among them


def script_at(tokens: list[Token], mates: list[int], position: int) -> tuple[int, int, int]:
    """(begin, end, next) of the script whose `_` or `^` stands at `position`."""
    begin = position + 1
    if begin < len(tokens) and tokens[begin].kind == "group" and mates[begin] > 0:
        return begin + 1, min(mates[begin], begin + _LONGEST_SCRIPT), mates[begin] + 1
    return begin, min(begin + 1, len(tokens)), begin + 1


def scripts_of(tokens: list[Token], mates: list[int], position: int) -> tuple[list[tuple[str, int, int]], int]:
    """(kind, begin, end) of each script and prime of the name at `position`, and the place behind them; of a name with
    very many the first."""
    found, after = [], position + 1
    while after < len(tokens) and tokens[after].kind in ("sub", "super", "prime") and len(found) < _MOST_SCRIPTS:
        kind, prime = tokens[after].kind, (after, after, after + 1)
        begin, end, after = prime if kind == "prime" else script_at(tokens, mates, after)
        found.append((kind, begin, end))
    return found, after


def see_functions(notation: Notation, tokens: list[Token], mates: list[int]) -> None:
    count, drawn = len(tokens), {token.text for token, after in pairwise(tokens) if after.text == "sim"}
    for position, token in enumerate(tokens):
        if token.kind != "name" or base_letter(token.text) in notation.densities:
            continue
        if position and tokens[position - 1].kind in ("sub", "super"):  # the a of f_a(z)
            continue
        role = notation.roles.get(token.text)
        if role is not None and len(token.text) > 1 and role != "information":
            continue
        scripts, after = scripts_of(tokens, mates, position)
        labels = ("'" if kind == "prime" else _label(notation, tokens[begin:end], kind) for kind, begin, end in scripts)
        name = token.text + "".join(labels)
        if after >= count or tokens[after].kind != "open" or mates[after] < 0:
            continue
        bracket = tokens[after].text
        listed = _list_of_names(notation, tokens, mates, after)
        defined = listed == 1 and _is_defined_here(notation, tokens, mates, position, after)
        single = listed == 1 and _is_alone(notation, tokens, mates, position, after, drawn)
        single |= listed == 1 and role != "information" and _single(notation, token, name)
        if bracket == "(" and ((listed > 1 and role != "information") or defined or single):
            notation.functions.add(name)
            notation.defined_functions.update([name] if defined else ())
        elif bracket == "[" and listed and _only_densities(notation, tokens, mates, after):
            notation.functions.add(name + "[")


def see_always_applied(notation: Notation, paired: list[tuple[list[Token], list[int]]]) -> None:
    """An f that stands before a round bracket wherever it stands, but for where it is named: a function, of whatever
    the bracket holds. In f(x + 1) = f x + f it is a number."""
    found: dict[str, bool] = {}
    for tokens, mates in paired:
        for position, token in enumerate(tokens):
            if token.kind != "name" or token.text not in _FUNCTIONS:
                continue
            scripts, after = scripts_of(tokens, mates, position)
            named = len(tokens) == 1 or (position > 0 and tokens[position - 1].kind == "sub") or scripts
            opened = after < len(tokens) and (tokens[after].kind, tokens[after].text) == ("open", "(")
            squared = not opened and any(kind == "super" and tokens[at].kind == "number" for kind, at, _ in scripts)
            if squared or not named:
                found[token.text] = found.get(token.text, True) and opened
    taken = notation.densities | notation.variables | notation.bound_indices
    notation.functions.update(name for name, applied in found.items() if applied and name not in taken)
    notation.factors |= _factors(notation, paired)


def _factors(notation: Notation, paired: list[tuple[list[Token], list[int]]]) -> set[str]:
    """The functions of a note that stand without a bracket too, where they are not only named: in mu(x) = mu, mu may
    be a factor of the (1 - s) behind it, and a function of that in a note that has mu(x) alone."""
    found: set[str] = set()
    for tokens, mates in paired if notation.functions else ():
        for position, token in enumerate(tokens):
            if token.kind != "name" or (position and tokens[position - 1].kind in ("sub", "super")):
                continue
            scripts, after = scripts_of(tokens, mates, position)
            opened = after < len(tokens) and tokens[after].kind == "open"
            if not opened and not (position == 0 and after >= len(tokens)):
                labels = (
                    "'" if kind == "prime" else _label(notation, tokens[begin:end], kind)
                    for kind, begin, end in scripts
                )
                found.add(token.text + "".join(labels))
    return found & notation.functions


def _is_defined_here(notation: Notation, tokens: list[Token], mates: list[int], start: int, opener: int) -> bool:
    """`l(\\theta) = ...`: one name applied to one name is a whole left side."""
    before = start - 1
    while before >= 0 and tokens[before].kind in ("gap", "amp", "begin"):
        before -= 1
    following = mates[opener] + 1
    while following < len(tokens) and tokens[following].kind in ("gap", "amp"):
        following += 1
    begins = before < 0 or tokens[before].kind == "row"
    ends = following < len(tokens) and tokens[following].kind == "relation"
    return begins and ends and tokens[start].text not in notation.variables | notation.bound_indices


def _single(notation: Notation, token: Token, name: str) -> bool:
    """Whether a name before one bracketed name applies to it: D(x) may be a product, D^*(x) and D_\\theta(x) not."""
    if token.text in notation.variables or token.text in notation.bound_indices:
        return False
    return token.text not in _COUNTS or (name != token.text and token.text.isupper())


def _is_alone(
    notation: Notation, tokens: list[Token], mates: list[int], position: int, opener: int, drawn: set[str]
) -> bool:
    """Whether D(x) stands as what a discriminator gives for a variable x: as in log D(x), 1 - D(x), [D(x)]; or is all
    that a formula or a bracket holds: nobody writes a product so."""
    argument, own = tokens[opener + 1].text, tokens[position].text
    if own in notation.variables | notation.bound_indices:
        return False
    before = position - 1
    if (position, mates[opener]) == (0, len(tokens) - 1):
        return True
    if before >= 0 and tokens[before].kind == "open" and mates[before] == mates[opener] + 1:
        return True
    if argument not in drawn and argument not in notation.variables:
        return False
    if before >= 0 and tokens[before].text == "log":
        return True
    return before > 0 and tokens[before].kind == "minus" and tokens[before - 1].text == "1"


def _label(notation: Notation, content: list[Token], kind: str) -> str:
    """The part of a script that belongs to the name (see `names.decorated_name`)."""
    if kind == "super":
        star = len(content) == 1 and content[0].kind in ("star", "times", "prime")
        return "^{*}" if star and content[0].kind != "prime" else "'" if star else ""
    known = notation.indices | notation.bound_indices
    parts = [token for token in content if token.kind != "comma"]
    if parts and all(token.kind == "name" and token.text in known for token in parts):
        return ""
    for place in range(len(content) - 1, 0, -1):
        if content[place].kind == "comma" and all(t.kind == "name" and t.text in known for t in content[place + 1 :]):
            content = content[:place]
            break
    return "_{" + spelled(content) + "}"


def _list_of_names(notation: Notation, tokens: list[Token], mates: list[int], opener: int) -> int:
    """How many names the bracket lists; 0 if it holds anything but a list of names (or densities with arguments)."""
    position, items, fresh, power = opener + 1, 0, True, False
    while position < mates[opener]:
        token = tokens[position]
        if token.kind in ("comma", "semicolon", "bar"):
            fresh = True
        elif token.kind in ("name", "text") and token.text not in notation.roles:
            if not fresh:
                return 0
            items, fresh = items + 1, False
        elif token.kind in ("sub", "super"):
            begin, end, following = script_at(tokens, mates, position)
            number = token.kind == "super" and tokens[begin:end] and tokens[begin].kind == "number"
            if fresh or (token.kind == "super" and not (number or _index_or_star(tokens[begin:end]))):
                return 0
            power = power or number
            position = following
            continue
        elif (token.kind, token.text, fresh) == ("open", "{", True) and mates[
            position
        ] > position:  # the examples \{x_i\}_{i=1}^n
            position, items, fresh = mates[position] + 1, items + 1, False
            while position < mates[opener] and tokens[position].kind in ("sub", "super"):
                position = script_at(tokens, mates, position)[2]
            continue
        elif token.kind == "open" and not fresh and base_letter(tokens[position - 1].text) in notation.densities:
            position = mates[position]
        elif token.kind == "prime" or (token.kind in ("number", "dots") and fresh and items):
            fresh = False
        else:
            return 0
        position += 1
    return 0 if power and items == 1 else items  # c(x^2) may be a product, L(m, s^2) not


def _index_or_star(content: list[Token]) -> bool:
    return bool(content) and content[0].kind in ("open", "star", "times")


def _only_densities(notation: Notation, tokens: list[Token], mates: list[int], opener: int) -> bool:
    fresh = True
    for token in (tokens[place] for place in level(mates, opener)):
        if fresh and (token.kind != "name" or base_letter(token.text) not in notation.densities):
            return False
        fresh = token.kind == "comma"
    return True

"""Decorated signs to plain ones: braces around a sign, `\\overset`, `\\underset`, `:` before `=`, empty braces."""

from __future__ import annotations

from derivations.reading.text.brackets import Token, pair, spelled
from derivations.reading.text.notation import ROLES

_LONGEST = 80
TAKES_GROUPS = frozenset({"sub", "super", "fraction", "root", "binom", "endgroup", "decorated"})


def plain_signs(tokens: list[Token]) -> list[Token]:
    """Signs in braces lose them, decorated signs become the sign, `\\underset` a subscript; letters become names."""
    out: list[Token] = []
    position, length = 0, len(tokens)
    while position < length:
        token = tokens[position]
        kind = token.kind
        position += 1
        if kind == "letter":
            token.kind = "name"
        elif kind == "group" and position + 1 < length and tokens[position + 1].kind == "endgroup":
            inner = tokens[position]
            free = not out or out[-1].kind not in TAKES_GROUPS
            if inner.kind in ("relation", "statement", "open", "close", "bar", "dbar", "times") or (
                inner.kind.startswith(("bar", "dbar")) or (free and _is_head(inner))
            ):
                out.append(inner)
                position += 2
                continue
        elif kind == "group" and position < length and tokens[position].kind == "endgroup":
            if (
                out and out[-1].kind in ("sub", "super") and (_of_an_operator(out) or _of_a_mean(out))
            ):  # \sum_{x}^{}: from x on
                out.pop()
                position += 1
                continue
            if not out or out[-1].kind not in ("sub", "super", "fraction", "root", "binom", "endgroup"):
                position += 1
                continue
        elif kind == "relation" and token.text == "equal" and out and out[-1].text == "equal":
            if out[-1].end == token.start and out[-1].note == token.note == "=":  # a == b
                out[-1].end = token.end
                continue
        elif kind == "cancelto":
            first = argument(tokens, position)
            second = argument(tokens, first[1])
            if spelled(tokens[first[0] : first[1]]).lower().startswith("const"):  # it is dropped as one
                out.append(Token("name", "const", token.start, tokens[max(second[1] - 1, position)].end))
                position = second[1]
            else:
                position = first[1]
            continue
        elif kind in ("stack", "understack"):
            first = argument(tokens, position)
            second = argument(tokens, first[1])
            core = [item for item in tokens[second[0] : second[1]] if item.kind not in ("group", "endgroup")]
            if len(core) == 1 and core[0].kind in ("relation", "statement", "arrow"):
                note = core[0].note
                above = spelled(tokens[first[0] : first[1]])
                if above in ("d", "D", "?", "\\mathcal{D}", "\\mathrm{d}"):
                    core[0].kind, core[0].text = "unreadable", f"{note} under '{above}'"
                if kind == "stack" and core[0].text == "equal" and _defines(tokens[first[0] : first[1]]):
                    core[0].text = "define"
                out.append(Token(core[0].kind, core[0].text, token.start, tokens[second[1] - 1].end, note))
                position = second[1]
                continue
            if kind == "understack" and core and first[1] > first[0]:
                base = tokens[second[0] : second[1]]
                base = base[1:-1] if base[0].kind == "group" else base
                script = tokens[first[0] : first[1]]
                if script and script[0].kind != "group":
                    script = [Token("group", "{", script[0].start, script[0].start), *script,
                              Token("endgroup", "{", script[0].end, script[0].end)]  # fmt: skip
                tokens[position : second[1]] = [*base, Token("sub", "_", token.start, token.start), *script]
                length = len(tokens)
                continue
            token.kind = "unreadable"
            token.text = token.note
        elif kind == "open" and _adds_a_constant(tokens, position):  # `\\quad (+\\text{const})`
            if out and out[-1].kind == "gap":
                out.pop()
            out += tokens[position : position + 2]
            position += 3
            continue
        elif kind == "colon" and position < length and tokens[position].kind == "relation":
            follower = tokens[position]
            if follower.text == "equal" and follower.note == "=":
                out.append(Token("relation", "define", token.start, follower.end, ":="))
                position += 1
                continue
        out.append(token)
    return out


def _adds_a_constant(tokens: list[Token], position: int) -> bool:
    """Whether `+ const` and the end of its bracket stand here."""
    sign, constant, end = [*tokens[position : position + 3], None, None, None][:3]
    plainly = end is not None and (sign.kind, end.kind) == ("plus", "close")
    return plainly and ROLES.get(constant.text) == "constant"


def _is_head(token: Token) -> bool:
    """`{\\rm{log}}`, `{\\mathrm{KL}}`: a head with a meaning of its own; a letter in braces may be a factor."""
    return token.kind == "name" and len(token.text) > 1 and ROLES.get(token.text, "constant") != "constant"


def argument(tokens: list[Token], position: int) -> tuple[int, int]:
    """The half-open range of the TeX argument at `position`; empty if it does not end within `_LONGEST` tokens."""
    if position >= len(tokens) or tokens[position].kind == "endgroup":
        return position, position
    if tokens[position].kind != "group":
        return position, position + 1
    depth = 0
    for end in range(position, min(len(tokens), position + _LONGEST)):
        depth += {"group": 1, "endgroup": -1}.get(tokens[end].kind, 0)
        if not depth:
            return position, end + 1
    return position, position


def _defines(tokens: list[Token]) -> bool:
    """Whether the note above a sign says that it defines (`def`, a triangle)."""
    return any(token.text.strip().lower() in ("def", "def.", "define", "\\delta", "definition") for token in tokens)


def _of_a_mean(tokens: list[Token]) -> bool:
    """Whether the script that begins with the last token is that of E: `\\mathbb{E}_{}[f]`."""
    return len(tokens) > 1 and ROLES.get(tokens[-2].text) == "expectation"


def _of_an_operator(tokens: list[Token]) -> bool:
    """Whether the script that begins with the last token is one of a sum, product or integral."""
    k = len(tokens) - 2
    if k > 0 and tokens[k].kind == "endgroup":
        mate = pair(tokens)[k]
        k = mate - 2 if mate > 1 else -1
    return k >= 0 and tokens[k].kind in ("sum", "integral")

"""Tokens put right before a formula is parsed: bars that belong together, braces of cases, the dot of q(.), and the
underscore that `\\mathbb{E}{q(z)}[f]` lost."""

from __future__ import annotations

from derivations.reading.text.brackets import Token
from derivations.reading.text.notation import ROLES

_LONGEST = 40  # tokens of a law below a mean


def put_right(tokens: list[Token]) -> list[Token]:
    """All of these, on the tokens of one formula."""
    return with_underscores(braced_arrays(joined_bars(dotted(tokens))))


def dotted(tokens: list[Token]) -> list[Token]:
    r"""A full stop where a variable should stand, q(.) and q(.|x), is the dot that \cdot is there."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.kind == "stop" and before.text == "(" and after.kind in ("close", "bar", "comma", "semicolon"):
            token.kind, token.text = "times", "*"
    return tokens


def braced_arrays(tokens: list[Token]) -> list[Token]:
    """`\\left\\{ \\begin{array} ... \\end{array} \\right.` is a table of cases: a brace that nothing closes."""
    out: list[Token] = []
    opened = 0
    for position, token in enumerate(tokens):
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.kind == "open" and token.text == "{" and following is not None and following.kind == "begin":
            last = next(
                (k for k, t in enumerate(tokens) if k > position and (t.kind, t.text) == ("end", following.text)), 0
            )
            closed = (
                last and last + 1 < len(tokens) and (tokens[last + 1].kind, tokens[last + 1].text) == ("close", "{")
            )
            if following.text in ("array", "aligned", "matrix") and last and not closed:
                following.text = tokens[last].text = "cases"
                opened += 1
                continue
        out.append(token)
    return out if opened else tokens


def joined_bars(tokens: list[Token]) -> list[Token]:
    """`\\mid \\mid` is the double bar of a divergence, and so is `\\vert\\vert` where no `\\vert` is open within these
    brackets, as in |a||b|; a `\\lvert` that nothing closes is a bar, p(x \\lvert z)."""
    out: list[Token] = []
    for single, opening, closing in (("bar", "baropen", "barclose"), ("dbar", "dbaropen", "dbarclose")):
        opened = sum(token.kind == opening for token in tokens)
        if opened != sum(token.kind == closing for token in tokens):
            for token in tokens:
                if token.kind in (opening, closing):
                    token.kind = single
    bars = [0]
    for token in tokens:
        if token.kind in ("open", "group"):
            bars.append(0)
        elif token.kind in ("close", "endgroup") and len(bars) > 1:
            bars.pop()
        bars[-1] += token.note == r"\vert"
        twice = bool(out) and token.note == out[-1].note
        if twice and (token.note == r"\mid" or (token.note == r"\vert" and bars[-1] % 2 == 0)):
            out[-1] = Token("dbar", "||", out[-1].start, token.end, "||")
        else:
            out.append(token)
    return out


def with_underscores(tokens: list[Token]) -> list[Token]:
    r"""`\mathbb{E}{q(z|x)}[f]` and `\mathbb{E}(q(z|x))[f]` with the underscore that was lost, often by Markdown."""
    out: list[Token] = []
    for place, token in enumerate(tokens):
        out.append(token)
        if ROLES.get(token.text) == "expectation" and (end := _end_of_a_law(tokens, place + 1)):
            first, last = tokens[place + 1], tokens[end]
            out.append(Token("sub", "_", first.start, first.start))
            first.kind, first.text, last.kind, last.text = "group", "{", "endgroup", "{"
    return out


def _end_of_a_law(tokens: list[Token], begin: int) -> int:
    """Where braces, or round brackets around p(z) alone, end that open here, before a square bracket; else 0."""
    kinds = [token.kind for token in tokens[begin : begin + 3]]
    braces, law = kinds[:1] == ["group"] and kinds[1:2] != ["open"], kinds == ["open", "name", "open"]
    depth = 0
    for end in range(begin, min(len(tokens) - 1, begin + _LONGEST) if braces or law else begin):
        depth += {"group": 1, "open": 1, "endgroup": -1, "close": -1}.get(tokens[end].kind, 0)
        if not depth:
            applied = braces or tokens[end - 1].kind == "close"
            return end if applied and (tokens[end + 1].kind, tokens[end + 1].text) == ("open", "[") else 0
    return 0

r"""Signs spelt by others: `\Sigma_{x \in X}` for a sum, `A^{'}` and `A^\prime` for A', `p(x)^*` for p^*(x)."""

from __future__ import annotations

from derivations.reading.text.brackets import Token, pair

SUMS = {r"\Sigma": "sum", r"\Pi": "product"}
MOST_GAPS = 4
LETTERS = frozenset({"p", "q", "P", "Q", r"\pi"})  # of densities everywhere


def respelled(tokens: list[Token]) -> list[Token]:
    """The tokens in the usual spelling. A sum runs over what stands below it with a sign; of primes alone a script is
    none; a star behind the bracket of a density is a label of its letter; who is in a density is drawn from it."""
    kinds, texts = {token.kind for token in tokens}, {token.text for token in tokens}
    tokens = with_sums(tokens) if texts & SUMS.keys() else tokens
    tokens = with_draws(with_dots(tokens))
    tokens = with_primes(tokens) if kinds >= {"super", "prime"} else tokens
    return with_stars(tokens) if "super" in kinds and "*" in texts else tokens


def with_sums(tokens: list[Token]) -> list[Token]:
    """The `\\Sigma_{x \\in X}` and `\\Pi_{i=1}^n` of a formula as signs of a sum and of a product."""
    mates = pair(tokens)
    for at, token in enumerate(tokens[:-2]):
        if token.kind == "letter" and token.text in SUMS and tokens[at + 1].kind == "sub":
            below = tokens[at + 3 : mates[at + 2]] if tokens[at + 2].kind == "group" else []
            told = any((t.kind, t.text) in (("statement", "in"), ("relation", "equal")) for t in below)
            if told or before_a_density(tokens, script(tokens, mates, at + 1)[1]):
                tokens[at] = Token("sum", SUMS[token.text], token.start, token.end, token.text)
    return tokens


def with_draws(tokens: list[Token]) -> list[Token]:
    """The `x \\in p(x)` below a mean as `x \\sim p(x)`: a density is no set."""
    for token, law, bracket in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (token.kind, token.text) == ("statement", "in") and law.text in LETTERS and bracket.kind == "open":
            token.text = "sim"
    return tokens


def with_dots(tokens: list[Token]) -> list[Token]:
    """Three dots of a product, `···`, as the dots of a list."""
    kept: list[Token] = []
    for token in tokens:
        if token.note == "·" and [t.note for t in kept[-2:]] == ["·", "·"]:
            first = kept[-2]
            kept[-2:] = [Token("dots", "...", first.start, token.end, "···")]
        else:
            kept.append(token)
    return kept


def before_a_density(tokens: list[Token], at: int) -> bool:
    """Whether a density stands here: `\\Sigma_x p(x) f(x)` has no covariance of x."""
    rest = [token for token in tokens[at : at + MOST_GAPS] if token.kind != "gap"]
    if len(rest) < 2 or rest[0].text not in LETTERS:
        return False
    return rest[1].kind == "open" or (rest[1].kind == "sub" and rest[0].text != r"\pi")  # \pi_k \Sigma_k of a mixture


def with_primes(tokens: list[Token]) -> list[Token]:
    """Primes in a script, `^\\prime` and `^{''}`, as the primes that they are."""
    mates, kept, at = pair(tokens), list[Token](), 0
    while at < len(tokens):
        inside, after = script(tokens, mates, at)
        if tokens[at].kind == "super" and inside and all(t.kind == "prime" for t in inside):
            kept += inside
            at = after
        else:
            kept.append(tokens[at])
            at += 1
    return kept


def with_stars(tokens: list[Token]) -> list[Token]:
    """The star of `p_\\theta(x|c)^*` as that of the letter, p^*_\\theta(x|c)."""
    mates = pair(tokens)
    for at in range(len(tokens) - 2, 0, -1):
        inside, after = script(tokens, mates, at)
        if tokens[at].kind != "super" or tokens[at - 1].kind != "close" or not inside or mates[at - 1] < 0:
            continue
        name = mates[at - 1] - 1
        if name >= 0 and tokens[name].kind == "endgroup":
            name = mates[name] - 1
            name -= name >= 0 and tokens[name].kind == "sub"
        elif name >= 1 and tokens[name - 1].kind == "sub":
            name -= 2
        starred = all(t.kind in ("star", "times") and t.text == "*" for t in inside)
        if name >= 0 and starred and tokens[name].kind in ("name", "letter") and tokens[name].text in LETTERS:
            tokens = [*tokens[: name + 1], *tokens[at:after], *tokens[name + 1 : at], *tokens[after:]]
            mates = pair(tokens)
    return tokens


def script(tokens: list[Token], mates: list[int], at: int) -> tuple[list[Token], int]:
    """What a script that begins here holds, and where it ends; nothing if it has no end."""
    if at + 1 >= len(tokens):
        return [], at + 1
    if tokens[at + 1].kind != "group":
        return [tokens[at + 1]], at + 2
    return tokens[at + 2 : mates[at + 1]], mates[at + 1] + 1

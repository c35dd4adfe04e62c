"""What a file holds and its author does not say: struck out words, old versions that are folded away, `\\iffalse`,
notes to oneself, what stands for a picture.

Everything keeps its place: what is not said is blanked out, line for line and sign for sign.
"""

from __future__ import annotations

import re

from derivations.reading.text.asides import blanked

NO_INDENT = "\u00a0"  # a space that begins no block of code where it begins a line of Markdown
LONGEST = 5_000  # signs of what is struck out by one pair of marks
_FORMULA = r"\$\$(?:[^$\\]|\\.)*\$\$|\$(?:[^$\\\n]|\\.)+\$|\\\[(?:[^\\]|\\[^\[\]])*\\\]|\\\((?:[^\\]|\\[^()])*\\\)"
_CODE = r"^(?P<fence>`{3,}|~{3,}).*\n(?:(?!(?P=fence)).*\n)*(?:(?P=fence).*)?|(?P<ticks>`++)[^`\n]+(?P=ticks)"
_OLD = (
    r"\b(?:old(?:er)?|earlier|previous|former|withdrawn|retracted|outdated|obsolete|superseded|deprecated)\b|"
    r"旧|过时|作废|废弃"
)
_OF_MARKDOWN = re.compile(
    rf"(?P<said>{_CODE}|{_FORMULA}|\\.)"
    rf"|(?<!~)~~(?=[^\s~])(?:[^~\n]|~(?!~)|\n(?![ \t]*\n)){{1,{LONGEST}}}?(?<=[^\s~])~~(?!~)"
    rf"|<(?P<tag>del|s|strike)(?:\s[^<>]*)?>(?:[^<]|<(?!/?(?P=tag)\b)){{0,{LONGEST}}}</(?P=tag)\s*>"
    rf"|<details(?:\s[^<>]*)?>\s*<summary(?:\s[^<>]*)?>(?i:[^<]*(?:{_OLD})[^<]*)</summary>"
    rf"(?:[^<]|<(?!/?details\b)){{0,{LONGEST}}}</details\s*>"
    r"|(?P<picture>!\[)(?:[^\[\]]|\[[^\[\]]*\]){0,1000}(?=\](?:\([^()\n]*\)|\[[^\[\]\n]*\]))",
    re.MULTILINE,
)
_ENVIRONMENT = (
    r"\\begin\s?\{(?P<name>(?:equation|align|alignat|gather|multline|eqnarray|displaymath|math|verbatim|lstlisting)\*?)\}"
    r"(?:[^\\]|\\(?!end\s?\{(?P=name)\}))*"
)
_OF_TEX = re.compile(
    rf"(?P<said>(?<!\\)%[^\n]*|{_ENVIRONMENT}|{_FORMULA})"
    r"|(?P<branch>\\iffalse)(?![A-Za-z])"
    r"|\\(?:sout|xout|st|todo)(?:\[[^\[\]]*\])?\s?(?P<group>\{)"
    r"|\\."
)
_BRANCH = re.compile(r"\\(?P<word>if[A-Za-z]*|else|fi)(?![A-Za-z])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_NO_BRANCH = ("iff", "ifthenelse")


def without_what_is_struck(text: str, is_tex: bool) -> str:
    """The text with all that its author does not say blanked out."""
    places: list[tuple[int, int]] = []
    for found in (_OF_TEX if is_tex else _OF_MARKDOWN).finditer(text):
        if found["said"] is not None or (not is_tex and found[0].startswith("\\")):
            continue
        end = found.end() if not is_tex else _end(text, found)
        if end is not None:
            kept = 0 if is_tex else len(found["picture"] or "")  # of a picture all but what stands for it
            places.append((found.start() + kept, end))
    return blanked(text, places, " " if is_tex else NO_INDENT)


def _end(text: str, found: re.Match) -> int | None:
    """Where a branch that is never taken ends, at its `\\else` or `\\fi`, or a group, at its brace; None if nowhere."""
    if found["branch"]:
        return _end_of_branch(text, found.end())
    if not found["group"]:
        return None
    depth = 1
    for brace in _BRACE.finditer(text, found.end(), found.end() + LONGEST):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.end()
    return None


def _end_of_branch(text: str, at: int) -> int | None:
    depth = 1
    for mark in _BRANCH.finditer(text, at):
        word = mark["word"]
        if word == "fi" or (word == "else" and depth == 1):
            depth -= 1
            if not depth:
                return mark.end()
        elif word.startswith("if") and word not in _NO_BRANCH:
            depth += 1
    return None

"""reStructuredText as the Markdown that the reader knows: line for line, every formula in its columns.

`.. math::` becomes a display, `:math:` a formula in the text; what a blank line separates in a directive are formulas
of their own. Code, literal blocks and comments are blanked out; a comment `.. derivation` is a declaration.
"""

from __future__ import annotations

import re

_DIRECTIVE = re.compile(r"\s*\.\. +(?P<name>[A-Za-z][\w:.+-]*?)(?P<colons>::)(?=\s|$)(?P<argument>.*)$")
_EXPLICIT = re.compile(r"(?P<indent>\s*)\.\.(?P<rest>\s.*|$)")
_TARGET = re.compile(r"\s+(?:_[^:]|__|\[|\|)")  # a target, a footnote or a citation, a substitution: no comment
_OPTION = re.compile(r"\s+:[\w-]+:(?:\s|$)")
_MATH = re.compile(r":math:`(?P<formula>(?:[^`\\]|\\.)+)`|(?<!`)``(?!`).{1,5000}?``|(?P<sign>[$\\])", re.DOTALL)
_RULE = re.compile(r"\s*([!-/:-@\[-`{-~])\1+\s*")  # above or below a heading, or between paragraphs
_CODE = frozenset(
    "code code-block sourcecode literalinclude highlight raw parsed-literal doctest testcode testsetup testoutput "
    "ipython jupyter-execute plot productionlist csv-table graphviz mermaid tikz".split()
)


def as_markdown(text: str) -> str:
    """Markdown with the same lines; a sign of a formula stands in the column in which it stood."""
    return "\n".join(_Lines(text.split("\n")).read())


class _Lines:
    """The lines of a file, read one block after the other; `out` is what was made of those read."""

    def __init__(self, lines: list[str]):
        self.lines, self.out = lines, []

    def read(self) -> list[str]:
        while len(self.out) < len(self.lines):
            line = self.lines[len(self.out)]
            directive, explicit = _DIRECTIVE.match(line), _EXPLICIT.match(line)
            if directive and directive["name"] == "math":
                self.math(directive)
            elif directive:
                self.directive(directive["name"].lower() in _CODE, _indent(line))
            elif explicit and not _TARGET.match(explicit["rest"]):
                self.comment(explicit["rest"].strip(), _indent(line))
            elif line.strip():
                self.prose()
            else:
                self.out.append("")
        return self.out

    def body(self, indent: int) -> int:
        """Where the lines end that are indented deeper, from the present one on; blank lines behind are not theirs."""
        at = end = len(self.out)
        while at < len(self.lines) and (not self.lines[at].strip() or _indent(self.lines[at]) > indent):
            at += 1
            end = at if self.lines[at - 1].strip() else end
        return end

    def math(self, found: re.Match) -> None:
        line, indent = found.string, _indent(found.string)
        self.out.append(line[:indent] + "$$".ljust(len(line) - len(found["argument"]) - indent) + found["argument"])
        end = self.body(indent)
        begun = bool(found["argument"].strip())
        while len(self.out) < end and _OPTION.match(self.lines[len(self.out)]):
            self.out.append("")
        while len(self.out) < end:
            line = self.lines[len(self.out)]
            self.out.append(line if line.strip() else "\\\\" if begun else "")
            begun = begun or bool(line.strip())
        if len(self.out) < len(self.lines) and not self.lines[len(self.out)].strip():
            self.out.append(" " * indent + "$$")
        else:
            self.out[-1] += " $$"

    def directive(self, is_code: bool, indent: int) -> None:
        """One that holds prose: its own line and its options go, the rest is read. Code goes whole."""
        self.out.append("")
        end = self.body(indent)
        while len(self.out) < end and (is_code or _OPTION.match(self.lines[len(self.out)])):
            self.out.append("")

    def comment(self, rest: str, indent: int) -> None:
        declares = rest == "derivation"
        self.out.append("<!-- derivation" if declares else "")
        end = self.body(indent)
        while len(self.out) < end:
            self.out.append(self.lines[len(self.out)] if declares else "")
        if declares:
            self.out[-1] += " -->"

    def prose(self) -> None:
        """A paragraph or a heading; behind `::` stands a literal block."""
        begin = len(self.out)
        end = begin + 1
        while end < len(self.lines) and self.lines[end].strip() and not _EXPLICIT.match(self.lines[end]):
            end += 1
        rows = _MATH.sub(_formula, "\n".join(self.lines[begin:end])).split("\n")
        self.out += [_row(row, underlines=k > 0) for k, row in enumerate(rows)]
        if self.lines[end - 1].rstrip().endswith("::"):
            begin = end
            while begin < len(self.lines) and not self.lines[begin].strip():
                self.out.append("")
                begin += 1
            self.out += [""] * (self.body(_indent(self.lines[end - 1])) - begin)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _row(row: str, underlines: bool) -> str:
    """A line of prose; a no-break space keeps an indented one from being taken for code."""
    if _RULE.fullmatch(row):
        return "=" * len(row.strip()) if underlines else ""
    return "\u00a0" + row[1:] if row.startswith((" ", "\t")) else row


def _formula(found: re.Match) -> str:
    if found["formula"] is not None:
        return "$".rjust(found.start("formula") - found.start()) + found["formula"] + "$"
    return " " if found["sign"] else found[0]

"""A LaTeX formula as MathML for every browser, or as its source where it cannot be converted.

latex2mathml converts; what it makes is read as a tree and written anew: only known elements and attributes pass, text
is escaped, letters set side by side as one word become one name, and operators such as log get their space.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from unicodedata import normalize
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from derivations.page.latex_source import one_formula
from derivations.page.markup import Html, tag, text

LONGEST = 20_000
ELEMENTS = frozenset(
    "math mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd"
    " mphantom".split()
)
ATTRIBUTES = frozenset({"stretchy", "form", "minsize", "maxsize", "width", "accent", "linethickness", "largeop"})
LEAVES = frozenset({"mi", "mo", "mn", "mtext", "mspace"})
_VALUE = re.compile(r"[0-9.]{1,6}(?:em|ex|pt|px|%)?|true|false|prefix|postfix|infix|normal|thick|thin")
_ENTITIES = re.compile(r"(?:&#x([0-9A-Fa-f]{1,6});)+")
_MARKUP = re.compile(r"<[^>]*>|&[a-z]+;")
_COMMANDS = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\{[clr| ]*\})?|\\[A-Za-z]+")
_LETTERS = re.compile(r"[A-Za-z0-9]")
_CJK = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")
_CLOSING, _OPENING = frozenset(")]}⟩|‖"), frozenset("([{⟨|‖")
_LIMITS = frozenset({"min", "max", "inf", "sup", "lim", "argmin", "argmax"})
_BIG = frozenset("∑∏")
_BELOW = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_SPELLED = {"argmin": "arg\u2009min", "argmax": "arg\u2009max"}
_DOUBLED = {"/": "//", "|": "‖"}
_LONG = {"→": "⟶", "←": "⟵"}
_TIGHT = {"|": "0em", "‖": "0.1em", "/": "0em", "//": "0.1em"}
_SIGNS = {"-": "−"}


class Unconvertible(ValueError):
    """The formula holds something that MathML here has no form for."""


def mathml(latex: str, display: bool = False) -> Html:
    """The formula as a `math` element; as `code` with the LaTeX source if that cannot be had.

    >>> mathml("p(x)")
    '<math><mi>p</mi><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo></math>'
    """
    return _converted(latex, display)


@lru_cache(maxsize=4096)
def _converted(latex: str, display: bool) -> Html:
    try:
        if len(latex) > LONGEST:
            raise Unconvertible("too long")
        source = one_formula(latex)
        root = convert_to_element(source, display="block" if display else "inline")
        body = "".join(_row(_children(root), display))
        if not body or lost(source, body):
            raise Unconvertible("something was lost")
    except Exception:  # the converter fails in many ways on what is no LaTeX, and a note may contain anything
        return tag("code", latex, class_="latex")
    return Html(f'<math display="block">{body}</math>' if display else f"<math>{body}</math>")


def lost(source: str, body: str) -> Counter:
    """The Latin letters and digits of a source, those of commands aside, that what was made of it does not show."""
    shown = normalize("NFKD", _MARKUP.sub("", body))
    wanted = _COMMANDS.sub(" ", source)
    return Counter(_LETTERS.findall(wanted)) - Counter(_LETTERS.findall(shown))


def _children(element: Element) -> list[Element]:
    """The children, through rows that only group, and through what MathML Core has not."""
    found: list[Element] = []
    for child in element:
        if child.get("href"):
            raise Unconvertible(child.get("href"))
        if child.tag in ("mstyle", "mpadded") or (child.tag == "mrow" and not _fenced(child)):
            found.extend(_children(child))
        else:
            found.append(child)
    return found


def _fenced(row: Element) -> bool:
    """Whether a row is needed: its stretching brackets are as tall as it is, not as the whole line."""
    return len(row) > 1 and any(c.tag == "mo" and c.get("stretchy") == "true" for c in (row[0], row[-1]))


def _row(children: list[Element], display: bool) -> list[str]:
    """Elements side by side, with letters of one word joined and spaces round names such as log."""
    out: list[str] = []
    before: tuple[str, str] = ("", "")
    k = 0
    while k < len(children):
        child = children[k]
        kind, content = child.tag, _content(child)
        stop = k + 1
        if kind == "mi" and child.get("mathvariant") == "normal" and len(content) == 1:
            while stop < len(children) and _upright_letter(children[stop]):
                content += _content(children[stop])
                stop += 1
        elif kind == "mi" and _CJK.match(content):
            kind = "mtext"
            while stop < len(children) and _CJK.match(_content(children[stop])):
                content += _content(children[stop])
                stop += 1
        elif kind == "mo" and content in _DOUBLED and stop < len(children) and _content(children[stop]) == content:
            content, stop = _DOUBLED[content], stop + 1
        name = _name_of(child) if stop == k + 1 else content
        operator = len(name) > 1 and name.isalpha() and kind != "mtext"
        spaced = before[0] in ("mi", "mn") or before[1] in _CLOSING
        follows = before[0] == "operator" and not (kind == "mo" and (content in _OPENING or _is_relation(content)))
        if before != ("", "") and ((operator and spaced) or (follows and kind != "mspace")):
            out.append('<mspace width="0.17em"></mspace>')
        if kind == "mo" and content in "+-−±" and (before == ("", "") or _leads(before)):
            child.set("form", "prefix")
        out.append(_leaf(kind, content, child) if kind in LEAVES else _branch(child, display))
        before = ("operator", name) if operator else (kind if kind in LEAVES else "mi", content)
        k = stop
    return out


def _leads(before: tuple[str, str]) -> bool:
    """Whether a minus after this is a sign, not a subtraction."""
    return before[0] == "mo" and (before[1] in "([{⟨" or _is_relation(before[1]))


def _upright_letter(element: Element) -> bool:
    return element.tag == "mi" and element.get("mathvariant") == "normal" and len(_content(element)) == 1


def _is_relation(content: str) -> bool:
    return content in "=<>≤≥≈,.;:+−∝→∈"


def _name_of(element: Element) -> str:
    """The word at the base of an element: `log`, or the min of min with something below."""
    while element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover", "mrow") and len(element):
        element = element[0]
        if element.tag == "mrow" and all(map(_upright_letter, element)):
            return "".join(map(_content, element))
    return _content(element) if element.tag in ("mi", "mo") else ""


def _content(element: Element) -> str:
    """The text of a leaf, its character references resolved."""
    content = element.text or ""
    if _ENTITIES.fullmatch(content):
        content = "".join(chr(int(code, 16)) for code in re.findall(r"[0-9A-Fa-f]{2,}", content))
    return content


def _leaf(kind: str, content: str, element: Element) -> str:
    if "\\" in content or len(element):
        raise Unconvertible(content)
    if kind == "mspace":
        return f'<mspace width="{element.get("width")}"></mspace>' if _VALUE.fullmatch(element.get("width", "")) else ""
    if kind == "mi" and content == "~":
        kind, content = "mo", "∼"
    if kind == "mo" and content.isalpha():
        kind = "mi"
    if kind in ("mi", "mo"):
        content = _SPELLED.get(content) or _SIGNS.get(content, content)
    if kind == "mtext":
        content = content.replace(" ", "\u00a0")
    variant = element.get("mathvariant")
    if variant in ("bold-italic", "bold"):
        content = _bold(content, variant == "bold-italic")
    attributes = _attributes(element)
    if kind == "mo" and content in _TIGHT and element.get("stretchy") != "true":
        attributes = f' stretchy="false" lspace="{_TIGHT[content]}" rspace="{_TIGHT[content]}"'
    if kind == "mi" and variant == "normal" and len(content) == 1:
        attributes += ' mathvariant="normal"'
    return f"<{kind}{attributes}>{text(content)}</{kind}>"


def _bold(content: str, italic: bool) -> str:
    """Letters as the bold ones of mathematics: MathML Core has no attribute for them."""
    bases = {"A": 0x1D468, "a": 0x1D482, "Α": 0x1D71C, "α": 0x1D736} if italic else {
        "A": 0x1D400, "a": 0x1D41A, "Α": 0x1D6A8, "α": 0x1D6C2}  # fmt: skip
    for first, base in bases.items():
        count = 25 if first in "Αα" else 26
        content = "".join(chr(base + ord(c) - ord(first)) if 0 <= ord(c) - ord(first) < count else c for c in content)
    return content


def _attributes(element: Element) -> str:
    kept = ""
    for key, value in element.attrib.items():
        if key in ATTRIBUTES and _VALUE.fullmatch(value) and (key, value) != ("stretchy", "true"):
            kept += f' {key}="{value}"'
    return kept


def _branch(element: Element, display: bool) -> str:
    kind = element.tag
    if kind not in ELEMENTS:
        raise Unconvertible(kind)
    if kind == "mover" and element[1].tag == "mpadded":
        return _arrow(element, display)
    if kind in ("mrow", "mtd", "msqrt", "mphantom"):
        inner = "".join(_row(_children(element), display))
    elif kind in ("mtable", "mtr"):
        inner = "".join(_branch(child, display) for child in element)
    else:
        if _content(element[0]) in _BIG or (display and _name_of(element) in _LIMITS):
            kind = _BELOW.get(kind, kind)
        inner = "".join(_single(child, display) for child in element)
    return f"<{kind}{_attributes(element)}>{inner}</{kind}>"


def _arrow(element: Element, display: bool) -> str:
    """A long arrow with text on it. It is not stretched to the text: browsers lose its head on the way."""
    arrow, above = element
    long = _LONG.get(_content(_children(arrow)[0]))
    if long is None:
        raise Unconvertible(_content(arrow))
    return f'<mover><mo stretchy="false">{long}</mo><mrow>{"".join(_row(_children(above), display))}</mrow></mover>'


def _single(element: Element, display: bool) -> str:
    """A child that must stay one element: a numerator, a script."""
    children = _children(element) if element.tag in ("mrow", "mstyle", "mpadded") else [element]
    parts = _row(children, display)
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"

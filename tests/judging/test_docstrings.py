"""The calculation that a chapter's docstring prints is the one its code proves: line for line, labels included.

A printed formula is compared with the code's by its signs: the same densities, functions, numbers, minus signs and
differentials, each as often. Brackets, ones and the order of terms and factors are the printer's; what stands behind
two spaces is a remark, or gives a name that the line uses; `[...]` stands for what is left out, so such a line holds
no sign that the code's line does not.
"""

import ast
import re
from collections import Counter

import pytest
from places import ROOT

from derivations.contents import CHAPTERS, load
from derivations.printing.printing import to_text

LABELS = re.compile(r"\s{2,}(\d+\.\d+)(?:\s*-\s*(\d+\.\d+))?\s*$")
GREEK = {"sigma": "σ", "mu": "μ", "eps": "ε", "sum": "∑", "sqrt": "√", "pi": "π"}
SIGNS = re.compile(r"[pq]\([^()]*\)|[A-Za-z]+'?|\d+|[^\sA-Za-z\d]")
IGNORED = set("{}[]()·∏,_^+/1") | {"min"}


def docstring(name: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / "derivations" / f"{name}.py").read_text(encoding="utf-8")))


def printed(name: str) -> list[tuple[str, str]]:
    """(label, formula) of each line of the docstring that carries one label; ranges give labels without a formula."""
    found, before = [], ""
    for row in docstring(name).splitlines():
        labels = LABELS.search(row)
        if labels is None:
            before = row
            continue
        first, last = labels[1], labels[2]
        if last:
            chapter, low = first.split(".")
            found += [(f"{chapter}.{k}", "") for k in range(int(low), int(last.split(".")[1]) + 1)]
            continue
        text = row[: labels.start()].strip()
        if row.startswith(" " * 8 + "="):  # the rest of a line that was too long
            text = f"{before.strip()}  {text}"
        found.append((first, text))
    return found


def formula(text: str) -> str:
    """The formula that a line of the docstring ends with: its right side, without the remark behind it."""
    if re.match(r"(=|<=|>=|≈)\s", text):
        return re.split(r"\s{2,}", re.sub(r"^(=|<=|>=|≈)\s+", "", text))[0]
    sides = re.split(r"\s{2,}(?:=|<=|>=)\s+", text)
    if len(sides) == 1:
        return ""
    right, *remarks = re.split(r",?\s{2,}", sides[1])
    named = re.match(r"(\w\(\w\)) = (.*)", remarks[0]) if remarks else None
    return right.replace(named[1], f"({named[2]})") if named else right


def signs(text: str) -> Counter:
    """How often each sign stands in a formula, whatever the spelling of Greek letters and bars."""
    text = text.replace("||", "‖").replace("∼", "~").replace("ᵀ", "'")
    text = re.sub(r"\\?\b(" + "|".join(GREEK) + r")(?=\b|_)", lambda m: GREEK[m[1]], text)
    text = re.sub(r", \w+(_\w)?~.*|,$", "", text)  # what is drawn from where
    text = re.sub(r"∑_\{l=1\}\^1 (.*)z_l", r"\1z", text)  # one sample is no sum
    text = re.sub(r"∑_\{(\w)=1\}\^\w+", r"∑_\1", text)
    text = re.sub(r"_\{(\w),(\w)\}", r"_\2", text)  # σ_{p,i}: whose it is goes without saying in the note
    for power, sign in {"²": "^2", "³": "^3", "⁴": "^4", "⁻¹": "^-1"}.items():
        text = text.replace(power, sign)
    return Counter(s for s in SIGNS.findall(text) if s not in IGNORED)


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_line_is_printed_under_its_label(name):
    chapter = load(name)
    proved = [step.note for d in chapter.derivations for step in d.steps]
    remarks = {r.note for r in chapter.remarks}
    labels = [label for label, _ in printed(name)]
    assert set(proved) - set(labels) == set(), "lines of the code that the docstring does not print"
    assert set(labels) - set(proved) <= remarks, "labels that no line of the code has"


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_is_printed_is_what_is_proved(name):
    lines = {step.note: step for d in load(name).derivations for step in d.steps}
    compared, wrong = 0, []
    for label, text in printed(name):
        written = formula(text)
        if not written or label not in lines:
            continue
        compared += 1
        there, here = signs(to_text(lines[label].right)), signs(written.replace("...", ""))
        missing = here - there
        if missing or ("..." not in written and there - here):
            code = f"the code proves {to_text(lines[label].right)}"
            wrong.append(f"{label} prints {written}; {code}: {dict(missing)}, {dict(there - here)}")
    assert not wrong, "\n".join(wrong)
    assert compared, "no line of this chapter's calculation is printed"

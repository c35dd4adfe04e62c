"""A chapter as a note: its chains in the notation of the chapters, with what they assume said in words.

Only lines that the reader proves from this very text are kept: a line that it does not prove parts its chain in two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from derivations.exercises.judged import judged
from derivations.judging.chapter import Chapter
from derivations.judging.derivation import Derivation
from derivations.kernel.theorem import MINIMISER
from derivations.language.facts import Fact
from derivations.printing.printing import to_latex
from derivations.reading.note import read_note
from derivations.telling.wording import Wording

SIGNS = {"=": "=", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">", "~": r"\approx"}
NAME = "worksheet.md"


@dataclass(frozen=True)
class Line:
    """A line of a chain: its sign (the first has none), its formula, its label in the chapter."""

    sign: str
    latex: str
    label: str


@dataclass(frozen=True)
class Section:
    """What stands together: the sentences that say what is assumed, and chains of lines."""

    facts: tuple[str, ...]
    chains: tuple[tuple[Line, ...], ...]

    @property
    def lines(self) -> int:
        return sum(len(chain) - 1 for chain in self.chains)


def volumes(chapter: Chapter, say: Wording) -> tuple[tuple[Section, ...], ...]:
    """The sections of a chapter, parted so that every line of a part is proved (or a definition) in its whole text.

    One part, where the letters mean the same throughout the chapter; what does not go with what stands before it,
    since z is a vector there and a number here, goes into the next part.
    """
    waiting = [s for d in chapter.derivations for s in [proved_parts(section_of(d, say), say)] if s.lines]
    parts: list[tuple[Section, ...]] = []
    while waiting:
        together, apart = waiting, []
        while together and (failing := failing_sections(together, say)):
            apart = [s for k, s in enumerate(waiting) if s in apart or (s in together and together.index(s) in failing)]
            together = [s for s in together if s not in apart]
        if not together:
            break
        parts, waiting = [*parts, tuple(together)], apart
    return tuple(parts)


def failing_sections(sections: list[Section], say: Wording) -> set[int]:
    """Which of the sections have a line that does not hold in the text of all of them."""
    whole = judged(text_of(sections, say), NAME)
    chains = [index for index, chain in enumerate(whole.note.chains) if chain.relations]
    owners = dict(zip(chains, (k for k, s in enumerate(sections) for _ in s.chains), strict=True))
    return {owners[place[0]] for place in whole.steps if not whole.holds(place)}


def section_of(derivation: Derivation, say: Wording) -> Section:
    """A derivation as one chain, with what it assumes."""
    optimum = any(step.kind == MINIMISER for step in derivation.steps)
    start = Line("", written(to_latex(derivation.start), optimum), "")
    lines = [Line(SIGNS[s.relation], written(to_latex(s.right), optimum), s.note) for s in derivation.steps]
    given = [f for f in derivation.free.fixed] if optimum else []
    facts = [say.pick(f"The data density ${to_latex(f)}$ is fixed.", f"数据密度 ${to_latex(f)}$ 固定。") for f in given]
    facts += [say.pick(f"Let ${fact}$.", f"设 ${fact}$。") for fact in formulas_of(derivation.assumes)]
    return Section(tuple(facts), ((start, *lines),))


def written(latex: str, optimum: bool) -> str:
    r"""A side as the note writes it: where a chain minimises, `min { objective }` with the draws behind it."""
    body, comma, draws = latex.replace(r" \,\|\, ", r" \| ").partition(r",\quad ")
    return rf"\min \left\{{ {body} \right\}}{comma}{draws}" if optimum else body + comma + draws


def formulas_of(facts: Iterable[Fact]) -> list[str]:
    """What is assumed, as equations; a product over components has their formula in it where that is given too."""
    facts = list(facts)
    formula_of = {fact.density: fact.formula for fact in facts}
    said = []
    for fact in facts:
        formula = fact.formula.xreplace({d: f for d, f in formula_of.items() if fact.formula.has(d)})
        said.append(f"{to_latex(fact.density)} = {to_latex(formula)}")
    return said


def proved_parts(section: Section, say: Wording) -> Section:
    """The parts of a section's one chain whose steps all hold when it is read by itself."""
    (chain,) = section.chains
    text = text_of([section], say)
    found = judged(text, NAME, next(k for k, c in enumerate(read_note(text, NAME).chains) if c.relations))
    parts: list[tuple[Line, ...]] = []
    part: tuple[Line, ...] = chain[:1]
    if len(found.steps) != len(chain) - 1:  # not read as the one chain it is
        return Section(section.facts, ())
    for line, place in zip(chain[1:], sorted(found.steps), strict=True):
        if found.holds(place):
            part = (*part, line)
        else:
            parts, part = [*parts, part], (line,)
    return Section(section.facts, tuple(p for p in (*parts, part) if len(p) > 1))


def text_of(sections: Iterable[Section], say: Wording) -> str:
    """The sections as Markdown, numbered."""
    return "\n".join(paragraphs_of(k, section, say) for k, section in enumerate(sections, 1))


def paragraphs_of(number: int, section: Section, say: Wording) -> str:
    parts = [say.pick(f"## Part {number}", f"## 第 {number} 部分"), *section.facts, *map(display, section.chains)]
    return "\n\n".join(parts) + "\n"


def display(chain: tuple[Line, ...]) -> str:
    r"""A chain as an `align` of one line a row, each with its label as a tag."""
    first, *rest = chain
    rows = [rf"& {first.latex} \notag"] + [rf"{line.sign}\;& {line.latex} \tag{{{line.label}}}" for line in rest]
    return "$$\n\\begin{align}\n" + " \\\\\n".join(rows) + "\n\\end{align}\n$$"

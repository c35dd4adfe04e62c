"""A chapter, a derivation, a theorem, a step or a verdict in a notebook: the page's own writer, one cell at a time."""

from __future__ import annotations

from functools import lru_cache, singledispatch

from derivations.contents import load_all
from derivations.judging.chapter import Chapter
from derivations.judging.derivation import Derivation, Step, Theorem, Verdict
from derivations.judging.verification import Verification, verify
from derivations.page.chapters import ChapterWriter
from derivations.page.formulas import RELATIONS, boxed, latex_of, line
from derivations.page.markup import Html, join, tag
from derivations.page.shell import asset
from derivations.page.verdicts import badge
from derivations.page.world_tables import counterexample
from derivations.printing.printing import to_latex
from derivations.telling.report import is_minimised
from derivations.telling.wording import Wording

ENGLISH = Wording("en")


def drawn(thing: object, form: str) -> str:
    """The thing as "html" or "latex". Raises TypeError for what has no such form."""
    if form == "latex":
        return f"$\\displaystyle {latex(thing)}$"
    return tag("div", tag("style", Html(asset("page.css"))), html(thing), class_="verified")


@singledispatch
def latex(thing: object) -> str:
    raise TypeError(f"{type(thing).__name__} has no LaTeX form here")


@latex.register
def _(thing: Step) -> str:
    return f"{RELATIONS[thing.relation]} {to_latex(thing.right)}"


@latex.register
def _(thing: Verdict) -> str:
    return rf"\text{{{thing.verdict}}}"


@latex.register
def _(thing: Theorem) -> str:
    return f"{to_latex(thing.left)} {RELATIONS[thing.relation]} {to_latex(thing.right)}"


@latex.register
def _(thing: Derivation) -> str:
    minimised = is_minimised(thing)
    rows = [rf"{RELATIONS[s.relation]} {latex_of(s.right, minimised)} && \text{{{s.note}}}" for s in thing.steps]
    body = r" \\ & ".join([latex_of(thing.start, minimised), *rows])
    return rf"\begin{{aligned}} & {body} \end{{aligned}}"


@latex.register
def _(thing: Chapter) -> str:
    return r" \\ ".join([rf"\text{{{thing.title}}}", *map(latex, thing.derivations)])


@singledispatch
def html(thing: object) -> Html:
    raise TypeError(f"{type(thing).__name__} has no form on a page")


@html.register
def _(thing: Chapter) -> Html:
    return writer(thing).chapter(number_of(thing), thing)


@html.register
def _(thing: Derivation) -> Html:
    return writer(Chapter(thing.name, thing.name, thing.name, (thing,))).derivation(thing)


@html.register
def _(thing: Theorem) -> Html:
    return empty_writer().theorem(thing)


@html.register
def _(thing: Step) -> Html:
    names = ", ".join(reason.name for reason in thing.by)
    return join(boxed(line(to_latex(thing.right), thing.relation)), tag("p", f"{thing.note}  {names}", class_="soft"))


@html.register
def _(thing: Verdict) -> Html:
    parts = [badge(thing.verdict, ENGLISH)]
    if thing.reasons:
        parts.append(tag("p", ", ".join(thing.reasons), class_="soft"))
    details = getattr(thing.counterexample, "details", None)
    if details:
        parts.append(counterexample(details, ENGLISH))
    elif thing.message:
        parts.append(tag("p", thing.message, class_="message"))
    return join(*parts)


def number_of(chapter: Chapter) -> int:
    """Where a chapter stands among all; 1 for one of the reader's own."""
    names = [known.name for known in load_all()]
    return names.index(chapter.name) + 1 if chapter.name in names else 1


@lru_cache(maxsize=16)
def writer(chapter: Chapter) -> ChapterWriter:
    """The writer of one chapter's verification. A chapter is frozen, so it is judged once."""
    return ChapterWriter(verify([chapter]), ENGLISH)


def empty_writer() -> ChapterWriter:
    return ChapterWriter(Verification((), (), (), ()), ENGLISH)

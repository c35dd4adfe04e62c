"""The explorable page alone: the figures, the derivations they belong to, and the lines that a world refutes."""

from __future__ import annotations

from dataclasses import replace

from derivations.judging.verification import Verification
from derivations.page.chapters import ChapterWriter
from derivations.page.explore.placing import SCRIPTS, STYLES, explorables
from derivations.page.markup import Html, tag
from derivations.page.overview import AT_THE_END, buttons, rests_on
from derivations.page.shell import document, permalink
from derivations.page.verdicts import key
from derivations.telling.wording import Wording

TITLE = ("An explorable proof: variational autoencoders", "可以动手的证明：变分自编码器")
PARTS = (
    ("elbo", "bound", ("The bound", "下界")),
    ("gaussian_kl", "gaussians", ("Two Gaussians", "两个高斯分布")),
    ("vae_loss", "plane", ("The latent plane", "隐平面")),
)
"""The derivation that a figure belongs to, the anchor, the heading."""


def explore_page(verification: Verification, wording: Wording) -> str:
    """The HTML file; of the verification only what is named in PARTS, and the remarks that a world refutes."""
    shown = {name for name, _, _ in PARTS}
    lines = tuple(line for line in verification.lines if line.derivation.name in shown)
    writer = ChapterWriter(replace(verification, lines=lines), wording, open_worlds=True)
    pick = wording.pick
    figures = explorables(wording, writer.links)
    derivations = {line.derivation.name: line.derivation for line in lines}
    sections = [
        section(anchor, pick(*title), wording, *figures[name], writer.derivation(derivations[name]))
        for name, anchor, title in PARTS
    ]
    worlds = section("worlds", pick("False lines and the worlds that show it", "不成立的行，以及说明它的世界"), wording,
                     *remarks(verification, writer))  # fmt: skip
    title = pick(*TITLE)
    lead = pick(
        "Everything here can be moved: the figures, the lines of a derivation one by one, and the numbers of a world "
        "in which a line fails. It needs no network.",
        "这里的一切都可以动手：图、逐行展开的推导，以及使某一行不成立的世界中的数字。不需要网络。",
    )
    headings = [(anchor, pick(*heading)) for _, anchor, heading in PARTS]
    headings.append(("worlds", pick("False lines", "不成立的行")))
    headings += [(anchor, pick(*heading)) for anchor, heading in AT_THE_END]
    return document(
        title,
        wording,
        tag("header", tag("h1", title), tag("p", lead, class_="lead")),
        tag("main", buttons(wording), *sections, worlds, rests_on(writer), id="text"),
        key(wording, ("proved", "refuted"), witness=False),
        contents=headings,
        styles=STYLES,
        scripts=SCRIPTS,
    )


def section(anchor: str, heading: str, wording: Wording, *content: Html) -> Html:
    return tag("section", tag("h2", heading, permalink(anchor, wording), id=f"{anchor}-heading"), *content, id=anchor,
               aria_labelledby=f"{anchor}-heading")  # fmt: skip


def remarks(verification: Verification, writer: ChapterWriter) -> list[Html]:
    """The remarks that a world refutes, under the chapters they belong to."""
    parts = []
    for chapter in verification.chapters:
        found = [r for r in verification.remarks if r.chapter is chapter]
        refuted = [(k, r) for k, r in enumerate(found, start=1) if r.verdict.verdict == "refuted"]
        if refuted:
            parts.append(tag("h3", writer.pick(chapter.title, chapter.title_zh)))
            parts += [writer.remark(judged, k) for k, judged in refuted]
    return parts

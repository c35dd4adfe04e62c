"""The page of all chapters: what it is, the index with the status of every line, the chapters, what they rest on."""

from __future__ import annotations

from derivations.judging.verification import Verification
from derivations.page.chapters import ChapterWriter
from derivations.page.explore.placing import SCRIPTS, STYLES, explorables
from derivations.page.links import THEOREM
from derivations.page.markup import Html, join, tag
from derivations.page.pictures import Gallery, placed
from derivations.page.shell import document
from derivations.page.verdicts import SIGNS, key, style_of
from derivations.telling.wording import Wording

NO_PICTURES = Gallery()
AT_THE_END = (
    ("assumptions", ("What the proofs rest on", "证明的依据")),
    ("key", ("What the verdicts mean", "判定的含义")),
)
TITLE = ("Variational autoencoders, line by line", "变分自编码器：逐行推导")


def chapters_page(
    verification: Verification,
    wording: Wording,
    seed: int | None = None,
    gallery: Gallery = NO_PICTURES,
) -> str:
    """The HTML file of a verification; `seed` is that of its witnesses, None where there are none."""
    writer = ChapterWriter(verification, wording, seed)
    pick = wording.pick
    title = pick(*TITLE)
    lead = pick(
        "Every line of the note with the reason that licenses it, the verdict, and a number that bears witness.",
        "笔记的每一行：允许它的理由、判定，以及作见证的数值。",
    )
    of_line = {judged.step.note: judged.derivation.name for judged in verification.lines}
    figures, elsewhere = placed(gallery.pictures, of_line.get, writer.links.label)
    for name, shown in explorables(wording, writer.links).items():
        if name in writer.lines:
            figures.setdefault(name, [])[:0] = shown
    chapters = [writer.chapter(k, chapter, figures) for k, chapter in enumerate(verification.chapters, start=1)]
    return document(
        title,
        wording,
        tag(
            "header",
            tag("h1", title),
            tag("p", lead, class_="lead"),
            tag("p", writer.report.summary()),
            missing(gallery, wording),
            english_labels(gallery, wording),
        ),
        tag("nav", index(writer), aria_label=pick("Every line", "每一行")),
        tag("main", buttons(wording), *chapters, *elsewhere, rests_on(writer), id="text"),
        key(wording, witness=seed is not None),
        contents=headings(writer),
        styles=STYLES,
        scripts=SCRIPTS,
    )


def headings(writer: ChapterWriter) -> list[tuple[str, str]]:
    """Anchors and headings of the contents that stay in sight."""
    chapters = [
        (chapter.name, f"{number}. {writer.pick(chapter.title, chapter.title_zh)}")
        for number, chapter in enumerate(writer.verification.chapters, start=1)
    ]
    return [*chapters, *((anchor, writer.pick(*title)) for anchor, title in AT_THE_END)]


def missing(gallery: Gallery, wording: Wording) -> Html | None:
    """Which pictures the page should have and has not, and why."""
    if not gallery.missing:
        return None
    items = [tag("li", tag("code", name), wording.pick(": ", "："), reason) for name, reason in gallery.missing]
    summary = tag("summary", wording.pick("Pictures that are missing", "缺少的图"))
    return tag("details", summary, tag("ul", *items), class_="soft")


def english_labels(gallery: Gallery, wording: Wording) -> Html | None:
    """That the pictures' labels are English on a Chinese page, and how to change that."""
    if not gallery.without_font:
        return None
    said = wording.pick(
        f"No font with Chinese characters is installed, so the labels in the pictures are English: "
        f"{gallery.without_font}.",
        "没有安装含汉字的字体，因此图中的文字为英文。安装 Noto Sans CJK 后重新生成即可"
        "（Debian、Ubuntu：apt install fonts-noto-cjk；Fedora：dnf install google-noto-sans-cjk-fonts）。",
    )
    return tag("p", said, class_="message")


def index(writer: ChapterWriter) -> Html:
    """The chapters, each with its lines as small links that say how they were judged."""
    items = []
    for number, chapter in enumerate(writer.verification.chapters, start=1):
        marks = []
        for judged in writer.verification.lines:
            if judged.chapter is chapter:
                verdict = judged.verdict.verdict
                sign = tag("span", SIGNS[verdict], aria_hidden="true")
                word = tag("span", writer.say(verdict), class_="hidden")
                href = f"#{writer.links.line_of(judged)}"
                link = tag("a", judged.step.note, " ", sign, word, href=href, class_=style_of(verdict))
                marks.append(tag("li", link))
        heading = tag("a", f"{number}. {writer.pick(chapter.title, chapter.title_zh)}", href=f"#{chapter.name}")
        items.append(tag("li", heading, tag("ul", *marks, class_="marks")))
    more = [tag("li", tag("a", writer.pick(*title), href=f"#{anchor}")) for anchor, title in AT_THE_END]
    return tag("ol", *items, *more, class_="index")


def buttons(wording: Wording, note: bool = False) -> Html:
    """Open and close all details, shown only where the scripts run; on a note also "only what is wrong"."""
    return tag(
        "div",
        tag("button", wording.pick("open all details", "展开全部细节"), type="button", data_open="yes"),
        tag("button", wording.pick("close all details", "收起全部细节"), type="button", data_open="no"),
        class_="bar",
        data_note=note,
    )


def rests_on(writer: ChapterWriter) -> Html:
    """Every assumption, with the lines that use it."""
    items = []
    for name, labels in writer.verification.assumptions().items():
        if not name.startswith(THEOREM):
            used = join(*map(writer.links.label, labels), between=" ")
            items.append(
                tag("li", writer.say(name), tag("div", used, class_="soft"), id=writer.links.assumptions[name])
            )
    heading = tag("h2", writer.pick("What the proofs rest on", "证明的依据"), id="assumptions-heading")
    return tag(
        "section", heading, tag("ol", *items, class_="rests"), id="assumptions", aria_labelledby="assumptions-heading"
    )

"""Where things stand on the page: an anchor for every line, theorem and assumption, and the links to them."""

from __future__ import annotations

from derivations.judging.derivation import Citation, Theorem
from derivations.judging.verification import JudgedLine, Verification
from derivations.page.markup import Html, tag
from derivations.telling.wording import Wording

THEOREM = "theorem "


class Links:
    """The anchors of one page. What is not on it is named without a link."""

    def __init__(self, verification: Verification, wording: Wording):
        self.wording = wording
        self.chapter_of = {judged.derivation.name: judged.chapter.name for judged in verification.lines}
        self.anchors = {judged.step.note: self.line_of(judged) for judged in verification.lines}
        self.assumptions = {
            name: f"assumption-{k}"
            for k, name in enumerate((n for n in verification.assumptions() if not n.startswith(THEOREM)), start=1)
        }

    @staticmethod
    def line_of(judged: JudgedLine) -> str:
        """`elbo-2.4`: the chapter and the note's label."""
        return f"{judged.chapter.name}-{judged.step.note}"

    def label(self, note: str) -> Html:
        """A note label, linked where the line is on the page."""
        anchor = self.anchors.get(note)
        return tag("a", note, href=f"#{anchor}") if anchor else tag("span", note)

    def theorem(self, reason: Citation | Theorem) -> Html:
        """A cited theorem, linked to its line or to where it is stated."""
        return self.named_theorem(reason.name)

    def named_theorem(self, name: str) -> Html:
        shown = self.wording.say(name)
        source, _, until = name.removeprefix(THEOREM).partition(" (")
        chapter = self.chapter_of.get(source)
        if chapter is None:
            return tag("span", shown)
        return tag("a", shown, href=f"#{chapter}-{until[:-1]}" if until else f"#theorem-{source}")

    def assumption(self, name: str, shown: Html | None = None) -> Html:
        """An assumption, linked to the list of all of them; a theorem that is rested on, to its proof."""
        if name.startswith(THEOREM):
            return self.named_theorem(name)
        anchor = self.assumptions.get(name)
        shown = shown or self.wording.say(name)
        return tag("a", shown, href=f"#{anchor}") if anchor else tag("span", shown)

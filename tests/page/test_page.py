"""The page of all chapters: complete, sound HTML, linked, safe, the same bytes every time, written atomically."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest

from derivations.contents import load, load_all
from derivations.doors.pages import main
from derivations.judging.derivation import Citation, derivation, equals
from derivations.judging.verification import verify
from derivations.kernel.rules import RULES, Rule, normalisation
from derivations.page.overview import chapters_page
from derivations.page.pictures import Gallery, Picture
from derivations.page.shell import policy
from derivations.telling.wording import Wording

X = "{http://www.w3.org/1999/xhtml}"
SCRIPT = r"<script[^>]*>.*?</script>"


@pytest.fixture(scope="module")
def verification():
    return verify(load_all())


@pytest.fixture(scope="module")
def page(verification) -> str:
    return chapters_page(verification, Wording("en"))


@pytest.fixture(scope="module")
def tree(page) -> Element:
    return html5lib.HTMLParser(strict=True).parse(page)


def by_id(tree: Element) -> dict[str, Element]:
    return {element.get("id"): element for element in tree.iter() if element.get("id")}


def text_of(element: Element) -> str:
    return "".join(element.itertext())


# -- complete ---------------------------------------------------------------------------------------------------


def test_every_step_of_every_chapter_stands_there_with_its_verdict(verification, tree):
    rows = by_id(tree)
    assert len(verification.lines) > 150
    for judged in verification.lines:
        row = rows[f"{judged.chapter.name}-{judged.step.note}"]
        (badge,) = [e for e in row.iter() if (e.get("class") or "").startswith("verdict ")]
        assert judged.verdict.verdict in text_of(badge)
        assert any(e.tag.endswith("MathML}math") for e in row.iter())
        for reason in judged.step.by:
            assert reason.name in text_of(row)


def test_every_rule_is_shown_with_its_figure(verification, tree):
    rows = by_id(tree)
    for judged in verification.lines:
        figures = [text_of(e) for e in rows[f"{judged.chapter.name}-{judged.step.note}"].iter(f"{X}pre")]
        assert figures == [rule.__doc__ for rule in judged.step.by if isinstance(rule, Rule)]


def test_every_remark_stands_there_with_what_refutes_it(verification, tree):
    boxes = by_id(tree)
    seen: dict[str, int] = {}
    for judged in verification.remarks:
        seen[judged.chapter.name] = number = seen.get(judged.chapter.name, 0) + 1
        box = boxes[f"{judged.chapter.name}-remark-{number}"]
        assert judged.verdict.verdict in text_of(box) and judged.remark.text in text_of(box)
        if judged.verdict.verdict == "refuted":
            assert "left side" in text_of(box) and "right side" in text_of(box)
        if judged.verdict.counterexample is not None:
            cells = [text_of(cell).removeprefix("∼ ") for cell in box.iter(f"{X}td")]
            assert set(judged.verdict.counterexample.details["asked"].values()) <= set(cells)


def test_the_world_of_a_remark_can_be_changed_or_says_that_it_cannot(verification, tree):
    rows = by_id(tree)
    for chapter in dict.fromkeys(judged.chapter.name for judged in verification.remarks):
        for name in (n for n in rows if n.startswith(f"{chapter}-remark-")):
            worlds = [e for e in rows[name].iter() if e.tag == f"{X}details"]
            editors = [e for w in worlds for e in w.iter() if "editable" in (e.get("class") or "")]
            assert not worlds or bool(editors) != ("cannot be changed here" in text_of(worlds[0]))


def test_the_index_has_every_line_and_every_assumption_is_listed(verification, tree):
    marks = next(e for e in tree.iter(f"{X}nav") if e.get("aria-label") == "Every line")
    labels = [re.match(r"[\d.]+", text_of(e))[0] for e in marks.iter(f"{X}a") if "-" in e.get("href", "")]
    assert labels == [judged.step.note for judged in verification.lines]
    listed = text_of(by_id(tree)["assumptions"])
    assert all(name in listed for name in verification.assumptions() if not name.startswith("theorem "))


def test_a_cited_theorem_is_a_link_to_its_proof(verification, tree):
    rows = by_id(tree)
    cited = 0
    for judged in verification.lines:
        links = {text_of(a): a.get("href") for a in rows[f"{judged.chapter.name}-{judged.step.note}"].iter(f"{X}a")}
        for reason in judged.step.by:
            if isinstance(reason, Citation):
                cited += 1
                target = rows[links[reason.name][1:]]
                assert target.get("id").endswith(reason.until or reason.source.name)
    assert cited > 20


def test_a_line_that_is_not_proved_is_shown_as_such():
    chapter = load("elbo")
    bound = chapter.derivations[0]
    false = derivation("turned_round", bound.start, equals(bound.start * 2, by=normalisation, note="9.9"))
    shown = chapters_page(verify([type(chapter)("mine", "Mine", "我的", (false,))]), Wording("en"))
    row = shown[shown.index('id="mine-9.9"') :]
    assert "refuted" in row and "finite world" in row and "not proved" in shown and "not everything holds" in shown


# -- sound ------------------------------------------------------------------------------------------------------


def test_ids_are_unique_and_every_link_arrives(page, tree):
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    for link in tree.iter(f"{X}a"):
        assert link.get("href")[0] == "#" and link.get("href")[1:] in ids


def test_nothing_comes_from_elsewhere(page):
    body = page[page.index("</style>") :]
    assert not re.search(r"\s(?:on\w+|style)=", re.sub(SCRIPT, "", body, flags=re.DOTALL))
    assert not re.search(r"https?:|url\(|@import|javascript:", page.replace("http-equiv", ""))
    assert not re.findall(r"<(?:iframe|object|embed|form|base|audio|video)\b", body)


def test_the_policy_names_just_the_style_and_the_script_of_the_page(page):
    content = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert content.startswith("default-src 'none'") and "unsafe" not in content
    sources = [re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL) for kind in ("style", "script")]
    assert [len(found) for found in sources] == [1, 1] and content == policy(sources[0][0], sources[1][0])
    assert all('type="application/json"' in tag for tag in re.findall(r"<script[^>]+>", page))  # data, never run
    for kind, (source,) in zip(("style", "script"), sources, strict=True):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in content


def test_tables_and_headings_can_be_heard(tree):
    for table in tree.iter(f"{X}table"):
        assert table.get("aria-label") or table.find(f"{X}caption") is not None or table.find(f".//{X}th") is not None
    levels = [int(e.tag[-1]) for e in tree.iter() if re.fullmatch(rf"{re.escape(X)}h[1-6]", str(e.tag))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for image in tree.iter(f"{X}img"):
        assert image.get("alt")


# -- in Chinese, with pictures ----------------------------------------------------------------------------------


def test_in_chinese_no_verdict_or_reason_stays_english(verification):
    shown = chapters_page(verification, Wording("zh"))
    assert '<html lang="zh-Hans">' in shown
    visible = re.sub(
        rf"<pre>.*?</pre>|<code>.*?</code>|<style>.*?</style>|{SCRIPT}|<[^>]*>", " ", shown, flags=re.DOTALL
    )
    names = [rule.name for rule in RULES.values() if rule.chinese != rule.name and not rule.name.startswith("log t")]
    for english in ("proved", "refuted", "assumes", "dropped", *names):
        assert english not in visible, english


def test_a_picture_stands_after_its_line_and_a_missing_one_is_named():
    svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M 0 0" style="fill: #f00"/></svg>"""
    gallery = Gallery(
        (Picture("gap", "2.7, 2.8", 'A "gap" & more', svg), Picture("other", "99.9", "Elsewhere", svg)),
        (("training", "no <model>"),),
    )
    shown = chapters_page(verify([load("elbo")]), Wording("zh"), gallery=gallery)
    tree = html5lib.HTMLParser(strict=True).parse(shown)
    assert shown.index('id="elbo-2.8"') < shown.index('id="picture-gap"') < shown.index('id="elbo-2.9"')
    assert shown.index('id="picture-other"') > shown.index('id="elbo-remark-1"')
    image = next(e for e in tree.iter(f"{X}img"))
    assert image.get("alt") == 'A "gap" & more' and image.get("src").startswith("data:image/svg+xml,%3Csvg")
    assert "no &lt;model&gt;" in shown


@pytest.mark.slow
def test_two_runs_write_the_same_bytes(tmp_path, page):
    out = tmp_path / "page.html"
    code = "import sys; from derivations.__main__ import main; sys.exit(main(sys.argv[1:]))"
    words = ["page", "--no-witness", "--no-pictures", "--out", str(out)]
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert out.read_text(encoding="utf-8") == page
    assert len(page) < 1_500_000 and str(tmp_path) not in page


# -- the command ------------------------------------------------------------------------------------------------


def test_wrong_usage_is_one_line(capsys, tmp_path):
    assert main(["--lang", "fr"]) == 2
    assert main(["--no-pictures", "--no-witness", "--out", str(tmp_path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and "fr" in lines[0] and str(tmp_path) in lines[1]


def test_witnesses_are_measured_by_whoever_opens_the_door(tmp_path):
    asked = []

    class Number:
        left = right = 1.5
        difference, detectable, world = 0.0, 1e-9, "tiny"

    def measuring(seed):
        asked.append(seed)
        return lambda derivation, left, step: Number()

    out = tmp_path / "page.html"
    assert main(["--out", str(out), "--no-pictures", "--seed", "3"], measuring) == 0
    assert asked == [3] and out.read_text().count("0 (±1e-09)") > 150

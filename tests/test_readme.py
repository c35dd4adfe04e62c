"""What the README promises is so: its commands, its excerpt, its chapters, its verdicts."""

import re
from pathlib import Path

import pytest

from derivations.contents import CHAPTERS, load
from derivations.judging.verification import VERDICTS, verify
from derivations.telling.report import Report, plain
from derivations.telling.wording import SENTENCES, Wording

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))


def test_the_two_commands_stand_in_both():
    assert re.findall(r"^pip install .*$", ENGLISH, re.M) == [
        "pip install -e . && python -m derivations",
        'pip install -e ".[test]" && pytest',
    ]
    assert CHINESE.count("pip install -e") == 2


def test_every_chapter_and_verdict_is_listed():
    listed = re.findall(r"^\| `(\w+)` \|", ENGLISH, re.M)
    assert listed[: len(CHAPTERS)] == list(CHAPTERS) and listed[len(CHAPTERS) :] == list(VERDICTS)
    assert all(f"{SENTENCES[verdict]} `{verdict}`" in CHINESE for verdict in VERDICTS)


def test_the_excerpt_is_what_is_printed():
    """Line for line, but for the column of measured numbers."""
    printed = list(plain(Report(verify([load("kl_decomposition")]), Wording()).overview(), 106))
    formulas = {" ".join(line.split()) for line in printed}
    excerpt = ENGLISH.split("```\n1. kl_decomposition")[1].split("```")[0].splitlines()
    labels = [line for line in excerpt if re.match(r"1\.\d", line)]
    assert len(labels) >= 5
    for line in labels:
        label, reason = line.split()[0], re.split(r"\s{2,}", line)[-3]
        assert any(p.startswith(label + " ") and reason.split(",")[0].split(";")[0] in p for p in formulas), line
    assert all(" proved " in line for line in labels)


@pytest.mark.parametrize("path", ["README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md", ".ci/run"])
def test_no_path_of_one_machine(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.search(r"/(work|tmp|home|root|Users)/", text)

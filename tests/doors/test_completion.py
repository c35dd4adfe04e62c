"""The scripts of `derivations completion`, loaded by real shells as far as these are here."""

import shutil
import subprocess

import pytest

from derivations.__main__ import main
from derivations.contents import CHAPTERS


@pytest.fixture
def script(capsys):
    def made(shell: str) -> str:
        assert main(["completion", shell]) == 0
        return capsys.readouterr().out

    return made


ASKS = """
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _derivations; printf '%s\\n' "${COMPREPLY[@]}"
"""

COMPLETED = {
    ("",): {"show", "check", "page", "exercise", "lsp", "completion"},
    ("ch",): {"check"},
    ("show", ""): set(CHAPTERS),
    ("show", "gaussian_"): {"gaussian_kl", "gaussian_likelihood"},
    ("show", "elbo", "--st"): {"--steps"},
    ("exercise", "g"): {"gibbs", "gaussian", "gaussian_kl", "gaussian_likelihood", "grade"},
    ("exercise", "elbo", "--sl"): {"--slips"},
    ("exercise", "grade", "--s"): set(),
    ("exercise", "grade", "no"): {"note.md", "notes"},
    ("check", "n"): {"note.md", "notes"},
    ("check", "--wat"): {"--watch"},
    ("check", "--format", ""): {"text", "json", "github", "sarif"},
    ("check", "--lang", "z"): {"zh"},
    ("--lang", "zh", "sh"): {"show"},
    ("check", "--html", "no"): {"note.md", "notes"},
    ("completion", ""): {"bash", "zsh", "fish"},
    ("check", "--no-"): set(),  # an option that the help does not show
}


def test_a_real_bash_completes(script, tmp_path):
    bash = shutil.which("bash")
    if bash is None:
        pytest.fail("NOT run: no bash here")
    (tmp_path / "note.md").touch()
    (tmp_path / "notes").mkdir()
    for words, wanted in COMPLETED.items():
        found = subprocess.run(
            [bash, "--norc", "-c", script("bash") + ASKS, "bash", "derivations", *words],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert (set(found.stdout.split()), found.stderr) == (wanted, ""), words


def test_bash_takes_it_for_the_command(script):
    found = subprocess.run(
        [shutil.which("bash"), "--norc", "-c", script("bash") + "complete -p derivations"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "-F _derivations derivations" in found.stdout


ELSEWHERE = {
    "zsh": "autoload -Uz compinit; compinit -u; source /dev/stdin; print -r -- ${_comps[derivations]}",
    "fish": "source; complete -C 'derivations show gaussian_'",
}


@pytest.mark.parametrize("shell", ELSEWHERE)
def test_other_shells_read_theirs(shell, script):
    """Only where they are installed; bash is everywhere."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"NOT run: no {shell} here")
    found = subprocess.run([program, "-c", ELSEWHERE[shell]], input=script(shell), capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "") and found.stdout.strip()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_and_chapter_is_in_each(shell, script):
    made = script(shell)
    for word in ("show", "check", "page", "exercise", "grade", "lsp", "completion", *CHAPTERS, "watch", "slips"):
        assert word in made
    assert "no-witness'" not in made


@pytest.mark.parametrize("words", [(), ("tcsh",), ("bash", "zsh")], ids=str)
def test_another_shell_is_refused_in_one_line(words, capsys):
    assert main(["completion", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1

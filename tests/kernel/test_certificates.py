"""Certificates: written, read and replayed without SymPy; nothing that was changed goes unnoticed."""

import json
import os
import random
import subprocess
import sys

import pytest
from chapter_lines import traced_lines
from places import ROOT

from derivations.kernel.__main__ import main
from derivations.kernel.certificate import VERSION, digest, number, read_document, term
from derivations.kernel.replay import Proved, replay
from derivations.kernel.size import code_lines, count
from derivations.kernel.terms import Refused
from derivations.prover.certificates import document, line_as_json, packed

CHANGED_BYTES = 400


@pytest.fixture(scope="module")
def book():
    return document([line_as_json(label, claim, trace, keys) for label, claim, keys, trace in traced_lines()])


@pytest.fixture(scope="module")
def page():
    """A few lines of every kind."""
    chosen = {}
    for label, claim, keys, trace in traced_lines():
        chosen.setdefault(
            (claim.kind, bool(claim.facts), bool(claim.theorems), bool(trace.left)), (label, claim, trace, keys)
        )
    return document([line_as_json(*one) for one in chosen.values()])


def test_what_is_read_is_what_was_written(book):
    lines = read_document(book)
    assert len(lines) == 193
    for (label, claim, trace, keys), (name, mine, reasons, found) in zip(lines, traced_lines(), strict=True):
        assert (label, claim, trace, keys) == (name, mine, found, reasons)
    assert document([line_as_json(*line) for line in lines]) == book


def test_replayed_where_sympy_is_not_imported(book, tmp_path):
    file = tmp_path / "book.json"
    file.write_text(book, encoding="utf-8")
    code = (
        "import sys; from derivations.kernel.__main__ import main; status = main(sys.argv[1:]);"
        "sys.exit(3 if {'sympy', 'numpy', 'mpmath'} & set(sys.modules) else status)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "193 lines shown" in done.stdout and "definition of KL" in done.stdout and "assumes " in done.stdout
    assert "given (" in done.stdout and "citing  " in done.stdout and "dropped " in done.stdout


def rewritten(text: str, change) -> str:
    """The certificate with its lines changed, under the right fingerprint of the changed lines."""
    lines = json.loads(text)["lines"]
    change(lines)
    return document(lines)


def outcome(text: str) -> str:
    """What becomes of a certificate: unreadable, refused, or shown."""
    try:
        lines = read_document(text)
    except Refused:
        return "unreadable"
    return "shown" if all(isinstance(replay(c, t, k), Proved) for _, c, t, k in lines) else "refused"


def test_the_first_line_that_fails_ends_it(page, tmp_path, capsys):
    def change(lines):
        next(line for line in lines if line["trace"]["left"])["trace"]["left"].pop()

    file = tmp_path / "page.json"
    file.write_text(rewritten(page, change), encoding="utf-8")
    assert main([str(file)]) == 1
    assert "is not shown: the two sides do not meet" in capsys.readouterr().err


@pytest.mark.slow
def test_a_changed_byte_is_noticed(page):
    """Of the bytes of a certificate, any one changed into another character: nothing is shown but the same lines."""
    rng = random.Random(12)
    counts = {"unreadable": 0, "refused": 0, "the same document": 0}
    for _ in range(CHANGED_BYTES):
        place = rng.randrange(len(page))
        new = rng.choice('0123456789abcxyz[]{}",:-_ ')
        changed = page[:place] + new + page[place + 1 :]
        found = outcome(changed)
        if found == "shown":
            assert json.loads(changed) == json.loads(page), (place, page[place], new)
            found = "the same document"
        counts[found] += 1
    assert counts["unreadable"] > 0.9 * CHANGED_BYTES - counts["the same document"], counts


def leaves(thing, path=()):
    """(path, value) of every text, number and truth value in a JSON document."""
    if isinstance(thing, dict | list):
        for key, part in thing.items() if isinstance(thing, dict) else enumerate(thing):
            yield from leaves(part, (*path, key))
    else:
        yield path, thing


def put(thing, path, value):
    for key in path[:-1]:
        thing = thing[key]
    thing[path[-1]] = value


@pytest.mark.slow
def test_a_change_under_the_right_fingerprint_is_noticed_too(page):
    """Every kind of leaf changed, with the fingerprint mended: refused, or its text no longer says what it shows."""
    lines = json.loads(page)["lines"]
    rng = random.Random(3)
    places = [one for one in leaves(lines) if one[0][1] not in ("label", "allowed")]
    kinds = {"unreadable": 0, "refused": 0, "shown": 0}
    for path, value in rng.sample(places, 150):
        changed = json.loads(page)["lines"]
        new = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}1"
        put(changed, path, new)
        found = outcome(json.dumps({"certificate": VERSION, "digest": digest(changed), "lines": changed}))
        kinds[found] += 1
        # a name of what is varied, say, that stands nowhere in the line
        assert found != "shown" or path[1] in ("varying", "trace"), (path, value)
    assert kinds["unreadable"] > 100, kinds


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("a number is a text", lambda lines: put(lines, (0, "left", 0, 0), 1)),
        ("no floating point", lambda lines: put(lines, (0, "left", 0, 0), "0.5")),
        ("no zero", lambda lines: put(lines, (0, "left", 0, 0), "0")),
        ("one product twice", lambda lines: lines[0]["left"].append(lines[0]["left"][0])),
        ("no such kind", lambda lines: put(lines, (0, "kind"), "axiom")),
        ("no such relation", lambda lines: put(lines, (0, "relation"), "!=")),
        ("another line than it says", lambda lines: put(lines, (0, "shows"), "1  =  1")),
        ("not complete", lambda lines: lines[0].pop("trace")),
        ("no more than that", lambda lines: lines[0].update(proved=True)),
        ("no pass", lambda lines: put(lines, (0, "trace", "left"), [["gibbs", True]])),
    ],
)
def test_the_reader_checks_the_shape(page, why, change):
    with pytest.raises(Refused):
        read_document(rewritten(page, change))


POSITIVE = ["symbol", "a", True]


def of(atom):
    return [["1", [[atom, "1"]]]]


@pytest.mark.parametrize(
    ("why", "atom"),
    [
        ("a reserved name", ["symbol", "#a", True]),
        ("a reserved name", ["var", ["x", None, False, False], "#1"]),
        ("bound by nothing", ["bound", 0]),
        ("bound by nothing", ["int", None, [["x", None, False, False]], [], [of(["bound", 1])]]),
        ("an unknown kind", ["axiom", None, [], [], []]),
        ("too few bodies", ["KL", None, [["x", None, False, False]], [], [of(POSITIVE)]]),
        ("nothing bound", ["KL", None, [], [], [of(POSITIVE), of(POSITIVE)]]),
        ("an index under an integral", ["int", None, [["#", of(POSITIVE), True, True]], [], [of(["bound", 0])]]),
        ("no index under a sum", ["Sum", None, [["x", None, False, False]], [], [of(["bound", 0])]]),
        ("an index without an end", ["Sum", None, [["#", None, True, True]], [], [of(["bound", 0])]]),
        ("an index that is no whole number", ["Sum", None, [["#", of(POSITIVE), False, True]], [], [of(["bound", 0])]]),
        ("too many parts", ["log", None, [], [of(POSITIVE), of(POSITIVE)], []]),
        ("a label where there is none", ["log", "e", [], [of(POSITIVE)], []]),
        ("a function without a sign", ["function", ["f"], [], [of(POSITIVE)], []]),
        ("a function of nothing", ["function", ["f", False], [], [], []]),
        ("a third power of a matrix", ["entry", ["A", 3, True], [], [of(POSITIVE), of(POSITIVE)], []]),
        ("nothing before the bar", ["density", "p", [], [["x", None, of(POSITIVE)]]]),
        ("a negative pi", ["symbol", "pi", False]),
        ("no prime", ["prime", 1]),
        ("no vector", ["vector"]),
        ("a sign that is none", ["symbol", "a", 1]),
    ],
)
def test_the_reader_checks_every_atom(why, atom):
    with pytest.raises((Refused, TypeError, ValueError)):
        term(of(atom))


def test_terms_go_out_and_in(book):
    for _, claim, _, _ in traced_lines()[::5]:
        assert term(packed(claim.left)) == claim.left


def test_wrong_usage_and_files_that_are_not_there(tmp_path, capsys):
    assert main([]) == 2 and main(["--help-me"]) == 2 and main([str(tmp_path / "none.json")]) == 2
    assert "usage" in capsys.readouterr().err
    (tmp_path / "note.md").write_text("a = b")
    assert main([str(tmp_path / "note.md")]) == 1
    assert "no JSON" in capsys.readouterr().err


def test_the_size_is_counted(capsys):
    assert main(["--size"]) == 0
    printed = capsys.readouterr().out
    total = int(printed.strip().splitlines()[-1].split()[0])
    from pathlib import Path

    import derivations.kernel

    sizes = dict(code_lines(Path(derivations.kernel.__file__).parent))
    assert total == sum(sizes.values()) and sizes["replay.py"] > 50
    assert count('"""Doc."""\n\n# why\nx = (1,\n     2)\n') == 2


def test_the_door_of_the_kernel_has_the_manners_of_the_others(page, tmp_path):
    """A reader of a pipe that has gone, a closed or full output, escapes in a name: no traceback, nothing obeyed."""
    path = tmp_path / "page\x1b[31m.json"
    path.write_text(page, encoding="utf-8")
    words = [sys.executable, "-m", "derivations.kernel", str(path)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    reader, writer = os.pipe()
    os.close(reader)
    gone = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, env=settings)
    os.close(writer)
    assert (gone.returncode, gone.stderr) == (0, b"")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, env=settings)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"no space left" in done.stderr
    shown = subprocess.run(words, capture_output=True, env=settings)
    assert shown.returncode == 0 and b"\x1b" not in shown.stdout and "page␛[31m.json".encode() in shown.stdout


@pytest.mark.parametrize("text", ["1e999999999", "1E9", "0x1", " 1", "1_0", "1/0", "9" * 5000, "½", "nan"])
def test_a_number_that_a_few_signs_make_endless_is_none(text):
    with pytest.raises((Refused, ZeroDivisionError)):
        number(text)

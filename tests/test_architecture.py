"""The arrows between the rooms: who may import whom, read from the source of every module.

`derivations` never rounds, `numerics` never proves, `figures` only shows; the doors (`__main__`) may look anywhere and
nobody imports a door.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sources import SOURCES, imported, nodes, tree

GRAMMAR = {f"derivations.reading.grammar.{m}" for m in ("binders", "measures", "names", "optima")}  # are recursive
HAND_WRITTEN = ("vae.model", "vae.adam", "vae.train", "estimates.monte_carlo", "worlds.world")
# The wings of `derivations`, and what each may import beside itself: arrows run down this table only.
SAID = {"language", "numbers", "printing"}
BELOW = {
    "language": set(),
    "numbers": set(),
    "printing": {"language"},
    "kernel": {"language"},
    "worlds": {"language", "numbers"},
    "prover": {"kernel", "language", "numbers"},
    "judging": {"prover", "kernel", "worlds", *SAID},
    "chapters": {"judging", "kernel", "language"},
    "reading": {"chapters", "judging", "prover", "kernel", "worlds", *SAID},
    "telling": {"reading", "chapters", "judging", "prover", "kernel", "worlds", *SAID},
    "exercises": {"telling", "reading", "chapters", "judging", "kernel", *SAID},
    "page": {"telling", "reading", "chapters", "judging", "kernel", "worlds", *SAID},
    "doors": {"page", "exercises", "telling", "reading", "chapters", "judging", "prover", "kernel", "worlds", *SAID},
    "__main__": {"doors", "telling", "chapters", "judging"},
}
NUMERIC_WINGS = {
    "arithmetic": set(),
    "vae": {"arithmetic"},
    "worlds": {"arithmetic", "vae"},
    "estimates": {"arithmetic", "worlds"},
    "interpreter": {"arithmetic", "worlds"},
    "witnesses": {"arithmetic", "worlds", "estimates", "interpreter"},
    "doors": {"arithmetic", "vae", "estimates"},
}


class Imports(dict):
    """Module to what it imports, read when it is asked for: every run of any test collects this file."""

    def __init__(self, read: Callable[[Path], set[str]]):
        super().__init__()
        self.read = read

    def __missing__(self, module: str) -> set[str]:
        self[module] = self.read(SOURCES[module])
        return self[module]


IMPORTS = Imports(lambda path: imported(nodes(path)))  # at the top or inside a function
TOP = Imports(lambda path: imported(tree(path).body))


def offenders(modules: Iterable[str], forbidden: Callable[[str], Iterable]) -> dict[str, list]:
    """What is forbidden and found, by module; the modules are some."""
    looked_at = list(modules)
    assert looked_at
    return {module: found for module in looked_at if (found := sorted(forbidden(module)))}


def is_door(module: str) -> bool:
    return module.endswith(".__main__")


def reaches(module: str, *targets: str) -> set[str]:
    """Which of the packages or modules a module imports directly."""
    return {i for i in IMPORTS[module] for t in targets if i == t or i.startswith(f"{t}.")}


def everything_behind(module: str) -> set[str]:
    """Every module of ours that importing this one may load."""
    seen, waiting = set(), [module]
    while waiting:
        for name in IMPORTS[waiting.pop()]:
            if name in SOURCES and name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def test_nobody_imports_a_door():
    assert not offenders(SOURCES, lambda module: {i for i in IMPORTS[module] if i.split(".")[-1] == "__main__"})


def rounding(module: str) -> set[str]:
    shown = () if module.startswith("derivations.page.") else ("figures", "matplotlib")  # the page shows pictures
    return reaches(module, "numerics", "numpy", "scipy", *shown)


def test_derivations_look_at_nothing_that_rounds():
    assert not offenders((m for m in SOURCES if m.startswith("derivations.") and not is_door(m)), rounding)


def test_numerics_do_not_look_at_pictures():
    numeric = (m for m in SOURCES if re.match(r"numerics\.(?!doors\.)", m))
    assert not offenders(numeric, lambda module: reaches(module, "figures", "matplotlib"))


def wing(module: str) -> str:
    """The wing of a module of `derivations`: what is open at the top are chapters, a wing's `__main__` is a door."""
    second = "doors" if module.endswith(".__main__") and module.count(".") > 1 else module.split(".")[1]
    return second if second in BELOW else "chapters"


def ours(module: str, package: str) -> set[str]:
    return {i for i in IMPORTS[module] if i in SOURCES and i.startswith(f"{package}.")}


def up(module: str) -> set[str]:
    """What a module of `derivations` may not look at, and does."""
    return {i for i in ours(module, "derivations") if wing(i) not in BELOW[wing(module)] | {wing(module)}}


def test_no_arrow_runs_up_between_the_wings():
    assert not offenders((m for m in SOURCES if m.startswith("derivations.")), up)


def test_an_arrow_that_runs_up_is_seen(monkeypatch):
    forbidden = {"derivations.worlds.counterexample", "numpy"}
    monkeypatch.setitem(IMPORTS, "derivations.kernel.terms", forbidden)
    seen = [offenders(["derivations.kernel.terms"], up), offenders(["derivations.kernel.terms"], rounding)]
    assert seen == [{"derivations.kernel.terms": [name]} for name in sorted(forbidden)]


def up_in_numerics(module: str) -> set[str]:
    mine = module.split(".")[1]
    return {i for i in ours(module, "numerics") if i.split(".")[1] not in NUMERIC_WINGS[mine] | {mine}}


def test_no_arrow_runs_up_between_the_wings_of_numerics():
    assert not offenders((m for m in SOURCES if m.startswith("numerics.") and not is_door(m)), up_in_numerics)


def chapters() -> list[str]:
    from derivations.contents import CHAPTERS

    return [f"derivations.{name}" for name in CHAPTERS]


@pytest.mark.parametrize("module", chapters())
def test_a_chapter_rests_on_the_rooms_below_and_earlier_chapters(module):
    order = [*chapters()]
    earlier = order[: order.index(module) + 1]
    parts = {m for m in SOURCES for chapter in earlier if m.startswith(f"{chapter}_") and m not in order}
    allowed = {"derivations.notation", *earlier[:-1], *parts}
    found = {i for i in everything_behind(module) if wing(i) == "chapters"}
    assert found <= allowed, f"{module} rests on {sorted(found - allowed)}"


def test_reading_text_needs_no_algebra():
    """From text to a syntax tree without sympy: what a formula says is decided before what it means."""
    textual = (m for m in SOURCES if re.match(r"derivations\.reading\.(text|grammar)\.", m))
    assert not offenders(
        textual,
        lambda module: {
            i for m in {module, *everything_behind(module)} for i in reaches(m, "sympy", "derivations.language")
        },
    )


FILES = "derivations.telling.files"  # how files are written, of any kind: knows nothing else of ours


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_hand_written_numerics_know_no_derivation(name):
    for module in {f"numerics.{name}", *everything_behind(f"numerics.{name}")} - {FILES}:
        known = reaches(module, "derivations", "sympy")
        assert all(i == FILES or i.startswith(f"{FILES}.") for i in known), module


def test_writing_files_rests_on_the_standard_library_alone():
    assert {i.split(".")[0] for i in IMPORTS[FILES]} <= {"__future__", *sys.stdlib_module_names}


def test_no_arrow_runs_in_a_circle_between_files():
    """At the top of a file; the grammar of formulas is recursive, and so are its files."""
    assert not offenders(SOURCES.keys() - GRAMMAR, lambda module: behind_at_the_top(module) & {module})


def behind_at_the_top(module: str) -> set[str]:
    seen, waiting = set(), [module]
    while waiting:
        for name in TOP[waiting.pop()]:
            if name in SOURCES and name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


JUDGE = "derivations.judging.derivation"
TRUSTED = sorted(m for m in {JUDGE, *behind_at_the_top(JUDGE)} if wing(m) not in ("worlds", "printing"))


def test_what_proves_is_found():
    names = {m.split(".")[-1] for m in TRUSTED}
    assert {"terms", "making", "translation", "replay", "table", "bounds", "gaussians", "rules"} <= names
    assert {"words", "theorem", "densities", "definitions", "integrals", "varying", "tactics"} <= names


ROUNDING = ("float", "evalf", "N", "n")


def floating(module: str) -> set[str]:
    exact = {"math", "math.gcd", "math.lcm"}  # whole numbers
    return reaches(module, "math", "random", "mpmath") - exact | {
        f"line {n.lineno}"
        for n in nodes(SOURCES[module])
        if (isinstance(n, ast.Constant) and isinstance(n.value, float))
        or (isinstance(n, ast.Call) and getattr(n.func, "id", getattr(n.func, "attr", "")) in ROUNDING)
    }


def test_what_proves_has_no_floating_point():
    assert not offenders([*TRUSTED, "derivations.judging.chapter", *chapters()], floating)


FORBIDDEN = re.compile(r"\b(?:simplify|integrate\(.*sympy|doit|nsimplify|sympify\(.*str|eval|exec)\(|force=True")


def test_the_trusted_path_never_guesses():
    """No simplify, doit or forced expansion (each was caught being wrong), and no text evaluated as code."""
    assert not offenders(TRUSTED, lambda module: FORBIDDEN.findall(SOURCES[module].read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "module",
    ["judging.verification", "telling.records", "telling.report", "telling.wording", "contents", "kl_decomposition"],
)
def test_the_quick_road_loads_nothing_heavy(module):
    """What `--json --no-witness` runs through imports neither numpy, scipy, matplotlib nor rich."""
    for behind in {f"derivations.{module}", *everything_behind(f"derivations.{module}")}:
        assert not reaches(behind, "numpy", "scipy", "matplotlib", "rich"), behind


@pytest.mark.slow
def test_the_quick_road_loads_nothing_heavy_in_fact():
    code = (
        "import sys; from derivations.__main__ import main; status = main(['--json', '--no-witness']);"
        "sys.exit(3 if {'numpy', 'scipy', 'matplotlib', 'rich'} & set(sys.modules) else status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr

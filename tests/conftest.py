"""What holds for every test: objects that live as long as the run are looked through for garbage once, not again; of
many examples of one kind the quick suite has the first, and `.ci/run` all of them."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path

import pytest

OFTEN_ENOUGH = (100_000, 20, 20)  # as the door has it: small objects in great numbers, hardly any of them in circles
TESTS = Path(__file__).parent
IN_MANY_WORDS = (TESTS / "reading", TESTS / "telling/test_mended.py", TESTS / "worlds/test_kept_places.py",
                 TESTS / "numerics/test_gradient_faults.py")  # fmt: skip
"""Rooms whose tests have ten, twenty or a hundred examples of one kind, each a note or a search of its own."""
FIRST = 3


def pytest_configure() -> None:
    gc.set_threshold(*OFTEN_ENOUGH)


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    examples: Counter[tuple[Path, str]] = Counter()
    for item in items:
        one_of_many = isinstance(item, pytest.Function) and item.originalname != item.name
        if one_of_many and any(room in (item.path, *item.path.parents) for room in IN_MANY_WORDS):
            examples[item.path, item.originalname] += 1
            if examples[item.path, item.originalname] > FIRST:
                item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    gc.freeze()

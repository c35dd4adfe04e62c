"""What holds for every test: objects that live as long as the run are looked through for garbage once, not again."""

from __future__ import annotations

import gc

OFTEN_ENOUGH = (100_000, 20, 20)  # as the door has it: small objects in great numbers, hardly any of them in circles


def pytest_configure() -> None:
    gc.set_threshold(*OFTEN_ENOUGH)


def pytest_collection_finish() -> None:
    gc.freeze()

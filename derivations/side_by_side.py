"""The same work on many items in two processes, for work that needs no more than the items and returns plain data."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Sequence


def each(function: Callable, items: Sequence, cost: Callable) -> list:
    """[function(item) for item in items]: half of it, by cost, in a forked child where there is a second processor.

    What the child does not bring back is done here, so that an error is raised where it can be told. Nothing is
    forked once numpy is loaded: its threads do not survive a fork.
    """
    mine, theirs = halves([cost(item) for item in items])
    if not theirs or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2 or "numpy" in sys.modules:
        return [function(item) for item in items]
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as answer:
                pickle.dump([function(items[k]) for k in theirs], answer)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    try:
        results = {k: function(items[k]) for k in mine}
    except BaseException:
        os.close(reading)  # a child that still writes finds nobody reading, and ends
        os.waitpid(child, 0)
        raise
    with os.fdopen(reading, "rb") as answer:
        brought = answer.read()
    _, status = os.waitpid(child, 0)
    parts = pickle.loads(brought) if status == 0 else [function(items[k]) for k in theirs]
    results.update(zip(theirs, parts, strict=True))
    return [results[k] for k in range(len(items))]


def halves(costs: Sequence[float]) -> tuple[list[int], list[int]]:
    """The places of the items in two parts of about equal cost: the dearest first, each to the cheaper part.

    >>> halves([5, 1, 4, 2])
    ([0, 1], [2, 3])
    """
    parts: tuple[list[int], list[int]] = ([], [])
    sums = [0.0, 0.0]
    for k in sorted(range(len(costs)), key=lambda k: -costs[k]):
        part = sums.index(min(sums))
        parts[part].append(k)
        sums[part] += costs[k]
    return sorted(parts[0]), sorted(parts[1])

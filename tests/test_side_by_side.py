"""Work shared between two processes: the same results as in one, and the same errors."""

import os
import subprocess
import sys

import pytest

from derivations.side_by_side import each, halves

PROCESSES = """
import os
from derivations.side_by_side import each
here = os.getpid()
print(*(pid == here for pid in each(lambda k: os.getpid(), range(4), lambda k: 1)))
def work(k):
    if os.getpid() != here: {misfortune}
    return k * k
print(each(work, range(4), lambda k: k))
"""


def run(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("misfortune", ["pass", "raise ValueError", "os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_results_do_not_depend_on_the_second_process(misfortune):
    where, results = run(PROCESSES.format(misfortune=misfortune))
    assert results == "[0, 1, 4, 9]"
    if (os.cpu_count() or 1) > 1 and hasattr(os, "fork"):
        assert sorted(where.split()) == ["False", "False", "True", "True"]


def test_an_error_is_raised_here():
    code = "from derivations.side_by_side import each\ntry: each(lambda k: 1 / k, [1, 0, 2], lambda k: 1)\n"
    assert run(code + "except ZeroDivisionError: print('told')") == ["told"]


def test_an_error_does_not_wait_for_a_child_that_has_much_to_say():
    code = (
        "import os\nfrom derivations.side_by_side import each\nhere = os.getpid()\n"
        "def work(k):\n    if os.getpid() == here: raise KeyError(k)\n    return 'x' * 10**7\n"
        "try: each(work, [1, 2], lambda k: 1)\nexcept KeyError: print('told')"
    )
    assert run(code) == ["told"]


def test_halves_cost_alike():
    for costs in ([], [3], [1, 1], [5, 4, 3, 2, 1], [10, 1, 1, 1]):
        one, two = halves(costs)
        assert sorted(one + two) == list(range(len(costs)))
        assert abs(sum(costs[k] for k in one) - sum(costs[k] for k in two)) <= max(costs, default=0)


def test_one_process_where_numpy_is_loaded():
    import numpy

    assert numpy and each(lambda k: os.getpid(), range(4), lambda k: 1) == [os.getpid()] * 4

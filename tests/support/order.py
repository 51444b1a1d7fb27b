"""The order of tests: slow files first, and evenly among the workers.

`--dist worksteal` gives each worker a share of the list, one after another, and a worker that is done takes from the
end of another's share. A slow test at the end of a share would run alone when all others are done.
"""

from collections.abc import Sequence
from itertools import groupby, islice

import pytest

SINGLY = (0, 1)
# Folders whose tests share a browser and its server, or a PostgreSQL of their own: on one worker, it is started once.
TOGETHER = ("portal/browser", "cli")


def spread(items: Sequence[pytest.Item], slow: Sequence[str], workers: int) -> list[pytest.Item]:
    """Return the tests so that each worker's share begins with some of the slow files.

    `slow` are beginnings of paths below tests/, the slowest first. The tests of a file stay together, since they may
    share a server, and so do the files of some folders; those of the two slowest files are spread themselves.
    """
    ranks = [(_rank(item, slow), item) for item in items]
    files = [
        [item for _, item in tests]
        for _, tests in groupby(
            sorted((each for each in ranks if each[0] < len(slow)), key=lambda each: (each[0], str(each[1].path))),
            key=lambda each: _group(each, slow),
        )
    ]
    quick = iter([item for rank, item in ranks if rank == len(slow)])
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        size = (len(items) - len(ordered)) // (workers - worker)
        first = [item for file in files[worker::workers] for item in file]
        ordered += [*first, *islice(quick, max(0, size - len(first)))]
    return [*ordered, *quick]


def _group(ranked: tuple[int, pytest.Item], slow: Sequence[str]) -> str:
    """Return what all tests have in common that stay together."""
    rank, item = ranked
    if rank in SINGLY:
        return item.nodeid
    return slow[rank] if slow[rank] in TOGETHER else str(item.path)


def _rank(item: pytest.Item, slow: Sequence[str]) -> int:
    """Return the place of the test's file in the list of slow ones; after all of them if it isn't slow."""
    name = item.nodeid.removeprefix("tests/")
    return next((place for place, prefix in enumerate(slow) if name.startswith(prefix)), len(slow))

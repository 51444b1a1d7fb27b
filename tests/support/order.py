"""The order of tests: slow files first, and evenly among the workers.

`--dist worksteal` gives each worker a share of the list, one after another, and a worker that is done takes from the
end of another's share. A slow test at the end of a share would run alone when all others are done.
"""

from collections.abc import Sequence
from itertools import groupby, islice

import pytest

# What starts processes, fills tables or tries hundreds of requests, the slowest first. ALL=yes adds it to `make test`.
# Each is the beginning of a path below tests/.
SLOW = (
    "contract/test_schemathesis.py",
    "inventory/test_machine.py",
    "portal/samples/",
    "fuzz/",
    "server/",
    "demo/",
    "portal/browser/",
    "cli/",
    "lists/",
    "portal/test_pages.py",
    "access/test_authority.py",
    "access/test_elsewhere.py",
    "api/test_revisions_grow.py",
    "db/test_search_plan.py",
    "db/test_product_search.py",
    "portal/mock/test_same_faults.py",
    "appointments/test_machine.py",
    "mutants/",
    "appointment_messages/test_servers.py",
    "clients/test_search_property.py",
    "contract/test_openapi.py",
    "api/v1/attendance/test_receipt_print.py",
    "api/v1/images/",
    "access/test_matrix.py",
    "unit/areas/images/test_hostile.py",
    "db/test_client_search_plan.py",
    "db/test_appointments_plan.py",
    "api/v1/goods/test_search_order.py",
    "accounts/test_parallel_attempts.py",
    "messages/test_invitation.py",
    "portal/mock/test_fake_data.py",
    "api/v1/user/test_invite_throttle.py",
    "free_time/",
    "contract/test_pages.py",
    "db/test_embedded.py",
    "unit/test_docs.py",
    "clients/test_duplicates.py",
    "contract/test_limits.py",
    "contract/test_refusals.py",
    "contract/test_body_faults.py",
    "db/test_stock_model.py",
    "db/test_stock_plan.py",
    "db/test_limits_plan.py",
    "api/v1/goods/test_units_property.py",
    "api/v1/company/staff/test_schedule_property.py",
    "api/v1/auth/test_guessing.py",
    "api/test_methods.py",
    "portal/mock/test_docs.py",
    "unit/areas/schedules/test_busy.py",
    "inventory/test_concurrency.py",
    "db/test_audit_plan.py",
    "db/test_outbox_plan.py",
    "db/test_search_migration.py",
    "unit/confined/test_pool.py",
    "unit/test_file_store_exit.py",
)
SINGLY = (0, 1)
# Folders whose tests share a browser and its server, or a PostgreSQL of their own: on one worker, it is started once.
TOGETHER = ("portal/browser/", "cli/")


def spread(items: Sequence[pytest.Item], workers: int, slow: Sequence[str] = SLOW) -> list[pytest.Item]:
    """Return the tests so that each worker's share begins with some of the slow files.

    The tests of a file stay together, since they may share a server, and so do the files of some folders; those of the
    two slowest files are spread themselves.
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

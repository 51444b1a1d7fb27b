"""What searching and exporting transactions refuse, in the words that are published."""

import pytest

from parlour.db.pool import Connection
from tests.contract.test_refusals import RefusalChecker
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

SEARCH, EXPORT = "search_for_product_transactions", "export_product_transactions"
PATHS = {SEARCH: f"/storages/transactions/{HARBOUR}", EXPORT: f"/storages/transactions/{HARBOUR}/export"}


@pytest.fixture
def checker(published: Description) -> RefusalChecker:
    return RefusalChecker(published)


async def test_a_period_that_ends_before_it_begins(client: Client, checker: RefusalChecker) -> None:
    early = {"start_date": "2026-02-01", "end_date": "2026-01-01"}
    early |= {"changed_after": "2026-02-01", "changed_before": "2026-01-01"}
    for operation, path in PATHS.items():
        checker.compare(operation, "ends_early", await client.get(path, params=early))


async def test_no_right_to_see_what_may_be_exported(client: Client, conn: Connection, checker: RefusalChecker) -> None:
    blind = await make_member(conn, "blind", "manager", storages_transactions_access=False)
    checker.compare(EXPORT, "no_right_to_see", await client.by(blind).get(PATHS[EXPORT]))

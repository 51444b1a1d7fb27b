"""What API v2 refuses in its own way, in the words that are published."""

import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.contract.test_refusals import RefusalChecker
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.operations import operations
from tests.support.people import HARBOUR
from tests.support.requests import address, name_of
from tests.support.world import settle_in

AUTOCOMPLETE = f"/locations/{HARBOUR}/products/autocomplete"


@pytest.fixture
def checker(published_v2: Description) -> RefusalChecker:
    return RefusalChecker(published_v2)


@pytest.fixture
def v2(client: Client) -> Client:
    return client.to(B2B_V2)


async def test_every_operation_asks_for_the_media_type_in_these_words(
    client: Client, conn: Connection, tenant: Tenant, litestar: Litestar, checker: RefusalChecker
) -> None:
    ids = await settle_in(conn, tenant)
    for method, path, handler in operations(litestar, B2B_V2):
        answer = await client.send(method, address(path, ids), headers={"Accept": "application/json"})
        checker.compare(name_of(handler), "no_media_type", answer)
    assert checker.count >= 8


async def test_a_missing_parameter_is_named_in_these_words(v2: Client, checker: RefusalChecker) -> None:
    checker.compare("v2.autocomplete_products", "missing_parameter", await v2.get(AUTOCOMPLETE))

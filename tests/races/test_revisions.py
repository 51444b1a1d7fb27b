"""Nobody overwrites what they haven't seen, nor changes what is gone: walked over all operations that can be told so.

The test makes the other change itself, in a transaction that it holds open until the request waits for it.
"""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from parlour.db.pool import Connection
from parlour.http.operation import Operation
from parlour.routes import all_operations
from tests.support.client import Client
from tests.support.requests import Ids, address, body, thing_in
from tests.support.waiting import wait_until_blocked

# The other change, by what the last id of the address names: as the server makes it, the lock first.
OF_MEMBER = "id = (SELECT min(service_id) FROM service_team_members WHERE team_member_id = $1)"
CHANGES = {
    "provided service": f"UPDATE services SET revision = revision + 1 WHERE {OF_MEMBER}",
    "schedule": "UPDATE schedules SET revision = revision + 1 WHERE team_member_id = $1",
    "transaction_id": """
        WITH document AS (
            SELECT d.id FROM stock_documents d JOIN stock_transactions t ON t.document_id = d.id
            WHERE t.id = $1 FOR NO KEY UPDATE OF d)
        UPDATE stock_transactions SET revision = revision + 1 FROM document WHERE stock_transactions.id = $1
    """,
}
HIDINGS = {
    "provided service": f"UPDATE services SET deleted_at = now() WHERE {OF_MEMBER}",
    "schedule": "UPDATE team_members SET deleted_at = now() WHERE id = $1",
    "strategy_id": "DELETE FROM event_strategies WHERE id = $1",
    "transaction_id": """
        WITH hidden AS (UPDATE stock_transactions SET deleted_at = now() WHERE id = $1 RETURNING document_id)
        UPDATE stock_documents SET deleted_at = now() WHERE id = (SELECT document_id FROM hidden)
    """,
}
TABLES = {
    "category_id": "categories",
    "service_category_id": "service_categories",
    "field_id": "custom_fields",
    "bill_id": "bills_of_materials",
    "document_id": "stock_documents",
    "form_id": "booking_forms",
    "strategy_id": "event_strategies",
    "seat_id": "appointments",
    "schedule_id": "event_schedules",
    "series_id": "event_series",
}
NAMED_IN_BODY = {"update_service_links": "service_id", "set_team_member_schedule": "team_member_id"}
# What only the body names is a fault of the body.
FAULT_IF_GONE = {"set_team_member_schedule"}
WITH_IF_MATCH = {each.unique_id: each for each in all_operations() if each.arguments.takes_if_match}


def change_of(name: str) -> str:
    return CHANGES.get(name) or f"UPDATE {table_of(name)} SET revision = revision + 1 WHERE id = $1"


def hiding_of(name: str) -> str:
    return HIDINGS.get(name) or f"UPDATE {table_of(name)} SET deleted_at = now() WHERE id = $1"


def table_of(name: str) -> str:
    return TABLES.get(name) or f"{name.removesuffix('_id')}s"


def changed_by(operation: Operation, named: str) -> str:
    """What the operation changes: not always what its address names."""
    if "schedule" in operation.id and named == "team_member_id":
        return "schedule"
    return "provided service" if (operation.tag, named) == ("Services", "team_member_id") else named


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return settled


def test_there_are_such_operations() -> None:
    assert len(WITH_IF_MATCH) > 10


async def raced(
    client: Client, conn: Connection, ids: Ids, operation: Operation, other_of: Callable[[str], str]
) -> httpx.Response:
    """The answer to a request that came while somebody else was at the same thing."""
    last = [name for name in operation.path_parts if name in operation.ids][-1]
    named = NAMED_IN_BODY.get(operation.id) or thing_in(operation.path, last) or ""
    sent = {"json": body(operation, ids), "headers": {"If-Match": '"1"'}}
    async with conn.transaction():
        await conn.execute(other_of(changed_by(operation, named)), getattr(ids, named))
        request = asyncio.create_task(client.send(operation.method, address(operation.path, ids), **sent))
        await wait_until_blocked(conn, request)
    return await request


@pytest.mark.parametrize("operation", WITH_IF_MATCH.values(), ids=WITH_IF_MATCH)
async def test_a_change_that_came_first_makes_the_tag_stale(
    client: Client, conn: Connection, ids: Ids, operation: Operation
) -> None:
    assert (await raced(client, conn, ids, operation, change_of)).status_code == 412


@pytest.mark.parametrize("operation", WITH_IF_MATCH.values(), ids=WITH_IF_MATCH)
async def test_what_was_deleted_first_is_not_there(
    client: Client, conn: Connection, ids: Ids, operation: Operation
) -> None:
    status = 422 if operation.id in FAULT_IF_GONE else 404
    assert (await raced(client, conn, ids, operation, hiding_of)).status_code == status

"""Nobody overwrites what they haven't seen, nor changes what is gone: walked over all operations that can be told so.

The test makes the other change itself, in a transaction that it holds open until the request waits for it.
"""

import asyncio

import httpx
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.operation import Operation
from tests.support.client import Client
from tests.support.operations import operations
from tests.support.requests import Ids, address, body, name_of
from tests.support.waiting import wait_until_blocked
from tests.support.world import settle_in

# The other change, by what the last id of the address names: as the server makes it, the lock first.
CHANGES = {
    "product_id": "UPDATE products SET revision = revision + 1 WHERE id = $1",
    "category_id": "UPDATE categories SET revision = revision + 1 WHERE id = $1",
    "tag_id": "UPDATE tags SET revision = revision + 1 WHERE id = $1",
    "document_id": "UPDATE stock_documents SET revision = revision + 1 WHERE id = $1",
    "transaction_id": """
        WITH document AS (
            SELECT d.id FROM stock_documents d JOIN stock_transactions t ON t.document_id = d.id
            WHERE t.id = $1 FOR NO KEY UPDATE OF d)
        UPDATE stock_transactions SET revision = revision + 1 FROM document WHERE stock_transactions.id = $1
    """,
}
HIDINGS = {
    "product_id": "UPDATE products SET deleted_at = now() WHERE id = $1",
    "category_id": "UPDATE categories SET deleted_at = now() WHERE id = $1",
    "tag_id": "UPDATE tags SET deleted_at = now() WHERE id = $1",
    "document_id": "UPDATE stock_documents SET deleted_at = now() WHERE id = $1",
    "transaction_id": """
        WITH hidden AS (UPDATE stock_transactions SET deleted_at = now() WHERE id = $1 RETURNING document_id)
        UPDATE stock_documents SET deleted_at = now() WHERE id = (SELECT document_id FROM hidden)
    """,
}
OPERATIONS = sorted(
    operation
    for act in ("update", "delete")
    for operation in (
        *(f"{act}_{noun}" for noun in ("product", "product_category", "document", "transaction")),
        f"{act}_tag_by_tag_id",
        f"v2.{act}_tag",
    )
)


@pytest.fixture
async def ids(conn: Connection, tenant: Tenant) -> Ids:
    return await settle_in(conn, tenant)


def with_if_match(litestar: Litestar) -> dict[str, tuple[str, str, Operation]]:
    return {
        name_of(handler): (method, path, handler)
        for method, path, handler in operations(litestar)
        if handler.arguments.takes_if_match
    }


def test_these_are_all_operations_that_take_a_tag(litestar: Litestar) -> None:
    assert sorted(with_if_match(litestar)) == OPERATIONS


async def raced(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, operation: str, others: dict[str, str]
) -> httpx.Response:
    """The answer to a request that came while somebody else was at the same thing."""
    method, path, handler = with_if_match(litestar)[operation]
    named = path.rpartition("{")[2].partition(":")[0].rstrip("}")
    headers = {"If-Match": '"1"'}
    async with conn.transaction():
        await conn.execute(others[named], getattr(ids, named))
        request = asyncio.create_task(client.send(method, address(path, ids), json=body(handler, ids), headers=headers))
        await wait_until_blocked(conn, request)
    return await request


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_a_change_that_came_first_makes_the_tag_stale(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, operation: str
) -> None:
    assert (await raced(client, conn, litestar, ids, operation, CHANGES)).status_code == 412


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_what_was_deleted_first_is_not_there(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, operation: str
) -> None:
    assert (await raced(client, conn, litestar, ids, operation, HIDINGS)).status_code == 404

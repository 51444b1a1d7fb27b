"""A stock-take and what is entered of the time before it, at once: in any order, what was counted lies there."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, LiteralString

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.inventory.checks import differences
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import levels_of
from tests.support.people import CHAIN, HARBOUR

LOCK_PRODUCT: LiteralString = "SELECT FROM products WHERE id = $1 FOR NO KEY UPDATE"
COUNT_WAITING: LiteralString = """
    SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE NOT l.granted AND a.datname = current_database()
"""
OPERATION = f"/storage_operations/operation/{HARBOUR}"
DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
SALE, RECEIPT, TRANSFER, STOCK_TAKE = 1, 3, 5, 6
EARLIER, MOMENT, LATER = "2025-11-05T12:00:00Z", "2025-11-10T12:00:00Z", "2025-11-15T12:00:00Z"


@pytest.fixture
async def product(conn: Connection, tenant: Tenant) -> Product:
    return await make_product(conn, tenant, await make_category(conn, tenant), "Lotion")


def operation(kind: int, at: str, product: Product, amount: int, **fields: Any) -> dict[str, Any]:
    lines = [{"good_id": product.id, "amount": amount, "cost_per_unit": 1}]
    return {"type_id": kind, "storage_id": 2, "create_date": at, "goods_transactions": lines, **fields}


async def entered(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = (await client.post(OPERATION, body)).json()["data"]
    return data


async def at_once(
    conn: Connection, product: Product, *requests: Callable[[], Awaitable[httpx.Response]]
) -> list[httpx.Response]:
    """The answers to requests that all wait for the same product, in this order."""
    begun = []
    async with conn.transaction():
        await conn.execute(LOCK_PRODUCT, product.id)
        for request in requests:
            begun.append(asyncio.ensure_future(request()))
            while await conn.fetchval(COUNT_WAITING) < len(begun):
                assert not begun[-1].done(), f"did not wait: {begun[-1].result()}"
                await asyncio.sleep(0.005)
    return list(await asyncio.gather(*begun))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [(RECEIPT, {}, 4), (SALE, {}, -4), (TRANSFER, {"storage_id": 1, "to_storage_id": 2}, 4), (STOCK_TAKE, {}, 4)],
)
async def test_a_count_and_what_was_before_it_entered_at_once(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    product: Product,
    turned: bool,
    kind: int,
    fields: dict[str, Any],
    expected: int,
) -> None:
    bodies = [operation(STOCK_TAKE, MOMENT, product, 7), operation(kind, EARLIER, product, 4, **fields)]
    requests = [partial(client.post, OPERATION, body) for body in bodies]
    answers = await at_once(conn, product, *(reversed(requests) if turned else requests))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (await levels_of(conn, tenant, product.id))[2] == 7
    found = await conn.fetchval(
        "SELECT expected FROM stock_transactions WHERE kind = 'stock_take' AND occurred_at = $1::text::timestamptz",
        MOMENT,
    )
    assert found == expected
    assert await differences(conn, CHAIN) == []


async def test_a_count_is_changed_while_something_is_entered_before_it(
    client: Client, conn: Connection, tenant: Tenant, product: Product
) -> None:
    """The one that comes second finds what the first has made of the count."""
    taken = await entered(client, operation(STOCK_TAKE, MOMENT, product, 7))
    body = {
        "document_id": taken["document"]["id"],
        "good_id": product.id,
        "operation_unit_type": 1,
        "amount": 9,
        "cost_per_unit": 0,
        "discount": 0,
        "cost": 0,
    }
    path = f"{TRANSACTIONS}/{taken['transactions'][0]['id']}"
    received, changed = await at_once(
        conn,
        product,
        lambda: client.post(OPERATION, operation(RECEIPT, EARLIER, product, 4)),
        lambda: client.put(path, body),
    )
    assert (received.status_code, changed.status_code) == (200, 200)
    shown = changed.json()["data"]
    assert (shown["counted_amount"], shown["expected_amount"], shown["amount"]) == (9, 4, 5)
    assert (await levels_of(conn, tenant, product.id))[2] == 9
    assert await differences(conn, CHAIN) == []


@pytest.mark.parametrize("turned", [False, True])
async def test_a_count_is_moved_or_deleted_while_something_is_entered_before_it(
    client: Client, conn: Connection, tenant: Tenant, product: Product, turned: bool
) -> None:
    moved = await entered(client, operation(STOCK_TAKE, MOMENT, product, 7))
    deleted = await entered(client, operation(STOCK_TAKE, LATER, product, 5))
    to_later = {"type_id": STOCK_TAKE, "storage_id": 2, "create_date": LATER}
    for change in (
        partial(client.delete, f"{DOCUMENTS}/{deleted['document']['id']}"),
        partial(client.put, f"{DOCUMENTS}/{moved['document']['id']}", to_later),
    ):
        requests = [change, partial(client.post, OPERATION, operation(RECEIPT, EARLIER, product, 4))]
        answers = await at_once(conn, product, *(reversed(requests) if turned else requests))
        assert {answer.status_code for answer in answers} <= {200, 202}
        assert (await levels_of(conn, tenant, product.id))[2] == 7
        assert await differences(conn, CHAIN) == []


async def test_many_counts_and_receipts_in_no_order(
    client: Client, conn: Connection, tenant: Tenant, product: Product
) -> None:
    """The last count says what is there, whatever the others found."""
    days = [(day, STOCK_TAKE if day % 3 == 0 else RECEIPT) for day in range(1, 22)]
    bodies = [operation(kind, f"2025-11-{day:02}T12:00:00Z", product, day) for day, kind in days]
    answers = await asyncio.gather(*(client.post(OPERATION, body) for body in bodies[::2] + bodies[1::2]))
    assert {answer.status_code for answer in answers} == {200}
    assert (await levels_of(conn, tenant, product.id))[2] == 21
    assert await differences(conn, CHAIN) == []

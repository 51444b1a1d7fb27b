"""Everything that moves stock waits for the locks of the product and the document, and uses what it finds then."""

import asyncio
from decimal import Decimal
from typing import Any, LiteralString

import asyncpg
import httpx
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import levels_of, put_in
from tests.support.operations import operations
from tests.support.people import HARBOUR
from tests.support.requests import Ids, address, body, name_of
from tests.support.waiting import wait_until_blocked

MOVING = (
    "create_inventory_operation",
    "create_transaction",
    "update_transaction",
    "delete_transaction",
    "update_document",
    "delete_document",
)
ON_A_DOCUMENT = tuple(name for name in MOVING if name != "create_inventory_operation")
LOCK_PRODUCT: LiteralString = "SELECT FROM products WHERE id = $1 FOR NO KEY UPDATE"
LOCK_DOCUMENT: LiteralString = "SELECT FROM stock_documents WHERE id = $1 FOR NO KEY UPDATE"
OPERATION = f"/storage_operations/operation/{HARBOUR}"
DAY = "2026-01-31T18:30:00-05:00"


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return settled


def send(client: Client, litestar: Litestar, name: str, ids: Ids) -> "asyncio.Task[httpx.Response]":
    """A good request of an operation, on its way."""
    method, path, handler = next(each for each in operations(litestar) if name_of(each[2]) == name)
    return asyncio.create_task(client.send(method, address(path, ids), json=body(handler, ids)))


def sale(*product_ids: int, amount: float = 1) -> dict[str, Any]:
    lines = [{"good_id": product_id, "amount": amount, "cost_per_unit": 1} for product_id in product_ids]
    return {"type_id": 1, "storage_id": 2, "create_date": DAY, "goods_transactions": lines}


@pytest.mark.parametrize("name", MOVING)
async def test_a_product_that_is_held_is_waited_for(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, name: str
) -> None:
    async with conn.transaction():
        await conn.execute(LOCK_PRODUCT, ids.product_id)
        request = send(client, litestar, name, ids)
        await wait_until_blocked(conn, request)
    assert (await request).status_code in (200, 201, 202, 204)


@pytest.mark.parametrize("name", ON_A_DOCUMENT)
async def test_a_document_that_is_held_is_waited_for(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, name: str
) -> None:
    async with conn.transaction():
        await conn.execute(LOCK_DOCUMENT, ids.document_id)
        request = send(client, litestar, name, ids)
        await wait_until_blocked(conn, request)
    assert (await request).status_code in (200, 201, 202, 204)


async def test_nothing_is_put_on_a_document_that_is_deleted_meanwhile(
    client: Client, conn: Connection, litestar: Litestar, tenant: Tenant, ids: Ids
) -> None:
    before = await levels_of(conn, tenant, ids.product_id)
    async with conn.transaction():
        await conn.execute("UPDATE stock_documents SET deleted_at = now() WHERE id = $1", ids.document_id)
        request = send(client, litestar, "create_transaction", ids)
        await wait_until_blocked(conn, request)
    assert faults_of(await request) == {"document_id": "There is no such document here."}
    assert await levels_of(conn, tenant, ids.product_id) == before


@pytest.mark.parametrize("name", [name for name in ON_A_DOCUMENT if name != "create_transaction"])
async def test_what_is_deleted_meanwhile_is_not_found(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, name: str
) -> None:
    async with conn.transaction():
        await conn.execute(LOCK_PRODUCT, ids.product_id)
        request = send(client, litestar, name, ids)
        await wait_until_blocked(conn, request)
        for table in ("stock_transactions", "stock_documents"):
            column = "document_id" if table == "stock_transactions" else "id"
            await conn.execute(f"UPDATE {table} SET deleted_at = now() WHERE {column} = $1", ids.document_id)
    answer = await request
    what = "Transaction" if "transaction" in name else "Document"
    assert (answer.status_code, answer.json()["meta"]["message"]) == (404, f"{what} not found.")


@pytest.mark.parametrize("name", [name for name in ON_A_DOCUMENT if name != "create_transaction"])
async def test_a_product_that_takes_its_place_meanwhile_is_locked_too(
    client: Client, conn: Connection, litestar: Litestar, tenant: Tenant, ids: Ids, database_url: str, name: str
) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Lotion")
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute(LOCK_PRODUCT, product.id)
        async with conn.transaction():
            await conn.execute(LOCK_PRODUCT, ids.product_id)
            request = send(client, litestar, name, ids)
            await wait_until_blocked(conn, request)
            await conn.execute(
                "UPDATE stock_transactions SET product_id = $1 WHERE document_id = $2", product.id, ids.document_id
            )
        await wait_until_blocked(other, request)
    await other.close()
    assert (await request).status_code in (200, 202)


async def test_what_is_refused_waits_for_no_product(client: Client, conn: Connection, ids: Ids) -> None:
    nowhere = {**sale(ids.product_id), "storage_id": 999_999}
    async with conn.transaction():
        await conn.execute(LOCK_PRODUCT, ids.product_id)
        async with asyncio.timeout(60):
            refused = await client.post(OPERATION, nowhere)
    assert faults_of(refused) == {"storage_id": "There is no such storage here."}


@pytest.mark.parametrize("name", ["create_inventory_operation", "create_transaction"])
async def test_a_product_that_is_deleted_meanwhile_is_not_moved(
    client: Client, conn: Connection, litestar: Litestar, tenant: Tenant, ids: Ids, name: str
) -> None:
    before = await levels_of(conn, tenant, ids.product_id)
    async with conn.transaction():
        await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", ids.product_id)
        request = send(client, litestar, name, ids)
        await wait_until_blocked(conn, request)
    assert (await request).status_code == 422
    assert await levels_of(conn, tenant, ids.product_id) == before


async def test_what_is_sold_counts_in_the_units_of_the_moment(client: Client, conn: Connection, tenant: Tenant) -> None:
    product = await make_product(
        conn, tenant, await make_category(conn, tenant), "Argan", sale_unit_id=11, write_off_unit_id=4, unit_ratio=250
    )
    async with conn.transaction():
        await conn.execute("UPDATE products SET unit_ratio = 100 WHERE id = $1", product.id)
        request = asyncio.create_task(client.post(OPERATION, sale(product.id)))
        await wait_until_blocked(conn, request)
    assert (await request).status_code == 200
    assert await levels_of(conn, tenant, product.id) == {2: Decimal(-100)}


async def test_the_last_bottle_is_sold_once(
    client: Client, conn: Connection, tenant: Tenant, database_url: str
) -> None:
    """Somebody else takes it while the request waits for the product."""
    await conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Last")
    await put_in(conn, tenant, product.id, 2, 1)
    async with conn.transaction():
        await conn.execute(LOCK_PRODUCT, product.id)
        request = asyncio.create_task(client.post(OPERATION, sale(product.id)))
        await wait_until_blocked(conn, request)
        await put_in(conn, tenant, product.id, 2, -1)
    assert (await request).status_code == 422
    assert await levels_of(conn, tenant, product.id) == {2: Decimal(0)}


@pytest.mark.parametrize("turned", [False, True])
async def test_products_are_locked_in_the_order_of_their_ids_whatever_the_order_of_the_lines(
    client: Client, conn: Connection, tenant: Tenant, database_url: str, turned: bool
) -> None:
    """Else two operations could wait for each other."""
    category = await make_category(conn, tenant)
    first, second, third = [(await make_product(conn, tenant, category, f"Lotion {number}")).id for number in range(3)]
    named = [first, second, third]
    other = await asyncpg.connect(database_url)
    async with conn.transaction():
        await conn.execute(LOCK_PRODUCT, second)
        request = asyncio.create_task(client.post(OPERATION, sale(*(reversed(named) if turned else named))))
        await wait_until_blocked(conn, request)
        with pytest.raises(asyncpg.LockNotAvailableError):
            await other.execute(f"{LOCK_PRODUCT} NOWAIT", first)
        await other.execute(f"{LOCK_PRODUCT} NOWAIT", third)
    await other.close()
    assert (await request).status_code == 200


async def test_a_document_is_locked_after_its_products(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, database_url: str
) -> None:
    other = await asyncpg.connect(database_url)
    for name in ON_A_DOCUMENT[:4]:
        async with conn.transaction():
            await conn.execute(LOCK_PRODUCT, ids.product_id)
            request = send(client, litestar, name, ids)
            await wait_until_blocked(conn, request)
            await other.execute(f"{LOCK_DOCUMENT} NOWAIT", ids.document_id)
            request.cancel()
        await asyncio.wait([request])
    await other.close()


async def test_a_product_is_not_deleted_over_goods_that_come_meanwhile(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """They come while the request waits for the product."""
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    async with conn.transaction():
        await conn.execute(LOCK_PRODUCT, product.id)
        request = asyncio.create_task(client.delete(f"/goods/{HARBOUR}/{product.id}"))
        await wait_until_blocked(conn, request)
        await put_in(conn, tenant, product.id, 2, 1)
    assert (await request).status_code == 409
    assert (await client.get(f"/goods/{HARBOUR}/{product.id}")).status_code == 200

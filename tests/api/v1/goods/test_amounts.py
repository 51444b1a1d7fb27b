"""`actual_amounts`: the stock of a product in each storage, in every answer that shows it."""

from decimal import Decimal
from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product, product_form
from tests.support.factories.stock import (
    NOTHING_THERE,
    make_document,
    make_storage,
    make_transaction,
    put_in,
    storages_of,
    take_out,
)
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, HILLSIDE

ADDRESS = f"/goods/{HARBOUR}"


async def amounts(client: Client, product: Product, location: int = HARBOUR) -> list[tuple[int, float]]:
    shown = (await client.get(f"/goods/{location}/{product.id}")).json()["data"]
    return [(each["storage_id"], each["amount"]) for each in shown["actual_amounts"]]


async def test_each_storage_shows_its_stock_in_write_off_units(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-071."""
    consumables, products = await storages_of(conn, tenant)
    await put_in(conn, tenant, argan.id, products, Decimal("1250.5"))
    await take_out(conn, tenant, argan.id, products, 250)
    assert await amounts(client, argan) == [(consumables, 0), (products, 1000.5)]


async def test_what_is_owed_is_below_zero(client: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    """Q-071."""
    consumables, products = await storages_of(conn, tenant)
    await take_out(conn, tenant, argan.id, consumables, 3)
    assert await amounts(client, argan) == [(consumables, -3), (products, 0)]


async def test_storages_come_by_weight_and_then_by_id(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-071."""
    consumables, products = await storages_of(conn, tenant)
    last = await make_storage(conn, tenant, weight=5)
    first = await make_storage(conn, tenant, weight=-1)
    assert [storage for storage, _ in await amounts(client, argan)] == [first, consumables, products, last]


async def test_every_answer_that_shows_a_product_shows_the_same(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, shampoos: Category
) -> None:
    await put_in(conn, tenant, argan.id, 2, 7)
    form = product_form(shampoos, sale_unit_id=1, service_unit_id=1)
    shown: list[dict[str, Any]] = [
        (await client.get(f"{ADDRESS}/{argan.id}")).json()["data"],
        (await client.put(f"{ADDRESS}/{argan.id}", form)).json()["data"],
        *[
            (await client.get(ADDRESS, params=query)).json()["data"][0]
            for query in ({}, {"term": "argan"}, {"category_id": shampoos.id}, {"changed_after": "2000-01-01"})
        ],
    ]
    assert [each["actual_amounts"] for each in shown] == [
        [{"storage_id": 1, "amount": 0}, {"storage_id": 2, "amount": 7}]
    ] * 6


async def test_a_new_product_has_no_stock(client: Client, shampoos: Category) -> None:
    made = (await client.post(ADDRESS, product_form(shampoos))).json()["data"]
    assert made["actual_amounts"] == NOTHING_THERE


async def test_a_product_of_the_chain_shows_each_location_its_own_storages(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant
) -> None:
    shared = await make_product(conn, chain, await make_category(conn, chain), "Shared")
    await put_in(conn, tenant, shared.id, 1, 10)
    await put_in(conn, hillside, shared.id, 4, 20)
    assert await amounts(client, shared) == [(1, 10), (2, 0)]
    assert await amounts(client, shared, HILLSIDE) == [(3, 0), (4, 20)]


async def test_storages_that_the_user_may_not_see_are_left_out(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-071."""
    consumables, products = await storages_of(conn, tenant)
    await put_in(conn, tenant, argan.id, consumables, 1)
    await put_in(conn, tenant, argan.id, products, 2)
    limited = await make_member(conn, "anna", "administrator", storages_ids=[products])
    assert await amounts(client.by(limited), argan) == [(products, 2)]
    listed = (await client.by(limited).get(ADDRESS)).json()["data"]
    assert listed[0]["actual_amounts"] == [{"storage_id": products, "amount": 2}]


async def test_a_deleted_transaction_no_longer_counts(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    document = await make_document(conn, tenant, Kind.RECEIPT, 1)
    transaction = await make_transaction(conn, tenant, document, argan.id, 5)
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = $1", transaction)
    assert await amounts(client, argan) == [(1, 0), (2, 0)]


async def test_a_stock_movement_is_no_change_of_the_product(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-011."""
    before = await client.get(f"{ADDRESS}/{argan.id}")
    await put_in(conn, tenant, argan.id, 1, 5)
    after = await client.get(f"{ADDRESS}/{argan.id}")
    assert after.headers["etag"] == before.headers["etag"]
    assert after.json()["data"]["last_change_date"] == before.json()["data"]["last_change_date"]


async def test_a_product_with_stock_can_be_deleted_and_its_history_stays(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    await put_in(conn, tenant, argan.id, 1, 5)
    assert (await client.send("DELETE", f"{ADDRESS}/{argan.id}", params={"force": 1})).status_code == 204
    assert await conn.fetchval("SELECT amount FROM stock_levels WHERE product_id = $1", argan.id) == 5
    assert await conn.fetchval("SELECT count(*) FROM stock_transactions WHERE deleted_at IS NULL") == 1

"""DELETE /goods/{location_id}/{product_id} of a product that still has stock"""

from decimal import Decimal
from typing import Any, LiteralString

import pytest

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import levels_of, put_in, storages_of, take_out
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

IS_HIDDEN: LiteralString = "SELECT deleted_at IS NOT NULL FROM products WHERE id = $1"
CONSUMABLES, PRODUCTS = 1, 2
FORCE = "With force=1 it is deleted anyway."


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant, shampoos: Category) -> Product:
    """A product that is used up by the millilitre."""
    return await make_product(
        conn, tenant, shampoos, "Argan", sale_unit_id=11, write_off_unit_id=4, unit_ratio=Decimal(250)
    )


def left(storage_id: int, title: str, amount: float | None) -> dict[str, Any]:
    return {"storage_id": storage_id, "title": title, "amount": amount, "unit": "ml"}


async def test_the_answer_lists_the_stock_and_nothing_is_deleted(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-106."""
    await put_in(conn, tenant, argan.id, PRODUCTS, Decimal("1000.5"))
    await put_in(conn, tenant, argan.id, CONSUMABLES, 20)
    answer = await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    assert answer.status_code == 409
    assert answer.json()["meta"] == {
        "message": f"The product still has stock: Consumables has 20 ml, Products has 1000.5 ml. {FORCE}",
        "conflict": True,
        "stock": [left(CONSUMABLES, "Consumables", 20), left(PRODUCTS, "Products", 1000.5)],
    }
    assert await conn.fetchval(IS_HIDDEN, argan.id) is False
    assert (await client.get(f"/goods/{HARBOUR}/{argan.id}")).status_code == 200


@pytest.mark.parametrize("force", ["1", "true"])
async def test_with_force_it_is_deleted_and_the_stock_stays_in_the_books(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, force: str
) -> None:
    """Q-106."""
    await put_in(conn, tenant, argan.id, PRODUCTS, 20)
    answer = await client.send("DELETE", f"/goods/{HARBOUR}/{argan.id}", params={"force": force})
    assert (answer.status_code, answer.content) == (204, b"")
    assert await conn.fetchval(IS_HIDDEN, argan.id) is True
    assert await levels_of(conn, tenant, argan.id) == {PRODUCTS: 20}


@pytest.mark.parametrize("force", ["0", "false"])
async def test_force_may_be_off(client: Client, conn: Connection, tenant: Tenant, argan: Product, force: str) -> None:
    await put_in(conn, tenant, argan.id, PRODUCTS, 20)
    answer = await client.send("DELETE", f"/goods/{HARBOUR}/{argan.id}", params={"force": force})
    assert answer.status_code == 409


async def test_force_is_a_switch(client: Client, argan: Product) -> None:
    answer = await client.send("DELETE", f"/goods/{HARBOUR}/{argan.id}", params={"force": "perhaps"})
    assert answer.status_code == 422
    assert "force" in answer.text


async def test_what_was_taken_out_or_is_owed_is_no_stock(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-106."""
    await put_in(conn, tenant, argan.id, PRODUCTS, 20)
    await take_out(conn, tenant, argan.id, PRODUCTS, 20)
    await take_out(conn, tenant, argan.id, CONSUMABLES, 5)
    assert (await client.delete(f"/goods/{HARBOUR}/{argan.id}")).status_code == 204


async def test_what_a_product_of_the_chain_has_elsewhere_counts(
    client: Client, conn: Connection, chain: Tenant, hillside: Tenant
) -> None:
    """Q-106."""
    product = await make_product(conn, chain, await make_category(conn, chain), "Towels")
    storage = (await storages_of(conn, hillside))[0]
    await put_in(conn, hillside, product.id, storage, 3)
    answer = await client.delete(f"/goods/{HARBOUR}/{product.id}")
    assert answer.status_code == 409
    assert [each["storage_id"] for each in answer.json()["meta"]["stock"]] == [storage]


async def test_hidden_storages_are_not_named(client: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    """Q-106."""
    await put_in(conn, tenant, argan.id, PRODUCTS, 20)
    limited = client.by(await make_member(conn, "limited", "manager", storages_ids=[CONSUMABLES]))
    answer = await limited.delete(f"/goods/{HARBOUR}/{argan.id}")
    assert answer.status_code == 409
    assert answer.json()["meta"] == {
        "message": f"The product still has stock: a storage that you don't see has some. {FORCE}",
        "conflict": True,
        "stock": [],
    }


async def test_amounts_are_for_those_who_may_see_them(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    await put_in(conn, tenant, argan.id, PRODUCTS, 20)
    limited = client.by(await make_member(conn, "limited", "manager", **{Permission.INVENTORY_VIEW.value: False}))
    answer = await limited.delete(f"/goods/{HARBOUR}/{argan.id}")
    assert answer.status_code == 409
    assert answer.json()["meta"] == {
        "message": f"The product still has stock: Products has some. {FORCE}",
        "conflict": True,
        "stock": [left(PRODUCTS, "Products", None)],
    }


async def test_a_stale_tag_is_reported_first(client: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    await put_in(conn, tenant, argan.id, PRODUCTS, 20)
    answer = await client.delete(f"/goods/{HARBOUR}/{argan.id}", headers={"If-Match": '"7"'})
    assert answer.status_code == 412

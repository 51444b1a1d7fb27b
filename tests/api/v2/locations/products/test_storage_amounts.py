"""GET /locations/{location_id}/products/{product_id}/storage_amounts"""

from decimal import Decimal

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v2.bodies import body
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import put_in, storages_of, take_out
from tests.support.people import HARBOUR, MANAGER

SET_RIGHTS = "UPDATE location_roles SET rights = $2 WHERE user_id = $1"


def amounts(product: Product) -> str:
    return f"/locations/{HARBOUR}/products/{product.id}/storage_amounts"


async def test_each_storage_has_its_line_also_where_nothing_ever_lay(
    v2: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-105."""
    first, second = await storages_of(conn, tenant)
    await put_in(conn, tenant, argan.id, first, Decimal("12.5"))
    await take_out(conn, tenant, argan.id, first, Decimal("2.5"))
    response = await v2.get(amounts(argan))
    assert response.json() == {
        "data": [
            {
                "type": "good_storage_amount",
                "id": f"{argan.id}_{first}",
                "attributes": {
                    "good_id": argan.id,
                    "storage_id": first,
                    "sale_amount": 3.3333333333,
                    "consumable_amount": 10,
                },
            },
            {
                "type": "good_storage_amount",
                "id": f"{argan.id}_{second}",
                "attributes": {"good_id": argan.id, "storage_id": second, "sale_amount": 0, "consumable_amount": 0},
            },
        ]
    }


async def test_what_is_owed_is_below_zero(v2: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    (first, _) = await storages_of(conn, tenant)
    await take_out(conn, tenant, argan.id, first, 5)
    (row, _) = (await v2.get(amounts(argan))).json()["data"]
    assert (row["attributes"]["sale_amount"], row["attributes"]["consumable_amount"]) == (-1.6666666667, -5)


async def test_with_its_storages(v2: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    first, second = await storages_of(conn, tenant)
    found = (await v2.get(f"{amounts(argan)}?include=storage")).json()
    assert [row["relationships"] for row in found["data"]] == [
        {"storage": {"data": {"type": "storage", "id": str(storage)}}} for storage in (first, second)
    ]
    assert found["included"] == [
        {"type": "storage", "id": str(first), "attributes": {"title": "Consumables"}},
        {"type": "storage", "id": str(second), "attributes": {"title": "Products"}},
    ]


async def test_hidden_storages_are_left_out(v2: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    first, second = await storages_of(conn, tenant)
    await put_in(conn, tenant, argan.id, first, 3)
    await conn.execute(SET_RIGHTS, MANAGER.id, f'{{"storages_ids": [{second}]}}')
    rows = (await v2.by(MANAGER).get(amounts(argan))).json()["data"]
    assert [row["id"] for row in rows] == [f"{argan.id}_{second}"]
    single = (await v2.by(MANAGER).get(f"/locations/{HARBOUR}/products/{argan.id}?include=storage_amounts")).json()
    assert [row["id"] for row in single["included"]] == [f"{argan.id}_{second}"]


async def test_the_storages_of_other_locations_are_left_out(
    v2: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant
) -> None:
    shared = await make_product(conn, chain, await make_category(conn, chain), "Argan")
    (elsewhere, _) = await storages_of(conn, hillside)
    await put_in(conn, hillside, shared.id, elsewhere, 3)
    rows = (await v2.get(amounts(shared))).json()["data"]
    assert [row["attributes"]["storage_id"] for row in rows] == await storages_of(conn, tenant)
    assert {row["attributes"]["consumable_amount"] for row in rows} == {0}


async def test_a_product_of_others_is_not_found(v2: Client, conn: Connection, abroad: Tenant) -> None:
    product = await make_product(conn, abroad, await make_category(conn, abroad), "Argan")
    response = await v2.get(amounts(product))
    assert (response.status_code, response.json()) == (404, body("Product not found."))


async def test_an_unknown_include_is_named(v2: Client, argan: Product) -> None:
    response = await v2.get(f"{amounts(argan)}?include=good")
    assert faults_of(response) == {"include": "`good` is not one of the documented values."}

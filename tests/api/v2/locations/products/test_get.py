"""GET /locations/{location_id}/products/{product_id}"""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v2.bodies import body
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import put_in, storages_of
from tests.support.people import HARBOUR


async def test_a_product_alone_has_an_empty_meta_and_nothing_else(v2: Client, argan: Product) -> None:
    found = (await v2.get(f"/locations/{HARBOUR}/products/{argan.id}")).json()
    listed = (await v2.get(f"/locations/{HARBOUR}/products")).json()
    assert found == {"data": listed["data"][0], "meta": []}


async def test_with_the_stock_in_each_storage(v2: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    first, second = await storages_of(conn, tenant)
    await put_in(conn, tenant, argan.id, second, 10)
    found = (await v2.get(f"/locations/{HARBOUR}/products/{argan.id}?include=storage_amounts,actual_cost")).json()
    assert found["data"]["relationships"] == {
        "storage_amounts": {
            "data": [{"type": "good_storage_amount", "id": f"{argan.id}_{storage}"} for storage in (first, second)]
        }
    }
    amounts = (await v2.get(f"/locations/{HARBOUR}/products/{argan.id}/storage_amounts")).json()
    assert found["included"] == amounts["data"]


async def test_the_cost_price_follows_the_receipts(
    v2: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan", unit_ratio=3)
    storage, _ = await storages_of(conn, tenant)
    await put_in(conn, tenant, product.id, storage, 10, cost=50)
    found = (await v2.get(f"/locations/{HARBOUR}/products/{product.id}?include=actual_cost")).json()
    assert found["data"]["attributes"]["actual_cost"] == 15


async def test_everything_that_can_be_included_at_once(v2: Client, argan: Product) -> None:
    names = ["loyalty_abonement_type", "loyalty_certificate_type", "mark_settings", "storage_amounts"]
    found = (
        await v2.get(f"/locations/{HARBOUR}/products/{argan.id}", params={"include": [*names, "actual_cost"]})
    ).json()
    assert [*found["data"]["relationships"]] == names
    assert found["data"]["attributes"]["actual_cost"] == 11


async def test_the_products_of_others_are_not_found(
    v2: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        product = await make_product(conn, owner, await make_category(conn, owner), "Argan")
        response = await v2.get(f"/locations/{HARBOUR}/products/{product.id}")
        assert (response.status_code, response.json()) == (404, body("Product not found."))


@pytest.mark.parametrize("unknown", ["good", "storages", "actual-cost"])
async def test_an_unknown_include_is_named(v2: Client, argan: Product, unknown: str) -> None:
    response = await v2.get(f"/locations/{HARBOUR}/products/{argan.id}?include=mark_settings,{unknown}")
    assert faults_of(response) == {"include": f"`{unknown}` is not one of the documented values."}

"""GET /locations/{location_id}/product_categories"""

from typing import Any, LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v2.bodies import body
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import HARBOUR

CATEGORIES = f"/locations/{HARBOUR}/product_categories"
COPY_PRODUCTS: LiteralString = """
    INSERT INTO products (chain_id, location_id, category_id, title, sale_unit_id, write_off_unit_id, search_text)
    SELECT $1, $2, $3, 'Product', 1, 1, 'product' FROM generate_series(1, $4)
"""


def resource(category: Category, **more: Any) -> dict[str, Any]:
    attributes = {
        "title": category.title,
        "is_chain": category.is_chain,
        "parent_category_id": category.parent_id,
    }
    return {"type": "good_category", "id": str(category.id), "attributes": attributes, **more}


@pytest.mark.parametrize("query", ["", "?filter[parent_category_id]=0", "?filter[parent_category_id]="])
async def test_without_a_parent_the_roots(
    v2: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant, abroad: Tenant, query: str
) -> None:
    tools = await make_category(conn, tenant, "Tools")
    hair = await make_category(conn, chain, "Hair")
    await make_category(conn, tenant, "Combs", parent_id=tools.id)
    for owner in (hillside, abroad):
        await make_category(conn, owner, "of others")
    assert (await v2.get(f"{CATEGORIES}{query}")).json() == {"data": [resource(hair), resource(tools)]}


async def test_with_a_parent_those_right_below_it(
    v2: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    child = await make_category(conn, tenant, "For dry hair", parent_id=shampoos.id)
    await make_category(conn, tenant, "For very dry hair", parent_id=child.id)
    found = (await v2.get(f"{CATEGORIES}?filter[parent_category_id]={shampoos.id}")).json()
    assert found == {"data": [resource(child)]}


async def test_with_direct_children(
    v2: Client, conn: Connection, tenant: Tenant, argan: Product, shampoos: Category
) -> None:
    child = await make_category(conn, tenant, "For dry hair", parent_id=shampoos.id)
    empty = await make_category(conn, tenant, "Tools")
    await make_product(conn, tenant, child, "deeper")
    found = (await v2.get(f"{CATEGORIES}?include=child_categories,goods")).json()
    children = [{"type": "good_category", "id": str(child.id)}]
    goods = [{"type": "good", "id": str(argan.id)}]
    assert found["data"] == [
        resource(shampoos, relationships={"child_categories": {"data": children}, "goods": {"data": goods}}),
        resource(empty, relationships={"child_categories": {"data": []}, "goods": {"data": []}}),
    ]
    product = (await v2.get(f"/locations/{HARBOUR}/products/{argan.id}")).json()["data"]
    assert found["included"] == [resource(child), product]


async def test_only_what_is_named_comes_along(v2: Client, argan: Product, shampoos: Category) -> None:
    found = (await v2.get(f"{CATEGORIES}?include=child_categories")).json()
    assert found["data"][0]["relationships"] == {"child_categories": {"data": []}}
    assert found["included"] == []


async def test_the_products_of_other_locations_stay_away(
    v2: Client, conn: Connection, chain: Tenant, hillside: Tenant
) -> None:
    shared = await make_category(conn, chain, "Shared")
    await make_product(conn, hillside, shared, "of Hillside")
    await make_category(conn, hillside, "of Hillside", parent_id=shared.id)
    found = (await v2.get(f"{CATEGORIES}?include=child_categories,goods")).json()
    assert found["included"] == []


async def test_of_each_category_come_250_products(
    v2: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-067."""
    await conn.execute(COPY_PRODUCTS, tenant.chain_id, tenant.location_id, shampoos.id, 251)
    other = await make_category(conn, tenant, "Tools")
    await make_product(conn, tenant, other, "Comb")
    found = (await v2.get(f"{CATEGORIES}?include=goods")).json()
    assert [len(row["relationships"]["goods"]["data"]) for row in found["data"]] == [250, 1]
    assert len(found["included"]) == 251


async def test_an_unknown_parent_is_not_found(v2: Client, conn: Connection, abroad: Tenant) -> None:
    of_others = await make_category(conn, abroad)
    for parent in (999_999, of_others.id):
        response = await v2.get(f"{CATEGORIES}?filter[parent_category_id]={parent}")
        assert (response.status_code, response.json()) == (404, body("Category not found."))


@pytest.mark.parametrize(
    ("query", "field", "fault"),
    [
        ("filter[parent_category_id]=-1", "filter[parent_category_id]", "Must be at least 0."),
        ("filter[parent_category_id]=x", "filter[parent_category_id]", "Expected a whole number."),
        ("include=products", "include", "`products` is not one of the documented values."),
    ],
)
async def test_a_parameter_out_of_its_limits_is_named(v2: Client, query: str, field: str, fault: str) -> None:
    assert faults_of(await v2.get(f"{CATEGORIES}?{query}")) == {field: fault}

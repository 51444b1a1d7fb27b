"""GET /locations/{location_id}/product_categories/{product_category_id}"""

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v2.bodies import body
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category
from tests.support.people import HARBOUR

CATEGORIES = f"/locations/{HARBOUR}/product_categories"


async def test_a_category_alone_has_an_empty_meta(v2: Client, conn: Connection, chain: Tenant) -> None:
    hair = await make_category(conn, chain, "Hair")
    assert (await v2.get(f"{CATEGORIES}/{hair.id}")).json() == {
        "data": {
            "type": "good_category",
            "id": str(hair.id),
            "attributes": {"title": "Hair", "is_chain": True, "parent_category_id": None},
        },
        "meta": [],
    }


async def test_with_direct_children(
    v2: Client, conn: Connection, tenant: Tenant, argan: Product, shampoos: Category
) -> None:
    child = await make_category(conn, tenant, "For dry hair", parent_id=shampoos.id)
    found = (await v2.get(f"{CATEGORIES}/{shampoos.id}?include=goods&include=child_categories")).json()
    assert found["data"]["relationships"] == {
        "child_categories": {"data": [{"type": "good_category", "id": str(child.id)}]},
        "goods": {"data": [{"type": "good", "id": str(argan.id)}]},
    }
    assert [(each["type"], each["id"]) for each in found["included"]] == [
        ("good_category", str(child.id)),
        ("good", str(argan.id)),
    ]


async def test_the_categories_of_others_are_not_found(
    v2: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        response = await v2.get(f"{CATEGORIES}/{(await make_category(conn, owner)).id}")
        assert (response.status_code, response.json()) == (404, body("Category not found."))


async def test_an_unknown_include_is_named(v2: Client, shampoos: Category) -> None:
    response = await v2.get(f"{CATEGORIES}/{shampoos.id}?include=parent")
    assert faults_of(response) == {"include": "`parent` is not one of the documented values."}

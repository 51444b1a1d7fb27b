"""GET /goods/category_node/{location_id}/{category_id}"""

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import HARBOUR, HILLSIDE


def children(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [child["title"] for child in response.json()["data"]["children"]]


async def test_a_category_is_shown_with_its_direct_children(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    hair = await make_category(conn, chain, "Hair")
    care = await make_category(conn, chain, "Care", parent_id=hair.id)
    masks = await make_category(conn, tenant, "Masks", parent_id=care.id)
    argan = await make_product(conn, tenant, care, "Argan")
    await make_product(conn, tenant, masks, "Further below")
    response = await client.get(f"/goods/category_node/{HARBOUR}/{care.id}")
    assert response.status_code == 200
    assert response.json() == {
        "success": True,
        "data": {
            "parent_id": hair.id,
            "item_id": 0,
            "category_id": care.id,
            "title": "Care",
            "is_chain": True,
            "is_category": True,
            "is_item": False,
            "children": [
                {
                    "parent_id": care.id,
                    "item_id": 0,
                    "category_id": masks.id,
                    "title": "Masks",
                    "is_chain": False,
                    "is_category": True,
                    "is_item": False,
                },
                {
                    "parent_id": care.id,
                    "item_id": argan.id,
                    "category_id": 0,
                    "title": "Argan",
                    "is_chain": False,
                    "is_category": False,
                    "is_item": True,
                },
            ],
            "children_count": 2,
        },
        "meta": [],
    }


async def test_an_empty_root_has_no_parent_and_no_children(client: Client, shampoos: Category) -> None:
    node = (await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}")).json()["data"]
    assert (node["parent_id"], node["children"], node["children_count"]) == (0, [], 0)


async def test_categories_come_first_then_products_each_by_title(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    for title in ("beta", "Éclat", "Alpha", "zeta", "Éclat a"):
        await make_product(conn, tenant, shampoos, title)
    for title in ("Über", "new", "Old"):
        await make_category(conn, tenant, title, parent_id=shampoos.id)
    response = await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}")
    assert children(response) == ["new", "Old", "Über", "Alpha", "beta", "Éclat", "Éclat a", "zeta"]


async def test_pages_follow_each_other_over_categories_and_products(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    for number in (3, 1, 2):
        await make_category(conn, tenant, f"Category {number}", parent_id=shampoos.id)
    for number in (2, 1):
        await make_product(conn, tenant, shampoos, f"Product {number}")
    pages = [
        await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}", params={"page": page, "count": 2})
        for page in (1, 2, 3, 4)
    ]
    assert [children(page) for page in pages] == [
        ["Category 1", "Category 2"],
        ["Category 3", "Product 1"],
        ["Product 2"],
        [],
    ]
    assert {page.json()["data"]["children_count"] for page in pages} == {5}


async def test_items_with_the_same_title_keep_their_order_over_pages(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    made = [(await make_product(conn, tenant, shampoos, "Argan")).id for _ in range(5)]
    shown = [
        child["item_id"]
        for page in (1, 2, 3)
        for child in (
            await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}", params={"page": page, "count": 2})
        ).json()["data"]["children"]
    ]
    assert shown == made


async def test_children_of_other_locations_are_neither_shown_nor_counted(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant
) -> None:
    hair = await make_category(conn, chain, "Hair")
    for owner, name in ((tenant, "mine"), (chain, "ours"), (hillside, "theirs")):
        await make_category(conn, owner, f"category, {name}", parent_id=hair.id)
        await make_product(conn, owner, hair, f"product, {name}")
    response = await client.get(f"/goods/category_node/{HARBOUR}/{hair.id}")
    assert children(response) == ["category, mine", "category, ours", "product, mine", "product, ours"]
    assert response.json()["data"]["children_count"] == 4


async def test_deleted_children_are_neither_shown_nor_counted(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    category = await make_category(conn, tenant, "Masks", parent_id=shampoos.id)
    product = await make_product(conn, tenant, shampoos, "Argan")
    await client.delete(f"/goods_categories/{HARBOUR}/{category.id}")
    await client.delete(f"/goods/{HARBOUR}/{product.id}")
    node = (await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}")).json()["data"]
    assert (node["children"], node["children_count"]) == ([], 0)


@pytest.mark.parametrize(("query", "shown"), [({}, 1000), ({"count": "1000"}, 1000), ({"count": "1"}, 1)])
async def test_a_page_holds_1000_unless_count_says_otherwise(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: dict[str, str], shown: int
) -> None:
    await conn.execute(
        "INSERT INTO categories (chain_id, location_id, parent_id, title, search_text)"
        " SELECT $1, $2, $3, 'Category ' || number, 'category ' || number FROM generate_series(1, 1001) AS number",
        tenant.chain_id,
        tenant.location_id,
        shampoos.id,
    )
    response = await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}", params=query)
    assert (len(children(response)), response.json()["data"]["children_count"]) == (shown, 1001)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("count", "1001", "Must be at most 1000."),
        ("count", "0", "Must be at least 1."),
        ("count", "many", "Expected a whole number."),
        ("page", "-1", "Must be at least 0."),
        ("page", "first", "Expected a whole number."),
    ],
)
async def test_a_parameter_out_of_its_limits_is_named(
    client: Client, shampoos: Category, name: str, value: str, fault: str
) -> None:
    response = await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}", params={name: value})
    assert faults_of(response) == {name: fault}


async def test_the_answer_carries_the_revision_of_the_category_as_its_tag(client: Client, shampoos: Category) -> None:
    response = await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}")
    assert response.headers["etag"] == '"1"'


@pytest.mark.parametrize("category_id", ["0", "999999"])
async def test_an_unknown_category_is_not_found(client: Client, category_id: str) -> None:
    response = await client.get(f"/goods/category_node/{HARBOUR}/{category_id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Category not found.")


async def test_a_category_of_another_location_is_not_found(client: Client, conn: Connection, hillside: Tenant) -> None:
    category = await make_category(conn, hillside)
    response = await client.get(f"/goods/category_node/{HARBOUR}/{category.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Category not found.")


async def test_a_category_of_another_chain_is_not_found(client: Client, conn: Connection, abroad: Tenant) -> None:
    category = await make_category(conn, abroad)
    response = await client.get(f"/goods/category_node/{HARBOUR}/{category.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Category not found.")


async def test_a_deleted_category_is_not_found(client: Client, shampoos: Category) -> None:
    await client.delete(f"/goods_categories/{HARBOUR}/{shampoos.id}")
    response = await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}")
    assert response.status_code == 404


async def test_a_category_of_the_chain_shows_in_each_of_its_locations(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    category = await make_category(conn, chain)
    for location in (HARBOUR, HILLSIDE):
        node = (await client.get(f"/goods/category_node/{location}/{category.id}")).json()["data"]
        assert (node["category_id"], node["is_chain"]) == (category.id, True)


async def test_a_trailing_slash_is_the_same_address(client: Client, shampoos: Category) -> None:
    response = await client.get(f"/goods/category_node/{HARBOUR}/{shampoos.id}/?page=1&count=")
    assert response.status_code == 200

"""DELETE /goods_categories/{location_id}/{category_id}"""

import asyncio

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.goods_categories.trees import stored
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR

ROUNDS = 12


def at(category_id: int, location_id: int = HARBOUR) -> str:
    return f"/goods_categories/{location_id}/{category_id}"


async def test_an_empty_category_goes_without_a_word(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    response = await client.delete(at(category.id))
    assert response.status_code == 204
    assert response.content == b""
    assert (await client.get(f"/goods/category_node/{HARBOUR}/{category.id}")).status_code == 404


async def test_it_goes_from_the_search_too(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant, "Shampoos")
    await client.delete(at(category.id))
    assert (await client.get(f"/goods/search/{HARBOUR}?term=sham")).json()["data"] == []


async def test_its_row_stays(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant, "Shampoos")
    await client.delete(at(category.id))
    assert await stored(conn, category.id, "title") == "Shampoos"
    assert await stored(conn, category.id, "deleted_at") is not None


async def test_it_goes_only_once(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    assert [(await client.delete(at(category.id))).status_code for _ in range(2)] == [204, 404]


async def test_what_it_still_holds_is_counted_and_nothing_is_lost(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """Q-016, Q-107."""
    category = await make_category(conn, tenant)
    below = await make_category(conn, tenant, "Below", parent_id=category.id)
    products = [await make_product(conn, tenant, category, title) for title in ("A", "B")]
    response = await client.delete(at(category.id))
    assert response.status_code == 409
    message = "The category still contains 1 category and 2 products. Move or delete them first."
    assert response.json() == {"success": False, "data": None, "meta": {"message": message, "conflict": True}}
    for address in (
        f"/goods/category_node/{HARBOUR}/{category.id}",
        f"/goods/category_node/{HARBOUR}/{below.id}",
        *(f"/goods/{HARBOUR}/{product.id}" for product in products),
    ):
        assert (await client.get(address)).status_code == 200


async def test_the_count_speaks_of_what_there_is_only(client: Client, conn: Connection, tenant: Tenant) -> None:
    only_categories = await make_category(conn, tenant)
    for title in ("A", "B"):
        await make_category(conn, tenant, title, parent_id=only_categories.id)
    only_products = await make_category(conn, tenant)
    await make_product(conn, tenant, only_products, "A")
    messages = [
        (await client.delete(at(category.id))).json()["meta"]["message"]
        for category in (only_categories, only_products)
    ]
    assert messages == [
        "The category still contains 2 categories. Move or delete them first.",
        "The category still contains 1 product. Move or delete them first.",
    ]


async def test_what_was_deleted_does_not_hold_it_back(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    below = await make_category(conn, tenant, "Below", parent_id=category.id)
    product = await make_product(conn, tenant, category, "A")
    await client.delete(at(below.id))
    await client.delete(f"/goods/{HARBOUR}/{product.id}")
    assert (await client.delete(at(category.id))).status_code == 204


async def test_what_another_location_keeps_in_it_counts(
    client: Client, conn: Connection, chain: Tenant, hillside: Tenant
) -> None:
    shared = await make_category(conn, chain)
    await make_product(conn, hillside, shared, "of Hillside")
    response = await client.delete(at(shared.id))
    assert response.status_code == 409
    assert "1 product" in response.json()["meta"]["message"]


async def test_a_category_of_another_location_or_chain_is_not_found_and_stays(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        category = await make_category(conn, owner)
        response = await client.delete(at(category.id))
        assert response.status_code == 404
        assert response.json()["meta"]["message"] == "Category not found."
        assert await stored(conn, category.id, "deleted_at") is None


async def test_a_category_of_the_chain_asks_for_the_right_in_the_chain(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    category = await make_category(conn, chain)
    assert (await client.by(MANAGER).delete(at(category.id))).status_code == 403
    assert (await client.by(NEIGHBOUR).delete(at(category.id, HILLSIDE))).status_code == 403
    assert (await client.delete(at(category.id, HILLSIDE))).status_code == 204


async def test_it_goes_only_with_the_tag_that_was_last_given(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    stale = await client.delete(at(category.id), headers={"If-Match": '"2"'})
    fresh = await client.delete(at(category.id), headers={"If-Match": '"1"'})
    assert (stale.status_code, fresh.status_code) == (412, 204)


async def test_a_tag_that_is_none_is_a_fault(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    assert set(faults_of(await client.delete(at(category.id), headers={"If-Match": "1"}))) == {"If-Match"}


async def test_of_many_deletions_at_once_one_goes_through(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    responses = await asyncio.gather(*(client.delete(at(category.id)) for _ in range(6)))
    assert sorted(response.status_code for response in responses) == [204, 404, 404, 404, 404, 404]


async def test_no_product_is_left_in_a_category_that_went_at_the_same_moment(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    body = {"title": "Argan", "sale_unit_id": 1, "service_unit_id": 1}
    for number in range(ROUNDS):
        category = await make_category(conn, tenant)
        deleting = client.delete(at(category.id))
        creating = client.post(f"/goods/{HARBOUR}", {**body, "category_id": category.id})
        racing = (deleting, creating) if number % 2 else (creating, deleting)
        statuses = {response.status_code for response in await asyncio.gather(*racing)}
        assert statuses in ({204, 422}, {409, 201})
    assert await _lost(conn, "products p ON p.category_id = c.id") == 0


async def test_no_product_moves_into_a_category_that_went_at_the_same_moment(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    home = await make_category(conn, tenant, "Home")
    product = await make_product(conn, tenant, home, "Argan")
    body = {"title": "Argan", "sale_unit_id": 1, "service_unit_id": 1}
    for number in range(ROUNDS):
        category = await make_category(conn, tenant)
        deleting = client.delete(at(category.id))
        moving = client.put(f"/goods/{HARBOUR}/{product.id}", {**body, "category_id": category.id})
        racing = (deleting, moving) if number % 2 else (moving, deleting)
        statuses = {response.status_code for response in await asyncio.gather(*racing)}
        assert statuses in ({204, 422}, {409, 200})
    assert await _lost(conn, "products p ON p.category_id = c.id") == 0


async def test_no_category_is_left_in_one_that_went_at_the_same_moment(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    for number in range(ROUNDS):
        category = await make_category(conn, tenant)
        deleting = client.delete(at(category.id))
        creating = client.post(f"/goods_categories/{HARBOUR}", {"title": "In", "parent_category_id": category.id})
        racing = (deleting, creating) if number % 2 else (creating, deleting)
        statuses = {response.status_code for response in await asyncio.gather(*racing)}
        assert statuses in ({204, 404}, {409, 201})
    assert await _lost(conn, "categories p ON p.parent_id = c.id") == 0


async def _lost(conn: Connection, contents: str) -> int:
    """How many visible items lie in categories that are deleted."""
    count: int = await conn.fetchval(
        f"SELECT count(*) FROM categories c JOIN {contents} WHERE c.deleted_at IS NOT NULL AND p.deleted_at IS NULL"
    )
    return count

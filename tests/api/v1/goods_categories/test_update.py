"""PUT /goods_categories/{location_id}/{category_id}"""

import asyncio
from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.goods_categories.trees import make_tower, stored
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import ADMINISTRATOR, HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR, OWNER

TOO_DEEP = {"parent_category_id": "Categories can be at most 16 levels deep."}
INSIDE_ITSELF = {"parent_category_id": "A category can't be put inside itself."}


def at(category_id: int, location_id: int = HARBOUR) -> str:
    return f"/goods_categories/{location_id}/{category_id}"


async def test_the_answer_is_the_category_as_it_now_is(client: Client, conn: Connection, tenant: Tenant) -> None:
    parent = await make_category(conn, tenant, "Care")
    category = await make_category(conn, tenant, "Hair")
    response = await client.put(at(category.id), {"title": " Shampoos ", "parent_category_id": parent.id})
    assert response.status_code == 200
    data = {"id": category.id, "title": "Shampoos", "parent_category_id": parent.id}
    assert response.json() == {"success": True, "data": data, "meta": []}
    listed = (await client.get(f"/company/{HARBOUR}/goods_categories/{parent.id}")).json()["data"]
    assert listed == [{**data, "is_chain": False}]


async def test_fields_that_are_left_out_keep_their_values(client: Client, conn: Connection, tenant: Tenant) -> None:
    parent = await make_category(conn, tenant, "Care")
    category = await make_category(conn, tenant, "Hair", parent_id=parent.id, article="H", comment="Retail")
    response = await client.put(at(category.id), {"title": "Shampoos"})
    assert response.json()["data"]["parent_category_id"] == parent.id
    assert await stored(conn, category.id, "article") == "H"
    assert await stored(conn, category.id, "comment") == "Retail"


async def test_article_and_comment_change_and_can_be_emptied(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant, "Hair", article="H", comment="Retail")
    await client.put(at(category.id), {"title": "Hair", "article": "H-2", "comment": ""})
    assert await stored(conn, category.id, "article") == "H-2"
    assert await stored(conn, category.id, "comment") == ""


async def test_a_parent_of_0_or_null_moves_to_the_roots(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-006."""
    parent = await make_category(conn, tenant, "Care")
    for nothing in (0, None, "0"):
        category = await make_category(conn, tenant, "Hair", parent_id=parent.id)
        response = await client.put(at(category.id), {"title": "Hair", "parent_category_id": nothing})
        assert response.status_code == 200
        assert response.json()["data"]["parent_category_id"] is None, nothing


async def test_an_empty_text_for_the_parent_means_not_given(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-006."""
    parent = await make_category(conn, tenant, "Care")
    category = await make_category(conn, tenant, "Hair", parent_id=parent.id)
    response = await client.put(at(category.id), {"title": "Hair", "parent_category_id": ""})
    assert response.json()["data"]["parent_category_id"] == parent.id


async def test_a_branch_moves_with_all_that_it_holds(client: Client, conn: Connection, tenant: Tenant) -> None:
    care, hair = await make_tower(conn, tenant, 2)
    shampoos = await make_category(conn, tenant, "Shampoos", parent_id=hair.id)
    product = await make_product(conn, tenant, hair, "Argan")
    await client.put(at(hair.id), {"title": "Hair", "parent_category_id": 0})
    assert await stored(conn, shampoos.id, "parent_id") == hair.id
    assert (await client.get(f"/goods/{HARBOUR}/{product.id}")).json()["data"]["category"] == "Hair"
    assert (await client.get(f"/company/{HARBOUR}/goods_categories/{care.id}")).json()["data"] == []


async def test_a_changed_title_is_found_and_the_old_one_is_not(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    category = await make_category(conn, tenant, "Hair")
    await client.put(at(category.id), {"title": "Shampoos", "article": "ZZ9"})
    found = {
        term: [row["title"] for row in (await client.get(f"/goods/search/{HARBOUR}?term={term}")).json()["data"]]
        for term in ("shamp", "zz9", "hair")
    }
    assert found == {"shamp": ["Shampoos"], "zz9": ["Shampoos"], "hair": []}


async def test_the_title_is_required(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant, "Hair")
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"article": "H"}, "This field is missing."),
        ({"title": None}, "This field is missing."),
        ({"title": " "}, "Must not be empty."),
        ({"title": "x" * 256}, "Must be at most 255 characters long."),
    ]
    for body, fault in bodies:
        assert faults_of(await client.put(at(category.id), body)) == {"title": fault}
    assert await stored(conn, category.id, "title") == "Hair"
    assert await stored(conn, category.id, "revision") == 1


async def test_an_unknown_category_is_not_found(client: Client, conn: Connection, tenant: Tenant) -> None:
    deleted = await make_category(conn, tenant)
    await client.delete(at(deleted.id))
    for category_id in (999_999, deleted.id, 0):
        response = await client.put(at(category_id), {"title": "Hair"})
        assert response.status_code == 404
        assert response.json()["meta"]["message"] == "Category not found."


async def test_a_category_of_another_location_or_chain_is_not_found(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        category = await make_category(conn, owner, "Theirs")
        response = await client.put(at(category.id), {"title": "Mine"})
        assert response.status_code == 404
        assert await stored(conn, category.id, "title") == "Theirs"


async def test_an_unknown_parent_is_not_found_and_nothing_changes(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    category = await make_category(conn, tenant, "Hair")
    theirs = [(await make_category(conn, owner)).id for owner in (hillside, abroad)]
    for parent_id in (999_999, *theirs):
        response = await client.put(at(category.id), {"title": "Shampoos", "parent_category_id": parent_id})
        assert response.status_code == 404
        assert response.json()["meta"]["message"] == "Parent category not found."
    assert await stored(conn, category.id, "title") == "Hair"


async def test_a_category_cannot_lie_inside_itself(client: Client, conn: Connection, tenant: Tenant) -> None:
    top, middle, bottom = await make_tower(conn, tenant, 3)
    for parent in (top, middle, bottom):
        response = await client.put(at(top.id), {"title": "Top", "parent_category_id": parent.id})
        assert faults_of(response) == INSIDE_ITSELF
    assert await stored(conn, top.id, "parent_id") is None


async def test_a_branch_moves_only_where_it_stays_within_sixteen_levels(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    tower = await make_tower(conn, tenant, 14)
    branch = await make_tower(conn, tenant, 3, "Branch")
    too_deep = await client.put(at(branch[0].id), {"title": "Branch", "parent_category_id": tower[13].id})
    assert faults_of(too_deep) == TOO_DEEP
    fits = await client.put(at(branch[0].id), {"title": "Branch", "parent_category_id": tower[12].id})
    assert fits.status_code == 200


async def test_what_was_deleted_below_does_not_make_a_branch_higher(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    tower = await make_tower(conn, tenant, 15)
    branch = await make_tower(conn, tenant, 2, "Branch")
    await client.delete(at(branch[1].id))
    response = await client.put(at(branch[0].id), {"title": "Branch", "parent_category_id": tower[14].id})
    assert response.status_code == 200


async def test_a_category_of_the_chain_asks_for_the_right_in_the_chain(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    category = await make_category(conn, chain, "Care")
    for person, location_id in ((MANAGER, HARBOUR), (ADMINISTRATOR, HARBOUR), (NEIGHBOUR, HILLSIDE)):
        response = await client.by(person).put(at(category.id, location_id), {"title": "Mine"})
        assert response.status_code == 403
        assert response.json()["meta"]["message"] == (
            "This item belongs to the chain. You lack the right storages_goods_crud_access in the chain."
        )
    assert await stored(conn, category.id, "title") == "Care"


async def test_users_with_the_right_in_the_chain_change_its_category_from_any_location(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    category = await make_category(conn, chain, "Care")
    for location_id in (HARBOUR, HILLSIDE):
        response = await client.put(at(category.id, location_id), {"title": f"From {location_id}"})
        assert response.status_code == 200
    assert await stored(conn, category.id, "location_id") is None


async def test_a_category_of_the_chain_cannot_lie_in_one_of_a_single_location(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    own = await make_category(conn, tenant, "Own")
    shared = await make_category(conn, chain, "Shared")
    response = await client.put(at(shared.id), {"title": "Shared", "parent_category_id": own.id})
    fault = "A category of the chain can't be inside a category of a single location."
    assert faults_of(response) == {"parent_category_id": fault}
    assert (await client.put(at(own.id), {"title": "Own", "parent_category_id": shared.id})).status_code == 200


async def test_the_tag_rises_with_each_change(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    tags = [(await client.put(at(category.id), {"title": title})).headers["ETag"] for title in ("A", "B")]
    assert tags == ['"2"', '"3"']
    shown = await client.get(f"/goods/category_node/{HARBOUR}/{category.id}")
    assert shown.headers["ETag"] == '"3"'


async def test_a_change_goes_through_only_with_the_tag_that_was_last_given(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    category = await make_category(conn, tenant, "Hair")
    statuses = {
        tag: (await client.put(at(category.id), {"title": "New"}, headers={"If-Match": tag})).status_code
        for tag in ('"2"', 'W/"1"', '"x"', '"1"', '"3", "2"', "*")
    }
    assert statuses == {'"2"': 412, 'W/"1"': 412, '"x"': 412, '"1"': 200, '"3", "2"': 200, "*": 200}


async def test_a_stale_tag_changes_nothing_and_says_so(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant, "Hair")
    response = await client.put(at(category.id), {"title": "New"}, headers={"If-Match": '"7"'})
    assert response.status_code == 412
    message = "It was changed since you read it. Read it again, then repeat your change."
    assert response.json() == {"success": False, "data": None, "meta": {"message": message}}
    assert await stored(conn, category.id, "title") == "Hair"


async def test_a_tag_that_is_none_is_a_fault(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    response = await client.put(at(category.id), {"title": "New"}, headers={"If-Match": "1"})
    assert faults_of(response) == {"If-Match": 'Expected an entity tag in quotes, such as "3".'}


async def test_of_two_changes_at_once_with_the_same_tag_one_goes_through(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    category = await make_category(conn, tenant)
    changes = [client.put(at(category.id), {"title": title}, headers={"If-Match": '"1"'}) for title in "ABCDEF"]
    statuses = sorted(response.status_code for response in await asyncio.gather(*changes))
    assert statuses == [200, 412, 412, 412, 412, 412]


async def test_two_moves_at_once_never_make_a_loop(client: Client, conn: Connection, tenant: Tenant) -> None:
    first, second = [await make_category(conn, tenant, title) for title in ("First", "Second")]
    for _ in range(10):
        await conn.execute("UPDATE categories SET parent_id = NULL")
        responses = await asyncio.gather(
            client.put(at(first.id), {"title": "First", "parent_category_id": second.id}),
            client.by(OWNER).put(at(second.id), {"title": "Second", "parent_category_id": first.id}),
        )
        assert sorted(response.status_code for response in responses) == [200, 422]
        assert await conn.fetchval("SELECT count(*) FROM categories WHERE parent_id IS NULL") == 1


async def test_two_moves_at_once_never_make_a_tree_too_deep(client: Client, conn: Connection, tenant: Tenant) -> None:
    high = await make_tower(conn, tenant, 8, "High")
    middle = await make_category(conn, tenant, "Middle")
    low = await make_tower(conn, tenant, 8, "Low")
    for _ in range(5):
        await conn.execute("UPDATE categories SET parent_id = NULL WHERE id IN ($1, $2)", middle.id, low[0].id)
        responses = await asyncio.gather(
            client.put(at(middle.id), {"title": "Middle", "parent_category_id": high[-1].id}),
            client.put(at(low[0].id), {"title": "Low", "parent_category_id": middle.id}),
        )
        assert sorted(response.status_code for response in responses) == [200, 422]


async def test_whether_it_may_be_changed_is_settled_before_the_body_is_looked_at(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    """The order of docs/status-codes.md."""
    own, shared = await make_category(conn, tenant), await make_category(conn, chain)
    statuses = [
        (await client.put(at(999_999), {})).status_code,
        (await client.by(MANAGER).put(at(shared.id), {})).status_code,
        (await client.put(at(own.id), {}, headers={"If-Match": '"7"'})).status_code,
    ]
    assert statuses == [404, 403, 412]

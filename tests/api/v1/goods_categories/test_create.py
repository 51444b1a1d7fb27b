"""POST /goods_categories/{location_id}"""

import asyncio
from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.goods_categories.trees import make_tower, stored
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category
from tests.support.people import HARBOUR, HILLSIDE, MANAGER

CREATE = f"/goods_categories/{HARBOUR}"
MISSING = "This field is missing."


async def test_the_answer_is_the_new_category_with_its_tag(client: Client) -> None:
    response = await client.post(CREATE, {"title": "Shampoos"})
    assert response.status_code == 201
    assert response.headers["ETag"] == '"1"'
    body = response.json()
    assert isinstance(body["data"].pop("id"), int)
    assert body == {"success": True, "data": {"title": "Shampoos", "parent_category_id": None}, "meta": []}


async def test_it_is_found_from_then_on_in_its_location_only(client: Client) -> None:
    created = (await client.post(CREATE, {"title": "Shampoos"})).json()["data"]
    here = (await client.get(f"/goods_categories/{HARBOUR}/0")).json()["data"]
    assert here == [{"id": created["id"], "title": "Shampoos", "parent_category_id": None, "is_chain": False}]
    assert (await client.get(f"/goods_categories/{HILLSIDE}/0")).json()["data"] == []


async def test_every_field_is_kept(client: Client, conn: Connection) -> None:
    body = {"title": "  Shampoos ", "article": "SH", "comment": "For retail\nonly"}
    created = (await client.post(CREATE, body)).json()["data"]
    assert created["title"] == "Shampoos"
    assert await stored(conn, created["id"], "article") == "SH"
    assert await stored(conn, created["id"], "comment") == "For retail\nonly"


async def test_no_parent_makes_a_root(client: Client) -> None:
    """Q-001."""
    for parent in ({}, {"parent_category_id": 0}, {"parent_category_id": None}, {"parent_category_id": ""}):
        response = await client.post(CREATE, {"title": "Shampoos", **parent})
        assert response.status_code == 201, parent
        assert response.json()["data"]["parent_category_id"] is None


async def test_a_parent_may_belong_to_the_location_or_to_the_chain(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    for owner in (tenant, chain):
        parent = await make_category(conn, owner)
        response = await client.by(MANAGER).post(CREATE, {"title": "Shampoos", "parent_category_id": parent.id})
        assert response.status_code == 201
        assert response.json()["data"]["parent_category_id"] == parent.id


async def test_the_parent_may_come_as_a_text_or_under_its_name_in_camel_case(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    parent = await make_category(conn, tenant)
    for written in ({"parent_category_id": str(parent.id)}, {"parentCategoryId": parent.id}):
        response = await client.post(CREATE, {"title": "Shampoos", **written})
        assert response.json()["data"]["parent_category_id"] == parent.id, written


async def test_two_categories_may_share_a_title(client: Client) -> None:
    ids = {(await client.post(CREATE, {"title": "Shampoos"})).json()["data"]["id"] for _ in range(2)}
    assert len(ids) == 2


async def test_an_unknown_parent_is_not_found(client: Client, conn: Connection, hillside: Tenant) -> None:
    deleted = await make_category(conn, hillside)
    await client.delete(f"/goods_categories/{HILLSIDE}/{deleted.id}")
    for parent_id in (999_999, deleted.id):
        response = await client.post(CREATE, {"title": "Shampoos", "parent_category_id": parent_id})
        assert response.status_code == 404
        assert response.json()["meta"]["message"] == "Parent category not found."


async def test_a_parent_of_another_location_or_chain_is_not_found(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        parent = await make_category(conn, owner)
        response = await client.post(CREATE, {"title": "Shampoos", "parent_category_id": parent.id})
        assert response.status_code == 404
        assert response.json()["meta"]["message"] == "Parent category not found."
    assert await conn.fetchval("SELECT count(*) FROM categories") == 2


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, {"title": MISSING}),
    ({"title": None}, {"title": MISSING}),
    ({"title": ""}, {"title": "Must not be empty."}),
    ({"title": " \t\n"}, {"title": "Must not be empty."}),
    ({"title": "x" * 256}, {"title": "Must be at most 255 characters long."}),
    ({"title": "Sham\u001fpoo"}, {"title": "Must not contain the character U+001F (a control character)."}),
    ({"title": "Sham\u0000poo"}, {"title": "Must not contain the character U+0000 (a control character)."}),
    ({"title": 5}, {"title": "Expected a text, not 5."}),
    ({"title": ["x"]}, {"title": 'Expected a text, not ["x"].'}),
    ({"title": "x", "parent_category_id": -1}, {"parent_category_id": "Must be at least 0."}),
    ({"title": "x", "parent_category_id": 2**53}, {"parent_category_id": f"Must be at most {2**53 - 1}."}),
    ({"title": "x", "parent_category_id": "roots"}, {"parent_category_id": 'Expected a whole number, not "roots".'}),
    ({"title": "x", "parent_category_id": 1.5}, {"parent_category_id": "Expected a whole number, not 1.5."}),
    ({"title": "x", "comment": "y" * 10_001}, {"comment": "Must be at most 10000 characters long."}),
    (
        {"parent_category_id": True, "article": 7, "comment": {}},
        {
            "title": MISSING,
            "parent_category_id": "Expected a whole number, not true.",
            "article": "Expected a text, not 7.",
            "comment": "Expected a text, not {}.",
        },
    ),
    ([], {"body": "Expected a JSON object."}),
]


async def test_every_fault_of_the_body_is_named(client: Client, conn: Connection) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.post(CREATE, body)) == faults
    assert await conn.fetchval("SELECT count(*) FROM categories") == 0


async def test_half_a_surrogate_pair_is_a_fault(client: Client) -> None:
    response = await client.post(CREATE, content=b'{"title": "\\ud83d"}')
    assert faults_of(response) == {"title": "Must not contain the character U+D83D (half of a surrogate pair)."}


async def test_a_title_is_kept_as_it_was_written(client: Client) -> None:
    for title in ("x" * 255, "🧴" * 255, "Ещё", "洗发水", "عناية", "a\u0301", "<b>&amp;'\"\\"):
        created = (await client.post(CREATE, {"title": title})).json()["data"]
        listed = (await client.get(f"/goods_categories/multiple/{HARBOUR}?ids={created['id']}")).json()["data"]
        assert created["title"] == listed[0]["title"] == title


async def test_a_tree_may_be_sixteen_levels_deep_and_no_deeper(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    tower = await make_tower(conn, tenant, 15)
    sixteenth = await client.post(CREATE, {"title": "Level 16", "parent_category_id": tower[-1].id})
    assert sixteenth.status_code == 201
    body = {"title": "Level 17", "parent_category_id": sixteenth.json()["data"]["id"]}
    fault = "Categories can be at most 16 levels deep."
    assert faults_of(await client.post(CREATE, body)) == {"parent_category_id": fault}


async def test_nothing_can_be_put_into_a_category_that_is_going_at_the_same_time(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    parent = await make_category(conn, tenant)
    async with conn.transaction():
        await conn.execute("UPDATE categories SET deleted_at = now() WHERE id = $1", parent.id)
        task = asyncio.create_task(client.post(CREATE, {"title": "Late", "parent_category_id": parent.id}))
        await asyncio.sleep(0.1)
        assert not task.done()
    assert (await task).status_code == 404

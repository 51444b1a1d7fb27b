"""GET /goods_categories/multiple/{location_id}"""

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category
from tests.support.people import HARBOUR

MULTIPLE = f"/goods_categories/multiple/{HARBOUR}"


def ids(response: httpx.Response) -> list[int]:
    assert response.status_code == 200, response.text
    found = [row["id"] for row in response.json()["data"]]
    assert response.json()["meta"] == {"count": len(found)}
    return found


@pytest.fixture
async def categories(conn: Connection, tenant: Tenant) -> list[Category]:
    """Five of them, with ids that rise."""
    return [await make_category(conn, tenant, title) for title in ("Wigs", "Nails", "Hair", "Face", "Body")]


async def test_a_row_is_that_of_every_list_of_categories(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    """Q-002."""
    care = await make_category(conn, chain, "Care")
    hair = await make_category(conn, tenant, "Hair", parent_id=care.id)
    assert (await client.get(f"{MULTIPLE}?ids[]={care.id}&ids[]={hair.id}")).json() == {
        "success": True,
        "data": [
            {"id": care.id, "title": "Care", "parent_category_id": None, "is_chain": True},
            {"id": hair.id, "title": "Hair", "parent_category_id": care.id, "is_chain": False},
        ],
        "meta": {"count": 2},
    }


async def test_ids_come_in_every_form_of_a_list(client: Client, categories: list[Category]) -> None:
    """Q-003."""
    first, second = categories[0].id, categories[1].id
    for query in (
        f"ids[]={first}&ids[]={second}",
        f"ids={first}&ids={second}",
        f"ids={first},{second}",
        f"ids[]={first},{second}",
        f"ids[0]={first}&ids[1]={second}",
        f"ids%5B%5D={first}&ids%5B%5D={second}",
        f"ids={first}%2C{second}",
        f"location_id={first}&location_id={second}",
        f"location_id[]={first}&location_id[]={second}",
        f"category_ids={first},{second}",
        f"category_id={first}&category_id={second}",
        f"id[]={first}&id[]={second}",
        f"ids={second}&ids={first}&ids={second}",
    ):
        assert ids(await client.get(f"{MULTIPLE}?{query}")) == [first, second], query


async def test_a_single_id_gives_a_list_of_one(client: Client, categories: list[Category]) -> None:
    for query in (f"ids[]={categories[2].id}", f"ids={categories[2].id}", f"location_id={categories[2].id}"):
        assert ids(await client.get(f"{MULTIPLE}/?{query}")) == [categories[2].id], query


async def test_ids_win_over_their_other_names(client: Client, categories: list[Category]) -> None:
    """Q-003."""
    query = f"location_id={categories[0].id}&ids={categories[1].id}"
    assert ids(await client.get(f"{MULTIPLE}?{query}")) == [categories[1].id]


async def test_unknown_ids_are_left_out(client: Client, categories: list[Category]) -> None:
    assert ids(await client.get(f"{MULTIPLE}?ids=999999,{categories[0].id},{2**53 - 1}")) == [categories[0].id]
    assert ids(await client.get(f"{MULTIPLE}?ids=999999")) == []


async def test_ids_of_other_locations_chains_and_of_deleted_categories_are_left_out(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    own = await make_category(conn, tenant)
    deleted = await make_category(conn, tenant)
    await client.delete(f"/goods_categories/{HARBOUR}/{deleted.id}")
    others = [await make_category(conn, owner) for owner in (hillside, abroad)]
    wanted = ",".join(str(category.id) for category in (own, deleted, *others))
    assert ids(await client.get(f"{MULTIPLE}?ids={wanted}")) == [own.id]


async def test_without_ids_all_categories_are_given(client: Client, categories: list[Category]) -> None:
    for query in ("", "?ids=", "?ids[]=", "?location_id=", "?ids=,"):
        assert ids(await client.get(f"{MULTIPLE}{query}")) == [category.id for category in categories], query


async def test_a_thousand_ids_may_be_asked_for_at_once(client: Client, categories: list[Category]) -> None:
    wanted = "&".join(f"ids[]={number}" for number in range(1, 1001))
    assert ids(await client.get(f"{MULTIPLE}?{wanted}")) == [category.id for category in categories]


async def test_a_nonsense_id_is_a_fault_of_ids(client: Client) -> None:
    assert faults_of(await client.get(f"{MULTIPLE}?ids=1,x")) == {"ids": "Expected a whole number."}

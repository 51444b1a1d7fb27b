"""GET /company/{location_id}/goods_categories/{parent_category_id}"""

import httpx

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, OWNER

ROOTS = f"/company/{HARBOUR}/goods_categories/0"
NOT_FOUND = {"success": False, "data": None, "meta": {"message": "Category not found."}}


def titles(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["title"] for row in response.json()["data"]]


async def test_a_row_names_the_category_its_parent_and_whether_the_chain_owns_it(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """Q-001."""
    parent = await make_category(conn, for_chain(tenant), "Care")
    child = await make_category(conn, tenant, "Shampoos", parent_id=parent.id)
    roots = (await client.get(ROOTS)).json()
    children = (await client.get(f"/company/{HARBOUR}/goods_categories/{parent.id}")).json()
    assert roots == {
        "success": True,
        "data": [{"id": parent.id, "title": "Care", "parent_category_id": None, "is_chain": True}],
        "meta": {"count": 1},
    }
    assert children == {
        "success": True,
        "data": [{"id": child.id, "title": "Shampoos", "parent_category_id": parent.id, "is_chain": False}],
        "meta": {"count": 1},
    }


async def test_an_empty_level_is_an_empty_list(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    response = await client.get(f"/company/{HARBOUR}/goods_categories/{category.id}")
    assert response.json() == {"success": True, "data": [], "meta": {"count": 0}}


async def test_only_direct_children_are_listed(client: Client, conn: Connection, tenant: Tenant) -> None:
    care = await make_category(conn, tenant, "Care")
    hair = await make_category(conn, tenant, "Hair", parent_id=care.id)
    await make_category(conn, tenant, "Shampoos", parent_id=hair.id)
    await make_product(conn, tenant, care, "Argan")
    assert titles(await client.get(ROOTS)) == ["Care"]
    assert titles(await client.get(f"/company/{HARBOUR}/goods_categories/{care.id}")) == ["Hair"]


async def test_categories_come_by_title_whatever_their_case_and_accents(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    parent = await make_category(conn, tenant, "Care")
    for title in ("banana", "Änis", "Cherry", "apple", "Apple"):
        await make_category(conn, tenant, title, parent_id=parent.id)
    by_title = ["Änis", "apple", "Apple", "banana", "Cherry"]
    assert titles(await client.get(f"/company/{HARBOUR}/goods_categories/{parent.id}")) == by_title


async def test_a_location_sees_its_own_categories_and_those_of_the_chain(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    hillside = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE)
    abroad = await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD)
    await make_category(conn, tenant, "of Harbour")
    await make_category(conn, hillside, "of Hillside")
    await make_category(conn, for_chain(tenant), "of the chain")
    await make_category(conn, abroad, "of others")
    assert titles(await client.get(ROOTS)) == ["of Harbour", "of the chain"]
    neighbour = client.by(NEIGHBOUR)
    assert titles(await neighbour.get(f"/company/{HILLSIDE}/goods_categories/0")) == ["of Hillside", "of the chain"]


async def test_deleted_categories_are_not_listed(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    await client.delete(f"/goods_categories/{HARBOUR}/{category.id}")
    assert titles(await client.get(ROOTS)) == []
    response = await client.get(f"/company/{HARBOUR}/goods_categories/{category.id}")
    assert response.status_code == 404


async def test_an_unknown_parent_is_not_found(client: Client) -> None:
    for parent in (999_999, 2**53, 10**30):
        assert (await client.get(f"/company/{HARBOUR}/goods_categories/{parent}")).status_code == 404


async def test_a_parent_of_another_location_or_chain_is_not_found(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    hillside = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE)
    abroad = await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD)
    for owner in (hillside, abroad, for_chain(abroad)):
        category = await make_category(conn, owner)
        response = await client.get(f"/company/{HARBOUR}/goods_categories/{category.id}")
        assert response.status_code == 404
        assert response.json() == NOT_FOUND

"""GET /locations/{location_id}/products"""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, for_chain, make_category, make_product
from tests.support.people import ADMINISTRATOR, HARBOUR, HILLSIDE, NEIGHBOUR, SUPERVISOR

PRODUCTS = f"/locations/{HARBOUR}/products"


async def titles(v2: Client, query: str = "", location: int = HARBOUR) -> list[str]:
    response = await v2.get(f"/locations/{location}/products{query}")
    assert response.status_code == 200, response.text
    return [row["attributes"]["title"] for row in response.json()["data"]]


async def test_a_product_is_a_resource(v2: Client, argan: Product, shampoos: Category) -> None:
    response = await v2.get(PRODUCTS)
    assert response.json() == {
        "data": [
            {
                "type": "good",
                "id": str(argan.id),
                "attributes": {
                    "category_id": shampoos.id,
                    "title": "Argan",
                    "sale_unit_id": BOTTLE,
                    "consumable_unit_id": MILLILITRE,
                    "sale_unit_to_consumable_unit_ratio": 3,
                    "loyalty_abonement_type_id": None,
                    "loyalty_certificate_type_id": None,
                    "cost": 24.9,
                    "actual_cost": None,
                    "is_chain": False,
                },
            }
        ],
        "meta": {"pagination": {"page": 1, "offset": 0, "limit": 250}},
    }


async def test_a_location_sees_its_own_products_and_the_chains(
    v2: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    shared = await make_category(conn, chain)
    await make_product(conn, tenant, shared, "of Harbour")
    await make_product(conn, hillside, shared, "of Hillside")
    await make_product(conn, chain, shared, "of the chain")
    await make_product(conn, abroad, await make_category(conn, abroad), "of Abroad")
    other_chain = for_chain(abroad)
    await make_product(conn, other_chain, await make_category(conn, other_chain), "of the other chain")
    assert await titles(v2) == ["of Harbour", "of the chain"]
    assert await titles(v2.by(NEIGHBOUR), location=HILLSIDE) == ["of Hillside", "of the chain"]
    assert [row["attributes"]["is_chain"] for row in (await v2.get(PRODUCTS)).json()["data"]] == [False, True]


async def test_deleted_products_are_gone(
    v2: Client, client: Client, conn: Connection, tenant: Tenant, argan: Product, shampoos: Category
) -> None:
    gone = await make_product(conn, tenant, shampoos, "gone")
    await client.delete(f"/goods/{HARBOUR}/{gone.id}")
    assert await titles(v2) == ["Argan"]
    assert await titles(v2, f"?filter[ids]={gone.id},{argan.id}") == ["Argan"]


@pytest.mark.parametrize(
    "query", ["filter[ids][]={0}&filter[ids][]={2}", "filter[ids]={2},{0}", "filter[ids]={0}&filter[ids]={2}"]
)
async def test_ids_choose_products_and_the_order_stays(
    v2: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: str
) -> None:
    made = [await make_product(conn, tenant, shampoos, title) for title in ("a", "b", "c")]
    assert await titles(v2, f"?{query}".format(*(product.id for product in made))) == ["a", "c"]


async def test_ids_of_others_and_of_nothing_are_left_out(
    v2: Client, conn: Connection, argan: Product, hillside: Tenant, abroad: Tenant
) -> None:
    next_door = await make_product(conn, hillside, await make_category(conn, hillside), "of Hillside")
    far_away = await make_product(conn, abroad, await make_category(conn, abroad), "of Abroad")
    assert await titles(v2, f"?filter[ids]={next_door.id},{far_away.id},999999,{argan.id}") == ["Argan"]


async def test_pages_follow_each_other(v2: Client, conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    made = [await make_product(conn, tenant, shampoos, f"Argan {number}") for number in range(5)]
    ids = ",".join(str(product.id) for product in made)
    for filters in ("", f"&filter[ids]={ids}"):
        pages = [await titles(v2, f"?limit=2&page={page}{filters}") for page in (1, 2, 3, 4)]
        assert pages == [["Argan 0", "Argan 1"], ["Argan 2", "Argan 3"], ["Argan 4"], []]
    third = await v2.get(f"{PRODUCTS}?limit=2&page=3")
    assert third.json()["meta"] == {"pagination": {"page": 3, "offset": 4, "limit": 2}}


async def test_there_are_no_memberships_and_gift_cards_yet(v2: Client, argan: Product) -> None:
    assert await titles(v2, "?filter[related_loyalty_entity_slug]=common") == ["Argan"]
    for slug in ("loyalty_abonement", "loyalty_certificate"):
        assert await titles(v2, f"?filter[related_loyalty_entity_slug]={slug}&filter[ids]={argan.id}") == []


async def test_the_cost_price_is_shown_to_those_who_ask_and_may_see_it(v2: Client, argan: Product) -> None:
    for person, query, shown in (
        (ADMINISTRATOR, "?include=actual_cost", 11),
        (ADMINISTRATOR, "?include=mark_settings", None),
        (SUPERVISOR, "?include=actual_cost", None),
    ):
        (row,) = (await v2.by(person).get(f"{PRODUCTS}{query}")).json()["data"]
        assert row["attributes"]["actual_cost"] == shown


async def test_actual_cost_alone_brings_nothing_along(v2: Client, argan: Product) -> None:
    found = (await v2.get(f"{PRODUCTS}?include=actual_cost")).json()
    assert found.keys() == {"data", "meta"}
    assert "relationships" not in found["data"][0]


async def test_relations_come_when_they_are_named(
    v2: Client, conn: Connection, tenant: Tenant, argan: Product, shampoos: Category
) -> None:
    """Q-066."""
    marked = await make_product(conn, tenant, shampoos, "Marked")
    await conn.execute(
        "UPDATE products SET is_marked = true WHERE chain_id = $1 AND id = $2", tenant.chain_id, marked.id
    )
    found = (await v2.get(f"{PRODUCTS}?include=loyalty_abonement_type,loyalty_certificate_type,mark_settings")).json()
    identifier = {"type": "good_mark_settings", "id": str(marked.id)}
    assert [row["relationships"] for row in found["data"]] == [
        {
            "loyalty_abonement_type": {"data": None},
            "loyalty_certificate_type": {"data": None},
            "mark_settings": {"data": settings},
        }
        for settings in (None, identifier)
    ]
    assert found["included"] == [{**identifier, "attributes": {"good_id": marked.id, "is_enabled": True}}]


@pytest.mark.parametrize(
    ("query", "field", "fault"),
    [
        ("limit=251", "limit", "Must be at most 250."),
        ("limit=0", "limit", "Must be at least 1."),
        ("page=-1", "page", "Must be at least 0."),
        ("page=x", "page", "Expected a whole number."),
        ("filter[ids][]=x", "filter[ids]", "Expected a whole number."),
        ("filter[ids][]=0", "filter[ids]", "Must be at least 1."),
        ("include=storage_amounts", "include", "`storage_amounts` is not one of the documented values."),
        (
            "filter[related_loyalty_entity_slug]=all",
            "filter[related_loyalty_entity_slug]",
            "`all` is not one of the documented values.",
        ),
    ],
)
async def test_a_parameter_out_of_its_limits_is_named(v2: Client, query: str, field: str, fault: str) -> None:
    assert faults_of(await v2.get(f"{PRODUCTS}?{query}")) == {field: fault}

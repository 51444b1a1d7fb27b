"""DELETE /goods/{location_id}/{product_id}"""

import asyncio
from typing import LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product, product_form
from tests.support.people import HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR, Person

IS_HIDDEN: LiteralString = "SELECT deleted_at IS NOT NULL FROM products WHERE id = $1"
FIND_KEPT: LiteralString = "SELECT title, article, price FROM products WHERE id = $1 AND deleted_at IS NOT NULL"
CHAIN_REFUSAL = "This item belongs to the chain. You lack the right storages_goods_delete_access in the chain."


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant, shampoos: Category) -> Product:
    """A product of HARBOUR."""
    return await make_product(conn, tenant, shampoos, "Argan", article="AR-250", barcode="4006381333931")


async def test_deleting_answers_without_a_body(client: Client, argan: Product) -> None:
    response = await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    assert (response.status_code, response.content) == (204, b"")


async def test_a_deleted_product_is_gone_from_everywhere(client: Client, argan: Product) -> None:
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    assert (await client.get(f"/goods/{HARBOUR}/{argan.id}")).status_code == 404
    assert (await client.get(f"/goods/{HARBOUR}")).json()["data"] == []
    for term in ("argan", "ar-250", "40063"):
        assert (await client.get(f"/goods/search/{HARBOUR}", params={"term": term})).json()["data"] == []
    node = (await client.get(f"/goods/category_node/{HARBOUR}/{argan.category_id}")).json()["data"]
    assert (node["children"], node["children_count"]) == ([], 0)


async def test_its_row_stays_in_the_database(client: Client, conn: Connection, argan: Product) -> None:
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    row = await conn.fetchrow(FIND_KEPT, argan.id)
    assert row is not None
    assert tuple(row) == ("Argan", "AR-250", 0)


async def test_only_this_product_is_deleted(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, shampoos: Category
) -> None:
    other = await make_product(conn, tenant, shampoos, "Silk")
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    assert await conn.fetchval(IS_HIDDEN, other.id) is False


async def test_its_article_and_barcode_may_be_used_again(client: Client, argan: Product, shampoos: Category) -> None:
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    form = product_form(shampoos, article=argan.article, barcode=argan.barcode)
    again = (await client.post(f"/goods/{HARBOUR}", form)).json()["data"]
    assert (again["article"], again["barcode"]) == (argan.article, argan.barcode)
    assert again["good_id"] != argan.id


async def test_an_emptied_category_may_be_deleted(client: Client, argan: Product) -> None:
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    response = await client.delete(f"/goods_categories/{HARBOUR}/{argan.category_id}")
    assert response.status_code == 204


async def test_a_second_time_it_is_not_found(client: Client, argan: Product) -> None:
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    response = await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


async def test_of_two_at_once_one_finds_nothing(client: Client, argan: Product) -> None:
    answers = await asyncio.gather(*(client.delete(f"/goods/{HARBOUR}/{argan.id}") for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [204, 404]


@pytest.mark.parametrize("tag", ['"1"', "*"])
async def test_a_tag_that_fits_lets_it_pass(client: Client, argan: Product, tag: str) -> None:
    response = await client.delete(f"/goods/{HARBOUR}/{argan.id}", headers={"If-Match": tag})
    assert response.status_code == 204


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"'])
async def test_a_stale_tag_stops_it(client: Client, conn: Connection, argan: Product, tag: str) -> None:
    response = await client.delete(f"/goods/{HARBOUR}/{argan.id}", headers={"If-Match": tag})
    assert response.status_code == 412
    assert await conn.fetchval(IS_HIDDEN, argan.id) is False


async def test_a_malformed_tag_is_named(client: Client, conn: Connection, argan: Product) -> None:
    response = await client.delete(f"/goods/{HARBOUR}/{argan.id}", headers={"If-Match": "1"})
    assert faults_of(response) == {"If-Match": 'Expected an entity tag in quotes, such as "3".'}
    assert await conn.fetchval(IS_HIDDEN, argan.id) is False


async def test_the_owner_of_the_chain_may_delete_what_belongs_to_it(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    product = await make_product(conn, chain, await make_category(conn, chain), "Argan")
    assert (await client.delete(f"/goods/{HARBOUR}/{product.id}")).status_code == 204
    assert (await client.get(f"/goods/{HILLSIDE}/{product.id}")).status_code == 404


@pytest.mark.parametrize(("person", "location"), [(MANAGER, HARBOUR), (NEIGHBOUR, HILLSIDE)], ids=["own", "neighbour"])
async def test_a_location_may_not_delete_what_belongs_to_the_chain(
    client: Client, conn: Connection, chain: Tenant, person: Person, location: int
) -> None:
    product = await make_product(conn, chain, await make_category(conn, chain), "Argan")
    response = await client.by(person).delete(f"/goods/{location}/{product.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (403, CHAIN_REFUSAL)
    assert await conn.fetchval(IS_HIDDEN, product.id) is False


async def test_a_manager_of_the_location_may_delete(client: Client, argan: Product) -> None:
    response = await client.by(MANAGER).delete(f"/goods/{HARBOUR}/{argan.id}")
    assert response.status_code == 204


async def test_a_product_of_another_location_is_not_found(client: Client, conn: Connection, hillside: Tenant) -> None:
    product = await make_product(conn, hillside, await make_category(conn, hillside), "Argan")
    response = await client.delete(f"/goods/{HARBOUR}/{product.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")
    assert await conn.fetchval(IS_HIDDEN, product.id) is False


async def test_a_product_of_another_chain_is_not_found(client: Client, conn: Connection, abroad: Tenant) -> None:
    product = await make_product(conn, abroad, await make_category(conn, abroad), "椿油")
    response = await client.delete(f"/goods/{HARBOUR}/{product.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")
    assert await conn.fetchval(IS_HIDDEN, product.id) is False


async def test_a_trailing_slash_is_the_same_address(client: Client, argan: Product) -> None:
    response = await client.delete(f"/goods/{HARBOUR}/{argan.id}/")
    assert response.status_code == 204

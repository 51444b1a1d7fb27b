"""PUT /goods/{location_id}/{product_id}: nobody overwrites what they haven't seen."""

import asyncio
from typing import LiteralString

import httpx
import pytest

from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import product_form
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

FIND_ROW: LiteralString = "SELECT * FROM products WHERE id = $1"
MOVE_PRODUCT: LiteralString = """
    UPDATE products SET category_id = $2, write_off_unit_id = $3, revision = revision + 1 WHERE id = $1
"""
STALE = "It was changed since you read it. Read it again, then repeat your change."


async def test_each_change_raises_the_tag(client: Client, argan: Product, shampoos: Category) -> None:
    tags = [
        (await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos))).headers["etag"] for _ in range(3)
    ]
    assert tags == ['"2"', '"3"', '"4"']


@pytest.mark.parametrize("tag", ['"1"', "*", '"7", "1"', '"x", "1"', ' "1" ', ""])
async def test_a_tag_that_fits_lets_a_change_pass(client: Client, argan: Product, shampoos: Category, tag: str) -> None:
    headers = {"If-Match": tag} if tag else {}
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos), headers=headers)
    assert (response.status_code, response.headers["etag"]) == (200, '"2"')


@pytest.mark.parametrize("tag", ['"2"', '"0"', 'W/"1"', '"x"', '"1000000000000000000000"', '"2", "3"'])
async def test_a_stale_tag_stops_a_change(
    client: Client, conn: Connection, argan: Product, shampoos: Category, tag: str
) -> None:
    before = await conn.fetchrow(FIND_ROW, argan.id)
    form = product_form(shampoos, title="Silk")
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", form, headers={"If-Match": tag})
    assert (response.status_code, response.json()["meta"]["message"]) == (412, STALE)
    assert await conn.fetchrow(FIND_ROW, argan.id) == before


@pytest.mark.parametrize("tag", ["1", "'1'", '"1', "w/1", '"1", 2'])
async def test_a_malformed_tag_is_named(client: Client, argan: Product, shampoos: Category, tag: str) -> None:
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos), headers={"If-Match": tag})
    assert faults_of(response) == {"If-Match": 'Expected an entity tag in quotes, such as "3".'}


async def test_of_two_changes_at_once_from_the_same_state_one_wins(
    client: Client, conn: Connection, argan: Product, shampoos: Category, shared: Category
) -> None:
    forms = [product_form(shampoos, title="Silk"), product_form(shared, title="Rose", sale_unit_id=5)]
    answers = await asyncio.gather(
        *(client.put(f"/goods/{HARBOUR}/{argan.id}", form, headers={"If-Match": '"1"'}) for form in forms)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (winner,) = (form for form, answer in zip(forms, answers, strict=True) if answer.status_code == 200)
    row = await conn.fetchrow(FIND_ROW, argan.id)
    assert row is not None
    assert (row["title"], row["category_id"], row["revision"]) == (winner["title"], winner["category_id"], 2)


async def put_while_it_is_moved(
    client: Client, conn: Connection, product: Product, category: Category, tag: str
) -> httpx.Response:
    """A PUT that arrives while somebody else moves the product to the category and another unit."""
    async with conn.transaction():
        await conn.execute(MOVE_PRODUCT, product.id, category.id, 4)
        put = asyncio.create_task(
            client.put(f"/goods/{HARBOUR}/{product.id}", product_form(category), headers={"If-Match": tag})
        )
        await wait_until_blocked(conn)
    return await put


async def test_a_change_that_waited_for_another_is_stale(
    client: Client, conn: Connection, argan: Product, shared: Category
) -> None:
    response = await put_while_it_is_moved(client, conn, argan, shared, '"1"')
    assert (response.status_code, response.json()["meta"]["message"]) == (412, STALE)


async def test_a_change_without_a_tag_that_waited_for_another_follows_it(
    client: Client, conn: Connection, argan: Product, shared: Category
) -> None:
    response = await put_while_it_is_moved(client, conn, argan, shared, "*")
    assert (response.status_code, response.headers["etag"]) == (200, '"3"')

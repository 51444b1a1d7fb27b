"""POST /goods/{location_id}: what is wrong with a body."""

import asyncio
import re
from typing import Any, LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.api.v1.goods.bodies import dumps, with_cost
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, product_form
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

HIDE_CATEGORY: LiteralString = "UPDATE categories SET deleted_at = now() WHERE id = $1"
COUNT_PRODUCTS: LiteralString = "SELECT count(*) FROM products"
UNKNOWN_CATEGORY = {"category_id": "There is no such category here."}
# What every operation finds is tested in tests/contract: test_body_faults.py and test_limits.py.
FAULTS: list[tuple[str, Any, str]] = [
    ("title", "", "Must not be empty."),
    ("title", " \t\u00a0", "Must not be empty."),
    ("title", "Ar\0gan", "Must not contain the character U+0000 (a control character)."),
    ("title", "Ar\x1fgan", "Must not contain the character U+001F (a control character)."),
    ("title", "Ar\ud800gan", "Must not contain the character U+D800 (half of a surrogate pair)."),
    ("category_id", "", "This field is missing."),
    ("category_id", "shampoos", 'Expected a whole number, not "shampoos".'),
    ("category_id", "1_0", 'Expected a whole number, not "1_0".'),
    ("category_id", 1.5, "Expected a whole number, not 1.5."),
    ("category_id", True, "Expected a whole number, not true."),
    ("cost", "cheap", 'Expected a number, not "cheap".'),
    ("cost", "12,50", 'Expected a number, not "12,50".'),
    ("cost", "1_000", 'Expected a number, not "1_000".'),
    ("cost", "١٢", 'Expected a number, not "١٢".'),
    ("cost", True, "Expected a number, not true."),
    ("cost", float("nan"), "Expected a number."),
    ("cost", "NaN", 'Expected a number, not "NaN".'),
    ("cost", float("inf"), "Expected a number."),
    ("cost", "-Infinity", 'Expected a number, not "-Infinity".'),
    ("cost", -0.01, "Must be at least 0."),
    ("unit_equals", 0, "Must be more than 0."),
    ("unit_equals", 0.00001, "Must be more than 0."),
]


@pytest.mark.parametrize(
    ("field", "value", "fault"), FAULTS, ids=[f"{number:02}_{field}" for number, (field, *_) in enumerate(FAULTS)]
)
async def test_a_faulty_field_is_named_and_nothing_is_written(
    client: Client, conn: Connection, shampoos: Category, field: str, value: object, fault: str
) -> None:
    response = await client.post(f"/goods/{HARBOUR}", content=dumps(product_form(shampoos, **{field: value})))
    assert faults_of(response) == {field: fault}
    assert await conn.fetchval(COUNT_PRODUCTS) == 0


@pytest.mark.parametrize("value", ["\ud800", ["\ud800"], {"\ud800": 1}], ids=["text", "list", "object"])
async def test_half_a_surrogate_pair_is_a_fault_of_its_field(client: Client, shampoos: Category, value: object) -> None:
    response = await client.post(f"/goods/{HARBOUR}", content=dumps(product_form(shampoos, vat_id=value)))
    assert re.match("Expected a whole number", faults_of(response)["vat_id"])


async def test_a_number_of_5000_digits_is_a_fault_of_its_field(client: Client, shampoos: Category) -> None:
    response = await client.post(f"/goods/{HARBOUR}", content=with_cost(shampoos, "9" * 5000))
    assert faults_of(response) == {"cost": "Must be at most 999999999999."}


async def test_all_faults_are_named_at_once_with_unknown_references_among_them(
    client: Client, conn: Connection
) -> None:
    form = {
        "title": " ",
        "category_id": 999_999,
        "sale_unit_id": 99,
        "cost": float("nan"),
        "actual_cost": -1,
        "unit_equals": "many",
        "comment": "\0",
    }
    response = await client.post(f"/goods/{HARBOUR}", content=dumps(form))
    assert faults_of(response) == {
        "title": "Must not be empty.",
        "service_unit_id": "This field is missing.",
        "cost": "Expected a number.",
        "actual_cost": "Must be at least 0.",
        "unit_equals": 'Expected a number, not "many".',
        "comment": "Must not contain the character U+0000 (a control character).",
        "category_id": "There is no such category here.",
        "sale_unit_id": "There is no such unit.",
    }
    assert await conn.fetchval(COUNT_PRODUCTS) == 0


async def test_all_unknown_references_are_named_at_once(client: Client, conn: Connection) -> None:
    form = {"title": "Argan", "category_id": 2**53 - 1, "sale_unit_id": 16, "service_unit_id": 99}
    response = await client.post(f"/goods/{HARBOUR}", form)
    assert faults_of(response) == {
        "category_id": "There is no such category here.",
        "sale_unit_id": "There is no such unit.",
        "service_unit_id": "There is no such unit.",
    }
    assert await conn.fetchval(COUNT_PRODUCTS) == 0


async def test_a_category_of_another_chain_is_as_unknown_as_one_that_does_not_exist(
    client: Client, conn: Connection, abroad: Tenant
) -> None:
    response = await client.post(f"/goods/{HARBOUR}", product_form(await make_category(conn, abroad)))
    assert faults_of(response) == UNKNOWN_CATEGORY
    assert await conn.fetchval(COUNT_PRODUCTS) == 0


async def test_a_category_of_another_location_is_unknown(client: Client, conn: Connection, hillside: Tenant) -> None:
    response = await client.post(f"/goods/{HARBOUR}", product_form(await make_category(conn, hillside)))
    assert faults_of(response) == UNKNOWN_CATEGORY


async def test_a_category_that_is_deleted_in_the_meantime_is_unknown(
    client: Client, conn: Connection, shampoos: Category
) -> None:
    async with conn.transaction():
        await conn.execute(HIDE_CATEGORY, shampoos.id)
        post = asyncio.create_task(client.post(f"/goods/{HARBOUR}", product_form(shampoos)))
        await wait_until_blocked(conn)
    assert faults_of(await post) == UNKNOWN_CATEGORY
    assert await conn.fetchval(COUNT_PRODUCTS) == 0


async def test_a_deleted_category_is_unknown(client: Client, shampoos: Category) -> None:
    await client.delete(f"/goods_categories/{HARBOUR}/{shampoos.id}")
    response = await client.post(f"/goods/{HARBOUR}", product_form(shampoos))
    assert faults_of(response) == UNKNOWN_CATEGORY

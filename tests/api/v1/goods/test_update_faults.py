"""PUT /goods/{location_id}/{product_id}: what is wrong with a body."""

from typing import LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, product_form
from tests.support.people import HARBOUR

FIND_ROW: LiteralString = "SELECT * FROM products WHERE id = $1"


@pytest.mark.parametrize("name", ["title", "category_id", "sale_unit_id", "service_unit_id"])
async def test_what_creating_requires_changing_requires_too(
    client: Client, conn: Connection, argan: Product, shampoos: Category, name: str
) -> None:
    before = await conn.fetchrow(FIND_ROW, argan.id)
    form = product_form(shampoos, title="Silk")
    del form[name]
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", form)
    assert faults_of(response) == {name: "This field is missing."}
    assert await conn.fetchrow(FIND_ROW, argan.id) == before


async def test_all_faults_are_named_at_once_and_nothing_changes(
    client: Client, conn: Connection, argan: Product
) -> None:
    before = await conn.fetchrow(FIND_ROW, argan.id)
    form = {
        "title": "x" * 256,
        "category_id": 999_999,
        "sale_unit_id": 99,
        "cost": "cheap",
        "unit_equals": 0,
        "correction_rules": "none",
    }
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", form)
    assert faults_of(response) == {
        "title": "Must be at most 255 characters long.",
        "service_unit_id": "This field is missing.",
        "cost": 'Expected a number, not "cheap".',
        "unit_equals": "Must be more than 0.",
        "correction_rules": 'Expected a list, not "none".',
        "category_id": "There is no such category here.",
        "sale_unit_id": "There is no such unit.",
    }
    assert await conn.fetchrow(FIND_ROW, argan.id) == before


async def test_all_unknown_references_are_named_at_once(
    client: Client, conn: Connection, argan: Product, abroad: Tenant
) -> None:
    before = await conn.fetchrow(FIND_ROW, argan.id)
    form = product_form(await make_category(conn, abroad), sale_unit_id=98, service_unit_id=99)
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", form)
    assert faults_of(response) == {
        "category_id": "There is no such category here.",
        "sale_unit_id": "There is no such unit.",
        "service_unit_id": "There is no such unit.",
    }
    assert await conn.fetchrow(FIND_ROW, argan.id) == before


@pytest.mark.parametrize("body", [b"", b"{"], ids=["empty", "cut_off"])
async def test_what_is_no_json_cannot_be_read(client: Client, argan: Product, body: bytes) -> None:
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", content=body)
    assert response.status_code == 400

"""PUT /goods/{location_id}/{product_id} with other units: what is refused, and leaves everything as it was."""

from decimal import Decimal
from typing import Any, LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import UnitKind
from parlour.db.pool import Connection
from tests.api.v1.goods.units import ALL_BY_SALE, ALL_BY_SERVICE, change_units
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import product_form
from tests.support.factories.stock import put_in, take_out
from tests.support.people import HARBOUR

CONFLICT = "The product has stock movements: send correction_rules to convert them."
LITRE = 5
READ_ALL: LiteralString = """
    SELECT (SELECT jsonb_agg(p ORDER BY id) FROM products p) AS products,
           (SELECT jsonb_agg(t ORDER BY id) FROM stock_transactions t) AS transactions,
           (SELECT jsonb_agg(m ORDER BY id) FROM stock_movements m) AS ledger
"""


@pytest.mark.parametrize(
    "fields",
    [{}, {"unit_equals": 250, "sale_unit_id": LITRE}, {"unit_equals": 250, "service_unit_id": LITRE}],
    ids=["ratio", "sale_unit", "write_off_unit"],
)
@pytest.mark.parametrize("rules", [None, "", []], ids=repr)
async def test_without_rules_it_is_a_conflict_and_nothing_changes(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, fields: dict[str, Any], rules: object
) -> None:
    await put_in(conn, tenant, silk.id, 1, 500, cost=20)
    before = await conn.fetchrow(READ_ALL)
    response = await change_units(client, silk, rules, title="Other", **fields)
    assert (response.status_code, response.json()["meta"]) == (409, {"message": CONFLICT, "conflict": True})
    assert await conn.fetchrow(READ_ALL) == before


@pytest.mark.parametrize(
    "rules",
    [
        [{"type": 1, "base_unit": "sale"}],
        [{"type": 1, "base_unit": "sale"}, {"type": 3}],
        [{"type": 1, "base_unit": "sale"}, {"base_unit": "sale"}],
    ],
    ids=["none", "half", "other_half"],
)
async def test_a_kind_without_a_rule_is_named_with_its_number(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, rules: object
) -> None:
    """Q-058."""
    for storage in (1, 2):
        await put_in(conn, tenant, silk.id, storage, 500)
    await take_out(conn, tenant, silk.id, 1, 1)
    before = await conn.fetchrow(READ_ALL)
    response = await change_units(client, silk, rules)
    assert faults_of(response) == {"correction_rules": "There is no rule for receipts, of which there are 2."}
    assert await conn.fetchrow(READ_ALL) == before


async def test_what_would_come_to_nothing_is_named(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, Decimal("0.01"))
    before = await conn.fetchrow(READ_ALL)
    response = await change_units(client, silk, ALL_BY_SALE, unit_equals=1)
    assert faults_of(response) == {"correction_rules": "Of the receipts, 1 would come to an amount of 0."}
    assert await conn.fetchrow(READ_ALL) == before


@pytest.mark.parametrize(
    ("rules", "fields", "ratio"),
    [
        (ALL_BY_SALE, {}, 9_999_999_999),
        (ALL_BY_SERVICE, {"unit": UnitKind.SALE, "price": 999_999_999_999}, 251),
    ],
    ids=["amount", "price"],
)
async def test_what_would_grow_beyond_all_limits_is_named(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    silk: Product,
    rules: object,
    fields: dict[str, Any],
    ratio: int,
) -> None:
    await put_in(conn, tenant, silk.id, 1, 500, **fields)
    response = await change_units(client, silk, rules, unit_equals=ratio)
    assert faults_of(response) == {
        "correction_rules": "Of the receipts, 1 would come to an amount or a price beyond all limits."
    }


async def test_what_would_fall_below_zero_where_that_is_not_allowed_is_named(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 2, 500)
    await take_out(conn, tenant, silk.id, 2, 450)
    await conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    before = await conn.fetchrow(READ_ALL)
    rules = [{"type": 1, "base_unit": "sale"}, {"type": 3, "base_unit": "service"}]
    response = await change_units(client, silk, rules)
    assert faults_of(response) == {"correction_rules": "Products has 50 of it, and would come to -40."}
    assert await conn.fetchrow(READ_ALL) == before


async def test_unknown_units_are_named_before_the_past_is_looked_at(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, 500)
    response = await change_units(client, silk, sale_unit_id=99)
    assert faults_of(response) == {"sale_unit_id": "There is no such unit."}


@pytest.mark.parametrize(
    ("rules", "faulty"),
    [
        ([{"type": 0, "base_unit": "sale"}], "correction_rules[0].type"),
        ([{"type": 1}, {"type": 8}], "correction_rules[1].type"),
        ([{"type": "x"}], "correction_rules[0].type"),
        ([{"base_unit": "crate"}], "correction_rules[0].base_unit"),
        ([1], "correction_rules[0]"),
        ({}, "correction_rules"),
        ([{"type": 1}, {"type": 2}, {"type": 1}], "correction_rules[2].type"),
        ([{"type": 4, "base_unit": "sale"}, {"type": 7, "base_unit": "sale"}], "correction_rules[1].type"),
    ],
)
async def test_faulty_correction_rules_are_named(
    client: Client, argan: Product, shampoos: Category, rules: object, faulty: str
) -> None:
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos, correction_rules=rules))
    assert set(faults_of(response)) == {faulty}

"""PUT /goods/{location_id}/{product_id} with other units, once something has moved."""

import asyncio
from decimal import Decimal
from typing import Any, LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.db.pool import Connection
from tests.api.v1.goods.units import ALL_BY_SALE, ALL_BY_SERVICE, change_units
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product, product_form
from tests.support.factories.stock import (
    average_of,
    ledger_of,
    levels_of,
    make_document,
    make_transaction,
    put_in,
    take_out,
)
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

LITRE = 5
FIND_TRANSACTION: LiteralString = """
    SELECT unit, amount, sale_amount, price, cost, unit_cost, counted, expected, unit_ratio, sale_unit_id,
           write_off_unit_id, revision
    FROM stock_transactions WHERE id = $1
"""


async def transaction(conn: Connection, transaction_id: int) -> dict[str, Any]:
    return dict(await conn.fetchrow(FIND_TRANSACTION, transaction_id) or {})


async def test_other_fields_change_without_a_word_about_the_past(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, 500)
    response = await change_units(client, silk, unit_equals=250, cost=30)
    assert (response.status_code, response.json()["data"]["cost"]) == (200, 30)
    assert await ledger_of(conn, tenant, silk.id) == [500]


async def test_a_deleted_past_needs_no_rules(client: Client, conn: Connection, tenant: Tenant, silk: Product) -> None:
    transaction_id = await put_in(conn, tenant, silk.id, 1, 500)
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = $1", transaction_id)
    assert (await change_units(client, silk)).status_code == 200


async def test_where_the_sale_amount_stays_the_other_follows(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    receipt = await put_in(conn, tenant, silk.id, 1, 500, cost=20)
    response = await change_units(client, silk, ALL_BY_SALE)
    assert await transaction(conn, receipt) == {
        "unit": "write_off",
        "amount": 600,
        "sale_amount": 2,
        "price": Decimal("0.0333333333"),
        "cost": 20,
        "unit_cost": Decimal("0.0333333333"),
        "counted": None,
        "expected": None,
        "unit_ratio": 300,
        "sale_unit_id": BOTTLE,
        "write_off_unit_id": MILLILITRE,
        "revision": 2,
    }
    shown = response.json()["data"]
    assert shown["actual_amounts"] == [{"storage_id": 1, "amount": 600}, {"storage_id": 2, "amount": 0}]
    assert (shown["actual_cost"], shown["unit_actual_cost"]) == (10, 0.0333)
    assert await average_of(conn, tenant, silk.id) == Decimal("0.0333333333")


async def test_where_the_write_off_amount_stays_the_other_follows(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    receipt = await put_in(conn, tenant, silk.id, 1, 500, cost=20, unit=UnitKind.SALE, price=10)
    response = await change_units(client, silk, ALL_BY_SERVICE, sale_unit_id=LITRE, unit_equals=1000)
    told = await transaction(conn, receipt)
    assert (told["amount"], told["sale_amount"], told["price"], told["cost"]) == (500, Decimal("0.5"), 40, 20)
    assert (told["sale_unit_id"], told["unit_ratio"], told["unit_cost"]) == (LITRE, 1000, Decimal("0.04"))
    assert (response.json()["data"]["actual_cost"], response.json()["data"]["unit_actual_cost"]) == (40, 0.04)


async def test_each_kind_follows_its_own_rule(client: Client, conn: Connection, tenant: Tenant, silk: Product) -> None:
    await put_in(conn, tenant, silk.id, 1, 500)
    await take_out(conn, tenant, silk.id, 1, 250)
    rules = [{"type": 1, "base_unit": "service"}, {"type": 3, "base_unit": "sale"}]
    assert (await change_units(client, silk, rules)).status_code == 200
    assert await levels_of(conn, tenant, silk.id) == {1: 350}


async def test_the_ledger_reverses_the_old_values_and_posts_the_new_ones(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, 500)
    await change_units(client, silk, ALL_BY_SALE)
    await change_units(client, silk, ALL_BY_SALE, unit_equals=125)
    assert await ledger_of(conn, tenant, silk.id) == [500, -500, 600, -600, 250]


async def test_both_sides_of_a_transfer_stay_equal(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    document = await make_document(conn, tenant, Kind.TRANSFER, 1, to_storage_id=2)
    await make_transaction(conn, tenant, document, silk.id, -100)
    await make_transaction(conn, tenant, document, silk.id, 100, storage_id=2)
    await change_units(client, silk, ALL_BY_SALE, unit_equals="0.3333")
    assert await levels_of(conn, tenant, silk.id) == {1: Decimal("-0.1333"), 2: Decimal("0.1333")}


@pytest.mark.parametrize(
    ("unit", "rules", "base", "told"),
    [
        (UnitKind.SALE, [], "sale", ("600", "480", "120", "0.4", "5")),
        (UnitKind.WRITE_OFF, [], "service", ("500", "400", "100", "0.3333333333", "5")),
        (UnitKind.SALE, [{"type": 6, "base_unit": "service"}], "service", ("500", "400", "100", "0.3333333333", "6")),
        (UnitKind.WRITE_OFF, [{"type": 6, "base_unit": "sale"}], "sale", ("600", "480", "120", "0.4", "4.1666666667")),
        (UnitKind.WRITE_OFF, [], "sale", ("500", "480", "20", "0.0666666667", "5")),
    ],
)
async def test_a_stock_take_stays_in_the_unit_of_its_count_unless_a_rule_says_otherwise(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    silk: Product,
    unit: UnitKind,
    rules: list[dict[str, Any]],
    base: str,
    told: tuple[str, ...],
) -> None:
    """What it should have found is what the receipt comes to, by the rule for receipts (Q-058)."""
    await put_in(conn, tenant, silk.id, 1, 400)
    document = await make_document(conn, tenant, Kind.STOCK_TAKE, 1)
    count = {"counted": 500, "expected": 400, "unit": unit, "price": 5}
    counted = await make_transaction(conn, tenant, document, silk.id, 100, **count)
    response = await change_units(client, silk, [*rules, {"type": 3, "base_unit": base}])
    assert response.status_code == 200, response.text
    row = await transaction(conn, counted)
    names = ("counted", "expected", "amount", "sale_amount", "price")
    assert tuple(row[name] for name in names) == tuple(map(Decimal, told))
    assert await levels_of(conn, tenant, silk.id) == {1: row["counted"]}


async def test_a_closed_period_does_not_prevent_a_change_of_units(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    """Q-073."""
    receipt = await put_in(conn, tenant, silk.id, 1, 500, cost=20)
    await conn.execute("UPDATE locations SET stock_closed_until = current_date WHERE id = $1", HARBOUR)
    assert (await change_units(client, silk, ALL_BY_SALE)).status_code == 200
    assert await levels_of(conn, tenant, silk.id) == {1: 600}
    assert (await transaction(conn, receipt))["cost"] == 20


async def test_7_is_a_write_off_too(client: Client, conn: Connection, tenant: Tenant, silk: Product) -> None:
    """Q-058."""
    document = await make_document(conn, tenant, Kind.WRITE_OFF, 1)
    await make_transaction(conn, tenant, document, silk.id, -250)
    assert (await change_units(client, silk, [{"type": 7, "base_unit": "sale"}])).status_code == 200
    assert await levels_of(conn, tenant, silk.id) == {1: -300}


async def test_negative_stock_may_be_converted_to_other_units(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await take_out(conn, tenant, silk.id, 2, 250)
    await conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    assert (await change_units(client, silk, ALL_BY_SALE)).status_code == 200
    assert await levels_of(conn, tenant, silk.id) == {2: -300}


async def test_a_product_of_the_chain_changes_in_all_its_locations(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant, shared: Category
) -> None:
    units: dict[str, Any] = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": Decimal(250)}
    product = await make_product(conn, chain, shared, "Shared", **units)
    await put_in(conn, tenant, product.id, 1, 250)
    await put_in(conn, hillside, product.id, 4, 500)
    await change_units(client, product, ALL_BY_SALE)
    assert await levels_of(conn, tenant, product.id) == {1: 300, 4: 600}


async def test_other_products_stay_what_they_are(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, argan: Product, abroad: Tenant
) -> None:
    foreign = await make_product(conn, abroad, await make_category(conn, abroad), "椿油")
    await put_in(conn, tenant, silk.id, 1, 250)
    others = [await put_in(conn, tenant, argan.id, 1, 7), await put_in(conn, abroad, foreign.id, 5, 7)]
    await change_units(client, silk, ALL_BY_SALE)
    assert [(await transaction(conn, other))["revision"] for other in others] == [1, 1]


async def test_a_cost_price_that_was_set_by_hand_stays_that_of_a_sale_unit(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, 500, cost=20)
    response = await change_units(client, silk, ALL_BY_SALE, actual_cost=12)
    assert (response.json()["data"]["actual_cost"], response.json()["data"]["unit_actual_cost"]) == (12, 0.04)


async def test_what_moves_meanwhile_waits_for_the_product(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, 250)
    async with conn.transaction():
        # A transaction that moves stock locks the row of the product first.
        await conn.execute("SELECT FROM products WHERE id = $1 FOR NO KEY UPDATE", silk.id)
        put = asyncio.create_task(change_units(client, silk, ALL_BY_SALE))
        await wait_until_blocked(conn)
        await put_in(conn, tenant, silk.id, 1, 250)
    assert (await put).status_code == 200
    assert await levels_of(conn, tenant, silk.id) == {1: 600}


@pytest.mark.parametrize("rules", [None, "", [], [{"type": 5, "base_unit": "service"}], [{"type": "1"}]])
async def test_correction_rules_are_optional_without_stock_movements(
    client: Client, argan: Product, shampoos: Category, rules: object
) -> None:
    form = product_form(shampoos, correction_rules=rules, unit_equals=7)
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", form)
    assert (response.status_code, response.json()["data"]["unit_equals"]) == (200, 7)

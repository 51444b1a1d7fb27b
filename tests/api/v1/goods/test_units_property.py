"""Whatever has moved, and to whatever units it is carried over: amounts, costs and the ledger are what they must be."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, LiteralString

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.v1.wire import CODES
from parlour.db.pool import Connection
from tests.api.v1.goods.unit_conversion import RATIOS, Movement, average_of, converted, movements, with_expected
from tests.support.client import Client
from tests.support.factories.catalogue import make_product, product_form
from tests.support.factories.stock import LONG_AGO, levels_of, make_document, make_transaction
from tests.support.factories.stock import average_of as kept_average
from tests.support.people import HARBOUR

LIST_TRANSACTIONS: LiteralString = """
    SELECT kind, storage_id, unit, amount, sale_amount, price, cost, unit_cost, counted, expected
    FROM stock_transactions WHERE product_id = $1 ORDER BY id
"""
LIST_RATIOS: LiteralString = "SELECT DISTINCT unit_ratio FROM stock_transactions WHERE product_id = $1"
LIST_SUMS: LiteralString = """
    SELECT storage_id, sum(amount) AS amount FROM stock_movements WHERE product_id = $1 GROUP BY storage_id
"""
LIST_POSTED: LiteralString = """
    SELECT amount, sale_amount, unit_ratio, reverses_id IS NOT NULL AS is_reversal
    FROM stock_movements WHERE product_id = $1 ORDER BY id
"""
BASES = st.fixed_dictionaries(
    {kind: st.sampled_from(UnitKind) for kind in Kind if kind is not Kind.STOCK_TAKE},
    optional={Kind.STOCK_TAKE: st.sampled_from(UnitKind)},
)


async def write(conn: Connection, tenant: Tenant, product: Product, movement: Movement, minute: int) -> None:
    fields = {name: getattr(movement, name) for name in movement.__struct_fields__ if name not in ("kind", "amount")}
    moment = LONG_AGO + timedelta(minutes=minute)
    other = {"to_storage_id": 3 - movement.storage_id} if movement.kind is Kind.TRANSFER else {}
    document = await make_document(conn, tenant, movement.kind, movement.storage_id, occurred_at=moment, **other)
    await make_transaction(conn, tenant, document, product.id, movement.amount, **fields)


async def read(conn: Connection, product: Product) -> list[Movement]:
    rows = await conn.fetch(LIST_TRANSACTIONS, product.id)
    return [msgspec.convert(dict(row), Movement) for row in rows]


def change(category: Category, ratio: Decimal, bases: Mapping[Kind, UnitKind]) -> dict[str, Any]:
    words = {UnitKind.SALE: "sale", UnitKind.WRITE_OFF: "service"}
    rules = [{"type": CODES[kind], "base_unit": words[unit]} for kind, unit in bases.items()]
    return product_form(category, sale_unit_id=1, service_unit_id=1, unit_equals=str(ratio), correction_rules=rules)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), first=RATIOS, ratios=st.lists(RATIOS, min_size=1, max_size=2), bases=BASES)
async def test_a_change_of_units_gives_what_the_rules_say(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    shampoos: Category,
    data: st.DataObject,
    first: Decimal,
    ratios: list[Decimal],
    bases: dict[Kind, UnitKind],
) -> None:
    stored = with_expected(data.draw(st.lists(movements(first), min_size=1, max_size=8)), first)
    assume(not any(each.becomes_zero or each.is_out_of_range for each in stored))
    product = await make_product(conn, tenant, shampoos, "Argan", unit_ratio=first)
    for minute, each in enumerate(stored):
        await write(conn, tenant, product, each, minute)
    ratio = first
    for new in ratios:
        answer = await client.put(f"/goods/{HARBOUR}/{product.id}", change(shampoos, new, bases))
        expected = [converted(each, ratio, new, bases.get(each.kind, each.unit)) for each in stored]
        if new != ratio and any(each.becomes_zero or each.is_out_of_range for each in expected):
            assert answer.status_code == 422
        else:
            assert answer.status_code == 200, answer.text
            stored, ratio = (with_expected(expected, new), new) if new != ratio else (stored, ratio)
        assert await read(conn, product) == stored
        assert [row["unit_ratio"] for row in await conn.fetch(LIST_RATIOS, product.id)] == [ratio]
        await check_what_follows(conn, tenant, product, stored)


async def check_what_follows(conn: Connection, tenant: Tenant, product: Product, stored: list[Movement]) -> None:
    """Levels are sums of the transactions and of the ledger; the average is the result of a replay."""
    lying: dict[int, Decimal] = {}
    for each in stored:
        lying[each.storage_id] = lying.get(each.storage_id, Decimal(0)) + each.amount
    levels = await levels_of(conn, tenant, product.id)
    assert {place: amount for place, amount in levels.items() if amount} == {
        place: amount for place, amount in lying.items() if amount
    }
    assert {row["storage_id"]: row["amount"] for row in await conn.fetch(LIST_SUMS, product.id)} == levels
    assert await kept_average(conn, tenant, product.id) == average_of(stored)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), bases=BASES)
async def test_earlier_values_stay_in_the_ledger(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    shampoos: Category,
    data: st.DataObject,
    bases: dict[Kind, UnitKind],
) -> None:
    stored = with_expected(data.draw(st.lists(movements(Decimal(250)), min_size=1, max_size=5)), Decimal(250))
    product = await make_product(conn, tenant, shampoos, "Argan", unit_ratio=Decimal(250))
    for minute, each in enumerate(stored):
        await write(conn, tenant, product, each, minute)
    posted = await conn.fetch(LIST_POSTED, product.id)
    answer = await client.put(f"/goods/{HARBOUR}/{product.id}", change(shampoos, Decimal(500), bases))
    assert answer.status_code == 200, answer.text
    ledger = await conn.fetch(LIST_POSTED, product.id)
    assert ledger[: len(posted)] == posted
    later = ledger[len(posted) :]
    undone = sorted((-row["amount"], -row["sale_amount"], row["unit_ratio"]) for row in later if row["is_reversal"])
    assert undone == sorted(tuple(row)[:3] for row in posted)
    now_posted = sorted((row["amount"], row["unit_ratio"]) for row in later if not row["is_reversal"])
    assert now_posted == sorted((each.amount, Decimal(500)) for each in await read(conn, product) if each.amount)

"""Prices of products have as many decimals as the currency of the location."""

import json
from decimal import Decimal
from typing import Any

import httpx
import pytest

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v1.goods.bodies import with_cost
from tests.api.v1.goods.test_get import SET_STYLE
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_product, product_form
from tests.support.factories.stock import put_in
from tests.support.people import HARBOUR, HILLSIDE, MANAGER

ADDRESS = f"/goods/{HARBOUR}"
EXACT = [
    ("KWD", "1.255"),
    ("IQD", "1250.125"),
    ("JPY", "1255"),
    ("RSD", "199.99"),
    ("EUR", "999999999998.99"),
    ("CLF", "0.0001"),
    ("KWD", "999999999998.999"),
    ("CLF", "999999999998.9999"),
]


async def count_in(conn: Connection, currency: str) -> None:
    await conn.execute(SET_STYLE, HARBOUR, currency, "en_US")


def exact(response: httpx.Response) -> Any:
    """What was answered, its numbers to the last digit."""
    assert response.is_success, response.text
    return json.loads(response.text, parse_float=Decimal, parse_int=Decimal)["data"]


@pytest.mark.parametrize(("currency", "price"), EXACT)
async def test_what_exists_in_a_currency_goes_out_as_it_came_in(
    client: Client, conn: Connection, shampoos: Category, currency: str, price: str
) -> None:
    """Q-138."""
    await count_in(conn, currency)
    sent = with_cost(shampoos, price, actual_cost=7)
    made = exact(await client.post(ADDRESS, content=sent))
    assert made["cost"] == Decimal(price)
    sent = sent.replace(b'"actual_cost": 7', b'"actual_cost": %s' % price.encode())
    changed = exact(await client.put(f"{ADDRESS}/{made['good_id']}", content=sent))
    assert (changed["cost"], changed["actual_cost"]) == (Decimal(price), Decimal(price))
    (listed,) = exact(await client.get(ADDRESS))
    assert (listed["cost"], listed["actual_cost"]) == (Decimal(price), Decimal(price))
    shown = exact(await client.get(f"/api/v2/locations/{HARBOUR}/products/{made['good_id']}?include=actual_cost"))
    assert (shown["attributes"]["cost"], shown["attributes"]["actual_cost"]) == (Decimal(price), Decimal(price))


@pytest.mark.parametrize(
    ("currency", "average", "ratio", "cost", "unit_cost", "written"),
    [
        ("KWD", "1.2345678", "1", "1.235", "1.23457", "KWD1.235"),
        ("KWD", "0.00502", "250", "1.255", "0.00502", "KWD0.005"),
        ("JPY", "12.5", "1", "13", "12.5", "¥13"),
        ("JPY", "0.4", "3", "1", "0.4", "¥0"),
        ("EUR", "1.2345678", "1", "1.23", "1.2346", "€1.23"),
        ("CLF", "0.12345678", "1", "0.1235", "0.123457", "CLF0.1235"),
        ("RSD", "12.345", "1", "12.35", "12.345", "RSD12.35"),
    ],
)
async def test_what_is_worked_out_is_rounded_to_the_currency(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    shampoos: Category,
    currency: str,
    average: str,
    ratio: str,
    cost: str,
    unit_cost: str,
    written: str,
) -> None:
    """A cost price is money; what one write-off unit costs is a rate, and has two decimals more (Q-009, Q-138)."""
    await count_in(conn, currency)
    product = await make_product(conn, tenant, shampoos, "Argan", unit_ratio=Decimal(ratio))
    await put_in(conn, tenant, product.id, 1, 1, cost=Decimal(average))
    shown = exact(await client.get(f"{ADDRESS}/{product.id}"))
    assert (shown["actual_cost"], shown["unit_actual_cost"]) == (Decimal(cost), Decimal(unit_cost))
    assert shown["unit_actual_cost_format"].replace("\xa0", "") == written


async def test_what_to_order_costs_is_the_exact_sum(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await count_in(conn, "KWD")
    await make_product(conn, tenant, shampoos, "Argan", cost_price=Decimal("1.255"), desired_amount=Decimal(7))
    (low,) = exact(await client.get(f"{ADDRESS}?below=desired"))
    assert low["to_order"]["cost"] == Decimal("8.785")


def shown_again(product: Product, **fields: Any) -> dict[str, Any]:
    """What a client sends that has read a product and changes something else of it."""
    read = {"cost": float(product.price), "actual_cost": float(product.cost_price)}
    units = {"sale_unit_id": product.sale_unit_id, "service_unit_id": product.write_off_unit_id}
    return {"title": product.title, "category_id": product.category_id, **units, **read, **fields}


@pytest.fixture
async def from_before(conn: Connection, tenant: Tenant, shampoos: Category) -> Product:
    """A product with prices that don't exist in its currency, from before the currency was looked at, or changed."""
    await count_in(conn, "JPY")
    return await make_product(conn, tenant, shampoos, "Old", price=Decimal("12.5"), cost_price=Decimal("0.4"))


async def test_what_was_there_before_is_shown_as_it_is(client: Client, from_before: Product) -> None:
    """Q-141."""
    shown = exact(await client.get(f"{ADDRESS}/{from_before.id}"))
    assert (shown["cost"], shown["actual_cost"]) == (Decimal("12.5"), Decimal("0.4"))


async def test_what_was_there_before_may_be_sent_back(client: Client, from_before: Product) -> None:
    """Q-141."""
    changed = exact(await client.put(f"{ADDRESS}/{from_before.id}", shown_again(from_before, title="New")))
    assert (changed["title"], changed["cost"], changed["actual_cost"]) == ("New", Decimal("12.5"), Decimal("0.4"))


async def test_another_amount_that_does_not_exist_may_not(client: Client, from_before: Product) -> None:
    """Q-141."""
    refused = await client.put(f"{ADDRESS}/{from_before.id}", shown_again(from_before, cost=0.4, actual_cost=12.5))
    assert faults_of(refused) == {
        "cost": "0.4 has more decimals than JPY has (0).",
        "actual_cost": "12.5 has more decimals than JPY has (0).",
    }


async def test_other_faults_are_reported_for_a_repeated_value_too(client: Client, from_before: Product) -> None:
    refused = await client.put(f"{ADDRESS}/{from_before.id}", shown_again(from_before, netto="x", category_id=999))
    assert faults_of(refused).keys() == {"netto", "category_id"}


async def test_a_hidden_cost_price_is_not_found_by_trying(
    client: Client, conn: Connection, from_before: Product
) -> None:
    """Q-141."""
    hidden = json.dumps({Permission.COST_PRICE_VIEW.value: False})
    await conn.execute("UPDATE location_roles SET rights = $2 WHERE user_id = $1", MANAGER.id, hidden)
    answers = [
        await client.by(MANAGER).put(f"{ADDRESS}/{from_before.id}", shown_again(from_before, actual_cost=guess))
        for guess in (0.4, 0.5)
    ]
    assert [each.status_code for each in answers] == [422, 422]


async def test_a_price_of_the_chain_is_one_number_wherever_it_is_shown(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, shared: Category
) -> None:
    """Where it is changed, it has the decimals of that place (Q-142)."""
    await count_in(conn, "JPY")
    product = await make_product(conn, chain, shared, "Shared", price=Decimal("12.5"))
    address = f"/goods/{HILLSIDE}/{product.id}"
    assert exact(await client.get(f"{ADDRESS}/{product.id}"))["cost"] == Decimal("12.5")
    form = product_form(shared, sale_unit_id=1, service_unit_id=1)
    assert exact(await client.put(address, {**form, "cost": 13.75}))["cost"] == Decimal("13.75")
    refused = await client.put(f"{ADDRESS}/{product.id}", {**form, "cost": 12.5})
    assert faults_of(refused) == {"cost": "12.5 has more decimals than JPY has (0)."}


async def test_a_currency_that_changes_counts_from_then_on(
    client: Client, conn: Connection, shampoos: Category
) -> None:
    form = product_form(shampoos, cost=1.255)
    await count_in(conn, "KWD")
    made = exact(await client.post(ADDRESS, form))
    await count_in(conn, "EUR")
    colleague = client.by(MANAGER)  # whose access is not cached yet
    assert faults_of(await colleague.post(ADDRESS, form)) == {"cost": "1.255 has more decimals than EUR has (2)."}
    assert exact(await colleague.get(f"{ADDRESS}/{made['good_id']}"))["cost"] == Decimal("1.255")

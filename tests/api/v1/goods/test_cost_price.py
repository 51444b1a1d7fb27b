"""`actual_cost`: what was set by hand, else what the receipts have cost on average."""

from decimal import Decimal
from typing import Any, LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product, product_form
from tests.support.factories.stock import put_in, take_out
from tests.support.people import HARBOUR, HILLSIDE

ADDRESS = f"/goods/{HARBOUR}"
FIND_SET: LiteralString = "SELECT cost_price, is_cost_price_fixed FROM products WHERE id = $1"


async def costs(client: Client, product: Product, location: int = HARBOUR) -> tuple[float, float, str]:
    shown = (await client.get(f"/goods/{location}/{product.id}")).json()["data"]
    return shown["actual_cost"], shown["unit_actual_cost"], shown["unit_actual_cost_format"]


async def set_cost(client: Client, product: Product, category: Category, cost: float | None) -> dict[str, Any]:
    form = product_form(category, title=product.title, unit_equals=250, actual_cost=cost)
    response = await client.put(f"{ADDRESS}/{product.id}", form)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()["data"]
    return shown


async def test_it_follows_the_average_of_what_came_in(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, 250, cost=10)
    assert await costs(client, silk) == (10, 0.04, "$0.04")
    await put_in(conn, tenant, silk.id, 2, 750, cost=42)
    assert await costs(client, silk) == (13, 0.052, "$0.05")


async def test_what_goes_out_does_not_change_it(
    client: Client, conn: Connection, tenant: Tenant, silk: Product
) -> None:
    await put_in(conn, tenant, silk.id, 1, 250, cost=10)
    await take_out(conn, tenant, silk.id, 1, 200, cost=99)
    assert await costs(client, silk) == (10, 0.04, "$0.04")


async def test_each_of_the_two_is_rounded_from_the_exact_average(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    pair = await make_product(conn, tenant, shampoos, "Gloves", unit_ratio=Decimal("0.5"))
    await put_in(conn, tenant, pair.id, 1, 3, cost=1)
    assert await costs(client, pair) == (0.17, 0.3333, "$0.33")


async def test_it_is_one_for_the_whole_chain(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant
) -> None:
    shared = await make_product(conn, chain, await make_category(conn, chain), "Shared")
    await put_in(conn, tenant, shared.id, 1, 1, cost=10)
    await put_in(conn, hillside, shared.id, 3, 1, cost=20)
    assert await costs(client, shared, HILLSIDE) == (15, 15, "15 €")


async def test_set_by_hand_it_no_longer_follows(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, shampoos: Category
) -> None:
    """Q-057."""
    await put_in(conn, tenant, silk.id, 1, 250, cost=10)
    changed = await set_cost(client, silk, shampoos, 12)
    assert (changed["actual_cost"], changed["unit_actual_cost"]) == (12, 0.048)
    await put_in(conn, tenant, silk.id, 1, 250, cost=99)
    assert await costs(client, silk) == (12, 0.048, "$0.05")


async def test_what_is_sent_back_as_it_is_shown_sets_nothing(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, shampoos: Category
) -> None:
    await put_in(conn, tenant, silk.id, 1, 250, cost=10)
    await set_cost(client, silk, shampoos, 10)
    assert tuple(await conn.fetchrow(FIND_SET, silk.id) or ()) == (0, False)
    await put_in(conn, tenant, silk.id, 1, 250, cost=20)
    assert await costs(client, silk) == (15, 0.06, "$0.06")


async def test_what_was_set_by_hand_stays_so_when_it_is_sent_back(
    client: Client, conn: Connection, silk: Product, shampoos: Category
) -> None:
    await set_cost(client, silk, shampoos, 12)
    await set_cost(client, silk, shampoos, 12)
    assert tuple(await conn.fetchrow(FIND_SET, silk.id) or ()) == (12, True)


async def test_left_out_it_stays_what_it_is(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, shampoos: Category
) -> None:
    await put_in(conn, tenant, silk.id, 1, 250, cost=10)
    changed = await set_cost(client, silk, shampoos, None)
    assert changed["actual_cost"] == 10
    assert tuple(await conn.fetchrow(FIND_SET, silk.id) or ()) == (0, False)


async def test_0_lets_it_follow_again(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, shampoos: Category
) -> None:
    """Q-057."""
    await put_in(conn, tenant, silk.id, 1, 250, cost=10)
    await set_cost(client, silk, shampoos, 12)
    freed = await set_cost(client, silk, shampoos, 0)
    assert (freed["actual_cost"], freed["unit_actual_cost"]) == (10, 0.04)


async def test_a_new_product_with_a_cost_price_keeps_it(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    made = (await client.post(ADDRESS, product_form(shampoos, actual_cost=11))).json()["data"]
    await put_in(conn, tenant, made["good_id"], 1, 1, cost=20)
    assert (await client.get(f"{ADDRESS}/{made['good_id']}")).json()["data"]["actual_cost"] == 11


@pytest.mark.parametrize("cost", [None, 0])
async def test_a_new_product_without_one_follows(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, cost: int | None
) -> None:
    made = (await client.post(ADDRESS, product_form(shampoos, actual_cost=cost))).json()["data"]
    await put_in(conn, tenant, made["good_id"], 1, 1, cost=20)
    assert (await client.get(f"{ADDRESS}/{made['good_id']}")).json()["data"]["actual_cost"] == 20


@pytest.mark.parametrize(
    ("cost", "ratio", "unit_cost"),
    [
        (3510, 1, 3510),
        (24.9, 1, 24.9),
        (11, 250, 0.044),
        (10, 3, 3.3333),
        (20, 3, 6.6667),
        (0.01, 200, 0.0001),
        (0.01, 201, 0),
        (500, 0.5, 1000),
        (999999999999, 0.0001, 9999999999990000),
        (0.01, 9999999999, 0),
    ],
)
async def test_the_unit_cost_is_exact_to_four_decimals(
    client: Client, shampoos: Category, cost: float, ratio: float, unit_cost: float
) -> None:
    form = product_form(shampoos, actual_cost=cost, unit_equals=ratio)
    made = (await client.post(ADDRESS, form)).json()["data"]
    assert (made["actual_cost"], made["unit_actual_cost"]) == (cost, unit_cost)

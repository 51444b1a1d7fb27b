"""GET /goods/{location_id}?below=…"""

from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.low_stock import Threshold
from parlour.areas.products.model.products import Product
from parlour.areas.products.operator import list_low_products
from parlour.db.pool import Connection
from parlour.errors import NotFound
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.stock import put_in, take_out
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, HILLSIDE

ADDRESS = f"/goods/{HARBOUR}"


async def make_bottle(conn: Connection, tenant: Tenant, category: Category, title: str, **fields: Any) -> Product:
    """250 ml of which 500 ml are critical and 2500 ml desired."""
    given = {
        "sale_unit_id": BOTTLE,
        "write_off_unit_id": MILLILITRE,
        "unit_ratio": Decimal(250),
        "critical_amount": Decimal(500),
        "desired_amount": Decimal(2500),
        **fields,
    }
    return await make_product(conn, tenant, category, title, **given)


async def low(client: Client, below: str, location: int = HARBOUR, **query: Any) -> list[dict[str, Any]]:
    response = await client.get(f"/goods/{location}", params={"below": below, **query})
    assert response.status_code == 200, response.text
    rows: list[dict[str, Any]] = response.json()["data"]
    return rows


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


async def test_what_fell_below_the_threshold_is_shown_with_what_to_order(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-062, Q-072."""
    argan = await make_bottle(conn, tenant, shampoos, "Argan", cost_price=Decimal(11))
    await put_in(conn, tenant, argan.id, 2, 499)
    (row,) = await low(client, "critical")
    assert row == {
        **(await client.get(f"{ADDRESS}/{argan.id}")).json()["data"],
        "on_hand_amount": 499,
        "to_order": {"amount": 2001, "sale_amount": 9, "cost": 99},
    }


@pytest.mark.parametrize(
    ("on_hand", "critical", "desired"),
    [(499, True, True), (500, False, True), (2499, False, True), (2500, False, False), (-5, True, True)],
)
async def test_each_threshold_counts_for_itself_and_what_reaches_it_is_enough(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, on_hand: int, critical: bool, desired: bool
) -> None:
    argan = await make_bottle(conn, tenant, shampoos, "Argan")
    await put_in(conn, tenant, argan.id, 1, 5000)
    await take_out(conn, tenant, argan.id, 1, 5000 - on_hand)
    assert [bool(await low(client, threshold)) for threshold in ("critical", "desired")] == [critical, desired]


async def test_what_never_lay_anywhere_is_low(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_bottle(conn, tenant, shampoos, "Argan", cost_price=Decimal("10.5"))
    (row,) = await low(client, "desired")
    assert (row["on_hand_amount"], row["to_order"]) == (0, {"amount": 2500, "sale_amount": 10, "cost": 105})


@pytest.mark.parametrize("threshold", ["critical", "desired"])
async def test_without_a_threshold_nothing_is_low_whatever_is_owed(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, threshold: str
) -> None:
    argan = await make_bottle(conn, tenant, shampoos, "Argan", **{f"{threshold}_amount": Decimal(0)})
    await take_out(conn, tenant, argan.id, 1, 5)
    assert await low(client, threshold) == []


async def test_where_more_is_critical_than_desired_it_is_filled_up_to_that(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_bottle(conn, tenant, shampoos, "Argan", desired_amount=Decimal(0))
    (row,) = await low(client, "critical")
    assert row["to_order"] == {"amount": 500, "sale_amount": 2, "cost": 0}


async def test_all_storages_of_the_location_count_and_no_other(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant
) -> None:
    shared = await make_bottle(conn, chain, await make_category(conn, chain), "Shared")
    await put_in(conn, tenant, shared.id, 1, 300)
    await put_in(conn, tenant, shared.id, 2, 200)
    await put_in(conn, hillside, shared.id, 3, 400)
    assert titles(await low(client, "critical")) == []
    (row,) = await low(client, "critical", HILLSIDE)
    assert row["on_hand_amount"] == 400


async def test_stock_in_hidden_storages_does_not_count(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """A sum over all storages would reveal the stock in hidden ones (Q-072)."""
    argan = await make_bottle(conn, tenant, shampoos, "Argan")
    await put_in(conn, tenant, argan.id, 1, 600)
    await put_in(conn, tenant, argan.id, 2, 100)
    limited = await make_member(conn, "anna", "administrator", storages_ids=[2])
    (row,) = await low(client.by(limited), "critical")
    assert (row["on_hand_amount"], row["to_order"]["amount"]) == (100, 2400)
    assert await low(client, "critical") == []


async def test_users_who_may_not_see_costs_see_orders_without_costs(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_bottle(conn, tenant, shampoos, "Argan", cost_price=Decimal(11))
    person = await make_member(conn, "anna", "manager", storages_goods_prime_cost_view_access=False)
    (row,) = await low(client.by(person), "critical")
    assert row["to_order"] == {"amount": 2500, "sale_amount": 10, "cost": None}


async def test_other_filters_narrow_it_further(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    other = await make_category(conn, tenant, "Masks")
    await make_bottle(conn, tenant, shampoos, "Argan Shampoo")
    await make_bottle(conn, tenant, shampoos, "Silk Shampoo")
    await make_bottle(conn, tenant, other, "Argan Mask")
    assert titles(await low(client, "critical", term="argan")) == ["Argan Shampoo", "Argan Mask"]
    assert titles(await low(client, "critical", category_id=shampoos.id)) == ["Argan Shampoo", "Silk Shampoo"]
    assert titles(await low(client, "critical", term="argan", category_id=other.id)) == ["Argan Mask"]
    assert titles(await low(client, "critical", changed_after="2100-01-01")) == []
    assert len(await low(client, "critical", changed_before="2100-01-01")) == 3


async def test_pages_follow_each_other_by_id_over_own_products_and_the_chains(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    shared = await make_category(conn, chain)
    made = [
        (await make_bottle(conn, owner, shared, f"Argan {number}")).id
        for number, owner in enumerate([chain, tenant, tenant, chain, tenant])
    ]
    full = await make_bottle(conn, tenant, shared, "Full")
    await put_in(conn, tenant, full.id, 1, 9999)
    pages = [await low(client, "desired", page=page, count=2) for page in (1, 2, 3, 4)]
    assert [[row["good_id"] for row in page] for page in pages] == [made[:2], made[2:4], made[4:], []]


async def test_without_it_rows_say_nothing_of_it(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_bottle(conn, tenant, shampoos, "Argan")
    for query in ({}, {"below": ""}):
        (row,) = (await client.get(ADDRESS, params=query)).json()["data"]
        assert not {"on_hand_amount", "to_order"} & row.keys()


async def test_deleted_products_and_those_of_others_are_not_low(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant, shampoos: Category
) -> None:
    gone = await make_bottle(conn, tenant, shampoos, "Gone")
    await client.delete(f"{ADDRESS}/{gone.id}")
    await make_bottle(conn, hillside, await make_category(conn, hillside), "of Hillside")
    await make_bottle(conn, abroad, await make_category(conn, abroad), "of Abroad")
    assert await low(client, "critical") == []


async def test_an_unknown_threshold_is_named(client: Client) -> None:
    response = await client.get(ADDRESS, params={"below": "zero"})
    assert faults_of(response) == {"below": "`zero` is not one of the documented values."}


async def test_the_operator_sees_all_of_them_at_once(conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    for number in range(3):
        await make_bottle(conn, tenant, shampoos, f"Argan {number}")
    found = await list_low_products(conn, HARBOUR, Threshold.CRITICAL)
    assert [(product.title, int(product.to_order.sale_amount)) for product in found] == [
        ("Argan 0", 10),
        ("Argan 1", 10),
        ("Argan 2", 10),
    ]


async def test_an_unknown_location_is_an_error_for_the_operator(conn: Connection) -> None:
    with pytest.raises(NotFound):
        await list_low_products(conn, 999, Threshold.CRITICAL)

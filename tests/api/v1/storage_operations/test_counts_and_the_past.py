"""A stock-take fixes what lies there: whatever is said later of the time before it, what lay there after it stays."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    PRODUCTS,
    RECEIPT,
    SALE,
    STOCK_TAKE,
    TRANSFER,
    USAGE,
    WRITE_OFF,
    Stock,
    document,
    line,
    operation,
    transaction,
)
from tests.inventory.checks import differences
from tests.support.factories.users import make_member
from tests.support.people import CHAIN, HARBOUR

DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
FIRST, EARLIER, MOMENT, BETWEEN, NEXT, LAST = (
    f"2025-11-{day}T12:00:00-05:00" for day in ("01", "05", "10", "12", "15", "20")
)


@pytest.fixture
async def counted(stock: Stock, lotion: Product) -> dict[str, Any]:
    """Ten came, seven were counted; a sale follows. Six are there."""
    await stock.enter(RECEIPT, line(lotion, 10, cost=100), create_date=FIRST)
    taken = await stock.enter(STOCK_TAKE, line(lotion, 7), create_date=MOMENT)
    await stock.enter(SALE, line(lotion, 1), create_date=LAST)
    return taken


async def found(stock: Stock, taken: dict[str, Any]) -> tuple[float, float, float, float]:
    """What a stock-take of one product shows now: counted, expected, the difference and what it is worth."""
    listed = await stock.client.get(f"/storage_operations/documents/goods_transactions/{taken['document']['id']}")
    (row,) = listed.json()["data"]
    return row["counted_amount"], row["expected_amount"], row["amount"], row["cost"]


async def adds_up(stock: Stock) -> bool:
    return await differences(stock.conn, CHAIN) == []


def id_of(entered: dict[str, Any]) -> int:
    transaction_id: int = entered["transactions"][0]["id"]
    return transaction_id


async def done(response: Awaitable[httpx.Response]) -> Any:
    answer = await response
    assert answer.status_code in (200, 202), answer.text
    return answer.json()["data"] if answer.content else None


async def test_goods_whose_receipt_is_entered_a_day_later_are_not_there_twice(
    stock: Stock, lotion: Product, counted: dict[str, Any]
) -> None:
    """Q-104."""
    assert await found(stock, counted) == (7, 10, -3, 30)
    await stock.enter(RECEIPT, line(lotion, 56, cost=560), create_date=EARLIER)
    assert await stock.on_hand(lotion) == 6
    assert await found(stock, counted) == (7, 66, -59, 590)
    shown = (await stock.client.get(f"{TRANSACTIONS}/{id_of(counted)}")).json()["data"]
    assert (shown["expected_amount"], shown["amount"], shown["sale_amount"]) == (66, -59, -59)
    assert await adds_up(stock)


async def test_the_ledger_keeps_the_former_count(stock: Stock, lotion: Product, counted: dict[str, Any]) -> None:
    await stock.enter(RECEIPT, line(lotion, 5, cost=5), create_date=EARLIER)
    rows = await stock.conn.fetch(
        "SELECT amount, reverses_id IS NOT NULL FROM stock_movements WHERE transaction_id = $1 ORDER BY id",
        id_of(counted),
    )
    assert [tuple(row) for row in rows] == [(-3, False), (3, True), (-8, False)]


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        (SALE, {}, 6),
        (USAGE, {}, 6),
        (WRITE_OFF, {}, 6),
        (RECEIPT, {}, 14),
        (TRANSFER, {"to_storage_id": CONSUMABLES}, 6),
        (TRANSFER, {"storage_id": CONSUMABLES, "to_storage_id": PRODUCTS}, 14),
        (STOCK_TAKE, {}, 4),
    ],
)
async def test_earlier_entries_are_absorbed_by_the_count(
    stock: Stock, lotion: Product, counted: dict[str, Any], kind: int, fields: dict[str, Any], expected: int
) -> None:
    """Q-104."""
    await stock.enter(kind, line(lotion, 4), create_date=EARLIER, **fields)
    assert await stock.on_hand(lotion) == 6
    assert (await found(stock, counted))[:3] == (7, expected, 7 - expected)
    assert await adds_up(stock)


async def test_both_halves_of_a_transfer_may_be_followed_by_counts(stock: Stock, lotion: Product) -> None:
    here = await stock.enter(STOCK_TAKE, line(lotion, 7), create_date=MOMENT)
    there = await stock.enter(STOCK_TAKE, line(lotion, 2), create_date=MOMENT, storage_id=CONSUMABLES)
    moved = await stock.enter(TRANSFER, line(lotion, 4), create_date=EARLIER, to_storage_id=CONSUMABLES)
    assert (await found(stock, here))[:3] == (7, -4, 11)
    assert (await found(stock, there))[:3] == (2, 4, -2)
    await done(stock.client.delete(f"{TRANSACTIONS}/{id_of(moved)}"))
    assert ((await found(stock, here))[1], (await found(stock, there))[1]) == (0, 0)
    assert (await stock.on_hand(lotion), await stock.on_hand(lotion, CONSUMABLES)) == (7, 2)
    assert await adds_up(stock)


Change = Callable[[Stock, Product, dict[str, Any]], Awaitable[Any]]


async def more(stock: Stock, lotion: Product, sale: dict[str, Any]) -> None:
    body = transaction(sale["document"]["id"], lotion, 4, price=1)
    await done(stock.client.put(f"{TRANSACTIONS}/{id_of(sale)}", body))


async def off(stock: Stock, _: Product, sale: dict[str, Any]) -> None:
    await done(stock.client.delete(f"{TRANSACTIONS}/{id_of(sale)}"))


async def gone(stock: Stock, _: Product, sale: dict[str, Any]) -> None:
    await done(stock.client.delete(f"{DOCUMENTS}/{sale['document']['id']}"))


async def earlier_still(stock: Stock, _: Product, sale: dict[str, Any]) -> None:
    await done(stock.client.put(f"{DOCUMENTS}/{sale['document']['id']}", document(SALE, create_date=FIRST)))


async def elsewhere(stock: Stock, _: Product, sale: dict[str, Any]) -> None:
    body = document(SALE, create_date=EARLIER, storage_id=CONSUMABLES)
    await done(stock.client.put(f"{DOCUMENTS}/{sale['document']['id']}", body))


async def joined(stock: Stock, lotion: Product, sale: dict[str, Any]) -> None:
    await done(stock.client.post(TRANSACTIONS, transaction(sale["document"]["id"], lotion, 2, price=1)))


@pytest.mark.parametrize(
    ("change", "expected"), [(more, 6), (off, 10), (gone, 10), (earlier_still, 9), (elsewhere, 10), (joined, 7)]
)
async def test_earlier_changes_are_absorbed_by_the_count(
    stock: Stock, lotion: Product, counted: dict[str, Any], change: Change, expected: int
) -> None:
    sale = await stock.enter(SALE, line(lotion, 1), create_date=EARLIER)
    assert (await found(stock, counted))[1] == 9
    await change(stock, lotion, sale)
    assert await stock.on_hand(lotion) == 6
    assert (await found(stock, counted))[:3] == (7, expected, 7 - expected)
    assert await adds_up(stock)


async def test_another_product_on_an_earlier_line_is_seen_by_the_counts_of_both(
    stock: Stock, lotion: Product, argan: Product, counted: dict[str, Any]
) -> None:
    other = await stock.enter(STOCK_TAKE, line(argan, 3), create_date=MOMENT)
    sale = await stock.enter(SALE, line(lotion, 1), create_date=EARLIER)
    body = transaction(sale["document"]["id"], argan, 1, price=1)
    await done(stock.client.put(f"{TRANSACTIONS}/{id_of(sale)}", body))
    assert ((await found(stock, counted))[1], (await found(stock, other))[1]) == (10, -250)
    assert (await stock.on_hand(lotion), await stock.on_hand(argan)) == (6, 750)
    assert await adds_up(stock)


async def test_what_crosses_the_count_moves_what_is_there(
    stock: Stock, lotion: Product, counted: dict[str, Any]
) -> None:
    sale = await stock.enter(SALE, line(lotion, 2), create_date=EARLIER)
    path = f"{DOCUMENTS}/{sale['document']['id']}"
    await done(stock.client.put(path, document(SALE, create_date=BETWEEN)))
    assert (await stock.on_hand(lotion), (await found(stock, counted))[1]) == (4, 10)
    await done(stock.client.put(path, document(SALE, create_date=EARLIER)))
    assert (await stock.on_hand(lotion), (await found(stock, counted))[1]) == (6, 8)
    assert await adds_up(stock)


async def test_only_the_next_count_absorbs_a_change(stock: Stock, lotion: Product, counted: dict[str, Any]) -> None:
    later = await stock.enter(STOCK_TAKE, line(lotion, 5), create_date=NEXT)
    assert await stock.on_hand(lotion) == 4
    await stock.enter(RECEIPT, line(lotion, 20, cost=1), create_date=EARLIER)
    assert ((await found(stock, counted))[1], (await found(stock, later))[1]) == (30, 7)
    await stock.enter(RECEIPT, line(lotion, 3, cost=1), create_date=BETWEEN)
    assert ((await found(stock, counted))[1], (await found(stock, later))[1]) == (30, 10)
    assert await stock.on_hand(lotion) == 4
    assert await adds_up(stock)


async def test_a_count_that_changes_is_followed_by_the_next(
    stock: Stock, lotion: Product, counted: dict[str, Any]
) -> None:
    later = await stock.enter(STOCK_TAKE, line(lotion, 5), create_date=NEXT)
    body = transaction(counted["document"]["id"], lotion, 9, price=0)
    changed = await done(stock.client.put(f"{TRANSACTIONS}/{id_of(counted)}", body))
    assert (changed["counted_amount"], changed["expected_amount"], changed["amount"]) == (9, 10, -1)
    assert (await found(stock, later))[:3] == (5, 9, -4)
    await done(stock.client.delete(f"{DOCUMENTS}/{counted['document']['id']}"))
    assert (await found(stock, later))[:3] == (5, 10, -5)
    assert await stock.on_hand(lotion) == 4
    assert await adds_up(stock)


async def test_a_count_may_pass_another(stock: Stock, lotion: Product, counted: dict[str, Any]) -> None:
    later = await stock.enter(STOCK_TAKE, line(lotion, 5), create_date=NEXT)
    await stock.enter(SALE, line(lotion, 1), create_date=BETWEEN)
    path = f"{DOCUMENTS}/{later['document']['id']}"
    await done(stock.client.put(path, document(STOCK_TAKE, create_date=EARLIER)))
    assert ((await found(stock, later))[1], (await found(stock, counted))[1]) == (10, 5)
    assert await stock.on_hand(lotion) == 5
    await done(stock.client.put(path, document(STOCK_TAKE, create_date=LAST)))
    assert ((await found(stock, later))[1], (await found(stock, counted))[1]) == (5, 10)
    assert await stock.on_hand(lotion) == 5
    assert await adds_up(stock)


async def test_movements_of_one_moment_are_in_the_order_of_their_ids(stock: Stock, lotion: Product) -> None:
    """Q-104."""
    first = await stock.enter(RECEIPT, line(lotion, 10, cost=1), create_date=MOMENT)
    taken = await stock.enter(STOCK_TAKE, line(lotion, 7), create_date=MOMENT)
    after = await stock.enter(SALE, line(lotion, 2), create_date=MOMENT)
    again = await stock.enter(STOCK_TAKE, line(lotion, 4), create_date=MOMENT)
    assert ((await found(stock, taken))[1], (await found(stock, again))[1]) == (10, 5)
    body = transaction(after["document"]["id"], lotion, 1, price=0)
    await done(stock.client.put(f"{TRANSACTIONS}/{id_of(after)}", body))
    await done(stock.client.delete(f"{DOCUMENTS}/{first['document']['id']}"))
    assert ((await found(stock, taken))[1], (await found(stock, again))[1]) == (0, 6)
    assert await stock.on_hand(lotion) == 4
    await done(stock.client.delete(f"{DOCUMENTS}/{again['document']['id']}"))
    assert await stock.on_hand(lotion) == 6
    path = f"{DOCUMENTS}/{taken['document']['id']}"
    await done(stock.client.put(path, document(STOCK_TAKE, create_date=LAST)))
    await done(stock.client.put(path, document(STOCK_TAKE, create_date=MOMENT)))
    assert ((await found(stock, taken))[1], await stock.on_hand(lotion)) == (0, 6)
    assert await adds_up(stock)


async def test_other_products_and_other_storages_are_left_alone(
    stock: Stock, lotion: Product, argan: Product, counted: dict[str, Any]
) -> None:
    before = await stock.conn.fetchval("SELECT max(changed_at) FROM stock_transactions")
    await stock.enter(RECEIPT, line(lotion, 5, cost=5), create_date=EARLIER, storage_id=CONSUMABLES)
    await stock.enter(RECEIPT, line(argan, 5, cost=5), create_date=EARLIER)
    await stock.enter(RECEIPT, line(lotion, 5, cost=5), create_date=BETWEEN)
    changed = await stock.conn.fetch("SELECT kind FROM stock_transactions WHERE changed_at > $1", before)
    assert [row["kind"] for row in changed] == ["receipt"] * 3
    assert await stock.on_hand(lotion) == 11


async def test_the_average_follows_the_new_difference(stock: Stock, lotion: Product) -> None:
    """What the count took away is no longer mixed with what came afterwards."""
    await stock.enter(RECEIPT, line(lotion, 10, cost=100), create_date=FIRST)
    await stock.enter(STOCK_TAKE, line(lotion, 5), create_date=MOMENT)
    await stock.enter(RECEIPT, line(lotion, 5, cost=100), create_date=LAST)
    assert await stock.average(lotion) == 15
    await stock.enter(SALE, line(lotion, 8), create_date=EARLIER)
    assert await stock.average(lotion) == 15
    await stock.enter(RECEIPT, line(lotion, 10, cost=400), create_date=EARLIER)
    assert await stock.average(lotion) == pytest.approx((5 * (2 * 10 + 400) / 12 + 100) / 10)
    assert await adds_up(stock)


async def test_a_changed_count_is_listed_as_changed(stock: Stock, lotion: Product, counted: dict[str, Any]) -> None:
    """Q-104."""
    before = (await stock.client.get(f"{TRANSACTIONS}/{id_of(counted)}")).headers["etag"]
    await stock.enter(SALE, line(lotion, 1), create_date=EARLIER)
    assert (await stock.client.get(f"{TRANSACTIONS}/{id_of(counted)}")).headers["etag"] != before
    refused = await stock.client.delete(f"{TRANSACTIONS}/{id_of(counted)}", headers={"If-Match": before})
    assert refused.status_code == 412


# What the location allows.


async def strict(stock: Stock) -> None:
    await stock.conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)


SHORT = "Lotion: Products had 10 pcs before the stock-take of 2025-11-10 12:00:00, 11 would be taken out."


async def test_more_is_not_taken_out_before_a_count_than_lay_there(
    stock: Stock, lotion: Product, counted: dict[str, Any]
) -> None:
    """Q-104."""
    await strict(stock)
    refused = await stock.try_to_enter(SALE, line(lotion, 11), create_date=EARLIER)
    assert refused.status_code == 422
    assert refused.json()["meta"]["errors"] == [{"[goods_transactions[0].amount]": [SHORT]}]
    assert (await found(stock, counted))[1] == 10
    await stock.enter(SALE, line(lotion, 10), create_date=EARLIER)
    assert (await stock.on_hand(lotion), (await found(stock, counted))[1]) == (6, 0)
    assert await adds_up(stock)


async def test_a_hidden_stock_take_is_not_named(stock: Stock, lotion: Product, counted: dict[str, Any]) -> None:
    await strict(stock)
    limited = stock.client.by(await make_member(stock.conn, "limited", "manager", storages_inventory_access=False))
    body = operation(SALE, line(lotion, 11), create_date=EARLIER)
    refused = await limited.post(f"/storage_operations/operation/{HARBOUR}", body)
    assert refused.status_code == 422
    told = "Lotion: Products had 10 pcs before a later moment, 11 would be taken out."
    assert refused.json()["meta"]["errors"] == [{"[goods_transactions[0].amount]": [told]}]


async def test_a_receipt_before_a_count_is_not_taken_back_when_its_goods_were_sold(
    stock: Stock, lotion: Product, counted: dict[str, Any]
) -> None:
    received = await stock.enter(RECEIPT, line(lotion, 5, cost=5), create_date=EARLIER)
    await stock.enter(SALE, line(lotion, 12), create_date=EARLIER)
    await strict(stock)
    later = document(RECEIPT, create_date=BETWEEN)
    for refused in (
        await stock.client.delete(f"{DOCUMENTS}/{received['document']['id']}"),
        await stock.client.delete(f"{TRANSACTIONS}/{id_of(received)}"),
        await stock.client.put(f"{DOCUMENTS}/{received['document']['id']}", later),
        await stock.client.put(
            f"{TRANSACTIONS}/{id_of(received)}", transaction(received["document"]["id"], lotion, 1, price=1)
        ),
    ):
        assert refused.status_code == 422, refused.text
        assert "before the stock-take of 2025-11-10 12:00:00" in refused.text
    assert (await found(stock, counted))[1] == 3


async def test_what_was_short_before_a_count_may_become_more(stock: Stock, lotion: Product) -> None:
    sale = await stock.enter(SALE, line(lotion, 5), create_date=FIRST)
    taken = await stock.enter(STOCK_TAKE, line(lotion, 3), create_date=MOMENT)
    await strict(stock)
    await stock.enter(RECEIPT, line(lotion, 2, cost=2), create_date=EARLIER)
    assert (await found(stock, taken))[1] == -3
    await done(stock.client.delete(f"{DOCUMENTS}/{sale['document']['id']}"))
    assert (await found(stock, taken))[1] == 2
    await done(stock.client.put(f"{DOCUMENTS}/{taken['document']['id']}", document(STOCK_TAKE, create_date=FIRST)))
    assert await stock.on_hand(lotion) == 5


async def test_what_is_before_the_closing_date_stays_though_a_count_follows(
    stock: Stock, lotion: Product, counted: dict[str, Any]
) -> None:
    await stock.conn.execute("UPDATE locations SET stock_closed_until = '2025-11-05' WHERE id = $1", HARBOUR)
    assert (await stock.try_to_enter(SALE, line(lotion, 1), create_date=EARLIER)).status_code == 409
    await stock.enter(SALE, line(lotion, 1), create_date="2025-11-06T12:00:00-05:00")
    assert (await found(stock, counted))[1] == 9


async def test_other_units_leave_what_was_counted(stock: Stock, tenant: Tenant, argan: Product) -> None:
    """The receipt is converted to bottles, the counted amount stays in millilitres."""
    await stock.enter(RECEIPT, line(argan, 4, cost=40), create_date=FIRST)
    taken = await stock.enter(STOCK_TAKE, line(argan, 900, operation_unit_type=2), create_date=MOMENT)
    body = {
        "title": argan.title,
        "category_id": argan.category_id,
        "sale_unit_id": argan.sale_unit_id,
        "service_unit_id": argan.write_off_unit_id,
        "unit_equals": 500,
        "correction_rules": [{"type": 3, "base_unit": "sale"}],
    }
    await done(stock.client.put(f"/goods/{HARBOUR}/{argan.id}", body))
    assert await found(stock, taken) == (900, 2000, -1100, 44)
    assert await stock.on_hand(argan) == 900
    assert await adds_up(stock)


async def test_a_difference_is_never_worth_more_than_can_be_kept(stock: Stock, lotion: Product) -> None:
    await stock.enter(RECEIPT, line(lotion, 1, cost=999_999_999_999), create_date=FIRST)
    taken = await stock.enter(STOCK_TAKE, line(lotion, 1), create_date=MOMENT)
    await stock.enter(SALE, line(lotion, 9_999_999_999, cost=1), create_date=EARLIER)
    assert (await found(stock, taken))[3] == 999_999_999_999
    assert await stock.on_hand(lotion) == 1

"""Does stock add up? Whatever is changed behind the back of the triggers is found."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal

import asyncpg
import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.operator import checks, repairs
from parlour.areas.stock.operator.checks import CountedDifference
from parlour.db.pool import Connection
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, levels_of, make_document, make_transaction, put_in, take_out
from tests.support.people import CHAIN, OTHER_CHAIN

CONSUMABLES, PRODUCTS = 1, 2
ON_HAND, SUM, POSTING, REVERSAL, COST = "on hand", "sum of a transaction", "posting", "reversal", "average cost"
COUNT = "stock-take"
CHECKS: tuple[Callable[[Connection, int | None, int | None], Awaitable[list[CountedDifference]]], ...] = (
    checks.check_levels,
    checks.check_sums,
    checks.check_postings,
    checks.check_reversals,
    checks.check_costs,
    checks.check_counts,
)


class Worked(msgspec.Struct, frozen=True):
    """A product whose stock has moved in every way; the ids of some of its transactions."""

    product_id: int
    received: int
    sold: int
    """Sold, and changed afterwards."""
    deleted: int


@pytest.fixture
async def worked(conn: Connection, tenant: Tenant) -> Worked:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    received = await put_in(conn, tenant, product.id, PRODUCTS, 10, cost=Decimal(30))
    await put_in(conn, tenant, product.id, PRODUCTS, 3, cost=Decimal(10))
    sold = await take_out(conn, tenant, product.id, PRODUCTS, 4, cost=Decimal(20))
    deleted = await take_out(conn, tenant, product.id, PRODUCTS, 2)
    moved = await make_document(conn, tenant, Kind.TRANSFER, PRODUCTS, to_storage_id=CONSUMABLES)
    await make_transaction(conn, tenant, moved, product.id, -1)
    await make_transaction(conn, tenant, moved, product.id, 1, storage_id=CONSUMABLES)
    await conn.execute("UPDATE stock_transactions SET amount = -5, sale_amount = -5, cost = 25 WHERE id = $1", sold)
    await conn.execute("UPDATE stock_transactions SET comment = 'seen' WHERE id = $1", received)
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = $1", deleted)
    counted = await make_document(conn, tenant, Kind.STOCK_TAKE, PRODUCTS, occurred_at=LONG_AGO + timedelta(days=1))
    await make_transaction(conn, tenant, counted, product.id, 0, counted=7, expected=7)
    return Worked(product.id, received, sold, deleted)


async def differences(conn: Connection, chain_id: int | None = None) -> set[str]:
    """What differs."""
    return {each.what for check in CHECKS for each in await check(conn, chain_id, 100)}


async def corrupt(conn: Connection, statement: str, *values: object) -> None:
    """Changes something as no trigger would."""
    await conn.execute("SET session_replication_role = replica")
    assert await conn.execute(statement, *values) not in ("UPDATE 0", "DELETE 0")
    await conn.execute("SET session_replication_role = origin")


async def test_movements_of_every_kind_pass_the_checks(conn: Connection, worked: Worked) -> None:
    assert await differences(conn) == set()
    assert await checks.count_extent(conn, None) == checks.Extent(movements=9, transactions=7, products=1, storages=2)


async def test_an_empty_database_passes_the_checks(conn: Connection) -> None:
    assert await differences(conn) == set()
    assert await checks.count_extent(conn, None) == checks.Extent(0, 0, 0, 0)


THE_SALE = "transaction_id = (SELECT max(id) FROM stock_transactions WHERE kind = 'sale' AND deleted_at IS NULL)"
STANDING = f"{THE_SALE} AND id = (SELECT max(id) FROM stock_movements WHERE {THE_SALE})"
REVERSED = "reverses_id IS NOT NULL AND transaction_id = (SELECT max(id) FROM stock_transactions WHERE kind = 'sale')"
LIVE_SALE = "kind = 'sale' AND deleted_at IS NULL"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE stock_levels SET amount = amount + 0.0001 WHERE storage_id = 2", {ON_HAND}),
        ("UPDATE stock_levels SET storage_id = 3 WHERE storage_id = 2", {ON_HAND}),
        ("DELETE FROM stock_levels WHERE storage_id = 1", {ON_HAND}),
        ("UPDATE stock_costs SET average = average + 0.0000000001", {COST}),
        ("UPDATE stock_costs SET average = NULL", {COST}),
        ("UPDATE stock_costs SET amount = amount + 1", {COST}),
        ("UPDATE stock_costs SET last_at = last_at - interval '1 second'", {COST}),
        ("DELETE FROM stock_costs", {COST}),
        (f"UPDATE stock_movements SET amount = amount - 1 WHERE {STANDING}", {ON_HAND, SUM, POSTING}),
        (f"UPDATE stock_movements SET cost = cost + 0.01 WHERE {STANDING}", {SUM, POSTING}),
        (f"UPDATE stock_movements SET unit_cost = unit_cost + 1 WHERE {STANDING}", {POSTING}),
        (f"UPDATE stock_movements SET occurred_at = occurred_at + interval '1 s' WHERE {STANDING}", {POSTING}),
        (f"UPDATE stock_movements SET storage_id = 1 WHERE {STANDING}", {ON_HAND, POSTING}),
        (f"DELETE FROM stock_movements WHERE {STANDING}", {ON_HAND, SUM, POSTING}),
        (f"UPDATE stock_movements SET amount = amount + 1 WHERE {REVERSED}", {ON_HAND, SUM, REVERSAL}),
        (f"UPDATE stock_movements SET unit_ratio = 7 WHERE {REVERSED}", {REVERSAL}),
        (f"UPDATE stock_movements SET reverses_id = 999999 WHERE {REVERSED}", {REVERSAL, POSTING}),
        (f"DELETE FROM stock_movements WHERE {REVERSED}", {ON_HAND, SUM, POSTING}),
        (f"UPDATE stock_transactions SET amount = amount - 1 WHERE {LIVE_SALE}", {SUM, POSTING, COST, COUNT}),
        (f"UPDATE stock_transactions SET deleted_at = now() WHERE {LIVE_SALE}", {SUM, POSTING, COST, COUNT}),
        ("UPDATE stock_transactions SET deleted_at = NULL WHERE deleted_at IS NOT NULL", {SUM, POSTING, COST, COUNT}),
        (f"UPDATE stock_transactions SET product_id = 999 WHERE {LIVE_SALE}", {POSTING, COST, COUNT}),
        ("UPDATE stock_transactions SET expected = 6, counted = 6 WHERE kind = 'stock_take'", {COUNT}),
        (
            "UPDATE stock_transactions SET expected = 8, amount = -1 WHERE kind = 'stock_take'",
            {SUM, POSTING, COST, COUNT},
        ),
    ],
)
async def test_each_manual_change_is_found(conn: Connection, worked: Worked, statement: str, found: set[str]) -> None:
    await corrupt(conn, statement)
    assert await differences(conn) == found


async def test_a_difference_has_its_ids_and_the_expected_value(conn: Connection, worked: Worked) -> None:
    await corrupt(conn, "UPDATE stock_levels SET amount = 99.5 WHERE storage_id = 2")
    assert await checks.check_levels(conn, None, 100) == [
        CountedDifference(ON_HAND, CHAIN, worked.product_id, PRODUCTS, None, None, "99.5", "7", 1)
    ]


async def test_the_first_differences_are_listed_and_all_are_counted(conn: Connection, worked: Worked) -> None:
    await corrupt(conn, "UPDATE stock_levels SET amount = amount + 1")
    (first,) = await checks.check_levels(conn, None, 1)
    assert (first.storage_id, first.alike) == (CONSUMABLES, 2)
    assert len(await checks.check_levels(conn, None, None)) == 2


async def test_other_chains_are_not_checked(conn: Connection, worked: Worked) -> None:
    await corrupt(conn, "UPDATE stock_levels SET amount = amount + 1")
    await corrupt(conn, "UPDATE stock_costs SET amount = amount + 1")
    assert await differences(conn, OTHER_CHAIN) == set()
    assert await differences(conn, CHAIN) == {ON_HAND, COST}
    assert await checks.count_extent(conn, OTHER_CHAIN) == checks.Extent(0, 0, 0, 0)


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE stock_levels SET amount = amount + 1", "UPDATE stock_costs SET average = 1, amount = 5"),
        ("DELETE FROM stock_levels", "DELETE FROM stock_costs"),
        ("UPDATE stock_levels SET storage_id = 3 WHERE storage_id = 2", "UPDATE stock_costs SET last_at = now()"),
    ],
)
async def test_levels_and_costs_are_repaired(conn: Connection, worked: Worked, statements: tuple[str, ...]) -> None:
    for statement in statements:
        await corrupt(conn, statement)
    await repairs.repair_levels(conn, await checks.check_levels(conn, None, None))
    await repairs.repair_costs(conn, await checks.check_costs(conn, None, None))
    assert await differences(conn) == set()


async def test_a_repair_blocks_writers_but_not_readers(
    conn: Connection, tenant: Tenant, worked: Worked, database_url: str
) -> None:
    other = await asyncpg.connect(database_url, server_settings={"lock_timeout": "200ms"})
    async with conn.transaction():
        await repairs.block_writers(conn)
        assert await other.fetchval("SELECT count(*) FROM stock_transactions") == 7
        with pytest.raises(asyncpg.LockNotAvailableError):
            await put_in(other, tenant, worked.product_id, PRODUCTS, 1)
    await put_in(other, tenant, worked.product_id, PRODUCTS, 1)
    await other.close()


async def test_a_check_uses_one_snapshot(conn: Connection, tenant: Tenant, worked: Worked, database_url: str) -> None:
    other = await asyncpg.connect(database_url)
    async with conn.transaction():
        await checks.use_one_snapshot(conn)
        before = await checks.count_extent(conn, None)
        await put_in(other, tenant, worked.product_id, PRODUCTS, 1)
        assert await checks.count_extent(conn, None) == before
        assert await differences(conn) == set()
    assert (await checks.count_extent(conn, None)).transactions == before.transactions + 1
    await other.close()


async def test_counts_of_earlier_versions_that_did_not_follow_are_found_and_repaired(
    conn: Connection, tenant: Tenant, worked: Worked
) -> None:
    """Each is compared with what the one before it left, so all are repaired at once."""
    later = await make_document(conn, tenant, Kind.STOCK_TAKE, PRODUCTS, occurred_at=LONG_AGO + timedelta(days=2))
    await conn.execute("ALTER TABLE stock_transactions DISABLE TRIGGER stock_transactions_recount_entered")
    await put_in(conn, tenant, worked.product_id, PRODUCTS, 56, cost=Decimal(56))
    await make_transaction(conn, tenant, later, worked.product_id, -3, counted=60, expected=63)
    await conn.execute("ALTER TABLE stock_transactions ENABLE TRIGGER stock_transactions_recount_entered")
    found = await checks.check_counts(conn, None, None)
    assert [(each.storage_id, each.found, each.expected) for each in found] == [
        (PRODUCTS, "7", "63"),
        (PRODUCTS, "63", "7"),
    ]
    await repairs.repair_counts(conn, found)
    assert await differences(conn) == set()
    assert (await levels_of(conn, tenant, worked.product_id))[PRODUCTS] == 60

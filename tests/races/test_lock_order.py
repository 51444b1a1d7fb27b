"""Rows are locked in the order of their keys, so that two who need the same ones never wait for each other.

The test holds the second of two rows. What waits for it must have locked the first one, and none that it doesn't need.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

import asyncpg
import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.inventory.queries.stock import LOCK_PRODUCTS
from parlour.areas.users.queries.members import LOCK_LOCATIONS
from parlour.areas.users.queries.team_links import LOCK_LINKS
from parlour.db.pool import Connection
from tests.support.factories.appointments import make_appointment
from tests.support.factories.payments import make_payment
from tests.support.factories.team import make_team_member
from tests.support.kept_database import KeptDatabase
from tests.support.people import CHAIN, HARBOUR, HILLSIDE, OWNER
from tests.support.waiting import wait_until_blocked
from tests.support.world import settle_in

DAY, NEXT_DAY = date(2030, 1, 7), date(2030, 1, 8)
MOVE = """
    INSERT INTO stock_movements (
        chain_id, transaction_id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost,
        unit_cost)
    SELECT $1, 1, 'receipt', product_id, storage_id, now(), 1, 1, 1, 0, 0
    FROM unnest($2::bigint[], $3::bigint[]) AS moved (product_id, storage_id)
"""
Two = tuple[int, int]


class Pairs(msgspec.Struct):
    """Two of each, the first one first."""

    products: Two
    team_members: Two
    resources: Two
    clients: Two
    visits: Two
    events: Two
    storages: Two = (1, 2)


class Locking(msgspec.Struct):
    """What locks two rows, given in the opposite order, and which rows those are."""

    statement: str
    arguments: tuple[Any, ...]
    table: str
    keys: tuple[dict[str, Any], dict[str, Any]]
    unneeded: tuple[dict[str, Any], ...] = ()
    """Rows that come before the second, if they exist."""


def by_id(statement: str, table: str, two: Two, *before: Any, after: tuple[Any, ...] = ()) -> Locking:
    keys = {"id": two[0]}, {"id": two[1]}
    between = tuple({"id": id_} for id_ in range(two[0] + 1, two[1]))
    return Locking(statement, (CHAIN, *before, two[::-1], *after), table, keys, between)


def days(function: str, table: str, column: str, two: Two, *before: Any) -> Locking:
    """The same day of two; the other way round than by the day."""
    keys = {column: two[0], "day": NEXT_DAY}, {column: two[1], "day": DAY}
    unneeded = ({column: two[0], "day": DAY},)
    statement = f"SELECT count(*) FROM {function}($1, {'$2, $3, $4' if before else '$2, $3'})"
    return Locking(statement, (CHAIN, *before, two[::-1], [DAY, NEXT_DAY]), table, keys, unneeded)


def days_of_one(function: str, table: str, column: str, two: Two, *before: Any) -> Locking:
    keys = {column: two[0], "day": DAY}, {column: two[0], "day": NEXT_DAY}
    statement = f"SELECT count(*) FROM {function}($1, {'$2, $3, $4' if before else '$2, $3'})"
    return Locking(statement, (CHAIN, *before, [two[0], two[0]], [NEXT_DAY, DAY]), table, keys)


def moves(products: Two, storages: Two) -> Locking:
    keys = [{"product_id": product, "storage_id": storage} for product, storage in zip(products, storages, strict=True)]
    return Locking(MOVE, (CHAIN, products[::-1], storages[::-1]), "stock_levels", (keys[0], keys[1]))


LOCKINGS: dict[str, Callable[[Pairs], Locking]] = {
    "locations": lambda _: by_id(LOCK_LOCATIONS, "locations", (HARBOUR, HILLSIDE)),
    "products": lambda two: by_id(LOCK_PRODUCTS, "products", two.products, HARBOUR, after=([],)),
    "links": lambda two: by_id(LOCK_LINKS, "team_members", two.team_members, HARBOUR, after=([],)),
    "clients": lambda two: by_id("SELECT keep_client_figures($1, $2)", "clients", two.clients),
    "attendance": lambda two: by_id("SELECT keep_visit_attendance($1, $2)", "visits", two.visits),
    "amounts": lambda two: by_id("SELECT keep_visit_amounts($1, $2)", "visits", two.visits),
    "seats": lambda two: by_id("SELECT keep_taken_seats($1, $2)", "events", two.events),
    "members' days": lambda two: days(
        "lock_member_days", "schedule_days", "team_member_id", two.team_members, HARBOUR
    ),
    "a member's days": lambda two: days_of_one(
        "lock_member_days", "schedule_days", "team_member_id", two.team_members, HARBOUR
    ),
    "resources' days": lambda two: days("lock_resource_days", "resource_days", "resource_id", two.resources),
    "a resource's days": lambda two: days_of_one("lock_resource_days", "resource_days", "resource_id", two.resources),
    "costs": lambda two: Locking(
        "SELECT keep_stock_costs($1, $2)", (CHAIN, two.products[::-1]), "stock_costs",
        ({"product_id": two.products[0]}, {"product_id": two.products[1]}),
    ),
    "levels": lambda two: moves(two.products, two.storages[::-1]),
    "levels of one product": lambda two: moves((two.products[0], two.products[0]), two.storages),
}  # fmt: skip


@pytest.fixture
async def two(kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> Pairs:
    async def make() -> Pairs:
        first = await settle_in(conn, tenant)
        second = await settle_in(conn, await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE))

        def pair(name: str) -> Two:
            return getattr(first, name), getattr(second, name)

        # What is elsewhere is moved here: one statement locks what is in one location.
        for table, name in (("products", "product_id"), ("team_members", "team_member_id")):
            await conn.execute(f"UPDATE {table} SET location_id = $1 WHERE id = $2", HARBOUR, getattr(second, name))
        visits = [
            await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", each.appointment_id)
            for each in (first, second)
        ]
        made = Pairs(
            pair("product_id"), pair("team_member_id"), pair("resource_id"), pair("client_id"),
            (visits[0], visits[1]), pair("event_id"),
        )  # fmt: skip
        for product in made.products:
            await conn.execute(MOVE, CHAIN, [product] * 2, list(made.storages))
        await conn.execute("SELECT keep_stock_costs($1, $2)", CHAIN, list(made.products))
        for day in (DAY, NEXT_DAY):
            await conn.execute("SELECT lock_member_days($1, $2, $3, $4)", CHAIN, HARBOUR, made.team_members, [day] * 2)
            await conn.execute("SELECT lock_resource_days($1, $2, $3)", CHAIN, made.resources, [day] * 2)
        return made

    return await kept_database.reach("two of everything", make)


@pytest.fixture
async def others(database_url: str) -> AsyncIterator[tuple[Connection, Connection]]:
    both = await asyncpg.connect(database_url), await asyncpg.connect(database_url)
    yield both
    for each in both:
        await each.close()


async def lock_row(conn: Connection, table: str, key: dict[str, Any], how: str = "") -> None:
    condition = " AND ".join(f"{column} = ${place}" for place, column in enumerate(key, 2))
    await conn.execute(
        f"SELECT FROM {table} WHERE chain_id = $1 AND {condition} FOR NO KEY UPDATE {how}", CHAIN, *key.values()
    )


async def is_free(conn: Connection, table: str, key: dict[str, Any]) -> bool:
    try:
        await lock_row(conn, table, key, "NOWAIT")
    except asyncpg.LockNotAvailableError:
        return False
    return True


@pytest.mark.parametrize("name", LOCKINGS)
async def test_what_waits_for_the_second_row_has_locked_the_first(
    name: str, conn: Connection, two: Pairs, others: tuple[Connection, Connection]
) -> None:
    locking, (waiting, third) = LOCKINGS[name](two), others
    async with conn.transaction():
        await lock_row(conn, locking.table, locking.keys[1])
        task = asyncio.create_task(waiting.fetch(locking.statement, *locking.arguments))
        await wait_until_blocked(conn, task)
        assert not await is_free(third, locking.table, locking.keys[0])
        for key in locking.unneeded:
            assert await is_free(third, locking.table, key)
    await task


@pytest.mark.parametrize("name", ["members' days", "a member's days", "resources' days", "a resource's days"])
async def test_rows_are_made_in_that_order_too(
    name: str, conn: Connection, two: Pairs, others: tuple[Connection, Connection]
) -> None:
    locking, (waiting, third) = LOCKINGS[name](two), others
    empty = {"schedule_days": "minutes", "resource_days": "busy"}[locking.table]
    first, second = locking.keys
    insert = f"INSERT INTO {locking.table} (chain_id, {', '.join(first)}, {empty}) VALUES ($1, $2, $3, '{{}}')"
    await conn.execute(f"DELETE FROM {locking.table}")
    async with conn.transaction():
        await conn.execute(insert, CHAIN, *second.values())
        task = asyncio.create_task(waiting.fetch(locking.statement, *locking.arguments))
        await wait_until_blocked(conn, task)
        await third.execute("SET lock_timeout = '20ms'")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await third.execute(insert, CHAIN, *first.values())
    await task


async def test_appointments_are_locked_in_that_order_when_a_payment_moves_between_their_visits(
    conn: Connection, tenant: Tenant, others: tuple[Connection, Connection]
) -> None:
    member_id = await make_team_member(conn, tenant)
    moved, first = [await make_appointment(conn, tenant, member_id, f"2030-01-07 {hour}:00") for hour in (10, 12)]
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", first)
    second = await make_appointment(conn, tenant, member_id, "2030-01-07 14:00", visit_id=visit)
    await make_payment(conn, tenant, moved, "50")
    await conn.execute("UPDATE appointments SET comment = 'Written again' WHERE id = $1", first)
    waiting, third = others
    move = "UPDATE appointments SET visit_id = $3 WHERE chain_id = $1 AND id = $2"
    async with conn.transaction():
        await lock_row(conn, "appointments", {"id": second})
        task = asyncio.create_task(waiting.execute(move, CHAIN, moved, visit))
        await wait_until_blocked(conn, task)
        assert not await is_free(third, "appointments", {"id": first})
    await task

"""What the database keeps of money: what of a visit is owed and paid, and the figures of the client."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.payments import accounts_of, make_payment
from tests.support.factories.services import make_service
from tests.support.factories.stock import make_document, make_transaction, storages_of
from tests.support.factories.team import make_team_member
from tests.support.waiting import wait_until_blocked

REVISIONS = "SELECT revision, changed_at FROM appointments ORDER BY id"
PAYMENTS = "SELECT visit_id, revision, changed_at > created_at FROM finance_transactions ORDER BY id"
VISITS = "SELECT owed_amount, paid_amount FROM visits ORDER BY id"
FIGURES = "SELECT sold_amount, paid_amount, balance FROM clients WHERE id = $1"
CLIENT = "SELECT revision, changed_at FROM clients WHERE id = $1"
FOLLOWING = """
    SELECT sold_amount, paid_amount, balance FROM client_figures($1, ARRAY[$2::bigint])
"""
# What each change leaves owed and paid, of 81 and 20 in the first visit, and 30 and 0 in the second.
CHANGES = {
    "UPDATE stock_transactions SET comment = 'A gift'": [(81, 20), (30, 0)],
    "UPDATE stock_transactions SET cost = 40 WHERE appointment_id <> 0": [(90, 20), (30, 0)],
    "UPDATE stock_transactions SET cost = 40 WHERE appointment_id = 0": [(81, 20), (30, 0)],
    "UPDATE stock_transactions SET appointment_id = {second} WHERE appointment_id <> 0": [(50, 20), (61, 0)],
    "UPDATE stock_transactions SET appointment_id = {second} WHERE appointment_id = 0": [(81, 20), (41, 0)],
    "UPDATE stock_transactions SET appointment_id = 0": [(50, 20), (30, 0)],
    "UPDATE stock_transactions SET deleted_at = now()": [(50, 20), (30, 0)],
    "UPDATE stock_transactions SET deleted_at = now(); UPDATE stock_transactions SET deleted_at = NULL": [
        (81, 20),
        (30, 0),
    ],
    "UPDATE finance_transactions SET amount = 25": [(81, 25), (30, 0)],
    "UPDATE finance_transactions SET appointment_id = {second}, visit_id = {second_visit}": [(81, 0), (30, 20)],
    "UPDATE finance_transactions SET deleted_at = now()": [(81, 0), (30, 0)],
    "DELETE FROM finance_transactions": [(81, 0), (30, 0)],
    "UPDATE appointment_services SET price = 55 WHERE price = 50": [(86, 20), (30, 0)],
    "DELETE FROM appointment_services": [(31, 20), (0, 0)],
    "UPDATE appointments SET attendance = 'no_show'": [(0, 20), (0, 0)],
    "UPDATE appointments SET deleted_at = now()": [(0, 20), (0, 0)],
    "UPDATE appointments SET comment = 'By bus'": [(81, 20), (30, 0)],
}


class Salon:
    """A client with an appointment of 50.00, and what it takes to add more."""

    def __init__(self, conn: Connection, tenant: Tenant) -> None:
        self.conn = conn
        self.tenant = tenant

    async def open(self) -> "Salon":
        conn, tenant = self.conn, self.tenant
        self.member = await make_team_member(conn, tenant)
        self.service = await make_service(conn, tenant)
        self.client = await make_client(conn, tenant, starting_paid=Decimal(7), starting_balance=Decimal(-3))
        self.first = await self.book("2026-03-02 10:00")
        await add_service(conn, tenant, self.first, self.service, "50")
        return self

    async def book(self, starts: str, **fields: Any) -> int:
        known = {"client_id": self.client, **fields}
        return await make_appointment(self.conn, self.tenant, self.member, starts, **known)

    async def change(self, appointment_id: int, setting: str) -> None:
        await self.conn.execute(f"UPDATE appointments SET {setting} WHERE id = {appointment_id}")

    async def sell(self, appointment_id: int, cost: int, kind: Kind = Kind.SALE) -> int:
        """Return the id of a line of a sale in an appointment; 0 stands for none."""
        product = await make_product(self.conn, self.tenant, await make_category(self.conn, self.tenant), "Shampoo")
        _, storage, *_ = await storages_of(self.conn, self.tenant)
        document = await make_document(self.conn, self.tenant, kind, storage)
        fields = {"appointment_id": appointment_id, "cost": Decimal(cost)}
        return await make_transaction(self.conn, self.tenant, document, product.id, -1, **fields)

    async def visits(self) -> list[tuple[int, int]]:
        return [(row[0], row[1]) for row in await self.conn.fetch(VISITS)]

    async def figures(self) -> list[Any]:
        (row,) = await self.conn.fetch(FIGURES, self.client)
        return [*row.values()]


WRITES: dict[str, Callable[[Salon], Awaitable[object]]] = {
    "line": lambda salon: add_service(salon.conn, salon.tenant, salon.first, salon.service, "30", position=1),
    "payment": lambda salon: make_payment(salon.conn, salon.tenant, salon.first, "20"),
    "sale": lambda salon: salon.sell(salon.first, 31),
    "deletion": lambda salon: salon.change(salon.first, "deleted_at = now()"),
}


async def test_owed_follows_from_lines_that_are_not_missed_or_deleted(conn: Connection, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    visit = await conn.fetchval("SELECT visit_id FROM appointments")
    second = await salon.book("2026-03-02 12:00", visit_id=visit)
    await add_service(conn, tenant, second, salon.service, "30")
    await add_service(conn, tenant, second, salon.service, "5", position=1)
    assert await salon.visits() == [(85, 0)]
    await conn.execute("UPDATE appointment_services SET price = 20 WHERE price = 30")
    await conn.execute("DELETE FROM appointment_services WHERE price = 5")
    assert await salon.visits() == [(70, 0)]
    await salon.change(second, "attendance = 'no_show'")
    assert await salon.visits() == [(50, 0)]
    await salon.change(second, "attendance = 'waiting'")
    await salon.change(salon.first, "deleted_at = now()")
    assert await salon.visits() == [(20, 0)]


async def test_products_sold_in_an_appointment_are_owed(conn: Connection, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    sold = await salon.sell(salon.first, 31)
    assert await salon.visits() == [(81, 0)]
    await salon.change(salon.first, "attendance = 'arrived'")
    assert await salon.figures() == [81, 7, -84]
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = $1", sold)
    assert (await salon.visits(), await salon.figures()) == ([(50, 0)], [50, 7, -53])


async def test_figures_are_those_of_the_clients_own_visits_to_which_they_came(conn: Connection, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    await salon.sell(salon.first, 31)
    await salon.sell(salon.first, 11, Kind.USAGE)
    await make_payment(conn, tenant, salon.first, "20")
    awaited, gone = [await salon.book(f"2026-03-0{day} 10:00") for day in (3, 4)]
    await add_service(conn, tenant, awaited, salon.service, "30")
    await make_payment(conn, tenant, awaited, "5")
    await add_service(conn, tenant, gone, salon.service, "9")
    await salon.sell(0, 2)
    ben = await make_client(conn, tenant, "Ben")
    other = await salon.book("2026-03-01 10:00", client_id=ben)
    await add_service(conn, tenant, other, salon.service, "100")
    await salon.sell(other, 1)
    await make_payment(conn, tenant, other, "60")

    await salon.change(gone, "attendance = 'arrived', deleted_at = now()")
    for appointment in (salon.first, other):
        await salon.change(appointment, "attendance = 'arrived'")

    assert await salon.visits() == [(81, 20), (30, 5), (0, 0), (101, 60)]
    assert await salon.figures() == [81, 27, -64]
    rows = await conn.fetch("SELECT * FROM client_figures($1, $2)", tenant.chain_id, [ben])
    assert [tuple(row) for row in rows] == [(ben, 1, date(2026, 3, 1), date(2026, 3, 1), 101, 60, -41)]


@pytest.mark.parametrize("has_come", [True, False])
@pytest.mark.parametrize("change", WRITES)
async def test_money_waits_for_its_own_visit_and_for_a_client_who_came(
    change: str, has_come: bool, conn: Connection, database_url: str, tenant: Tenant
) -> None:
    """Others may be busy with the other visits and clients of the chain."""
    salon = await Salon(conn, tenant).open()
    await salon.book("2026-03-02 12:00", client_id=await make_client(conn, tenant, "Ben"))
    await accounts_of(conn, tenant)
    await conn.execute("UPDATE appointments SET attendance = $1", "arrived" if has_come else "waiting")
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", salon.first)
    other = await asyncpg.connect(database_url)
    async with conn.transaction(), other.transaction():
        await other.execute("SELECT FROM visits WHERE id <> $1 FOR NO KEY UPDATE", visit)
        await other.execute("SELECT FROM clients WHERE id <> $1 OR $2 FOR NO KEY UPDATE", salon.client, not has_come)
        await conn.execute("SET LOCAL lock_timeout = '30ms'")
        await WRITES[change](salon)
    await other.close()


@pytest.mark.parametrize("change", CHANGES)
async def test_money_follows_each_change(change: str, conn: Connection, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    second = await salon.book("2026-03-03 10:00")
    await add_service(conn, tenant, second, salon.service, "30")
    await salon.sell(salon.first, 31)
    await salon.sell(0, 11)
    await make_payment(conn, tenant, salon.first, "20")
    await conn.execute("UPDATE appointments SET attendance = 'arrived'")
    assert (await salon.visits(), await salon.figures()) == ([(81, 20), (30, 0)], [111, 27, -94])

    second_visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", second)
    await conn.execute(change.format(second=second, second_visit=second_visit))

    assert await salon.visits() == CHANGES[change]
    (following,) = await conn.fetch(FOLLOWING, tenant.chain_id, salon.client)
    assert await salon.figures() == [*following.values()]


async def test_paid_counts_for_the_client_once_they_come(conn: Connection, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    _, card = await accounts_of(conn, tenant)
    payment = await make_payment(conn, tenant, salon.first, "20")
    await make_payment(conn, tenant, salon.first, "10", account_id=card)
    assert (await salon.visits(), await salon.figures()) == ([(50, 30)], [0, 7, -3])
    await salon.change(salon.first, "attendance = 'arrived'")
    assert await salon.figures() == [50, 37, -23]
    await conn.execute("UPDATE finance_transactions SET deleted_at = now() WHERE id = $1", payment)
    assert (await salon.visits(), await salon.figures()) == ([(50, 10)], [50, 17, -43])


async def test_payments_go_with_their_appointment_to_another_visit(conn: Connection, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    await salon.change(salon.first, "attendance = 'arrived'")
    await make_payment(conn, tenant, salon.first, "50")
    other = await salon.book("2026-03-03 10:00")
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", other)
    await salon.change(salon.first, f"visit_id = {visit}, day = '2026-03-03'")
    assert await salon.visits() == [(0, 0), (50, 50)]
    assert await salon.figures() == [50, 57, -3]
    assert await conn.fetchval("SELECT document_id FROM finance_transactions") == await conn.fetchval(
        "SELECT document_id FROM visits WHERE id = $1", visit
    )


@pytest.mark.parametrize("is_paid", [True, False])
async def test_appointments_of_both_visits_change_with_a_payment_that_follows(
    conn: Connection, tenant: Tenant, is_paid: bool
) -> None:
    """They show what of their visit is paid. Without a payment, and for those that are gone, nothing changes."""
    salon = await Salon(conn, tenant).open()
    first_visit = await conn.fetchval("SELECT visit_id FROM appointments")
    await salon.book("2026-03-02 12:00", visit_id=first_visit)
    other = await salon.book("2026-03-03 10:00")
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", other)
    await salon.book("2026-03-03 12:00", visit_id=visit, deleted_at=datetime.now(UTC))
    await make_payment(conn, tenant, await salon.book("2026-03-04 10:00"), "30")
    if is_paid:
        await make_payment(conn, tenant, salon.first, "50")
    before, payments = await conn.fetch(REVISIONS), await conn.fetch(PAYMENTS)
    await salon.change(salon.first, f"visit_id = {visit}, day = '2026-03-03', revision = revision + 1")
    after = await conn.fetch(REVISIONS)
    grown = [later["revision"] - each["revision"] for each, later in zip(before, after, strict=True)]
    assert grown == ([1, 1, 1, 0, 0] if is_paid else [1, 0, 0, 0, 0])
    later = [each["changed_at"] < now["changed_at"] for each, now in zip(before, after, strict=True)]
    assert later[1:] == [bool(each) for each in grown[1:]]
    unrelated, *following = await conn.fetch(PAYMENTS)
    assert unrelated == payments[0]
    assert [tuple(each) for each in following] == [(visit, 2, True)] * is_paid


async def test_a_payment_stays_as_it_is_while_its_appointment_stays_in_the_visit(
    conn: Connection, tenant: Tenant
) -> None:
    salon = await Salon(conn, tenant).open()
    visit = await conn.fetchval("SELECT visit_id FROM appointments")
    await salon.book("2026-03-02 12:00", visit_id=visit)
    await make_payment(conn, tenant, salon.first, "50")
    await salon.change(salon.first, "attendance = 'no_show'")
    assert [tuple(each) for each in await conn.fetch(PAYMENTS)] == [(visit, 1, False)]
    assert [each["revision"] for each in await conn.fetch(REVISIONS)] == [1, 1]
    assert await salon.visits() == [(0, 50)]


async def test_figures_begin_with_the_starting_ones_and_follow_each(conn: Connection, tenant: Tenant) -> None:
    starting: dict[str, Any] = {
        "starting_sold": Decimal(1),
        "starting_paid": Decimal(2),
        "starting_balance": Decimal(3),
    }
    client, other = [await make_client(conn, tenant, name, **starting) for name in ("Maya", "Ben")]
    found = []
    for column in starting:
        found.append(tuple((await conn.fetch(FIGURES, client))[0]))
        await conn.execute(f"UPDATE clients SET {column} = 10 WHERE id = $1", client)
    found.append(tuple((await conn.fetch(FIGURES, client))[0]))
    assert found == [(1, 2, 3), (10, 2, 3), (10, 10, 3), (10, 10, 10)]
    assert tuple((await conn.fetch(FIGURES, other))[0]) == (1, 2, 3)


async def test_a_client_changes_with_the_figures_and_only_with_them(conn: Connection, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    await salon.change(salon.first, "attendance = 'arrived'")
    await make_payment(conn, tenant, salon.first, "20")
    before = await conn.fetchrow(CLIENT, salon.client)
    await conn.execute("UPDATE finance_transactions SET comment = 'In coins'")
    assert await conn.fetchrow(CLIENT, salon.client) == before
    await conn.execute("UPDATE finance_transactions SET amount = 21")
    after = await conn.fetchrow(CLIENT, salon.client)
    assert before
    assert after
    assert (after["revision"], after["changed_at"] > before["changed_at"]) == (before["revision"] + 1, True)


async def test_of_two_payments_at_the_same_time_both_count(conn: Connection, database_url: str, tenant: Tenant) -> None:
    salon = await Salon(conn, tenant).open()
    await accounts_of(conn, tenant)
    other = await asyncpg.connect(database_url)
    async with conn.transaction():
        await make_payment(conn, tenant, salon.first, "20")
        late = asyncio.create_task(make_payment(other, tenant, salon.first, "30"))
        await wait_until_blocked(conn, late)
    await late
    await other.close()
    assert await salon.visits() == [(50, 50)]

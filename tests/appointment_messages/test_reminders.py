"""When reminders are due: they follow the start, and one that was sent isn't sent again."""

from datetime import UTC, datetime, timedelta

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.notified import book, change, due, entered, make_visitor, waiting

SENT = "UPDATE appointment_messages SET sent_at = now() WHERE occasion = 'reminder'"


async def test_a_reminder_is_due_so_many_hours_before(conn: Connection, tenant: Tenant) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    start = datetime(2036, 2, 4, 10, tzinfo=tenant.timezone)
    assert await due(conn) == start - timedelta(hours=24)
    assert await waiting(conn) == 1


async def test_hours_are_real_ones_when_the_clocks_change(conn: Connection, tenant: Tenant) -> None:
    """On 9 March 2036 New York puts its clocks forward: at 10, 24 hours earlier it was 9."""
    await book(conn, tenant, await make_visitor(conn, tenant), "2036-03-09 10:00", sms_reminder_hours=24)
    assert await due(conn) == datetime(2036, 3, 8, 9, tzinfo=tenant.timezone)


async def test_a_reminder_whose_time_has_passed_is_not_sent(conn: Connection, tenant: Tenant) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=5)).astimezone(tenant.timezone)
    start = f"{soon:%Y-%m-%d %H:%M}"
    await book(conn, tenant, await make_visitor(conn, tenant), start, sms_reminder_hours=24, email_reminder_hours=2)
    assert await entered(conn) == ["booked email", "reminder email"]


async def test_a_reminder_moves_with_its_appointment(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    before = await due(conn)
    await change(conn, appointment, "starts_at = starts_at + interval '3 hours'")
    assert await due(conn) == before + timedelta(hours=3)
    assert await waiting(conn) == 1
    await change(conn, appointment, "starts_at = starts_at - interval '3 hours'")
    assert await entered(conn) == ["reminder sms", "reminder sms withdrawn"]
    assert (await due(conn), await waiting(conn)) == (before, 1)


async def test_other_hours_move_the_reminder(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    before = await due(conn)
    await change(conn, appointment, "sms_reminder_hours = 2")
    assert await entered(conn) == ["reminder sms"]
    assert (await due(conn), await waiting(conn)) == (before + timedelta(hours=22), 1)
    await change(conn, appointment, "sms_reminder_hours = 0")
    assert await entered(conn) == ["reminder sms withdrawn"]
    assert await waiting(conn) == 0


async def test_of_a_start_a_client_is_reminded_once(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    await conn.execute(SENT)
    await conn.execute("DELETE FROM outbox")
    await change(conn, appointment, "sms_reminder_hours = 2")
    await change(conn, appointment, "starts_at = starts_at + interval '3 hours'")
    await change(conn, appointment, "starts_at = starts_at - interval '3 hours'")
    assert await entered(conn) == ["reminder sms sent", "reminder sms withdrawn"]
    assert await waiting(conn) == 0


async def test_who_has_confirmed_is_reminded(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    await change(conn, appointment, "attendance = 'confirmed'")
    await change(conn, appointment, "starts_at = starts_at + interval '1 hour'")
    assert await entered(conn) == ["reminder sms withdrawn", "reminder sms"]


async def test_an_entry_that_a_worker_has_begun_ends_by_itself(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    await conn.execute("UPDATE outbox SET attempts = 1")
    await change(conn, appointment, "deleted_at = now()")
    assert await entered(conn) == ["reminder sms withdrawn"]
    assert await waiting(conn) == 1


@pytest.mark.parametrize("assignment", ["deleted_at = now()", "attendance = 'no_show'", "client_id = NULL"])
async def test_a_cancelled_appointment_has_none(conn: Connection, tenant: Tenant, assignment: str) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    await change(conn, appointment, assignment)
    assert await entered(conn) == ["reminder sms withdrawn"]
    assert await waiting(conn) == 0


async def test_where_nothing_is_said_the_location_decides(conn: Connection, tenant: Tenant) -> None:
    """Q-461."""
    await conn.execute("UPDATE locations SET sms_reminder_hours = 3, email_reminder_hours = 24")
    visitor = await make_visitor(conn, tenant)
    await book(conn, tenant, visitor)
    await book(conn, tenant, visitor, sms_reminder_hours=0, email_reminder_hours=0, link_hash=f"{7:032x}")
    assert sorted(await entered(conn)) == ["booked email", "reminder email", "reminder sms"]
    await book(conn, tenant, visitor, sms_reminder_hours=0, link_hash=f"{8:032x}")
    assert (await entered(conn))[3:] == ["booked email", "reminder email"]

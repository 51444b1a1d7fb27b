"""What is entered when appointments are written, by any way: exactly one message for each occasion."""

from datetime import timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.clients.service.merges import merge_clients, undo_merge
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service
from tests.support.factories.clients import make_client
from tests.support.factories.rows import insert
from tests.support.factories.schedules import BOOKABLE_MONDAY
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.notified import EMAIL, book, change, due, entered, make_visitor, waiting

ONLINE = {"source": "api"}


async def test_who_books_online_is_answered_by_email(conn: Connection, tenant: Tenant) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    assert await entered(conn) == ["booked email"]


async def test_who_books_online_without_an_email_is_answered_by_text_message(conn: Connection, tenant: Tenant) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant, email=""), **ONLINE)
    assert await entered(conn) == ["booked sms"]


async def test_a_location_can_do_without_text_messages(conn: Connection, tenant: Tenant) -> None:
    await conn.execute("UPDATE locations SET sends_sms_reminders = false")
    visitor = await make_visitor(conn, tenant, email="")
    await book(conn, tenant, visitor, **ONLINE)
    assert await entered(conn) == []
    await book(conn, tenant, visitor, notifies_by_sms=True)
    assert await entered(conn) == ["booked sms"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"notifies_by_sms": True}, ["booked sms"]),
        ({"notifies_by_email": True}, ["booked email"]),
        ({"email_reminder_hours": 24}, ["booked email", "reminder email"]),
        ({"sms_reminder_hours": 5}, ["reminder sms"]),
        ({"sms_reminder_hours": 0, "email_reminder_hours": 0}, []),
    ],
)
async def test_for_the_staff_the_fields_decide(
    conn: Connection, tenant: Tenant, fields: dict[str, Any], expected: list[str]
) -> None:
    """Q-460."""
    await book(conn, tenant, await make_visitor(conn, tenant), **fields)
    assert await entered(conn) == expected


async def test_nothing_is_entered_without_a_client_and_for_the_past(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    await book(conn, tenant, visitor, **ONLINE, client_id=None, email_reminder_hours=5)
    await book(conn, tenant, visitor, "2026-02-02 10:00", **ONLINE, email_reminder_hours=5)
    assert await entered(conn) == []


async def test_each_change_is_one_message(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    appointment = await book(conn, tenant, visitor, **ONLINE)
    await change(conn, appointment, "starts_at = starts_at + interval '1 hour', duration = 7200")
    await change(conn, appointment, "comment = 'Late', duration = duration + 600, technical_break = 600")
    await conn.execute("UPDATE appointment_services SET price = 70")
    await change(conn, appointment, "attendance = 'confirmed'")
    assert await entered(conn) == ["booked email", "changed email"]


@pytest.mark.parametrize(
    "assignment", ["starts_at = starts_at + interval '1 day'", "duration = 7200", "technical_break = 600"]
)
async def test_a_client_learns_of_changes(conn: Connection, tenant: Tenant, assignment: str) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), notifies_by_sms=True)
    await change(conn, appointment, assignment)
    assert await entered(conn) == ["booked sms", "changed sms"]


async def test_a_client_learns_of_another_team_member(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), notifies_by_sms=True)
    await change(conn, appointment, "team_member_id = $2", await make_team_member(conn, tenant, "Ben Okafor"))
    assert await entered(conn) == ["booked sms", "changed sms"]


async def test_what_is_moved_into_the_past_is_not_reported(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), notifies_by_sms=True)
    await change(conn, appointment, "starts_at = now() - interval '1 day'")
    await change(conn, appointment, "deleted_at = now()")
    assert await entered(conn) == ["booked sms"]


async def test_other_services_are_a_change(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    appointment = await book(conn, tenant, visitor, **ONLINE)
    colouring = await make_service(conn, tenant, "Colouring")
    await change(conn, appointment, "comment = 'Another colour'")
    await conn.execute("UPDATE appointment_services SET service_id = $1, price = 80", colouring)
    await conn.execute("UPDATE appointment_services SET price = 70")
    assert await entered(conn) == ["booked email", "changed email"]
    await change(conn, appointment, "comment = ''")
    await conn.execute("DELETE FROM appointment_services")
    await change(conn, appointment, "comment = 'Back'")
    await add_service(conn, tenant, appointment, visitor.haircut)
    assert await entered(conn) == ["booked email", "changed email", "changed email", "changed email"]


@pytest.mark.parametrize("assignment", ["deleted_at = now()", "attendance = 'no_show'"])
async def test_cancelling_is_reported_once(conn: Connection, tenant: Tenant, assignment: str) -> None:
    """Q-463."""
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE, email_reminder_hours=24)
    await change(conn, appointment, assignment)
    await change(conn, appointment, "deleted_at = now()")
    assert await entered(conn) == ["booked email", "reminder email withdrawn", "cancelled email"]


async def test_who_is_expected_again_gets_a_confirmation_and_the_reminder(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE, email_reminder_hours=24)
    await change(conn, appointment, "attendance = 'no_show'")
    await change(conn, appointment, "attendance = 'waiting'")
    assert await entered(conn) == ["booked email", "reminder email", "cancelled email", "booked email"]
    assert await waiting(conn) == 4


async def test_who_has_arrived_is_written_nothing(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE, email_reminder_hours=24)
    await change(conn, appointment, "attendance = 'arrived'")
    await change(conn, appointment, "deleted_at = now()")
    assert await entered(conn) == ["booked email", "reminder email withdrawn"]


async def test_another_client_gets_a_confirmation(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    other = await make_client(conn, tenant, "Ben Okafor", email="ben@example.com")
    visit = await insert(conn, "visits", tenant, client_id=other, day=BOOKABLE_MONDAY)
    await change(conn, appointment, "client_id = $2, visit_id = $3", other, visit)
    assert await entered(conn) == ["booked email", "booked email"]


async def test_merging_cards_is_no_occasion(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    appointment = await book(conn, tenant, visitor, **ONLINE)
    twin = await make_client(conn, tenant, "Maya R.", email=EMAIL)
    async with conn.transaction():
        merge = await merge_clients(conn, tenant, twin, [visitor.client])
    assert await conn.fetchval("SELECT client_id FROM appointments WHERE id = $1", appointment) == twin
    async with conn.transaction():
        await undo_merge(conn, tenant, twin, merge.id or 0)
    assert await conn.fetchval("SELECT client_id FROM appointments WHERE id = $1", appointment) == visitor.client
    assert await entered(conn) == ["booked email"]


async def test_in_another_time_zone_the_reminder_moves_and_nothing_is_reported(
    conn: Connection, tenant: Tenant
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE, email_reminder_hours=24)
    await change(conn, appointment, "comment = 'Late'")
    before = await due(conn)
    await conn.execute("UPDATE locations SET timezone = 'America/Los_Angeles' WHERE id = $1", tenant.location_id)
    assert await entered(conn) == ["booked email", "reminder email withdrawn", "reminder email"]
    assert await due(conn) == before + timedelta(hours=3)

"""Which channels the flags of an appointment name, by `note_channels_of_booking` (migration 0061)."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.clients import make_client
from tests.support.factories.rows import insert
from tests.support.factories.schedules import BOOKABLE_MONDAY
from tests.support.notified import EMAIL, book, change, flagged_channels, make_visitor

ONLINE = {"source": "api"}
PAST = "2026-02-02 10:00"


@pytest.mark.parametrize(
    ("contacts", "fields", "expected"),
    [
        ({}, {}, ""),
        ({}, ONLINE, "email"),
        ({"email": ""}, ONLINE, "sms"),
        ({"email": "", "phone": ""}, ONLINE, ""),
        ({}, {**ONLINE, "notifies_by_sms": True}, "email sms"),
        ({"email": ""}, {**ONLINE, "notifies_by_email": True}, "email sms"),
        ({}, {**ONLINE, "client_id": None}, ""),
        ({}, {"email_reminder_hours": 1}, "email"),
        ({}, {"email_reminder_hours": 0}, ""),
        ({}, {**ONLINE, "attendance": "arrived"}, ""),
        ({}, {"sms_reminder_hours": 24}, ""),
    ],
)
async def test_flags_of_a_new_appointment(
    conn: Connection, tenant: Tenant, contacts: dict[str, str], fields: dict[str, Any], expected: str
) -> None:
    visitor = await make_visitor(conn, tenant, **contacts)
    assert await flagged_channels(conn, await book(conn, tenant, visitor, **fields)) == expected


@pytest.mark.parametrize("refuses_all", [True, False])
async def test_flags_of_a_client_who_refuses_everything(conn: Connection, tenant: Tenant, refuses_all: bool) -> None:
    visitor = await make_visitor(conn, tenant)
    ben = await make_client(conn, tenant, "Ben", email="ben@example.com")
    await insert(conn, "message_refusals", tenant, client_id=visitor.client, channel="email", refuses_all=refuses_all)
    await insert(conn, "message_refusals", tenant, client_id=ben, channel="sms", refuses_all=True)
    expected = "" if refuses_all else "email"
    assert await flagged_channels(conn, await book(conn, tenant, visitor, **ONLINE)) == expected
    others = await book(conn, tenant, visitor, **ONLINE, client_id=ben, link_hash="0" * 32)
    assert await flagged_channels(conn, others) == "email"
    unknown = await book(conn, tenant, visitor, **ONLINE, client_id=None, link_hash="1" * 32)
    visit = await insert(conn, "visits", tenant, client_id=visitor.client, day=BOOKABLE_MONDAY)
    await change(conn, unknown, "client_id = $2, visit_id = $3", visitor.client, visit)
    assert await flagged_channels(conn, unknown) == expected


OTHER = "client_id = $2, visit_id = $3"


@pytest.mark.parametrize(
    ("fields", "before", "assignment", "expected"),
    [
        (ONLINE, "", OTHER, "email"),
        ({}, "", OTHER, ""),
        ({"email_reminder_hours": 1}, "", OTHER, "email"),
        ({}, "", OTHER + ", email_reminder_hours = 1", "email"),
        ({}, "", OTHER + ", source = 'api'", "email"),
        ({}, "email_reminder_hours = 1", "comment = 'Late'", ""),
        (ONLINE, "", "client_id = $2", ""),  # as cards are merged
        (ONLINE, "", OTHER + ", attendance = 'arrived'", ""),
        (ONLINE, "", OTHER + ", starts_at = '2026-02-02 10:00'", ""),
        ({**ONLINE, "start": PAST}, "", OTHER + ", starts_at = '2036-02-02 10:00'", "email"),
        (ONLINE, "deleted_at = now()", "deleted_at = NULL, client_id = $2", "email"),
        ({**ONLINE, "client_id": None}, "", OTHER, "email"),
        (ONLINE, "", "client_id = NULL, visit_id = $3", ""),
    ],
)
async def test_flags_of_a_changed_appointment(
    conn: Connection, tenant: Tenant, fields: dict[str, Any], before: str, assignment: str, expected: str
) -> None:
    """Maya, whom nothing reaches, gives way to Ben, who has an address."""
    visitor = await make_visitor(conn, tenant, email="", phone="")
    ben = await make_client(conn, tenant, "Ben", email=EMAIL)
    visit = await insert(conn, "visits", tenant, client_id=ben, day=BOOKABLE_MONDAY)
    fields = dict(fields)
    appointment = await book(conn, tenant, visitor, fields.pop("start", "2036-02-04 10:00"), **fields)
    if before:
        await change(conn, appointment, before)
    parameters = {"$2": ben, "$3": visit}
    used = [parameters[name] for name in parameters if name in assignment]
    await change(conn, appointment, assignment if "$2" in assignment else assignment.replace("$3", "$2"), *used)
    assert await flagged_channels(conn, appointment) == expected


async def test_who_is_expected_again_gets_the_details(conn: Connection, tenant: Tenant) -> None:
    """The client has an address by now."""
    visitor = await make_visitor(conn, tenant, email="", phone="")
    appointment = await book(conn, tenant, visitor, **ONLINE)
    await change(conn, appointment, "attendance = 'no_show'")
    await conn.execute("UPDATE clients SET email = $1", EMAIL)
    await change(conn, appointment, "comment = 'Late'")
    assert await flagged_channels(conn, appointment) == ""
    await change(conn, appointment, "attendance = 'waiting'")
    assert await flagged_channels(conn, appointment) == "email"
    await conn.execute("UPDATE clients SET email = '', phone = '13155550142'")
    await change(conn, appointment, "attendance = 'confirmed'")
    assert await flagged_channels(conn, appointment) == "email"

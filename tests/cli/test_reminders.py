"""`parlour reminders`"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.db.pool import Connection
from tests.cli.command import Parlour
from tests.support.notified import book, change, make_visitor

NOWHERE = 999_999


@pytest.fixture
async def tenant(conn: Connection) -> Tenant:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Lumen') RETURNING id")
    fields = LocationFields(title="Harbour", country_code="US", timezone="Europe/Berlin", currency="USD", locale="en")
    created = await create_location(conn, chain_id, fields, owner_id=None)
    assert created is not None
    return await get_operators_tenant(conn, created.id)


def brief(document: list[dict[str, Any]]) -> list[str]:
    return [f"{each['occasion']} {each['channel']} {each['state']}" for each in document]


async def test_what_will_be_sent_is_listed_and_what_was(parlour: Parlour, conn: Connection, tenant: Tenant) -> None:
    appointment = await book(
        conn, tenant, await make_visitor(conn, tenant), email_reminder_hours=24, sms_reminder_hours=2
    )
    found = parlour("reminders", "list", tenant.location_id, "--json").document
    assert brief(found) == ["booked email waiting", "reminder email waiting", "reminder sms waiting"]
    assert found[1] == {
        "id": found[1]["id"],
        "occasion": "reminder",
        "channel": "email",
        "client": "Maya Reyes",
        "appointment_id": appointment,
        "starts_at": "2036-02-04T09:00:00Z",
        "due_at": "2036-02-03T09:00:00Z",
        "state": "waiting",
        "ended_at": None,
        "last_error": "",
    }
    assert parlour("reminders", "list", tenant.location_id, "--ended", "--json").document == []
    await conn.execute(
        "UPDATE appointment_messages SET sent_at = now() WHERE chain_id = $1 AND occasion = 'booked'", tenant.chain_id
    )
    await change(conn, appointment, "deleted_at = now()")
    ended = parlour("reminders", "list", tenant.location_id, "--ended", "--json").document
    assert brief(ended) == ["reminder sms withdrawn", "reminder email withdrawn", "booked email sent"]
    assert brief(parlour("reminders", "list", tenant.location_id, "--json").document) == ["cancelled email waiting"]


async def test_what_fails_is_listed_with_its_reason(parlour: Parlour, conn: Connection, tenant: Tenant) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant), source="api")
    await conn.execute("UPDATE outbox SET attempts = 1, last_error = 'not now' WHERE chain_id = $1", tenant.chain_id)
    (failing,) = parlour("reminders", "list", tenant.location_id, "--json").document
    assert (failing["state"], failing["last_error"]) == ("failing", "not now")
    await conn.execute(
        "UPDATE outbox SET given_up_at = now(), next_attempt_at = NULL WHERE chain_id = $1", tenant.chain_id
    )
    assert parlour("reminders", "list", tenant.location_id, "--json").document == []
    ended = parlour("reminders", "list", tenant.location_id, "--ended", "--json").document
    assert brief(ended) == ["booked email given up"]


async def test_a_list_has_at_most_so_many_and_those_of_one_location(
    parlour: Parlour, conn: Connection, tenant: Tenant
) -> None:
    visitor = await make_visitor(conn, tenant)
    await book(conn, tenant, visitor, source="api", email_reminder_hours=24)
    assert len(parlour("reminders", "list", tenant.location_id, "--limit", "1", "--json").document) == 1
    fields = LocationFields(title="Pier", country_code="US", timezone="Europe/Berlin", currency="USD", locale="en")
    sister = await create_location(conn, tenant.chain_id, fields, owner_id=None)
    assert sister is not None
    assert parlour("reminders", "list", sister.id, "--json").document == []


async def test_the_settings_are_shown_and_changed(parlour: Parlour, conn: Connection, tenant: Tenant) -> None:
    command = ("reminders", "settings", tenant.location_id)
    shown = {
        "location_id": tenant.location_id,
        "sends_sms_reminders": True,
        "sms_reminder_hours": 0,
        "email_reminder_hours": 0,
    }
    assert parlour(*command, "--json").document == shown
    changed = {**shown, "sends_sms_reminders": False, "email_reminder_hours": 24}
    assert parlour(*command, "--no-sms", "--email-hours", "24", "--json").document == changed
    assert parlour(*command, "--sms-hours", "3", "--json").document == {**changed, "sms_reminder_hours": 3}
    await book(conn, tenant, await make_visitor(conn, tenant))
    row = await conn.fetchrow(
        "SELECT sms_reminder_hours, email_reminder_hours FROM appointments WHERE chain_id = $1", tenant.chain_id
    )
    assert tuple(row or ()) == (3, 24)


async def test_a_location_that_is_not_there(parlour: Parlour, tenant: Tenant) -> None:
    assert "not found" in parlour("reminders", "list", NOWHERE).assert_refused()
    assert "not found" in parlour("reminders", "settings", NOWHERE, "--sms").assert_refused()

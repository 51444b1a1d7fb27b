"""0054: reminders that appointments asked for before any were sent are planned; nothing else is reported."""

from collections.abc import AsyncIterator

import pytest

from parlour.db import migrate as migrating
from parlour.db.pool import Connection, DirectConnection
from tests.support.earlier import database_before

BEFORE = """
    INSERT INTO chains (id, title) OVERRIDING SYSTEM VALUE VALUES (1, 'C');
    INSERT INTO locations (chain_id, id, title, country_code, timezone, currency, locale) OVERRIDING SYSTEM VALUE
        VALUES (1, 1, 'L', 'US', 'UTC', 'USD', 'en_US');
    INSERT INTO team_members (chain_id, location_id, id, name) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 'Ana');
    INSERT INTO clients (chain_id, location_id, id, name) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 'Maya');
    INSERT INTO visits (chain_id, location_id, id, day) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, '2036-02-04');
    INSERT INTO appointments (
        chain_id, location_id, id, visit_id, team_member_id, client_id, day, starts_at, duration, link_hash,
        sms_reminder_hours, attendance, source) OVERRIDING SYSTEM VALUE
    SELECT 1, 1, id, 1, 1, client_id, start::date, start, 3600, md5(id::text), hours, attendance, 'api'
    FROM (VALUES (1, 1, '2036-02-04 10:00Z'::timestamptz, 24, 'waiting'), (2, 1, '2026-02-02 10:00Z', 24, 'waiting'),
                 (3, 1, '2036-02-04 10:00Z', NULL, 'waiting'), (4, NULL, '2036-02-04 10:00Z', 24, 'waiting'),
                 (5, 1, '2036-02-04 10:00Z', 24, 'no_show')) AS old (id, client_id, start, hours, attendance);
"""


@pytest.fixture
async def old(admin: Connection, server_url: str) -> AsyncIterator[DirectConnection]:
    """A database of the version before, with appointments that ask for reminders."""
    async with database_before(admin, server_url, "reminders_migration", "0052_appointment_messages") as conn:
        await conn.execute(BEFORE)
        yield conn


async def test_reminders_are_planned_for_what_is_to_come(old: DirectConnection) -> None:
    await migrating.migrate(old)
    rows = await old.fetch("SELECT appointment_id, occasion, channel, due_at::text FROM appointment_messages")
    assert [tuple(row) for row in rows] == [(1, "reminder", "sms", "2036-02-03 10:00:00+00")]
    assert await old.fetchval("SELECT array_agg(next_attempt_at::text) FROM outbox") == ["2036-02-03 10:00:00+00"]

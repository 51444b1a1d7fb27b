"""What a change of an appointment means to its client, for rows that differ in one thing or two; and if it is sent."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parlour.db.pool import Connection

OCCASION = """
    SELECT occasion_of_change(
        jsonb_populate_record(NULL::appointments, $1), jsonb_populate_record(NULL::appointments, $2))
"""
NOW = datetime.now(UTC)
AHEAD, LATER, PAST = (NOW + timedelta(days=days) for days in (1, 2, -1))
BOOKED: dict[str, Any] = {
    "client_id": 1, "visit_id": 1, "revision": 1, "starts_at": AHEAD, "team_member_id": 1, "duration": 3600,
    "technical_break": 300, "attendance": "waiting", "deleted_at": None, "event_id": None, "comment": "",
}  # fmt: skip
GONE, MISSED, OVER = {"deleted_at": NOW}, {"attendance": "no_show"}, {"starts_at": PAST}


@pytest.mark.parametrize(
    ("before", "after", "occasion"),
    [
        ({}, {}, None),
        ({}, {"comment": "Bring a friend"}, None),
        ({}, {"starts_at": LATER}, "changed"),
        ({}, {"starts_at": LATER, "revision": 1}, None),  # another time zone of the location
        ({}, {"team_member_id": 2}, "changed"),
        ({}, {"duration": 3900}, "changed"),
        ({}, {"technical_break": 600}, "changed"),
        ({}, {"duration": 3900, "technical_break": 600}, None),
        ({}, {"duration": 3300, "technical_break": 600}, "changed"),
        ({}, {"client_id": None, "starts_at": LATER}, None),
        ({"client_id": None}, {"starts_at": LATER}, "changed"),
        ({}, GONE, "cancelled"),
        ({}, MISSED, "cancelled"),
        ({}, {**GONE, "client_id": None}, None),
        (GONE, {**GONE, "comment": "Again"}, None),
        (MISSED, GONE, None),
        (GONE, {}, "booked"),
        (MISSED, {}, "booked"),
        (GONE, OVER, None),
        (OVER, {}, "changed"),
        ({}, OVER, None),
        ({}, {"client_id": 2}, None),  # merged with its visit
        ({}, {"client_id": 2, "visit_id": 2}, "booked"),
        ({}, {"visit_id": 2}, None),
        ({}, {"client_id": 2, "visit_id": 2, "starts_at": LATER}, "booked"),
    ],
)
async def test_a_change_has_its_occasion(
    schema_conn: Connection, before: dict[str, Any], after: dict[str, Any], occasion: str | None
) -> None:
    rows = [json.dumps(row, default=str) for row in (BOOKED | before, BOOKED | {"revision": 2} | after)]
    assert await schema_conn.fetchval(OCCASION, *rows) == occasion


async def test_changes_are_reported_unless_a_connection_says_otherwise(schema_conn: Connection) -> None:
    asked = "SELECT are_changes_reported()"
    assert await schema_conn.fetchval(asked)
    for setting, is_reported in {"reminders": False, "": True, "other": True}.items():
        async with schema_conn.transaction():
            await schema_conn.execute(f"SET LOCAL parlour.messages = '{setting}'")
            assert await schema_conn.fetchval(asked) is is_reported

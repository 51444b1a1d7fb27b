"""Schedules of events for tests."""

from datetime import date
from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.rows import insert

EVENT = "SELECT * FROM events WHERE chain_id = $1 AND id = $2"


async def make_schedule(conn: Connection, tenant: Tenant, event_id: int, last: str = "2026-03-02") -> int:
    """Make a schedule without series from an event, and return its id."""
    event = await conn.fetchrow(EVENT, tenant.chain_id, event_id)
    assert event is not None
    fields = {"first_day": event["day"], "last_day": date.fromisoformat(last)}
    return await insert(conn, "event_schedules", tenant, original_event_id=event_id, **fields)


async def make_series(conn: Connection, tenant: Tenant, schedule_id: int, event_id: int, **fields: Any) -> int:
    """Make a series of a schedule of which an event is the only one, and return its id."""
    event = await conn.fetchrow(EVENT, tenant.chain_id, event_id)
    assert event is not None
    local = event["starts_at"].astimezone(tenant.timezone)
    names = ("team_member_id", "duration", "technical_break", "capacity", "resource_instance_ids", "tag_ids")
    values = {name: event[name] for name in names}
    time = {"weekday": local.isoweekday(), "minute": local.hour * 60 + local.minute}
    series_id = await insert(conn, "event_series", tenant, schedule_id=schedule_id, **time, **values, **fields)
    planned = {"series_id": series_id, "day": event["day"], "planned_at": event["starts_at"], "is_failed": False}
    await insert(conn, "event_occurrences", tenant, event_id=event_id, **planned)
    return series_id


async def make_client_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, client_id: int, *series_ids: int
) -> int:
    """Make a client schedule without bookings, and return its id."""
    fields = {"schedule_id": schedule_id, "client_id": client_id, "series_ids": [*series_ids]}
    return await insert(conn, "client_schedules", tenant, **fields)

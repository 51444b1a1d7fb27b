"""Group events for tests."""

from datetime import datetime
from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.appointments import make_appointment
from tests.support.factories.rows import insert
from tests.support.factories.services import assign, make_service


async def make_event_service(
    conn: Connection, tenant: Tenant, *team_member_ids: int, title: str = "Yoga", **fields: Any
) -> int:
    """Make a service for events of an hour that these members provide, and return its id."""
    service_id = await make_service(conn, tenant, title, is_for_events=True, **fields)
    for member_id in team_member_ids:
        await assign(conn, tenant, service_id, member_id)
    return service_id


async def make_event(
    conn: Connection, tenant: Tenant, team_member_id: int, service_id: int, starts: str, **fields: Any
) -> int:
    """Make an event of an hour at a time on the location's clock ("2026-03-02 10:00"), and return its id."""
    local = datetime.fromisoformat(starts)
    values = {
        "team_member_id": team_member_id,
        "service_id": service_id,
        "day": local.date(),
        "starts_at": local.replace(tzinfo=tenant.timezone),
        "duration": 3600,
        "capacity": 5,
        **fields,
    }
    return await insert(conn, "events", tenant, **values)


async def book_seats(conn: Connection, tenant: Tenant, event_id: int, **fields: Any) -> int:
    """Make a booking of an event, at its time and with its member, and return its id."""
    event = await conn.fetchrow("SELECT * FROM events WHERE chain_id = $1 AND id = $2", tenant.chain_id, event_id)
    assert event is not None
    starts = event["starts_at"].astimezone(tenant.timezone).replace(tzinfo=None).isoformat(" ", "minutes")
    return await make_appointment(
        conn, tenant, event["team_member_id"], starts, event["duration"] // 60, event_id=event_id, **fields
    )


async def make_strategy(conn: Connection, tenant: Tenant, title: str = "Mondays and Thursdays", **fields: Any) -> int:
    """Make a rule for duplicating events, by default every Monday and Thursday, and return its id."""
    return await insert(conn, "event_strategies", tenant, **{"title": title, "mode": 5, "days": [1, 4], **fields})

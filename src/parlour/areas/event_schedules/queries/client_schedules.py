"""Statements on clients who are booked into all events of some series."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.event_schedules.model.client_schedules import BookedOccurrence, ClientSchedule, MissingBooking
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

FIND_CLIENT_SCHEDULE: LiteralString = """
    SELECT id, schedule_id, client_id, series_ids, seat_count, revision FROM client_schedules
    WHERE chain_id = $1 AND location_id = $2 AND schedule_id = $3 AND id = $4 AND deleted_at IS NULL
"""
LOCK_CLIENT_SCHEDULE: LiteralString = f"{FIND_CLIENT_SCHEDULE} FOR NO KEY UPDATE"


async def lock_client_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, client_schedule_id: int
) -> ClientSchedule | None:
    """Lock and return a client schedule of a locked schedule."""
    row = await conn.fetchrow(
        LOCK_CLIENT_SCHEDULE, tenant.chain_id, tenant.location_id, schedule_id, client_schedule_id
    )
    return to_struct_or_none(ClientSchedule, row)


async def find_client_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, client_schedule_id: int
) -> ClientSchedule | None:
    """Return a client schedule of a schedule."""
    row = await conn.fetchrow(
        FIND_CLIENT_SCHEDULE, tenant.chain_id, tenant.location_id, schedule_id, client_schedule_id
    )
    return to_struct_or_none(ClientSchedule, row)


CREATE_CLIENT_SCHEDULES: LiteralString = """
    INSERT INTO client_schedules (
        chain_id, location_id, schedule_id, created_user_id, series_ids, client_id, seat_count)
    SELECT $1, $2, $3, $4, $5, client_id, seat_count
    FROM unnest($6::bigint[], $7::integer[]) WITH ORDINALITY AS given (client_id, seat_count, place)
    ORDER BY place RETURNING id
"""


async def create_client_schedules(
    conn: Connection, tenant: Tenant, schedule_id: int, series_ids: Sequence[int], seats: Mapping[int, int]
) -> list[int]:
    """Create client schedules, with the seats by the client, and return their ids."""
    rows = await conn.fetch(
        CREATE_CLIENT_SCHEDULES, tenant.chain_id, tenant.location_id, schedule_id, tenant.user_id or None, series_ids,
        [*seats], [*seats.values()],
    )  # fmt: skip
    return [row["id"] for row in rows]


UPDATE_CLIENT_SCHEDULE: LiteralString = """
    UPDATE client_schedules SET series_ids = $4, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def update_client_schedule(
    conn: Connection, tenant: Tenant, client_schedule_id: int, series_ids: Sequence[int]
) -> None:
    """Give a locked client schedule other series."""
    await conn.execute(UPDATE_CLIENT_SCHEDULE, tenant.chain_id, tenant.location_id, client_schedule_id, series_ids)


SOFT_DELETE_CLIENT_SCHEDULE: LiteralString = """
    UPDATE client_schedules SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def soft_delete_client_schedule(conn: Connection, tenant: Tenant, client_schedule_id: int) -> None:
    """Mark a locked client schedule as deleted."""
    await conn.execute(SOFT_DELETE_CLIENT_SCHEDULE, tenant.chain_id, tenant.location_id, client_schedule_id)


LIST_MISSING: LiteralString = """
    SELECT c.id AS client_schedule_id, c.client_id, c.seat_count, o.id AS occurrence_id, e.id AS event_id
    FROM client_schedules c
    JOIN event_occurrences o ON o.chain_id = $1 AND o.series_id = ANY (c.series_ids) AND o.deleted_at IS NULL
    JOIN events e ON e.chain_id = $1 AND e.id = o.event_id AND e.deleted_at IS NULL AND e.starts_at >= $4
    WHERE c.chain_id = $1 AND c.location_id = $2 AND c.schedule_id = $3 AND c.deleted_at IS NULL
      AND NOT EXISTS (
          SELECT FROM client_occurrences x
          WHERE x.chain_id = $1 AND x.client_schedule_id = c.id AND x.occurrence_id = o.id AND x.deleted_at IS NULL)
      AND NOT EXISTS (
          SELECT FROM appointments b
          WHERE b.chain_id = $1 AND b.event_id = e.id AND b.client_id = c.client_id AND b.deleted_at IS NULL)
    ORDER BY e.starts_at, e.id, c.id LIMIT $5
"""


async def list_missing(
    conn: Connection, tenant: Tenant, schedule_id: int, since: datetime, limit: int
) -> list[MissingBooking]:
    """List the events of a schedule, from a moment on, for which clients of their series were never booked."""
    found = await conn.fetch(LIST_MISSING, tenant.chain_id, tenant.location_id, schedule_id, since, limit)
    return to_structs(MissingBooking, found)


CREATE_BOOKED: LiteralString = """
    INSERT INTO client_occurrences (chain_id, location_id, client_schedule_id, occurrence_id, appointment_id)
    SELECT $1, $2, client_schedule_id, occurrence_id, appointment_id
    FROM unnest($3::bigint[], $4::bigint[], $5::bigint[])
        WITH ORDINALITY AS given (client_schedule_id, occurrence_id, appointment_id, place)
    ORDER BY place
"""


async def create_booked(
    conn: Connection, tenant: Tenant, missing: Sequence[MissingBooking], appointment_ids: Sequence[int | None]
) -> None:
    """Keep which bookings were made; None for an event that was full."""
    await conn.execute(
        CREATE_BOOKED,
        tenant.chain_id,
        tenant.location_id,
        [each.client_schedule_id for each in missing],
        [each.occurrence_id for each in missing],
        appointment_ids,
    )


LIST_BOOKED: LiteralString = """
    SELECT o.id, o.series_id, o.day, o.planned_at, o.event_id, o.is_failed, o.created_at, o.changed_at,
           e.team_member_id, e.starts_at, e.duration, e.technical_break,
           coalesce(e.resource_instance_ids, '{}') AS resource_instance_ids, coalesce(e.tag_ids, '{}') AS tag_ids,
           e.deleted_at IS NOT NULL AS is_event_deleted, x.id AS booked_id, x.appointment_id,
           a.deleted_at IS NOT NULL AS is_cancelled
    FROM client_occurrences x
    JOIN event_occurrences o ON o.chain_id = $1 AND o.id = x.occurrence_id
    LEFT JOIN events e ON e.chain_id = $1 AND e.id = o.event_id
    LEFT JOIN appointments a ON a.chain_id = $1 AND a.id = x.appointment_id
    WHERE x.chain_id = $1 AND x.location_id = $2 AND x.client_schedule_id = $3 AND x.deleted_at IS NULL
      AND coalesce(e.starts_at, o.planned_at) >= coalesce($4::timestamptz, '-infinity')
    ORDER BY o.planned_at, o.id
"""


async def list_booked(
    conn: Connection, tenant: Tenant, client_schedule_id: int, since: datetime | None = None
) -> list[BookedOccurrence]:
    """List the bookings of a client schedule, or those that are ahead of a moment."""
    rows = await conn.fetch(LIST_BOOKED, tenant.chain_id, tenant.location_id, client_schedule_id, since)
    return to_structs(BookedOccurrence, rows)


SOFT_DELETE_BOOKED: LiteralString = """
    UPDATE client_occurrences SET deleted_at = now(), changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = ANY ($3::bigint[])
"""


async def soft_delete_booked(conn: Connection, tenant: Tenant, booked_ids: Collection[int]) -> None:
    """Forget bookings of a client schedule."""
    await conn.execute(SOFT_DELETE_BOOKED, tenant.chain_id, tenant.location_id, [*booked_ids])


SUM_SEATS: LiteralString = """
    SELECT a.client_id, sum(a.seat_count)::integer AS seats FROM appointments a
    WHERE a.chain_id = $1 AND a.location_id = $2 AND a.event_id = $3 AND a.deleted_at IS NULL
      AND a.client_id IS NOT NULL
    GROUP BY a.client_id ORDER BY a.client_id
"""


async def sum_seats(conn: Connection, tenant: Tenant, event_id: int) -> dict[int, int]:
    """Return the seats that clients have of an event."""
    rows = await conn.fetch(SUM_SEATS, tenant.chain_id, tenant.location_id, event_id)
    return {row["client_id"]: row["seats"] for row in rows}

"""Statements on schedules of events and their series. Each shows what the user's rights show of appointments."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments.rights import AppointmentScope
from parlour.areas.event_schedules.model.schedules import (
    LockedSchedule,
    NewSchedule,
    Schedule,
    Series,
    SeriesFields,
)
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_ENCODER = msgspec.json.Encoder()
# For `event_series s`: the series of the members whose appointments the user may see.
_SEEN: LiteralString = """
    s.chain_id = $1 AND s.location_id = $2 AND s.deleted_at IS NULL AND ($3::bigint IS NULL OR s.team_member_id = $3)
    AND ($4::bigint IS NULL OR s.team_member_id IN (
        SELECT m.id FROM team_members m WHERE m.chain_id = $1 AND m.position_id = $4))
"""
# For `event_schedules p`: all, or those with such a series.
_VISIBLE: LiteralString = f"""
    p.chain_id = $1 AND p.location_id = $2 AND p.deleted_at IS NULL AND (
        ($3::bigint IS NULL AND $4::bigint IS NULL)
        OR EXISTS (SELECT FROM event_series s WHERE {_SEEN} AND s.schedule_id = p.id))
"""
_SCHEDULE: LiteralString = """
    SELECT p.id, p.location_id, p.original_event_id, p.first_day, p.last_day, p.revision, p.created_at, p.changed_at,
           p.deleted_at
    FROM event_schedules p
"""
FIND_SCHEDULE: LiteralString = f"{_SCHEDULE} WHERE {_VISIBLE} AND p.id = $5"


async def find_schedule(conn: Connection, tenant: Tenant, schedule_id: int) -> Schedule | None:
    """Return a schedule that the user may see."""
    return to_struct_or_none(Schedule, await conn.fetchrow(FIND_SCHEDULE, *_scope(tenant), schedule_id))


FIND_OF_EVENT: LiteralString = f"""
    {_SCHEDULE}
    JOIN event_series f ON f.chain_id = $1 AND f.schedule_id = p.id AND f.deleted_at IS NULL
    JOIN event_occurrences o ON o.chain_id = $1 AND o.series_id = f.id AND o.deleted_at IS NULL
    WHERE {_VISIBLE} AND o.event_id = coalesce($5::bigint, (
        SELECT b.event_id FROM appointments b
        WHERE b.chain_id = $1 AND b.location_id = $2 AND b.id = $6::bigint AND b.deleted_at IS NULL))
"""


async def find_of_event(
    conn: Connection, tenant: Tenant, event_id: int | None, appointment_id: int | None
) -> Schedule | None:
    """Return the schedule of an event, or of the event of a booking, that the user may see."""
    row = await conn.fetchrow(FIND_OF_EVENT, *_scope(tenant), event_id, appointment_id)
    return to_struct_or_none(Schedule, row)


LOCK_SCHEDULE: LiteralString = f"""
    SELECT p.id, p.original_event_id, p.first_day, p.last_day, p.revision,
           (SELECT count(*) FROM event_series o
            WHERE o.chain_id = $1 AND o.schedule_id = p.id AND o.deleted_at IS NULL)
           > (SELECT count(*) FROM event_series s WHERE {_SEEN} AND s.schedule_id = p.id) AS has_others
    FROM event_schedules p WHERE {_VISIBLE} AND p.id = $5 FOR NO KEY UPDATE OF p
"""


async def lock_schedule(conn: Connection, tenant: Tenant, schedule_id: int) -> LockedSchedule | None:
    """Lock and return a schedule that the user may see. It is locked before its series and their events."""
    return to_struct_or_none(LockedSchedule, await conn.fetchrow(LOCK_SCHEDULE, *_scope(tenant), schedule_id))


_SERIES: LiteralString = """
    SELECT s.weekday, s.team_member_id, s.minute, s.duration, s.technical_break, s.capacity, s.resource_instance_ids,
           s.tag_ids, s.id, s.schedule_id, s.revision, s.created_at, s.changed_at, s.deleted_at
    FROM event_series s
"""
LIST_SERIES: LiteralString = f"""
    {_SERIES} WHERE {_SEEN} AND s.schedule_id = $5 ORDER BY s.weekday, s.minute, s.id
"""


async def list_series(conn: Connection, tenant: Tenant, schedule_id: int) -> list[Series]:
    """List the series of a schedule that the user may see, by their day and time."""
    return to_structs(Series, await conn.fetch(LIST_SERIES, *_scope(tenant), schedule_id))


LOCK_SERIES: LiteralString = f"{_SERIES} WHERE {_SEEN} AND s.schedule_id = $5 AND s.id = $6 FOR NO KEY UPDATE"


async def lock_series(conn: Connection, tenant: Tenant, schedule_id: int, series_id: int) -> Series | None:
    """Lock and return a series of a locked schedule."""
    return to_struct_or_none(Series, await conn.fetchrow(LOCK_SERIES, *_scope(tenant), schedule_id, series_id))


FIND_SERIES: LiteralString = f"{_SERIES} WHERE {_SEEN} AND s.schedule_id = $5 AND s.id = $6"


async def find_series(conn: Connection, tenant: Tenant, schedule_id: int, series_id: int) -> Series | None:
    """Return a series that the user may see."""
    return to_struct_or_none(Series, await conn.fetchrow(FIND_SERIES, *_scope(tenant), schedule_id, series_id))


CREATE_SCHEDULE: LiteralString = """
    INSERT INTO event_schedules (chain_id, location_id, created_user_id, original_event_id, first_day, last_day)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""


async def create_schedule(conn: Connection, tenant: Tenant, new: NewSchedule, first_day: date) -> int:
    """Create a schedule without series and return its id."""
    schedule_id: int = await conn.fetchval(
        CREATE_SCHEDULE, tenant.chain_id, tenant.location_id, tenant.user_id or None, new.original_event_id, first_day,
        new.last_day,
    )  # fmt: skip
    return schedule_id


CREATE_SERIES: LiteralString = """
    INSERT INTO event_series (
        chain_id, location_id, schedule_id, weekday, team_member_id, minute, duration, technical_break, capacity,
        resource_instance_ids, tag_ids)
    SELECT $1, $2, $3, weekday, team_member_id, minute, duration, technical_break, capacity, resource_instance_ids,
           tag_ids
    FROM jsonb_to_recordset($4::jsonb) AS given (
        place integer, weekday smallint, team_member_id bigint, minute smallint, duration integer,
        technical_break integer, capacity integer, resource_instance_ids bigint[], tag_ids bigint[])
    ORDER BY place
    RETURNING weekday, team_member_id, minute, duration, technical_break, capacity, resource_instance_ids, tag_ids, id,
              schedule_id, revision, created_at, changed_at, deleted_at
"""


async def create_series(
    conn: Connection, tenant: Tenant, schedule_id: int, series: Sequence[SeriesFields]
) -> list[Series]:
    """Create series of a schedule and return them in order."""
    rows = _ENCODER.encode([{"place": place, **msgspec.structs.asdict(each)} for place, each in enumerate(series)])
    found = await conn.fetch(CREATE_SERIES, tenant.chain_id, tenant.location_id, schedule_id, rows.decode())
    return to_structs(Series, found)


UPDATE_SERIES: LiteralString = """
    UPDATE event_series SET team_member_id = $4, minute = $5, duration = $6, technical_break = $7, capacity = $8,
        resource_instance_ids = $9, tag_ids = $10, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def update_series(conn: Connection, tenant: Tenant, series: Series) -> None:
    """Write the fields of a locked series, whose day of the week stays."""
    values: tuple[Any, ...] = (
        series.team_member_id, series.minute, series.duration, series.technical_break, series.capacity,
        series.resource_instance_ids, series.tag_ids,
    )  # fmt: skip
    await conn.execute(UPDATE_SERIES, tenant.chain_id, tenant.location_id, series.id, *values)


UPDATE_SCHEDULE: LiteralString = """
    UPDATE event_schedules SET last_day = $4, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def update_schedule(conn: Connection, tenant: Tenant, schedule_id: int, last_day: date) -> None:
    """Let a locked schedule end on another day."""
    await conn.execute(UPDATE_SCHEDULE, tenant.chain_id, tenant.location_id, schedule_id, last_day)


SOFT_DELETE_SCHEDULE: LiteralString = """
    UPDATE event_schedules SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def soft_delete_schedule(conn: Connection, tenant: Tenant, schedule_id: int) -> None:
    """Mark a locked schedule as deleted."""
    await conn.execute(SOFT_DELETE_SCHEDULE, tenant.chain_id, tenant.location_id, schedule_id)


SOFT_DELETE_SERIES: LiteralString = """
    UPDATE event_series SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND id = ANY ($3::bigint[])
"""


async def soft_delete_series(conn: Connection, tenant: Tenant, series_ids: Collection[int]) -> None:
    """Mark series of a locked schedule as deleted."""
    await conn.execute(SOFT_DELETE_SERIES, tenant.chain_id, tenant.location_id, [*series_ids])


def _scope(tenant: Tenant) -> tuple[object, ...]:
    scope = AppointmentScope.of(tenant)
    return scope.chain_id, scope.location_id, scope.team_member_id, scope.position_id

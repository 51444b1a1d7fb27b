"""Statements on the occurrences of series."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.event_schedules.model.occurrences import Occurrence, OccurrenceState
from parlour.areas.event_schedules.model.schedules import Planned
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# An occurrence is ahead if its event, or the time at which one was planned, is.
LIST_OCCURRENCES: LiteralString = """
    SELECT o.id, o.series_id, o.day, o.planned_at, o.event_id, o.is_failed, o.created_at, o.changed_at,
           e.team_member_id, e.starts_at, e.duration, e.technical_break,
           coalesce(e.resource_instance_ids, '{}') AS resource_instance_ids, coalesce(e.tag_ids, '{}') AS tag_ids,
           e.deleted_at IS NOT NULL AS is_event_deleted
    FROM event_occurrences o LEFT JOIN events e ON e.chain_id = $1 AND e.id = o.event_id
    WHERE o.chain_id = $1 AND o.location_id = $2 AND o.series_id = ANY ($3::bigint[]) AND o.deleted_at IS NULL
      AND coalesce(e.starts_at, o.planned_at) >= coalesce($4::timestamptz, '-infinity')
    ORDER BY o.planned_at, o.id
"""


async def list_occurrences(
    conn: Connection, tenant: Tenant, series_ids: Collection[int], since: datetime | None = None
) -> list[Occurrence]:
    """List the occurrences of series, or those that are ahead of a moment, by the time at which they are planned."""
    found = await conn.fetch(LIST_OCCURRENCES, tenant.chain_id, tenant.location_id, [*series_ids], since)
    return to_structs(Occurrence, found)


CREATE_OCCURRENCES: LiteralString = """
    INSERT INTO event_occurrences (chain_id, location_id, series_id, day, planned_at, event_id, is_failed)
    SELECT $1, $2, series_id, day, planned_at, event_id, event_id IS NULL
    FROM unnest($3::bigint[], $4::date[], $5::timestamptz[], $6::bigint[])
        WITH ORDINALITY AS given (series_id, day, planned_at, event_id, place)
    ORDER BY place
"""


async def create_occurrences(
    conn: Connection, tenant: Tenant, planned: Sequence[Planned], event_ids: Sequence[int | None]
) -> None:
    """Create occurrences with their events; one without an event has failed."""
    await conn.execute(
        CREATE_OCCURRENCES,
        tenant.chain_id,
        tenant.location_id,
        [each.series_id for each in planned],
        [each.day for each in planned],
        [each.starts_at for each in planned],
        event_ids,
    )


UPDATE_OCCURRENCES: LiteralString = """
    UPDATE event_occurrences o SET planned_at = given.planned_at, event_id = given.event_id,
        is_failed = given.is_failed, changed_at = now()
    FROM unnest($3::bigint[], $4::timestamptz[], $5::bigint[], $6::boolean[])
        AS given (id, planned_at, event_id, is_failed)
    WHERE o.chain_id = $1 AND o.location_id = $2 AND o.id = given.id
"""


async def update_occurrences(conn: Connection, tenant: Tenant, states: Sequence[OccurrenceState]) -> None:
    """Write what has become of occurrences of a locked series."""
    await conn.execute(
        UPDATE_OCCURRENCES,
        tenant.chain_id,
        tenant.location_id,
        [each.id for each in states],
        [each.planned_at for each in states],
        [each.event_id for each in states],
        [each.is_failed for each in states],
    )


SOFT_DELETE_OCCURRENCES: LiteralString = """
    UPDATE event_occurrences SET deleted_at = now(), changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = ANY ($3::bigint[])
"""


async def soft_delete_occurrences(conn: Connection, tenant: Tenant, occurrence_ids: Collection[int]) -> None:
    """Mark occurrences as deleted: their events, if there are any, belong to no schedule then."""
    await conn.execute(SOFT_DELETE_OCCURRENCES, tenant.chain_id, tenant.location_id, [*occurrence_ids])

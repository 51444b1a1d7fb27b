"""Statements that write events."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

_ENCODER = msgspec.json.Encoder()

# The columns of `EventFields`.
COLUMNS: LiteralString = """
    service_id, team_member_id, day, starts_at, duration, technical_break, capacity, resource_instance_ids, tag_ids,
    comment, color, instructions, stream_link
"""
# Events are locked before anything else that is locked with them: their bookings, and the days of their members.
LOCK_EVENTS: LiteralString = f"""
    SELECT {COLUMNS}, id, taken_seats, revision FROM events a
    WHERE {IS_VISIBLE} AND a.id = ANY ($6::bigint[]) AND a.deleted_at IS NULL ORDER BY a.id FOR NO KEY UPDATE
"""


async def lock_events(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> list[LockedEvent]:
    """Lock and return those of these events that the user may see and that aren't deleted, by id."""
    rows = await conn.fetch(LOCK_EVENTS, *AppointmentScope.of(tenant).args, [*event_ids])
    return to_structs(LockedEvent, rows)


COPY_EVENT: LiteralString = f"""
    INSERT INTO events (chain_id, location_id, created_user_id, {COLUMNS})
    SELECT e.chain_id, e.location_id, $3, e.service_id, e.team_member_id, copy.day, copy.starts_at, e.duration,
           e.technical_break, e.capacity, e.resource_instance_ids, e.tag_ids, e.comment, e.color, e.instructions,
           e.stream_link
    FROM events e CROSS JOIN unnest($5::date[], $6::timestamptz[]) WITH ORDINALITY AS copy (day, starts_at, number)
    WHERE e.chain_id = $1 AND e.location_id = $2 AND e.id = $4 ORDER BY copy.number RETURNING id
"""


async def copy_event(conn: Connection, tenant: Tenant, event_id: int, copies: Sequence[EventFields]) -> list[int]:
    """Create copies of a locked event that differ in day and start, and return their ids."""
    days, starts = [copy.day for copy in copies], [copy.starts_at for copy in copies]
    place = (tenant.chain_id, tenant.location_id, tenant.user_id or None)
    return [row["id"] for row in await conn.fetch(COPY_EVENT, *place, event_id, days, starts)]


_GIVEN: LiteralString = """
    jsonb_to_recordset($3::jsonb) AS given (
        id bigint, place integer, service_id bigint, team_member_id bigint, day date, starts_at timestamptz,
        duration integer, technical_break integer, capacity integer, resource_instance_ids bigint[], tag_ids bigint[],
        comment text, color text, instructions text, stream_link text)
"""
CREATE_EVENTS: LiteralString = f"""
    INSERT INTO events (chain_id, location_id, created_user_id, {COLUMNS})
    SELECT $1, $2, $4, {COLUMNS} FROM {_GIVEN} ORDER BY place RETURNING id
"""


async def create_events(conn: Connection, tenant: Tenant, events: Sequence[EventFields]) -> list[int]:
    """Create events and return their ids in order."""
    rows = [{"place": place, **_named(fields)} for place, fields in enumerate(events)]
    place = (tenant.chain_id, tenant.location_id)
    return [
        row["id"]
        for row in await conn.fetch(CREATE_EVENTS, *place, _ENCODER.encode(rows).decode(), tenant.user_id or None)
    ]


UPDATE_EVENTS: LiteralString = f"""
    UPDATE events e SET service_id = given.service_id, team_member_id = given.team_member_id, day = given.day,
        starts_at = given.starts_at, duration = given.duration, technical_break = given.technical_break,
        capacity = given.capacity, resource_instance_ids = given.resource_instance_ids, tag_ids = given.tag_ids,
        comment = given.comment, color = given.color, instructions = given.instructions,
        stream_link = given.stream_link, revision = e.revision + 1, changed_at = now()
    FROM {_GIVEN}
    WHERE e.chain_id = $1 AND e.location_id = $2 AND e.id = given.id
"""


async def update_events(conn: Connection, tenant: Tenant, events: Mapping[int, EventFields]) -> None:
    """Write the fields of locked events, by their ids, as given."""
    rows = [{"id": event_id, **_named(fields)} for event_id, fields in events.items()]
    await conn.execute(UPDATE_EVENTS, tenant.chain_id, tenant.location_id, _ENCODER.encode(rows).decode())


SOFT_DELETE_EVENTS: LiteralString = """
    UPDATE events SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND id = ANY ($3::bigint[])
"""


async def soft_delete_events(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> None:
    """Mark locked events as deleted."""
    await conn.execute(SOFT_DELETE_EVENTS, tenant.chain_id, tenant.location_id, [*event_ids])


def _named(fields: EventFields) -> dict[str, Any]:
    return {name: getattr(fields, name) for name in EventFields.__struct_fields__}

"""Statements on the seats of group events, and on all their bookings."""

from collections.abc import Collection
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.bookings import LockedBooking, LockedSeats
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# Before anything else that is locked with them, in the order of ids.
LOCK_SEATS: LiteralString = f"""
    SELECT a.id AS event_id, a.service_id, a.team_member_id, a.starts_at, a.duration, a.technical_break,
           a.capacity - a.taken_seats AS free, l.max_event_seats AS most
    FROM events a JOIN locations l ON l.chain_id = $1 AND l.id = $2
    WHERE {IS_VISIBLE} AND a.id = ANY ($6::bigint[]) AND a.deleted_at IS NULL ORDER BY a.id FOR NO KEY UPDATE OF a
"""


async def lock_seats(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> dict[int, LockedSeats]:
    """Lock those of these events that the user may see and that aren't deleted, and return their seats by id."""
    rows = await conn.fetch(LOCK_SEATS, *AppointmentScope.of(tenant).args, [*event_ids])
    return {seats.event_id: seats for seats in to_structs(LockedSeats, rows)}


_BOOKINGS: LiteralString = (
    "a.chain_id = $1 AND a.location_id = $2 AND a.event_id = ANY ($3::bigint[]) AND a.deleted_at IS NULL"
)
LOCK_BOOKINGS: LiteralString = f"""
    SELECT a.id, a.event_id, a.client_id, a.attendance FROM appointments a WHERE {_BOOKINGS}
    ORDER BY a.id FOR NO KEY UPDATE
"""


async def lock_bookings(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> list[LockedBooking]:
    """Lock and return the bookings of locked events, by id."""
    rows = await conn.fetch(LOCK_BOOKINGS, tenant.chain_id, tenant.location_id, [*event_ids])
    return to_structs(LockedBooking, rows)


# As `queries.grouping.LOCK_GROUPING` does for one.
LOCK_GROUPINGS: LiteralString = """
    SELECT pg_advisory_xact_lock(hashtextextended('visits of client', client_id))
    FROM (SELECT DISTINCT client_id FROM unnest($1::bigint[]) AS client_id ORDER BY client_id) AS ordered
"""


async def lock_groupings(conn: Connection, client_ids: Collection[int]) -> None:
    """Wait until no other transaction looks for visits of these clients."""
    await conn.execute(LOCK_GROUPINGS, [*client_ids])


MOVE_BOOKINGS: LiteralString = f"""
    UPDATE appointments a SET team_member_id = e.team_member_id, day = e.day, starts_at = e.starts_at,
        duration = e.duration, technical_break = e.technical_break, revision = a.revision + 1, changed_at = now()
    FROM events e WHERE e.chain_id = $1 AND e.id = a.event_id AND {_BOOKINGS}
"""


async def move_bookings(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> None:
    """Give the bookings of locked events their members and their times."""
    await conn.execute(MOVE_BOOKINGS, tenant.chain_id, tenant.location_id, [*event_ids])


# Each client's open visit of the day, or a new one, as `queries.grouping.OPEN_VISIT` finds it. A booking without a
# client is a visit of its own, which gets the day.
REGROUP_BOOKINGS: LiteralString = f"""
    WITH moved AS MATERIALIZED (
        SELECT a.id, a.client_id, a.visit_id, e.day
        FROM appointments a JOIN events e ON e.chain_id = $1 AND e.id = a.event_id WHERE {_BOOKINGS}
    ), open AS MATERIALIZED (
        SELECT v.id, v.client_id, v.day FROM visits v
        WHERE v.chain_id = $1 AND v.location_id = $2 AND v.client_id IN (SELECT client_id FROM moved)
          AND (v.client_id, v.day) IN (SELECT client_id, day FROM moved)
          AND coalesce((
              SELECT bool_or(o.attendance <> 'arrived') FROM appointments o
              WHERE o.chain_id = $1 AND o.visit_id = v.id AND o.deleted_at IS NULL), true)
        ORDER BY v.id FOR NO KEY UPDATE
    ), made AS (
        INSERT INTO visits (chain_id, location_id, client_id, day)
        SELECT DISTINCT $1, $2, m.client_id, m.day FROM moved m
        WHERE m.client_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM open o WHERE o.client_id = m.client_id AND o.day = m.day)
        RETURNING id, client_id, day
    ), carried AS (
        UPDATE visits v SET day = m.day FROM moved m
        WHERE v.chain_id = $1 AND v.id = m.visit_id AND m.client_id IS NULL
    )
    UPDATE appointments a SET visit_id = found.id
    FROM moved m
    JOIN (SELECT client_id, day, min(id) AS id FROM (SELECT * FROM open UNION ALL SELECT * FROM made) AS visit
          GROUP BY client_id, day) AS found ON found.client_id = m.client_id AND found.day = m.day
    WHERE {_BOOKINGS} AND a.id = m.id
"""


async def regroup_bookings(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> None:
    """Put the bookings of events that have moved to other days into visits of these days.

    The grouping of the clients' appointments must be locked.
    """
    await conn.execute(REGROUP_BOOKINGS, tenant.chain_id, tenant.location_id, [*event_ids])


SOFT_DELETE_BOOKINGS: LiteralString = f"""
    UPDATE appointments a SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE {_BOOKINGS}
"""


async def soft_delete_bookings(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> None:
    """Mark the bookings of locked events as deleted."""
    await conn.execute(SOFT_DELETE_BOOKINGS, tenant.chain_id, tenant.location_id, [*event_ids])

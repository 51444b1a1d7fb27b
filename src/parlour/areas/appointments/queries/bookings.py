"""Statements on the seats of a group event, and on all its bookings."""

from collections.abc import Collection
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.bookings import BookedTime, LockedBooking, LockedSeats
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


_BOOKINGS: LiteralString = "a.chain_id = $1 AND a.location_id = $2 AND a.event_id = $3 AND a.deleted_at IS NULL"
LOCK_BOOKINGS: LiteralString = f"""
    SELECT a.id, a.client_id, a.attendance FROM appointments a WHERE {_BOOKINGS} ORDER BY a.id FOR NO KEY UPDATE
"""


async def lock_bookings(conn: Connection, tenant: Tenant, event_id: int) -> list[LockedBooking]:
    """Lock and return the bookings of a locked event, by id."""
    rows = await conn.fetch(LOCK_BOOKINGS, tenant.chain_id, tenant.location_id, event_id)
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
    UPDATE appointments a SET team_member_id = $4, day = $5, starts_at = $6, duration = $7, technical_break = $8,
        revision = revision + 1, changed_at = now()
    WHERE {_BOOKINGS}
"""


async def move_bookings(conn: Connection, tenant: Tenant, event_id: int, to: BookedTime) -> None:
    """Give the bookings of a locked event its member and its time."""
    time = (to.team_member_id, to.day, to.starts_at, to.duration, to.technical_break)
    await conn.execute(MOVE_BOOKINGS, tenant.chain_id, tenant.location_id, event_id, *time)


# Each client's open visit of the day, or a new one, as `queries.grouping.OPEN_VISIT` finds it. A booking without a
# client is a visit of its own, which gets the day.
REGROUP_BOOKINGS: LiteralString = f"""
    WITH moved AS MATERIALIZED (
        SELECT a.id, a.client_id, a.visit_id FROM appointments a WHERE {_BOOKINGS}
    ), open AS MATERIALIZED (
        SELECT v.id, v.client_id FROM visits v
        WHERE v.chain_id = $1 AND v.location_id = $2 AND v.client_id IN (SELECT client_id FROM moved)
          AND v.day = (SELECT day FROM events WHERE chain_id = $1 AND id = $3)
          AND coalesce((
              SELECT bool_or(o.attendance <> 'arrived') FROM appointments o
              WHERE o.chain_id = $1 AND o.visit_id = v.id AND o.deleted_at IS NULL), true)
        ORDER BY v.id FOR NO KEY UPDATE
    ), made AS (
        INSERT INTO visits (chain_id, location_id, client_id, day)
        SELECT DISTINCT $1, $2, m.client_id, e.day
        FROM moved m JOIN events e ON e.chain_id = $1 AND e.id = $3
        WHERE m.client_id IS NOT NULL AND NOT EXISTS (SELECT FROM open o WHERE o.client_id = m.client_id)
        RETURNING id, client_id
    ), carried AS (
        UPDATE visits v SET day = e.day FROM moved m, events e
        WHERE v.chain_id = $1 AND v.id = m.visit_id AND m.client_id IS NULL AND e.chain_id = $1 AND e.id = $3
    )
    UPDATE appointments a SET visit_id = found.id
    FROM (SELECT client_id, min(id) AS id FROM (SELECT * FROM open UNION ALL SELECT * FROM made) AS visit
          GROUP BY client_id) AS found
    WHERE {_BOOKINGS} AND a.client_id = found.client_id
"""


async def regroup_bookings(conn: Connection, tenant: Tenant, event_id: int) -> None:
    """Put the bookings of an event that has moved to another day into visits of that day.

    The grouping of the clients' appointments must be locked.
    """
    await conn.execute(REGROUP_BOOKINGS, tenant.chain_id, tenant.location_id, event_id)


SOFT_DELETE_BOOKINGS: LiteralString = f"""
    UPDATE appointments a SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE {_BOOKINGS}
"""


async def soft_delete_bookings(conn: Connection, tenant: Tenant, event_id: int) -> None:
    """Mark the bookings of a locked event as deleted."""
    await conn.execute(SOFT_DELETE_BOOKINGS, tenant.chain_id, tenant.location_id, event_id)

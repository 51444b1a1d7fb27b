"""Whether the taken seats of events are those of their bookings, across chains, for the operator."""

from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class SeatDifference(msgspec.Struct, frozen=True):
    """An event whose taken seats are others than its bookings have."""

    event_id: int
    chain_id: int
    location_id: int
    capacity: int
    kept: int
    booked: int


# The events that may be changed are locked before they are compared.
BLOCK_WRITERS: LiteralString = "LOCK TABLE events, appointments IN SHARE ROW EXCLUSIVE MODE"
LIST_DIFFERENCES: LiteralString = """
    SELECT e.id AS event_id, e.chain_id, e.location_id, e.capacity, e.taken_seats AS kept, booked.seats AS booked
    FROM events e
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(a.seat_count), 0)::integer AS seats FROM appointments a
        WHERE a.chain_id = e.chain_id AND a.event_id = e.id AND a.deleted_at IS NULL) AS booked
    WHERE ($1::bigint IS NULL OR e.chain_id = $1) AND e.taken_seats <> booked.seats
    ORDER BY e.chain_id, e.id
"""
KEEP_SEATS: LiteralString = """
    SELECT keep_taken_seats(chain_id, array_agg(event_id))
    FROM unnest($1::bigint[], $2::bigint[]) AS differing (chain_id, event_id) GROUP BY chain_id
"""


async def list_differences(conn: Connection, chain_id: int | None) -> list[SeatDifference]:
    """List the events of one chain, or of all, whose taken seats differ from those of their bookings."""
    return to_structs(SeatDifference, await conn.fetch(LIST_DIFFERENCES, chain_id))


async def repair(conn: Connection, chain_id: int | None) -> list[SeatDifference]:
    """Recompute the taken seats that differ, and return what differed. Nothing can be booked meanwhile.

    An event with more bookings than seats is left as it is: that is for people to decide.
    """
    await conn.execute(BLOCK_WRITERS)
    found = [each for each in await list_differences(conn, chain_id) if each.booked <= each.capacity]
    await conn.execute(KEEP_SEATS, [each.chain_id for each in found], [each.event_id for each in found])
    return found

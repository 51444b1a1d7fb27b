"""Statements that book clients into many events at once, and delete many bookings."""

import contextlib
from collections.abc import AsyncGenerator, Collection, Sequence
from typing import Literal, LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.bookings import LockedBooking
from parlour.areas.appointments.model.many_bookings import SeatWish
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

REMINDERS_ONLY: LiteralString = "SELECT set_config('parlour.messages', 'reminders', true)"
ALL_MESSAGES: LiteralString = "SELECT set_config('parlour.messages', '', true)"


@contextlib.asynccontextmanager
async def with_reminders_only(conn: Connection) -> AsyncGenerator[None]:
    """Let what is written inside send no messages but reminders: a client would get one for each booking."""
    await conn.execute(REMINDERS_ONLY)
    yield
    await conn.execute(ALL_MESSAGES)


REPORT_BOOKINGS: LiteralString = "SELECT report_bookings($1, $2, $3, $4)"


async def report_bookings(
    conn: Connection, tenant: Tenant, occasion: Literal["changed", "cancelled"], appointment_ids: Collection[int]
) -> None:
    """Enter one message to each client and channel about bookings that were moved or deleted with their events."""
    await conn.execute(REPORT_BOOKINGS, tenant.chain_id, tenant.location_id, occasion, [*appointment_ids])


LOCK_CARDS: LiteralString = """
    SELECT c.id FROM clients c
    WHERE c.chain_id = $1 AND c.location_id = $2 AND c.id = ANY ($3::bigint[]) AND c.deleted_at IS NULL
    ORDER BY c.id FOR SHARE
"""


async def lock_cards(conn: Connection, tenant: Tenant, client_ids: Collection[int]) -> set[int]:
    """Keep cards from being deleted, and return those that aren't."""
    return {row["id"] for row in await conn.fetch(LOCK_CARDS, tenant.chain_id, tenant.location_id, [*client_ids])}


# Visits as `queries.bookings.REGROUP_BOOKINGS` finds them; the line has the price of the price list.
BOOK_EACH: LiteralString = """
    WITH wanted AS MATERIALIZED (
        SELECT w.client_id, w.seat_count, w.link_hash, e.id AS event_id, e.team_member_id, e.service_id, e.day,
               e.starts_at, e.duration, e.technical_break
        FROM unnest($3::bigint[], $4::bigint[], $5::integer[], $6::text[])
            AS w (event_id, client_id, seat_count, link_hash)
        JOIN events e ON e.chain_id = $1 AND e.location_id = $2 AND e.id = w.event_id
    ), open AS MATERIALIZED (
        SELECT v.id, v.client_id, v.day FROM visits v
        WHERE v.chain_id = $1 AND v.location_id = $2 AND v.client_id = ANY ($4)
          AND (v.client_id, v.day) IN (SELECT client_id, day FROM wanted)
          AND coalesce((
              SELECT bool_or(o.attendance <> 'arrived') FROM appointments o
              WHERE o.chain_id = $1 AND o.visit_id = v.id AND o.deleted_at IS NULL), true)
        ORDER BY v.id FOR NO KEY UPDATE
    ), made AS (
        INSERT INTO visits (chain_id, location_id, client_id, day)
        SELECT DISTINCT $1, $2, w.client_id, w.day FROM wanted w
        WHERE NOT EXISTS (SELECT FROM open o WHERE o.client_id = w.client_id AND o.day = w.day)
        RETURNING id, client_id, day
    ), visit AS MATERIALIZED (
        SELECT client_id, day, min(id) AS id FROM (SELECT * FROM open UNION ALL SELECT * FROM made) AS found
        GROUP BY client_id, day
    ), created AS (
        INSERT INTO appointments (
            chain_id, location_id, visit_id, team_member_id, client_id, event_id, seat_count, day, starts_at, duration,
            technical_break, link_hash, created_user_id)
        SELECT $1, $2, v.id, w.team_member_id, w.client_id, w.event_id, w.seat_count, w.day, w.starts_at, w.duration,
               w.technical_break, w.link_hash, $7
        FROM wanted w JOIN visit v ON v.client_id = w.client_id AND v.day = w.day
        ORDER BY w.starts_at, w.event_id, w.client_id
        RETURNING id, event_id, client_id
    ), lines AS (
        INSERT INTO appointment_services (
            chain_id, location_id, appointment_id, position, service_id, title, duration, amount, unit_price, discount,
            price)
        SELECT $1, $2, c.id, 0, s.id, s.title, coalesce(k.duration, w.duration - w.technical_break), 1,
               coalesce(k.price_min, s.price_min), 0, coalesce(k.price_min, s.price_min)
        FROM created c
        JOIN wanted w ON w.event_id = c.event_id AND w.client_id = c.client_id
        JOIN services s ON s.chain_id = $1 AND s.id = w.service_id
        LEFT JOIN service_team_members k
            ON k.chain_id = $1 AND k.location_id = $2 AND k.service_id = s.id AND k.team_member_id = w.team_member_id
    )
    SELECT id, event_id, client_id FROM created
"""


async def book_each(
    conn: Connection, tenant: Tenant, wishes: Sequence[SeatWish], hashes: Sequence[str]
) -> dict[tuple[int, int], int]:
    """Make bookings of locked events, each of a client once, and return their ids by event and client.

    The grouping of the clients' appointments must be locked.
    """
    rows = await conn.fetch(
        BOOK_EACH,
        tenant.chain_id,
        tenant.location_id,
        [each.event_id for each in wishes],
        [each.client_id for each in wishes],
        [each.seat_count for each in wishes],
        hashes,
        tenant.user_id or None,
    )
    return {(row["event_id"], row["client_id"]): row["id"] for row in rows}


LOCK_EACH: LiteralString = """
    SELECT a.id, a.event_id, a.client_id, a.attendance FROM appointments a
    WHERE a.chain_id = $1 AND a.location_id = $2 AND a.id = ANY ($3::bigint[]) AND a.event_id IS NOT NULL
      AND a.deleted_at IS NULL
    ORDER BY a.id FOR NO KEY UPDATE
"""


async def lock_each(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> list[LockedBooking]:
    """Lock and return bookings of locked events, by id."""
    found = await conn.fetch(LOCK_EACH, tenant.chain_id, tenant.location_id, [*appointment_ids])
    return to_structs(LockedBooking, found)


SOFT_DELETE_EACH: LiteralString = """
    UPDATE appointments SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND id = ANY ($3::bigint[])
"""


async def soft_delete_each(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> None:
    """Mark locked bookings as deleted."""
    await conn.execute(SOFT_DELETE_EACH, tenant.chain_id, tenant.location_id, [*appointment_ids])

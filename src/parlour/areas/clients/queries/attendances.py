"""Statements on how often clients came."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.attendances import AttendanceFigures, FirstVisit
from parlour.areas.clients.queries.visible import IS_OR_WAS_VISIBLE, IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

# Of a card `f`: how often the client missed an appointment, and the last one that the client came to.
_MISSED_AND_CAME: LiteralString = """
    CROSS JOIN LATERAL (
        SELECT count(*) AS count FROM appointments a
        WHERE a.chain_id = $1 AND a.client_id = f.id AND a.attendance = 'no_show' AND a.deleted_at IS NULL
    ) AS missed
    LEFT JOIN LATERAL (
        SELECT a.starts_at FROM appointments a
        WHERE a.chain_id = $1 AND a.client_id = f.id AND a.attendance = 'arrived' AND a.deleted_at IS NULL
        ORDER BY a.day DESC, a.starts_at DESC, a.id DESC LIMIT 1
    ) AS came ON true
"""
IN_LOCATION: LiteralString = f"""
    SELECT f.visit_count, missed.count AS missed_count, f.balance, f.sold_amount, f.paid_amount,
           came.starts_at AS last_came_at
    FROM (SELECT * FROM clients c WHERE {IS_OR_WAS_VISIBLE} AND c.id = $4) AS f {_MISSED_AND_CAME}
"""


async def figures_in_location(conn: Connection, tenant: Tenant, client_id: int) -> AttendanceFigures | None:
    """Return the figures of a card of the location, also of a deleted one; None if the user doesn't see it."""
    return to_struct_or_none(AttendanceFigures, await conn.fetchrow(IN_LOCATION, *visible_to(tenant), client_id))


# The card itself, and those that have its phone number in other locations now. Amounts of another currency can't be
# added.
IN_CHAIN: LiteralString = f"""
    WITH card AS MATERIALIZED (
        SELECT c.id, c.phone FROM clients c WHERE {IS_OR_WAS_VISIBLE} AND c.id = $4
    ), cards AS MATERIALIZED (
        SELECT id FROM card
        UNION
        SELECT c.id FROM card JOIN clients c
            ON c.chain_id = $1 AND c.phone = card.phone AND c.phone <> '' AND c.deleted_at IS NULL
    )
    SELECT sum(f.visit_count)::integer AS visit_count, sum(missed.count)::integer AS missed_count,
           coalesce(sum(f.balance) FILTER (WHERE place.currency = $5), 0) AS balance,
           coalesce(sum(f.sold_amount) FILTER (WHERE place.currency = $5), 0) AS sold_amount,
           coalesce(sum(f.paid_amount) FILTER (WHERE place.currency = $5), 0) AS paid_amount,
           max(came.starts_at) AS last_came_at
    FROM cards
    CROSS JOIN LATERAL (SELECT * FROM clients WHERE chain_id = $1 AND id = cards.id OFFSET 0) AS f
    JOIN locations place ON place.chain_id = $1 AND place.id = f.location_id
    {_MISSED_AND_CAME}
    HAVING count(*) > 0
"""


async def figures_in_chain(conn: Connection, tenant: Tenant, client_id: int) -> AttendanceFigures | None:
    """Return the figures of all cards of the chain that have a card's phone number; None if the user doesn't see it."""
    row = await conn.fetchrow(IN_CHAIN, *visible_to(tenant), client_id, tenant.currency)
    return to_struct_or_none(AttendanceFigures, row)


FIRST_VISIT: LiteralString = f"""
    SELECT a.visit_id AS id, a.starts_at
    FROM clients c
    JOIN appointments a ON a.chain_id = $1 AND a.client_id = c.id
    WHERE {IS_VISIBLE} AND c.id = $4 AND a.client_id = $4 AND a.attendance = 'arrived' AND a.deleted_at IS NULL
    ORDER BY a.day, a.starts_at, a.id LIMIT 1
"""


async def find_first_visit(conn: Connection, tenant: Tenant, client_id: int) -> FirstVisit | None:
    """Return the first visit that a client came to."""
    return to_struct_or_none(FirstVisit, await conn.fetchrow(FIRST_VISIT, *visible_to(tenant), client_id))

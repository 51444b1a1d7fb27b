"""Statements that find the visit which an appointment belongs to."""

from datetime import date
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

# There is no row yet that two transactions could meet on which open a visit for one client. Taken before days.
LOCK_GROUPING: LiteralString = """
    SELECT pg_advisory_xact_lock(hashtextextended('visits of client', $1::bigint))
"""


async def lock_grouping(conn: Connection, client_id: int) -> None:
    """Wait until no other transaction looks for a visit of the client, so that two of them find the same one."""
    await conn.execute(LOCK_GROUPING, client_id)


class Grouped(msgspec.Struct, frozen=True):
    """The visit of an appointment, and whether the client is there: the card may have been deleted meanwhile."""

    visit_id: int
    has_client: bool


# A visit is open while not all of its appointments have arrived, also when it has none any more. The visit is locked
# before the client, as everywhere.
OPEN_VISIT: LiteralString = """
    WITH open AS MATERIALIZED (
        SELECT v.id FROM visits v
        WHERE v.chain_id = $1 AND v.location_id = $2 AND v.client_id = $3 AND v.day = $4
          AND coalesce((
              SELECT bool_or(a.attendance <> 'arrived') FROM appointments a
              WHERE a.chain_id = $1 AND a.visit_id = v.id AND a.deleted_at IS NULL), true)
        ORDER BY v.id LIMIT 1 FOR NO KEY UPDATE
    ), made AS (
        INSERT INTO visits (chain_id, location_id, client_id, day)
        SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM open)
        RETURNING id
    ), visit AS MATERIALIZED (
        SELECT id FROM open UNION ALL SELECT id FROM made
    ), card AS MATERIALIZED (
        SELECT c.id FROM clients c
        WHERE c.chain_id = $1 AND c.id = $3 AND c.deleted_at IS NULL AND EXISTS (SELECT FROM visit)
        FOR NO KEY UPDATE
    )
    SELECT (SELECT id FROM visit) AS visit_id, EXISTS (SELECT FROM card) AS has_client
"""


async def open_visit(conn: Connection, tenant: Tenant, client_id: int | None, day: date) -> Grouped:
    """Return the open visit of a client on a day, or a new one; without a client always a new one.

    Visit and client are locked. The grouping of the client's appointments must be locked before.
    """
    row = await conn.fetchrow(OPEN_VISIT, tenant.chain_id, tenant.location_id, client_id, day)
    assert row is not None  # noqa: S101 - it has no condition
    return to_struct(Grouped, row)

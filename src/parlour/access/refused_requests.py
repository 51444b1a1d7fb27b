"""Requests that were refused for a missing right, in the audit log: who, which operation, which right. Never values."""

import json
from typing import LiteralString

import msgspec

from parlour.db.actor import Actor
from parlour.db.pool import Connection

# For one user: trying every operation with every right must not fill the disk.
MAX_PER_MINUTE = 30


class RefusedRequest(msgspec.Struct, frozen=True):
    """A request that was refused: in a location or, without one, in a chain."""

    location_id: int | None
    chain_id: int | None
    operation: str
    rights: tuple[str, ...]
    reason: str


# The same refusal at most once a minute, and a limited number for one user, over all workers. A chain without a
# location has no user who could read the line.
RECORD: LiteralString = """
    INSERT INTO audit_log (
        chain_id, location_id, origin, user_id, partner_id, session_id, ip, action, entity, after)
    SELECT place.chain_id, place.location_id, 'api', $3, $4, $5, $6::inet, 'refused', 'operation', $7::jsonb
    FROM (
        SELECT chain_id, CASE WHEN id = $1 THEN id END AS location_id FROM locations
        WHERE id = $1 OR chain_id = $2 LIMIT 1
    ) AS place
    WHERE (
        SELECT count(*) < $8 AND coalesce(bool_and(
            a.location_id IS DISTINCT FROM place.location_id OR a.after <> $7::jsonb), true)
        FROM audit_log a
        WHERE a.chain_id = place.chain_id AND a.user_id = $3 AND a.at > now() - interval '1 minute'
          AND a.action = 'refused')
"""


async def record_refused_request(conn: Connection, actor: Actor, refused: RefusedRequest) -> None:
    """Write a line into the log of the location or chain, unless the same line was written within the last minute."""
    line = {"operation": refused.operation, "rights": refused.rights, "reason": refused.reason}
    await conn.execute(
        RECORD,
        refused.location_id,
        None if refused.location_id else refused.chain_id,
        actor.user_id,
        actor.partner_id,
        actor.session_id,
        actor.ip,
        json.dumps(line),
        MAX_PER_MINUTE,
    )

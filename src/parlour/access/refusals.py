"""Attempts that were refused for a missing right, in the audit log: who, which operation, which right. Never values."""

import json
import time
from typing import LiteralString

import msgspec

from parlour.db.actor import Actor
from parlour.db.pool import Connection

WINDOW_S = 60
# Of one user within the window: whoever tries every operation with every right fills no disk.
MOST_OF_A_USER = 30


class Refusal(msgspec.Struct, frozen=True):
    """An attempt that was refused: in a location or, without one, in a chain."""

    location_id: int | None
    chain_id: int | None
    operation: str
    rights: tuple[str, ...]
    reason: str


class RecentRefusals:
    """What a worker has recorded within the window, so that the same attempt again costs neither a line nor a query."""

    def __init__(self) -> None:
        self._window = -1
        self._of_users: dict[int, set[Refusal]] = {}

    def is_new(self, user_id: int, refusal: Refusal) -> bool:
        """Whether it should be recorded; remembers it."""
        window = int(time.monotonic() // WINDOW_S)
        if window != self._window:
            self._window, self._of_users = window, {}
        known = self._of_users.setdefault(user_id, set())
        if refusal in known or len(known) >= MOST_OF_A_USER:
            return False
        known.add(refusal)
        return True


# Once a minute, whichever worker is asked. A chain without any location has nobody who could read it.
RECORD: LiteralString = """
    INSERT INTO audit_log (
        chain_id, location_id, origin, user_id, partner_id, session_id, ip, action, entity, after)
    SELECT place.chain_id, place.location_id, 'api', $3, $4, $5, $6::inet, 'refused', 'operation', $7::jsonb
    FROM (
        SELECT chain_id, CASE WHEN id = $1 THEN id END AS location_id FROM locations
        WHERE id = $1 OR chain_id = $2 LIMIT 1
    ) AS place
    WHERE NOT EXISTS (
        SELECT FROM audit_log a
        WHERE a.chain_id = place.chain_id AND a.user_id = $3 AND a.at > now() - interval '1 minute'
          AND a.action = 'refused' AND a.location_id IS NOT DISTINCT FROM place.location_id AND a.after = $7::jsonb)
"""


async def record_refusal(conn: Connection, actor: Actor, refusal: Refusal) -> None:
    """Writes a line into the log of the place, by itself: what was refused is rolled back."""
    said = {"operation": refusal.operation, "rights": refusal.rights, "reason": refusal.reason}
    await conn.execute(
        RECORD,
        refusal.location_id,
        None if refusal.location_id else refusal.chain_id,
        actor.user_id,
        actor.partner_id,
        actor.session_id,
        actor.ip,
        json.dumps(said),
    )

"""Responses that are stored for requests with an `Idempotency-Key`, for 24 hours.

A key belongs to one user with one integration. The transaction of the request holds a lock on its key, which ends with
it, also when the process dies; and it stores the response together with its changes, so that there is never one without
the other.
"""

import hashlib
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

SEEN: LiteralString = "interval '24 hours'"
# Each new response deletes this many old ones: the table doesn't grow, and no request deletes all of them.
CLEANED = 4


class Key(msgspec.Struct, frozen=True):
    """The key, with the user and the integration that it belongs to."""

    user_id: int
    partner_id: int
    key: str

    @property
    def lock(self) -> int:
        """Return the number of its lock: 64 bits of a hash."""
        said = f"{self.user_id}/{self.partner_id}/{self.key}".encode()
        return int.from_bytes(hashlib.sha256(said).digest()[:8], signed=True)


class KeptAnswer(msgspec.Struct, frozen=True):
    """A stored response, and the request that it answered."""

    fingerprint: bytes
    status: int
    headers: str
    """A JSON object."""
    body: bytes


FIND_ANSWER: LiteralString = f"""
    SELECT fingerprint, status, headers::text AS headers, body FROM idempotency_keys
    WHERE user_id = $1 AND partner_id = $2 AND key = $3 AND created_at > now() - {SEEN}
"""


async def find_answer(conn: Connection, key: Key) -> KeptAnswer | None:
    """Return the response stored for the key; None if there is none."""
    return to_struct_or_none(KeptAnswer, await conn.fetchrow(FIND_ANSWER, key.user_id, key.partner_id, key.key))


LOCK: LiteralString = "SELECT pg_try_advisory_xact_lock($1)"


async def lock(conn: Connection, key: Key) -> bool:
    """Lock the key until the transaction ends. Return False when another request with the key is in progress."""
    is_free: bool = await conn.fetchval(LOCK, key.lock)
    return is_free


KEEP_ANSWER: LiteralString = f"""
    WITH old AS (
        DELETE FROM idempotency_keys WHERE (user_id, partner_id, key) IN (
            SELECT user_id, partner_id, key FROM idempotency_keys
            WHERE created_at <= now() - {SEEN} AND (user_id, partner_id, key) <> ($1, $2, $3)
            ORDER BY created_at LIMIT {CLEANED} FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO idempotency_keys AS known (user_id, partner_id, key, fingerprint, status, headers, body)
    VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)
    ON CONFLICT (user_id, partner_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
            body = excluded.body, created_at = excluded.created_at
        WHERE known.created_at <= now() - {SEEN}
    RETURNING key
"""


async def keep_answer(conn: Connection, key: Key, answer: KeptAnswer) -> bool:
    """Store the response. Return False if a response has been stored for the key meanwhile."""
    kept = await conn.fetchval(
        KEEP_ANSWER,
        key.user_id,
        key.partner_id,
        key.key,
        answer.fingerprint,
        answer.status,
        answer.headers,
        answer.body,
    )
    return kept is not None

"""Responses that are stored for requests with an `Idempotency-Key`, for 24 hours.

A key belongs to one user with one integration, or to an integration alone. The transaction of the request holds a lock
on its key, which ends with it, also when the process dies; and it stores the response together with its changes, so
that there is never one without the other.
"""

import hashlib
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

RETENTION: LiteralString = "interval '24 hours'"
# Each new response deletes this many old ones: the table doesn't grow, and no request deletes all of them.
DELETED_AT_ONCE = 4


class Key(msgspec.Struct, frozen=True):
    """The key, with the user (0 for none) and the integration that it belongs to."""

    user_id: int
    partner_id: int
    key: str

    @property
    def lock_id(self) -> int:
        """Return the number of its lock: 64 bits of a hash."""
        owner_and_key = f"{self.user_id}/{self.partner_id}/{self.key}".encode()
        return int.from_bytes(hashlib.sha256(owner_and_key).digest()[:8], signed=True)


class StoredAnswer(msgspec.Struct, frozen=True):
    """A stored response, and the request that it answered."""

    fingerprint: bytes
    status: int
    headers: str
    """A JSON object."""
    body: bytes


FIND_ANSWER: LiteralString = f"""
    SELECT fingerprint, status, headers::text AS headers, body FROM idempotency_keys
    WHERE user_id = $1 AND partner_id = $2 AND key = $3 AND created_at > now() - {RETENTION}
"""


async def find_answer(conn: Connection, key: Key) -> StoredAnswer | None:
    """Return the response stored for the key; None if there is none."""
    return to_struct_or_none(StoredAnswer, await conn.fetchrow(FIND_ANSWER, key.user_id, key.partner_id, key.key))


LOCK: LiteralString = "SELECT pg_try_advisory_xact_lock($1)"


async def lock(conn: Connection, key: Key) -> bool:
    """Lock the key until the transaction ends. Return False when another request with the key is in progress."""
    is_locked: bool = await conn.fetchval(LOCK, key.lock_id)
    return is_locked


STORE_ANSWER: LiteralString = f"""
    WITH old AS (
        DELETE FROM idempotency_keys WHERE (user_id, partner_id, key) IN (
            SELECT user_id, partner_id, key FROM idempotency_keys
            WHERE created_at <= now() - {RETENTION} AND (user_id, partner_id, key) <> ($1, $2, $3)
            ORDER BY created_at LIMIT {DELETED_AT_ONCE} FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO idempotency_keys AS existing (user_id, partner_id, key, fingerprint, status, headers, body)
    VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)
    ON CONFLICT (user_id, partner_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
            body = excluded.body, created_at = excluded.created_at
        WHERE existing.created_at <= now() - {RETENTION}
    RETURNING key
"""


async def store_answer(conn: Connection, key: Key, answer: StoredAnswer) -> bool:
    """Store the response. Return False if a response has been stored for the key meanwhile."""
    stored = await conn.fetchval(
        STORE_ANSWER,
        key.user_id,
        key.partner_id,
        key.key,
        answer.fingerprint,
        answer.status,
        answer.headers,
        answer.body,
    )
    return stored is not None

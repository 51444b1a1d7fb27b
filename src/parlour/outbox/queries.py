"""Statements of the workers. Entries are delivered by the server for all chains."""

from collections.abc import Sequence
from datetime import timedelta
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.outbox.entries import LEASE, RETENTION, NewEntry, TakenEntry

# How many entries that are due are examined at once. Those behind others are marked, so each is examined once or twice.
WINDOW = 100
# How many old entries are deleted by one statement.
BATCH = 1000

ADD_ENTRIES: LiteralString = """
    INSERT INTO outbox (kind, subject, payload, chain_id, is_secret)
    SELECT kind, subject, payload::jsonb, chain_id, is_secret
    FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::boolean[]) WITH ORDINALITY
        AS new (kind, subject, payload, chain_id, is_secret, place)
    ORDER BY place
"""


async def add_entries(conn: Connection, new: Sequence[NewEntry]) -> None:
    """Store entries, which are delivered once the transaction has committed."""
    await conn.execute(
        ADD_ENTRIES,
        [entry.kind for entry in new],
        [entry.subject for entry in new],
        [msgspec.json.encode(entry.payload).decode() for entry in new],
        [entry.chain_id for entry in new],
        [entry.is_secret for entry in new],
    )


# `behind` may hold an entry back only while it locks the one that it waits for: the end of that one, which releases the
# next, then comes after the mark. Where the lock is taken, the entry is left as it is and examined again.
TAKE_ENTRIES: LiteralString = f"""
    WITH due AS MATERIALIZED (
        SELECT entry.id, entry.subject, entry.next_attempt_at AS due_at, entry.attempts = 0 AND (
                EXISTS (SELECT FROM outbox AS earlier
                        WHERE earlier.subject = entry.subject AND earlier.id < entry.id
                          AND earlier.done_at IS NULL AND earlier.given_up_at IS NULL)
                OR EXISTS (SELECT FROM outbox AS started
                           WHERE started.subject = entry.subject AND started.attempts > 0
                             AND started.done_at IS NULL AND started.given_up_at IS NULL)) AS is_behind
        FROM outbox AS entry
        WHERE entry.kind = $1 AND entry.next_attempt_at <= now()
        ORDER BY entry.next_attempt_at, entry.id LIMIT {WINDOW}
    ), behind AS (
        SELECT entry.id FROM due JOIN outbox AS entry ON entry.id = due.id
        CROSS JOIN LATERAL (
            SELECT other.id FROM outbox AS other
            WHERE other.subject = due.subject AND (other.id < due.id OR other.attempts > 0) AND other.id <> due.id
              AND other.done_at IS NULL AND other.given_up_at IS NULL
            ORDER BY other.id LIMIT 1 FOR SHARE SKIP LOCKED) AS blocker
        WHERE due.is_behind AND entry.attempts = 0 AND entry.next_attempt_at <= now()
        FOR UPDATE OF entry SKIP LOCKED
    ), first AS (
        SELECT entry.id FROM due JOIN outbox AS entry ON entry.id = due.id
        WHERE NOT due.is_behind AND entry.next_attempt_at <= now()
        ORDER BY due.due_at, due.id LIMIT $2 FOR UPDATE OF entry SKIP LOCKED
    )
    UPDATE outbox AS entry SET
        attempts = entry.attempts + CASE WHEN found.is_behind THEN 0 ELSE 1 END,
        next_attempt_at = CASE WHEN NOT found.is_behind THEN now() + $3::interval END,
        taken_at = CASE WHEN NOT found.is_behind THEN now() END
    FROM (SELECT id, true AS is_behind FROM behind UNION ALL SELECT id, false FROM first) AS found
    WHERE entry.id = found.id
    RETURNING entry.id, entry.payload::text AS payload, entry.attempts, found.is_behind AS is_held_back
"""


async def take_entries(conn: Connection, kind: str, limit: int) -> list[TakenEntry]:
    """Take up to `limit` entries that are due and first of their subjects; no other worker takes them before `LEASE`.

    Also hold back entries that were found behind others of their subjects, and return them marked as such: when
    anything is returned, there may be more. Raise `asyncpg.UniqueViolationError` if another worker has started an
    entry of the same subject meanwhile; then nothing was taken, and it can be tried again.
    """
    return to_structs(TakenEntry, await conn.fetch(TAKE_ENTRIES, kind, limit, LEASE))


# A result counts as long as no other worker has taken the entry, after the lease.
_OWN: LiteralString = "id = $1 AND attempts = $2 AND taken_at IS NOT NULL"

NOTE_DONE: LiteralString = f"""
    UPDATE outbox SET done_at = now(), taken_at = NULL, next_attempt_at = NULL, last_error = '',
        payload = CASE WHEN NOT is_secret THEN payload END
    WHERE {_OWN}
"""


async def note_done(conn: Connection, entry: TakenEntry) -> None:
    """Store that it was delivered. The next entry of its subject is free then."""
    await conn.execute(NOTE_DONE, entry.id, entry.attempts)


NOTE_FAILURE: LiteralString = f"""
    UPDATE outbox SET next_attempt_at = now() + $3::interval, taken_at = NULL, last_error = $4 WHERE {_OWN}
"""


async def note_failure(conn: Connection, entry: TakenEntry, pause: timedelta, error: str) -> None:
    """Store that it failed and is tried again after the pause. Later entries of its subject wait for that."""
    await conn.execute(NOTE_FAILURE, entry.id, entry.attempts, pause, error)


GIVE_UP: LiteralString = f"""
    UPDATE outbox SET given_up_at = now(), taken_at = NULL, next_attempt_at = NULL, last_error = $3,
        payload = CASE WHEN NOT is_secret THEN payload END
    WHERE {_OWN}
"""


async def give_up(conn: Connection, entry: TakenEntry, error: str) -> None:
    """Store that it is not tried any more. The next entry of its subject is free then."""
    await conn.execute(GIVE_UP, entry.id, entry.attempts, error)


DELETE_OLD: LiteralString = f"""
    WITH old AS (
        SELECT id FROM outbox
        WHERE (done_at IS NOT NULL OR given_up_at IS NOT NULL) AND coalesce(done_at, given_up_at) < now() - $1::interval
        ORDER BY coalesce(done_at, given_up_at) LIMIT {BATCH} FOR UPDATE SKIP LOCKED
    ), gone AS (DELETE FROM outbox USING old WHERE outbox.id = old.id RETURNING 1)
    SELECT count(*) FROM gone
"""


async def delete_old(conn: Connection) -> bool:
    """Delete a batch of entries that ended longer ago than `RETENTION`. Return whether there may be more."""
    deleted: int = await conn.fetchval(DELETE_OLD, RETENTION)
    return deleted == BATCH

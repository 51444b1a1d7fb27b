"""Statements of the server's operator: what the outbox holds, and trying again."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs
from parlour.errors import Conflict


class Entry(msgspec.Struct, frozen=True):
    """An entry as an operator sees it: without its payload, which may hold a secret."""

    id: int
    kind: str
    subject: str
    chain_id: int | None
    state: str
    """waiting, held back, being delivered, done or given up."""
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    ended_at: datetime | None
    last_error: str


class Retried(msgspec.Struct, frozen=True):
    """How many entries are tried again, and how many can't be because their secret payload was erased."""

    retried: int
    erased: int


_STATE: LiteralString = """
    CASE
        WHEN done_at IS NOT NULL THEN 'done'
        WHEN given_up_at IS NOT NULL THEN 'given up'
        WHEN next_attempt_at IS NULL THEN 'held back'
        WHEN taken_at IS NOT NULL AND next_attempt_at > now() THEN 'being delivered'
        ELSE 'waiting'
    END
"""

LIST_ENTRIES: LiteralString = f"""
    SELECT id, kind, subject, chain_id, {_STATE} AS state, attempts, next_attempt_at, created_at,
           coalesce(done_at, given_up_at) AS ended_at, last_error
    FROM outbox
    WHERE ($1::text IS NULL OR kind = $1)
      AND CASE WHEN $2::boolean IS NULL THEN true
               WHEN $2 THEN given_up_at IS NOT NULL
               ELSE done_at IS NULL AND given_up_at IS NULL END
    ORDER BY id DESC LIMIT $3
"""


async def list_entries(conn: Connection, kind: str | None, is_failed: bool | None, limit: int) -> list[Entry]:
    """List entries, the newest first: those given up (True), those not yet done (False), or all."""
    return to_structs(Entry, await conn.fetch(LIST_ENTRIES, kind, is_failed, limit))


class LockedEntry(msgspec.Struct, frozen=True):
    """What decides whether an entry can be tried again."""

    id: int
    state: str
    is_erased: bool


LOCK_ENTRIES: LiteralString = f"""
    SELECT id, {_STATE} AS state, payload IS NULL AS is_erased FROM outbox
    WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE
"""


async def lock_entries(conn: Connection, ids: Sequence[int]) -> list[LockedEntry]:
    """Lock the entries that exist until the transaction ends, so that no worker takes or ends them meanwhile."""
    return to_structs(LockedEntry, await conn.fetch(LOCK_ENTRIES, ids))


# An entry that waits keeps its attempts: as long as it is started, it is the first of its subject.
RETRY_ENTRIES: LiteralString = """
    WITH retried AS (
        UPDATE outbox SET given_up_at = NULL, taken_at = NULL, next_attempt_at = now(),
            attempts = CASE WHEN given_up_at IS NULL THEN attempts ELSE 0 END
        WHERE id = ANY ($1::bigint[])
    )
    SELECT pg_notify('parlour_outbox', '')
"""


async def retry_entries(conn: Connection, ids: Sequence[int]) -> Retried:
    """Try entries again at once: given-up ones from the start, waiting ones before their pause ends.

    Raise `Conflict` if that isn't possible for one of them; then nothing is changed.
    """
    wanted = sorted(set(ids))
    found = {entry.id: entry for entry in await lock_entries(conn, wanted)}
    if faults := list(_faults(wanted, found)):
        raise Conflict(f"Nothing is tried again. {' '.join(faults)}")
    await conn.execute(RETRY_ENTRIES, wanted)
    return Retried(len(wanted), 0)


def _faults(wanted: Sequence[int], found: dict[int, LockedEntry]) -> Iterator[str]:
    for id_ in wanted:
        entry = found.get(id_)
        if entry is None:
            yield f"Entry {id_} not found."
        elif entry.state in ("done", "being delivered"):
            yield f"Entry {id_} is {entry.state}."
        elif entry.is_erased:
            yield f"Entry {id_} held a secret, which was erased when it was given up."


RETRY_ALL: LiteralString = """
    WITH retried AS (
        UPDATE outbox SET given_up_at = NULL, next_attempt_at = now(), attempts = 0
        WHERE given_up_at IS NOT NULL AND payload IS NOT NULL
        RETURNING 1
    ), notified AS (
        SELECT pg_notify('parlour_outbox', '')
    )
    SELECT (SELECT count(*) FROM retried) AS retried,
           (SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL AND payload IS NULL) AS erased
    FROM notified
"""


async def retry_all(conn: Connection) -> Retried:
    """Try all given-up entries again from the start, as far as their payloads exist."""
    row = await conn.fetchrow(RETRY_ALL)
    assert row is not None  # noqa: S101 - the statement always returns one row
    return to_struct(Retried, row)

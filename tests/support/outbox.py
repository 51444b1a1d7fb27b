"""The outbox in tests: entries that say what they are."""

from typing import Any

import msgspec

from parlour.db.pool import Connection
from parlour.outbox.entries import NewEntry
from parlour.outbox.queries import add_entries, take_entries

KIND = "note"
STATE = """
    SELECT id, subject, attempts, done_at IS NOT NULL AS done, given_up_at IS NOT NULL AS given_up,
           taken_at IS NOT NULL AS taken, payload::text AS payload, last_error, next_attempt_at - now() AS pause
    FROM outbox ORDER BY id
"""


class Note(msgspec.Struct, frozen=True):
    """A payload."""

    text: str


async def add(conn: Connection, *texts: str, **fields: Any) -> None:
    """Add an entry for each text, of the subject before its colon: `a:1` is the first of `a`."""
    await add_entries(
        conn,
        [
            NewEntry(**{"kind": KIND, "subject": text.partition(":")[0], "payload": Note(text), **fields})
            for text in texts
        ],
    )


async def take(conn: Connection, limit: int = 100) -> list[str]:
    """Take entries as a worker does, and return their texts."""
    while True:
        found = await take_entries(conn, KIND, limit)
        if not found or any(not entry.is_held_back for entry in found):
            return [
                msgspec.json.decode(entry.payload, type=Note).text
                for entry in sorted(found, key=lambda entry: entry.id)
                if not entry.is_held_back
            ]


async def states(conn: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in await conn.fetch(STATE)]


async def make_due(conn: Connection) -> None:
    """As if the pauses, or the leases of workers, were over."""
    await conn.execute("UPDATE outbox SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL")

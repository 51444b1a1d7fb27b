"""The outbox in tests: entries that say what they are, a handler that can be stopped and made to fail, one step."""

import asyncio
from typing import Any

import msgspec

from parlour.db.pool import Connection, Pool, connection
from parlour.outbox.entries import Handler, NewEntry
from parlour.outbox.queries import add_entries, take_entries
from parlour.outbox.workers import Worker

KIND = "note"
STATE = """
    SELECT id, subject, attempts, done_at IS NOT NULL AS done, given_up_at IS NOT NULL AS given_up,
           taken_at IS NOT NULL AS taken, payload::text AS payload, last_error, next_attempt_at - now() AS pause
    FROM outbox ORDER BY id
"""
UNFINISHED = "SELECT count(*) FROM outbox WHERE done_at IS NULL AND given_up_at IS NULL"


class Note(msgspec.Struct, frozen=True):
    """A payload."""

    text: str


class Recorder:
    """A handler that records what it delivers, and in between whatever a test wants."""

    kind = KIND

    def __init__(self) -> None:
        self.delivered: list[str] = []
        self.started: list[str] = []
        self.failures: dict[str, list[Exception]] = {}
        """What deliveries of a text raise, one after the other."""
        self.gates: dict[str, asyncio.Event] = {}
        """A delivery of a text waits until its event is set."""
        self.running = self.most_running = 0

    async def deliver(self, payload: str) -> None:
        text = msgspec.json.decode(payload, type=Note).text
        self.started.append(text)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            if text in self.gates:
                await self.gates[text].wait()
            if self.failures.get(text):
                raise self.failures[text].pop(0)
        finally:
            self.running -= 1
        self.delivered.append(text)


async def add(conn: Connection, *texts: str, **fields: Any) -> None:
    """Add an entry for each text, of the subject before its colon: `a:1` is the first of `a`."""
    await add_entries(
        conn,
        [
            NewEntry(**{"kind": KIND, "subject": text.partition(":")[0], "payload": Note(text), **fields})
            for text in texts
        ],
    )


async def deliver_next(pool: Pool, handler: Handler) -> bool:
    """Take one entry and deliver it. Return False when there was none that can be taken."""
    worker = Worker(pool, handler, concurrency=1)
    while True:
        async with connection(pool) as conn:
            found = await take_entries(conn, handler.kind, 1)
        if taken := [entry for entry in found if not entry.is_held_back]:
            await worker.deliver(taken[0])
            return True
        if not found:
            return False


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


async def until_finished(conn: Connection) -> None:
    """Wait until nothing is left to deliver."""
    async with asyncio.timeout(60):
        while await conn.fetchval(UNFINISHED):  # noqa: ASYNC110 - a database can't set an event
            await asyncio.sleep(0.01)

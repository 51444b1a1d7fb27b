"""What the database itself does for the order of a subject, and what it announces.

By `release_outbox_subject`, which `outbox_release` and `outbox_release_deleted` call, by `announce_outbox`, and by the
index `outbox_started_idx`.
"""

import asyncio
import contextlib

import asyncpg
import pytest

from parlour.db.pool import Connection

CHANNEL, MARK = "parlour_outbox", "mark"
DONE = "done_at = now(), taken_at = NULL, next_attempt_at = NULL"
GIVEN_UP = "given_up_at = now(), next_attempt_at = NULL"
# Of subject a the first open entry is being delivered, of b it waits for its time; c and d have none that is free.
STATES = {
    1: ("a", "done"), 2: ("a", "given up"), 3: ("a", "started"), 4: ("a", "held"), 5: ("a", "done"), 6: ("a", "held"),
    7: ("b", "waiting"), 8: ("b", "held"),
    9: ("c", "done"), 10: ("c", "held"),
    11: ("d", "given up"), 12: ("d", "held"),
}  # fmt: skip
ADD = """
    INSERT INTO outbox (id, kind, subject, payload, attempts, taken_at, next_attempt_at, done_at, given_up_at)
    OVERRIDING SYSTEM VALUE
    SELECT id, 'test', subject, '{}', CASE WHEN state IN ('waiting', 'held') THEN 0 ELSE 1 END,
           CASE WHEN state = 'started' THEN now() END,
           CASE WHEN state IN ('waiting', 'started') THEN now() + interval '1 h' END,
           CASE WHEN state = 'done' THEN now() END, CASE WHEN state = 'given up' THEN now() END
    FROM unnest($1::bigint[], $2::text[], $3::text[]) AS given (id, subject, state)
"""
# What each statement lets be delivered.
RELEASES: dict[str, list[int]] = {
    f"UPDATE outbox SET {DONE} WHERE id = 3": [4],
    f"UPDATE outbox SET {GIVEN_UP}, taken_at = NULL WHERE id = 3": [4],
    f"UPDATE outbox SET {DONE}, subject = 'z' WHERE id = 3": [4],
    "DELETE FROM outbox WHERE id = 3": [4],
    "DELETE FROM outbox WHERE id = 7": [8],
    f"UPDATE outbox SET {DONE} WHERE id IN (3, 7)": [4, 8],
    f"UPDATE outbox SET {DONE} WHERE id IN (3, 4)": [6],
    "DELETE FROM outbox WHERE id IN (3, 7)": [4, 8],
    f"UPDATE outbox SET {DONE} WHERE id = 4": [],
    f"UPDATE outbox SET {GIVEN_UP} WHERE id = 6": [],
    "DELETE FROM outbox WHERE id = 6": [],
    "DELETE FROM outbox WHERE id IN (9, 11)": [],
    "UPDATE outbox SET done_at = now() - interval '1 h' WHERE id = 9": [],
    "UPDATE outbox SET given_up_at = now() - interval '1 h' WHERE id = 11": [],
    "UPDATE outbox SET done_at = NULL, given_up_at = now() WHERE id = 9": [],
    "UPDATE outbox SET given_up_at = NULL, done_at = now() WHERE id = 11": [],
    "UPDATE outbox SET done_at = NULL, given_up_at = NULL, last_error = 'seen' WHERE id IN (10, 12)": [],
    "UPDATE outbox SET attempts = attempts + 1 WHERE id = 3": [],
}
LIST = "SELECT id, next_attempt_at FROM outbox ORDER BY id"
# A second entry beside one of the same subject, or of another one.
PAIRS = {
    ("started", "started", "a"): False,
    ("started", "started", "b"): True,
    ("started", "waiting", "a"): True,
    ("waiting", "waiting", "a"): True,
    ("held", "held", "a"): True,
    ("done", "started", "a"): True,
    ("given up", "started", "a"): True,
    ("done", "done", "a"): True,
    ("given up", "given up", "a"): True,
    ("done", "given up", "a"): True,
}


async def _add(conn: Connection, states: dict[int, tuple[str, str]]) -> None:
    await conn.execute(
        ADD, list(states), [subject for subject, _ in states.values()], [state for _, state in states.values()]
    )


class Ear:
    """Counts what is announced until a mark."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._heard: asyncio.Queue[object] = asyncio.Queue()

    async def open(self) -> "Ear":
        await self._conn.add_listener(CHANNEL, lambda *said: self._heard.put_nowait(said[-1]))
        return self

    async def count(self) -> int:
        await self._conn.execute(f"NOTIFY {CHANNEL}, '{MARK}'")
        heard = []
        async with asyncio.timeout(60):
            while (said := await self._heard.get()) != MARK:
                heard.append(said)
        return len(heard)


@pytest.mark.parametrize("statement", RELEASES)
async def test_the_end_of_an_entry_releases_the_next_and_nothing_else_does(conn: Connection, statement: str) -> None:
    await _add(conn, STATES)
    ear = await Ear(conn).open()
    before = {row["id"]: row["next_attempt_at"] for row in await conn.fetch(LIST)}
    at = await conn.fetchval("SELECT now()")
    await conn.execute(statement)
    after = {row["id"]: row["next_attempt_at"] for row in await conn.fetch(LIST)}
    changed = [id_ for id_, due in after.items() if due is not None and due != before[id_]]
    assert changed == RELEASES[statement]
    until = await conn.fetchval("SELECT now()")
    assert all(at <= after[id_] <= until for id_ in changed)
    assert await ear.count() == bool(changed)


@pytest.mark.parametrize("pair", PAIRS)
async def test_of_a_subject_at_most_one_entry_is_started(conn: Connection, pair: tuple[str, str, str]) -> None:
    first, second, subject = pair
    await _add(conn, {1: ("a", first)})
    is_taken = False
    with contextlib.suppress(asyncpg.UniqueViolationError):
        await _add(conn, {2: (subject, second)})
        is_taken = True
    assert is_taken is PAIRS[pair]


async def test_each_statement_that_adds_entries_is_announced_once(conn: Connection) -> None:
    ear = await Ear(conn).open()
    await _add(conn, STATES)
    assert await ear.count() == 1

"""What a worker remembers of who may do what"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

import pytest

from parlour.access.memory import MAX_ENTRIES, AccessMemory
from parlour.db.pool import Connection

Memory = AccessMemory[str]


@contextlib.asynccontextmanager
async def listening(memory: Memory, database_url: str) -> AsyncIterator[None]:
    """The memory hears of changes in the database for the time of the block."""
    task = asyncio.create_task(memory.listen(database_url))
    try:
        await until(lambda: remembers(memory))
        memory.forget()
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def remembers(memory: Memory) -> bool:
    memory.remember("probe", "", memory.generation)
    return memory.recall("probe") is not None


async def until(holds: Callable[[], bool], within_s: float = 10.0) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


@pytest.fixture
async def memory(database_url: str) -> AsyncIterator[Memory]:
    """One that is listening."""
    listener = Memory(60)
    async with listening(listener, database_url):
        yield listener


def test_nothing_is_remembered_while_changes_cannot_be_heard_of() -> None:
    deaf = Memory(60)
    deaf.remember("key", "value", deaf.generation)
    assert deaf.recall("key") is None


async def test_what_was_remembered_is_recalled_under_its_own_key_only(memory: Memory) -> None:
    memory.remember("key", "value", memory.generation)
    assert memory.recall("key") == "value"
    assert memory.recall("other") is None


async def test_forgetting_forgets_all(memory: Memory) -> None:
    memory.remember("key", "value", memory.generation)
    memory.forget()
    assert memory.recall("key") is None


async def test_a_look_up_begun_before_a_forgetting_is_not_remembered_after_it(memory: Memory) -> None:
    generation = memory.generation
    memory.forget()
    memory.remember("key", "stale", generation)
    assert memory.recall("key") is None


async def test_a_change_of_access_is_heard_and_all_is_forgotten(memory: Memory, conn: Connection) -> None:
    for change in (
        "UPDATE sessions SET revoked_at = now() WHERE id = 1",
        "UPDATE partners SET revoked_at = now()",
        "UPDATE users SET password_hash = 'new' WHERE id = 1",
        "UPDATE users SET is_approved = false WHERE id = 1",
        "UPDATE chain_roles SET role = 'worker'",
        "DELETE FROM location_roles WHERE user_id = 2",
        "INSERT INTO chain_roles (chain_id, user_id, role) VALUES (71, 2, 'owner')",
        "UPDATE locations SET closed_at = now() WHERE id = 1",
    ):
        memory.remember("key", "value", memory.generation)
        generation = memory.generation
        await conn.execute(change)
        await until(lambda: memory.recall("key") is None, within_s=0.5)
        assert memory.generation > generation, change


async def test_what_has_nothing_to_do_with_access_is_not_announced(memory: Memory, conn: Connection) -> None:
    """Using a session must not make every worker forget."""
    memory.remember("key", "value", memory.generation)
    await conn.execute("UPDATE sessions SET last_used_at = now()")
    await conn.execute("UPDATE users SET name = 'renamed'")
    await asyncio.sleep(0.1)
    assert memory.recall("key") == "value"


# Of this test's database alone: other tests listen at the same time.
END_LISTENING = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE 'LISTEN %' AND datname = current_database()
"""


async def test_a_lost_connection_makes_it_forget_and_trust_nothing(memory: Memory, conn: Connection) -> None:
    memory.remember("key", "value", memory.generation)
    await conn.execute(END_LISTENING)
    await until(lambda: memory.recall("key") is None)
    assert not remembers(memory)


async def test_what_is_remembered_grows_old(database_url: str) -> None:
    memory = Memory(0.05)
    async with listening(memory, database_url):
        memory.remember("key", "value", memory.generation)
        assert memory.recall("key") == "value"
        await asyncio.sleep(0.06)
        assert memory.recall("key") is None


async def test_its_size_has_an_end(memory: Memory) -> None:
    for number in range(MAX_ENTRIES + 1):
        memory.remember(number, "value", memory.generation)
    assert memory.recall(MAX_ENTRIES) == "value"
    assert memory.recall(0) is None

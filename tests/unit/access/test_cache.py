"""What a worker stores of who may do what"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

import pytest

from parlour.access.cache import MAX_ENTRIES, AccessCache
from parlour.db.listening import listen
from parlour.db.pool import Connection

Cache = AccessCache[str]


@contextlib.asynccontextmanager
async def listening(cache: Cache, database_url: str) -> AsyncIterator[None]:
    """The cache hears of changes in the database for the time of the block."""
    task = asyncio.create_task(listen(database_url, [cache]))
    try:
        await until(lambda: stores(cache))
        cache.clear()
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def stores(cache: Cache) -> bool:
    cache.store("probe", "", cache.generation)
    return cache.get("probe") is not None


async def until(holds: Callable[[], bool], within_s: float = 10.0) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


@pytest.fixture
async def cache(database_url: str) -> AsyncIterator[Cache]:
    """One that is listening."""
    listener = Cache(60)
    async with listening(listener, database_url):
        yield listener


def test_nothing_is_cached_while_not_listening_for_changes() -> None:
    deaf = Cache(60)
    deaf.store("key", "value", deaf.generation)
    assert deaf.get("key") is None


def test_a_look_up_that_began_while_not_listening_is_not_stored_afterwards() -> None:
    """What changed meanwhile wasn't announced."""
    cache = Cache(60)
    generation = cache.generation
    cache.connected()
    cache.store("key", "value", generation)
    assert cache.get("key") is None


def test_a_look_up_is_current_while_listening_and_nothing_was_announced() -> None:
    cache = Cache(60)
    assert not cache.is_current(cache.generation)
    cache.connected()
    generation = cache.generation
    assert cache.is_current(generation)
    cache.announced()
    assert not cache.is_current(generation)
    assert cache.is_current(cache.generation)
    cache.disconnected()
    assert not cache.is_current(cache.generation)


def test_entries_are_kept_for_their_time_and_for_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    kept, unkept = Cache(5), Cache(0)
    for cache in (kept, unkept):
        cache.connected()
        cache.store("key", "value", cache.generation)
    assert (kept.get("key"), unkept.get("key")) == ("value", None)
    now = 105.0
    assert kept.get("key") == "value"
    now = 105.001
    assert kept.get("key") is None


async def test_a_value_is_found_under_its_own_key_only(cache: Cache) -> None:
    cache.store("key", "value", cache.generation)
    assert cache.get("key") == "value"
    assert cache.get("other") is None


async def test_clearing_removes_every_entry(cache: Cache) -> None:
    cache.store("key", "value", cache.generation)
    cache.clear()
    assert cache.get("key") is None


async def test_a_look_up_that_began_before_a_clearing_is_not_stored(cache: Cache) -> None:
    generation = cache.generation
    cache.clear()
    cache.store("key", "stale", generation)
    assert cache.get("key") is None


async def test_a_change_of_access_clears_the_cache(cache: Cache, conn: Connection) -> None:
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
        cache.store("key", "value", cache.generation)
        generation = cache.generation
        await conn.execute(change)
        await until(lambda: cache.get("key") is None, within_s=0.5)
        assert cache.generation > generation, change


async def test_a_change_without_effect_on_access_does_not_clear_the_cache(cache: Cache, conn: Connection) -> None:
    """Using a session must not make every worker forget."""
    cache.store("key", "value", cache.generation)
    await conn.execute("UPDATE sessions SET last_used_at = now()")
    await conn.execute("UPDATE users SET name = 'renamed'")
    await asyncio.sleep(0.1)
    assert cache.get("key") == "value"


# Of this test's database alone: other tests listen at the same time.
END_LISTENING = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE 'LISTEN %' AND datname = current_database()
"""


async def test_a_lost_connection_clears_and_disables_the_cache(cache: Cache, conn: Connection) -> None:
    cache.store("key", "value", cache.generation)
    await conn.execute(END_LISTENING)
    await until(lambda: cache.get("key") is None)
    assert not stores(cache)


async def test_an_entry_expires(database_url: str) -> None:
    cache = Cache(0.05)
    async with listening(cache, database_url):
        cache.store("key", "value", cache.generation)
        assert cache.get("key") == "value"
        await asyncio.sleep(0.06)
        assert cache.get("key") is None


async def test_a_full_cache_is_cleared(cache: Cache) -> None:
    for number in range(MAX_ENTRIES + 1):
        cache.store(number, "value", cache.generation)
    assert cache.get(MAX_ENTRIES) == "value"
    assert cache.get(0) is None

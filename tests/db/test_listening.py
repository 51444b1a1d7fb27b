"""The connection on which the database announces changes: who hears what, and when no one hears anything."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from parlour.db import listening
from parlour.db.listening import Subscriber, listen
from parlour.db.pool import Connection
from tests.support.embedded import stopped
from tests.support.streams import serving_streams

WITHIN_S = 30
# Longer than a test takes: what happens meanwhile was caused by nothing but the connection.
NEVER_S = 600
LISTENING = """
    SELECT pid, query FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('LISTEN "ear"', 'SELECT 1')
"""
# At rest, and not asked again soon: a backend that is stopped at work may hold a lock that other tests need.
RESTING = f"{LISTENING} AND state = 'idle' AND clock_timestamp() < state_change + interval '0.3 s'"

END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND datname = current_database()"


class Ear:
    """Writes down what it hears."""

    def __init__(self, channel: str = "ear") -> None:
        self.channel = channel
        self.heard: list[str] = []

    def connected(self) -> None:
        self.heard.append("connected")

    def announced(self) -> None:
        self.heard.append("announced")

    def disconnected(self) -> None:
        self.heard.append("disconnected")


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not await condition():  # noqa: ASYNC110 - a database can't set an event
            await asyncio.sleep(0.005)


async def until_heard(ear: Ear, *heard: str) -> None:
    async with asyncio.timeout(WITHIN_S):
        while ear.heard[: len(heard)] != [*heard]:  # noqa: ASYNC110 - an ear sets no event
            await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def listening_at(url: str, *subscribers: Subscriber) -> AsyncIterator[None]:
    task = asyncio.create_task(listen(url, subscribers))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PING_S", NEVER_S)
    monkeypatch.setattr(listening, "RECONNECT_S", NEVER_S)


async def test_each_subscriber_hears_its_own_channel_at_once(conn: Connection, database_url: str) -> None:
    ear, other = Ear(), Ear("other")
    async with listening_at(database_url, ear, other):
        await until_heard(other, "connected")
        await conn.execute("NOTIFY ear")
        await until_heard(ear, "connected", "announced")
        await conn.execute("NOTIFY other")
        await until_heard(other, "connected", "announced")
        ((_, query),) = await conn.fetch(LISTENING.replace("'LISTEN \"ear\"'", "'LISTEN \"other\"'"))
        assert query.startswith("LISTEN")  # it is asked whether it is there from time to time, and not yet
    assert ear.heard[:3] == other.heard[:3] == ["connected", "announced", "disconnected"]


async def test_the_connection_ends_with_the_task(conn: Connection, database_url: str) -> None:
    ear = Ear()
    async with listening_at(database_url, ear):
        await until_heard(ear, "connected")
        assert len(await conn.fetch(LISTENING)) == 1
    await until(lambda: _hears_no_one(conn))


async def _hears_no_one(conn: Connection) -> bool:
    return not await conn.fetch(LISTENING)


async def test_no_one_is_connected_before_the_database_announces_something(database_url: str) -> None:
    """The database refuses to announce on a channel without a name."""
    ear, nameless = Ear(), Ear("")
    async with listening_at(database_url, ear, nameless):
        await until_heard(ear, "connected", "disconnected")
    assert nameless.heard[:1] == ["disconnected"]


async def test_the_end_of_the_connection_is_heard_at_once(conn: Connection, database_url: str) -> None:
    ear = Ear()
    async with listening_at(database_url, ear):
        await until_heard(ear, "connected")
        for pid, _ in await conn.fetch(LISTENING):
            await conn.fetchval(END, pid)
        await until_heard(ear, "connected", "disconnected")


async def test_a_database_that_answers_no_more_is_given_up(
    conn: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "PING_S", 1)
    ear = Ear()
    resting: list[int] = []

    async def has_come_to_rest() -> bool:
        resting.extend(row["pid"] for row in await conn.fetch(RESTING))
        return bool(resting)

    async with listening_at(database_url, ear):
        await until_heard(ear, "connected")
        await until(has_come_to_rest)
        with stopped(resting):
            await until_heard(ear, "connected", "disconnected")


@contextlib.asynccontextmanager
async def silent() -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that signs everyone in and then answers nothing; its URL, and the first words of the connections."""
    met: list[bytes] = []

    async def sign_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(await reader.readexactly(int.from_bytes(await reader.readexactly(4)) - 4))
        for kind, content in ((b"R", bytes(4)), (b"S", b"server_version\x0018.0\x00"), (b"Z", b"I")):
            writer.write(kind + (len(content) + 4).to_bytes(4) + content)
        await reader.read()

    async with serving_streams(sign_in) as port:
        yield f"postgresql://nobody@127.0.0.1:{port}/none?sslmode=disable", met


async def test_a_database_that_never_answered_is_given_up_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PING_S", 0.1)
    monkeypatch.setattr(listening, "RECONNECT_S", 0.01)
    ear = Ear()
    async with silent() as (url, met), listening_at(url, ear):
        await until(lambda: asyncio.sleep(0, sum(b"nobody" in first for first in met) > 1))
    assert set(ear.heard) == {"disconnected"}


@contextlib.asynccontextmanager
async def refusing() -> AsyncIterator[tuple[str, list[int]]]:
    """A server that ends each connection; its URL, and the connections so far."""
    met: list[int] = []

    async def refuse(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        met.append(len(met))

    async with serving_streams(refuse) as port:
        yield f"postgresql://nobody@127.0.0.1:{port}/none?sslmode=disable", met


async def test_it_is_tried_again_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    async with refusing() as (url, met):
        async with listening_at(url):
            await until(lambda: asyncio.sleep(0, met))
            await asyncio.sleep(0.1)
            assert len(met) == 1
        monkeypatch.setattr(listening, "RECONNECT_S", 0.01)
        async with listening_at(url):
            await until(lambda: asyncio.sleep(0, len(met) > 3))

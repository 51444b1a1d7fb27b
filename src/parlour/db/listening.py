"""One connection of a worker on which the database announces changes, shared by all who subscribe to a channel."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Protocol

import asyncpg

from parlour.db.pool import DirectConnection

CONNECT_TIMEOUT_S = 5.0
RECONNECT_S = 1.0
PING_S = 5.0


class Subscriber(Protocol):
    """Receives what is announced on a channel. Announcements made while it was disconnected are lost."""

    @property
    def channel(self) -> str: ...

    def connected(self) -> None: ...

    def announced(self) -> None: ...

    def disconnected(self) -> None: ...


async def listen(database_url: str, subscribers: Sequence[Subscriber]) -> None:
    """Listen for announcements until cancelled; reconnect when the connection is lost."""
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await _listen_once(database_url, subscribers)
        await asyncio.sleep(RECONNECT_S)


async def _listen_once(database_url: str, subscribers: Sequence[Subscriber]) -> None:
    conn: DirectConnection = await asyncpg.connect(database_url, timeout=CONNECT_TIMEOUT_S, command_timeout=PING_S)
    try:
        conn.add_termination_listener(lambda _: _disconnect(subscribers))
        for subscriber in subscribers:
            await conn.add_listener(subscriber.channel, lambda *_, to=subscriber: to.announced())
            subscriber.connected()
        while not conn.is_closed():
            await asyncio.sleep(PING_S)
            await conn.execute("SELECT 1")
    finally:
        _disconnect(subscribers)
        conn.terminate()


def _disconnect(subscribers: Sequence[Subscriber]) -> None:
    for subscriber in subscribers:
        subscriber.disconnected()

"""Waiting for what others do, and standing in the way: the test's own transaction holds a lock that they need."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, LiteralString

from parlour.db.pool import Connection

IS_IN_THE_WAY: LiteralString = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


def wait_until(condition: Callable[[], object], within_s: float = 60, said: Callable[[], object] = str) -> None:
    """Look until something is so; fail with what `said` returns when it isn't in time."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, said()
        time.sleep(0.02)


async def until_in_the_way(conn: Connection, request: "asyncio.Task[Any] | None" = None) -> None:
    """Return as soon as something waits for the transaction of `conn`; fail if the request is done without waiting."""
    while not await conn.fetchval(IS_IN_THE_WAY):
        assert request is None or not request.done(), f"did not wait: {request.result()}"
        await asyncio.sleep(0.005)

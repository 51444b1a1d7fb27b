"""Waiting for other tasks, and for tasks that the test blocks with a lock of its own transaction."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, LiteralString

from parlour.db.pool import Connection

BLOCKS_SOMETHING: LiteralString = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


def wait_until(condition: Callable[[], object], within_s: float = 60, message: Callable[[], object] = str) -> None:
    """Wait until the condition holds; fail with what `message` returns if that takes too long."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, message()
        time.sleep(0.02)


async def wait_until_blocked(conn: Connection, request: "asyncio.Task[Any] | None" = None) -> None:
    """Wait until another transaction is blocked by that of `conn`; fail if the request ends without being blocked."""
    while not await conn.fetchval(BLOCKS_SOMETHING):
        assert request is None or not request.done(), f"did not wait: {request.result()}"
        await asyncio.sleep(0.005)

"""Standing in the way of a request: the test's own transaction holds a lock that the request needs."""

import asyncio
from typing import LiteralString

from parlour.db.pool import Connection

IS_IN_THE_WAY: LiteralString = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


async def until_in_the_way(conn: Connection) -> None:
    """Returns as soon as somebody waits for the transaction of `conn`."""
    while not await conn.fetchval(IS_IN_THE_WAY):  # noqa: ASYNC110 - a database can't set an event
        await asyncio.sleep(0.005)

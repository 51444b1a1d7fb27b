"""Locks on what has no row to lock: held until the transaction ends, taken in one order, so that none wait in a circle.

They come before all locks on rows.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import LiteralString

from parlour.db.pool import Connection


class Subject(IntEnum):
    """What a lock is about, in the order in which locks are taken."""

    LOGIN = 1
    NETWORK = 2
    RECIPIENT = 3
    INVITER = 4
    CHAIN = 5


# Whoever waits for the first of them holds none of those behind it.
LOCK: LiteralString = """
    SELECT pg_advisory_xact_lock(subject, key) FROM unnest($1::integer[], $2::integer[]) AS wanted (subject, key)
"""


async def lock(conn: Connection, wanted: Iterable[tuple[Subject, bytes]]) -> None:
    """Wait until nobody else holds any of them. A key is a hash; two that begin alike share a lock."""
    ordered = sorted({(subject, int.from_bytes(key[:4], signed=True)) for subject, key in wanted})
    await conn.execute(LOCK, [subject for subject, _ in ordered], [key for _, key in ordered])

"""Locks on what has no row: held until the transaction ends, always taken in the same order, to avoid deadlocks.

They are taken before all locks on rows.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import LiteralString

from parlour.db.pool import Connection


class LockKind(IntEnum):
    """What a lock protects, in the order in which locks are taken."""

    LOGIN = 1
    NETWORK = 2
    RECIPIENT = 3
    INVITER = 4
    CHAIN = 5
    ANY_MEMBER = 6
    PHONE = 7
    SENDER = 8


# A transaction that waits for the first of them holds none of the later ones.
LOCK: LiteralString = """
    SELECT pg_advisory_xact_lock(kind, key) FROM unnest($1::integer[], $2::integer[]) AS wanted (kind, key)
"""


async def lock(conn: Connection, wanted: Iterable[tuple[LockKind, bytes]]) -> None:
    """Wait until no other transaction holds any of them. A key is a hash; keys with equal first bytes share a lock."""
    ordered = sorted({(kind, int.from_bytes(key[:4], signed=True)) for kind, key in wanted})
    await conn.execute(LOCK, [kind for kind, _ in ordered], [key for _, key in ordered])

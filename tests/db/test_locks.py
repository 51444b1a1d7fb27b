"""Locks on what has no row."""

import asyncpg

from parlour.db.locks import LockKind, lock
from parlour.db.pool import Connection

HELD = (
    "SELECT classid::bigint, objid::bigint, mode FROM pg_locks WHERE locktype = 'advisory' AND pid = $1 ORDER BY 1, 2"
)


def test_kinds_have_numbers_of_their_own_in_the_order_in_which_they_are_taken() -> None:
    """Two versions of the server may run at the same time, and have to agree on them."""
    assert {kind.name: kind.value for kind in LockKind} == {
        "LOGIN": 1,
        "NETWORK": 2,
        "RECIPIENT": 3,
        "INVITER": 4,
        "CHAIN": 5,
        "ANY_MEMBER": 6,
        "PHONE": 7,
        "SENDER": 8,
    }


async def test_a_lock_is_of_its_kind_and_of_four_bytes_of_its_key_and_of_no_other(
    conn: Connection, database_url: str
) -> None:
    high, low = bytes([255, 255, 255, 254, 9]), bytes([0, 0, 1, 2, 7])
    other = await asyncpg.connect(database_url)
    try:
        async with conn.transaction():
            await lock(
                conn, [(LockKind.PHONE, high), (LockKind.LOGIN, low), (LockKind.LOGIN, high), (LockKind.LOGIN, low)]
            )
            held = [tuple(row) for row in await other.fetch(HELD, await conn.fetchval("SELECT pg_backend_pid()"))]
            assert held == [
                (1, 258, "ExclusiveLock"),
                (1, 2**32 - 2, "ExclusiveLock"),
                (7, 2**32 - 2, "ExclusiveLock"),
            ]
        assert await other.fetch(HELD, await conn.fetchval("SELECT pg_backend_pid()")) == []
    finally:
        await other.close()

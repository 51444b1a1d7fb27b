"""A statement may fail without the end of its transaction."""

import asyncpg
import pytest

from parlour.db.pool import Connection
from parlour.db.savepoints import savepoint

ADD = "INSERT INTO chains (title) VALUES ($1)"
ADDED = "SELECT array_agg(title ORDER BY id) FROM chains WHERE title LIKE 'saved %'"
UNDO = "ROLLBACK TO SAVEPOINT block"


async def test_what_a_failed_block_did_is_undone_and_the_transaction_goes_on(conn: Connection) -> None:
    async with conn.transaction():
        await conn.execute(ADD, "saved 1")
        with pytest.raises(asyncpg.CheckViolationError):
            await add_two(conn, "saved 2", "")
        await add_two(conn, "saved 3", "saved 4")
    assert await conn.fetchval(ADDED) == ["saved 1", "saved 3", "saved 4"]


async def add_two(conn: Connection, one: str, two: str) -> None:
    async with savepoint(conn):
        await conn.execute(ADD, one)
        await conn.execute(ADD, two)


async def test_a_savepoint_ends_with_its_block(conn: Connection) -> None:
    transaction = conn.transaction()
    await transaction.start()
    await add_two(conn, "saved 1", "saved 2")
    with pytest.raises(asyncpg.InvalidSavepointSpecificationError):
        await conn.execute(UNDO)
    await transaction.rollback()

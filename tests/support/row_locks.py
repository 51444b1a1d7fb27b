"""Which rows a transaction has locked."""

from typing import Any

from parlour.db.pool import Connection


async def locked(conn: Connection, table: str, columns: str) -> list[Any]:
    """List the rows that can't be changed now; others who only rely on them can still lock all."""
    everything, shared, free = [
        {tuple(row) for row in await conn.fetch(f"SELECT {columns} FROM {table} {how}")}
        for how in ("", "FOR SHARE SKIP LOCKED", "FOR NO KEY UPDATE SKIP LOCKED")
    ]
    assert shared == everything
    return sorted(everything - free)

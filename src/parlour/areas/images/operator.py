"""What whoever runs the server does with the files of all chains. Only the command line uses it."""

from datetime import UTC, datetime, timedelta
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.files import FileStore

# An upload writes its files some moments before its row.
SETTLED_AFTER = timedelta(hours=1)

LIST_FILES: LiteralString = "SELECT chain_id || '/' || unnest(names) FROM images WHERE deleted_at IS NULL"


class Swept(msgspec.Struct, frozen=True):
    """How many files nobody refers to, and whether they are deleted now."""

    kept: int
    unused: int
    is_deleted: bool


async def sweep(conn: Connection, files: FileStore, *, deletes: bool) -> Swept:
    """Finds the files that no picture refers to, and deletes them if that is asked for."""
    found = set(await files.list_unchanged_since(datetime.now(UTC) - SETTLED_AFTER))
    used = {row[0] for row in await conn.fetch(LIST_FILES)}
    unused = found - used
    if deletes:
        await files.delete(sorted(unused))
    return Swept(len(found & used), len(unused), deletes)

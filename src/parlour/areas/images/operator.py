"""Cleaning up the files of all chains, for the server's operator. Only the command line uses it."""

from datetime import UTC, datetime, timedelta
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.files import PRIVATE, FileStore

# An upload writes its files some moments before its row.
MIN_FILE_AGE = timedelta(hours=1)

LIST_FILES: LiteralString = "SELECT chain_id || '/' || unnest(names) FROM images WHERE deleted_at IS NULL"


class CleanupReport(msgspec.Struct, frozen=True):
    """How many files pictures use, how many are unused, and whether these were deleted."""

    kept: int
    unused: int
    is_deleted: bool


async def clean_up_files(conn: Connection, files: FileStore, *, deletes: bool) -> CleanupReport:
    """Count the files that no picture refers to, and delete them if `deletes` is set."""
    stored = await files.list_unchanged_since(datetime.now(UTC) - MIN_FILE_AGE)
    found = {name for name in stored if not name.startswith(PRIVATE)}
    used = {row[0] for row in await conn.fetch(LIST_FILES)}
    unused = found - used
    if deletes:
        await files.delete(sorted(unused))
    return CleanupReport(len(found & used), len(unused), deletes)

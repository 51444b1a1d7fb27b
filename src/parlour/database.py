"""The database that a command works on: the operator's own or the embedded one, in the newest schema."""

import asyncio
import contextlib
from collections.abc import Iterator

import asyncpg
import msgspec

from parlour.areas.accounts.operator import normalize_emails
from parlour.areas.dictionaries.operator import load_cities
from parlour.areas.products.operator.refolding import refold_texts
from parlour.db.embedded import embedded_postgres_url
from parlour.db.migrate import list_pending, migrate
from parlour.db.pool import Connection
from parlour.settings import Settings


class NotServable(Exception):
    """The server can't start; the message says why in one line."""


@contextlib.contextmanager
def database(settings: Settings, *, is_supervised: bool = False) -> Iterator[Settings]:
    """Yield the settings with a running database: the operator's own, or the embedded one until the block ends.

    With `is_supervised` an embedded one that dies is started again.
    """
    if settings.database_url:
        yield settings
        return
    with embedded_postgres_url(settings.data_dir, is_supervised=is_supervised) as url:
        asyncio.run(migrate_url(url))
        yield msgspec.structs.replace(settings, database_url=url)


async def migrate_url(url: str) -> list[str]:
    """Prepare a database and return the names of the migrations that were applied."""
    conn = await asyncpg.connect(url, timeout=10)
    try:
        return await prepare(conn)
    finally:
        await conn.close()


async def prepare(conn: Connection) -> list[str]:
    """Migrate a database and update its data to this version; return the names of the migrations that were applied."""
    applied = await migrate(conn)
    await load_cities(conn)
    await normalize_emails(conn)
    await refold_texts(conn)
    return applied


async def refuse_pending(conn: Connection) -> None:
    """Raise `NotServable` when the database lacks migrations."""
    if pending := await list_pending(conn):
        names = ", ".join(migration.name for migration in pending)
        raise NotServable(f"The database lacks migrations ({names}). Run: parlour migrate")

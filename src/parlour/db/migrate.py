"""Migrating a database to the newest schema: numbered, forward-only SQL files, each in a transaction of its own.

An advisory lock lets several servers start at once; a checksum detects a file that was changed after it was applied.
"""

import hashlib
from importlib import resources
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# Any number, as long as no other program on the same database uses it.
LOCK_KEY = 7_275_676_869

CREATE_HISTORY: LiteralString = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version integer CONSTRAINT schema_migrations_pkey PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""
LIST_APPLIED: LiteralString = "SELECT version, name, checksum FROM schema_migrations ORDER BY version"
HAS_HISTORY: LiteralString = "SELECT to_regclass('schema_migrations') IS NOT NULL"
RECORD_APPLIED: LiteralString = "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)"


class MigrationError(Exception):
    """The database's history doesn't match the migration files of this version."""


class Applied(msgspec.Struct, frozen=True):
    """A migration that was applied to the database."""

    version: int
    name: str
    checksum: str


class Migration(msgspec.Struct, frozen=True):
    """A migration file of this version."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def list_migrations() -> list[Migration]:
    """Return all migrations of this version, in order."""
    files = sorted(
        (file for file in (resources.files("parlour.db") / "migrations").iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return [Migration(int(file.name[:4]), file.name.removesuffix(".sql"), file.read_text()) for file in files]


async def list_pending(conn: Connection) -> list[Migration]:
    """Return the migrations that are not applied yet. Raise `MigrationError` if the history doesn't match ours."""
    applied: list[Applied] = []
    if await conn.fetchval(HAS_HISTORY):
        applied = to_structs(Applied, await conn.fetch(LIST_APPLIED))
    known = {migration.version: migration for migration in list_migrations()}
    for past in applied:
        ours = known.pop(past.version, None)
        if ours is None:
            raise MigrationError(f"The database has migration {past.name}, which this version of Parlour doesn't know.")
        if ours.checksum != past.checksum:
            raise MigrationError(f"Migration {past.name} was changed after it had been applied.")
    return list(known.values())


async def migrate(conn: Connection) -> list[str]:
    """Apply the pending migrations and return their names."""
    await conn.execute("SELECT pg_advisory_lock($1)", LOCK_KEY)
    try:
        await conn.execute(CREATE_HISTORY)
        pending = await list_pending(conn)
        for migration in pending:
            async with conn.transaction():
                await conn.execute(migration.sql)
                await conn.execute(RECORD_APPLIED, migration.version, migration.name, migration.checksum)
        return [migration.name for migration in pending]
    finally:
        await conn.execute("SELECT pg_advisory_unlock($1)", LOCK_KEY)

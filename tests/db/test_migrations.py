"""Migrations: they add up to schema.sql, run once, side by side, and refuse a history that isn't ours."""

import asyncio
import re
import subprocess
from pathlib import Path

import asyncpg
import pytest

from parlour.db import migrate as migrating
from parlour.db.cluster import BINARIES
from parlour.db.migrate import LOCK_KEY, Migration, MigrationError, list_migrations, list_pending, migrate
from parlour.db.pool import Connection
from tests.support.database import clone, url_of

SCHEMA = Path(__file__).parents[2] / "src" / "parlour" / "db" / "schema.sql"
EMPTY = "template0"


def dump(url: str) -> str:
    """The schema as pg_dump tells it, without its comments and session settings."""
    text = subprocess.run(
        [BINARIES / "pg_dump", "--schema-only", "--no-owner", "--no-privileges", url],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    kept = [line for line in text.splitlines() if not re.match(r"--|SET |SELECT pg_catalog|\\(un)?restrict", line)]
    return re.sub(r"\n{2,}", "\n\n", "\n".join(kept)).strip() + "\n"


@pytest.fixture
async def empty_url(admin: Connection, server_url: str) -> str:
    return url_of(server_url, await clone(admin, "migrations", EMPTY))


async def test_all_migrations_add_up_to_schema_sql(empty_url: str) -> None:
    """When this fails after a new migration: `make schema` writes schema.sql again; review the difference."""
    conn = await asyncpg.connect(empty_url)
    await migrate(conn)
    await conn.close()
    assert dump(empty_url) == SCHEMA.read_text()


async def test_a_second_run_changes_nothing(empty_url: str) -> None:
    conn = await asyncpg.connect(empty_url)
    assert await migrate(conn) == [migration.name for migration in list_migrations()]
    assert await migrate(conn) == []
    assert await list_pending(conn) == []
    await conn.close()


async def test_concurrent_runs_apply_each_migration_once(empty_url: str) -> None:
    first, second = await asyncpg.connect(empty_url), await asyncpg.connect(empty_url)
    applied = await asyncio.gather(migrate(first), migrate(second))
    await first.close()
    await second.close()
    assert sorted(map(len, applied)) == [0, len(list_migrations())]


async def test_a_migration_that_fails_leaves_nothing_and_the_lock_is_free(
    conn: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it fails as late as it can: when it is recorded."""
    record = "INSERT INTO schema_migrations (version, name, checksum) VALUES (9001, 'other', '')"
    known = [
        *list_migrations(),
        Migration(9000, "9000_first", "CREATE TEMPORARY TABLE first_one (id bigint)"),
        Migration(9001, "9001_second", f"CREATE TEMPORARY TABLE second_one (id bigint); {record}"),
    ]
    monkeypatch.setattr(migrating, "list_migrations", lambda: known)
    with pytest.raises(asyncpg.UniqueViolationError):
        await migrate(conn)
    there = "SELECT to_regclass('first_one') IS NOT NULL, to_regclass('second_one') IS NOT NULL"
    assert tuple(await conn.fetchrow(there) or ()) == (True, False)
    assert [migration.name for migration in await list_pending(conn)] == ["9001_second"]
    another = await asyncpg.connect(database_url)
    assert await another.fetchval("SELECT pg_try_advisory_lock($1)", LOCK_KEY)
    await another.close()


async def test_a_changed_migration_is_refused(conn: Connection) -> None:
    await conn.execute("UPDATE schema_migrations SET checksum = 'other' WHERE version = 1")
    with pytest.raises(MigrationError, match="changed after it had been applied"):
        await list_pending(conn)


async def test_of_several_faults_the_first_is_named(conn: Connection) -> None:
    changed = "UPDATE schema_migrations SET checksum = 'other' WHERE version = $1 RETURNING name"
    names = [await conn.fetchval(changed, version) for version in (9, 5, 7)]
    with pytest.raises(MigrationError) as refused:
        await list_pending(conn)
    assert str(refused.value) == f"Migration {min(names)} was changed after it had been applied."


async def test_a_database_of_a_later_version_is_refused(conn: Connection) -> None:
    await conn.execute("INSERT INTO schema_migrations (version, name, checksum) VALUES (9999, '9999_later', '')")
    with pytest.raises(MigrationError, match="9999_later"):
        await list_pending(conn)


def test_files_are_numbered_without_gaps() -> None:
    assert [migration.version for migration in list_migrations()] == list(range(1, len(list_migrations()) + 1))


def test_what_editors_and_systems_leave_beside_them_is_no_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "migrations").mkdir()
    for name in (".DS_Store", "0001_first.sql", "0001_first.sql~", ".0001_first.sql.swp"):
        (tmp_path / "migrations" / name).write_text("SELECT 1")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    assert list_migrations() == [Migration(1, "0001_first", "SELECT 1")]


def test_every_file_bounds_how_long_it_waits_for_a_lock() -> None:
    assert all("SET lock_timeout" in migration.sql for migration in list_migrations())

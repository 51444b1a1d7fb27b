"""A real PostgreSQL for the tests: one embedded server a run, one migrated template, clones of it."""

import asyncio
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from parlour.db.embedded import embedded_postgres_url
from parlour.db.migrate import migrate
from parlour.db.pool import Connection
from tests.support.cities import add_cities
from tests.support.people import seed
from tests.support.restoring import FIRST, KEEP, KEEP_STATES, KEEPER_SETTINGS

TEMPLATE = "parlour_template"
KEPT_TEMPLATE = "parlour_kept_template"
"""The same, able to be put back to this state; to prepare that for each copy would take as long as ten tests."""
# Tests may lose data when the machine fails, and are faster for it.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",  # tests whose plans depend on statistics make them
    "max_connections": "100",
    "max_wal_size": "256MB",
    "shared_buffers": "32MB",  # CREATE and DROP DATABASE look through all of them
}


def url_of(server_url: str, database: str) -> str:
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{database}"))


MEMORY = Path("/dev/shm")  # noqa: S108 - a clone takes 10 ms there and some 100 ms on a disk
ROOM = 2 * 1024**3


def directory_of(run: Path) -> Path:
    """Where the server of a run has its data: in memory where there is room."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY / f"parlour-tests-{hashlib.sha256(bytes(run)).hexdigest()[:16]}"
    return run


@contextmanager
def test_server(run: Path) -> Iterator[str]:
    """The server that all test processes of a run share, with its templates ready. `run` names the run."""
    directory = directory_of(run)
    try:
        with embedded_postgres_url(directory, OPTIONS) as url:
            with (directory / "template.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                asyncio.run(_ensure_templates(url))
            yield url
    finally:
        if not (directory / "postgres" / "postmaster.pid").exists():  # nobody uses it any more
            shutil.rmtree(directory, ignore_errors=True)


async def _ensure_templates(url: str) -> None:
    admin = await asyncpg.connect(url)
    if not await admin.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", KEPT_TEMPLATE):
        await admin.execute("CREATE DATABASE template_in_the_making")
        conn = await asyncpg.connect(url_of(url, "template_in_the_making"))
        await migrate(conn)
        await add_cities(conn)
        await seed(conn)
        await conn.close()
        await admin.execute(f"ALTER DATABASE template_in_the_making RENAME TO {TEMPLATE}")
        await _make_kept_template(admin, url)
    await admin.close()


async def _make_kept_template(admin: Connection, url: str) -> None:
    making = f"{KEPT_TEMPLATE}_in_the_making"
    await admin.execute(f"CREATE DATABASE {making} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    conn = await asyncpg.connect(url_of(url, making), server_settings=KEEPER_SETTINGS)
    await conn.execute(KEEP_STATES)
    await conn.fetchval(KEEP, FIRST, FIRST, 0)
    await conn.close()
    await admin.execute(f"ALTER DATABASE {making} RENAME TO {KEPT_TEMPLATE}")


WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
"""The test process: all of a run share one server."""


def database_for(purpose: str) -> str:
    """Return the name of the worker's own database for a purpose."""
    return f"{purpose}_{WORKER}"


async def clone(admin: Connection, purpose: str, template: str = TEMPLATE) -> str:
    """Replace the worker's database for a purpose by a copy of the template, and return its name."""
    database = database_for(purpose)
    await admin.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    await admin.execute(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY file_copy")
    return database

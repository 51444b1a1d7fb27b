"""Fixtures for the command line: one data directory a run, with its embedded server kept running for the commands."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from parlour.database import migrate_url
from parlour.db.embedded import embedded_postgres_url
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.database import OPTIONS
from tests.support.embedded import own_directory


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    with own_directory() as directory:
        yield directory


@pytest.fixture(scope="session")
def embedded_url(data_dir: Path) -> Iterator[str]:
    """The embedded server of the data directory; commands that want it find it running and only attach."""
    with embedded_postgres_url(data_dir, OPTIONS) as url:
        asyncio.run(migrate_url(url))
        yield url


@pytest.fixture(scope="session")
def parlour(data_dir: Path, embedded_url: str) -> Parlour:
    return Parlour(data_dir)


@pytest.fixture
def inside(parlour: Parlour, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inside:
    return Inside(parlour, monkeypatch, capsys)


@pytest.fixture
async def conn(embedded_url: str) -> AsyncIterator[Connection]:
    """A look behind the commands."""
    connection = await asyncpg.connect(embedded_url)
    yield connection
    await connection.close()


@pytest.fixture
async def empty_database(embedded_url: str, conn: Connection) -> AsyncIterator[str]:
    """The address of a database without any table, as an operator might have made it."""
    await conn.execute("CREATE DATABASE empty")
    yield embedded_url.replace("/parlour?", "/empty?")
    await conn.execute("DROP DATABASE empty WITH (FORCE)")

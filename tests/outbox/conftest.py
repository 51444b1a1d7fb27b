"""Fixtures for tests of the outbox, on a database of the test's own and without the application."""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import asyncpg
import pytest

from parlour.db.pool import Connection, Pool, create_pool
from parlour.outbox.workers import Worker
from tests.support.outbox import Recorder

Working = Callable[..., AbstractAsyncContextManager[Worker]]


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with create_pool(database_url, 6) as made:
        yield made


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Connection]:
    """A second connection of the test's own."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def working(pool: Pool, recorder: Recorder) -> Working:
    """A worker of the recorder that runs for the time of a block."""

    @contextlib.asynccontextmanager
    async def run(concurrency: int = 8) -> AsyncIterator[Worker]:
        worker = Worker(pool, recorder, concurrency)
        worker.start()
        try:
            yield worker
        finally:
            await worker.stop(0)

    return run

"""Fixtures for all tests: a database as at first for each, and the application on top of it."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from pathlib import Path
from typing import Any, cast

import asyncpg
import httpx
import pytest
from hypothesis import settings
from litestar import Litestar

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.app import create_litestar, run_services
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1, B2B_V2
from parlour.http.edge import Edge
from parlour.http.openapi import describe
from parlour.http.operations import operations_of
from parlour.settings import Settings
from tests.support import refusals
from tests.support.client import Client, FormClient
from tests.support.contract import Description
from tests.support.database import WORKER, clone, database_for, test_server, url_of
from tests.support.embedded import copy_of, migrated_data_dir
from tests.support.kept_database import POOL_SIZE, KeptDatabase
from tests.support.logs import are_recorded, record_logs
from tests.support.order import SLOW, spread
from tests.support.passwords import hash_quickly
from tests.support.people import HARBOUR, OWNER
from tests.support.requests import Ids
from tests.support.server import Shared, serving
from tests.support.world import make_examples, settle_in

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So it is in the background of a shell, and so it would be in the servers that tests stop by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes depends on what else runs here: a test has a time limit, and its examples have none.
settings.register_profile("timeless", settings.default, deadline=None)
settings.load_profile("timeless")

DATABASE = "test"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two processes a core: a test waits half of its time, for the database or for what it started."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(SLOW):
            item.add_marker("slow")
    yield  # what isn't wanted is left out
    items[:] = spread(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect tests, not garbage: what is made meanwhile stays, and to look through it again takes a second."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Collect what the tests of another process met."""
    refusals.met.update(map(tuple, getattr(node, "workeroutput", {}).get("met", [])))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run of all tests in which a declared refusal wasn't met."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["met"] = sorted(refusals.met)
    elif exitstatus <= pytest.ExitCode.TESTS_FAILED and refusals.is_whole(config) and (unmet := refusals.unmet()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        config.get_terminal_writer().line("\n  ".join(["\n\nDeclared refusals that no test provokes:", *unmet]))


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """What the test logs is recorded, and no test leaves logging of the process changed for those after it."""
    record_logs()
    yield
    assert are_recorded(), "The test configured logging of the whole process."


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords take little time, except in tests of the time that they take."""
    with pytest.MonkeyPatch.context() as patch:
        hash_quickly(patch)
        yield


@pytest.fixture
def on_signal() -> Iterator[Callable[[Callable[[int], object]], None]]:
    """Let a test hear SIGINT and SIGTERM, which then don't end this process. Afterwards they do again."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def hear(heard: Callable[[int], object]) -> None:
        for number in before:
            signal.signal(number, lambda received, _: heard(received))

    yield hear
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The database server of this run."""
    base = tmp_path_factory.getbasetemp()
    with test_server((base.parent if WORKER != "alone" else base) / "server") as url:
        yield url


@pytest.fixture(scope="session")
def migrated() -> Iterator[Path]:
    """A data directory with the people of the tests in its database, which doesn't run; for copies."""
    with migrated_data_dir() as directory:
        yield directory


@pytest.fixture
def data_dir(migrated: Path) -> Iterator[Path]:
    """A data directory of the test's own, with the people of the tests in its database."""
    with copy_of(migrated) as directory:
        yield directory


@pytest.fixture(scope="session")
async def admin(server_url: str) -> AsyncIterator[Connection]:
    """A connection that makes and drops databases."""
    conn = await asyncpg.connect(server_url)
    yield conn
    await conn.close()


@pytest.fixture(scope="session")
def litestar(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    """The application; each test starts it again on a fresh database."""
    data_dir = tmp_path_factory.mktemp("data")
    made = create_litestar(
        Settings(database_url=url_of(server_url, database_for(DATABASE)), pool_size=POOL_SIZE, data_dir=data_dir)
    )
    gc.collect()
    gc.freeze()  # once a process, as a server does: not for each test, whose objects have to go
    return made


@pytest.fixture(scope="session")
def published(litestar: Litestar) -> Description:
    """What the server publishes of itself."""
    return Description(describe(litestar), declared=operations_of(litestar, B2B_V1))


@pytest.fixture(scope="session")
def published_v2(litestar: Litestar) -> Description:
    """What it publishes of API v2."""
    return Description(describe(litestar, B2B_V2), declared=operations_of(litestar, B2B_V2))


@pytest.fixture(scope="session")
async def kept_database(admin: Connection, server_url: str) -> AsyncIterator[KeptDatabase]:
    """The database of this process, with connections to it."""
    database = KeptDatabase(admin, server_url, DATABASE)
    yield database
    await database.close()


@pytest.fixture
async def database_url(kept_database: KeptDatabase) -> str:
    """A database with nothing but the people of the tests in it."""
    await kept_database.restore()
    return kept_database.url


@pytest.fixture
async def conn(kept_database: KeptDatabase, database_url: str) -> AsyncIterator[Connection]:
    """A connection of the test's own."""
    async with kept_database.connection() as connection:
        yield connection


@pytest.fixture
async def tenant(conn: Connection) -> Tenant:
    """The owner in HARBOUR."""
    return await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HARBOUR)


@pytest.fixture
async def settled(kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> Ids:
    """One of everything in HARBOUR."""
    return await kept_database.reach("settled", lambda: settle_in(conn, tenant))


@pytest.fixture
async def examples(kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> Ids:
    """What the examples of the description name, under their numbers."""
    return await kept_database.reach("examples", lambda: make_examples(conn, tenant))


@pytest.fixture
async def http(litestar: Litestar, kept_database: KeptDatabase, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The running application, without a socket between; it already receives what the database announces."""
    async with run_services(litestar, await kept_database.pool()):
        cache = litestar.state.services.access_cache
        async with asyncio.timeout(60):
            while not cache.is_current(cache.generation):  # noqa: ASYNC110 - it sets no event
                await asyncio.sleep(0.001)
        transport = httpx.ASGITransport(
            cast("Any", Edge(litestar)), raise_app_exceptions=False, client=("192.0.2.1", 1)
        )
        async with FormClient(transport=transport, base_url="http://parlour.test") as client:
            yield client


@pytest.fixture
def client(http: httpx.AsyncClient, published: Description, published_v2: Description) -> Client:
    """Speaks as the owner; `client.by(…)` as anybody else."""
    return Client(http, [published, published_v2], OWNER)


@pytest.fixture(scope="session")
async def shared_server(admin: Connection, server_url: str) -> AsyncIterator[Shared]:
    """A started server with the usual settings, for tests that make what they need and leave all else as it is.

    To start one takes as long as twenty tests without.
    """
    database_url = url_of(server_url, await clone(admin, "shared"))
    with serving(database_url) as server:
        yield Shared(server, database_url)


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the repository."""
    return Path(__file__).parents[1]

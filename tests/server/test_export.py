"""An export from a real server: what a slow reader costs others, and how it ends when it breaks off."""

import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator

import asyncpg
import httpx
import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import get_tenant
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.database import clone, url_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import make_document
from tests.support.people import HARBOUR, OWNER
from tests.support.server import Server, Shared, get, serving
from tests.support.waiting import wait_until

# More than the buffers between the two processes hold, when the client's are small.
TRANSACTIONS = 50_000
SMALL_BUFFER = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)]
STORAGES, EXPORT = f"/api/v1/storages/{HARBOUR}", f"/api/v1/storages/transactions/{HARBOUR}/export"
FILL = """
    INSERT INTO stock_transactions (
        chain_id, location_id, document_id, kind, product_id, storage_id, occurred_at, unit, amount, sale_amount,
        unit_ratio, sale_unit_id, write_off_unit_id, price, discount, cost, unit_cost, comment)
    SELECT $1, $2, $3, 'sale', $4, 2, '2026-01-01'::timestamptz + n * interval '1 minute', 'write_off', -1, -1,
           1, 1, 1, 0, 0, 0, 0, repeat('A long note. ', 8)
    FROM generate_series(1, $5::integer) AS n
"""


class Busy(msgspec.Struct, frozen=True):
    """A server with one connection to its database, in which much has moved."""

    server: Server
    logged_before: int

    @property
    def lines(self) -> list[str]:
        """What it has logged since the test began."""
        return self.server.lines[self.logged_before :]


@pytest.fixture(scope="module")
async def shared(admin: Connection, server_url: str) -> AsyncIterator[Shared]:
    """The server for all of these tests."""
    database_url = url_of(server_url, await clone(admin, "export"))
    await fill(database_url)
    with serving(database_url, "--pool-size", "1", "--stall-timeout-s", "5") as server:
        yield Shared(server, database_url)


async def fill(database_url: str) -> None:
    conn = await asyncpg.connect(database_url)
    tenant = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HARBOUR)
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    document_id = await make_document(conn, tenant, Kind.SALE, 2)
    await conn.execute("SET session_replication_role = replica")
    await conn.execute(FILL, tenant.chain_id, tenant.location_id, document_id, product.id, TRANSACTIONS)
    await conn.execute("VACUUM ANALYZE stock_transactions")
    await conn.close()


@pytest.fixture
def busy(shared: Shared) -> Iterator[Busy]:
    found = Busy(shared.server, len(shared.server.lines))
    yield found
    # What is logged of this test's export must not come in the next one.
    wait_until(lambda: any(EXPORT in line for line in found.lines))


@pytest.fixture
async def conn(shared: Shared) -> AsyncIterator[Connection]:
    """A connection to its database."""
    connection = await asyncpg.connect(shared.database_url)
    yield connection
    await connection.close()


# Compressed, all of it would fit into the buffers of a connection.
PLAINLY = {**OWNER.headers, "Accept-Encoding": "identity"}


@contextlib.contextmanager
def exporting(busy: Busy) -> Iterator[Iterator[bytes]]:
    """The rest of an export that has begun, from a client that holds hardly any of it by itself."""
    transport = httpx.HTTPTransport(socket_options=SMALL_BUFFER)
    with (
        httpx.Client(transport=transport, base_url=busy.server.base_url, headers=PLAINLY, timeout=60) as client,
        client.stream("GET", EXPORT) as response,
    ):
        lines = response.iter_raw()
        next(lines)
        yield lines


def test_the_export_is_complete(busy: Busy) -> None:
    assert get(busy.server, EXPORT, OWNER.headers).text.count("\r\n") == TRANSACTIONS + 1


def test_a_slow_reader_holds_no_database_connection(busy: Busy) -> None:
    with exporting(busy):
        time.sleep(2)  # until all buffers are full
        assert get(busy.server, STORAGES, OWNER.headers).status_code == 200


def test_it_ends_when_the_client_reads_nothing_for_long(busy: Busy) -> None:
    with exporting(busy):
        wait_until(lambda: any(EXPORT in line for line in busy.lines))
    assert sum("slow reader dropped" in line for line in busy.lines) == 1
    assert not [line for line in busy.lines if '"error"' in line]


def test_it_ends_when_the_client_leaves(busy: Busy) -> None:
    with exporting(busy):
        pass
    wait_until(lambda: any(EXPORT in line for line in busy.lines))
    told = [line for line in busy.lines if EXPORT in line]
    assert json.loads(told[0])["status"] == 200
    assert not [line for line in busy.lines if "error" in line]
    assert get(busy.server, STORAGES, OWNER.headers).status_code == 200


async def test_an_incomplete_export_is_recognisable(busy: Busy, conn: Connection, admin: Connection) -> None:
    with exporting(busy) as lines:
        name = await conn.fetchval("SELECT current_database()")
        await conn.close()
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        try:
            with pytest.raises(httpx.RemoteProtocolError):
                for _ in lines:
                    pass
        finally:
            await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


async def test_it_ends_with_the_right_to_it(busy: Busy, conn: Connection) -> None:
    """What is written after somebody was removed doesn't reach them, however slowly they read."""
    with exporting(busy) as lines:
        before = await conn.fetchval("SELECT role FROM chain_roles WHERE user_id = $1", OWNER.id)
        await conn.execute("UPDATE chain_roles SET role = 'free_readonly' WHERE user_id = $1", OWNER.id)
        assert get(busy.server, EXPORT, OWNER.headers).status_code == 403
        chunks: list[bytes] = []
        with pytest.raises(httpx.RemoteProtocolError):
            chunks.extend(lines)
    await conn.execute("UPDATE chain_roles SET role = $2 WHERE user_id = $1", OWNER.id, before)
    assert b"".join(chunks).count(b"\r\n") < TRANSACTIONS / 2

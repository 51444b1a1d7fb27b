"""Stock for the catalogue: storages, and 2,000,000 movements of every kind over 700 days.

It is the same in every run. One location is by far the busiest: it has more than a million movements, so its lists are
the longest and its exports the largest.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import LiteralString

import asyncpg

from bench import stock_rows
from bench.dataset import (
    CHAIN_WIDE_EVERY,
    CHAINS,
    LOCATIONS,
    LOCATIONS_PER_CHAIN,
    PRODUCTS,
    PRODUCTS_SEEN,
    chain_of,
    vacuum_and_analyze,
)
from parlour.areas.locations.service.provisioning import create_defaults
from parlour.db.pool import DirectConnection

TABLES = ("stock_documents", "stock_transactions", "stock_movements", "stock_levels", "stock_costs")
# Rows are made without triggers, which would take an hour; the tables that those maintain are computed afterwards.
LOADING = {
    "parlour.audit": "off",
    "session_replication_role": "replica",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "timezone": "UTC",
}


def storages_of(location_id: int) -> tuple[int, int]:
    """Return a location's storage for consumables, and that for products."""
    return location_id * 2 - 1, location_id * 2


def product_of(location_id: int, number: int) -> int:
    """Return the n-th product that a location sees, from 0: its own, then those of its chain from other locations."""
    made_here = PRODUCTS // LOCATIONS
    if number < made_here:
        return number * LOCATIONS + location_id
    row, distance = divmod(number - made_here, LOCATIONS_PER_CHAIN - 1)
    first = (chain_of(location_id) - 1) * LOCATIONS_PER_CHAIN + 1
    elsewhere = first + (location_id + distance) % LOCATIONS_PER_CHAIN
    return row * CHAIN_WIDE_EVERY * LOCATIONS + elsewhere


async def load(url: str) -> int:
    """Fill a database that contains the catalogue with stock. Return the number of movements."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for chain in range(1, CHAINS + 1):
            first = (chain - 1) * LOCATIONS_PER_CHAIN + 1
            await create_defaults(conn, chain, [*range(first, first + LOCATIONS_PER_CHAIN)])
        await conn.execute(stock_rows.PREPARE)
        await conn.copy_records_to_table("seen", records=_seen())
        async with indexes_made_afterwards(conn, TABLES):
            for statement in stock_rows.FILL:
                await conn.execute(statement)
        await conn.execute("ANALYZE stock_transactions")
        await conn.execute(stock_rows.FILL_COSTS)
        for table in ("stock_documents", "stock_transactions", "stock_movements"):
            await conn.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        await vacuum_and_analyze(conn)
        return int(await conn.fetchval("SELECT count(*) FROM stock_movements"))
    finally:
        await conn.close()


def _seen() -> Iterator[tuple[int, int, int]]:
    for location in range(1, LOCATIONS + 1):
        for number in range(PRODUCTS_SEEN):
            yield location, number, product_of(location, number)


LIST_INDEXES: LiteralString = """
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i
    WHERE i.indrelid = ANY ($1::text[]::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


@asynccontextmanager
async def indexes_made_afterwards(conn: DirectConnection, tables: tuple[str, ...]) -> AsyncIterator[None]:
    """Drop the indexes of tables for the duration of the block, except those of constraints."""
    indexes = await conn.fetch(LIST_INDEXES, tables)
    for index in indexes:
        await conn.execute(f"DROP INDEX {index['name']}")
    yield
    for index in indexes:
        await conn.execute(index["definition"])


COUNT_TRANSACTIONS: LiteralString = """
    SELECT count(*) FROM stock_transactions WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL
"""


async def count_transactions(url: str, location_id: int) -> int:
    """Count the transactions of a location without deleted ones."""
    conn: DirectConnection = await asyncpg.connect(url)
    try:
        return int(await conn.fetchval(COUNT_TRANSACTIONS, chain_of(location_id), location_id))
    finally:
        await conn.close()

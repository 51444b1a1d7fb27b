"""The data set of appointments: 200,000 clients and 2,000,000 appointments of 600 days in 1,000 locations.

One location is by far the largest: a quarter of the clients, and 300,000 appointments of 60 team members, 500 a day.
"""

from datetime import date
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from bench import appointment_rows, client_rows, dataset
from bench.dataset import vacuum_and_analyze
from bench.stock import LOADING, indexes_made_afterwards
from parlour.db.pool import DirectConnection

LARGEST, ITS_CHAIN = 1, 1
CLIENTS, APPOINTMENTS = 200_000, 2_000_000
FIRST_DAY, DAYS, TODAY = date(2025, 5, 1), 600, date(2026, 11, 26)
PRODUCTS = 100
TABLES = (
    "clients", "client_tags", "visits", "appointments", "appointment_services", "appointment_figures", "schedule_days",
)  # fmt: skip


async def create_database(url: str) -> tuple[str, dataset.Tokens]:
    """Create the database `appointments` on the server and fill it. Return its URL, and who may use it."""
    conn = await asyncpg.connect(url)
    try:
        await conn.execute("CREATE DATABASE appointments")
    finally:
        await conn.close()
    created = urlunsplit(urlsplit(url)._replace(path="/appointments"))
    return created, await load(created)


async def load(url: str) -> dataset.Tokens:
    """Fill an empty database with a small catalogue, clients and appointments."""
    tokens = await dataset.load(url, PRODUCTS)
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for statement in client_rows.FILL_LOCATIONS:
            await conn.execute(statement)
        async with indexes_made_afterwards(conn, TABLES):
            await _fill(conn)
        for table in ("visits", "appointments"):
            await conn.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        await vacuum_and_analyze(conn)
    finally:
        await conn.close()
    return tokens


async def _fill(conn: DirectConnection) -> None:
    await conn.execute(client_rows.FILL_CLIENTS, CLIENTS, *client_rows.NAMES)
    for statement in client_rows.NUMBER_CLIENTS:
        await conn.execute(statement)
    await conn.execute(appointment_rows.PLAN, APPOINTMENTS, DAYS, FIRST_DAY)
    await conn.execute("ANALYZE planned")
    await conn.execute(appointment_rows.FILL_VISITS, TODAY)
    for statement in appointment_rows.FILL:
        await conn.execute(statement)

"""The data set of appointments: 200,000 clients and 2,000,000 appointments of 600 days in 1,000 locations.

One location is by far the largest: 50,000 clients, and 300,000 appointments of 60 team members, 500 a day. With
`--large` there are ten times as many locations, clients and appointments, and the largest location is the same.
"""

from datetime import date

import asyncpg

from bench import appointment_rows, client_rows, dataset
from bench.dataset import vacuum_and_analyze
from bench.kept import Database, open_database
from bench.measure import Effort, Setting
from bench.stock import LOADING, indexes_made_afterwards
from parlour.db.pool import DirectConnection

LARGEST, ITS_CHAIN = 1, 1
LOCATIONS, LARGE_LOCATIONS = 1_000, 10_000
FIRST_DAY, DAYS, TODAY = date(2025, 5, 1), 600, date(2026, 11, 26)
FREE_FROM, FREE_DAYS = date(2027, 1, 1), 365
"""In this time the members of the largest location work, and nothing is booked."""
ITS_CLIENTS = 50_000
PRODUCTS = 100
TABLES = (
    "clients", "client_tags", "visits", "appointments", "appointment_services", "appointment_figures",
    "booked_services", "schedule_days",
)  # fmt: skip


def open_appointments(setting: Setting) -> Database:
    """Return the filled database, which all parts on clients and appointments share."""
    locations = locations_of(setting.effort)

    async def fill(url: str) -> dataset.Tokens:
        return await load(url, locations)

    return open_database(setting, f"appointments_{locations}", fill)


def locations_of(effort: Effort) -> int:
    return LARGE_LOCATIONS if effort.is_large else LOCATIONS


def client_of(number: int, locations: int) -> int:
    """Return the id of the n-th client of the largest location, from 0."""
    return locations * number // 250 + 1


async def load(url: str, locations: int) -> dataset.Tokens:
    """Fill an empty database with a small catalogue, clients and appointments."""
    tokens = await dataset.load(url, PRODUCTS)
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        await conn.execute(client_rows.FILL_LOCATIONS, locations)
        for statement in client_rows.FILL_TEAMS:
            await conn.execute(statement)
        async with indexes_made_afterwards(conn, TABLES):
            await _fill(conn, locations)
        await conn.execute(appointment_rows.FILL_FREE_DAYS, FREE_FROM, FREE_DAYS)
        for table in ("visits", "appointments"):
            await conn.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        await vacuum_and_analyze(conn)
    finally:
        await conn.close()
    return tokens


async def _fill(conn: DirectConnection, locations: int) -> None:
    await conn.execute(client_rows.FILL_CLIENTS, locations, *client_rows.NAMES)
    for statement in client_rows.NUMBER_CLIENTS:
        await conn.execute(statement)
    await conn.execute(appointment_rows.PLAN, locations, DAYS, FIRST_DAY)
    await conn.execute("ANALYZE planned")
    await conn.execute(appointment_rows.FILL_VISITS, TODAY)
    for statement in appointment_rows.FILL:
        await conn.execute(statement)

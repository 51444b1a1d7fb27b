"""Databases of measurements, beside the one of the catalogue."""

from urllib.parse import urlsplit, urlunsplit

import asyncpg

from parlour.db.pool import DirectConnection


def url_of(server_url: str, name: str) -> str:
    """Return the URL of a database on the same server."""
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


async def create_database(server_url: str, name: str) -> str:
    """Create an empty database in place of one of that name, and return its URL."""
    conn: DirectConnection = await asyncpg.connect(server_url)
    try:
        await conn.execute(f"DROP DATABASE IF EXISTS {name}")
        await conn.execute(f"CREATE DATABASE {name}")
    finally:
        await conn.close()
    return url_of(server_url, name)

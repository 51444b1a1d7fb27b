"""The databases of a run by their names. With `--data` they are kept in its directory, and used by later runs."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import msgspec

from bench.databases import create_database, url_of
from bench.dataset import Tokens
from bench.measure import Setting
from parlour.db.migrate import migrate
from parlour.db.pool import DirectConnection


class Database(msgspec.Struct, frozen=True):
    """A filled database, and who may use it."""

    url: str
    tokens: Tokens


def open_database(setting: Setting, name: str, fill: Callable[[str], Awaitable[Tokens]]) -> Database:
    """Return a database with the newest schema. It is filled unless an earlier run has done so."""
    return asyncio.run(_open(setting, name, fill))


async def _open(setting: Setting, name: str, fill: Callable[[str], Awaitable[Tokens]]) -> Database:
    url = url_of(setting.url, name)
    note = setting.data / f"{name}.json"  # written last, so a database that was filled in part is filled again
    if note.exists():
        await _update(url)
        return Database(url, msgspec.json.decode(note.read_bytes(), type=Tokens))
    await create_database(setting.url, name)
    tokens = await fill(url)
    note.write_bytes(msgspec.json.encode(tokens))
    return Database(url, tokens)


async def _update(url: str) -> None:
    conn: DirectConnection = await asyncpg.connect(url, server_settings={"parlour.audit": "off"})
    try:
        await migrate(conn)
    finally:
        await conn.close()

"""The token of a person who books online opens nothing that is a user's (decision 0034)."""

import asyncio

import asyncpg
import pytest
from litestar import Litestar

from parlour.access.permissions import Entry
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.client_accounts import make_account
from tests.support.operations import operations
from tests.support.requests import Ids, address, body, name_of
from tests.support.waiting import wait_until_blocked
from tests.support.world import everything

FOR_CLIENTS = (Entry.OPEN, Entry.PARTNER, Entry.CLIENT)


async def test_every_operation_of_users_refuses_it(client: Client, conn: Connection, litestar: Litestar) -> None:
    """Those that a partner may call alone, too: a user token that is sent must be one."""
    maya = client.by(await make_account(conn, "13155550177"))
    before = await everything(conn)
    of_users = [each for each in operations(litestar) if each[2].needs not in FOR_CLIENTS]
    statuses = {
        name_of(handler): (await maya.send(method, address(path, Ids()), json=body(handler, Ids()))).status_code
        for method, path, handler in of_users
    }
    assert len(statuses) > 150
    assert statuses == dict.fromkeys(statuses, 401)
    assert await everything(conn) == before


@pytest.mark.parametrize(
    "ended",
    [
        "UPDATE client_sessions SET revoked_at = now() WHERE account_id = $1",
        "UPDATE partners SET revoked_at = now() WHERE id IN (SELECT partner_id FROM client_sessions)",
    ],
)
async def test_waiting_for_a_lock_does_not_keep_a_session_alive(
    client: Client, conn: Connection, database_url: str, ended: str
) -> None:
    """Show it for what a person changes of the own account while it is locked."""
    maya = client.by(await make_account(conn, "13155550177", "Maya"))
    account_id = await conn.fetchval("SELECT id FROM client_accounts WHERE name = 'Maya'")
    other = await asyncpg.connect(database_url)
    try:
        async with other.transaction():
            await other.execute("SELECT FROM client_accounts FOR UPDATE")
            waiting = asyncio.create_task(maya.put("/booking/user", {"name": "Noa"}))
            await wait_until_blocked(other, waiting)
            await other.execute(ended, *([account_id] if "$1" in ended else []))
        response = await waiting
    finally:
        await other.close()
    assert response.status_code == 401
    assert await conn.fetchval("SELECT name FROM client_accounts WHERE id = $1", account_id) == "Maya"

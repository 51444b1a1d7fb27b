"""A database that is there but too busy: the caller may try again later, and nothing is half done."""

import asyncio

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

# What the server's own time limit for statements does, only sooner.
CANCEL_WAITING = """
    SELECT pg_cancel_backend(pid) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""


async def test_a_change_that_waits_too_long_is_to_be_tried_again(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    category = await make_category(conn, tenant, "Before")
    path = f"/goods_categories/{HARBOUR}/{category.id}"
    async with conn.transaction():
        await conn.execute("SELECT FROM chains WHERE id = $1 FOR UPDATE", tenant.chain_id)
        waiting = asyncio.create_task(client.put(path, {"title": "After"}))
        await wait_until_blocked(conn)
        await conn.execute(CANCEL_WAITING)
        response = await waiting
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert await conn.fetchval("SELECT title FROM categories WHERE chain_id = $1", tenant.chain_id) == "Before"
    assert (await client.put(path, {"title": "After"})).status_code == 200

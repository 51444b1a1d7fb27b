"""Access that is taken away while it is being looked up is not remembered."""

import asyncio
import time

import asyncpg
from litestar import Litestar

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from parlour.http.services import Services
from tests.support.client import Client
from tests.support.people import HARBOUR, MANAGER, PARTNER
from tests.support.waiting import wait_until_blocked

GOODS = f"/goods/{HARBOUR}"


async def until_forgotten(litestar: Litestar, generation: int) -> None:
    services: Services = litestar.state.services
    deadline = time.monotonic() + 20
    while services.access_cache.generation == generation:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


async def test_a_session_that_ends_between_two_look_ups_of_a_request_is_over_for_the_next(
    client: Client, conn: Connection, litestar: Litestar, database_url: str
) -> None:
    """The test keeps the look-up of the location waiting: the one of the session is over by then."""
    services: Services = litestar.state.services
    other = await asyncpg.connect(database_url)
    manager = client.by(MANAGER)
    async with conn.transaction():
        await conn.execute("LOCK TABLE locations IN ACCESS EXCLUSIVE MODE")
        request = asyncio.create_task(manager.get(GOODS))
        await wait_until_blocked(conn, request)
        generation = services.access_cache.generation
        await other.execute(
            "UPDATE sessions SET revoked_at = now() WHERE token_hash = $1", hash_token(MANAGER.user_token or "")
        )
        await until_forgotten(litestar, generation)
    await request
    assert (await manager.get(GOODS)).status_code == 401
    await other.close()


async def test_a_role_that_is_taken_away_counts_for_the_next_request(
    client: Client, conn: Connection, litestar: Litestar
) -> None:
    services: Services = litestar.state.services
    manager = client.by(MANAGER)
    assert (await manager.get(GOODS)).status_code == 200
    generation = services.access_cache.generation
    await conn.execute("DELETE FROM location_roles WHERE user_id = $1", MANAGER.id)
    await until_forgotten(litestar, generation)
    assert (await manager.get(GOODS)).status_code == 404


async def test_a_partner_and_a_location_that_end_are_forgotten(
    client: Client, conn: Connection, litestar: Litestar
) -> None:
    """What needs no user is asked of the worker's own memory, too."""
    services: Services = litestar.state.services
    partner, path = client.by(PARTNER), f"/book_services/{HARBOUR}"
    assert (await partner.get(path)).status_code == 200
    generation = services.access_cache.generation
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    await until_forgotten(litestar, generation)
    assert (await partner.get(path)).status_code == 404
    generation = services.access_cache.generation
    await conn.execute("UPDATE partners SET revoked_at = now()")
    await until_forgotten(litestar, generation)
    assert (await partner.get(path)).status_code == 401

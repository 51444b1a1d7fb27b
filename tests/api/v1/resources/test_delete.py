"""DELETE /resources/{location_id}/{resource_id}"""

import asyncio

from parlour.access.tenant import Tenant
from parlour.areas.resources.queries import find_resource
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.services import make_service
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

LIST = f"/resources/{HARBOUR}"


async def test_a_deleted_resource_is_gone_with_its_instances_and_stays_in_the_database(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    rooms = await make_resource(conn, tenant, "Massage room", "Room 1", "Room 2")
    answer = await client.delete(f"{LIST}/{rooms.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("GET", "PUT", "DELETE"):
        gone = await client.send(method, f"{LIST}/{rooms.id}", json=None if method == "GET" else {"title": "A"})
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Resource not found."})
    kept = "SELECT count(*) FROM resource_instances WHERE resource_id = $1 AND deleted_at IS NOT NULL"
    assert await conn.fetchval(kept, rooms.id) == 2
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM resources WHERE id = $1", rooms.id)


async def test_one_that_services_need_is_refused_and_they_are_named(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """Show that a deleted service needs nothing (Q-173)."""
    rooms = await make_resource(conn, tenant, "Massage room", "Room 1")
    services = [await make_service(conn, tenant, f"Massage {letter}") for letter in "GFEDCBA"]
    for service_id in services:
        await insert(conn, "service_resources", tenant, service_id=service_id, resource_id=rooms.id)
    answer = await client.delete(f"{LIST}/{rooms.id}")
    names = "Massage A, Massage B, Massage C, Massage D, Massage E and 2 more"
    assert (answer.status_code, answer.json()["meta"]) == (
        409,
        {
            "message": f"Services need this resource: {names}. Take it from them first.",
            "conflict": True,
            "service_ids": services[::-1],
        },
    )
    assert await find_resource(conn, tenant, rooms.id) == rooms
    await conn.execute("UPDATE services SET deleted_at = now()")
    assert (await client.delete(f"{LIST}/{rooms.id}")).status_code == 204


async def test_a_service_that_gets_it_meanwhile_is_seen(client: Client, conn: Connection, tenant: Tenant) -> None:
    rooms = await make_resource(conn, tenant)
    service_id = await make_service(conn, tenant, "Massage")
    async with conn.transaction():
        await insert(conn, "service_resources", tenant, service_id=service_id, resource_id=rooms.id)
        late = asyncio.create_task(client.delete(f"{LIST}/{rooms.id}"))
        await wait_until_blocked(conn, late)
    assert (await late).status_code == 409

"""Changes of users (`parlour.areas.users.service.members` and `invitations`) lock the location before anything else.

So two who change each other wait for one lock, and never for each other.
"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, HILLSIDE, WORKER
from tests.support.waiting import wait_until_blocked

USER = f"/company/{HARBOUR}/users/{WORKER.id}"
HERE = {"user_company_links": [{"company_id": HARBOUR}]}
CHANGES: list[tuple[str, str, Any]] = [
    ("PUT", f"{USER}/permissions", {"user_role": "accountant", "staff_id": 0}),
    ("DELETE", USER, None),
    ("POST", f"{USER}/remove_from_companies", HERE),
    ("POST", f"{USER}/copy_to_companies", HERE),
    ("POST", f"/user/invite/{HARBOUR}", {"invites": [{"search": "anna@example.com"}]}),
]
ROLES = "SELECT FROM location_roles ORDER BY user_id FOR NO KEY UPDATE NOWAIT"
SESSIONS = "SELECT FROM sessions ORDER BY id FOR NO KEY UPDATE NOWAIT"


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
async def test_what_waits_for_a_location_holds_no_role_and_no_session(
    client: Client, conn: Connection, method: str, path: str, body: Any
) -> None:
    editor = await make_member(conn, "rita", "owner")
    async with conn.transaction():
        await conn.execute("SELECT FROM locations WHERE id = $1 FOR NO KEY UPDATE", HARBOUR)
        request = asyncio.create_task(client.by(editor).send(method, path, **({"json": body} if body else {})))
        await wait_until_blocked(conn, request)
        await conn.execute(ROLES)
        await conn.execute(SESSIONS)
    assert (await request).status_code in (200, 202, 204)


async def test_what_waits_for_the_team_member_that_a_user_is_holds_none_after_it(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """So two who exchange team members lock them in one order."""
    ana = await make_team_member(conn, tenant, user_id=WORKER.id)
    ben = await make_team_member(conn, tenant, "Ben")
    lock = "SELECT FROM team_members WHERE id = $1 FOR NO KEY UPDATE NOWAIT"
    async with conn.transaction():
        await conn.execute(lock, ana)
        request = asyncio.create_task(client.put(f"{USER}/permissions", {"staff_id": ben}))
        await wait_until_blocked(conn, request)
        await conn.execute(lock, ben)
    assert (await request).json()["data"]["staff_id"] == ben


async def test_a_member_is_read_when_the_locations_are_locked(client: Client, conn: Connection) -> None:
    """What has changed meanwhile counts: a role is copied as it is now, and who is only invited isn't removed."""
    for what, location_id, change, status in (
        ("copy_to_companies", HILLSIDE, "role = 'accountant'", 200),
        ("remove_from_companies", HARBOUR, "is_accepted = false", 409),
    ):
        links = {"user_company_links": [{"company_id": location_id}]}
        async with conn.transaction():
            await conn.execute("SELECT FROM locations WHERE id = $1 FOR NO KEY UPDATE", location_id)
            request = asyncio.create_task(client.post(f"{USER}/{what}", links))
            await wait_until_blocked(conn, request)
            await conn.execute(f"UPDATE location_roles SET {change} WHERE user_id = $1 AND location_id = 1", WORKER.id)
        assert (await request).status_code == status
    copied = "SELECT role FROM location_roles WHERE user_id = $1 AND location_id = $2"
    assert await conn.fetchval(copied, WORKER.id, HILLSIDE) == "accountant"

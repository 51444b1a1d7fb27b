"""Accepting an invitation while it ends in another way: what was decided first counts, and nothing is half accepted.

The test's own transaction holds the row of the role, which accepting, withdrawing and inviting again need first.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import asyncpg
import httpx
import pytest

from parlour.areas.users import operator
from parlour.areas.users.model.users import Contact, Invite
from parlour.areas.users.service.invitations import InvitationDelivery
from parlour.db.pool import Connection
from parlour.errors import Invalid, NotFound
from tests.support.client import Client
from tests.support.invitations import accept, link_sent_to
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

ANNA = "anna@example.com"
INVITE = f"/user/invite/{HARBOUR}"
INVITES = {"invites": [{"search": ANNA, "user_role": "administrator", "name": "Anna"}]}
HOLD = "SELECT FROM location_roles WHERE user_id = (SELECT id FROM users WHERE email = $1) FOR UPDATE"
STATE = """
    SELECT u.name, u.is_approved, lr.is_accepted FROM users u LEFT JOIN location_roles lr ON lr.user_id = u.id
    WHERE u.email = $1
"""
WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
PENDING = ("Anna", False, False)
FORMS = {name: {"name": name, "password": f"a password that {name} has"} for name in ("Ada", "Eve")}
AcceptBy = Callable[[str], Coroutine[Any, Any, httpx.Response]]


@pytest.fixture
async def holding(database_url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def accept_by(client: Client, http: httpx.AsyncClient, conn: Connection) -> AcceptBy:
    """Accept the invitation that waits for Anna, under a name."""
    await client.post(INVITE, INVITES)
    link = await link_sent_to(conn, ANNA)
    return lambda name: accept(http, link, **FORMS[name])


async def state(conn: Connection) -> tuple[object, ...]:
    row = await conn.fetchrow(STATE, ANNA)
    assert row is not None
    return tuple(row)


async def until_both_wait(conn: Connection) -> None:
    async with asyncio.timeout(60):
        while await conn.fetchval(WAITING) < 2:  # noqa: ASYNC110 - a database can't set an event
            await asyncio.sleep(0.005)


async def test_of_two_who_accept_the_first_one_gets_in(
    http: httpx.AsyncClient, conn: Connection, holding: Connection, accept_by: AcceptBy
) -> None:
    async with holding.transaction():
        await holding.execute(HOLD, ANNA)
        waiting = [asyncio.create_task(accept_by(name)) for name in FORMS]
        await until_both_wait(holding)
    pages = {name: (await page).status_code for name, page in zip(FORMS, waiting, strict=True)}
    assert sorted(pages.values()) == [200, 410]
    (winner,) = (name for name, status in pages.items() if status == 200)
    assert await state(conn) == (winner, True, True)


@pytest.mark.parametrize("ended", ["revoked_at = now()", "expires_at = now() - interval '1 second'"])
async def test_what_ends_meanwhile_lets_no_one_in(
    conn: Connection, holding: Connection, accept_by: AcceptBy, ended: str
) -> None:
    async with holding.transaction():
        await holding.execute(HOLD, ANNA)
        await holding.execute(f"UPDATE invitations SET {ended}")
        waiting = asyncio.create_task(accept_by("Ada"))
        await wait_until_blocked(holding, waiting)
    assert (await waiting).status_code == 410
    assert await state(conn) == PENDING


async def test_a_user_who_is_removed_meanwhile_is_not_let_in(
    client: Client, conn: Connection, holding: Connection, accept_by: AcceptBy
) -> None:
    user_id = await conn.fetchval("SELECT id FROM users WHERE email = $1", ANNA)
    async with holding.transaction():
        await holding.execute(HOLD, ANNA)
        removing = asyncio.create_task(client.delete(f"/company/{HARBOUR}/users/{user_id}"))
        await wait_until_blocked(holding, removing)
        waiting = asyncio.create_task(accept_by("Ada"))
        await until_both_wait(holding)
    assert (await removing).status_code == 204
    assert (await waiting).status_code == 410
    name, is_approved, is_accepted = await state(conn)
    assert (name, is_approved, is_accepted) == ("Anna", False, None)


async def test_an_earlier_link_does_not_open_what_a_newer_one_offers(
    client: Client, conn: Connection, holding: Connection, accept_by: AcceptBy
) -> None:
    newer = {"invites": [{"search": ANNA, "user_role": "worker"}]}
    async with holding.transaction():
        await holding.execute(HOLD, ANNA)
        inviting = asyncio.create_task(client.post(INVITE, newer))
        await wait_until_blocked(holding, inviting)
        waiting = asyncio.create_task(accept_by("Ada"))
        await until_both_wait(holding)
    assert (await inviting).status_code == 202
    assert (await waiting).status_code == 410
    assert await state(conn) == PENDING
    assert await conn.fetchval("SELECT role FROM location_roles WHERE NOT is_accepted") == "worker"


async def test_who_has_just_accepted_keeps_the_role_and_is_not_invited_again(
    client: Client, conn: Connection, holding: Connection, accept_by: AcceptBy
) -> None:
    newer = {"invites": [{"search": "new@example.com"}, {"search": ANNA, "user_role": "worker"}]}
    async with holding.transaction():
        await holding.execute(HOLD, ANNA)
        waiting = asyncio.create_task(accept_by("Ada"))
        await wait_until_blocked(holding, waiting)
        inviting = asyncio.create_task(client.post(INVITE, newer))
        await until_both_wait(holding)
    assert (await waiting).status_code == 200
    refused = await inviting
    assert refused.status_code == 422
    assert refused.json()["meta"]["errors"] == [{"[invites[1].search]": ["This person has a role here already."]}]
    assert await state(conn) == ("Ada", True, True)
    roles = "SELECT role FROM location_roles WHERE user_id = (SELECT id FROM users WHERE email = $1)"
    assert await conn.fetchval(roles, ANNA) == "administrator"
    assert await conn.fetchval("SELECT count(*) FROM users WHERE email = 'new@example.com'") == 0


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [("email", "a@example.com", "b@example.com"), ("phone", "+13155550177", "+13155550188")],
)
async def test_strangers_become_users_in_the_order_of_their_logins(
    client: Client, conn: Connection, holding: Connection, column: str, first: str, second: str
) -> None:
    """So two who invite the same ones never wait for each other."""
    add = f"INSERT INTO users (name, {column}, password_hash, is_approved) VALUES ('Ann', $1, '!', false)"
    async with holding.transaction():
        await holding.execute(add, second)
        invites = {"invites": [{"search": second}, {"search": first}]}
        inviting = asyncio.create_task(client.post(INVITE, invites))
        await wait_until_blocked(holding, inviting)
        await conn.execute("SET lock_timeout = '20ms'")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await conn.execute(add, first)
    assert (await inviting).status_code == 202


async def test_a_stranger_whom_others_make_known_meanwhile_is_invited_as_that_user(
    client: Client, conn: Connection, holding: Connection
) -> None:
    others = {"invites": [{"search": "new@example.com"}, {"search": ANNA}]}
    async with holding.transaction():
        await holding.execute(
            "INSERT INTO users (name, email, password_hash, is_approved) VALUES ('Ann', $1, '!', false)", ANNA
        )
        inviting = asyncio.create_task(client.post(INVITE, others))
        await wait_until_blocked(holding, inviting)
    assert (await inviting).status_code == 202
    assert await state(conn) == ("Ann", False, False)


@pytest.mark.parametrize(
    ("meanwhile", "error"),
    [
        ("UPDATE locations SET closed_at = now() WHERE id = $1", NotFound),
        (
            """
                INSERT INTO location_roles (chain_id, location_id, user_id, role)
                SELECT l.chain_id, l.id, u.id, 'worker' FROM locations l, users u
                WHERE l.id = $1 AND u.email = 'anna@example.com'
            """,
            Invalid,
        ),
    ],
)
async def test_the_operator_waits_for_who_changes_the_location(
    conn: Connection, holding: Connection, meanwhile: str, error: type[Exception]
) -> None:
    await conn.execute(
        "INSERT INTO users (name, email, password_hash, is_approved) VALUES ('Anna', $1, '!', true)", ANNA
    )
    new = Invite(Contact(ANNA, None), None, "administrator", {}, None, "")
    async with holding.transaction():
        await holding.execute("SELECT FROM locations WHERE id = $1 FOR NO KEY UPDATE", HARBOUR)
        await holding.execute(meanwhile, HARBOUR)
        inviting = asyncio.create_task(
            operator.invite(conn, HARBOUR, new, InvitationDelivery("http://parlour.test", sends_email=False))
        )
        await wait_until_blocked(holding, inviting)
    with pytest.raises(error):
        await inviting

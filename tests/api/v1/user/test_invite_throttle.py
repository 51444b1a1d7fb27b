"""POST /user/invite/{location_id}, too often"""

import asyncio
import hashlib
from collections import Counter
from typing import Any

import httpx

from parlour.db.locks import LockKind
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.users import make_member
from tests.support.people import ABROAD, CHAIN, FOREIGNER, HARBOUR, HILLSIDE, OWNER
from tests.support.retrying import post_until_ready
from tests.support.server import serving

INVITE, INVITE_ABROAD = f"/user/invite/{HARBOUR}", f"/user/invite/{ABROAD}"
ANNA, BEN = "anna@example.com", "ben@example.com"
MADE = """
    SELECT (SELECT count(*) FROM invitations), (SELECT count(*) FROM outbox),
           (SELECT count(*) FROM location_roles WHERE NOT is_accepted), (SELECT count(*) FROM invitations_sent),
           (SELECT count(*) FROM users)
"""


def invites(*searches: str) -> dict[str, Any]:
    return {"invites": [{"search": search} for search in searches]}


async def made(conn: Connection) -> tuple[int, ...]:
    row = await conn.fetchrow(MADE)
    assert row is not None
    return tuple(row)


async def send(
    conn: Connection, times: int, *, chain: int = 99, user: int = 99, ago_s: float = 1, to: str = ""
) -> None:
    """Write down invitations that went out; without a recipient, to as many people."""
    await conn.execute(
        "INSERT INTO invitations_sent (chain_id, user_id, recipient_hash, sent_at)"
        " SELECT $1, $2, sha256(CASE $3 WHEN '' THEN 'n' || n ELSE $3 END::bytea), now() - make_interval(secs => $4)"
        " FROM generate_series(1, $5::int) AS n",
        chain,
        user,
        to,
        ago_s,
        times,
    )


async def test_one_recipient_gets_five_in_an_hour_from_all_tenants_together(client: Client, conn: Connection) -> None:
    """Q-088."""
    statuses = []
    for number in range(7):
        tenant, path = ((OWNER, INVITE), (FOREIGNER, INVITE_ABROAD))[number % 2]
        answer = await client.by(tenant).post(path, invites("Anna@Example.com" if number % 3 else ANNA))
        statuses.append(answer.status_code)
    assert statuses == [202] * 5 + [429] * 2
    wait = int(answer.headers["Retry-After"])
    assert 3500 < wait <= 3600
    assert answer.json()["meta"]["message"] == f"Too many invitations. Try again in {wait} seconds."


async def test_no_user_is_invited_when_one_reached_the_limit(client: Client, conn: Connection) -> None:
    """Q-088."""
    await send(conn, 5, to=ANNA)
    before = await made(conn)
    assert (await client.post(INVITE, invites(BEN, ANNA))).status_code == 429
    assert await made(conn) == before
    assert (await client.post(INVITE, invites(BEN))).status_code == 202


async def test_an_hour_later_there_is_room_but_not_for_more_than_fifteen_a_day(
    client: Client, conn: Connection
) -> None:
    """Q-088."""
    await send(conn, 5, to=ANNA, ago_s=3601)
    assert (await client.post(INVITE, invites(ANNA))).status_code == 202
    await send(conn, 9, to=ANNA, ago_s=23 * 3600)
    answer = await client.post(INVITE, invites(ANNA))
    assert answer.status_code == 429
    assert 3000 < int(answer.headers["Retry-After"]) <= 3600


async def test_withdrawing_an_invitation_makes_no_room(client: Client, conn: Connection) -> None:
    for _ in range(5):
        assert (await client.post(INVITE, invites(ANNA))).status_code == 202
        user_id = await conn.fetchval("SELECT id FROM users WHERE email = $1", ANNA)
        assert (await client.delete(f"/company/{HARBOUR}/users/{user_id}")).status_code == 204
    assert (await client.post(INVITE, invites(ANNA))).status_code == 429


async def test_an_invitation_that_is_refused_is_not_counted(client: Client, conn: Connection) -> None:
    before = await made(conn)
    for _ in range(6):
        assert (await client.post(INVITE, invites(ANNA, OWNER.email))).status_code == 422
    assert await made(conn) == before
    assert (await client.post(INVITE, invites(ANNA))).status_code == 202


async def test_one_inviter_invites_a_hundred_in_an_hour(client: Client, conn: Connection) -> None:
    """Q-088."""
    rita = await make_member(conn, "rita", "owner")
    await send(conn, 98, user=OWNER.id)
    assert (await client.post(INVITE, invites("a@b.c", "d@e.f", "g@h.i"))).status_code == 429
    assert (await client.post(INVITE, invites("a@b.c", "d@e.f"))).status_code == 202
    assert (await client.post(f"/user/invite/{HILLSIDE}", invites("g@h.i"))).status_code == 429
    assert (await client.by(rita).post(INVITE, invites("g@h.i"))).status_code == 202


async def test_one_chain_invites_two_hundred_in_an_hour(client: Client, conn: Connection) -> None:
    """Q-088."""
    await send(conn, 199, chain=CHAIN)
    assert (await client.post(INVITE, invites("a@b.c", "d@e.f"))).status_code == 429
    assert (await client.post(INVITE, invites("a@b.c"))).status_code == 202
    assert (await client.by(FOREIGNER).post(INVITE_ABROAD, invites("d@e.f"))).status_code == 202


async def test_expired_invitation_counts_are_deleted(client: Client, conn: Connection) -> None:
    await send(conn, 5, ago_s=24 * 3600 + 1)
    await client.post(INVITE, invites(ANNA))
    assert await conn.fetchval("SELECT count(*) FROM invitations_sent") == 1


async def test_only_the_hash_of_a_recipient_is_kept(client: Client, conn: Connection) -> None:
    await client.post(INVITE, invites(ANNA))
    row = await conn.fetchrow("SELECT chain_id, user_id, recipient_hash FROM invitations_sent")
    assert row is not None
    assert tuple(row) == (CHAIN, OWNER.id, hashlib.sha256(ANNA.encode()).digest())


async def test_tenants_who_invite_one_recipient_wait_for_each_other(client: Client, conn: Connection) -> None:
    """The first has counted, and has yet to commit: it holds the lock of the recipient."""
    await send(conn, 4, to=ANNA)
    key = int.from_bytes(hashlib.sha256(ANNA.encode()).digest()[:4], signed=True)
    async with conn.transaction():
        await conn.execute("SELECT pg_advisory_xact_lock($1, $2)", int(LockKind.RECIPIENT), key)
        asked = asyncio.create_task(client.by(FOREIGNER).post(INVITE_ABROAD, invites(ANNA)))
        while not await conn.fetchval(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        ):
            assert not asked.done(), "it did not wait"
            await asyncio.sleep(0.01)
        await send(conn, 1, to=ANNA)
    assert (await asked).status_code == 429


async def test_two_processes_count_invitations_together(database_url: str, conn: Connection) -> None:
    with serving(database_url, "--workers", "2") as server:
        limits = httpx.Limits(max_connections=12, max_keepalive_connections=0)
        async with httpx.AsyncClient(base_url=server.base_url, timeout=60, limits=limits) as client:
            asked = [
                post_until_ready(client, f"/api/v1{path}", json=invites(ANNA), headers=person.headers)
                for person, path in ((OWNER, INVITE), (FOREIGNER, INVITE_ABROAD)) * 6
            ]
            found = Counter(answer.status_code for answer in await asyncio.gather(*asked))
    assert found == {202: 5, 429: 7}
    assert await conn.fetchval("SELECT count(*) FROM invitations") == 5

"""GET /auth/sessions, DELETE /auth/sessions/{session_id}, DELETE /auth, and how sessions end"""

import asyncio
import time

import msgspec
import pytest

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import HARBOUR, MANAGER, OWNER, PARTNER, PASSWORD, Person

UNKNOWN = {"message": "The user token is unknown or revoked."}


IS_LISTENING = """
    SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database())
"""


@pytest.fixture
async def client(client: Client, conn: Connection) -> Client:
    """The server has come so far that it remembers who a pair of tokens is, so that it has something to forget."""
    end = time.monotonic() + 20
    while not await conn.fetchval(IS_LISTENING):
        assert time.monotonic() < end
        await asyncio.sleep(0.005)
    return client


async def _sign_in(client: Client, device: str) -> Person:
    """The owner with a token of a new session."""
    body = {"login": OWNER.email, "password": PASSWORD}
    response = await client.by(PARTNER).post("/auth", body, headers={"User-Agent": device})
    return msgspec.structs.replace(OWNER, user_token=response.json()["data"]["user_token"])


async def _open_session(conn: Connection, device: str, *, used_hours_ago: int = 0) -> tuple[int, Person]:
    """The same without the slow check of the password: the session's id, and the owner with its token."""
    token = f"token-of-{device}"
    session_id: int = await conn.fetchval(
        "INSERT INTO sessions (user_id, partner_id, token_hash, device, last_used_at)"
        " VALUES ($1, 1, $2, $3, now() - make_interval(hours => $4)) RETURNING id",
        OWNER.id,
        hash_token(token),
        device,
        used_hours_ago,
    )
    return session_id, msgspec.structs.replace(OWNER, user_token=token)


# The time for word of a change to get round, on a busy machine; what is remembered lasts 5 s by itself.
AT_ONCE_S = 3


async def _dies(client: Client, person: Person) -> bool:
    """Whether the person's token stops working at once."""
    end = time.monotonic() + AT_ONCE_S
    while (response := await client.by(person).get(f"/goods/{HARBOUR}")).status_code == 200:
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.01)
    return response.status_code == 401


async def test_a_session_shows_where_the_user_signed_in(client: Client) -> None:
    owner = await _sign_in(client, "till/1.0 (Harbour)")
    session, earlier = (await client.by(owner).get("/auth/sessions")).json()["data"]
    assert session.pop("id") > earlier.pop("id")
    for instant in (session.pop("created_at"), session.pop("last_used_at")):
        assert instant.startswith("20")
        assert instant.endswith("+0000")
    assert session == {"partner": "Tests", "device": "till/1.0 (Harbour)", "ip": "192.0.2.1", "is_current": True}
    assert (earlier["device"], earlier["ip"], earlier["is_current"]) == ("tests", None, False)


async def test_a_device_is_shown_without_what_cannot_be_displayed(client: Client) -> None:
    owner = await _sign_in(client, "till\t1.0 (Harbour)")
    assert (await client.by(owner).get("/auth/sessions")).json()["data"][0]["device"] == "till1.0 (Harbour)"


async def test_a_device_is_shown_as_far_as_there_is_room(client: Client) -> None:
    owner = await _sign_in(client, "x" * 300)
    assert (await client.by(owner).get("/auth/sessions")).json()["data"][0]["device"] == "x" * 255


async def test_the_session_used_last_comes_first(client: Client, conn: Connection) -> None:
    await _open_session(conn, "till", used_hours_ago=2)
    await _open_session(conn, "desk", used_hours_ago=3)
    await _open_session(conn, "phone", used_hours_ago=1)
    sessions = (await client.get("/auth/sessions")).json()["data"]
    assert [session["device"] for session in sessions] == ["tests", "phone", "till", "desk"]


async def test_using_a_token_brings_its_session_to_the_front(client: Client, conn: Connection) -> None:
    await _open_session(conn, "phone", used_hours_ago=1)
    _, till = await _open_session(conn, "till", used_hours_ago=2)
    await client.by(till).get("/groups")
    sessions = (await client.by(till).get("/auth/sessions")).json()["data"]
    assert sessions[0]["device"] == "till"


async def test_only_own_sessions_that_have_not_ended_are_shown(client: Client, conn: Connection) -> None:
    session_id, _ = await _open_session(conn, "till")
    await conn.execute("UPDATE sessions SET revoked_at = now() WHERE id = $1", session_id)
    sessions = (await client.get("/auth/sessions")).json()["data"]
    assert [session["device"] for session in sessions] == ["tests"]


async def test_a_deleted_session_is_dead_at_once(client: Client, conn: Connection) -> None:
    for number in range(20):
        session_id, till = await _open_session(conn, f"till-{number}")
        assert (await client.by(till).get(f"/goods/{HARBOUR}")).status_code == 200
        assert (await client.delete(f"/auth/sessions/{session_id}")).status_code == 204
        response = await client.by(till).get(f"/goods/{HARBOUR}")
        assert response.status_code == 401
        assert response.json()["meta"] == UNKNOWN


async def test_deleting_a_session_leaves_the_others_alone(client: Client, conn: Connection) -> None:
    session_id, _ = await _open_session(conn, "till")
    assert (await client.delete(f"/auth/sessions/{session_id}")).status_code == 204
    assert (await client.get("/groups")).status_code == 200


async def test_a_session_of_another_user_is_not_found_and_stays(client: Client, conn: Connection) -> None:
    session_id = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", MANAGER.id)
    foreign = await client.delete(f"/auth/sessions/{session_id}")
    unknown = await client.delete("/auth/sessions/999999")
    assert foreign.status_code == 404
    assert foreign.content == unknown.content
    assert (await client.by(MANAGER).get("/groups")).status_code == 200


async def test_a_session_ends_only_once(client: Client, conn: Connection) -> None:
    session_id, _ = await _open_session(conn, "till")
    statuses = [(await client.delete(f"/auth/sessions/{session_id}")).status_code for _ in range(2)]
    assert statuses == [204, 404]


async def test_signing_out_kills_the_token_at_once(client: Client, conn: Connection) -> None:
    for number in range(20):
        _, till = await _open_session(conn, f"till-{number}")
        assert (await client.by(till).get(f"/goods/{HARBOUR}")).status_code == 200
        assert (await client.by(till).delete("/auth")).status_code == 204
        response = await client.by(till).get(f"/goods/{HARBOUR}")
        assert response.status_code == 401
        assert response.json()["meta"] == UNKNOWN


async def test_signing_out_leaves_other_sessions_alone(client: Client, conn: Connection) -> None:
    _, till = await _open_session(conn, "till")
    await client.by(till).delete("/auth")
    assert (await client.get("/groups")).status_code == 200


async def test_a_revoked_partner_is_dead_at_once(client: Client, conn: Connection) -> None:
    assert (await client.get(f"/goods/{HARBOUR}")).status_code == 200
    await conn.execute("UPDATE partners SET revoked_at = now()")
    assert await _dies(client, OWNER)


async def test_a_user_who_is_no_longer_approved_is_dead_at_once(client: Client, conn: Connection) -> None:
    assert (await client.get(f"/goods/{HARBOUR}")).status_code == 200
    await conn.execute("UPDATE users SET is_approved = false WHERE id = $1", OWNER.id)
    assert await _dies(client, OWNER)


async def test_a_new_password_kills_earlier_tokens_at_once(client: Client, conn: Connection) -> None:
    assert (await client.get(f"/goods/{HARBOUR}")).status_code == 200
    async with conn.transaction():
        await conn.execute("UPDATE users SET password_hash = 'new' WHERE id = $1", OWNER.id)
        await conn.execute("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", OWNER.id)
    assert await _dies(client, OWNER)
    assert (await client.by(MANAGER).get("/groups")).status_code == 200


async def test_a_role_taken_away_is_felt_at_once(client: Client, conn: Connection) -> None:
    manager = client.by(MANAGER)
    assert (await manager.get(f"/goods/{HARBOUR}")).status_code == 200
    await conn.execute("UPDATE location_roles SET role = 'worker' WHERE user_id = $1", MANAGER.id)
    end = time.monotonic() + AT_ONCE_S
    while (response := await manager.get(f"/goods/{HARBOUR}")).status_code == 200:
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    assert response.status_code == 403


FIND_LAST_USE = "SELECT last_used_at, now() - last_used_at < interval '1 minute' AS is_new FROM sessions WHERE id = $1"


async def test_the_use_of_a_session_is_noted_once_a_minute(client: Client, conn: Connection) -> None:
    """Not oftener: each would be one more write for a request that reads."""
    session_id, owner = await _open_session(conn, "till", used_hours_ago=1)
    assert (await client.by(owner).get(f"/goods/{HARBOUR}")).status_code == 200
    noted = await conn.fetchrow(FIND_LAST_USE, session_id)
    assert noted is not None
    assert noted["is_new"]
    assert (await client.by(owner).get("/auth/sessions")).status_code == 200
    assert await conn.fetchrow(FIND_LAST_USE, session_id) == noted


async def test_sessions_that_were_used_at_the_same_moment_come_newest_first(client: Client, conn: Connection) -> None:
    numbers = [(await _open_session(conn, f"till {number}"))[0] for number in range(5)]
    await conn.execute("UPDATE sessions SET last_used_at = now() WHERE id = ANY ($1)", numbers)
    listed = (await client.get("/auth/sessions")).json()["data"]
    assert [session["id"] for session in listed if session["id"] in numbers] == numbers[::-1]

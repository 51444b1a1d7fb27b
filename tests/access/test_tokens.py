"""Which tokens are known: of integrations, of users, and of people who book; and what locks them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from parlour.access.identity import Client, Identity, Partner
from parlour.access.tokens import (
    PARTNER_UNKNOWN,
    SESSION_ENDED,
    get_client,
    get_identity,
    get_partner,
    hash_token,
    lock_partner,
    lock_session,
)
from parlour.db.pool import Connection
from parlour.errors import Unauthenticated
from tests.support.factories.client_accounts import make_account
from tests.support.factories.users import make_user
from tests.support.people import OWNER, PARTNER_TOKEN, Person
from tests.support.row_locks import locked
from tests.support.waiting import wait_until_blocked

ACCESS_VERSION = "SELECT changed_in FROM access_version"
BARE, GONE = "bare-partner-token", "gone-partner-token"
MAYA, NOA = "client-token-of-13155550177", "client-token-of-13155550178"


@pytest.fixture
async def partners(conn: Connection) -> dict[str, int]:
    """The ids of three integrations by their tokens. The third was revoked."""
    for token in (BARE, GONE):
        await conn.execute(
            "INSERT INTO partners (title, token_hash, answers_bare, revoked_at)"
            " VALUES ($1, $2, $1 = $3, CASE WHEN $1 <> $3 THEN now() END)",
            token,
            hash_token(token),
            BARE,
        )
    found = {bytes(row["token_hash"]): row["id"] for row in await conn.fetch("SELECT id, token_hash FROM partners")}
    return {token: found[hash_token(token)] for token in (PARTNER_TOKEN, BARE, GONE)}


@pytest.fixture
async def user(conn: Connection) -> Person:
    """A user whose session has another number than the user."""
    await conn.execute("SELECT setval('sessions_id_seq', 500)")
    return await make_user(conn, "wanda")


async def refusal(looking: Awaitable[object]) -> str:
    with pytest.raises(Unauthenticated) as refused:
        await looking
    return refused.value.message


async def test_a_partner_is_found_by_the_own_token_until_it_is_revoked(
    conn: Connection, partners: dict[str, int]
) -> None:
    assert await get_partner(conn, PARTNER_TOKEN) == Partner(partners[PARTNER_TOKEN], answers_bare=False)
    assert await get_partner(conn, BARE) == Partner(partners[BARE], answers_bare=True)
    for token in (GONE, "no-token"):
        assert await refusal(get_partner(conn, token)) == PARTNER_UNKNOWN


async def test_a_user_is_found_by_both_tokens_together(
    conn: Connection, partners: dict[str, int], user: Person
) -> None:
    token = user.user_token or ""
    version = await conn.fetchval(ACCESS_VERSION)
    assert await get_identity(conn, PARTNER_TOKEN, token) == Identity(
        partners[PARTNER_TOKEN], user.id, 501, answers_bare=False, access_version=version
    )
    assert await refusal(get_identity(conn, BARE, token)) == SESSION_ENDED
    assert await refusal(get_identity(conn, GONE, token)) == PARTNER_UNKNOWN
    assert await refusal(get_identity(conn, PARTNER_TOKEN, "no-token")) == SESSION_ENDED
    await conn.execute("UPDATE sessions SET partner_id = $1 WHERE id = 501", partners[BARE])
    later = await conn.fetchval(ACCESS_VERSION)
    assert later > version
    assert await get_identity(conn, BARE, token) == Identity(
        partners[BARE], user.id, 501, answers_bare=True, access_version=later
    )
    assert await refusal(get_identity(conn, PARTNER_TOKEN, token)) == SESSION_ENDED


async def test_without_a_version_of_access_it_is_unknown(conn: Connection, user: Person) -> None:
    await conn.execute("DELETE FROM access_version")
    assert (await get_identity(conn, PARTNER_TOKEN, user.user_token or "")).access_version == 0


ENDED = {
    "session": "UPDATE sessions SET revoked_at = now() WHERE id = 501",
    "user": "UPDATE users SET is_approved = false WHERE name = 'wanda'",
    "partner": "UPDATE partners SET revoked_at = now() WHERE id = 1",
}


@pytest.mark.parametrize("ended", ENDED)
async def test_what_ends_a_session_ends_no_other(
    conn: Connection, partners: dict[str, int], user: Person, ended: str
) -> None:
    """The other one is of another user, with another integration."""
    other_token = OWNER.user_token or ""
    await conn.execute("UPDATE sessions SET partner_id = $1 WHERE user_id = $2", partners[BARE], OWNER.id)
    await conn.execute(ENDED[ended])
    message = PARTNER_UNKNOWN if ended == "partner" else SESSION_ENDED
    assert await refusal(get_identity(conn, PARTNER_TOKEN, user.user_token or "")) == message
    assert await refusal(lock_session(conn, 501)) == SESSION_ENDED
    assert (await get_identity(conn, BARE, other_token)).user_id == OWNER.id
    session_id = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", OWNER.id)
    assert await lock_session(conn, session_id) == partners[BARE]


async def test_a_session_is_in_use_again_after_more_than_a_minute(conn: Connection, user: Person) -> None:
    """The time is the transaction's, so a minute is exactly one."""
    age = "SELECT now() - last_used_at FROM sessions WHERE id = $1"
    async with conn.transaction():
        for before, minutes_later in (("60", 1), ("60.000001", 0), ("0", 0)):
            await conn.execute("UPDATE sessions SET last_used_at = now() - $1::text::float8 * interval '1 s'", before)
            await get_identity(conn, PARTNER_TOKEN, user.user_token or "")
            assert (await conn.fetchval(age, 501)).total_seconds() == 60 * minutes_later
            assert (await conn.fetchval(age, 1)).total_seconds() == float(before)


async def test_who_books_is_found_by_both_tokens_together(conn: Connection, partners: dict[str, int]) -> None:
    await conn.execute("SELECT setval('client_sessions_id_seq', 600)")
    maya = await make_account(conn, "13155550177")
    await make_account(conn, "13155550178")
    partner = Partner(partners[PARTNER_TOKEN], answers_bare=False)
    assert await get_client(conn, PARTNER_TOKEN, MAYA) == Client(partner, maya.id, 601, MAYA)
    assert (await get_client(conn, PARTNER_TOKEN, NOA)).session_id == 602
    assert await refusal(get_client(conn, BARE, MAYA)) == SESSION_ENDED
    assert await refusal(get_client(conn, GONE, MAYA)) == PARTNER_UNKNOWN
    assert await refusal(get_client(conn, PARTNER_TOKEN, "no-token")) == SESSION_ENDED
    await conn.execute("UPDATE client_sessions SET revoked_at = now() WHERE id = 601")
    assert await refusal(get_client(conn, PARTNER_TOKEN, MAYA)) == SESSION_ENDED
    assert (await get_client(conn, PARTNER_TOKEN, NOA)).session_id == 602


async def test_a_session_and_a_partner_are_locked_and_no_others(
    conn: Connection, partners: dict[str, int], user: Person, other: Connection
) -> None:
    async with conn.transaction():
        assert await lock_session(conn, 501) == partners[PARTNER_TOKEN]
        assert await locked(other, "sessions", "id") == [(501,)]
        assert await locked(other, "partners", "id") == []
        await lock_partner(conn, partners[BARE])
        assert await locked(other, "partners", "id") == [(partners[BARE],)]
    for gone in (partners[GONE], 999):
        assert await refusal(lock_partner(conn, gone)) == PARTNER_UNKNOWN


Locking = Callable[[Connection], Awaitable[Any]]
WAITING: dict[str, tuple[str, Locking]] = {
    SESSION_ENDED: (ENDED["session"], lambda conn: lock_session(conn, 501)),
    PARTNER_UNKNOWN: (ENDED["partner"], lambda conn: lock_partner(conn, 1)),
}


@pytest.mark.parametrize("message", WAITING)
async def test_what_ended_while_waiting_for_the_lock_counts(
    conn: Connection, user: Person, other: Connection, message: str
) -> None:
    ended, lock = WAITING[message]
    async with other.transaction():
        await other.execute(ended)
        waiting = asyncio.ensure_future(lock(conn))
        await wait_until_blocked(other, waiting)
    assert await refusal(waiting) == message

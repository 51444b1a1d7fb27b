"""Signing in while the password is changed: no session outlives the change that was to end all of them."""

import asyncio
import hashlib

import asyncpg
import pytest
from argon2 import PasswordHasher

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import MANAGER, PARTNER, PASSWORD
from tests.support.waiting import wait_until_blocked

SIGN_IN = "/auth"
OPEN_SESSIONS = "SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL"
CREDENTIALS = {"login": MANAGER.email, "password": PASSWORD}


async def change_password(conn: Connection, password_hash: str) -> None:
    """As `parlour users` does: the password, and with it all that was opened with the old one."""
    await conn.execute("UPDATE users SET password_hash = $2 WHERE id = $1", MANAGER.id, password_hash)
    await conn.execute("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", MANAGER.id)


async def test_a_password_that_is_changed_meanwhile_opens_nothing(client: Client, conn: Connection) -> None:
    new = PasswordHasher().hash("another password altogether")
    async with conn.transaction():
        await change_password(conn, new)
        request = asyncio.create_task(client.by(PARTNER).post(SIGN_IN, CREDENTIALS))
        await wait_until_blocked(conn, request)
    assert (await request).status_code == 401
    assert await conn.fetchval(OPEN_SESSIONS, MANAGER.id) == 0


async def test_a_password_is_not_changed_before_the_session_is_there_to_be_ended(
    client: Client, conn: Connection, database_url: str
) -> None:
    """The test holds a failed attempt, which signing in clears after it has opened the session."""
    await conn.execute(
        "INSERT INTO sign_in_failures (login_hash, ip) VALUES ($1, '192.0.2.1')",
        hashlib.sha256(MANAGER.email.encode()).digest(),
    )
    other = await asyncpg.connect(database_url)
    async with conn.transaction():
        await conn.execute("SELECT FROM sign_in_failures FOR UPDATE")
        request = asyncio.create_task(client.by(PARTNER).post(SIGN_IN, CREDENTIALS))
        await wait_until_blocked(conn, request)
        await other.execute("SET lock_timeout = '50ms'")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await change_password(other, "another")
    assert (await request).status_code == 201
    await other.close()


async def test_of_two_who_end_a_session_one_finds_it(client: Client, conn: Connection) -> None:
    own = await conn.fetchval("SELECT id FROM sessions WHERE token_hash = $1", hash_token(MANAGER.user_token or ""))
    spare = await conn.fetchval(
        "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, 1, '\\x01', 'spare') RETURNING id",
        MANAGER.id,
    )
    async with conn.transaction():
        await conn.execute("UPDATE sessions SET revoked_at = now() WHERE id = $1", spare)
        request = asyncio.create_task(client.by(MANAGER).delete(f"/auth/sessions/{spare}"))
        await wait_until_blocked(conn, request)
    assert (await request).status_code == 404
    assert own != spare


async def test_ending_a_session_waits_for_no_other(client: Client, conn: Connection, database_url: str) -> None:
    other = await asyncpg.connect(database_url)
    own = hash_token(MANAGER.user_token or "")
    async with other.transaction():
        await other.execute("SELECT FROM sessions WHERE token_hash <> $1 FOR UPDATE", own)
        assert (await client.by(MANAGER).delete(SIGN_IN)).status_code == 204
    await other.close()
    assert await conn.fetchval(OPEN_SESSIONS, MANAGER.id) == 0

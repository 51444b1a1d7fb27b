"""Statements on users, partners, sessions and failed sign-ins. These tables belong to no chain."""

from typing import LiteralString

from parlour.areas.accounts.model import (
    FAILURE_WINDOW,
    MAX_FAILURES_PER_ADDRESS,
    MAX_FAILURES_PER_LOGIN,
    Client,
    Failures,
    IpAddress,
    Session,
    User,
)
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

FIND_USER_BY_LOGIN: LiteralString = """
    SELECT id, name, email, phone, avatar_url, is_approved, is_email_confirmed, password_hash
    FROM users WHERE email = $1 OR phone = $1
"""


async def find_user_by_login(conn: Connection, login: str) -> User | None:
    return to_struct_or_none(User, await conn.fetchrow(FIND_USER_BY_LOGIN, login))


COUNT_FAILURES: LiteralString = """
    SELECT (array_agg(failed_at ORDER BY failed_at DESC) FILTER (WHERE login_hash = $1))[$4::int] AS login_limit_at,
           (array_agg(failed_at ORDER BY failed_at DESC) FILTER (WHERE ip = $2))[$5::int] AS address_limit_at,
           coalesce(bool_or(login_hash = $1 AND ip = $2), false) AS failed_from_here,
           now() AS now
    FROM sign_in_failures WHERE (login_hash = $1 OR ip = $2) AND failed_at > now() - $3::interval
"""


async def count_failures(conn: Connection, login_hash: bytes, ip: IpAddress) -> Failures:
    row = await conn.fetchrow(
        COUNT_FAILURES, login_hash, ip, FAILURE_WINDOW, MAX_FAILURES_PER_LOGIN, MAX_FAILURES_PER_ADDRESS
    )
    assert row is not None  # noqa: S101 - an aggregate always gives a row
    return to_struct(Failures, row)


ADD_FAILURE: LiteralString = """
    WITH expired AS (DELETE FROM sign_in_failures WHERE failed_at < now() - $3::interval)
    INSERT INTO sign_in_failures (login_hash, ip) VALUES ($1, $2)
"""


async def add_failure(conn: Connection, login_hash: bytes, ip: IpAddress) -> None:
    """Notes a failure, and drops those that no longer count."""
    await conn.execute(ADD_FAILURE, login_hash, ip, FAILURE_WINDOW)


CLEAR_FAILURES: LiteralString = "DELETE FROM sign_in_failures WHERE login_hash = $1 AND ip = $2"


async def clear_failures(conn: Connection, login_hash: bytes, ip: IpAddress) -> None:
    await conn.execute(CLEAR_FAILURES, login_hash, ip)


# The hash must still be the one that was checked: a password changed meanwhile opens nothing. And it must stay so
# until the session is there to be revoked with all others.
CREATE_SESSION: LiteralString = """
    INSERT INTO sessions (user_id, partner_id, token_hash, device, ip)
    SELECT id, $3, $4, $5, $6 FROM users WHERE id = $1 AND password_hash = $2 FOR SHARE
    RETURNING id
"""


async def create_session(conn: Connection, user: User, client: Client, token_hash: bytes) -> int | None:
    """The session's id; None when the password was changed since the user was read."""
    session_id: int | None = await conn.fetchval(
        CREATE_SESSION, user.id, user.password_hash, client.partner_id, token_hash, client.device, client.ip
    )
    return session_id


LIST_SESSIONS: LiteralString = """
    SELECT s.id, p.title AS partner_title, s.device, s.ip, s.created_at, s.last_used_at
    FROM sessions s JOIN partners p ON p.id = s.partner_id
    WHERE s.user_id = $1 AND s.revoked_at IS NULL AND p.revoked_at IS NULL
    ORDER BY s.last_used_at DESC, s.id DESC
"""


async def list_sessions(conn: Connection, user_id: int) -> list[Session]:
    return to_structs(Session, await conn.fetch(LIST_SESSIONS, user_id))


REVOKE_SESSION: LiteralString = """
    UPDATE sessions SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING id
"""


async def revoke_session(conn: Connection, session_id: int, user_id: int) -> bool:
    """Whether there was such a session of the user to end."""
    return await conn.fetchval(REVOKE_SESSION, session_id, user_id) is not None

"""Statements on users, partners, sessions and failed sign-ins. These tables belong to no chain.

Who works in a location, and so whose sessions may be looked at or ended there, is bound to its chain.
"""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.accounts.model import (
    FAILURE_WINDOW,
    MAX_FAILURES_PER_ADDRESS,
    MAX_FAILURES_PER_LOGIN,
    Client,
    Colleague,
    Failures,
    IpAddress,
    LastSignIn,
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


TELL_OF_FAILURE: LiteralString = """
    SELECT record_of_user($1, 'user', $1, 'sign_in_failed', NULL, jsonb_build_object('device', $2::text))
"""


async def tell_of_failure(conn: Connection, user_id: int | None, device: str) -> None:
    """Tells the audit log of each chain that the user works for.

    Asked for logins that nobody has as well, so that they take as long.
    """
    await conn.execute(TELL_OF_FAILURE, user_id, device)


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


# A role in the chain is the one that counts; whoever has it may have another here besides.
LIST_LAST_SIGN_INS: LiteralString = """
    SELECT u.id AS user_id, u.name AS user_name, m.role, s.created_at AS signed_in_at, s.ip, s.device,
           p.title AS partner_title,
           (SELECT count(*) FROM sessions o JOIN partners op ON op.id = o.partner_id AND op.revoked_at IS NULL
            WHERE o.user_id = u.id AND o.revoked_at IS NULL) AS open_sessions
    FROM (
        SELECT user_id, role FROM chain_roles WHERE chain_id = $1
        UNION ALL
        SELECT user_id, role FROM location_roles
        WHERE chain_id = $1 AND location_id = $2 AND is_accepted
          AND user_id NOT IN (SELECT user_id FROM chain_roles WHERE chain_id = $1)
    ) AS m
    JOIN users u ON u.id = m.user_id
    LEFT JOIN LATERAL (SELECT created_at, ip, device, partner_id FROM sessions WHERE user_id = u.id
                       ORDER BY id DESC LIMIT 1) AS s ON true
    LEFT JOIN partners p ON p.id = s.partner_id
    ORDER BY u.id
"""


async def list_last_sign_ins(conn: Connection, tenant: Tenant) -> list[LastSignIn]:
    """Everybody who works in the location, in the order of their ids."""
    return to_structs(LastSignIn, await conn.fetch(LIST_LAST_SIGN_INS, tenant.chain_id, tenant.location_id))


FIND_COLLEAGUE: LiteralString = """
    SELECT u.id AS user_id, cr.role AS chain_role, lr.role AS location_role
    FROM users u
    LEFT JOIN chain_roles cr ON cr.chain_id = $1 AND cr.user_id = u.id
    LEFT JOIN location_roles lr
        ON lr.chain_id = $1 AND lr.location_id = $2 AND lr.user_id = u.id AND lr.is_accepted
    WHERE u.id = $3 AND (cr.role IS NOT NULL OR lr.role IS NOT NULL)
"""


async def find_colleague(conn: Connection, tenant: Tenant, user_id: int) -> Colleague | None:
    """A user, if they work in the location."""
    row = await conn.fetchrow(FIND_COLLEAGUE, tenant.chain_id, tenant.location_id, user_id)
    return to_struct_or_none(Colleague, row)


END_SESSIONS: LiteralString = "UPDATE sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL"


async def end_sessions(conn: Connection, user_id: int) -> None:
    """Ends all that the user has open, wherever it was opened."""
    await conn.execute(END_SESSIONS, user_id)

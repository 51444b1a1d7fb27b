"""Statements on users, partners and sessions. These tables belong to no chain.

Statements on users who work in a location, and on their sessions, are restricted to its chain.
"""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.accounts.model import (
    Colleague,
    LastSignIn,
    Session,
    SignInOrigin,
    User,
)
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

FIND_USER_BY_LOGIN: LiteralString = """
    SELECT id, name, email, phone, avatar_url, is_approved, is_email_confirmed, password_hash
    FROM users WHERE email = $1 OR phone = $1
"""


async def find_user_by_login(conn: Connection, login: str) -> User | None:
    return to_struct_or_none(User, await conn.fetchrow(FIND_USER_BY_LOGIN, login))


# The hash must still be the one that was checked: after a password change no session is created. The row lock keeps it
# the same until the session exists and can be revoked with all others.
CREATE_SESSION: LiteralString = """
    INSERT INTO sessions (user_id, partner_id, token_hash, device, ip)
    SELECT id, $3, $4, $5, $6 FROM users WHERE id = $1 AND password_hash = $2 FOR SHARE
    RETURNING id
"""


async def create_session(conn: Connection, user: User, origin: SignInOrigin, token_hash: bytes) -> int | None:
    """Create a session and return its id; None when the password was changed since the user was read."""
    session_id: int | None = await conn.fetchval(
        CREATE_SESSION, user.id, user.password_hash, origin.partner_id, token_hash, origin.device, origin.ip
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
    """End a session of the user. Return False when the user has no open session with the id."""
    return await conn.fetchval(REVOKE_SESSION, session_id, user_id) is not None


# A role in the chain takes precedence over a role in the location.
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
    """List all users who work in the location, ordered by id."""
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
    """Return the user, or None if they don't work in the location."""
    row = await conn.fetchrow(FIND_COLLEAGUE, tenant.chain_id, tenant.location_id, user_id)
    return to_struct_or_none(Colleague, row)


END_SESSIONS: LiteralString = "UPDATE sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL"


async def end_sessions(conn: Connection, user_id: int) -> None:
    """End all sessions of the user, in every chain and integration."""
    await conn.execute(END_SESSIONS, user_id)

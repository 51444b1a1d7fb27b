"""Statements of the server's operator: partners, users, and all users' sessions. Only the command line uses them."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.areas.accounts.model import IpAddress, normalize_login
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs
from parlour.emails import is_normalized_email
from parlour.errors import Conflict


class Partner(msgspec.Struct, frozen=True):
    """An integration, without its token."""

    id: int
    title: str
    answers_bare: bool
    created_at: datetime
    revoked_at: datetime | None


class NewUser(msgspec.Struct, frozen=True):
    """A user to be made. `phone` is E.164 with a plus, `email` in lower case."""

    name: str
    email: str | None
    phone: str | None
    password_hash: str


class User(msgspec.Struct, frozen=True):
    """A user as an operator sees one."""

    id: int
    name: str
    email: str | None
    phone: str | None
    is_approved: bool
    created_at: datetime


class Session(msgspec.Struct, frozen=True):
    """A session of any user, open or ended. `login` is the user's email address, else the phone number."""

    id: int
    user_id: int
    login: str
    partner_id: int
    partner_title: str
    device: str
    ip: IpAddress | None
    created_at: datetime
    last_used_at: datetime
    revoked_at: datetime | None


class EndedSessions(msgspec.Struct, frozen=True):
    """The user whose sessions were ended, and how many there were."""

    user_id: int
    ended_sessions: int


class PasswordSet(msgspec.Struct, frozen=True):
    """The user whose password was set, and how many sessions that ended."""

    user_id: int
    ended_sessions: int


CREATE_PARTNER: LiteralString = """
    INSERT INTO partners (title, token_hash, answers_bare) VALUES ($1, $2, $3) RETURNING id
"""


async def create_partner(conn: Connection, title: str, token_hash: bytes, *, answers_bare: bool = False) -> int:
    partner_id: int = await conn.fetchval(CREATE_PARTNER, title, token_hash, answers_bare)
    return partner_id


LIST_PARTNERS: LiteralString = "SELECT id, title, answers_bare, created_at, revoked_at FROM partners ORDER BY id"


async def list_partners(conn: Connection) -> list[Partner]:
    return to_structs(Partner, await conn.fetch(LIST_PARTNERS))


REVOKE_PARTNER: LiteralString = """
    UPDATE partners SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL
    RETURNING id, title, answers_bare, created_at, revoked_at
"""


async def revoke_partner(conn: Connection, partner_id: int) -> Partner | None:
    """Revoke a partner's token. Return the partner, or None when there is no partner with a valid token."""
    return to_struct_or_none(Partner, await conn.fetchrow(REVOKE_PARTNER, partner_id))


CREATE_USER: LiteralString = """
    INSERT INTO users (name, email, phone, password_hash) VALUES ($1, $2, $3, $4) RETURNING id
"""


async def create_user(conn: Connection, new: NewUser) -> int:
    """Create a user and return the id. Raise `Conflict` for an email address or a phone number that another has."""
    taken = {
        "users_email_key": Conflict("There is a user with this email already."),
        "users_phone_key": Conflict("There is a user with this phone number already."),
    }
    with violations_mean(taken):
        user_id: int = await conn.fetchval(CREATE_USER, new.name, new.email, new.phone, new.password_hash)
    return user_id


LIST_USERS: LiteralString = "SELECT id, name, email, phone, is_approved, created_at FROM users ORDER BY id"


async def list_users(conn: Connection) -> list[User]:
    return to_structs(User, await conn.fetch(LIST_USERS))


# A trigger of the table ends the sessions; they are counted here as they were before the update.
SET_PASSWORD: LiteralString = """
    UPDATE users SET password_hash = $2 WHERE id = $1
    RETURNING id AS user_id, (
        SELECT count(*) FROM sessions WHERE user_id = users.id AND revoked_at IS NULL) AS ended_sessions
"""  # noqa: S105 - a statement, not a password


async def set_password(conn: Connection, user_id: int, password_hash: str) -> PasswordSet:
    """Set the password of an existing user."""
    row = await conn.fetchrow(SET_PASSWORD, user_id, password_hash)
    assert row is not None  # noqa: S101 - users are never deleted
    return to_struct(PasswordSet, row)


LIST_INTERNATIONAL_EMAILS: LiteralString = """
    SELECT id, email FROM users WHERE octet_length(email) <> length(email) ORDER BY id
"""
RENAME_EMAILS: LiteralString = """
    UPDATE users SET email = new.email FROM unnest($1::bigint[], $2::text[]) AS new (id, email)
    WHERE users.id = new.id AND NOT EXISTS (SELECT FROM users WHERE email = new.email)
"""


async def normalize_emails(conn: Connection) -> None:
    """Convert stored addresses with an international domain to today's form.

    An address that doesn't fit the grammar stays as it is: its user can still sign in with it, but gets no mail.
    """
    ids: dict[str, int] = {}
    for row in await conn.fetch(LIST_INTERNATIONAL_EMAILS):
        if is_normalized_email(normal := normalize_login(row["email"])):
            ids.setdefault(normal, row["id"])
    await conn.execute(RENAME_EMAILS, list(ids.values()), list(ids))


LIST_SESSIONS: LiteralString = """
    SELECT s.id, s.user_id, coalesce(u.email, u.phone) AS login, s.partner_id, p.title AS partner_title,
           s.device, s.ip, s.created_at, s.last_used_at, s.revoked_at
    FROM sessions s JOIN users u ON u.id = s.user_id JOIN partners p ON p.id = s.partner_id
    WHERE $1::bigint IS NULL OR s.user_id = $1
    ORDER BY s.id
"""


async def list_sessions(conn: Connection, user_id: int | None) -> list[Session]:
    """List the sessions of one user or of all, ended ones included."""
    return to_structs(Session, await conn.fetch(LIST_SESSIONS, user_id))


REVOKE_SESSION: LiteralString = """
    UPDATE sessions s SET revoked_at = now() FROM users u, partners p
    WHERE s.id = $1 AND s.revoked_at IS NULL AND u.id = s.user_id AND p.id = s.partner_id
    RETURNING s.id, s.user_id, coalesce(u.email, u.phone) AS login, s.partner_id, p.title AS partner_title,
              s.device, s.ip, s.created_at, s.last_used_at, s.revoked_at
"""


async def revoke_session(conn: Connection, session_id: int) -> Session | None:
    """Revoke a session. Return it, or None when there is no open session with the id."""
    return to_struct_or_none(Session, await conn.fetchrow(REVOKE_SESSION, session_id))


END_SESSIONS: LiteralString = """
    WITH ended AS (
        UPDATE sessions s SET revoked_at = now() FROM users u
        WHERE (u.email = $1 OR u.phone = $1) AND s.user_id = u.id AND s.revoked_at IS NULL RETURNING s.id
    )
    SELECT id AS user_id, (SELECT count(*) FROM ended) AS ended_sessions FROM users WHERE email = $1 OR phone = $1
"""


async def end_sessions(conn: Connection, login: str) -> EndedSessions | None:
    """End all sessions of a user. Return whose and how many, or None when no user has the login."""
    return to_struct_or_none(EndedSessions, await conn.fetchrow(END_SESSIONS, login))

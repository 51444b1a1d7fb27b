"""Tokens: random, shown once, stored as a hash. Finding the partner and the user of a token."""

import hashlib
import secrets
from typing import LiteralString

from parlour.access.identity import Client, Identity, Partner
from parlour.access.ip_allowlist import list_allowlists
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none
from parlour.errors import Unauthenticated

TOKEN_BYTES = 24  # 192 random bits
SESSION_ENDED = "The user token is unknown or revoked."
PARTNER_UNKNOWN = "The partner token is unknown or revoked."

FIND_PARTNER: LiteralString = """
    SELECT id AS partner_id, answers_bare FROM partners WHERE token_hash = $1 AND revoked_at IS NULL
"""
# A user token works only together with the token of the integration that it was issued to. One statement, so that what
# it finds, and all that is looked up later, is as new as `access_version` or newer.
FIND_IDENTITY: LiteralString = """
    SELECT p.id AS partner_id, p.answers_bare, s.user_id, s.id AS session_id,
           s.last_used_at < now() - interval '1 minute' AS is_unseen,
           EXISTS (SELECT FROM location_roles lr
                   WHERE lr.user_id = s.user_id AND lr.rights @> '{"auth_enable_check_ip": true}') AS is_restricted,
           coalesce((SELECT changed_in FROM access_version), 0) AS access_version
    FROM partners p
    LEFT JOIN (sessions s JOIN users u ON u.id = s.user_id AND u.is_approved)
        ON s.partner_id = p.id AND s.token_hash = $2 AND s.revoked_at IS NULL
    WHERE p.token_hash = $1 AND p.revoked_at IS NULL
"""
# Two statements: a statement that waits for a row sees other rows as they were before the wait.
LOCK_SESSION: LiteralString = "SELECT FROM sessions WHERE id = $1 FOR SHARE"
FIND_PARTNER_OF_SESSION: LiteralString = """
    SELECT s.partner_id FROM sessions s
    JOIN users u ON u.id = s.user_id AND u.is_approved
    JOIN partners p ON p.id = s.partner_id AND p.revoked_at IS NULL
    WHERE s.id = $1 AND s.revoked_at IS NULL
"""
TOUCH_SESSION: LiteralString = "UPDATE sessions SET last_used_at = now() WHERE id = $1"


def new_token() -> str:
    """Return a new token, safe in a header and in a shell."""
    return secrets.token_hex(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """Return the hash that is stored of a token. Tokens are random enough to need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()


async def get_partner(conn: Connection, token: str) -> Partner:
    """Return the partner with the token. Raise `Unauthenticated` when there is none."""
    partner = to_struct_or_none(Partner, await conn.fetchrow(FIND_PARTNER, hash_token(token)))
    if partner is None:
        raise Unauthenticated(PARTNER_UNKNOWN)
    return partner


async def get_identity(conn: Connection, partner_token: str, user_token: str) -> Identity:
    """Return the caller, and record that the session is in use. Raise `Unauthenticated`, naming the wrong token."""
    row = await conn.fetchrow(FIND_IDENTITY, hash_token(partner_token), hash_token(user_token))
    if row is None:
        raise Unauthenticated(PARTNER_UNKNOWN)
    if row["session_id"] is None:
        raise Unauthenticated(SESSION_ENDED)
    if row["is_unseen"]:
        await conn.execute(TOUCH_SESSION, row["session_id"])
    return Identity(
        partner_id=row["partner_id"],
        user_id=row["user_id"],
        session_id=row["session_id"],
        allowlists=await list_allowlists(conn, row["user_id"]) if row["is_restricted"] else (),
        answers_bare=row["answers_bare"],
        access_version=row["access_version"],
    )


FIND_CLIENT_SESSION: LiteralString = """
    SELECT id, account_id FROM client_sessions WHERE token_hash = $1 AND partner_id = $2 AND revoked_at IS NULL
"""


async def get_client(conn: Connection, partner_token: str, user_token: str) -> Client:
    """Return the person who books, by a token that users don't have. Raise `Unauthenticated`."""
    partner = await get_partner(conn, partner_token)
    row = await conn.fetchrow(FIND_CLIENT_SESSION, hash_token(user_token), partner.partner_id)
    if row is None:
        raise Unauthenticated(SESSION_ENDED)
    return Client(partner, row["account_id"], row["id"], user_token)


LOCK_PARTNER: LiteralString = "SELECT id FROM partners WHERE id = $1 AND revoked_at IS NULL FOR SHARE"


async def lock_partner(conn: Connection, partner_id: int) -> None:
    """Lock a partner, so that it isn't revoked until the transaction ends. Raise `Unauthenticated` if it is revoked."""
    if await conn.fetchval(LOCK_PARTNER, partner_id) is None:
        raise Unauthenticated(PARTNER_UNKNOWN)


async def lock_session(conn: Connection, session_id: int) -> int:
    """Lock a session, so that it stays open in this transaction; return its partner. Raise `Unauthenticated`."""
    await conn.execute(LOCK_SESSION, session_id)
    partner_id: int | None = await conn.fetchval(FIND_PARTNER_OF_SESSION, session_id)
    if partner_id is None:
        raise Unauthenticated(SESSION_ENDED)
    return partner_id

"""Statements on invitations, and on the users that they create or activate."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tokens import hash_token
from parlour.areas.users.model.users import (
    INVITATION_LIFETIME,
    NO_PASSWORD,
    Contact,
    Invitation,
    KnownUser,
    LocationKey,
    NewInvitation,
)
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

LIST_USERS_BY_LOGIN: LiteralString = """
    SELECT id, email, phone FROM users WHERE email = ANY ($1::text[]) OR phone = ANY ($1::text[])
"""


async def list_users_by_login(conn: Connection, logins: Sequence[str]) -> list[KnownUser]:
    """List the users with one of the logins, in no order."""
    return to_structs(KnownUser, await conn.fetch(LIST_USERS_BY_LOGIN, logins))


ADD_INVITED_USERS: LiteralString = """
    INSERT INTO users (name, email, phone, password_hash, is_approved)
    SELECT name, email, phone, $4, false FROM unnest($1::text[], $2::text[], $3::text[]) AS new (name, email, phone)
    ORDER BY coalesce(email, phone) ON CONFLICT DO NOTHING RETURNING id, email, phone
"""


async def add_invited_users(conn: Connection, new: Sequence[tuple[str, Contact]]) -> list[KnownUser]:
    """Create users who can't sign in before they accept, from a name and a contact each.

    Users created concurrently by others are not returned, but exist when this returns.
    """
    rows = await conn.fetch(
        ADD_INVITED_USERS,
        [name for name, _ in new],
        [contact.email for _, contact in new],
        [contact.phone for _, contact in new],
        NO_PASSWORD,
    )
    return to_structs(KnownUser, rows)


REVOKE_INVITATIONS: LiteralString = """
    UPDATE invitations SET revoked_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND user_id = ANY ($3::bigint[])
      AND accepted_at IS NULL AND revoked_at IS NULL
"""


async def revoke_invitations(conn: Connection, location: LocationKey, user_ids: Sequence[int]) -> None:
    """Revoke the open invitations of these users to the location."""
    await conn.execute(REVOKE_INVITATIONS, location.chain_id, location.location_id, user_ids)


CREATE_INVITATIONS: LiteralString = """
    INSERT INTO invitations (
        chain_id, location_id, invited_by, expires_at, user_id, sent_to, name, is_mailed, token_hash)
    SELECT $1, $2, $3, now() + $4::interval, new.user_id, new.sent_to, new.name, new.is_mailed, new.token_hash
    FROM unnest($5::bigint[], $6::text[], $7::text[], $8::boolean[], $9::bytea[])
        AS new (user_id, sent_to, name, is_mailed, token_hash)
"""


async def create_invitations(
    conn: Connection, location: LocationKey, invited_by: int | None, new: Sequence[NewInvitation]
) -> None:
    await conn.execute(
        CREATE_INVITATIONS,
        location.chain_id,
        location.location_id,
        invited_by,
        INVITATION_LIFETIME,
        [invitation.user_id for invitation in new],
        [invitation.sent_to for invitation in new],
        [invitation.name for invitation in new],
        [invitation.is_mailed for invitation in new],
        [hash_token(invitation.token) for invitation in new],
    )


FIND_INVITATION: LiteralString = """
    SELECT i.chain_id, i.id, i.location_id, i.user_id, l.title AS location_title, b.name AS inviter, lr.role,
           i.sent_to, i.name, i.is_mailed, coalesce(u.email, u.phone) AS login, u.password_hash = $2 AS is_new_user,
           i.expires_at, i.expires_at <= now() AS is_expired, i.accepted_at IS NOT NULL AS is_accepted,
           i.revoked_at IS NOT NULL OR l.closed_at IS NOT NULL AS is_revoked
    FROM invitations i
    JOIN locations l ON l.chain_id = i.chain_id AND l.id = i.location_id
    JOIN location_roles lr
        ON lr.chain_id = i.chain_id AND lr.location_id = i.location_id AND lr.user_id = i.user_id
    JOIN users u ON u.id = i.user_id
    LEFT JOIN users b ON b.id = i.invited_by
    WHERE i.token_hash = $1
"""


async def find_invitation(conn: Connection, token: str) -> Invitation | None:
    return to_struct_or_none(Invitation, await conn.fetchrow(FIND_INVITATION, hash_token(token), NO_PASSWORD))


CLOSE_INVITATION: LiteralString = """
    UPDATE invitations SET accepted_at = now()
    WHERE chain_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()
    RETURNING id
"""


async def close_invitation(conn: Connection, invitation: Invitation) -> bool:
    """Mark the invitation as accepted. Return False if it isn't open: of two who accept at once, only one succeeds."""
    return await conn.fetchval(CLOSE_INVITATION, invitation.chain_id, invitation.id) is not None


ACCEPT_ROLE: LiteralString = """
    UPDATE location_roles SET is_accepted = true WHERE chain_id = $1 AND location_id = $2 AND user_id = $3
"""


async def accept_role(conn: Connection, invitation: Invitation) -> None:
    await conn.execute(ACCEPT_ROLE, invitation.chain_id, invitation.location_id, invitation.user_id)


ACTIVATE_USER: LiteralString = """
    UPDATE users SET name = $2, password_hash = $3, is_approved = true
    WHERE id = $1 AND password_hash = $4 RETURNING id
"""


async def activate_user(conn: Connection, user_id: int, name: str, password_hash: str) -> bool:
    """Set name and password of an invited user. Return False if the user already had a password."""
    return await conn.fetchval(ACTIVATE_USER, user_id, name, password_hash, NO_PASSWORD) is not None


CONFIRM_EMAIL: LiteralString = "UPDATE users SET is_email_confirmed = true WHERE id = $1 AND email = $2"


async def confirm_email(conn: Connection, user_id: int, email: str) -> None:
    """Mark the address as confirmed: the user received the link that was sent there."""
    await conn.execute(CONFIRM_EMAIL, user_id, email)


FIND_LOCATION_TITLE: LiteralString = "SELECT title FROM locations WHERE chain_id = $1 AND id = $2"


async def find_location_title(conn: Connection, location: LocationKey) -> str:
    """Return the location's title."""
    title: str = await conn.fetchval(FIND_LOCATION_TITLE, location.chain_id, location.location_id)
    return title


FIND_USER_NAME: LiteralString = "SELECT name FROM users WHERE id = $1"


async def find_user_name(conn: Connection, user_id: int) -> str:
    name: str = await conn.fetchval(FIND_USER_NAME, user_id)
    return name

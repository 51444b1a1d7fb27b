"""Accepting an invitation: a new user chooses a name and a password, an existing one enters their password."""

import asyncio
import re

import msgspec

from parlour.access.password_rules import check_password
from parlour.access.passwords import Passwords
from parlour.areas.accounts.model import IpAddress
from parlour.areas.accounts.service import verify_password
from parlour.areas.users.model.users import Invitation
from parlour.areas.users.queries import invitations
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, connection, transaction
from parlour.errors import Conflict, Fault, Invalid
from parlour.http.fields import TextRule

MAX_NAME_LENGTH = 255
NAME = TextRule(1, MAX_NAME_LENGTH)
# The form of tokens: anything else needs no look-up in the database.
TOKEN = re.compile(r"[0-9a-f]{48}")
CLOSED_MEANWHILE = "This invitation was accepted or withdrawn meanwhile."


class Acceptance(msgspec.Struct, frozen=True):
    """The fields that a person sends to accept. An existing user sends no name."""

    name: str
    password: str
    ip: IpAddress


async def find(pool: Pool, token: str) -> Invitation | None:
    """Return the invitation of a link, open or not; None when there is none."""
    if not TOKEN.fullmatch(token):
        return None
    async with connection(pool) as conn:
        return await invitations.find_invitation(conn, token)


async def accept(pool: Pool, passwords: Passwords, invitation: Invitation, sent: Acceptance) -> None:
    """Accept the invitation for the user. No connection is held while a password is hashed or checked.

    Raise `Invalid` for a bad name or password of a new user; `WrongCredentials`, `TooManyAttempts` or `Forbidden` for
    an existing one who can't prove who they are; `Conflict` when the invitation isn't open any more.
    """
    password_hash = None
    if invitation.is_new_user:
        async with passwords.slot():
            await asyncio.to_thread(_check, invitation, sent)
            password_hash = await asyncio.to_thread(passwords.hash, sent.password)
    else:
        await verify_password(pool, passwords, invitation.login, sent.password, sent.ip)
    async with transaction(pool, Actor("api", invitation.user_id, ip=str(sent.ip))) as conn:
        await _accept(conn, invitation, sent.name.strip(), password_hash)


async def _accept(conn: Connection, invitation: Invitation, name: str, password_hash: str | None) -> None:
    # The role is locked before the invitation, in the same order as inviting again and removing do, to avoid deadlocks.
    await invitations.accept_role(conn, invitation)
    if not await invitations.close_invitation(conn, invitation):
        raise Conflict(CLOSED_MEANWHILE)
    if password_hash and not await invitations.activate_user(conn, invitation.user_id, name, password_hash):
        raise Conflict(CLOSED_MEANWHILE)
    if invitation.is_mailed:
        await invitations.confirm_email(conn, invitation.user_id, invitation.sent_to)


def _check(invitation: Invitation, sent: Acceptance) -> None:
    """Raise `Invalid` with the faults of the name and the password of a new user."""
    faults = []
    try:
        NAME.fit(sent.name)
    except ValueError as fault:
        faults.append(Fault("name", str(fault)))
    try:
        check_password(sent.password, [invitation.login, invitation.sent_to], sent.name.strip()[:MAX_NAME_LENGTH])
    except ValueError as fault:
        faults.append(Fault("password", str(fault)))
    if faults:
        raise Invalid(faults)

"""Preparing the demo: filling an empty database, or finding the credentials for one that was filled before."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from parlour.access.passwords import Passwords
from parlour.access.tokens import get_identity, get_partner, hash_token, new_token
from parlour.areas.accounts.operator import create_partner, set_password
from parlour.db.pool import Connection
from parlour.demo import operator
from parlour.demo.business import make_business
from parlour.demo.credentials import Credentials, new_credentials, read_credentials, write_credentials
from parlour.demo.load import Keys, load
from parlour.demo.load_team import add_photos
from parlour.demo.operator import Owner, Place
from parlour.demo.scenario import OWNER_EMAIL, PARTNER_TITLE
from parlour.errors import Conflict, Unauthenticated
from parlour.files import FileStore


class Demo(msgspec.Struct, frozen=True):
    """The demo as its operator sees it. `are_new` is set when earlier credentials no longer work."""

    credentials: Credentials
    chain_title: str
    places: list[Place]
    are_new: bool


async def refuse_other_business(conn: Connection) -> None:
    """Raise `Conflict` when the database contains chains, but no demo."""
    if await operator.has_schema(conn) and await operator.has_chains(conn):
        await _get_owner(conn)


async def set_up_demo(conn: Connection, path: Path, files: FileStore) -> Demo:
    """Return the demo of the database; load it if the database is empty.

    `path` is the file for the credentials, `files` the store for photos.

    The file is written within the caller's transaction: if that fails, the credentials don't work, and the next call
    replaces them. Raise `Conflict` when the database contains chains, but no demo.
    """
    await operator.lock(conn)
    with contextlib.closing(Passwords()) as passwords:
        if not await operator.has_chains(conn):
            credentials, are_new = await _fill(conn, passwords, files), False
            write_credentials(path, credentials)
        else:
            credentials, are_new = await _find_credentials(conn, passwords, path)
    owner = await _get_owner(conn)
    return Demo(credentials, owner.chain_title, await operator.list_places(conn, owner.chain_id), are_new)


async def _get_owner(conn: Connection) -> Owner:
    owner = await operator.find_owner(conn, OWNER_EMAIL)
    if owner is None:
        raise Conflict(
            "The database holds a business that is not the demo, and stays as it is. "
            "Give the demo a directory of its own: parlour demo --data-dir demo"
        )
    return owner


async def _fill(conn: Connection, passwords: Passwords, files: FileStore) -> Credentials:
    credentials = new_credentials()
    keys = Keys(
        hash_token(credentials.partner_token),
        hash_token(credentials.user_token),
        passwords.hash(credentials.password),
    )
    await load(conn, make_business(), keys, datetime.now(UTC))
    await add_photos(conn, files)
    return credentials


async def _find_credentials(conn: Connection, passwords: Passwords, path: Path) -> tuple[Credentials, bool]:
    """Return the credentials in the file, or new ones; and whether they are new."""
    owner = await _get_owner(conn)
    kept = read_credentials(path)
    partner_id = await _find_partner_id(conn, kept) if kept else None
    if kept is None or partner_id is None or not await passwords.matches(owner.password_hash, kept.password):
        made = await _renew(conn, passwords, owner)
        write_credentials(path, made)
        return made, True
    if not await _is_signed_in(conn, kept, owner):
        # After a sign-out only the token is replaced, not the password.
        kept = msgspec.structs.replace(kept, user_token=new_token())
        await operator.add_session(conn, owner.user_id, partner_id, hash_token(kept.user_token))
        write_credentials(path, kept)
    return kept, False


async def _find_partner_id(conn: Connection, kept: Credentials) -> int | None:
    try:
        return (await get_partner(conn, kept.partner_token)).partner_id
    except Unauthenticated:
        return None


async def _is_signed_in(conn: Connection, kept: Credentials, owner: Owner) -> bool:
    try:
        return (await get_identity(conn, kept.partner_token, kept.user_token)).user_id == owner.user_id
    except Unauthenticated:
        return False


async def _renew(conn: Connection, passwords: Passwords, owner: Owner) -> Credentials:
    """Create new credentials; the old ones stop working."""
    made = new_credentials()
    await set_password(conn, owner.user_id, passwords.hash(made.password))
    token_hash = hash_token(made.partner_token)
    partner_id = await operator.renew_partner(conn, PARTNER_TITLE, token_hash)
    if partner_id is None:
        partner_id = await create_partner(conn, PARTNER_TITLE, token_hash)
    await operator.add_session(conn, owner.user_id, partner_id, hash_token(made.user_token))
    return made

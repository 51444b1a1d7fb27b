"""Statements on accounts and their sessions. They belong to no chain."""

from typing import LiteralString

from parlour.access.tokens import hash_token
from parlour.areas.client_accounts.model import Account
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs

_COLUMNS: LiteralString = "id, phone, name, email, password_hash"

GET_OR_CREATE: LiteralString = f"""
    INSERT INTO client_accounts (phone) VALUES ($1)
    ON CONFLICT ON CONSTRAINT client_accounts_phone_key DO UPDATE SET phone = excluded.phone RETURNING {_COLUMNS}
"""


async def get_or_create(conn: Connection, phone: str) -> Account:
    """Return the account with a number that was confirmed; create it if there is none."""
    row = await conn.fetchrow(GET_OR_CREATE, phone)
    assert row is not None  # noqa: S101 - an insert gives its row
    return to_struct(Account, row)


FIND_BY_LOGIN: LiteralString = f"SELECT {_COLUMNS} FROM client_accounts WHERE phone = $1 OR email = $2 LIMIT 2"


async def find_by_login(conn: Connection, phone: str, email: str) -> Account | None:
    """Return the account with a number or an email; None if several have the email."""
    found = to_structs(Account, await conn.fetch(FIND_BY_LOGIN, phone, email))
    return found[0] if len(found) == 1 else None


GET_ACCOUNT: LiteralString = f"SELECT {_COLUMNS} FROM client_accounts WHERE id = $1"


async def get_account(conn: Connection, account_id: int) -> Account:
    row = await conn.fetchrow(GET_ACCOUNT, account_id)
    assert row is not None  # noqa: S101 - accounts are never deleted
    return to_struct(Account, row)


LOCK_ACCOUNT: LiteralString = f"SELECT {_COLUMNS} FROM client_accounts WHERE id = $1 FOR UPDATE"


async def lock_account(conn: Connection, account_id: int) -> Account:
    row = await conn.fetchrow(LOCK_ACCOUNT, account_id)
    assert row is not None  # noqa: S101 - accounts are never deleted
    return to_struct(Account, row)


IS_OPEN: LiteralString = "SELECT EXISTS (SELECT FROM client_sessions WHERE id = $1 AND revoked_at IS NULL)"


async def is_open(conn: Connection, session_id: int) -> bool:
    """Return whether a session goes on. With its account locked it can't end meanwhile."""
    found: bool = await conn.fetchval(IS_OPEN, session_id)
    return found


UPDATE_ACCOUNT: LiteralString = "UPDATE client_accounts SET phone = $2, name = $3, email = $4 WHERE id = $1"


async def update_account(conn: Connection, account: Account) -> None:
    """Write a locked account as given. A number in use violates `client_accounts_phone_key`."""
    await conn.execute(UPDATE_ACCOUNT, account.id, account.phone, account.name, account.email)


REPLACE_HASH: LiteralString = """
    WITH ended AS (
        UPDATE client_sessions SET revoked_at = now() WHERE account_id = $1 AND revoked_at IS NULL
    )
    UPDATE client_accounts SET password_hash = $2 WHERE id = $1
"""


async def set_password(conn: Connection, account_id: int, password_hash: str) -> None:
    """Set the password of a locked account, and end all its sessions."""
    await conn.execute(REPLACE_HASH, account_id, password_hash)


# The hash must still be the one that was checked.
CREATE_SESSION: LiteralString = """
    INSERT INTO client_sessions (account_id, partner_id, token_hash)
    SELECT id, $2, $3 FROM client_accounts WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $4 FOR SHARE
    RETURNING id
"""


async def create_session(conn: Connection, account: Account, partner_id: int, token: str) -> bool:
    """Create a session; return False when the password was changed since the account was read."""
    created = await conn.fetchval(CREATE_SESSION, account.id, partner_id, hash_token(token), account.password_hash)
    return created is not None


FIND_LOCATION_OF_CHAIN: LiteralString = """
    SELECT id FROM locations WHERE chain_id = $1 AND closed_at IS NULL ORDER BY id LIMIT 1
"""


async def find_location_of_chain(conn: Connection, chain_id: int) -> int | None:
    """Return the first open location of a chain."""
    found: int | None = await conn.fetchval(FIND_LOCATION_OF_CHAIN, chain_id)
    return found

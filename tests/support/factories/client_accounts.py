"""Accounts of people who book online, for tests."""

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.passwords import quick_hasher
from tests.support.people import Person

CREATE = """
    INSERT INTO client_accounts (phone, name, email, password_hash) VALUES ($1, $2, $3, $4) RETURNING id
"""


async def make_account(
    conn: Connection, phone: str, name: str = "", *, email: str = "", password: str | None = None
) -> Person:
    """A person with an account, who is signed in."""
    hashed = None if password is None else quick_hasher().hash(password)
    account_id = await conn.fetchval(CREATE, phone, name, email, hashed)
    token = f"client-token-of-{phone}"
    await conn.execute(
        "INSERT INTO client_sessions (account_id, partner_id, token_hash) VALUES ($1, 1, $2)",
        account_id,
        hash_token(token),
    )
    return Person(account_id, name, user_token=token, phone=phone)

"""Users with a role, for tests, written straight into the database."""

import json
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher

from parlour.access.permissions import Permission
from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.people import CHAIN, HARBOUR, PASSWORD, Person

CREATE_USER = """
    INSERT INTO users (name, email, password_hash) VALUES ($1, $2, $3) RETURNING id
"""
CREATE_ROLE = """
    INSERT INTO location_roles (chain_id, location_id, user_id, role, rights) VALUES ($1, $2, $3, $4, $5::jsonb)
    ON CONFLICT (chain_id, location_id, user_id) DO UPDATE SET role = excluded.role, rights = excluded.rights
"""
CREATE_SESSION = "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, 1, $2, 'tests')"


@lru_cache
def password_hash() -> str:
    """Of everybody's password; making one takes long."""
    return PasswordHasher().hash(PASSWORD)


async def make_user(conn: Connection, name: str) -> Person:
    """A user with a token of their own, and no role anywhere."""
    user_id = await conn.fetchval(CREATE_USER, name, f"{name}@example.com", password_hash())
    person = Person(user_id, name, user_token=f"user-token-of-{name}")
    await conn.execute(CREATE_SESSION, user_id, hash_token(f"user-token-of-{name}"))
    return person


async def give_role(
    conn: Connection, person: Person, role: str = "worker", location_id: int = HARBOUR, **rights: Any
) -> Person:
    """A role in a location of the chain, with what differs from it."""
    await conn.execute(CREATE_ROLE, CHAIN, location_id, person.id, role, json.dumps(rights))
    return person


async def make_member(conn: Connection, name: str, role: str = "worker", **rights: Any) -> Person:
    """A new user with a role in HARBOUR."""
    return await give_role(conn, await make_user(conn, name), role, HARBOUR, **rights)


async def take_all_rights(conn: Connection, person: Person) -> None:
    """Take every right that an operation can ask for from a user whose role has some."""
    rights = dict.fromkeys((permission.value for permission in Permission), False)
    await conn.execute("UPDATE location_roles SET rights = $2::jsonb WHERE user_id = $1", person.id, json.dumps(rights))

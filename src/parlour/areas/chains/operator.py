"""Statements of the server's operator: all chains, and the roles in them. Only the command line uses them."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class Chain(msgspec.Struct, frozen=True):
    """A chain as an operator sees one; closed locations count too."""

    id: int
    title: str
    location_count: int
    created_at: datetime


CREATE_CHAIN: LiteralString = "INSERT INTO chains (title) VALUES ($1) RETURNING id"


async def create_chain(conn: Connection, title: str) -> int:
    chain_id: int = await conn.fetchval(CREATE_CHAIN, title)
    return chain_id


LIST_CHAINS: LiteralString = """
    SELECT c.id, c.title, (SELECT count(*) FROM locations l WHERE l.chain_id = c.id) AS location_count, c.created_at
    FROM chains c ORDER BY c.id
"""


async def list_chains(conn: Connection) -> list[Chain]:
    return to_structs(Chain, await conn.fetch(LIST_CHAINS))


CREATE_CHAIN_ROLE: LiteralString = """
    INSERT INTO chain_roles (chain_id, user_id, role) SELECT id, $2, $3 FROM chains WHERE id = $1 RETURNING chain_id
"""


async def create_chain_role(conn: Connection, chain_id: int, user_id: int, role: str) -> bool:
    """Give the user a role in the chain. Return False when there is no such chain."""
    return await conn.fetchval(CREATE_CHAIN_ROLE, chain_id, user_id, role) is not None

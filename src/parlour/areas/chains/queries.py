"""Statements on chains."""

from typing import LiteralString

from parlour.areas.chains.model import ChainMembership
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_CHAINS_OF_USER: LiteralString = """
    SELECT c.id, c.title, cr.role AS chain_role
    FROM chains c LEFT JOIN chain_roles cr ON cr.chain_id = c.id AND cr.user_id = $1
    WHERE c.id IN (
        SELECT chain_id FROM chain_roles WHERE user_id = $1
        UNION ALL
        SELECT chain_id FROM location_roles WHERE user_id = $1 AND is_accepted)
    ORDER BY c.id
"""


async def list_chains_of_user(conn: Connection, user_id: int) -> list[ChainMembership]:
    return to_structs(ChainMembership, await conn.fetch(LIST_CHAINS_OF_USER, user_id))


CHAIN_EXISTS: LiteralString = "SELECT EXISTS (SELECT FROM chains WHERE id = $1)"


async def chain_exists(conn: Connection, chain_id: int) -> bool:
    found: bool = await conn.fetchval(CHAIN_EXISTS, chain_id)
    return found

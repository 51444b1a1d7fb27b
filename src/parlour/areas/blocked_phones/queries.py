"""Statements on blocked numbers."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.blocked_phones.model import BlockedPhone
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_BLOCKED: LiteralString = """
    SELECT phone, created_at FROM blocked_phones WHERE chain_id = $1 AND location_id = $2 ORDER BY id
"""


async def list_blocked(conn: Connection, tenant: Tenant) -> list[BlockedPhone]:
    """List the location's blocked numbers, by when they were blocked."""
    return to_structs(BlockedPhone, await conn.fetch(LIST_BLOCKED, tenant.chain_id, tenant.location_id))


IS_BLOCKED: LiteralString = """
    SELECT EXISTS (SELECT FROM blocked_phones WHERE chain_id = $1 AND location_id = $2 AND phone = $3)
"""


async def is_blocked(conn: Connection, tenant: Tenant, phone: str) -> bool:
    found: bool = await conn.fetchval(IS_BLOCKED, tenant.chain_id, tenant.location_id, phone)
    return found


BLOCK: LiteralString = """
    INSERT INTO blocked_phones (chain_id, location_id, phone) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""


async def block(conn: Connection, tenant: Tenant, phone: str) -> None:
    """Block a number; one that is blocked already stays so."""
    await conn.execute(BLOCK, tenant.chain_id, tenant.location_id, phone)


UNBLOCK: LiteralString = """
    DELETE FROM blocked_phones WHERE chain_id = $1 AND location_id = $2 AND phone = $3 RETURNING id
"""


async def unblock(conn: Connection, tenant: Tenant, phone: str) -> bool:
    """Take a number off the list, and return whether it was there."""
    return await conn.fetchval(UNBLOCK, tenant.chain_id, tenant.location_id, phone) is not None

"""Statements on the sites that show booking forms."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection

LIST_SITES: LiteralString = "SELECT sites FROM booking_forms WHERE chain_id = $1 AND location_id = $2 AND id = $3"


async def list_sites(conn: Connection, tenant: Tenant, form_id: int) -> list[str]:
    """Return the origins of the sites that may show a form in a frame."""
    found: list[str] = await conn.fetchval(LIST_SITES, tenant.chain_id, tenant.location_id, form_id)
    return found


SET_SITES: LiteralString = """
    UPDATE booking_forms SET sites = $4, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def set_sites(conn: Connection, tenant: Tenant, form_id: int, sites: Sequence[str]) -> None:
    await conn.execute(SET_SITES, tenant.chain_id, tenant.location_id, form_id, sites)

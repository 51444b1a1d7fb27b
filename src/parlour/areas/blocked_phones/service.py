"""Whether a number may book."""

from parlour.access.tenant import Tenant
from parlour.areas.blocked_phones import queries
from parlour.db.pool import Connection


async def is_phone_blocked(conn: Connection, tenant: Tenant, phone: str) -> bool:
    """Return whether a number in its normal form can't book online in the location."""
    return await queries.is_blocked(conn, tenant, phone)

"""Setting the logo of a location, for other areas."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection

SET_LOGO: LiteralString = "UPDATE locations SET logo_url = $3 WHERE chain_id = $1 AND id = $2"


async def set_logo(conn: Connection, tenant: Tenant, url: str) -> None:
    """Set the logo. No other transaction can change the location until this one ends."""
    await conn.execute(SET_LOGO, tenant.chain_id, tenant.location_id, url)

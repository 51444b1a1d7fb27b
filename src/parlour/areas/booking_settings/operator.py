"""What the operator of the server sets for a location."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import get_operators_tenant
from parlour.db.pool import Connection


class Policy(msgspec.Struct, frozen=True):
    """The privacy policy of a location, as HTML; empty for none."""

    location_id: int
    privacy_policy: str


SET_POLICY: LiteralString = "UPDATE locations SET privacy_policy = $3 WHERE chain_id = $1 AND id = $2"


async def set_policy(conn: Connection, location_id: int, html: str) -> Policy:
    """Set what clients agree to when they book; an empty text for nothing. Raise `NotFound`."""
    tenant = await get_operators_tenant(conn, location_id)
    await conn.execute(SET_POLICY, tenant.chain_id, tenant.location_id, html)
    return Policy(location_id, html)

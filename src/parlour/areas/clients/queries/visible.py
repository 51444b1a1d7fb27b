"""Which clients a statement shows: those of the location, and of one team member alone if the user's rights say so."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.rights import only_member_of

# For `clients c`. A statement's own parameters begin at $4.
IS_OR_WAS_VISIBLE: LiteralString = """
    c.chain_id = $1 AND c.location_id = $2
    AND ($3 = 0::bigint OR EXISTS (
        SELECT FROM appointments own
        WHERE own.chain_id = $1 AND own.client_id = c.id AND own.team_member_id = $3 AND own.deleted_at IS NULL))
"""
"""Also of deleted clients."""
IS_VISIBLE: LiteralString = f"{IS_OR_WAS_VISIBLE} AND c.deleted_at IS NULL"


def visible_to(tenant: Tenant) -> tuple[int, int, int]:
    """Return the first arguments of a statement with `IS_VISIBLE`."""
    return tenant.chain_id, tenant.location_id, only_member_of(tenant)

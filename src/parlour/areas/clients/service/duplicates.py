"""Finding cards that may belong to one person."""

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.duplicates import DuplicateGroup, Duplicates
from parlour.areas.clients.queries.duplicates import list_duplicates
from parlour.areas.clients.rights import Place, Sight
from parlour.db.pool import Connection

MOST_GROUPS = 200


async def find_duplicates(conn: Connection, tenant: Tenant) -> Duplicates:
    """Return the first groups of cards as the user sees them, and how many groups there are."""
    found = Duplicates.of(await list_duplicates(conn, tenant, MOST_GROUPS))
    sight = Sight.of(tenant, Place.LIST)
    groups = [DuplicateGroup(group.reason, [sight.shown(client) for client in group.clients]) for group in found.groups]
    return msgspec.structs.replace(found, groups=groups)
